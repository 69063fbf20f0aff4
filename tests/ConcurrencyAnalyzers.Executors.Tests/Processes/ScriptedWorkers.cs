using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>Workers that answer as a test says.</summary>
internal sealed class ScriptedWorkers(Func<int, long, (byte[] Answer, bool Ends)> answer) : IWorkerLauncher
{
    private int launched;

    public int Launched => Volatile.Read(ref launched);

    public IWorkerLink Launch(int workerId, CancellationToken stop)
    {
        Interlocked.Increment(ref launched);
        return new Link(workerId, new ScriptedStream(answer));
    }

    private sealed class Link(int workerId, Stream pipe) : IWorkerLink
    {
        public int WorkerId => workerId;

        public Stream Pipe => pipe;

        public long WorkingSet => 0;

        public void Cancel(long id)
        {
        }

        public void Close() => pipe.Dispose();

        public void Kill() => pipe.Dispose();

        public WorkerExit Reap(TimeSpan grace) => WorkerExit.Unknown;
    }
}
