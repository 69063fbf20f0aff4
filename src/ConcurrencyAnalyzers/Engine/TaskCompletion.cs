using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Decides whether a task has completed wherever it is waited for: a must-analysis over the control-flow graph.
/// Graphs are built only for bodies that wait for a task at all.
/// </summary>
internal sealed class TaskCompletion(KnownSymbols symbols, OriginReader origins)
{
    private const int MaximumSteps = 16;

    private readonly Dictionary<IOperation, CompletedTasks?> byRoot = [];

    /// <summary>A wait on this instance, or for these tasks, does not block.</summary>
    public bool IsCompleted(IOperation wait, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
    {
        if (instance is not null)
        {
            return IsCompleted(Task(instance), wait);
        }

        return arguments.Length > 0 && arguments[0].Value is { } waitedFor
            && (TaskKey.Of(waitedFor) is { } tasks && StateAt(wait).Contains(tasks) || Elements(waitedFor).All(task => IsCompleted(Task(task), wait)));
    }

    /// <summary>What a task field is given: a task that has completed where it is assigned, or what its origin tells.</summary>
    public Origin OriginOf(IOperation value) =>
        value.Parent is ISimpleAssignmentOperation assignment && Key(value) is { } task && StateAt(assignment).Contains(task) ? Origin.Known(OriginKind.CompletedTask) : origins.Read(value);

    /// <summary>What else may tell that the task has completed.</summary>
    public TaskWait WaitFor(IOperation wait, IOperation instance) => new(
        Key(instance) is { Owner: null } task ? task.Variable : null,
        origins.Read(Task(instance)),
        [.. StateAt(wait).Select(static known => known.Variable).OfType<IMethodSymbol>()]);

    /// <summary>The parameter of the member that the awaited task comes from: a task, tasks, or a delegate that makes one.</summary>
    public IParameterSymbol? GiverOf(IOperation? waitedFor, Body body)
    {
        for (var steps = 0; steps < MaximumSteps && waitedFor is not null; steps++)
        {
            waitedFor = Task(waitedFor);

            // Also where it is given as an object that turns out to be a task.
            if (waitedFor is IParameterReferenceOperation { Parameter: { RefKind: not RefKind.Out, Type.SpecialType: SpecialType.System_Object } given } && given.ContainingSymbol.IsSameAs(body.Root.Symbol))
            {
                return given;
            }

            if (waitedFor is not ILocalReferenceOperation local)
            {
                return waitedFor.SelfAndBelow().OfType<IParameterReferenceOperation>().Select(static reference => reference.Parameter)
                    .FirstOrDefault(parameter => symbols.GivesTask(parameter.Type) && parameter.ContainingSymbol.IsSameAs(body.Root.Symbol));
            }

            waitedFor = origins.OnlyValue(local.Local) ?? LoopOver(local.Local, local);
        }

        return null;
    }

    /// <summary>The tasks that a condition proves completed where it holds.</summary>
    public ImmutableArray<ISymbol> Proven(IOperation condition) => [.. new CompletedTasks(symbols, origins).Proven(condition).Select(static task => task.Variable)];

    private bool IsCompleted(IOperation task, IOperation at)
    {
        // An awaiter that is kept in a local stands for what it was made of.
        for (var steps = 0; steps < MaximumSteps && task is ILocalReferenceOperation local && !symbols.IsTask(local.Type) && !symbols.IsValueTask(local.Type)
            && origins.OnlyValue(local.Local) is { } only; steps++)
        {
            task = Task(only);
        }

        if (IsCompletedByItself(task, symbols))
        {
            return true;
        }

        if (ElementOf(task, at) is ({ } collection, var place) && (StateAt(place).Contains(collection) || IsGivenCompleted(collection, at)))
        {
            return true;
        }

        if (Key(task) is not { } key)
        {
            return false;
        }

        if (StateAt(at).Contains(key))
        {
            return true;
        }

        return key switch
        {
            { Owner: null, Variable: ILocalSymbol variable } when LoopOver(variable, at) is { } source => TaskKey.Of(source) is { } collected ? StateAt(at).Contains(collected) || IsGivenCompleted(collected, at) : IsWhenEach(source),
            { Owner: null, Variable: IParameterSymbol parameter } => IsCompletedParameter(parameter, at),
            _ => false,
        };
    }

    private bool IsGivenCompleted(TaskKey tasks, IOperation at) => tasks is { Owner: null, Variable: IParameterSymbol parameter } && IsCompletedParameter(parameter, at);

    /// <summary>The antecedent of a continuation, or an item of a collection whose tasks have all completed.</summary>
    private bool IsCompletedParameter(IParameterSymbol parameter, IOperation at)
    {
        for (var current = at; current is not null; current = current.Parent)
        {
            if (current is not IAnonymousFunctionOperation lambda || !parameter.ContainingSymbol.IsSameAs(lambda.Symbol))
            {
                continue;
            }

            if (Destinations.AsArgument(lambda)?.Parent is not IInvocationOperation call)
            {
                return false;
            }

            if (call.TargetMethod.Name is "ContinueWith" or "ContinueWhenAll" or "ContinueWhenAny")
            {
                return parameter.Ordinal == 0;
            }

            // Whatever runs a lambda over a collection whose tasks have completed gives it completed ones.
            var source = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
            return source is not null && CollectionOf(source) is { } collection && (StateAt(call).Contains(collection) || IsGivenCompleted(collection, call));
        }

        return false;
    }

    /// <summary>All that is waited for is work that was given to the pool where it can be seen, and that does not wait for anything to go on itself.</summary>
    public bool JoinsWorkItems(IOperation? instance, ImmutableArray<IArgumentOperation> arguments) =>
        (instance is not null ? Task(instance) : arguments.Length > 0 ? arguments[0].Value : null) is { } waitedFor && IsWorkItem(waitedFor, MaximumSteps);

    private bool IsWorkItem(IOperation value, int steps) => steps > 0 && value.Unwrapped() switch
    {
        ILocalReferenceOperation local => origins.OnlyValue(local.Local) is { } only && IsWorkItem(only, steps - 1),
        IArrayCreationOperation { Initializer: { ElementValues: { IsEmpty: false } elements } } => elements.All(element => IsWorkItem(element, steps - 1)),
        { Kind: OperationKind.CollectionExpression } collection => collection.ChildOperations.Any() && collection.ChildOperations.All(element => IsWorkItem(element, steps - 1)),
        IInvocationOperation { TargetMethod: { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory", ContainingNamespace.Name: "Tasks" } } } offload =>
            offload.Arguments.FirstOrDefault()?.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } result } && !symbols.IsAsyncShaped(result),
        IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList" or "Select", ContainingType.Name: "Enumerable" } } sequence => sequence.Arguments.Length switch
        {
            1 => IsWorkItem(sequence.Arguments[0].Value, steps - 1),
            2 => sequence.Arguments[1].Value.SelfAndBelow().OfType<IAnonymousFunctionOperation>().FirstOrDefault() is { Body.Operations: [IReturnOperation { ReturnedValue: { } made }] } && IsWorkItem(made, steps - 1),
            _ => false,
        },
        _ => false,
    };

    // Tasks in the order in which they complete.
    private bool IsWhenEach(IOperation source) => source.Unwrapped() is IInvocationOperation { TargetMethod: { Name: "WhenEach" } method } && symbols.IsTask(method.ContainingType);

    private ImmutableHashSet<TaskKey> StateAt(IOperation operation)
    {
        var root = operation.Root();
        if (!byRoot.TryGetValue(root, out var tasks))
        {
            byRoot.Add(root, tasks = CompletedTasks.Of(root, symbols, origins));
        }

        return tasks?.At(operation.Syntax) ?? CompletedTasks.None;
    }

    /// <summary>The collection that the foreach loop around takes the variable from.</summary>
    private static IOperation? LoopOver(ISymbol variable, IOperation at)
    {
        for (var current = at; current is not null; current = current.Parent)
        {
            if (current is IForEachLoopOperation loop && loop.Locals.Contains(variable, SymbolEqualityComparer.Default))
            {
                return loop.Collection;
            }
        }

        return null;
    }

    /// <summary>The collection whose tasks one belongs to, as its element or a member of its element, and where its state counts.</summary>
    private static (TaskKey? Collection, IOperation Place) ElementOf(IOperation task, IOperation at) => task switch
    {
        IArrayElementReferenceOperation element => (TaskKey.Of(element.ArrayReference), at),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => (TaskKey.Of(instance), at),
        IMemberReferenceOperation { Instance: { } instance } => instance.Unwrapped() switch
        {
            ILocalReferenceOperation { Local: var variable } => (LoopOver(variable, at) is { } source ? CollectionOf(source) : null, at),
            IParameterReferenceOperation { Parameter: var item } => ItemsOf(item, at),
            _ => (null, at),
        },
        IInvocationOperation { TargetMethod.Name: "First" or "Last" or "Single" or "ElementAt" or "FirstOrDefault" or "SingleOrDefault" } call =>
            ((call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } source ? TaskKey.Of(source) : null, at),
        _ => (null, at),
    };

    /// <summary>What an awaiter or a configured task was made from.</summary>
    internal static IOperation Task(IOperation operation)
    {
        operation = operation.Unwrapped();
        while ((operation is IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "ConfigureAwait" or "AsTask" or "Preserve" or "WaitAsync", Instance: { } instance } ? instance : Configured(operation)) is { } inner)
        {
            operation = inner.Unwrapped();
        }

        return operation;
    }

