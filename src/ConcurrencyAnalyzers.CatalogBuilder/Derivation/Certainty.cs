using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
using ConcurrencyAnalyzers.CatalogBuilder.Graph;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>
/// Which procedures do I/O or wait on every ordinary way through them, and not only where a condition holds: a least fixpoint, from the origins of effects to
/// the callers.
/// </summary>
internal sealed class Certainty
{
    private readonly HashSet<IEffectSource> certain = [];
    private readonly Dictionary<Procedure, HashSet<int>> blocks = [];

    private Certainty()
    {
    }

    public static Certainty Of(CallGraph graph, Propagation propagation)
    {
        var certainty = new Certainty();
        certainty.Spread(graph, propagation);
        return certainty;
    }

    /// <summary>Whether no ordinary call gets around it.</summary>
    public bool IsCertain(IEffectSource source) => certain.Contains(source);

    private void Spread(CallGraph graph, Propagation propagation)
    {
        var votes = new Dictionary<Slot, int>();
        var pending = new Queue<IEffectSource>();
        foreach (var procedure in graph.Procedures)
        {
            if (procedure.Effects.Values.Any(static witness => witness.Next is null))
            {
                Add(procedure);
            }
        }

        while (pending.TryDequeue(out var source))
        {
            foreach (var edge in source.Callers)
            {
                Visit(source, edge, propagation, Add);
            }

            foreach (var slot in source is Procedure candidate ? candidate.Slots : [])
            {
                votes[slot] = votes.GetValueOrDefault(slot) + 1;
                if (votes[slot] == slot.Candidates.Count)
                {
                    Add(slot);
                }
            }
        }

        void Add(IEffectSource source)
        {
            if (certain.Add(source))
            {
                pending.Enqueue(source);
            }
        }
    }

    private void Visit(IEffectSource source, Edge edge, Propagation propagation, System.Action<IEffectSource> add)
    {
        var caller = edge.Caller;
        if (certain.Contains(caller) || caller.Effects.Count == 0)
        {
            return;
        }

        if (edge.Site is not { } site)
        {
            add(caller);
            return;
        }

        // The call has to pass on something that is neither for the first time only nor undone by what it is given.
        if (!source.Effects.Keys.Any(key => propagation.Pass(source, key, edge) is { IsOnce: false } seen && caller.Effects.ContainsKey(seen)))
        {
            return;
        }

        var passed = blocks.TryGetValue(caller, out var known) ? known : blocks[caller] = [];
        if (site.Block < caller.Facts.Paths.Successors.Length && passed.Add(site.Block) && caller.Facts.Paths.MustPass(passed))
        {
            add(caller);
        }
    }
}
