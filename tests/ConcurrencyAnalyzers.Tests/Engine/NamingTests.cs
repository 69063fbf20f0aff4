using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Names for people, and the places that they look at.</summary>
public sealed class NamingTests
{
    [Theory]
    [InlineData("void M() => Thread.Sleep(1);", "Thread.Sleep")]
    [InlineData("void M() => A(); void A() => Thread.Sleep(1);", "A → Thread.Sleep")]
    [InlineData("void M() => A(); void A() => B(); void B() => Thread.Sleep(1);", "A → B → Thread.Sleep")]
    [InlineData("void M() => A(); void A() => B(); void B() => D(); void D() => Thread.Sleep(1);", "A → … → D → Thread.Sleep")]
    [InlineData("void M() => _ = P; int P { get { Thread.Sleep(1); return 1; } }", "P → Thread.Sleep")]
    [InlineData("void M() => new C(); public C() => Thread.Sleep(1);", "new C → Thread.Sleep")]
    [InlineData("void M(FileInfo f) => _ = f.Length;", "FileInfo.Length")]
    [InlineData("void M() { L(); void L() => Thread.Sleep(1); }", "L → Thread.Sleep")]
    [InlineData("void M(Stream s) => new FileStream(\"x\", FileMode.Open);", "new FileStream")]
    [InlineData("void M() => A(2); int A(int n) => n < 2 ? n : A(n - 1) + A(n - 2);", "A")] // the evidence tells the rest
    public void A_chain_is_at_most_three_names(string members, string chain) =>
        Assert.Equal(chain, new EngineRun($"class C {{ {members} }}").Chain("M"));

    [Fact]
    public void A_body_is_named_after_its_member()
    {
        var run = new EngineRun("class C { void M() { Action a = () => { Action b = () => { }; }; void Local() { } } }");

        Assert.Equal("M", Naming.Name(run.Body("M"), run.Model.Symbols));
        Assert.Equal("Local", Naming.Name(run.Body("Local"), run.Model.Symbols));
        Assert.All(run.Lambdas("M"), lambda => Assert.Equal("lambda in M", Naming.Name(lambda, run.Model.Symbols)));
    }

    [Fact]
    public void Statements_at_the_top_are_the_program()
    {
        var run = new EngineRun("Action a = () => { };") { OutputKind = OutputKind.ConsoleApplication };
        var body = run.Model.Bodies.Of(run.Compilation.GetEntryPoint(EngineRun.Cancellation)!, EngineRun.Cancellation)!;

        Assert.Equal(["the program", "lambda"], body.SelfAndNested().Select(part => Naming.Name(part, run.Model.Symbols)));
    }

    [Fact]
    public void Every_effect_has_its_own_words() => Assert.Equal(
        Enum.GetValues<Effect>().Length, Enum.GetValues<Effect>().Select(Naming.Words).Distinct().Count());

    [Theory]
    [InlineData("F()", "F")]
    [InlineData("a.b.F()", "F")]
    [InlineData("a.F<int>(1)", "F<int>")]
    [InlineData("a?.F()", "F")]
    [InlineData("a?.b.F()", "F")]
    [InlineData("((a.F))()", "F")]
    [InlineData("new A.B(1)", "A.B")]
    [InlineData("a.P", "P")]
    [InlineData("a[0]", "a[0]")]
    [InlineData("new()", "new()")]
    public void A_person_looks_at_the_name(string call, string name) => Assert.Equal(name, Places.NameOf(SyntaxFactory.ParseExpression(call)).ToString());
}
