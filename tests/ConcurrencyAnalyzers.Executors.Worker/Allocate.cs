using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Allocates and keeps so many bytes; without end if that is 0.</summary>
public sealed class Allocate : IProcessJob<long, long>
{
    public static string Name => "Allocate";

    public static JobCodec<long, long> Codec { get; } = JobCodec.Json(JobsContext.Default.Int64, JobsContext.Default.Int64);

    private static readonly List<byte[]> Kept = [];

    public static ValueTask<long> RunAsync(long input, JobContext context)
    {
        var kept = 0L;
        try
        {
            while (input == 0 || kept < input)
            {
                var more = new byte[1 << 20];
                Array.Fill(more, (byte)1);
                Kept.Add(more);
                kept += more.Length;
            }
        }
        catch (OutOfMemoryException)
        {
            Kept.Clear();
            throw;
        }

        return new ValueTask<long>(kept);
    }
}
