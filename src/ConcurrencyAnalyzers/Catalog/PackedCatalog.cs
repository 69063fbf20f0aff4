using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;

namespace ConcurrencyAnalyzers.Catalog;

/// <summary>
/// The catalog as the build packs it (<c>FORMAT.md</c>). What no compilation asks for stays packed: a chunk is inflated when a type of one of its namespaces
/// is looked up, and the lines of a type are read when that type is.
/// </summary>
internal sealed class PackedCatalog : ITypeCatalog
{
    private const int Directory = 0;
    private const int Shapes = 1;
    private const int Vocabulary = 2;
    private const int FirstChunk = 3;

    // Deflate cannot do better, so no damaged length makes us ask for gigabytes.
    private const int LargestRatio = 1032;

    private static readonly byte[] Signature = [(byte)'C', (byte)'A', (byte)'T', (byte)'1'];

    private readonly Func<Stream> open;
    private readonly List<Frame> frames;
    private readonly Dictionary<string, Lazy<Dictionary<string, PackedType>>> spaces = new(StringComparer.Ordinal);
    private readonly List<Lazy<Dictionary<string, PackedType>>> chunks;
    private readonly Lazy<Shape[]> shapes;

    /// <param name="open">Gives the packed bytes as a stream that can seek; asked again for each part that is needed.</param>
    /// <exception cref="InvalidOperationException">The bytes are damaged, as far as they are read. Lookups throw the same.</exception>
    public PackedCatalog(Func<Stream> open)
    {
        this.open = open;
        frames = ReadFrames();
        shapes = new(() => [.. Inflate(Shapes).Split('\n').Select(static line => new Shape(line))]);
        chunks = ReadDirectory();
    }

    public int Chunks => chunks.Count;

    /// <summary>How many chunks have been inflated.</summary>
    public int LoadedChunks => chunks.Count(static chunk => chunk.IsValueCreated);

    /// <summary>Inflates every chunk.</summary>
    public IEnumerable<string> TypeNames => chunks.SelectMany(static chunk => chunk.Value.Keys);

    /// <summary>Everything, for those who check it; kept nowhere.</summary>
    public IEnumerable<CatalogEntry> ReadAll() => chunks.SelectMany(chunk => chunk.Value.SelectMany(type => EntriesOf(type.Key, type.Value)));

    public TypeEntries? Find(string typeName)
    {
        if (!spaces.TryGetValue(SpaceOf(typeName), out var chunk) || !chunk.Value.TryGetValue(typeName, out var type))
        {
            return null;
        }

        return Volatile.Read(ref type.Entries) ?? Load(typeName, type);
    }

    private TypeEntries Load(string typeName, PackedType type)
    {
        var entries = new TypeEntries();
        foreach (var entry in EntriesOf(typeName, type))
        {
            entries.Add(CatalogIndex.Split(entry.Id).MemberName, entry);
        }

        return Interlocked.CompareExchange(ref type.Entries, entries, null) ?? entries;
    }

    // A name does not say where its namespace ends and types begin, so a type that contains others counts as their namespace.
    private static string SpaceOf(string typeName) => typeName.LastIndexOf('.') is > 0 and var dot ? typeName.Substring(0, dot) : "";

    private static InvalidOperationException Damaged(string what) =>
        new($"The data file 'Shipped.catalog' of the analyzers is damaged: {what}. Install the package again.");

    private List<Frame> ReadFrames()
    {
        using var stream = open();
        if (!ReadBytes(stream, Signature.Length).SequenceEqual(Signature))
        {
            throw Damaged("it does not start with its signature");
        }

        var found = new List<Frame>();
        while (stream.Position < stream.Length)
        {
            var header = ReadBytes(stream, 12);
            var frame = new Frame(stream.Position, Integer(header, 0), Integer(header, 4), Integer(header, 8));
            if (frame.Deflated < 0 || frame.Deflated > stream.Length - stream.Position
                || frame.Inflated < 0 || frame.Inflated / LargestRatio > frame.Deflated)
            {
                throw Damaged($"part {found.Count} does not end within the file");
            }

            found.Add(frame);
            stream.Position += frame.Deflated;
        }

        return found.Count >= FirstChunk ? found : throw Damaged("parts are missing");
    }

