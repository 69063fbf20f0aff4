using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Reads what a condition depends on. It gives up on everything that could be more than a look into this process's memory: what a file,
/// a server or a device says has no signal.
/// </summary>
/// <param name="symbols">The types that are known.</param>
/// <param name="isChanged">What the loop around the condition changes itself: counters, and what they bound.</param>
internal sealed class ConditionReader(KnownSymbols symbols, Func<ISymbol, bool>? isChanged = null)
{
    private readonly List<Watched> watched = [];

    private enum Reading : byte
    {
        Plain,

        /// <summary>It changes with the time or with the rounds, so it is nobody else's doing.</summary>
        Paced,
        Unknown,
    }

    public ImmutableArray<Watched> Watched => [.. watched];

    /// <summary>How much is watched so far; set it back to forget what came later.</summary>
    public int Known
    {
        get => watched.Count;
        set => watched.RemoveRange(value, watched.Count - value);
    }

    /// <summary>A comparison has to do with the rounds of the loop.</summary>
    public bool Counts { get; private set; }

    /// <param name="condition">What is asked.</param>
    /// <param name="goesOn">The answer with which the loop goes on; null where that depends on more.</param>
    /// <returns>False when the answer may depend on more than is seen here.</returns>
    public bool Add(IOperation condition, bool? goesOn = null)
    {
        var known = Known;
        var reading = Read(condition, goesOn);
        if (reading == Reading.Paced)
        {
            Known = known;
        }

        return reading != Reading.Unknown;
    }

