using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC303: a sleeping thread does nothing for anyone, and the pool does not replace it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SleepInAsyncAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC303";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Await a delay in asynchronous code instead of sleeping", "'{0}' is asynchronous but puts its thread to sleep: {1}", DiagnosticSeverity.Warning,
        "A sleep keeps a pool thread for its whole length, and the pool does not make up for it as it does for waiting on tasks.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Code), scope.Chain(finding));
        }
    }
}
