using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<SleepInAsyncAnalyzer, SleepInAsyncCodeFix>;

public sealed class SleepInAsyncTests
{
    // Reported

    [Theory]
    [InlineData("Thread.[|Sleep|](100);")]
    [InlineData("Thread.[|Sleep|](interval);")]
    [InlineData("Thread.[|Sleep|](interval * 2 + 1);")]
    [InlineData("Thread.[|Sleep|](TimeSpan.FromSeconds(1));")]
    [InlineData("Thread.[|Sleep|](Timeout.Infinite);")]
    [InlineData("Thread.[|Sleep|](millisecondsTimeout: 100);")]
    [InlineData("System.Threading.Thread.[|Sleep|](100);")]
    [InlineData("[|Sleep|](100);")]
    [InlineData("Pause.[|Sleep|](100);")]
    [InlineData("if (interval > 0) Thread.[|Sleep|](interval);")]
    [InlineData("while (interval-- > 0) Thread.[|Sleep|](100);")]
    [InlineData("try { await Task.Yield(); } catch (Exception) { Thread.[|Sleep|](100); }")]
    [InlineData("try { await Task.Yield(); } finally { Thread.[|Sleep|](100); }")]
    [InlineData("switch (interval) { case 1: Thread.[|Sleep|](1); break; default: Thread.[|Sleep|](2); break; }")]
    public Task Every_form_of_the_call_is_reported(string statement) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using static System.Threading.Thread;
        using Pause = System.Threading.Thread;

