using System;
using System.Buffers;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Calls a dispatcher with types instead of bytes.</summary>
public static class JobDispatch
{
    /// <summary>Writes the input, has the job run by the dispatcher, and reads the output.</summary>
    /// <param name="dispatcher">Who runs it.</param>
    /// <param name="input">For the job.</param>
    /// <param name="cancellationToken">Says that nobody wants the result any more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dispatcher"/> is null.</exception>
    public static Task<TOut> DispatchAsync<TJob, TIn, TOut>(this IJobDispatcher dispatcher, TIn input, CancellationToken cancellationToken = default)
        where TJob : IProcessJob<TIn, TOut>
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return Dispatch<TJob, TIn, TOut>(dispatcher, input, cancellationToken);
    }

    private static async Task<TOut> Dispatch<TJob, TIn, TOut>(IJobDispatcher dispatcher, TIn input, CancellationToken cancellationToken)
        where TJob : IProcessJob<TIn, TOut>
    {
        var codec = TJob.Codec;
        var payload = new ArrayBufferWriter<byte>();
        codec.Input.Write(input, payload);
        var output = await dispatcher.InvokeAsync(TJob.Name, payload.WrittenMemory, cancellationToken).ConfigureAwait(false);
        return codec.Output.Read(output.Span);
    }
}
