using System.Collections.Generic;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What somebody has to do outside of the gate, with the worker that there was inside: meanwhile another may have taken its place.</summary>
/// <param name="Step">What.</param>
/// <param name="Link">Null while the worker is being started.</param>
/// <param name="Launching">Ends that start.</param>
/// <param name="Calls">What is to be written.</param>
internal readonly record struct WorkerDuty(SlotStep Step, IWorkerLink? Link, CancellationTokenSource? Launching, List<JobCall>? Calls);
