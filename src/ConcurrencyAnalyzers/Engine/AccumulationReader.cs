using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Finds what the threads of a parallel construct add up, or put together, in one place.</summary>
internal sealed class AccumulationReader
{
    private readonly ParallelWork work;
    private readonly IAnonymousFunctionOperation function;

    private AccumulationReader(ParallelWork work, IAnonymousFunctionOperation function)
    {
        this.work = work;
        this.function = function;
    }

    /// <param name="work">The construct.</param>
    /// <param name="function">Its body, or what it runs for each thread.</param>
    public static Accumulations Read(ParallelWork work, IAnonymousFunctionOperation function)
    {
        var reader = new AccumulationReader(work, function);
        var all = function.Body.OwnOperations().Select(reader.Of).OfType<Accumulation>().ToImmutableArray();
        return new Accumulations(all, function.Body.SelfAndBelow().Any(IsOtherLock));
    }

    private Accumulation? Of(IOperation operation)
    {
        switch (operation)
        {
            case ICompoundAssignmentOperation { Target: { } target }:
                return Changed(target, operation, Protection.None);
            case IIncrementOrDecrementOperation { Target: { } target }:
                return Changed(target, operation, Protection.None);
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } dictionary } } when IsOfOneThread(dictionary.Unwrapped().Type, "Dictionary", "SortedDictionary", "SortedList"):
                return Grown(dictionary, operation, Protection.None);
            case ISimpleAssignmentOperation { Target: { } target, Value: { } value } when target.Named() is { } variable && BuildsOn(value, variable):
                return Changed(target, operation, Protection.None);
            case IInvocationOperation { TargetMethod: { Name: "Increment" or "Decrement" or "Add", ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } } } atomic when atomic.Parent is IExpressionStatementOperation or IReturnOperation:
                return Changed(atomic.Arguments[0].Value, operation, Protection.Interlocked);
            case IInvocationOperation { Instance: { } bag, TargetMethod.Name: "Add" } call when bag.Unwrapped().Type is INamedTypeSymbol { Name: "ConcurrentBag", ContainingNamespace: { Name: "Concurrent", ContainingNamespace.Name: "Collections" } }:
                return Grown(bag, call, Protection.Bag);
            case IInvocationOperation { Instance: { } collection } call when Grows(call.TargetMethod.Name) && IsOfOneThread(collection.Unwrapped().Type):
                return Grown(collection, call, Protection.None);
            default:
                return null;
        }
    }

    private Accumulation? Changed(IOperation target, IOperation change, Protection protection) =>
        Variable(target.Unwrapped()) is { } variable && variable is not (IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }) ? Protected(variable, target, change, protection, false) : null;

    private Accumulation? Grown(IOperation target, IOperation change, Protection protection) =>
        Variable(target.Unwrapped()) is { } variable ? Protected(variable, target, change, protection, true) : null;

    /// <summary>The one variable that every thread means by the expression.</summary>
    private ISymbol? Variable(IOperation target) => target switch
    {
        ILocalReferenceOperation { Local: var local } => work.IsShared(local) ? local : null,
        IParameterReferenceOperation { Parameter: var parameter } => work.IsShared(parameter) ? parameter : null,
        IFieldReferenceOperation { Field: var field } reference => IsOnSelf(reference.Instance) && work.IsShared(field) ? field : null,
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } reference => IsOnSelf(reference.Instance) && IsPlain(property) ? property : null,
        _ => null,
    };

    private static bool IsOnSelf(IOperation? instance) => instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };

    // What another class or a subclass makes of it is not known.
    private static bool IsPlain(IPropertySymbol property) =>
        property is { IsVirtual: false, IsAbstract: false, IsOverride: false, GetMethod: { } getter } && !getter.DeclaringSyntaxReferences.IsEmpty && Bodies.IsAutoAccessor(getter);

    private Accumulation? Protected(ISymbol variable, IOperation mention, IOperation change, Protection protection, bool isObject)
    {
        ILockOperation? held = null;
        var isConditional = false;
        for (var current = change; current.Parent is { } parent && current != function.Body; current = parent)
        {
            switch (parent)
            {
                case ILockOperation guarded when guarded.Body == current:
                    held = guarded;
                    break;
                case IConditionalOperation branch when branch.Condition != current:
                    if (IsForOne(branch.Condition))
                    {
                        return null;
                    }

                    isConditional = true;
                    break;
                case ISwitchCaseOperation or ICatchClauseOperation or IConditionalAccessOperation or ISwitchExpressionArmOperation or ICoalesceOperation:
                    isConditional = true;
                    break;

                // What is opened here may well be a lock.
                case IUsingOperation { Resources: { } resource } when resource.SelfAndBelow().All(static part => part is not IObjectCreationOperation):
                    return null;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } either when either.RightOperand == current:
                    isConditional = true;
                    break;
            }
        }

        // A return before it is a condition, too.
        isConditional |= function.Body.OwnOperations().Any(operation => operation is IReturnOperation { IsImplicit: false } && operation.Syntax.SpanStart < change.Syntax.SpanStart && !change.IsWithin(operation));
        return held is null ? new Accumulation(variable, mention, change, protection, null, isObject, isConditional)
            : protection == Protection.None ? new Accumulation(variable, mention, change, IsAll(held) ? Protection.LockAroundAll : Protection.Lock, held, isObject, isConditional)
            : null;
    }

    /// <summary>The condition picks one item, or one thread.</summary>
    private bool IsForOne(IOperation condition) => condition.SelfAndBelow().Any(part =>
        part is IInvocationOperation { TargetMethod.ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } }
        || (part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equal && (IsItem(equal.LeftOperand) || IsItem(equal.RightOperand))));

    private bool IsItem(IOperation operand) => operand.Unwrapped() is IParameterReferenceOperation { Parameter: var parameter } && function.Symbol.Parameters.Contains(parameter, SymbolEqualityComparer.Default);

    /// <summary>Nothing but declarations stands beside the lock, and more than the change stands in it.</summary>
    private bool IsAll(ILockOperation held) => function.Body.Operations.All(operation => operation == held || operation is IReturnOperation { IsImplicit: true }) && held.Body.OwnOperations().Any(static operation => operation is IInvocationOperation { TargetMethod: var method } && !Grows(method.Name) && !IsMath(method) || operation is ILoopOperation);

    private static bool IsMath(IMethodSymbol method) => method.ContainingType is { Name: "Math" or "MathF", ContainingNamespace.Name: "System" };

    private static bool BuildsOn(IOperation value, ISymbol variable) => value.Unwrapped() switch
    {
        IBinaryOperation binary => Names(binary.LeftOperand, variable) || Names(binary.RightOperand, variable),
        IInvocationOperation { TargetMethod: { Name: "Max" or "Min", ContainingType: { Name: "Math" or "MathF" } } } call => call.Arguments.Any(argument => Names(argument.Value, variable)),
        _ => false,
    };

    private static bool Names(IOperation operand, ISymbol variable) => operand.Named() is { } named && SymbolEqualityComparer.Default.Equals(named, variable);

    public static bool Grows(string method) => method is "Add" or "AddRange" or "AddFirst" or "AddLast" or "Insert" or "InsertRange" or "Enqueue" or "Push" or "TryAdd" or "UnionWith" or "Append" or "AppendLine" or "AppendFormat";

    /// <summary>A collection of the framework that loses items, or breaks, when several threads change it.</summary>
    private static bool IsOfOneThread(ITypeSymbol? type, params string[] only) => type is INamedTypeSymbol { TypeKind: TypeKind.Class } named
        && (named.ContainingNamespace is { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } }
                && named.Name is "List" or "Dictionary" or "HashSet" or "Queue" or "Stack" or "LinkedList" or "SortedDictionary" or "SortedList" or "SortedSet" or "PriorityQueue"
            || (named.Name == "StringBuilder" && named.ContainingNamespace is { Name: "Text", ContainingNamespace.Name: "System" })
            || (named.Name == "ArrayList" && named.ContainingNamespace is { Name: "Collections", ContainingNamespace.Name: "System" }))
        && (only.Length == 0 || only.Contains(named.Name));

    private static bool IsOtherLock(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.ContainingType: { ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } type } =>
            type.Name is "Monitor" or "SpinLock" or "Mutex" or "Semaphore" or "SemaphoreSlim" or "ReaderWriterLock" or "ReaderWriterLockSlim" or "Lock" or "WaitHandle" or "EventWaitHandle" or "Barrier",
        IInvocationOperation { TargetMethod: var method } => method.Says("lock") || method.Says("acquire"),
        _ => false,
    };
}
