using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class TypeHierarchyTests
{
    private static readonly EngineRun Run = new("""
        interface I;
        interface J : I;
        interface IGeneric<T>;
        abstract class A : J { public class Nested : A; }
        class B : A, IGeneric<int>, IGeneric<string>;
        struct S : I;
        sealed class Alone : IDisposable { public void Dispose() { } }
        class Generic<T> : B;
        class Closed : Generic<int>;
        namespace Deep.Inside { class D : Closed; }
        """);

    [Theory]
    [InlineData("I", "A Nested B S Generic Closed D")] // through the interface that inherits it
    [InlineData("J", "A Nested B Generic Closed D")]
    [InlineData("A", "A Nested B Generic Closed D")]
    [InlineData("Generic`1", "Generic Closed D")] // whatever the type argument
    [InlineData("IGeneric`1", "B Generic Closed D")] // once, though implemented twice
    [InlineData("S", "S")]
    [InlineData("Alone", "Alone")]
    [InlineData("D", "D")]
    public void Everything_below_a_type_is_known(string type, string below) => Assert.Equal(
        below.Split(' ').Order(), new TypeHierarchy(Run.Compilation).Concrete(Run.Type(type)).Select(static derived => derived.Name).Order());

    [Fact]
    public void Types_of_references_have_their_derived_types_of_this_compilation()
    {
        var disposable = Run.Compilation.GetSpecialType(Microsoft.CodeAnalysis.SpecialType.System_IDisposable);

        Assert.Equal("Alone", Assert.Single(new TypeHierarchy(Run.Compilation).Concrete(disposable)).Name);
    }

    [Fact]
    public void The_order_is_the_same_every_time() => Assert.Equal(
        new TypeHierarchy(Run.Compilation).Concrete(Run.Type("I")), new TypeHierarchy(Run.Compilation).Concrete(Run.Type("I")));
}
