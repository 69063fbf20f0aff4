using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// For one member: which locks are entered by calls, and not yet left, before each operation. <c>lock</c> statements are not counted;
/// where they begin and end is written. Over the control-flow graph, with every <c>finally</c> on its way.
/// </summary>
internal sealed class LockFlow
{
    private const int MaximumRounds = 32;

    private readonly KnownSymbols symbols;
    private readonly bool may;
    private readonly Dictionary<SyntaxNode, LockState> states = [];
    private readonly Dictionary<LockKey, HeldLock> entries = [];

    private LockFlow(KnownSymbols symbols, bool may) => (this.symbols, this.may) = (symbols, may);

    /// <summary>What is held whenever the member gives its result back.</summary>
    public ImmutableArray<HeldLock> AtEnd { get; private set; } = [];

    /// <param name="root">A member's operations.</param>
    /// <param name="symbols">The types that are locks.</param>
    /// <param name="may">Whether to tell what may be held, not what must be: for those who want to be sure that nothing is.</param>
    public static LockFlow? Of(IOperation root, KnownSymbols symbols, bool may = false)
    {
        if (root.ControlFlow() is not { } graph)
        {
            return null;
        }

        var flow = new LockFlow(symbols, may);
        var end = flow.Add(graph);
        flow.AtEnd = end is null ? [] : [.. end.Held.Select(key => flow.entries[key]).OrderByDescending(static held => held.Syntax.SpanStart)];
        return flow;
    }

    /// <summary>Null where the place is never reached, or nothing happens there.</summary>
    public LockState? At(SyntaxNode syntax) => states.TryGetValue(syntax, out var state) ? state : null;

    public HeldLock EntryOf(LockKey key) => entries[key];

    /// <returns>The state at the end.</returns>
    private LockState? Add(ControlFlowGraph graph)
    {
        var function = new Function(this, graph);
        var end = function.Solve();
        foreach (var local in graph.LocalFunctions)
        {
            Add(graph.GetLocalFunctionControlFlowGraph(local));
        }

        foreach (var lambda in function.Operations.OfType<IFlowAnonymousFunctionOperation>())
        {
            Add(graph.GetAnonymousFunctionControlFlowGraph(lambda));
        }

        return end;
    }

    /// <summary>One function: a member without those in it, or one of those.</summary>
    private sealed class Function
    {
        private readonly LockFlow flow;
        private readonly KnownSymbols symbols;
        private readonly bool may;
        private readonly ControlFlowGraph graph;
        private readonly Dictionary<CaptureId, IOperation?> captures = [];

        /// <summary>By what holds it: the locks behind the scopes that disposing leaves.</summary>
        private readonly Dictionary<object, LockKey> scopes = [];

        /// <summary>Each lock that the function leaves somewhere: what it only enters is somebody else's to leave, who knows when.</summary>
        private readonly HashSet<LockKey> left = [];

        public Function(LockFlow flow, ControlFlowGraph graph)
        {
            this.flow = flow;
            this.graph = graph;
            (symbols, may) = (flow.symbols, flow.may);
            foreach (var operation in Operations)
            {
                Prepare(operation);
            }
        }

        public IEnumerable<IOperation> Operations =>
            graph.Blocks.SelectMany(static block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations).SelectMany(static operation => operation.SelfAndBelow());

        public LockState? Solve()
        {
            var blocks = new Blocks(this, 0, graph.Blocks.Length - 1);
            if (!blocks.Solve(LockState.Start))
            {
                return null;
            }

            foreach (var block in graph.Blocks)
            {
                if (blocks.Before(block.Ordinal) is { } entering)
                {
                    Flow(block, entering, record: true);
                }
            }

            return blocks.Before(graph.Blocks.Length - 1);
        }

