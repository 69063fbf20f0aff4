using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What people say of their own code.</summary>
public sealed class AnnotationTests
{
    private const string Attributes = """
        using ConcurrencyAnalyzers;
        namespace ConcurrencyAnalyzers
        {
            class CpuBoundAttribute : Attribute; class BlockingIoAttribute : Attribute; class BlockingWaitAttribute : Attribute; class NonBlockingAttribute : Attribute;
        }
        namespace Elsewhere { class BlockingIoAttribute : Attribute; }

        """;

    [Theory]
    [InlineData("[CpuBound] void Own() { }", "Computes")]
    [InlineData("[BlockingIo] void Own() { }", "Stream")]
    [InlineData("[BlockingWait] void Own() { }", "Wait")]
    [InlineData("[NonBlocking] void Own() => Thread.Sleep(1);", "")]
    [InlineData("[BlockingIo] void Own() => Thread.Sleep(1);", "Stream, Sleep")] // adds to what the body shows
    [InlineData("[Elsewhere.BlockingIo] void Own() { }", "")] // of somebody else
    [InlineData("void Own() { }", "")]
    public void An_annotation_is_believed(string member, string effects) => Assert.Equal(effects, Run($"class C {{ void M() => Own(); {member} }}").Effects("M"));

    [Fact]
    public void A_property_lends_its_annotation_to_the_getter() =>
        Assert.Equal("Stream", Run("class C { int M() => Own; [BlockingIo] int Own => 1; }").Effects("M"));

    [Theory]
    [InlineData("interface I { [BlockingIo] void Go(); } class A : I { public void Go() { } }", "I")]
    [InlineData("interface I { [BlockingIo] void Go(); } class A : I { public void Go() { } }", "A")]
    [InlineData("interface I { [BlockingIo] void Go(); } class A : I { void I.Go() { } }", "I")]
    [InlineData("interface I { [BlockingIo] void Go(); }", "I")] // no implementation in sight
    [InlineData("class I { [BlockingIo] public virtual void Go() { } } class A : I { public override void Go() { } }", "A")]
    [InlineData("class I { [BlockingIo] public virtual void Go() { } } class B : I { } class A : B { public override void Go() { } }", "A")]
    public void Overrides_and_implementations_inherit_it(string types, string receiver) =>
        Assert.Equal(Effect.Stream, Run($"{types} class C {{ void M({receiver} x) => x.Go(); }}").Summary("M").Blocking()?.Effect);

    [Fact]
    public void What_an_override_says_itself_counts_before_what_it_inherits() => Assert.Equal(
        Annotation.NonBlocking,
        Run("class A { [BlockingIo] public virtual void Go() { } } class B : A { [NonBlocking] public override void Go() { } }") is var run ? run.Model.Annotations.Of(run.Method("B.Go")) : null);

    [Fact]
    public void An_unrelated_method_of_an_annotated_name_inherits_nothing()
    {
        var run = Run("interface I { [BlockingIo] void Go(); } class A : I { void I.Go() { } public void Go(int x) { } }");

        Assert.Null(run.Model.Annotations.Of(run.Method("A.Go")));
    }

    [Fact]
    public void The_evidence_of_computation_is_the_annotation() => Assert.Equal(
        "[CpuBound]", Run("class C { void M() => Own(); [CpuBound] void Own() { } }").Summary("M").Effects.Single().Witness.Last.Evidence);

    private static EngineRun Run(string source) => new(Attributes + source);
}
