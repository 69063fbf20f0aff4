using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<StartNewAsyncAnalyzer, StartNewAsyncCodeFix>;

public sealed class StartNewAsyncTests
{
    // Reported

    [Theory]
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(SaveAsync);")]
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(() => SaveAsync());")]
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(async () => await SaveAsync());")]
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(() => { return SaveAsync(); });")]
    [InlineData("'Local'", "await Task.Factory.{|#0:StartNew|}(Local); async Task Local() => await Task.Delay(1);")]
    [InlineData("'LoadAsync'", "await Task.Factory.{|#0:StartNew|}(() => LoadAsync());")] // the number is lost
    [InlineData("'ValueAsync'", "await Task.Factory.{|#0:StartNew|}(ValueAsync);")]
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(store.SaveAsync);")]
    [InlineData("'File.WriteAllTextAsync'", "await Task.Factory.{|#0:StartNew|}(() => File.WriteAllTextAsync(\"a\", \"\"));")]
    [InlineData("the asynchronous lambda", "await Task.Factory.{|#0:StartNew|}(async () => { Work(); await Task.Delay(1); });")]
    [InlineData("the asynchronous lambda", "await Task.Factory.{|#0:StartNew|}(async delegate { Work(); await Task.Delay(1); });")]
    [InlineData("the asynchronous lambda", "await Task.Factory.{|#0:StartNew|}(async state => { Work(); await Task.Delay(1); }, this);")]
    [InlineData("the asynchronous lambda", "await Task<Task>.Factory.{|#0:StartNew|}(async () => { Work(); await Task.Delay(1); });")]
    [InlineData("the asynchronous lambda", "await Task.Factory.{|#0:StartNew|}(() => work());")]
    [InlineData("the delegate", "await Task.Factory.{|#0:StartNew|}(work);")]
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(SaveAsync).ConfigureAwait(false);")]
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(SaveAsync, token);")]
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(SaveAsync, token, TaskCreationOptions.None, scheduler);")]
    [InlineData("'SaveAsync'", "await factory.{|#0:StartNew|}(SaveAsync);")]
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(SaveAsync, TaskCreationOptions.AttachedToParent);")]
    [InlineData("the delegate", "await Task.Factory.{|#0:StartNew|}(work, TaskCreationOptions.LongRunning);")] // CONC402 knows nothing of it
    [InlineData("'ServeAsync'", "await Task.Factory.{|#0:StartNew|}(ServeAsync, TaskCreationOptions.LongRunning);")] // its thread is well used
    [InlineData("'SaveAsync'", "await Task.Factory.{|#0:StartNew|}(SaveAsync, token, TaskCreationOptions.LongRunning, scheduler);")] // nobody promises a thread
    public Task Every_form_is_reported(string work, string statement) => Verify.VerifyAnalyzerAsync(
        Program(statement),
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations().WithSeverity(DiagnosticSeverity.Warning).WithArguments(work));

