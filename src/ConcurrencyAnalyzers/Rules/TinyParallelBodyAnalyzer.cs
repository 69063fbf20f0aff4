using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC105: to hand out an item and call a delegate for it costs as much as a few additions, and more than that when somebody else wants one at the same time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TinyParallelBodyAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC105";

    /// <summary>Up to here a loop costs about as much to hand out an item as the work on it takes. The band of the tiny goes further; beyond this, ranges win a few percent.</summary>
    internal const double Comparable = 20;

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Hand out ranges where the work for one item is tiny", "'{0}' costs more for each item than the item's own work, which takes some nanoseconds: {1}", DiagnosticSeverity.Info,
        "A thread that is given a range of items runs a plain loop over it; a few items are done before another thread has begun.");

    private protected override void Judge(MemberScope scope)
    {
        MemberOperations? operations = null;
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (!call.Delegates.IsEmpty && call.Target.Name is "For" or "ForEach" && call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Parallel)
                    && (operations ??= new MemberOperations(scope.Operations)).CallAt(call.Syntax) is { } construct && ParallelWork.Of(construct, scope.Model.Symbols) is { HasLocalState: false } work && !IsOfRanges(construct)
                    && call.Delegates.Select(static argument => argument.Body).FirstOrDefault(lambda => lambda?.Syntax == work.Body.Syntax) is { } lambda
                    && scope.Model.CostOf(lambda, scope.CancellationToken) is { IsTiny: true, Nanoseconds: < Comparable } && !Contention.Of(work, lambda, scope.Model, scope.CancellationToken).Any() && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.ParallelLoop, null, DiagnosticSeverity.Info, scope.Name(call.Target), LoopBounds.AreNear(construct) ? "a plain loop is done sooner" : "hand out ranges");
                }
            }
        }
    }

    private static bool IsOfRanges(IInvocationOperation loop) => loop.TargetMethod.Parameters[0].Type is { Name: "Partitioner" or "OrderablePartitioner" } || loop.Arguments[0].Value.Unwrapped().Type is { Name: "ParallelQuery" };
}
