using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>For one member: which variables hold completed tasks, or collections of them, before each operation of interest.</summary>
internal sealed class CompletedTasks
{
    public static readonly ImmutableHashSet<TaskKey> None = ImmutableHashSet<TaskKey>.Empty;

    private const int MaximumRounds = 32;

    private readonly KnownSymbols symbols;
    private readonly OriginReader origins;
    private readonly Dictionary<SyntaxNode, ImmutableHashSet<TaskKey>> states = [];
    private readonly Dictionary<CaptureId, IOperation?> captures = [];
    private readonly Dictionary<SyntaxNode, TaskKey> drained = [];

    public CompletedTasks(KnownSymbols symbols, OriginReader origins)
    {
        this.symbols = symbols;
        this.origins = origins;
    }

    public static CompletedTasks? Of(IOperation root, KnownSymbols symbols, OriginReader origins)
    {
        if (root.ControlFlow() is not { } graph)
        {
            return null;
        }

        var tasks = new CompletedTasks(symbols, origins);
        tasks.FindDrained(root);
        tasks.Solve(graph);
        return tasks;
    }

    public ImmutableHashSet<TaskKey>? At(SyntaxNode syntax) => states.TryGetValue(syntax, out var state) ? state : null;

    /// <summary>The tasks that have completed where the condition holds.</summary>
    public IEnumerable<TaskKey> Proven(IOperation condition) => condition.Unwrapped() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => Proven(both.LeftOperand).Concat(Proven(both.RightOperand)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => Proven(either.LeftOperand).Intersect(Proven(either.RightOperand)),
        var single => Checked(single, None).WhenTrue is { Owner: null, Variable: not IMethodSymbol } task ? [task] : [],
    };

    /// <summary>Loops that wait for each item: when they are over, all have completed.</summary>
    private void FindDrained(IOperation root)
    {
        foreach (var loop in root.SelfAndBelow().OfType<IForEachLoopOperation>())
        {
            if (loop is { IsAsynchronous: false, Locals: [var item], Body: var body } && TaskKey.Of(loop.Collection) is { } collection
                && (body is IBlockOperation { Operations: [var first, ..] } ? first : body) is IExpressionStatementOperation statement
                && statement.SelfAndBelow().OfType<IAwaitOperation>().Any(wait => Key(wait.Operation) is { Owner: null } awaited && awaited.Variable.IsSameAs(item) && !TaskCompletion.MayGiveUp(wait.Operation))
                && !body.SelfAndBelow().OfType<IBranchOperation>().Any(static branch => branch.BranchKind == BranchKind.Break))
            {
                drained[loop.Collection.Syntax] = collection;
            }
        }
    }

