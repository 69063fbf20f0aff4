using System;
using System.Buffers;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A job as a worker knows it: without its types.</summary>
internal abstract class JobEntry(string name, string contract, Guid module)
{
    public string Name { get; } = name;

    public string Contract { get; } = contract;

    /// <summary>The build that the job's code is of.</summary>
    public Guid Module { get; } = module;

    public abstract ValueTask InvokeAsync(ReadOnlySpan<byte> input, JobContext context, IBufferWriter<byte> output);
}
