using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>An offload that runs nothing but an asynchronous call.</summary>
public sealed class OffloadTests
{
    [Theory]
    [InlineData("Task.Run(() => Own())", "Own")]
    [InlineData("Task.Run(async () => await Own())", "Own")]
    [InlineData("Task.Run(async () => { await Own(); })", "Own")]
    [InlineData("Task.Run(() => { return Own(); })", "Own")]
    [InlineData("Task.Run(async () => await Own().ConfigureAwait(false))", "Own")]
    [InlineData("Task.Run(() => (Own()))", "Own")]
    [InlineData("Task.Run(Own)", "Own")]
    [InlineData("Task.Run(() => File.ReadAllTextAsync(\"x\"))", "ReadAllTextAsync")]
    [InlineData("Task.Run(() => store.SaveAsync())", "SaveAsync")]
    public void The_one_call_is_found(string call, string name) => Assert.Equal(name, Find(call)?.Member.Name);

    [Theory]
    [InlineData("Task.Run(() => Blocks())")] // keeps its thread before it waits
    [InlineData("Task.Run(() => Computes(1))")]
    [InlineData("Task.Run(() => Shaped())")] // nothing proves that it waits for anything
    [InlineData("Task.Run(() => Synchronous())")]
    [InlineData("Task.Run(() => With(Synchronous()))")] // the argument would run on the caller's thread
    [InlineData("Task.Run(async () => { Thread.Sleep(1); await Own(); })")]
    [InlineData("Task.Run(async () => { await Own(); await Own(); })")]
    [InlineData("Task.Run(() => { })")]
    [InlineData("Task.Run(work)")]
    [InlineData("Task.Run(() => quick.SaveAsync())")] // one of the two blocks
    [InlineData("Parallel.Invoke(() => Own(), () => Own())")]
    public void Anything_more_or_less_is_none(string call) => Assert.Null(Find(call));

    [Theory]
    [InlineData("() => A()", "A()")]
    [InlineData("async () => await (A()).ConfigureAwait(true)", "A()")]
    [InlineData("delegate { return A(); }", null)]
    [InlineData("() => 1", null)]
    [InlineData("() => new A()", null)]
    [InlineData("() => { A(); }", null)] // given back to nobody
    public void A_lambda_consists_of_its_call(string lambda, string? call) => Assert.Equal(call, Offloads.OnlyCall(SyntaxFactory.ParseExpression(lambda))?.ToString());

    private static Witness? Find(string call)
    {
        var run = new EngineRun($$"""
            interface IStore { Task SaveAsync(); }
            class Store : IStore { public async Task SaveAsync() => await Task.Delay(1); }
            interface IQuick { Task SaveAsync(); }
            class Quick : IQuick { public async Task SaveAsync() => await Task.Delay(1); }
            class Slow : IQuick { public async Task SaveAsync() { Thread.Sleep(1); await Task.Delay(1); } }
            class C
            {
                void M(Func<Task> work, IStore store, IQuick quick) { {{call}}; }
                async Task Own() => await Task.Delay(1);
                async Task Blocks() { Thread.Sleep(1); await Task.Delay(1); }
                async Task<int> Computes(int n) { var s = 0; for (var i = 0; i < n; i++) { for (var j = 0; j < n; j++) { s += i * j; } } await Task.Delay(1); return s; }
                Task Shaped() => Task.CompletedTask;
                int Synchronous() { Thread.Sleep(1); return 1; }
                async Task With(int x) => await Task.Delay(x);
            }
            """);
        return Offloads.AsyncCall(run.Model, run.Body("M").Calls.Single(), EngineRun.Cancellation);
    }
}
