using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Follows one new thread through the member that makes it: through locals, collections and sequences, to the place that joins it,
/// or out of sight.
/// </summary>
internal sealed class ThreadLifetime
{
    private readonly ConcurrencyModel model;
    private readonly IOperation creation;
    private readonly HashSet<IOperation?> functions = [];
    private readonly HashSet<IOperation> visited = [];
    private readonly Stack<IOperation> pending = new();
    private readonly HashSet<ISymbol> holders = new(SymbolEqualityComparer.Default);
    private readonly ILookup<ISymbol, IOperation> references;
    private readonly CancellationToken cancellationToken;

    private ThreadLifetime(IOperation creation, IEnumerable<IOperation> operations, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        this.model = model;
        this.creation = creation;
        this.cancellationToken = cancellationToken;
        references = operations.Where(static operation => Holder(operation) is not null).ToLookup(static operation => Holder(operation)!, SymbolEqualityComparer.Default);
        for (var function = FunctionAround(creation); function is not null; function = FunctionAround(function))
        {
            functions.Add(function);
        }

        functions.Add(null);
        pending.Push(creation);
        while (pending.Count > 0)
        {
            Follow(pending.Pop());
        }
    }

    /// <summary>The member waits for the thread's end.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>The thread goes where the member does not see it: a field, the caller, code that is not known.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Null when the blocks have no such creation.</summary>
    public static ThreadLifetime? Of(SyntaxNode creation, ImmutableArray<IOperation> blocks, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        var operations = blocks.SelectMany(static block => block.SelfAndBelow()).ToList();
        return operations.FirstOrDefault(operation => operation is IObjectCreationOperation && operation.Syntax == creation) is { } made
            ? new ThreadLifetime(made, operations, model, cancellationToken)
            : null;
    }

    private void Visit(IOperation value)
    {
        if (visited.Add(value))
        {
            pending.Push(value);
        }
    }

    /// <summary>What becomes of one value that is the thread, or holds it.</summary>
    private void Follow(IOperation value)
    {
        switch (value.Parent)
        {
            case IConversionOperation or IParenthesizedOperation or ICoalesceOperation or IArrayInitializerOperation or IArrayCreationOperation or ISpreadOperation:
            case { Kind: OperationKind.CollectionExpression }:
            case IConditionalOperation { Type: not null } choice when choice.Condition != value:
                Visit(value.Parent);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                Hold(declarator.Symbol);
                break;
            case IAssignmentOperation assignment when assignment.Value == value:
                Store(assignment.Target);
                Visit(assignment);
                break;
            case IArgumentOperation { Parent: IInvocationOperation call } argument:
                FollowArgument(argument, call);
                break;
            case IInvocationOperation call:
                FollowCall(call);
                break;
            case IArrayElementReferenceOperation element when element.ArrayReference == value:
                Visit(element);
                break;
            case IPropertyReferenceOperation or { Kind: OperationKind.ImplicitIndexerReference } when Carries(value.Parent.Type):
                Visit(value.Parent);
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
            case IReturnOperation when FunctionAround(value) is { } lambda && Destinations.AsArgument(lambda) is { Parent: IInvocationOperation call } && Carries(call.Type):
                Visit(call);
                break;
            case IPropertyReferenceOperation or IAssignmentOperation or IExpressionStatementOperation or IBinaryOperation or IIsPatternOperation or IConditionalOperation or null:
                break;
            default:
                IsKept = true;
                break;
        }
    }

    private void FollowCall(IInvocationOperation call)
    {
        if (call.TargetMethod.Name == "Join" && call.TargetMethod.ContainingType.IsSameAs(model.Symbols.Thread))
        {
            // A join in front waits for the thread before this one.
            IsJoined |= call.Syntax.SpanStart > creation.Syntax.SpanStart;
        }

        FollowResult(call);
    }

    private void FollowArgument(IArgumentOperation argument, IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (model.Symbols.IsOwn(method))
        {
            var joins = model.Bodies.Of(method, cancellationToken)?.SelfAndNested()
                .Any(body => body.Calls.Any(inner => inner.Target.Name == "Join" && inner.Target.ContainingType.IsSameAs(model.Symbols.Thread))) == true;
            IsJoined |= joins;
            IsKept |= !joins;
        }
        else if (call.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver })
        {
            Visit(call.Parent is IObjectOrCollectionInitializerOperation { Parent: { } made } ? made : call);
        }
        else if (call.Instance is { } collection)
        {
            Store(collection);
        }
        else if (argument.Parameter?.Ordinal == 0 && method.IsStatic && method.ContainingType.Name is "Enumerable" or "Array" or "ParallelEnumerable")
        {
            FollowResult(call);
        }
        else
        {
            IsKept = true;
        }
    }

    /// <summary>The lambdas of a call on a sequence are given its elements; a sequence of threads may come back.</summary>
    private void FollowResult(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var value = argument.Value.Unwrapped() is IDelegateCreationOperation created ? created.Target : argument.Value;
            if (value is IAnonymousFunctionOperation lambda && lambda.Symbol.Parameters.Any(static parameter => Carries(parameter.Type)))
            {
                functions.Add(lambda);
                foreach (var parameter in lambda.Symbol.Parameters)
                {
                    if (Carries(parameter.Type))
                    {
                        Hold(parameter);
                    }
                }
            }
        }

        if (Carries(call.Type))
        {
            Visit(call);
        }
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
            case var other when other.Kind == OperationKind.ImplicitIndexerReference && other.ChildOperations.FirstOrDefault() is { } collection:
                Store(collection);
                break;
            case var other:
                IsKept = true;
                if (Holder(other) is { } field)
                {
                    Hold(field);
                }

                break;
        }
    }

    private void Hold(params IEnumerable<ISymbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (!holders.Add(symbol))
            {
                continue;
            }

            foreach (var reference in references[symbol])
            {
                if (functions.Contains(FunctionAround(reference)))
                {
                    Visit(reference);
                }
                else
                {
                    // A lambda that captures it runs who knows when.
                    IsKept = true;
                }
            }
        }
    }

    private static ISymbol? Holder(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Property.IsIndexer: false } property => property.Property,
        _ => null,
    };

    // Local functions run where they are called.
    private static IOperation? FunctionAround(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation)
            {
                return parent;
            }
        }

        return null;
    }

    private static bool Carries(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => Carries(array.ElementType),
        INamedTypeSymbol { Name: "Thread", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } => true,
        INamedTypeSymbol named => named.TypeArguments.Any(Carries),
        _ => false,
    };
}
