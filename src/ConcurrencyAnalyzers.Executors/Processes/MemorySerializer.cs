using System;
using System.Buffers;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What is bytes already.</summary>
internal sealed class MemorySerializer : IJobSerializer<ReadOnlyMemory<byte>>
{
    public static MemorySerializer Instance { get; } = new();

    public void Write(ReadOnlyMemory<byte> value, IBufferWriter<byte> to) => to.Write(value.Span);

    public ReadOnlyMemory<byte> Read(ReadOnlySpan<byte> from) => from.ToArray();
}