        private void Prepare(IOperation operation)
        {
            switch (operation)
            {
                case IFlowCaptureOperation capture:
                    captures[capture.Id] = captures.ContainsKey(capture.Id) ? null : capture.Value;
                    if (EntryOf(capture.Value) is { } captured)
                    {
                        scopes[capture.Id] = captured;
                    }

                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment when EntryOf(assignment.Value) is { } kept:
                    scopes[local.Local] = kept;
                    break;
                case IInvocationOperation { IsImplicit: false } call when LockCalls.Of(call, symbols) is { } known:
                    var key = LockKey.Of(known.Kind, known.Lock);
                    if (known.Act is LockAct.Exit or LockAct.ExitAll)
                    {
                        left.Add(key);
                    }
                    else if (known.Act != LockAct.Wait && (!flow.entries.TryGetValue(key, out var first) || (first.IsTried && !known.IsAtOnce)))
                    {
                        flow.entries[key] = new HeldLock(known.Kind, known.Lock.Syntax, key.Name?.Variable) { IsTried = known.IsAtOnce };
                    }

                    break;
            }

            // Its scope is left where it is disposed of, by whoever.
            LockKey? EntryOf(IOperation value)
            {
                if (value.Unwrapped() is not IInvocationOperation { IsImplicit: false, TargetMethod.Name: "EnterScope" } call || LockCalls.Of(call, symbols) is not { } known)
                {
                    return null;
                }

                var key = LockKey.Of(known.Kind, known.Lock);
                left.Add(key);
                return key;
            }
        }

        private LockState Flow(BasicBlock block, LockState state, bool record, Action<LockState>? seen = null)
        {
            foreach (var operation in block.Operations)
            {
                state = Flow(operation, state, record, seen);
            }

            return block.BranchValue is { } value ? Flow(value, state, record, seen) : state;
        }

        private LockState Flow(IOperation statement, LockState state, bool record, Action<LockState>? seen)
        {
            foreach (var operation in statement.InOrderOfEvaluation())
            {
                if (record)
                {
                    Record(operation, state);
                }

                var after = After(operation, state);
                if (!ReferenceEquals(after, state))
                {
                    seen?.Invoke(after);
                    state = after;
                }
            }

            return state;
        }