    [Theory]
    [InlineData("Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("_ = Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("_ = await Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("Task.Factory.[|StartNew|](SaveAsync).Wait();")]
    [InlineData("Task.Factory.[|StartNew|](SaveAsync).GetAwaiter().GetResult();")]
    [InlineData("_ = Task.Factory.[|StartNew|](SaveAsync).Result;")]
    [InlineData("if (!Task.Factory.[|StartNew|](SaveAsync).Wait(1000)) return;")]
    [InlineData("await Task.Factory.[|StartNew|](SaveAsync).WaitAsync(token);")]
    [InlineData("Task task = Task.Factory.[|StartNew|](SaveAsync); await task;")]
    [InlineData("var task = Task.Factory.[|StartNew|](SaveAsync); await task;")]
    [InlineData("var task = Task.Factory.[|StartNew|](SaveAsync); Work(); await task.ConfigureAwait(false); Console.WriteLine(task.Status);")]
    [InlineData("var task = Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("var inner = await Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("running = Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("Running = Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("started.Add(Task.Factory.[|StartNew|](SaveAsync));")]
    [InlineData("byName[\"a\"] = Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("byName.TryAdd(\"a\", Task.Factory.[|StartNew|](SaveAsync));")]
    [InlineData("Track(Task.Factory.[|StartNew|](SaveAsync));")]
    [InlineData("await Task.WhenAll(Task.Factory.[|StartNew|](SaveAsync), Task.Factory.[|StartNew|](LoadAsync));")]
    [InlineData("await Task.WhenAll(Task.Factory.[|StartNew|](SaveAsync), Task.Factory.[|StartNew|](SaveAsync));")]
    [InlineData("await Task.WhenAny(Task.Factory.[|StartNew|](SaveAsync), Task.Delay(1000));")]
    [InlineData("Task.WaitAll(Task.Factory.[|StartNew|](SaveAsync), Task.Factory.[|StartNew|](SaveAsync));")]
    [InlineData("Task.WaitAll([Task.Factory.[|StartNew|](SaveAsync)], token);")]
    [InlineData("await Task.WhenAll(names.Select(name => Task.Factory.[|StartNew|](SaveAsync)));")]
    [InlineData("await Task.WhenAll(from name in names select Task.Factory.[|StartNew|](SaveAsync));")]
    [InlineData("var tasks = names.Select(name => Task.Factory.[|StartNew|](SaveAsync)).ToList(); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = names.Select(name => { return Task.Factory.[|StartNew|](SaveAsync); }).ToArray(); Task.WaitAll(tasks);")]
    [InlineData("var tasks = new[] { Task.Factory.[|StartNew|](SaveAsync), Task.Factory.[|StartNew|](SaveAsync) }; await Task.WhenAll(tasks);")]
    [InlineData("Task[] tasks = [Task.Factory.[|StartNew|](SaveAsync), Task.Factory.[|StartNew|](LoadAsync)]; await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new Task<Task>[2]; tasks[0] = Task.Factory.[|StartNew|](SaveAsync); tasks[1] = Task.Factory.[|StartNew|](SaveAsync); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task<Task>>(); tasks.Add(Task.Factory.[|StartNew|](SaveAsync)); foreach (var task in tasks) await task;")]
    [InlineData("var all = Task.WhenAll(Task.Factory.[|StartNew|](SaveAsync), Task.Factory.[|StartNew|](SaveAsync)); await all;")]
    [InlineData("var task = names.Count > 0 ? Task.Factory.[|StartNew|](SaveAsync) : Task.Factory.[|StartNew|](LoadAsync) as Task; await task;")]
    [InlineData("await (Task.Factory.[|StartNew|](SaveAsync));")]
    [InlineData("await Task.Factory.[|StartNew|](SaveAsync).ContinueWith(done => Console.WriteLine(done.Status));")]
    [InlineData("await Task.Factory.[|StartNew|](SaveAsync).ContinueWith((done, state) => Console.WriteLine(done.Exception), this);")]
    [InlineData("await Task.Run(() => Task.Factory.[|StartNew|](SaveAsync));")]
    [InlineData("Func<Task> start = () => Task.Factory.[|StartNew|](SaveAsync); await start();")]
    [InlineData("Func<Task> start = async () => await Task.Factory.[|StartNew|](SaveAsync); await start();")]
    [InlineData("Action start = () => Task.Factory.[|StartNew|](SaveAsync); start();")]
    [InlineData("await Local(); Task Local() => Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("await Local(); async Task Local() => await Task.Factory.[|StartNew|](SaveAsync);")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { try { await SaveAsync(); } catch (IOException) { Work(); } });")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { if (names.Count > 0) await SaveAsync(); });")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { await Task.Factory.[|StartNew|](SaveAsync); Work(); });")]
    public Task Inner_task_that_nobody_looks_for_is_reported(string statement) => Verify.VerifyAnalyzerAsync(Program(statement));

    [Fact]
    public Task Message_says_what_happens() => Verify.VerifyAnalyzerAsync(
        Program("await Task.Factory.{|#0:StartNew|}(SaveAsync);"),
        Verify.Diagnostic().WithLocation(0).WithMessage("The task of 'StartNew' ends at the first await of 'SaveAsync': nothing waits for the rest"));

    [Fact]
    public Task Every_kind_of_member_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Journal
        {
            private readonly Task first = Task.Factory.[|StartNew|](SaveAsync);

            public Journal() => Last = Task.Factory.[|StartNew|](SaveAsync);

            public Task Last { get; }

            public Task Next => Task.Factory.[|StartNew|](SaveAsync);

            public Task AddAsync() => Task.Factory.[|StartNew|](SaveAsync);

            public Task AddLaterAsync()
            {
                return Task.Factory.[|StartNew|](async () => { await Task.Delay(1); await first; });
            }

            public async Task AddTwiceAsync()
            {
                await Task.Factory.[|StartNew|](SaveAsync);
                await Task.Factory.[|StartNew|](SaveAsync);
            }

            public IEnumerable<Task> AddAll()
            {
                yield return Task.Factory.[|StartNew|](SaveAsync);
            }

            public async ValueTask AddSoonAsync() => await Task.Factory.[|StartNew|](SaveAsync);

            private static async Task SaveAsync() => await Task.Delay(1);
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

                await Task.Factory.[|StartNew|](async () => { await Task.Delay(1); Console.WriteLine(); });
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

    // Silent

    [Theory]
    [InlineData("await Task.Factory.StartNew(SaveAsync).Unwrap();")]
    [InlineData("_ = Task.Factory.StartNew(SaveAsync).Unwrap();")]
    [InlineData("_ = Task.Factory.StartNew(SaveAsync, token, TaskCreationOptions.PreferFairness, TaskScheduler.Default).ConfigureAwait(false);")] // nobody waits for either task
    [InlineData("Task.Factory.StartNew(SaveAsync).Unwrap().Wait();")]
    [InlineData("await await Task.Factory.StartNew(SaveAsync);")]
    [InlineData("await (await Task.Factory.StartNew(SaveAsync).ConfigureAwait(false)).ConfigureAwait(false);")]
    [InlineData("await Task.Factory.StartNew(SaveAsync).Result;")]
    [InlineData("Task.Factory.StartNew(SaveAsync).Result.Wait();")]
    [InlineData("Console.WriteLine(Task.Factory.StartNew(LoadAsync).Result.Result);")]
    [InlineData("Task.Factory.StartNew(SaveAsync).GetAwaiter().GetResult().GetAwaiter().GetResult();")]
    [InlineData("var inner = await Task.Factory.StartNew(SaveAsync); Work(); await inner;")]
    [InlineData("var inner = await Task.Factory.StartNew(SaveAsync); started.Add(inner);")]
    [InlineData("started.Add(await Task.Factory.StartNew(SaveAsync));")]
    [InlineData("running = await Task.Factory.StartNew(SaveAsync);")]
    [InlineData("var task = Task.Factory.StartNew(SaveAsync); Work(); await task.Unwrap();")]
    [InlineData("var task = Task.Factory.StartNew(SaveAsync); await task; await task.Result;")]
    [InlineData("var task = Task.Factory.StartNew(SaveAsync); await await task;")]
    [InlineData("var task = Task.Factory.StartNew(SaveAsync); Func<Task> later = () => task.Unwrap(); await later();")]
    [InlineData("Task<Task>? task = null; task = Task.Factory.StartNew(SaveAsync); await task.Unwrap();")]
    [InlineData("var tasks = names.Select(name => Task.Factory.StartNew(SaveAsync)).ToList(); await Task.WhenAll(tasks.Select(task => task.Unwrap()));")]
    [InlineData("await Task.WhenAll(names.Select(name => Task.Factory.StartNew(SaveAsync).Unwrap()));")]
    [InlineData("await Task.WhenAll(await Task.WhenAll(names.Select(name => Task.Factory.StartNew(SaveAsync))));")]
    [InlineData("var inner = await Task.WhenAll(Task.Factory.StartNew(SaveAsync), Task.Factory.StartNew(SaveAsync)); await Task.WhenAll(inner);")]
    [InlineData("var tasks = new List<Task<Task>>(); tasks.Add(Task.Factory.StartNew(SaveAsync)); foreach (var task in tasks) await await task;")]
    [InlineData("var tasks = new List<Task<Task>> { Task.Factory.StartNew(SaveAsync) }; await Task.WhenAll(tasks);")] // an initializer is not followed
    [InlineData("await await Task.WhenAny(Task.Factory.StartNew(SaveAsync), Task.Factory.StartNew(SaveAsync)).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(SaveAsync).ContinueWith(done => done.Result).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(SaveAsync).ContinueWith(Finish);")]
    [InlineData("await Task.Run(() => Task.Factory.StartNew(SaveAsync)).Unwrap();")]
    [InlineData("Func<Task<Task>> start = () => Task.Factory.StartNew(SaveAsync); await (await start());")]
    [InlineData("Task<Task> Local() => Task.Factory.StartNew(SaveAsync); await await Local();")]
    [InlineData("await Finish(Task.Factory.StartNew(SaveAsync));")]
    [InlineData("await Both<Task>(Task.Factory.StartNew(SaveAsync));")]
    [InlineData("nested = Task.Factory.StartNew(SaveAsync);")] // whoever declares it so knows
    [InlineData("object task = Task.Factory.StartNew(SaveAsync);")]
    [InlineData("var pair = (Task.Factory.StartNew(SaveAsync), 1); await await pair.Item1;")]
    [InlineData("await Task.Factory.StartNew(Work);")]
    [InlineData("await Task.Factory.StartNew(() => 1);")]
    [InlineData("await Task.Factory.StartNew(() => { _ = SaveAsync(); });")] // says so itself
    [InlineData("await Task.Factory.StartNew(() => SaveAsync().Wait());")]
    [InlineData("await Task.Factory.StartNew(ReadyAsync);")] // it is over when it returns
    [InlineData("await Task.Factory.StartNew(() => Task.CompletedTask);")]
    [InlineData("await Task.Factory.StartNew(() => Task.FromResult(1));")]
    [InlineData("await Task.Factory.StartNew(async () => { Work(); });")]
    [InlineData("await Task.Factory.StartNew(SaveAsync, TaskCreationOptions.LongRunning);")] // CONC402
    [InlineData("Task.Factory.StartNew(async () => await SaveAsync(), TaskCreationOptions.LongRunning);")]
    [InlineData("Task.Factory.StartNew(SaveAsync, token, TaskCreationOptions.None, scheduler);")] // nobody waits, and the pool is not meant
    [InlineData("_ = factory.StartNew(SaveAsync);")]
    [InlineData("Task.Factory.StartNew(async state => await SaveAsync(), this);")]
    [InlineData("await Task.Run(SaveAsync);")]
    [InlineData("await Own.StartNew(SaveAsync);")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew();")]
    public Task Inner_task_that_somebody_has_is_silent(string statement) => Verify.VerifyAnalyzerAsync(Program(statement));

    [Fact]
    public Task Result_that_is_a_task_of_a_task_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Journal
        {
            private readonly Task<Task> first = Task.Factory.StartNew(SaveAsync);

            public Task<Task> Next => first.IsCompleted ? first : Task.Factory.StartNew(SaveAsync);

            public Task<Task> AddAsync() => Task.Factory.StartNew(SaveAsync);

            public async Task<Task> AddLaterAsync() => await Task.Factory.StartNew(SaveAsync);

            public IEnumerable<Task<Task>> AddAll()
            {
                yield return Task.Factory.StartNew(SaveAsync);
            }

            private static async Task SaveAsync() => await Task.Delay(1);
        }
        """);

    [Fact]
    public Task Grain_that_starts_work_in_its_own_turns_is_silent_when_nobody_waits() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        namespace Orleans.Runtime
        {
            public interface IAddressable;
        }

        class Grain : Orleans.Runtime.IAddressable
        {
            public async Task RunAsync()
            {
                _ = Task.Factory.StartNew(PollAsync);
                await Task.Factory.[|StartNew|](PollAsync);
                await Task.Factory.StartNew(PollAsync).Unwrap();
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

        class JournalTests
        {
            [Xunit.Fact]
            public async Task Saves() => await Task.Factory.StartNew(async () => await Task.Delay(1));
        }
        """);

    [Fact]
    public Task Generated_code_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/0/Journal.g.cs", """
                using System.Threading.Tasks;

                class Journal
                {
                    public async Task SaveAsync() => await Task.Factory.StartNew(async () => await Task.Delay(1));
                }
                """),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Suppression_is_respected() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Journal
        {
            public async Task SaveAsync()
            {
        #pragma warning disable CONC404
                await Task.Factory.StartNew(async () => await Task.Delay(1));
        #pragma warning restore CONC404
            }
        }
        """);

    // Found code, reported

    // dotnet/roslyn#51227: a loop of pauses that is over before it has begun.
    [Fact]
    public Task Retries_that_are_not_waited_for() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        static class Retries
        {
            public static async Task RunAsync(CancellationToken token)
            {
                await Task.Factory.[|StartNew|](async () =>
                {
                    for (var attempt = 0; attempt < 10; attempt++)
                    {
                        try
                        {
                            await Task.Delay(1500, token);
                        }
                        catch (OperationCanceledException)
                        {
                            Console.WriteLine("cancelled");
                        }
                    }
                });
            }
        }
        """);

    // BrighterCommand/Brighter#4078: it says that it has finished while it still runs.
    [Fact]
    public Task Runner_that_logs_its_end_at_once() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Runner(Func<CancellationToken, Task> processJobs, Action<string> log)
        {
            public void Run(CancellationToken token)
            {
                log("starting");
                var task = Task.Factory.[|StartNew|](async () =>
                {
                    token.ThrowIfCancellationRequested();
                    await processJobs(token);
                    token.ThrowIfCancellationRequested();
                }, token);
                Task.WaitAll([task], token);
                log("finished");
            }
        }
        """);

    // semihokur/AsyncFixer#27: returned instead of awaited, with the same outcome.
    [Fact]
    public Task Delay_that_is_returned() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Clock
        {
            public async Task RunAsync()
            {
                await AwaitedAsync();
                await ReturnedAsync();
            }

            private async Task AwaitedAsync()
            {
                await Task.Factory.[|StartNew|](async () => { await Task.Delay(10_000); });
            }

            private Task ReturnedAsync()
            {
                return Task.Factory.[|StartNew|](async () => { await Task.Delay(10_000); });
            }
        }
        """);

    // justeattakeaway/JustSaying#170: what is logged is the end of the wrong task.
    [Fact]
    public Task End_of_the_wrong_task_is_logged() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Subscriber(Func<CancellationToken, Task> listen, Action<string> log)
        {
            public void Listen(CancellationToken token)
            {
                Task.Factory.[|StartNew|](async () =>
                {
                    while (!token.IsCancellationRequested)
                        await listen(token);
                }).ContinueWith(task =>
                {
                    if (task.IsFaulted)
                        log("failed: " + task.Exception);
                    else
                        log("stopped");
                });
            }
        }
        """);

    // JasperFx/marten#3015: a task for each database, of which none has caught up when all have completed.
    [Fact]
    public Task Databases_that_are_waited_for_together() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        public interface IDatabase
        {
            Task CatchUpAsync(TimeSpan timeout);
        }

        public static class Projections
        {
            public static async Task CatchUpAsync(this IReadOnlyList<IDatabase> databases, TimeSpan timeout)
            {
                if (databases.Count == 1)
                {
                    await databases[0].CatchUpAsync(timeout);
                }
                else
                {
                    var tasks = databases.Select(database => Task.Factory.[|StartNew|](() => database.CatchUpAsync(timeout))).ToArray();
                    await Task.WhenAll(tasks);
                }
            }
        }
        """);

    // bugthesystem/FireSharp#78, sibbl/ParkenDD#40: the outer task is awaited, the inner one is not.
    [Fact]
    public Task Push_that_is_awaited_by_half() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Push(HttpClient client)
        {
            private int sent;

            public async Task SendAsync(Uri url, HttpContent content)
            {
                await Task.Factory.[|StartNew|](async () =>
                {
                    using var response = await client.PostAsync(url, content);
                    response.EnsureSuccessStatusCode();
                    sent++;
                });
                Console.WriteLine(sent);
            }
        }
        """);

    // quartznet/quartznet#330, Recognos/Metrics.NET#63: a loop of a library that keeps, or drops, the task.
    [Fact]
    public Task Scheduler_thread_that_is_none() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Ticker(Func<CancellationToken, Task> tick, TimeSpan interval)
        {
            private Task? loop;

            public void Start(CancellationToken token) => loop = Task.Factory.[|StartNew|](() => RunAsync(token));

            public void Forget(CancellationToken token)
            {
                Task.Factory.[|StartNew|](async () =>
                {
                    while (!token.IsCancellationRequested)
                    {
                        await Task.Delay(interval, token).ConfigureAwait(false);
                        await tick(token).ConfigureAwait(false);
                    }
                }, token);
            }

            private async Task RunAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                    await tick(token);
            }
        }
        """);

    // bcgov/tno#297: the status of a consumer that has completed, and is still at work.
    [Fact]
    public Task Consumer_whose_status_is_asked() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        public abstract class Manager
        {
            private Task? consumer;

            protected abstract Task HandleAsync(CancellationToken token);

            public void Consume(CancellationToken token)
            {
                if (consumer is null || consumer.Status is TaskStatus.Canceled or TaskStatus.Faulted or TaskStatus.RanToCompletion)
                    consumer = Task.Factory.[|StartNew|](() => HandleAsync(token), token);
            }
        }
        """);

    // Found code, silent

    // dotnet/orleans#5977, dotnet/docs#37873: work in the turns of a grain.
    [Fact]
    public Task Work_of_a_grain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        public sealed class Cart
        {
            public async Task<int> TotalAsync()
            {
                var total = await Task.Factory.StartNew(PriceAsync).Unwrap();
                return total;
            }

            private static async Task<int> PriceAsync()
            {
                await Task.Delay(1);
                return 1;
            }
        }
        """);

    // rabbitmq/rabbitmq-dotnet-client#1318: both ways to the inner task.
    [Fact]
    public Task Inner_task_by_hand() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        static class Waits
        {
            public static async Task RunAsync()
            {
                var task = Task.Factory.StartNew(async () => { await Task.Delay(TimeSpan.FromSeconds(10)); });
                await task.Unwrap();

                var other = Task.Factory.StartNew(async () => { await Task.Delay(TimeSpan.FromSeconds(10)); });
                var inner = await other;
                await inner;
            }
        }
        """);

    // bugthesystem/FireSharp#77: the repair where there is no Task.Run.
    [Fact]
    public Task Two_awaits() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Push(HttpClient client)
        {
            public async Task SendAsync(Uri url, HttpContent content) =>
                await await Task.Factory.StartNew(async () => { using var response = await client.PostAsync(url, content); });
        }
        """);

    // dotnet/runtime#73390: a helper that is told whether to unwrap.
    [Fact]
    public Task Helper_that_unwraps_on_demand() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        public sealed class Zone(TaskScheduler scheduler)
        {
            public async ValueTask RunAsync(Func<object?, Task> work, object? context, bool unwrap)
            {
                var task = Task.Factory.StartNew(work, context, default, TaskCreationOptions.DenyChildAttach, scheduler);
                if (unwrap)
                    await task.Unwrap();
                else
                    await task;
            }
        }
        """);

    // microsoft/vs-threading#370, mono/monodevelop#7678: synchronous work, on a factory of its own and on the ambient scheduler.
    [Fact]
    public Task Synchronous_work() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Status(TaskScheduler exclusive, Action changed)
        {
            private readonly TaskFactory factory = new(CancellationToken.None, TaskCreationOptions.None, TaskContinuationOptions.None, exclusive);

            public Task ChangedAsync() => factory.StartNew(() => { changed(); });

            public async Task BuildAsync() => await Task.Factory.StartNew(changed).ConfigureAwait(false);
        }
        """);

    // SignalR/SignalR#189: a helper that gives the inner task out itself.
    [Fact]
    public Task Helper_that_unwraps() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        static class Helpers
        {
            public static Task<T> Queue<T>(Func<Task<T>> work) => Flatten(Task.Factory.StartNew(work));

            private static async Task<T> Flatten<T>(Task<Task<T>> task) => await await task;
        }
        """);

    // dotnet/corefx#25603: the factory that a library keeps for waiting synchronously.
    [Fact]
    public Task Synchronous_front() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        static class Synchronously
        {
            private static readonly TaskFactory Factory = new(CancellationToken.None, TaskCreationOptions.None, TaskContinuationOptions.None, TaskScheduler.Default);

            public static T Run<T>(Func<Task<T>> work) => Factory.StartNew(work).Unwrap().GetAwaiter().GetResult();

            public static void Run(Func<Task> work) => Factory.StartNew(work).Unwrap().GetAwaiter().GetResult();
        }
        """);

    // Fixed

    [Fact]
    public Task Tasks_are_started_on_the_pool() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class Journal
        {
            private readonly Task first = Task.Factory.[|StartNew|](SaveAsync);

            public async Task SaveAllAsync(List<string> names, CancellationToken token)
            {
                await Task.Factory.[|StartNew|](async () =>
                {
                    // One after the other.
                    foreach (var name in names)
                        await SaveAsync();
                });
                await Task.Factory.[|StartNew|](async () => { await SaveAsync(); Console.WriteLine(); }, token).ConfigureAwait(false);
                await Task.Factory.[|StartNew|](async () => { await SaveAsync(); Console.WriteLine(); }, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
                await Task.Factory.[|StartNew|](async () => { await SaveAsync(); Console.WriteLine(); }, token, TaskCreationOptions.None, TaskScheduler.Default);
                await Task.WhenAll(names.Select(name => Task.Factory.[|StartNew|](() => SaveAsync(name))));
                var tasks = names.Select(name => Task.Factory.[|StartNew|](() => LoadAsync(name))).ToArray();
                Task.WaitAll(tasks);
                Task.Factory.[|StartNew|](SaveAsync);
                var later = Task.Factory.[|StartNew|](SaveAsync, token);
                await later;
                await first;
            }

            private static async Task SaveAsync() => await Task.Delay(1);

            private static async Task SaveAsync(string name) => await Task.Delay(name.Length);

            private static async Task<int> LoadAsync(string name)
            {
                await Task.Delay(name.Length);
                return name.Length;
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class Journal
        {
            private readonly Task first = Task.Run(SaveAsync);

            public async Task SaveAllAsync(List<string> names, CancellationToken token)
            {
                await Task.Run(async () =>
                {
                    // One after the other.
                    foreach (var name in names)
                        await SaveAsync();
                });
                await Task.Run(async () => { await SaveAsync(); Console.WriteLine(); }, token).ConfigureAwait(false);
                await Task.Run(async () => { await SaveAsync(); Console.WriteLine(); });
                await Task.Run(async () => { await SaveAsync(); Console.WriteLine(); }, token);
                await Task.WhenAll(names.Select(name => Task.Run(() => SaveAsync(name))));
                var tasks = names.Select(name => Task.Run(() => LoadAsync(name))).ToArray();
                Task.WaitAll(tasks);
                Task.Run(SaveAsync);
                var later = Task.Run(SaveAsync, token);
                await later;
                await first;
            }

            private static async Task SaveAsync() => await Task.Delay(1);

            private static async Task SaveAsync(string name) => await Task.Delay(name.Length);

            private static async Task<int> LoadAsync(string name)
            {
                await Task.Delay(name.Length);
                return name.Length;
            }
        }
        """);

    // Task.Run would be CONC401.
    [Fact]
    public Task Only_call_is_made_directly() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Journal
        {
            public async Task SaveAsync(string text, CancellationToken token)
            {
                await Task.Factory.[|StartNew|](() => File.WriteAllTextAsync("a", text));
                await Task.Factory.[|StartNew|](async () => await File.WriteAllTextAsync("a", text)).ConfigureAwait(false);
                await Task.Factory.[|StartNew|](() => File.WriteAllTextAsync("a", text, token), token);
                await Task.Factory.[|StartNew|](() => File.WriteAllTextAsync("a", text), token); // the token would be lost
            }

            public Task SaveLaterAsync(string text) => Task.Factory.[|StartNew|](() => File.WriteAllTextAsync("a", text));
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Journal
        {
            public async Task SaveAsync(string text, CancellationToken token)
            {
                await File.WriteAllTextAsync("a", text);
                await File.WriteAllTextAsync("a", text).ConfigureAwait(false);
                await File.WriteAllTextAsync("a", text, token);
                await Task.Factory.StartNew(() => File.WriteAllTextAsync("a", text), token).Unwrap(); // the token would be lost
            }

            public Task SaveLaterAsync(string text) => File.WriteAllTextAsync("a", text);
        }
        """);

    [Fact]
    public Task Tasks_that_do_not_belong_on_the_pool_are_unwrapped() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Journal(TaskScheduler scheduler, TaskFactory factory)
        {
            private Task running = Task.CompletedTask;

            public async Task SaveAsync(CancellationToken token)
            {
                await Task.Factory.[|StartNew|](async () => { await Task.Delay(1); Console.WriteLine(); }, token, TaskCreationOptions.None, scheduler);
                await Task.Factory.[|StartNew|](LoopAsync, token, TaskCreationOptions.None, TaskScheduler.Current).ConfigureAwait(false);
                await Task.Factory.[|StartNew|](
                    async state =>
                    {
                        await Task.Delay(1);
                        Console.WriteLine(state);
                    },
                    this);
                await Task.Factory.[|StartNew|](LoopAsync, TaskCreationOptions.AttachedToParent);
                running = factory.[|StartNew|](LoopAsync);
            }

            private static async Task LoopAsync()
            {
                for (var i = 0; i < 10; i++)
                    await Task.Delay(i);
            }
        }
        """,
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Journal(TaskScheduler scheduler, TaskFactory factory)
        {
            private Task running = Task.CompletedTask;

            public async Task SaveAsync(CancellationToken token)
            {
                await Task.Factory.StartNew(async () => { await Task.Delay(1); Console.WriteLine(); }, token, TaskCreationOptions.None, scheduler).Unwrap();
                await Task.Factory.StartNew(LoopAsync, token, TaskCreationOptions.None, TaskScheduler.Current).Unwrap().ConfigureAwait(false);
                await Task.Factory.StartNew(
                    async state =>
                    {
                        await Task.Delay(1);
                        Console.WriteLine(state);
                    },
                    this).Unwrap();
                await Task.Factory.StartNew(LoopAsync, TaskCreationOptions.AttachedToParent).Unwrap();
                running = factory.StartNew(LoopAsync).Unwrap();
            }

            private static async Task LoopAsync()
            {
                for (var i = 0; i < 10; i++)
                    await Task.Delay(i);
            }
        }
        """);

    [Fact]
    public Task Loop_that_nobody_waits_for_yet_is_started_on_the_pool() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Pump
        {
            private Task? running;

            public void Start(CancellationToken token)
            {
                Task.Factory.[|StartNew|](() => PollAsync(token));
                _ = Task.Factory.[|StartNew|](() => PollAsync(token), token);
                running = Task.Factory.[|StartNew|](() => PollAsync(token));
            }

            public Task? StopAsync() => running;

            private static async Task PollAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                    await Task.Delay(1);
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Pump
        {
            private Task? running;

            public void Start(CancellationToken token)
            {
                Task.Run(() => PollAsync(token));
                _ = Task.Run(() => PollAsync(token), token);
                running = Task.Run(() => PollAsync(token));
            }

            public Task? StopAsync() => running;

            private static async Task PollAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                    await Task.Delay(1);
            }
        }
        """);

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_reported_and_fixed(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System;
            using System.Threading.Tasks;

            class Journal
            {
                public async Task SaveAsync()
                {
                    await Task.Factory.[|StartNew|](async () => { await Task.Delay(1); Console.WriteLine(); });
                    await Task.Factory.[|StartNew|](WriteAsync, this);
                }

                private static async Task WriteAsync(object state)
                {
                    await Task.Delay(1);
                    Console.WriteLine(state);
                }
            }
            """,
        FixedCode =
            """
            using System;
            using System.Threading.Tasks;

            class Journal
            {
                public async Task SaveAsync()
                {
                    await Task.Run(async () => { await Task.Delay(1); Console.WriteLine(); });
                    await Task.Factory.StartNew(WriteAsync, this).Unwrap();
                }

                private static async Task WriteAsync(object state)
                {
                    await Task.Delay(1);
                    Console.WriteLine(state);
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);

    // The overloads with spans came with C# 13 and 14.
    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Latest)]
    public Task Parameter_arrays_and_spans_are_the_same(LanguageVersion version) => new Verify.Test
    {
        TestCode =
            """
            using System;
            using System.Threading.Tasks;

            class Journal
            {
                public async Task SaveAsync()
                {
                    await Task.WhenAll(Task.Factory.[|StartNew|](WriteAsync), Task.Factory.[|StartNew|](WriteAsync));
                    await Task.WhenAll(Task.Factory.[|StartNew|](WriteAsync), Task.Delay(1));
                    Task.WaitAll(Task.Factory.[|StartNew|](WriteAsync), Task.Factory.[|StartNew|](WriteAsync));
                }

                private static async Task WriteAsync()
                {
                    await Task.Delay(1);
                    Console.WriteLine();
                }
            }
            """,
        FixedCode =
            """
            using System;
            using System.Threading.Tasks;

            class Journal
            {
                public async Task SaveAsync()
                {
                    await Task.WhenAll(Task.Run(WriteAsync), Task.Run(WriteAsync));
                    await Task.WhenAll(Task.Run(WriteAsync), Task.Delay(1));
                    Task.WaitAll(Task.Run(WriteAsync), Task.Run(WriteAsync));
                }

                private static async Task WriteAsync()
                {
                    await Task.Delay(1);
                    Console.WriteLine();
                }
            }
            """,
        LanguageVersion = version,
    }.RunAsync();

    // Not fixed

    [Theory]
    [InlineData("await Task.Factory.[|StartNew|](PollAsync);")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { while (true) await Task.Delay(1); });")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { await foreach (var name in Names()) Work(); });")]
    [InlineData("Task.Factory.[|StartNew|](PollAsync).Wait();")]
    [InlineData("Track(Task.Factory.[|StartNew|](PollAsync));")]
    [InlineData("await Local(); Task Local() => Task.Factory.[|StartNew|](PollAsync);")]
    [InlineData("await Task.WhenAll(names.Select(name => Task.Factory.[|StartNew|](PollAsync)));")]
    [InlineData("await Task.Factory.[|StartNew|](PollAsync, token, TaskCreationOptions.None, scheduler);")]
    public Task No_fix_is_offered_where_somebody_would_wait_for_good(string statement) => Verify.VerifyNoFixAsync(Program(statement));

    [Theory]
    [InlineData("await Task.Factory.[|StartNew|](ValueAsync);")] // nothing unwraps it
    [InlineData("Task<Task> task = Task.Factory.[|StartNew|](SaveAsync); await task;")] // the type is written
    [InlineData("var tasks = new Task<Task>[1]; tasks[0] = Task.Factory.[|StartNew|](SaveAsync); await Task.WhenAll(tasks);")]
    [InlineData("await Task.Factory.[|StartNew|](SaveAsync /* not for long */);")]
    public Task No_fix_is_offered_where_the_result_would_not_hold(string statement) => Verify.VerifyNoFixAsync(Program(statement));

    private static string Program(string statement) =>
        $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Stores
        {
            public interface IStore
            {
                Task SaveAsync();
            }
        }

        public static class Own
        {
            public static Task StartNew(Func<Task> work) => work();
        }

        public class Journal
        {
            private readonly List<Task> started = [];
            private readonly ConcurrentDictionary<string, Task> byName = new();
            private Task running = Task.CompletedTask;
            private Task<Task>? nested;
            private volatile bool stopped;

            public Task Running { get; set; } = Task.CompletedTask;

            public async Task RunAsync(List<string> names, Func<Task> work, Stores.IStore store, TaskFactory factory, TaskScheduler scheduler, CancellationToken token)
            {
                {{statement}}
                await running;
                await (nested ?? Running);
                stopped = true;
            }

            private static async Task SaveAsync()
            {
                await Task.Delay(1);
                Work();
            }

            private static async Task<int> LoadAsync()
            {
                await Task.Delay(1);
                return 1;
            }

            private static async ValueTask ValueAsync() => await Task.Delay(1);

            private static async Task PollAsync()
            {
                while (true)
                    await Task.Delay(1);
            }

            private static async Task ReadyAsync()
            {
                Work();
                await Task.CompletedTask;
            }

            private async Task ServeAsync()
            {
                while (!stopped)
                    Work();
                await Task.Delay(1);
            }

            private static async IAsyncEnumerable<string> Names()
            {
                await Task.Delay(1);
                yield return "";
            }

            private static Task Track(Task task) => task;

            private static async Task Finish(Task<Task> task) => await await task;

            private static async Task<T> Both<T>(Task<T> task) => await task;

            private static void Work()
            {
            }
        }
        """;
}
