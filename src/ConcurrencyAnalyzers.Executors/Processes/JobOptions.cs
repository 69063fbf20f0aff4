using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What is different for one job, or for those of one stream. <c>default</c> is nothing: all is as the executor's options say.</summary>
public readonly record struct JobOptions
{
    /// <summary>In place of <see cref="ProcessExecutorOptions.JobTimeout"/>, above zero or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>In place of <see cref="ProcessExecutorOptions.MaxAttempts"/>, at least 1.</summary>
    public int? MaxAttempts { get; init; }
}
