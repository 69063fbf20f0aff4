using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Whether a function that returns a task would mean the same with the keyword.</summary>
public sealed class TaskReturnTests
{
    [Theory]
    [InlineData("Task M() { F(); return Task.CompletedTask; }")]
    [InlineData("Task M() => G();")]
    [InlineData("Task M() => a ? G() : Task.CompletedTask;")]
    [InlineData("Task<string?> M() => Task.FromResult<string?>(null);")]
    [InlineData("Task<int> M() { try { return Task.FromResult(1); } finally { } }")]
    [InlineData("Task M() { using var x = F(); return System.Threading.Tasks.Task.CompletedTask; }")]
    [InlineData("Task M() { Func<Task?> f = () => { return null; }; return f()!; }")]
    [InlineData("Task M() { throw new Exception(); }")]
    public void Keyword_can_be_added(string method) => Assert.True(TaskReturns.MayBecomeAsync(Parse(method)));

    [Theory]
    [InlineData("Task? M() => null;")]
    [InlineData("Task? M() { if (a) return null; return G(); }")]
    [InlineData("Task? M() => a ? null : G();")]
    [InlineData("Task? M() => known ?? null;")]
    [InlineData("Task? M() => default;")]
    [InlineData("ValueTask M() => default;")]
    [InlineData("ValueTask<int> M() => new(1);")]
    [InlineData("Task M() { try { return G(); } catch (Exception) { throw; } }")]   // the catch would be for the task, too
    [InlineData("Task M() { using (F()) { return G(); } }")]                     // disposed before the task has completed, so far
    [InlineData("Task M() { using var x = F(); return G(); }")]
    [InlineData("Task M();")]
    public void Keyword_would_change_something(string method) => Assert.False(TaskReturns.MayBecomeAsync(Parse(method)));

    private static MethodDeclarationSyntax Parse(string method) => (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(method)!;
}
