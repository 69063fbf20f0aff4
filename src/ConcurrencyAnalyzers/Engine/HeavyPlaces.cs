using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Finds the loops and calls of a body that compute as long as somebody minds, and neither block nor await.</summary>
internal static class HeavyPlaces
{
    /// <param name="body">A function of the member.</param>
    /// <param name="operations">The operation blocks of the member.</param>
    /// <param name="atLeast">In modelled nanoseconds.</param>
    public static IEnumerable<HeavyPlace> In(Body body, ImmutableArray<IOperation> operations, double atLeast, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        // Its parts cost no more than it does.
        if (model.CostOf(body, cancellationToken).Nanoseconds < atLeast)
        {
            yield break;
        }

        foreach (var code in CodeOf(body, operations))
        {
            HeavyPlace? outer = null;
            foreach (var place in Candidates(code))
            {
                var nested = place is ILoopOperation ? [] : Candidates(place, skipSelf: true).ToArray();
                if (model.CostOf(body, place, cancellationToken, nested) is { IsCpuBoundIfMuch: true } cost && cost.Nanoseconds >= atLeast)
                {
                    // A sequence and who enumerates it have one cause.
                    if (outer is null || !place.IsWithin(outer.Operation) || outer.Cost.Evidence != cost.Evidence)
                    {
                        yield return outer = new HeavyPlace(body, place, cost);
                    }
                }
            }
        }
    }

    private static IEnumerable<IOperation> CodeOf(Body body, ImmutableArray<IOperation> operations) => body.Kind == BodyKind.Member
        ? operations.Where(static operation => operation.Kind != OperationKind.Attribute)
        : operations.SelectMany(static block => block.SelfAndBelow()).Where(operation => operation is IAnonymousFunctionOperation or ILocalFunctionOperation && operation.Syntax == body.Syntax).Take(1).SelectMany(static function => function.ChildOperations);

    /// <summary>The outermost loops that do not await, and the calls outside of these: from one await to the next the thread is kept. What only a failure runs is left out.</summary>
    private static IEnumerable<IOperation> Candidates(IOperation root, bool skipSelf = false)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation or IThrowOperation or ICatchClauseOperation)
            {
                continue;
            }

            if (!(skipSelf && operation == root) && ((operation is ILoopOperation loop && !Awaits(loop)) || operation is IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation))
            {
                yield return operation;
                if (operation is ILoopOperation)
                {
                    continue;
                }
            }

            foreach (var child in operation.ChildOperations.Reverse())
            {
                pending.Push(child);
            }
        }
    }

    private static bool Awaits(ILoopOperation loop) => loop is IForEachLoopOperation { IsAsynchronous: true } || loop.OwnOperations().Any(static operation => operation.Kind == OperationKind.Await);
}
