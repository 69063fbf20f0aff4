namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>One end of a pipe, in memory.</summary>
internal sealed class MemoryStreamEnd(ByteChannel input, ByteChannel output) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static (MemoryStreamEnd Parent, MemoryStreamEnd Worker) Create(int capacity = 128 << 10)
    {
        var (down, up) = (new ByteChannel(capacity), new ByteChannel(capacity));
        return (new MemoryStreamEnd(up, down), new MemoryStreamEnd(down, up));
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => input.Read(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => output.Write(buffer);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        input.Close();
        output.Close();
        base.Dispose(disposing);
    }
}
