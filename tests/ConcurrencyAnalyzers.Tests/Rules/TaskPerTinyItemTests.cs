using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using static ComputingProgram<TaskPerTinyItemAnalyzer, TaskPerTinyItemCodeFix>;

public sealed class TaskPerTinyItemTests
{
    // Reported

    // dotnet/runtime#42377: a query starts a task for each number to count a little.
    [Fact]
    public Task Query_of_tasks_that_is_awaited_is_reported() => Reports(
        """
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public Task<long[]> Double(int[] numbers) => Task.WhenAll(numbers.Select(number => Task.[|Run|](() => number * 2L)));
        }
        """);

    // UchuServer/Uchu#98: a task for each child, until profiling showed that more of them was slower.
    [Fact]
    public Task Loop_of_tasks_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Behaviors
        {
            public async Task ApplyAsync(List<int> behaviors, int[] effects)
            {
                var tasks = new List<Task>();
                foreach (var behavior in behaviors)
                {
                    tasks.Add(Task.[|Run|](() => { effects[behavior] = behavior + 1; }));
                }

                await Task.WhenAll(tasks);
            }
        }
        """);

    // pkolaczk/async-runtimes-benchmarks#4: the task around each of many small items only costs memory.
    [Fact]
    public Task Blocked_thread_is_reported() => Reports(
        """
        using System.Threading.Tasks;

