using System.Collections.Generic;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The end of what a worker wrote.</summary>
internal sealed class LastLines
{
    private const int Kept = 20;
    private const int KeptOfLine = 500;

    private readonly Lock gate = new();
    private readonly Queue<string> lines = new();

    public void Add(string line)
    {
        lock (gate)
        {
            if (lines.Count == Kept)
            {
                lines.Dequeue();
            }

            lines.Enqueue(line.Length > KeptOfLine ? line[..KeptOfLine] : line);
        }
    }

    public string[] ToArray()
    {
        lock (gate)
        {
            return [.. lines];
        }
    }
}
