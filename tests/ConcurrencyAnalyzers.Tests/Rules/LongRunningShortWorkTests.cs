using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using static ComputingProgram<LongRunningShortWorkAnalyzer, LongRunningShortWorkCodeFix>;

public sealed class LongRunningShortWorkTests
{
    // Reported

    // alexalok/dotWork#4: with the option, each iteration of the work would make a new thread.
    [Fact]
    public Task Iteration_of_a_job_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Jobs
        {
            private long done;

            public async Task RunAsync(List<int[]> iterations)
            {
                foreach (var iteration in iterations)
                {
                    await Task.Factory.[|StartNew|](() => done += Work.Sum(iteration), TaskCreationOptions.LongRunning);
                }
            }
        }
        """);

    // How much the object has nobody knows; for an item it is a thread too many in any case.
    [Fact]
    public Task Computation_over_what_the_object_has_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Jobs
        {
            private int[] all = new int[0];

            public void Run(List<int> ids, long[] sums)
            {
                foreach (var id in ids)
                {
                    Task.Factory.[|StartNew|](() =>
                    {
                        foreach (var a in all)
                        {
                            foreach (var b in all)
                            {
                                sums[id] += a * b;
                            }
                        }
                    }, TaskCreationOptions.LongRunning);
                }
            }
        }
        """);

    // dotnet/msbuild#2384: tasks with the option made 3,274 threads in one restore.
    [Fact]
    public Task Request_builder_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Scheduler
        {
            public Task[] Build(List<int[]> requests, long[] sums)
            {
                var tasks = new List<Task>();
                for (var i = 0; i < requests.Count; i++)
                {
                    var request = i;
                    tasks.Add(Task.Factory.[|StartNew|](() => { sums[request] = Work.Sum(requests[request]); }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
                }

                return tasks.ToArray();
            }
        }
        """);

    // dotnet/corefx#563: the option would have made thousands of threads, so it went.
    [Fact]
    public Task Many_tasks_of_one_method_are_reported() => Reports(
        """
        using System.Linq;
        using System.Threading.Tasks;

        class Load
        {
            public Task[] Start(int[][] items, long[] sums) => Enumerable.Range(0, items.Length)
                .Select(item => (Task)Task.Factory.[|StartNew|](() => sums[item] = Work.Sum(items[item]), TaskCreationOptions.LongRunning))
                .ToArray();
        }
        """);

    // camunda-community-hub/zeebe-client-csharp#164: long-running tasks are considered for jobs, made when there is one to handle.
    [Fact]
    public Task Handler_of_one_job_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Worker
        {
            private long handled;

            public void Poll(Queue<int[]> jobs)
            {
                while (jobs.TryDequeue(out var job))
                {
                    Handle(job);
                }
            }

            private void Handle(int[] job)
            {
                var task = new [|Task|](() => Interlocked.Add(ref handled, Work.Sum(job)), TaskCreationOptions.LongRunning);
                task.Start();
            }
        }
        """);

    // lynx-chess/Lynx#1300: searches with the option were no stronger than those of Task.Run.
    [Fact]
    public Task Search_that_computes_is_reported_for_each_item() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Engine
        {
            public Task<double[]> Search(List<double[]> positions)
            {
                var tasks = new List<Task<double>>();
                foreach (var position in positions)
                {
                    tasks.Add(Task.Factory.[|StartNew|](() => Work.Norm(position, positions[0]), TaskCreationOptions.LongRunning));
                }

                return Task.WhenAll(tasks);
            }
        }
        """);

    // infernoplus/JortPob#99: threads are for operations that are not meant to stop.
    [Fact]
    public Task Worker_for_each_mesh_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Workers
        {
            private long done;

            public void Run(IEnumerable<int[]> meshes)
            {
                foreach (var mesh in meshes)
                {
                    Task.Factory.[|StartNew|](() => Add(mesh), TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach);
                }
            }

            private void Add(int[] mesh) => Interlocked.Add(ref done, Work.Sum(mesh));
        }
        """);

    [Fact]
    public Task Tiny_work_is_reported_wherever_it_is() => Reports(
        """
        using System.Threading.Tasks;

        class Flag
        {
            private bool isSet;

            public Task Set() => Task.Factory.[|StartNew|](() => { isSet = true; }, TaskCreationOptions.LongRunning);
        }
        """);

    // Silent

    // serilog/serilog-sinks-async#9: one captive thread takes the events out of a blocking collection.
    [Fact]
    public Task Consumer_is_what_the_option_is_for() => IsSilent(
        """
        using System.Collections.Concurrent;
        using System.Threading.Tasks;

        class Log
        {
            private readonly BlockingCollection<string> messages = new();
            private long written;

            public Task Start() => Task.Factory.StartNew(Consume, TaskCreationOptions.LongRunning);

            private void Consume()
            {
                foreach (var message in messages.GetConsumingEnumerable())
                {
                    written += message.Length;
                }
            }
        }
        """);

    // davidfowl/AspNetCoreDiagnosticScenarios#64: a queue that is processed for the life of the program.
    [Fact]
    public Task Consumer_for_each_queue_is_silent() => IsSilent(
        """
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Queues
        {
            private long processed;

            public void Start(List<BlockingCollection<int>> queues)
            {
                foreach (var queue in queues)
                {
                    Task.Factory.StartNew(() =>
                    {
                        while (true)
                        {
                            processed += queue.Take();
                        }
                    }, TaskCreationOptions.LongRunning);
                }
            }
        }
        """);

    // dennisdoomen/CSharpGuidelines#204: what takes the thread for long should not take it from the pool.
    [Fact]
    public Task Work_that_blocks_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Net;
        using System.Threading.Tasks;

        class Files
        {
            public void Send(List<string> files)
            {
                foreach (var file in files)
                {
                    Task.Factory.StartNew(() => Dns.GetHostAddresses(file), TaskCreationOptions.LongRunning);
                }
            }
        }
        """);

    // akkadotnet/akka.net#1470: the scheduler of an actor has its own answer to the option.
    [Fact]
    public Task Scheduler_of_one_s_own_decides() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Actors
        {
            private long received;

            public void Tell(List<int[]> messages, TaskScheduler actor)
            {
                foreach (var message in messages)
                {
                    Task.Factory.StartNew(() => { received += Work.Sum(message); }, CancellationToken.None, TaskCreationOptions.LongRunning, actor);
                }
            }
        }
        """);

    // jamesmh/coravel#263: the option does nothing for code that awaits.
    [Fact]
    public Task Asynchronous_work_is_another_rule_s() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Queues
        {
            public void Start(List<int[]> items)
            {
                foreach (var item in items)
                {
                    Task.Factory.StartNew(async () => await Task.Delay(item.Length), TaskCreationOptions.LongRunning);
                }
            }
        }
        """);

    // stride3d/stride#502: the option became the state, and so did nothing.
    [Fact]
    public Task Option_in_the_place_of_the_state_is_another_rule_s() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Pool
        {
            private long done;

            public void Run(List<int[]> items)
            {
                foreach (var item in items)
                {
                    Task.Factory.StartNew(state => { done += Work.Sum(item); }, TaskCreationOptions.LongRunning);
                }
            }
        }
        """);

    [Fact]
    public Task Work_that_is_not_known_is_silent() => IsSilent(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Pool
        {
            public void Run(List<Action> items)
            {
                foreach (var item in items)
                {
                    Task.Factory.StartNew(item, TaskCreationOptions.LongRunning);
                }
            }
        }
        """);

    [Fact]
    public Task Computation_once_is_silent() => IsSilent(
        """
        using System.Threading.Tasks;

        class Report
        {
            public Task<double> Compute(double[] rows) => Task.Factory.StartNew(() => Work.Norm(rows, rows), TaskCreationOptions.LongRunning);
        }
        """);

    [Fact]
    public Task Worker_for_each_core_is_silent() => IsSilent(
        """
        using System;
        using System.Threading.Tasks;

        class Report
        {
            public void Start(int[][] parts, long[] sums)
            {
                for (var i = 0; i < Environment.ProcessorCount; i++)
                {
                    var worker = i;
                    Task.Factory.StartNew(() => sums[worker] = Work.Sum(parts[worker]), TaskCreationOptions.LongRunning);
                }
            }
        }
        """);

    [Fact]
    public Task Start_of_the_process_is_silent() => IsSilent(
        """
        using System.Threading.Tasks;

        class Flag
        {
            private static readonly Task Start = Task.Factory.StartNew(() => { IsSet = true; }, TaskCreationOptions.LongRunning);

            public static bool IsSet { get; set; }

            public static Task Started => Start;
        }
        """);

    // Fixed

    [Fact]
    public Task Work_goes_to_the_pool() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Jobs
        {
            private long done;

            public async Task RunAsync(List<int[]> iterations, CancellationToken token)
            {
                foreach (var iteration in iterations)
                {
                    // One after the other.
                    await Task.Factory.[|StartNew|](() => done += Work.Sum(iteration), TaskCreationOptions.LongRunning);
                    await Task.Factory.[|StartNew|](() => done -= Work.Sum(iteration), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Jobs
        {
            private long done;

            public async Task RunAsync(List<int[]> iterations, CancellationToken token)
            {
                foreach (var iteration in iterations)
                {
                    // One after the other.
                    await Task.Run(() => done += Work.Sum(iteration));
                    await Task.Run(() => done -= Work.Sum(iteration), token);
                }
            }
        }
        """);

    [Fact]
    public Task Option_alone_goes_where_more_is_said() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Jobs
        {
            private long done;

            public void Run(List<int[]> jobs)
            {
                foreach (var job in jobs)
                {
                    var task = new [|Task|](() => Add(job), TaskCreationOptions.LongRunning);
                    task.Start();
                    Task.Factory.[|StartNew|](() => Add(job), TaskCreationOptions.AttachedToParent | TaskCreationOptions.LongRunning);
                    Task.Factory.[|StartNew|](state => Add((int[])state!), job, TaskCreationOptions.LongRunning);
                }
            }

            private void Add(int[] job) => Interlocked.Add(ref done, Work.Sum(job));
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Jobs
        {
            private long done;

            public void Run(List<int[]> jobs)
            {
                foreach (var job in jobs)
                {
                    var task = new Task(() => Add(job));
                    task.Start();
                    Task.Factory.StartNew(() => Add(job), TaskCreationOptions.AttachedToParent);
                    Task.Factory.StartNew(state => Add((int[])state!), job);
                }
            }

            private void Add(int[] job) => Interlocked.Add(ref done, Work.Sum(job));
        }
        """);

    [Fact]
    public Task Tiny_items_become_one_loop_at_once() => Fixes(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Jobs
        {
            public async Task<int> RunAsync(int[] jobs)
            {
                var doubled = await Task.WhenAll(jobs.Select(job => Task.Factory.[|StartNew|](() => job * 2, TaskCreationOptions.LongRunning)));
                return doubled.Sum();
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Jobs
        {
            public async Task<int> RunAsync(int[] jobs)
            {
                var doubled = await Task.Run(() => jobs.Select(job => job * 2).ToArray());
                return doubled.Sum();
            }
        }
        """);

    [Fact]
    public Task Work_that_asks_for_its_thread_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Jobs
        {
            private long done;

            public void Run(List<int[]> jobs)
            {
                foreach (var job in jobs)
                {
                    Task.Factory.[|StartNew|](() => Interlocked.Add(ref done, Work.Sum(job) + Thread.CurrentThread.ManagedThreadId), TaskCreationOptions.LongRunning);
                }
            }
        }
        """);

    [Fact]
    public Task Older_frameworks_have_the_same_fix()
    {
        var test = TestOf(
            """
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;

            class Jobs
            {
                private long done;

                public void Run(List<int[]> jobs)
                {
                    foreach (var job in jobs)
                    {
                        Task.Factory.[|StartNew|](() => Interlocked.Add(ref done, Work.Sum(job)), TaskCreationOptions.LongRunning);
                    }
                }
            }
            """);
        test.FixedCode =
            """
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;

            class Jobs
            {
                private long done;

                public void Run(List<int[]> jobs)
                {
                    foreach (var job in jobs)
                    {
                        Task.Run(() => Interlocked.Add(ref done, Work.Sum(job)));
                    }
                }
            }
            """;
        test.LanguageVersion = LanguageVersion.CSharp7_3;
        test.NullableContext = NullableContextOptions.Disable;
        test.References = TargetReferences.NetStandard20;
        return test.RunAsync();
    }

    /// <summary>What the fix is given and what it writes, side by side: result, failure and cancellation.</summary>
    [Fact]
    public async Task Both_forms_give_the_same_and_fail_alike()
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.Equal(
            await Task.Factory.StartNew(static () => 6 * 7, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            await Task.Run(static () => 6 * 7, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<FormatException>(static () => Task.Factory.StartNew(static () => int.Parse("x"), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Assert.ThrowsAsync<FormatException>(static () => Task.Run(static () => int.Parse("x"), CancellationToken.None));
        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Factory.StartNew(static () => 1, cancelled, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Run(static () => 1, cancelled));
    }
}
