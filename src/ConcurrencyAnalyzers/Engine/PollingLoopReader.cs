using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Recognises loops that do nothing but wait. In them may be pauses, counters, and ways out; a call of anything else is work, and whoever
/// works each time round has a reason to come round.
/// </summary>
internal sealed class PollingLoopReader
{
    private readonly KnownSymbols symbols;
    private readonly ILoopOperation loop;
    private readonly ConditionReader conditions;
    private readonly List<(IOperation Operation, IMethodSymbol By, Pause Kind)> pauses = [];
    private HashSet<ISymbol>? changed;
    private bool consumes;
    private bool paces;
    private int lastPause = int.MaxValue;
    private bool isBare = true;
    private bool obeysToken;

    private PollingLoopReader(ILoopOperation loop, KnownSymbols symbols)
    {
        this.symbols = symbols;
        this.loop = loop;
        conditions = new ConditionReader(symbols, IsChanged);
    }

    /// <summary>Null for loops that work, and for those whose conditions ask for what is not in this process.</summary>
    public static PollingLoop? Read(ILoopOperation loop, CallTraits traits, KnownSymbols symbols) => loop switch
    {
        IWhileLoopOperation { ConditionIsUntil: false, Condition: { } condition } when condition.ConstantValue is not { HasValue: true, Value: false } => new PollingLoopReader(loop, symbols).Read(condition, [], traits),
        IForLoopOperation counted => new PollingLoopReader(loop, symbols).Read(counted.Condition, counted.AtLoopBottom, traits),
        _ => null,
    };

    /// <summary>The same as a call: <c>SpinWait.SpinUntil</c>.</summary>
    public static PollingLoop? Read(IInvocationOperation call, CallTraits traits, KnownSymbols symbols)
    {
        if (call.TargetMethod is not { Name: "SpinUntil", ContainingType: { Name: "SpinWait", ContainingNamespace.Name: "Threading" } }
            || call.Arguments is not [{ Value: IDelegateCreationOperation { Target: { } target } }, ..])
        {
            return null;
        }

        var conditions = new ConditionReader(symbols);
        ImmutableArray<Watched> watched = target switch
        {
            IAnonymousFunctionOperation { Body: { } body } => body.OnlyResult() is { } result && conditions.Add(result, goesOn: false) ? conditions.Watched : [],
            IMethodReferenceOperation { Method: { IsVirtual: false, IsAbstract: false, IsOverride: false } method } when symbols.IsOwn(method) => [new Watched(WatchedKind.Member, method.Canonical())],
            _ => [],
        };
        return watched.IsEmpty ? null : new PollingLoop
        {
            Syntax = call.Syntax,
            Pause = Pause.Spin,
            Pauses = [call.Syntax],
            PausedBy = call.TargetMethod,
            Watched = watched,
            Traits = traits,
            IsBare = call.Arguments.Length == 1,
        };
    }

    private PollingLoop? Read(IOperation? condition, ImmutableArray<IOperation> steps, CallTraits traits)
    {
        // The body first: most loops work, and show it in their first statement.
        if (!Waits(loop.Body) || !steps.All(Waits) || paces || pauses.Count > lastPause)
        {
            return null;
        }

        var ofBody = conditions.Watched;
        if (condition is not null && !conditions.Add(condition, goesOn: true))
        {
            return null;
        }

        // What takes from a collection until that is empty is no consumer, and it does not come round again for nothing.
        var ofLoop = conditions.Watched.RemoveRange(0, ofBody.Length);
        if (consumes && pauses.Count == 0 && ofLoop.Any(static each => each.Kind == WatchedKind.Collection))
        {
            return null;
        }

        var watched = ofLoop.AddRange(ofBody);
        return watched.IsEmpty ? null : new PollingLoop
        {
            Syntax = loop.Syntax,
            Pause = pauses.Count == 0 ? Pause.Spin : pauses.Max(static pause => pause.Kind),
            Pauses = [.. pauses.Select(static pause => pause.Operation.Syntax)],
            PausedBy = pauses.OrderByDescending(static pause => pause.Kind).Select(static pause => pause.By).FirstOrDefault(),
            Watched = watched,
            Traits = traits,
            Consumes = consumes,
            Counts = conditions.Counts,
            ObeysToken = obeysToken,
            IsBare = isBare && steps.IsEmpty,
        };
    }

