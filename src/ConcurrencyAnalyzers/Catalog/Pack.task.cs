#nullable enable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace ConcurrencyAnalyzers.Packing;

/// <summary>A line of the catalog that cannot be packed.</summary>
public sealed class CatalogPackException : Exception
{
    public CatalogPackException(string file, int line, string reason)
        : base(reason)
    {
        File = file;
        Line = line;
    }

    public string File { get; }

    /// <summary>Counted from 1.</summary>
    public int Line { get; }
}

/// <summary>
/// Writes the resource that <c>PackedCatalog</c> reads; <c>FORMAT.md</c> describes it. Everything is in one file and within netstandard2.0, since the build
/// compiles it on the fly, also inside Visual Studio. The same texts give the same bytes everywhere: nothing depends on the machine or on the runtime.
/// </summary>
public static class CatalogPacker
{
    private const string Asynchronous = "Async";

    // Small enough for a chunk and the vocabulary to lie in one window of 32 KB, and to be inflated in a fraction of a millisecond.
    private const int ChunkLimit = 20_000;
    private const int VocabularyLimit = 8_000;

    /// <exception cref="CatalogPackException">A line has no columns or no documentation ID.</exception>
    public static byte[] Pack(IEnumerable<KeyValuePair<string, string>> files)
    {
        var spaces = new SortedDictionary<string, SortedDictionary<string, List<Member>>>(StringComparer.Ordinal);
        foreach (var file in files.OrderBy(static file => Path.GetFileName(file.Key), StringComparer.Ordinal))
        {
            Read(file.Key, file.Value, spaces);
        }

        var members = spaces.Values.SelectMany(static types => types.Values).ToList();
        members.ForEach(Pair);
        var shapes = members.SelectMany(static all => all).GroupBy(static member => member.Shape)
            .OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static (group, index) => new KeyValuePair<string, int>(group.Key, index)).ToList();
        var indices = shapes.ToDictionary(static shape => shape.Key, static shape => shape.Value, StringComparer.Ordinal);
        var chunks = Divide(spaces.ToDictionary(static space => space.Key, space => Block(space.Value, indices), StringComparer.Ordinal));

        var vocabulary = Bytes(Vocabulary(chunks.Select(chunk => chunk.SelectMany(space => spaces[space.Key])).ToList()));
        using var output = new MemoryStream();
        output.Write(Bytes("CAT1"), 0, 4);
        Frame(output, Directory(chunks), []);
        Frame(output, string.Join("\n", shapes.Select(static shape => shape.Key)), []);
        Frame(output, vocabulary.Length, Deflater.Deflate(vocabulary, 0, isLast: false));
        foreach (var chunk in chunks)
        {
            Frame(output, string.Join("\n\n", chunk.Select(static space => space.Value)), vocabulary);
        }

