using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC407: an asynchronous loop that is told no degree takes the number of cores, which says nothing about how many requests another machine can answer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DefaultDegreeForIoAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC407";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Give asynchronous loops over I/O a degree", "'{0}' is given no degree and has only as many under way as there are cores, though they wait for {1}: {2}", DiagnosticSeverity.Info,
        "What waits for another machine needs no core; without a degree the loop is as slow as the machine has few cores.");

    // What is shared and written is so with any degree: two at once or thirty-two.
    private const RemoteTraits Reasons = RemoteTraits.Paced | RemoteTraits.KeepsThread | RemoteTraits.SharesSingle;

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Target.Name is "ForEachAsync" or "ForAsync" && call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Parallel) && call.Delegates is [{ Use: DelegateUse.AsyncLoop } work]
                    && scope.Model.Bodies.OperationOf(call.Syntax, scope.CancellationToken) is IInvocationOperation loop && LoopDegree.IsDefault(loop, scope.Model.Symbols) && !LoopDegree.HasFewItems(loop)
                    && scope.Model.RemoteCalls.Of(work, scope.CancellationToken) is { Witness: { } witness } asked && !asked.Has(Reasons) && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.AsyncLoop, witness, DiagnosticSeverity.Info, scope.Name(call.Target), Naming.Words(asked.Kind), Naming.Chain(witness, scope.Model.Symbols));
                }
            }
        }
    }
}
