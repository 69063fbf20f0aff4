using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Options and tokens in the place of a state.</summary>
public sealed class MisplacedStateTests
{
    [Theory]
    [InlineData("Task.Factory.StartNew(_ => { }, TaskCreationOptions.LongRunning);", "TaskCreationOptions.LongRunning")]
    [InlineData("Task.Factory.StartNew(_ => { }, token, TaskCreationOptions.LongRunning);", "token")]
    [InlineData("new Task(_ => { }, token).Start();", "token")]
    [InlineData("new TaskFactory<int>().StartNew(_ => 1, token);", "token")]
    [InlineData("Task.Factory.StartNew(Ignore, token);", "token")]
    [InlineData("Task.Factory.StartNew(Use, token);", null)]
    [InlineData("Task.Factory.StartNew(state => Use(state), token);", null)]
    [InlineData("Task.Factory.StartNew(() => { }, token);", null)]
    [InlineData("Task.Factory.StartNew(_ => { }, \"a\", token);", null)]
    [InlineData("Task.Factory.StartNew(given, token);", null)]
    public void What_is_passed_as_the_state_is_found(string statement, string? expected)
    {
        var run = new EngineRun($$"""
            class C
            {
                void M(CancellationToken token, Action<object?> given)
                {
                    {{statement}}
                }

                static void Ignore(object? state) { }

                static void Use(object? state) => Console.WriteLine(state);
            }
            """);
        var operations = run.Model.Bodies.OperationOf(run.Body("M").Syntax, EngineRun.Cancellation)!.SelfAndBelow();
        var found = operations.Where(static operation => operation is IInvocationOperation or IObjectCreationOperation)
            .Select(operation => MisplacedState.Of(operation, run.Model.Symbols, run.Model.Bodies, EngineRun.Cancellation)).OfType<MisplacedState>().SingleOrDefault();
        Assert.Equal(expected, found?.Argument.Value.Unwrapped().Syntax.ToString());
    }
}
