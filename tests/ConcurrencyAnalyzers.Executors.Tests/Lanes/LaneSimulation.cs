namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>
/// Runs actors against a lane one step at a time, on one thread, in an order that is given. A step is what a thread does between two points at which another could come in: one method of the lane, or
/// one signal that it asked for. What is pushed without the lane's lock is a step of its own, and so is the answer to the bell. <see cref="Explore"/> takes the steps in every order there is.
/// </summary>
internal sealed class LaneSimulation
{
    private readonly List<Actor> actors = [];
    private readonly int maxThreads;
    private readonly List<LaneEntry> order = [];
    private int ended;
    private int accepted;

    // Who found the bell and has not answered it.
    private int ringing;

    // Whether the lane is closed in the end, so that no worker may be left.
    private bool closes;

    private LaneSimulation(int maxThreads, int maxSearching)
    {
        this.maxThreads = maxThreads;
        Lane = new Lane(maxThreads, maxSearching, new ManualTime());
    }

    public Lane Lane { get; }

    public List<SimulatedEntry> Entries { get; } = [];

    public List<LaneQueue> Queues { get; } = [];

    /// <summary>Tries all orders.</summary>
    /// <returns>How many there are.</returns>
    public static int Explore(int maxThreads, int maxSearching, Action<LaneSimulation> arrange, int limit = 2_000_000)
    {
        List<(int Choice, int Of)> path = [];
        for (var count = 1; ; count++)
        {
            Assert.True(count <= limit, "The scenario has more orders than can be tried.");
            var simulation = new LaneSimulation(maxThreads, maxSearching);
            arrange(simulation);
            try
            {
                simulation.Run(path);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"Order {count}, choices {string.Join(' ', path.Select(static step => step.Choice))}: {exception.Message}", exception);
            }

            while (path.Count > 0 && path[^1].Choice + 1 == path[^1].Of)
            {
                path.RemoveAt(path.Count - 1);
            }

            if (path.Count == 0)
            {
                return count;
            }

            path[^1] = (path[^1].Choice + 1, path[^1].Of);
        }
    }

    public LaneQueue Queue(int limit, int capacity = int.MaxValue, QueueFull whenFull = QueueFull.Wait, bool isAlone = true)
    {
        var queue = new LaneQueue(Lane, "simulated", limit, capacity, whenFull);
        if (isAlone)
        {
            queue.MakeAlone();
        }

        Queues.Add(queue);
        return queue;
    }

    public SimulatedEntry Entry(LaneQueue queue, int seats = 1)
    {
        var entry = new SimulatedEntry(queue, seats);
        Entries.Add(entry);
        return entry;
    }

    public void Submits(params SimulatedEntry[] entries) => Start(Submitter(entries));

    public void Cancels(SimulatedEntry entry) => Start(Canceller(entry));

    public void Retires() => Start(Retirer());

    public void Closes()
    {
        closes = true;
        Start(Closer());
    }

    private void Start(IEnumerable<Func<bool>?> steps) => actors.Add(new Actor(steps.GetEnumerator()));

    private void Run(List<(int Choice, int Of)> path)
    {
        for (var depth = 0; ; depth++)
        {
            List<Actor> enabled = [];
            foreach (var actor in actors)
            {
                if (actor.IsEnabled)
                {
                    enabled.Add(actor);
                }
            }

            if (enabled.Count == 0)
            {
                break;
            }

            if (depth == path.Count)
            {
                path.Add((0, enabled.Count));
            }

            Assert.Equal(enabled.Count, path[depth].Of);
            enabled[path[depth].Choice].Step();
            CheckStep();
        }

        CheckEnd();
    }

    private void CheckStep()
    {
        Assert.False((Lane.Runnable > 0 || (Lane.HasArrivals && Queues[0].Running < Queues[0].Limit)) && (Lane.Idle > 0 || Lane.Threads < maxThreads) && Lane.Searching == 0 && ringing == 0, "Work waits, a worker could be had, and nobody is on the way.");
        Assert.InRange(Lane.Threads, 0, maxThreads);
        foreach (var queue in Queues)
        {
            Assert.InRange(queue.Running, 0, queue.Limit);
            Assert.InRange(queue.Outstanding, 0, (long)queue.Limit + queue.Capacity);
            Assert.False(queue.FirstWaiting is not null && queue.HasRoom, "There is room, and an entry waits for it.");
        }
    }

    private void CheckEnd()
    {
        foreach (var entry in Entries)
        {
            var isAsItShould = entry.Removed ? entry.Runs < entry.TotalSeats : entry.Runs == (entry.Refused ? 0 : entry.TotalSeats);
            Assert.True(isAsItShould, $"Entry {Entries.IndexOf(entry)} ran {entry.Runs} times.");
            Assert.False(entry.Removed && entry.Refused);
        }

        foreach (var queue in Queues)
        {
            Assert.True(queue.IsEmpty);
            Assert.Equal(0, queue.Outstanding);

            // What was accepted first starts first.
            var started = order.Where(entry => entry.Queue == queue).Cast<SimulatedEntry>().Distinct().ToList();
            Assert.Equal(started.OrderBy(static entry => entry.AcceptedAs), started);
        }

        Assert.Equal(0, Lane.Runnable);
        Assert.False(Lane.HasArrivals && !Entries.TrueForAll(static entry => entry.Removed || entry.Refused || entry.Runs > 0));
        Assert.Equal(0, Lane.Searching);
        Assert.Equal(closes ? 1 : 0, ended);
        Assert.True(!closes || Lane.Threads == 0);
    }

    // Each function is a step, and says whether it could be taken; null stands for one that can always be taken.
    private IEnumerable<Func<bool>?> Submitter(SimulatedEntry[] entries)
    {
        foreach (var entry in entries)
        {
            yield return null;
            LaneEffects effects = default;
            entry.AcceptedAs = accepted++;
            entry.IsHandedOver = true;
            if (!entry.Queue.TakesPushes || entry.Queue.IsClosed)
            {
                entry.Refused = Lane.Submit(entry, fromWorker: false, out effects) != Admission.Accepted;
            }
            else
            {
                if (closes)
                {
                    // Where it can be closed between the look and the push.
                    yield return null;
                }

                entry.AcceptedAs = accepted++;
                if (Lane.Push(entry))
                {
                    ringing++;
                    yield return null;
                    ringing--;
                    entry.Refused = Lane.Answer(entry, fromWorker: false, out effects) != Admission.Accepted;
                }
            }

            foreach (var step in Apply(effects))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<Func<bool>?> Canceller(SimulatedEntry entry)
    {
        yield return () => entry.IsHandedOver;
        entry.Removed = Lane.TryRemove(entry, out var effects);
        foreach (var step in Apply(effects))
        {
            yield return step;
        }
    }

    private IEnumerable<Func<bool>?> Retirer()
    {
        yield return null;
        foreach (var worker in Lane.Retire(TimeSpan.Zero, out _))
        {
            yield return null;
            worker.Signal();
        }
    }

    private IEnumerable<Func<bool>?> Closer()
    {
        foreach (var queue in Queues)
        {
            yield return null;
            Lane.Close(queue, out var effects);
            foreach (var step in Apply(effects))
            {
                yield return step;
            }
        }

        yield return () => Queues.TrueForAll(static queue => queue.Drained.Task.IsCompleted);
        var leaving = Lane.Close(out var last);
        foreach (var worker in leaving)
        {
            yield return null;
            worker.Signal();
        }

        foreach (var step in Apply(last))
        {
            yield return step;
        }
    }

    private IEnumerable<Func<bool>?> Worker()
    {
        var worker = new LaneWorker(Lane);
        var mayIdle = false;
        while (true)
        {
            yield return null;
            var next = Lane.Next(worker, mayIdle, out var effects);
            mayIdle = next == LaneStep.Search;
            if (next == LaneStep.Run)
            {
                order.Add(worker.Entry!);
            }

            foreach (var step in Apply(effects))
            {
                yield return step;
            }

            if (next == LaneStep.Run)
            {
                var goesOn = true;
                while (goesOn)
                {
                    worker.Entry!.Run();
                    if (!worker.Entry.Queue.TakesPushes)
                    {
                        break;
                    }

                    yield return null;
                    goesOn = Lane.TryGoOn(worker);
                    if (goesOn)
                    {
                        order.Add(worker.Entry!);
                    }
                }
            }
            else if (next == LaneStep.Idle)
            {
                yield return () => worker.IsSignalled;
                worker.Unpark();
            }

            if (next == LaneStep.Leave || (next == LaneStep.Idle && worker.Leaves))
            {
                yield return null;
                Lane.Left(out effects);
                foreach (var step in Apply(effects))
                {
                    yield return step;
                }

                yield break;
            }
        }
    }

    private IEnumerable<Func<bool>?> Apply(LaneEffects effects)
    {
        if (effects.Wake is { } woken)
        {
            yield return null;
            woken.Signal();
        }

        if (effects.StartsThread)
        {
            yield return null;
            Start(Worker());
        }

        effects.Drained?.Drained.SetResult();
        ended += effects.Ended ? 1 : 0;
    }

    internal sealed class SimulatedEntry : LaneEntry
    {
        public SimulatedEntry(LaneQueue queue, int seats)
            : base(queue)
        {
            Seats = seats;
            TotalSeats = seats;
        }

        public int TotalSeats { get; }

        public int Runs { get; private set; }

        public bool Removed { get; set; }

        public bool Refused { get; set; }

        public bool IsHandedOver { get; set; }

        public int AcceptedAs { get; set; }

        internal override void Run() => Runs++;

        internal override void Abandon() => Removed = true;
    }

    private sealed class Actor
    {
        private readonly IEnumerator<Func<bool>?> steps;
        private bool isDone;

        public Actor(IEnumerator<Func<bool>?> steps)
        {
            this.steps = steps;
            Step();
        }

        public bool IsEnabled => !isDone && steps.Current?.Invoke() != false;

        /// <summary>Goes on from one point at which others could come in to the next.</summary>
        public void Step() => isDone = !steps.MoveNext();
    }
}