        return output.ToArray();
    }

    private static void Read(string file, string text, SortedDictionary<string, SortedDictionary<string, List<Member>>> spaces)
    {
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Replace("\r\n", "\n").Replace('\r', '\n').Split('\n'))
        {
            number++;
            var columns = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).TakeWhile(static column => column[0] != '#').ToList();
            if (columns.Count == 0)
            {
                continue;
            }

            var id = columns[0];
            var head = id.Split('(')[0];
            var dot = head.LastIndexOf('.');
            if (columns.Count < 2 || id.Length < 3 || id[1] != ':' || "MPT".IndexOf(id[0]) < 0 || (id[0] != 'T' && dot < 3))
            {
                throw new CatalogPackException(
                    file, number, $"'{line.Trim()}' is no line of a catalog: a documentation ID of a type, a method or a property, a blank, and what it does.");
            }

            var type = id[0] == 'T' ? id.Substring(2) : id.Substring(2, dot - 2);
            dot = type.LastIndexOf('.');
            if (dot == type.Length - 1 || type[dot + 1] <= '@')
            {
                throw new CatalogPackException(file, number, $"'{type}' is no name of a type.");
            }

            var space = dot < 0 ? "" : type.Substring(0, dot);
            if (!spaces.TryGetValue(space, out var types))
            {
                spaces.Add(space, types = new(StringComparer.Ordinal));
            }

            if (!types.TryGetValue(type.Substring(dot + 1), out var all))
            {
                types.Add(type.Substring(dot + 1), all = []);
            }

            all.Add(new Member(id[0] == 'T' ? "" : id.Substring(type.Length + 3), id[0] + WithoutDefaults(columns)));
        }
    }

    private static string WithoutDefaults(List<string> columns)
    {
        string[] defaults = ["", "", "definite", "any", "-", "-"];
        var count = columns.Count;
        while (count > 2 && count <= defaults.Length && columns[count - 1] == defaults[count - 1])
        {
            count--;
        }

        return string.Join(" ", columns.Skip(1).Take(count - 1));
    }

    // Most asynchronous forms differ from their method in nothing but the name, so one line can stand for both.
    private static void Pair(List<Member> members)
    {
        var families = members.Where(static member => member.Shape[0] == 'M' && member.Name.IndexOf('(') < 0)
            .GroupBy(static member => member.Name).ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        foreach (var member in families.Values.OrderByDescending(static member => member.Name.Length).ThenBy(static member => member.Name, StringComparer.Ordinal))
        {
            if (families.TryGetValue(member.Name + Asynchronous, out var other) && other.Shape.IndexOf('\t') < 0)
            {
                member.Shape += "\t" + other.Shape.Substring(1);
                members.Remove(other);
            }
        }
    }

    private static string Block(SortedDictionary<string, List<Member>> types, Dictionary<string, int> shapes)
    {
        var text = new StringBuilder();
        foreach (var type in types)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(type.Key);
            foreach (var group in type.Value.GroupBy(member => shapes[member.Shape]).OrderBy(static group => group.Key))
            {
                text.Append('\n').Append(Code(group.Key));
                text.Append(string.Join(" ", group.Select(static member => member.Name).OrderBy(static name => name, StringComparer.Ordinal)));
            }
        }

        return text.ToString();
    }

    // '!' to '8' end a number, '9' to '@' go on: no letter, so no name of a type begins like it, and the shapes that are used most have one character.
    private static string Code(int shape) =>
        shape < 24 ? ((char)('!' + shape)).ToString() : (char)('9' + ((shape - 24) % 8)) + Code((shape - 24) / 8);

    // Neighbours share a chunk, so that a chunk is worth its tables; no two areas do, so that nobody pays for a package that is not used.
    private static List<List<KeyValuePair<string, string>>> Divide(Dictionary<string, string> blocks)
    {
        var chunks = new List<List<KeyValuePair<string, string>>>();
        var size = 0;
        foreach (var block in blocks.OrderBy(static block => block.Key, StringComparer.Ordinal))
        {
            if (chunks.Count == 0 || size + block.Value.Length > ChunkLimit || Area(chunks[chunks.Count - 1][0].Key) != Area(block.Key))
            {
                chunks.Add([]);
                size = 0;
            }

            chunks[chunks.Count - 1].Add(block);
            size += block.Value.Length + 2;
        }

        return chunks;
    }

    // A vendor's own name is no area.
    private static string Area(string space) =>
        string.Join(".", space.Split('.').Take(space.StartsWith("Microsoft.", StringComparison.Ordinal) ? 2 : 1));

    private static string Directory(List<List<KeyValuePair<string, string>>> chunks)
    {
        var text = new StringBuilder();
        string[] previous = [];
        foreach (var chunk in chunks)
        {
            text.Append(text.Length == 0 ? "" : "\n");
            foreach (var space in chunk)
            {
                var parts = space.Key.Split('.');
                var shared = 0;
                while (shared < Math.Min(previous.Length, parts.Length) && previous[shared] == parts[shared])
                {
                    shared++;
                }

                text.Append((char)('0' + shared)).Append(string.Join(".", parts.Skip(shared))).Append('\n');
                previous = parts;
            }
        }

        return text.ToString();
    }

    // What several chunks would otherwise each have to spell; what is used most stands last, where references to it are shortest.
    private static string Vocabulary(List<IEnumerable<KeyValuePair<string, List<Member>>>> chunks)
    {
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in chunks.SelectMany(static types =>
            types.SelectMany(static type => type.Value.SelectMany(static member => Words(member.Name)).Concat(Words(type.Key))).Distinct()))
        {
            uses[word] = uses.TryGetValue(word, out var count) ? count + 1 : 1;
        }

        var length = 0;
        return string.Join(" ", uses.Where(static word => word.Value > 1 && word.Key.Length > 2)
            .OrderByDescending(static word => (word.Value - 1) * word.Key.Length).ThenBy(static word => word.Key, StringComparer.Ordinal)
            .TakeWhile(word => (length += word.Key.Length + 1) <= VocabularyLimit)
            .OrderBy(static word => word.Value).ThenBy(static word => word.Key, StringComparer.Ordinal)
            .Select(static word => word.Key));
    }

    private static IEnumerable<string> Words(string name) => name.Split('(', ')', ',', '{', '}', '@', '[', ']', '*', '~');

    private static byte[] Bytes(string text) => new UTF8Encoding(false, true).GetBytes(text);

    private static void Frame(Stream output, string text, byte[] vocabulary)
    {
        var bytes = Bytes(text);
        Frame(output, bytes.Length, Deflater.Deflate([.. vocabulary, .. bytes], vocabulary.Length, isLast: true));
    }

    private static void Frame(Stream output, int length, byte[] deflated)
    {
        var checksum = deflated.Aggregate(2166136261u, static (hash, value) => unchecked((hash ^ value) * 16777619));
        foreach (var number in new[] { (uint)deflated.Length, (uint)length, checksum })
        {
            for (var shift = 0; shift < 32; shift += 8)
            {
                output.WriteByte((byte)(number >> shift));
            }
        }

        output.Write(deflated, 0, deflated.Length);
    }

    private sealed class Member
    {
        public Member(string name, string shape)
        {
            Name = name;
            Shape = shape;
        }

        /// <summary>With the parameter list, if the line has one; empty for the type itself.</summary>
        public string Name { get; }

        /// <summary>Kind and columns, and the columns of the asynchronous form where one line stands for both.</summary>
        public string Shape { get; set; }
    }
}

