using System.Text;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>Does what the <see cref="Hold"/> of its input says; gives back any other input.</summary>
internal sealed class Held : IProcessJob<byte[], byte[]>
{
    public static string Name => "held";

    public static JobCodec<byte[], byte[]> Codec { get; } = JobCodec.Of(JobSerializer.Bytes, JobSerializer.Bytes);

    public static ValueTask<byte[]> RunAsync(byte[] input, JobContext context) => MemoryJobs.Holds.TryGetValue(Encoding.UTF8.GetString(input), out var hold) ? hold.RunAsync(context) : new(input);
}
