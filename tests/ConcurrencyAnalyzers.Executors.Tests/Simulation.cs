namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>
/// Actors that take steps against something small, one at a time, on one thread. A step is what a thread does between two points at which another could come in. <see cref="Explore"/> takes the steps in every
/// order there is, and from each state that can be reached only once.
/// </summary>
internal abstract class Simulation
{
    protected List<Actor> Actors { get; } = [];

    /// <summary>What the step that runs was chosen to do, where there are several things it could do.</summary>
    protected int Choice { get; private set; }

    private int Choices
    {
        get
        {
            var choices = 0;
            foreach (var actor in Actors)
            {
                choices += actor.Choices;
            }

            return choices;
        }
    }

    /// <summary>Tries all orders.</summary>
    /// <returns>How many states there are.</returns>
    public static int Explore(Func<Simulation> begin)
    {
        HashSet<string> seen = [];
        List<(int Choice, int Of, string State)> path = [];
        while (true)
        {
            var simulation = begin();
            try
            {
                foreach (var step in path)
                {
                    simulation.Step(step.Choice);
                }

                string state;
                for (state = simulation.Look(); seen.Add(state); state = simulation.Look())
                {
                    var choices = simulation.Choices;
                    if (choices == 0)
                    {
                        simulation.CheckEnd();
                        break;
                    }

                    path.Add((0, choices, state));
                    simulation.Step(0);
                }

                // Seen before on another way is fine; on this one it would be a circle, in which nobody comes to an end.
                Assert.DoesNotContain(path, step => step.State == state);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{exception.Message} After: {string.Join(", ", Tell(begin(), path.ConvertAll(static step => step.Choice)))}.", exception);
            }

            while (path.Count > 0 && path[^1].Choice + 1 == path[^1].Of)
            {
                path.RemoveAt(path.Count - 1);
            }

            if (path.Count == 0)
            {
                return seen.Count;
            }

            path[^1] = path[^1] with { Choice = path[^1].Choice + 1 };
        }
    }

    /// <summary>All that what comes can depend on, but the actors: where they are, and what they know, is their labels.</summary>
    protected abstract string State();

    /// <summary>What holds after every step.</summary>
    protected abstract void Check();

    /// <summary>What holds once nobody can take a step.</summary>
    protected abstract void CheckEnd();

    /// <summary>Adds an actor. Before each step it says where it is and what it knows, and how many things it could do; null stands for one.</summary>
    protected void Start(string name, IEnumerable<(string Label, Func<int>? Choices)> steps)
    {
        var actor = new Actor(name, steps.GetEnumerator());
        if (!actor.IsDone)
        {
            Actors.Add(actor);
        }
    }

    // The steps in words. Only made once something has failed: most of the time would go into them.
    private static IEnumerable<string> Tell(Simulation simulation, List<int> choices)
    {
        foreach (var choice in choices)
        {
            var left = choice;
            var next = simulation.Actors.First(actor => (left -= actor.Choices) < 0);
            yield return next.Choices == 1 ? next.Label : $"{next.Label} ({left + next.Choices})";
            if (Record.Exception(() => simulation.Step(choice)) is not null)
            {
                break;
            }
        }
    }

    private void Step(int number)
    {
        foreach (var actor in Actors)
        {
            var choices = actor.Choices;
            if (number < choices)
            {
                Choice = number;
                actor.Step();
                Actors.RemoveAll(static other => other.IsDone);
                return;
            }

            number -= choices;
        }
    }

    private string Look()
    {
        Check();
        return $"{State()} {string.Join('|', Actors.Select(static actor => actor.Label).Order(StringComparer.Ordinal))}";
    }

    protected sealed class Actor
    {
        private readonly string name;
        private readonly IEnumerator<(string Label, Func<int>? Choices)> steps;

        public Actor(string name, IEnumerator<(string Label, Func<int>? Choices)> steps)
        {
            this.name = name;
            this.steps = steps;
            Step();
        }

        public bool IsDone { get; private set; }

        public string Label => $"{name} {steps.Current.Label}";

        public int Choices => steps.Current.Choices?.Invoke() ?? 1;

        /// <summary>Goes on from one point at which others could come in to the next.</summary>
        public void Step() => IsDone = !steps.MoveNext();
    }
}
