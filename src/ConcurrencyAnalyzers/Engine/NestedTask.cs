using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Follows a task that holds another one through the member that makes it: through locals, collections, queries and the methods that wait for all,
/// to a place that takes the inner task out, or to places that only see the outer one.
/// </summary>
internal sealed class NestedTask
{
    private readonly KnownSymbols symbols;
    private readonly HashSet<IOperation> visited = [];
    private readonly Stack<IOperation> pending = new();
    private readonly HashSet<ISymbol> holders = new(SymbolEqualityComparer.Default);
    private readonly ILookup<ISymbol, IOperation> references;

    private NestedTask(IOperation start, IEnumerable<IOperation> operations, KnownSymbols symbols)
    {
        this.symbols = symbols;
        references = operations.Where(static operation => Holder(operation) is not null).ToLookup(static operation => Holder(operation)!, SymbolEqualityComparer.Default);
        Start = start;
        Visit(start);
        while (pending.Count > 0 && !IsKept)
        {
            Follow(pending.Pop());
        }
    }

    /// <summary>The call that makes the outer task.</summary>
    public IOperation Start { get; }

    /// <summary>The inner task is taken out, or goes where the member does not see it.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Nobody waits for the outer task either.</summary>
    public bool IsDropped =>
        (Start.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured ? configured : Start).Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };

    /// <summary>Null when the blocks have no such call.</summary>
    public static NestedTask? Of(SyntaxNode call, ImmutableArray<IOperation> blocks, KnownSymbols symbols)
    {
        var operations = blocks.SelectMany(static block => block.SelfAndBelow()).ToList();
        return operations.FirstOrDefault(operation => operation.Syntax == call && operation is IInvocationOperation or IObjectCreationOperation) is { } start
            ? new NestedTask(start, operations, symbols)
            : null;
    }

    private void Visit(IOperation value)
    {
        if (visited.Add(value))
        {
            pending.Push(value);
        }
    }

    /// <summary>What becomes of one value that is the outer task, or holds it.</summary>
    private void Follow(IOperation value)
    {
        switch (value.Parent)
        {
            case IConversionOperation conversion when Carries(conversion.Type):
                Visit(conversion);
                break;
            case IConversionOperation conversion:
                // From here on it is a task like any other; what is an object may be anything again.
                IsKept |= conversion.OperatorMethod is not null || !IsOfTasks(conversion.Type);
                break;
            case IParenthesizedOperation or ICoalesceOperation or IArrayInitializerOperation or IArrayCreationOperation or ISpreadOperation or ISwitchExpressionArmOperation
                or ITranslatedQueryOperation:
            case { Kind: OperationKind.CollectionExpression }:
            case ISwitchExpressionOperation choice when choice.Value != value:
            case IConditionalOperation { Type: not null } either when either.Condition != value:
                Visit(value.Parent);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                Hold(declarator.Symbol);
                break;
            case ISimpleAssignmentOperation assignment:
                FollowAssignment(value, assignment);
                break;
            case IArgumentOperation { Parent: IInvocationOperation call }:
                FollowArgument(call);
                break;
            case IInvocationOperation call:
                FollowCall(call);
                break;
            case IArrayElementReferenceOperation element when element.ArrayReference == value:
                Visit(element);
                break;
            case IPropertyReferenceOperation property:
                FollowProperty(value, property);
                break;
            case IForEachLoopOperation loop when loop.Collection == value:
                Hold(loop.Locals);
                break;
            case IConditionalAccessOperation access when access.Operation == value:
                foreach (var inner in access.WhenNotNull.SelfAndBelow().OfType<IConditionalAccessInstanceOperation>())
                {
                    Visit(inner);
                }

                break;
            case IAwaitOperation await:
                TakeOut(await);
                break;
            case IReturnOperation when value.FunctionAround() is IAnonymousFunctionOperation lambda && Destinations.AsArgument(lambda) is { Parent: IInvocationOperation call } && Carries(call.Type):
                Visit(call);
                break;
            case IExpressionStatementOperation or IBinaryOperation or IConditionalAccessOperation:
                break;
            default:
                IsKept = true;
                break;
        }
    }

    private void FollowAssignment(IOperation value, ISimpleAssignmentOperation assignment)
    {
        if (assignment.Value == value)
        {
            Store(assignment.Target);
            if (assignment.Parent is not IExpressionStatementOperation)
            {
                Visit(assignment);
            }
        }
    }

    private void FollowArgument(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        if (symbols.IsTask(type) && call.TargetMethod.IsStatic)
        {
            // What waits for several gives their inner tasks, or none.
            if (Carries(call.Type))
            {
                Visit(call);
            }
            else
            {
                IsKept |= call.TargetMethod.Name is not ("WaitAll" or "WaitAny" or "WhenAll" or "WhenAny");
            }
        }
        else if (type.IsSameAs(symbols.Enumerable))
        {
            FollowCall(call);
        }
        else if (call.Instance is { } collection && Carries(collection.Type))
        {
            Store(collection);
        }
        else
        {
            IsKept = true;
        }
    }

    /// <summary>A call on the task, on what is made of it, or on a sequence: its lambdas see what it holds, and the result may hold it still.</summary>
    private void FollowCall(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var given = argument.Value.Unwrapped();
            given = given is IDelegateCreationOperation created ? created.Target : given;
            if (given is IAnonymousFunctionOperation lambda)
            {
                Hold(lambda.Symbol.Parameters.Where(parameter => Carries(parameter.Type)));
            }
            else
            {
                IsKept |= argument.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } && invoke.Parameters.Any(parameter => Carries(parameter.Type));
            }
        }

        if (call.TargetMethod.Name == "GetResult")
        {
            TakeOut(call);
        }
        else if (Carries(call.Type))
        {
            Visit(call);
        }
    }

    private void FollowProperty(IOperation value, IPropertyReferenceOperation property)
    {
        if (property.Instance != value)
        {
            IsKept = true;
        }
        else if (property.Property.Name == "Result" && symbols.IsTask(value.Type))
        {
            TakeOut(property);
        }
        else if (Carries(property.Type))
        {
            Visit(property);
        }
    }

    /// <summary>The inner task is at hand; only where that, too, is dropped at once nobody has it.</summary>
    private void TakeOut(IOperation inner)
    {
        while (inner.Parent is IConversionOperation or IParenthesizedOperation)
        {
            inner = inner.Parent;
        }

        IsKept |= inner.Parent switch
        {
            IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } => false,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => references[declarator.Symbol].Any(),
            _ => true,
        };
    }

    private void Store(IOperation target)
    {
        switch (target.Unwrapped())
        {
            case IDiscardOperation:
                break;
            case ILocalReferenceOperation local:
                Hold(local.Local);
                break;
            case IArrayElementReferenceOperation element:
                Store(element.ArrayReference);
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection }:
                Store(collection);
                break;
            default:
                IsKept = true;
                break;
        }
    }

    private void Hold(params IEnumerable<ISymbol> variables)
    {
        foreach (var variable in variables)
        {
            if (holders.Add(variable))
            {
                foreach (var reference in references[variable])
                {
                    Visit(reference);
                }
            }
        }
    }

    private static ISymbol? Holder(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>By its type, the value leads to a task inside another one.</summary>
    private bool Carries(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => Carries(array.ElementType),
        INamedTypeSymbol named => (IsAwaitable(named) && named.TypeArguments.Any(HasTask)) || named.TypeArguments.Any(Carries) || Carries(named.ContainingType),
        _ => false,
    };

    private bool HasTask(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => HasTask(array.ElementType),
        INamedTypeSymbol named => symbols.IsTask(named) || symbols.IsValueTask(named) || named.TypeArguments.Any(HasTask),
        _ => false,
    };

    private bool IsAwaitable(INamedTypeSymbol type) =>
        symbols.IsTask(type) || symbols.IsValueTask(type) || type.Name is "TaskAwaiter" or "ConfiguredTaskAwaitable" or "ValueTaskAwaiter" or "ConfiguredValueTaskAwaitable";

    private bool IsOfTasks(ITypeSymbol? type) => type is { Name: "IAsyncResult" or "IDisposable" } || (type is not null && HasTask(type));
}
