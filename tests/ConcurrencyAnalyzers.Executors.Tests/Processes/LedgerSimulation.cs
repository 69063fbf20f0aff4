using System.Text;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>
/// Callers, threads of slots, processes, timers and a disposal, as they use the ledger of an executor. A step is one member of the ledger, or one thing done to a process. Time stands still, and limits are over when the scenario
/// says so.
/// </summary>
internal sealed class LedgerSimulation : Simulation
{
    private static readonly TimeSpan Now = TimeSpan.FromTicks(1);

    private readonly LedgerScenario scenario;
    private readonly WorkerLedger ledger;
    private readonly SimulatedCall[][] batches;
    private readonly Worker?[] workers;
    private readonly bool[] runsThread;

    private int failedStarts;
    private int crashes;
    private int expirations;
    private int refused;
    private bool isDisposed;
    private bool isGone;

    private LedgerSimulation(LedgerScenario scenario)
    {
        this.scenario = scenario;
        ledger = new WorkerLedger(scenario.Degree, new LedgerLimits
        {
            Start = TimeSpan.Zero,
            Idle = TimeSpan.Zero,
            Grace = TimeSpan.Zero,
            StartFailures = 2,
            JobsPerWorker = scenario.JobsPerWorker,
            Window = scenario.IsNarrow ? 15 : 100,
        });
        batches = [.. scenario.Batches.Select((calls, batch) => Enumerable.Range(0, calls).Select(call => new SimulatedCall($"{(char)('a' + batch)}{call}", scenario.MaxAttempts)).ToArray())];
        workers = new Worker?[scenario.Degree];
        runsThread = new bool[scenario.Degree];
        Start("caller", Caller());
        if (scenario.Cancels)
        {
            Start("canceller", Canceller());
        }
    }

    private IEnumerable<SimulatedCall> Calls => batches.SelectMany(static batch => batch);

