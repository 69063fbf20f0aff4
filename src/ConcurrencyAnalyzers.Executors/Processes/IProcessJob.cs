using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>
/// A job for a process of its own. It is a type with static members, because neither an instance nor a lambda could cross to another process; what crosses is its name, and the bytes of input and output.
/// </summary>
/// <typeparam name="TIn">What it is given.</typeparam>
/// <typeparam name="TOut">What it comes to.</typeparam>
public interface IProcessJob<TIn, TOut>
{
    /// <summary>What the job is called between processes: the same in all of them, and of no other job. Not empty.</summary>
    static abstract string Name { get; }

    /// <summary>How input and output become bytes.</summary>
    static abstract JobCodec<TIn, TOut> Codec { get; }

    /// <summary>
    /// The work. A worker has one job at a time, on its main thread, so it may compute, block, and use what is not safe for several threads. If it does not come back, crashes or exits, nothing but this
    /// worker is lost.
    /// </summary>
    /// <param name="input">As read by the codec, in the worker.</param>
    /// <param name="context">With the token that is cancelled when the caller gives up.</param>
    /// <returns>The result. An exception reaches the caller as <see cref="RemoteJobException"/>, a cancellation that was asked for as a cancellation.</returns>
    static abstract ValueTask<TOut> RunAsync(TIn input, JobContext context);
}
