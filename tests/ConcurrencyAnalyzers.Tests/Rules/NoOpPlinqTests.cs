using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<NoOpPlinqAnalyzer, NoOpPlinqCodeFix>;

public sealed class NoOpPlinqTests
{
    private const string Usings =
        """
        using System;
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    // Reported

    [Theory]
    [InlineData("foreach (var name in names.[|AsParallel|]()) { Print(name); }")]
    [InlineData("foreach (var name in names.Where(name => name.Length > 2).Select(name => name.Trim()).[|AsParallel|]()) { Print(name); }")]
    [InlineData("foreach (string name in ((IEnumerable<string>)names).[|AsParallel|]()) Print(name);")]
    [InlineData("foreach (var name in names.[|AsParallel|]().AsOrdered()) { Print(name); }")]
    [InlineData("foreach (var name in ParallelEnumerable.[|AsParallel|](names)) { Print(name); }")]
    [InlineData("foreach (var name in from name in names.[|AsParallel|]() select name) { Print(name); }")]
    [InlineData("var all = names.[|AsParallel|]().ToList();")]
    [InlineData("var all = names.[|AsParallel|]().ToArray();")]
    [InlineData("var all = names.Select(name => name.Trim()).[|AsParallel|]().ToArray();")]
    [InlineData("var all = names.[|AsParallel|]().WithDegreeOfParallelism(4).WithExecutionMode(ParallelExecutionMode.ForceParallelism).ToList();")]
    [InlineData("var all = names.[|AsParallel|]().AsUnordered().WithMergeOptions(ParallelMergeOptions.NotBuffered).ToList();")]
    [InlineData("var all = names.[|AsParallel|]().AsSequential().Select(name => name.Trim()).ToList();")]
    [InlineData("var all = names.[|AsParallel|]().AsEnumerable().Where(name => name.Length > 1).ToList();")]
    [InlineData("var all = names.[|AsParallel|]().ToDictionary(name => name.Trim());")]
    [InlineData("var all = names.[|AsParallel|]().ToHashSet();")]
    [InlineData("var all = new List<string>(names.[|AsParallel|]());")]
    [InlineData("var all = new HashSet<string>(names.[|AsParallel|](), StringComparer.Ordinal);")]
    [InlineData("var all = new List<string>(); all.AddRange(names.[|AsParallel|]());")]
    [InlineData("var all = string.Join(\", \", names.[|AsParallel|]());")]
    [InlineData("Parallel.ForEach(names.[|AsParallel|](), name => Print(name));")]
    [InlineData("Parallel.ForEach(names.[|AsParallel|](), new ParallelOptions { MaxDegreeOfParallelism = 4 }, name => Print(name));")]
    [InlineData("await Task.WhenAll(names.Select(name => Task.Run(() => Print(name))).[|AsParallel|]());")]
    [InlineData("var first = names.[|AsParallel|]().First();")]
    [InlineData("var count = names.[|AsParallel|]().Count();")]
    [InlineData("var some = names.[|AsParallel|]().Skip(3).Take(5).ToList();")]
    [InlineData("var objects = new ArrayList { 1, 2 }; var numbers = objects.[|AsParallel|]().Cast<int>().ToList();")]
    [InlineData("var query = names.[|AsParallel|](); foreach (var name in query) { Print(name); }")]
    [InlineData("IEnumerable<string> query = names.[|AsParallel|](); var long_ = query.Where(name => name.Length > 9).ToList();")]
    [InlineData("var query = names.[|AsParallel|](); if (query.Any()) { Print(query.First()); }")]
    [InlineData("Func<List<string>> copy = () => names.[|AsParallel|]().ToList();")]
    [InlineData("List<string> Copy() => names.[|AsParallel|]().ToList();")]
    [InlineData("var lengths = names?.[|AsParallel|]().ToList();")]
    public Task Query_without_work_is_reported(string statements) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Names
        {
            public async Task RunAsync(List<string> names)
            {
                {{statements}}
                await Task.Yield();
            }

            private static void Print(string name) => Console.WriteLine(name);
        }
        """);

    [Fact]
    public Task Message_says_what_takes_the_items() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Names
        {
            public void Run(List<string> names)
            {
                foreach (var name in names.{|#0:AsParallel|}())
                {
                    Console.WriteLine(name);
                }

                var all = names.{|#1:AsParallel|}().ToList();
                var rest = names.{|#2:AsParallel|}().AsSequential().Select(name => name.Trim()).ToList();
                Parallel.ForEach(names.{|#3:AsParallel|}(), name => Console.WriteLine(name));
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("AsParallel", "'foreach' takes the items one by one and runs its body on one thread"),
        Verify.Diagnostic().WithLocation(1).WithArguments("AsParallel", "'ToList' takes the items over as they are"),
        Verify.Diagnostic().WithLocation(2).WithArguments("AsParallel", "'AsSequential' ends the query before there is any work in it"),
        Verify.Diagnostic().WithLocation(3).WithArguments("AsParallel", "'Parallel.ForEach' takes the items over as they are"));

    [Fact]
    public Task Program_of_statements_is_reported() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System;
                using System.Linq;

                var numbers = Enumerable.Range(0, 10).ToArray();
                foreach (var number in numbers.[|AsParallel|]())
                {
                    Console.WriteLine(number);
                }
                """,
            },
            OutputKind = OutputKind.ConsoleApplication,
        },
        FixedCode =
            """
            using System;
            using System.Linq;

            var numbers = Enumerable.Range(0, 10).ToArray();
            foreach (var number in numbers)
            {
                Console.WriteLine(number);
            }
            """,
    }.RunAsync();

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Older_frameworks_are_reported_and_fixed(TargetReferences references, LanguageVersion version) => new Verify.Test
    {
        TestCode =
            """
            using System.Collections.Generic;
            using System.Linq;

            class Names
            {
                public List<string> Copy(string[] names)
                {
                    return names.[|AsParallel|]().ToList();
                }
            }
            """,
        FixedCode =
            """
            using System.Collections.Generic;
            using System.Linq;

            class Names
            {
                public List<string> Copy(string[] names)
                {
                    return names.ToList();
                }
            }
            """,
        References = references,
        LanguageVersion = version,
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync();

    public static TheoryData<TargetReferences, LanguageVersion> OldTargets => new() { { TargetReferences.NetStandard20, LanguageVersion.CSharp7_3 }, { TargetReferences.NetFramework, LanguageVersion.CSharp7_3 } };

    // Found in the wild

    // dotnet/runtime#33769: a loop over a query that people take for a parallel loop.
    [Fact]
    public Task Loop_that_is_taken_for_a_parallel_one_is_reported() => Reports(
        """
        class Uploads
        {
            public void Send(IEnumerable<string> pending)
            {
                foreach (var item in pending.[|AsParallel|]())
                {
                    Console.WriteLine(item.ToUpperInvariant());
                }
            }
        }
        """);

    // terrajobst/analyzer-issues#8: the query ends with it.
    [Fact]
    public Task End_of_a_chain_is_reported() => Reports(
        """
        class Orders
        {
            public int Total(int[] orders)
            {
                var total = 0;
                foreach (var order in orders.Where(order => order > 10).Select(order => order * 2).[|AsParallel|]().WithDegreeOfParallelism(2).ToList())
                {
                    total += order;
                }

                return total;
            }
        }
        """);

    // dotnet/sdk#10937: the work stands in front of it, so that it has only the copying left.
    [Fact]
    public Task Work_in_front_of_it_is_reported() => Reports(
        """
        class Tools
        {
            public bool[] RestoreAll(IReadOnlyList<string> packages) => packages
                .Select(package => Install(package))
                .[|AsParallel|]().ToArray();

            private static bool Install(string package) => package.Length > 3;
        }
        """);

    // dotnet/roslyn-analyzers#4126: the collections beyond lists and arrays.
    [Fact]
    public Task Dictionary_and_set_are_reported() => Reports(
        """
        class Index
        {
            public Dictionary<int, string> ById(List<string> names) => names.[|AsParallel|]().ToDictionary(name => name.GetHashCode(), name => name);

            public HashSet<string> Distinct(List<string> names) => names.[|AsParallel|]().ToHashSet();
        }
        """);

    // dotnet/roslyn-analyzers#2812: the query comes out of a variable.
    [Fact]
    public Task Query_in_a_variable_is_reported() => Reports(
        """
        class Scan
        {
            public void Show(string[] lines)
            {
                var parallel = lines.[|AsParallel|]();
                Console.WriteLine("Lines:");
                foreach (var line in parallel)
                {
                    Console.WriteLine(line);
                }
            }
        }
        """);

    // dotnet/runtime#96262: the delegates of 'ToDictionary' run on the thread that asks for it.
    [Fact]
    public Task Work_in_a_dictionary_is_reported() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Prices
        {
            public Dictionary<int, double> All(IReadOnlyList<int> items) => items.{|#0:AsParallel|}().ToDictionary(item => item, item => Compute(item));

            private static double Compute(int item)
            {
                var sum = 0.0;
                for (var i = 0; i < item; i++)
                {
                    for (var j = 0; j < item; j++)
                    {
                        sum += Math.Sqrt(i * j);
                    }
                }

                return sum;
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("AsParallel", "'ToDictionary' runs its delegates on one thread"));

    // dotnet/sdk#11338: what the work stands behind is parallel.
    [Fact]
    public Task Work_behind_it_is_silent() => IsSilent(
        """
        class Tools
        {
            public bool[] RestoreAll(IReadOnlyList<string> packages) => packages.AsParallel().Select(package => Install(package)).ToArray();

            private static bool Install(string package) => package.Length > 3;
        }
        """);

    // dotnet/runtime#76689: a query of a query starts a new one, whose settings are its own.
    [Fact]
    public Task Query_of_a_query_is_silent() => IsSilent(
        """
        class Predicates
        {
            public int Count(IEnumerable<int> rows, Func<int, bool>[] predicates)
            {
                foreach (var predicate in predicates)
                {
                    rows = rows.AsParallel().Where(predicate);
                }

                var query = rows.AsParallel().Select(row => row + 1);
                return query.AsParallel().WithExecutionMode(ParallelExecutionMode.ForceParallelism).ToList().Count;
            }
        }
        """);

    // Universalis-FFXIV/Universalis#1214: pairs are made first, and the work on them is parallel.
    [Fact]
    public Task Work_on_zipped_pairs_is_silent() => IsSilent(
        """
        class Prices
        {
            public double[] Means(double[] low, double[] high) => low.Zip(high).AsParallel().AsOrdered().Select(pair => Math.Sqrt(pair.First * pair.Second)).ToArray();
        }
        """);

    // dotnet/coreclr#20060: to compare and to hash the items is work.
    [Fact]
    public Task Operators_that_compare_are_silent() => IsSilent(
        """
        class Sets
        {
            public int Different(string[] left, string[] right) => left.AsParallel().Distinct().Count() + left.AsParallel().Union(right.AsParallel()).Count() + left.AsParallel().Intersect(right.AsParallel()).ToList().Count;
        }
        """);

    // WiseTechGlobal/WTG.Analyzers#212: requests in a query, whose degree is set.
    [Fact]
    public Task Degree_in_front_of_work_is_silent() => IsSilent(
        """
        class Requests
        {
            public List<int> Ask(IEnumerable<string> urls, Func<string, int> ask) => urls.AsParallel().WithDegreeOfParallelism(8).Select(ask).ToList();
        }
        """);

    // mono/corefx#369: queries that are put together.
    [Fact]
    public Task Queries_that_are_put_together_are_silent() => IsSilent(
        """
        class Ranges
        {
            public int[] Both(int[] left, int[] right) => left.AsParallel().Concat(right.AsParallel().Select(number => number * 2)).ToArray();
        }
        """);

    // Silent

    [Theory]
    [InlineData("names.AsParallel().ForAll(name => Print(name));")]
    [InlineData("var all = names.AsParallel().Where(name => name.Length > 2).ToList();")]
    [InlineData("var all = names.AsParallel().OrderBy(name => name).ToList();")]
    [InlineData("foreach (var group in names.AsParallel().GroupBy(name => name.Length)) { Print(group.First()); }")]
    [InlineData("var any = names.AsParallel().Any(name => name.Length > 2);")]
    [InlineData("var count = names.AsParallel().Count(name => name.Length > 2);")]
    [InlineData("var sum = names.AsParallel().Sum(name => name.Length);")]
    [InlineData("var max = new[] { 1, 2 }.AsParallel().Max();")]
    [InlineData("var has = names.AsParallel().Contains(\"x\");")]
    [InlineData("var lookup = names.AsParallel().ToLookup(name => name.Length);")]
    [InlineData("var query = from name in names.AsParallel() where name.Length > 2 select name; foreach (var name in query) { Print(name); }")]
    [InlineData("var query = names.AsParallel(); var all = query.Select(name => name.Trim()).ToList(); var count = query.Count();")]
    [InlineData("var query = names.AsParallel(); query = query.Where(name => name.Length > 2); var all = query.ToList();")]
    [InlineData("ParallelQuery<string> query; query = names.AsParallel(); Use(query);")]
    [InlineData("Use(names.AsParallel());")]
    [InlineData("Take(names.AsParallel());")]
    [InlineData("field = names.AsParallel();")]
    [InlineData("var all = Partitioner.Create(names, true).AsParallel().ToList();")]
    [InlineData("var all = ParallelEnumerable.Range(0, 10).ToList();")]
    [InlineData("foreach (var name in names.Where(name => name.Length > 2).AsParallel().WithMergeOptions(ParallelMergeOptions.NotBuffered)) { Print(name); }")]
    [InlineData("foreach (var name in names.Select(name => name.Trim()).AsParallel().AsOrdered()) { Print(name); }")]
    [InlineData("using var items = names.AsParallel().GetEnumerator();")]
    [InlineData("var query = names.AsParallel();")]
    public Task Query_that_may_have_work_is_silent(string statements) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Names
        {
            private ParallelQuery<string>? field;

            public void Run(List<string> names)
            {
                {{statements}}
            }

            private static void Use(ParallelQuery<string> query) => query.ForAll(Print);

            private static void Take(IEnumerable<string> names) => Print(names.First());

            private static void Print(string name) => Console.WriteLine(name);
        }
        """);

    [Fact]
    public Task Query_that_is_returned_is_silent() => IsSilent(
        """
        class Names
        {
            public ParallelQuery<string> Query(string[] names) => names.AsParallel();

            public IEnumerable<string> Sequence(string[] names) => names.AsParallel();
        }
        """);

    [Fact]
    public Task Own_method_of_that_name_is_silent() => IsSilent(
        """
        static class Fast
        {
            public static List<int> AsParallel(this List<int> numbers) => numbers;

            public static int[] Copy(List<int> numbers) => numbers.AsParallel().ToArray();
        }
        """);

    [Fact]
    public Task Tests_are_silent() => IsSilent(
        """
        namespace Xunit { class FactAttribute : Attribute; }

        class NameTests
        {
            [Xunit.Fact]
            public void Copies() => _ = new[] { 1, 2 }.AsParallel().ToList();
        }
        """);

    // The fix

    [Fact]
    public Task Both_queries_are_fixed() => Fixes(
        """
        class Names
        {
            public List<string> Run(List<string> names)
            {
                foreach (var name in names.[|AsParallel|]())
                {
                    Console.WriteLine(name);
                }

                return names.Where(name => name.Length > 2).[|AsParallel|]().WithDegreeOfParallelism(Environment.ProcessorCount).ToList();
            }
        }
        """,
        """
        class Names
        {
            public List<string> Run(List<string> names)
            {
                foreach (var name in names)
                {
                    Console.WriteLine(name);
                }

                return names.Where(name => name.Length > 2).ToList();
            }
        }
        """);

    [Fact]
    public Task Lines_stay_lines() => Fixes(
        """
        class Names
        {
            public string[] Run(List<string> names)
            {
                // All of them.
                var all = names
                    .[|AsParallel|]()
                    .WithDegreeOfParallelism(4)
                    .AsOrdered()
                    .ToArray(); // in order

                return names.[|AsParallel|]()
                    .Cast<object>()
                    .AsSequential()
                    .Select(name => name.ToString()!)
                    .Concat(all)
                    .ToArray();
            }
        }
        """,
        """
        class Names
        {
            public string[] Run(List<string> names)
            {
                // All of them.
                var all = names
                    .ToArray(); // in order

                return names
                    .Cast<object>()
                    .Select(name => name.ToString()!)
                    .Concat(all)
                    .ToArray();
            }
        }
        """);

    [Theory]
    [InlineData("var all = ParallelEnumerable.[|AsParallel|](names).ToList();", "var all = names.ToList();")]
    [InlineData("var all = (names ?? []).[|AsParallel|]().ToList();", "var all = (names ?? []).ToList();")]
    [InlineData("foreach (var name in from name in names.[|AsParallel|]() select name) { Console.WriteLine(name); }", "foreach (var name in from name in names select name) { Console.WriteLine(name); }")]
    [InlineData("var query = names.[|AsParallel|](); foreach (var name in query) { Console.WriteLine(name); }", "var query = names; foreach (var name in query) { Console.WriteLine(name); }")]
    [InlineData("Parallel.ForEach(names.[|AsParallel|](), name => Console.WriteLine(name));", "Parallel.ForEach(names, name => Console.WriteLine(name));")]
    [InlineData("var all = string.Join(\", \", names.[|AsParallel|]());", "var all = string.Join(\", \", names);")]
    [InlineData("var all = names.[|AsParallel|]().AsEnumerable().Select(name => name.Trim()).ToList();", "var all = names.AsEnumerable().Select(name => name.Trim()).ToList();")]
    [InlineData("var all = new ArrayList { 1 }.[|AsParallel|]().Cast<int>().ToList();", "var all = new ArrayList { 1 }.Cast<int>().ToList();")]
    public Task Every_shape_is_fixed(string before, string after) => Fixes(
        $$"""
        class Names
        {
            public void Run(List<string> names)
            {
                {{before}}
            }
        }
        """,
        $$"""
        class Names
        {
            public void Run(List<string> names)
            {
                {{after}}
            }
        }
        """);

    [Theory]

    // Somebody may cancel it.
    [InlineData("var all = names.[|AsParallel|]().WithCancellation(token).ToList();")]

    // The setting does something of its own.
    [InlineData("var all = names.[|AsParallel|]().WithDegreeOfParallelism(Next()).ToList();")]

    // There is no expression in front of the dot.
    [InlineData("var all = names?.[|AsParallel|]().ToList();")]

    // The variable is told to be a query.
    [InlineData("ParallelQuery<string> query = names.[|AsParallel|](); foreach (var name in query) { Console.WriteLine(name); }")]

    // Others translate what they are asked for.
    [InlineData("var some = names.AsQueryable().[|AsParallel|]().Take(3).ToList();")]

    // What is caught is thrown by the query only.
    [InlineData("try { var all = names.Select(int.Parse).[|AsParallel|]().AsOrdered().ToList(); } catch (AggregateException) { }")]

    // It would be lost.
    [InlineData("var all = names.[|AsParallel|](/* all cores */).ToList();")]
    public Task Other_shapes_have_no_fix(string statements) => Verify.VerifyNoFixAsync(
        Usings +
        $$"""
        class Names
        {
            private int count;

            public void Run(List<string> names, CancellationToken token)
            {
                {{statements}}
            }

            private int Next() => ++count;
        }
        """);

    [Fact]
    public Task Own_operator_of_that_name_has_no_fix() => Verify.VerifyNoFixAsync(
        Usings +
        """
        class Shelf : List<string>
        {
            public List<string> ToList() => [];

            public List<string> Copy() => this.[|AsParallel|]().ToList();
        }
        """);

    // What the rule says of the framework

    /// <summary>Says by which threads the items of a query pass.</summary>
    [Fact]
    public void Items_of_such_a_query_are_seen_by_one_thread()
    {
        var numbers = Enumerable.Range(0, 10_000);
        var seen = new HashSet<int>();
        foreach (var number in numbers.Select(Seen).AsParallel())
        {
            Seen(number);
        }

        numbers.Select(Seen).AsParallel().ToList();
        numbers.Select(Seen).AsParallel().ToArray();
        numbers.AsParallel().ToDictionary(Seen);
        numbers.AsParallel().AsSequential().Select(Seen).ToList();
        new List<int>(numbers.Select(Seen).AsParallel());

        Assert.Equal([Environment.CurrentManagedThreadId], seen);

        int Seen(int number)
        {
            lock (seen)
            {
                seen.Add(Environment.CurrentManagedThreadId);
            }

            return number;
        }
    }

    private static Task Reports(string source) => Verify.VerifyAnalyzerAsync(Usings + source);

    private static Task IsSilent(string source) => Verify.VerifyAnalyzerAsync(Usings + source);

    private static Task Fixes(string source, string fixedSource) => Verify.VerifyCodeFixAsync(Usings + source, Usings + fixedSource);
}
