using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class ThreadCases
{
    public static void AddTo(CaseList cases)
    {
        static Thread Running(int milliseconds)
        {
            var thread = new Thread(() => Thread.Sleep(milliseconds));
            thread.Start();
            return thread;
        }

        cases.Add(
            "M:System.Threading.Thread.Sleep(System.Int32)",
            BlocksWait, () => Thread.Sleep(1), receiver: "1 ms");
        cases.Add(
            "M:System.Threading.Thread.Sleep(System.Int32)",
            Light, () => Thread.Sleep(0), receiver: "0 ms", dependent: true, note: "offers the rest of its time slice");
        cases.On(
            "M:System.Threading.Thread.Join",
            BlocksWait, static () => Running(5), static t => t.Join(), receiver: "running", dependent: true);
        cases.On(
            "M:System.Threading.Thread.Join",
            Light, static () => Over(Running(0)), static t => t.Join(), receiver: "ended", dependent: true);
        cases.On(
            "M:System.Threading.Thread.Join(System.Int32)",
            BlocksWait, static () => Running(20), static t => t.Join(2), receiver: "running, timeout", dependent: true, release: static (t, _) => t.Join());
        cases.On(
            "M:System.Threading.Thread.Join(System.TimeSpan)",
            BlocksWait, static () => Running(20), static t => t.Join(TimeSpan.FromMilliseconds(2)), receiver: "running, timeout", dependent: true,
            release: static (t, _) => t.Join());
        cases.Add(
            "M:System.Threading.Thread.Sleep(System.TimeSpan)",
            BlocksWait, () => Thread.Sleep(TimeSpan.FromMilliseconds(1)));
        cases.On(
            "M:System.Threading.Thread.Start",
            Light, static () => new Thread(static () => { }), static t => t.Start(), release: static t => t.Join(),
            note: "waits until the new thread runs, which is soon");
        cases.Add(
            "M:System.Threading.Thread.Yield",
            Light, () => Thread.Yield());
        cases.Add(
            "M:System.Threading.Thread.SpinWait(System.Int32)",
            Light, () => Thread.SpinWait(10), receiver: "10 rounds");
        cases.Add(
            "M:System.Threading.Thread.SpinWait(System.Int32)",
            Heavy, () => Thread.SpinWait(100_000), receiver: "100000 rounds", dependent: true);
        cases.Add(
            "P:System.Threading.Thread.CurrentThread",
            Light, () => Thread.CurrentThread);
        cases.Add(
            "P:System.Threading.Thread.ManagedThreadId",
            Light, () => Thread.CurrentThread.ManagedThreadId);
        cases.Add(
            "M:System.Threading.Thread.MemoryBarrier",
            Light, () => Thread.MemoryBarrier());
        cases.Add(
            "M:System.Threading.SpinWait.SpinUntil(System.Func{System.Boolean},System.Int32)",
            BlocksWait, () => SpinWait.SpinUntil(static () => false, Workspace.Moment));
        cases.Add(
            "M:System.Threading.SpinWait.SpinUntil(System.Func{System.Boolean},System.Int32)",
            Light, () => SpinWait.SpinUntil(static () => true, 5), receiver: "true at once", dependent: true);
        cases.Add(
            "M:System.Threading.SpinWait.SpinOnce",
            Light, () => new SpinWait().SpinOnce(), note: "the first rounds spin, later ones sleep");
        cases.Add(
            "M:System.Threading.ThreadPool.QueueUserWorkItem(System.Threading.WaitCallback)",
            Light, () => ThreadPool.QueueUserWorkItem(static _ => { }));
        cases.Add(
            "M:System.Threading.ThreadPool.GetAvailableThreads(System.Int32@,System.Int32@)",
            Light, () => AvailableThreads());
        cases.On(
            "M:System.Threading.ThreadPool.RegisterWaitForSingleObject(" +
            "System.Threading.WaitHandle,System.Threading.WaitOrTimerCallback,System.Object,System.Int32,System.Boolean)",
            Light, static () => new ManualResetEvent(false),
            static e => ThreadPool.RegisterWaitForSingleObject(e, static (_, _) => { }, null, 1000, true), release: static (e, wait) => wait.Unregister(null));
        cases.On(
            "M:System.Threading.SynchronizationContext.Post(System.Threading.SendOrPostCallback,System.Object)",
            Light, static () => new SynchronizationContext(), static c => c.Post(static _ => { }, null));
        cases.On(
            "M:System.Threading.SynchronizationContext.Send(System.Threading.SendOrPostCallback,System.Object)",
            BlocksWait, static () => new SynchronizationContext(), static c => c.Send(static _ => Thread.Sleep(1), null), receiver: "callback that sleeps",
            dependent: true);
        cases.On(
            "M:System.Threading.SynchronizationContext.Send(System.Threading.SendOrPostCallback,System.Object)",
            Light, static () => new SynchronizationContext(), static c => c.Send(static _ => { }, null), receiver: "callback that does nothing",
            dependent: true);
        cases.Add(
            "M:System.Threading.ExecutionContext.Capture",
            Light, () => ExecutionContext.Capture());
        cases.On(
            "P:System.Threading.AsyncLocal`1.Value",
            Light, static () => new AsyncLocal<int>(), static l => l.Value);
        cases.On(
            "P:System.Threading.ThreadLocal`1.Value",
            Light, static () => new ThreadLocal<int>(), static l => l.Value, release: static (l, _) => l.Dispose());
        cases.On(
            "P:System.Lazy`1.Value",
            Light, static () => Computed(), static l => l.Value, receiver: "has its value", dependent: true);
        cases.On(
            "P:System.Lazy`1.Value",
            BlocksWait, static () => new Lazy<int>(Slow), static l => l.Value, receiver: "value from a slow factory", dependent: true);
        cases.On(
            "M:System.Threading.LazyInitializer.EnsureInitialized``1(``0@,System.Func{``0})",
            Light, static () => new object(), static o => LazyInitializer.EnsureInitialized(ref o, static () => new object()));
        cases.Add(
            "M:System.Threading.Interlocked.Increment(System.Int32@)",
            Light, () => Interlocked.Increment(ref s_counter));
        cases.Add(
            "M:System.Threading.Volatile.Read(System.Int32@)",
            Light, () => Volatile.Read(ref s_counter));
    }

    private static int s_counter;

    private static int AvailableThreads()
    {
        ThreadPool.GetAvailableThreads(out var workers, out _);
        return workers;
    }

    private static Thread Over(Thread thread)
    {
        thread.Join();
        return thread;
    }

    private static int Slow()
    {
        Thread.Sleep(1);
        return 1;
    }

    private static Lazy<int> Computed()
    {
        var lazy = new Lazy<int>(Slow);
        _ = lazy.Value;
        return lazy;
    }
}