    private void Solve(ControlFlowGraph graph)
    {
        var blocks = graph.Blocks;
        foreach (var capture in blocks.SelectMany(static block => block.Operations).SelectMany(static operation => operation.SelfAndBelow()).OfType<IFlowCaptureOperation>())
        {
            captures[capture.Id] = captures.ContainsKey(capture.Id) ? null : capture.Value;
        }

        var before = new ImmutableHashSet<TaskKey>?[blocks.Length];
        var after = new (ImmutableHashSet<TaskKey>? Conditional, ImmutableHashSet<TaskKey>? FallThrough)[blocks.Length];
        var changed = true;
        for (var round = 0; changed && round < MaximumRounds; round++)
        {
            changed = false;
            foreach (var block in blocks)
            {
                if (Meet(graph, block, before, after) is not { } entering || (before[block.Ordinal] is { } known && known.SetEquals(entering)))
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
                // States only shrink from round to round: one that may still shrink proves nothing.
                Flow(block, changed ? None : entering, record: true);
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

    private ImmutableHashSet<TaskKey>? Meet(
        ControlFlowGraph graph, BasicBlock block, ImmutableHashSet<TaskKey>?[] before,
        (ImmutableHashSet<TaskKey>? Conditional, ImmutableHashSet<TaskKey>? FallThrough)[] after)
    {
        if (block.Predecessors.IsEmpty)
        {
            return InHandler(graph, block, before);
        }

        ImmutableHashSet<TaskKey>? met = null;
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

    /// <summary>
    /// The exception may have come from anywhere in the try block, so what was known before holds unless the block assigns it. A task that is
    /// awaited first has completed, too: it is done, or it is what threw.
    /// </summary>
    private ImmutableHashSet<TaskKey>? InHandler(ControlFlowGraph graph, BasicBlock block, ImmutableHashSet<TaskKey>?[] before)
    {
        var handler = block.EnclosingRegion;
        while (handler is not null && handler.FirstBlockOrdinal == block.Ordinal && handler.Kind is not (ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler))
        {
            handler = handler.EnclosingRegion;
        }

        if (handler is not { Kind: ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler, EnclosingRegion: { } whole } || handler.FirstBlockOrdinal != block.Ordinal
            || whole.NestedRegions.FirstOrDefault(static region => region.Kind == ControlFlowRegionKind.Try) is not { } guarded)
        {
            return None;
        }

        if (before[guarded.FirstBlockOrdinal] is not { } entering)
        {
            return null;
        }

        var first = graph.Blocks[guarded.FirstBlockOrdinal].Operations.FirstOrDefault();
        var awaited = first is null ? [] : first.SelfAndBelow().OfType<IAwaitOperation>().Take(1).Where(static wait => !TaskCompletion.MayGiveUp(wait.Operation)).SelectMany(wait => WaitedFor(TaskCompletion.Task(wait.Operation)));
        var known = entering.Union(awaited);
        for (var ordinal = guarded.FirstBlockOrdinal; ordinal <= guarded.LastBlockOrdinal && !known.IsEmpty; ordinal++)
        {
            known = graph.Blocks[ordinal].Operations.SelectMany(static operation => operation.SelfAndBelow()).OfType<ISimpleAssignmentOperation>()
                .Aggregate(known, static (left, assignment) => TaskKey.Of(assignment.Target) is { } assigned ? left.Remove(assigned) : left);
        }

        return known;
    }

    private (ImmutableHashSet<TaskKey> Conditional, ImmutableHashSet<TaskKey> FallThrough) Leave(BasicBlock block, ImmutableHashSet<TaskKey> state)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is null)
        {
            return (state, state);
        }

        var check = Checked(block.BranchValue, state);
        var whenTrue = check.WhenTrue is { } proven ? state.Add(proven) : state;
        var whenFalse = check.WhenFalse is { } refuted ? state.Add(refuted) : state;
        return block.ConditionKind == ControlFlowConditionKind.WhenTrue ? (whenTrue, whenFalse) : (whenFalse, whenTrue);
    }

    /// <summary>The tasks whose completion a condition proves, on either side.</summary>
    private (TaskKey? WhenTrue, TaskKey? WhenFalse) Checked(IOperation condition, ImmutableHashSet<TaskKey> state)
    {
        switch (Captured(condition))
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                var (whenTrue, whenFalse) = Checked(not.Operand, state);
                return (whenFalse, whenTrue);
            case IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled", Instance: { } instance }:
                return (Key(instance), null);
            case IInvocationOperation { TargetMethod.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsCompletedSucessfully" or "IsFaulted" or "IsCanceled", Arguments: [{ Value: { } argument }] } asked
                when asked.Instance is null && (symbols.IsTask(argument.Unwrapped().Type) || symbols.IsValueTask(argument.Unwrapped().Type)):
                // The helpers that old frameworks need, as extensions of the task.
                return (Key(argument), null);
            case IInvocationOperation { TargetMethod.Name: "MoveNext" } advance when drained.TryGetValue(advance.Syntax, out var collection):
                return (null, collection);
            case IInvocationOperation { TargetMethod.Name: "Wait", Arguments.Length: > 0, Instance: { } instance } when symbols.IsTask(instance.Type):
                return (Key(instance), null);
            case IPropertyReferenceOperation { Property: { Type.SpecialType: SpecialType.System_Boolean, IsVirtual: false, IsAbstract: false, IsOverride: false, GetMethod: { } getter } } asked
                when IsOfThis(asked.Instance) && symbols.IsOwn(getter):
                return (new TaskKey(getter.OriginalDefinition), null);
            case IInvocationOperation { TargetMethod: { IsVirtual: false, IsAbstract: false, IsOverride: false } predicate, Arguments.IsEmpty: true } asked
                when IsOfThis(asked.Instance) && symbols.IsOwn(predicate):
                return (new TaskKey(predicate.OriginalDefinition), null);
            case ILocalReferenceOperation { Local: var named } when origins.OnlyValue(named) is { Type.SpecialType: SpecialType.System_Boolean } asked:
                var answer = Checked(asked, state);
                return (Kept(answer.WhenTrue), Kept(answer.WhenFalse));
            case IConditionalAccessOperation { WhenNotNull: { } asked }:
                return (Checked(asked, state).WhenTrue, null);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand: var yes, LeftOperand: { } asked } when yes.Unwrapped().ConstantValue is { HasValue: true, Value: true }:
                return Checked(asked, state);
            case IIsPatternOperation pattern:
                return (Matched(Captured(pattern.Value), pattern.Pattern, state), null);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } comparison:
                return Compared(comparison, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } comparison:
                var (same, different) = Compared(comparison, state);
                return (different, same);
            default:
                return default;
        }
    }

