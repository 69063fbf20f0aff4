namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>A pipe whose other end has said all it has to say, and does not care for what it is told.</summary>
internal sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
    }
}
