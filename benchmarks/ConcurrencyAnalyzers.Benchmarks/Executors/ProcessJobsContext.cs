using System.Text.Json.Serialization;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(uint))]
internal sealed partial class ProcessJobsContext : JsonSerializerContext;
