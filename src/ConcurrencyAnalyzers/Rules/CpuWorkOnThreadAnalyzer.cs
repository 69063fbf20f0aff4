using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC101: a thread costs more to make than most work it is given, and more of them than cores only take turns.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CpuWorkOnThreadAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC101";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Run short-lived computation on the pool, not on raw threads", "A raw thread is made for computation that ends soon ({0}): {1}", DiagnosticSeverity.Warning,
        "The pool and 'Parallel' run the same computation on as many threads as there are cores, without making new ones.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            if (IsShortLived(finding, scope) && !IsSpecial(finding, scope))
            {
                var evidence = finding.Cause.Witness.Last.Evidence ?? scope.Name(finding.Cause.Witness.Last.Member);
                scope.Report(finding, evidence, scope.Chain(finding));
            }
        }
    }

    /// <summary>Joined by the member that made it, or made again and again and then left to itself.</summary>
    private static bool IsShortLived(Finding finding, MemberScope scope) =>
        ThreadLifetime.Of(finding.Call.Syntax, scope.Operations, scope.Model, scope.CancellationToken) is { } lifetime
        && (lifetime.IsJoined || (finding.Call.Has(CallTraits.InLoop) && !lifetime.IsKept));

    // The pool has none like it, or its work would keep a pool thread for good.
    private static bool IsSpecial(Finding finding, MemberScope scope) =>
        finding.Call.Target.Parameters.Length > 1
        || scope.Member.SelfAndNested().Any(body => body.Calls.Any(call => call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Thread) && ThreadWork.IsChange(call)))
        || ThreadWork.Of(finding.Call, scope.Model, scope.CancellationToken) is { LastsOn: true } or { ChangesItsThread: true };
}
