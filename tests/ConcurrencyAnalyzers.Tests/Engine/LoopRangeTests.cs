using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class LoopRangeTests
{
    [Theory]
    [InlineData("foreach (var x in rows) { }", "rows")]
    [InlineData("foreach (var x in this.field) { }", "field")]
    [InlineData("foreach (var x in Read()) { }", "Read")]
    [InlineData("for (var i = 0; i < n; i++) { }", "n")]
    [InlineData("for (var i = 0; i < rows.Length; i++) { }", "rows")]
    [InlineData("for (var i = 0; i < field.Count; i++) { }", "field")]
    [InlineData("for (var i = 0; i < grid.GetLength(0); i++) { }", "grid")]
    [InlineData("for (var i = n; i > 0; i--) { }", "i")]
    [InlineData("for (var i = 0; i < n - 1; i++) { }", "n")]
    [InlineData("for (var i = 2; i * i <= n; i++) { }", "n")]
    [InlineData("for (var i = 0; i < 10 && i < n; i++) { }", "n")]
    [InlineData("while (n != 1) { }", "n")]
    [InlineData("do { } while (n > 1);", "n")]
    public void A_range_that_grows_has_a_name(string loop, string range) => Assert.Equal(range, RangeOf(loop));

    [Theory]
    [InlineData("for (var i = 0; i < 16; i++) { }")]
    [InlineData("for (var i = 0; i < Size; i++) { }")] // a constant
    [InlineData("for (;;) { break; }")]
    [InlineData("while (true) { break; }")]
    [InlineData("while (!stopped) { }")] // waits
    [InlineData("while (rows != null) { }")]
    [InlineData("while (Read() is { } next) { }")]
    [InlineData("foreach (var c in \"text\") { }")]
    [InlineData("foreach (var x in new[] { 1, 2 }) { }")]
    [InlineData("foreach (int x in (int[])[1, 2]) { }")]
    public void A_loop_that_is_bounded_or_waits_does_not_count(string loop) => Assert.Null(RangeOf(loop));

    private static string? RangeOf(string loop)
    {
        var run = new EngineRun($$"""
            class C
            {
                const int Size = 16;
                List<int> field = [];
                bool stopped;
                void M(int[] rows, int[,] grid, int n) { {{loop}} }
                List<int> Read() => field;
            }
            """);
        var tree = run.Compilation.SyntaxTrees[^1];
        var statement = tree.GetRoot(EngineRun.Cancellation).DescendantNodes().OfType<StatementSyntax>().First(static node => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax);
        return LoopRanges.Of((ILoopOperation)run.Compilation.GetSemanticModel(tree).GetOperation(statement, EngineRun.Cancellation)!, outer: null);
    }
}
