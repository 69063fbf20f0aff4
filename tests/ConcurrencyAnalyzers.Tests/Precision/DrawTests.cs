using ConcurrencyAnalyzers.Precision.Clock;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Precision;

public sealed class DrawTests
{
    private static readonly Callable[] Many =
    [
        .. from codeBase in new[] { "A", "B" }
           from number in Enumerable.Range(0, 100)
           select new Callable(codeBase, $"M:C.M{number}", $"C.cs:{number}", number % 2 == 0 ? Stratum.Looping : Stratum.Plain),
    ];

    [Fact]
    public void A_seed_always_draws_the_same()
    {
        var drawn = Draw.Of(Many, seed: 7, ofEach: 20);

        Assert.Equal(drawn, Draw.Of(Many.Reverse(), seed: 7, ofEach: 20));
        Assert.NotEqual(drawn, Draw.Of(Many, seed: 8, ofEach: 20));
    }

    [Fact]
    public void Each_code_base_gives_as_many_and_three_of_four_loop() => Assert.Equal(
        [("A", Stratum.Looping, 15), ("A", Stratum.Plain, 5), ("B", Stratum.Looping, 15), ("B", Stratum.Plain, 5)],
        Draw.Of(Many, seed: 7, ofEach: 20).GroupBy(static callable => (callable.CodeBase, callable.Stratum)).Select(static group => (group.Key.CodeBase, group.Key.Stratum, group.Count())));

    [Fact]
    public void What_is_drawn_of_one_code_base_does_not_depend_on_the_others() => Assert.Equal(
        Draw.Of(Many, seed: 7, ofEach: 20).Where(static callable => callable.CodeBase == "B"),
        Draw.Of(Many.Where(static callable => callable.CodeBase == "B"), seed: 7, ofEach: 20));

    [Fact]
    public void More_of_a_seed_holds_all_that_less_of_it_holds() =>
        Assert.Superset(Draw.Of(Many, seed: 7, ofEach: 20).ToHashSet(), Draw.Of(Many, seed: 7, ofEach: 40).ToHashSet());

    [Fact]
    public void Parts_have_names_that_can_be_read() => Assert.All(Enum.GetValues<SamplePart>(), static part => Assert.Equal(part, SampleParts.Parse(part.Name())));

    [Fact]
    public void Loops_count_through_calls_and_nothing_that_leaves_the_process_is_drawn()
    {
        const string Code = """
            using System.Collections.Generic;
            using System.IO;
            using System.Threading.Tasks;

            static class C
            {
                static int Sum(int[] values) { var sum = 0; foreach (var value in values) { sum += value; } return sum; }
                static int Calls(int[] values) => Sum(values);
                static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
                static int Plain(int a, int b) => a + b;
                static string Load(string path) => File.ReadAllText(path);
                static string CallsLoad(string path) => Load(path);
                static IEnumerable<int> Deferred(int[] values) { foreach (var value in values) { yield return value; } }
                static async Task Later() => await Task.Yield();
            }
            """;
        var compilation = CSharpCompilation.Create("Code", [CSharpSyntaxTree.ParseText(Code, path: "/code/src/C.cs", cancellationToken: TestContext.Current.CancellationToken)], Verification.TargetReferences.Net100.Assemblies, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        Assert.Equal(
            [("Sum", "src/C.cs:7", Stratum.Looping), ("Calls", "src/C.cs:8", Stratum.Looping), ("Fibonacci", "src/C.cs:9", Stratum.Looping), ("Plain", "src/C.cs:10", Stratum.Plain)],
            new Callables("Code", "/code", compilation).Find(TestContext.Current.CancellationToken).Select(static callable => (callable.Key.Split('(')[0].Split('.')[^1], callable.Place, callable.Stratum)));
    }
}