        class Poller
        {
            public async Task PollAsync(int interval)
            {
                {{statement}}
                await Task.Delay(interval);
            }
        }
        """);

    [Theory]
    [InlineData("public async Task WaitAsync() => Thread.[|Sleep|](1);")]
    [InlineData("public async ValueTask WaitAsync() { await Task.Yield(); Thread.[|Sleep|](1); }")]
    [InlineData("public async void Wait() { Thread.[|Sleep|](1); await Task.Yield(); }")]
    [InlineData("public async void OnClick(object? sender, EventArgs e) { Thread.[|Sleep|](1); await Task.Yield(); }")]
    [InlineData("public Task WaitAsync() { Thread.[|Sleep|](1); return Task.CompletedTask; }")]
    [InlineData("public ValueTask<int> WaitAsync() { Thread.[|Sleep|](1); return new(1); }")]
    [InlineData("public Task Waiting { get { Thread.[|Sleep|](1); return Task.CompletedTask; } }")]
    [InlineData("public async IAsyncEnumerable<int> TickAsync() { await Task.Yield(); Thread.[|Sleep|](1); yield return 1; }")]
    [InlineData("public Action Wait() => async () => { Thread.[|Sleep|](1); await Task.Yield(); };")]
    [InlineData("public Func<Task> Wait() => async delegate { Thread.[|Sleep|](1); await Task.Yield(); };")]
    [InlineData("public Task Start() => Task.Run(async () => { while (true) { Thread.[|Sleep|](1); await Task.Yield(); } });")]
    [InlineData("public Task EachAsync(int[] items) => Parallel.ForEachAsync(items, async (item, token) => { await Task.Yield(); Thread.[|Sleep|](item); });")]
    [InlineData("public Task AllAsync(int[] items) => Task.WhenAll(items.Select(async item => { await Task.Yield(); Thread.[|Sleep|](item); }));")]
    [InlineData("public void Start() { _ = LocalAsync(); async Task LocalAsync() { await Task.Yield(); Thread.[|Sleep|](1); } }")]
    public Task Every_shape_of_asynchronous_code_is_reported(string member) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            {{member}}
        }
        """);

    [Fact]
    public Task Helper_that_sleeps_is_reported_with_its_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Delivery
        {
            public async Task SendAsync()
            {
                {|#0:Pause|}(1);
                await Task.Yield();
            }

            private static void Pause(int seconds) => Thread.{|#1:Sleep|}(1000 * seconds);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1).WithSeverity(DiagnosticSeverity.Warning)
            .WithMessage("'SendAsync' is asynchronous but puts its thread to sleep: Pause → Thread.Sleep"));

    [Fact]
    public Task Helpers_in_other_documents_are_reported_with_their_chain() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading.Tasks;

                class Mailing(Outbox outbox)
                {
                    public async Task RunAsync()
                    {
                        await Task.Yield();
                        outbox.{|#0:Flush|}();
                    }
                }
                """,
                """
                class Outbox(Backoff backoff)
                {
                    public bool IsEmpty { get; private set; }

                    public void Flush()
                    {
                        while (!IsEmpty)
                        {
                            backoff.{|#1:Next|}();
                            IsEmpty = true;
                        }
                    }
                }
                """,
                """
                using System.Threading;

                class Backoff
                {
                    private int attempt;

                    public void Next() => {|#2:Rest|}(++attempt);

                    private static void Rest(int attempt) => Thread.{|#3:Sleep|}(attempt * 100);
                }
                """,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2, 3).WithArguments("RunAsync", "Flush → … → Rest → Thread.Sleep"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Retry_that_runs_the_work_in_place_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        static class Retry
        {
            public static T Do<T>(Func<T> work, int attempts)
            {
                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        return work();
                    }
                    catch (InvalidOperationException) when (attempt < attempts)
                    {
                    }

                    Thread.Sleep(100 * attempt);
                }
            }
        }

        class Client
        {
            public async Task<int> ReadAsync(Func<int> read)
            {
                await Task.Yield();
                return Retry.[|Do|](read, 3);
            }
        }
        """);

    [Fact]
    public Task Constructor_property_extension_and_setter_that_sleep_are_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Motor
        {
            private int speed;

            public Motor() => Thread.Sleep(1000);

            public int Speed
            {
                get => speed;
                set
                {
                    Thread.Sleep(100);
                    speed = value;
                }
            }

            public bool IsReady
            {
                get
                {
                    Thread.Sleep(10);
                    return true;
                }
            }
        }

        static class Pauses
        {
            public static void Settle(this Motor motor) => Thread.Sleep(motor.Speed);
        }

        class Line
        {
            public async Task StartAsync()
            {
                await Task.Yield();
                var motor = new [|Motor|]();
                motor.[|Speed|] = 3;
                if (motor.[|IsReady|])
                    motor.[|Settle|]();
            }
        }
        """);

    [Fact]
    public Task Only_implementation_of_an_interface_is_followed() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        interface IClock
        {
            void Wait(int milliseconds);
        }

        class SystemClock : IClock
        {
            public void Wait(int milliseconds) => Thread.Sleep(milliseconds);
        }

        class Poller(IClock clock)
        {
            public async Task PollAsync()
            {
                await Task.Yield();
                clock.[|Wait|](100);
            }
        }
        """);

    [Fact]
    public Task Local_functions_lambdas_and_method_groups_that_run_in_place_are_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class Steps
        {
            public async Task RunAsync(List<int> pauses)
            {
                pauses.ForEach(pause => Thread.[|Sleep|](pause));
                pauses.[|ForEach|](Thread.Sleep);
                pauses.[|ForEach|](Rest);
                var slow = pauses.Where(pause => { Thread.[|Sleep|](pause); return true; }).ToList();
                [|Finish|]();
                await Task.Delay(slow.Count);

                void Finish() => Thread.Sleep(1);
            }

            private static void Rest(int pause) => Thread.Sleep(pause);
        }
        """);

    [Fact]
    public Task Background_service_is_reported() => new Verify.Test
    {
        TestCode =
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using Microsoft.Extensions.Hosting;

            class Sweeper : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    while (!stoppingToken.IsCancellationRequested)
                    {
                        await SweepAsync();
                        Thread.{|#0:Sleep|}(TimeSpan.FromMinutes(1));
                    }
                }

                private static async Task SweepAsync() => await Task.Yield();
            }
            """,
        TestState =
        {
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithAdditionalLocations().WithArguments("ExecuteAsync", "Thread.Sleep") },
        },
        References = TargetReferences.AspNetCore100,
    }.RunAsync();

    [Fact]
    public Task Message_names_the_lambda_by_its_place() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Menu
        {
            public Func<Task> Blink() => async () =>
            {
                Thread.{|#0:Sleep|}(500);
                await Task.Yield();
            };
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("lambda in Blink", "Thread.Sleep"));

    // Silent

    [Theory]
    [InlineData("Thread.Sleep(0);")]
    [InlineData("Thread.Sleep(TimeSpan.Zero);")]
    [InlineData("Thread.Sleep(millisecondsTimeout: 0);")]
    [InlineData("const int none = 0; Thread.Sleep(none);")]
    [InlineData("Thread.Yield();")]
    [InlineData("Thread.SpinWait(20);")]
    [InlineData("await Task.Delay(100);")]
    [InlineData("var delay = Task.Delay(100);")]
    [InlineData("Console.WriteLine(nameof(Thread.Sleep));")]
    [InlineData("Action<int> sleep = Thread.Sleep;")]
    [InlineData("Action pause = () => Thread.Sleep(100);")]
    [InlineData("new Thread(() => Thread.Sleep(100)).Start();")]
    [InlineData("new Thread(Pause) { IsBackground = true }.Start();")]
    [InlineData("await Task.Run(() => Thread.Sleep(100));")] // another rule's
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(100));")]
    [InlineData("await Task.Factory.StartNew(Pause, TaskCreationOptions.LongRunning);")]
    [InlineData("using var timer = new Timer(_ => Thread.Sleep(100), null, 0, 1000);")]
    [InlineData("Parallel.For(0, 10, i => Thread.Sleep(i));")] // CONC203
    [InlineData("var lazy = new Lazy<int>(() => { Thread.Sleep(100); return 1; });")]
    [InlineData("Elapsed += () => Thread.Sleep(100);")]
    [InlineData("var later = new[] { 1 }.Select(i => { Thread.Sleep(i); return i; });")]
    [InlineData("Expression<Action> tree = () => Thread.Sleep(100);")]
    [InlineData("void Unused() => Thread.Sleep(100);")]
    [InlineData("((dynamic)this).Sleep(100);")]
    [InlineData("Trace();")] // not called at all in a release
    [InlineData("if (Elapsed is null) { Thread.Sleep(100); throw new InvalidOperationException(); }")]
    [InlineData("side ??= Slow();")]
    public Task Statement_that_does_not_sleep_here_is_silent(string statement) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Diagnostics;
        using System.Linq;
        using System.Linq.Expressions;
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            private string? side;

            public event Action? Elapsed;

            public async Task PollAsync()
            {
                await Task.Yield();
                {{statement}}
                Elapsed?.Invoke();
                Console.WriteLine(side);
            }

            [Conditional("DEBUG")]
            private static void Trace() => Thread.Sleep(100);

            private static void Pause() => Thread.Sleep(100);

            private static string Slow()
            {
                Thread.Sleep(100);
                return "";
            }
        }
        """);

    [Fact]
    public Task Synchronous_code_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;

        class Poller : IDisposable
        {
            private static readonly int Start = Slow();

            static Poller() => Thread.Sleep(1);

            public Poller() => Thread.Sleep(Start);

            public bool IsReady
            {
                get
                {
                    Thread.Sleep(1);
                    return true;
                }
            }

            public void Poll()
            {
                while (!IsReady)
                    Thread.Sleep(100);
            }

            public IEnumerable<int> Ticks()
            {
                yield return 1;
                Thread.Sleep(100);
            }

            public void Dispose() => Thread.Sleep(1);

            private static int Slow()
            {
                Thread.Sleep(100);
                return 1;
            }
        }
        """);

    [Fact]
    public Task Code_for_both_kinds_of_callers_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Client
        {
            public void Send() => SendAsync(async: false).GetAwaiter().GetResult();

            public Task SendAsync() => SendAsync(async: true);

            private static async Task SendAsync(bool async)
            {
                for (var attempt = 1; attempt < 3; attempt++)
                {
                    await DelayAsync(100 * attempt, async).ConfigureAwait(false);
                    if (async)
                        await Task.Delay(attempt).ConfigureAwait(false);
                    else
                        Thread.Sleep(attempt);
                }
            }

            private static Task DelayAsync(int milliseconds, bool isAsync)
            {
                if (isAsync)
                    return Task.Delay(milliseconds);

                Thread.Sleep(milliseconds);
                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Same_name_on_another_type_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        namespace Game
        {
            class Thread
            {
                public static void Sleep(int turns)
                {
                }
            }

            class Actor
            {
                public async Task RestAsync()
                {
                    Thread.Sleep(3);
                    await Task.Yield();
                }
            }
        }
        """);

    [Fact]
    public Task Contract_with_mostly_light_implementations_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        interface IClock
        {
            void Wait(int milliseconds);
        }

        class SystemClock : IClock
        {
            public void Wait(int milliseconds) => Thread.Sleep(milliseconds);
        }

        class FakeClock : IClock
        {
            public int Now { get; private set; }

            public void Wait(int milliseconds) => Now += milliseconds;
        }

        class Poller(IClock clock)
        {
            public async Task PollAsync()
            {
                await Task.Yield();
                clock.Wait(100);
            }
        }
        """);

    [Fact]
    public Task Sleep_in_an_asynchronous_callee_is_told_there_only() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            public async Task TwiceAsync()
            {
                await OnceAsync();
                await OnceAsync();
            }

            private async Task OnceAsync()
            {
                Thread.[|Sleep|](100);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Main_is_silent() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System.Threading;
                using System.Threading.Tasks;

                static class Program
                {
                    private static async Task Main()
                    {
                        await Task.Yield();
                        Thread.Sleep(1000);
                    }
                }
                """,
            },
        },
    }.RunAsync();

    [Fact]
    public Task Top_level_statements_are_silent_but_not_the_asynchronous_functions_in_them() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System.Threading;
                using System.Threading.Tasks;

                await PollAsync();
                Thread.Sleep(1000);

                async Task PollAsync()
                {
                    await Task.Yield();
                    Thread.{|#0:Sleep|}(100);
                }
                """,
            },
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("PollAsync", "Thread.Sleep") },
        },
    }.RunAsync();

    [Fact]
    public Task Test_class_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.VisualStudio.TestTools.UnitTesting;

        namespace Microsoft.VisualStudio.TestTools.UnitTesting
        {
            class TestClassAttribute : Attribute;

            class TestMethodAttribute : Attribute;
        }

        [TestClass]
        public class TimerTests
        {
            [TestMethod]
            public async Task Ticks()
            {
                await Task.Yield();
                Thread.Sleep(100);
                Wait();
            }

            private static void Wait() => Thread.Sleep(10);
        }
        """);

    [Fact]
    public Task Test_project_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading;
                using System.Threading.Tasks;

                class Eventually
                {
                    public static async Task TrueAsync()
                    {
                        await Task.Yield();
                        Thread.Sleep(100);
                    }
                }
                """,
            },
            AdditionalProjects = { ["xunit.core"] = { Sources = { "public class Framework;" } } },
            AdditionalProjectReferences = { "xunit.core" },
        },
    }.RunAsync();

    [Fact]
    public Task Generated_code_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/0/Client.g.cs", """
                using System.Threading;
                using System.Threading.Tasks;

                class Client
                {
                    public async Task WaitAsync()
                    {
                        await Task.Yield();
                        Thread.Sleep(100);
                    }
                }
                """),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Suppression_is_respected() => Verify.VerifyAnalyzerAsync(
        """
        using System.Diagnostics.CodeAnalysis;
        using System.Threading;
        using System.Threading.Tasks;

        class Chip
        {
            [SuppressMessage("Reliability", "CONC303", Justification = "The bus needs this very thread.")]
            public async Task ResetAsync()
            {
                await Task.Yield();
                Thread.Sleep(1);
            }
        }
        """);

    // Fixed

    [Theory]
    [InlineData("Thread.[|Sleep|](100);", "await Task.Delay(100);")]
    [InlineData("Thread.[|Sleep|](interval * 2);", "await Task.Delay(interval * 2);")]
    [InlineData("Thread.[|Sleep|](TimeSpan.FromSeconds(1));", "await Task.Delay(TimeSpan.FromSeconds(1));")]
    [InlineData("Thread.[|Sleep|](Timeout.Infinite);", "await Task.Delay(Timeout.Infinite);")]
    [InlineData("Thread.[|Sleep|](millisecondsTimeout: 100);", "await Task.Delay(100);")]
    [InlineData("System.Threading.Thread.[|Sleep|](100);", "await Task.Delay(100);")]
    [InlineData("[|Sleep|](100);", "await Task.Delay(100);")]
    [InlineData("if (interval > 0) Thread.[|Sleep|](interval); else Thread.[|Sleep|](1);", "if (interval > 0) await Task.Delay(interval); else await Task.Delay(1);")]
    [InlineData("for (var i = 0; i < 3; i++) Thread.[|Sleep|](i);", "for (var i = 0; i < 3; i++) await Task.Delay(i);")]
    [InlineData("using (new Timer(_ => { })) Thread.[|Sleep|](100);", "using (new Timer(_ => { })) await Task.Delay(100);")]
    [InlineData("try { Work(); } catch (Exception) { Thread.[|Sleep|](100); }", "try { Work(); } catch (Exception) { await Task.Delay(100); }")]
    [InlineData("try { Work(); } finally { Thread.[|Sleep|](100); }", "try { Work(); } finally { await Task.Delay(100); }")]
    [InlineData("await gate.WaitAsync(); try { Thread.[|Sleep|](100); } finally { gate.Release(); }", "await gate.WaitAsync(); try { await Task.Delay(100); } finally { gate.Release(); }")]
    [InlineData("Thread.[|Sleep|](100); /* settle */ Work(); // done", "await Task.Delay(100); /* settle */ Work(); // done")]
    public Task Delay_is_awaited_in_its_statement(string before, string after)
    {
        return Verify.VerifyCodeFixAsync(Program(before), Program(after));

        static string Program(string statement) =>
            $$"""
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using static System.Threading.Thread;

            class Poller
            {
                private readonly SemaphoreSlim gate = new(1);

                public async Task PollAsync(int interval)
                {
                    {{statement}}
                    await Task.Yield();
                }

                private static void Work()
                {
                }
            }
            """;
    }

    [Fact]
    public Task Token_at_hand_and_style_are_kept() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Client
        {
            public async Task SendAsync(Func<CancellationToken, Task<bool>> trySend, CancellationToken cancellationToken)
            {
                for (var attempt = 1; !await trySend(cancellationToken).ConfigureAwait(false); attempt++)
                {
                    // Gives the other side time to recover.
                    Thread.[|Sleep|](100 * attempt); // longer each time
                }
            }
        }
        """,
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Client
        {
            public async Task SendAsync(Func<CancellationToken, Task<bool>> trySend, CancellationToken cancellationToken)
            {
                for (var attempt = 1; !await trySend(cancellationToken).ConfigureAwait(false); attempt++)
                {
                    // Gives the other side time to recover.
                    await Task.Delay(100 * attempt, cancellationToken).ConfigureAwait(false); // longer each time
                }
            }
        }
        """);

    [Fact]
    public Task Nearest_token_is_passed_along() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            public async Task PollAsync(int[] sensors, CancellationToken cancellationToken)
            {
                await Parallel.ForEachAsync(sensors, cancellationToken, async (sensor, token) => Thread.[|Sleep|](sensor));
                await Parallel.ForEachAsync(sensors, cancellationToken, async (sensor, _) => Thread.[|Sleep|](sensor));
                await RestAsync();

                static async Task RestAsync() => Thread.[|Sleep|](100);
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            public async Task PollAsync(int[] sensors, CancellationToken cancellationToken)
            {
                await Parallel.ForEachAsync(sensors, cancellationToken, async (sensor, token) => await Task.Delay(sensor, token));
                await Parallel.ForEachAsync(sensors, cancellationToken, async (sensor, _) => await Task.Delay(sensor, cancellationToken));
                await RestAsync();

                static async Task RestAsync() => await Task.Delay(100);
            }
        }
        """);

    [Fact]
    public Task Namespace_is_imported() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Threading;

        class Lamp
        {
            public async void OnClick(object? sender, EventArgs e)
            {
                Thread.[|Sleep|](100);
            }
        }
        """,
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Lamp
        {
            public async void OnClick(object? sender, EventArgs e)
            {
                await Task.Delay(100);
            }
        }
        """);

    [Fact]
    public Task Name_that_means_something_else_is_qualified() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;

        namespace Planner
        {
            class Task
            {
                public static void Delay(int days)
                {
                }

                public static async System.Threading.Tasks.Task RestAsync()
                {
                    Thread.[|Sleep|](100);
                }
            }
        }
        """,
        """
        using System.Threading;

        namespace Planner
        {
            class Task
            {
                public static void Delay(int days)
                {
                }

                public static async System.Threading.Tasks.Task RestAsync()
                {
                    await System.Threading.Tasks.Task.Delay(100);
                }
            }
        }
        """);

    [Fact]
    public Task Lambdas_local_functions_and_iterators_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Lamp
        {
            public void Start(CancellationToken cancellationToken)
            {
                Func<Task> blink = async () => Thread.[|Sleep|](500);
                Action flash = async delegate { Thread.[|Sleep|](50); };
                _ = PulseAsync();

                async Task PulseAsync()
                {
                    for (var i = 0; i < 3; i++)
                        Thread.[|Sleep|](10);
                }
            }

            public async IAsyncEnumerable<int> TicksAsync()
            {
                for (var i = 0; i < 10; i++)
                {
                    Thread.[|Sleep|](i);
                    yield return i;
                }
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Lamp
        {
            public void Start(CancellationToken cancellationToken)
            {
                Func<Task> blink = async () => await Task.Delay(500, cancellationToken);
                Action flash = async delegate { await Task.Delay(50, cancellationToken); };
                _ = PulseAsync();

                async Task PulseAsync()
                {
                    for (var i = 0; i < 3; i++)
                        await Task.Delay(10, cancellationToken);
                }
            }

            public async IAsyncEnumerable<int> TicksAsync()
            {
                for (var i = 0; i < 10; i++)
                {
                    await Task.Delay(i);
                    yield return i;
                }
            }
        }
        """);

    [Fact]
    public Task Functions_in_top_level_statements_are_fixed() => new Verify.Test
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

                Func<Task> blink = async () => Thread.[|Sleep|](500);
                await blink();
                await PollAsync(CancellationToken.None);

                async Task PollAsync(CancellationToken cancellationToken)
                {
                    Thread.[|Sleep|](100);
                    await Task.Yield();
                }
                """,
            },
        },
        FixedCode =
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;

            Func<Task> blink = async () => await Task.Delay(500);
            await blink();
            await PollAsync(CancellationToken.None);

            async Task PollAsync(CancellationToken cancellationToken)
            {
                await Task.Delay(100, cancellationToken);
                await Task.Yield();
            }
            """,
    }.RunAsync();

    [Fact]
    public Task Documents_are_fixed_together() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading;
                using System.Threading.Tasks;

                class Reader
                {
                    public async Task ReadAsync()
                    {
                        Thread.[|Sleep|](1);
                        Thread.[|Sleep|](2);
                    }
                }
                """,
                """
                using System.Threading;
                using System.Threading.Tasks;

                class Writer
                {
                    public async Task WriteAsync() => Thread.[|Sleep|](3);
                }
                """,
            },
        },
        FixedState =
        {
            Sources =
            {
                """
                using System.Threading;
                using System.Threading.Tasks;

                class Reader
                {
                    public async Task ReadAsync()
                    {
                        await Task.Delay(1);
                        await Task.Delay(2);
                    }
                }
                """,
                """
                using System.Threading;
                using System.Threading.Tasks;

                class Writer
                {
                    public async Task WriteAsync() => await Task.Delay(3);
                }
                """,
            },
        },
    }.RunAsync();

    [Fact]
    public Task Helper_is_exchanged_for_its_asynchronous_form() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Backoff
        {
            public void Rest(int attempt) => Thread.Sleep(100 * attempt);

            public Task RestAsync(int attempt, CancellationToken cancellationToken = default) => Task.Delay(100 * attempt, cancellationToken);
        }

        class Client(Backoff backoff)
        {
            public async Task SendAsync(CancellationToken cancellationToken)
            {
                backoff.[|Rest|](1);
                await Task.Yield();
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Backoff
        {
            public void Rest(int attempt) => Thread.Sleep(100 * attempt);

            public Task RestAsync(int attempt, CancellationToken cancellationToken = default) => Task.Delay(100 * attempt, cancellationToken);
        }

        class Client(Backoff backoff)
        {
            public async Task SendAsync(CancellationToken cancellationToken)
            {
                await backoff.RestAsync(1, cancellationToken);
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_fixed(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;

            class Poller
            {
                public async Task PollAsync(CancellationToken cancellationToken)
                {
                    Thread.[|Sleep|](100);
                    Thread.[|Sleep|](TimeSpan.FromSeconds(1));
                    await Task.Yield();
                }
            }
            """,
        FixedCode =
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;

            class Poller
            {
                public async Task PollAsync(CancellationToken cancellationToken)
                {
                    await Task.Delay(100, cancellationToken);
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                    await Task.Yield();
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);

    // Not fixed

    [Theory]
    [InlineData("items.ForEach(item => Thread.[|Sleep|](item));")]
    [InlineData("items.ForEach(delegate(int item) { Thread.[|Sleep|](item); });")]
    [InlineData("items.[|ForEach|](Thread.Sleep);")]
    [InlineData("if (Monitor.TryEnter(gate)) { Thread.[|Sleep|](100); Monitor.Exit(gate); }")]
    [InlineData("if (slim.TryEnterWriteLock(0)) { try { Thread.[|Sleep|](100); } finally { slim.ExitWriteLock(); } }")]
    [InlineData("if (mutex.WaitOne(0)) { try { Thread.[|Sleep|](100); } finally { mutex.ReleaseMutex(); } }")]
    [InlineData("if (items.Count > 0) scope.Enter(); Thread.[|Sleep|](100); if (items.Count > 0) scope.Exit();")] // perhaps
    [InlineData("Monitor.Enter(gate); Thread.[|Sleep|](100);")] // left by somebody else
    [InlineData("unsafe { Thread.[|Sleep|](100); }")]
    [InlineData("Span<int> buffer = stackalloc int[8]; Thread.[|Sleep|](100); buffer.Clear();")]
    [InlineData("ref var first = ref slots[0]; Thread.[|Sleep|](100); first = 1;")]
    [InlineData("foreach (ref var slot in slots.AsSpan()) Thread.[|Sleep|](slot);")]
    [InlineData("void Local() => Thread.Sleep(100); [|Local|]();")]
    [InlineData("[|Rest|]();")]
    [InlineData("new [|Poller|]();")]
    public Task No_fix_is_offered_where_nothing_can_be_awaited(string statement) => Verify.VerifyNoFixInPlaceAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            private readonly object gate = new();
            private readonly List<int> items = [];
            private readonly Lock scope = new();
            private readonly Mutex mutex = new();
            private readonly ReaderWriterLockSlim slim = new();
            private readonly int[] slots = new int[8];

            public Poller() => Thread.Sleep(100);

            public async Task PollAsync()
            {
                await Task.Yield();
                {{statement}}
            }

            private static void Rest() => Thread.Sleep(100);
        }
        """);

    [Theory]
    [InlineData("Monitor.Enter(gate); Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); try { items.Clear(); } finally { Monitor.Exit(gate); }")]
    [InlineData("var taken = false; try { Monitor.Enter(gate, ref taken); } finally { if (taken) Monitor.Exit(gate); }")]
    [InlineData("var taken = false; Monitor.TryEnter(gate, 10, ref taken); if (taken) Monitor.Exit(gate);")]
    [InlineData("if (Monitor.TryEnter(gate)) { try { items.Clear(); } finally { Monitor.Exit(gate); } }")]
    [InlineData("slim.EnterReadLock(); slim.ExitReadLock();")]
    [InlineData("try { slim.EnterWriteLock(); } finally { if (slim.IsWriteLockHeld) slim.ExitWriteLock(); }")]
    [InlineData("using (scope.EnterScope()) items.Clear();")]
    [InlineData("lock (scope) items.Clear();")]
    [InlineData("if (mutex.WaitOne(10)) mutex.ReleaseMutex();")]
    public Task Sleep_behind_a_lock_is_fixed(string statements) => Verify.VerifyCodeFixAsync(
        InLockingCode(statements, "Thread.[|Sleep|](100);"),
        InLockingCode(statements, "await Task.Delay(100);"));

    private static string InLockingCode(string statements, string last) =>
        $$"""
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Poller
        {
            private readonly object gate = new();
            private readonly List<int> items = [];
            private readonly Lock scope = new();
            private readonly Mutex mutex = new();
            private readonly ReaderWriterLockSlim slim = new();

            public async Task PollAsync()
            {
                {{statements}}
                {{last}}
            }
        }
        """;

    [Theory]
    [InlineData("public Task RestAsync() { Thread.[|Sleep|](1); return Task.CompletedTask; }", "public async Task RestAsync() { await Task.Delay(1); }")]
    [InlineData("public override Task WaitAsync() { Thread.[|Sleep|](1); return Task.CompletedTask; }", "public override async Task WaitAsync() { await Task.Delay(1); }")]
    [InlineData("public Func<Task> Later() => () => { Thread.[|Sleep|](1); return Task.CompletedTask; };", "public Func<Task> Later() => async () => { await Task.Delay(1); };")]
    [InlineData(
        "public Task OuterAsync() { return InnerAsync(); Task InnerAsync() { Thread.[|Sleep|](1); return Task.CompletedTask; } }",
        "public Task OuterAsync() { return InnerAsync(); async Task InnerAsync() { await Task.Delay(1); } }")]
    [InlineData("Task Clocked(int i) { Thread.[|Sleep|](i); return Task.CompletedTask; /* done */ }", "async Task Clocked(int i) { await Task.Delay(i); return; /* done */ }")]
    [InlineData("public Task RestAsync(int i) { Thread.[|Sleep|](i); return WaitAsync(); }", "public async Task RestAsync(int i) { await Task.Delay(i); await WaitAsync(); }")]
    public Task Keyword_that_is_missing_is_added(string member, string fixedMember) => Verify.VerifyCodeFixAsync(Clocked(member), Clocked(fixedMember));

    [Theory]
    [InlineData("public Task Resting { get { Thread.[|Sleep|](1); return Task.CompletedTask; } }")]
    [InlineData("public Task TryAsync(out int rest) { rest = 1; Thread.[|Sleep|](rest); return Task.CompletedTask; }")]
    [InlineData("public Task? RestAsync(bool no) { Thread.[|Sleep|](1); return no ? null : Task.CompletedTask; }")]
    [InlineData("public ValueTask RestAsync() { Thread.[|Sleep|](1); return default; }")]
    public Task No_fix_is_offered_where_the_keyword_cannot_be_added(string member) => Verify.VerifyNoFixAsync(Clocked(member));

    private static string Clocked(string member) =>
        $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Clock
        {
            public virtual Task WaitAsync() => Task.CompletedTask;
        }

        class SlowClock : Clock
        {
            {{member}}
        }
        """;

    [Fact]
    public Task Fix_never_calls_the_method_it_stands_in() => Verify.VerifyNoFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Backoff
        {
            public void Rest() => Thread.Sleep(100);

            public async Task RestAsync()
            {
                [|Rest|]();
                await Task.Yield();
            }
        }
        """);
}