/// <summary>
/// RFC 1951. The runtime's own differs from version to version and has no smallest form everywhere; this one looks for the cheapest way
/// through all matches, which is slow and saves several percent.
/// </summary>
internal sealed class Deflater
{
    private const int MinimumMatch = 3;
    private const int MaximumMatch = 258;
    private const int Window = 32_768;
    private const int LongestChain = 512;
    private const int Rounds = 5;
    private const int EndOfBlock = 256;

    private static readonly int[] LengthBase =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly int[] LengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly int[] DistanceBase = [.. Enumerable.Range(0, 30).Select(static i => i < 4 ? i + 1 : ((2 + (i & 1)) << ((i / 2) - 1)) + 1)];
    private static readonly int[] DistanceBits = [.. Enumerable.Range(0, 30).Select(static i => Math.Max(0, (i / 2) - 1))];
    private static readonly int[] LengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly byte[] data;
    private readonly int start;
    private readonly int[][] matches;

    private Deflater(byte[] data, int start)
    {
        this.data = data;
        this.start = start;
        matches = FindMatches();
    }

    /// <summary>What follows <paramref name="start"/>; it may refer to what stands before. What is not last ends with a byte and can be continued.</summary>
    public static byte[] Deflate(byte[] data, int start, bool isLast) => new Deflater(data, start).Write(isLast);

