using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using static ComputingProgram<CpuLoopIgnoresCancellationAnalyzer, CpuLoopIgnoresCancellationCodeFix>;

public sealed class CpuLoopIgnoresCancellationTests
{
    // Reported

    // HydrologicEngineeringCenter/HEC-FDA#930: the token of the iterations is not used within the method.
    [Fact]
    public Task Nested_loops_are_reported() => Reports(
        """
        using System.Threading;

        class Impacts
        {
            public double Compute(double[] areas, double[] scenarios, CancellationToken cancellationToken)
            {
                var sum = 0.0;
                [|foreach|] (var area in areas)
                {
                    foreach (var scenario in scenarios)
                    {
                        sum += area * scenario;
                    }
                }

                return sum;
            }
        }
        """);

    // getsentry/sentry-dotnet#693: the token is handed on, but nobody asks it before something expensive, least of all in loops.
    [Fact]
    public Task Heavy_callee_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Profiles
        {
            public double Serialize(List<double[]> frames, double[] all, CancellationToken token)
            {
                var total = 0.0;
                [|foreach|] (var frame in frames)
                {
                    total += Work.Norm(frame, all);
                }

                return total;
            }
        }
        """);

    // ZacharyPatten/Towel#28: a search for a path may go on forever and has to be cut off.
    [Fact]
    public Task Search_is_reported() => Reports(
        """
        using System.Threading;

        class Grid
        {
            public int Nearest(int[] nodes, int[] edges, CancellationToken token = default)
            {
                var best = int.MaxValue;
                [|for|] (var i = 0; i < nodes.Length; i++)
                {
                    for (var j = 0; j < edges.Length; j++)
                    {
                        var distance = nodes[i] - edges[j];
                        if (distance * distance < best)
                        {
                            best = distance * distance;
                        }
                    }
                }

                return best;
            }
        }
        """);

    // kyoyama-kazusa/Sudoku#420: search and generation forget to handle the token that they take.
    [Fact]
    public Task Forgotten_token_is_reported() => Reports(
        """
        using System.Threading;

        class Generator
        {
            public double Generate(double[][] puzzles, double[] all, CancellationToken cancellationToken)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var best = 0.0;
                var i = 0;
                [|while|] (i < puzzles.Length)
                {
                    best += Work.Norm(puzzles[i], all);
                    i++;
                }

