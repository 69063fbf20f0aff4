using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Calls of code without source that leave everything alone, and those that may not.</summary>
public sealed class SideEffectsTests
{
    [Theory]
    [InlineData("Math.Max(1, 2);", false)]
    [InlineData("string.Join(\",\", kept);", false)]
    [InlineData("Guid.NewGuid();", false)]
    [InlineData("text.Trim();", false)]
    [InlineData("text.ToString();", false)]
    [InlineData("kept.Contains(text);", false)]
    [InlineData("map.TryGetValue(text, out _);", false)]
    [InlineData("kept.Where(x => true);", false)]
    [InlineData("frozen.Add(text);", false)] // another one is made
    [InlineData("var own = new List<string>(); own.Add(text);", false)]
    [InlineData("new StringBuilder().Append(text);", false)]
    [InlineData("Task.WhenAll();", false)]
    [InlineData("JsonSerializer.Serialize(text);", false)]
    [InlineData("token.ThrowIfCancellationRequested();", false)]
    [InlineData("kept.Add(text);", true)]
    [InlineData("map.Remove(text);", true)]
    [InlineData("given.Add(text);", true)]
    [InlineData("Console.WriteLine();", true)]
    [InlineData("GC.Collect();", true)]
    [InlineData("Environment.SetEnvironmentVariable(text, text);", true)]
    [InlineData("File.Delete(text);", true)]
    [InlineData("Interlocked.Increment(ref count);", true)]
    [InlineData("Random.Shared.Next();", true)]
    [InlineData("Thread.Sleep(1);", true)]
    public void Call_without_source(string statements, bool arePossible)
    {
        var run = new EngineRun($$"""
            using System.Collections.Immutable;
            using System.Text;
            using System.Text.Json;

            class C
            {
                private readonly List<string> kept = [];
                private readonly Dictionary<string, string> map = [];
                private readonly ImmutableArray<string> frozen = [];
                private int count;

                public void M(string text, List<string> given, CancellationToken token) { {{statements}} }
            }
            """);
        var body = run.Body("M");
        var root = run.Model.Bodies.OperationOf(body.Syntax, EngineRun.Cancellation)!;
        var call = root.SelfAndBelow().OfType<IInvocationOperation>().First();

        Assert.Equal(arePossible, SideEffects.ArePossible(run.Model, call, new Ownership(run.Model, body, root, 0), EngineRun.Cancellation));
    }
}
