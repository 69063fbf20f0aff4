using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>A worker that is a thread.</summary>
internal sealed class MemoryLink(int workerId, MemoryStreamEnd parent, MemoryStreamEnd worker) : IWorkerLink
{
    private readonly ManualResetEventSlim ended = new();
    private WorkerLoop? loop;

    public int WorkerId => workerId;

    public Stream Pipe => parent;

    public long WorkingSet { get; set; }

    public bool IsKilled { get; private set; }

    public bool IsReaped { get; private set; }

    public void Start(Action onThread)
    {
        var registry = new JobRegistry(MemoryJobs.Register);
        var frames = new FrameStream(worker, 1 << 20);
        loop = new WorkerLoop(worker, frames, registry, new WorkerTerms(workerId, 1 << 20, TimeSpan.Zero));
        new Thread(() =>
        {
            onThread();
            try
            {
                loop.Run();
            }
            catch (Exception exception) when (exception is IOException or FrameException)
            {
                // As a process, it ends.
            }

            worker.Dispose();
            ended.Set();
        })
        { IsBackground = true }.Start();
    }

    public void Crash() => worker.Dispose();

    public void Cancel(long id) => loop!.Cancel(id);

    public void Close() => parent.Dispose();

    public void Kill()
    {
        IsKilled = true;
        parent.Dispose();
    }

    // A thread cannot be killed: a job that is to be has to watch its token for that, or the test leaves it behind.
    public WorkerExit Reap(TimeSpan grace)
    {
        Close();
        IsReaped = true;
        return new WorkerExit(0, IsKilled ? 137 : 0, []);
    }
}
