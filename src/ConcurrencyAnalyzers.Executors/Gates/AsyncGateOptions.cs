using System;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>How an <see cref="AsyncGate"/> is made. Read once, by its constructor.</summary>
public sealed record AsyncGateOptions
{
    internal const string NoName = "gate";

    /// <summary>What its exceptions and <see cref="ExecutorTelemetry"/> call it. <c>gate</c> unless set, and a gate that is called that is not measured.</summary>
    public string Name { get; init; } = NoName;

    /// <summary>How many may wait at once, 0 or more. Without limit (<see cref="int.MaxValue"/>) unless set. Who comes when that many wait is refused: a caller that is told at once can do something else.</summary>
    public int QueueCapacity { get; init; } = int.MaxValue;

    /// <summary>As <see cref="CpuExecutorOptions.DrainTimeout"/>. 30 seconds unless set.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of <see cref="DrainTimeout"/> and <see cref="ExecutorTelemetry"/>. <see cref="TimeProvider.System"/> unless set.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentOutOfRangeException.ThrowIfNegative(QueueCapacity);
        CpuExecutorOptions.CheckTimeout(DrainTimeout, nameof(DrainTimeout));
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
