using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>Ends as many workers as its first byte says, then gives back its input. 255 is each.</summary>
internal sealed class CrashesTimes : IProcessJob<byte[], byte[]>
{
    public static string Name => "crashes";

    public static JobCodec<byte[], byte[]> Codec { get; } = JobCodec.Of(JobSerializer.Bytes, JobSerializer.Bytes);

    public static ValueTask<byte[]> RunAsync(byte[] input, JobContext context)
    {
        if (context.Attempt <= input[0])
        {
            MemoryWorkers.Crash();
        }

        return new(input);
    }
}
