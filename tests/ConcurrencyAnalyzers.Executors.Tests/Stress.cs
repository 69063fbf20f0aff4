using System.Diagnostics;
using System.Globalization;

namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>How long the stress tests run: two seconds each, or as many as STRESS_SECONDS says. STRESS_SEED is the seed of the first round, to do again what has failed.</summary>
internal static class Stress
{
    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("STRESS_SECONDS"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : 2);

    /// <summary>Runs rounds until the time is over, at least one, each with a random generator whose seed is in the failure.</summary>
    public static async Task RoundsAsync(Func<Random, Task> round)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STRESS_SEED"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount;
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                // A round that hangs is a lost wake-up; without a limit it would only say that the suite did not end.
                await round(new Random(seed)).WaitAsync(TimeSpan.FromSeconds(60));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"The round with seed {seed} failed: {exception.Message}", exception);
            }

            if (Stopwatch.GetElapsedTime(started) >= Duration)
                return;
            seed++;
        }
    }
}
