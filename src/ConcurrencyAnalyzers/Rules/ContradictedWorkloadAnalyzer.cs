using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC002: an annotation is believed, so that a wrong one hides what all callers would be told of.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContradictedWorkloadAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC002";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Annotate methods with what they do", "'{0}' is marked as [{1}], and blocks on {2} here: {3}", DiagnosticSeverity.Info,
        "An annotation overrides what the body shows, for all callers: what it denies is reported nowhere.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            if (body.Method is { } method && scope.Model.Annotations.Of(method) is { } annotation and (Annotation.NonBlocking or Annotation.CpuBound))
            {
                Judge(scope, body, annotation);
            }
        }
    }

    private static void Judge(MemberScope scope, Body body, Annotation annotation)
    {
        foreach (var call in body.Calls)
        {
            if (call.Has(CallTraits.Cold) || call.Has(CallTraits.Handler) || Blocking(scope, body, call) is not { } fact || IsTold(scope, call) || scope.Model.IsTestCode(body))
            {
                continue;
            }

            scope.Report(body, Places.Name(fact.Witness.Site ?? call.Syntax), Vehicle.AsyncCode, fact.Witness, DiagnosticSeverity.Info,
                scope.Name(body.Symbol), annotation, Naming.Words(fact.Effect), Naming.Chain(fact.Witness, scope.Model.Symbols));
        }
    }

    /// <summary>What the body does by itself. What a callee does is to be said of the callee, which may have annotations of its own.</summary>
    private static EffectFact? Blocking(MemberScope scope, Body body, CallSite call)
    {
        var options = scope.Model.OptionsFor(call.Syntax.SyntaxTree);
        return scope.Model.EffectsOf(body, call, scope.CancellationToken).Effects.FirstOrDefault(fact =>
            fact is { Strength: Strength.Definite or Strength.Likely, Frequency: not Frequency.Once, Witness.Length: 1 } && Workloads.Blocks(fact.Effect) && options.Admits(fact));
    }

    /// <summary>Another rule says at the same call that it should not block there.</summary>
    private static bool IsTold(MemberScope scope, CallSite call) => scope.Model.FindingsIn(scope.Member, scope.CancellationToken).Any(finding => finding.Call == call);
}
