using System.Text;
using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>
/// A program of random calls, and what each of its methods does by a fixpoint so plain that it can be read to be right:
/// for every method, the effects that it reaches and the length of the shortest way to each.
/// </summary>
internal sealed class RandomProgram
{
    private readonly Random random;
    private readonly List<Node> nodes = [];

    public RandomProgram(int seed, int methods)
    {
        random = new Random(seed);
        for (var i = 0; i < methods; i++)
        {
            nodes.Add(new Node($"M{i}", IsAsync: random.Next(8) == 0));
        }

        foreach (var node in nodes)
        {
            for (var calls = random.Next(5); calls > 0; calls--)
            {
                node.Steps.Add(Draw());
            }
        }
    }

    private enum Way
    {
        Leaf,
        Call,
        InLambdaThatRuns,
        InLambdaThatGoes,
        ThroughRunner,
        InLocalFunction,
        InThrow,
        InCatch,
        InLoop,
        ThroughInterface,
        OnInstance,
    }

    public IEnumerable<string> Methods => nodes.Select(static node => node.Name);

    public IEnumerable<string> Sources()
    {
        yield return "delegate void Work(); static class Runner { public static void Now(Work w) => w(); public static void Never(Work w) { } }";
        const int perFile = 50;
        for (var i = 0; i < nodes.Count; i += perFile)
        {
            var text = new StringBuilder("partial class C {\n");
            foreach (var node in nodes.Skip(i).Take(perFile))
            {
                text.AppendLine(node.IsAsync ? $"  public static async Task {node.Name}() {{" : $"  public static void {node.Name}() {{");
                foreach (var step in node.Steps)
                {
                    text.Append("    ").AppendLine(step.Source);
                }

                text.AppendLine(node.IsAsync ? "    await Task.Yield(); }" : "  }");
            }

            yield return text.AppendLine("}").ToString();
        }

        // One implementation for each interface, so that the vote is not in question here.
        foreach (var node in nodes)
        {
            yield return $"interface I{node.Name} {{ void Go(); }} sealed class Only{node.Name} : I{node.Name} {{ public void Go() {{ {node.Call} }} }} class Base{node.Name} {{ public virtual void Go() {{ }} }} class Of{node.Name} : Base{node.Name} {{ public override void Go() {{ {node.Call} }} }}";
        }
    }

    /// <summary>By method: effect, whether it happens per iteration, and the length of the shortest chain.</summary>
    public Dictionary<string, string> Expected()
    {
        var known = nodes.ToDictionary(static node => node, static _ => new Dictionary<(Effect, bool), int>());
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var node in nodes)
            {
                foreach (var step in node.Steps.Where(static step => step.Hops >= 0))
                {
                    foreach (var (fact, length) in step.Callee is { } callee ? Seen(callee, known[callee]) : [((step.Effect, false), 1)])
                    {
                        var key = (fact.Item1, fact.Item2 || step.Way == Way.InLoop);
                        var longer = length + step.Hops;
                        if (longer <= Witness.MaximumLength && (!known[node].TryGetValue(key, out var shortest) || longer < shortest))
                        {
                            known[node][key] = longer;
                            changed = true;
                        }
                    }
                }
            }
        }

        return nodes.ToDictionary(static node => node.Name, node => string.Join(", ", known[node].Select(static pair => $"{pair.Key.Item1}{(pair.Key.Item2 ? "*" : "")} {pair.Value}").Order(StringComparer.Ordinal)));
    }

    public static string Text(Summary summary) => string.Join(", ", summary.Effects
        .Select(static fact => $"{fact.Effect}{(fact.Frequency == Frequency.PerIteration ? "*" : "")} {fact.Witness.Length}{(fact.Strength == Strength.Definite ? "" : " " + fact.Strength)}")
        .Order(StringComparer.Ordinal));

    // What asynchronous code does to its thread is told there.
    private static List<((Effect, bool), int)> Seen(Node callee, Dictionary<(Effect, bool), int> facts) =>
        [.. facts.Where(fact => !callee.IsAsync || fact.Key.Item1 == Effect.AwaitsIo).Select(static fact => (fact.Key, fact.Value))];

    private Step Draw()
    {
        var way = random.Next(6) == 0 ? Way.Leaf : Enum.GetValues<Way>()[random.Next(Enum.GetValues<Way>().Length)];
        if (way == Way.Leaf)
        {
            return Leaves[random.Next(Leaves.Length)];
        }

        var callee = nodes[random.Next(nodes.Count)];
        var call = callee.Call;
        var local = $"L{random.Next(int.MaxValue)}";
        var (source, hops) = way switch
        {
            Way.Call => (call, 1),
            Way.InLambdaThatRuns => ($"new List<int>().ForEach(x => {{ {call} }});", 1), // the lambda is where it stands, no hop
            Way.InLambdaThatGoes => ($"ThreadPool.QueueUserWorkItem(x => {{ {call} }});", -1),
            Way.ThroughRunner => random.Next(2) == 0 ? ($"Runner.Now(() => {{ {call} }});", 1) : ($"Runner.Never(() => {{ {call} }});", -1),
            Way.InLocalFunction => ($"{local}(); void {local}() {{ {call} }}", 2),
            Way.InThrow => ($"if (DateTime.Now.Ticks == 0) {{ {call} throw new Exception(); }}", -1),
            Way.InCatch => ($"try {{ }} catch {{ {call} }}", -1),
            Way.InLoop => ($"while (DateTime.Now.Ticks == 0) {{ {call} }}", 1),
            Way.ThroughInterface => ($"{{ I{callee.Name} i = null!; i.Go(); }}", 2),
            _ => ($"{{ Base{callee.Name} i = new Of{callee.Name}(); i.Go(); }}", 2),
        };
        return new Step(way, source, hops, callee, default);
    }

    private static readonly Step[] Leaves =
    [
        new(Way.Leaf, "Thread.Sleep(1);", 0, null, Effect.Sleep),
        new(Way.Leaf, "File.ReadAllText(\"x\");", 0, null, Effect.File),
        new(Way.Leaf, "File.Delete(\"x\");", 0, null, Effect.Metadata),
        new(Way.Leaf, "_ = File.ReadAllTextAsync(\"x\");", 0, null, Effect.AwaitsIo),
        new(Way.Leaf, "\"\".Trim();", -1, null, default),
    ];

    private sealed record Node(string Name, bool IsAsync)
    {
        public List<Step> Steps { get; } = [];

        public string Call => IsAsync ? $"_ = C.{Name}();" : $"C.{Name}();";

        public bool Equals(Node? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    }

    private sealed record Step(Way Way, string Source, int Hops, Node? Callee, Effect Effect);
}
