using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<SharedStateInParallelBodyAnalyzer, SharedStateInParallelBodyCodeFix>;

public sealed class SharedStateInParallelBodyTests
{
    private const string Usings =
        """
        using System;
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    private const string Race = "is read and written by all threads of the loop at once, with nothing to protect it; updates get lost";
    private const string BrokenCollection = "is no collection for several threads, and all threads of the loop change it at once; items get lost, or it breaks";

    // Reported: races, whatever the work costs

    [Theory]
    [InlineData("var sum = 0; Parallel.For(0, rows.Length, i => [|sum|] += rows[i]);")]
    [InlineData("var sum = 0L; Parallel.For(0, rows.Length, i => { var row = Compute(rows[i]); [|sum|] += row; });")]
    [InlineData("var sum = 0L; Parallel.For(0, rows.Length, i => { if (rows[i] > 3) { [|sum|]++; } });")]
    [InlineData("var sum = 0.0; Parallel.ForEach(rows, row => { [|sum|] -= Compute(row); });")]
    [InlineData("var sum = 0.0; Parallel.ForEach(rows, (row, state) => { [|sum|] = sum + row; });")]
    [InlineData("var max = 0; Parallel.ForEach(rows, row => [|max|] = Math.Max(max, row));")]
    [InlineData("var text = \"\"; Parallel.ForEach(rows, row => { [|text|] += row; });")]
    [InlineData("Parallel.ForEach(rows, row => { [|total|] += row; });")]
    [InlineData("Parallel.ForEach(rows, row => { this.[|total|]++; });")]
    [InlineData("Parallel.ForEach(rows, row => { [|Count|]++; });")]
    [InlineData("Parallel.ForEach(rows, row => { [|All|]++; });")]
    [InlineData("var found = new List<int>(); Parallel.ForEach(rows, row => [|found|].Add(row));")]
    [InlineData("var found = new List<int>(); Parallel.ForEach(rows, row => { if (Compute(row) > 2) { [|found|].Add(row); } });")]
    [InlineData("var found = new Dictionary<int, int>(); Parallel.For(0, 100, i => { [|found|][i] = Compute(i); });")]
    [InlineData("var found = new Dictionary<int, int>(); Parallel.For(0, 100, i => { [|found|].Add(i, Compute(i)); });")]
    [InlineData("var found = new HashSet<int>(); Parallel.For(0, 100, i => { [|found|].Add(Compute(i)); });")]
    [InlineData("var found = new Queue<int>(); Parallel.For(0, 100, i => { [|found|].Enqueue(Compute(i)); });")]
    [InlineData("var text = new StringBuilder(); Parallel.ForEach(rows, row => { [|text|].Append(row); });")]
    [InlineData("Parallel.ForEach(rows, row => { [|items|].Add(row); });")]
    [InlineData("var sum = 0; rows.AsParallel().ForAll(row => [|sum|] += row);")]
    [InlineData("var seen = 0; var all = rows.AsParallel().Select(row => { [|seen|]++; return Compute(row); }).ToList();")]
    [InlineData("var seen = new List<int>(); var all = rows.AsParallel().Where(row => { [|seen|].Add(row); return row > 0; }).ToList();")]
    [InlineData("var sum = 0; Parallel.ForEach(Partitioner.Create(0, rows.Length), range => { for (var i = range.Item1; i < range.Item2; i++) { [|sum|] += rows[i]; } });")]
    [InlineData("var sum = 0; Parallel.For(0, rows.Length, () => 0, (i, _, local) => local + rows[i], local => [|sum|] += local);")]
    [InlineData("var sum = 0; var gate = new object(); lock (gate) { Parallel.For(0, rows.Length, i => { [|sum|] += Compute(rows[i]); }); }")]
    [InlineData("var sum = 0; Parallel.For(0, 10, i => { var inner = 0; Parallel.For(0, 10, j => { [|inner|] += Compute(j); }); Console.WriteLine(inner); });")]
    [InlineData("var a = 0; var b = 0; Parallel.ForEach(rows, row => { [|a|] += row; [|b|]++; a++; });")]
    [InlineData("void Local(int[] given) { var sum = 0; Parallel.ForEach(given, row => [|sum|] += row); } Local(rows);")]
    [InlineData("Action<int[]> sums = given => { var sum = 0; Parallel.ForEach(given, row => [|sum|] += row); };")]
    [InlineData("var sum = 0; Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = degree }, row => { [|sum|] += Compute(row); });")]
    public Task Change_that_nothing_protects_is_reported(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    // Reported: protection that costs more than what is done

    [Theory]
    [InlineData("var sum = 0L; var gate = new object(); Parallel.For(0, rows.Length, i => { lock (gate) { [|sum|] += rows[i]; } });")]
    [InlineData("var sum = 0L; var gate = new object(); Parallel.For(0, rows.Length, i => { var square = rows[i] * rows[i]; lock (gate) { [|sum|] += square; } });")]
    [InlineData("var sum = 0L; var gate = new object(); Parallel.For(0, rows.Length, i => { lock (gate) [|sum|]++; });")]
    [InlineData("Parallel.For(0, rows.Length, i => { lock (items) { [|total|] += rows[i]; } });")]
    [InlineData("var sum = 0; Parallel.For(0, rows.Length, i => Interlocked.Add(ref [|sum|], rows[i]));")]
    [InlineData("var sum = 0; Parallel.ForEach(rows, row => { Interlocked.Increment(ref [|sum|]); });")]
    [InlineData("var found = new List<int>(); Parallel.ForEach(rows, row => { lock (found) { [|found|].Add(row * 2); } });")]
    [InlineData("var found = new ConcurrentBag<int>(); Parallel.ForEach(rows, row => [|found|].Add(row * 2));")]
    [InlineData("var found = new ConcurrentBag<double>(); Parallel.For(0, 100, i => { [|found|].Add(Math.Sqrt(i)); });")]
    [InlineData("var sum = 0; rows.AsParallel().ForAll(row => Interlocked.Add(ref [|sum|], row));")]
    [InlineData("var sum = 0; var gate = new object(); Parallel.ForEach(rows, row => { lock (gate) { [|sum|] += Heavy(row); } });")]
    [InlineData("var found = new List<int>(); Parallel.ForEach(rows, row => { lock (found) { var heavy = Heavy(row); [|found|].Add(heavy); } });")]
    public Task Protection_that_costs_more_than_the_work_is_reported(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    [Fact]
    public Task Message_says_race_and_what_is_lost() => Verify.VerifyAnalyzerAsync(
        Usings + Around(
            """
            var sum = 0;
            var found = new List<int>();
            var times = new List<int>();
            var count = 0;
            var all = 0;
            Parallel.ForEach(rows, row => {|#0:sum|} += row);
            Parallel.ForEach(rows, row => {|#1:found|}.Add(row));
            Parallel.ForEach(rows, row =>
            {
                lock (times)
                {
                    {|#2:times|}.Add(row);
                }
            });
            Parallel.ForEach(rows, row =>
            {
                lock (times)
                {
                    {|#3:all|} += Heavy(row);
                }
            });
            Parallel.ForEach(rows, row => Interlocked.Increment(ref {|#4:count|}));
            """),
        Verify.Diagnostic().WithLocation(0).WithArguments("Race:", "sum", Race),
        Verify.Diagnostic().WithLocation(1).WithArguments("Race:", "found", BrokenCollection),
        Verify.Diagnostic().WithLocation(2).WithArguments("The lock around", "times", "costs more than the work for one item, and all threads of the loop take turns for it"),
        Verify.Diagnostic().WithLocation(3).WithArguments("The lock around", "all", "holds all of the work, so that nothing runs in parallel"),
        Verify.Diagnostic().WithLocation(4).WithArguments("Changing", "count", "costs more than the work for one item, as all threads of the loop write to the same place"));

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Older_frameworks_are_reported_and_fixed(TargetReferences references, LanguageVersion version) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading.Tasks;

            class Rows
            {
                public long Sum(int[] rows)
                {
                    long sum = 0;
                    Parallel.For(0, rows.Length, i => [|sum|] += rows[i]);
                    return sum;
                }
            }
            """,
        FixedCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Rows
            {
                public long Sum(int[] rows)
                {
                    long sum = 0;
                    Parallel.For(0, rows.Length, () => 0L, (i, _, local) => local + rows[i], local => Interlocked.Add(ref sum, local));
                    return sum;
                }
            }
            """,
        References = references,
        LanguageVersion = version,
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync();

    public static TheoryData<TargetReferences, LanguageVersion> OldTargets => new() { { TargetReferences.NetStandard20, LanguageVersion.CSharp7_3 }, { TargetReferences.NetFramework, LanguageVersion.CSharp7_3 } };

    [Fact]
    public Task Program_of_statements_is_reported() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System;
                using System.Threading.Tasks;

                var sum = 0;
                Parallel.For(0, 100, i => [|sum|] += i * i);
                Console.WriteLine(sum);
                """,
            },
            OutputKind = OutputKind.ConsoleApplication,
        },
        FixedCode =
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;

            var sum = 0;
            Parallel.For(0, 100, () => 0, (i, _, local) => local + i * i, local => Interlocked.Add(ref sum, local));
            Console.WriteLine(sum);
            """,
    }.RunAsync();

    // Found in the wild

    // JValck/Ramses#1: copies of entries go to a list from a parallel loop.
    [Fact]
    public Task List_of_copies_is_reported() => Reports(
        """
        class Changes
        {
            public List<string> Copy(IReadOnlyCollection<string> entries)
            {
                var clone = new List<string>(entries.Count);
                Parallel.ForEach(entries, entry =>
                {
                    [|clone|].Add(new string(entry));
                });
                return clone;
            }
        }
        """);

    // dotnet/coreclr#7047: folders are walked in parallel, and what is found goes to one list.
    [Fact]
    public Task List_of_a_recursive_walk_is_reported() => Reports(
        """
        class Tree(string name, Tree[] below)
        {
            public List<string> Names()
            {
                var items = new List<string> { name };
                Parallel.ForEach(below, tree =>
                {
                    [|items|].AddRange(tree.Names());
                });

                return items;
            }
        }
        """);

    // neo-project/neo-devpack-dotnet#1250: a dictionary that says itself that it was broken.
    [Fact]
    public Task Dictionary_is_reported() => Reports(
        """
        class Coverage
        {
            private readonly Dictionary<int, string> blocks = new();

            public void Cover(IEnumerable<int> addresses)
            {
                Parallel.ForEach(addresses, address =>
                {
                    [|blocks|][address] = address.ToString("X");
                });
            }
        }
        """);

    // digitalrmdy/Serilog.Sink.AppCenter#47: few items, so it has not happened yet.
    [Fact]
    public Task Dictionary_of_few_properties_is_reported() => Reports(
        """
        class Sink
        {
            public IDictionary<string, string> Render(IReadOnlyDictionary<string, object> properties)
            {
                var rendered = new Dictionary<string, string>();
                Parallel.ForEach(properties, property => [|rendered|].Add(property.Key, property.Value.ToString()!));
                return rendered;
            }
        }
        """);

    // kwsch/PKHeX#679: a concurrent bag takes the place of a lock, for entries that are only read.
    [Fact]
    public Task Bag_in_place_of_a_lock_is_reported() => Reports(
        """
        class Database
        {
            public List<int> Load(int[] raw)
            {
                var bag = new ConcurrentBag<int>();
                Parallel.ForEach(raw, entry => [|bag|].Add(entry & 0xFFFF));
                return bag.ToList();
            }
        }
        """);

    // dotnet/docs#16033: what a query writes to, all of its threads write to.
    [Fact]
    public Task Sum_beside_a_query_is_reported() => Reports(
        """
        class Pitfalls
        {
            private int processed;

            public int[] Run(int[] numbers) => numbers.AsParallel().Select(number => { [|processed|]++; return number * 2; }).ToArray();
        }
        """);

    [Fact]
    public Task Sum_of_all_columns_is_reported() => Reports(
        """
        class Matrix
        {
            public float Sum(float[][] rows)
            {
                var total = 0f;
                Parallel.For(0, rows.Length, i =>
                {
                    for (var j = 0; j < rows[i].Length; j++)
                    {
                        [|total|] += rows[i][j];
                    }
                });
                return total;
            }
        }
        """);

    // SixLabors/ImageSharp#130: ranges, each with a sum of its own.
    [Fact]
    public Task Sum_for_each_range_is_silent() => IsSilent(
        """
        class Sums
        {
            public int Sum(int[] a)
            {
                var sum = 0;
                Parallel.ForEach(Partitioner.Create(0, a.Length), () => 0, (range, state, acc) =>
                {
                    for (var i = range.Item1; i < range.Item2; i++)
                    {
                        acc += a[i];
                    }

                    return acc;
                }, acc => Interlocked.Add(ref sum, acc));
                return sum;
            }
        }
        """);

    // dotnet/docs#14293: the state of a thread is added to in the body.
    [Fact]
    public Task State_of_a_thread_is_silent() => IsSilent(
        """
        class Sums
        {
            public long Sum(int[] nums)
            {
                long total = 0;
                Parallel.For<long>(0, nums.Length, () => 0, (j, loop, subtotal) => { subtotal += nums[j]; return subtotal; }, subtotal => Interlocked.Add(ref total, subtotal));
                return total;
            }
        }
        """);

    // dotnet/core#3813: a lock that is taken once, behind a check.
    [Fact]
    public Task Lock_behind_a_check_is_silent() => IsSilent(
        """
        class Cache
        {
            public int Fill()
            {
                var sets = new Dictionary<int, ConcurrentDictionary<string, bool>>();
                var gate = new object();
                Parallel.For(0, 100, i =>
                {
                    if (!sets.TryGetValue(1, out var found))
                    {
                        lock (gate)
                        {
                            if (!sets.TryGetValue(1, out found))
                            {
                                sets.Add(1, new ConcurrentDictionary<string, bool>());
                            }
                        }
                    }
                });
                return sets.Count;
            }
        }
        """);

    // Felandil/tangle-.net#8: each thread has an index of its own, which the loop gives it.
    [Fact]
    public Task Index_that_the_loop_gives_is_silent() => IsSilent(
        """
        class Addresses
        {
            public string[] Generate(int startIndex, int count)
            {
                var addresses = new string[count];
                Parallel.For(0, count, i =>
                {
                    var index = startIndex + i;
                    index++;
                    addresses[i] = index.ToString();
                });
                return addresses;
            }
        }
        """);

    // dotnet/msbuild#7513: beside work of many milliseconds it makes no difference what a collection costs.
    [Fact]
    public Task Bag_beside_heavy_work_is_silent() => IsSilent(
        """
        class Nodes
        {
            public int Start(int[] ids)
            {
                var started = new ConcurrentBag<int>();
                Parallel.ForEach(ids, id => started.Add(Connect(id)));
                return started.Count;
            }

            private static int Connect(int id)
            {
                var sum = 0;
                for (var i = 0; i < id; i++)
                {
                    for (var j = 0; j < id; j++)
                    {
                        sum += i ^ j;
                    }
                }

                return sum;
            }
        }
        """);

    // neo-project/neo-devpack-dotnet#1250, after the mend: a concurrent dictionary is a map, not a heap of results.
    [Fact]
    public Task Concurrent_dictionary_is_silent() => IsSilent(
        """
        class Coverage
        {
            private readonly ConcurrentDictionary<int, string> blocks = new();

            public void Cover(IEnumerable<int> addresses) => Parallel.ForEach(addresses, address => blocks[address] = address.ToString("X"));

            public void Count(IEnumerable<int> addresses) => Parallel.ForEach(addresses, address => blocks.AddOrUpdate(address, "1", (_, old) => old + "1"));
        }
        """);

    // meziantou/Meziantou.Framework#3181: items that producers of unknown cost put into a queue.
    [Fact]
    public Task Queue_of_several_producers_is_silent() => IsSilent(
        """
        class Scanner(Func<string, int> scan)
        {
            public int[] Scan(string[] files)
            {
                var found = new ConcurrentQueue<int>();
                Parallel.ForEach(files, file => found.Enqueue(scan(file)));
                return found.ToArray();
            }
        }
        """);

    // Silent

    [Theory]

    // Each item has its own.
    [InlineData("var slots = new int[rows.Length]; Parallel.For(0, rows.Length, i => { slots[i] = Compute(rows[i]); });")]
    [InlineData("var slots = new int[rows.Length]; Parallel.For(0, rows.Length, i => { slots[i] += rows[i]; });")]
    [InlineData("Parallel.ForEach(rows, row => { var sum = 0; sum += row; var found = new List<int>(); found.Add(sum); });")]
    [InlineData("Parallel.ForEach(new[] { new List<int>() }, list => { list.Add(1); });")]
    [InlineData("var lists = new[] { new List<int>() }; Parallel.For(0, 1, i => { lists[i].Add(i); });")]

    // A flag, not a sum.
    [InlineData("var found = false; Parallel.ForEach(rows, row => { if (row > 3) { found = true; } });")]

    // One item only.
    [InlineData("var sum = 0; Parallel.For(0, 10, i => { if (i == 3) { sum++; } });")]
    [InlineData("var sum = 0; var once = 0; Parallel.For(0, 10, i => { if (Interlocked.Exchange(ref once, 1) == 0) { sum++; } });")]

    // One thread only.
    [InlineData("var sum = 0; Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 1 }, row => { sum += row; });")]
    [InlineData("var options = new ParallelOptions(); options.MaxDegreeOfParallelism = 1; var sum = 0; Parallel.ForEach(rows, options, row => { sum += row; });")]
    [InlineData("var sum = 0; rows.AsParallel().WithDegreeOfParallelism(1).ForAll(row => sum += row);")]

    // Other locks.
    [InlineData("var sum = 0; Parallel.ForEach(rows, row => { Monitor.Enter(rows); sum += row; Monitor.Exit(rows); });")]
    [InlineData("var sum = 0; Parallel.ForEach(rows, row => { using (slim.Enter()) { sum += row; } });")]
    [InlineData("var sum = 0; Parallel.ForEach(rows, row => { slim.EnterWriteLock(); try { sum += row; } finally { slim.ExitWriteLock(); } });")]

    // A lock, or an atomic operation, beside work of which not everything is known, or that is heavy.
    [InlineData("var sum = 0L; var gate = new object(); Parallel.ForEach(rows, row => { var heavy = Heavy(row); lock (gate) { sum += heavy; } });")]
    [InlineData("var sum = 0L; var gate = new object(); Parallel.ForEach(rows, row => { var other = ask(row); lock (gate) { sum += other; } });")]
    [InlineData("var done = 0; Parallel.ForEach(rows, row => { Heavy(row); Interlocked.Increment(ref done); });")]
    [InlineData("var done = 0; Parallel.ForEach(rows, row => { ask(row); Interlocked.Increment(ref done); });")]
    [InlineData("var found = new ConcurrentBag<int>(); Parallel.ForEach(rows, row => { found.Add(Heavy(row)); });")]
    [InlineData("var found = new ConcurrentBag<int>(); Parallel.ForEach(rows, row => { found.Add(ask(row)); });")]
    [InlineData("var found = new List<int>(); Parallel.ForEach(rows, row => { var heavy = Heavy(row); lock (found) { found.Add(heavy); } });")]

    // A rare case.
    [InlineData("var found = new List<int>(); Parallel.ForEach(rows, row => { if (row == 7) { lock (found) { found.Add(row); } } });")]
    [InlineData("var done = 0; Parallel.ForEach(rows, row => { if (row % 1000 == 0) { Interlocked.Increment(ref done); } });")]
    [InlineData("var found = new ConcurrentBag<int>(); Parallel.ForEach(rows, row => { if (row < 0) { found.Add(row); } });")]
    [InlineData("var done = 0; Parallel.ForEach(rows, row => { if (row > 0) { return; } Interlocked.Increment(ref done); });")]

    // A number for each, not a sum; and one that others look at.
    [InlineData("var next = 0; var all = new int[9]; Parallel.ForEach(rows, row => { all[Interlocked.Increment(ref next)] = row; });")]
    [InlineData("Parallel.ForEach(rows, row => { Interlocked.Increment(ref total); });")]

    // Not run in parallel, or not at once.
    [InlineData("var sum = 0; foreach (var row in rows) { sum += row; }")]
    [InlineData("var sum = 0; rows.ToList().ForEach(row => sum += row);")]
    [InlineData("var sum = 0; var all = rows.AsParallel().Aggregate(0, (a, b) => a + b);")]
    [InlineData("var sum = 0; Parallel.Invoke(() => sum += 1);")]
    [InlineData("Parallel.ForEach(rows, row => { perThread!.Value++; });")]
    [InlineData("Parallel.ForEach(rows, row => { ownCount++; });")]
    public Task Other_state_is_silent(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    [Fact]
    public Task Tests_are_silent() => IsSilent(
        """
        namespace Xunit { class FactAttribute : Attribute; }

        class RaceTests
        {
            [Xunit.Fact]
            public void Loses()
            {
                var sum = 0;
                Parallel.For(0, 100, i => sum += i);
            }
        }
        """);

    // The fix

    [Fact]
    public Task Both_sums_are_fixed() => Fixes(
        """
        class Rows
        {
            public double Mean(int[] rows)
            {
                var count = 0;
                Parallel.ForEach(rows, row =>
                {
                    if (row < 0)
                    {
                        return;
                    }

                    // Those that count.
                    [|count|]++;
                });

                // In any order.
                var sum = 0.0;
                Parallel.For(0, rows.Length, i => [|sum|] += rows[i] < 0 ? 0 : rows[i]);
                return sum / count;
            }
        }
        """,
        """
        class Rows
        {
            public double Mean(int[] rows)
            {
                var count = 0;
                Parallel.ForEach(rows, () => 0, (row, _, local) =>
                {
                    if (row < 0)
                    {
                        return local;
                    }

                    // Those that count.
                    local++;
                    return local;
                }, local => Interlocked.Add(ref count, local));

                // In any order.
                var sum = 0.0;
                var gate = new object();
                Parallel.For(0, rows.Length, () => 0.0, (i, _, partial) => partial + (rows[i] < 0 ? 0 : rows[i]), partial =>
                {
                    lock (gate)
                    {
                        sum += partial;
                    }
                });
                return sum / count;
            }
        }
        """);

    [Fact]
    public Task Lists_are_filled_by_each_thread() => Fixes(
        """
        class Rows
        {
            public List<int> Large(int[] rows)
            {
                var large = new List<int>();
                Parallel.ForEach(rows, row =>
                {
                    if (row > 10)
                    {
                        [|large|].Add(row);
                    }
                });

                return large;
            }

            public HashSet<int> Different(int[] rows)
            {
                var different = new HashSet<int>();
                Parallel.ForEach(rows, row => [|different|].Add(row / 2));
                return different;
            }
        }
        """,
        """
        class Rows
        {
            public List<int> Large(int[] rows)
            {
                var large = new List<int>();
                Parallel.ForEach(rows, () => new List<int>(), (row, _, local) =>
                {
                    if (row > 10)
                    {
                        local.Add(row);
                    }

                    return local;
                }, local =>
                {
                    lock (large)
                    {
                        large.AddRange(local);
                    }
                });

                return large;
            }

            public HashSet<int> Different(int[] rows)
            {
                var different = new HashSet<int>();
                Parallel.ForEach(rows, () => new HashSet<int>(), (row, _, local) =>
                {
                    local.Add(row / 2);
                    return local;
                }, local =>
                {
                    lock (different)
                    {
                        different.UnionWith(local);
                    }
                });
                return different;
            }
        }
        """);

    [Fact]
    public Task Counted_items_have_slots() => Fixes(
        """
        class Rows
        {
            public int Longest(string[] rows)
            {
                var trimmed = new List<string>();
                Parallel.For(0, rows.Length, i => [|trimmed|].Add(rows[i].Trim().ToUpperInvariant()));
                return trimmed.Max(row => row.Length);
            }

            public IReadOnlyList<string> Names()
            {
                List<string> names = new();
                Parallel.For(0, 100, i =>
                {
                    var name = $"{i:D4}";

                    // In the order of the numbers.
                    [|names|].Add(name);
                });
                return names;
            }
        }
        """,
        """
        class Rows
        {
            public int Longest(string[] rows)
            {
                var trimmed = new string[rows.Length];
                Parallel.For(0, rows.Length, i => trimmed[i] = rows[i].Trim().ToUpperInvariant());
                return trimmed.Max(row => row.Length);
            }

            public IReadOnlyList<string> Names()
            {
                string[] names = new string[100];
                Parallel.For(0, 100, i =>
                {
                    var name = $"{i:D4}";

                    // In the order of the numbers.
                    names[i] = name;
                });
                return names;
            }
        }
        """);

    // Slots would be the next thing to be told of.
    [Fact]
    public Task Tiny_items_that_are_counted_have_no_slots() => Fixes(
        """
        class Rows
        {
            public int Squares(int[] rows)
            {
                var squares = new ConcurrentBag<int>();
                Parallel.For(0, rows.Length, i => [|squares|].Add(rows[i] * rows[i]));
                return squares.Sum();
            }
        }
        """,
        """
        class Rows
        {
            public int Squares(int[] rows)
            {
                var squares = new List<int>();
                Parallel.For(0, rows.Length, () => new List<int>(), (i, _, local) =>
                {
                    local.Add(rows[i] * rows[i]);
                    return local;
                }, local =>
                {
                    lock (squares)
                    {
                        squares.AddRange(local);
                    }
                });
                return squares.Sum();
            }
        }
        """);

    [Fact]
    public Task Bag_without_numbers_becomes_a_list() => Fixes(
        """
        class Rows
        {
            public int Doubled(int[] rows)
            {
                var doubled = new ConcurrentBag<int>();
                Parallel.ForEach(rows, row => [|doubled|].Add(row * 2));
                return doubled.Count + doubled.Max();
            }
        }
        """,
        """
        class Rows
        {
            public int Doubled(int[] rows)
            {
                var doubled = new List<int>();
                Parallel.ForEach(rows, () => new List<int>(), (row, _, local) =>
                {
                    local.Add(row * 2);
                    return local;
                }, local =>
                {
                    lock (doubled)
                    {
                        doubled.AddRange(local);
                    }
                });
                return doubled.Count + doubled.Max();
            }
        }
        """);

    [Fact]
    public Task Lock_is_taken_once_for_each_thread() => Fixes(
        """
        class Rows
        {
            private readonly object gate = new();
            private long total;

            public void Add(long[] rows, ParallelOptions options)
            {
                Parallel.ForEach(
                    rows,
                    options,
                    (row, state) =>
                    {
                        lock (gate)
                        {
                            [|total|] += row;
                        }
                    });
            }
        }
        """,
        """
        class Rows
        {
            private readonly object gate = new();
            private long total;

            public void Add(long[] rows, ParallelOptions options)
            {
                Parallel.ForEach(
                    rows,
                    options,
                    () => 0L,
                    (row, state, local) =>
                    {
                        local += row;
                        return local;
                    },
                    local =>
                    {
                        lock (gate)
                        {
                            total += local;
                        }
                    });
            }
        }
        """);

    [Fact]
    public Task Work_comes_out_of_the_lock() => Fixes(
        """
        class Rows
        {
            public List<int> All(int[] rows)
            {
                var found = new List<int>();
                Parallel.ForEach(rows, row =>
                {
                    lock (found)
                    {
                        var heavy = Heavy(row);
                        [|found|].Add(heavy);
                    }
                });
                return found;
            }

            private static int Heavy(int row)
            {
                var sum = 0;
                for (var i = 0; i < row; i++)
                {
                    for (var j = 0; j < row; j++)
                    {
                        sum += i ^ j;
                    }
                }

                return sum;
            }
        }
        """,
        """
        class Rows
        {
            public List<int> All(int[] rows)
            {
                var found = new List<int>();
                Parallel.ForEach(rows, () => new List<int>(), (row, _, local) =>
                {
                    var heavy = Heavy(row);
                    local.Add(heavy);
                    return local;
                }, local =>
                {
                    lock (found)
                    {
                        found.AddRange(local);
                    }
                });
                return found;
            }

            private static int Heavy(int row)
            {
                var sum = 0;
                for (var i = 0; i < row; i++)
                {
                    for (var j = 0; j < row; j++)
                    {
                        sum += i ^ j;
                    }
                }

                return sum;
            }
        }
        """);

    [Theory]
    [InlineData("var sum = 0L; Parallel.For(0, rows.Length, i => Interlocked.Increment(ref [|sum|]));", "var sum = 0L; Parallel.For(0, rows.Length, () => 0L, (i, _, local) => local + 1, local => Interlocked.Add(ref sum, local));")]
    [InlineData("var sum = 0; Parallel.For(0, rows.Length, i => { Interlocked.Add(ref [|sum|], rows[i]); });", "var sum = 0; Parallel.For(0, rows.Length, () => 0, (i, _, local) => { local += rows[i]; return local; }, local => Interlocked.Add(ref sum, local));")]
    [InlineData("var sum = 0; Parallel.ForEach(rows, row => { Interlocked.Decrement(ref [|sum|]); });", "var sum = 0; Parallel.ForEach(rows, () => 0, (row, _, local) => { local--; return local; }, local => Interlocked.Add(ref sum, local));")]
    [InlineData("var sum = 0; Parallel.For(0, rows.Length, i => [|sum|] -= rows[i]);", "var sum = 0; Parallel.For(0, rows.Length, () => 0, (i, _, local) => local - rows[i], local => Interlocked.Add(ref sum, local));")]
    [InlineData("var sum = 0; Parallel.ForEach(rows, (row, loop, at) => { [|sum|] += row; });", "var sum = 0; Parallel.ForEach(rows, () => 0, (row, loop, at, local) => { local += row; return local; }, local => Interlocked.Add(ref sum, local));")]
    [InlineData("var local = 0; Parallel.For(0, 10, i => [|local|] += i);", "var local = 0; Parallel.For(0, 10, () => 0, (i, _, partial) => partial + i, partial => Interlocked.Add(ref local, partial));")]
    [InlineData("Parallel.ForEach(rows, row => { [|total|] += row; });", "Parallel.ForEach(rows, () => 0, (row, _, local) => { local += row; return local; }, local => Interlocked.Add(ref total, local));")]
    public Task Every_sum_is_fixed(string before, string after) => Fixes(Around(before), Around(after));

    [Theory]

    // Two of them belong together.
    [InlineData("var a = 0; var b = 0; Parallel.ForEach(rows, row => { [|a|] += row; [|b|]++; });")]

    // The body looks at it.
    [InlineData("var sum = 0; Parallel.ForEach(rows, row => { [|sum|] += row; Console.WriteLine(sum); });")]
    [InlineData("var sum = 0; Parallel.For(0, rows.Length, i => { var before = [|sum|]++; });")]
    [InlineData("var sum = 0; Action show = () => Console.WriteLine(sum); Parallel.ForEach(rows, row => { [|sum|] += row; }); show();")]

    // A failed item may have added something.
    [InlineData("var sum = 0; try { Parallel.ForEach(rows, row => { [|sum|] += row; Compute(row); }); } catch (AggregateException) { Console.WriteLine(sum); }")]

    // Overflow would come at another place.
    [InlineData("var sum = 0; Parallel.ForEach(rows, row => { checked { [|sum|] += row; } });")]

    // There is no such form, or none that is plain.
    [InlineData("var sum = 0; rows.AsParallel().ForAll(row => [|sum|] += row);")]
    [InlineData("var found = new Dictionary<int, int>(); Parallel.For(0, 100, i => { [|found|][i] = i; });")]
    [InlineData("var text = \"\"; Parallel.ForEach(rows, row => { [|text|] += row; });")]
    [InlineData("var max = 0; Parallel.ForEach(rows, row => [|max|] = Math.Max(max, row));")]
    [InlineData("var sum = 0; Parallel.ForEach<int>(rows, row => { [|sum|] += row; });")]
    [InlineData("var sum = 0; Parallel.ForEach(rows, (int row) => { [|sum|] += row; });")]
    [InlineData("var sum = 0; Parallel.ForEach(rows, delegate(int row) { [|sum|] += row; });")]
    [InlineData("Parallel.ForEach(rows, row => { [|Count|]++; });")]
    [InlineData("var sum = 0; Parallel.For(0, rows.Length, () => 0, (i, _, local) => local + rows[i], local => [|sum|] += local);")]

    // Others may add to the bag, or take from it.
    [InlineData("var found = new ConcurrentBag<int>(); found.Add(1); Parallel.ForEach(rows, row => [|found|].Add(row));")]
    [InlineData("var found = new ConcurrentBag<int>(); Parallel.ForEach(rows, row => [|found|].Add(row)); found.TryTake(out _);")]

    // What is computed in the lock changes something.
    [InlineData("var gate = new object(); var sum = 0; Parallel.ForEach(rows, row => { lock (gate) { [|sum|] += Next(); } });")]
    public Task Other_shapes_have_no_fix(string statements) => Verify.VerifyNoFixAsync(Usings + Around(statements));

    // What the fix promises of the framework

    /// <summary>Every item that was done has been counted, and the failure is thrown as by a loop without such a state.</summary>
    [Fact]
    public void Failure_is_the_same_with_a_state_for_each_thread()
    {
        var counted = 0;
        var before = Assert.Throws<AggregateException>(() => Parallel.For(0, 10_000, i =>
        {
            Fail(i);
            Interlocked.Increment(ref counted);
        }));

        var done = 0;
        var sum = 0;
        var after = Assert.Throws<AggregateException>(() => Parallel.For(0, 10_000, () => 0, (i, _, local) =>
        {
            Fail(i);
            Interlocked.Increment(ref done);
            local++;
            return local;
        }, local => Interlocked.Add(ref sum, local)));

        Assert.All(before.InnerExceptions, static inner => Assert.IsType<InvalidOperationException>(inner));
        Assert.All(after.InnerExceptions, static inner => Assert.IsType<InvalidOperationException>(inner));
        Assert.Equal(done, sum);

        static void Fail(int i)
        {
            if (i == 5_000)
            {
                throw new InvalidOperationException();
            }
        }
    }

    [Fact]
    public void Cancellation_is_the_same_with_a_state_for_each_thread()
    {
        using var source = new CancellationTokenSource();
        var options = new ParallelOptions { CancellationToken = source.Token };
        var done = 0;
        var sum = 0;
        Assert.Throws<OperationCanceledException>(() => Parallel.For(0, 1_000_000, options, () => 0, (i, _, local) =>
        {
            source.Cancel();
            Interlocked.Increment(ref done);
            return local + 1;
        }, local => Interlocked.Add(ref sum, local)));

        Assert.InRange(done, 1, 999_999);
        Assert.Equal(done, sum);
    }

    private static string Around(string statements) =>
        $$"""
        class Rows(Func<int, int> ask)
        {
            private static readonly ReaderWriterLockSlim slim = new();
            private static readonly ThreadLocal<int>? perThread = null;
            [ThreadStatic] private static int ownCount;
            private readonly List<int> items = [];
            private int total;
            private int next;

            public static int All { get; set; }

            public int Count { get; set; }

            public void Run(int[] rows, int degree)
            {
                {{statements}}
            }

            private int Next() => ++next;

            private int Compute(int row) => ask(row) + items.Count + total + (perThread?.Value ?? 0) + ownCount + next;

            private static int Heavy(int row)
            {
                var sum = 0;
                for (var i = 0; i < row; i++)
                {
                    for (var j = 0; j < row; j++)
                    {
                        sum += i ^ j;
                    }
                }

                return sum;
            }
        }

        static class Scopes
        {
            public static IDisposable Enter(this ReaderWriterLockSlim slim) => throw new NotSupportedException(slim.ToString());
        }
        """;

    private static Task Reports(string source) => Verify.VerifyAnalyzerAsync(Usings + source);

    private static Task IsSilent(string source) => Verify.VerifyAnalyzerAsync(Usings + source);

    private static Task Fixes(string source, string fixedSource) => Verify.VerifyCodeFixAsync(Usings + source, Usings + fixedSource);
}
