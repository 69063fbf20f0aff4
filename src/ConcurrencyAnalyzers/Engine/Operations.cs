using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Questions about the shape of operations.</summary>
internal static class Operations
{
    public static IOperation Unwrapped(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IConditionalAccessInstanceOperation when Accessed(operation) is { } receiver:
                    operation = receiver;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The operand whose value it is: looks through conversions that make neither another value of it nor nothing.</summary>
    public static IOperation SameValue(this IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null, Conversion: var kind } conversion && (kind.IsImplicit || (kind.IsReference && !conversion.IsTryCast)))
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>In <c>a?.B()</c>, the <c>a</c> that <c>.B()</c> is called on.</summary>
    private static IOperation? Accessed(IOperation instance)
    {
        for (var current = instance; current.Parent is { } parent; current = parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == current)
            {
                return access.Operation;
            }
        }

        return null;
    }

    public static bool IsNullLiteral(this IOperation operation) =>
        operation.Unwrapped() is { ConstantValue: { HasValue: true, Value: null } };

    /// <summary>The local, parameter, field or property that an expression names; null for anything else.</summary>
    public static ISymbol? Named(this IOperation operation) => operation.Unwrapped() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    /// <summary>The sequence that a copy of it has its items from: looks through <c>ToList</c>, <c>ToArray</c>, <c>[.. x]</c> and the keyword form of a query.</summary>
    public static IOperation Copied(this IOperation sequence)
    {
        while (true)
        {
            sequence = sequence.Unwrapped();
            switch (sequence)
            {
                case ITranslatedQueryOperation query:
                    sequence = query.Operation;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ToList" or "ToArray" or "ToHashSet" or "AsEnumerable", Arguments: [{ Value: { } source }, ..] } call when call.IsLinq():
                    sequence = source;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "ToArray", ContainingNamespace: { ContainingNamespace.Name: "Collections" } }, Instance: { } list, Arguments.IsEmpty: true }:
                    sequence = list;
                    break;
                case { Kind: OperationKind.CollectionExpression } when sequence.ChildOperations is { Count: 1 } elements && elements.First() is ISpreadOperation spread:
                    sequence = spread.Operand;
                    break;
                default:
                    return sequence;
            }
        }
    }

    /// <summary>A method of <c>Enumerable</c>: it reads the sequence that it is given first, and changes nothing.</summary>
    public static bool IsLinq(this IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, ContainingType: { Name: "Enumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } };

    /// <summary>A method of <c>ParallelEnumerable</c>: it takes a parallel query first, or makes one.</summary>
    public static bool IsPlinq(this IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, ContainingType: { Name: "ParallelEnumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } };

    /// <summary>The call that adds one thing to the collection that is mentioned, and does no more.</summary>
    public static IInvocationOperation? Adding(this IOperation mention) =>
        mention.Parent is IInvocationOperation { TargetMethod.Name: "Add", Arguments.Length: 1, Parent: IExpressionStatementOperation } add && add.Instance == mention ? add : null;

    /// <summary>A new list with nothing in it.</summary>
    public static bool IsEmptyList(this IOperation value) => value.Unwrapped() switch
    {
        IObjectCreationOperation { Initializer: null } made => made.Arguments.All(static argument => argument.Value.Type?.SpecialType == SpecialType.System_Int32),
        { Kind: OperationKind.CollectionExpression } list => list.ChildOperations.Count == 0,
        _ => false,
    };

    /// <summary>The variable is read or written in the code, functions in it included.</summary>
    public static bool Mentions(this IOperation code, ISymbol variable)
    {
        foreach (var operation in code.SelfAndBelow())
        {
            if (operation is ILocalReferenceOperation { Local: var local } ? local.IsSameAs(variable) : operation is IParameterReferenceOperation { Parameter: var parameter } && parameter.IsSameAs(variable))
            {
                return true;
            }
        }

        return false;
    }

    public static IOperation? ArgumentAt(this IInvocationOperation call, int ordinal) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value;

    /// <summary>The lambda or local function that an operation stands in; null for the member's own code.</summary>
    public static IOperation? FunctionAround(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return parent;
            }
        }

        return null;
    }

    /// <summary>The nearest loop around, within the same function.</summary>
    public static ILoopOperation? LoopAround(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ILoopOperation loop)
            {
                return loop;
            }
        }

        return null;
    }

    public static bool IsWithin(this IOperation operation, IOperation ancestor)
    {
        for (var current = operation; current is not null; current = current.Parent)
        {
            if (current == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The await of a task that a call gives, <c>ConfigureAwait</c> looked through.</summary>
    public static IAwaitOperation? Awaited(this IOperation task) => task.Parent switch
    {
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Parent: IAwaitOperation wait } configured when configured.Instance == task => wait,
        IAwaitOperation wait => wait,
        _ => null,
    };

    /// <summary>What runs in a loop's own function, once for each of its rounds; nested functions and the given parts are left out.</summary>
    public static IEnumerable<IOperation> OwnOperations(this IOperation root, params IOperation[] leftOut)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation || leftOut.Contains(operation))
            {
                continue;
            }

            yield return operation;
            foreach (var child in operation.ChildOperations.Reverse())
            {
                pending.Push(child);
            }
        }
    }

    /// <summary>The variables and members that the operation gives another value, or lets somebody else do so: all at once, by steps, by reference.</summary>
    public static IReadOnlyList<IOperation> Written(this IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { IsRef: true } aliased => [.. Targets(aliased.Target), .. Targets(aliased.Value)],
        IAssignmentOperation assignment => Targets(assignment.Target),
        IIncrementOrDecrementOperation step => Targets(step.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } passed => Targets(passed.Value),
        IVariableDeclaratorOperation { Symbol.RefKind: RefKind.Ref } alias when alias.GetVariableInitializer() is { Value: { } aliased } => Targets(aliased),
        IAddressOfOperation pointed => Targets(pointed.Reference),
        IDynamicInvocationOperation late => [.. late.Arguments.Where((_, index) => late.GetArgumentRefKind(index) is RefKind.Ref or RefKind.Out).SelectMany(Targets)],
        _ => [],
    };

    /// <summary>The mention of a variable or member is one that <see cref="Written"/> tells of.</summary>
    public static bool IsWritten(this IOperation mention)
    {
        var around = mention.Parent;
        while (around is ITupleOperation or IDeclarationExpressionOperation or IConditionalOperation { IsRef: true } or IVariableInitializerOperation)
        {
            around = around.Parent;
        }

        return around is not null && around.Written().Contains(mention);
    }

    private static IReadOnlyList<IOperation> Targets(IOperation target) => target switch
    {
        ITupleOperation parts => [.. parts.Elements.SelectMany(Targets)],
        IDeclarationExpressionOperation declared => Targets(declared.Expression),
        IConditionalOperation { IsRef: true, WhenFalse: { } otherwise } either => [.. Targets(either.WhenTrue), .. Targets(otherwise)],
        _ => [target],
    };

    /// <summary>The operation leaves the loop, and not by failing.</summary>
    public static bool Leaves(this IOperation operation, ILoopOperation loop) => operation switch
    {
        IReturnOperation { Kind: OperationKind.Return or OperationKind.YieldBreak } => true,
        IBranchOperation { BranchKind: BranchKind.Break } exit => SymbolEqualityComparer.Default.Equals(exit.Target, loop.ExitLabel),
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        _ => false,
    };

    /// <summary>The operation is done only when somebody has asked to stop.</summary>
    public static bool IsOnCancellation(this IOperation operation, IOperation within) => operation.IsGuarded(within, IsCancellationCheck);

    public static bool IsCancellationCheck(this IOperation condition) => condition.Unwrapped() is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" };

    /// <summary>An <c>if</c> between the operation and what is around it has the condition.</summary>
    public static bool IsGuarded(this IOperation operation, IOperation within, System.Func<IOperation, bool> condition)
    {
        for (var current = operation; current.Parent is { } parent && current != within; current = parent)
        {
            if (parent is IConditionalOperation branch && branch.WhenTrue == current && condition(branch.Condition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Control never goes on after the statement.</summary>
    public static bool Exits(this IOperation? statement) => statement switch
    {
        IReturnOperation { Kind: OperationKind.Return or OperationKind.YieldBreak } => true,
        IThrowOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } => true,
        IBlockOperation block => block.Operations.Length > 0 && block.Operations[block.Operations.Length - 1].Exits(),
        _ => false,
    };

    /// <summary>Control goes to the next round of the loop.</summary>
    public static bool Continues(this IOperation? statement) => statement switch
    {
        IBranchOperation { BranchKind: BranchKind.Continue } => true,
        IBlockOperation block => block.Operations.Length > 0 && block.Operations[block.Operations.Length - 1].Continues(),
        _ => false,
    };

    /// <summary>The truth value that a condition always has; null where that depends.</summary>
    public static bool? ConstantTruth(this IOperation condition) => condition switch
    {
        { ConstantValue: { HasValue: true, Value: bool value } } => value,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, LeftOperand: var left } when left.ConstantTruth() == false => false,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr, LeftOperand: var left } when left.ConstantTruth() == true => true,
        _ => null,
    };

    /// <summary>The part of the loop is run before its first round.</summary>
    public static bool Precedes(this IOperation part, ILoopOperation loop) =>
        (loop is IForEachLoopOperation each && part == each.Collection) || (loop is IForLoopOperation counted && counted.Before.Contains(part));

    /// <summary>The value that a function gives when it does nothing else.</summary>
    public static IOperation? OnlyResult(this IBlockOperation block) => block.Operations switch
    {
        [IReturnOperation { ReturnedValue: { } value }] => value,
        [ILockOperation { Body: IBlockOperation locked }] => locked.OnlyResult(),
        _ => null,
    };

    public static bool EndsInThrow(this IOperation? statement) => statement switch
    {
        IThrowOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation block => block.Operations.Length > 0 && block.Operations[block.Operations.Length - 1].EndsInThrow(),
        _ => false,
    };

    /// <summary>A constant 0, <c>TimeSpan.Zero</c> or <c>default</c>: a try, not a wait.</summary>
    public static bool IsZeroTimeout(this IOperation operation, KnownSymbols symbols)
    {
        var value = operation.Unwrapped();
        return value switch
        {
            { ConstantValue: { HasValue: true, Value: 0 or 0L or 0u } } => true,
            IDefaultValueOperation { Type: { } type } => type.IsSameAs(symbols.TimeSpan),
            IFieldReferenceOperation { Field: { Name: "Zero" } field } => field.ContainingType.IsSameAs(symbols.TimeSpan),
            IObjectCreationOperation { Type: { } type } creation when type.IsSameAs(symbols.TimeSpan) => AllZero(creation.Arguments),
            IInvocationOperation { TargetMethod: { IsStatic: true } method } call when method.ContainingType.IsSameAs(symbols.TimeSpan) => AllZero(call.Arguments),
            _ => false,
        };
    }

    /// <summary>Every operation below, itself included, nested functions included; depth first without recursion.</summary>
    public static IEnumerable<IOperation> SelfAndBelow(this IOperation root)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations.Reverse())
            {
                pending.Push(child);
            }
        }
    }

    /// <summary>The same in the order of evaluation: operands from left to right, each before what uses it.</summary>
    public static IEnumerable<IOperation> InOrderOfEvaluation(this IOperation root)
    {
        var found = new Stack<IOperation>();
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            found.Push(operation);
            foreach (var child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }

        return found;
    }

    /// <summary>The operation that none is around.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>The control flow of a member, by the operation that none is around; null for what has none.</summary>
    public static ControlFlowGraph? ControlFlow(this IOperation root) => root switch
    {
        IMethodBodyOperation body => ControlFlowGraph.Create(body),
        IConstructorBodyOperation body => ControlFlowGraph.Create(body),
        IBlockOperation body => ControlFlowGraph.Create(body),
        IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer),
        IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer),
        _ => null,
    };

    private static bool AllZero(IEnumerable<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Value.ConstantValue is not { HasValue: true, Value: 0 or 0L or 0d })
            {
                return false;
            }
        }

        return true;
    }
}
