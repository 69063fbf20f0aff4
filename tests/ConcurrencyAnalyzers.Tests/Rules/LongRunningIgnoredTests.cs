using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<LongRunningIgnoredAnalyzer, LongRunningIgnoredCodeFix>;

public sealed class LongRunningIgnoredTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Concurrent;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    // What is reported, re-created from public threads

    // spatialos/database-sync-worker#6: the delegate takes a state only because an overload wants one, and says so in its name. Its task is unwrapped here.
    [Fact]
    public Task State_that_is_called_unused() => Verify.VerifyNoFixAsync(
        Usings +
        """
        class Changes
        {
            private readonly Task task;

            public Changes(CancellationToken token)
            {
                task = Task.Factory.StartNew(async unusedStateObject =>
                {
                    await Task.Delay(1000, token);
                }, TaskCreationOptions.[|LongRunning|]).Unwrap();
            }
        }
        """);

    // davidfowl/AspNetCoreDiagnosticScenarios#64: a worker that lives as long as the program, on a thread of its own by the option.
    [Fact]
    public Task Worker_of_a_log() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Sink : IDisposable
        {
            private readonly BlockingCollection<string> queue = new(1000);
            private readonly Task worker;

            public Sink()
            {
                worker = Task.Factory.StartNew(_ => Pump(), TaskCreationOptions.LongRunning {|CONC504:||} TaskCreationOptions.DenyChildAttach);
            }

            public void Dispose() => queue.CompleteAdding();

            private void Pump()
            {
                foreach (var line in queue.GetConsumingEnumerable())
                    Console.WriteLine(line);
            }
        }
        """,
        Usings +
        """
        class Sink : IDisposable
        {
            private readonly BlockingCollection<string> queue = new(1000);
            private readonly Task worker;

            public Sink()
            {
                worker = Task.Factory.StartNew(() => Pump(), TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach);
            }

            public void Dispose() => queue.CompleteAdding();

            private void Pump()
            {
                foreach (var line in queue.GetConsumingEnumerable())
                    Console.WriteLine(line);
            }
        }
        """);

    // dotnet/interactive#3503: a loop that spends its life blocked, on a thread of the pool.
    [Fact]
    public Task Loop_of_a_scheduler() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Scheduler
        {
            private readonly BlockingCollection<Action> operations = new();

            public void Start(CancellationToken token)
            {
                new Task(state => Run(token), [|token|], TaskCreationOptions.LongRunning).Start();
                Task.Factory.StartNew((object? state) => Run(token), TaskCreationOptions.[|LongRunning|]);
            }

            private void Run(CancellationToken token)
            {
                foreach (var operation in operations.GetConsumingEnumerable(token))
                    operation();
            }
        }
        """,
        Usings +
        """
        class Scheduler
        {
            private readonly BlockingCollection<Action> operations = new();

            public void Start(CancellationToken token)
            {
                new Task(() => Run(token), token, TaskCreationOptions.LongRunning).Start();
                Task.Factory.StartNew(() => Run(token), TaskCreationOptions.LongRunning);
            }

            private void Run(CancellationToken token)
            {
                foreach (var operation in operations.GetConsumingEnumerable(token))
                    operation();
            }
        }
        """);

    // Azure/durabletask#1178: a token in the place of the state, so that nothing is ever cancelled by it.
    [Fact]
    public Task Token_in_the_place_of_the_state() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Approval
        {
            public Task<bool> Expire(DateTime deadline, CancellationToken token)
            {
                return Task.Factory.StartNew(_ => DateTime.UtcNow > deadline, [|token|]);
            }
        }
        """,
        Usings +
        """
        class Approval
        {
            public Task<bool> Expire(DateTime deadline, CancellationToken token)
            {
                return Task.Factory.StartNew(() => DateTime.UtcNow > deadline, token);
            }
        }
        """);

    // dotnet/runtime#33775: options of another enum bind to the state of any overload that has one.
    [Fact]
    public Task Options_of_continuations() => Verify.VerifyNoFixAsync(
        Usings +
        """
        class Source
        {
            public Task Run(Action work) => Task.Factory.StartNew(_ => work(), TaskContinuationOptions.[|RunContinuationsAsynchronously|]);
        }
        """);

    // Mr-Markus/ZigbeeNet#89: long-running loops of a serial port, one started as a task that is made first.
    [Fact]
    public Task Reader_of_a_port() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Port
        {
            private readonly CancellationTokenSource stop = new();
            private Task? reader;

            public void Open()
            {
                reader = new Task(delegate (object? state) { Read(); }, TaskCreationOptions.[|LongRunning|]);
                reader.Start();
                Task.Factory.StartNew(x => Read(), stop.[|Token|], TaskCreationOptions.LongRunning);
            }

            private void Read()
            {
                while (!stop.IsCancellationRequested)
                    Thread.Sleep(10);
            }
        }
        """,
        Usings +
        """
        class Port
        {
            private readonly CancellationTokenSource stop = new();
            private Task? reader;

            public void Open()
            {
                reader = new Task(delegate () { Read(); }, TaskCreationOptions.LongRunning);
                reader.Start();
                Task.Factory.StartNew(() => Read(), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Current);
            }

            private void Read()
            {
                while (!stop.IsCancellationRequested)
                    Thread.Sleep(10);
            }
        }
        """);

    // Other shapes

    [Theory]
    [InlineData("Task.Factory.StartNew(_ => Work(), TaskCreationOptions.[|LongRunning|]);", "Task.Factory.StartNew(() => Work(), TaskCreationOptions.LongRunning);")]
    [InlineData("Task.Factory.StartNew(_ => 1, TaskCreationOptions.[|LongRunning|]);", "Task.Factory.StartNew(() => 1, TaskCreationOptions.LongRunning);")]
    [InlineData("Task.Factory.StartNew<int>(_ => 1, TaskCreationOptions.[|LongRunning|]);", "Task.Factory.StartNew<int>(() => 1, TaskCreationOptions.LongRunning);")]
    [InlineData("new TaskFactory().StartNew(_ => Work(), TaskCreationOptions.[|PreferFairness|]);", "new TaskFactory().StartNew(() => Work(), TaskCreationOptions.PreferFairness);")]
    [InlineData("Task.Factory.StartNew(_ => Work(), TaskCreationOptions.[|LongRunning|], token);", "Task.Factory.StartNew(() => Work(), token, TaskCreationOptions.LongRunning, TaskScheduler.Current);")]
    [InlineData("Task.Factory.StartNew(Given, TaskCreationOptions.[|LongRunning|]);", "Task.Factory.StartNew(Given, null, TaskCreationOptions.LongRunning);")]
    [InlineData("new Task(Given, TaskCreationOptions.[|LongRunning|]).Start();", "new Task(Given, null, TaskCreationOptions.LongRunning).Start();")]
    [InlineData("new Task(_ => { /* all */ Work(); }, [|token|]).Start();", "new Task(() => { /* all */ Work(); }, token).Start();")]
    [InlineData("Task.Factory.StartNew(static _ => Console.WriteLine(), TaskCreationOptions.[|LongRunning|]);", "Task.Factory.StartNew(static () => Console.WriteLine(), TaskCreationOptions.LongRunning);")]
    [InlineData("void Local(object? o) => Work(); Task.Factory.StartNew(Local, [|token|]);", "void Local(object? o) => Work(); Task.Factory.StartNew(Local, null, token);")]
    public Task Setting_in_the_place_of_the_state_is_fixed(string statement, string changed) => Verify.VerifyCodeFixAsync(Program(statement), Program(changed));

    [Theory]
    [InlineData("Task.Factory.StartNew(action: _ => Work(), state: TaskCreationOptions.[|LongRunning|]);")] // written out, and still wrong
    [InlineData("Task.Factory.StartNew(_ => Work(), TaskCreationOptions.[|LongRunning|], token, TaskCreationOptions.None, TaskScheduler.Default);")]
    [InlineData("Task.Factory.StartNew(Given, TaskCreationOptions.[|LongRunning|], token);")]
    [InlineData("new Task(async _ => await Task.Delay(1), TaskCreationOptions.[|LongRunning|]).Start();")] // asynchronous code needs none
    [InlineData("Task.Factory.StartNew(async _ => await Task.Delay(1), TaskCreationOptions.[|LongRunning|]).Unwrap();")]
    public Task There_is_no_fix(string statement) => Verify.VerifyNoFixAsync(Program(statement));

    [Fact]
    public Task Message_says_what_does_not_happen() => Verify.VerifyAnalyzerAsync(
        Program("Task.Factory.StartNew(_ => Work(), TaskCreationOptions.{|#0:LongRunning|}); Task.Factory.StartNew(_ => Work(), {|#1:token|}); Task.Factory.StartNew(_ => Work(), TaskCreationOptions.{|#2:PreferFairness|});"),
        Verify.Diagnostic().WithLocation(0).WithMessage("'TaskCreationOptions.LongRunning' is passed as the state of the task, so it has no effect: the work runs on the pool"),
        Verify.Diagnostic().WithLocation(1).WithMessage("'token' is passed as the state of the task, so it has no effect: a task that was cancelled before it began is run all the same"),
        Verify.Diagnostic().WithLocation(2).WithMessage("'TaskCreationOptions.PreferFairness' is passed as the state of the task, so it has no effect: the task is made as if it were not there"));

    [Fact]
    public Task Program_of_statements_is_fixed() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System;
                using System.Threading.Tasks;

                await Task.Factory.StartNew(_ => Console.WriteLine(), TaskCreationOptions.[|LongRunning|]);
                """,
            },
            OutputKind = OutputKind.ConsoleApplication,
        },
        FixedCode =
            """
            using System;
            using System.Threading.Tasks;

            await Task.Factory.StartNew(() => Console.WriteLine(), TaskCreationOptions.LongRunning);
            """,
    }.RunAsync();

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_fixed(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Pump
            {
                public Task Start(CancellationToken token) => Task.Factory.StartNew(s => Work(), TaskCreationOptions.[|LongRunning|]);

                private static void Work()
                {
                }
            }
            """,
        FixedCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Pump
            {
                public Task Start(CancellationToken token) => Task.Factory.StartNew(() => Work(), TaskCreationOptions.LongRunning);

                private static void Work()
                {
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
    [InlineData("Task.Factory.StartNew(() => Work(), TaskCreationOptions.LongRunning);")] // nreco/logging#10: the option as it is meant
    [InlineData("Task.Factory.StartNew(_ => Work(), null, TaskCreationOptions.LongRunning);")] // dotnet/extensions#611: no state, and options behind it
    [InlineData("Task.Factory.StartNew(state => Console.WriteLine(state), \"a\", TaskCreationOptions.LongRunning);")] // aspnet/KestrelHttpServer#444: a state, to save a closure
    [InlineData("Task.Factory.StartNew(state => Console.WriteLine((TaskCreationOptions)state!), TaskCreationOptions.LongRunning);")] // dotnet/docs#29994: whatever is the state of an example
    [InlineData("Task.Factory.StartNew(state => ((CancellationToken)state!).ThrowIfCancellationRequested(), token);")] // dotnet/runtime#40475: a token as the state, to save a closure
    [InlineData("new Task(state => ((CancellationToken)state!).WaitHandle.WaitOne(), token, TaskCreationOptions.LongRunning).Start();")] // dotnet/corefx#10261
    [InlineData("Task.Factory.StartNew(state => Keep(state), TaskCreationOptions.LongRunning);")] // who knows what for
    [InlineData("Task.Factory.StartNew(Keep, TaskCreationOptions.LongRunning);")]
    [InlineData("Task.Factory.StartNew(work, TaskCreationOptions.LongRunning);")] // nobody knows what the delegate does
    [InlineData("Task.Factory.StartNew(Virtual, TaskCreationOptions.LongRunning);")]
    [InlineData("Task.Factory.StartNew(_ => Work(), new object());")]
    [InlineData("Task.Factory.StartNew(_ => Work(), 2);")]
    [InlineData("Task.Factory.StartNew(_ => Work(), (object)\"token\", token);")]
    [InlineData("new Task(Work, token, TaskCreationOptions.LongRunning).Start();")]
    [InlineData("Own.StartNew(_ => Work(), TaskCreationOptions.LongRunning);")]
    [InlineData("_ = new TaskCompletionSource<int>(TaskCreationOptions.LongRunning);")]
    public Task Setting_in_its_place_and_state_that_is_used_are_silent(string statement) => Verify.VerifyAnalyzerAsync(Program(statement));

    // The blocking in it has no rule of its own while the option is only in the wrong place. That nobody waits for the rest is another cause, and has its own.
    [Fact]
    public Task One_cause_has_one_diagnostic() => new Verify.Test
    {
        TestCode = Program(
            """
            Task.Factory.StartNew(_ => { while (!token.IsCancellationRequested) Thread.Sleep(10); }, TaskCreationOptions.{|CONC504:LongRunning|});
            Task.Factory.{|CONC404:StartNew|}(async _ => { await Task.Delay(1); Work(); }, TaskCreationOptions.{|CONC504:LongRunning|}).Wait(0);
            """),
        AdditionalAnalyzers = { new BlockingWaitOnPoolAnalyzer(), new BlockingLoopOnPoolAnalyzer(), new StartNewAsyncAnalyzer(), new LongRunningAsyncAnalyzer() },
    }.RunAsync();

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
            public Task Runs() => Task.Factory.StartNew(_ => { }, TaskCreationOptions.LongRunning);
        }
        """);

    private static string Program(string statement) => Usings +
        $$"""
        class Own
        {
            public static void StartNew(Action<object?> work, object state) => work(state);
        }

        class Worker
        {
            private object? kept;

            public void Run(Action<object?> work, CancellationToken token)
            {
                {{statement}}
            }

            protected virtual void Virtual(object? state) => Work();

            private void Given(object? state) => Work();

            private void Keep(object? state) => kept = state;

            private void Work() => Console.WriteLine(kept);
        }
        """;
}
