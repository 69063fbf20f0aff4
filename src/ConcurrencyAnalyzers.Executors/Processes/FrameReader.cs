using System;
using System.Buffers;
using System.Buffers.Binary;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Makes frames of bytes as they come, without a stream: whoever has the bytes puts them into <see cref="Space"/>. What is not a frame is refused before its payload is waited for.</summary>
internal sealed class FrameReader(int maxFrameBytes) : IDisposable
{
    /// <summary>What is larger is refused.</summary>
    public int MaxFrameBytes { get; set; } = maxFrameBytes;

    private const int Smallest = 16 << 10;

    // A buffer above this is given back once it is empty.
    private const int Kept = 1 << 20;

    // Bytes that have come and were not read are from start to end.
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Smallest);
    private int start;
    private int end;

    /// <summary>Whether bytes have come that are not read.</summary>
    public bool HasBytes => start < end;

    /// <summary>Whether a whole frame is there, as far as its length tells.</summary>
    public bool HasFrame => end - start >= Frame.LengthBytes && end - start - Frame.LengthBytes >= BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(start));

    /// <summary>Room for what comes, at least one byte. The frame that was read last is gone then.</summary>
    public Memory<byte> Space()
    {
        if (start == end)
        {
            start = end = 0;
            if (buffer.Length > Kept)
            {
                Replace(Smallest);
            }
        }
        else if (end == buffer.Length)
        {
            // Grows with what has come, never with what a length promises.
            Replace(start > 0 ? buffer.Length : (int)Math.Min(Array.MaxLength, 2L * buffer.Length));
        }

        return buffer.AsMemory(end);
    }

    /// <summary>So many bytes are in what <see cref="Space"/> gave.</summary>
    public void Advance(int count) => end += count;

    /// <summary>The next frame, if all of it is there.</summary>
    /// <exception cref="FrameException">What comes is not a frame, or too large.</exception>
    public bool TryRead(out Frame frame)
    {
        frame = default;
        var there = end - start;
        if (there < Frame.LengthBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(start));
        if (length < Frame.HeaderBytes - Frame.LengthBytes || length > MaxFrameBytes)
        {
            throw new FrameException($"it sent a frame of {length} bytes, where {Frame.HeaderBytes - Frame.LengthBytes} to {MaxFrameBytes} are allowed");
        }

        if (there == Frame.LengthBytes)
        {
            return false;
        }

        var kind = (FrameKind)buffer[start + Frame.LengthBytes];
        if (kind is < FrameKind.Hello or > FrameKind.Cancel)
        {
            throw new FrameException($"it sent a frame of the unknown kind {(byte)kind}");
        }

        if (there - Frame.LengthBytes < length)
        {
            return false;
        }

        var content = buffer.AsSpan(start + Frame.LengthBytes, length);
        start += Frame.LengthBytes + length;
        frame = new Frame(kind, BinaryPrimitives.ReadInt64LittleEndian(content[1..]), content[(Frame.HeaderBytes - Frame.LengthBytes)..]);
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        start = end = 0;
    }

    private void Replace(int size)
    {
        var old = buffer;
        var next = size > old.Length || start == end ? ArrayPool<byte>.Shared.Rent(size) : old;
        old.AsSpan(start, end - start).CopyTo(next);
        end -= start;
        start = 0;
        buffer = next;
        if (next != old)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
