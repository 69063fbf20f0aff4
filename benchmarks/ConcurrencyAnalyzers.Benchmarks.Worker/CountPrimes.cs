using System.Text.Json.Serialization;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks.Worker;

/// <summary>How many primes there are below a number.</summary>
[ProcessJob]
public sealed partial class CountPrimes : IProcessJob<int, int>
{
    public static string Name => "count-primes";

    public static JobCodec<int, int> Codec { get; } = JobCodec.Json(Numbers.Default.Int32, Numbers.Default.Int32);

    public static ValueTask<int> RunAsync(int input, JobContext context) => new(Below(input));

    internal static int Below(int limit)
    {
        var composite = new bool[limit];
        var count = 0;
        for (var i = 2; i < limit; i++)
        {
            if (!composite[i])
            {
                count++;
                for (var multiple = 2 * i; multiple < limit; multiple += i)
                {
                    composite[multiple] = true;
                }
            }
        }

        return count;
    }

    [JsonSerializable(typeof(int))]
    private sealed partial class Numbers : JsonSerializerContext;
}
