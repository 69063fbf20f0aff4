using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
using ConcurrencyAnalyzers.CatalogBuilder.Graph;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>
/// Carries effects from their origins to the callers, breadth first, so that the first witness of an effect is the shortest.
/// Calls with one target come first; those with several candidates vote when nothing else is left.
/// </summary>
internal sealed class Propagation(CallGraph graph, Seeds seeds, Cuts cuts, Contracts contracts, StreamTracing tracing)
{
    private readonly Queue<(IEffectSource Source, EffectKey Key)> pending = [];
    private readonly List<(Slot Slot, EffectKey Key, Witness Witness)> ballots = [];
    private readonly Dictionary<Pattern, List<(IEffectSource Callee, EffectKey Key, Procedure Cut, Witness Witness)>> stopped = [];

    /// <summary>What each cut kept from its callers.</summary>
    public IReadOnlyDictionary<Pattern, List<(IEffectSource Callee, EffectKey Key, Procedure Cut, Witness Witness)>> Stopped => stopped;

    public void Run()
    {
        foreach (var procedure in graph.Procedures)
        {
            if (contracts.Find(procedure.Method) is { } contract)
            {
                // What is cut off may have a line of its own: true of those who call it outright, not of those it serves on the way.
                var cut = cuts.Find(procedure.Method);
                foreach (var key in Contracts.KeysOf(contract))
                {
                    var witness = new Witness(null, key, $"contract: {contract.Id}", 0, false);
                    if (cut is null)
                    {
                        Add(procedure, key, witness);
                    }
                    else
                    {
                        Stop(cut, procedure, key, procedure, witness);
                    }
                }
            }
            else if (seeds.Find(procedure.Method) is var (kind, source))
            {
                var key = new EffectKey(kind);
                Add(procedure, key, new Witness(null, key, source, 0, false));
            }
        }

        do
        {
            while (pending.TryDequeue(out var next))
            {
                Spread(next.Source, next.Key);
            }
        }
        while (CountVotes());
    }

    private void Spread(IEffectSource source, EffectKey key)
    {
        var witness = source.Effects[key];
        foreach (var edge in source.Callers)
        {
            if (Pass(source, key, edge) is { } seen)
            {
                Arrive(edge.Caller, seen, source, key, witness);
            }
        }

        if (source is Procedure candidate)
        {
            foreach (var slot in candidate.Slots)
            {
                var votes = slot.Votes[key] = slot.Votes.GetValueOrDefault(key) + 1;
                if (slot.IsCertain(votes))
                {
                    Add(slot, key, new Witness(candidate, key, "", witness.Depth + 1, witness.IsVoted));
                }
                else if (votes == slot.Majority)
                {
                    ballots.Add((slot, key, new Witness(candidate, key, "", witness.Depth + 1, IsVoted: true)));
                }
            }
        }
    }

    private void Arrive(Procedure caller, EffectKey key, IEffectSource from, EffectKey fromKey, Witness witness)
    {
        // What a contract or a curated seed says of a method, its body does not add to.
        if (contracts.Find(caller.Method) is not null || seeds.IsManaged(caller.Method))
        {
            return;
        }

        var step = new Witness(from, fromKey, "", witness.Depth + 1, witness.IsVoted);
        if (cuts.Find(caller.Method) is { } cut)
        {
            Stop(cut, from, key, caller, step);
            return;
        }

        Add(caller, key, step);
    }

    private void Stop(Pattern cut, IEffectSource from, EffectKey key, Procedure procedure, Witness witness) =>
        (stopped.TryGetValue(cut, out var list) ? list : stopped[cut] = []).Add((from, key, procedure, witness));

