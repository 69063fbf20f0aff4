using System;
using System.IO;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>How this program is run once more.</summary>
internal static class WorkerCommands
{
    /// <exception cref="InvalidOperationException">It cannot be.</exception>
    public static WorkerCommand OwnProgram()
    {
        // Without its guard, running this program once more would do all that it does once more.
        if (WorkerProgram.Register is null)
        {
            throw new InvalidOperationException(
                $"This program is not a worker when it is run once more: {nameof(ProcessWorker)}.{nameof(ProcessWorker.TryRunAsync)} was not called, which has to be the first statement of Main. "
                + $"Where Main is not yours, as in a test host or a notebook, set {nameof(ProcessExecutorOptions)}.{nameof(ProcessExecutorOptions.WorkerCommand)} and {nameof(ProcessExecutorOptions.Jobs)}.");
        }

        var host = Environment.ProcessPath ?? throw new InvalidOperationException($"The file of this program is not known. Set {nameof(ProcessExecutorOptions)}.{nameof(ProcessExecutorOptions.WorkerCommand)}.");
        return string.Equals(Path.GetFileNameWithoutExtension(host), "dotnet", StringComparison.OrdinalIgnoreCase)
            ? new WorkerCommand(host, Environment.GetCommandLineArgs()[0])
            : new WorkerCommand(host);
    }
}