    private List<Lazy<Dictionary<string, PackedType>>> ReadDirectory()
    {
        var found = new List<Lazy<Dictionary<string, PackedType>>>();
        var previous = "";
        foreach (var lines in Inflate(Directory).Split(["\n\n"], StringSplitOptions.RemoveEmptyEntries))
        {
            var frame = FirstChunk + found.Count;
            var names = new List<string>();
            var chunk = new Lazy<Dictionary<string, PackedType>>(() => ReadChunk(frame, names));
            foreach (var line in lines.Split(['\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                previous = line[0] == '0' ? line.Substring(1) : Parts(previous, line[0] - '0') + line.Substring(1);
                names.Add(previous);
                spaces.Add(previous, chunk);
            }

            found.Add(chunk);
        }

        return FirstChunk + found.Count == frames.Count ? found : throw Damaged("its directory names another number of parts than it has");
    }

    private static string Parts(string space, int count)
    {
        var end = -1;
        for (; count > 0; count--)
        {
            end = space.IndexOf('.', end + 1) is >= 0 and var dot ? dot : space.Length;
        }

        return space.Substring(0, end) + ".";
    }

    private Dictionary<string, PackedType> ReadChunk(int frame, List<string> names)
    {
        var text = Inflate(frame);
        var types = new Dictionary<string, PackedType>(StringComparer.Ordinal);
        var (space, start) = (0, 0);
        PackedType? current = null;
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var lineEnd ? lineEnd : text.Length;
            if (end == start)
            {
                space++;
                current = null;
            }
            else if (text[start] > '@')
            {
                var name = text.Substring(start, end - start);
                var prefix = space < names.Count ? names[space] : throw Damaged($"part {frame} is about more namespaces than the directory says");
                types.Add(prefix.Length == 0 ? name : prefix + "." + name, current = new PackedType(text, end + 1));
            }

            if (current is not null)
            {
                current.End = end;
            }

            start = end + 1;
        }

        return space + 1 == names.Count ? types : throw Damaged($"part {frame} is about fewer namespaces than the directory says");
    }

    private IEnumerable<CatalogEntry> EntriesOf(string typeName, PackedType type)
    {
        foreach (var line in type.Lines)
        {
            var (number, start) = Number(line);
            var shape = number >= 0 && number < shapes.Value.Length ? shapes.Value[number] : throw Damaged($"what '{typeName}' does is not in its table");
            foreach (var member in line.Substring(start).Split(' '))
            {
                yield return Read(member.Length == 0 ? $"{shape.Kind}:{typeName} {shape.Columns}" : $"{shape.Kind}:{typeName}.{member} {shape.Columns}");
                if (shape.AsynchronousColumns is { } columns)
                {
                    yield return Read($"{shape.Kind}:{typeName}.{member}Async {columns}");
                }
            }
        }
    }

    private static CatalogEntry Read(string line) => CatalogReader.ReadLine(line) is { Entry: { } entry } ? entry : throw Damaged($"'{line}' cannot be read");

    // '!' to '8' end a number, '9' to '@' go on.
    private static (int Number, int Length) Number(string line)
    {
        var (number, factor, offset) = (0, 1, 0);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is >= '!' and <= '8')
            {
                return (number + offset + ((line[i] - '!') * factor), i + 1);
            }

            number += (line[i] - '9') * factor;
            offset += 24 * factor;
            factor *= 8;
        }

        throw Damaged($"'{line}' has no number");
    }

    private string Inflate(int index)
    {
        try
        {
            using var stream = open();
            var bytes = ReadFrame(stream, index);
            var skipped = 0;
            if (index >= FirstChunk)
            {
                // A chunk goes on where the vocabulary ends, so it refers to words instead of spelling them.
                bytes = [.. ReadFrame(stream, Vocabulary), .. bytes];
                skipped = frames[Vocabulary].Inflated;
            }

            using var inflating = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var inflated = ReadBytes(inflating, skipped + frames[index].Inflated);
            if (inflating.ReadByte() >= 0)
            {
                throw Damaged($"part {index} is longer than it says");
            }

            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(inflated, skipped, frames[index].Inflated);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw Damaged($"part {index} cannot be unpacked, {e.Message}");
        }
    }

    private byte[] ReadFrame(Stream stream, int index)
    {
        stream.Position = frames[index].Position;
        var bytes = ReadBytes(stream, frames[index].Deflated);
        var checksum = 2166136261u;
        foreach (var value in bytes)
        {
            checksum = unchecked((checksum ^ value) * 16777619);
        }

        return (int)checksum == frames[index].Checksum ? bytes : throw Damaged($"part {index} has another checksum than when it was written");
    }

    private static int Integer(byte[] bytes, int start) => bytes[start] | (bytes[start + 1] << 8) | (bytes[start + 2] << 16) | (bytes[start + 3] << 24);

    private static byte[] ReadBytes(Stream stream, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = stream.Read(bytes, read, count - read);
            read += more > 0 ? more : throw Damaged("it ends too early");
        }

        return bytes;
    }

    private sealed record Frame(long Position, int Deflated, int Inflated, int Checksum);

    /// <summary>What entries have in common that differ in their name: the kind, and the columns behind the ID.</summary>
    private sealed class Shape
    {
        public Shape(string line)
        {
            var columns = line.Split('\t');
            if (columns[0].Length < 2 || columns.Length > 2)
            {
                throw Damaged($"its table contains '{line}'");
            }

            Kind = line[0];
            Columns = columns[0].Substring(1);
            AsynchronousColumns = columns.Length > 1 ? columns[1] : null;
        }

        public char Kind { get; }

        public string Columns { get; }

        /// <summary>The columns of the asynchronous form, where one name stands for both members.</summary>
        public string? AsynchronousColumns { get; }
    }

    private sealed class PackedType(string text, int start)
    {
        /// <summary>Null until somebody asks for the type.</summary>
        public TypeEntries? Entries;

        public int End { get; set; }

        public IEnumerable<string> Lines => End > start ? text.Substring(start, End - start).Split('\n') : [];
    }
}
