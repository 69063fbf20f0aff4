using System.Globalization;

namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>How long a stress test goes on: two seconds, or as many as the environment variable STRESS_SECONDS says.</summary>
internal static class StressTime
{
    public static TimeSpan Value { get; } = TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("STRESS_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 2);
}
