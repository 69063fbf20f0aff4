using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What several threads run at once: how many, over how much, and what they change in one place.</summary>
public sealed class ParallelWorkTests
{
    [Theory]
    [InlineData("Parallel.For(0, n, i => sum += i);", "sum None")]
    [InlineData("Parallel.For(0, n, i => { if (i > 2) { sum++; } });", "sum None if")]
    [InlineData("Parallel.For(0, n, i => { if (i < 2) return; sum++; });", "sum None if")]
    [InlineData("Parallel.For(0, n, i => { lock (list) { sum += i; } });", "sum Lock")]
    [InlineData("Parallel.For(0, n, i => { lock (list) { sum += F(i); } });", "sum LockAroundAll")]
    [InlineData("Parallel.For(0, n, i => { F(i); lock (list) { sum += F(i); } });", "sum Lock")]
    [InlineData("Parallel.For(0, n, i => Interlocked.Increment(ref sum));", "sum Interlocked")]
    [InlineData("Parallel.For(0, n, i => list.Add(i));", "list None object")]
    [InlineData("Parallel.For(0, n, i => bag.Add(i));", "bag Bag object")]
    [InlineData("list.AsParallel().ForAll(x => { sum += x; list.Add(x); });", "sum None, list None object")]
    [InlineData("Parallel.For(0, n, i => { var own = 0; own += i; });", "")]
    [InlineData("Parallel.For(0, n, i => { Action later = () => sum++; });", "")]
    [InlineData("Parallel.For(0, n, i => { using (Enter()) { sum++; } });", "")]
    public void Changes_say_what_protects_them(string statement, string expected)
    {
        var work = Work(statement)!;
        Assert.Equal(expected, string.Join(", ", AccumulationReader.Read(work, work.Body).All.Select(static change =>
            $"{change.Variable.Name} {change.Protection}{(change.IsObject ? " object" : "")}{(change.IsConditional ? " if" : "")}")));
    }

    [Theory]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = 64 }, F2);", "64: the same on every machine")]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = n }, F2);", "n")]
    [InlineData("var o = new ParallelOptions(); o.MaxDegreeOfParallelism = 2; Parallel.For(0, n, o, F2);", "2")]
    [InlineData("var o = new ParallelOptions { MaxDegreeOfParallelism = 2 }; o.MaxDegreeOfParallelism = 3; Parallel.For(0, n, o, F2);", null)]
    [InlineData("var d = Environment.ProcessorCount * 4; list.AsParallel().WithDegreeOfParallelism(d).ForAll(F2);", "Environment.ProcessorCount * 4: more than there are cores")]
    [InlineData("list.AsParallel().Where(x => x > 0).WithDegreeOfParallelism(8).ForAll(F2);", "8")]
    [InlineData("Parallel.For(0, n, F2);", null)]
    public void Degree_is_found_where_it_is_said(string statements, string? expected)
    {
        var (run, calls) = Calls(statements);
        var construct = calls.Last(static call => call.TargetMethod.Name is "For" or "ForAll");
        var degree = ParallelDegree.Of(construct, run.Model.Symbols);
        Assert.Equal(expected, degree is null ? null : degree.Syntax + (ParallelDegree.Excess(degree) is { } excess ? $": {excess}" : ""));
    }

    [Theory]
    [InlineData("Parallel.For(0, 10, F2);", 10, true)]
    [InlineData("Parallel.For(5, 1_000_000, F2);", 999_995, false)]
    [InlineData("Parallel.For(0, n, F2);", null, false)]
    [InlineData("Parallel.ForEach(list, F2);", null, false)]
    public void Bounds_are_known_where_they_are_constant(string statement, int? distance, bool areNear)
    {
        var loop = Calls(statement).Calls.Last(static call => call.TargetMethod.Name is "For" or "ForEach");
        Assert.Equal(distance, LoopBounds.Distance(loop));
        Assert.Equal(areNear, LoopBounds.AreNear(loop));
    }

    [Theory]
    [InlineData("var all = list.AsParallel().ToList();", "ToList")]
    [InlineData("foreach (var x in list.AsParallel()) { }", "foreach")]
    [InlineData("var q = list.AsParallel(); var first = q.First();", "First")]
    [InlineData("var all = list.AsParallel().Select(x => x + 1).ToList();", null)]
    public void Idle_queries_say_who_takes_the_items(string statements, string? expected)
    {
        var start = Calls(statements).Calls.Single(static call => call.TargetMethod.Name == "AsParallel");
        Assert.Equal(expected, IdleQuery.End(start, MemberOperations.Around(start)));
    }

    private static ParallelWork? Work(string statement)
    {
        var (run, calls) = Calls(statement);
        return calls.Select(call => ParallelWork.Of(call, run.Model.Symbols)).FirstOrDefault(static work => work is not null);
    }

    private static (EngineRun Run, IReadOnlyList<IInvocationOperation> Calls) Calls(string statements)
    {
        var run = new EngineRun(
            $$"""
            class C
            {
                private int sum;

                void M(int n, List<int> list, System.Collections.Concurrent.ConcurrentBag<int> bag)
                {
                    {{statements}}
                }

                private int F(int x) => x;

                private void F2(int x) { }

                private IDisposable Enter() => null!;
            }
            """);
        var member = run.Model.Bodies.OperationOf(run.Body("M").Syntax, EngineRun.Cancellation)!;
        return (run, [.. member.SelfAndBelow().OfType<IInvocationOperation>()]);
    }
}
