using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC205: a thread for each connection, file or request spends its life waiting; asynchronous code waits without one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadForIoAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC205";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Serve connections and requests asynchronously instead of with a thread each", "A thread is made for each one, to wait for {0}: {1}", DiagnosticSeverity.Warning,
        "A thread costs a megabyte of address space and tens of microseconds to make, and one that waits for I/O uses none of it.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            if (HasAsynchronousForm(finding, scope) && !IsSpecial(finding, scope))
            {
                scope.Report(finding, Naming.Words(finding.Cause.Effect), scope.Chain(finding));
            }
        }
    }

    // For what can only block, a thread is the right place.
    private static bool HasAsynchronousForm(Finding finding, MemberScope scope) =>
        finding.Cause.Witness.Last.Member is IMethodSymbol api && scope.Model.Counterparts.Find(api) is not null;

    // The pool has none like it.
    private static bool IsSpecial(Finding finding, MemberScope scope) =>
        (finding.Call.Target.Parameters.Length > 1 && finding.Call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Thread))
        || scope.Member.SelfAndNested().Any(body => body.Calls.Any(call => call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Thread) && ThreadWork.IsChange(call)))
        || ThreadWork.Of(finding.Call, scope.Model, scope.CancellationToken).ChangesItsThread;
}
