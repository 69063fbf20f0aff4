using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<LongRunningAsyncAnalyzer, LongRunningAsyncCodeFix>;

public sealed class LongRunningAsyncTests
{
    private const string Unwrapped = "";
    private const string Lost = ", where its task ends, too";
    private const string Void = "; an exception in it ends the process";

    // Reported

    [Theory]
    [InlineData("'PollAsync'", Unwrapped, "task = Task.Factory.{|#0:StartNew|}(() => PollAsync(token), TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("'PollAsync'", Lost, "task = Task.Factory.{|#0:StartNew|}(async () => await PollAsync(token), TaskCreationOptions.LongRunning);")]
    [InlineData("'ListenAsync'", Lost, "task = Task.Factory.{|#0:StartNew|}(ListenAsync, TaskCreationOptions.LongRunning);")]
    [InlineData("'ListenAsync'", Lost, "Task.Factory.{|#0:StartNew|}(ListenAsync, TaskCreationOptions.LongRunning);")]
    [InlineData("'ListenAsync'", Lost, "_ = Task.Factory.{|#0:StartNew|}(ListenAsync, token, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("'ListenAsync'", Lost, "_ = Task.Factory.{|#0:StartNew|}(ListenAsync, token, TaskCreationOptions.LongRunning, TaskScheduler.Current);")]
    [InlineData("'ListenAsync'", Lost, "_ = Task.Factory.{|#0:StartNew|}(ListenAsync, token, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);")]
    [InlineData("'ListenAsync'", Unwrapped, "await Task.Factory.{|#0:StartNew|}(ListenAsync, token, options | TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();")]
    [InlineData("'Local'", Unwrapped, "await await Task.Factory.{|#0:StartNew|}(Local, TaskCreationOptions.LongRunning); async Task Local() => await Task.Delay(1);")]
    [InlineData("the asynchronous lambda", Lost, "await Task.Factory.{|#0:StartNew|}(async () => { await Task.Delay(1); Work(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("the asynchronous lambda", Lost, "await Task.Factory.{|#0:StartNew|}(async delegate { await Task.Delay(1); Work(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("the asynchronous lambda", Unwrapped, "var number = await await Task.Factory.{|#0:StartNew|}(async () => { await Task.Delay(1); return 1; }, TaskCreationOptions.LongRunning);")]
    [InlineData("the asynchronous lambda", Lost, "await Task.Factory.{|#0:StartNew|}(async state => { await Task.Delay(1); Work(); }, this, TaskCreationOptions.LongRunning);")]
    [InlineData("the asynchronous lambda", Lost, "await Task<Task>.Factory.{|#0:StartNew|}(async () => { await Task.Delay(1); Work(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("the asynchronous lambda", Unwrapped, "Func<Task> pump = async () => { await Task.Delay(1); Work(); }; await Task.Factory.{|#0:StartNew|}(pump, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("'ListenAsync'", Unwrapped, "await new TaskFactory().{|#0:StartNew|}(ListenAsync, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("'ListenAsync'", Unwrapped, "await factory.{|#0:StartNew|}(ListenAsync, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("'Stream.FlushAsync'", Unwrapped, "await Task.Factory.{|#0:StartNew|}(() => stream.FlushAsync(), TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("'Stream.DisposeAsync'", Lost, "await Task.Factory.{|#0:StartNew|}(stream.DisposeAsync, TaskCreationOptions.LongRunning);")] // a ValueTask
    [InlineData("'RunAsync'", Unwrapped, "await Task.Factory.{|#0:StartNew|}(() => feed.RunAsync(token), TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("the asynchronous lambda", Void, "new {|#0:Task|}(async () => { await Task.Delay(1); Work(); }, TaskCreationOptions.LongRunning).Start();")]
    [InlineData("the asynchronous lambda", Void, "var later = new {|#0:Task|}(async () => { await Task.Delay(1); Work(); }, token, TaskCreationOptions.LongRunning); later.Start();")]
    [InlineData("'ListenAsync'", Unwrapped, "new {|#0:Task|}(() => ListenAsync(), TaskCreationOptions.LongRunning).Start();")]
    [InlineData("'ListenAsync'", Lost, "new {|#0:Task|}<Task>(ListenAsync, TaskCreationOptions.LongRunning).Start();")]
    [InlineData("'ListenAsync'", Unwrapped, "var later = new {|#0:Task|}<Task>(ListenAsync, TaskCreationOptions.LongRunning); later.Start(); await later.Unwrap();")]
    [InlineData("'LateAsync'", Lost, "Task.Factory.{|#0:StartNew|}(LateAsync, TaskCreationOptions.LongRunning);")]
    [InlineData("'OnTick'", Unwrapped, "Task.Factory.{|#0:StartNew|}(OnTick, TaskCreationOptions.LongRunning);")] // async void
    public Task Every_form_is_reported(string work, string consequence, string statement) => Verify.VerifyAnalyzerAsync(
        Program(statement),
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations().WithSeverity(DiagnosticSeverity.Warning).WithArguments(work, consequence));

    // What comes first decides.
    [Theory]
    [InlineData("Work(); await Task.Delay(1);")]
    [InlineData("try { Work(); } finally { await Task.Delay(1); }")]
    [InlineData("try { await Task.Delay(1); } catch (IOException) { Work(); }")]
    [InlineData("lock (gate) { Work(); } await Task.Yield();")]
    [InlineData("if (token.IsCancellationRequested) return; await Task.Delay(1);")]
    [InlineData("if (token.CanBeCanceled) { await Task.Delay(1); } else { await Task.Delay(2); }")]
    [InlineData("switch (count) { case 0: await Task.Delay(1); break; default: await Task.Delay(2); break; }")]
    [InlineData("while (!token.IsCancellationRequested) { Work(); await Task.Delay(1); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) break; await Task.Delay(1); }")]
    [InlineData("while (!token.IsCancellationRequested) { if (count > 0) Work(); else await Task.Delay(1); }")] // before long
    [InlineData("while (await timer.WaitForNextTickAsync(token)) Work();")]
    [InlineData("do { Work(); } while (await timer.WaitForNextTickAsync(token));")]
    [InlineData("for (var i = 0; i < count; i++) await Task.Delay(i);")]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) await Task.Delay(item);")]
    [InlineData("await foreach (var item in channel.Reader.ReadAllAsync(token)) Work();")]
    [InlineData("await using var file = new FileStream(\"a\", FileMode.Open); Work();")]
    [InlineData("await using (var file = new FileStream(\"a\", FileMode.Open)) { Work(); }")]
    [InlineData("using (var file = new FileStream(\"a\", FileMode.Open)) { await file.FlushAsync(); }")]
    [InlineData("Console.WriteLine(await channel.Reader.ReadAsync(token));")]
    [InlineData("var text = count > 0 ? await File.ReadAllTextAsync(\"a\") : \"\"; await Task.Delay(1);")]
    [InlineData("var pause = Task.Delay(1); Work(); await pause;")]
    [InlineData("await Task.CompletedTask; await Task.Delay(1);")]
    [InlineData("await ReadyAsync(); await Task.Delay(1);")]
    [InlineData("await Task.WhenAll(Task.Delay(1), Task.Delay(2)).ConfigureAwait(false);")]
    [InlineData("await Task.Run(Work);")]
    [InlineData("checked { await Task.Delay(1); }")]
    public Task First_await_that_is_certain_is_reported(string body) => Verify.VerifyAnalyzerAsync(
        Program($"await Task.Factory.[|StartNew|](async () => {{ {body} }}, TaskCreationOptions.LongRunning).Unwrap();"));

    [Fact]
    public Task Message_says_what_happens() => Verify.VerifyAnalyzerAsync(
        Program("Task.Factory.{|#0:StartNew|}(ListenAsync, TaskCreationOptions.LongRunning);"),
        Verify.Diagnostic().WithLocation(0).WithMessage("'LongRunning' makes a thread, and 'ListenAsync' leaves it at its first await, where its task ends, too"));

    [Fact]
    public Task Every_kind_of_member_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Pump
        {
            private readonly Task running = Task.Factory.[|StartNew|](RunAsync, TaskCreationOptions.LongRunning).Unwrap();

            public Pump() => Task.Factory.[|StartNew|](RunAsync, TaskCreationOptions.LongRunning);

            public Task Running => running.IsCompleted ? Task.Factory.[|StartNew|](RunAsync, TaskCreationOptions.LongRunning).Unwrap() : running;

            public Action Start => () => Task.Factory.[|StartNew|](RunAsync, TaskCreationOptions.LongRunning);

            public void Restart()
            {
                Local();

                void Local() => Task.Factory.[|StartNew|](() => { return RunAsync(); }, TaskCreationOptions.LongRunning);
            }

            private static async Task RunAsync() => await Task.Delay(1);
        }
        """);

    [Fact]
    public Task Top_level_statements_are_fixed() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System;
                using System.Threading.Tasks;

                await Task.Factory.[|StartNew|](async () => { await Task.Delay(1); Console.WriteLine(); }, TaskCreationOptions.LongRunning).Unwrap();
                """,
            },
        },
        FixedCode =
            """
            using System;
            using System.Threading.Tasks;

            await Task.Run(async () => { await Task.Delay(1); Console.WriteLine(); });
            """,
    }.RunAsync();

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_reported_and_fixed(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Pump
            {
                private Task running;

                public void Start(CancellationToken token)
                {
                    running = Task.Factory.[|StartNew|](() => RunAsync(token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
                }

                private static async Task RunAsync(CancellationToken token)
                {
                    while (!token.IsCancellationRequested)
                        await Task.Delay(1);
                }
            }
            """,
        FixedCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Pump
            {
                private Task running;

                public void Start(CancellationToken token)
                {
                    running = Task.Run(() => RunAsync(token), token);
                }

                private static async Task RunAsync(CancellationToken token)
                {
                    while (!token.IsCancellationRequested)
                        await Task.Delay(1);
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);

    // Silent

    [Theory]
    [InlineData("await Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.StartNew(() => Work(), TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.StartNew(() => 1, TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.StartNew(() => { foreach (var item in queue.GetConsumingEnumerable()) Work(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.StartNew(() => { _ = ListenAsync(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.StartNew(() => ListenAsync().GetAwaiter().GetResult(), TaskCreationOptions.LongRunning);")] // waits on its thread
    [InlineData("await Task.Factory.StartNew(() => { ListenAsync().Wait(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.StartNew(ListenAsync).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(ListenAsync);")] // CONC404
    [InlineData("await Task.Factory.StartNew(ListenAsync, TaskCreationOptions.DenyChildAttach).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(ListenAsync, token, options, TaskScheduler.Default).Unwrap();")] // who knows
    [InlineData("await Task.Factory.StartNew(async _ => { await Task.Delay(1); }, TaskCreationOptions.LongRunning).Unwrap();")] // CONC504: that is the state
    [InlineData("await Task.Factory.StartNew(ListenAsync, token, TaskCreationOptions.LongRunning, scheduler).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(ListenAsync, token, TaskCreationOptions.LongRunning, TaskScheduler.FromCurrentSynchronizationContext()).Unwrap();")]
    [InlineData("await new TaskFactory(scheduler).StartNew(ListenAsync, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(work, TaskCreationOptions.LongRunning).Unwrap();")] // nobody knows what the delegate does
    [InlineData("await Task.Factory.StartNew(() => work(), TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(async () => { await work(); }, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(ReadyAsync, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(() => Task.FromResult(count), TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(() => { Work(); return Task.CompletedTask; }, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(ServeAsync, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(() => ServeAsync(), TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(async () => { await ServeAsync(); Work(); }, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(BaseAsync, TaskCreationOptions.LongRunning).Unwrap();")] // one of two lives there
    [InlineData("var later = new Task(Work, TaskCreationOptions.LongRunning); later.Start(); await later;")]
    [InlineData("new Task<Task>(ListenAsync, TaskCreationOptions.LongRunning).Start(scheduler);")]
    [InlineData("new Thread(() => _ = ListenAsync()).Start();")]
    [InlineData("await Task.Run(ListenAsync);")]
    [InlineData("await ListenAsync().ContinueWith(async done => await ListenAsync(), TaskContinuationOptions.LongRunning);")]
    [InlineData("await Own.StartNew(ListenAsync, TaskCreationOptions.LongRunning);")]
    [InlineData("var source = new TaskCompletionSource<Task>(TaskCreationOptions.LongRunning);")]
    public Task Thread_that_is_used_or_not_made_is_silent(string statement) => Verify.VerifyAnalyzerAsync(Program(statement));

    // A life on the thread before the first await is what the thread is for.
    [Theory]
    [InlineData("while (!token.IsCancellationRequested) Work(); await stream.FlushAsync();")]
    [InlineData("while (true) { if (token.IsCancellationRequested) break; Work(); } await stream.FlushAsync();")]
    [InlineData("try { while (!stopped) Work(); } finally { await stream.FlushAsync(); }")]
    [InlineData("while (!stopped) { try { Work(); } catch (IOException) { await Task.Delay(1); } }")] // after a failure only
    [InlineData("foreach (var item in queue.GetConsumingEnumerable(token)) Work(); await stream.FlushAsync();")]
    [InlineData("await using var file = new FileStream(\"a\", FileMode.Open); while (!stopped) Work();")]
    [InlineData("for (; ; ) { lock (gate) { Work(); } if (stopped) return; }")]
    [InlineData("Serve(); await stream.FlushAsync();")]
    [InlineData("Nested(); await stream.FlushAsync(); void Nested() { while (!stopped) Work(); }")]
    [InlineData("if (count > 0) await Task.Delay(1); else Work();")] // a branch decides
    [InlineData("switch (count) { case 0: await Task.Delay(1); break; default: Work(); break; }")]
    [InlineData("switch (count) { case 0: await Task.Delay(1); break; }")]
    [InlineData("var text = count > 0 ? await File.ReadAllTextAsync(\"a\") : \"\"; Work();")]
    [InlineData("var known = count > 0 || await channel.Reader.WaitToReadAsync(); Work();")]
    [InlineData("await Task.CompletedTask; Work();")]
    [InlineData("await ReadyAsync(); Work();")]
    [InlineData("Func<Task> later = async () => await Task.Delay(1); Work();")]
    [InlineData("Work();")]
    public Task Life_before_the_first_await_is_silent(string body) => Verify.VerifyAnalyzerAsync(
        Program($"await Task.Factory.StartNew(async () => {{ {body} }}, TaskCreationOptions.LongRunning).Unwrap();"));

    [Fact]
    public Task Grain_is_silent_without_a_scheduler() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        namespace Orleans.Runtime
        {
            public interface IAddressable;
        }

        class Grain : Orleans.Runtime.IAddressable
        {
            public async Task RunAsync()
            {
                await Task.Factory.StartNew(PollAsync, TaskCreationOptions.LongRunning).Unwrap();
                await Task.Factory.[|StartNew|](PollAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            }

            private static async Task PollAsync() => await Task.Delay(1);
        }
        """);

    [Fact]
    public Task Test_class_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class PumpTests
        {
            [Xunit.Fact]
            public async Task Runs() => await Task.Factory.StartNew(async () => await Task.Delay(1), TaskCreationOptions.LongRunning).Unwrap();
        }
        """);

    [Fact]
    public Task Generated_code_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/0/Pump.g.cs", """
                using System.Threading.Tasks;

                class Pump
                {
                    public Task Run() => Task.Factory.StartNew(async () => await Task.Delay(1), TaskCreationOptions.LongRunning).Unwrap();
                }
                """),
            },
        },
    }.RunAsync();

    [Fact]
    public Task One_diagnostic_tells_of_an_async_void_lambda_on_a_thread() => new Verify.Test
    {
        TestCode =
            """
            using System;
            using System.Threading.Tasks;

            class Pump
            {
                public void Start(bool stopped, TaskScheduler scheduler)
                {
                    new Task({|CONC403:async|} () => { await Task.Delay(1); }, TaskCreationOptions.LongRunning).Start(scheduler);
                    new {|CONC402:Task|}(async () => { await Task.Delay(1); }, TaskCreationOptions.LongRunning).Start();
                    new Task({|CONC403:async|} () => { await Task.Delay(1); }).Start();
                    new Task({|CONC403:async|} () => { while (!stopped) Console.WriteLine(); await Task.Delay(1); }, TaskCreationOptions.LongRunning).Start();
                    Task.Factory.StartNew((Action)({|CONC403:async|} () => { await Task.Delay(1); }), TaskCreationOptions.LongRunning);
                    Task.Factory.{|CONC402:StartNew|}(async () => { await Task.Delay(1); }, TaskCreationOptions.LongRunning);
                    Task.Factory.{|CONC404:StartNew|}(async () => { await Task.Delay(1); });
                    Task.Run(async () => { await Task.Delay(1); });
                }
            }
            """,
        AdditionalAnalyzers = { new AsyncDelegateAsVoidAnalyzer(), new StartNewAsyncAnalyzer(), new TaskRunOverAsyncAnalyzer() },
    }.RunAsync();

    // Found code, reported

    // dotnet/extensions#571, andrewlock/NetEscapades.Extensions.Logging#8: the loop of a logger that awaits a pause.
    [Fact]
    public Task Logger_that_pauses_between_batches() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        public abstract class BatchingSink : IDisposable
        {
            private readonly BlockingCollection<string> lines = new(1000);
            private readonly CancellationTokenSource stop = new();
            private Task? output;

            protected abstract Task WriteAsync(IReadOnlyList<string> batch, CancellationToken token);

            public void Start() => output = Task.Factory.[|StartNew|]<Task>(FlushAsync, null, TaskCreationOptions.LongRunning);

            private async Task FlushAsync(object? state)
            {
                var batch = new List<string>();
                while (!stop.IsCancellationRequested)
                {
                    while (lines.TryTake(out var line))
                        batch.Add(line);
                    if (batch.Count > 0)
                        await WriteAsync(batch, stop.Token);
                    batch.Clear();
                    await Task.Delay(TimeSpan.FromSeconds(1), stop.Token);
                }
            }

            public void Dispose() => stop.Cancel();
        }
        """);

    // dotnet/corefx#2652: pauses that are to be waited for together.
    [Fact]
    public Task Pauses_on_threads_of_their_own() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        static class Pauses
        {
            public static async Task RunAsync()
            {
                await Task.WhenAll(Pause(1), Pause(2), Pause(5));
                Console.WriteLine("over");
            }

            private static Task Pause(int seconds) => Task.Factory.[|StartNew|](
                async () =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(seconds));
                    Console.WriteLine(seconds);
                },
                TaskCreationOptions.LongRunning);
        }
        """);

    // Remora/Remora.Discord#37: the two halves of a gateway.
    [Fact]
    public Task Gateway_that_sends_and_receives() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Net.WebSockets;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Gateway(ClientWebSocket socket)
        {
            private readonly ConcurrentQueue<byte[]> outgoing = new();
            private Task<int>? sending;
            private Task<int>? receiving;

            public void Connect(CancellationToken token)
            {
                sending = Task.Factory.[|StartNew|](() => SendAsync(token), TaskCreationOptions.LongRunning).Unwrap();
                receiving = Task.Factory.[|StartNew|](() => ReceiveAsync(token), TaskCreationOptions.LongRunning).Unwrap();
            }

            private async Task<int> SendAsync(CancellationToken token)
            {
                var sent = 0;
                while (!token.IsCancellationRequested)
                {
                    if (!outgoing.TryDequeue(out var payload))
                    {
                        await Task.Delay(100, token);
                        continue;
                    }

                    await socket.SendAsync(payload, WebSocketMessageType.Text, true, token);
                    sent++;
                }

                return sent;
            }

            private async Task<int> ReceiveAsync(CancellationToken token)
            {
                var received = 0;
                var buffer = new byte[4096];
                while (!token.IsCancellationRequested)
                {
                    await socket.ReceiveAsync(buffer, token);
                    received++;
                }

                return received;
            }
        }
        """);

    // dotnet/runtime#103428: tasks that say that they have completed while they are still running.
    [Fact]
    public Task Tasks_in_a_list_that_are_complete_too_early() => new Verify.Test
    {
        TestCode =
            """
            using System.Collections.Concurrent;
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading;
            using System.Threading.Tasks;

            static class Chunks
            {
                public static int Count(IEnumerable<int> numbers, CancellationToken token)
                {
                    var seen = new ConcurrentBag<int>();
                    var tasks = new List<Task>();
                    foreach (var chunk in numbers.Chunk(100))
                    {
                        var task = new {|CONC402:Task|}(async () =>
                        {
                            await Task.Delay(1000, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                            foreach (var number in chunk)
                                seen.Add(number);
                        }, TaskCreationOptions.LongRunning);
                        tasks.Add(task);
                        task.Start();
                    }

                    Task.WaitAll(tasks.ToArray());
                    return seen.Count;
                }
            }
            """,
        AdditionalAnalyzers = { new AsyncDelegateAsVoidAnalyzer() },
        OffersNoFix = true,
    }.RunAsync();

    // abpframework/abp#16153, davidfowl/AspNetCoreDiagnosticScenarios#76: it waits for the broker on its thread, and for the handler without it.
    [Fact]
    public Task Consumer_that_blocks_and_awaits() => Verify.VerifyNoFixAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed record Message(string Body);

        public abstract class Consumer
        {
            private readonly BlockingCollection<Message> queue = new();

            protected abstract Task HandleAsync(Message message);

            public void Start(CancellationToken token)
            {
                Task.Factory.[|StartNew|](async () =>
                {
                    while (true)
                    {
                        var message = queue.Take(token);
                        await HandleAsync(message);
                    }
                }, TaskCreationOptions.LongRunning);
            }

            public void StartAll() => Task.Factory.[|StartNew|](ProcessAsync, TaskCreationOptions.LongRunning);

            private async Task ProcessAsync()
            {
                foreach (var message in queue.GetConsumingEnumerable())
                    await HandleAsync(message).ConfigureAwait(false);
            }
        }
        """);

    // justeattakeaway/JustSaying#561: the task only stands for the start of the loop.
    [Fact]
    public Task Listener_whose_end_is_waited_for() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public interface IQueueClient
        {
            Task<string[]> ReceiveAsync(CancellationToken token);
        }

        public sealed class Listener(IQueueClient client, Action<string> handle)
        {
            public void Listen(CancellationToken token) =>
                Task.Factory.[|StartNew|](() => LoopAsync(token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                    .ContinueWith(done => Console.WriteLine(done.IsFaulted ? "failed" : "stopped"));

            private async Task LoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    foreach (var message in await client.ReceiveAsync(token))
                        handle(message);
                }
            }
        }
        """);

    // davidfowl/AspNetCoreDiagnosticScenarios#32: one of the steps takes minutes, none of them a thread.
    [Fact]
    public Task Steps_in_the_background() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        public interface ISteps
        {
            Task FirstAsync();

            void Between();

            Task SecondAsync();
        }

        public sealed class Background(ISteps steps, Action<Exception> log)
        {
            public void Run()
            {
                Task.Factory.[|StartNew|](async () =>
                {
                    try
                    {
                        await steps.FirstAsync();
                        steps.Between();
                        await steps.SecondAsync();
                    }
                    catch (Exception e)
                    {
                        log(e);
                    }
                }, TaskCreationOptions.LongRunning);
            }
        }
        """);

    // Found code, silent

    // rabbitmq/rabbitmq-dotnet-client#1321: a loop that reads frames and blocks is what a thread is for.
    [Fact]
    public Task Frames_that_are_read_by_blocking() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Connection(BinaryReader reader)
        {
            private volatile bool closed;
            private Task? mainLoop;

            public void Open() => mainLoop = Task.Factory.StartNew(MainLoop, TaskCreationOptions.LongRunning);

            public void Close()
            {
                closed = true;
                mainLoop?.Wait();
            }

            private void MainLoop()
            {
                while (!closed)
                    reader.ReadBytes(reader.ReadInt32());
            }
        }
        """);

    // davidfowl/AspNetCoreDiagnosticScenarios#64: the worker of a log sink that takes events from a blocking queue.
    [Fact]
    public Task Sink_that_pumps_a_blocking_queue() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class BackgroundSink : IDisposable
        {
            private readonly BlockingCollection<string> queue = new(10_000);
            private readonly Task worker;

            public BackgroundSink(Action<string> emit) => worker = Task.Factory.StartNew(
                () =>
                {
                    foreach (var line in queue.GetConsumingEnumerable())
                        emit(line);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default);

            public void Dispose()
            {
                queue.CompleteAdding();
                worker.Wait();
            }
        }
        """);

    // dotnet/extensions#611, Havret/dotnet-activemq-artemis-client#240: the loop on the pool, which it does not hold up.
    [Fact]
    public Task Loop_on_the_pool() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Recovery(Func<Task> reconnect)
        {
            private Task? loop;

            public void Start(CancellationToken token) => loop = Task.Run(async () =>
            {
                while (true)
                {
                    await Task.Delay(1000, token);
                    await reconnect();
                }
            });
        }
        """);

    // dotnet/corefx#19739: reads that block, as continuations on threads of their own.
    [Fact]
    public Task Continuation_that_reads() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Packets(Stream stream)
        {
            public Task<int> ReadAsync(Task before, byte[] buffer) => before.ContinueWith(
                _ => stream.Read(buffer, 0, buffer.Length), CancellationToken.None, TaskContinuationOptions.LongRunning, TaskScheduler.Default);
        }
        """);

    // dotnet/runtime#73390: a helper that brings work to a scheduler of its own.
    [Fact]
    public Task Helper_for_a_scheduler() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Zone(TaskScheduler scheduler)
        {
            public async ValueTask RunAsync(Func<object?, Task> work, object? context, bool unwrap, CancellationToken token)
            {
                var task = Task.Factory.StartNew(work, context, token, TaskCreationOptions.LongRunning, scheduler);
                if (unwrap)
                    await task.Unwrap();
            }
        }
        """);

    // ppy/osu-framework#4988: a synchronous task that may be waited for because it has a thread.
    [Fact]
    public Task Load_that_is_waited_for() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        public sealed class Loader(Action load)
        {
            public void Load()
            {
                var task = Task.Factory.StartNew(() => load(), TaskCreationOptions.LongRunning);
                task.Wait();
            }
        }
        """);

    // alexalok/dotWork#4: a thread for each iteration was asked for, and not made.
    [Fact]
    public Task Iterations_of_a_hosted_service() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class WorkHost(Func<CancellationToken, Task> iteration, TimeSpan pause)
        {
            public async Task ExecuteAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    await Task.Run(() => iteration(token), token);
                    await Task.Delay(pause, token);
                }
            }
        }
        """);

    // Fixed

    [Fact]
    public Task Unwrapped_tasks_are_started_on_the_pool() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Pump
        {
            private Task? running;

            public async Task RunAsync(CancellationToken token)
            {
                running = Task.Factory.[|StartNew|](() => PollAsync(token), TaskCreationOptions.LongRunning).Unwrap();
                await Task.Factory.[|StartNew|](async () => { await Task.Delay(1); Console.WriteLine(); }, TaskCreationOptions.LongRunning).Unwrap();
                await await Task.Factory.[|StartNew|](async () => { await Task.Delay(1); Console.WriteLine(); }, TaskCreationOptions.LongRunning);
                await (await Task.Factory.[|StartNew|](async () => { await Task.Delay(1); Console.WriteLine(); }, TaskCreationOptions.LongRunning).ConfigureAwait(false)).ConfigureAwait(false);
                var number = await await Task.Factory.[|StartNew|](async () => { await Task.Delay(1); return 1; }, token, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
                Console.WriteLine(number);
            }

            private static async Task PollAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                    await Task.Delay(1);
            }
        }
        """,
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Pump
        {
            private Task? running;

            public async Task RunAsync(CancellationToken token)
            {
                running = Task.Run(() => PollAsync(token));
                await Task.Run(async () => { await Task.Delay(1); Console.WriteLine(); });
                await Task.Run(async () => { await Task.Delay(1); Console.WriteLine(); });
                await Task.Run(async () => { await Task.Delay(1); Console.WriteLine(); }).ConfigureAwait(false);
                var number = await Task.Run(async () => { await Task.Delay(1); return 1; }, token);
                Console.WriteLine(number);
            }

            private static async Task PollAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                    await Task.Delay(1);
            }
        }
        """);

    [Fact]
    public Task Tasks_that_nobody_waits_for_yet_are_started_on_the_pool() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Pump
        {
            private Task running = Task.CompletedTask;

            public void Start(CancellationToken token)
            {
                // Until somebody stops it.
                Task.Factory.[|StartNew|](async () =>
                {
                    while (!token.IsCancellationRequested)
                        await Task.Delay(1);
                }, TaskCreationOptions.LongRunning);
                _ = System.Threading.Tasks.Task.Factory.[|StartNew|](
                    PollAsync,
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
                running = Task.Factory.[|StartNew|](PollAsync, TaskCreationOptions.LongRunning);
                new [|Task|](async () => await PollAsync(), TaskCreationOptions.LongRunning).Start();
                new [|Task|]<Task>(PollAsync, token, TaskCreationOptions.LongRunning).Start(); // and this
                new [|Task|](() => PollAsync(), TaskCreationOptions.LongRunning).Start();
            }

            private static async Task PollAsync()
            {
                while (true)
                    await Task.Delay(1);
            }
        }
        """,
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Pump
        {
            private Task running = Task.CompletedTask;

            public void Start(CancellationToken token)
            {
                // Until somebody stops it.
                Task.Run(async () =>
                {
                    while (!token.IsCancellationRequested)
                        await Task.Delay(1);
                });
                _ = System.Threading.Tasks.Task.Run(PollAsync);
                running = Task.Run(PollAsync);
                _ = Task.Run(async () => await PollAsync());
                _ = Task.Run(PollAsync, token); // and this
                _ = Task.Run(() => PollAsync());
            }

            private static async Task PollAsync()
            {
                while (true)
                    await Task.Delay(1);
            }
        }
        """);

    [Fact]
    public Task Work_that_ends_may_be_waited_for() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Copies
        {
            public async Task CopyAsync(string[] paths)
            {
                await Task.Factory.[|StartNew|](async () =>
                {
                    foreach (var path in paths)
                        await File.WriteAllTextAsync(path + ".copy", await File.ReadAllTextAsync(path));
                }, TaskCreationOptions.LongRunning);
            }

            public Task OneAsync(string path) => Task.Factory.[|StartNew|](() => WriteAsync(path), TaskCreationOptions.LongRunning);

            private static async Task WriteAsync(string path) => await File.WriteAllTextAsync(path, "");
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Copies
        {
            public async Task CopyAsync(string[] paths)
            {
                await Task.Run(async () =>
                {
                    foreach (var path in paths)
                        await File.WriteAllTextAsync(path + ".copy", await File.ReadAllTextAsync(path));
                });
            }

            public Task OneAsync(string path) => WriteAsync(path);

            private static async Task WriteAsync(string path) => await File.WriteAllTextAsync(path, "");
        }
        """);

    [Fact]
    public Task Name_that_means_something_else_is_qualified() => Verify.VerifyCodeFixAsync(
        """
        namespace Jobs
        {
            using System.Threading.Tasks;
            using static System.Threading.Tasks.Task;

            class Pump
            {
                public void Start() => Factory.[|StartNew|](async () => await Delay(1), TaskCreationOptions.LongRunning);
            }
        }
        """,
        """
        namespace Jobs
        {
            using System.Threading.Tasks;
            using static System.Threading.Tasks.Task;

            class Pump
            {
                public void Start() => Task.Run(async () => await Delay(1));
            }
        }
        """);

    // Not fixed

    [Theory]
    [InlineData("await Task.Factory.[|StartNew|](async () => { Thread.Sleep(1); await Task.Delay(1); }, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](BlockingAsync, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { Thread.CurrentThread.Name = \"pump\"; await Task.Delay(1); }, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { Thread.CurrentThread.Priority = ThreadPriority.Lowest; await Task.Delay(1); }, TaskCreationOptions.LongRunning).Unwrap();")]
    public Task No_fix_is_offered_where_the_code_needs_its_thread(string statement) => Verify.VerifyNoFixAsync(Program(statement));

    [Theory]
    [InlineData("await Task.Factory.[|StartNew|](() => PollAsync(token), TaskCreationOptions.LongRunning);")]
    [InlineData("task = Task.Factory.[|StartNew|](() => PollAsync(token), TaskCreationOptions.LongRunning); await task;")] // a parameter: who waits for it?
    [InlineData("Task.Factory.[|StartNew|](() => PollAsync(token), TaskCreationOptions.LongRunning).Wait();")]
    [InlineData("await Task.WhenAny(Task.Factory.[|StartNew|](() => PollAsync(token), TaskCreationOptions.LongRunning), Task.Delay(1));")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { await foreach (var item in channel.Reader.ReadAllAsync()) Work(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { while (await timer.WaitForNextTickAsync()) Work(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.[|StartNew|](() => feed.RunAsync(token), TaskCreationOptions.LongRunning);")] // nobody knows when it ends
    public Task No_fix_is_offered_where_somebody_would_wait_for_good(string statement) => Verify.VerifyNoFixAsync(Program(statement));

    [Theory]
    [InlineData("await Task.Factory.[|StartNew|](async state => { await Task.Delay(1); Work(); }, this, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](ListenAsync, token, TaskCreationOptions.LongRunning | TaskCreationOptions.AttachedToParent, TaskScheduler.Default).Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](ListenAsync, token, TaskCreationOptions.LongRunning | options, TaskScheduler.Default).Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](ListenAsync, token, TaskCreationOptions.LongRunning, TaskScheduler.Current).Unwrap();")]
    [InlineData("await factory.[|StartNew|](ListenAsync, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](stream.DisposeAsync, TaskCreationOptions.LongRunning);")] // Task.Run would not unwrap it either
    [InlineData("Task<Task> outer = Task.Factory.[|StartNew|](ListenAsync, TaskCreationOptions.LongRunning); await outer.Unwrap();")]
    [InlineData("var later = new [|Task|]<Task>(ListenAsync, TaskCreationOptions.LongRunning); later.Start(); await later.Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](ListenAsync, /* a thread of its own */ TaskCreationOptions.LongRunning).Unwrap();")]
    public Task No_fix_is_offered_where_more_is_said(string statement) => Verify.VerifyNoFixAsync(Program(statement));

    private static string Program(string statement) =>
        $$"""
        using System;
        using System.Collections.Concurrent;
        using System.IO;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        public interface IFeed
        {
            Task RunAsync(CancellationToken token);
        }

        public static class Own
        {
            public static Task StartNew(Func<Task> work, TaskCreationOptions options) => work();
        }

        public abstract class Base
        {
            protected abstract Task BaseAsync();
        }

        public class Awaiting : Pump
        {
            protected override async Task BaseAsync() => await Task.Delay(1);
        }

        public class Pump : Base
        {
            private readonly object gate = new();
            private volatile bool stopped;

            public async Task RunAsync(
                Task task, TaskCreationOptions options, TaskScheduler scheduler, TaskFactory factory, Func<Task> work, Stream stream, IFeed feed, Channel<int> channel,
                BlockingCollection<int> queue, PeriodicTimer timer, int count, CancellationToken token)
            {
                {{statement}}
                await task;
                stopped = true;
            }

            protected override async Task BaseAsync()
            {
                while (!stopped)
                    Work();
                await Task.Delay(1);
            }

            private static async Task ListenAsync()
            {
                await Task.Delay(1);
                Work();
            }

            private static async Task BlockingAsync()
            {
                await Task.Delay(1);
                Thread.Sleep(1);
            }

            private static Task LateAsync()
            {
                Work();
                return ListenAsync();
            }

            private static async Task PollAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                    await Task.Delay(100, token);
            }

            private static async Task ReadyAsync()
            {
                Work();
                await Task.CompletedTask;
            }

            private async Task ServeAsync()
            {
                Serve();
                await Task.Delay(1);
            }

            private void Serve()
            {
                while (!stopped)
                    Work();
            }

            private static async void OnTick() => await Task.Delay(1);

            private static void Work()
            {
            }
        }
        """;
}
