using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Which locks a thread holds where: by statements, by calls, on every way to a place.</summary>
public sealed class HeldLockTests
{
    private const string Fields = """
        private readonly object gate = new();
        private readonly object other = new();
        private readonly object[] gates = [new(), new()];
        private readonly Lock scope = new();
        private readonly Mutex mutex = new();
        private readonly ReaderWriterLockSlim slim = new();
        private readonly ReaderWriterLock old = new();
        private SpinLock spin;
        private LockCookie cookie;
        private bool flag;
        """;

    [Theory]
    [InlineData("lock (gate) Work();", "gate")]
    [InlineData("lock (this.gate) { Work(); }", "gate")]
    [InlineData("lock (this) { Work(); }", "this")]
    [InlineData("lock (typeof(C)) { Work(); }", "typeof(C)")]
    [InlineData("lock (gates[0]) { Work(); }", "gates[0]")]
    [InlineData("lock (scope) { Work(); }", "scope")]
    [InlineData("lock (gate) { if (flag) { for (var i = 0; i < 3; i++) Work(); } }", "gate")]
    [InlineData("lock (gate) { lock (other) { Work(); } }", "other gate")]
    [InlineData("lock (gate) { lock (gate) { } Work(); }", "gate")]
    [InlineData("Monitor.Enter(gate); Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.Enter(gate); try { Work(); } finally { Monitor.Exit(gate); }", "gate")]
    [InlineData("Monitor.Enter(gates[0]); try { Work(); } finally { Monitor.Exit(gates[0]); }", "gates[0]")]
    [InlineData("var taken = false; try { Monitor.Enter(gate, ref taken); Work(); } finally { if (taken) Monitor.Exit(gate); }", "gate")]
    [InlineData("var taken = false; Monitor.TryEnter(gate, 100, ref taken); if (!taken) return; Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("bool taken = false; try { Monitor.TryEnter(gate, ref taken); if (taken) { Work(); } } finally { if (taken) Monitor.Exit(gate); }", "gate")]
    [InlineData("if (Monitor.TryEnter(gate)) { try { Work(); } finally { Monitor.Exit(gate); } }", "gate")]
    [InlineData("if (!Monitor.TryEnter(gate, TimeSpan.FromSeconds(1))) return; Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("if (Monitor.TryEnter(gate, 10) == false) throw new TimeoutException(); Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("if (Monitor.TryEnter(gate) is false) return; Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("var taken = Monitor.TryEnter(gate); if (taken) { Work(); Monitor.Exit(gate); }", "gate")]
    [InlineData("bool taken; if (taken = Monitor.TryEnter(gate)) { Work(); Monitor.Exit(gate); }", "gate")]
    [InlineData("while (!Monitor.TryEnter(gate)) Thread.Yield(); Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("if (Monitor.TryEnter(gate) && Work()) { } Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.TryEnter(gate, Timeout.Infinite); Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.TryEnter(gate, Timeout.InfiniteTimeSpan); Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.Enter(gate); Monitor.Enter(gate); Monitor.Exit(gate); Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("if (flag) Monitor.Enter(gate); else Monitor.Enter(gate); Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.Enter(gate); if (flag) { Monitor.Exit(gate); return; } Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.Enter(gate); try { if (flag) return; Work(); } finally { Monitor.Exit(gate); }", "gate")]
    [InlineData("Monitor.Enter(gate); try { throw new Exception(); } catch (Exception) { Work(); } finally { Monitor.Exit(gate); }", "gate")]
    [InlineData("Monitor.Enter(gate); try { } finally { Work(); Monitor.Exit(gate); }", "gate")]
    [InlineData("Monitor.Enter(gate); foreach (var one in gates) { Monitor.Exit(gate); Monitor.Enter(gate); } Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.Enter(gate); lock (other) { } Work(); Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.Enter(gate); lock (other) { Work(); } Monitor.Exit(gate);", "other gate")]
    [InlineData("lock (gate) { Monitor.Exit(gate); Monitor.Enter(gate); Work(); }", "gate")]
    [InlineData("scope.Enter(); try { Work(); } finally { scope.Exit(); }", "scope")]
    [InlineData("if (scope.TryEnter()) { try { Work(); } finally { scope.Exit(); } }", "scope")]
    [InlineData("using (scope.EnterScope()) Work();", "scope")]
    [InlineData("using var held = scope.EnterScope(); Work();", "scope")]
    [InlineData("using (var held = scope.EnterScope()) { Work(); }", "scope")]
    [InlineData("var held = scope.EnterScope(); try { Work(); } finally { held.Dispose(); }", "scope")]
    [InlineData("mutex.WaitOne(); try { Work(); } finally { mutex.ReleaseMutex(); }", "mutex")]
    [InlineData("if (!mutex.WaitOne(1000)) return; Work(); mutex.ReleaseMutex();", "mutex")]
    [InlineData("mutex.WaitOne(-1); Work(); mutex.ReleaseMutex();", "mutex")]
    [InlineData("var has = false; try { try { has = mutex.WaitOne(1000, false); if (!has) throw new TimeoutException(); } catch (AbandonedMutexException) { has = true; } Work(); } finally { if (has) mutex.ReleaseMutex(); }", "mutex")]
    [InlineData("var taken = false; spin.Enter(ref taken); Work(); spin.Exit();", "spin")]
    [InlineData("var taken = false; spin.TryEnter(ref taken); if (taken) { Work(); spin.Exit(false); }", "spin")]
    [InlineData("slim.EnterReadLock(); try { Work(); } finally { slim.ExitReadLock(); }", "slim")]
    [InlineData("slim.EnterWriteLock(); try { Work(); } finally { slim.ExitWriteLock(); }", "slim")]
    [InlineData("slim.EnterUpgradeableReadLock(); try { slim.EnterWriteLock(); try { } finally { slim.ExitWriteLock(); } Work(); } finally { slim.ExitUpgradeableReadLock(); }", "slim")]
    [InlineData("if (slim.TryEnterWriteLock(1000)) { Work(); slim.ExitWriteLock(); }", "slim")]
    [InlineData("try { slim.EnterWriteLock(); Work(); } finally { if (slim.IsWriteLockHeld) slim.ExitWriteLock(); }", "slim")]
    [InlineData("old.AcquireReaderLock(100); try { Work(); } finally { old.ReleaseReaderLock(); }", "old")]
    [InlineData("old.AcquireReaderLock(100); var before = old.UpgradeToWriterLock(100); Work(); old.DowngradeFromWriterLock(ref before); old.ReleaseReaderLock();", "old")]
    [InlineData("old.AcquireWriterLock(100); Work(); old.ReleaseLock();", "old")]
    public void Held(string statements, string locks) => Assert.Equal(locks, LocksAt(statements));

    [Theory]
    [InlineData("Work(); lock (gate) { }")]
    [InlineData("lock (gate) { } Work();")]
    [InlineData("lock (Pick()) { } object Pick() { Work(); return gate; }")]
    [InlineData("lock (Work() ? gate : other) { }")]
    [InlineData("lock (gate) { Action later = () => Work(); }")] // made in the lock, and run anywhere
    [InlineData("lock (gate) { ThreadPool.QueueUserWorkItem(_ => Work()); }")]
    [InlineData("lock (gate) { Local(); } void Local() { Work(); }")] // the call is in the lock
    [InlineData("Monitor.Enter(gate); Monitor.Exit(gate); Work();")]
    [InlineData("Monitor.Enter(gate); try { } finally { Monitor.Exit(gate); } Work();")]
    [InlineData("Monitor.Enter(gate); Monitor.Exit(gates[0]); Work();")] // perhaps the same
    [InlineData("var same = gate; Monitor.Enter(gate); Monitor.Exit(same); Work();")]
    [InlineData("if (Monitor.TryEnter(gate)) { Monitor.Exit(gate); } Work();")]
    [InlineData("if (Monitor.TryEnter(gate)) { Monitor.Exit(gate); } else { Work(); }")]
    [InlineData("if (!Monitor.TryEnter(gate)) { Work(); return; } Monitor.Exit(gate);")]
    [InlineData("Monitor.TryEnter(gate); Work(); Monitor.Exit(gate);")] // or not
    [InlineData("if (flag) Monitor.Enter(gate); Work(); if (flag) Monitor.Exit(gate);")] // not on every path
    [InlineData("var taken = false; Monitor.TryEnter(gate, ref taken); taken = flag; if (taken) { Work(); Monitor.Exit(gate); }")]
    [InlineData("var taken = false; try { Monitor.Enter(gate, ref taken); } finally { if (taken) Monitor.Exit(gate); } Work();")]
    [InlineData("Monitor.Enter(gate); if (flag) Monitor.Exit(gate); Work(); Monitor.Exit(gate);")]
    [InlineData("try { Monitor.Enter(gate); Monitor.Exit(gate); } catch (Exception) { Work(); }")]
    [InlineData("try { Monitor.Enter(gate); } finally { Work(); } Monitor.Exit(gate);")] // thrown before
    [InlineData("Monitor.Enter(gate); Work();")] // somebody else leaves it, nobody here knows when
    [InlineData("lock (gate) { Monitor.Exit(gate); try { Work(); } finally { Monitor.Enter(gate); } }")]
    [InlineData("slim.EnterReadLock(); slim.ExitReadLock(); Work();")]
    [InlineData("slim.EnterWriteLock(); slim.ExitWriteLock(); slim.EnterReadLock(); slim.ExitReadLock(); Work();")]
    [InlineData("old.AcquireReaderLock(100); cookie = old.ReleaseLock(); Work(); old.RestoreLock(ref cookie); old.ReleaseReaderLock();")]
    [InlineData("using (scope.EnterScope()) { } Work();")]
    [InlineData("{ using var held = scope.EnterScope(); } Work();")]
    [InlineData("lock (scope) { } Work();")]
    [InlineData("mutex.WaitOne(0); Work(); mutex.ReleaseMutex();")]
    [InlineData("try { mutex.WaitOne(); } catch (AbandonedMutexException) { } mutex.ReleaseMutex(); Work();")]
    [InlineData("var gate = new SemaphoreSlim(1, 1); gate.Wait(); try { Work(); } finally { gate.Release(); }")] // belongs to no thread
    [InlineData("var signal = new AutoResetEvent(true); signal.WaitOne(); Work(); signal.Set();")]
    [InlineData("while (flag) { Monitor.Enter(gate); Monitor.Exit(gate); } Work();")]
    [InlineData("Monitor.Enter(gate); goto over; over: Monitor.Exit(gate); Work();")]
    public void Not_held(string statements) => Assert.Equal("", LocksAt(statements));

    [Theory]
    [InlineData("lock (gate) { Monitor.Wait(gate); }", "")]
    [InlineData("lock (gates[0]) { Monitor.Wait(gates[0]); }", "")]
    [InlineData("Monitor.Enter(gate); try { Monitor.Wait(gate); } finally { Monitor.Exit(gate); }", "")]
    [InlineData("lock (other) { lock (gate) { Monitor.Wait(gate, 100); } }", "other")]
    [InlineData("Monitor.Enter(other); lock (gate) { Monitor.Wait(gate); } Monitor.Exit(other);", "other")]
    public void Waiting_for_a_pulse_gives_up_the_lock_meanwhile(string statements, string locks) => Assert.Equal(locks, LocksAt(statements, "Wait"));

    [Theory]
    [InlineData("Func<bool> run = () => { lock (gate) { return Work(); } };", "gate")]
    [InlineData("bool Local() { Monitor.Enter(gate); try { return Work(); } finally { Monitor.Exit(gate); } } Local();", "gate")]
    [InlineData("lock (gate) { Func<bool> run = () => { lock (other) { return Work(); } }; }", "other")]
    public void Functions_have_their_own_locks(string statements, string locks) => Assert.Equal(locks, LocksAt(statements));

    [Theory]
    [InlineData("Monitor.Enter(gate); await Task.Yield(); Monitor.Exit(gate);", "gate")]
    [InlineData("slim.EnterWriteLock(); try { await Task.Delay(1); } finally { slim.ExitWriteLock(); }", "slim")]
    [InlineData("Monitor.Enter(gate); try { await foreach (var one in Source()) { } } finally { Monitor.Exit(gate); }", "gate")]
    [InlineData("Monitor.Enter(gate); try { await using (var one = Open()) { } } finally { Monitor.Exit(gate); }", "gate")]
    [InlineData("Monitor.Enter(gate); try { await using var one = Open(); } finally { Monitor.Exit(gate); }", "gate")]
    [InlineData("Monitor.Enter(gate); var task = Task.Delay(1); if (flag) await task; Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.Enter(gate); Monitor.Enter(other); await Task.Delay(1); Monitor.Exit(other); Monitor.Exit(gate);", "other gate")]
    [InlineData("await Task.Yield(); Monitor.Enter(gate); Monitor.Exit(gate); await Task.Yield();", "")]
    [InlineData("Monitor.Enter(gate); var task = Task.Delay(1); Monitor.Exit(gate); await task;", "")]
    [InlineData("Monitor.Enter(gate); await Task.CompletedTask; Monitor.Exit(gate);", "")] // the thread goes on where it is
    [InlineData("var task = Task.Delay(1); await task; Monitor.Enter(gate); await task; Monitor.Exit(gate);", "")]
    [InlineData("Monitor.Enter(gate); if (DateTime.Now.Ticks > 0) { Monitor.Exit(gate); await Task.Delay(1); return; } Monitor.Exit(gate);", "")]
    [InlineData("await using var one = Open(); Monitor.Enter(gate); Monitor.Exit(gate);", "")]
    [InlineData("mutex.WaitOne(); await Task.Delay(1);", "")] // kept for the life of the process
    [InlineData("Monitor.Enter(gate); Func<Task> later = async () => await Task.Delay(1); Monitor.Exit(gate);", "")]
    public void Awaits_while_a_lock_is_held(string statements, string locks)
    {
        var run = new EngineRun($$"""
            class C
            {
                {{Fields}}
                async Task M() { {{statements}} await Task.CompletedTask; }
                static async IAsyncEnumerable<int> Source() { await Task.Yield(); yield return 1; }
                static IAsyncDisposable Open() => null!;
            }
            """);
        Assert.Equal(locks, string.Join(" ", run.Body("M").SelfAndNested().SelectMany(static body => body.HeldAwaits).SelectMany(static await => await.Locks).Select(static held => Naming.Name(held))));
    }

    [Theory]
    [InlineData("Monitor.Enter(gate); yield return 1; Monitor.Exit(gate);", "gate")]
    [InlineData("Monitor.Enter(gate); Monitor.Exit(gate); yield return 1;", "")]
    public void An_asynchronous_sequence_awaits_between_its_items(string statements, string locks)
    {
        var run = new EngineRun($$"""class C { {{Fields}} async IAsyncEnumerable<int> M() { {{statements}} await Task.CompletedTask; } }""");
        Assert.Equal(locks, string.Join(" ", run.Body("M").HeldAwaits.SelectMany(static await => await.Locks).Select(static held => Naming.Name(held))));
    }

    [Theory]
    [InlineData("slim.EnterWriteLock();", "slim")]
    [InlineData("Monitor.Enter(gate); if (flag) { Monitor.Exit(gate); throw new Exception(); }", "gate")]
    [InlineData("Monitor.Enter(gate); Monitor.Exit(gate);", "")]
    [InlineData("if (flag) Monitor.Enter(gate);", "")]
    [InlineData("lock (gate) { }", "")]
    public void What_is_entered_and_left_to_others(string statements, string locks)
    {
        var run = new EngineRun($$"""class C { {{Fields}} void M() { {{statements}} } }""");
        Assert.Equal(locks, string.Join(" ", run.Body("M").HeldAtEnd.Select(static held => Naming.Name(held))));
    }

    [Theory]
    [InlineData("if (Monitor.TryEnter(gate)) { Work(); Monitor.Exit(gate); }", true)]
    [InlineData("if (mutex.WaitOne(0)) { Work(); mutex.ReleaseMutex(); }", true)]
    [InlineData("if (Monitor.TryEnter(gate, 1000)) { Work(); Monitor.Exit(gate); }", false)]
    [InlineData("Monitor.Enter(gate); Work(); Monitor.Exit(gate);", false)]
    public void A_try_that_does_not_wait_is_told_apart(string statements, bool isTried) => Assert.Equal(isTried, Run(statements).Call("M", "Work").Locks.Single().IsTried);

    [Fact]
    public void Old_frameworks_have_fewer_locks()
    {
        var run = new EngineRun("class C { object gate = new(); void M() { System.Threading.Monitor.Enter(gate); Work(); System.Threading.Monitor.Exit(gate); } static void Work() { } }") { References = TargetReferences.NetFramework };

        Assert.Equal("gate", Naming.Name(run.Call("M", "Work").Locks.Single()));
    }

    private static string LocksAt(string statements, string callee = "Work") => string.Join(" ", Run(statements).Call("M", callee).Locks.Select(static held => Naming.Name(held)));

    private static EngineRun Run(string statements) => new($$"""
        class C
        {
            {{Fields}}
            void M() { {{statements}} }
            static bool Work() => Environment.ProcessorCount > 1;
        }
        """);
}