    /// <summary>Whether the collection is empty when the condition holds; null when it does not ask a collection for that.</summary>
    public bool? EmptyWhen(IOperation condition)
    {
        switch (condition.Unwrapped())
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: { } operand }:
                return EmptyWhen(operand) is { } inner ? !inner : null;
            case IPropertyReferenceOperation { Property.Name: "IsEmpty", Instance: { } collection } when IsCollection(collection.Type):
                return true;
            case IInvocationOperation { TargetMethod: { Name: "TryDequeue" or "TryTake" or "TryPop" or "TryPeek" or "TryRead" }, Instance: { } collection } when IsCollection(collection.Type):
                return false;
            case IInvocationOperation { TargetMethod: { Name: "Any" } method, Arguments: [{ Value: { } collection }] } when method.ContainingType.IsSameAs(symbols.Enumerable) && IsCollection(collection.Unwrapped().Type):
                return false;
            case IBinaryOperation { LeftOperand: { } left, RightOperand.ConstantValue: { HasValue: true, Value: int bound } } comparison
                when left.Unwrapped() is IPropertyReferenceOperation { Property.Name: "Count", Instance: { } collection } && IsCollection(collection.Type):
                return (comparison.OperatorKind, bound) switch
                {
                    (BinaryOperatorKind.Equals or BinaryOperatorKind.LessThanOrEqual, 0) or (BinaryOperatorKind.LessThan, 1) => true,
                    (BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan, 0) or (BinaryOperatorKind.GreaterThanOrEqual, 1) => false,
                    _ => null,
                };
            default:
                return null;
        }
    }

    private Reading Read(IOperation operation) => Read(operation, null);

    private Reading Read(IOperation operation, bool? goesOn)
    {
        operation = operation.Unwrapped();
        return operation.ConstantValue.HasValue ? Reading.Plain : operation switch
        {
            IInstanceReferenceOperation or IDefaultValueOperation or ITypeOfOperation => Reading.Plain,
            IUnaryOperation { Operand: { } operand } unary when IsBuiltIn(unary.OperatorMethod) => Read(operand, !goesOn),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: bool value }, LeftOperand: { } compared } => Read(compared, value ? goesOn : !goesOn),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, LeftOperand.ConstantValue: { HasValue: true, Value: bool value }, RightOperand: { } compared } => Read(compared, value ? goesOn : !goesOn),
            IBinaryOperation binary when IsBuiltIn(binary.OperatorMethod) => ReadBinary(binary, goesOn),
            IIsPatternOperation { Value: { } value, Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool matched } } } => Read(value, matched ? goesOn : !goesOn),
            IIsPatternOperation { Value: { } value, Pattern: { } pattern } when IsPlain(pattern) => Read(value),
            IConditionalOperation { WhenFalse: { } otherwise } choice => All(choice.Condition, choice.WhenTrue, otherwise),
            ICoalesceOperation coalesce => All(coalesce.Value, coalesce.WhenNull),
            IConditionalAccessOperation access => Read(access.WhenNotNull, goesOn),
            ILocalReferenceOperation { Local: { IsRef: false } local } => ReadVariable(local),
            IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => ReadVariable(parameter),
            IFieldReferenceOperation field => ReadField(field),
            IPropertyReferenceOperation property => ReadProperty(property, goesOn),
            IInvocationOperation call => ReadCall(call, goesOn),
            IObjectCreationOperation { Type: { } type } creation when IsTime(type) => All(creation.Arguments.Select(static argument => argument.Value)),
            IIncrementOrDecrementOperation => Count(Reading.Plain),
            ICompoundAssignmentOperation { Value: { } value } => Count(Read(value)),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Value: { } value } => Count(Read(value)),
            _ => Reading.Unknown,
        };
    }

    private Reading ReadBinary(IBinaryOperation binary, bool? goesOn)
    {
        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr:
            case BinaryOperatorKind.And or BinaryOperatorKind.Or when binary.Type?.SpecialType == SpecialType.System_Boolean:
                return Add(binary.LeftOperand, goesOn) && Add(binary.RightOperand, goesOn) ? Reading.Plain : Reading.Unknown;
        }

        if ((OfEnd(binary.LeftOperand, binary.RightOperand) ?? OfEnd(binary.RightOperand, binary.LeftOperand)) is { } party)
        {
            return Watch(party.Kind, party.Of);
        }

        // A bound that the time or the rounds come up to is no news from somebody else.
        var known = Known;
        var reading = All(binary.LeftOperand, binary.RightOperand);
        if (reading == Reading.Paced)
        {
            Known = known;
        }

        return reading;
    }

    /// <summary>The states in which tasks and threads stay. That one has begun, or waits for something, nobody is told.</summary>
    private (WatchedKind Kind, IOperation Of)? OfEnd(IOperation state, IOperation constant) =>
        state.Unwrapped() is IPropertyReferenceOperation { Property: { } property, Instance: { } of }
        && constant.Unwrapped() is IFieldReferenceOperation { Field.Name: { } name }
            ? (property.Name, name) switch
            {
                ("Status", "RanToCompletion" or "Faulted" or "Canceled") when symbols.IsTask(property.ContainingType) => (WatchedKind.Task, of),
                ("ThreadState", "Stopped") when property.ContainingType.IsSameAs(symbols.Thread) => (WatchedKind.Thread, of),
                _ => null,
            }
            : null;

    private Reading ReadVariable(ISymbol variable)
    {
        if (isChanged?.Invoke(variable) == true)
        {
            return Count(Reading.Plain);
        }

        watched.Add(new Watched(WatchedKind.State, variable));
        return Reading.Plain;
    }

    private Reading ReadField(IFieldReferenceOperation reference)
    {
        var field = reference.Field;
        if (field.IsConst || field.IsReadOnly)
        {
            return reference.Instance is null || IsSteady(reference.Instance) ? Reading.Plain : Reading.Unknown;
        }

        return symbols.IsOwn(field) && (reference.Instance is null || IsSteady(reference.Instance)) ? ReadVariable(field.OriginalDefinition) : Reading.Unknown;
    }

    private Reading ReadProperty(IPropertyReferenceOperation reference, bool? goesOn)
    {
        var property = reference.Property;
        if (IsClock(property))
        {
            return Reading.Paced;
        }

        if (IsValue(property))
        {
            return reference.Instance is { } value ? Read(value) : Reading.Plain;
        }

        if (!reference.Arguments.IsEmpty || (reference.Instance is { } instance && !IsSteady(instance)))
        {
            return Reading.Unknown;
        }

        if (KindOf(property, reference.Instance?.Type) is { } kind)
        {
            // That a thread has begun, or that an event is not set any more, there is nothing to wait for.
            return goesOn is { } answer && property.Type.SpecialType == SpecialType.System_Boolean && kind != WatchedKind.Collection && answer != (property.Name is "IsAlive" or "IsBusy")
                ? Reading.Unknown
                : Watch(kind, reference.Instance!);
        }

        if (!symbols.IsOwn(property) || property.IsVirtual || property.IsAbstract || property.IsOverride || property.GetMethod is not { } getter)
        {
            return Reading.Unknown;
        }

        if (!Bodies.IsAutoAccessor(getter))
        {
            watched.Add(new Watched(WatchedKind.Member, getter));
            return Reading.Plain;
        }

        return property.SetMethod is null or { IsInitOnly: true } ? Reading.Plain : ReadVariable(property.OriginalDefinition);
    }

    private Reading ReadCall(IInvocationOperation call, bool? goesOn)
    {
        var method = call.TargetMethod;
        if (IsRead(call))
        {
            return Read(call.Arguments[0].Value);
        }

        if (IsTime(method.ContainingType) || method is { ContainingType.Name: "Math", ContainingNamespace.Name: "System" } || method.Name is "Equals" or "ReferenceEquals")
        {
            var reading = All(call.Arguments.Select(static argument => argument.Value).Concat(call.Instance is { } instance ? [instance] : []));
            return reading != Reading.Unknown && method.ContainingType.Name is "Stopwatch" or "TimeProvider" ? Reading.Paced : reading;
        }

        if (method.ContainingType.IsSameAs(symbols.Enumerable))
        {
            return ReadSequence(call, goesOn);
        }

        if (call.Instance is { } of && IsSteady(of))
        {
            // A loop that goes on as long as it is given something empties it, and waits for nobody.
            if (IsTry(call, of.Type) is { } kind)
            {
                return goesOn == false ? Watch(kind, of) : Reading.Unknown;
            }

            if (IsCollection(of.Type) && IsLook(call))
            {
                return goesOn == false || method.Name is "Contains" or "ContainsKey" or "TryPeek" or "TryGetValue" ? Watch(WatchedKind.Collection, of) : Reading.Unknown;
            }
        }

        if (symbols.IsOwn(method) && method is { IsVirtual: false, IsAbstract: false, IsOverride: false, IsAsync: false, Parameters.IsEmpty: true, ReturnType.SpecialType: SpecialType.System_Boolean }
            && (call.Instance is null || IsSteady(call.Instance)))
        {
            watched.Add(new Watched(WatchedKind.Member, method.Canonical()));
            return Reading.Plain;
        }

        return Reading.Unknown;
    }

    /// <summary><c>tasks.All(task => task.IsCompleted)</c>, and whether there is anything in a collection.</summary>
    private Reading ReadSequence(IInvocationOperation call, bool? goesOn)
    {
        if (call.TargetMethod.Name is not ("All" or "Any" or "Count") || call.Arguments is not [{ Value: { } source }, ..] || !IsSteady(source.Unwrapped()))
        {
            return Reading.Unknown;
        }

        if (call.Arguments.Length == 1)
        {
            return IsCollection(source.Unwrapped().Type) ? Watch(WatchedKind.Collection, source) : Reading.Unknown;
        }

        if (call.Arguments is not [_, { Value: IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body: { } body, Symbol.Parameters: [var item] } } }] || body.OnlyResult() is not { } result)
        {
            return Reading.Unknown;
        }

        // The item is another one each time; what is said of it is said of the source.
        var inner = new ConditionReader(symbols, isChanged);
        if (!inner.Add(result, call.TargetMethod.Name == "Count" ? null : goesOn) || inner.watched.Count == 0 || inner.watched.Any(each => each.Kind is WatchedKind.State or WatchedKind.Member || !each.Symbol.IsSameAs(item)))
        {
            return Reading.Unknown;
        }

        return Watch(inner.watched[0].Kind, source);
    }

    private Reading Watch(WatchedKind kind, IOperation of)
    {
        if (!IsSteady(of))
        {
            return Reading.Unknown;
        }

        if (SymbolOf(of) is not { } symbol)
        {
            return Reading.Unknown;
        }

        watched.Add(new Watched(kind, symbol));
        return Reading.Plain;
    }

    // A source has no name of its own: it is that of its token.
    private static ISymbol? SymbolOf(IOperation operation) => operation.Unwrapped() switch
    {
        IPropertyReferenceOperation { Property: { Name: "Task" or "Token", ContainingType.Name: "TaskCompletionSource" or "CancellationTokenSource" }, Instance: { } source } => SymbolOf(source),
        IPropertyReferenceOperation { Instance: { } list, Arguments.IsEmpty: false } => SymbolOf(list),
        IArrayElementReferenceOperation { ArrayReference: { } array } => SymbolOf(array),
        var other => other.Named(),
    };

    /// <summary>Names the same object in each round, and does nothing when it is asked.</summary>
    private bool IsSteady(IOperation operation) => operation.Unwrapped() switch
    {
        IInstanceReferenceOperation => true,
        ILocalReferenceOperation { Local: { IsRef: false } local } => isChanged?.Invoke(local) != true,
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None or RefKind.In } parameter } => isChanged?.Invoke(parameter) != true,
        IFieldReferenceOperation { Field: { } field, Instance: var of } => (of is null || IsSteady(of)) && isChanged?.Invoke(field.OriginalDefinition) != true,
        IPropertyReferenceOperation { Property: { } property, Instance: var of } reference => (of is null || IsSteady(of)) && isChanged?.Invoke(property.OriginalDefinition) != true
            && reference.Arguments.All(argument => argument.Value.ConstantValue.HasValue || IsSteady(argument.Value)),
        IArrayElementReferenceOperation element => IsSteady(element.ArrayReference) && element.Indices.All(index => index.ConstantValue.HasValue || IsSteady(index)),
        IConditionalAccessOperation { WhenNotNull: { } member } => IsSteady(member),
        _ => false,
    };

    private WatchedKind? KindOf(IPropertySymbol property, ITypeSymbol? instance) => property.Name switch
    {
        "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled"
            when symbols.IsTask(instance) || symbols.IsValueTask(instance) || property.ContainingType is { Name: "IAsyncResult", ContainingNamespace.Name: "System" } => WatchedKind.Task,
        "IsAlive" when property.ContainingType.IsSameAs(symbols.Thread) => WatchedKind.Thread,
        "HasExited" when property.ContainingType is { Name: "Process", ContainingNamespace.Name: "Diagnostics" } => WatchedKind.Process,
        "IsCancellationRequested" when symbols.IsCancellationToken(instance) || property.ContainingType is { Name: "CancellationTokenSource", ContainingNamespace.Name: "Threading" } => WatchedKind.Token,
        "IsSet" or "CurrentCount" when property.ContainingType is { Name: "ManualResetEventSlim" or "CountdownEvent" or "SemaphoreSlim", ContainingNamespace.Name: "Threading" } => WatchedKind.Signal,
        "IsBusy" when property.ContainingType is { Name: "BackgroundWorker", ContainingNamespace.Name: "ComponentModel" } => WatchedKind.Task,
        "Count" or "IsEmpty" or "IsCompleted" or "IsAddingCompleted" when IsCollection(instance) => WatchedKind.Collection,
        _ => null,
    };

    /// <summary>A timeout of zero asks, and does not wait.</summary>
    private WatchedKind? IsTry(IInvocationOperation call, ITypeSymbol? type)
    {
        if (call.Arguments is not [{ Value: { } timeout }, ..] || !timeout.IsZeroTimeout(symbols))
        {
            return null;
        }

        return (call.TargetMethod.Name, call.TargetMethod.ContainingType.Name) switch
        {
            ("WaitOne", "WaitHandle") or ("Wait", "SemaphoreSlim" or "ManualResetEventSlim" or "CountdownEvent") => WatchedKind.Signal,
            ("Join", "Thread") => WatchedKind.Thread,
            ("WaitForExit", "Process") => WatchedKind.Process,
            ("Wait", "Task") when symbols.IsTask(type) => WatchedKind.Task,
            _ => null,
        };
    }

    private bool IsLook(IInvocationOperation call) =>
        call.TargetMethod.Name is "TryDequeue" or "TryTake" or "TryPop" or "TryPeek" or "TryRead" or "TryGetValue" or "TryRemove" or "Contains" or "ContainsKey"
        && (call.TargetMethod.Name != "TryTake" || call.Arguments.Length == 1)
        && call.Arguments.All(argument => argument.Parameter?.RefKind == RefKind.Out || argument.Value.ConstantValue.HasValue || IsSteady(argument.Value));

    /// <summary>A collection in memory. An interface could be a view of anything.</summary>
    private static bool IsCollection(ITypeSymbol? type)
    {
        for (var current = type as INamedTypeSymbol; current is { TypeKind: TypeKind.Class }; current = current.BaseType)
        {
            if (current.ContainingNamespace is { Name: "Generic" or "Concurrent", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } }
                || current is { Name: "ChannelReader", ContainingNamespace: { Name: "Channels", ContainingNamespace.Name: "Threading" } }
                || current is { Name: "Queue" or "Stack" or "ArrayList" or "Hashtable", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>Volatile.Read</c>, <c>Interlocked.Read</c>, and the exchange of a value for itself, which is a read as well.</summary>
    public static bool IsRead(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, ContainingType: { Name: "Volatile" or "Interlocked" or "Thread", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } }
        && call.TargetMethod.Name switch
        {
            "Read" or "VolatileRead" => call.Arguments.Length == 1,
            "CompareExchange" => call.Arguments is [_, { Value.ConstantValue: { HasValue: true, Value: var value } }, { Value.ConstantValue: { HasValue: true, Value: var comparand } }] && Equals(value, comparand),
            _ => false,
        };

    private static bool IsClock(IPropertySymbol property) => (property.ContainingType.Name, property.Name) is
        ("Stopwatch", _) or ("DateTime" or "DateTimeOffset", "Now" or "UtcNow" or "Today") or ("Environment", "TickCount" or "TickCount64")
        && property.ContainingNamespace is { Name: "System" or "Diagnostics" };

    /// <summary>A part of a value that is not shared with anyone.</summary>
    private static bool IsValue(IPropertySymbol property) =>
        IsTime(property.ContainingType) || property.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
        || property is { Name: "Length", ContainingType.SpecialType: SpecialType.System_String or SpecialType.System_Array };

    private static bool IsTime(ITypeSymbol type) =>
        type is { Name: "TimeSpan" or "DateTime" or "DateTimeOffset" or "Stopwatch" or "TimeProvider", ContainingNamespace.Name: "System" or "Diagnostics" };

    private static bool IsBuiltIn(IMethodSymbol? operatorMethod) => operatorMethod is null or { ContainingNamespace.Name: "System" };

    private static bool IsPlain(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation or IRelationalPatternOperation => true,
        INegatedPatternOperation negated => IsPlain(negated.Pattern),
        IBinaryPatternOperation both => IsPlain(both.LeftPattern) && IsPlain(both.RightPattern),
        _ => false,
    };

    private Reading Count(Reading value)
    {
        Counts = true;
        return value == Reading.Unknown ? value : Reading.Paced;
    }

    private Reading All(params IEnumerable<IOperation> operations) => operations.Select(Read).Aggregate(Reading.Plain, static (all, one) => one > all ? one : all);
}
