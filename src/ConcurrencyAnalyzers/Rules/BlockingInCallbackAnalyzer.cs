using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC207: timers, events and continuations call back on the pool; one that blocks keeps a thread, and the next call comes on another.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingInCallbackAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC207";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Wait asynchronously in callbacks of timers, events and continuations", "The callback of '{0}' blocks a pool thread on {1}: {2}", DiagnosticSeverity.Warning,
        "A callback that takes longer than its interval runs twice at a time, and each run keeps a thread of the pool that everyone shares.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Call.Target), Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
