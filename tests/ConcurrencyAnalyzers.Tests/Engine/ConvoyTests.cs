using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Batches that a loop waits for, and what is known of them.</summary>
public sealed class ConvoyTests
{
    [Theory]
    [InlineData("foreach (var chunk in ids.Chunk(8)) await Task.WhenAll(chunk.Select(x => F(x)));", "ids by 8")]
    [InlineData("foreach (var chunk in ids.Chunk(n)) { var tasks = chunk.Select(F).ToArray(); await Task.WhenAll(tasks); }", "ids by n")]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { var tasks = new List<Task>(); foreach (var id in chunk) tasks.Add(F(id)); await Task.WhenAll(tasks); }", "ids by 8 each id")]
    [InlineData("for (var i = 0; i < ids.Count; i += n) await Task.WhenAll(ids.Skip(i).Take(n).Select(F));", "ids by n")]
    [InlineData("for (var i = 0; i < ids.Count; i += n) { var part = ids.GetRange(i, n); await Task.WhenAll(part.Select(F)); }", "ids by n")]
    [InlineData("foreach (var id in ids) { all.Add(F(id)); if (all.Count == n) { await Task.WhenAll(all); all.Clear(); } }", "ids by n each id gathered")]
    [InlineData("for (var i = 0; i < n; i++) { all.Add(F(i)); if (all.Count > 8) { await Task.WhenAll(all); all = []; } }", "gathered")]
    public void A_convoy_tells_what_is_cut(string statement, string expected) => Assert.Equal(expected, Text(Find(statement)));

    [Theory]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { Console.WriteLine(); await Task.WhenAll(chunk.Select(F)); n++; }", 2)]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { try { await Task.WhenAll(chunk.Select(F)); } catch { } }", 1)]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { if (n > 0) { await Task.WhenAll(chunk.Select(F)); } }", 1)]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { var tasks = new List<Task>(); foreach (var id in chunk) { n++; tasks.Add(F(id)); } await Task.WhenAll(tasks); }", 1)]
    [InlineData("foreach (var id in ids) { n++; all.Add(F(id)); if (all.Count == n) { Console.WriteLine(); await Task.WhenAll(all); all.Clear(); } }", 1)] // what is done for an item does not count
    public void A_convoy_tells_what_else_is_done(string statement, int count) => Assert.Equal(count, Find(statement)?.Rest.Length);

    [Theory]
    [InlineData("foreach (var chunk in ids.Chunk(8)) await Task.WhenAll(chunk.Select(F));", false)]
    [InlineData("foreach (var chunk in ids.Chunk(8)) results.AddRange(await Task.WhenAll(chunk.Select(F)));", true)]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { var found = await Task.WhenAll(chunk.Select(F)); results.AddRange(found.Where(x => x > 0)); }", true)]
    public void A_convoy_tells_whether_it_collects(string statement, bool collects) => Assert.Equal(collects, Find(statement)?.Collects);

    [Theory]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { Log(); await Task.WhenAll(chunk.Select(x => F(x))); }", "Log", true)]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { Log(); await Task.WhenAll(chunk.Select(x => F(x))); }", "F", false)]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { var tasks = new List<Task>(); foreach (var id in chunk) { Log(); tasks.Add(F(id)); } await Task.WhenAll(tasks); }", "Log", false)]
    [InlineData("foreach (var id in ids) { Log(); all.Add(F(id)); if (all.Count == n) { await Task.WhenAll(all); all.Clear(); } }", "Log", false)]
    [InlineData("foreach (var id in ids) { all.Add(F(id)); if (all.Count == n) { await Task.WhenAll(all); all.Clear(); Log(); } }", "Log", true)]
    public void A_convoy_knows_its_own_calls(string statement, string callee, bool isPerBatch)
    {
        var run = Run(statement);
        Assert.Equal(isPerBatch, Find(run)!.IsPerBatch(run.Call("M", callee).Syntax));
    }

    [Theory]
    [InlineData("foreach (var chunk in ids.Chunk(8)) Console.WriteLine(await Task.WhenAll(chunk.Select(F)));")]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { await Task.WhenAll(chunk.Select(F)); await Task.Yield(); }")]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { await Task.WhenAll(chunk.Select(F)); Log(chunk); }")]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { await Task.WhenAll(chunk.Select(F)); Commit(); }")]
    [InlineData("for (var i = 0; i < n; i++) await Task.WhenAll(ids.Skip(i).Take(3).Select(F));")]
    [InlineData("foreach (var chunk in ids.Chunk(8)) { var own = new object(); await Task.WhenAll(chunk.Select(x => F(x + own.GetHashCode()))); }")]
    [InlineData("foreach (var chunk in ids.GroupBy(x => x % 8)) await Task.WhenAll(chunk.Select(F));")]
    [InlineData("for (var i = 0; i < n; i++) await Task.WhenAll(ids.Skip(n).Take(8).Select(F));")]
    [InlineData("foreach (var id in ids) { all.Add(F(id)); if (id == 0) { await Task.WhenAll(all); all.Clear(); } }")]
    [InlineData("foreach (var id in ids) { all.Add(F(id)); if (all.Count == n) { await Task.WhenAll(all); all.Clear(); } } Log(all);")]
    [InlineData("foreach (var id in ids) { all.Add(F(id)); if (all.Count < n) { } else { await Task.WhenAll(all); all.Clear(); } }")]
    [InlineData("await Task.WhenAll(ids.Select(F));")]
    public void Anything_else_is_none(string statement) => Assert.Null(Find(statement));

    private static Convoy? Find(string statement) => Find(Run(statement));

    private static Convoy? Find(EngineRun run)
    {
        var whenAll = run.Call("M", "WhenAll").Syntax;
        var operation = run.Compilation.GetSemanticModel(whenAll.SyntaxTree).GetOperation(whenAll.Ancestors().OfType<MethodDeclarationSyntax>().Single(), EngineRun.Cancellation)!;
        return Convoy.Of(whenAll, new MemberOperations([operation]), run.Model.Symbols);
    }

    private static string Text(Convoy? convoy) => string.Join(' ', new[]
    {
        convoy?.Batches is { } batches ? $"{batches.Items.Syntax} by {batches.Size.Syntax}" : "",
        convoy?.Item is { } item ? $"each {item.Name}" : "",
        convoy?.IsGathered == true ? "gathered" : "",
    }.Where(static part => part.Length > 0));

    private static EngineRun Run(string statement) => new($$"""
        class C
        {
            async Task M(List<int> ids, int n, List<int> results)
            {
                List<Task> all = [];
                {{statement}}
            }
            Task<int> F(int x) => Task.FromResult(x);
            void Log() { }
            void Commit() { }
            void Log(object batch) { }
        }
        """);
}
