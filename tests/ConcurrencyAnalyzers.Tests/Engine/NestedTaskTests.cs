using System.Collections.Immutable;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Whether anything looks for the task inside a task.</summary>
public sealed class NestedTaskTests
{
    [Theory]
    [InlineData(false, "await Make();")]
    [InlineData(false, "Task outer = Make();")]
    [InlineData(false, "IEnumerable<Task> all = new[] { Make() };")]
    [InlineData(false, "IAsyncResult result = Make();")]
    [InlineData(false, "Make()?.Wait();")]
    [InlineData(false, "var first = Make(); var second = first; await second;")]
    [InlineData(false, "var outer = Make(); Action later = () => outer.Wait(); later();")]
    [InlineData(false, "var byName = new Dictionary<string, Task<Task>>(); byName[\"a\"] = Make(); await Task.WhenAll(byName.Values);")]
    [InlineData(false, "foreach (var one in new[] { 1 }.Select(_ => Make())) await one;")]
    [InlineData(true, "await Make().Unwrap();")]
    [InlineData(true, "await await Make();")]
    [InlineData(true, "var inner = Make().Result; await inner;")]
    [InlineData(true, "var first = Make(); var second = first; await await second;")]
    [InlineData(true, "Make()?.Result.Wait();")]
    [InlineData(true, "object outer = Make();")]
    [InlineData(true, "dynamic outer = Make();")]
    [InlineData(true, "var outer = Make(); Keep(ref outer);")]
    [InlineData(true, "var (outer, _) = (Make(), 1);")]
    [InlineData(true, "if (Make() is { } outer) await await outer;")]
    [InlineData(true, "kept = Make();")]
    [InlineData(true, "var outers = new[] { Make() }; await outers[0].Unwrap();")]
    [InlineData(true, "foreach (var one in new[] { 1 }.Select(_ => Make())) await await one;")]
    [InlineData(true, "await Make().ContinueWith(outer => outer.Result.Wait());")]
    public void An_inner_task_is_kept_where_somebody_takes_it(bool kept, string statements) => Assert.Equal(kept, Of(statements).IsKept);

    [Theory]
    [InlineData(true, "Make();")]
    [InlineData(true, "_ = Make();")]
    [InlineData(true, "_ = Make().ConfigureAwait(false);")]
    [InlineData(false, "await Make().ConfigureAwait(false);")]
    [InlineData(false, "await Make();")]
    [InlineData(false, "Task outer = Make();")]
    public void An_outer_task_is_dropped_where_it_is_made(bool dropped, string statements) => Assert.Equal(dropped, Of(statements).IsDropped);

    private static NestedTask Of(string statements)
    {
        var run = new EngineRun($$"""
            class C
            {
                Task<Task>? kept;
                static Task<Task> Make() => Task.Factory.StartNew(() => Task.Delay(1));
                static void Keep(ref Task<Task> task) { }
                async Task M() { await Task.Yield(); {{statements}} await (kept ?? Task.CompletedTask); }
            }
            """);
        var tree = run.Compilation.SyntaxTrees.Last();
        var method = tree.GetRoot(EngineRun.Cancellation).DescendantNodes().OfType<MethodDeclarationSyntax>().Single(static method => method.Identifier.ValueText == "M");
        var call = method.DescendantNodes().OfType<InvocationExpressionSyntax>().Single(static call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "Make" });
        ImmutableArray<IOperation> blocks = [run.Compilation.GetSemanticModel(tree).GetOperation(method, EngineRun.Cancellation)!];
        return NestedTask.Of(call, blocks, run.Model.Symbols)!;
    }
}
