using System;
using System.Text.Json.Serialization.Metadata;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Serializers that need no reflection.</summary>
public static class JobSerializer
{
    /// <summary>Bytes as they are, without the third that text costs them in JSON.</summary>
    public static IJobSerializer<byte[]> Bytes => BytesSerializer.Instance;

    /// <summary>JSON, by source-generated code.</summary>
    /// <param name="type">Of a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is null.</exception>
    public static IJobSerializer<T> Json<T>(JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new JsonJobSerializer<T>(type);
    }
}
