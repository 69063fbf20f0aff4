using System;
using System.Buffers;
using System.Text.Json;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>One writer for each thread: a writer costs as much as a small value.</summary>
internal static class JsonWriterCache
{
    [ThreadStatic]
    private static Utf8JsonWriter? cached;

    public static Utf8JsonWriter Take(IBufferWriter<byte> to)
    {
        if (cached is not { } writer)
        {
            return new Utf8JsonWriter(to);
        }

        cached = null;
        writer.Reset(to);
        return writer;
    }

    /// <summary>Not called for one that failed: what it holds then is nobody's.</summary>
    public static void Return(Utf8JsonWriter writer)
    {
        writer.Flush();
        writer.Reset(NoBytes.Instance);
        cached = writer;
    }
}
