using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<LockAcrossAwaitAnalyzer>;

public sealed class LockAcrossAwaitTests
{
    // Reported

    [Fact]
    public Task Message_names_the_lock() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Outbox
        {
            private readonly object gate = new();

            public async Task FlushAsync()
            {
                Monitor.Enter(this.gate);
                try
                {
                    {|#0:await|} Task.Delay(10);
                }
                finally
                {
                    Monitor.Exit(this.gate);
                }
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Warning)
            .WithMessage("'gate' is held over this await, but only the thread that entered it can leave it, and another one may go on"));

    [Theory]
    [InlineData("Monitor.Enter(gate); [|await|] SendAsync(); Monitor.Exit(gate);")]
    [InlineData("bool taken = false; try { Monitor.Enter(gate, ref taken); [|await|] SendAsync(); } finally { if (taken) Monitor.Exit(gate); }")]
    [InlineData("if (Monitor.TryEnter(gate, 100)) { try { [|await|] SendAsync(); } finally { Monitor.Exit(gate); } }")]
    [InlineData("mutex.WaitOne(); try { [|await|] SendAsync(); } finally { mutex.ReleaseMutex(); }")]
    [InlineData("var taken = false; spin.Enter(ref taken); [|await|] SendAsync(); spin.Exit();")]
    [InlineData("slim.EnterReadLock(); try { [|await|] SendAsync(); } finally { slim.ExitReadLock(); }")]
    [InlineData("slim.EnterUpgradeableReadLock(); try { [|await|] SendAsync(); } finally { slim.ExitUpgradeableReadLock(); }")]
    [InlineData("slim.EnterWriteLock(); try { [|await|] SendAsync(); } finally { slim.ExitWriteLock(); }")]
    [InlineData("old.AcquireWriterLock(100); try { [|await|] SendAsync(); } finally { old.ReleaseWriterLock(); }")]
    [InlineData("scope.Enter(); try { [|await|] SendAsync(); } finally { scope.Exit(); }")]
    [InlineData("Monitor.Enter(gate); try { [|await|] foreach (var item in ItemsAsync()) { } } finally { Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); try { [|await|] using (Open()) { } } finally { Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); try { [|await|] using var session = Open(); } finally { Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); try { } finally { [|await|] SendAsync(); Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); try { throw new Exception(); } catch (Exception) { [|await|] SendAsync(); } finally { Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); try { [|await|] SendAsync(); [|await|] SendAsync(); } finally { Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); try { _ = [|await|] CountAsync() + [|await|] CountAsync(); } finally { Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); try { [|await|] Task.WhenAll(SendAsync(), SendAsync()); } finally { Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); try { [|await|] Task.Yield(); } finally { Monitor.Exit(gate); }")]
    [InlineData("Func<Task> later = async () => { Monitor.Enter(gate); [|await|] SendAsync(); Monitor.Exit(gate); };")]
    [InlineData("await Local(); async Task Local() { Monitor.Enter(gate); [|await|] SendAsync(); Monitor.Exit(gate); }")]
    public Task Await_is_reported_while_a_lock_is_held(string statements) => VerifyAsync(statements);

    [Fact]
    public Task Sequence_that_gives_an_item_while_it_holds_a_lock_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Feed
        {
            private readonly object gate = new();
            private readonly Queue<int> items = new();

            public async IAsyncEnumerable<int> ReadAsync()
            {
                await Task.Yield();
                Monitor.Enter(gate);
                try
                {
                    while (items.Count > 0)
                        [|yield|] return items.Dequeue();
                }
                finally
                {
                    Monitor.Exit(gate);
                }
            }
        }
        """);

    // doghappy/socket.io-client-csharp#84: events are sent one at a time, and the exception comes where the monitor is left.
    [Fact]
    public Task Monitor_around_an_emitted_event() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net.WebSockets;
        using System.Threading;
        using System.Threading.Tasks;

        class Emitter(ClientWebSocket socket)
        {
            private readonly object sync = new();

            public async Task EmitAsync(byte[] packet, CancellationToken cancellationToken)
            {
                Monitor.Enter(sync);
                try
                {
                    [|await|] socket.SendAsync(packet, WebSocketMessageType.Text, true, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    Monitor.Exit(sync);
                }
            }
        }
        """);

