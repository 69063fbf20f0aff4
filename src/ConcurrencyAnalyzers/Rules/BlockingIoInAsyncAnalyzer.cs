using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC201: the caller of asynchronous code counts on its thread coming back; blocking I/O keeps it, however many calls away.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingIoInAsyncAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC201";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Await I/O in asynchronous code instead of blocking on it", "'{0}' is asynchronous but blocks its thread on {1}: {2}", DiagnosticSeverity.Warning,
        "A thread that waits for I/O in asynchronous code serves nobody else; on the thread pool this ends in starvation.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Code), Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
