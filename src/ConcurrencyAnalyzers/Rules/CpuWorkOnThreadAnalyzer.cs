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
            if (IsShortLived(finding, scope.Member, scope.Model.Symbols) && !IsSpecial(finding, scope.Member, scope.Model.Symbols))
            {
                var evidence = finding.Cause.Witness.Last.Evidence ?? scope.Name(finding.Cause.Witness.Last.Member);
                scope.Report(finding, evidence, scope.Chain(finding));
            }
        }
    }

    /// <summary>Made again and again, or joined by the member that made it.</summary>
    private static bool IsShortLived(Finding finding, Body member, KnownSymbols symbols) =>
        finding.Call.Has(CallTraits.InLoop)
        || member.SelfAndNested().Any(body => body.Calls.Any(call => call.Target.Name == "Join" && call.Target.ContainingType.IsSameAs(symbols.Thread)));

    // The pool has no apartments, priorities or stack sizes to choose from.
    private static bool IsSpecial(Finding finding, Body member, KnownSymbols symbols) =>
        finding.Call.Target.Parameters.Length > 1
        || member.SelfAndNested().Any(body => body.Calls.Any(call =>
            call.Target.ContainingType.IsSameAs(symbols.Thread)
            && call.Target.Name is "SetApartmentState" or "TrySetApartmentState" or "set_Priority" or "set_CurrentCulture" or "set_CurrentUICulture"));
}