    /// <summary>What an effect of a callee is for the caller, null if it is none.</summary>
    public EffectKey? Pass(IEffectSource source, EffectKey key, Edge edge)
    {
        switch (edge.Kind)
        {
            case EdgeKind.AsyncBody:
                return key;
            case EdgeKind.Enumeration:
                return key with { IsDeferred = true };
            case EdgeKind.Callback:
                return source is Procedure { IsAsyncShaped: true } && !edge.Caller.IsAwaiting && !edge.Caller.Joins ? null : Undecided(key);
        }

        if (source is Procedure { IsAsyncShaped: true } or Slot { Candidates: [{ IsAsyncShaped: true }, ..] } && !edge.Caller.IsAwaiting && !edge.Caller.Joins)
        {
            return null;
        }

        var site = edge.Site!;
        if (IsTry(site) || (key.Kind.IsWait() && ((key.Kind == EffectKind.Join && site.IsGuarded) || site.Argument(Value.Receiver).IsSynchronous)))
        {
            return null;
        }

        if (site.IsOnce)
        {
            key = key with { IsOnce = true };
        }

        if (key.IsDeferred && !ReturnsSequence(edge.Caller))
        {
            key = key with { IsDeferred = false };
        }

        return key.Kind != EffectKind.Stream || key.Parameter == EffectKey.Undecided ? key : tracing.Trace(key, site);
    }

    private static EffectKey Undecided(EffectKey key) => key.Kind == EffectKind.Stream ? key with { Parameter = EffectKey.Undecided } : key;

    private static bool ReturnsSequence(Procedure procedure) =>
        (procedure.Method.Kickoff ?? procedure.Method).Returns.Name is "System.Collections.Generic.IEnumerable`1" or "System.Collections.IEnumerable"
            or "System.Collections.Generic.IEnumerator`1" or "System.Collections.IEnumerator" or "System.Collections.Generic.IAsyncEnumerable`1";

    private static bool IsTry(CallSite site)
    {
        if (site.Target.Method is not { } target)
        {
            return false;
        }

        for (var i = 0; i < target.ParameterNames.Length; i++)
        {
            if (target.IsTimeout(i)
                && site.Argument(i) is { Kind: ValueKind.Constant, Number: 0 } or { Kind: ValueKind.StaticField, Name: "System.TimeSpan.Zero" })
            {
                return true;
            }
        }

        return false;
    }

    private void Add(IEffectSource source, EffectKey key, Witness witness)
    {
        // What happens at every call happens at the first, too.
        if (source.Effects.ContainsKey(key) || (key.IsOnce && source.Effects.ContainsKey(key with { IsOnce = false })))
        {
            return;
        }

        source.Effects.Add(key, witness);
        pending.Enqueue((source, key));
    }

    /// <summary>
    /// Whether a visible member would have another effect without a cut. What the cut stopped is spread from the fixpoint until one is reached;
    /// votes are left out, so a cut that only a vote would feel counts as felt when it reaches a slot.
    /// </summary>
    public bool Matters(Pattern cut)
    {
        if (!stopped.TryGetValue(cut, out var held))
        {
            return false;
        }

        var added = new HashSet<(IEffectSource, EffectKey)>();
        var queue = new Queue<(Procedure Procedure, EffectKey Key)>();
        foreach (var (_, key, procedure, _) in held)
        {
            if (Reach(procedure, key))
            {
                return true;
            }
        }

        while (queue.TryDequeue(out var next))
        {
            if (next.Procedure.Slots.Count > 0)
            {
                return true;
            }

            foreach (var edge in next.Procedure.Callers)
            {
                if (Pass(next.Procedure, next.Key, edge) is { } seen && contracts.Find(edge.Caller.Method) is null && !seeds.IsManaged(edge.Caller.Method)
                    && (cuts.Find(edge.Caller.Method) is not { } other || ReferenceEquals(other, cut)) && Reach(edge.Caller, seen))
                {
                    return true;
                }
            }
        }

        return false;

        bool Reach(Procedure procedure, EffectKey key)
        {
            if (procedure.Effects.ContainsKey(key) || !added.Add((procedure, key)))
            {
                return false;
            }

            queue.Enqueue((procedure, key));

            // A method with a contract has its line either way.
            return procedure.Method is { IsVisible: true, Owner.IsVisible: true } && contracts.Find(procedure.Method) is null;
        }
    }

    private bool CountVotes()
    {
        if (ballots.Count == 0)
        {
            return false;
        }

        foreach (var (slot, key, witness) in ballots.OrderBy(static ballot => ballot.Witness.Depth))
        {
            Add(slot, key, witness);
        }

        ballots.Clear();
        return true;
    }
}