        class Benchmark
        {
            public void Run(int count, int[] results)
            {
                var tasks = new Task[count];
                for (var i = 0; i < count; i++)
                {
                    var number = i;
                    tasks[i] = Task.[|Run|](() => results[number] = number * number);
                }

                Task.WaitAll(tasks);
            }
        }
        """);

    // htrlq/NCoreCoder.Framework#1: a thread of the pool is asked for a value that is there.
    [Fact]
    public Task Value_that_is_there_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Frame
        {
            public async Task<bool[]> CheckAsync(List<int> rules, int limit)
            {
                var tasks = rules.Select(async rule => await Task.[|Run|](() => rule < limit)).ToList();
                return await Task.WhenAll(tasks);
            }
        }
        """);

    // planetarium/NineChronicles.Headless#984: a task for each one in place of a parallel loop.
    [Fact]
    public Task Own_method_is_followed() => Reports(
        """
        using System.Linq;
        using System.Threading.Tasks;

        class Actions
        {
            public Task Evaluate(int[] actions, long[] states) =>
                Task.WhenAll(Enumerable.Range(0, actions.Length).Select(action => Task.[|Run|](() => Apply(actions, states, action))));

            private static void Apply(int[] actions, long[] states, int action) => states[action] = actions[action] ^ 1;
        }
        """);

    // dotnet/runtime#99864: the belief that a parallel loop makes a task for each item, too.
    [Fact]
    public Task Task_of_the_factory_is_reported() => Reports(
        """
        using System.Linq;
        using System.Threading.Tasks;

        class Items
        {
            public void Add(int[] items, int[] sums)
            {
                var tasks = (from item in items select Task.Factory.[|StartNew|](() => { sums[item] = item + 1; })).ToArray();
                Task.WaitAll(tasks);
            }
        }
        """);

    // Silent

    // dotnet/runtime#84266: one task for each slice of the items.
    [Fact]
    public Task Slices_of_the_items_are_worth_a_task() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public Task<long[]> Sum(IEnumerable<int[]> slices) => Task.WhenAll(slices.Select(slice => Task.Run(() => Work.Sum(slice))));
        }
        """);

    // dotnet/runtime#46146: items that take from seconds to a day.
    [Fact]
    public Task Computation_fits() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Rows
        {
            public Task<double[]> Norms(List<double[]> rows) => Task.WhenAll(rows.Select(row => Task.Run(() => Work.Norm(row, rows[0]))));
        }
        """);

    // Azure/azure-cosmos-dotnet-v3#4527: what a task runs up to its first await may be long.
    [Fact]
    public Task Beginning_of_asynchronous_work_is_no_computation() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Reads
        {
            public Task ReadAll(List<int> partitions) => Task.WhenAll(partitions.Select(partition => Task.Run(() => ReadAsync(partition))));

            private static async Task<int> ReadAsync(int partition)
            {
                await Task.Delay(partition);
                return partition;
            }
        }
        """);

    // HylandSoftware/Harbor.Tagd#10: most of the time is spent waiting for the server.
    [Fact]
    public Task Asynchronous_items_are_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Tags
        {
            public Task<string[]> Process(HttpClient client, List<string> tags) => Task.WhenAll(tags.Select(tag => client.GetStringAsync(tag)));
        }
        """);

    // Open-Systems-Pharmacology/MoBi#2122: simulations that somebody else computes.
    [Fact]
    public Task Work_that_is_not_known_is_silent() => IsSilent(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Simulations
        {
            public Task Run(List<Action> simulations) => Task.WhenAll(simulations.Select(simulation => Task.Run(simulation)));

            public Task Start(List<Action> simulations) => Task.WhenAll(simulations.Select(simulation => Task.Run(() => simulation())));
        }
        """);

    // thomhurst/ModularPipelines#793: tasks that should start eagerly and run beside one another.
    [Fact]
    public Task Work_that_blocks_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Modules
        {
            public async Task StartAsync(List<int> modules)
            {
                var tasks = new List<Task>();
                foreach (var module in modules)
                {
                    tasks.Add(Task.Run(() => Thread.Sleep(module)));
                }

                await Task.WhenAll(tasks);
            }
        }
        """);

    [Fact]
    public Task Asynchronous_method_is_silent_however_short() => IsSilent(
        """
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public Task Start(int[] numbers) => Task.WhenAll(numbers.Select(number => Task.Run(() => DoubleAsync(number))));

            private static Task<int> DoubleAsync(int number) => Task.FromResult(number * 2);
        }
        """);

    [Fact]
    public Task A_few_are_silent() => IsSilent(
        """
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public Task<int[]> Three(int a, int b, int c) => Task.WhenAll(new[] { a, b, c }.Select(number => Task.Run(() => number * 2)));

            public Task<int[]> Ten() => Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => number * 2)));
        }
        """);

    [Fact]
    public Task Tasks_that_nobody_waits_for_together_are_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public List<Task<int>> Start(int[] numbers) => numbers.Select(number => Task.Run(() => number * 2)).ToList();
        }
        """);

    // Fixed

    [Fact]
    public Task One_task_does_all_items() => Fixes(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public async Task<long> SumAsync(int[] numbers, List<int> others)
            {
                var doubled = await Task.WhenAll(numbers.Select(number => Task.[|Run|](() => number * 2L))).ConfigureAwait(false);

                // The others count once.
                var tasks = others.Select(async other => await Task.[|Run|](() => other + 1)).ToList();
                var added = await Task.WhenAll(tasks);
                return doubled.Sum() + added.Sum();
            }

            public Task<long[]> Double(int[] numbers) => Task.WhenAll(numbers.Select(number => Task.[|Run|](() => number * 2L)));
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public async Task<long> SumAsync(int[] numbers, List<int> others)
            {
                var doubled = await Task.Run(() => numbers.Select(number => number * 2L).ToArray()).ConfigureAwait(false);

                // The others count once.
                var added = await Task.Run(() => others.Select(other => other + 1).ToArray());
                return doubled.Sum() + added.Sum();
            }

            public Task<long[]> Double(int[] numbers) => Task.Run(() => numbers.Select(number => number * 2L).ToArray());
        }
        """);

    [Fact]
    public Task Loop_goes_into_one_task() => Fixes(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Behaviors
        {
            public async Task ApplyAsync(List<int> behaviors, int[] effects)
            {
                var tasks = new List<Task>();
                foreach (var behavior in behaviors)
                {
                    tasks.Add(Task.[|Run|](() => { effects[behavior] = behavior + 1; }));
                }

                await Task.WhenAll(tasks);
                await Task.WhenAll(behaviors.Select(behavior => Task.[|Run|](() => { effects[behavior]++; })));
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Behaviors
        {
            public async Task ApplyAsync(List<int> behaviors, int[] effects)
            {
                await Task.Run(() =>
                {
                    foreach (var behavior in behaviors)
                    {
                        effects[behavior] = behavior + 1;
                    }
                });
                await Task.Run(() =>
                {
                    foreach (var behavior in behaviors)
                    {
                        effects[behavior]++;
                    }
                });
            }
        }
        """);

    [Fact]
    public Task Blocked_thread_does_the_items_itself() => Fixes(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Benchmark
        {
            public void Run(int count, int[] results)
            {
                // All of them.
                var tasks = new Task[count];
                for (var i = 0; i < count; i++)
                {
                    var number = i;
                    tasks[i] = Task.[|Run|](() => results[number] = number * number);
                }

                Task.WaitAll(tasks);
                Task.WaitAll(results.Select(result => Task.[|Run|](() => results[0] += result)).ToArray());
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Benchmark
        {
            public void Run(int count, int[] results)
            {
                // All of them.
                for (var i = 0; i < count; i++)
                {
                    var number = i;
                    results[number] = number * number;
                }
                foreach (var result in results)
                {
                    results[0] += result;
                }
            }
        }
        """);

    [Fact]
    public Task Results_of_a_loop_keep_their_order() => Fixes(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public async Task<int[]> DoubleAsync(List<int> numbers)
            {
                var tasks = new List<Task<int>>();
                foreach (var number in numbers)
                {
                    tasks.Add(Task.[|Run|](() => number * 2));
                }

                return await Task.WhenAll(tasks);
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public async Task<int[]> DoubleAsync(List<int> numbers)
            {
                return await Task.Run(() => numbers.Select(number => number * 2).ToArray());
            }
        }
        """);

    [Fact]
    public Task Token_has_no_fix() => HasNoFix(
        """
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class Numbers
        {
            public async Task<long[]> DoubleAsync(int[] numbers, CancellationToken token) => await Task.WhenAll(numbers.Select(number => Task.[|Run|](() => number * 2L, token)));
        }
        """);

    [Fact]
    public Task Tasks_that_are_looked_at_have_no_fix() => HasNoFix(
        """
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public async Task<long> DoubleAsync(int[] numbers)
            {
                var tasks = numbers.Select(number => Task.[|Run|](() => number * 2L)).ToArray();
                await Task.WhenAll(tasks);
                return tasks[0].Result;
            }
        }
        """);

    [Fact]
    public Task Catch_of_all_failures_has_no_fix() => HasNoFix(
        """
        using System;
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public int Double(int[] numbers, int[] doubled)
            {
                try
                {
                    Task.WaitAll(numbers.Select(number => Task.[|Run|](() => { doubled[number] = number * 2; })).ToArray());
                }
                catch (AggregateException failures)
                {
                    return failures.InnerExceptions.Count;
                }

                return 0;
            }
        }
        """);

    [Fact]
    public Task Statements_beside_the_tasks_have_no_fix() => HasNoFix(
        """
        using System.Linq;
        using System.Threading.Tasks;

        class Numbers
        {
            public async Task<long> DoubleAsync(int[] numbers)
            {
                var tasks = numbers.Select(number => Task.[|Run|](() => number * 2L)).ToArray();
                numbers[0] = 1;
                var doubled = await Task.WhenAll(tasks);
                return doubled[0];
            }
        }
        """);

    /// <summary>What the fix is given and what it writes, side by side: results, their order, and the exception that the wait throws.</summary>
    [Fact]
    public async Task Both_forms_give_the_same_and_fail_alike()
    {
        int[] numbers = [.. Enumerable.Range(0, 500)];
        Assert.Equal(
            await Task.WhenAll(numbers.Select(number => Task.Run(() => 1_000 / (number + 1)))),
            await Task.Run(() => numbers.Select(number => 1_000 / (number + 1)).ToArray()));
        await Assert.ThrowsAsync<DivideByZeroException>(() => Task.WhenAll(numbers.Select(number => Task.Run(() => 1_000 / number))));
        await Assert.ThrowsAsync<DivideByZeroException>(() => Task.Run(() => numbers.Select(number => 1_000 / number).ToArray()));
    }

    [Fact]
    public Task Older_frameworks_have_the_same_fix()
    {
        var test = TestOf(
            """
            using System.Linq;
            using System.Threading.Tasks;

            class Numbers
            {
                public async Task<long> SumAsync(int[] numbers)
                {
                    var doubled = await Task.WhenAll(numbers.Select(number => Task.[|Run|](() => number * 2L)));
                    return doubled.Sum();
                }
            }
            """);
        test.FixedCode =
            """
            using System.Linq;
            using System.Threading.Tasks;

            class Numbers
            {
                public async Task<long> SumAsync(int[] numbers)
                {
                    var doubled = await Task.Run(() => numbers.Select(number => number * 2L).ToArray());
                    return doubled.Sum();
                }
            }
            """;
        test.LanguageVersion = LanguageVersion.CSharp7_3;
        test.NullableContext = NullableContextOptions.Disable;
        test.References = TargetReferences.NetStandard20;
        return test.RunAsync();
    }

    // From C# 13 on, 'WhenAll' has an overload for spans as well.
    [Theory, InlineData(LanguageVersion.CSharp12), InlineData(LanguageVersion.CSharp13), InlineData(LanguageVersion.Latest)]
    public Task Program_of_any_language_version_is_fixed(LanguageVersion version)
    {
        var test = TestOf(
            """
            using System;
            using System.Linq;
            using System.Threading.Tasks;

            var numbers = Enumerable.Range(0, args.Length).ToArray();
            var doubled = await Task.WhenAll(numbers.Select(number => Task.[|Run|](() => number * 2)).ToArray());
            Console.WriteLine(doubled.Length);
            """);
        test.FixedCode =
            """
            using System;
            using System.Linq;
            using System.Threading.Tasks;

            var numbers = Enumerable.Range(0, args.Length).ToArray();
            var doubled = await Task.Run(() => numbers.Select(number => number * 2).ToArray());
            Console.WriteLine(doubled.Length);
            """;
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        test.LanguageVersion = version;
        return test.RunAsync();
    }
}
