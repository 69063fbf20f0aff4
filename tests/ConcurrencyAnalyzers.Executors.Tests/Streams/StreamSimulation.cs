using System.Text;

namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>The reader, the workers and the caller of a stream, as they use its exchange. A step is one member of the exchange, or one thing done to source, items, tokens and the pool.</summary>
internal sealed class StreamSimulation : Simulation
{
    private readonly StreamScenario scenario;
    private readonly StreamExchange<int> exchange;
    private readonly List<int> completed = [];
    private readonly List<int> received = [];
    private readonly SortedSet<long> faults = [];

    private int taken;
    private bool isReading;
    private int atWork;
    private bool asked;
    private bool isCanceled;
    private bool itemsAreCanceled;
    private bool left;
    private ReaderStep? answer;
    private Exception? outcome;
    private bool finished;

    private StreamSimulation(StreamScenario scenario)
    {
        this.scenario = scenario;
        exchange = new StreamExchange<int>(scenario.Degree, scenario.Window, scenario.Ordered);
        Start("reader", Reader());
        if (scenario.Cancels)
        {
            Start("caller", Caller());
        }
    }

    public static int Explore(StreamScenario scenario)
    {
        try
        {
            return Explore(() => new StreamSimulation(scenario));
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"{scenario}: {exception.Message}", exception);
        }
    }

    protected override string State()
    {
        var ledger = exchange.Ledger;
        var text = new StringBuilder();
        text.Append($"{ledger.Running} {ledger.IsStarting} {ledger.Held} {ledger.IsReading} {ledger.HasEnded} {ledger.IsStopped} {ledger.Reader} ");
        text.Append($"{taken} {isReading} {atWork} {asked} {isCanceled} {itemsAreCanceled} {left} {answer} {finished} {outcome?.GetType().Name} ");
        text.AppendJoin(',', completed).Append(' ').AppendJoin(',', received).Append(' ').AppendJoin(',', faults);
        return text.ToString();
    }

    protected override void Check()
    {
        var ledger = exchange.Ledger;
        Assert.InRange(ledger.Running, 0, scenario.Degree);
        Assert.InRange(atWork, 0, scenario.Degree);
        Assert.InRange(ledger.Held, 0, scenario.Window);
        Assert.InRange(taken - received.Count, 0, scenario.Window);
        Assert.True(ledger.IsStopped || ledger.Held == ledger.Running + completed.Count - received.Count, "Held is what runs and what waits.");
        Assert.True(ledger.IsStopped || !ledger.IsReading || ledger.Running > 0, "Nobody has the source.");
        Assert.True(
            !asked || ledger.IsStopped || ledger.HasEnded || ledger.IsReading || ledger.IsStarting || ledger.Running == scenario.Degree || ledger.Held == scenario.Window,
            "There is room, and nobody is on the way.");
        Assert.True(ledger.Reader != ReaderState.Waiting || ledger.Running > 0 || ledger.IsStarting, "The reader waits, and there is nobody to wake it.");
    }

    protected override void CheckEnd()
    {
        Assert.True(finished, "The reader waits forever.");
        Assert.Empty(Actors);
        Assert.Equal(scenario.Ordered ? Enumerable.Range(0, received.Count) : completed[..received.Count], received);
        if (left)
        {
            Assert.Null(outcome);
        }
        else if (faults.Count > 0)
        {
            // One as itself, several in the order of the source, and its own last.
            Assert.Equal(faults.Select(static fault => $"{fault}"), outcome is AggregateException several ? several.InnerExceptions.Select(static one => one.Message) : [outcome!.Message]);
        }
        else if (outcome is OperationCanceledException)
        {
            Assert.True(isCanceled);
        }
        else
        {
            Assert.Null(outcome);
            Assert.Equal(Enumerable.Range(0, scenario.Items), received.Order());
        }
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Reader()
    {
        var isLeaving = false;
        while (true)
        {
            if (!isLeaving && received.Count == scenario.LeavesAfter)
            {
                isLeaving = true;
                yield return ("stops", null);
                left = true;
                exchange.Stop();
                yield return ("cancels the items", null);
                itemsAreCanceled = true;
            }

            yield return ($"asks{(isLeaving ? " for the end" : "")}", null);
            asked = true;
            var step = exchange.Ask(ReaderState.Away, out var result, out var starts);
            if (step == ReaderStep.Take)
            {
                received.Add(result);
            }

            if (starts)
            {
                yield return ($"starts a worker, {step}", null);
                Start("worker", Worker());
            }

            if (step == ReaderStep.Wait)
            {
                yield return ($"waits{(isLeaving ? " for the end" : "")}", () => answer is null ? 0 : 1);
                step = answer!.Value;
                answer = null;
            }
            else if (step == ReaderStep.Finish)
            {
                Finish();
            }

            if (step == ReaderStep.Finish)
            {
                yield break;
            }
        }
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Wake()
    {
        yield return ("asks for the reader", null);
        var step = exchange.Ask(ReaderState.Woken, out var result, out var starts);
        if (step == ReaderStep.Take)
        {
            received.Add(result);
        }

        if (starts)
        {
            yield return ($"starts a worker, {step}", null);
            Start("worker", Worker());
        }

        if (step == ReaderStep.Wait)
        {
            yield break;
        }

        if (step == ReaderStep.Finish)
        {
            Finish();
        }

        yield return ($"answers {step}", null);
        Assert.Null(answer);
        answer = step;
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Caller()
    {
        yield return ("cancels", null);
        isCanceled = true;
        yield return ("stops", null);
        exchange.Stop();
        yield return ("cancels the items", null);
        itemsAreCanceled = true;
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Worker()
    {
        yield return ("arrives", null);
        var goesOn = exchange.Arrive(out var wakes);
        foreach (var step in Wakes(wakes, goesOn))
        {
            yield return step;
        }

        while (goesOn)
        {
            yield return ("begins to read", null);
            Assert.False(isReading);
            Assert.False(finished);
            isReading = true;
            yield return ("reads", null);
            isReading = false;
            if (taken == scenario.Items)
            {
                if (scenario.SourceFaults)
                {
                    foreach (var step in Fails(StreamFaults.OfNoItem))
                    {
                        yield return step;
                    }

                    yield break;
                }

                yield return ("tells of the end", null);
                foreach (var step in Wakes(exchange.End(), goesOn: false))
                {
                    yield return step;
                }

                yield break;
            }

            var index = taken++;
            yield return ($"tells that it has {index}", null);
            goesOn = exchange.Take(out var starts, out wakes);
            if (starts)
            {
                yield return ($"starts a worker before {index}", null);
                Start("worker", Worker());
            }

            if (goesOn)
            {
                Assert.False(finished);
                atWork++;
                yield return ($"begins {index}", null);

                // An item that was cancelled may heed that, or not; one that looks at the caller's own token may come before the stream.
                yield return ($"works on {index}", () => itemsAreCanceled || isCanceled ? 2 : 1);
                Assert.False(finished);
                atWork--;
                var isFault = Array.IndexOf(scenario.Faults, index) >= 0;
                if (isFault || Choice == 1)
                {
                    foreach (var step in Fails(index, heedsCancellation: Choice == 1))
                    {
                        yield return step;
                    }

                    yield break;
                }

                yield return ($"completes {index}", null);
                completed.Add(index);
                goesOn = exchange.Complete(index, index, out wakes);
            }

            foreach (var step in Wakes(wakes, goesOn))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Fails(long index, bool heedsCancellation = false)
    {
        yield return ($"fails at {index}, {heedsCancellation}", null);
        if (!heedsCancellation)
        {
            faults.Add(index);
        }

        exchange.Fail(index, heedsCancellation ? new OperationCanceledException() : new InvalidDataException($"{index}"), isCanceled);
        yield return ("cancels the others", null);
        itemsAreCanceled = true;
        yield return ("leaves", null);
        foreach (var step in Wakes(exchange.Leave(), goesOn: false))
        {
            yield return step;
        }
    }

    private IEnumerable<(string Label, Func<int>? Choices)> Wakes(bool wakes, bool goesOn)
    {
        if (wakes)
        {
            yield return ($"wakes the reader, {goesOn}", null);
            Assert.False(finished);
            Start("wake", Wake());
        }
    }

    private void Finish()
    {
        finished = true;
        Assert.False(isReading);
        Assert.Equal(0, atWork);
        Assert.DoesNotContain(Actors, static actor => actor.Label.StartsWith("worker", StringComparison.Ordinal));
        outcome = left ? null : exchange.Fault ?? (exchange.Ledger.IsStopped ? new OperationCanceledException() : null);
    }
}