    public static int Explore(LedgerScenario scenario)
    {
        try
        {
            return Explore(() => new LedgerSimulation(scenario));
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"{scenario}: {exception.Message}", exception);
        }
    }

    protected override string State()
    {
        var text = new StringBuilder();
        text.AppendJoin(' ', Calls).Append($" {ledger.Outstanding} {ledger.QueuedBatches} {ledger.IsClosed} {ledger.HasFailed} {ledger.IsShut} {failedStarts} {crashes} {expirations} {refused} {isDisposed} {isGone}");
        foreach (var slot in ledger.Slots)
        {
            text.Append($" [{slot.State} {slot.Verdict} {slot.IsKilled} {slot.Jobs} {string.Join(',', slot.Assigned.Cast<SimulatedCall>().Select(static call => call.Name))}/{string.Join(',', slot.Sent.Cast<SimulatedCall>().Select(static call => call.Name))}");
            text.Append($" {workers[slot.Index]} {runsThread[slot.Index]}]");
        }

        return text.ToString();
    }

    protected override void Check()
    {
        Assert.All(Calls, static call => Assert.InRange(call.Ends, 0, 1));
        Assert.All(Calls, call => Assert.True(call.Runs <= scenario.MaxAttempts, $"{call.Name} ran {call.Runs} times."));
        Assert.True(ledger.QueuedBatches == 0 || ledger.Slots.All(static slot => slot.State != SlotState.Idle), "There is work, and a worker that waits.");
        Assert.True(
            ledger.QueuedBatches == 0 || ledger.Slots.Any(static slot => slot.State != SlotState.Vacant) || Calls.All(static call => call.State != JobState.Queued), "There is work, and nobody who will do it.");
        Assert.All(ledger.Slots, slot => Assert.True(slot.State == SlotState.Vacant || runsThread[slot.Index] || Actors.Count > 0));
        Assert.All(ledger.Slots, slot => Assert.True(slot.Sent.Count <= 1 || !scenario.IsNarrow, "More is in the pipe than it holds."));
    }

    protected override void CheckEnd()
    {
        Assert.Empty(Actors);
        Assert.True(isGone, "The disposal waits forever.");
        Assert.Equal(0, ledger.Outstanding);
        Assert.All(Calls, static call => Assert.True(call.Ends == 1, $"{call.Name} ended {call.Ends} times."));
        Assert.All(ledger.Slots, static slot => Assert.Equal(SlotState.Vacant, slot.State));
        Assert.All(workers, Assert.Null);
        if (scenario is { Crashes: 0, FailedStarts: 0, Expirations: 0, Cancels: false, Abandons: false, Kills: false })
        {
            Assert.All(Calls, static call => Assert.Equal(1, call.Runs));
        }
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Caller()
    {
        foreach (var batch in batches)
        {
            yield return ($"submits {batch[0].Name}", null);
            if (!ledger.TrySubmit(batch, Now, out var dispatched, out var started))
            {
                foreach (var call in batch.Where(call => ledger.Cancel(call, Now) == CancelStep.End))
                {
                    call.Ends++;
                    refused++;
                }
            }
            else if (started is not null)
            {
                yield return ($"starts the thread of {started.Index}", null);
                StartThread(started);
            }
            else if (dispatched is not null)
            {
                Write(dispatched, Hand(dispatched));
            }
        }

        yield return ("closes", null);
        isDisposed = true;
        ledger.Close();
        if (!scenario.Kills)
        {
            yield return ("waits for the calls", () => ledger.IsDrained || scenario.Abandons ? 1 : 0);
            if (!ledger.IsDrained)
            {
                var abandoned = new LedgerEffects();
                ledger.Abandon(Now, abandoned);
                Apply(abandoned);
                yield return ("waits for the end of the calls", () => ledger.IsDrained ? 1 : 0);
            }
        }

        yield return ("shuts", null);
        var effects = new LedgerEffects();
        if (scenario.Kills)
        {
            ledger.Kill(Now, effects);
        }
        else
        {
            ledger.Shut(Now, effects);
        }

        Apply(effects);
        yield return ("waits for the threads", () => runsThread.Any(static runs => runs) || ledger.Slots.Any(static slot => slot.State != SlotState.Vacant) ? 0 : 1);
        isGone = true;
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Canceller()
    {
        var call = batches[0][0];
        yield return ("cancels", null);
        if (ledger.Cancel(call, Now) == CancelStep.End)
        {
            call.Ends++;
        }
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Thread(WorkerSlot slot)
    {
        while (true)
        {
            yield return ($"{slot.Index} begins", null);
            if (!ledger.Begin(slot, Now))
            {
                runsThread[slot.Index] = false;
                yield break;
            }

            // A start that is killed fails, or was just over.
            yield return ($"{slot.Index} starts a process", () => failedStarts < scenario.FailedStarts || slot.IsKilled ? 2 : 1);
            var effects = new LedgerEffects();
            if (Choice == 1)
            {
                failedStarts++;
                ledger.FailStart(slot, isFinal: false, Now, effects);
            }
            else
            {
                var worker = workers[slot.Index] = new Worker();
                List<JobCall> write = [];
                var step = ledger.Ready(slot, Now, write);
                Act(slot, step, write);

                // The process does its jobs, crashes, or is over its time; whatever comes first.
                while (!worker.IsGone)
                {
                    yield return (
                        $"{slot.Index} reads",
                        () => worker.IsGone ? 1 : (worker.Has.Count > 0 ? 1 : 0) + (crashes < scenario.Crashes ? 1 : 0) + (CanExpire(slot) ? 1 : 0));
                    if (worker.IsGone)
                    {
                        break;
                    }

                    var choice = Choice + (worker.Has.Count > 0 ? 0 : 1);
                    if (choice == 0)
                    {
                        Answer(slot, worker);
                    }
                    else if (choice == 1 && crashes < scenario.Crashes)
                    {
                        crashes++;
                        worker.IsGone = true;
                    }
                    else
                    {
                        expirations++;
                        Act(slot, ledger.Expire(slot, Now), []);
                    }
                }

                yield return ($"{slot.Index} sees the end", null);
                WorkerLedger.GiveUp(slot, Now);
                yield return ($"{slot.Index} reaps", null);
                workers[slot.Index] = null;
                ledger.Exit(slot, worker.IsUnheard, Now, effects);
            }

            Apply(effects);
            if (effects.RestartsAfter is null)
            {
                runsThread[slot.Index] = false;
                yield break;
            }
        }
    }

    // Limits that are over at once are so for as many times as the scenario has, and for what is told to end or cancelled: that has to end at last.
    private bool CanExpire(WorkerSlot slot) => ledger.Deadline(slot) is not null
        && (expirations < scenario.Expirations || slot.State == SlotState.Ending || (slot.State == SlotState.Busy && slot.Sent.TryPeek(out var head) && head.CanceledAt is not null && expirations < scenario.Expirations + 2));

    private void Answer(WorkerSlot slot, Worker worker)
    {
        var call = worker.Has.Dequeue();
        if (worker.Has.TryPeek(out var next))
        {
            next.Runs++;
        }

        Assert.True(ledger.TryAnswer(slot, call.Id, Now, out var ended));
        if (ended is null)
        {
            return;
        }

        Assert.Same(call, ended);
        Write(slot, Hand(slot));
        call.Ends++;
    }

    private (SlotStep, List<JobCall>) Hand(WorkerSlot slot)
    {
        List<JobCall> write = [];
        return (ledger.Write(slot, Now, recycles: false, write), write);
    }

    private void Write(WorkerSlot slot, (SlotStep Step, List<JobCall> Calls) what) => Act(slot, what.Step, what.Calls);

    private void Act(WorkerSlot slot, SlotStep step, List<JobCall> write)
    {
        var worker = workers[slot.Index];
        switch (step)
        {
            case SlotStep.Write when worker!.IsGone:
                worker.IsUnheard = write.Count == 1;
                break;
            case SlotStep.Write:
                foreach (var call in write.Cast<SimulatedCall>())
                {
                    Assert.Equal(0, call.Ends);
                    worker.Has.Enqueue(call);
                    call.Runs += worker.Has.Count == 1 ? 1 : 0;
                }

                break;
            case SlotStep.Close or SlotStep.Kill when worker is not null:
                worker.IsGone = true;
                break;
        }
    }

    private void Apply(LedgerEffects effects)
    {
        foreach (var slot in effects.Started)
        {
            StartThread(slot);
        }

        foreach (var slot in effects.Dispatched)
        {
            Write(slot, Hand(slot));
        }

        foreach (var slot in effects.Closed.Concat(effects.Killed))
        {
            Act(slot, SlotStep.Kill, []);
        }

        foreach (var (call, _) in effects.Ended)
        {
            ((SimulatedCall)call).Ends++;
        }
    }

    private void StartThread(WorkerSlot slot)
    {
        Assert.False(runsThread[slot.Index], "A slot has two threads.");
        runsThread[slot.Index] = true;
        Start($"thread {slot.Index}", Thread(slot));
    }

    private sealed class Worker
    {
        public Queue<SimulatedCall> Has { get; } = new();

        public bool IsGone { get; set; }

        public bool IsUnheard { get; set; }

        public override string ToString() => $"{string.Join(',', Has.Select(static call => call.Name))}{(IsGone ? " gone" : "")}{(IsUnheard ? " unheard" : "")}";
    }
}
