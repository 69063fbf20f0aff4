using ConcurrencyAnalyzers.Engine;
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
            if (IsForEachOne(finding) && !ThreadWork.Of(finding.Call, scope.Model, scope.CancellationToken).LastsOn)
            {
                scope.Report(finding, Naming.Words(finding.Cause.Effect), scope.Chain(finding));
            }
        }
    }

    /// <summary>Made again and again: in a loop whose length is not written down, or by whoever serves one request of many.</summary>
    private static bool IsForEachOne(Finding finding) => finding.Call.LoopDepth > 0 || LastingLoops.Around(finding.Call.Syntax, finding.Body.Syntax);
}
