using System;
using System.Buffers;

namespace ConcurrencyAnalyzers.Executors.Processes;

internal sealed class BytesSerializer : IJobSerializer<byte[]>
{
    public static BytesSerializer Instance { get; } = new();

    public void Write(byte[] value, IBufferWriter<byte> to)
    {
        ArgumentNullException.ThrowIfNull(value);
        to.Write(value);
    }

    public byte[] Read(ReadOnlySpan<byte> from) => from.ToArray();
}
