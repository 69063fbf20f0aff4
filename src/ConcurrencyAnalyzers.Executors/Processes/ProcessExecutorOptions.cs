using System;
using System.Collections.Generic;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>How a <see cref="ProcessExecutor"/> is made. Read once, by its constructor.</summary>
public sealed record ProcessExecutorOptions
{
    /// <summary>What its threads and its exceptions are called. <c>processes</c> unless set.</summary>
    public string Name { get; init; } = "processes";

    /// <summary>How many workers it has at most. They start when there is work for them, or with <see cref="ProcessExecutor.StartAsync"/>. <see cref="Degree.Cores"/> unless set.</summary>
    public Degree Degree { get; init; }

    /// <summary>The program that is a worker. Unless set, it is this program once more; its <c>Main</c> has to begin with <see cref="ProcessWorker.TryRunAsync"/> then.</summary>
    public WorkerCommand? WorkerCommand { get; init; }

    /// <summary>The jobs. Unless set, those that <see cref="ProcessWorker.TryRunAsync"/> was given.</summary>
    public Action<JobRegistry>? Jobs { get; init; }

    /// <summary>How long a job may run, above zero; then its worker and what that started are killed, and the job fails with <see cref="TimeoutException"/>. Without limit unless set.</summary>
    public TimeSpan JobTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a job that is cancelled may go on before its worker is killed, and a worker that is to end before it is made to; 0 or more. 5 seconds unless set.</summary>
    public TimeSpan CancelGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many workers a job may bring down before it is given up, at least 1. 1 unless set: a job is not run twice, which only who knows it can allow.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>How many jobs a worker does before another takes its place, at least 1. Without limit unless set.</summary>
    public int MaxJobsPerWorker { get; init; } = int.MaxValue;

    /// <summary>How much memory (working set, bytes) a worker may have after a job without another taking its place, above 0. It is looked at four times a second at most. Without limit unless set.</summary>
    public long MaxWorkerBytes { get; init; } = long.MaxValue;

    /// <summary>How much memory (bytes) the managed heap of a worker can have, above 0: then allocating throws <see cref="OutOfMemoryException"/> in the job. Without limit unless set.</summary>
    public long? HeapHardLimit { get; init; }

    /// <summary>How long a worker that has nothing to do stays, above zero; <see cref="Timeout.InfiniteTimeSpan"/> for until disposal. One minute unless set.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For how many processors the runtime of a worker prepares itself, at least 1. 1 unless set: there are as many workers as processors.</summary>
    public int ProcessorsPerWorker { get; init; } = 1;

    /// <summary>How long a worker may take from its start to its being ready, above zero. 30 seconds unless set.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many workers may end before they are ready, in a row, at least 1; with the last of them the executor gives up (<see cref="WorkerStartException"/>). 3 unless set.</summary>
    public int MaxStartFailures { get; init; } = 3;

    /// <summary>How large (bytes) the input or output of a job can be, with some more that describes it; at least 4,096. 64 MiB unless set.</summary>
    public int MaxFrameBytes { get; init; } = 64 << 20;

    /// <summary>Variables that the environment of workers has in addition to, or instead of, those of this process; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>
    /// Gets what workers write to their standard output and error, line by line, one at a time for each of the two of each worker, on the thread pool. A worker that writes faster than this comes back waits. What it throws is
    /// dropped. Unless set, output is discarded; the last lines of standard error are kept for exceptions anyway.
    /// </summary>
    public Action<WorkerOutput>? OnOutput { get; init; }

    /// <summary>As <see cref="CpuExecutorOptions.DrainTimeout"/>. 30 seconds unless set.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of all timeouts here. <see cref="TimeProvider.System"/> unless set.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal ProcessExecutorOptions Checked()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        CheckLimit(JobTimeout, nameof(JobTimeout));
        CheckLimit(IdleTimeout, nameof(IdleTimeout));
        CheckLimit(StartTimeout, nameof(StartTimeout));
        CpuExecutorOptions.CheckTimeout(CancelGrace, nameof(CancelGrace));
        CpuExecutorOptions.CheckTimeout(DrainTimeout, nameof(DrainTimeout));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxAttempts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxJobsPerWorker);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxWorkerBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(HeapHardLimit ?? 1, nameof(HeapHardLimit));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ProcessorsPerWorker);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxStartFailures);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFrameBytes, 4096);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        return this with { Environment = Environment is null ? null : new Dictionary<string, string?>(Environment) };
    }

    internal static void CheckLimit(TimeSpan timeout, string name)
    {
        CpuExecutorOptions.CheckTimeout(timeout, name);
        ArgumentOutOfRangeException.ThrowIfEqual(timeout, TimeSpan.Zero, name);
    }
}
