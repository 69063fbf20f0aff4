using System;
using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>The figures of all sides, measured one right after the other: by side, then by figure.</summary>
internal sealed class Round : Dictionary<string, IReadOnlyDictionary<string, double>>
{
    public double this[string side, string figure] => this[side][figure];
}