                return best;
            }
        }
        """);

    // itinero/routing#176: tokens are passed everywhere first, and observed in the loops where the time goes later.
    [Fact]
    public Task Token_that_is_only_passed_through_is_reported() => Reports(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Router
        {
            public Task<double> RouteAsync(double[][] weights, double[] all, CancellationToken cancellationToken) => Task.Run(() => Calculate(weights, all, cancellationToken), cancellationToken);

            private static double Calculate(double[][] weights, double[] all, CancellationToken cancellationToken)
            {
                var total = 0.0;
                [|foreach|] (var row in weights)
                {
                    total += Work.Norm(row, all);
                }

                return total;
            }
        }
        """);

    // fremag/MemoScope.Net#108: the analysis asks the token too seldom.
    [Fact]
    public Task Lambda_of_a_task_is_reported() => Reports(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Arrays
        {
            public Task<double> AnalyzeAsync(double[][] arrays, double[] all, CancellationToken token) => Task.Run(() =>
            {
                var total = 0.0;
                [|foreach|] (var array in arrays)
                {
                    total += Work.Norm(array, all);
                }

                return total;
            }, token);
        }
        """);

    // Silent

    // dotnet/roslyn#19652: hot loops look at the token without throwing.
    [Fact]
    public Task Loop_that_asks_is_silent() => IsSilent(
        """
        using System.Threading;

        class Rows
        {
            public double Sum(double[] rows, CancellationToken token)
            {
                var sum = 0.0;
                foreach (var row in rows)
                {
                    if (token.IsCancellationRequested)
                    {
                        break;
                    }

                    foreach (var other in rows)
                    {
                        sum += row * other;
                    }
                }

                return sum;
            }
        }
        """);

    // dotnet/docs#31695: the example asks once in each round of the outer loop.
    [Fact]
    public Task Inner_loop_that_asks_is_silent() => IsSilent(
        """
        using System.Threading;

        class Rows
        {
            public double Sum(double[] rows, double[] columns, CancellationToken token)
            {
                var sum = 0.0;
                for (var x = 0; x < rows.Length; x++)
                {
                    for (var y = 0; y < columns.Length; y++)
                    {
                        sum += rows[x] * columns[y];
                    }

                    token.ThrowIfCancellationRequested();
                }

                return sum;
            }
        }
        """);

    // dotnet/docs#27419: the parallel loop asks the token of its options by itself.
    [Fact]
    public Task Function_within_a_loop_that_asks_is_silent() => IsSilent(
        """
        using System.Threading;

        class Rows
        {
            public double Sum(double[][] rows, double[] all, CancellationToken token)
            {
                var sum = 0.0;
                foreach (var row in rows)
                {
                    token.ThrowIfCancellationRequested();
                    Add();

                    void Add()
                    {
                        foreach (var a in all)
                        {
                            foreach (var b in all)
                            {
                                sum += a * b * row.Length;
                            }
                        }
                    }
                }

                return sum;
            }
        }
        """);

    [Fact]
    public Task Token_in_the_options_of_a_parallel_loop_is_silent() => IsSilent(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public void Fill(double[][] rows, double[] all, double[] norms, CancellationToken token) =>
                Parallel.For(0, rows.Length, new ParallelOptions { CancellationToken = token }, i =>
                {
                    foreach (var row in rows)
                    {
                        norms[i] += Work.Norm(row, rows[i]);
                    }
                });
        }
        """);

    // microsoft/Power-Fx#1620: one question in the callee is enough, another one in the loop is redundant.
    [Fact]
    public Task Token_that_goes_into_the_loop_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Rows
        {
            public double Match(List<double[]> rows, double[] all, CancellationToken token)
            {
                var sum = 0.0;
                foreach (var row in rows)
                {
                    sum += Field(row, all, token);
                }

                return sum;
            }

            private static double Field(double[] row, double[] other, CancellationToken token)
            {
                token.ThrowIfCancellationRequested();
                return Work.Norm(row, other);
            }
        }
        """);

    // morelinq/MoreLINQ#554: the sequence asks the token for the loop over it.
    [Fact]
    public Task Sequence_that_asks_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        static class Rows
        {
            public static double Sum(IEnumerable<double[]> rows, double[] all, CancellationToken token)
            {
                var sum = 0.0;
                foreach (var row in rows.Until(token))
                {
                    sum += Work.Norm(row, all);
                }

                return sum;
            }

            private static IEnumerable<T> Until<T>(this IEnumerable<T> source, CancellationToken token)
            {
                foreach (var item in source)
                {
                    token.ThrowIfCancellationRequested();
                    yield return item;
                }
            }
        }
        """);

    // Cratis/Chronicle#1578: the token sets a state that the long work looks at.
    [Fact]
    public Task State_of_the_worker_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading;

        class Worker
        {
            private volatile bool isCancelled;

            public double Run(List<double[]> rows, double[] all, CancellationToken token)
            {
                using var registration = token.Register(() => isCancelled = true);
                var sum = 0.0;
                foreach (var row in rows)
                {
                    sum += Step(row, all);
                }

                return sum;
            }

            private double Step(double[] row, double[] all) => isCancelled ? 0 : Work.Norm(row, all);
        }
        """);

    [Fact]
    public Task Linear_loop_is_silent() => IsSilent(
        """
        using System.Threading;

        class Rows
        {
            public long Sum(int[] rows, CancellationToken token)
            {
                var sum = 0L;
                foreach (var row in rows)
                {
                    sum += row;
                }

                return sum;
            }
        }
        """);

    // jstedfast/MailKit, commands that are queued before they are sent: over long before anybody could change their mind.
    [Fact]
    public Task Loop_that_is_soon_over_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Globalization;
        using System.Threading;
        using System.Threading.Tasks;

        class Mailbox
        {
            private readonly List<string> queued = [];

            public async Task DeleteAsync(IList<int> indexes, CancellationToken cancellationToken)
            {
                for (var i = 0; i < indexes.Count; i++)
                {
                    Queue("DELE {0}", indexes[i] + 1);
                }

                await Task.Delay(1, cancellationToken);
            }

            private void Queue(string format, int argument) => queued.Add(string.Format(CultureInfo.InvariantCulture, format, argument));
        }
        """);

    [Fact]
    public Task Constant_loops_are_silent() => IsSilent(
        """
        using System.Threading;

        class Rows
        {
            public int Sum(int[] cells, CancellationToken token)
            {
                var sum = 0;
                for (var x = 0; x < 8; x++)
                {
                    for (var y = 0; y < 8; y++)
                    {
                        sum += cells[x] * cells[y];
                    }
                }

                return sum;
            }
        }
        """);

    [Theory]
    [InlineData("double[] rows")]
    [InlineData("double[] rows, CancellationToken _")]
    public Task No_token_that_has_a_name_is_silent(string parameters) => IsSilent(
        $$"""
        using System.Threading;

        class Rows
        {
            public double Sum({{parameters}})
            {
                var sum = 0.0;
                foreach (var row in rows)
                {
                    foreach (var other in rows)
                    {
                        sum += row * other;
                    }
                }

                return sum;
            }
        }
        """);

    [Fact]
    public Task Loop_that_awaits_is_silent() => IsSilent(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task<double> SumAsync(double[][] rows, double[] all, CancellationToken token)
            {
                var sum = 0.0;
                foreach (var row in rows)
                {
                    sum += Work.Norm(row, all);
                    await Task.Yield();
                }

                return sum;
            }
        }
        """);

    [Fact]
    public Task Token_of_a_callback_s_maker_is_silent() => IsSilent(
        """
        using System;
        using System.Threading;

        class Rows
        {
            public event Action? Changed;

            public void Watch(double[] rows, CancellationToken token) => Changed += () =>
            {
                var sum = 0.0;
                foreach (var row in rows)
                {
                    foreach (var other in rows)
                    {
                        sum += row * other;
                    }
                }

                rows[0] = sum;
            };
        }
        """);

    [Fact]
    public Task End_of_a_service_is_silent() => IsSilent(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            private readonly double[][] rows = [];
            private readonly double[] all = [];

            public Task StopAsync(CancellationToken cancellationToken)
            {
                var sum = 0.0;
                foreach (var row in rows)
                {
                    sum += Work.Norm(row, all);
                }

                rows[0][0] = sum;
                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Body_of_an_asynchronous_loop_is_silent() => IsSilent(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Rows
        {
            public Task SumAsync(List<double[]> all, double[] sums) => Parallel.ForEachAsync(all, async (rows, token) =>
            {
                foreach (var row in rows)
                {
                    foreach (var other in rows)
                    {
                        sums[0] += row * other;
                    }
                }

                await Task.Yield();
            });
        }
        """);

    // Fixed

    [Fact]
    public Task Loop_asks_first_in_each_round() => Fixes(
        """
        using System.Threading;

        class Rows
        {
            public double Sum(double[][] rows, double[] all, CancellationToken token)
            {
                var sum = 0.0;
                [|foreach|] (var row in rows)
                {
                    // The first row is the norm.
                    sum += Work.Norm(row, all);
                }

                var i = 0;
                [|while|] (i < rows.Length)
                    sum += Work.Norm(rows[i++], all);

                return sum;
            }
        }
        """,
        """
        using System.Threading;

        class Rows
        {
            public double Sum(double[][] rows, double[] all, CancellationToken token)
            {
                var sum = 0.0;
                foreach (var row in rows)
                {
                    token.ThrowIfCancellationRequested();
                    // The first row is the norm.
                    sum += Work.Norm(row, all);
                }

                var i = 0;
                while (i < rows.Length)
                {
                    token.ThrowIfCancellationRequested();
                    sum += Work.Norm(rows[i++], all);
                }

                return sum;
            }
        }
        """);

    [Fact]
    public Task Local_function_and_lambda_ask_the_token_around() => Fixes(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task<double> SumAsync(double[][] rows, double[] all, CancellationToken token)
            {
                var first = await Task.Run(() =>
                {
                    var sum = 0.0;
                    [|foreach|] (var row in rows)
                    {
                        sum += Work.Norm(row, all);
                    }

                    return sum;
                });
                return first + Rest();

                double Rest()
                {
                    var sum = 0.0;
                    [|for|] (var i = 0; i < rows.Length; i++)
                    {
                        sum += Work.Norm(rows[i], all);
                    }

                    return sum;
                }
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Rows
        {
            public async Task<double> SumAsync(double[][] rows, double[] all, CancellationToken token)
            {
                var first = await Task.Run(() =>
                {
                    var sum = 0.0;
                    foreach (var row in rows)
                    {
                        token.ThrowIfCancellationRequested();
                        sum += Work.Norm(row, all);
                    }

                    return sum;
                });
                return first + Rest();

                double Rest()
                {
                    var sum = 0.0;
                    for (var i = 0; i < rows.Length; i++)
                    {
                        token.ThrowIfCancellationRequested();
                        sum += Work.Norm(rows[i], all);
                    }

                    return sum;
                }
            }
        }
        """);

    [Fact]
    public Task Catch_of_everything_has_no_fix() => HasNoFix(
        """
        using System;
        using System.Threading;

        class Rows
        {
            public double Sum(double[][] rows, double[] all, CancellationToken token)
            {
                var sum = 0.0;
                try
                {
                    [|foreach|] (var row in rows)
                    {
                        sum += Work.Norm(row, all);
                    }
                }
                catch (Exception)
                {
                    sum = -1;
                }

                return sum;
            }
        }
        """);

    [Fact]
    public Task Lock_has_no_fix() => HasNoFix(
        """
        using System.Threading;

        class Rows
        {
            private readonly double[] norms = new double[100];

            public void Fill(double[][] rows, double[] all, CancellationToken token)
            {
                lock (norms)
                {
                    [|for|] (var i = 0; i < rows.Length; i++)
                    {
                        norms[i] = Work.Norm(rows[i], all);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Older_frameworks_have_the_same_fix()
    {
        var test = TestOf(
            """
            using System.Threading;

            class Rows
            {
                public double Sum(double[][] rows, double[] all, CancellationToken token)
                {
                    var sum = 0.0;
                    [|foreach|] (var row in rows)
                    {
                        sum += Work.Norm(row, all);
                    }

                    return sum;
                }
            }
            """);
        test.FixedCode =
            """
            using System.Threading;

            class Rows
            {
                public double Sum(double[][] rows, double[] all, CancellationToken token)
                {
                    var sum = 0.0;
                    foreach (var row in rows)
                    {
                        token.ThrowIfCancellationRequested();
                        sum += Work.Norm(row, all);
                    }

                    return sum;
                }
            }
            """;
        test.LanguageVersion = LanguageVersion.CSharp7_3;
        test.NullableContext = NullableContextOptions.Disable;
        test.References = TargetReferences.NetFramework;
        return test.RunAsync();
    }
}
