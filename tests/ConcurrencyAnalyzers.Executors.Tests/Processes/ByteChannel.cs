namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>One direction of a pipe, in memory. As a pipe of the system, it holds so much and no more.</summary>
internal sealed class ByteChannel(int capacity)
{
    private readonly object gate = new();
    private readonly Queue<byte> bytes = new();
    private bool isClosed;

    public int Read(Span<byte> into)
    {
        lock (gate)
        {
            while (bytes.Count == 0 && !isClosed)
            {
                Monitor.Wait(gate);
            }

            var count = 0;
            while (count < into.Length && bytes.TryDequeue(out var next))
            {
                into[count++] = next;
            }

            Monitor.PulseAll(gate);
            return count;
        }
    }

    public void Write(ReadOnlySpan<byte> from)
    {
        lock (gate)
        {
            foreach (var next in from)
            {
                while (bytes.Count == capacity && !isClosed)
                {
                    Monitor.PulseAll(gate);
                    Monitor.Wait(gate);
                }

                if (isClosed)
                {
                    throw new IOException("Broken pipe");
                }

                bytes.Enqueue(next);
            }

            Monitor.PulseAll(gate);
        }
    }

    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.PulseAll(gate);
        }
    }
}
