using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<OversubscriptionAnalyzer, OversubscriptionCodeFix>;

public sealed class OversubscriptionTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    // Reported

    [Theory]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = [|64|] }, row => norms[0] = Norm(row, row));")]
    [InlineData("Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = [|32|] }, i => rows[i][0] = Norm(norms, norms));")]
    [InlineData("Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = [|Environment.ProcessorCount * 4|] }, i => rows[i][0] = Norm(norms, norms));")]
    [InlineData("Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = [|2 * Environment.ProcessorCount|], CancellationToken = token }, i => rows[i][0] = Norm(norms, norms));")]
    [InlineData("Parallel.For(0, rows.Length, new() { MaxDegreeOfParallelism = [|Many|] }, i => rows[i][0] = Norm(norms, norms));")]
    [InlineData("var options = new ParallelOptions { MaxDegreeOfParallelism = [|64|] }; Parallel.For(0, rows.Length, options, i => rows[i][0] = Norm(norms, norms));")]
    [InlineData("var options = new ParallelOptions(); options.MaxDegreeOfParallelism = [|64|]; Parallel.For(0, rows.Length, options, i => rows[i][0] = Norm(norms, norms));")]
    [InlineData("var degree = [|Environment.ProcessorCount * 2|]; Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = degree }, i => rows[i][0] = Norm(norms, norms));")]
    [InlineData("var all = rows.AsParallel().WithDegreeOfParallelism([|32|]).Select(row => Norm(row, row)).ToArray();")]
    [InlineData("var all = rows.AsParallel().Select(row => Norm(row, row)).WithDegreeOfParallelism([|32|]).ToArray();")]
    [InlineData("var all = rows.AsParallel().AsOrdered().WithDegreeOfParallelism([|Environment.ProcessorCount * 3|]).Where(row => row.Length > 2).Select(row => Norm(row, row)).ToArray();")]
    [InlineData("rows.AsParallel().WithDegreeOfParallelism([|16|]).ForAll(row => row[0] = Norm(row, row));")]
    [InlineData("rows.AsParallel().WithDegreeOfParallelism([|16|]).ForAll(Change);")]
    [InlineData("void Local() { Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = [|12|] }, Change); } Local();")]
    public Task Degree_beyond_the_cores_is_reported(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    [Fact]
    public Task Message_says_what_is_known_of_the_work() => Verify.VerifyAnalyzerAsync(
        Usings + Around(
            """
            Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = {|#0:64|} }, i => rows[i][0] = Norm(norms, norms));
            """),
        Verify.Diagnostic().WithLocation(0).WithArguments("64", "the same on every machine", "Parallel.For", "2 nested loops over 'row' and 'all'"));

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Older_frameworks_are_reported_and_fixed(TargetReferences references, LanguageVersion version)
    {
        var test = new Verify.Test { References = references, LanguageVersion = version, NullableContext = NullableContextOptions.Disable };
        test.TestCode = Old("[|64|]");
        test.FixedCode = Old("Environment.ProcessorCount");
        return test.RunAsync();

        static string Old(string degree) =>
            $$"""
            using System;
            using System.Threading.Tasks;

            class Rows
            {
                public void Run(double[][] rows, double[] norms)
                {
                    Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = {{degree}} }, i =>
                    {
                        foreach (var a in norms)
                        {
                            foreach (var b in norms)
                            {
                                rows[i][0] += a * b;
                            }
                        }
                    });
                }
            }
            """;
    }

    public static TheoryData<TargetReferences, LanguageVersion> OldTargets => new() { { TargetReferences.NetStandard20, LanguageVersion.CSharp7_3 }, { TargetReferences.NetFramework, LanguageVersion.CSharp7_3 } };

    // Found in the wild

    // dotnet/runtime#72981: more threads than cores do not finish a computation any sooner.
    [Fact]
    public Task Computation_on_more_threads_than_cores_is_reported() => Reports(
        """
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = [|100|] }, row => { norms[0] = Norm(row, row); });
        """);

    // NuGet/NuGet.Client#2238: sixteen at a time were too many for small machines.
    [Fact]
    public Task Sixteen_on_every_machine_is_reported() => Reports(
        """
        const int DefaultMaxDegree = 16;
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = [|DefaultMaxDegree|] }, Change);
        """);

    // ravendb/ravendb#5664: twice as many as there are cores, in one place for all loops.
    [Fact]
    public Task Twice_the_cores_is_reported() => Reports(
        """
        var defaults = new ParallelOptions { MaxDegreeOfParallelism = [|Environment.ProcessorCount * 2|] };
        Parallel.For(0, rows.Length, defaults, i => Change(rows[i]));
        Parallel.ForEach(rows, defaults, Change);
        """);

    // mono/corefx#369: sixteen leave most of the sixty-four cores idle.
    [Fact]
    public Task Sixteen_of_sixty_four_is_reported() => Reports(
        """
        var all = rows.AsParallel().WithDegreeOfParallelism([|16|]).Select(row => Norm(row, row)).ToArray();
        """);

    // milankarman/Unload#19: a number above that of the processors does nothing for frames that are converted.
    [Fact]
    public Task Frames_on_more_threads_than_processors_is_reported() => Reports(
        """
        Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = [|50|] }, frame => rows[frame][0] = Norm(norms, norms));
        """);

    // dotnet/docs#3665: sixty-four was once the greatest number that a query would take.
    [Fact]
    public Task Sixty_four_in_a_query_is_reported() => Reports(
        """
        var all = rows.AsParallel().WithDegreeOfParallelism([|64|]).Select(row => Norm(row, row)).ToList();
        """);

    // WiseTechGlobal/WTG.Analyzers#212: requests wait for others, so their number has nothing to do with cores.
    [Fact]
    public Task Requests_are_silent() => IsSilent(
        """
        var all = rows.AsParallel().WithDegreeOfParallelism(32).Select(row => client.Send(new HttpRequestMessage(HttpMethod.Get, $"https://example.com/{Norm(row, row)}")).StatusCode).ToList();
        """);

    // dotnet/coreclr#2184: disks and services have a degree of their own.
    [Fact]
    public Task Files_are_silent() => IsSilent(
        """
        Parallel.ForEach(Directory.GetFiles("."), new ParallelOptions { MaxDegreeOfParallelism = 16 }, path => norms[0] = Norm(rows[0], File.ReadAllBytes(path).Select(part => (double)part).ToArray()));
        """);

    // dotnet/runtime#1946: a number that a service allows, in an asynchronous loop.
    [Fact]
    public Task Asynchronous_loop_is_silent() => IsSilent(
        """
        Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (row, cancel) => { await client.GetStringAsync($"https://example.com/{row.Length}", cancel); Norm(row, row); }).Wait();
        """);

    // SixLabors/ImageSharp#120: the degree is a setting.
    [Fact]
    public Task Setting_is_silent() => IsSilent(
        """
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = configured }, Change);
        rows.AsParallel().WithDegreeOfParallelism(configured).ForAll(Change);
        """);

    // Felandil/tangle-.net#13: one core is left to others.
    [Fact]
    public Task One_core_less_is_silent() => IsSilent(
        """
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount - 1) }, Change);
        """);

    // dotnet/roslyn#80963: as many as there are cores.
    [Fact]
    public Task As_many_as_cores_is_silent() => IsSilent(
        """
        Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = token }, i => Change(rows[i]));
        """);

    // dotnet/runtime#86218: queries to a database, of which the loop knows nothing.
    [Fact]
    public Task Unknown_work_is_silent() => IsSilent(
        """
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 16 }, row => { perform(row); Norm(row, row); });
        """);

    // Silent

    [Theory]
    [InlineData("Parallel.ForEach(rows, Change);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 1 }, Change);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 2 }, Change);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 4 }, Change);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 8 }, Change);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = -1 }, Change);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount / 2 }, Change);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount * factor }, Change);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(64, Environment.ProcessorCount) }, Change);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 64 }, row => row[0]++);")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 64 }, row => { Thread.Sleep(10); row[0] = Norm(row, row); });")]
    [InlineData("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 64 }, row => { var all = client.GetStringAsync(\"https://example.com\").Result; row[0] = Norm(row, row); });")]
    [InlineData("var options = new ParallelOptions { MaxDegreeOfParallelism = 64 }; options.MaxDegreeOfParallelism = configured; Parallel.ForEach(rows, options, Change);")]
    [InlineData("var all = rows.AsParallel().WithDegreeOfParallelism(32).Where(row => perform(row)).Select(row => Norm(row, row)).ToArray();")]
    [InlineData("var all = rows.AsParallel().WithDegreeOfParallelism(32).Select(row => row.Length).ToArray();")]
    [InlineData("var all = rows.AsParallel().WithDegreeOfParallelism(4).Select(row => Norm(row, row)).ToArray();")]
    [InlineData("Parallel.For(0, 1, i => { Parallel.ForEach(rows, Change); });")]
    public Task Other_degrees_are_silent(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    [Fact]
    public Task Tests_are_silent() => Verify.VerifyAnalyzerAsync(
        Usings + "namespace Xunit { class FactAttribute : Attribute; }\n" +
        Around("Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = 64 }, Change);").Replace("public void Run", "[Xunit.Fact] public void Run"));

    // The fix

    [Fact]
    public Task Both_degrees_are_fixed() => Fixes(
        """
        // Everybody at once.
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = [|64|] /* many */ }, Change);
        var all = rows.AsParallel().WithDegreeOfParallelism([|Environment.ProcessorCount * 4|]).Select(row => Norm(row, row)).ToArray();
        """,
        """
        // Everybody at once.
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount /* many */ }, Change);
        var all = rows.AsParallel().WithDegreeOfParallelism(Environment.ProcessorCount).Select(row => Norm(row, row)).ToArray();
        """);

    [Fact]
    public Task Variable_is_fixed_where_it_is_given_its_value() => Fixes(
        """
        var degree = [|32|];
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = degree }, Change);
        """,
        """
        var degree = Environment.ProcessorCount;
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = degree }, Change);
        """);

    [Fact]
    public Task Namespace_is_imported() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading.Tasks;

        class Rows
        {
            public void Run(double[][] rows, double[] norms) => Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = [|64|] }, row =>
            {
                foreach (var a in row)
                {
                    foreach (var b in norms)
                    {
                        row[0] += a * b;
                    }
                }
            });
        }
        """,
        """
        using System;
        using System.Threading.Tasks;

        class Rows
        {
            public void Run(double[][] rows, double[] norms) => Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, row =>
            {
                foreach (var a in row)
                {
                    foreach (var b in norms)
                    {
                        row[0] += a * b;
                    }
                }
            });
        }
        """);

    [Fact]
    public Task Constant_that_wants_to_be_constant_has_no_fix() => Verify.VerifyNoFixAsync(
        Usings + Around(
            """
            Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = [|64 // many, see below
                + 1|] }, Change);
            """));

    private static string Around(string statements) =>
        $$"""
        class Rows(HttpClient client, Func<double[], bool> perform, int configured, int factor, CancellationToken token)
        {
            private const int Many = 64;

            public void Run(double[][] rows, double[] norms)
            {
                {{statements}}
                Console.WriteLine((client, perform, configured, factor, token, Many));
            }

            private static void Change(double[] row) => row[0] = Norm(row, row);

            private static double Norm(double[] row, double[] all)
            {
                var sum = 0.0;
                foreach (var a in row)
                {
                    foreach (var b in all)
                    {
                        sum += a * b;
                    }
                }

                return sum;
            }
        }
        """;

    private static Task Reports(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    private static Task IsSilent(string statements) => Verify.VerifyAnalyzerAsync(Usings + Around(statements));

    private static Task Fixes(string before, string after) => Verify.VerifyCodeFixAsync(Usings + Around(before), Usings + Around(after));
}
