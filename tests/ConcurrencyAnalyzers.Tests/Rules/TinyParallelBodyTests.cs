using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<TinyParallelBodyAnalyzer, TinyParallelBodyCodeFix>;

public sealed class TinyParallelBodyTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    // Reported

    [Theory]
    [InlineData("Parallel.[|For|](0, a.Length, i => b[i] = a[i] * 2);")]
    [InlineData("Parallel.[|For|](0, a.Length, i => { b[i] = a[i] + c; });")]
    [InlineData("Parallel.[|For|](0, a.Length, i => { var square = a[i] * a[i]; b[i] = square + i; });")]
    [InlineData("Parallel.[|For|](0L, a.LongLength, i => b[i] = a[i] * 2);")]
    [InlineData("Parallel.[|For|](0, 10, i => b[i] = i);")]
    [InlineData("Parallel.[|For|](0, a.Length, new ParallelOptions { CancellationToken = token }, i => b[i] = a[i] * 2);")]
    [InlineData("Parallel.[|For|](0, a.Length, i => { if (a[i] > 3) { b[i] = 1; } });")]
    [InlineData("Parallel.[|For|](0, a.Length, (i, state) => { b[i] = a[i]; });")]
    [InlineData("Parallel.[|ForEach|](items, item => item.Count = 0);")]
    [InlineData("Parallel.[|ForEach|](items.ToList(), item => { item.Count += 2; });")]
    [InlineData("Parallel.[|ForEach|](Enumerable.Range(0, a.Length), i => b[i] = a[i]);")]
    [InlineData("Parallel.[|For|](0, a.Length, delegate(int i) { b[i] = a[i]; });")]
    [InlineData("Action run = () => Parallel.[|For|](0, a.Length, i => b[i] = a[i]);")]
    public Task Tiny_body_is_reported(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    [Fact]
    public Task Message_says_what_wins() => Verify.VerifyAnalyzerAsync(
        Usings + Around(
            """
            Parallel.{|#0:For|}(0, a.Length, i => b[i] = a[i] * 2);
            Parallel.{|#1:For|}(0, 100, i => b[i] = a[i] * 2);
            """),
        Verify.Diagnostic().WithLocation(0).WithArguments("Parallel.For", "hand out ranges"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Parallel.For", "a plain loop is done sooner"));

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Older_frameworks_are_reported_and_fixed(TargetReferences references, LanguageVersion version) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading.Tasks;

            class Rows
            {
                public void Double(int[] rows)
                {
                    Parallel.[|For|](0, rows.Length, i => rows[i] *= 2);
                }
            }
            """,
        FixedCode =
            """
            using System.Collections.Concurrent;
            using System.Threading.Tasks;

            class Rows
            {
                public void Double(int[] rows)
                {
                    if (rows.Length > 0)
                    {
                        Parallel.ForEach(Partitioner.Create(0, rows.Length), range =>
                        {
                            for (var i = range.Item1; i < range.Item2; i++)
                            {
                                rows[i] *= 2;
                            }
                        });
                    }
                }
            }
            """,
        References = references,
        LanguageVersion = version,
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync();

    public static TheoryData<TargetReferences, LanguageVersion> OldTargets => new() { { TargetReferences.NetStandard20, LanguageVersion.CSharp7_3 }, { TargetReferences.NetFramework, LanguageVersion.CSharp7_3 } };

    // Found in the wild

    // SixLabors/ImageSharp#130: loops over arrays that gain twice and more by ranges.
    [Fact]
    public Task Pixels_of_an_array_are_reported() => Reports("Parallel.[|For|](0, a.Length, i => { b[i] = 255 - a[i]; });");

    // dotnet/docs#3429: the page on small loop bodies.
    [Fact]
    public Task Small_loop_body_is_reported() => Reports("Parallel.[|For|](0, a.Length, i => b[i] = a[i] * c);");

    // sipsorcery-org/sipsorcery#1770: bytes of pixels that are moved from here to there.
    [Fact]
    public Task Moved_bytes_are_reported() => Reports("Parallel.[|For|](0, a.Length / 3, i => { b[3 * i] = a[(3 * i) + 2]; b[(3 * i) + 1] = a[(3 * i) + 1]; b[(3 * i) + 2] = a[3 * i]; });");

    // dotnet/corefx#19276: a million times nothing.
    [Fact]
    public Task Empty_body_is_reported() => Reports("Parallel.[|For|](0, 1_000_000, i => { });");

    // OpenMined/UnityWorker#43: the elements of two tensors.
    [Fact]
    public Task Elements_of_tensors_are_reported() => Reports("Parallel.[|For|](0, a.Length, i => b[i] += a[i]);");

    // mathnet/mathnet-numerics#208: vectors that are added, by loops of all kinds.
    [Fact]
    public Task Sum_of_vectors_is_reported() => Reports("var sum = new double[a.Length]; Parallel.[|For|](0, sum.Length, i => { sum[i] = a[i] + b[i]; });");

    // dotnet/docs#6826: messages that are sent.
    [Fact]
    public Task Messages_are_silent() => IsSilent("Parallel.For(0, 1000, i => send(i));");

    // dotnet/runtime#96126: ranges already.
    [Fact]
    public Task Ranges_are_silent() => IsSilent("Parallel.ForEach(Partitioner.Create(0, a.Length), range => { for (var i = range.Item1; i < range.Item2; i++) { b[i] = a[i]; } });");

    // dotnet/docs#14293: the loop adds up for each thread; what is tiny there is the point of it.
    [Fact]
    public Task State_of_a_thread_is_silent() => IsSilent("var total = 0L; Parallel.For(0, a.Length, () => 0L, (i, _, local) => local + a[i], local => Interlocked.Add(ref total, local));");

    // dotnet/runtime#46146: items that take long, and each another time.
    [Fact]
    public Task Uneven_work_is_silent() => IsSilent("Parallel.ForEach(items, item => { for (var i = 0; i < item.Count; i++) { Thread.SpinWait(i); } });");

    // SixLabors/ImageSharp#120: the rows of an image, of which each has a loop of its own.
    [Fact]
    public Task Rows_of_an_image_are_silent() => IsSilent("Parallel.For(0, height, y => { for (var x = 0; x < width; x++) { b[(y * width) + x] = a[(y * width) + x] / 2; } });");

    // Felandil/tangle-.net#13: a search that takes until it has found something.
    [Fact]
    public Task Search_is_silent() => IsSilent("Parallel.For(0, Environment.ProcessorCount, i => { while (!token.IsCancellationRequested) { b[i]++; } });");

    // Silent

    [Theory]
    [InlineData("Parallel.For(0, a.Length, i => b[i] = Unknown(a[i]));")]
    [InlineData("Parallel.For(0, a.Length, i => b[i] = send(a[i]));")]
    [InlineData("Parallel.For(0, a.Length, i => Console.WriteLine(i));")]
    [InlineData("Parallel.For(0, a.Length, i => File.Delete($\"{i}.txt\"));")]
    [InlineData("Parallel.For(0, a.Length, i => { foreach (var x in a) { b[i] += x; } });")]
    [InlineData("Parallel.For(0, a.Length, i => { b[i] = a.Count(x => x < i); });")]
    [InlineData("Parallel.ForEach(items, item => other!.Refresh(item));")]
    [InlineData("Parallel.For(0, a.Length, new ParallelOptions { MaxDegreeOfParallelism = 1 }, i => b[i] = a[i]);")]
    [InlineData("var sum = 0; Parallel.For(0, a.Length, i => sum += a[i]);")]
    [InlineData("var sum = 0; Parallel.For(0, a.Length, i => Interlocked.Add(ref sum, a[i]));")]
    [InlineData("for (var i = 0; i < a.Length; i++) { b[i] = a[i]; }")]
    [InlineData("Parallel.Invoke(() => b[0] = 1, () => b[1] = 2);")]
    [InlineData("var all = a.AsParallel().Select(x => x * 2).ToArray();")]
    [InlineData("a.AsParallel().ForAll(x => b[x] = 1);")]
    public Task Other_bodies_are_silent(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    [Fact]
    public Task Tests_are_silent() => Verify.VerifyAnalyzerAsync(
        Usings + "namespace Xunit { class FactAttribute : Attribute; }\n" + Around("Parallel.For(0, a.Length, i => b[i] = a[i]);").Replace("public void Run", "[Xunit.Fact] public void Run"));

    // The fix

    [Fact]
    public Task Both_loops_are_fixed() => Fixes(
        """
                // All of them.
                Parallel.[|For|](0, a.Length, i =>
                {
                    if (a[i] < 0)
                    {
                        return;
                    }

                    // Twice as much.
                    b[i] = a[i] * 2;
                }); // done

                Parallel.[|ForEach|](items, item => item.Count = 0);
        """,
        """
                // All of them.
                if (a.Length > 0)
                {
                    Parallel.ForEach(Partitioner.Create(0, a.Length), range =>
                    {
                        for (var i = range.Item1; i < range.Item2; i++)
                        {
                            if (a[i] < 0)
                            {
                                continue;
                            }

                            // Twice as much.
                            b[i] = a[i] * 2;
                        }
                    });
                } // done

                if (items.Length > 0)
                {
                    Parallel.ForEach(Partitioner.Create(0, items.Length), part =>
                    {
                        for (var index = part.Item1; index < part.Item2; index++)
                        {
                            var item = items[index];
                            item.Count = 0;
                        }
                    });
                }
        """);

    [Fact]
    public Task Few_items_have_a_plain_loop() => Fixes(
        """
                Parallel.[|For|](0, 16, i => b[i] = i * i);
                Parallel.[|For|](1, 8, i =>
                {
                    b[i] = i * c;
                });
        """,
        """
                for (var i = 0; i < 16; i++)
                {
                    b[i] = i * i;
                }
                for (var i = 1; i < 8; i++)
                {
                    b[i] = i * c;
                }
        """);

    [Fact]
    public Task Many_items_need_no_check() => Fixes(
        """
                Parallel.[|For|](0, 1_000_000, new ParallelOptions { CancellationToken = token }, i => b[i] = i);
        """,
        """
                Parallel.ForEach(Partitioner.Create(0, 1_000_000), new ParallelOptions { CancellationToken = token }, range =>
                {
                    for (var i = range.Item1; i < range.Item2; i++)
                    {
                        b[i] = i;
                    }
                });
        """);

    [Theory]

    // Somebody may look at what it gives, or stop it.
    [InlineData("var done = Parallel.[|For|](0, a.Length, i => b[i] = a[i]);")]
    [InlineData("Parallel.[|For|](0, a.Length, (i, state) => { b[i] = a[i]; });")]

    // There is nothing to index.
    [InlineData("Parallel.[|ForEach|](Enumerable.Range(0, a.Length), i => b[i] = a[i]);")]

    // The bounds would be asked twice.
    [InlineData("Parallel.[|For|](0, next++, i => b[i] = a[i]);")]

    // The number is another one afterwards.
    [InlineData("Parallel.[|For|](0, a.Length, i => { i *= 2; b[i] = a[i]; });")]

    // What is caught is thrown by the loop only.
    [InlineData("try { Parallel.[|For|](0, 10, i => b[i] = a[i]); } catch (AggregateException) { }")]
    [InlineData("Parallel.[|For|](0, a.Length, delegate(int i) { b[i] = a[i]; });")]
    public Task Other_shapes_have_no_fix(string statements) => Verify.VerifyNoFixAsync(Usings + Around(statements));

    // What the fix promises of the framework

    [Fact]
    public void Ranges_fail_as_items_do_and_there_are_none_of_nothing()
    {
        Assert.Throws<AggregateException>(static () => Parallel.For(0, 100, static i => throw new InvalidOperationException()));
        Assert.Throws<AggregateException>(static () => Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, 100), static range => throw new InvalidOperationException()));
        Assert.Throws<ArgumentOutOfRangeException>(static () => System.Collections.Concurrent.Partitioner.Create(0, 0));

        var times = new int[10_000];
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, times.Length), range =>
        {
            for (var i = range.Item1; i < range.Item2; i++)
            {
                times[i]++;
            }
        });
        Assert.All(times, static time => Assert.Equal(1, time));
    }

    private static string Around(string statements) =>
        $$"""
        class Item
        {
            public int Count { get; set; }

        }

        interface IOther
        {
            void Refresh(Item item);
        }

        class Rows(Func<int, int> send, CancellationToken token, int width, int height)
        {
            private int next;
            private readonly IOther? other = null;

            public void Run(int[] a, int[] b, int c, Item[] items)
            {
        {{statements}}
                Console.WriteLine((send, token, width, height, next, other));
            }

            private int Unknown(int x) => send(x);
        }
        """;

    private static Task Reports(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    private static Task IsSilent(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    private static Task Fixes(string before, string after) => Verify.VerifyCodeFixAsync(Usings + Around(before), Usings + Around(after));
}
