using System;
using System.Buffers.Binary;
using System.Text;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The fields of a payload, in the order in which they were written.</summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    /// <summary>What is not read yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = payload;

    /// <exception cref="FrameException">The payload ends before.</exception>
    public byte ReadByte() => Take(1)[0];

    /// <exception cref="FrameException">The payload ends before.</exception>
    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <exception cref="FrameException">The payload ends before.</exception>
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <exception cref="FrameException">The payload ends before.</exception>
    public string ReadText() => Encoding.UTF8.GetString(Take(ReadInt32()));

    /// <exception cref="FrameException">The payload ends before.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Rest.Length)
        {
            throw new FrameException("it sent a frame whose payload is too short");
        }

        var taken = Rest[..count];
        Rest = Rest[count..];
        return taken;
    }
}
