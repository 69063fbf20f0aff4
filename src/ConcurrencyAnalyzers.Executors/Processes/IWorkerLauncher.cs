using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Starts workers.</summary>
internal interface IWorkerLauncher
{
    /// <summary>Starts a process and waits until it has proved what it is.</summary>
    /// <param name="workerId">Its id.</param>
    /// <param name="stop">Ends the wait, and the process.</param>
    /// <exception cref="LaunchException">It did not become a worker. There is nothing left of it.</exception>
    IWorkerLink Launch(int workerId, CancellationToken stop);
}
