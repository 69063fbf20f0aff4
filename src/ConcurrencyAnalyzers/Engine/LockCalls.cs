using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

internal enum LockAct : byte
{
    /// <summary>The lock is held when the call returns.</summary>
    Enter,

    /// <summary>The lock is held if the call gives true, or sets its flag.</summary>
    TryEnter,
    Exit,

    /// <summary>Gives up the lock however often it was entered.</summary>
    ExitAll,

    /// <summary>Gives the lock up while it waits, and holds it again when it returns.</summary>
    Wait,
}

/// <summary>What one call does to a lock.</summary>
/// <param name="Act">What it does.</param>
/// <param name="Kind">To what kind of lock.</param>
/// <param name="Lock">The expression that stands for the lock.</param>
/// <param name="Flag">The variable that says whether the lock was entered, where the call is given one.</param>
/// <param name="IsAtOnce">A try that does not wait.</param>
internal readonly record struct LockCall(LockAct Act, LockKind Kind, IOperation Lock, ISymbol? Flag, bool IsAtOnce = false);

/// <summary>Tells which calls enter and leave the locks that belong to a thread.</summary>
internal static class LockCalls
{
    public static LockCall? Of(IInvocationOperation call, KnownSymbols symbols) => call.TargetMethod.Name switch
    {
        "Enter" or "TryEnter" or "Exit" or "EnterScope" or "Wait" => OfEntry(call, symbols),
        "WaitOne" when call.Instance is { } mutex && mutex.Unwrapped().Type.Is(symbols.Mutex) => call.Arguments.IsEmpty ? new LockCall(LockAct.Enter, LockKind.Mutex, mutex, null) : Try(call, LockKind.Mutex, mutex, symbols),
        "ReleaseMutex" when call.Instance is { } mutex && mutex.Unwrapped().Type.Is(symbols.Mutex) => new LockCall(LockAct.Exit, LockKind.Mutex, mutex, null),
        "EnterReadLock" or "TryEnterReadLock" or "ExitReadLock" => OfSlim(call, LockKind.ReadLock, symbols),
        "EnterUpgradeableReadLock" or "TryEnterUpgradeableReadLock" or "ExitUpgradeableReadLock" => OfSlim(call, LockKind.UpgradeableReadLock, symbols),
        "EnterWriteLock" or "TryEnterWriteLock" or "ExitWriteLock" => OfSlim(call, LockKind.WriteLock, symbols),
        "AcquireReaderLock" or "AcquireWriterLock" or "UpgradeToWriterLock" or "RestoreLock" => OfOld(call, LockAct.Enter, symbols),
        "ReleaseReaderLock" or "ReleaseWriterLock" or "DowngradeFromWriterLock" => OfOld(call, LockAct.Exit, symbols),
        "ReleaseLock" => OfOld(call, LockAct.ExitAll, symbols),
        _ => null,
    };

    private static LockCall? OfEntry(IInvocationOperation call, KnownSymbols symbols)
    {
        var type = call.TargetMethod.ContainingType;
        return type.IsSameAs(symbols.Monitor) ? call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0) is { Value: { } gate } ? OfEntry(call, LockKind.Monitor, gate, symbols) : null
            : call.Instance is not { } instance ? null
            : type.IsSameAs(symbols.Lock) ? OfEntry(call, LockKind.Lock, instance, symbols)
            : type.IsSameAs(symbols.SpinLock) ? OfEntry(call, LockKind.SpinLock, instance, symbols)
            : null;
    }

    private static LockCall? OfEntry(IInvocationOperation call, LockKind kind, IOperation gate, KnownSymbols symbols) => call.TargetMethod.Name switch
    {
        "Enter" or "EnterScope" => new LockCall(LockAct.Enter, kind, gate, FlagOf(call)),
        "TryEnter" => Try(call, kind, gate, symbols),
        "Exit" => new LockCall(LockAct.Exit, kind, gate, null),
        "Wait" => new LockCall(LockAct.Wait, kind, gate, null),
        _ => null,
    };

    private static LockCall? OfSlim(IInvocationOperation call, LockKind kind, KnownSymbols symbols) =>
        call.Instance is not { } gate || !call.TargetMethod.ContainingType.IsSameAs(symbols.ReaderWriterLockSlim) ? null
        : call.TargetMethod.Name[0] == 'T' ? Try(call, kind, gate, symbols)
        : new LockCall(call.TargetMethod.Name[1] == 'x' ? LockAct.Exit : LockAct.Enter, kind, gate, null);

    private static LockCall? OfOld(IInvocationOperation call, LockAct act, KnownSymbols symbols) =>
        call.Instance is { } gate && call.TargetMethod.ContainingType.IsSameAs(symbols.ReaderWriterLock) ? new LockCall(act, LockKind.ReaderWriterLock, gate, null) : null;

    // A try that never gives up is none.
    private static LockCall Try(IInvocationOperation call, LockKind kind, IOperation gate, KnownSymbols symbols)
    {
        var timeout = call.Arguments.FirstOrDefault(argument => argument.Parameter is { Type: { } type } && (type.SpecialType == SpecialType.System_Int32 || type.IsSameAs(symbols.TimeSpan)))?.Value.Unwrapped();
        var isForever = timeout is { ConstantValue: { HasValue: true, Value: -1 } } or IFieldReferenceOperation { Field: { IsStatic: true, Name: "InfiniteTimeSpan" } };
        return new LockCall(isForever ? LockAct.Enter : LockAct.TryEnter, kind, gate, FlagOf(call), timeout is null || timeout.IsZeroTimeout(symbols));
    }

    private static ISymbol? FlagOf(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(static argument => argument.Parameter?.RefKind == RefKind.Ref)?.Value.Named();
}
