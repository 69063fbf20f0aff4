using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class ItemTasksTests
{
    [Theory,
     InlineData("await Task.WhenAll(items.Select(item => Task.Run(() => F(item))));", "query"),
     InlineData("await Task.WhenAll(items.Select(async item => await Task.Run(() => F(item)).ConfigureAwait(false)));", "query"),
     InlineData("await Task.WhenAll(items.Select(item => { return Task.Factory.StartNew(() => F(item)); }));", "query"),
     InlineData("Task.WaitAll(items.Select(item => Task.Run(() => F(item))).ToArray());", "query"),
     InlineData("var tasks = (from item in items select Task.Run(() => F(item))).ToList(); await Task.WhenAll(tasks);", "query in tasks"),
     InlineData("var tasks = new List<Task>(); foreach (var item in items) { tasks.Add(Task.Run(() => F(item))); } await Task.WhenAll(tasks);", "loop in tasks"),
     InlineData("var tasks = new Task[3]; for (var i = 0; i < 3; i++) { tasks[i] = Task.Run(() => F(0)); } Task.WaitAll(tasks);", "few loop in tasks"),
     InlineData("await Task.WhenAll(new[] { 1, 2 }.Select(item => Task.Run(() => F(item))));", "few query")]
    public void Tasks_of_items_are_found(string code, string found) => Assert.Equal(found, Find(code));

    [Theory,
     InlineData("await Task.WhenAll(Task.Run(() => F(1)), Task.Run(() => F(2)));"),
     InlineData("await Task.WhenAll(items.Select(item => G(item)));"),
     InlineData("foreach (var item in items) { var tasks = new List<Task>(); tasks.Add(Task.Run(() => F(item))); await Task.WhenAll(tasks); }"),
     InlineData("var tasks = new List<Task> { G(1) }; foreach (var item in items) { tasks.Add(Task.Run(() => F(item))); } await Task.WhenAll(tasks);")]
    public void Other_tasks_are_not(string code) => Assert.Equal("", Find(code));

    private static string Find(string code)
    {
        var run = new EngineRun($"class C {{ static int F(int item) => item; static Task<int> G(int item) => Task.FromResult(item); public async Task M(List<int> items) {{ {code} }} }}");
        var member = new MemberOperations([run.Model.Bodies.OperationOf(run.Body("M").Syntax, EngineRun.Cancellation)!]);
        var found = run.Body("M").Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => ItemTasks.Of(call, member, run.Model.Symbols)).FirstOrDefault(static tasks => tasks is not null);
        return found is null ? "" : $"{(found.AreFew(member) ? "few " : "")}{(found.Query is null ? "loop" : "query")}{(found.Tasks is { } local ? $" in {local.Name}" : "")}";
    }
}
