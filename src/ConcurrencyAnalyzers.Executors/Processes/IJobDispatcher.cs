using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>
/// Runs a job somewhere, given its name and its input as bytes. It is the seam to engines that have many machines: what goes to a worker process goes to them unchanged. <see cref="ProcessExecutor"/> and
/// <see cref="JobRegistry"/> are dispatchers; <see cref="JobDispatch"/> calls any of them with types.
/// </summary>
/// <remarks>
/// Called from any thread at once. Another engine may keep other promises than <see cref="ProcessExecutor"/>: whether a job runs twice when a message is delivered twice, whether it is stopped when it is
/// cancelled, and what a crash looks like, is the engine's to say.
/// </remarks>
public interface IJobDispatcher
{
    /// <summary>Runs a job.</summary>
    /// <param name="job">Its <see cref="IProcessJob{TIn, TOut}.Name"/>.</param>
    /// <param name="payload">Its input, as written by its codec. It must not change until the task has ended.</param>
    /// <param name="cancellationToken">Says that nobody wants the result any more.</param>
    /// <returns>Its output, as written by its codec.</returns>
    ValueTask<ReadOnlyMemory<byte>> InvokeAsync(string job, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default);
}
