using ConcurrencyAnalyzers.Roslyn;
using ConcurrencyAnalyzers.Tests.Engine;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Roslyn;

public sealed class MetadataNamesTests
{
    private static readonly EngineRun Run = new("""
        class Global { public class Nested<T>; }
        namespace Deep.Inside { class Outer<A, B> { public class Inner { public struct Last<C>; } } }
        class Holder { Deep.Inside.Outer<int, string>.Inner closed = null!; }
        """);

    [Theory]
    [InlineData("Global", "Global")]
    [InlineData("Nested`1", "Global.Nested`1")]
    [InlineData("Outer`2", "Deep.Inside.Outer`2")]
    [InlineData("Inner", "Deep.Inside.Outer`2.Inner")]
    [InlineData("Last`1", "Deep.Inside.Outer`2.Inner.Last`1")]
    public void A_name_is_that_of_the_documentation_id(string type, string name)
    {
        Assert.Equal(name, MetadataNames.Of(Run.Type(type)));
        Assert.Equal("T:" + name, Run.Type(type).GetDocumentationCommentId());
    }

    [Fact]
    public void Type_arguments_make_no_difference() => Assert.Equal("Deep.Inside.Outer`2.Inner", MetadataNames.Of((INamedTypeSymbol)((IFieldSymbol)Run.Member("closed")).Type));

    [Fact]
    public void Every_type_of_the_framework_has_the_name_of_its_documentation_id()
    {
        foreach (var type in Run.Compilation.GetTypeByMetadataName("System.String")!.ContainingAssembly.GlobalNamespace.GetNamespaceMembers().SelectMany(static space => space.GetTypeMembers()))
        {
            Assert.Equal(type.GetDocumentationCommentId(), "T:" + MetadataNames.Of(type));
        }
    }
}
