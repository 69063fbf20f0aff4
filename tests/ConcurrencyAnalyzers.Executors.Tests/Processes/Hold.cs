using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>A job that begins, says so, and does not go on before it may.</summary>
internal sealed class Hold
{
    private int runs;

    public TaskCompletionSource<JobContext> Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<byte[]> Goes { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HeedsCancellation { get; set; } = true;

    public int Runs => Volatile.Read(ref runs);

    public async ValueTask<byte[]> RunAsync(JobContext context)
    {
        Interlocked.Increment(ref runs);
        Began.TrySetResult(context);
        return await Goes.Task.WaitAsync(HeedsCancellation ? context.CancellationToken : default);
    }
}
