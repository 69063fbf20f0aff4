using System;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The way into a worker process.</summary>
public static class ProcessWorker
{
    /// <summary>
    /// Runs jobs if this process was started to be a worker. It has to be the first statement of <c>Main</c>, because whatever comes before it happens in every worker, too:
    /// <c>if (await ProcessWorker.TryRunAsync(args, Jobs.Register)) return;</c>
    /// </summary>
    /// <param name="args">Those of <c>Main</c>.</param>
    /// <param name="register">Adds the jobs that this program has. Executors of this process have the same, unless their options say otherwise.</param>
    /// <returns>True if this was a worker, whose work is over: <c>Main</c> has to return. False, at once, if this is the program itself.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>A worker runs its jobs within this call, on this thread. Its standard input is the parent's: jobs find it empty.</remarks>
    public static ValueTask<bool> TryRunAsync(string[] args, Action<JobRegistry> register)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(register);
        WorkerProgram.Register = register;
        if (args is not [.., WorkerProgram.Marker, var pipe])
        {
            return new ValueTask<bool>(false);
        }

        Environment.ExitCode = WorkerProgram.Run(pipe, new JobRegistry(register));
        return new ValueTask<bool>(true);
    }
}
