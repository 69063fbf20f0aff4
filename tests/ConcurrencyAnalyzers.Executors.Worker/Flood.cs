using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Writes so many lines to both outputs, then one that never ends.</summary>
public sealed class Flood : IProcessJob<int, int>
{
    public static string Name => "Flood";

    public static JobCodec<int, int> Codec { get; } = JobCodec.Json(JobsContext.Default.Int32, JobsContext.Default.Int32);

    public static ValueTask<int> RunAsync(int input, JobContext context)
    {
        for (var i = 0; i < input; i++)
        {
            Console.Out.WriteLine($"out {i}");
            Console.Error.WriteLine($"error {i}");
        }

        var part = new string((char)120, 10_000);
        for (var i = 0; i < 100; i++)
        {
            Console.Out.Write(part);
            Console.Error.Write(part);
        }

        return new ValueTask<int>(input);
    }
}