    /// <summary>The task that a local stood for when it was asked is still the one that it stands for.</summary>
    private TaskKey? Kept(TaskKey? task) => task is { Variable: ILocalSymbol local } && origins.OnlyValue(local) is null ? null : task;

    private static bool IsOfThis(IOperation? instance) => instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };

    /// <summary>The task that has completed when the value has the pattern.</summary>
    private TaskKey? Matched(IOperation value, IPatternOperation pattern, ImmutableHashSet<TaskKey> state) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: true } } => Checked(value, state).WhenTrue,
        IConstantPatternOperation constant => Finished(value, constant.Value),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either =>
            Matched(value, either.LeftPattern, state) is { } left && Matched(value, either.RightPattern, state) is { } right && left.Equals(right) ? left : null,
        IRecursivePatternOperation { PropertySubpatterns: var parts } when parts.Any(static part =>
            part.Member is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" }
            && part.Pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: true } }) => Key(value),
        _ => null,
    };

    private (TaskKey? WhenEqual, TaskKey? WhenDifferent) Compared(IBinaryOperation comparison, ImmutableHashSet<TaskKey> state)
    {
        var left = Captured(comparison.LeftOperand);
        var right = Captured(comparison.RightOperand);
        if (Finished(left, right) is { } finished)
        {
            return (finished, null);
        }

        // t.Exception != null
        if (left is IPropertyReferenceOperation { Property.Name: "Exception", Instance: { } faulted } && symbols.IsTask(faulted.Type) && right.IsNullLiteral())
        {
            return (null, Key(faulted));
        }

        return ComparedWithWinner(left, right, state) ?? ComparedWithWinner(right, left, state) ?? default;
    }

    /// <summary>t.Status == TaskStatus.RanToCompletion</summary>
    private TaskKey? Finished(IOperation status, IOperation expected) =>
        status is IPropertyReferenceOperation { Property.Name: "Status", Instance: { } instance } && symbols.IsTask(instance.Type)
        && expected.Unwrapped() is IFieldReferenceOperation { Field.Name: "RanToCompletion" or "Faulted" or "Canceled" } ? Key(instance) : null;

    /// <summary>What is the first to complete has completed; of two tasks the one that is not the other.</summary>
    private (TaskKey? WhenEqual, TaskKey? WhenDifferent)? ComparedWithWinner(IOperation winner, IOperation other, ImmutableHashSet<TaskKey> state)
    {
        if (RaceOf(winner) is { } race)
        {
            var runners = race.Arguments.SelectMany(static a => TaskCompletion.Elements(a.Value)).Select(Key).ToArray();
            var same = Key(other);
            TaskKey? loser = runners is not [{ } first, { } second] || same is not { } named ? null : named.Equals(first) ? second : named.Equals(second) ? first : null;
            return (same, loser);
        }

        return Key(winner) is { } completed && state.Contains(completed) ? (Key(other), null) : null;
    }

    /// <summary>A lowered switch asks for a value that was put aside before.</summary>
    private IOperation Captured(IOperation operation)
    {
        operation = operation.Unwrapped();
        return operation is IFlowCaptureReferenceOperation reference && captures.TryGetValue(reference.Id, out var value) && value is not null ? value.Unwrapped() : operation;
    }

    private static TaskKey? Key(IOperation operation) => TaskCompletion.Key(operation);

    private IInvocationOperation? RaceOf(IOperation winner)
    {
        var value = Captured(winner);
        if (value is ILocalReferenceOperation local && origins.OnlyValue(local.Local) is { } only)
        {
            value = only.Unwrapped();
        }

        return value is IAwaitOperation { Operation: { } awaited } && TaskCompletion.Task(awaited) is IInvocationOperation { TargetMethod: { Name: "WhenAny" } method } race
            && symbols.IsTask(method.ContainingType) ? race : null;
    }

    private ImmutableHashSet<TaskKey> Flow(BasicBlock block, ImmutableHashSet<TaskKey> state, bool record)
    {
        foreach (var operation in block.Operations)
        {
            state = Flow(operation, state, record);
        }

        return block.BranchValue is { } value ? Flow(value, state, record) : state;
    }

    private ImmutableHashSet<TaskKey> Flow(IOperation statement, ImmutableHashSet<TaskKey> state, bool record)
    {
        foreach (var operation in statement.InOrderOfEvaluation())
        {
            switch (operation)
            {
                case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } given when TaskKey.Of(given.Value) is { } replaced:
                    state = state.Remove(replaced);
                    break;
                case IAwaitOperation await:
                    Note(await.Syntax);
                    state = state.Union(WaitedFor(TaskCompletion.Task(await.Operation)));
                    break;
                case IInvocationOperation call:
                    Note(call.Syntax);
                    state = AfterCall(call, state);
                    break;
                case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } instance } result:
                    Note(result.Syntax);
                    state = symbols.IsTask(instance.Type) && Key(instance) is { } task ? state.Add(task) : state;
                    break;
                case IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol alias } } match:
                    state = Key(Captured(match.Value)) is { } named && state.Contains(named) ? state.Add(new TaskKey(alias)) : state.Remove(new TaskKey(alias));
                    break;
                case ISimpleAssignmentOperation assignment when TaskKey.Of(assignment.Target) is { } target:
                    Note(assignment.Syntax);
                    // Null is never waited for: a variable that is null or a completed task is as good as completed.
                    state = assignment.Value.IsNullLiteral() || TaskCompletion.IsCompletedByItself(assignment.Value, symbols) || (Key(assignment.Value) is { } copied && state.Contains(copied))
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

    private ImmutableHashSet<TaskKey> AfterCall(IInvocationOperation call, ImmutableHashSet<TaskKey> state)
    {
        switch (call.TargetMethod.Name)
        {
            case "WaitAll" when symbols.IsTask(call.TargetMethod.ContainingType) && call.TargetMethod.ReturnsVoid:
                return state.Union(Together(call));
            case "WaitAny" when symbols.IsTask(call.TargetMethod.ContainingType) && OnlyRunner(call) is { } runner:
                return state.Add(runner);
            case "Wait" when call.TargetMethod.ReturnsVoid && call.Instance is { } instance && symbols.IsTask(instance.Type):
            case "GetResult" when call.Instance is not null:
                return Key(call.Instance) is { } task ? state.Add(task) : state;
            case "SetResult" or "SetException" or "SetCanceled" or "TrySetResult" or "TrySetException" or "TrySetCanceled"
                when call.TargetMethod.ContainingType.Name == "TaskCompletionSource" && call.Instance is { } completed && TaskKey.Of(completed) is { } source:
                return state.Add(source);
            case "Add" or "Insert" or "AddRange" or "Enqueue" or "Push" when call.Instance is { } added && TaskKey.Of(added) is { } collection:
                return state.Remove(collection);
            default:
                return state;
        }
    }

    /// <summary>Tasks and collections of tasks that one call waits for.</summary>
    private static IEnumerable<TaskKey> Together(IInvocationOperation call) => call.Arguments
        .SelectMany(static argument => TaskCompletion.Elements(argument.Value))
        .Select(static task => Key(task) ?? TaskCompletion.CollectionOf(task))
        .OfType<TaskKey>();

    /// <summary>The task that is the first to complete because there is no other. With a timeout there is another one, in effect.</summary>
    private TaskKey? OnlyRunner(IInvocationOperation call) =>
        call.Arguments is [{ Value: { } given }] && TaskCompletion.Elements(given).ToArray() is [var only] && symbols.IsTask(only.Unwrapped().Type) ? Key(only) : null;

    private IEnumerable<TaskKey> WaitedFor(IOperation task)
    {
        // A local may stand for all of them.
        if (task is ILocalReferenceOperation local && origins.OnlyValue(local.Local) is { } only)
        {
            return [new TaskKey(local.Local), .. Joined(TaskCompletion.Task(only))];
        }

        return Key(task) is { } awaited ? [awaited, .. Joined(task)] : Joined(task);
    }

    /// <summary>The tasks that have completed when this one has.</summary>
    private IEnumerable<TaskKey> Joined(IOperation task) => task is not IInvocationOperation { TargetMethod: { } method } call || !symbols.IsTask(method.ContainingType) ? []
        : method.Name == "WhenAll" ? Together(call)
        : method.Name == "WhenAny" && OnlyRunner(call) is { } runner ? [runner]
        : method.Name == "ContinueWith" && call.Instance is { } antecedent && Key(antecedent) is { } before ? [before]
        : [];
}
