using System;
using System.IO;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Reads one of the outputs of a worker to its end, whether or not anybody wants it: else the worker would wait for room.</summary>
internal static class OutputPump
{
    public static async Task RunAsync(Stream output, Action<string> onLine)
    {
        var lines = new LineSplitter(onLine);
        var buffer = new byte[4096];
        try
        {
            for (int count; (count = await output.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            {
                lines.Add(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The worker is reaped, and something that it started still has the other end.
        }

        lines.End();
    }
}
