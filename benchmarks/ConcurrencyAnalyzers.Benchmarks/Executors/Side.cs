using System;
using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>One way to do the work of a comparison.</summary>
/// <param name="Name">The construct, as code names it.</param>
/// <param name="Measure">Does the work once, for 20 to 200 milliseconds where it can choose, and gives its figures by name. The first calls of a process are warm-up, and their figures are dropped.</param>
internal sealed record Side(string Name, Func<IReadOnlyDictionary<string, double>> Measure);
