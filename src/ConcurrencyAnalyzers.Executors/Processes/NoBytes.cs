using System;
using System.Buffers;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Where a writer points that has nothing to write, so that it keeps no buffer alive.</summary>
internal sealed class NoBytes : IBufferWriter<byte>
{
    public static NoBytes Instance { get; } = new();

    public void Advance(int count) => throw new InvalidOperationException();

    public Memory<byte> GetMemory(int sizeHint = 0) => throw new InvalidOperationException();

    public Span<byte> GetSpan(int sizeHint = 0) => throw new InvalidOperationException();
}
