using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC109: whoever cancels heavy work that never looks at its token waits for it nevertheless.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CpuLoopIgnoresCancellationAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC109";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Look at the cancellation token in loops that compute for long", "The loop computes for long ({0}) and never looks at '{1}', so that nobody can cancel it", DiagnosticSeverity.Info,
        "Cancellation is a question that the work has to ask; a loop that does not ask goes on to its end, on a processor that nobody has a use for any more.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            if (body.Calls.IsEmpty && body.Computation.Evidence is null)
            {
                continue;
            }

            foreach (var loop in UncancelledLoops.In(body, scope.Model, scope.CancellationToken))
            {
                if (!scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, Places.Name(loop.Syntax), Vehicle.AsyncCode, null, DiagnosticSeverity.Info, loop.Evidence, loop.Token.Name);
                }
            }
        }
    }
}
