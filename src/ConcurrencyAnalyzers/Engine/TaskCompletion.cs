using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Decides whether a task has completed wherever it is waited for: a must-analysis over the control-flow graph.
/// Graphs are built only for bodies that wait for a task at all.
/// </summary>
internal sealed class TaskCompletion(KnownSymbols symbols, OriginReader origins)
{
    private readonly Dictionary<IOperation, CompletedTasks?> byRoot = [];

    /// <summary>A wait on this instance, or for these tasks, does not block.</summary>
    public bool IsCompleted(IOperation wait, IOperation? instance, IReadOnlyList<IArgumentOperation> arguments)
    {
        if (instance is not null)
        {
            return IsCompleted(Task(instance), wait);
        }

        return arguments.Count > 0 && arguments[0].Value is { } waitedFor && Elements(waitedFor).All(task => IsCompleted(Task(task), wait));
    }

    private bool IsCompleted(IOperation task, IOperation at)
    {
        if (IsCompletedByItself(task, symbols))
        {
            return true;
        }

        // One awaiter or task kept in a local stands for what it was made of.
        if (task is ILocalReferenceOperation local && origins.OnlyValue(local.Local) is { } only && !symbols.IsTask(local.Type) && !symbols.IsValueTask(local.Type))
        {
            return IsCompleted(Task(only), at);
        }

        if (ElementOf(task) is { } collection)
        {
            return StateAt(at).Contains(collection);
        }

        if (task.Named() is not { } symbol)
        {
            return false;
        }

        if (StateAt(at).Contains(symbol))
        {
            return true;
        }

        return symbol switch
        {
            ILocalSymbol variable when LoopOver(variable, at) is { } source => StateAt(at).Contains(source),
            IParameterSymbol parameter => IsCompletedParameter(parameter, at),
            _ => false,
        };
    }

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

            var source = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
            return call.TargetMethod.ContainingType.IsSameAs(symbols.Enumerable) && source?.Named() is { } collection && StateAt(call).Contains(collection);
        }

        return false;
    }

    private ImmutableHashSet<ISymbol> StateAt(IOperation operation)
    {
        var root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        if (!byRoot.TryGetValue(root, out var tasks))
        {
            byRoot.Add(root, tasks = CompletedTasks.Of(root, symbols));
        }

        return tasks?.At(operation.Syntax) ?? CompletedTasks.None;
    }

    /// <summary>The collection that the foreach loop around takes the variable from.</summary>
    private static ISymbol? LoopOver(ILocalSymbol variable, IOperation at)
    {
        for (var current = at; current is not null; current = current.Parent)
        {
            if (current is IForEachLoopOperation loop && loop.Locals.Contains(variable, SymbolEqualityComparer.Default))
            {
                return loop.Collection.Named();
            }
        }

        return null;
    }

    private static ISymbol? ElementOf(IOperation task) => task switch
    {
        IArrayElementReferenceOperation element => element.ArrayReference.Named(),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => instance.Named(),
        IInvocationOperation { TargetMethod.Name: "First" or "Last" or "Single" or "ElementAt" or "FirstOrDefault" or "SingleOrDefault" } call =>
            (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Named(),
        _ => null,
    };

    /// <summary>What an awaiter or a configured task was made from.</summary>
    internal static IOperation Task(IOperation operation)
    {
        operation = operation.Unwrapped();
        while (operation is IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "ConfigureAwait" or "AsTask" or "Preserve" or "WaitAsync", Instance: { } instance })
        {
            operation = instance.Unwrapped();
        }

        return operation;
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

    internal static bool IsCompletedByItself(IOperation task, KnownSymbols symbols)
    {
        task = Task(task);
        return task switch
        {
            IInvocationOperation { TargetMethod: { IsStatic: true, Name: "FromResult" or "FromException" or "FromCanceled" } method } =>
                symbols.IsTask(method.ContainingType) || symbols.IsValueTask(method.ContainingType),
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: "CompletedTask" } property } =>
                symbols.IsTask(property.ContainingType) || symbols.IsValueTask(property.ContainingType),
            IAwaitOperation { Operation: { } awaited } => Task(awaited) is IInvocationOperation { TargetMethod: { Name: "WhenAny" } method } && symbols.IsTask(method.ContainingType),
            _ => false,
        };
    }
}

