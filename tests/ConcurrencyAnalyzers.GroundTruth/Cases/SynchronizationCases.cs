using System.Collections.Concurrent;
using System.Threading.Channels;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class SynchronizationCases
{
    public static void AddTo(CaseList cases)
    {
        var gate = new object();
        var free = new Lock();

        Holder Moment() => Holder.ForAMoment(() => Monitor.Enter(gate), () => Monitor.Exit(gate));
        Holder Kept() => Holder.UntilDisposed(() => Monitor.Enter(gate), () => Monitor.Exit(gate));
        object Mine()
        {
            Monitor.Enter(gate);
            return gate;
        }

        cases.Add(
            "M:System.Threading.Monitor.Enter(System.Object)",
            Light, () => Monitor.Enter(gate), receiver: "free", dependent: true, release: () => Monitor.Exit(gate));
        cases.On(
            "M:System.Threading.Monitor.Enter(System.Object)",
            BlocksWait, Moment, _ => Monitor.Enter(gate), receiver: "held by another thread", dependent: true, release: Leave);
        cases.On(
            "M:System.Threading.Monitor.TryEnter(System.Object)",
            Light, Kept, _ => Monitor.TryEnter(gate), receiver: "held by another thread", dependent: true, release: static (held, _) => held.Dispose());
        cases.On(
            "M:System.Threading.Monitor.TryEnter(System.Object,System.Int32)",
            BlocksWait, Kept, _ => Monitor.TryEnter(gate, Workspace.Moment), receiver: "held by another thread", dependent: true,
            release: static (held, _) => held.Dispose());
        cases.On(
            "M:System.Threading.Monitor.TryEnter(System.Object,System.Int32)",
            Light, Kept, _ => Monitor.TryEnter(gate, 0), receiver: "held by another thread, zero timeout", dependent: true,
            release: static (held, _) => held.Dispose());
        cases.On(
            "M:System.Threading.Monitor.Exit(System.Object)",
            Light, Mine, static o => Monitor.Exit(o));
        cases.On(
            "M:System.Threading.Monitor.Wait(System.Object,System.Int32)",
            BlocksWait, Mine, static o => Monitor.Wait(o, 2), release: static (o, _) => Monitor.Exit(o));
        cases.On(
            "M:System.Threading.Monitor.Pulse(System.Object)",
            Light, Mine, static o => Monitor.Pulse(o), release: static o => Monitor.Exit(o));

        cases.On(
            "M:System.Threading.Lock.Enter",
            Light, () => free, static l => l.Enter(), receiver: "free", dependent: true, release: static l => l.Exit());
        cases.On(
            "M:System.Threading.Lock.Enter",
            BlocksWait, () => Holder.ForAMoment(free.Enter, free.Exit), _ => free.Enter(), receiver: "held by another thread", dependent: true,
            release: held => LeaveLock(held, free));
        cases.On(
            "M:System.Threading.Lock.TryEnter",
            Light, () => Holder.UntilDisposed(free.Enter, free.Exit), _ => free.TryEnter(), receiver: "held by another thread", dependent: true,
            release: static (held, _) => held.Dispose());

        cases.On(
            "M:System.Threading.WaitHandle.WaitOne",
            Light, static WaitHandle () => new ManualResetEvent(true), static e => e.WaitOne(), receiver: "set ManualResetEvent", dependent: true);
        cases.On(
            "M:System.Threading.WaitHandle.WaitOne(System.Int32)",
            BlocksWait, static WaitHandle () => new ManualResetEvent(false), static e => e.WaitOne(2), receiver: "unset ManualResetEvent",
            dependent: true);
        cases.On(
            "M:System.Threading.WaitHandle.WaitOne(System.Int32)",
            Light, static WaitHandle () => new AutoResetEvent(false), static e => e.WaitOne(0), receiver: "zero timeout", dependent: true);
        cases.On(
            "M:System.Threading.WaitHandle.WaitOne",
            Light, static WaitHandle () => new Semaphore(1, 1), static e => e.WaitOne(), receiver: "free Semaphore", dependent: true);
        cases.On(
            "M:System.Threading.WaitHandle.WaitOne",
            Light, static WaitHandle () => new Mutex(), static e => e.WaitOne(), receiver: "free Mutex", dependent: true);
        cases.On(
            "M:System.Threading.WaitHandle.WaitAny(System.Threading.WaitHandle[],System.Int32)",
            BlocksWait, Unset, static all => WaitHandle.WaitAny(all, 2));
        cases.On(
            "M:System.Threading.WaitHandle.WaitAll(System.Threading.WaitHandle[],System.Int32)",
            BlocksWait, Unset, static all => WaitHandle.WaitAll(all, 2));
        cases.On(
            "M:System.Threading.WaitHandle.SignalAndWait(System.Threading.WaitHandle,System.Threading.WaitHandle,System.Int32,System.Boolean)",
            BlocksWait, Unset, static all => WaitHandle.SignalAndWait(all[1], all[0], 2, false));
        cases.On(
            "M:System.Threading.WaitHandle.WaitOne(System.TimeSpan)",
            BlocksWait, static WaitHandle () => new AutoResetEvent(false), static e => e.WaitOne(TimeSpan.FromMilliseconds(2)),
            receiver: "unset AutoResetEvent", dependent: true);
        cases.On(
            "M:System.Threading.WaitHandle.WaitOne(System.Int32)",
            BlocksWait, static WaitHandle () => new Semaphore(0, 1), static e => e.WaitOne(2), receiver: "Semaphore without a slot", dependent: true);
        cases.On(
            "M:System.Threading.WaitHandle.WaitOne",
            BlocksWait, SetSoon, static e => e.WaitOne(), receiver: "ManualResetEvent, set soon", dependent: true);
        cases.On(
            "M:System.Threading.SemaphoreSlim.Wait(System.TimeSpan)",
            BlocksWait, static () => new SemaphoreSlim(0), static s => s.Wait(TimeSpan.FromMilliseconds(Workspace.Moment)),
            receiver: "no slot", dependent: true);
        cases.On(
            "M:System.Threading.Monitor.TryEnter(System.Object,System.TimeSpan)",
            BlocksWait, Kept, _ => Monitor.TryEnter(gate, TimeSpan.FromMilliseconds(Workspace.Moment)), receiver: "held by another thread", dependent: true,
            release: static (held, _) => held.Dispose());
        cases.On(
            "M:System.Threading.Lock.TryEnter(System.TimeSpan)",
            BlocksWait, () => Holder.UntilDisposed(free.Enter, free.Exit), _ => free.TryEnter(TimeSpan.FromMilliseconds(Workspace.Moment)),
            receiver: "held by another thread", dependent: true, release: static (held, _) => held.Dispose());
        cases.On(
            "M:System.Threading.ReaderWriterLockSlim.TryEnterReadLock(System.Int32)",
            BlocksWait, HeldForWriting, static l => l.Lock.TryEnterReadLock(Workspace.Moment), receiver: "held by another thread", dependent: true,
            release: static (l, _) => l.Holder.Dispose());
        cases.On(
            "M:System.Threading.ReaderWriterLock.AcquireReaderLock(System.Int32)",
            Light, static () => new ReaderWriterLock(), static l => l.AcquireReaderLock(5), receiver: "free", dependent: true,
            release: static l => l.ReleaseReaderLock());
        cases.On(
            "M:System.Collections.Concurrent.BlockingCollection`1.Take",
            BlocksWait, AddedSoon, static c => c.Take(), receiver: "empty, filled soon", dependent: true);
        cases.On(
            "M:System.Threading.EventWaitHandle.Set",
            Light, static () => new ManualResetEvent(false), static e => e.Set());
        cases.On(
            "M:System.Threading.EventWaitHandle.Reset",
            Light, static () => new ManualResetEvent(true), static e => e.Reset());
        cases.Add(
            "M:System.Threading.AutoResetEvent.#ctor(System.Boolean)",
            Light, () => new AutoResetEvent(false));
        cases.Add(
            "M:System.Threading.Mutex.#ctor",
            Light, () => new Mutex(), release: static m => m.Dispose());
        cases.Add(
            "M:System.Threading.Mutex.#ctor(System.Boolean,System.String)",
            BlocksMeta, () => new Mutex(false, "ground-truth-mutex"), release: static m => m.Dispose(), note: "a name is shared through a file");
        cases.On(
            "M:System.Threading.Mutex.ReleaseMutex",
            Light, static () => new Mutex(true), static m => m.ReleaseMutex());

        cases.On(
            "M:System.Threading.ManualResetEventSlim.Wait",
            Light, static () => new ManualResetEventSlim(true), static e => e.Wait(), receiver: "set", dependent: true);
        cases.On(
            "M:System.Threading.ManualResetEventSlim.Wait(System.Int32)",
            BlocksWait, static () => new ManualResetEventSlim(false), static e => e.Wait(Workspace.Moment), receiver: "unset", dependent: true);
        cases.On(
            "M:System.Threading.ManualResetEventSlim.Set",
            Light, static () => new ManualResetEventSlim(false), static e => e.Set());
        cases.On(
            "P:System.Threading.ManualResetEventSlim.IsSet",
            Light, static () => new ManualResetEventSlim(false), static e => e.IsSet);
        cases.On(
            "M:System.Threading.SemaphoreSlim.Wait",
            Light, static () => new SemaphoreSlim(1), static s => s.Wait(), receiver: "free slot", dependent: true);
        cases.On(
            "M:System.Threading.SemaphoreSlim.Wait(System.Int32)",
            Light, static () => new SemaphoreSlim(0), static s => s.Wait(0), receiver: "no slot, zero timeout", dependent: true);
        cases.On(
            "M:System.Threading.SemaphoreSlim.Wait(System.Int32)",
            BlocksWait, static () => new SemaphoreSlim(0), static s => s.Wait(Workspace.Moment), receiver: "no slot", dependent: true);
        cases.On(
            "M:System.Threading.SemaphoreSlim.WaitAsync",
            Light, static () => new SemaphoreSlim(0), static s => s.WaitAsync(), receiver: "no slot", dependent: true);
        cases.On(
            "M:System.Threading.SemaphoreSlim.Release",
            Light, static () => new SemaphoreSlim(0), static s => s.Release());
        cases.On(
            "M:System.Threading.CountdownEvent.Wait",
            Light, static () => new CountdownEvent(0), static e => e.Wait(), receiver: "zero", dependent: true);
        cases.On(
            "M:System.Threading.CountdownEvent.Wait(System.Int32)",
            BlocksWait, static () => new CountdownEvent(1), static e => e.Wait(Workspace.Moment), receiver: "not zero", dependent: true);
        cases.On(
            "M:System.Threading.CountdownEvent.Signal",
            Light, static () => new CountdownEvent(2), static e => e.Signal());
        cases.On(
            "M:System.Threading.Barrier.SignalAndWait",
            Light, static () => new Barrier(1), static b => b.SignalAndWait(), receiver: "one participant", dependent: true);
        cases.On(
            "M:System.Threading.Barrier.SignalAndWait(System.Int32)",
            BlocksWait, static () => new Barrier(2), static b => b.SignalAndWait(Workspace.Moment), receiver: "two participants", dependent: true);

        cases.On(
            "M:System.Threading.ReaderWriterLockSlim.EnterReadLock",
            Light, static () => new ReaderWriterLockSlim(), static l => l.EnterReadLock(), receiver: "free", dependent: true,
            release: static l => l.ExitReadLock());
        cases.On(
            "M:System.Threading.ReaderWriterLockSlim.EnterWriteLock",
            Light, static () => new ReaderWriterLockSlim(), static l => l.EnterWriteLock(), receiver: "free", dependent: true,
            release: static l => l.ExitWriteLock());
        cases.On(
            "M:System.Threading.ReaderWriterLockSlim.TryEnterWriteLock(System.Int32)",
            BlocksWait, HeldForReading, static l => l.Lock.TryEnterWriteLock(Workspace.Moment), receiver: "held by another thread", dependent: true,
            release: static (l, _) => l.Holder.Dispose());
        cases.Add(
            "M:System.Threading.SpinLock.Enter(System.Boolean@)",
            Light, () => SpinLockEntered(), receiver: "free", dependent: true);

        cases.Add(
            "M:System.Threading.Timer.#ctor(System.Threading.TimerCallback,System.Object,System.Int32,System.Int32)",
            Light, () => new Timer(static _ => { }, null, 10_000, 10_000), release: static t => t.Dispose());
        cases.On(
            "M:System.Threading.Timer.Change(System.Int32,System.Int32)",
            Light, LongTimer, static t => t.Change(10_000, 20_000), release: static (t, _) => t.Dispose());
        cases.On(
            "M:System.Threading.Timer.Dispose",
            Light, LongTimer, static t => t.Dispose());
        cases.On(
            "M:System.Threading.PeriodicTimer.WaitForNextTickAsync(System.Threading.CancellationToken)",
            Light, static () => new PeriodicTimer(TimeSpan.FromSeconds(10)), static t => t.WaitForNextTickAsync(),
            release: static (t, _) => t.Dispose());
        cases.On(
            "M:System.Timers.Timer.Start",
            Light, static () => new System.Timers.Timer(10_000), static t => t.Start(), release: static t => t.Dispose());

        cases.On(
            "M:System.Threading.CancellationTokenSource.Cancel",
            Light, static () => new CancellationTokenSource(), static c => c.Cancel(), receiver: "nothing registered", dependent: true);
        cases.On(
            "M:System.Threading.CancellationTokenSource.Cancel",
            BlocksWait, Registered, static c => c.Cancel(), receiver: "callback that sleeps", dependent: true);
        cases.On(
            "M:System.Threading.CancellationTokenSource.CancelAfter(System.Int32)",
            Light, static () => new CancellationTokenSource(), static c => c.CancelAfter(10_000), release: static c => c.Dispose());
        cases.On(
            "M:System.Threading.CancellationToken.Register(System.Action)",
            Light, static () => new CancellationTokenSource(), static c => c.Token.Register(static () => { }));
        cases.Add(
            "M:System.Threading.CancellationToken.ThrowIfCancellationRequested",
            Light, () => CancellationToken.None.ThrowIfCancellationRequested());
        cases.Add(
            "M:System.Threading.CancellationTokenSource.CreateLinkedTokenSource(System.Threading.CancellationToken,System.Threading.CancellationToken)",
            Light, () => CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None, CancellationToken.None));

        cases.On(
            "M:System.Collections.Concurrent.BlockingCollection`1.Take",
            Light, static () => new BlockingCollection<int> { 1 }, static c => c.Take(), receiver: "not empty", dependent: true);
        cases.On(
            "M:System.Collections.Concurrent.BlockingCollection`1.TryTake(`0@,System.Int32)",
            BlocksWait, static () => new BlockingCollection<int>(), static c => c.TryTake(out _, Workspace.Moment), receiver: "empty", dependent: true);
        cases.On(
            "M:System.Collections.Concurrent.BlockingCollection`1.TryTake(`0@)",
            Light, static () => new BlockingCollection<int>(), static c => c.TryTake(out _), receiver: "empty", dependent: true);
        cases.On(
            "M:System.Collections.Concurrent.BlockingCollection`1.Add(`0)",
            Light, static () => new BlockingCollection<int>(), static c => c.Add(1), receiver: "unbounded", dependent: true);
        cases.On(
            "M:System.Collections.Concurrent.BlockingCollection`1.TryAdd(`0,System.Int32)",
            BlocksWait, static () => new BlockingCollection<int>(1) { 1 }, static c => c.TryAdd(2, Workspace.Moment), receiver: "full", dependent: true);
        cases.On(
            "M:System.Collections.Concurrent.BlockingCollection`1.CompleteAdding",
            Light, static () => new BlockingCollection<int>(), static c => c.CompleteAdding());
        cases.On(
            "M:System.Threading.Channels.ChannelWriter`1.TryWrite(`0)",
            Light, static () => Channel.CreateUnbounded<int>(), static c => c.Writer.TryWrite(1));
        cases.On(
            "M:System.Threading.Channels.ChannelWriter`1.WriteAsync(`0,System.Threading.CancellationToken)",
            Light, static () => Channel.CreateBounded<int>(1), static c => c.Writer.WriteAsync(1));
        cases.On(
            "M:System.Threading.Channels.ChannelReader`1.TryRead(`0@)",
            Light, static () => Channel.CreateUnbounded<int>(), static c => c.Reader.TryRead(out _));
        cases.On(
            "M:System.Threading.Channels.ChannelReader`1.ReadAsync(System.Threading.CancellationToken)",
            Light, static () => Channel.CreateUnbounded<int>(), static c => c.Reader.ReadAsync());

        void Leave(Holder held)
        {
            Monitor.Exit(gate);
            held.Dispose();
        }
    }

    private static void LeaveLock(Holder held, Lock taken)
    {
        taken.Exit();
        held.Dispose();
    }

    private static WaitHandle[] Unset() => [new ManualResetEvent(false), new AutoResetEvent(false)];

    private static Timer LongTimer() => new(static _ => { }, null, 10_000, 10_000);

    private static CancellationTokenSource Registered()
    {
        var source = new CancellationTokenSource();
        source.Token.Register(static () => Thread.Sleep(1));
        return source;
    }

    private static (ReaderWriterLockSlim Lock, Holder Holder) HeldForReading()
    {
        var rw = new ReaderWriterLockSlim();
        return (rw, Holder.UntilDisposed(rw.EnterReadLock, rw.ExitReadLock));
    }

    private static (ReaderWriterLockSlim Lock, Holder Holder) HeldForWriting()
    {
        var rw = new ReaderWriterLockSlim();
        return (rw, Holder.UntilDisposed(rw.EnterWriteLock, rw.ExitWriteLock));
    }

    private static WaitHandle SetSoon()
    {
        var handle = new ManualResetEvent(false);
        Workspace.Soon().ContinueWith(_ => handle.Set());
        return handle;
    }

    private static BlockingCollection<int> AddedSoon()
    {
        var collection = new BlockingCollection<int>();
        Workspace.Soon().ContinueWith(_ => collection.Add(1));
        return collection;
    }

    private static bool SpinLockEntered()
    {
        var spin = new SpinLock(enableThreadOwnerTracking: false);
        var taken = false;
        spin.Enter(ref taken);
        return taken;
    }
}
