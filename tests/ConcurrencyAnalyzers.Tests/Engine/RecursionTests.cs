using System.Collections.Immutable;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>The summary of a method is a function of the method, whatever circles it is in and whoever asked first.</summary>
public sealed class RecursionTests
{
    /// <summary>Two circles that share a method, a leaf at one end, over three documents.</summary>
    private static readonly ImmutableArray<string> Circles =
    [
        "partial class C { void A() { B(); } void B() { D(); E(); } }",
        "partial class C { void D() { A(); F(() => A()); } void E() { while (true) { G(); B(); } } }",
        "partial class C { void F(Action a) { a(); Thread.Sleep(1); } void G() { E(); File.Delete(\"x\"); } void H() => A(); }",
    ];

    private static readonly string[] Members = ["A", "B", "D", "E", "F", "G", "H"];

    [Theory]
    [InlineData("void M(int n) { if (n > 0) { M(n - 1); } Thread.Sleep(1); }", "Sleep")]
    [InlineData("void M() => M();", "")]
    [InlineData("void M() => N(); void N() { M(); Thread.Sleep(1); }", "Sleep")]
    [InlineData("void M() => N(); void N() => M();", "")]
    [InlineData("void M() { Local(); void Local() { M(); Thread.Sleep(1); } }", "Sleep")]
    [InlineData("void M(int n) { foreach (var x in new int[n]) { M(x); } Thread.Sleep(1); }", "Sleep per iteration, Sleep")]
    [InlineData("void M<T>() { M<List<T>>(); Thread.Sleep(1); }", "Sleep")] // a new type argument each time
    public void A_circle_ends(string members, string effects) => Assert.Equal(effects, new EngineRun($"class C {{ {members} }}").Effects("M"));

    [Fact]
    public void All_of_a_circle_reach_what_one_of_them_reaches() => Assert.All(Members, static member => Assert.Contains(Effect.Sleep, new EngineRun(Circles).Summary(member).Effects.Select(static fact => fact.Effect)));

    [Fact]
    public void Whoever_is_asked_first_all_say_the_same()
    {
        var expected = Told(new EngineRun(Circles), Members);
        for (var seed = 0; seed < 20; seed++)
        {
            Assert.Equal(expected, Told(new EngineRun(Circles), Shuffled(Members, seed)));
        }
    }

    [Fact]
    public void The_order_of_documents_does_not_matter()
    {
        // A document keeps its name, as a file does: equal chains are told apart by it.
        var expected = Told(new EngineRun(Circles), Members);
        for (var seed = 0; seed < 6; seed++)
        {
            var run = new EngineRun(Circles);
            var trees = run.Compilation.SyntaxTrees.ToArray();
            new Random(seed).Shuffle(trees);
            var shuffled = run.Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees);
            var model = ConcurrencyModel.Of(shuffled, new([]), EngineRun.Cancellation);
            var type = shuffled.GetTypesByMetadataName("C").Single();
            Assert.Equal(expected, Members.ToImmutableSortedDictionary(static name => name, name => Text(model.SummaryOf(model.Bodies.Of((IMethodSymbol)type.GetMembers(name).Single(), EngineRun.Cancellation)!, EngineRun.Cancellation))));
        }
    }

    [Fact]
    public void Threads_that_ask_at_once_say_the_same()
    {
        var expected = Told(new EngineRun(Circles), Members);
        for (var round = 0; round < 10; round++)
        {
            var run = new EngineRun(Circles);
            var told = Shuffled(Members, round).AsParallel().WithDegreeOfParallelism(Members.Length).Select(name => (name, Text(run.Summary(name)))).ToList();
            Assert.Equal(expected, told.ToImmutableSortedDictionary(static pair => pair.name, static pair => pair.Item2));
        }
    }

    [Fact]
    public void A_chain_of_ten_thousand_does_not_exhaust_the_stack()
    {
        const int length = 10_000;
        var run = new EngineRun($"class C {{ {string.Concat(Enumerable.Range(0, length).Select(static i => $"void M{i}() => M{i + 1}();\n"))} void M{length}() => Thread.Sleep(1); }}");

        Assert.Equal("", run.Effects("M0"));
        Assert.Equal("Sleep", run.Effects($"M{length - Witness.MaximumLength + 1}"));
        Assert.Equal("", run.Effects($"M{length - Witness.MaximumLength}"));
    }

    [Theory]
    [InlineData(400, "Sleep")]
    [InlineData(401, "")] // a knot that nobody could follow
    public void A_circle_has_a_maximum(int size, string effects)
    {
        var calls = string.Concat(Enumerable.Range(0, size).Select(i => $"void M{i}() {{ M{(i + 1) % size}(); {(i == 1 ? "Thread.Sleep(1);" : "")} }}\n"));

        Assert.Equal(effects, new EngineRun($"class C {{ {calls} }}").Effects("M0"));
    }

    private static string[] Shuffled(string[] names, int seed)
    {
        var copy = names.ToArray();
        new Random(seed).Shuffle(copy);
        return copy;
    }

    private static ImmutableSortedDictionary<string, string> Told(EngineRun run, string[] order) => order.ToImmutableSortedDictionary(static name => name, name => Text(run.Summary(name)));

    private static string Text(Summary summary) => string.Join("\n", summary.Effects.Select(static fact =>
        $"{EngineRun.Text(fact)}: {string.Join(" < ", fact.Witness.Hops().Select(static hop => $"{hop.Member.Name}@{hop.Site?.SyntaxTree.FilePath}:{hop.Site?.SpanStart}"))}"));
}
