using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Says how often a loop goes round, as far as its head and what it changes tell.</summary>
internal sealed class Trips(Extents extents)
{
    /// <summary>Numbers that come closer with each round: the methods in use need tens.</summary>
    private static readonly Extent Convergence = Extent.Few;

    /// <summary>What several rounds of the loop around share goes round about as often as that one.</summary>
    private static readonly Extent Amortized = Extent.Of(2);

    public Round Enter(ILoopOperation loop, Round? outer, ISymbol owner)
    {
        var converges = false;
        var trips = loop switch
        {
            IForEachLoopOperation each => OfEach(each, owner),
            IForLoopOperation counted => OfFor(counted, outer, owner),
            IWhileLoopOperation { Condition: { } condition } whileLoop => OfWhile(whileLoop, condition, outer, owner, out converges),
            _ => Extent.Few,
        };
        if (IsCap(loop, trips, out var comparesFractions))
        {
            (trips, converges) = (Convergence, converges || comparesFractions);
        }

        return new Round(loop.Syntax, trips, trips.IsLarge ? LoopRanges.NameOf(loop) : null, converges, outer);
    }

    /// <summary>A large constant, where something else ends the loop: so many rounds at most, in case numbers do not converge.</summary>
    private static bool IsCap(ILoopOperation loop, Extent trips, out bool comparesFractions)
    {
        comparesFractions = false;
        if (!(trips.IsConstant && trips.Count > Convergence.Count) && loop is not IForLoopOperation { Condition: null } && !(loop is IWhileLoopOperation { Condition.ConstantValue.HasValue: true }))
        {
            return false;
        }

        foreach (var exit in loop.Body.OwnOperations().Where(operation => operation.Leaves(loop)))
        {
            for (IOperation current = exit; current.Parent is { } parent && current != loop; current = parent)
            {
                if (parent is IConditionalOperation choice && choice.Condition != current)
                {
                    comparesFractions |= choice.Condition.SelfAndBelow().Any(static part => part is IBinaryOperation comparison && IsFraction(comparison.LeftOperand.Type));
                    return comparesFractions || trips.IsConstant;
                }
            }
        }

        return false;
    }

    /// <summary>The rounds in which a statement is run that control does not come back from: a return once, a break once in each run of its loop.</summary>
    public static Round? Leaving(IOperation statement, Round? round)
    {
        if (round is null)
        {
            return null;
        }

        var last = statement;
        while (last is IBlockOperation { Operations: [.., var end] })
        {
            last = end;
        }

        return last switch
        {
            IReturnOperation { Kind: OperationKind.Return or OperationKind.YieldBreak } => null,
            IBranchOperation { BranchKind: BranchKind.Break } when last.LoopAround() is { } loop && last.Leaves(loop) => round.Outer,
            _ => round,
        };
    }

    private Extent OfEach(IForEachLoopOperation loop, ISymbol owner)
    {
        var trips = extents.Of(loop.Collection, owner);
        foreach (var local in loop.Locals)
        {
            // A number that is counted out is as large as the count; anything else is one of many.
            extents.Assign(local, LoopRanges.IsNumeric(local.Type) && loop.Collection.Unwrapped() is IInvocationOperation { TargetMethod.Name: "Range" } ? trips : Extent.Few);
        }

        return trips;
    }

    private Extent OfFor(IForLoopOperation loop, Round? outer, ISymbol owner)
    {
        var start = Extent.One;
        var startsAtConstant = true;
        foreach (var declarator in loop.Before.SelectMany(static before => before.SelfAndBelow()).OfType<IVariableDeclaratorOperation>())
        {
            if ((declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer) is { } initializer)
            {
                start = extents.Of(initializer.Value, owner);
                startsAtConstant = start.IsConstant;
            }
        }

        if (loop.Before is [IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assigned }])
        {
            start = extents.Of(assigned.Value, owner);
            startsAtConstant = start.IsConstant;
        }

        var trips = Extent.Few;
        if (loop.Condition is { } condition)
        {
            trips = Comparisons(condition).Select(comparison => OfBound(comparison, start, loop, owner)).DefaultIfEmpty(Extent.Few).Aggregate(Extent.Smaller);
        }

