using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What a task is started with.</summary>
public sealed class TaskStartTests
{
    [Theory]
    [InlineData("Task.Factory.StartNew(work)", "Ambient", true)]
    [InlineData("Task.Factory.StartNew(work, token)", "Ambient", true)]
    [InlineData("Task.Factory.StartNew(work, TaskCreationOptions.DenyChildAttach)", "Ambient", true)]
    [InlineData("Task.Factory.StartNew(work, token, TaskCreationOptions.HideScheduler, TaskScheduler.Default)", "Default", true)]
    [InlineData("Task.Factory.StartNew(scheduler: TaskScheduler.Default, creationOptions: default, cancellationToken: token, function: work)", "Default", true)]
    [InlineData("Task<Task>.Factory.StartNew(work)", "Ambient", true)]
    [InlineData("Task.Factory.StartNew(work, token, TaskCreationOptions.None, TaskScheduler.Current)", "Current", false)]
    [InlineData("Task.Factory.StartNew(work, token, TaskCreationOptions.None, scheduler)", "Chosen", false)]
    [InlineData("Task.Factory.StartNew(work, TaskCreationOptions.PreferFairness)", "Ambient", false)]
    [InlineData("Task.Factory.StartNew(work, TaskCreationOptions.LongRunning)", "Ambient", false)]
    [InlineData("Task.Factory.StartNew(work, options)", "Ambient", false)]
    [InlineData("Task.Factory.StartNew(_ => work(), this)", "Ambient", false)]
    [InlineData("Task.Factory.StartNew(value)", "Ambient", false)]
    [InlineData("factory.StartNew(work)", "OfFactory", false)]
    [InlineData("factory.StartNew(work, token, TaskCreationOptions.None, TaskScheduler.Default)", "Default", false)]
    [InlineData("new TaskFactory(scheduler).StartNew(work)", "Chosen", false)]
    [InlineData("new TaskFactory(TaskScheduler.Default).StartNew(work)", "Default", false)]
    [InlineData("new TaskFactory().StartNew(work)", "OfFactory", false)]
    [InlineData("new Task<Task>(work)", "Ambient", true)]
    public void Scheduler_options_and_state_decide_whether_the_pool_does_the_same(string start, string scheduling, bool fits)
    {
        var run = Run($"_ = {start};");
        var read = Read(run)!;

        Assert.Equal(Enum.Parse<TaskScheduling>(scheduling), read.Scheduling);
        Assert.Equal(fits, read.FitsPool(TaskStart.AsOnPool, run.Model.Symbols));
    }

    [Theory]
    [InlineData("token", "token")]
    [InlineData("CancellationToken.None", null)]
    [InlineData("default(CancellationToken)", null)]
    public void A_token_counts_that_may_be_cancelled(string token, string? kept) =>
        Assert.Equal(kept, Read(Run($"_ = Task.Factory.StartNew(work, {token});"))!.Token?.Value.Syntax.ToString());

    [Theory]
    [InlineData("Task.Run(work)")]
    [InlineData("new TaskFactory()")]
    [InlineData("System.Diagnostics.Stopwatch.StartNew()")]
    [InlineData("new TaskCompletionSource<Task>(TaskCreationOptions.None)")]
    public void Anything_else_starts_nothing(string call) => Assert.Null(Read(Run($"_ = {call};")));

    private static EngineRun Run(string statement) => new($$"""
        class C
        {
            void M(Func<Task> work, Func<ValueTask> value, TaskCreationOptions options, TaskScheduler scheduler, TaskFactory factory, CancellationToken token) { {{statement}} }
        }
        """);

    private static TaskStart? Read(EngineRun run)
    {
        var tree = run.Compilation.SyntaxTrees.Last();
        var assignment = tree.GetRoot(EngineRun.Cancellation).DescendantNodes().OfType<AssignmentExpressionSyntax>().First();
        return TaskStart.Of(run.Compilation.GetSemanticModel(tree).GetOperation(assignment.Right, EngineRun.Cancellation), run.Model.Symbols, run.Type("C"));
    }
}