    private byte[] Write(bool isLast)
    {
        var literalCosts = Enumerable.Range(0, 286).Select(static symbol => symbol < EndOfBlock ? 6 : 8).ToArray();
        var distanceCosts = Enumerable.Repeat(5, 30).ToArray();
        Bits? best = null;
        for (var round = 0; round < Rounds; round++)
        {
            var path = CheapestPath(literalCosts, distanceCosts);
            var (literals, distances) = Count(path);
            (literalCosts, distanceCosts) = (CodeLengths(literals, 15), CodeLengths(distances, 15));
            var bits = new Bits();
            bits.Put(isLast ? 1 : 0, 1);
            bits.Put(2, 2);
            WriteTables(bits, literalCosts, distanceCosts);
            WriteSymbols(bits, path, literalCosts, distanceCosts);
            best = best is null || bits.Count < best.Count ? bits : best;

            // What was not used in this round may be worth it in the next.
            literalCosts = [.. literalCosts.Select(static cost => cost == 0 ? 13 : cost)];
            distanceCosts = [.. distanceCosts.Select(static cost => cost == 0 ? 10 : cost)];
        }

        if (!isLast)
        {
            best!.Put(0, 3);
            best.Align();
            best.Put(0, 16);
            best.Put(0xFFFF, 16);
        }

        return best!.ToArray();
    }

    // For each place the pairs of length and distance that are worth a thought: the nearest for each length.
    private int[][] FindMatches()
    {
        var found = new int[data.Length][];
        var last = new Dictionary<int, int>();
        var previous = new int[data.Length];
        for (var i = 0; i < data.Length; i++)
        {
            found[i] = [];
            if (i + MinimumMatch > data.Length)
            {
                continue;
            }

            var key = data[i] | (data[i + 1] << 8) | (data[i + 2] << 16);
            previous[i] = last.TryGetValue(key, out var candidate) ? candidate : -1;
            last[key] = i;
            if (i < start)
            {
                continue;
            }

            var pairs = new List<int>();
            var longest = MinimumMatch - 1;
            var limit = Math.Min(MaximumMatch, data.Length - i);
            candidate = previous[i];
            for (var chain = 0; candidate >= 0 && i - candidate <= Window && chain < LongestChain && longest < limit; chain++, candidate = previous[candidate])
            {
                if (data[candidate + longest] != data[i + longest])
                {
                    continue;
                }

                var length = 0;
                while (length < limit && data[candidate + length] == data[i + length])
                {
                    length++;
                }

                if (length > longest)
                {
                    longest = length;
                    pairs.Add(length);
                    pairs.Add(i - candidate);
                }
            }

            found[i] = [.. pairs];
        }

        return found;
    }

    // Lengths and distances in turn; a literal has the length 1.
    private List<int> CheapestPath(int[] literalCosts, int[] distanceCosts)
    {
        var cost = Enumerable.Repeat(int.MaxValue, data.Length + 1).ToArray();
        var lengths = new int[data.Length + 1];
        var distances = new int[data.Length + 1];
        cost[start] = 0;
        for (var i = start; i < data.Length; i++)
        {
            Offer(i + 1, cost[i] + literalCosts[data[i]], 1, 0);
            var shortest = MinimumMatch;
            for (var pair = 0; pair < matches[i].Length; pair += 2)
            {
                var distance = matches[i][pair + 1];
                var symbol = DistanceSymbol(distance);
                var reached = cost[i] + distanceCosts[symbol] + DistanceBits[symbol];
                for (var length = shortest; length <= matches[i][pair]; length++)
                {
                    var lengthSymbol = LengthSymbol(length);
                    Offer(i + length, reached + literalCosts[257 + lengthSymbol] + LengthBits[lengthSymbol], length, distance);
                }

                shortest = matches[i][pair] + 1;
            }
        }

        var path = new List<int>();
        for (var i = data.Length; i > start; i -= lengths[i])
        {
            path.Add(distances[i]);
            path.Add(lengths[i]);
        }

        path.Reverse();
        return path;

        void Offer(int place, int offered, int length, int distance)
        {
            if (offered < cost[place])
            {
                (cost[place], lengths[place], distances[place]) = (offered, length, distance);
            }
        }
    }

