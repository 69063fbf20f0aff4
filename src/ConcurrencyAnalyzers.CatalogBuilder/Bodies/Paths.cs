using System.Collections.Generic;
using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.CatalogBuilder.Bodies;

/// <summary>The ordinary ways through a body, from block to block: those that throw or handle an exception are left out.</summary>
/// <param name="Successors">By block; block 0 is the entry.</param>
/// <param name="Exits">By block: whether the method returns there.</param>
internal sealed record Paths(ImmutableArray<ImmutableArray<int>> Successors, ImmutableArray<bool> Exits)
{
    public static readonly Paths None = new([], []);

    /// <summary>
    /// Whether an ordinary call goes through one of the blocks. A loop counts as run. A way that returns early, at a place that none of the blocks leads to,
    /// is taken for the answer to an empty or useless argument and not followed.
    /// </summary>
    public bool MustPass(IReadOnlySet<int> blocks)
    {
        if (Successors.IsEmpty)
        {
            return false;
        }

        var components = Components();
        var wanted = new HashSet<int>();
        foreach (var block in blocks)
        {
            wanted.Add(components[block]);
        }

        if (wanted.Contains(components[0]))
        {
            return true;
        }

        var joins = Reach(blocks, static _ => false);
        return !Overlaps(joins, Reach([0], block => wanted.Contains(components[block])));
    }

    private bool Overlaps(bool[] joins, bool[] avoiding)
    {
        for (var i = 0; i < Exits.Length; i++)
        {
            if (Exits[i] && joins[i] && avoiding[i])
            {
                return true;
            }
        }

        return false;
    }

    private bool[] Reach(IEnumerable<int> from, System.Func<int, bool> isClosed)
    {
        var reached = new bool[Successors.Length];
        var pending = new Stack<int>();
        foreach (var start in from)
        {
            reached[start] = true;
            pending.Push(start);
        }

        while (pending.TryPop(out var block))
        {
            foreach (var next in Successors[block])
            {
                if (!reached[next] && !isClosed(next))
                {
                    reached[next] = true;
                    pending.Push(next);
                }
            }
        }

        return reached;
    }

    /// <summary>The strongly connected component of each block (Tarjan, SIAM J. Computing 1, 1972), without recursion.</summary>
    private int[] Components()
    {
        var count = Successors.Length;
        var (component, index, low) = (new int[count], new int[count], new int[count]);
        System.Array.Fill(component, -1);
        System.Array.Fill(index, -1);
        var (open, calls) = (new Stack<int>(), new Stack<(int Block, int Next)>());
        var (order, components) = (0, 0);
        for (var root = 0; root < count; root++)
        {
            if (index[root] >= 0)
            {
                continue;
            }

            calls.Push((root, 0));
            while (calls.TryPop(out var call))
            {
                var (block, next) = call;
                if (next == 0)
                {
                    index[block] = low[block] = order++;
                    open.Push(block);
                }
                else
                {
                    low[block] = System.Math.Min(low[block], low[Successors[block][next - 1]]);
                }

                var descended = false;
                for (; next < Successors[block].Length; next++)
                {
                    var successor = Successors[block][next];
                    if (index[successor] < 0)
                    {
                        calls.Push((block, next + 1));
                        calls.Push((successor, 0));
                        descended = true;
                        break;
                    }

                    if (component[successor] < 0)
                    {
                        low[block] = System.Math.Min(low[block], index[successor]);
                    }
                }

                if (descended || low[block] != index[block])
                {
                    continue;
                }

                int member;
                do
                {
                    member = open.Pop();
                    component[member] = components;
                }
                while (member != block);
                components++;
            }
        }

        return component;
    }
}
