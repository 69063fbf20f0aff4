using System;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios;

/// <summary>How much a scenario does. The defaults are what is published.</summary>
public sealed record Load
{
    public static Load Full { get; } = new();

    /// <summary>Enough to see that a scenario runs and what it gives, and to warm it up; too little to measure.</summary>
    public static Load Quick { get; } = new() { Items = 4, Delay = TimeSpan.FromMilliseconds(5), Computations = 8, Calls = 100, Meters = 150 };

    /// <summary>Things to wait for. Many more than cores, as in a service; the figures grow faster than this number does.</summary>
    public int Items { get; init; } = 32;

    /// <summary>How long each of them lets its caller wait: a query or a request within one data centre.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How many of them are under way at once: all.</summary>
    public int Degree { get; init; } = 32;

    /// <summary>Things to compute, some ten microseconds each.</summary>
    public int Computations { get; init; } = 500;

    /// <summary>Calls that have nothing to wait for.</summary>
    public int Calls { get; init; } = 100_000;

    /// <summary>Things that answer each in its own time, within <see cref="Delay"/>. Many more than items, as what is quadratic shows with many.</summary>
    public int Meters { get; init; } = 5_000;

    /// <summary>Told of what a clock does not see.</summary>
    public Action<string, long>? Observer { get; init; }

    public void Observe(string what, long value) => Observer?.Invoke(what, value);
}