        var step = loop.AtLoopBottom.SelectMany(static bottom => bottom.SelfAndBelow()).ToList();
        if (step.Any(Halves))
        {
            trips = trips.IsConstant ? Extent.Of(System.Math.Log(System.Math.Max(trips.Scale, 2), 2)) : Extent.Log;
        }
        else if (trips.IsConstant && startsAtConstant && step.OfType<ICompoundAssignmentOperation>().FirstOrDefault() is { Value.ConstantValue: { HasValue: true, Value: int stride } } && stride > 1)
        {
            trips = trips.Times(1d / stride);
        }

        foreach (var local in loop.Locals)
        {
            extents.Assign(local, Extent.Larger(trips, start));
        }

        return trips;
    }

    private Extent OfBound(IBinaryOperation comparison, Extent start, IForLoopOperation loop, ISymbol owner)
    {
        var (counter, bound) = loop.Locals.Any(local => comparison.RightOperand.SelfAndBelow().Any(part => part is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local)))
            ? (comparison.RightOperand, comparison.LeftOperand)
            : (comparison.LeftOperand, comparison.RightOperand);
        var goesDown = comparison.OperatorKind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual == (counter == comparison.LeftOperand);
        var end = extents.Of(bound, owner);

        // i * i <= n
        if (counter.Unwrapped() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply })
        {
            return end.IsConstant ? Extent.Of(System.Math.Sqrt(end.Scale)) : Extent.Few.Times(2);
        }

        return goesDown ? start
            : end.IsConstant && start.IsConstant && end.Scale > start.Scale && start.Scale > 1 ? Extent.Of(end.Scale - start.Scale)
            : end;
    }

    private Extent OfWhile(IWhileLoopOperation loop, IOperation condition, Round? outer, ISymbol owner, out bool converges)
    {
        converges = false;
        var changes = Changes(loop);
        var halves = loop.SelfAndBelow().Any(Halves);
        Extent? found = null;
        foreach (var comparison in Comparisons(condition))
        {
            var (left, right) = (comparison.LeftOperand.Unwrapped(), comparison.RightOperand.Unwrapped());
            if (Changed(left, changes) is not null && Changed(right, changes) is not null && IsFraction(left.Type) is false)
            {
                // From both ends; a search halves what is in between.
                found = Extent.Smaller(found ?? Extent.Many, halves ? Extent.Log : IsShared(left, outer) ? Amortized : extents.Of(right, owner) is { IsConstant: false } far ? far : Extent.Many);
                continue;
            }

            if ((Changed(left, changes) ?? Changed(right, changes)) is not { } counter)
            {
                if (left is IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } collection })
                {
                    found = Extent.Smaller(found ?? Extent.Many, IsShared(collection, outer) || !right.ConstantValue.HasValue ? Amortized : Extent.Many);
                }

                continue;
            }

            var bound = counter.Operation == left || left.SelfAndBelow().Contains(counter.Operation) ? right : left;
            if (IsFraction(counter.Operation.Type) && !counter.IsStep)
            {
                converges = true;
                found = Extent.Smaller(found ?? Extent.Many, Convergence);
                continue;
            }

            var extent = halves ? Extent.Log
                : IsShared(counter.Operation, outer) ? Amortized
                : extents.Of(bound, owner) is var end && !end.IsConstant ? end
                : end.Scale > 1 && comparison.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual ? end
                : extents.Of(counter.Operation, owner);
            found = Extent.Smaller(found ?? Extent.Many, extent);
        }

        if (found is { } known)
        {
            return known;
        }

        // while (queue.TryDequeue(out var next)), while (reader.Read())
        return condition.SelfAndBelow().OfType<IInvocationOperation>().FirstOrDefault(static call => call.TargetMethod.Name is "TryDequeue" or "TryPop" or "TryTake" or "MoveNext" or "Read" or "ReadLine" or "Any" or "TryPeek") is { } taking
            ? taking.Instance is { } taken && IsShared(taken, outer) ? Amortized : Extent.Many
            : Extent.Few;
    }

    /// <summary>What the loop counts with goes on from where the round before has left it, so that both loops together run once.</summary>
    private static bool IsShared(IOperation counter, Round? outer)
    {
        if (outer is null || counter.Named() is not { } symbol)
        {
            return false;
        }

        var around = outer.Loop;
        return symbol switch
        {
            ILocalSymbol local => local.DeclaringSyntaxReferences.All(reference => !around.Span.Contains(reference.Span)) && !IsReset(symbol, counter, around),
            IParameterSymbol or IFieldSymbol or IPropertySymbol => !IsReset(symbol, counter, around),
            _ => false,
        };
    }

    private static bool IsReset(ISymbol symbol, IOperation counter, SyntaxNode around)
    {
        var inner = counter.LoopAround();
        var outermost = inner;
        for (var loop = inner; loop is not null && loop.Syntax != around; loop = ((IOperation)loop).LoopAround())
        {
            outermost = loop;
        }

        IOperation? outer = outermost?.LoopAround();
        while (outer is not null && outer.Syntax != around)
        {
            outer = outer.LoopAround();
        }

        return outer is null || outer.OwnOperations(outermost!).Any(part => part switch
        {
            ISimpleAssignmentOperation assignment => SymbolEqualityComparer.Default.Equals(assignment.Target.Named(), symbol)
                && !assignment.Value.SelfAndBelow().Any(read => SymbolEqualityComparer.Default.Equals(read.Named(), symbol)),
            IInvocationOperation { TargetMethod.Name: "Clear", Instance: { } cleared } => SymbolEqualityComparer.Default.Equals(cleared.Named(), symbol),
            _ => false,
        });
    }

    private static (IOperation Operation, bool IsStep)? Changed(IOperation operand, Dictionary<ISymbol, bool> changes)
    {
        foreach (var part in operand.SelfAndBelow())
        {
            if (part.Named() is { } symbol && changes.TryGetValue(symbol, out var isStep))
            {
                return (part, isStep);
            }
        }

        return null;
    }

    /// <summary>What the loop changes, and whether only by steps.</summary>
    private static Dictionary<ISymbol, bool> Changes(ILoopOperation loop)
    {
        var changes = new Dictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        foreach (var operation in loop.SelfAndBelow())
        {
            var (target, isStep) = operation switch
            {
                IIncrementOrDecrementOperation step => (step.Target, true),
                ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } step => (step.Target, true),
                ICompoundAssignmentOperation other => (other.Target, false),
                ISimpleAssignmentOperation assignment => (assignment.Target, false),
                IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } passed => (passed.Value, false),
                _ => (null, false),
            };
            if (target?.Named() is { } symbol)
            {
                changes[symbol] = isStep && (!changes.TryGetValue(symbol, out var known) || known);
            }
        }

        return changes;
    }

    private static bool Halves(IOperation operation) => operation switch
    {
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.RightShift or BinaryOperatorKind.LeftShift or BinaryOperatorKind.Multiply, Target.Type: { } type } => IsWhole(type),
        ISimpleAssignmentOperation { Value: var value } assignment => value.Unwrapped() is IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.RightShift, RightOperand.ConstantValue.HasValue: true, Type: { } type,
        } && IsWhole(type) && assignment.Target.Named() is not null,
        IVariableDeclaratorOperation { Initializer.Value: var value } => value.Unwrapped() is IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.RightShift, RightOperand.ConstantValue: { HasValue: true, Value: 1 or 2 or 2L }, LeftOperand: { } sum, Type: { } type,
        } && IsWhole(type) && sum.Unwrapped() is IBinaryOperation,
        _ => false,
    };

    private static bool IsWhole(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    private static bool IsFraction(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal;

    private static IEnumerable<IBinaryOperation> Comparisons(IOperation condition) => condition.Unwrapped() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => Comparisons(both.LeftOperand).Concat(Comparisons(both.RightOperand)),
        IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.NotEquals,
        } comparison when LoopRanges.IsNumeric(comparison.LeftOperand.Unwrapped().Type) || IsFraction(comparison.LeftOperand.Unwrapped().Type) => [comparison],
        _ => [],
    };
}
