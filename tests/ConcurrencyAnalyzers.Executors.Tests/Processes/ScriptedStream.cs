using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>The parent's end of a pipe to a worker that answers a job as a test says, at once and without a thread; then it may be gone.</summary>
internal sealed class ScriptedStream(Func<int, long, (byte[] Answer, bool Ends)> answer) : Stream
{
    private readonly ByteChannel answers = new(int.MaxValue);
    private readonly FrameReader jobs = new(1 << 20);
    private int heard;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => answers.Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => answers.Read(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var space = jobs.Space().Span;
            var count = Math.Min(space.Length, buffer.Length);
            buffer[..count].CopyTo(space);
            jobs.Advance(count);
            buffer = buffer[count..];
        }

        while (jobs.TryRead(out var job))
        {
            var (bytes, ends) = answer(heard++, job.Id);
            answers.Write(bytes);
            if (ends)
            {
                answers.Close();
            }
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        answers.Close();
        base.Dispose(disposing);
    }
}
