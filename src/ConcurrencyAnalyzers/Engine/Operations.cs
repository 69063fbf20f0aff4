using System.Collections.Generic;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
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