    /// <summary>The statement waits, counts or leaves the loop, and does nothing else.</summary>
    private bool Waits(IOperation statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                return WaitsInBlock(block);
            case IEmptyOperation:
                return true;
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                return true;
            case IExpressionStatementOperation { Operation: { } expression }:
                return IsPause(expression) || IsBookkeeping(expression);
            case IConditionalOperation choice:
                return WaitsIn(choice);
            case ILockOperation locked:
                isBare = false;
                return Waits(locked.Body);
            case IVariableDeclarationGroupOperation group:
                isBare = false;
                return group.Declarations.All(declaration => declaration.Declarators.All(declarator => declarator is { Symbol.IsRef: false, Initializer: var initializer } && (initializer is null || IsKnown(initializer.Value))));
            case ITryOperation { Finally: null } attempt:
                isBare = false;
                return Waits(attempt.Body) && attempt.Catches.All(handler => handler.Handler.Exits() || Waits(handler.Handler));
            default:
                return false;
        }
    }

    private bool WaitsInBlock(IBlockOperation block)
    {
        foreach (var statement in block.Operations)
        {
            var before = pauses.Count;
            if (!Waits(statement))
            {
                return false;
            }

            // Behind "nothing there: wait, and again" comes the work.
            if (statement is IConditionalOperation { WhenFalse: null } choice && choice.WhenTrue.Continues() && pauses.Count > before && conditions.EmptyWhen(choice.Condition) == true)
            {
                consumes = true;
                paces |= before > 0;
                return true;
            }
        }

        return true;
    }

    private bool WaitsIn(IConditionalOperation choice)
    {
        isBare = false;
        bool? goesOn = IsWayOut(choice.WhenTrue) ? false : IsWayOut(choice.WhenFalse) ? true : null;
        var emptyWhen = conditions.EmptyWhen(choice.Condition);
        if (!conditions.Add(choice.Condition, goesOn ?? emptyWhen))
        {
            return false;
        }

        if (emptyWhen is { } isEmpty)
        {
            var (work, otherwise) = isEmpty ? (choice.WhenFalse, choice.WhenTrue) : (choice.WhenTrue, choice.WhenFalse);
            if (work is not null && !IsWayOut(work) && !OnlyWaits(work))
            {
                consumes = true;

                // A pause that comes after the work as well keeps a pace.
                paces |= pauses.Count > 0;
                if (otherwise is not null && !Waits(otherwise))
                {
                    return false;
                }

                lastPause = work.Continues() ? lastPause : Math.Min(lastPause, pauses.Count);
                return true;
            }
        }

        return (IsWayOut(choice.WhenTrue) || Waits(choice.WhenTrue)) && (choice.WhenFalse is null || IsWayOut(choice.WhenFalse) || Waits(choice.WhenFalse));
    }

    /// <summary>Whether it does; what is seen on the way is forgotten.</summary>
    private bool OnlyWaits(IOperation statement)
    {
        var (paused, known) = (pauses.Count, conditions.Known);
        var waits = Waits(statement);
        pauses.RemoveRange(paused, pauses.Count - paused);
        conditions.Known = known;
        return waits;
    }

    private static bool IsWayOut(IOperation? statement) => statement.Exits() && !statement.Continues();

    private bool IsBookkeeping(IOperation expression)
    {
        isBare = false;
        return expression switch
        {
            IIncrementOrDecrementOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation } => true,
            ICompoundAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation, Value: { } value } => IsKnown(value),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation, Value: { } value } => IsKnown(value),
            IInvocationOperation { TargetMethod.Name: "ThrowIfCancellationRequested", Instance.Type: { } type } => symbols.IsCancellationToken(type),
            _ => false,
        };
    }

    private bool IsKnown(IOperation value) => new ConditionReader(symbols, IsChanged).Add(value);

    private bool IsPause(IOperation expression)
    {
        if (expression is IAwaitOperation { Operation: { } awaited })
        {
            return AsDelay(awaited) is { } delay && Record(expression, delay, delay.TargetMethod.Name == "Yield" ? Pause.Yield : Pause.Delay);
        }

        if (expression is not IInvocationOperation call)
        {
            return false;
        }

        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "Sleep" when method.ContainingType.IsSameAs(symbols.Thread):
                return Record(call, call, call.Arguments is [{ Value: { } length }] && length.IsZeroTimeout(symbols) ? Pause.Spin : Pause.Sleep);
            case "Yield" when method.ContainingType.IsSameAs(symbols.Thread):
                return Record(call, call, Pause.Spin);
            case "SpinWait" when method.ContainingType.IsSameAs(symbols.Thread):
            case "SpinOnce" when method.ContainingType is { Name: "SpinWait", ContainingNamespace.Name: "Threading" }:
                return Record(call, call, Pause.Backoff);
            case "Wait" when symbols.IsTask(method.ContainingType) && call.Instance is { } task && AsDelay(task) is { } delay:
                return Record(call, delay, Pause.Sleep);
            case "GetResult" when call.Instance?.Unwrapped() is IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task } && AsDelay(task) is { } delay:
                return Record(call, delay, Pause.Sleep);
            default:
                return false;
        }
    }

    private bool Record(IOperation place, IInvocationOperation call, Pause kind)
    {
        obeysToken |= call.Arguments.Any(argument => symbols.IsCancellationToken(argument.Parameter?.Type) && argument.ArgumentKind == ArgumentKind.Explicit
            && argument.Value.Unwrapped() is not (IDefaultValueOperation or IPropertyReferenceOperation { Property.Name: "None" }));
        pauses.Add((place, call.TargetMethod, kind));
        return true;
    }

    private IInvocationOperation? AsDelay(IOperation task) => task.Unwrapped() switch
    {
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner } => AsDelay(inner),
        IInvocationOperation { TargetMethod: { Name: "Delay" or "Yield", IsStatic: true } method } call when method.ContainingType.IsSameAs(symbols.Task) => call,
        _ => null,
    };

    /// <summary>The loop itself gives it another value.</summary>
    private bool IsChanged(ISymbol symbol)
    {
        if (changed is null)
        {
            changed = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            foreach (var operation in loop.SelfAndBelow())
            {
                if (operation is IVariableDeclaratorOperation declarator)
                {
                    changed.Add(declarator.Symbol);
                }

                foreach (var target in operation is IArgumentOperation { Parent: IInvocationOperation call } && ConditionReader.IsRead(call) ? [] : operation.Written())
                {
                    if (target.Named() is { } named)
                    {
                        changed.Add(named.OriginalDefinition);
                    }
                }
            }
        }

        return changed.Contains(symbol);
    }
}