    /// <summary>The task behind an extension that many write for <c>ConfigureAwait(false)</c>, whatever they call it.</summary>
    internal static IOperation? Configured(IOperation awaitable) =>
        awaitable is IInvocationOperation { TargetMethod: { IsExtensionMethod: true, ReturnType: { Name: "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable", ContainingNamespace.Name: "CompilerServices" } }, Arguments: [{ Value: { } task }] }
            ? task
            : null;

    private static bool IsSource(ITypeSymbol type) => type.Name == "IValueTaskSource" || type.AllInterfaces.Any(static contract => contract.Name == "IValueTaskSource");

    /// <summary>What stands for a task in the analysis: the variable that holds it, or its completion source.</summary>
    internal static TaskKey? Key(IOperation operation) => Task(operation) switch
    {
        IPropertyReferenceOperation { Property: { Name: "Task", ContainingType.Name: "TaskCompletionSource" }, Instance: { } source } => TaskKey.Of(source),
        IPropertyReferenceOperation { Property.Name: "Values", Instance: { } dictionary } => TaskKey.Of(dictionary),
        var task => TaskKey.Of(task),
    };

    /// <summary>The variable behind a sequence: the dictionary of its values, the list that a query runs over.</summary>
    internal static TaskKey? CollectionOf(IOperation sequence) => sequence.Unwrapped() switch
    {
        IPropertyReferenceOperation { Property.Name: "Values", Instance: { } dictionary } => TaskKey.Of(dictionary),
        IInvocationOperation { TargetMethod.Name: "Select" or "Where" or "ToArray" or "ToList" or "AsEnumerable" } query =>
            (query.Instance ?? query.Arguments.FirstOrDefault()?.Value) is { } source ? CollectionOf(source) : null,
        var other => TaskKey.Of(other),
    };

