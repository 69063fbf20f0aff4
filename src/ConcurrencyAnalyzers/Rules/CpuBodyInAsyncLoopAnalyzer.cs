using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC103: an asynchronous loop whose body has nothing to wait for pays for waiting with every item.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CpuBodyInAsyncLoopAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC103";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Run loops that await nothing with 'Parallel.For' or 'Parallel.ForEach'", "'{0}' awaits nothing in {1}, which only computes", DiagnosticSeverity.Info,
        "An asynchronous loop hands out one item at a time, so that it can wait between them; 'Parallel.For' and 'Parallel.ForEach' hand out ranges, and do the same for computation without that.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Target.Name is "ForEachAsync" or "ForAsync" && call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Parallel) && call.Delegates is [{ Use: DelegateUse.AsyncLoop } work]
                    && OnlyComputes(work, scope) && !WaitsForItems(call, scope) && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.AsyncLoop, null, DiagnosticSeverity.Info, scope.Name(call.Target), Naming.Work(call, scope.Model.Symbols, "its body"));
                }
            }
        }
    }

    /// <summary>Nothing in it waits, in whatever way: what may block is told of where it blocks, and what is not known may. How much there is to compute makes no difference.</summary>
    private static bool OnlyComputes(DelegateArgument work, MemberScope scope) =>
        Departures.Of(work, scope.Model, scope.CancellationToken) == Departure.Never
        && scope.Model.EffectsOf(work, scope.CancellationToken) is var summary && summary.Blocking(Strength.Maybe) is null && summary.Find(Effect.AwaitsIo, Strength.Maybe) is null
        && CostOf(work, scope) is { Band: CostBand.Tiny or CostBand.Between or CostBand.CpuBound } or { IsCpuBoundIfMuch: true };

    // The tasks that the body awaits or gives back have completed, and cost nothing that the synchronous loop would have to pay.
    private static Cost CostOf(DelegateArgument work, MemberScope scope) =>
        work.Body is { Kind: BodyKind.Lambda } lambda && scope.Model.Bodies.OperationOf(lambda.Syntax, scope.CancellationToken) is IAnonymousFunctionOperation function
            ? scope.Model.CostOf(lambda, function.Body, scope.CancellationToken, [.. function.Body.OwnOperations().Select(static operation => operation is IAwaitOperation ? operation : (operation as IReturnOperation)?.ReturnedValue).OfType<IOperation>()])
            : scope.Model.CostOf(work, scope.CancellationToken);

    /// <summary>The items come asynchronously, which only this loop can wait for.</summary>
    private static bool WaitsForItems(CallSite call, MemberScope scope) =>
        call.Target.Parameters[0].Type.OriginalDefinition.IsSameAs(scope.Model.Symbols.AsyncEnumerable);
}
