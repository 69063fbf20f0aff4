using System;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Methods that promise asynchrony by name and type, and hand all of their work to the pool.</summary>
internal static class Wrappers
{
    /// <summary>The offload is all that a method does whose callers count on its being asynchronous.</summary>
    public static bool IsWrapper(Body body, CallSite call) =>
        call.Has(CallTraits.Whole) && body is { Kind: BodyKind.Member, Method: { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, ReturnsVoid: false } method }
        && method.Name.EndsWith("Async", StringComparison.Ordinal);

    /// <summary>
    /// The wrapper is there on purpose: to keep a user's thread free, whatever asynchronous forms do before they wait; or as the default of a
    /// contract, for heirs that have nothing but a synchronous form.
    /// </summary>
    public static bool IsMeant(ConcurrencyModel model, Body body, CallSite call) =>
        model.Hosts.HasUserInterface || (body.Method is { IsVirtual: true, ContainingType: { } type } && call.Delegates.Any(argument => CallsSlotOf(type, argument)));

    /// <summary>The member does nothing but make the call and hand back its task or its result; checks and declarations may come first.</summary>
    public static bool IsWhole(IOperation call, KnownSymbols symbols)
    {
        var value = call;
        while (Carrier(value) is { } carrier)
        {
            value = carrier;
        }

        var statement = value.Parent switch
        {
            IReturnOperation { Kind: OperationKind.Return } returned => returned,
            IExpressionStatementOperation expression when value is IAwaitOperation => expression,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Parent: IVariableDeclarationOperation { Parent: IVariableDeclarationGroupOperation group } } } => group,
            _ => (IOperation?)null,
        };
        while (statement is not null)
        {
            if (statement.Parent is not IBlockOperation block || !IsOnlyWork(block, statement, symbols))
            {
                return false;
            }

            switch (block.Parent)
            {
                case null or IMethodBodyBaseOperation:
                    return true;
                case ITryOperation @try when @try.Body == block:
                    statement = @try;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>What only awaits, configures, converts or wraps the task.</summary>
    private static IOperation? Carrier(IOperation value) => value.Parent switch
    {
        IConversionOperation or IParenthesizedOperation or IAwaitOperation => value.Parent,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured when configured.Instance == value => configured,
        IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "ValueTask" } wrapped } => wrapped,
        _ => null,
    };

    private static bool IsOnlyWork(IBlockOperation block, IOperation statement, KnownSymbols symbols)
    {
        var isBehind = false;
        foreach (var other in block.Operations)
        {
            if (other == statement)
            {
                isBehind = true;
            }
            else if (!(isBehind ? HandsBack(other) : IsPreparation(other, symbols)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPreparation(IOperation statement, KnownSymbols symbols) => statement switch
    {
        ILocalFunctionOperation or IEmptyOperation => true,
        IVariableDeclarationGroupOperation or IUsingDeclarationOperation or IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IDiscardOperation } } => !Awaits(statement),
        IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { ReturnsVoid: true, Name: var name } } } => name.StartsWith("Throw", StringComparison.Ordinal),
        IConditionalOperation { WhenFalse: null } guard => guard.WhenTrue.EndsInThrow() || (IsExit(guard.WhenTrue, symbols) && !Awaits(guard)),
        _ => false,
    };

    // One that gives back another task has another way to do its work.
    private static bool IsExit(IOperation statement, KnownSymbols symbols) => statement switch
    {
        IReturnOperation { ReturnedValue: { } value } => !symbols.IsAsyncShaped(value.Type) || TaskCompletion.IsCompletedByItself(value, symbols),
        IReturnOperation => true,
        IBlockOperation { Operations: [var only] } => IsExit(only, symbols),
        _ => false,
    };

    private static bool HandsBack(IOperation statement) => statement switch
    {
        ILocalFunctionOperation => true,
        IReturnOperation { ReturnedValue: null } => true,
        IReturnOperation { ReturnedValue: { } value } => value.SelfAndBelow().All(static operation => operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IInstanceReferenceOperation
            or ILiteralOperation or IConversionOperation or IAwaitOperation),
        _ => false,
    };

    private static bool Awaits(IOperation statement) => statement.SelfAndBelow().Any(static operation => operation is IAwaitOperation);

    private static bool CallsSlotOf(INamedTypeSymbol type, DelegateArgument argument) =>
        argument.Method is { } method ? IsSlotOf(type, method) : argument.Body?.Calls.Any(call => IsSlotOf(type, call.Target)) == true;

    private static bool IsSlotOf(INamedTypeSymbol type, IMethodSymbol method) =>
        (method.IsAbstract || method.IsVirtual || method.IsOverride) && method.ContainingType.OriginalDefinition.IsSameAs(type.OriginalDefinition);
}
