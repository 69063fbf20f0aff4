using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Does a body call itself several times with a number that is one step smaller, as those do that try everything out? Whoever walks a tree calls
/// itself for other nodes, and that ends with the tree; who remembers results does not compute them again.
/// </summary>
internal sealed class RecursionReader
{
    private int steps;
    private int inOneReturn;
    private IOperation? lastReturn;
    private int inLastReturn;
    private bool remembers;

    public bool Branches => !remembers && steps + inOneReturn >= 2;

    public void Add(IInvocationOperation call)
    {
        if (!IsStep(call))
        {
            return;
        }

        remembers |= Remembers(call);
        var isInLoop = call.LoopAround() is not null;
        var around = ReturnAround(call);
        if (around is null || isInLoop)
        {
            steps += isInLoop ? 2 : 1;
            return;
        }

        // After a return there is no other.
        inLastReturn = around == lastReturn ? inLastReturn + 1 : 1;
        lastReturn = around;
        inOneReturn = Math.Max(inOneReturn, inLastReturn);
    }

    private static bool IsStep(IInvocationOperation call)
    {
        if (call.Instance is not (null or IInstanceReferenceOperation))
        {
            return false;
        }

        var stepsDown = call.Arguments.Any(static argument => IsStep(argument, BinaryOperatorKind.Subtract));
        if (!stepsDown && !call.Arguments.Any(static argument => IsStep(argument, BinaryOperatorKind.Add)))
        {
            return false;
        }

        return call.Arguments.All(argument => argument.Value.Unwrapped() switch
        {
            ILocalReferenceOperation { Local: { } local } when !stepsDown => !(IsElement(local, call) || LoopRanges.IsNumeric(local.Type)),
            { Type.IsReferenceType: false } or IParameterReferenceOperation or IInstanceReferenceOperation or IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
            { ConstantValue.HasValue: true } => true,
            ILocalReferenceOperation => true,
            IBinaryOperation or IInvocationOperation => stepsDown,
            _ => false,
        });
    }

    private static bool IsElement(ILocalSymbol local, IInvocationOperation call) =>
        call.LoopAround() is { } loop && loop.Locals.Any(element => SymbolEqualityComparer.Default.Equals(element, local));

    private static bool IsStep(IArgumentOperation argument, BinaryOperatorKind kind) => argument.Value.Unwrapped() is IBinaryOperation binary && binary.OperatorKind == kind
        && binary.RightOperand.ConstantValue.HasValue && LoopRanges.IsNumeric(binary.Type) && binary.LeftOperand.Unwrapped() is IParameterReferenceOperation;

    private static bool Remembers(IInvocationOperation call)
    {
        for (IOperation current = call; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } } assignment when assignment.Value == current:
                    return true;
                case IMethodBodyOperation or ILocalFunctionOperation or IAnonymousFunctionOperation:
                    return parent.OwnOperations().Any(static part => part is IInvocationOperation { TargetMethod.Name: "TryGetValue" or "ContainsKey" })
                        || (parent is ILocalFunctionOperation { Body: { } body } && body.OwnOperations().Any(static part => part is IInvocationOperation { TargetMethod.Name: "TryGetValue" or "ContainsKey" }));
            }
        }

        return false;
    }

    private static IOperation? ReturnAround(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation or IBlockOperation); parent = parent.Parent)
        {
            if (parent is IReturnOperation)
            {
                return parent;
            }
        }

        return null;
    }
}