    /// <summary>What a query's lambda runs over, when the parameter is its item.</summary>
    private static (TaskKey? Collection, IOperation Place) ItemsOf(IParameterSymbol item, IOperation at)
    {
        for (var current = at; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda && item.ContainingSymbol.IsSameAs(lambda.Symbol))
            {
                return Destinations.AsArgument(lambda)?.Parent is IInvocationOperation call && (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } source
                    ? (CollectionOf(source), call)
                    : (null, at);
            }
        }

        return (null, at);
    }

    internal static IEnumerable<IOperation> Elements(IOperation tasks)
    {
        tasks = tasks.Unwrapped();
        return tasks switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            { Kind: OperationKind.CollectionExpression } => tasks.ChildOperations,
            _ => [tasks],
        };
    }

    /// <summary>The wait may end before the task does.</summary>
    internal static bool MayGiveUp(IOperation wait)
    {
        var operation = wait.Unwrapped();
        while ((operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WaitAsync", Instance: { } instance } ? instance : Configured(operation)) is { } inner)
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "WaitAsync" })
            {
                return true;
            }

            operation = inner.Unwrapped();
        }

        return false;
    }

    internal static bool IsCompletedByItself(IOperation task, KnownSymbols symbols)
    {
        task = Task(task);
        return task switch
        {
            IInvocationOperation { TargetMethod: { IsStatic: true, Name: "FromResult" or "FromException" or "FromCanceled" } method } =>
                symbols.IsTask(method.ContainingType) || symbols.IsValueTask(method.ContainingType),
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: "CompletedTask" } property } =>
                symbols.IsTask(property.ContainingType) || symbols.IsValueTask(property.ContainingType),
            IInvocationOperation call => FlagParameters.AsksForSynchronous(call),
            IDefaultValueOperation or IObjectCreationOperation { Arguments.IsEmpty: true } => symbols.IsValueTask(task.Type),
            IObjectCreationOperation { Arguments: [{ Value.Type: { } source }, ..] } creation => symbols.IsValueTask(creation.Type) && !symbols.IsTask(source) && !IsSource(source),
            IAwaitOperation { Operation: { } awaited } => Task(awaited) is IInvocationOperation { TargetMethod: { Name: "WhenAny" } method } && symbols.IsTask(method.ContainingType),
            _ => false,
        };
    }
}
