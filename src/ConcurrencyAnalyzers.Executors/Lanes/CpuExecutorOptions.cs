using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>How a <see cref="CpuExecutor"/> is made. Read once, by its constructor.</summary>
public sealed record CpuExecutorOptions
{
    /// <summary>What its threads and its exceptions are called. <c>cpu</c> unless set.</summary>
    public string Name { get; init; } = "cpu";

    /// <summary>How many threads it has. <see cref="Degree.Cores"/> unless set.</summary>
    public Degree Degree { get; init; }

    /// <summary>How many pieces of work may be accepted beyond <see cref="Degree"/>, 0 or more. Without limit (<see cref="int.MaxValue"/>) unless set.</summary>
    public int QueueCapacity { get; init; } = int.MaxValue;

    /// <summary>What becomes of work for which there is no room. <see cref="QueueFull.Wait"/> unless set.</summary>
    public QueueFull WhenFull { get; init; }

    /// <summary>
    /// How long disposal lets accepted work go on before it cancels the rest; <see cref="TimeSpan.Zero"/> for not at all, <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes. 30 seconds
    /// unless set, which is what a .NET host grants its services.
    /// </summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of <see cref="DrainTimeout"/>. <see cref="TimeProvider.System"/> unless set.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentNullException">A name or a clock is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number makes no sense.</exception>
    internal CpuExecutorOptions Checked()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentOutOfRangeException.ThrowIfNegative(QueueCapacity);
        CheckTimeout(DrainTimeout, nameof(DrainTimeout));
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (!Enum.IsDefined(WhenFull))
        {
            throw new ArgumentOutOfRangeException(nameof(WhenFull), WhenFull, null);
        }

        return this;
    }

    internal static void CheckTimeout(TimeSpan timeout, string name)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, MaxTimeout, name);
        }
    }

    /// <summary>What the timers of .NET can count: 2^32 - 2 milliseconds.</summary>
    private static TimeSpan MaxTimeout => TimeSpan.FromMilliseconds(uint.MaxValue - 1);
}
