using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Witnesses, facts and the rule by which one of two alike is kept.</summary>
public sealed class SummaryBuilderTests
{
    private static readonly ISymbol Member = CSharpCompilation.Create("Any").GlobalNamespace;

    private static readonly SyntaxNode[] InFirst = Places("a.cs");
    private static readonly SyntaxNode[] InSecond = Places("b.cs");

    [Fact]
    public void A_witness_is_as_long_as_its_hops()
    {
        var witness = Chain(3);

        Assert.Equal(3, witness.Length);
        Assert.Equal([3, 2, 1], witness.Hops().Select(static hop => hop.Length));
        Assert.Same(witness.Next!.Next, witness.Last);
        Assert.Same(witness.Last, witness.Last.Last);
    }

    [Fact]
    public void Of_two_alike_the_shorter_chain_is_kept() => AssertKept(Fact(Chain(2, InSecond[1])), Fact(Chain(3, InFirst[0])));

    [Fact]
    public void Of_two_of_one_length_the_earlier_document_is_kept() => AssertKept(Fact(Chain(2, InFirst[1])), Fact(Chain(2, InSecond[0])));

    [Fact]
    public void Of_two_in_one_document_the_earlier_place_is_kept() => AssertKept(Fact(Chain(2, InFirst[0])), Fact(Chain(2, InFirst[1])));

    [Fact]
    public void A_chain_of_the_maximum_is_kept_and_a_longer_one_is_dropped()
    {
        Assert.Single(Summary(Fact(Chain(Witness.MaximumLength))).Effects);
        Assert.Same(ConcurrencyAnalyzers.Engine.Summary.Empty, Summary(Fact(Chain(Witness.MaximumLength + 1))));
    }

    [Fact]
    public void What_never_happens_is_no_fact() => Assert.Empty(Summary(Fact(Chain(1), strength: Strength.Never)).Effects);

    [Fact]
    public void A_short_chain_that_is_less_sure_does_not_replace_a_sure_one() => Assert.Equal(
        [Strength.Definite, Strength.Maybe],
        Summary(Fact(Chain(1), strength: Strength.Maybe), Fact(Chain(5), strength: Strength.Definite)).Effects.Select(static fact => fact.Strength));

    [Fact]
    public void Facts_stand_in_the_order_in_which_people_are_told()
    {
        var summary = Summary(
            Fact(Chain(1), Effect.Sleep),
            Fact(Chain(1), strength: Strength.Likely, dependsOn: 1),
            Fact(Chain(1), strength: Strength.Likely, dependsOn: 0),
            Fact(Chain(1), strength: Strength.Likely, frequency: Frequency.PerIteration),
            Fact(Chain(1)));

        Assert.Equal("File, File likely per iteration, File likely of 0, File likely of 1, Sleep", EngineRun.Text(summary));
    }

    [Fact]
    public void What_happens_once_or_is_not_sure_is_not_found()
    {
        var summary = Summary(Fact(Chain(1), frequency: Frequency.Once), Fact(Chain(1), Effect.Sleep, Strength.Maybe));

        Assert.Null(summary.Find(Effect.File));
        Assert.Null(summary.Find(Effect.Sleep));
        Assert.NotNull(summary.Find(Effect.Sleep, Strength.Maybe));
        Assert.Null(summary.Blocking());
    }

    [Fact]
    public void Neither_computation_nor_locks_nor_awaits_block()
    {
        var others = Summary(Fact(Chain(1), Effect.Computes), Fact(Chain(1), Effect.Lock), Fact(Chain(1), Effect.AwaitsIo));

        Assert.Null(others.Blocking());
        Assert.Equal(Effect.Database, Summary(Fact(Chain(1), Effect.Wait), Fact(Chain(1), Effect.Database)).Blocking()!.Effect);
    }

    [Fact]
    public void Summaries_with_other_places_are_not_the_same()
    {
        var summary = Summary(Fact(Chain(2, InFirst[0])));

        Assert.True(summary.IsSameAs(Summary(Fact(Chain(2, InFirst[0])))));
        Assert.False(summary.IsSameAs(Summary(Fact(Chain(2, InFirst[1])))));
        Assert.False(summary.IsSameAs(Summary(Fact(Chain(3, InFirst[0])))));
        Assert.False(summary.IsSameAs(ConcurrencyAnalyzers.Engine.Summary.Empty));
        Assert.False(summary.IsSameAs(new Summary(summary.Effects, invokedParameters: 1, repeatedParameters: 0)));
    }

    [Fact]
    public void No_place_comes_before_any()
    {
        Assert.Equal(0, SourceOrder.Compare(null, null));
        Assert.True(SourceOrder.Compare(null, InFirst[0]) < 0);
        Assert.True(SourceOrder.Compare(InFirst[0], null) > 0);
    }

    private static void AssertKept(EffectFact kept, EffectFact dropped)
    {
        Assert.Same(kept, Assert.Single(Summary(kept, dropped).Effects));
        Assert.Same(kept, Assert.Single(Summary(dropped, kept).Effects));
    }

    private static Summary Summary(params EffectFact[] facts)
    {
        var builder = new SummaryBuilder();
        foreach (var fact in facts)
        {
            builder.Add(fact);
        }

        return builder.ToSummary();
    }

    private static EffectFact Fact(
        Witness witness, Effect effect = Effect.File, Strength strength = Strength.Definite, Frequency frequency = Frequency.PerCall, int dependsOn = EffectFact.Nothing) =>
        new(effect, strength, frequency, dependsOn, witness);

    private static Witness Chain(int length, SyntaxNode? site = null) => new(Member, site, length == 1 ? null : Chain(length - 1));

    private static SyntaxNode[] Places(string path) =>
        [.. CSharpSyntaxTree.ParseText("class A; class B;", path: path).GetRoot(CancellationToken.None).ChildNodes()];
}
