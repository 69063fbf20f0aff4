using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Finds work that goes on until somebody ends it and blocks all the while: consumers, accept loops, polls that sleep.</summary>
internal static class LastingWaits
{
    /// <summary>What the work that a call is given waits for, in a loop that nobody but another party ends; null for work that is over one day.</summary>
    public static EffectFact? In(CallSite offload, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        foreach (var body in ThreadWork.Of(offload, model, cancellationToken).Bodies)
        {
            if (body.IsAsyncCode)
            {
                continue;
            }

            foreach (var call in body.Calls)
            {
                if (call.Has(CallTraits.Cold) || call.Has(CallTraits.Handler))
                {
                    continue;
                }

                var isConsumed = call.Syntax.Parent is CommonForEachStatementSyntax loop && loop.Expression == call.Syntax;
                if (!isConsumed && !LastingLoops.Around(call.Syntax, body.Syntax))
                {
                    continue;
                }

                // A sequence that ends when its producer says so; others are read to their end.
                var options = model.OptionsFor(call.Syntax.SyntaxTree);
                if (model.EffectsOf(body, call, cancellationToken).Effects.FirstOrDefault(fact => Waits(fact.Effect, isConsumed) && options.Admits(fact) && !model.IsBusyWait(fact, body, cancellationToken)) is { } wait)
                {
                    return wait;
                }
            }
        }

        return null;
    }

    private static bool Waits(Effect effect, bool isConsumed) => isConsumed ? effect == Effect.Wait : Workloads.Blocks(effect) && effect is not Effect.File;
}
