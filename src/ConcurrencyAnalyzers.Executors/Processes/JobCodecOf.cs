namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>How input and output of a job become bytes. Made by <see cref="JobCodec"/>; may be used from any thread at once.</summary>
/// <typeparam name="TIn">What the job is given.</typeparam>
/// <typeparam name="TOut">What it comes to.</typeparam>
public sealed class JobCodec<TIn, TOut>
{
    internal JobCodec(IJobSerializer<TIn> input, IJobSerializer<TOut> output)
    {
        Input = input;
        Output = output;
    }

    /// <summary>Of the input: written by the caller, read by the worker.</summary>
    public IJobSerializer<TIn> Input { get; }

    /// <summary>Of the output: written by the worker, read by the caller.</summary>
    public IJobSerializer<TOut> Output { get; }
}
