using System;
using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ConcurrencyAnalyzers.Executors.Processes;

internal sealed class JsonJobSerializer<T>(JsonTypeInfo<T> type) : IJobSerializer<T>
{
    public void Write(T value, IBufferWriter<byte> to)
    {
        // A converter of the user's may write another job's input while this one is written.
        var writer = JsonWriterCache.Take(to);
        JsonSerializer.Serialize(writer, value, type);
        JsonWriterCache.Return(writer);
    }

    public T Read(ReadOnlySpan<byte> from) => JsonSerializer.Deserialize(from, type)!;
}
