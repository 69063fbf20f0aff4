using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>Gives back what it gets: what is measured is the way there and back.</summary>
internal sealed class EchoBytes : IProcessJob<byte[], byte[]>
{
    public static string Name => "echo";

    public static JobCodec<byte[], byte[]> Codec { get; } = JobCodec.Of(JobSerializer.Bytes, JobSerializer.Bytes);

    public static ValueTask<byte[]> RunAsync(byte[] input, JobContext context) => new(input);
}
