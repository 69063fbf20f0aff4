using System;
using ConcurrencyAnalyzers.Benchmarks.Scenarios;

namespace ConcurrencyAnalyzers.Benchmarks.Harness;

/// <summary>What figures depend on, in one line beside them.</summary>
internal static class Conditions
{
    public static string Here(Load load) =>
        $"{Environment.ProcessorCount} cores, .NET {Environment.Version}; {load.Items} items of {load.Delay.TotalMilliseconds} ms at once; {load.Computations} computations; {load.Calls:#,0} calls; {load.Meters:#,0} meters";
}
