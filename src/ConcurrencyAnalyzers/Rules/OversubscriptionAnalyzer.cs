using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC107: more threads than cores only take turns at computing, and hold threads of the pool that others wait for; a fixed number leaves cores idle elsewhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OversubscriptionAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC107";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Compute on as many threads as there are cores", "'{0}' is {1}, but '{2}' only computes ({3})", DiagnosticSeverity.Info,
        "Computation is done soonest on one thread for each core; more threads only take turns, and a fixed number fits one machine.");

    private protected override void Judge(MemberScope scope)
    {
        MemberOperations? operations = null;
        var queries = new Dictionary<IOperation, (Body Body, CallSite Call, Cost? Heavy, bool IsKnown)>();
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Delegates.IsEmpty || call.Target.ContainingType?.Name is not ("Parallel" or "ParallelEnumerable") || call.Target.Name is "Invoke" or "ForEachAsync" or "ForAsync"
                    || (operations ??= new MemberOperations(scope.Operations)).CallAt(call.Syntax) is not { } construct || !(construct.IsPlinq() || call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Parallel))
                    || ParallelDegree.Of(construct, scope.Model.Symbols) is not { } degree || ParallelDegree.Excess(degree) is null)
                {
                    continue;
                }

                // A query has one degree for all that is done in it.
                var costs = call.Delegates.Where(static argument => argument.Use is DelegateUse.Parallel or DelegateUse.Plinq).Select(argument => scope.Model.CostOf(argument, scope.CancellationToken)).ToList();
                var heavy = costs.FirstOrDefault(static cost => cost.IsCpuBoundIfMuch);
                var isKnown = costs.TrueForAll(static cost => cost.IsCpuBoundIfMuch || cost.Band is not (CostBand.Unknown or CostBand.Mixed)) && call.Delegates.All(argument => IsCertain(argument, scope));
                queries[degree] = queries.TryGetValue(degree, out var before)
                    ? (before.Body, before.Heavy is null && heavy is not null ? call : before.Call, before.Heavy ?? heavy, before.IsKnown && isKnown)
                    : (body, call, heavy, isKnown);
            }
        }

        foreach (var pair in queries)
        {
            var (body, call, heavy, isKnown) = pair.Value;
            if (heavy is not null && isKnown && !scope.Model.IsTestCode(scope.Member))
            {
                scope.Report(
                    body, pair.Key.Syntax.GetLocation(), call.Target.ContainingType.Name == "Parallel" ? Vehicle.ParallelLoop : Vehicle.Plinq, null, DiagnosticSeverity.Info,
                    pair.Key.Syntax.ToString(), ParallelDegree.Excess(pair.Key), scope.Name(call.Target), heavy.Evidence);
            }
        }
    }

    // What is not known may wait for somebody, and then it is right to have more threads.
    private static bool IsCertain(DelegateArgument argument, MemberScope scope) =>
        (argument.Body ?? (argument.Method is { } method ? scope.Model.Bodies.Of(method, scope.CancellationToken) : null)) is { } body && scope.Model.SummaryOf(body, scope.CancellationToken).Work is { Doubts.IsEmpty: true };
}
