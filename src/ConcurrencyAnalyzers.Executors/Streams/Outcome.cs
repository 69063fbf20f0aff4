using System;
using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>What became of one item of a stream: a value or an error, with the item and where it stood in the source.</summary>
/// <typeparam name="TIn">The type of the items.</typeparam>
/// <typeparam name="TOut">The type of the values.</typeparam>
/// <remarks>A value that never changes, for use from any thread.</remarks>
public readonly struct Outcome<TIn, TOut>
{
    private readonly TOut value;

    internal Outcome(TIn item, long index, TOut value, Exception? error)
    {
        Item = item;
        Index = index;
        this.value = value;
        Error = error;
    }

    /// <summary>The item.</summary>
    public TIn Item { get; }

    /// <summary>The position of the item in the source, from 0.</summary>
    public long Index { get; }

    /// <summary>Whether there is a value; otherwise there is an error.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Ok => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none; the inner exception is <see cref="Error"/>.</exception>
    public TOut Value => Error is null ? value : throw new InvalidOperationException($"Item {Index} has no value, because it failed: {Error.Message}", Error);

    /// <summary>What was thrown for the item, a cancellation of its own included; <see langword="null"/> if there is a value.</summary>
    public Exception? Error { get; }
}
