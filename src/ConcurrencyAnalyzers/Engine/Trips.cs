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

    /// <summary>What is sought may be the first or the last.</summary>
    public const double SearchShare = 0.1;

    /// <summary>What several rounds of the loop around share go round together as often as that one alone would.</summary>
    private static readonly Extent Amortized = Extent.One;

    public Round Enter(ILoopOperation loop, Round? outer, ISymbol owner)
    {
        var converges = false;
        var trips = loop switch
        {
            IForEachLoopOperation each => OfEach(each, owner),
            IForLoopOperation counted => OfFor(counted, owner),
            IWhileLoopOperation { Condition: { } condition } whileLoop => OfWhile(whileLoop, condition, outer, owner, out converges),
            _ => Extent.Few,
        };
        if (trips is { IsConstant: false } && Extent.IsDoubtful(trips.Code) && loop is IForLoopOperation { Condition: { } bound } side && !bound.SelfAndBelow().Any(IsCountOfSequence) && IsOfGrid(side, outer))
        {
            trips = Extent.Side;
        }

        if (IsCap(loop, trips, out var comparesFractions))
        {
            (trips, converges) = (Convergence, converges || comparesFractions);
        }
        else if (trips.IsLarge && Searches(loop))
        {
            trips = trips.Times(SearchShare);
        }

        return new Round(loop.Syntax, trips, trips.IsLarge ? LoopRanges.NameOf(loop) : null, converges, outer);
    }

    /// <summary>A round may be the last one, as something decides that the loop does not count.</summary>
    private static bool Searches(ILoopOperation loop)
    {
        if (loop is IForLoopOperation { Condition: { } head } && HasOther(head) || loop is IWhileLoopOperation { Condition: { } condition } && HasOther(condition))
        {
            return true;
        }

        foreach (var exit in loop.Body.OwnOperations().Where(operation => operation.Leaves(loop)))
        {
            for (IOperation current = exit; current.Parent is { } parent && current != loop; current = parent)
            {
                if (parent is IConditionalOperation or ISwitchCaseOperation)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Beside the count, something else is asked of each element.</summary>
    private static bool HasOther(IOperation condition) => condition.Unwrapped() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => HasOther(both.LeftOperand) || HasOther(both.RightOperand),
        IBinaryOperation { LeftOperand: { } left, RightOperand: { } right } => AsksElement(left) || AsksElement(right),
        var other => AsksElement(other),
    };

    private static bool AsksElement(IOperation operand) => operand.SelfAndBelow().Any(static part =>
        part is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true });

    /// <summary>Rows and columns: an element is named by the counters of both loops.</summary>
    private static bool IsOfGrid(IForLoopOperation loop, Round? outer)
    {
        var around = outer?.InLoop is { Trips: var trips } && trips == Extent.Side ? ((IOperation)loop).LoopAround() as IForLoopOperation : null;
        foreach (var inner in loop.Body.SelfAndBelow().OfType<IForLoopOperation>().Concat(around is null ? [] : [around]))
        {
            var body = inner == around ? loop.Body : inner.Body;
            if (body.SelfAndBelow().Any(part => IsNamedBy(part, loop, inner)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamedBy(IOperation part, IForLoopOperation a, IForLoopOperation b)
    {
        IEnumerable<IOperation> indices = part switch
        {
            IArrayElementReferenceOperation { ArrayReference: IArrayElementReferenceOperation row } element => element.Indices.Concat(row.Indices),
            IArrayElementReferenceOperation element => element.Indices,
            IPropertyReferenceOperation { Property.IsIndexer: true } indexer => indexer.Arguments,
            IInvocationOperation { Arguments.Length: >= 2, TargetMethod.MethodKind: MethodKind.Ordinary } call => call.Arguments,
            _ => [],
        };
        // [row, column], [row][column], [(row * width) + column]; [i + j] names a diagonal.
        return indices.ToList() is { Count: > 0 } all && all.Any(index => Mentions(index, a)) && all.Any(index => Mentions(index, b))
            && (all.Count > 1 || all[0].SelfAndBelow().Any(static factor => factor is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply }));
    }

    private static bool Mentions(IOperation expression, IForLoopOperation loop) => expression.SelfAndBelow().Any(
        read => read is ILocalReferenceOperation { Local: { } local } && loop.Locals.Contains(local, SymbolEqualityComparer.Default));

    private static bool IsCountOfSequence(IOperation part) => part is IPropertyReferenceOperation { Instance.Type: { } type, Property.Name: { } name } && Extents.IsCount(name) && Extents.IsSequence(type);

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

    /// <summary>Of two branches, nobody knows which.</summary>
    private const double EitherBranch = 0.5;

    /// <summary>The rounds in which the parts of an operation are run, unless it is a loop.</summary>
    public static Round? Inside(IOperation operation, Round? round) => operation.Kind switch
    {
        OperationKind.Return => Leaving(operation, round),
        OperationKind.Block when operation.Parent is IConditionalOperation or ISwitchCaseOperation => Leaving(operation, round),
        OperationKind.SwitchCase or OperationKind.SwitchExpressionArm => Round.Share(round, ShareOf(operation)),
        _ => round,
    };

    /// <summary>The rounds in which either branch is run.</summary>
    public static Round? InBranch(IConditionalOperation choice, Round? round) => choice.Condition.ConstantTruth() is null ? Round.Share(round, EitherBranch) : round;

    /// <summary>The rounds in which what stands behind a statement of a block is run: some are over with the statement.</summary>
    public static Round? Behind(IOperation statement, Round? round) =>
        statement is IConditionalOperation { WhenFalse: null } guard && guard.WhenTrue.Continues() ? Round.Share(round, EitherBranch) : round;

    /// <summary>The rounds in which a statement is run that control does not come back from: a return once, a break once in each run of its loop.</summary>
    private static Round? Leaving(IOperation statement, Round? round)
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
            IBranchOperation { BranchKind: BranchKind.Break } when last.LoopAround() is { } loop && last.Leaves(loop) => round.InLoop?.Outer,
            _ => round,
        };
    }

    private static double ShareOf(IOperation branch) => branch.Parent switch
    {
        ISwitchOperation { Cases.Length: > 2 and var cases } => 1d / cases,
        ISwitchExpressionOperation { Arms.Length: > 2 and var arms } => 1d / arms,
        _ => EitherBranch,
    };

    private Extent OfEach(IForEachLoopOperation loop, ISymbol owner)
    {
        var trips = extents.Of(loop.Collection, owner);
        foreach (var local in loop.Locals)
        {
            // A number that is counted out is as large as the count; anything else is one of many.
            extents.Assign(local, LoopRanges.IsNumeric(local.Type) && loop.Collection.Unwrapped() is IInvocationOperation { TargetMethod.Name: "Range" } ? trips : trips.IsPlane && local.Type is IArrayTypeSymbol ? trips : Extent.Few);
        }

        return trips;
    }

    private Extent OfFor(IForLoopOperation loop, ISymbol owner)
    {
        var start = Extent.One;
        var startsAtConstant = true;
        var isFirst = true;
        var known = new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default);
        foreach (var declarator in loop.Before.SelectMany(static before => before.SelfAndBelow()).OfType<IVariableDeclaratorOperation>())
        {
            if (declarator.GetVariableInitializer() is { } initializer)
            {
                // Bounds may be told beside the counter, and the loop is met before what it declares.
                extents.Assign(declarator.Symbol, extents.Of(initializer.Value, owner));
                if (!isFirst)
                {
                    known.Add(declarator.Symbol);
                    continue;
                }

                isFirst = false;
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

        // What is counted are the rows of a table, however their number is known.
        if (!trips.IsConstant && loop.Body.SelfAndBelow().FirstOrDefault(part => part is IArrayElementReferenceOperation { Indices.Length: > 1 } element && element.Indices.Any(index => Mentions(index, loop))) is IArrayElementReferenceOperation table
            && extents.Of(table.ArrayReference, owner) is { IsConstant: false } side && (side.IsPlane || side == Extent.Side))
        {
            trips = side;
        }

        var step = loop.AtLoopBottom.SelectMany(static bottom => bottom.SelfAndBelow()).ToList();
        if (step.Any(Halves))
        {
            trips = trips.IsConstant ? Extent.Of(System.Math.Log(System.Math.Max(trips.Scale, 2), 2)) : Extent.Log;
        }
        else if (step.OfType<ICompoundAssignmentOperation>().Any(static part => part is { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, Value: { ConstantValue.HasValue: false, Type: { } type } } && IsWhole(type)))
        {
            trips = trips.IsConstant ? trips : Extent.Few;
        }
        else if ((startsAtConstant || !trips.IsConstant) && step.OfType<ICompoundAssignmentOperation>().FirstOrDefault() is { Value.ConstantValue: { HasValue: true, Value: int stride } } && stride > 1)
        {
            trips = trips.Times(1d / stride);
        }

        foreach (var local in loop.Locals)
        {
            if (!known.Contains(local))
            {
                extents.Assign(local, Extent.Larger(trips, start));
            }
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
        var halves = loop.SelfAndBelow().Any(Halves) || Descends(loop, condition, changes);
        Extent? found = null;
        void Bound(Extent extent) => found = found is { } least ? Extent.Smaller(least, extent) : extent;
        foreach (var comparison in Comparisons(condition))
        {
            var (left, right) = (comparison.LeftOperand.Unwrapped(), comparison.RightOperand.Unwrapped());
            if (Changed(left, changes) is not null && Changed(right, changes) is not null && IsFraction(left.Type) is false)
            {
                // What is left of a range is one of its parts.
                if (Changed(left, changes) is { IsStep: false } && Changed(right, changes) is { IsStep: false })
                {
                    Bound(Extent.Log);
                    continue;
                }

                // From both ends; a search halves what is in between.
                Bound(halves ? Extent.Log : IsShared(left, outer) ? Amortized : extents.Of(right, owner) is { IsConstant: false } far ? far : Extent.Many);
                continue;
            }

            if ((Changed(left, changes) ?? Changed(right, changes)) is not { } counter)
            {
                if (left is IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } collection })
                {
                    Bound(IsShared(collection, outer) || !right.ConstantValue.HasValue ? Amortized : extents.Of(collection, owner) is { IsConstant: false } filled ? filled : Extent.Many);
                }

                continue;
            }

            if (counter.Operation.Named() is { } counted && TakesParts(loop, counted))
            {
                Bound(Extent.Few);
                continue;
            }

            var bound = counter.Operation == left || left.SelfAndBelow().Contains(counter.Operation) ? right : left;
            if (IsFraction(counter.Operation.Type) && !counter.IsStep)
            {
                converges = true;
                Bound(Convergence);
                continue;
            }

            var extent = halves ? Extent.Log
                : IsShared(counter.Operation, outer) ? Amortized
                : extents.Of(bound, owner) is var end && !end.IsConstant ? end
                : end.Scale > 1 && comparison.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual ? end
                : extents.Of(counter.Operation, owner);
            Bound(extent);
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
        if (outer?.InLoop?.Loop is not { } around || counter.Named() is not { } symbol)
        {
            return false;
        }

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

    /// <summary>Each round does as much as it can: a buffer, a block, what a reader has.</summary>
    private static bool TakesParts(ILoopOperation loop, ISymbol counted) => !loop.SelfAndBelow().Any(part => part is IIncrementOrDecrementOperation { Target: { } stepped } && SymbolEqualityComparer.Default.Equals(stepped.Named(), counted))
        && loop.SelfAndBelow().Any(part => part is ICompoundAssignmentOperation
        {
            OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, Value: { ConstantValue.HasValue: false } value, Target: { } target,
        } && IsWhole(value.Type!) && SymbolEqualityComparer.Default.Equals(target.Named(), counted));

    /// <summary>What the loop changes, and whether only by steps.</summary>
    private static Dictionary<ISymbol, bool> Changes(ILoopOperation loop)
    {
        var changes = new Dictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        foreach (var operation in loop.SelfAndBelow())
        {
            var isStep = operation is IIncrementOrDecrementOperation or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract };
            foreach (var target in operation.Written())
            {
                if (target.Named() is { } symbol)
                {
                    changes[symbol] = isStep && (!changes.TryGetValue(symbol, out var known) || known);
                }
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

    /// <summary>From a node of a heap to its child.</summary>
    private static bool Descends(IWhileLoopOperation loop, IOperation condition, Dictionary<ISymbol, bool> changes) => loop.SelfAndBelow().Any(part => part switch
    {
        IVariableDeclaratorOperation { Initializer.Value: var value } => Doubled(value),
        ISimpleAssignmentOperation { Value: var value } => Doubled(value),
        _ => null,
    } is { } node && changes.TryGetValue(node, out var isStep) && !isStep && condition.SelfAndBelow().Any(read => SymbolEqualityComparer.Default.Equals(read.Named(), node)));

    private static ISymbol? Doubled(IOperation value) => value.Unwrapped() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, RightOperand.ConstantValue: { HasValue: true, Value: 1 or 2 }, LeftOperand: var twice } => Doubled(twice),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply, LeftOperand.ConstantValue: { HasValue: true, Value: 2 }, RightOperand: var node } => node.Named(),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply, RightOperand.ConstantValue: { HasValue: true, Value: 2 }, LeftOperand: var node } => node.Named(),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.LeftShift, RightOperand.ConstantValue: { HasValue: true, Value: 1 }, LeftOperand: var node } => node.Named(),
        _ => null,
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
