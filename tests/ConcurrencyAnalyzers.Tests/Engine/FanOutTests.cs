using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Tasks that are started for all items at once: who starts them, for what, and for how many.</summary>
public sealed class FanOutTests
{
    [Theory]
    [InlineData("await Task.WhenAll(ids.Select(x => F(x)));", "Select over ids")]
    [InlineData("await Task.WhenAll((from x in ids select F(x)).ToArray());", "Select over from x in ids")]
    [InlineData("var all = ids.Select(F).ToList(); await Task.WhenAll(all);", "Select over ids as all")]
    [InlineData("var all = new List<Task>(); foreach (var id in ids) all.Add(F(id)); await Task.WhenAll(all);", "F over ids for id as all")]
    [InlineData("List<Task> all = []; foreach (var id in ids) { var task = F(id); all.Add(task); } await Task.WhenAll(all);", "F over ids for id as all")]
    [InlineData("var all = new List<Task>(); await foreach (var id in stream) all.Add(F(id)); await Task.WhenAll(all);", "F over stream for id as all")]
    [InlineData("var all = new List<Task>(); while (await rows.ReadAsync()) all.Add(F(rows.GetInt32(0))); await Task.WhenAll(all);", "F over rows as all")]
    public void A_fan_out_tells_who_starts_what(string statements, string expected) => Assert.Equal(expected, Text(Find(statements, out _)));

    [Theory]
    [InlineData("await Task.WhenAll(F(1), F(2));")]
    [InlineData("await Task.WhenAll(tasks);")]
    [InlineData("var all = new List<Task>(); foreach (var id in ids) { await Task.Yield(); all.Add(F(id)); } await Task.WhenAll(all);")]
    [InlineData("var all = new List<Task>(); foreach (var id in ids) { gate.Wait(); all.Add(F(id)); } await Task.WhenAll(all);")]
    [InlineData("var all = new List<Task>(); foreach (var id in ids) { all.Add(F(id)); if (all.Count > 9) break; } await Task.WhenAll(all);")]
    [InlineData("var all = new List<Task>(); foreach (var id in ids) { all.Add(F(id)); if (id == 0) return; } await Task.WhenAll(all);")]
    [InlineData("var all = new List<Task>(); foreach (var id in ids) all.Add(F(id)); all.RemoveAt(0); await Task.WhenAll(all);")]
    [InlineData("var all = new List<Task>(); foreach (var id in ids) all.Add(F(id)); foreach (var id in ids) all.Add(F(id)); await Task.WhenAll(all);")]
    [InlineData("var all = new List<Task>(); while (n-- > 0) all.Add(F(n)); await Task.WhenAll(all);")]
    [InlineData("var all = ids.Select(F).ToList(); all.Add(F(0)); await Task.WhenAll(all);")]
    public void Anything_else_is_none(string statements) => Assert.Null(Find(statements, out _));

    [Theory]
    [InlineData("ids", nameof(SequenceSize.Unknown))]
    [InlineData("ids.Where(x => x > 0).Distinct().ToList()", nameof(SequenceSize.Unknown))]
    [InlineData("ids.Concat(Few)", nameof(SequenceSize.Unknown))]
    [InlineData("Many", nameof(SequenceSize.Unknown))]
    [InlineData("Next()", nameof(SequenceSize.Unknown))]
    [InlineData("(await NextAsync())", nameof(SequenceSize.Unknown))]
    [InlineData("(n > 0 ? ids.ToArray() : Few)", nameof(SequenceSize.Unknown))]
    [InlineData("Enumerable.Range(0, ids.Count)", nameof(SequenceSize.Unknown))]
    [InlineData("Enumerable.Range(0, 100_000)", nameof(SequenceSize.Unknown))]
    [InlineData("Directory.GetFiles(\"a\").Select(file => file.Length)", nameof(SequenceSize.Unknown))]
    [InlineData("Enumerable.Range(0, 9)", nameof(SequenceSize.Limited))]
    [InlineData("Enumerable.Range(0, n)", nameof(SequenceSize.Limited))]
    [InlineData("ids.Take(n)", nameof(SequenceSize.Limited))]
    [InlineData("ids.Take(..9).Select(x => x)", nameof(SequenceSize.Limited))]
    [InlineData("new[] { 1, 2 }", nameof(SequenceSize.Limited))]
    [InlineData("Few", nameof(SequenceSize.Limited))]
    [InlineData("FewToo", nameof(SequenceSize.Limited))]
    [InlineData("workers", nameof(SequenceSize.Limited))]
    [InlineData("(n > 0 ? Few : FewToo)", nameof(SequenceSize.Limited))]
    [InlineData("Directory.EnumerateFiles(\"a\").Select(file => file.Length)", nameof(SequenceSize.Unbounded))]
    [InlineData("File.ReadLines(\"a\").Select(line => line.Length).Where(x => x > 0)", nameof(SequenceSize.Unbounded))]
    [InlineData("queue.GetConsumingEnumerable()", nameof(SequenceSize.Unbounded))]
    [InlineData("Files.Select(file => file.Length)", nameof(SequenceSize.Unbounded))]
    public void Source_is_as_large_as_the_program_says(string source, string expected)
    {
        var fanOut = Find($"await Task.WhenAll({source}.Select(x => F(x)));", out var run);
        Assert.Equal(expected, new FanOutSource(MemberOperations.Around(fanOut!.Starter), run.Model, EngineRun.Cancellation).SizeOf(fanOut).ToString());
    }