    private (int[] Literals, int[] Distances) Count(List<int> path)
    {
        var (literals, distances, place) = (new int[286], new int[30], start);
        for (var i = 0; i < path.Count; place += path[i], i += 2)
        {
            literals[path[i + 1] == 0 ? data[place] : 257 + LengthSymbol(path[i])]++;
            if (path[i + 1] > 0)
            {
                distances[DistanceSymbol(path[i + 1])]++;
            }
        }

        literals[EndOfBlock]++;

        // Some decoders want a complete code of distances, also where none is used.
        for (var symbol = 0; symbol < 2; symbol++)
        {
            distances[symbol] = Math.Max(distances[symbol], distances.Count(static count => count > 0) < 2 ? 1 : 0);
        }

        return (literals, distances);
    }

    private void WriteSymbols(Bits bits, List<int> path, int[] literalLengths, int[] distanceLengths)
    {
        var (literalCodes, distanceCodes, place) = (Codes(literalLengths), Codes(distanceLengths), start);
        for (var i = 0; i < path.Count; place += path[i], i += 2)
        {
            if (path[i + 1] == 0)
            {
                bits.Put(literalCodes[data[place]], literalLengths[data[place]]);
                continue;
            }

            var (length, distance) = (LengthSymbol(path[i]), DistanceSymbol(path[i + 1]));
            bits.Put(literalCodes[257 + length], literalLengths[257 + length]);
            bits.Put(path[i] - LengthBase[length], LengthBits[length]);
            bits.Put(distanceCodes[distance], distanceLengths[distance]);
            bits.Put(path[i + 1] - DistanceBase[distance], DistanceBits[distance]);
        }

        bits.Put(literalCodes[EndOfBlock], literalLengths[EndOfBlock]);
    }

