using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The statements around an operation that hold a lock from their beginning to their end, innermost first.</summary>
internal sealed class LockScope(HeldLock held, LockKey? key, LockScope? outer)
{
    public HeldLock Held { get; } = held;

    /// <summary>Null for a resource, whose lock is its own.</summary>
    public LockKey? Key { get; } = key;

    public LockScope? Outer { get; } = outer;
}

/// <summary>
/// Tells which locks the thread holds at a place of a member: those of the statements around it, and those that calls have entered.
/// Control flow is asked only in members that make such calls.
/// </summary>
internal sealed class HeldLocks(KnownSymbols symbols)
{
    private readonly Dictionary<IOperation, LockFlow?> byRoot = [];

    /// <summary>The member enters or leaves a lock by a call.</summary>
    public bool AreCalled { get; private set; }

    public void Note(IInvocationOperation call) => AreCalled = AreCalled || LockCalls.Of(call, symbols) is { Act: not LockAct.Wait };

    public LockScope Enter(ILockOperation statement, LockScope? around)
    {
        var gate = statement.LockedValue;
        var kind = symbols.Lock is { } type && gate.Unwrapped().Type.IsSameAs(type) ? LockKind.Lock : LockKind.Monitor;
        var key = LockKey.Of(kind, gate);
        return new LockScope(new HeldLock(kind, gate.Syntax, key.Name?.Variable), key, around);
    }

    /// <summary>What a <c>using</c> disposes of at its end may have entered a lock when it was made. Whoever asks knows what its maker does.</summary>
    public LockScope? Enter(IOperation resources, LockScope? around)
    {
        var made = (resources is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var declarator] }] } ? declarator.GetVariableInitializer()?.Value : resources)?.Unwrapped();
        IMethodSymbol? maker = made switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        return made is not null && maker is { IsImplicitlyDeclared: false } && symbols.IsOwn(maker) ? new LockScope(new HeldLock(LockKind.Monitor, made.Syntax, null) { EnteredBy = maker.Canonical() }, null, around) : around;
    }

    /// <param name="operation">What happens.</param>
    /// <param name="place">Where control flow shows it.</param>
    /// <param name="around">The statements around it.</param>
    /// <returns>The lock that was entered last comes first.</returns>
    public ImmutableArray<HeldLock> At(IOperation operation, SyntaxNode place, LockScope? around)
    {
        if (around is null && !AreCalled)
        {
            return [];
        }

        var flow = AreCalled ? FlowAround(operation) : null;
        var state = flow?.At(place);
        var waited = around is not null && operation is IInvocationOperation { TargetMethod.Name: "Wait" } call && LockCalls.Of(call, symbols) is { Act: LockAct.Wait } wait
            ? LockKey.Of(wait.Kind, wait.Lock)
            : (LockKey?)null;
        var held = new List<HeldLock>();
        for (var scope = around; scope is not null; scope = scope.Outer)
        {
            if (scope.Key is not { } key || !(state?.HasLeft(key) == true || waited?.MayBe(key) == true))
            {
                held.Add(scope.Held);
            }
        }

        if (state is not null)
        {
            held.AddRange(state.Held.Select(flow!.EntryOf));
        }

        return held.Count == 0 ? [] : [.. held.OrderByDescending(static lockHeld => lockHeld.Syntax.SpanStart)];
    }

    /// <summary>What the member has entered, and leaves to others to leave.</summary>
    public ImmutableArray<HeldLock> AtEnd(IOperation block) => AreCalled && FlowAround(block) is { } flow ? flow.AtEnd : [];

    private LockFlow? FlowAround(IOperation operation)
    {
        var root = operation.Root();
        if (!byRoot.TryGetValue(root, out var flow))
        {
            byRoot.Add(root, flow = LockFlow.Of(root, symbols));
        }

        return flow;
    }
}
