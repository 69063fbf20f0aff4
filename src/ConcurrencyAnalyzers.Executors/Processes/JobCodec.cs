using System;
using System.Text.Json.Serialization.Metadata;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Makes codecs.</summary>
public static class JobCodec
{
    /// <summary>Input and output as JSON, by source-generated code: <c>JobCodec.Json(MyContext.Default.Input, MyContext.Default.Output)</c>.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static JobCodec<TIn, TOut> Json<TIn, TOut>(JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> output) => new(JobSerializer.Json(input), JobSerializer.Json(output));

    /// <summary>Input and output each by a serializer.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static JobCodec<TIn, TOut> Of<TIn, TOut>(IJobSerializer<TIn> input, IJobSerializer<TOut> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        return new JobCodec<TIn, TOut>(input, output);
    }
}
