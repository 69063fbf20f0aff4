using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC406: reads that need nothing of each other take as long as all of them together when each is awaited before the next is started. Off unless asked for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SequentialAwaitsAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC406";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Start independent reads together", "'{0}' starts when '{1}' is done, though it needs nothing of it: {2}", DiagnosticSeverity.Info,
        "Reads that are awaited one after another take as long as all of them together; started together they take as long as the slowest.", enabled: false);

    private protected override void Judge(MemberScope scope)
    {
        foreach (var root in scope.Operations)
        {
            foreach (var run in new AwaitRuns(scope.Model).In(scope.Member, root, scope.CancellationToken))
            {
                if (run is [var first, { Work.Witness: { } witness } second, ..] && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(scope.Member, Places.Name(second.Call.Syntax), Vehicle.AsyncCode, witness, DiagnosticSeverity.Info, scope.Name(second.Call.TargetMethod), scope.Name(first.Call.TargetMethod), Naming.Chain(witness, scope.Model.Symbols));
                }
            }
        }
    }
}
