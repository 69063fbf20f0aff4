using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>What the executors tell to whoever listens: a <see cref="Meter"/> and an <see cref="ActivitySource"/>. While nobody does, no clock is read and nothing is allocated.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>instrument</term><description>what it says; times are in seconds</description></listheader>
/// <item><term><c>executor.queue.length</c></term><description>work that has not started, by <c>executor.name</c></description></item>
/// <item><term><c>executor.running</c></term><description>threads that are at work for an executor or view, or worker processes at work, by <c>executor.name</c></description></item>
/// <item><term><c>executor.workers</c></term><description>threads, or worker processes, that there are, by <c>executor.name</c>; views have none of their own</description></item>
/// <item><term><c>executor.queue.wait</c></term><description>how long work waited for its start, a loop for its first thread, by <c>executor.name</c></description></item>
/// <item><term><c>executor.job.duration</c></term><description>from the start of work to its end, by <c>executor.name</c></description></item>
/// <item><term><c>executor.jobs</c></term><description>work that ended, by <c>executor.name</c> and <c>outcome</c>: <c>done</c>, <c>failed</c>, <c>canceled</c>, <c>stopped</c> (disposal gave it up); of processes also <c>crashed</c>, <c>timed out</c></description></item>
/// <item><term><c>executor.worker.exits</c></term><description>worker processes that ended, by <c>executor.name</c> and <c>reason</c>, which is a <see cref="Processes.WorkerExitReason"/></description></item>
/// <item><term><c>executor.rejected</c></term><description>work for which there was no room, by <c>executor.name</c></description></item>
/// <item><term><c>gate.queue.length</c></term><description>callers that wait for a place, by <c>gate.name</c></description></item>
/// <item><term><c>gate.running</c></term><description>places that are taken, by <c>gate.name</c></description></item>
/// <item><term><c>gate.queue.wait</c></term><description>how long a caller waited for its place, by <c>gate.name</c></description></item>
/// <item><term><c>gate.call.duration</c></term><description>how long a place was taken, by <c>gate.name</c></description></item>
/// <item><term><c>gate.calls</c></term><description>calls that ended, by <c>gate.name</c> and <c>outcome</c>, as for <c>executor.jobs</c>; of a lease that is disposed no more is known than <c>done</c></description></item>
/// <item><term><c>gate.rejected</c></term><description>callers that a full line refused, by <c>gate.name</c></description></item>
/// <item><term><c>workqueue.unfinished</c></term><description>items that are neither done nor failed, by <c>workqueue.name</c></description></item>
/// <item><term><c>workqueue.items</c></term><description>items that were settled, by <c>workqueue.name</c> and <c>outcome</c>: <c>done</c>, <c>failed</c>, <c>requeued</c></description></item>
/// <item><term><c>pool.scheduling.delay</c></term><description>how long an item of a <see cref="PoolProbe"/> waited for a thread of the pool</description></item>
/// </list>
/// <para>Queues and executors that have the same name are told apart by nobody: give them names. What others made for an executor's scheduler counts in the first four; what becomes of it is theirs.</para>
/// <para>An activity <c>executor.job</c> covers the work itself, with tags <c>executor.name</c> and <c>outcome</c>. Its parent is the activity of whoever submitted the work.
/// That of a process job begins when the job is handed in, and has one of the same name in the worker, for the work itself, which whoever listens there hears of.</para>
/// </remarks>
public static class ExecutorTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "ConcurrencyAnalyzers.Executors";

    /// <summary>The name of the activity source.</summary>
    public const string ActivitySourceName = "ConcurrencyAnalyzers.Executors";

    internal const string Done = "done";
    internal const string Failed = "failed";
    internal const string Canceled = "canceled";
    internal const string Stopped = "stopped";
    internal const string Requeued = "requeued";
    internal const string Crashed = "crashed";
    internal const string TimedOut = "timed out";

    private const string ExecutorName = "executor.name";
    private const string GateName = "gate.name";
    private const string QueueName = "workqueue.name";
    private const string JobName = "job.name";
    private const string Outcome = "outcome";
    private const string Reason = "reason";

    private static readonly Meter Meter = new(MeterName);
    private static readonly ActivitySource Source = new(ActivitySourceName);
    private static readonly Histogram<double> Wait = Meter.CreateHistogram<double>("executor.queue.wait", "s", "How long work waited for its start.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("executor.job.duration", "s", "How long work took.");
    private static readonly Counter<long> Jobs = Meter.CreateCounter<long>("executor.jobs", "{job}", "Work that ended.");
    private static readonly Counter<long> Rejections = Meter.CreateCounter<long>("executor.rejected", "{job}", "Work for which there was no room.");
    private static readonly Histogram<double> GateWait = Meter.CreateHistogram<double>("gate.queue.wait", "s", "How long a caller waited for its place.");
    private static readonly Histogram<double> CallDuration = Meter.CreateHistogram<double>("gate.call.duration", "s", "How long a place was taken.");
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>("gate.calls", "{call}", "Calls that ended.");
    private static readonly Counter<long> GateRejections = Meter.CreateCounter<long>("gate.rejected", "{call}", "Callers that a full line refused.");
    private static readonly Counter<long> WorkerExits = Meter.CreateCounter<long>("executor.worker.exits", "{process}", "Worker processes that ended.");
    private static readonly Counter<long> Items = Meter.CreateCounter<long>("workqueue.items", "{item}", "Items that were settled.");
    private static readonly Histogram<double> PoolDelay = Meter.CreateHistogram<double>("pool.scheduling.delay", "s", "How long an item waited for a thread of the pool.");

    private static readonly LiveSet<LaneQueue> Queues = new();
    private static readonly LiveSet<LaneThreads> Lanes = new();
    private static readonly LiveSet<AsyncGate> Gates = new();
    private static readonly LiveSet<IMeasuredExecutor> Executors = new();
    private static readonly LiveSet<INamedQueue> WorkQueues = new();

    static ExecutorTelemetry()
    {
        Meter.CreateObservableUpDownCounter("executor.queue.length", static () => Of(Queues, ExecutorName, static queue => queue.Name, static queue => queue.Lane.CountQueued(queue))
            .Concat(Of(Executors, ExecutorName, static executor => executor.Name, static executor => executor.Queued)), "{job}", "Work that has not started.");
        Meter.CreateObservableUpDownCounter("executor.running", static () => Of(Queues, ExecutorName, static queue => queue.Name, static queue => Volatile.Read(ref queue.Running))
            .Concat(Of(Executors, ExecutorName, static executor => executor.Name, static executor => executor.Running)), "{thread}", "Threads, or worker processes, that are at work.");
        Meter.CreateObservableUpDownCounter("executor.workers", static () => Of(Lanes, ExecutorName, static lane => lane.Name, static lane => lane.Lane.Threads)
            .Concat(Of(Executors, ExecutorName, static executor => executor.Name, static executor => executor.Workers)), "{thread}", "Threads, or worker processes, that there are.");
        Meter.CreateObservableUpDownCounter("gate.queue.length", static () => Of(Gates, GateName, static gate => gate.Name, static gate => gate.Waiting), "{call}", "Callers that wait for a place.");
        Meter.CreateObservableUpDownCounter("gate.running", static () => Of(Gates, GateName, static gate => gate.Name, static gate => gate.Running), "{call}", "Places that are taken.");
        Meter.CreateObservableUpDownCounter("workqueue.unfinished", static () => Of(WorkQueues, QueueName, static queue => queue.Name!, static queue => queue.Unfinished), "{item}", "Items that are neither done nor failed.");
    }

    internal static bool WantsWait => Wait.Enabled;

    /// <summary>Whether anybody wants to know of a job's run.</summary>
    internal static bool WantsJobs => Jobs.Enabled || Duration.Enabled || Source.HasListeners();

    /// <summary>Whether anybody wants to know of a call through a gate.</summary>
    internal static bool WantsGates => GateWait.Enabled || CallDuration.Enabled || Calls.Enabled || GateRejections.Enabled;

    internal static void Add(LaneQueue queue) => Queues.Add(queue);

    internal static void Remove(LaneQueue queue) => Queues.Remove(queue);

    internal static void Add(LaneThreads lane) => Lanes.Add(lane);

    internal static void Remove(LaneThreads lane) => Lanes.Remove(lane);

    internal static void Add(AsyncGate gate) => Gates.Add(gate);

    internal static void Remove(AsyncGate gate) => Gates.Remove(gate);

    internal static void Add(INamedQueue queue) => WorkQueues.Add(queue);

    internal static void Add(IMeasuredExecutor executor) => Executors.Add(executor);

    internal static void Remove(IMeasuredExecutor executor) => Executors.Remove(executor);

    internal static void Waited(IMeasuredExecutor executor, TimeSpan time) => Wait.Record(time.TotalSeconds, new KeyValuePair<string, object?>(ExecutorName, executor.Name));

    internal static void Waited(LaneQueue queue, TimeSpan time) => Wait.Record(time.TotalSeconds, new KeyValuePair<string, object?>(ExecutorName, queue.Name));

    internal static void Rejected(LaneQueue queue) => Rejections.Add(1, new KeyValuePair<string, object?>(ExecutorName, queue.Name));

    /// <param name="queue">Where the work was.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="took">Null if it never ran.</param>
    internal static void Ended(LaneQueue queue, string outcome, TimeSpan? took) => Ended(queue.Name, outcome, took);

    internal static void Ended(IMeasuredExecutor executor, string outcome, TimeSpan? took) => Ended(executor.Name, outcome, took);

    internal static void Exited(IMeasuredExecutor executor, string reason) =>
        WorkerExits.Add(1, new KeyValuePair<string, object?>(ExecutorName, executor.Name), new KeyValuePair<string, object?>(Reason, reason));

    /// <summary>Null while nobody listens to activities.</summary>
    internal static Activity? StartActivity(LaneQueue queue) => Source.StartActivity("executor.job")?.SetTag(ExecutorName, queue.Name);

    /// <summary>Begins when the job is handed in. Not the current one of the caller: it ends elsewhere. Null while nobody listens.</summary>
    internal static Activity? StartActivity(IMeasuredExecutor executor, string job)
    {
        var before = Activity.Current;
        var activity = Source.StartActivity("executor.job")?.SetTag(ExecutorName, executor.Name).SetTag(JobName, job);
        Activity.Current = before;
        return activity;
    }

    /// <summary>In a worker. Null while nobody listens there.</summary>
    internal static Activity? StartRemote(string job, string traceParent) => Source.StartActivity("executor.job", ActivityKind.Internal, traceParent)?.SetTag(JobName, job);

    internal static void End(Activity activity, string outcome)
    {
        activity.SetTag(Outcome, outcome);
        if (outcome is Failed or Crashed or TimedOut)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.Dispose();
    }

    internal static void Waited(AsyncGate gate, TimeSpan time) => GateWait.Record(time.TotalSeconds, new KeyValuePair<string, object?>(GateName, gate.Name));

    internal static void Rejected(AsyncGate gate) => GateRejections.Add(1, new KeyValuePair<string, object?>(GateName, gate.Name));

    /// <param name="gate">Where the call was.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="took">Null if it never had a place.</param>
    internal static void Ended(AsyncGate gate, string outcome, TimeSpan? took)
    {
        Calls.Add(1, new KeyValuePair<string, object?>(GateName, gate.Name), new KeyValuePair<string, object?>(Outcome, outcome));
        if (took is { } time)
        {
            CallDuration.Record(time.TotalSeconds, new KeyValuePair<string, object?>(GateName, gate.Name));
        }
    }

    internal static void Settled(INamedQueue queue, string outcome)
    {
        if (Items.Enabled && queue.Name is { } name)
        {
            Items.Add(1, new KeyValuePair<string, object?>(QueueName, name), new KeyValuePair<string, object?>(Outcome, outcome));
        }
    }

    internal static void PoolDelayed(TimeSpan delay) => PoolDelay.Record(delay.TotalSeconds);

    private static void Ended(string executor, string outcome, TimeSpan? took)
    {
        Jobs.Add(1, new KeyValuePair<string, object?>(ExecutorName, executor), new KeyValuePair<string, object?>(Outcome, outcome));
        if (took is { } time)
        {
            Duration.Record(time.TotalSeconds, new KeyValuePair<string, object?>(ExecutorName, executor));
        }
    }

    private static IEnumerable<Measurement<long>> Of<T>(LiveSet<T> all, string tag, Func<T, string> name, Func<T, long> value)
        where T : class
    {
        foreach (var each in all.All())
        {
            yield return new Measurement<long>(value(each), new KeyValuePair<string, object?>(tag, name(each)));
        }
    }
}
