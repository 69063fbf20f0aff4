using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC308: while the one who holds a lock waits for something slow, all who want the lock wait as well, each on a thread of its own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockAroundIoAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC308";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Wait outside locks", "'{0}' is held while its thread waits for {1}: {2}", DiagnosticSeverity.Info,
        "Everyone who wants the lock waits as long, each on a thread of its own; and what is waited for may itself need the lock.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            if (finding.Lock is { } held)
            {
                scope.Report(finding, Naming.Name(held), finding.Cause.Effect == Effect.Wait ? "other threads" : Naming.Words(finding.Cause.Effect), scope.Chain(finding));
            }
        }
    }
}
