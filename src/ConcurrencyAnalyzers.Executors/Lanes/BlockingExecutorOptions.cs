using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>How a <see cref="BlockingExecutor"/> is made. Read once, by its constructor.</summary>
public sealed record BlockingExecutorOptions
{
    /// <summary>What its threads and its exceptions are called. <c>blocking</c> unless set.</summary>
    public string Name { get; init; } = "blocking";

    /// <summary>How many threads it may have at most. 64, or one for each core if those are more, unless set: the figure of Kotlin's dispatcher for blocking work.</summary>
    public Degree MaxThreads { get; init; } = Degree.Of(Math.Max(64, Environment.ProcessorCount));

    /// <summary>How many pieces of work may be accepted beyond <see cref="MaxThreads"/>, 0 or more. Without limit (<see cref="int.MaxValue"/>) unless set. Each view has a queue of its own.</summary>
    public int QueueCapacity { get; init; } = int.MaxValue;

    /// <summary>What becomes of work for which there is no room. <see cref="QueueFull.Wait"/> unless set.</summary>
    public QueueFull WhenFull { get; init; }

    /// <summary>How long a thread that has nothing to do stays, above zero; <see cref="Timeout.InfiniteTimeSpan"/> for until disposal. 10 seconds unless set.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>As <see cref="CpuExecutorOptions.DrainTimeout"/>. 30 seconds unless set.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of <see cref="DrainTimeout"/> and <see cref="IdleTimeout"/>. <see cref="TimeProvider.System"/> unless set.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal BlockingExecutorOptions Checked()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentOutOfRangeException.ThrowIfNegative(QueueCapacity);
        CpuExecutorOptions.CheckTimeout(DrainTimeout, nameof(DrainTimeout));
        CpuExecutorOptions.CheckTimeout(IdleTimeout, nameof(IdleTimeout));
        ArgumentOutOfRangeException.ThrowIfEqual(IdleTimeout, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (!Enum.IsDefined(WhenFull))
        {
            throw new ArgumentOutOfRangeException(nameof(WhenFull), WhenFull, null);
        }

        return this;
    }
}
