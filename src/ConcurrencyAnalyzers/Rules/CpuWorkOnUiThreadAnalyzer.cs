using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC102: while its thread computes, a user interface neither paints nor answers, and an actor or a grain takes no other message.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CpuWorkOnUiThreadAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC102";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Keep computation off the thread of a user interface or a turn", "'{0}' runs on {1}, which it keeps busy: {2}", DiagnosticSeverity.Warning,
        "A thread that serves one thing after another serves nothing while it computes.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            if (!scope.Model.Vehicles.Around(body, scope.CancellationToken).Contains(Vehicle.UiThread) || scope.Model.IsTestCode(body))
            {
                continue;
            }

            var thread = scope.Model.Vehicles.IsTurn(body) ? "a turn that others wait for" : "the thread of the user interface";
            foreach (var place in HeavyPlaces.In(body, scope.Operations, Cost.NoticedFrom, scope.Model, scope.CancellationToken))
            {
                // What follows an await that leaves the context runs elsewhere.
                if (place.Operation.Syntax.SpanStart <= body.LeavesContextAt)
                {
                    // How much an object holds nobody knows here: it may be much.
                    scope.Report(body, Places.Name(place.Operation.Syntax), Vehicle.UiThread, place.Cost.Path ?? new Witness(body.Symbol, null, null), place.Cost.IsCpuBound ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                        scope.Name(body), thread, Words(place.Cost, scope));
                }
            }
        }
    }

    private static string? Words(Cost cost, MemberScope scope) =>
        cost.Path is null ? cost.Evidence
        : Naming.Chain(cost.Path, scope.Model.Symbols) is var chain && chain == cost.Evidence ? chain
        : $"{chain} ({cost.Evidence})";
}
