using System.Text.Json.Serialization;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Generators;

/// <summary>A job of this program, registered by code that the generator writes, with the serializer's own generated code.</summary>
[ProcessJob]
internal sealed partial class CountWords : IProcessJob<CountWords.Input, CountWords.Output>
{
    public static string Name => "count-words";

    public static JobCodec<Input, Output> Codec => JobCodec.Json(Json.Default.Input, Json.Default.Output);

    public static ValueTask<Output> RunAsync(Input input, JobContext context) =>
        new(new Output(input.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).GroupBy(static word => word).ToDictionary(static group => group.Key, static group => group.Count())));

    internal sealed record Input(string Text);

    internal sealed record Output(Dictionary<string, int> Counts);

    [JsonSerializable(typeof(Input))]
    [JsonSerializable(typeof(Output))]
    private sealed partial class Json : JsonSerializerContext;
}