/// <summary>For one member: which variables hold completed tasks, or collections of them, before each operation of interest.</summary>
internal sealed class CompletedTasks
{
    public static readonly ImmutableHashSet<ISymbol> None = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);

    private const int MaximumRounds = 32;

    private readonly KnownSymbols symbols;
    private readonly Dictionary<SyntaxNode, ImmutableHashSet<ISymbol>> states = [];

    private CompletedTasks(KnownSymbols symbols) => this.symbols = symbols;

    public static CompletedTasks? Of(IOperation root, KnownSymbols symbols)
    {
        var graph = root switch
        {
            IMethodBodyOperation body => ControlFlowGraph.Create(body),
            IConstructorBodyOperation body => ControlFlowGraph.Create(body),
            IBlockOperation body => ControlFlowGraph.Create(body),
            IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer),
            IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer),
            _ => null,
        };
        if (graph is null)
        {
            return null;
        }

        var tasks = new CompletedTasks(symbols);
        tasks.Solve(graph);
        return tasks;
    }

    public ImmutableHashSet<ISymbol>? At(SyntaxNode syntax) => states.TryGetValue(syntax, out var state) ? state : null;

    private void Solve(ControlFlowGraph graph)
    {
        var blocks = graph.Blocks;
        var before = new ImmutableHashSet<ISymbol>?[blocks.Length];
        var after = new (ImmutableHashSet<ISymbol>? Conditional, ImmutableHashSet<ISymbol>? FallThrough)[blocks.Length];
        var changed = true;
        for (var round = 0; changed && round < MaximumRounds; round++)
        {
            changed = false;
            foreach (var block in blocks)
            {
                if (Meet(block, after) is not { } entering || (before[block.Ordinal] is { } known && known.SetEquals(entering)))
                {
                    continue;
                }

                changed = true;
                before[block.Ordinal] = entering;
                after[block.Ordinal] = Leave(block, Flow(block, entering, record: false));
            }
        }

        foreach (var block in blocks)
        {
            if (before[block.Ordinal] is { } entering)
            {
                Flow(block, entering, record: true);
            }
        }

        foreach (var function in graph.LocalFunctions)
        {
            Solve(graph.GetLocalFunctionControlFlowGraph(function));
        }

        foreach (var lambda in blocks.SelectMany(static b => b.BranchValue is { } value ? b.Operations.Add(value) : b.Operations).SelectMany(static o => o.SelfAndBelow()).OfType<IFlowAnonymousFunctionOperation>())
        {
            Solve(graph.GetAnonymousFunctionControlFlowGraph(lambda));
        }
    }

    // A handler starts with nothing: the exception may have come from anywhere.
    private static ImmutableHashSet<ISymbol>? Meet(
        BasicBlock block, (ImmutableHashSet<ISymbol>? Conditional, ImmutableHashSet<ISymbol>? FallThrough)[] after)
    {
        if (block.Predecessors.IsEmpty)
        {
            return None;
        }

        ImmutableHashSet<ISymbol>? met = null;
        foreach (var branch in block.Predecessors)
        {
            var (conditional, fallThrough) = after[branch.Source.Ordinal];
            if ((branch.IsConditionalSuccessor ? conditional : fallThrough) is { } state)
            {
                met = met is null ? state : met.Intersect(state);
            }
        }

        return met;
    }

    private (ImmutableHashSet<ISymbol> Conditional, ImmutableHashSet<ISymbol> FallThrough) Leave(BasicBlock block, ImmutableHashSet<ISymbol> state)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is null || Checked(block.BranchValue.Unwrapped(), state) is not { } check)
        {
            return (state, state);
        }

        var known = state.Add(check.Task);
        return (block.ConditionKind == ControlFlowConditionKind.WhenTrue) == check.WhenTrue ? (known, state) : (state, known);
    }

    /// <summary>The task whose completion a condition proves, and on which side.</summary>
    private (ISymbol Task, bool WhenTrue)? Checked(IOperation condition, ImmutableHashSet<ISymbol> state)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Checked(not.Operand.Unwrapped(), state) is { } inner ? (inner.Task, !inner.WhenTrue) : null;
            case IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled", Instance: { } instance }:
                return TaskCompletion.Task(instance).Named() is { } task ? (task, true) : null;
            case IInvocationOperation { TargetMethod.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsCompletedSucessfully" or "IsFaulted" or "IsCanceled", Arguments: [{ Value: { } argument }] } asked
                when asked.Instance is null && (symbols.IsTask(argument.Unwrapped().Type) || symbols.IsValueTask(argument.Unwrapped().Type)):
                // The helpers that old frameworks need, as extensions of the task.
                return argument.Named() is { } checkedTask ? (checkedTask, true) : null;
            case IInvocationOperation { TargetMethod.Name: "Wait", Arguments.Length: > 0, Instance: { } instance } when symbols.IsTask(instance.Type):
                return instance.Named() is { } waited ? (waited, true) : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return Compared(comparison, state);
            default:
                return null;
        }
    }

    private static (ISymbol Task, bool WhenTrue)? Compared(IBinaryOperation comparison, ImmutableHashSet<ISymbol> state)
    {
        var equals = comparison.OperatorKind == BinaryOperatorKind.Equals;

        // t.Status == TaskStatus.RanToCompletion
        if (comparison.LeftOperand.Unwrapped() is IPropertyReferenceOperation { Property.Name: "Status", Instance: { } instance }
            && comparison.RightOperand.Unwrapped() is IFieldReferenceOperation { Field.Name: "RanToCompletion" or "Faulted" or "Canceled" })
        {
            return instance.Named() is { } task ? (task, equals) : null;
        }

        // t == await Task.WhenAny(t, other)
        foreach (var (one, other) in new[] { (comparison.LeftOperand, comparison.RightOperand), (comparison.RightOperand, comparison.LeftOperand) })
        {
            // var winner = await Task.WhenAny(t, other); ... t == winner
            if (one.Named() is { } completed && state.Contains(completed) && other.Named() is { } same)
            {
                return (same, equals);
            }

            if (one.Unwrapped() is IAwaitOperation { Operation: { } awaited } && TaskCompletion.Task(awaited) is IInvocationOperation { TargetMethod.Name: "WhenAny" } && other.Named() is { } winner)
            {
                return (winner, equals);
            }
        }

        return null;
    }

    private ImmutableHashSet<ISymbol> Flow(BasicBlock block, ImmutableHashSet<ISymbol> state, bool record)
    {
        foreach (var operation in block.Operations)
        {
            state = Flow(operation, state, record);
        }

        return block.BranchValue is { } value ? Flow(value, state, record) : state;
    }

    private ImmutableHashSet<ISymbol> Flow(IOperation statement, ImmutableHashSet<ISymbol> state, bool record)
    {
        // Children before parents: the argument is evaluated before the call.
        foreach (var operation in statement.SelfAndBelow().Reverse())
        {
            switch (operation)
            {
                case IAwaitOperation await:
                    state = state.Union(WaitedFor(TaskCompletion.Task(await.Operation)));
                    break;
                case IInvocationOperation call:
                    Note(call.Syntax);
                    state = AfterCall(call, state);
                    break;
                case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } instance } result:
                    Note(result.Syntax);
                    state = symbols.IsTask(instance.Type) && TaskCompletion.Task(instance).Named() is { } task ? state.Add(task) : state;
                    break;
                case ISimpleAssignmentOperation assignment when assignment.Target.Named() is { } target:
                    state = TaskCompletion.IsCompletedByItself(assignment.Value, symbols) || (assignment.Value.Named() is { } copied && state.Contains(copied))
                        ? state.Add(target)
                        : state.Remove(target);
                    break;
            }
        }

        return state;

        void Note(SyntaxNode syntax)
        {
            if (record)
            {
                // A lowered loop or finally may show the same place twice; what holds on both ways holds.
                states[syntax] = states.TryGetValue(syntax, out var known) ? known.Intersect(state) : state;
            }
        }
    }

    private ImmutableHashSet<ISymbol> AfterCall(IInvocationOperation call, ImmutableHashSet<ISymbol> state)
    {
        switch (call.TargetMethod.Name)
        {
            case "WaitAll" when symbols.IsTask(call.TargetMethod.ContainingType) && call.Arguments.Length == 1:
                return state.Union(call.Arguments.SelectMany(static a => TaskCompletion.Elements(a.Value)).Select(static t => t.Named()).OfType<ISymbol>());
            case "Wait" when call.Arguments.IsEmpty && call.Instance is { } instance && symbols.IsTask(instance.Type):
            case "GetResult" when call.Instance is not null:
                return TaskCompletion.Task(call.Instance).Named() is { } task ? state.Add(task) : state;
            case "Add" or "Insert" or "AddRange" or "Enqueue" or "Push" when call.Instance?.Named() is { } collection:
                return state.Remove(collection);
            default:
                return state;
        }
    }

    private IEnumerable<ISymbol> WaitedFor(IOperation task)
    {
        if (task is IInvocationOperation { TargetMethod: { Name: "WhenAll" } method } call && symbols.IsTask(method.ContainingType))
        {
            return call.Arguments.SelectMany(static a => TaskCompletion.Elements(a.Value)).Select(static t => t.Named()).OfType<ISymbol>();
        }

        return task.Named() is { } awaited ? [awaited] : [];
    }
}
