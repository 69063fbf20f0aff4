using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC208: while its thread waits, a user interface neither paints nor answers, and an actor or a grain takes no other message.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockedUiThreadAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC208";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Keep the thread of a user interface or a turn free while waiting", "'{0}' runs on {1}, which it blocks on {2}: {3}", DiagnosticSeverity.Warning,
        "A thread that serves one thing after another serves nothing while it waits.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Code), scope.Model.Vehicles.IsTurn(finding.Code) ? "a turn that others wait for" : "the thread of the user interface", Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