    // microsoft/vs-threading#1313: somebody followed an analyzer, made the code in a write lock asynchronous, and the service went down.
    [Fact]
    public Task Write_lock_around_code_that_was_made_asynchronous() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Tenants(Func<string, Task<int>> load)
        {
            private readonly ReaderWriterLockSlim cacheLock = new();
            private readonly Dictionary<string, int> cache = [];

            public async Task<int> GetAsync(string name)
            {
                cacheLock.EnterUpgradeableReadLock();
                try
                {
                    if (cache.TryGetValue(name, out var known))
                        return known;

                    cacheLock.EnterWriteLock();
                    try
                    {
                        return cache[name] = [|await|] load(name);
                    }
                    finally
                    {
                        cacheLock.ExitWriteLock();
                    }
                }
                finally
                {
                    cacheLock.ExitUpgradeableReadLock();
                }
            }
        }
        """);

    // DuendeArchive/IdentityModel.PCL#49: tokens are refreshed under a write lock, and leaving it throws. Here the lock is tried, with a timeout.
    [Fact]
    public Task Lock_that_is_tried_before_tokens_are_refreshed() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Tokens(HttpClient http)
        {
            private readonly ReaderWriterLockSlim tokenLock = new();
            private string token = "";

            public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
            {
                if (!tokenLock.TryEnterWriteLock(TimeSpan.FromSeconds(5)))
                    return false;
                try
                {
                    token = [|await|] http.GetStringAsync("https://example.org/token", cancellationToken);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
                finally
                {
                    tokenLock.ExitWriteLock();
                }
            }

            public string Token => token;
        }
        """);

    // aws/aws-sdk-net#4199: the write lock is left by another thread than the one that entered it.
    [Fact]
    public Task Write_lock_that_is_left_early_on_one_way_only() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Credentials(Func<Task<string>> fetch)
        {
            private readonly ReaderWriterLockSlim slim = new();
            private string? last;

            public async Task<string> GetAsync()
            {
                slim.EnterWriteLock();
                if (last is not null)
                {
                    slim.ExitWriteLock();
                    await Task.Yield();
                    return last;
                }

                last = [|await|] fetch().ConfigureAwait(false);
                slim.ExitWriteLock();
                return last;
            }
        }
        """);

    // Half-Shot/matrix-dotnet-sdk#6 and unoplatform/studio#145: a mutex around something asynchronous.
    [Fact]
    public Task Mutex_around_an_installation() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        static class Installer
        {
            public static async Task EnsureAsync(Func<Task> install)
            {
                using var mutex = new Mutex(false, "installer");
                var has = false;
                try
                {
                    try
                    {
                        has = mutex.WaitOne(TimeSpan.FromMinutes(1));
                    }
                    catch (AbandonedMutexException)
                    {
                        has = true;
                    }

                    if (!has)
                        throw new TimeoutException();
                    [|await|] install();
                }
                finally
                {
                    if (has)
                        mutex.ReleaseMutex();
                }
            }
        }
        """);

    // kurrent-io/KurrentDB#2838: the mutex of the whole process, released behind an asynchronous main.
    [Fact]
    public Task Mutex_of_a_program() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System;
                using System.Threading;
                using System.Threading.Tasks;

                using var mutex = new Mutex(false, "server");
                if (!mutex.WaitOne(0))
                    return 1;
                [|await|] Task.Delay(1000);
                mutex.ReleaseMutex();
                return 0;
                """,
            },
        },
    }.RunAsync();

    // bitstadium/HockeySDK-Windows#123: reports of crashes are sent by a delegate on the pool.
    [Fact]
    public Task Monitor_in_a_delegate_on_the_pool() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Crashes(Func<string, Task> send)
        {
            private static readonly object Gate = new();

            public void Start(string[] reports) => Task.Run(async () =>
            {
                Monitor.Enter(Gate);
                try
                {
                    foreach (var report in reports)
                        [|await|] send(report);
                }
                finally
                {
                    Monitor.Exit(Gate);
                }
            });
        }
        """);

    // OctopusDeploy/Calamari#2158: the lock is entered by what makes the resource, and left where that is disposed of.
    [Theory]
    [InlineData("using (new Held(mutex)) { [|await|] SendAsync(); }")]
    [InlineData("using var held = new Held(mutex); [|await|] SendAsync();")]
    [InlineData("using (Acquire()) { [|await|] SendAsync(); }")]
    [InlineData("using (slim.Write()) [|await|] SendAsync();")]
    [InlineData("using (Enter()) { using (Open()) { [|await|] SendAsync(); } }")]
    [InlineData("using (await OpenAsync()) { await SendAsync(); }")]
    [InlineData("using (Open()) { await SendAsync(); }")]
    [InlineData("using (Count()) { await SendAsync(); }")]
    [InlineData("{ using var held = new Held(mutex); } await SendAsync();")]
    public Task Resource_whose_maker_enters_a_lock(string statements) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        sealed class Held : IDisposable
        {
            private readonly Mutex mutex;

            public Held(Mutex mutex)
            {
                this.mutex = mutex;
                try
                {
                    mutex.WaitOne();
                }
                catch (AbandonedMutexException)
                {
                }
            }

            public void Dispose() => mutex.ReleaseMutex();
        }

        sealed class Leave(Action leave) : IDisposable
        {
            public void Dispose() => leave();
        }

        static class Locks
        {
            public static IDisposable Write(this ReaderWriterLockSlim slim)
            {
                slim.EnterWriteLock();
                return new Leave(slim.ExitWriteLock);
            }
        }

        class Semaphores(Mutex mutex, ReaderWriterLockSlim slim)
        {
            private readonly object gate = new();
            private int count;

            public async Task RunAsync()
            {
                {
                    {{statements}}
                }

                await Task.Yield();
            }

            private IDisposable Acquire() => new Held(mutex);

            private IDisposable Enter() { Monitor.Enter(gate); return new Leave(() => Monitor.Exit(gate)); }

            private IDisposable Open() => new Leave(() => { });

            private async Task<IDisposable> OpenAsync() { await SendAsync(); return Open(); }

            private IDisposable Count() { lock (gate) { count++; } return new Leave(() => { lock (gate) count--; }); }

            private static Task SendAsync() => Task.Delay(1);
        }
        """);

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_reported(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Outbox
            {
                private readonly object gate = new object();
                private readonly ReaderWriterLockSlim slim = new ReaderWriterLockSlim();

                public async Task FlushAsync()
                {
                    Monitor.Enter(gate);
                    try
                    {
                        [|await|] Task.Delay(1);
                    }
                    finally
                    {
                        Monitor.Exit(gate);
                    }

                    slim.EnterWriteLock();
                    [|await|] Task.Delay(1);
                    slim.ExitWriteLock();
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);

    // Silent

    [Theory]
    [InlineData("Monitor.Enter(gate); Monitor.Exit(gate); await SendAsync();")]
    [InlineData("Task sending; lock (gate) { sending = SendAsync(); } await sending;")]
    [InlineData("lock (gate) { _ = Task.Run(async () => await SendAsync()); } await SendAsync();")]
    [InlineData("Monitor.Enter(gate); try { _ = Task.Run(async () => await SendAsync()); } finally { Monitor.Exit(gate); } await SendAsync();")]
    [InlineData("if (Monitor.TryEnter(gate)) { Monitor.Exit(gate); } else { await SendAsync(); }")]
    [InlineData("if (!Monitor.TryEnter(gate)) { await SendAsync(); return; } Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); try { await Task.CompletedTask; } finally { Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); try { _ = await Task.FromResult(1); } finally { Monitor.Exit(gate); }")]
    [InlineData("var sending = SendAsync(); Monitor.Enter(gate); try { if (sending.IsCompletedSuccessfully) await sending; } finally { Monitor.Exit(gate); }")]
    [InlineData("slim.EnterReadLock(); slim.ExitReadLock(); await SendAsync(); slim.EnterWriteLock(); slim.ExitWriteLock();")]
    [InlineData("var taken = false; try { Monitor.Enter(gate, ref taken); } finally { if (taken) Monitor.Exit(gate); } await SendAsync();")]
    public Task Await_outside_the_lock_is_silent(string statements) => VerifyAsync(statements);

    // dotnet/roslyn-analyzers#314 would have semaphores reported that are entered by waiting. That blocks the thread, but the semaphore belongs to none.
    [Fact]
    public Task Semaphore_is_silent() => VerifyAsync("semaphore.Wait(); try { await SendAsync(); } finally { semaphore.Release(); } await semaphore.WaitAsync(); await SendAsync(); semaphore.Release();");

    // StephenCleary/AsyncEx#42: a lock that is made to be held over an await.
    [Fact]
    public Task Asynchronous_lock_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class AsyncLock
        {
            private readonly SemaphoreSlim semaphore = new(1, 1);

            public async Task<IDisposable> LockAsync()
            {
                await semaphore.WaitAsync();
                return new Releaser(semaphore);
            }

            public IDisposable Lock()
            {
                semaphore.Wait();
                return new Releaser(semaphore);
            }

            private sealed class Releaser(SemaphoreSlim semaphore) : IDisposable
            {
                public void Dispose() => semaphore.Release();
            }
        }

        class Mailbox(AsyncLock mailboxLock)
        {
            public async Task ReadAsync()
            {
                using (await mailboxLock.LockAsync())
                {
                    await Task.Delay(1);
                }
            }

            // neosmart/AsyncLock#7: entered by waiting, which is another matter.
            public async Task WriteAsync()
            {
                using var held = mailboxLock.Lock();
                await Task.Delay(1);
            }
        }
        """);

    // dotnet/coreclr#26659: the method is asynchronous, the block between entering and leaving is not.
    [Fact]
    public Task Await_behind_the_block_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Server
        {
            public async Task<int> ConnectAsync(string name, CancellationToken cancellationToken)
            {
                Task<int>? pipe = null;
                var holds = false;
                using (var mutex = new Mutex(true, name, out var created))
                {
                    try
                    {
                        holds = created || mutex.WaitOne(1000);
                        if (holds)
                            pipe = TryAsync(cancellationToken);
                    }
                    finally
                    {
                        if (holds)
                            mutex.ReleaseMutex();
                    }
                }

                return pipe is null ? 0 : await pipe;
            }

            private static async Task<int> TryAsync(CancellationToken cancellationToken)
            {
                await Task.Delay(10, cancellationToken);
                return 1;
            }
        }
        """);

    // dotnet/runtime#38853: what is waited for is made in the lock, and awaited behind it.
    [Fact]
    public Task Waiter_that_is_queued_in_the_lock_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Gate
        {
            private readonly Queue<TaskCompletionSource> waiters = new();
            private bool isOpen;

            public async Task PassAsync()
            {
                TaskCompletionSource waiter;
                Monitor.Enter(waiters);
                try
                {
                    if (isOpen)
                        return;
                    waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    waiters.Enqueue(waiter);
                }
                finally
                {
                    Monitor.Exit(waiters);
                }

                await waiter.Task;
            }
        }
        """);

    // microsoft/vs-threading#1223: a mutex that has a thread of its own may be awaited by others.
    [Fact]
    public Task Mutex_on_a_thread_of_its_own_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Owner
        {
            public async Task RunAsync(Func<Task> work)
            {
                var entered = new TaskCompletionSource();
                var done = new ManualResetEventSlim();
                new Thread(() =>
                {
                    using var mutex = new Mutex(false, "owner");
                    mutex.WaitOne();
                    entered.SetResult();
                    done.Wait();
                    mutex.ReleaseMutex();
                }).Start();
                await entered.Task;
                await work();
                done.Set();
            }
        }
        """);

    // A program that may run once holds its mutex to the end and never leaves it (compare kurrent-io/KurrentDB#2838).
    [Fact]
    public Task Mutex_that_nobody_leaves_is_silent() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System.Threading;
                using System.Threading.Tasks;

                using var mutex = new Mutex(false, "server");
                if (!mutex.WaitOne(0))
                    return;
                await Task.Delay(1000);
                """,
            },
        },
    }.RunAsync();

    // tumtumtum/Shaolinq#76: an await in a lock statement does not compile, so that nothing has to be said.
    [Fact]
    public Task Lock_statement_is_left_to_the_compiler() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Reader
        {
            public async Task ReadAsync()
            {
                lock (this)
                {
                    {|CS1996:await Task.Delay(1)|};
                }
            }
        }
        """);

    [Fact]
    public Task Types_that_only_have_the_names_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        static class Monitor
        {
            public static void Enter(object screen) { }

            public static void Exit(object screen) { }
        }

        class Mutex
        {
            public void WaitOne() { }

            public void ReleaseMutex() { }
        }

        class Screen
        {
            public async Task ShowAsync(Mutex mutex)
            {
                Monitor.Enter(this);
                mutex.WaitOne();
                await Task.Delay(1);
                mutex.ReleaseMutex();
                Monitor.Exit(this);
            }
        }
        """);

    [Fact]
    public Task Generated_code_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/Outbox.g.cs", """
                using System.Threading;
                using System.Threading.Tasks;

                class Outbox
                {
                    public async Task FlushAsync()
                    {
                        Monitor.Enter(this);
                        await Task.Delay(1);
                        Monitor.Exit(this);
                    }
                }
                """),
            },
        },
    }.RunAsync();

    private static Task VerifyAsync(string statements) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Outbox
        {
            private readonly object gate = new();
            private readonly Mutex mutex = new();
            private readonly ReaderWriterLockSlim slim = new();
            private readonly ReaderWriterLock old = new();
            private readonly Lock scope = new();
            private readonly SemaphoreSlim semaphore = new(1, 1);
            private SpinLock spin;

            public async Task RunAsync()
            {
                {{statements}}
            }

            private static Task SendAsync() => Task.Delay(1);

            private static async Task<int> CountAsync() { await Task.Yield(); return 1; }

            private static async IAsyncEnumerable<int> ItemsAsync() { await Task.Yield(); yield return 1; }

            private static IAsyncDisposable Open() => throw new NotSupportedException();
        }
        """);
}
