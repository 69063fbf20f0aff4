using ConcurrencyAnalyzers.Rules;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Rules;

using static ComputingProgram<CpuBodyInAsyncLoopAnalyzer, CpuBodyInAsyncLoopCodeFix>;

public sealed class CpuBodyInAsyncLoopTests
{
    // Reported

    // martincostello/adventofcode#371: an asynchronous loop to do some computation in parallel.
    [Fact]
    public Task Computation_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Puzzle
        {
            public async Task SolveAsync(List<double[]> inputs, double[] answers)
            {
                await Parallel.[|ForEachAsync|](inputs, (input, _) =>
                {
                    answers[(int)input[0]] = Work.Norm(input, inputs[0]);
                    return ValueTask.CompletedTask;
                });
            }
        }
        """);

    // How much the object has nobody knows; there is nothing to wait for in any case.
    [Fact]
    public Task Computation_over_what_the_object_has_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Puzzle
        {
            private double[] all = new double[0];

            public async Task SolveAsync(List<int> inputs, double[] answers)
            {
                await Parallel.[|ForEachAsync|](inputs, (input, _) =>
                {
                    var sum = 0.0;
                    foreach (var a in all)
                    {
                        foreach (var b in all)
                        {
                            sum += a * b;
                        }
                    }

                    answers[input] = sum;
                    return ValueTask.CompletedTask;
                });
            }
        }
        """);

    // dotnet/runtime#96126: ranges of a list that are mapped in an asynchronous loop.
    [Fact]
    public Task Ranges_of_items_are_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Models
        {
            public Task MapAsync(List<(int From, int To)> ranges, int[] input, long[] output) => Parallel.[|ForEachAsync|](ranges, (range, _) =>
            {
                for (var i = range.From; i < range.To; i++)
                {
                    output[i] = input[i] * 2L;
                }

                return default;
            });
        }
        """);

    // dotnet/runtime#81877: a body that returns a completed task is no use that the loop was made for.
    [Fact]
    public Task Body_that_gives_back_a_completed_task_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Items
        {
            private long sum;

            public async Task SumAsync(IEnumerable<int[]> items, CancellationToken token)
            {
                await Parallel.[|ForEachAsync|](items, token, (item, cancel) =>
                {
                    Interlocked.Add(ref sum, Work.Sum(item));
                    return new ValueTask();
                });
            }
        }
        """);

    // klukule/SteamDownloader#1: of all that the loop does, only the check of the hash computes.
    [Fact]
    public Task Body_without_an_await_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Hashes
        {
        #pragma warning disable CS1998
            public async Task ValidateAsync(List<int[]> files, bool[] valid) => await Parallel.[|ForEachAsync|](files, async (file, _) =>
            {
                valid[file[0]] = Work.Sum(file) == file[1];
            });
        }
        """);

    // dotnet/runtime#89552: tests that consist of asynchronous loops, and fill the memory with tasks.
    [Fact]
    public Task Counted_loop_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Tests
        {
            public async Task RunAsync(int[][] rows, long[] sums)
            {
                await Parallel.[|ForAsync|](0, rows.Length, (row, _) =>
                {
                    sums[row] = Work.Sum(rows[row]);
                    return ValueTask.CompletedTask;
                });
            }
        }
        """);

    // KnossosNET/Knossos.NET#388: an asynchronous loop of which only the token was missing.
    [Fact]
    public Task Await_of_what_is_complete_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Mods
        {
            public async Task LoadAsync(List<int[]> mods, long[] sums, CancellationToken token)
            {
                await Parallel.[|ForEachAsync|](mods, new ParallelOptions { CancellationToken = token }, async (mod, cancel) =>
                {
                    cancel.ThrowIfCancellationRequested();
                    sums[mod[0]] = Work.Sum(mod);
                    await Task.CompletedTask;
                });
            }
        }
        """);

    // Silent

    // Open-Systems-Pharmacology/MoBi#2122: each simulation is asynchronous, so the loop has to be.
    [Fact]
    public Task Body_that_awaits_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Simulations
        {
            public Task RunAsync(List<int> simulations) => Parallel.ForEachAsync(simulations, async (simulation, token) => await SimulateAsync(simulation, token));

            private static async Task SimulateAsync(int simulation, CancellationToken token)
            {
                await Task.Yield();
                await Task.Delay(simulation, token);
            }
        }
        """);

    // dotnet/docs#31135: thousands of records, each of which is sent to another machine.
    [Fact]
    public Task Requests_are_what_the_loop_is_for() => IsSilent(
        """
        using System.Net.Http;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Records
        {
            public Task SendAsync(HttpClient client, List<string> records) => Parallel.ForEachAsync(
                records, new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (record, token) => await client.GetStringAsync(record, token));
        }
        """);

    // dotnet/sdk#26269: a method that gives a task is wrapped, since the loop takes a ValueTask.
    [Fact]
    public Task Task_of_another_method_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Numbers
        {
            public Task RunAsync(List<int> numbers) => Parallel.ForEachAsync(numbers, (number, token) => new ValueTask(WorkAsync(number, token)));

            private static async Task WorkAsync(int number, CancellationToken token) => await Task.Delay(number, token);
        }
        """);

    // dotnet/corefx#34233: a loop of one's own over whatever it is given.
    [Fact]
    public Task Work_that_is_not_known_is_silent() => IsSilent(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Items
        {
            public Task RunAsync(List<int> items, Action<int> body) => Parallel.ForEachAsync(items, (item, _) =>
            {
                body(item);
                return default;
            });
        }
        """);

    // stratisproject/StratisBitcoinFullNode#1145: what is found is awaited one by one.
    [Fact]
    public Task Asynchronous_items_need_the_asynchronous_loop() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Peers
        {
            public Task DiscoverAsync(IAsyncEnumerable<int[]> peers, long[] sums) => Parallel.ForEachAsync(peers, (peer, _) =>
            {
                sums[peer[0]] = Work.Sum(peer);
                return ValueTask.CompletedTask;
            });
        }
        """);

    // maca88/AsyncGenerator#63: loops whose items block.
    [Fact]
    public Task Body_that_reads_a_file_is_another_rule_s() => IsSilent(
        """
        using System.Threading;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Files
        {
            public Task ReadAsync(List<int> files, long[] sizes) => Parallel.ForEachAsync(files, (file, _) =>
            {
                Thread.Sleep(file);
                sizes[file] = file;
                return default;
            });
        }
        """);

    // Fixed

    [Fact]
    public Task Loop_beside_other_waits_is_written_in_place() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(int[][] rows, long[] sums, CancellationToken token)
            {
                await Task.Delay(1, token);

                // Every row.
                await Parallel.[|ForEachAsync|](rows, token, (row, cancel) =>
                {
                    cancel.ThrowIfCancellationRequested();
                    if (row.Length == 0)
                    {
                        return ValueTask.CompletedTask;
                    }

                    sums[row[0]] = Work.Sum(row);
                    return ValueTask.CompletedTask;
                });
                await Parallel.[|ForAsync|](0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (row, _) =>
                {
                    sums[row] += Work.Sum(rows[row]);
                    await Task.CompletedTask;
                }).ConfigureAwait(false);
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(int[][] rows, long[] sums, CancellationToken token)
            {
                await Task.Delay(1, token);

                // Every row.
                Parallel.ForEach(rows, new ParallelOptions { CancellationToken = token }, row =>
                {
                    token.ThrowIfCancellationRequested();
                    if (row.Length == 0)
                    {
                        return;
                    }

                    sums[row[0]] = Work.Sum(row);
                });
                Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, row =>
                {
                    sums[row] += Work.Sum(rows[row]);
                });
            }
        }
        """);

    [Fact]
    public Task Only_wait_of_its_method_becomes_a_task() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(int[][] rows, long[] sums)
            {
                await Parallel.[|ForEachAsync|](rows, (row, _) =>
                {
                    sums[row[0]] = Work.Sum(row);
                    return default;
                }).ConfigureAwait(false);
            }

            public async Task CountAsync(int[][] rows, long[] sums)
            {
                await Parallel.[|ForAsync|](0, rows.Length, (int row, CancellationToken _) =>
                {
                    sums[row] = Work.Sum(rows[row]);
                    return default;
                });
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(int[][] rows, long[] sums)
            {
                await Task.Run(() => Parallel.ForEach(rows, row =>
                {
                    sums[row[0]] = Work.Sum(row);
                })).ConfigureAwait(false);
            }

            public async Task CountAsync(int[][] rows, long[] sums)
            {
                await Task.Run(() => Parallel.For(0, rows.Length, (int row) =>
                {
                    sums[row] = Work.Sum(rows[row]);
                }));
            }
        }
        """);

    [Fact]
    public Task Tiny_body_becomes_a_plain_loop() => Fixes(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(int[] rows, long[] doubled, CancellationToken token)
            {
                await Task.Delay(1, token);
                await Parallel.[|ForAsync|](0, rows.Length, token, (row, _) =>
                {
                    doubled[row] = rows[row] * 2L;
                    return default;
                });
                await Parallel.[|ForEachAsync|](rows, (row, _) =>
                {
                    if (row == 0)
                    {
                        return default;
                    }

                    doubled[row]++;
                    return default;
                });
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(int[] rows, long[] doubled, CancellationToken token)
            {
                await Task.Delay(1, token);
                for (var row = 0; row < rows.Length; row++)
                {
                    token.ThrowIfCancellationRequested();
                    doubled[row] = rows[row] * 2L;
                }
                foreach (var row in rows)
                {
                    if (row == 0)
                    {
                        continue;
                    }

                    doubled[row]++;
                }
            }
        }
        """);

    [Fact]
    public Task Catch_of_one_failure_has_no_fix() => HasNoFix(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(int[][] rows, long[] sums)
            {
                try
                {
                    await Parallel.[|ForEachAsync|](rows, (row, _) =>
                    {
                        sums[row[0]] = Work.Sum(row);
                        return default;
                    });
                }
                catch (IndexOutOfRangeException)
                {
                    sums[0] = 0;
                }
            }
        }
        """);

    [Fact]
    public Task Loop_that_is_not_awaited_at_once_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public Task FillAsync(int[][] rows, long[] sums) => Parallel.[|ForEachAsync|](rows, (row, _) =>
            {
                sums[row[0]] = Work.Sum(row);
                return default;
            });
        }
        """);

    [Fact]
    public Task Token_of_the_loop_alone_has_no_fix() => HasNoFix(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task FillAsync(int[][] rows, long[] sums)
            {
                await Task.Delay(1);
                await Parallel.[|ForEachAsync|](rows, (row, cancel) =>
                {
                    cancel.ThrowIfCancellationRequested();
                    sums[row[0]] = Work.Sum(row);
                    return default;
                });
            }
        }
        """);

    /// <summary>What the fix is given and what it writes, side by side: results, cancellation, and the failure, which a parallel loop puts into one with those of the other items.</summary>
    [Fact]
    public async Task Both_forms_give_the_same_and_stop_alike()
    {
        var before = new long[500];
        var after = new long[500];
        await Parallel.ForAsync(0, before.Length, (number, _) =>
        {
            before[number] = number * 7L;
            return ValueTask.CompletedTask;
        });
        await Task.Run(() => Parallel.For(0, after.Length, number => { after[number] = number * 7L; }));
        Assert.Equal(before, after);

        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Parallel.ForAsync(0, 500, cancelled, (_, _) => default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => Parallel.For(0, 500, new ParallelOptions { CancellationToken = cancelled }, _ => { })));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Parallel.ForAsync(0, 1, (_, _) => throw new InvalidOperationException()));
        var failure = await Assert.ThrowsAsync<AggregateException>(() => Task.Run(() => Parallel.For(0, 1, _ => throw new InvalidOperationException())));
        Assert.IsType<InvalidOperationException>(Assert.Single(failure.InnerExceptions));
    }

    [Fact]
    public Task Program_takes_its_own_thread()
    {
        var test = TestOf(
            """
            using System;
            using System.Threading.Tasks;

            int[][] rows = [[1], [2]];
            var sums = new long[2];
            await Parallel.[|ForEachAsync|](rows, (row, _) =>
            {
                sums[0] = Work.Sum(row);
                return default;
            });
            Console.WriteLine(sums[0]);
            """);
        test.FixedCode =
            """
            using System;
            using System.Threading.Tasks;

            int[][] rows = [[1], [2]];
            var sums = new long[2];
            Parallel.ForEach(rows, row =>
            {
                sums[0] = Work.Sum(row);
            });
            Console.WriteLine(sums[0]);
            """;
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        return test.RunAsync();
    }
}
