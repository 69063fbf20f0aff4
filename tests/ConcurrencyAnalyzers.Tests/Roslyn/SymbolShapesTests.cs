using ConcurrencyAnalyzers.Roslyn;
using ConcurrencyAnalyzers.Tests.Engine;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Roslyn;

public sealed class SymbolShapesTests
{
    private static readonly EngineRun Run = new(
        """
        interface IOpen { void Promised(); }
        interface IGeneric<T>;
        class A : IOpen, IGeneric<int>
        {
            public void Promised() { }
            void IDisposed() { }
            public void Free() { }
            public virtual void Virtual() { }
            static extern void Extern();
        }
        class B : A { public override void Virtual() { } }
        abstract class D { public abstract void Abstract(); }
        class E : IOpen { void IOpen.Promised() { } }
        struct S : IOpen { void IOpen.Promised() { } }
        class Inherited : WithMethod, IOpen;
        class WithMethod { public void Promised() { } }
        static class X { public static void Extend<T>(this List<T> list) { } }
        class G<T> { public void Go<U>() { } }
        partial class P { public partial void Part(); }
        class User { void M(G<int> g, List<string> l) { g.Go<string>(); l.Extend(); } }
        """,
        "partial class P { public partial void Part() { } }");

    [Theory]
    [InlineData("B", "A", true)]
    [InlineData("A", "A", true)]
    [InlineData("A", "B", false)]
    [InlineData("B", "IOpen", true)]
    [InlineData("A", "IGeneric`1", true)] // whatever the argument
    [InlineData("S", "IOpen", true)]
    [InlineData("D", "IOpen", false)]
    [InlineData("IOpen", "IOpen", true)]
    public void A_type_is_what_it_derives_from(string type, string ancestor, bool derives) => Assert.Equal(derives, Run.Type(type).Is(Run.Type(ancestor)));

    [Fact]
    public void Nothing_is_nothing()
    {
        Assert.False(Run.Type("A").Is(null));
        Assert.False(((ITypeSymbol?)null).Is(Run.Type("A")));
        Assert.True(((ISymbol?)null).IsSameAs(null));
        Assert.False(Run.Type("A").IsSameAs(null));
    }

    [Fact]
    public void One_symbol_stands_for_a_method()
    {
        Assert.True(Run.Call("User.M", "Go").Target.Canonical().IsSameAs(Run.Method("G.Go")));
        Assert.True(Run.Call("User.M", "Extend").Target.Canonical().IsSameAs(Run.Method("X.Extend")));
        var reduced = Run.Method("X.Extend").ReduceExtensionMethod(Run.Compilation.GetSpecialType(SpecialType.System_Collections_IEnumerable)) ?? Run.Method("X.Extend").ReduceExtensionMethod(((IMethodSymbol)Run.Member("User.M")).Parameters[1].Type);
        Assert.True(reduced!.Canonical().IsSameAs(Run.Method("X.Extend")));
        Assert.Equal(Run.Compilation.SyntaxTrees[^1], Run.Method("P.Part").Canonical().DeclaringSyntaxReferences.Single().SyntaxTree);
    }
}
