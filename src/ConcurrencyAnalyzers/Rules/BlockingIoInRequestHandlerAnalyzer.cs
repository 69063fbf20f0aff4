using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC206: a synchronous handler keeps a pool thread for as long as its I/O takes, and requests queue behind it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingIoInRequestHandlerAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC206";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Serve requests asynchronously instead of blocking on I/O", "'{0}' serves a request and blocks its pool thread on {1}: {2}", DiagnosticSeverity.Warning,
        "All requests share one pool; a handler that waits for I/O takes a thread from the others, and under load this ends in starvation.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Code), Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
