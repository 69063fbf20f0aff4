using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Where an expression goes: as an argument, into a variable, to an event, to an enumeration.</summary>
internal static class Destinations
{
    private const int LongRunningOption = 2; // TaskCreationOptions.LongRunning, and TaskContinuationOptions.LongRunning

    /// <summary>The argument that the value becomes, wrappers and arrays of delegates looked through.</summary>
    public static IArgumentOperation? AsArgument(IOperation value)
    {
        var current = value;
        while (current.Parent is { } parent)
        {
            switch (parent)
            {
                case IArgumentOperation argument:
                    return argument;
                case IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation:
                case { Kind: OperationKind.CollectionExpression }:
                    current = parent;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The local that the value is stored in, when it is stored in one.</summary>
    public static ILocalSymbol? AsLocal(IOperation value)
    {
        var current = value;
        while (current.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return current.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment when assignment.Value == current => local.Local,
            _ => null,
        };
    }

    /// <summary>The event that the value is added to, or taken from.</summary>
    public static IEventSymbol? AsHandler(IOperation value)
    {
        var current = value;
        while (current.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return current.Parent is IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { } raised } } ? raised : null;
    }

    /// <summary>The use that the table gives for the argument, sharpened by the options that the call passes.</summary>
    public static DelegateUse UseOf(IArgumentOperation argument, DelegateTable table)
    {
        var (method, arguments) = argument.Parent switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            _ => (null, default),
        };
        if (method is null || argument.Parameter is not { } parameter)
        {
            return DelegateUse.Unknown;
        }

        var use = table.Find(method, parameter.Ordinal);

        // It is meant to have its thread; that it gets none is told at the option.
        if (use is DelegateUse.Pool or DelegateUse.Stored && !arguments.IsDefault && MisplacedState.AsksForThread(argument, arguments))
        {
            return DelegateUse.LongRunning;
        }

        // A task that is made and started later asks for its thread where it is made.
        if (use is DelegateUse.Pool or DelegateUse.Continuation or DelegateUse.Stored && !arguments.IsDefault)
        {
            foreach (var other in arguments)
            {
                switch (other.Parameter?.Type.Name)
                {
                    case "TaskCreationOptions" or "TaskContinuationOptions" when AsksForThread(other.Value.Unwrapped()):
                        return DelegateUse.LongRunning;
                    case "TaskScheduler" when other.Value.Unwrapped() is IInvocationOperation { TargetMethod.Name: "FromCurrentSynchronizationContext" }:
                        return DelegateUse.Ui;
                    case "TaskScheduler" when use == DelegateUse.Continuation && other.Value.Unwrapped() is not IPropertyReferenceOperation { Property.Name: "Default" or "Current" }:
                        return DelegateUse.Stored;
                }
            }
        }

        return use == DelegateUse.Pool && argument.Parent is IInvocationOperation { TargetMethod.Name: "StartNew", Instance: { } factory } && MakesThreads(factory.Unwrapped()) ? DelegateUse.LongRunning : use;
    }

    /// <summary>A factory whose tasks have threads of their own, made in sight.</summary>
    private static bool MakesThreads(IOperation factory)
    {
        if (factory is ILocalReferenceOperation { Local: var local })
        {
            return factory.Root().SelfAndBelow().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => declarator.Symbol.IsSameAs(local))?.Initializer?.Value is { } made && MakesThreads(made.Unwrapped());
        }

        return factory is IObjectCreationOperation creation && creation.Arguments.Any(static argument => argument.Parameter?.Type.Name == "TaskCreationOptions" && AsksForThread(argument.Value.Unwrapped()));
    }

    // What is joined with options that are not known is asked for whatever those are.
    private static bool AsksForThread(IOperation options) => options switch
    {
        { ConstantValue: { HasValue: true, Value: int bits } } => (bits & LongRunningOption) != 0,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Or } either => AsksForThread(either.LeftOperand.Unwrapped()) || AsksForThread(either.RightOperand.Unwrapped()),
        _ => false,
    };

    /// <summary>The lazy sequence that the expression makes is enumerated before the statement is over.</summary>
    public static bool IsEnumerated(IOperation sequence)
    {
        var current = sequence;
        while (current.Parent is { } parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or ITranslatedQueryOperation:
                    current = parent;
                    continue;
                case IForEachLoopOperation loop:
                    return loop.Collection == current;
                case ISpreadOperation:
                    return true;
                case IArgumentOperation { Parent: IInvocationOperation call, Parameter: { } parameter }:
                    if (IsLazySequence(call.Type))
                    {
                        // Select, Where and the like only wrap; what happens to their result decides.
                        current = call;
                        continue;
                    }

                    // Anything else that takes a sequence and gives back none has to look at it; code in source may keep it.
                    return parameter.Type.TypeKind != TypeKind.Delegate && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty;
                case IArgumentOperation { Parent: IObjectCreationOperation creation }:
                    return creation.Constructor is { } constructor && constructor.DeclaringSyntaxReferences.IsEmpty;
                case IInvocationOperation call when call.Instance == current:
                    return !IsLazySequence(call.Type) && call.TargetMethod.Name != "GetEnumerator";
                default:
                    return false;
            }
        }

        return false;
    }

    public static bool IsLazySequence(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Interface } named
        && (named.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_IEnumerable
            || named.Name is "IOrderedEnumerable" or "IQueryable" or "IOrderedQueryable");
}