    [Theory]
    [InlineData("x => client.GetStringAsync(\"a\")", "Network")]
    [InlineData("async x => { var text = await client.GetStringAsync(\"a\"); Console.WriteLine(text); }", "Network")]
    [InlineData("x => File.ReadAllTextAsync(\"a\")", "File")]
    [InlineData("Fetch", "Network")]
    [InlineData("x => Task.Run(() => client.GetStringAsync(\"a\"))", "Network")]
    [InlineData("x => Task.Delay(x)", "")]
    [InlineData("x => Task.Run(() => x * x)", "")]
    [InlineData("async x => { await gate.WaitAsync(); await client.GetStringAsync(\"a\"); gate.Release(); }", "")]
    [InlineData("x => Gated(x)", "")]
    [InlineData("async x => { using var taken = await Throttle(); await client.GetStringAsync(\"a\"); }", "")]
    public void Work_is_what_an_item_waits_for(string work, string expected)
    {
        var fanOut = Find($"await Task.WhenAll(ids.Select({work}));", out var run);
        Assert.Equal(expected, FanOutWork.Of(fanOut!, run.Body("M"), run.Model, EngineRun.Cancellation)?.Kind.ToString() ?? "");
    }

    private static FanOut? Find(string statements, out EngineRun run)
    {
        run = Run(statements);
        var whenAll = run.Call("M", "WhenAll").Syntax;
        var operation = run.Compilation.GetSemanticModel(whenAll.SyntaxTree).GetOperation(whenAll.Ancestors().OfType<MethodDeclarationSyntax>().Single(), EngineRun.Cancellation)!;
        return FanOut.Of(whenAll, new MemberOperations([operation]));
    }

    private static string Text(FanOut? fanOut) => string.Join(' ', new[]
    {
        fanOut?.Starter.TargetMethod.Name ?? "",
        fanOut is null ? "" : $"over {fanOut.Source.Syntax}",
        fanOut?.Item is { } item ? $"for {item.Name}" : "",
        fanOut?.Tasks is { } tasks ? $"as {tasks.Name}" : "",
    }.Where(static part => part.Length > 0));

    private static EngineRun Run(string statements) => new($$"""
        using System.Collections.Concurrent;
        using System.Data.Common;
        using System.Net.Http;

        class C(HttpClient client, SemaphoreSlim gate)
        {
            private static readonly int[] Few = [1, 2];

            private static readonly List<int> Many = [];

            private static int[] FewToo => [1, 2];

            private static IEnumerable<string> Files => Directory.EnumerateFiles("a");

            async Task M(List<int> ids, int n, int[] workers, Task[] tasks, IAsyncEnumerable<int> stream, DbDataReader rows, BlockingCollection<int> queue)
            {
                {{statements}}
            }

            Task F(int x) => Task.FromResult(x);

            async Task Fetch(int x) => await client.GetStringAsync("a");

            async Task Gated(int x)
            {
                await gate.WaitAsync();
                await Fetch(x);
                gate.Release();
            }

            Task<IDisposable> Throttle() => Task.FromResult<IDisposable>(null!);

            int[] Next() => [.. Console.In.ReadToEnd().Select(c => (int)c)];

            async Task<int[]> NextAsync() => [.. (await client.GetStringAsync("a")).Select(c => (int)c)];
        }
        """);
}
