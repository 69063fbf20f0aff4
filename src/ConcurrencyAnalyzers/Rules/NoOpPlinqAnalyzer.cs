using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC106: a parallel query without work in it hands its items on, one by one; whoever reads it takes the code for parallel.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoOpPlinqAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC106";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Remove a parallel query that has no work in it", "'{0}' makes nothing parallel: {1}", DiagnosticSeverity.Warning,
        "Only the operators behind 'AsParallel' run on several threads; what stands in front of it, and what takes the items from it, runs as it would without.");

    private protected override void Judge(MemberScope scope)
    {
        MemberOperations? operations = null;
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Target is { Name: "AsParallel", ContainingType.Name: "ParallelEnumerable" } && !call.Has(CallTraits.InExpressionTree)
                    && (operations ??= new MemberOperations(scope.Operations)).CallAt(call.Syntax) is { } start && start.IsPlinq() && IdleQuery.End(start, operations) is { } end && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.Plinq, null, DiagnosticSeverity.Warning, call.Target.Name, IdleQuery.Words(end));
                }
            }
        }
    }
}
