using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class CollectionCases
{
    public static void AddTo(CaseList cases, Workspace work)
    {
        int[] many = [.. Enumerable.Range(0, 50_000).Select(static i => i * 7919 % 50_021)];
        int[] few = [5, 3, 1, 4];
        var numbers = new Dictionary<int, int> { [1] = 1 };
        var set = new HashSet<int> { 1 };

        cases.On(
            "M:System.Collections.Generic.List`1.Add(`0)",
            Light, static () => new List<int>(), static l => l.Add(1));
        cases.On(
            "M:System.Collections.Generic.List`1.Sort",
            Light, () => new List<int>(few), static l => l.Sort(), receiver: "4 numbers", dependent: true);
        cases.On(
            "M:System.Collections.Generic.List`1.Sort",
            Heavy, () => new List<int>(many), static l => l.Sort(), receiver: "50000 numbers", dependent: true);
        cases.On(
            "M:System.Collections.Generic.List`1.Contains(`0)",
            Light, () => new List<int>(few), static l => l.Contains(4));
        cases.On(
            "M:System.Collections.Generic.List`1.Remove(`0)",
            Light, () => new List<int>(few), static l => l.Remove(4));
        cases.Add(
            "M:System.Collections.Generic.Dictionary`2.TryGetValue(`0,`1@)",
            Light, () => numbers.TryGetValue(1, out _));
        cases.On(
            "M:System.Collections.Generic.Dictionary`2.Add(`0,`1)",
            Light, static () => new Dictionary<string, int>(), static d => d.Add("a", 1));
        cases.Add(
            "M:System.Collections.Generic.HashSet`1.Contains(`0)",
            Light, () => set.Contains(1));
        cases.On(
            "M:System.Collections.Generic.Queue`1.Enqueue(`0)",
            Light, static () => new Queue<int>(), static q => q.Enqueue(1));
        cases.On(
            "M:System.Collections.Generic.Stack`1.Push(`0)",
            Light, static () => new Stack<int>(), static s => s.Push(1));
        cases.On(
            "M:System.Collections.Generic.SortedDictionary`2.Add(`0,`1)",
            Light, static () => new SortedDictionary<int, int>(), static d => d.Add(1, 1));
        cases.On(
            "M:System.Collections.Generic.LinkedList`1.AddLast(`0)",
            Light, static () => new LinkedList<int>(), static l => l.AddLast(1));
        cases.On(
            "M:System.Collections.Generic.PriorityQueue`2.Enqueue(`0,`1)",
            Light, static () => new PriorityQueue<string, int>(), static q => q.Enqueue("a", 1));
        cases.On(
            "M:System.Collections.BitArray.And(System.Collections.BitArray)",
            Light, static () => new BitArray(64), static b => b.And(new BitArray(64)));
        cases.Add(
            "M:System.Array.Sort``1(``0[])",
            Heavy, () => Array.Sort((int[])many.Clone()), receiver: "50000 numbers", dependent: true);
        cases.On(
            "M:System.Array.Sort``1(``0[])",
            Light, () => (int[])few.Clone(), static a => Array.Sort(a), receiver: "4 numbers", dependent: true);
        cases.Add(
            "M:System.Array.BinarySearch``1(``0[],``0)",
            Light, () => Array.BinarySearch(many, 17));
        cases.Add(
            "M:System.Array.IndexOf``1(``0[],``0)",
            Light, () => Array.IndexOf(few, 4));
        cases.Add(
            "M:System.Array.Empty``1",
            Light, () => Array.Empty<int>());
        cases.Add(
            "M:System.Collections.Immutable.ImmutableList`1.Add(`0)",
            Light, () => ImmutableList<int>.Empty.Add(1));
        cases.Add(
            "M:System.Collections.Immutable.ImmutableDictionary`2.SetItem(`0,`1)",
            Light, () => ImmutableDictionary<int, int>.Empty.SetItem(1, 1));
        cases.Add(
            "M:System.Collections.Frozen.FrozenSet.ToFrozenSet``1(" +
            "System.Collections.Generic.IEnumerable{``0},System.Collections.Generic.IEqualityComparer{``0})",
            Heavy, () => many.ToFrozenSet(), receiver: "50000 numbers", dependent: true);
        cases.On(
            "M:System.Buffers.ArrayPool`1.Rent(System.Int32)",
            Light, static () => ArrayPool<byte>.Shared, static p => p.Rent(100), release: static (p, array) => p.Return(array));

        cases.On(
            "M:System.Collections.Concurrent.ConcurrentDictionary`2.TryAdd(`0,`1)",
            Light, static () => new ConcurrentDictionary<int, int>(), static d => d.TryAdd(1, 1));
        cases.On(
            "M:System.Collections.Concurrent.ConcurrentDictionary`2.GetOrAdd(`0,System.Func{`0,`1})",
            Light, static () => new ConcurrentDictionary<int, int>(), static d => d.GetOrAdd(1, static i => i), receiver: "light factory", dependent: true);
        cases.On(
            "M:System.Collections.Concurrent.ConcurrentDictionary`2.GetOrAdd(`0,System.Func{`0,`1})",
            BlocksWait, static () => new ConcurrentDictionary<int, int>(), static d => d.GetOrAdd(1, Slow), receiver: "factory that sleeps",
            dependent: true);
        cases.On(
            "M:System.Collections.Concurrent.ConcurrentDictionary`2.Clear",
            Light, static () => new ConcurrentDictionary<int, int>(), static d => d.Clear(), note: "takes all locks");
        cases.On(
            "P:System.Collections.Concurrent.ConcurrentDictionary`2.Count",
            Light, static () => new ConcurrentDictionary<int, int>(), static d => d.Count, note: "takes all locks");
        cases.On(
            "M:System.Collections.Concurrent.ConcurrentQueue`1.Enqueue(`0)",
            Light, static () => new ConcurrentQueue<int>(), static q => q.Enqueue(1));
        cases.On(
            "M:System.Collections.Concurrent.ConcurrentQueue`1.TryDequeue(`0@)",
            Light, static () => new ConcurrentQueue<int>(), static q => q.TryDequeue(out _));
        cases.On(
            "M:System.Collections.Concurrent.ConcurrentBag`1.Add(`0)",
            Light, static () => new ConcurrentBag<int>(), static b => b.Add(1));
        cases.On(
            "M:System.Collections.Concurrent.ConcurrentStack`1.Push(`0)",
            Light, static () => new ConcurrentStack<int>(), static s => s.Push(1));

        cases.Add(
            "M:System.Linq.Enumerable.Where``1(System.Collections.Generic.IEnumerable{``0},System.Func{``0,System.Boolean})",
            Light, () => many.Where(static i => i > 3), note: "runs while enumerated");
        cases.Add(
            "M:System.Linq.Enumerable.OrderBy``2(System.Collections.Generic.IEnumerable{``0},System.Func{``0,``1})",
            Light, () => many.OrderBy(static i => i), note: "runs while enumerated");
        cases.Add(
            "M:System.Linq.Enumerable.ToList``1(System.Collections.Generic.IEnumerable{``0})",
            Light, () => Enumerable.ToList(few), receiver: "4 numbers", dependent: true);
        cases.Add(
            "M:System.Linq.Enumerable.ToArray``1(System.Collections.Generic.IEnumerable{``0})",
            Heavy, () => Enumerable.ToArray(many.OrderBy(static i => -i)), receiver: "50000 numbers to be sorted", dependent: true);
        cases.Add(
            "M:System.Linq.Enumerable.Count``1(System.Collections.Generic.IEnumerable{``0},System.Func{``0,System.Boolean})",
            Heavy, () => many.Count(static i => Slowish(i)), receiver: "50000 numbers", dependent: true);
        cases.Add(
            "M:System.Linq.Enumerable.ToList``1(System.Collections.Generic.IEnumerable{``0})",
            BlocksIo, () => Enumerable.ToList(File.ReadLines(work.Text)), receiver: "File.ReadLines", dependent: true);
        cases.Add(
            "M:System.Linq.Enumerable.Count``1(System.Collections.Generic.IEnumerable{``0})",
            BlocksMeta, () => Enumerable.Count(Directory.EnumerateFiles(work.Items)), receiver: "Directory.EnumerateFiles", dependent: true,
            note: "opening the folder is among what is observed");
        cases.On(
            "M:System.Collections.IEnumerator.MoveNext",
            BlocksIo, IEnumerator () => File.ReadLines(work.Text).GetEnumerator(), static e => e.MoveNext(), receiver: "File.ReadLines", dependent: true,
            release: static (e, _) => (e as IDisposable)?.Dispose());
        cases.On(
            "M:System.Collections.IEnumerator.MoveNext",
            BlocksMeta, IEnumerator () => Directory.EnumerateFiles(work.Items).GetEnumerator(), static e => e.MoveNext(),
            receiver: "Directory.EnumerateFiles", dependent: true, release: static (e, _) => (e as IDisposable)?.Dispose());
        cases.On(
            "M:System.Collections.IEnumerator.MoveNext",
            Light, () => few.GetEnumerator(), static e => e.MoveNext(), receiver: "array", dependent: true);
        cases.Add(
            "M:System.Linq.Enumerable.Count``1(System.Collections.Generic.IEnumerable{``0},System.Func{``0,System.Boolean})",
            Light, () => few.Count(static i => i > 3), receiver: "4 numbers", dependent: true);
        cases.Add(
            "M:System.Linq.Enumerable.GroupBy``2(System.Collections.Generic.IEnumerable{``0},System.Func{``0,``1})",
            Light, () => many.GroupBy(static i => i % 10), note: "runs while enumerated");
        cases.Add(
            "M:System.Linq.Enumerable.Distinct``1(System.Collections.Generic.IEnumerable{``0})",
            Light, () => many.Distinct(), note: "runs while enumerated");
        cases.Add(
            "M:System.Linq.Enumerable.ToHashSet``1(System.Collections.Generic.IEnumerable{``0})",
            Heavy, () => many.ToHashSet(), receiver: "50000 numbers", dependent: true);
        cases.Add(
            "M:System.Linq.Enumerable.ToHashSet``1(System.Collections.Generic.IEnumerable{``0})",
            Light, () => few.ToHashSet(), receiver: "4 numbers", dependent: true);
        cases.Add(
            "M:System.Collections.Immutable.ImmutableList`1.AddRange(System.Collections.Generic.IEnumerable{`0})",
            Heavy, () => ImmutableList<int>.Empty.AddRange(many), receiver: "50000 numbers", dependent: true);
        cases.Add(
            "M:System.Collections.Generic.SortedSet`1.#ctor(System.Collections.Generic.IEnumerable{`0})",
            Heavy, () => new SortedSet<int>(many), receiver: "50000 numbers", dependent: true);
        cases.On(
            "M:System.Random.Shuffle``1(``0[])",
            Heavy, static () => new Random(1), r => r.Shuffle((int[])many.Clone()), receiver: "50000 numbers", dependent: true);
        cases.Add(
            "M:System.Linq.Enumerable.First``1(System.Collections.Generic.IEnumerable{``0})",
            Light, () => many.First());
        cases.Add(
            "M:System.Linq.Enumerable.Any``1(System.Collections.Generic.IEnumerable{``0})",
            Light, () => many.Any());
        cases.Add(
            "M:System.Linq.Enumerable.ToDictionary``2(System.Collections.Generic.IEnumerable{``0},System.Func{``0,``1})",
            Heavy, () => many.ToDictionary(static i => i), receiver: "50000 numbers", dependent: true);
    }

    private static int Slow(int key)
    {
        Thread.Sleep(1);
        return key;
    }

    private static bool Slowish(int number) => Math.Sin(number) > 0;
}
