namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>Those who come to a line of slots once each. A step is one member of the line, or the completion of a wait.</summary>
internal sealed class SlotLineSimulation : Simulation
{
    private readonly SlotLine line;
    private readonly int slots;
    private readonly int takers;
    private readonly SlotWaiter[] waiters;

    // What has become of each taker.
    private readonly string[] fates;

    // In the order in which they joined the line, and in which slots were handed to those in it.
    private readonly List<int> joined = [];
    private readonly List<int> served = [];
    private readonly HashSet<int> gone = [];
    private int inside;
    private bool isSealed;
    private Task? drained;

    public SlotLineSimulation(int slots, int takers)
    {
        this.slots = slots;
        this.takers = takers;
        line = new SlotLine(slots);
        waiters = [.. Enumerable.Range(0, takers).Select(static _ => new SlotWaiter())];
        fates = [.. Enumerable.Repeat("", takers)];
        for (var taker = 0; taker < takers; taker++)
        {
            Start($"taker {taker}", Taker(taker));
        }
    }

    public int Capacity { get; init; } = int.MaxValue;

    /// <summary>Whether the last taker's wait may be canceled at any time.</summary>
    public bool Cancels
    {
        init
        {
            if (value)
            {
                Start("canceller", Canceller(takers - 1));
            }
        }
    }

    /// <summary>Whether the line is sealed at any time.</summary>
    public bool Seals
    {
        init
        {
            if (value)
            {
                Start("sealer", Sealer());
            }
        }
    }

    /// <summary>Whether those who wait are dismissed at any time after that.</summary>
    public bool Evicts { get; init; }

    protected override string State() =>
        $"{line.Taken} {line.Waiting} {inside} {isSealed} {drained?.IsCompleted} {string.Join(',', fates)} {string.Join(',', joined)} {string.Join(',', served)} {string.Join(',', gone.Order())} {string.Join(',', waiters.Select(static waiter => waiter.Task.Status))}";

    protected override void Check()
    {
        Assert.InRange(inside, 0, slots);
        Assert.InRange(line.Taken, inside, slots);
        Assert.InRange(line.Waiting, 0, Capacity);
        Assert.True(line.Waiting == 0 || line.Taken == slots, "Somebody waits, and a slot is free.");
        Assert.Equal(joined.Where(taker => !gone.Contains(taker)).Take(served.Count), served);
        Assert.False(drained?.IsCompleted == true && line.Taken > 0, "It is drained, and a slot is taken.");
    }

    protected override void CheckEnd()
    {
        Assert.Empty(Actors);
        Assert.Equal(0, line.Taken);
        Assert.Equal(0, line.Waiting);
        Assert.Equal(isSealed, drained?.IsCompleted ?? false);
        Assert.DoesNotContain("", fates);
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Taker(int taker)
    {
        yield return ("comes", null);
        if (!line.TryTake())
        {
            yield return ("lines up", null);
            var taken = line.Taken;
            switch (line.Join(waiters[taker], Capacity, out _))
            {
                case Admission.Closed:
                    Assert.True(isSealed);
                    fates[taker] = "refused";
                    yield break;
                case Admission.Rejected:
                    Assert.Equal(Capacity, line.Waiting);
                    fates[taker] = "rejected";
                    yield break;
            }

            if (line.Taken == taken)
            {
                joined.Add(taker);
            }

            yield return ("waits", () => waiters[taker].Task.IsCompleted ? 1 : 0);
            if (!waiters[taker].Task.IsCompletedSuccessfully)
            {
                fates[taker] = waiters[taker].Task.IsCanceled ? "canceled" : "dismissed";
                yield break;
            }
        }

        inside++;
        yield return ("is inside", null);
        inside--;
        fates[taker] = "served";
        var next = line.Return(out var drainedNow);
        if (next is not null)
        {
            served.Add(Array.IndexOf(waiters, next));
            yield return ($"grants to {Array.IndexOf(waiters, next)}", null);
            next.SetResult();
        }

        if (drainedNow is not null)
        {
            yield return ("tells that it is drained", null);
            drainedNow.TrySetResult();
        }
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Canceller(int taker)
    {
        // A token calls only who has registered: after lining up.
        yield return ("cancels", () => joined.Contains(taker) || waiters[taker].Task.IsCompleted || fates[taker].Length > 0 ? 1 : 0);
        if (line.Leave(waiters[taker]))
        {
            gone.Add(taker);
            yield return ("ends the wait", null);
            waiters[taker].SetCanceled(new CancellationToken(canceled: true));
        }
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Sealer()
    {
        yield return ("seals", null);
        isSealed = true;
        drained = line.Seal(static () => new ObjectDisposedException("line"));
        while (Evicts)
        {
            yield return ("dismisses", null);
            if (!line.TryDismiss(out var waiter))
            {
                yield break;
            }

            gone.Add(Array.IndexOf(waiters, waiter));
            yield return ($"refuses {Array.IndexOf(waiters, waiter)}", null);
            waiter.SetException(new ObjectDisposedException("line"));
        }
    }
}