    private static void WriteTables(Bits bits, int[] literalLengths, int[] distanceLengths)
    {
        var literals = Math.Max(257, Array.FindLastIndex(literalLengths, static length => length > 0) + 1);
        var distances = Math.Max(1, Array.FindLastIndex(distanceLengths, static length => length > 0) + 1);
        var runs = Runs([.. literalLengths.Take(literals), .. distanceLengths.Take(distances)]);
        var counts = new int[19];
        runs.ForEach(run => counts[run.Symbol]++);
        var lengths = CodeLengths(counts, 7);
        var codes = Codes(lengths);
        var used = Math.Max(4, Array.FindLastIndex(LengthOrder, symbol => lengths[symbol] > 0) + 1);
        bits.Put(literals - 257, 5);
        bits.Put(distances - 1, 5);
        bits.Put(used - 4, 4);
        foreach (var symbol in LengthOrder.Take(used))
        {
            bits.Put(lengths[symbol], 3);
        }

        foreach (var (symbol, extra) in runs)
        {
            bits.Put(codes[symbol], lengths[symbol]);
            bits.Put(extra, symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 });
        }
    }

    private static List<(int Symbol, int Extra)> Runs(int[] lengths)
    {
        var runs = new List<(int Symbol, int Extra)>();
        for (var i = 0; i < lengths.Length;)
        {
            var same = 1;
            while (i + same < lengths.Length && lengths[i + same] == lengths[i])
            {
                same++;
            }

            if (lengths[i] == 0 && same >= 3)
            {
                same = Math.Min(same, 138);
                runs.Add(same < 11 ? (17, same - 3) : (18, same - 11));
            }
            else if (i > 0 && lengths[i] == lengths[i - 1] && same >= 3)
            {
                same = Math.Min(same, 6);
                runs.Add((16, same - 3));
            }
            else
            {
                same = 1;
                runs.Add((lengths[i], 0));
            }

            i += same;
        }

        return runs;
    }

    // Huffman's; where a code gets too long, flatter counts make it shorter.
    private static int[] CodeLengths(int[] counts, int limit)
    {
        var lengths = new int[counts.Length];
        var weights = (int[])counts.Clone();
        do
        {
            var nodes = new List<(int Weight, List<int> Symbols)>();
            for (var symbol = 0; symbol < counts.Length; symbol++)
            {
                lengths[symbol] = 0;
                if (weights[symbol] > 0)
                {
                    Add(weights[symbol], [symbol]);
                    weights[symbol] = (weights[symbol] / 2) + 1;
                }
            }

            if (nodes.Count == 1)
            {
                lengths[nodes[0].Symbols[0]] = 1;
            }

            while (nodes.Count > 1)
            {
                var (last, next) = (nodes[nodes.Count - 1], nodes[nodes.Count - 2]);
                nodes.RemoveRange(nodes.Count - 2, 2);
                List<int> symbols = [.. last.Symbols, .. next.Symbols];
                symbols.ForEach(symbol => lengths[symbol]++);
                Add(last.Weight + next.Weight, symbols);
            }

            // The lightest stand last; of the same weight, those that came first.
            void Add(int weight, List<int> symbols)
            {
                var place = nodes.FindIndex(node => node.Weight <= weight);
                nodes.Insert(place < 0 ? nodes.Count : place, (weight, symbols));
            }
        }
        while (lengths.Max() > limit);

        return lengths;
    }

    // Canonical, and turned around: codes are written from their first bit.
    private static int[] Codes(int[] lengths)
    {
        var codes = new int[lengths.Length];
        var code = 0;
        for (var length = 1; length <= 15; length++)
        {
            code <<= 1;
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    for (var bit = 0; bit < length; bit++)
                    {
                        codes[symbol] |= ((code >> bit) & 1) << (length - 1 - bit);
                    }

                    code++;
                }
            }
        }

        return codes;
    }

    private static int LengthSymbol(int length) => SymbolOf(LengthBase, length);

    private static int DistanceSymbol(int distance) => SymbolOf(DistanceBase, distance);

    private static int SymbolOf(int[] bases, int value)
    {
        var index = Array.BinarySearch(bases, value);
        return index < 0 ? ~index - 1 : index;
    }

    private sealed class Bits
    {
        private readonly List<byte> bytes = [];
        private int pending;

        public int Count { get; private set; }

        public void Put(int value, int count)
        {
            for (var bit = 0; bit < count; bit++)
            {
                pending |= ((value >> bit) & 1) << (Count & 7);
                if ((++Count & 7) == 0)
                {
                    bytes.Add((byte)pending);
                    pending = 0;
                }
            }
        }

        public void Align() => Put(0, -Count & 7);

        public byte[] ToArray()
        {
            Align();
            return [.. bytes];
        }
    }
}

// Tests compile this file without the build's libraries, and call the packer themselves.
#if !NET
/// <summary>Packs the text files of the catalog into one resource.</summary>
public sealed class PackCatalog : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required]
    public Microsoft.Build.Framework.ITaskItem[] Sources { get; set; } = [];

    [Microsoft.Build.Framework.Required]
    public string Output { get; set; } = "";

    public override bool Execute()
    {
        try
        {
            var files = Sources.Select(static source => source.GetMetadata("FullPath"));
            File.WriteAllBytes(Output, CatalogPacker.Pack(files.Select(static path => new KeyValuePair<string, string>(path, File.ReadAllText(path)))));
        }
        catch (CatalogPackException e)
        {
            Log.LogError(null, null, null, e.File, e.Line, 0, 0, 0, e.Message);
        }

        return !Log.HasLoggedErrors;
    }
}
#endif
