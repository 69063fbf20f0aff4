using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The one door to what computation costs. Asked after the fixpoint of the summaries, so that what it rules out is ruled out for good.</summary>
internal sealed class Costs(ConcurrencyModel model)
{
    /// <summary>One run of a body.</summary>
    public Cost Of(Body body, CancellationToken cancellationToken)
    {
        var summary = model.SummaryOf(body, cancellationToken);
        var known = Of(summary);
        return known.Band == CostBand.Unknown && summary.Effects.IsEmpty && model.Bodies.OperationOf(body.Syntax, cancellationToken) is { } operation && IsTiny(operation)
            ? new Cost(CostBand.Tiny, 0, null)
            : known;
    }

    /// <summary>One run of a delegate that a call is given.</summary>
    public Cost Of(DelegateArgument argument, CancellationToken cancellationToken) =>
        argument.Body is { } body ? Of(body, cancellationToken)
        : argument.Method is { } method && model.Bodies.Of(method, cancellationToken) is { } group ? Of(group, cancellationToken)
        : Of(model.EffectsOf(argument, cancellationToken));

    /// <summary>One run of a statement or expression of a body, without the parts that are left out.</summary>
    public Cost Of(Body body, IOperation part, IOperation[] leftOut, CancellationToken cancellationToken)
    {
        var span = part.Syntax.Span;
        var calls = body.Calls
            .Where(call => span.Contains(call.Syntax.Span) && !leftOut.Any(left => left.Syntax.Span.Contains(call.Syntax.Span)))
            .Select(call => model.EffectsOf(body, call, cancellationToken))
            .ToList();
        if (calls.Select(Of).FirstOrDefault(static cost => cost.IsHeavy) is { } heavy)
        {
            return calls.Any(static summary => summary.Blocking() is not null || summary.Find(Effect.AwaitsIo) is not null) ? heavy with { Band = CostBand.Mixed } : heavy;
        }

        return calls.All(static summary => summary.Effects.IsEmpty) && IsTiny(part) ? new Cost(CostBand.Tiny, 0, null) : Cost.Unknown;
    }

    private static Cost Of(Summary summary) => summary.Find(Effect.Computes) switch
    {
        null => Cost.Unknown,
        var computes => new Cost(
            summary.Blocking() is null && summary.Find(Effect.AwaitsIo) is null ? CostBand.CpuBound : CostBand.Mixed,
            Cost.CpuBoundFrom,
            computes.Witness.Last.Evidence ?? computes.Witness.Last.Member.Name),
    };

    private static bool IsTiny(IOperation operation) => operation.SelfAndBelow().All(static part =>
        part is not (ILoopOperation or IInvocationOperation or IObjectCreationOperation or IArrayCreationOperation or IAwaitOperation or ILockOperation));
}
