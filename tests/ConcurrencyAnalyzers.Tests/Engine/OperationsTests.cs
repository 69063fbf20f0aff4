using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class OperationsTests
{
    [Theory]
    [InlineData("a = 1;", "a")]
    [InlineData("a += b;", "a")]
    [InlineData("a++; --b;", "a b")]
    [InlineData("text ??= other;", "text")]
    [InlineData("(a, b) = (b, a);", "a b")]
    [InlineData("(a, (b, _)) = (1, (a, b));", "a b _")]
    [InlineData("(a, var c) = (1, b);", "a c")]
    [InlineData("var (c, d) = (a, b);", "c d")]
    [InlineData("(items[a], b) = (1, 2);", "items[a] b")] // the place, not what says which
    [InlineData("items[a] = b;", "items[a]")]
    [InlineData("this.field = Property = a;", "this.field Property")]
    [InlineData("Change(ref a); Get(out b); Look(in a);", "a b")]
    [InlineData("Get(out var c);", "c")]
    [InlineData("ref var same = ref a;", "a")]
    [InlineData("ref readonly var same = ref a;", "")]
    [InlineData("ref var same = ref a; same = ref b;", "a same b")]
    [InlineData("(a > 0 ? ref a : ref b) = 1;", "a b")]
    [InlineData("Change(ref a > 0 ? ref a : ref b);", "a b")]
    [InlineData("unsafe { var p = &a; }", "a")]
    [InlineData("dynamic self = this; self.Change(ref a, b);", "a")]
    [InlineData("Action later = () => a = 1;", "a")]
    [InlineData("var c = a; Use(c); if (a == b) { }", "")]
    public void What_an_operation_writes(string statements, string written)
    {
        var operations = Operations(statements).ToList();
        var targets = operations.SelectMany(static operation => operation.Written()).OrderBy(static target => target.Syntax.SpanStart).ToList();

        Assert.Equal(written, string.Join(' ', targets.Select(static target => target.Syntax is SingleVariableDesignationSyntax name ? name.Identifier.ValueText : target is ILocalReferenceOperation local ? local.Local.Name : target.Syntax.ToString())));
        Assert.All(operations.Where(static operation => operation is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation or IArrayElementReferenceOperation),
            operation => Assert.Equal(targets.Contains(operation), operation.IsWritten()));
    }

    [Theory]
    [InlineData("thing = text;", "text")]
    [InlineData("thing = (object)text;", "text")]
    [InlineData("text = (string)thing;", "thing")] // or it fails
    [InlineData("text = thing as string;", "thing as string")]
    [InlineData("wide = a;", "a")]
    [InlineData("a = (int)wide;", "(int)wide")]
    [InlineData("maybe = a;", "a")]
    public void A_value_stays_what_it_is(string assignment, string value) =>
        Assert.Equal(value, Operations(assignment).OfType<IAssignmentOperation>().Single().Value.SameValue().Syntax.ToString());

    private static IEnumerable<IOperation> Operations(string statements)
    {
        var run = new EngineRun($$"""
            class C
            {
                int field;
                int Property { get; set; }
                void M(int a, int b, int[] items, string text, string other, object thing, long wide, int? maybe) { {{statements}} }
                void Use(int x) { }
                void Change(ref int x) { }
                void Change(ref int x, int y) { }
                void Get(out int x) => x = 1;
                void Look(in int x) { }
            }
            """);
        var tree = run.Compilation.SyntaxTrees[^1];
        var method = tree.GetRoot(EngineRun.Cancellation).DescendantNodes().OfType<MethodDeclarationSyntax>().First();
        return run.Compilation.GetSemanticModel(tree).GetOperation(method, EngineRun.Cancellation)!.SelfAndBelow();
    }
}
