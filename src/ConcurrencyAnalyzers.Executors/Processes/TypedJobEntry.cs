using System;
using System.Buffers;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

internal sealed class TypedJobEntry<TJob, TIn, TOut>(string name, string contract) : JobEntry(name, contract, typeof(TJob).Module.ModuleVersionId)
    where TJob : IProcessJob<TIn, TOut>
{
    public override ValueTask InvokeAsync(ReadOnlySpan<byte> input, JobContext context, IBufferWriter<byte> output)
    {
        var codec = TJob.Codec;
        var run = TJob.RunAsync(codec.Input.Read(input), context);
        if (!run.IsCompletedSuccessfully)
        {
            return WriteLater(run, codec.Output, output);
        }

        codec.Output.Write(run.Result, output);
        return default;
    }

    private static async ValueTask WriteLater(ValueTask<TOut> run, IJobSerializer<TOut> serializer, IBufferWriter<byte> output) => serializer.Write(await run.ConfigureAwait(false), output);
}
