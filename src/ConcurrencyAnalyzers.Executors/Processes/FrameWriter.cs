using System;
using System.Buffers;
using System.Buffers.Binary;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Frames one after the other in a pooled buffer, until whoever writes them to a stream clears it.</summary>
internal sealed class FrameWriter(int maxFrameBytes) : IBufferWriter<byte>, IDisposable
{
    private const int Smallest = 256;

    // A buffer above this is given back once it is empty.
    private const int Kept = 1 << 20;

    private byte[] buffer = [];
    private int length;

    // Where the frame that is being written begins.
    private int frame;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public int Length => length;

    public void Begin(FrameKind kind, long id)
    {
        frame = length;
        var header = GetSpan(Frame.HeaderBytes);
        header[Frame.LengthBytes] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(header[(Frame.LengthBytes + 1)..], id);
        length += Frame.HeaderBytes;
    }

    /// <summary>Changes the id of the first frame, which the buffer has from its start.</summary>
    public void SetId(long id) => BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(Frame.LengthBytes + 1), id);

    /// <summary>Changes a number in the payload of the first frame.</summary>
    public void SetInt32(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(Frame.HeaderBytes + offset), value);

    public void End() => BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(frame), length - frame - Frame.LengthBytes);

    /// <summary>Frames that are finished.</summary>
    public void Append(ReadOnlySpan<byte> frames)
    {
        Grow(frames.Length);
        frames.CopyTo(buffer.AsSpan(length));
        length += frames.Length;
        frame = length;
    }

    public void Clear()
    {
        length = frame = 0;
        if (buffer.Length > Kept)
        {
            Dispose();
        }
    }

    /// <exception cref="FrameException">The frame is larger than it may be.</exception>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, buffer.Length - length);
        length += count;
        CheckSize();
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsSpan(length);
    }

    public void WriteByte(byte value)
    {
        GetSpan(1)[0] = value;
        Advance(1);
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(GetSpan(sizeof(int)), value);
        Advance(sizeof(int));
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(GetSpan(sizeof(long)), value);
        Advance(sizeof(long));
    }

    /// <summary>Text, cut off after so many characters.</summary>
    public void WriteText(ReadOnlySpan<char> text, int maxLength)
    {
        if (text.Length > maxLength)
        {
            text = text[..maxLength];
        }

        var size = System.Text.Encoding.UTF8.GetByteCount(text);
        WriteInt32(size);
        System.Text.Encoding.UTF8.GetBytes(text, GetSpan(size));
        Advance(size);
    }

    /// <summary>What is in it is gone; it can be used on.</summary>
    public void Dispose()
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        buffer = [];
        length = frame = 0;
    }

    private void Reserve(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);

        // Writers ask for more than they use, for JSON three times as much: what counts is what they have written.
        Grow(Math.Max(1, sizeHint));
    }

    private void Grow(int by)
    {
        var needed = (long)length + by;
        if (needed <= buffer.Length)
        {
            return;
        }

        var next = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(Math.Max(Smallest, needed), 2L * buffer.Length)));
        buffer.AsSpan(0, length).CopyTo(next);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        buffer = next;
    }

    private void CheckSize()
    {
        if ((long)length - frame - Frame.LengthBytes > maxFrameBytes)
        {
            throw new FrameException($"a frame has at most {maxFrameBytes} bytes ({nameof(ProcessExecutorOptions.MaxFrameBytes)}), and this one would have more");
        }
    }
}
