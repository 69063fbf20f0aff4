using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What stands for a lock in one body; without a name where the expression has none that can be compared.</summary>
internal readonly record struct LockKey(LockKind Kind, TaskKey? Name)
{
    public static LockKey Of(LockKind kind, IOperation gate) => new(kind, gate.Unwrapped() switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: { } type } => new TaskKey(type),
        ITypeOfOperation { TypeOperand: { } type } => new TaskKey(type, type),
        _ => TaskKey.Of(gate),
    });

    public bool MayBe(LockKey other) => Kind == other.Kind && (Name is null || other.Name is null || Name.Value.Equals(other.Name.Value));
}

/// <summary>
/// How often each lock is entered more than left since the body began, so that leaving the lock of a <c>lock</c> statement inside it counts
/// as well, and which variables are true only where a lock is held. Immutable.
/// </summary>
internal sealed class LockState
{
    public static readonly LockState Start = new(ImmutableDictionary<LockKey, int>.Empty, ImmutableDictionary.Create<ISymbol, LockKey?>(SymbolEqualityComparer.Default));

    /// <summary>Deeper than anyone enters one lock; loops that enter without leaving stop here.</summary>
    private const int Deepest = 4;

    private readonly ImmutableDictionary<LockKey, int> depths;

    /// <summary>Null for a variable that is false.</summary>
    private readonly ImmutableDictionary<ISymbol, LockKey?> flags;

    private LockState(ImmutableDictionary<LockKey, int> depths, ImmutableDictionary<ISymbol, LockKey?> flags) => (this.depths, this.flags) = (depths, flags);

    public IEnumerable<LockKey> Held => depths.Where(static pair => pair.Value > 0).Select(static pair => pair.Key);

    public int Depth(LockKey key) => depths.TryGetValue(key, out var depth) ? depth : 0;

    /// <summary>A lock that is held by the statement around has been left inside it.</summary>
    public bool HasLeft(LockKey key) => depths.Any(pair => pair.Value < 0 && pair.Key.MayBe(key));

    public LockState Entered(LockKey key) => Forgetting(key).With(key, Depth(key) + 1);

    /// <summary>The lock is held, whether or not that was known.</summary>
    public LockState Holding(LockKey key) => Depth(key) > 0 ? this : With(key, 1);

    /// <summary>The variable is true where the lock is held; without a lock, it is false.</summary>
    public LockState Flagged(ISymbol flag, LockKey? key) => new(depths, flags.SetItem(flag, key));

    /// <summary>The variable is given something else.</summary>
    public LockState Assigned(ISymbol flag) => flags.ContainsKey(flag) ? new(depths, flags.Remove(flag)) : this;

    public LockKey? HeldIf(ISymbol flag) => flags.TryGetValue(flag, out var key) ? key : null;

    /// <param name="key">What is left.</param>
    /// <param name="may">Whether the question is which locks may be held, not which must be.</param>
    public LockState Left(LockKey key, bool may)
    {
        if (Depth(key) <= 0 && (may || Held.Any(held => held.Kind == key.Kind)))
        {
            // It goes by another name, so it may be any of its kind.
            return may ? this : LeftAll(held => held.Kind == key.Kind);
        }

        return Forgetting(key).With(key, Depth(key) - 1);
    }

    public LockState LeftAll(LockKey key) => LeftAll(held => held.MayBe(key));

    /// <summary>What holds on both ways; where the question is what may be held, what holds on either.</summary>
    public LockState Meet(LockState other, bool may)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        var met = this;
        foreach (var key in depths.Keys.Concat(other.depths.Keys))
        {
            met = met.With(key, may ? Math.Max(Depth(key), other.Depth(key)) : Math.Min(Depth(key), other.Depth(key)));
        }

        var common = flags;
        foreach (var flag in flags.Keys.Union(other.flags.Keys, SymbolEqualityComparer.Default).OfType<ISymbol>())
        {
            common = Says(flag, other, may) is { } key ? common.SetItem(flag, key) : IsFalse(flag) && other.IsFalse(flag) ? common : common.Remove(flag);
        }

        return new(met.depths, common);
    }

    public bool IsSameAs(LockState other) =>
        ReferenceEquals(this, other)
        || (depths.Count == other.depths.Count && flags.Count == other.flags.Count
            && depths.All(pair => other.Depth(pair.Key) == pair.Value) && flags.All(pair => other.flags.TryGetValue(pair.Key, out var theirs) && theirs == pair.Value));

    private bool IsFalse(ISymbol flag) => flags.TryGetValue(flag, out var key) && key is null;

    /// <summary>The lock that a variable tells of on both ways: on one of them it may just be false, and the lock not held.</summary>
    private LockKey? Says(ISymbol flag, LockState other, bool may) =>
        HeldIf(flag) is { } own ? other.HeldIf(flag) == own || (other.IsFalse(flag) && !(may && other.Depth(own) > 0)) ? own : null
        : other.HeldIf(flag) is { } theirs && IsFalse(flag) && !(may && Depth(theirs) > 0) ? theirs
        : null;

    private LockState LeftAll(Func<LockKey, bool> predicate)
    {
        var left = this;
        foreach (var key in Held.Where(predicate))
        {
            left = left.Forgetting(key).With(key, 0);
        }

        return left;
    }

    private LockState Forgetting(LockKey key) => new(depths, flags.RemoveRange(flags.Where(pair => pair.Value == key).Select(static pair => pair.Key)));

    private LockState With(LockKey key, int depth)
    {
        depth = Math.Max(-Deepest, Math.Min(Deepest, depth));
        return depth == 0 ? new(depths.Remove(key), flags) : new(depths.SetItem(key, depth), flags);
    }
}
