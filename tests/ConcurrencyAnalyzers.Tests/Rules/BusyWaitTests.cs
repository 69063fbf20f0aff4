using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<BusyWaitAnalyzer, BusyWaitCodeFix>;

public sealed class BusyWaitTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.ComponentModel;
        using System.Diagnostics;
        using System.IO;
        using System.Linq;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;


        """;

    // Reported

    [Theory]
    [InlineData("[|while|] (!done) { }")]
    [InlineData("[|while|] (!done);")]
    [InlineData("[|while|] (!done) Thread.Sleep(10);")]
    [InlineData("[|while|] (!done) { Thread.Sleep(TimeSpan.FromMilliseconds(10)); }")]
    [InlineData("[|while|] (!done) Thread.Yield();")]
    [InlineData("[|while|] (!done) Thread.Sleep(0);")]
    [InlineData("[|while|] (done == false) Thread.Sleep(10);")]
    [InlineData("[|while|] (done is false) Thread.Sleep(10);")]
    [InlineData("[|while|] (!this.done) Thread.Sleep(10);")]
    [InlineData("[|while|] (!Volatile.Read(ref done)) Thread.Sleep(10);")]
    [InlineData("[|while|] (true) { if (done) break; Thread.Sleep(10); }")]
    [InlineData("[|while|] (true) { if (done) { Console.WriteLine(); return; } Thread.Sleep(10); }")]
    [InlineData("[|while|] (true) { lock (gate) { if (done) break; } Thread.Sleep(10); }")]
    [InlineData("[|do|] { Thread.Sleep(10); } while (!done);")]
    [InlineData("[|for|] (; !done;) Thread.Sleep(10);")]
    [InlineData("[|for|] (var i = 0; i < 100 && !done; i++) Thread.Sleep(10);")]
    [InlineData("[|for|] (var i = 0; i < 100; i++) { if (done) break; Thread.Sleep(10); }")]
    [InlineData("var tries = 0; [|while|] (!done && tries++ < 100) Thread.Sleep(10);")]
    [InlineData("var waited = 0; [|while|] (!done && waited < 1000) { Thread.Sleep(10); waited += 10; }")]
    [InlineData("var clock = Stopwatch.StartNew(); [|while|] (!done && clock.ElapsedMilliseconds < 1000) Thread.Sleep(10);")]
    [InlineData("var end = DateTime.UtcNow.AddSeconds(1); [|while|] (!done) { if (DateTime.UtcNow > end) throw new TimeoutException(); Thread.Sleep(10); }")]
    [InlineData("var pause = 1; [|while|] (!done) { Thread.Sleep(pause); pause = Math.Min(pause * 2, 100); }")]
    [InlineData("[|while|] (!done) { token.ThrowIfCancellationRequested(); Thread.Sleep(10); }")]
    [InlineData("[|while|] (!done && !token.IsCancellationRequested) Thread.Sleep(10);")]
    [InlineData("[|while|] (!done) { try { Thread.Sleep(10); } catch (ThreadInterruptedException) { return; } }")]
    [InlineData("[|while|] (!done) { Task.Delay(10).Wait(); }")]
    [InlineData("[|while|] (!done) { Task.Delay(10).GetAwaiter().GetResult(); }")]
    [InlineData("[|while|] (!done) if (limit > 3) Thread.Sleep(10); else Thread.Sleep(20);")]
    [InlineData("[|while|] (running > 0) Thread.Sleep(10);")]
    [InlineData("[|while|] (running >= limit) Thread.Sleep(10);")]
    [InlineData("[|while|] (Interlocked.Read(ref running) != 0) Thread.Sleep(10);")]
    [InlineData("[|while|] (Interlocked.CompareExchange(ref running, 0, 0) != 0) Thread.Sleep(10);")]
    [InlineData("[|while|] (Volatile.Read(ref running) != 0) { }")]
    [InlineData("[|while|] (answer == null) Thread.Sleep(10);")]
    [InlineData("[|while|] (answer is null) Thread.Sleep(10);")]
    [InlineData("[|while|] (State != State.Done) Thread.Sleep(10);")]
    [InlineData("[|while|] (!State.Equals(State.Done)) Thread.Sleep(10);")]
    [InlineData("[|while|] (State is State.New or State.Busy) Thread.Sleep(10);")]
    [InlineData("[|while|] (!IsDone) Thread.Sleep(10);")]
    [InlineData("[|while|] (!HasEnded()) Thread.Sleep(10);")]
    [InlineData("[|while|] (Local()) Thread.Sleep(10); bool Local() => running > 0;")]
    [InlineData("SpinWait.[|SpinUntil|](() => done);")]
    [InlineData("SpinWait.[|SpinUntil|](() => { return done; });")]
    [InlineData("SpinWait.[|SpinUntil|](() => done, 1000);")]
    [InlineData("if (!SpinWait.[|SpinUntil|](() => done && running == 0, TimeSpan.FromSeconds(1))) throw new TimeoutException();")]
    [InlineData("SpinWait.[|SpinUntil|](HasEnded);")]
    public Task Flags_counters_and_states_of_fields_are_reported(string statement) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        enum State { New, Busy, Done }

        class Worker(int limit)
        {
            private readonly object gate = new();
            private volatile bool done;
            private long running;
            private string? answer;

            private State State { get; set; }

            private bool IsDone
            {
                get
                {
                    lock (gate)
                    {
                        return done;
                    }
                }
            }

            public void Wait(CancellationToken token)
            {
                {{statement}}
            }

            public void Finish(string result)
            {
                answer = result;
                State = State.Done;
                Interlocked.Decrement(ref running);
                done = true;
            }

            private bool HasEnded() => running == 0 || IsDone;

            private int Limit => limit;
        }
        """);

    [Theory]
    [InlineData("[|while|] (!task.IsCompleted) { }")]
    [InlineData("[|while|] (!task.IsCompleted) Thread.Sleep(10);")]
    [InlineData("[|while|] (!task.IsCompleted) Thread.SpinWait(100);")]
    [InlineData("var spinner = new SpinWait(); [|while|] (!task.IsCompleted) spinner.SpinOnce();")]
    [InlineData("[|while|] (!task.IsCompletedSuccessfully) Thread.Sleep(10);")]
    [InlineData("[|while|] (task.Status != TaskStatus.RanToCompletion && !task.IsFaulted) Thread.Sleep(10);")]
    [InlineData("[|while|] (!source.Task.IsCompleted) Thread.Sleep(10);")]
    [InlineData("[|while|] (!tasks[0].IsCompleted) Thread.Sleep(10);")]
    [InlineData("[|while|] (!tasks.All(each => each.IsCompleted)) Thread.Sleep(10);")]
    [InlineData("[|while|] (tasks.Any(each => !each.IsCompleted)) Thread.Sleep(10);")]
    [InlineData("[|while|] (tasks.Count(each => !each.IsCompleted) > 0) Thread.Sleep(10);")]
    [InlineData("[|while|] (!result.IsCompleted) Thread.Sleep(10);")]
    [InlineData("[|while|] (!task.Wait(0)) Thread.Sleep(10);")]
    [InlineData("SpinWait.[|SpinUntil|](() => task.IsCompleted);")]
    [InlineData("[|while|] (thread.IsAlive) Thread.Sleep(10);")]
    [InlineData("[|do|] { Thread.Sleep(1); } while (thread.IsAlive);")]
    [InlineData("[|while|] (thread.ThreadState != System.Threading.ThreadState.Stopped) Thread.Sleep(10);")]
    [InlineData("[|while|] (!thread.Join(0)) Thread.Sleep(10);")]
    [InlineData("[|while|] (!process.HasExited) Thread.Sleep(10);")]
    [InlineData("[|while|] (!process.HasExited) { if (token.IsCancellationRequested) { process.Kill(); break; } Thread.Sleep(10); }")]
    [InlineData("[|while|] (!process.WaitForExit(0)) Thread.Sleep(10);")]
    [InlineData("[|while|] (!ready.IsSet) Thread.Sleep(10);")]
    [InlineData("[|while|] (!handle.WaitOne(0)) Thread.Sleep(10);")]
    [InlineData("[|while|] (!semaphore.Wait(TimeSpan.Zero)) Thread.Sleep(10);")]
    [InlineData("[|while|] (semaphore.CurrentCount == 0) Thread.Sleep(10);")]
    [InlineData("[|while|] (worker.IsBusy) Thread.Sleep(10);")]
    [InlineData("[|while|] (!token.IsCancellationRequested) Thread.Sleep(10);")]
    [InlineData("[|while|] (!token.IsCancellationRequested) { }")]
    public Task Tasks_threads_processes_and_signals_are_reported(string statement) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Waiter
        {
            public void Wait(
                Task task, TaskCompletionSource<int> source, Task[] tasks, IAsyncResult result, Thread thread, Process process, ManualResetEventSlim ready, WaitHandle handle, SemaphoreSlim semaphore,
                BackgroundWorker worker, CancellationToken token)
            {
                {{statement}}
            }
        }
        """);

    [Theory]
    [InlineData("[|while|] (queue.IsEmpty) Thread.Sleep(10);")]
    [InlineData("[|while|] (queue.Count == 0) Thread.Sleep(10);")]
    [InlineData("[|while|] (queue.Count >= 100) Thread.Sleep(10);")]
    [InlineData("[|while|] (!queue.Any()) Thread.Sleep(10);")]
    [InlineData("[|while|] (!queue.TryDequeue(out item)) Thread.Sleep(1);")]
    [InlineData("[|while|] (!items.TryTake(out item)) Thread.Sleep(1);")]
    [InlineData("[|while|] (!reader.TryRead(out item)) Thread.Sleep(1);")]
    [InlineData("[|while|] (!answers.ContainsKey(7)) Thread.Sleep(1);")]
    [InlineData("[|while|] (!answers.TryGetValue(7, out item)) Thread.Sleep(1);")]
    [InlineData("[|while|] (list.Count < 3) Thread.Sleep(1);")]
    [InlineData("[|while|] (true) { if (queue.TryDequeue(out item)) Handle(item); else Thread.Sleep(10); }")]
    [InlineData("[|while|] (true) { if (!queue.TryDequeue(out item)) { Thread.Sleep(10); } else { Handle(item); } }")]
    [InlineData("[|while|] (true) { if (!queue.TryDequeue(out item)) { Thread.Sleep(10); continue; } Handle(item); Handle(item); }")]
    [InlineData("[|while|] (true) { if (queue.TryDequeue(out item)) { Handle(item); continue; } Thread.Sleep(10); }")]
    [InlineData("[|while|] (!token.IsCancellationRequested) { if (queue.Count > 0) { queue.TryDequeue(out item); Handle(item); } else { Thread.Sleep(10); } }")]
    [InlineData("[|while|] (true) { if (queue.TryDequeue(out item)) Handle(item); else if (items.TryTake(out item)) Handle(item); else Thread.Sleep(10); }")]
    [InlineData("[|while|] (true) { if (queue.TryDequeue(out item)) Handle(item); }")]
    public Task Collections_in_memory_are_reported(string statement) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Consumer(ConcurrentQueue<int> queue, BlockingCollection<int> items, ChannelReader<int> reader, ConcurrentDictionary<int, int> answers, List<int> list)
        {
            private int last;

            public void Run(CancellationToken token)
            {
                int item;
                {{statement}}
            }

            public object[] All => [queue, items, reader, answers, list];

            private void Handle(int item) => last = item;
        }
        """);

    [Theory]
    [InlineData("while (!done) await Task.Delay(10);", DiagnosticSeverity.Info, "'WaitAsync' wakes up and looks again until 'done' changes")]
    [InlineData("while (!done) await Task.Delay(10, token).ConfigureAwait(false);", DiagnosticSeverity.Info, "'WaitAsync' wakes up and looks again until 'done' changes")]
    [InlineData("while (!loading.IsCompleted) await Task.Delay(10);", DiagnosticSeverity.Info, "'WaitAsync' wakes up and looks again until 'loading' has completed")]
    [InlineData("while (!token.IsCancellationRequested) await Task.Delay(10);", DiagnosticSeverity.Info, "'WaitAsync' wakes up and looks again until 'token' is canceled")]
    [InlineData("while (!done) await Task.Yield();", DiagnosticSeverity.Warning, "'WaitAsync' goes round and round until 'done' changes")]
    [InlineData("while (!done) Thread.Sleep(10);", DiagnosticSeverity.Warning, "'WaitAsync' sleeps and looks again until 'done' changes")]
    [InlineData("while (!done) { }", DiagnosticSeverity.Warning, "'WaitAsync' spins until 'done' changes")]
    public Task Loop_that_frees_its_thread_is_a_suggestion(string statement, DiagnosticSeverity severity, string message) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Waiter(Task loading)
        {
            private bool done;

            public async Task WaitAsync(CancellationToken token)
            {
                {{statement.Replace("while", "{|#0:while|}", StringComparison.Ordinal)}}
                await loading;
            }

            public void Finish() => done = true;
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithSeverity(severity).WithMessage(message));

    [Fact]
    public Task Message_names_what_is_waited_for() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Waiter(ConcurrentQueue<int> queue, Process editor)
        {
            private volatile bool stopped;

            public void Run(Thread worker, ManualResetEventSlim ready, CancellationTokenSource stopping)
            {
                {|#0:while|} (worker.IsAlive)
                    Thread.{|#1:Sleep|}(1);
                {|#2:while|} (!ready.IsSet)
                    Thread.{|#3:Sleep|}(1);
                {|#4:while|} (!editor.HasExited)
                    Thread.{|#5:Sleep|}(1);
                {|#6:while|} (!stopped)
                {
                    if (queue.TryDequeue(out var item))
                        Console.WriteLine(item);
                    else
                        Thread.{|#7:Sleep|}(1);
                }

                Action wait = () =>
                {
                    {|#8:while|} (!stopping.Token.IsCancellationRequested)
                        Thread.{|#9:Sleep|}(1);
                };
                wait();
            }

            public void Stop() => stopped = true;
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1).WithMessage("'Run' sleeps and looks again until 'worker' has ended"),
        Verify.Diagnostic().WithLocation(2).WithAdditionalLocations(3).WithMessage("'Run' sleeps and looks again until 'ready' is signaled"),
        Verify.Diagnostic().WithLocation(4).WithAdditionalLocations(5).WithMessage("'Run' sleeps and looks again until 'editor' has exited"),
        Verify.Diagnostic().WithLocation(6).WithAdditionalLocations(7).WithMessage("'Run' sleeps and looks again until 'queue' changes"),
        Verify.Diagnostic().WithLocation(8).WithAdditionalLocations(9).WithMessage("'lambda in Run' sleeps and looks again until 'stopping' is canceled"));

    [Fact]
    public Task Variables_that_another_function_writes_are_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Program
        {
            public static void Run(Action<Action> start)
            {
                var done = false;
                var count = 0;
                start(() => done = true);
                start(Add);
                [|while|] (!done)
                    Thread.Sleep(10);
                [|while|] (count < 3)
                    Thread.Sleep(10);

                var stopped = false;
                Task.Run(() =>
                {
                    [|while|] (!stopped)
                        Thread.Sleep(10);
                });
                stopped = true;

                void Add() => count++;
            }
        }
        """);

    [Fact]
    public Task States_of_other_objects_are_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Job
        {
            public bool Done { get; internal set; }

            public int Pending;

            public Job? Next { get; set; }
        }

        class Waiter(Job first)
        {
            public void Wait(Job? job)
            {
                [|while|] (!first.Done)
                    Thread.Sleep(10);
                [|while|] (job?.Pending > 0)
                    Thread.Sleep(10);
                [|while|] (first.Next is null)
                    Thread.Sleep(10);
            }
        }
        """);

    [Fact]
    public Task Top_level_programs_and_nested_functions_are_reported() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System.Threading;
                using System.Threading.Tasks;

                var ready = false;
                var worker = new Thread(() =>
                {
                    [|while|] (!ready)
                        Thread.Sleep(1);
                });
                worker.Start();
                Wait(Task.Delay(10));
                ready = true;
                [|while|] (worker.IsAlive)
                {
                }

                static void Wait(Task task)
                {
                    [|while|] (!task.IsCompleted)
                        Thread.Sleep(1);
                }
                """,
            },
        },
    }.RunAsync();

    // Real threads, in own words

    // zeromq/clrzmq#57: disposing sleeps in rounds until the loop of the device has ended, though there is an event for that.
    [Fact]
    public Task Dispose_that_polls_for_the_end_of_a_loop_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        sealed class Device : IDisposable
        {
            private readonly ManualResetEvent ended = new(false);
            private volatile bool running;

            public void Start() => new Thread(Run).Start();

            public void Dispose()
            {
                if (running)
                {
                    Stop();
                    [|while|] (running)
                    {
                        Thread.Sleep(750);
                    }
                }

                ended.Dispose();
            }

            private void Stop()
            {
            }

            private void Run()
            {
                running = true;
                running = false;
                ended.Set();
            }
        }
        """);

    // dotnet/docs#29010: an example for exceptions waits for its task in a loop without a body.
    [Fact]
    public Task Example_that_spins_for_a_task_is_reported_in_Main() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Program
        {
            static void Main()
            {
                var task = Task.Run(() => throw new InvalidOperationException("This one is expected."));
                [|while|] (!task.IsCompleted) { }

                if (task.Status == TaskStatus.Faulted)
                {
                    Console.WriteLine(task.Exception?.Message);
                }
            }
        }
        """);

    // Redth/PushSharp#11: the sender asks its queue four times a second.
    [Fact]
    public Task Sender_that_polls_its_queue_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Channel
        {
            private readonly ConcurrentQueue<string> queued = new();
            private readonly CancellationTokenSource stopping = new();

            public void Queue(string notification) => queued.Enqueue(notification);

            public void Start() => Task.Factory.StartNew(Send, TaskCreationOptions.LongRunning);

            private void Send()
            {
                [|while|] (!stopping.IsCancellationRequested || !queued.IsEmpty)
                {
                    string? notification = null;
                    if (!queued.TryDequeue(out notification))
                    {
                        // Nothing to send, so rest a little.
                        Thread.Sleep(250);
                        continue;
                    }

                    Write(notification);
                }
            }

            private void Write(string notification) => Console.WriteLine(notification);
        }
        """);

    // rebus-org/Rebus.Async#7: a reply is looked for in a dictionary every ten milliseconds; a completion source replaced the loop.
    [Fact]
    public Task Reply_that_is_looked_for_in_a_dictionary_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Requests
        {
            private readonly ConcurrentDictionary<string, string> replies = new();

            public void Receive(string id, string reply) => replies[id] = reply;

            public async Task<string> ReplyToAsync(string id, TimeSpan timeout)
            {
                var clock = Stopwatch.StartNew();
                {|#0:while|} (clock.Elapsed < timeout)
                {
                    if (replies.TryRemove(id, out var reply))
                    {
                        return reply;
                    }

                    await Task.Delay(10);
                }

                throw new TimeoutException();
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info));

    // dotnet/WatsonTcp#187: the synchronous form of the same, with a lock around the dictionary.
    [Fact]
    public Task Reply_that_is_looked_for_under_a_lock_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Connection
        {
            private readonly object gate = new();
            private readonly Dictionary<Guid, byte[]> responses = new();

            public void Add(Guid id, byte[] data)
            {
                lock (gate)
                {
                    responses.Add(id, data);
                }
            }

            public byte[] ResponseTo(Guid id, DateTime expires)
            {
                byte[]? response = null;
                [|while|] (true)
                {
                    lock (gate)
                    {
                        if (responses.ContainsKey(id))
                        {
                            response = responses[id];
                            responses.Remove(id);
                            break;
                        }
                    }

                    if (DateTime.Now >= expires)
                    {
                        break;
                    }

                    Task.Delay(50).Wait();
                }

                return response ?? throw new TimeoutException();
            }
        }
        """);

    // dotnet/samples#1900: the documentation of Process.Exited slept in rounds for a field that its handler sets.
    [Fact]
    public Task Field_that_an_event_handler_sets_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Printer
        {
            private bool handled;
            private int elapsed;

            public void Print(Process process)
            {
                process.EnableRaisingEvents = true;
                process.Exited += OnExited;
                process.Start();
                const int step = 100;
                [|while|] (!handled)
                {
                    elapsed += step;
                    if (elapsed > 30_000)
                    {
                        break;
                    }

                    Thread.Sleep(step);
                }
            }

            private void OnExited(object? sender, EventArgs e) => handled = true;
        }
        """);

    // EasyNetQ/EasyNetQ#2: a handler waits for its thread in steps of ten milliseconds.
    [Fact]
    public Task Handler_that_polls_for_the_end_of_a_thread_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Producer
        {
            public void Run(Action publish)
            {
                var cancelled = false;
                var publisher = new Thread(() =>
                {
                    while (!cancelled)
                        publish();
                });
                publisher.Start();
                Console.CancelKeyPress += (_, _) =>
                {
                    cancelled = true;
                    [|while|] (publisher.IsAlive) Thread.Sleep(10);
                    Console.WriteLine("Shut down.");
                };
            }
        }
        """);

    // zeromq/netmq#319: a publisher whose thread does nothing but ask whether there is something to publish.
    [Fact]
    public Task Publisher_that_spins_on_its_queue_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Publisher
        {
            private readonly ConcurrentQueue<string> messages = new();

            public void Add(string message) => messages.Enqueue(message);

            public void Run(Action<string> publish, CancellationToken token)
            {
                [|while|] (!token.IsCancellationRequested)
                {
                    if (messages.IsEmpty)
                        continue;

                    if (messages.TryDequeue(out var message))
                        publish(message);
                }
            }
        }
        """);

    // ZjzMisaka/PowerThreadPool#61: a flag says that the worker's loop has ended, where the thread could be joined.
    [Fact]
    public Task Flag_for_the_end_of_a_thread_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Worker
        {
            private bool loopEnded;

            public Worker() => new Thread(Loop).Start();

            public void Kill() => SpinWait.[|SpinUntil|](() => loopEnded);

            private void Loop() => loopEnded = true;
        }
        """);

    // asyncjason/MQL4CSharp#11: results of commands are spun for; a completion source replaced that.
    [Fact]
    public Task Result_of_a_command_that_is_spun_for_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Command
        {
            public bool IsWaiting { get; set; } = true;

            public object? Result { get; set; }
        }

        class Commands
        {
            public object? Execute(Command command, Action<Command> post)
            {
                post(command);
                [|while|] (command.IsWaiting) ;
                return command.Result;
            }
        }
        """);

    // Silent

    [Theory]
    [InlineData("while (!File.Exists(path)) Thread.Sleep(100);")]
    [InlineData("while (!done && !File.Exists(path)) Thread.Sleep(100);")]
    [InlineData("while (!done) { if (File.Exists(path)) break; Thread.Sleep(100); }")]
    [InlineData("while (new FileInfo(path).Length == 0) Thread.Sleep(100);")]
    [InlineData("while (!Debugger.IsAttached) Thread.Sleep(100);")]
    [InlineData("while (Environment.GetEnvironmentVariable(path) is null) Thread.Sleep(100);")]
    [InlineData("while (!client.Connected) Thread.Sleep(100);")]
    [InlineData("while (client.Available == 0) Thread.Sleep(100);")]
    [InlineData("while (!Console.KeyAvailable) Thread.Sleep(100);")]
    [InlineData("while (Process.GetProcessesByName(path).Length > 0) Thread.Sleep(100);")]
    [InlineData("while (!monitor.IsOverloaded) Thread.Sleep(100);")]
    [InlineData("while (!monitor.IsReady()) Thread.Sleep(100);")]
    [InlineData("while (!Asks) Thread.Sleep(100);")]
    [InlineData("while (!Looks()) Thread.Sleep(100);")]
    [InlineData("while (weak.IsAlive) Thread.Sleep(100);")]
    [InlineData("while (*status == 0) Thread.Sleep(100);")]
    [InlineData("while (block->Status == 0) Thread.Sleep(100);")]
    [InlineData("while (state == 0) Thread.Sleep(100);")]
    [InlineData("while (names.Count == 0) Thread.Sleep(100);")]
    [InlineData("SpinWait.SpinUntil(() => File.Exists(path));")]
    [InlineData("SpinWait.SpinUntil(predicate);")]
    [InlineData("SpinWait.SpinUntil(() => false, 1000);")]
    public Task State_that_is_not_of_this_process_or_not_known_is_not(string statement) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        interface IMonitor
        {
            bool IsOverloaded { get; }

            bool IsReady();
        }

        unsafe struct Block
        {
            public int Status;
        }

        unsafe class Waiter(string path, TcpClient client, IMonitor monitor, WeakReference weak, ICollection<string> names, Func<bool> predicate)
        {
            private bool done;

            private bool Asks => File.Exists(path);

            public void Wait(int* status, Block* block, ref int state)
            {
                {{statement}}
            }

            public void Finish() => done = !done;

            public object[] All => [client, monitor, weak, names, predicate];

            private bool Looks()
            {
                Console.WriteLine("?");
                return done;
            }
        }
        """);

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { Work(); Thread.Sleep(100); }")]
    [InlineData("while (!done) { Work(); Thread.Sleep(100); }")]
    [InlineData("while (!done) { Thread.Sleep(100); Console.Write('.'); }")]
    [InlineData("while (!task.IsCompleted) { Report(queue.Count); Thread.Sleep(100); }")]
    [InlineData("while (!done) { last = DateTime.UtcNow; Thread.Sleep(100); }")]
    [InlineData("while (!done) { GC.Collect(); Thread.Sleep(100); }")]
    [InlineData("while (!TryWork()) Thread.Sleep(100);")]
    [InlineData("while (true) { try { Work(); break; } catch (IOException) { Thread.Sleep(100); } }")]
    [InlineData("for (var i = 0; i < 3; i++) { try { Work(); return; } catch (IOException) when (i < 2) { Thread.Sleep(100 << i); } }")]
    [InlineData("while (true) Thread.Sleep(1000);")]
    [InlineData("while (true) { }")]
    [InlineData("while (DateTime.UtcNow < last) Thread.Sleep(10);")]
    [InlineData("while (clock.ElapsedMilliseconds < 50) { }")]
    [InlineData("while (clock.Elapsed < interval) Thread.SpinWait(1);")]
    [InlineData("for (var i = 0; i < running; i++) Thread.Sleep(10);")]
    [InlineData("var rest = 10; while (rest-- > 0) Thread.Sleep(10);")]
    [InlineData("long before, after; do { before = running; Thread.Sleep(3000); after = running; } while (before != after);")]
    [InlineData("while (!done) gate.WaitOne(100);")]
    [InlineData("while (!gate.WaitOne(100)) { }")]
    [InlineData("lock (list) while (!done) Monitor.Wait(list);")]
    [InlineData("while (semaphore.Wait(0)) { }")]
    [InlineData("while (!ready.IsSet) ready.Wait(100);")]
    [InlineData("while (ready.IsSet) Thread.Sleep(10);")]
    [InlineData("while (!worker.IsAlive) ;")]
    [InlineData("while (queue.TryDequeue(out _)) { }")]
    [InlineData("while (queue.TryDequeue(out var item)) { Report(item); Thread.Sleep(100); }")]
    [InlineData("while (queue.Count > 0) { if (queue.TryDequeue(out var item)) Report(item); }")]
    [InlineData("while (!queue.IsEmpty) { if (queue.TryDequeue(out var item)) Report(item); }")]
    [InlineData("while (!done) { if (queue.TryDequeue(out var item)) Report(item); Thread.Sleep(100); }")]
    [InlineData("while (!done) { Thread.Sleep(100); while (queue.TryDequeue(out var item)) Report(item); }")]
    [InlineData("while (!done) { if (queue.TryDequeue(out var item)) Report(item); else Work(); }")]
    [InlineData("while (!done) { if (list.Count > 0) { Report(list[0]); list.RemoveAt(0); } }")]
    [InlineData("do { if (list.Count > 0) Report(1); if (queue.Count > 0) Report(2); } while (false);")]
    [InlineData("while (items.TryTake(out var item, 100)) Report(item);")]
    [InlineData("while (!items.TryTake(out _, 100)) { }")]
    [InlineData("foreach (var item in items.GetConsumingEnumerable()) Thread.Sleep(item);")]
    public Task Loops_that_work_keep_time_or_wait_for_a_signal_are_not(string statement) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Worker(Task task, AutoResetEvent gate, SemaphoreSlim semaphore, ManualResetEventSlim ready, Thread worker, ConcurrentQueue<int> queue, BlockingCollection<int> items, List<int> list)
        {
            private readonly Stopwatch clock = Stopwatch.StartNew();
            private readonly TimeSpan interval = TimeSpan.FromSeconds(1);
            private volatile bool done;
            private int running;
            private DateTime last;

            public object[] All => [task, gate, semaphore, ready, worker, queue, items, list, clock, interval];

            public void Run(CancellationToken token)
            {
                {{statement}}
            }

            public void Finish()
            {
                done = true;
                running--;
                last = DateTime.UtcNow;
            }

            private void Work() => Report(running);

            private bool TryWork()
            {
                Work();
                return done;
            }

            private void Report(int count) => Console.WriteLine($"{count} {done} {last}");
        }
        """);

    [Theory]
    [InlineData("while (!attached) Thread.Sleep(100);")]
    [InlineData("while (!parameter) Thread.Sleep(100);")]
    [InlineData("while (fixedCount > 0) Thread.Sleep(100);")]
    [InlineData("while (OnlyGet > 0) Thread.Sleep(100);")]
    [InlineData("while (neverWritten) Thread.Sleep(100);")]
    [InlineData("while (writtenHere) Thread.Sleep(100);")]
    public Task State_that_nobody_else_writes_is_not(string statement) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Waiter
        {
            private readonly int fixedCount;
            private bool neverWritten;
            private bool writtenHere;

            public Waiter(int count)
            {
                fixedCount = count;
                neverWritten = count > 0;
                OnlyGet = count;
            }

            public int OnlyGet { get; }

            public void Wait(bool parameter)
            {
                // For a debugger.
                var attached = false;
                writtenHere = parameter;
                {{statement}}
            }

            public object[] All => [fixedCount, neverWritten, writtenHere];
        }
        """);

    [Theory]
    [InlineData("while (Interlocked.CompareExchange(ref taken, 1, 0) != 0) { }")]
    [InlineData("while (Interlocked.CompareExchange(ref taken, 1, 0) != 0) Thread.Sleep(1);")]
    [InlineData("while (Interlocked.Exchange(ref taken, 1) == 1) Thread.Yield();")]
    [InlineData("var spinner = new SpinWait(); while (true) { var old = head; if (Interlocked.CompareExchange(ref head, new Node(old), old) == old) return; spinner.SpinOnce(); }")]
    [InlineData("var spinner = new SpinWait(); while (Volatile.Read(ref taken) != 0) spinner.SpinOnce();")]
    [InlineData("while (Volatile.Read(ref taken) != 0) Thread.SpinWait(10);")]
    [InlineData("while (Volatile.Read(ref taken) != 0) { }")]
    [InlineData("while (Volatile.Read(ref head!.Next) == null) Thread.Yield();")]
    [InlineData("while (updating) Thread.Sleep(0);")]
    [InlineData("SpinWait.SpinUntil(() => Volatile.Read(ref taken) == 0);")]
    [InlineData("for (var i = 0; i < 20 && updating; i++) Thread.SpinWait(20);")]
    public Task Code_that_is_free_of_locks_is_not(string statement) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Node(Node? next)
        {
            public Node? Next = next;
        }

        class Structure
        {
            private Node? head;
            private int taken;
            private volatile bool updating;

            public void Enter()
            {
                {{statement}}
            }

            public void Exit()
            {
                updating = true;
                Volatile.Write(ref taken, 0);
                Interlocked.Exchange(ref head, null);
                Interlocked.Exchange(ref taken, 0);
                updating = false;
            }
        }
        """);

    [Theory]
    [InlineData("for (var i = 0; i < 20 && !task.IsCompleted; i++) Thread.SpinWait(20);")]
    [InlineData("for (var i = 0; i < 20; i++) { if (done) return; Thread.Yield(); }")]
    public Task Few_rounds_before_a_real_wait_are_not(string statement) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Waiter(Task task)
        {
            private bool done;

            public void Wait()
            {
                {{statement}}
                task.Wait();
            }

            public void Finish() => done = !done;
        }
        """);

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) await Task.Delay(1000, token);")]
    [InlineData("while (!token.IsCancellationRequested) { await Task.Delay(Timeout.Infinite, token).ConfigureAwait(false); }")]
    [InlineData("while (!task.IsCompleted) await Task.WhenAny(task, Task.Delay(1000));")]
    [InlineData("while (await reader.WaitToReadAsync(token)) while (reader.TryRead(out _)) { }")]
    [InlineData("while (!done) { await Task.Delay(1000); await RefreshAsync(); }")]
    [InlineData("while (!await IsReadyAsync()) await Task.Delay(1000);")]
    [InlineData("var ready = await IsReadyAsync(); while (!ready) { await Task.Delay(1000); ready = await IsReadyAsync(); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(token)) if (done) break;")]
    public Task Asynchronous_loops_that_are_told_or_ask_elsewhere_are_not(string statement) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Waiter(Task task, ChannelReader<int> reader)
        {
            private bool done;

            public object[] All => [task, reader];

            public async Task WaitAsync(CancellationToken token)
            {
                {{statement}}
            }

            private Task<bool> IsReadyAsync() => Task.FromResult(done);

            private async Task RefreshAsync()
            {
                await Task.Yield();
                done = true;
            }
        }
        """);

    [Fact]
    public Task Entry_points_that_sleep_are_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Program
        {
            private static volatile bool stopped;

            static async Task Main()
            {
                Console.CancelKeyPress += (_, _) => stopped = true;
                while (!stopped)
                    await Task.Delay(1000);
                while (!stopped)
                    Thread.Sleep(1000);
                while (true)
                    Thread.Sleep(1000);
            }
        }
        """);

    [Fact]
    public Task Test_projects_are_not() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading;
                using Xunit;

                namespace Xunit
                {
                    public sealed class FactAttribute : System.Attribute;
                }

                public class WorkerTests
                {
                    private bool done;

                    [Fact]
                    public void Ends()
                    {
                        new Thread(() => done = true).Start();
                        while (!done)
                            Thread.Sleep(10);
                        SpinWait.SpinUntil(() => done);
                    }
                }
                """,
            },
        },
    }.RunAsync();

    // Real threads that are no busy waits, in own words

    // NefMoto/NefMotoOpenSource#104: the clock is spun on for milliseconds that a sleep would miss; the device has no other signal.
    [Fact]
    public Task Exact_delay_for_a_device_is_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Line(Action<bool> setLow)
        {
            public void Initialize()
            {
                setLow(true);
                var watch = Stopwatch.StartNew();
                Thread.Sleep(42);
                while (watch.ElapsedMilliseconds < 50)
                {
                    Thread.SpinWait(1);
                }

                setLow(false);
            }
        }
        """);

    // dotnet/coreclr#21437: spinning around a compare-and-exchange; one of the threads always gets on.
    [Fact]
    public Task Retry_of_an_exchange_is_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Segment
        {
            private int tail;
            private int frozen;

            public void Freeze(int offset)
            {
                var spinner = new SpinWait();
                while (true)
                {
                    var seen = Volatile.Read(ref tail);
                    if (Interlocked.CompareExchange(ref tail, seen + offset, seen) == seen)
                    {
                        break;
                    }

                    spinner.SpinOnce();
                }

                while (Volatile.Read(ref frozen) == 0)
                {
                    spinner.SpinOnce();
                }
            }

            public void Thaw() => Volatile.Write(ref frozen, 1);
        }
        """);

    // dotnet/runtime#44716: a service's status is asked for every quarter of a second; the service is another process.
    [Fact]
    public Task Status_of_a_service_is_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        abstract class Controller
        {
            private int status;

            public int Status
            {
                get
                {
                    if (status == 0)
                        status = Query();
                    return status;
                }
            }

            public void WaitFor(int desired, TimeSpan timeout)
            {
                var start = DateTime.UtcNow;
                Refresh();
                while (Status != desired)
                {
                    if (DateTime.UtcNow - start > timeout)
                        throw new TimeoutException();
                    Thread.Sleep(250);
                    Refresh();
                }
            }

            public void Refresh() => status = 0;

            protected abstract int Query();
        }
        """);

    // Corsinvest/cv4pve-api-dotnet#8: a task of a server is asked about over HTTP.
    [Fact]
    public Task Job_on_a_server_is_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        abstract class Client
        {
            public bool WaitFor(string job, int wait, long timeout)
            {
                var start = DateTime.Now;
                var isRunning = IsRunning(job);
                while (isRunning && (DateTime.Now - start).TotalMilliseconds < timeout)
                {
                    Thread.Sleep(wait);
                    isRunning = IsRunning(job);
                }

                return !isRunning;
            }

            protected abstract bool IsRunning(string job);
        }
        """);

    // dotnet/WatsonTcp#2: the stream is asked whether there is something to read.
    [Fact]
    public Task Data_on_a_socket_is_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Receiver(NetworkStream stream)
        {
            private bool stopped;

            public void Run(byte[] buffer)
            {
                while (!stopped)
                {
                    while (!stream.DataAvailable)
                        Thread.Sleep(30);
                    stream.ReadExactly(buffer);
                }
            }

            public void Stop() => stopped = true;
        }
        """);

    // ImGuiNET/ImGui.NET#30: the loop of a window, which draws and gives its time slice away.
    [Fact]
    public Task Frames_of_a_window_are_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Window
        {
            public bool Exists { get; private set; } = true;

            public void Close() => Exists = false;

            public void Run(Action draw, TimeSpan frame)
            {
                while (Exists)
                {
                    var end = DateTime.UtcNow + frame;
                    draw();
                    while (DateTime.UtcNow < end)
                        Thread.Sleep(0);
                }
            }
        }
        """);

    // EdwinVW/pitstop#22 and suicvne/DiscordSharp#1: a loop that never ends keeps the program alive. There is nothing that it waits for.
    [Fact]
    public Task Loop_that_keeps_the_program_alive_is_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Service
        {
            public void Start(Action listen)
            {
                Task.Run(listen);
                while (true)
                {
                    Thread.Sleep(10_000);
                }
            }
        }
        """);

    // AArnott/Xunit.StaFact#43: a message loop that polls. To block instead would stop the very messages that end it.
    [Fact]
    public Task Pump_of_messages_is_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Pump(Action doEvents)
        {
            private bool posted;

            public void Until(Task task)
            {
                while (!task.IsCompleted)
                {
                    doEvents();
                    Thread.Yield();
                }
            }

            public void Post() => posted = !posted;
        }
        """);

    // disruptor-net/Disruptor-net#25: a strategy of waiting is chosen by who runs it; there is a spinning one on purpose.
    [Fact]
    public Task Strategy_that_spins_on_purpose_is_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        sealed class Sequence
        {
            private long value;

            public long Value => Volatile.Read(ref value);

            public void Set(long next) => Volatile.Write(ref value, next);

            public bool TrySet(long expected, long next) => Interlocked.CompareExchange(ref value, next, expected) == expected;
        }

        sealed class SpinWaitStrategy
        {
            public long WaitFor(long sequence, Sequence cursor)
            {
                var spinner = new SpinWait();
                while (cursor.Value < sequence)
                {
                    spinner.SpinOnce();
                }

                return cursor.Value;
            }
        }
        """);

    // aelassas/servy#779: SpinUntil with a condition that is never true is a pause, and stands for no party.
    [Fact]
    public Task Pause_that_is_written_as_a_condition_is_not() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Executor
        {
            public void Retry(Action work)
            {
                for (var delay = 10; ; delay *= 2)
                {
                    try
                    {
                        work();
                        return;
                    }
                    catch (IOException) when (delay < 1000)
                    {
                        SpinWait.SpinUntil(() => false, delay);
                    }
                }
            }
        }
        """);

    // The fix

    [Fact]
    public Task Tasks_are_awaited_without_their_exceptions() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Loader(Task<string> text)
        {
            public async Task<int> LengthAsync(Task other, TaskCompletionSource<int> source, CancellationToken token)
            {
                // First the text.
                [|while|] (!text.IsCompleted)
                {
                    // It is read elsewhere.
                    Thread.Sleep(15);
                }

                [|while|] (!other.IsCompleted)
                    await Task.Delay(10, token);

                [|do|]
                {
                    await Task.Yield();
                }
                while (source.Task.IsCompleted == false); // usually at once

                SpinWait.[|SpinUntil|](() => text.IsCompleted);
                return text.IsFaulted ? -1 : (await text).Length;
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Loader(Task<string> text)
        {
            public async Task<int> LengthAsync(Task other, TaskCompletionSource<int> source, CancellationToken token)
            {
                // First the text.
                // It is read elsewhere.
                await Task.WhenAny(text);

                await Task.WhenAny(other).WaitAsync(token);

                await Task.WhenAny(source.Task); // usually at once

                await Task.WhenAny(text);
                return text.IsFaulted ? -1 : (await text).Length;
            }
        }
        """);

    [Fact]
    public Task Fix_configures_awaits_as_the_code_around_does() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading.Tasks;

        class Loader
        {
            public async Task<int> LengthAsync(Task<string> text)
            {
                [|while|] (!text.IsCompleted)
                    await Task.Delay(10).ConfigureAwait(false);
                return text.Result.Length;
            }
        }
        """,
        """
        using System.Threading.Tasks;

        class Loader
        {
            public async Task<int> LengthAsync(Task<string> text)
            {
                await Task.WhenAny(text).ConfigureAwait(false);
                return text.Result.Length;
            }
        }
        """);

    [Fact]
    public Task Processes_threads_and_signals_are_waited_for() => Verify.VerifyCodeFixAsync(
        """
        using System.Diagnostics;
        using System.Threading;

        class Waiter(Process editor, SemaphoreSlim free)
        {
            private readonly AutoResetEvent turn = new(false);

            public void Wait(ManualResetEventSlim ready)
            {
                [|while|] (!editor.HasExited)
                    Thread.Sleep(100);

                [|while|] (!turn.WaitOne(0))
                {
                    Thread.Sleep(1);
                }

                [|while|] (!free.Wait(0))
                    Thread.Sleep(1);
                [|while|] (!ready.Wait(0))
                    Thread.Yield();

                var thread = new Thread(() => turn.Set());
                thread.Start();
                [|while|] (thread.IsAlive)
                {
                }
            }
        }
        """,
        """
        using System.Diagnostics;
        using System.Threading;

        class Waiter(Process editor, SemaphoreSlim free)
        {
            private readonly AutoResetEvent turn = new(false);

            public void Wait(ManualResetEventSlim ready)
            {
                editor.WaitForExit();

                turn.WaitOne();

                free.Wait();
                ready.Wait();

                var thread = new Thread(() => turn.Set());
                thread.Start();
                thread.Join();
            }
        }
        """);

    [Fact]
    public Task Processes_and_semaphores_are_awaited_in_asynchronous_code() => Verify.VerifyCodeFixAsync(
        """
        using System.Diagnostics;
        using System.Threading;
        using System.Threading.Tasks;

        class Waiter(Process editor)
        {
            public async Task WaitAsync(SemaphoreSlim free, CancellationToken token)
            {
                [|while|] (!editor.HasExited)
                {
                    await Task.Delay(100, token);
                }

                [|while|] (!free.Wait(0))
                    await Task.Delay(1);
            }
        }
        """,
        """
        using System.Diagnostics;
        using System.Threading;
        using System.Threading.Tasks;

        class Waiter(Process editor)
        {
            public async Task WaitAsync(SemaphoreSlim free, CancellationToken token)
            {
                await editor.WaitForExitAsync(token);

                await free.WaitAsync();
            }
        }
        """);

    [Fact]
    public Task Threads_of_their_own_may_block_until_a_task_completes() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Waiter
        {
            public void Start(Task loading)
            {
                new Thread(() =>
                {
                    [|while|] (!loading.IsCompleted)
                        Thread.Sleep(10);
                }).Start();
                Task.Factory.StartNew(
                    () =>
                    {
                        [|while|] (!loading.IsCompleted)
                            Thread.Sleep(10);
                    },
                    TaskCreationOptions.LongRunning);
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Waiter
        {
            public void Start(Task loading)
            {
                new Thread(() =>
                {
                    Task.WaitAny(loading);
                }).Start();
                Task.Factory.StartNew(
                    () =>
                    {
                        Task.WaitAny(loading);
                    },
                    TaskCreationOptions.LongRunning);
            }
        }
        """);

    [Fact]
    public Task Local_that_others_set_becomes_a_signal() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Waiter
        {
            public event EventHandler? Completed;

            public async Task WaitAsync(Action<Action> post)
            {
                var done = false;
                Completed += (_, _) => done = true;
                post(() => { Console.WriteLine(); done = true; });
                [|while|] (!done)
                {
                    await Task.Delay(10);
                }
            }

            public void Wait(Action<Action> post)
            {
                bool ended = false; // by whoever comes first
                post(End);
                [|while|] (!ended)
                    Thread.Sleep(10);

                void End() => ended = true;
            }

            public void Complete() => Completed?.Invoke(this, EventArgs.Empty);
        }
        """,
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Waiter
        {
            public event EventHandler? Completed;

            public async Task WaitAsync(Action<Action> post)
            {
                var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Completed += (_, _) => done.TrySetResult();
                post(() => { Console.WriteLine(); done.TrySetResult(); });
                await done.Task;
            }

            public void Wait(Action<Action> post)
            {
                var ended = new ManualResetEventSlim(); // by whoever comes first
                post(End);
                ended.Wait();

                void End() => ended.Set();
            }

            public void Complete() => Completed?.Invoke(this, EventArgs.Empty);
        }
        """);

    [Theory]
    [InlineData("[|while|] (!task.IsCompleted) Thread.Sleep(10);")] // blocks on a task where nobody knows who calls
    [InlineData("[|while|] (!field.IsCompleted) Thread.Sleep(10);")]
    [InlineData("Task.Run(() => { [|while|] (!process.HasExited) Thread.Sleep(10); });")]
    [InlineData("var tries = 0; [|while|] (!process.HasExited && tries++ < 10) Thread.Sleep(10);")]
    [InlineData("[|while|] (!process.HasExited) { if (token.IsCancellationRequested) { process.Kill(); break; } Thread.Sleep(10); }")]
    [InlineData("[|while|] (!process.HasExited) { token.ThrowIfCancellationRequested(); Thread.Sleep(10); }")]
    [InlineData("[|while|] (!process.HasExited) { Task.Delay(10, token).Wait(); }")]
    [InlineData("[|while|] (!process.HasExited || thread.IsAlive) Thread.Sleep(10);")]
    [InlineData("process.BeginOutputReadLine(); [|while|] (!process.HasExited) Thread.Sleep(10);")]
    [InlineData("[|while|] (!Started.HasExited) Thread.Sleep(10);")]
    [InlineData("[|while|] (thread.IsAlive) Thread.Sleep(10);")] // perhaps never started
    [InlineData("var other = new Thread(Stop); other.Start(); other = thread; [|while|] (other.IsAlive) Thread.Sleep(10);")]
    [InlineData("var other = process; Changed += () => other = null!; [|while|] (!other.HasExited) Thread.Sleep(10);")]
    [InlineData("[|while|] (!token.IsCancellationRequested) Thread.Sleep(10);")]
    [InlineData("[|while|] (queue.IsEmpty) Thread.Sleep(10);")]
    [InlineData("[|while|] (!stopped) Thread.Sleep(10);")]
    [InlineData("SpinWait.[|SpinUntil|](() => process.HasExited, 1000);")]
    [InlineData("if (SpinWait.[|SpinUntil|](() => process.HasExited, 1000)) process.Dispose();")]
    [InlineData("var done = false; Changed += () => done = !done; [|while|] (!done) Thread.Sleep(10);")]
    [InlineData("var done = false; Changed += () => done = true; [|while|] (!done) Thread.Sleep(10); done = false;")]
    [InlineData("var done = false; Changed += () => done = true; [|while|] (!done) Thread.Sleep(10); Console.WriteLine(done);")]
    [InlineData("var done = false; Task.Run(() => done = true); [|while|] (!done) Thread.Sleep(10);")]
    [InlineData("bool done = false, busy = false; Changed += () => done = true; [|while|] (!done) Thread.Sleep(10); Console.WriteLine(busy);")]
    public Task Nothing_is_offered_where_no_promise_can_be_made(string statement) => Verify.VerifyNoFixAsync(
        Usings +
        $$"""
        class Waiter(Process process, Thread thread)
        {
            private readonly ConcurrentQueue<int> queue = new();
            private Task field = Task.CompletedTask;
            private bool stopped;

            public event Action? Changed;

            public Process Started => Process.Start("editor");

            public void Wait(Task task, CancellationToken token)
            {
                {{statement}}
            }

            public void Stop()
            {
                stopped = true;
                field = Task.Run(() => queue.Enqueue(1));
                Changed?.Invoke();
            }
        }
        """);

    [Theory]
    [InlineData("public Task WaitAsync(Task task) { [|while|] (!task.IsCompleted) Thread.Sleep(10); return task; }")] // not async
    [InlineData("public async Task WaitAsync(Process process) { await Task.Yield(); lock (this) { [|while|] (!process.HasExited) Thread.Sleep(10); } }")]
    [InlineData("public async Task WaitAsync(Thread thread) { await Task.Yield(); [|while|] (thread.IsAlive) Thread.Sleep(10); }")]
    [InlineData("public async Task WaitAsync(WaitHandle handle) { [|while|] (!handle.WaitOne(0)) await Task.Delay(10); }")]
    [InlineData("public async Task WaitAsync(Process process) { await Task.Yield(); Wait(process); } private void Wait(Process process) { [|while|] (!process.HasExited) Thread.Sleep(10); }")]
    [InlineData("public async Task WaitAsync(ValueTask task) { [|while|] (!task.IsCompleted) await Task.Delay(10); }")]
    [InlineData("public async Task WaitAsync(IAsyncResult result) { [|while|] (!result.IsCompleted) await Task.Delay(10); }")]
    public Task Nothing_is_offered_that_would_block_asynchronous_code(string member) => Verify.VerifyNoFixAsync(
        Usings +
        $$"""
        class Waiter
        {
            {{member}}
        }
        """);

    // Frameworks and languages

    [Fact]
    public Task Frameworks_without_the_awaited_forms_get_none() => new Verify.Test
    {
        References = TargetReferences.NetFramework,
        LanguageVersion = LanguageVersion.CSharp7_3,
        NullableContext = NullableContextOptions.Disable,
        OffersNoFix = true,
        TestCode =
            """
            using System;
            using System.Diagnostics;
            using System.Threading;
            using System.Threading.Tasks;

            class Waiter
            {
                public async Task WaitAsync(Process process, Task task, Action<Action> post, CancellationToken token)
                {
                    [|while|] (!process.HasExited)
                        await Task.Delay(100);
                    [|while|] (!task.IsCompleted)
                        await Task.Delay(100, token);
                    var done = false;
                    post(() => done = true);
                    [|while|] (!done)
                        await Task.Delay(100);
                }
            }
            """,
    }.RunAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Older_frameworks_get_what_they_have(bool standard) => new Verify.Test
    {
        References = standard ? TargetReferences.NetStandard20 : TargetReferences.NetFramework,
        LanguageVersion = LanguageVersion.CSharp7_3,
        NullableContext = NullableContextOptions.Disable,
        TestCode =
            """
            using System;
            using System.Diagnostics;
            using System.Threading;
            using System.Threading.Tasks;

            class Waiter
            {
                public async Task WaitAsync(Task task)
                {
                    [|while|] (!task.IsCompleted)
                        await Task.Delay(100);
                }

                public void Wait(Process process, Action<Action> post)
                {
                    [|while|] (!process.HasExited)
                        Thread.Sleep(100);
                    var done = false;
                    post(() => done = true);
                    [|while|] (!done)
                        Thread.Sleep(100);
                }
            }
            """,
        FixedCode =
            """
            using System;
            using System.Diagnostics;
            using System.Threading;
            using System.Threading.Tasks;

            class Waiter
            {
                public async Task WaitAsync(Task task)
                {
                    await Task.WhenAny(task);
                }

                public void Wait(Process process, Action<Action> post)
                {
                    process.WaitForExit();
                    var done = new ManualResetEventSlim();
                    post(() => done.Set());
                    done.Wait();
                }
            }
            """,
    }.RunAsync();

    // Precedence

    [Fact]
    public Task Sleep_of_a_busy_wait_is_nobody_elses() => new Verify.Test
    {
        TestCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Waiter(Task loading)
            {
                private volatile bool ready;

                public async Task WaitAsync()
                {
                    {|CONC307:while|} (!ready)
                        Thread.Sleep(10);
                    {|CONC307:while|} (!ready)
                        Task.Delay(10).Wait();
                    Wait();
                    await loading;
                    Thread.{|CONC303:Sleep|}(10);
                    Task.Run(() => ready).{|CONC301:Wait|}();
                }

                public Task AllAsync() => Parallel.ForEachAsync(new[] { 1, 2 }, async (_, _) =>
                {
                    Wait();
                    await loading;
                });

                public void All() => Parallel.For(0, 2, _ => Wait());

                public void Ready() => ready = true;

                private void Wait()
                {
                    {|CONC307:while|} (!ready)
                        Thread.Sleep(10);
                }
            }
            """,
        AdditionalAnalyzers = { new SleepInAsyncAnalyzer(), new BlockingOnTaskAnalyzer(), new BlockingIoInParallelLoopAnalyzer() },
        References = TargetReferences.Net100,
    }.RunAsync();

    [Fact]
    public Task Sleep_of_a_loop_that_is_no_busy_wait_stays_where_it_was() => new Verify.Test
    {
        TestCode =
            """
            using System.IO;
            using System.Threading;
            using System.Threading.Tasks;

            class Waiter
            {
                private bool ready;

                public async Task WaitAsync(string path)
                {
                    await Task.Yield();
                    while (!File.Exists(path))
                        Thread.{|CONC303:Sleep|}(10);
                    while (!ready)
                    {
                        ready = File.Exists(path);
                        Thread.{|CONC303:Sleep|}(10);
                    }
                }
            }
            """,
        AdditionalAnalyzers = { new SleepInAsyncAnalyzer() },
    }.RunAsync();
}
