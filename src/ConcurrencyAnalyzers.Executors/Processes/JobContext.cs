using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What a job knows of its run.</summary>
/// <remarks>All members may be used from any thread at once, until the job is over. The constructor is for tests of a job, and for those that run jobs elsewhere.</remarks>
public sealed class JobContext
{
    private readonly IProgress<JobProgress>? progress;

    /// <summary>A run.</summary>
    /// <param name="attempt">At least 1.</param>
    /// <param name="workerId">See <see cref="WorkerId"/>.</param>
    /// <param name="progress">What <see cref="Report"/> goes to; null drops it.</param>
    /// <param name="cancellationToken">Says that nobody wants the result any more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempt"/> is 0 or negative.</exception>
    public JobContext(int attempt = 1, int workerId = 0, IProgress<JobProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(attempt);
        Attempt = attempt;
        WorkerId = workerId;
        this.progress = progress;
        CancellationToken = cancellationToken;
    }

    /// <summary>Cancelled when the caller gives up, the executor stops, or the parent process is gone. What does not heed it in time is killed.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>1, and one more for each worker that this job has brought down.</summary>
    public int Attempt { get; }

    /// <summary>Which worker of the executor this is, counted from 1; each process that is started has its own. 0 outside of a worker.</summary>
    public int WorkerId { get; }

    /// <summary>Tells the caller how far the job is. Never waits: while an earlier report is on its way, the latest takes the place of those in between. The last one before the end always arrives.</summary>
    /// <param name="done">In units of the job's own.</param>
    /// <param name="total">In the same units; 0 where it is not known.</param>
    /// <param name="note">In words.</param>
    public void Report(long done, long total = 0, string? note = null) => progress?.Report(new JobProgress(done, total, note));
}
