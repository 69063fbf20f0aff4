using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class MemberOperationsTests
{
    [Theory]
    [InlineData("var x = 1; Use(x);", "1")]
    [InlineData("int x = 1, y = 2; Use(x + y);", "1")]
    [InlineData("var x = 1; x = 2;", null)]
    [InlineData("var x = 1; x++;", null)]
    [InlineData("var x = 1; x += 2;", null)]
    [InlineData("var x = 1; Change(ref x);", null)]
    [InlineData("var x = 1; (x, _) = (2, 3);", null)]
    [InlineData("var x = 1; Action later = () => x = 2;", null)]
    [InlineData("int x; x = 1;", null)] // not where it is declared
    [InlineData("foreach (var x in new[] { 1 }) Use(x);", null)]
    [InlineData("Get(out var x); Use(x);", null)]
    public void Only_value_of_a_local(string statements, string? value)
    {
        var (operations, local) = Read(statements);
        Assert.Equal(value, operations.OnlyValue(local)?.Syntax.ToString());
    }

    [Theory]
    [InlineData("var x = 1; Use(x); Use(x);", 2)]
    [InlineData("var x = 1; Action later = () => Use(x);", 1)]
    [InlineData("Get(out var x);", 0)]
    public void Mentions_are_no_declarations(string statements, int count)
    {
        var (operations, local) = Read(statements);
        Assert.Equal(count, operations.MentionsOf(local).Count());
    }

    [Fact]
    public void Values_are_all_that_a_local_is_given()
    {
        var (operations, local) = Read("var x = 1; if (n > 0) x = 2;");
        Assert.Equal(["1", "2"], operations.ValuesOf(local).Select(static value => value.Syntax.ToString()));
    }

    [Theory]
    [InlineData("new[] { 1 }.ToList()", "new[] { 1 }")]
    [InlineData("items.ToArray()", "items")]
    [InlineData("new List<int>(items).ToArray()", "new List<int>(items)")]
    [InlineData("items.AsEnumerable().ToHashSet()", "items")]
    [InlineData("(from item in items select item + 1).ToList()", "select item + 1")]
    [InlineData("items.Where(item => item > 0)", "items.Where(item => item > 0)")]
    public void A_copy_has_its_items_from(string sequence, string source)
    {
        var (operations, local) = Read($"var x = {sequence};");
        Assert.Equal(source, operations.OnlyValue(local)!.Copied().Syntax.ToString());
    }

    private static (MemberOperations Operations, ILocalSymbol Local) Read(string statements)
    {
        var run = new EngineRun($$"""
            class C
            {
                void M(int n, IEnumerable<int> items) { {{statements}} }
                void Use(int x) { }
                void Change(ref int x) { }
                void Get(out int x) => x = 1;
            }
            """);
        var tree = run.Compilation.SyntaxTrees[^1];
        var model = run.Compilation.GetSemanticModel(tree);
        var method = tree.GetRoot(EngineRun.Cancellation).DescendantNodes().OfType<MethodDeclarationSyntax>().First();
        var body = (IMethodBodyOperation)model.GetOperation(method, EngineRun.Cancellation)!;
        var local = method.DescendantNodes().Select(node => model.GetDeclaredSymbol(node, EngineRun.Cancellation)).OfType<ILocalSymbol>().First(static symbol => symbol.Name == "x");
        return (new MemberOperations([body]), local);
    }
}
