using System.Text.Json.Serialization;

namespace ConcurrencyAnalyzers.Executors.Worker;

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(CrashKind))]
[JsonSerializable(typeof(Description))]
public sealed partial class JobsContext : JsonSerializerContext;
