using System;
using System.Collections.Generic;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>What there is of something, without keeping it alive. May be used from any thread at once.</summary>
internal sealed class LiveSet<T>
    where T : class
{
    private readonly Lock gate = new();

    // Guarded by gate. Those that are dead leave when another comes, at a doubling of the number, so that coming costs no more than a walk now and then.
    private readonly List<WeakReference<T>> members = [];
    private int sweepAt = 16;

    public void Add(T member)
    {
        lock (gate)
        {
            if (members.Count >= sweepAt)
            {
                members.RemoveAll(static reference => !reference.TryGetTarget(out _));
                sweepAt = Math.Max(16, 2 * members.Count);
            }

            members.Add(new WeakReference<T>(member));
        }
    }

    public void Remove(T member)
    {
        lock (gate)
        {
            members.RemoveAll(reference => !reference.TryGetTarget(out var target) || target == member);
        }
    }

    public List<T> All()
    {
        List<T> all = [];
        lock (gate)
        {
            foreach (var reference in members)
            {
                if (reference.TryGetTarget(out var member))
                {
                    all.Add(member);
                }
            }
        }

        return all;
    }
}
