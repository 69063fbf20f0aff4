using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A call with a task for its output.</summary>
internal sealed class TypedCall<TOut>(
    string job, IJobSerializer<TOut> serializer, JobOptions options, ProcessExecutorOptions defaults, IProgress<JobProgress>? progress, CancellationToken cancellationToken)
    : PendingCall(job, options, defaults, progress, cancellationToken)
{
    // Whoever awaits it goes on elsewhere: the thread that ends it has a worker to look after.
    private readonly TaskCompletionSource<TOut> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TOut> Task => outcome.Task;

    public override bool Complete(ReadOnlySpan<byte> output)
    {
        TOut value;
        try
        {
            value = serializer.Read(output);
        }
        catch (Exception exception)
        {
            Dispose();
            outcome.SetException(exception);
            return false;
        }

        Dispose();
        outcome.SetResult(value);
        return true;
    }

    public override void Fail(Exception exception)
    {
        Dispose();
        outcome.SetException(exception);
    }

    public override void Cancel()
    {
        Dispose();
        outcome.SetCanceled(CancellationToken);
    }
}
