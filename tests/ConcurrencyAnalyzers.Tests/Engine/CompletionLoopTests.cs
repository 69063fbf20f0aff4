using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Loops that take tasks out as they complete, and how many tasks there may be.</summary>
public sealed class CompletionLoopTests
{
    private const string Plain = "var done = await Task.WhenAny(tasks); tasks.Remove(done);";

    [Theory]
    [InlineData("while (tasks.Count > 0) { " + Plain + " }", true, false)]
    [InlineData("while (tasks.Any()) { tasks.Remove(await Task.WhenAny(tasks)); }", true, false)]
    [InlineData("while (tasks.Count > 0) { " + Plain + " Console.WriteLine(tasks.Count); }", true, true)]
    [InlineData("while (tasks.Count > 0) { " + Plain + " } Console.WriteLine(tasks.Count);", true, true)]
    [InlineData("for (var i = 0; i < n; i++) { while (tasks.Count > 0) { " + Plain + " } }", true, true)] // the next round finds it empty
    [InlineData("kept = tasks; while (tasks.Count > 0) { " + Plain + " }", true, true)]
    [InlineData("Keep(tasks); while (tasks.Count > 0) { " + Plain + " }", true, true)]
    [InlineData("do { " + Plain + " } while (tasks.Count > 0);", false, false)]
    [InlineData("while (tasks.Count > 0 && !token.IsCancellationRequested) { " + Plain + " }", false, false)]
    [InlineData("while (true) { if (tasks.Count == 0) break; " + Plain + " }", false, true)]
    public void A_loop_tells_what_it_asks_and_who_looks(string statement, bool isUntilEmpty, bool isLookedAt)
    {
        var loop = Find("List<Task> tasks = Many();", statement)!;
        Assert.Equal((isUntilEmpty, isLookedAt), (loop.IsUntilEmpty, loop.IsLookedAt));
    }

    [Theory]
    [InlineData("while (tasks.Count > 0) { " + Plain + " }", "done", false)]
    [InlineData("while (tasks.Count > 0) { tasks.Remove(await Task.WhenAny(tasks)); }", null, false)]
    [InlineData("while (tasks.Count > 0) { var next = await Task.WhenAny(tasks); tasks = tasks.Where(t => t != next).ToList(); }", "next", true)]
    public void A_loop_tells_how_the_task_is_taken(string statement, string? name, bool copies)
    {
        var loop = Find("List<Task> tasks = Many();", statement)!;
        Assert.Equal((name, copies, "tasks"), (loop.Done?.Name, loop.Copies, loop.Tasks.Name));
    }

    [Theory]
    [InlineData("while (tasks.Count > 1) { " + Plain + " }")]
    [InlineData("while (tasks.Count > 0) { " + Plain + " tasks.Add(done); }")]
    [InlineData("while (tasks.Count > 0) { " + Plain + " Keep(tasks); }")]
    [InlineData("while (tasks.Count > 0) { " + Plain + " if (done.IsFaulted) break; }")]
    [InlineData("while (tasks.Count > 0) { " + Plain + " tasks.Remove(done); }")] // twice
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); if (done.IsCompleted) tasks.Remove(done); }")]
    [InlineData("while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks = tasks.Where(t => t == done).ToList(); }")]
    [InlineData("while (kept.Count > 0) { var done = await Task.WhenAny(kept); kept.Remove(done); }")]
    [InlineData("Action look = () => Keep(tasks); while (tasks.Count > 0) { " + Plain + " }")]
    public void Anything_else_is_none(string statement) => Assert.Null(Find("List<Task> tasks = Many();", statement));

    [Theory]
    [InlineData("List<Task> tasks = [F(), F()];", true)]
    [InlineData("var tasks = new List<Task> { F(), F() };", true)]
    [InlineData("var tasks = new List<Task>(new[] { F(), F() });", true)]
    [InlineData("var tasks = new List<Task>(500); tasks.Add(F()); tasks.Insert(0, F());", true)] // a capacity is no size
    [InlineData("var tasks = new List<Task>(); for (var i = 0; i < 100; i++) tasks.Add(F());", true)]
    [InlineData("var tasks = Enumerable.Repeat(0, 100).Select(_ => F()).ToList();", true)]
    [InlineData("var few = new[] { 1, 2 }; var tasks = few.Where(x => x > 1).Select(_ => F()).ToList();", true)]
    [InlineData("var tasks = new List<Task>(); tasks.AddRange([F(), F()]);", true)]
    [InlineData("var tasks = Many();", false)]
    [InlineData("List<Task> tasks = [.. Many()];", false)]
    [InlineData("var tasks = new List<Task>(Many());", false)]
    [InlineData("var tasks = new List<Task>(); tasks.AddRange(Many());", false)]
    [InlineData("var tasks = new List<Task>(); for (var i = 0; i < 101; i++) tasks.Add(F());", false)]
    [InlineData("var tasks = new List<Task>(); for (var i = 0; i < n; i++) tasks.Add(F());", false)]
    [InlineData("var tasks = new List<Task>(); while (n-- > 0) { tasks.Add(F()); }", false)]
    [InlineData("var tasks = Enumerable.Range(0, 101).Select(_ => F()).ToList();", false)]
    [InlineData("var tasks = Enumerable.Range(0, n).Select(_ => F()).ToList();", false)]
    [InlineData("var tasks = new List<Task>(); Keep(tasks);", false)] // may fill it
    [InlineData("if (!TryGet(out var tasks)) return;", false)]
    public void Few_are_written_down(string made, bool isFew)
    {
        var run = Run(made, "while (tasks.Count > 0) { " + Plain + " }");
        var operations = Operations(run);
        var loop = CompletionLoop.Of(run.Call("M", "WhenAny").Syntax, operations)!;
        Assert.Equal(isFew, TaskCounts.IsFew(loop.Tasks, operations, loop.Loop));
    }

    private static CompletionLoop? Find(string made, string statement) => Run(made, statement) is var run ? CompletionLoop.Of(run.Call("M", "WhenAny").Syntax, Operations(run)) : null;

    private static MemberOperations Operations(EngineRun run)
    {
        var whenAny = run.Call("M", "WhenAny").Syntax;
        return new([run.Compilation.GetSemanticModel(whenAny.SyntaxTree).GetOperation(whenAny.Ancestors().OfType<MethodDeclarationSyntax>().Single(), EngineRun.Cancellation)!]);
    }

    private static EngineRun Run(string made, string statement) => new($$"""
        class C
        {
            List<Task> kept = [];
            async Task M(int n, CancellationToken token)
            {
                {{made}}
                {{statement}}
            }
            Task F() => Task.CompletedTask;
            List<Task> Many() => kept;
            void Keep(List<Task> tasks) => kept = tasks;
            bool TryGet(out List<Task> tasks) { tasks = kept; return true; }
        }
        """);
}