        /// <summary>What several operations share, or a lowered loop shows twice, holds what it holds each time.</summary>
        private void Record(IOperation operation, LockState state)
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "Wait" } wait && LockCalls.Of(wait, symbols) is { Act: LockAct.Wait } waited)
            {
                state = state.LeftAll(LockKey.Of(waited.Kind, waited.Lock));
            }

            if (!may)
            {
                foreach (var key in state.Held.Where(key => !left.Contains(key)))
                {
                    state = state.LeftAll(key);
                }
            }

            flow.states[operation.Syntax] = flow.states.TryGetValue(operation.Syntax, out var known) ? known.Meet(state, may) : state;
        }

        private LockState After(IOperation operation, LockState state)
        {
            switch (operation)
            {
                case IInvocationOperation { TargetMethod.Name: "Dispose", Instance: { } scope } dispose when dispose.TargetMethod.ContainingType is { Name: "Scope", ContainingType: { } outer } && outer.IsSameAs(symbols.Lock):
                    return ScopeOf(scope) is { } key ? state.Left(key, may) : dispose.IsImplicit ? state : state.Left(new LockKey(LockKind.Lock, null), may);
                case IInvocationOperation { IsImplicit: false } call when LockCalls.Of(call, symbols) is { } known:
                    return After(known, state);
                case ISimpleAssignmentOperation { Target: { } target, Value: { } value } when target.Named() is ILocalSymbol or IParameterSymbol:
                    return Assigned(target.Named()!, value.Unwrapped(), state);
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: { } given } when given.Named() is ILocalSymbol or IParameterSymbol:
                    return state.Assigned(given.Named()!);
                default:
                    return state;
            }
        }

        private LockState After(LockCall call, LockState state)
        {
            var key = LockKey.Of(call.Kind, call.Lock);
            return call.Act switch
            {
                LockAct.Enter when call.Flag is { } taken => state.Entered(key).Flagged(taken, key),
                LockAct.Enter => state.Entered(key),
                LockAct.TryEnter when call.Flag is { } flag => (may ? state.Entered(key) : state).Flagged(flag, key),
                LockAct.TryEnter when may => state.Entered(key),
                LockAct.Exit => state.Left(key, may),
                LockAct.ExitAll => state.LeftAll(key),
                _ => state,
            };
        }

        private LockState Assigned(ISymbol flag, IOperation value, LockState state)
        {
            if (Tried(value) is { } key)
            {
                return state.Flagged(flag, key);
            }

            // Set by hand, where the lock is known to be held.
            return value.ConstantValue is { HasValue: true, Value: bool known }
                ? known ? state.Held.Take(2).ToList() is [var only] ? state.Flagged(flag, only) : state.Assigned(flag) : state.Flagged(flag, null)
                : state.Assigned(flag);
        }

        private LockKey? ScopeOf(IOperation instance) => instance.Unwrapped() switch
        {
            IFlowCaptureReferenceOperation reference => scopes.TryGetValue(reference.Id, out var captured) ? captured : null,
            ILocalReferenceOperation local => scopes.TryGetValue(local.Local, out var kept) ? kept : null,
            _ => null,
        };

        private LockKey? Tried(IOperation value) =>
            value is IInvocationOperation { IsImplicit: false } call && LockCalls.Of(call, symbols) is { Act: LockAct.TryEnter, Flag: null } known ? LockKey.Of(known.Kind, known.Lock) : null;

        private (LockState Conditional, LockState FallThrough) Leave(BasicBlock block, LockState state)
        {
            if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is null)
            {
                return (state, state);
            }

            var (whenTrue, whenFalse) = Checked(block.BranchValue, state);
            return block.ConditionKind == ControlFlowConditionKind.WhenTrue ? (whenTrue, whenFalse) : (whenFalse, whenTrue);
        }

        private (LockState WhenTrue, LockState WhenFalse) Checked(IOperation condition, LockState state)
        {
            switch (Captured(condition))
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    return Swapped(Checked(not.Operand, state));
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: bool wanted } } compared:
                    return wanted ? Checked(compared.LeftOperand, state) : Swapped(Checked(compared.LeftOperand, state));
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals, RightOperand.ConstantValue: { HasValue: true, Value: bool unwanted } } compared:
                    return unwanted ? Swapped(Checked(compared.LeftOperand, state)) : Checked(compared.LeftOperand, state);
                case IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool wanted } } } matched:
                    return wanted ? Checked(matched.Value, state) : Swapped(Checked(matched.Value, state));
                case ISimpleAssignmentOperation assignment:
                    return Checked(assignment.Value, state);
                case IInvocationOperation { TargetMethod.Name: "IsEntered", Arguments: [{ Value: { } gate }] } asked when asked.TargetMethod.ContainingType.IsSameAs(symbols.Monitor):
                    return (state, state.LeftAll(LockKey.Of(LockKind.Monitor, gate)));
                case IPropertyReferenceOperation { Instance: { } instance } asked when Asked(asked.Property) is { } kind:
                    return (state, state.LeftAll(LockKey.Of(kind, instance)));
                case ILocalReferenceOperation or IParameterReferenceOperation when Captured(condition).Named() is { } flag && state.HeldIf(flag) is { } key:
                    return (state.Holding(key), may ? state.LeftAll(key) : state);
                case var value when Tried(value) is { } key:
                    return may ? (state, state.Left(key, may)) : (state.Entered(key), state);
                default:
                    return (state, state);
            }
        }

        private static (LockState WhenTrue, LockState WhenFalse) Swapped((LockState WhenTrue, LockState WhenFalse) branches) => (branches.WhenFalse, branches.WhenTrue);

        private LockKind? Asked(IPropertySymbol property) => property.Name switch
        {
            "IsReadLockHeld" when property.ContainingType.IsSameAs(symbols.ReaderWriterLockSlim) => LockKind.ReadLock,
            "IsUpgradeableReadLockHeld" when property.ContainingType.IsSameAs(symbols.ReaderWriterLockSlim) => LockKind.UpgradeableReadLock,
            "IsWriteLockHeld" when property.ContainingType.IsSameAs(symbols.ReaderWriterLockSlim) => LockKind.WriteLock,
            "IsHeldByCurrentThread" when property.ContainingType.IsSameAs(symbols.Lock) => LockKind.Lock,
            "IsHeldByCurrentThread" or "IsHeld" when property.ContainingType.IsSameAs(symbols.SpinLock) => LockKind.SpinLock,
            _ => null,
        };

        private IOperation Captured(IOperation operation)
        {
            operation = operation.Unwrapped();
            return operation is IFlowCaptureReferenceOperation reference && captures.TryGetValue(reference.Id, out var value) && value is not null ? value.Unwrapped() : operation;
        }

        /// <summary>The blocks from one to another: all of them, or those of one <c>finally</c> on one way through it.</summary>
        private sealed class Blocks(Function function, int first, int last)
        {
            private readonly LockState?[] before = new LockState?[last - first + 1];

            /// <summary>What holds wherever in the block an exception comes from.</summary>
            private readonly LockState?[] within = new LockState?[last - first + 1];
            private readonly (LockState? Conditional, LockState? FallThrough)[] after = new (LockState?, LockState?)[last - first + 1];

            public LockState? Before(int ordinal) => before[ordinal - first];

            /// <returns>Whether it came to an end.</returns>
            public bool Solve(LockState start)
            {
                for (var round = 0; round < MaximumRounds; round++)
                {
                    var changed = false;
                    for (var ordinal = first; ordinal <= last; ordinal++)
                    {
                        var block = function.graph.Blocks[ordinal];
                        var entering = Join(ordinal == first ? start : null, Entering(block));
                        if (entering is null || (Before(ordinal) is { } known && known.IsSameAs(entering)))
                        {
                            continue;
                        }

                        changed = true;
                        before[ordinal - first] = entering;
                        var anywhere = entering;
                        var (conditional, fallThrough) = function.Leave(block, function.Flow(block, entering, record: false, state => anywhere = anywhere.Meet(state, function.may)));
                        after[ordinal - first] = (conditional, fallThrough);
                        within[ordinal - first] = anywhere.Meet(conditional, function.may).Meet(fallThrough, function.may);
                    }

                    if (!changed)
                    {
                        return true;
                    }
                }

                return false;
            }

            private LockState? Join(LockState? left, LockState? right) => left is null ? right : right is null ? left : left.Meet(right, function.may);

            private LockState? Entering(BasicBlock block)
            {
                LockState? met = null;
                foreach (var branch in block.Predecessors)
                {
                    var source = branch.Source.Ordinal;
                    if (source >= first && source <= last && (branch.IsConditionalSuccessor ? after[source - first].Conditional : after[source - first].FallThrough) is { } state
                        && Through(branch.FinallyRegions, state) is { } arriving)
                    {
                        met = Join(met, arriving);
                    }
                }

                return Join(met, Thrown(block));
            }

            /// <summary>What is left of a state on a way out of <c>try</c> blocks.</summary>
            private LockState? Through(ImmutableArray<ControlFlowRegion> regions, LockState? state)
            {
                foreach (var region in regions)
                {
                    if (state is null)
                    {
                        return null;
                    }

                    var blocks = new Blocks(function, region.FirstBlockOrdinal, region.LastBlockOrdinal);
                    state = blocks.Solve(state) ? blocks.End() : null;
                }

                return state;
            }

            private LockState? End()
            {
                LockState? end = null;
                for (var ordinal = first; ordinal <= last; ordinal++)
                {
                    if (function.graph.Blocks[ordinal].FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
                    {
                        end = Join(end, after[ordinal - first].FallThrough);
                    }
                }

                return end;
            }

            /// <summary>Where a handler begins: what holds anywhere in its <c>try</c> block.</summary>
            private LockState? Thrown(BasicBlock block)
            {
                LockState? met = null;
                for (var region = block.EnclosingRegion; region is { EnclosingRegion: { } whole } && region.FirstBlockOrdinal == block.Ordinal; region = whole)
                {
                    if (region.Kind is not (ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler or ControlFlowRegionKind.Finally)
                        || whole.NestedRegions.FirstOrDefault(static nested => nested.Kind == ControlFlowRegionKind.Try) is not { } guarded)
                    {
                        continue;
                    }

                    for (var ordinal = guarded.FirstBlockOrdinal; ordinal <= guarded.LastBlockOrdinal; ordinal++)
                    {
                        met = Join(met, ordinal >= first && ordinal <= last ? within[ordinal - first] : null);
                    }

                    if (met is not null && region.ExceptionType is { Name: "AbandonedMutexException" })
                    {
                        met = function.Abandoned(guarded, met);
                    }
                }

                return met;
            }
        }

        /// <summary>Whoever is told that a mutex was abandoned has it.</summary>
        private LockState Abandoned(ControlFlowRegion guarded, LockState state)
        {
            foreach (var call in Enumerable.Range(guarded.FirstBlockOrdinal, guarded.LastBlockOrdinal - guarded.FirstBlockOrdinal + 1)
                .SelectMany(ordinal => graph.Blocks[ordinal].Operations.Concat(graph.Blocks[ordinal].BranchValue is { } value ? [value] : []))
                .SelectMany(static operation => operation.SelfAndBelow()).OfType<IInvocationOperation>())
            {
                if (LockCalls.Of(call, symbols) is { Kind: LockKind.Mutex, Act: LockAct.Enter or LockAct.TryEnter } known)
                {
                    state = state.Holding(LockKey.Of(known.Kind, known.Lock));
                }
            }

            return state;
        }
    }
}
