using System;
using System.Buffers;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>How values of a type become bytes and come back. An instance is used by any number of threads at once.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public interface IJobSerializer<T>
{
    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="to">Where to. It is the library's, and not to be kept.</param>
    void Write(T value, IBufferWriter<byte> to);

    /// <summary>Reads a value that was written by the same serializer, mostly in another process.</summary>
    /// <param name="from">All of it, and nothing else. The memory is used for something else afterwards.</param>
    T Read(ReadOnlySpan<byte> from);
}
