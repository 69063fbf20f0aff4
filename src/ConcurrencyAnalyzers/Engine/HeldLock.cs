using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The locks that belong to the thread that entered them, each mode of a reader-writer lock for itself.</summary>
internal enum LockKind : byte
{
    Monitor,
    Lock,
    Mutex,
    SpinLock,
    ReadLock,
    UpgradeableReadLock,
    WriteLock,

    /// <summary>The old <c>ReaderWriterLock</c>, whose modes are released by one another's methods.</summary>
    ReaderWriterLock,
}

/// <summary>A lock that the thread holds at a place.</summary>
/// <param name="Kind">What kind of lock.</param>
/// <param name="Syntax">The expression that stands for it where it is entered.</param>
/// <param name="Variable">The variable, field or property that holds it, where it has one.</param>
internal sealed record HeldLock(LockKind Kind, SyntaxNode Syntax, ISymbol? Variable)
{
    /// <summary>For a resource: the method or constructor that makes it. A lock is held only if that one enters one and does not leave it.</summary>
    public IMethodSymbol? EnteredBy { get; init; }

    /// <summary>Who does not get it goes on without it.</summary>
    public bool IsTried { get; init; }
}

/// <summary>A place where a body gives its thread away while it holds a lock that is that thread's.</summary>
/// <param name="Syntax">The <c>await</c>, or the statement that awaits.</param>
/// <param name="Locks">The lock that was entered last comes first.</param>
internal sealed record HeldAwait(SyntaxNode Syntax, ImmutableArray<HeldLock> Locks);
