using System.Text;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Packing;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>What the build packs is what the files say, and nothing of it is unpacked before somebody asks.</summary>
public sealed class PackedCatalogTests
{
    private const string Small = "M:N.T.Save file\nM:N.T.SaveAsync awaits\nP:N.T.Length metadata likely\nM:O.T.Go network\nT:O.T network never any wraps\n";

    private static readonly byte[] Shipped = Bytes(EmbeddedData.Open("Shipped.catalog"));

    [Fact]
    public void The_resource_holds_exactly_the_entries_of_the_files() =>
        Assert.Equal(Described(CatalogFiles.Entries), Described(Open(Shipped).ReadAll()));

    [Fact]
    public void The_resource_has_at_most_60_KB() => Assert.InRange(Shipped.Length, 1, 60 * 1024);

    [Fact]
    public void The_build_packs_the_same_bytes_as_this_runtime() => Assert.Equal(CatalogPacker.Pack(CatalogFiles.Texts), Shipped);

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\uFEFF")]
    [InlineData("   # comment\n\n# another\n\t", "## Section\n")]
    public void Line_ends_comments_and_padding_change_nothing(string end, string start) => Assert.Equal(Pack(Small), Pack(start + Small.Replace("\n", end).Replace(" ", " \t")));

    [Fact]
    public void The_order_of_files_sections_and_lines_changes_nothing()
    {
        var lines = Small.Split('\n');

        Assert.Equal(Pack(Small), Pack(string.Join('\n', lines.Reverse())));
        Assert.Equal(Pack(Small), CatalogPacker.Pack([new("b", lines[0]), new("a", string.Join('\n', lines[1..]))]));
    }

    [Fact]
    public void A_column_that_says_nothing_is_as_good_as_none() => Assert.Equal(Pack("M:N.T.A file\nM:N.T.B file likely"), Pack("M:N.T.A file definite any - -\nM:N.T.B file likely any"));

    [Fact]
    public void A_type_of_a_namespace_without_entries_inflates_nothing()
    {
        var catalog = Open(Shipped);

        Assert.Null(catalog.Find("My.Own.Type"));
        Assert.Null(catalog.Find("Type"));
        Assert.Null(catalog.Find("System.IO.File.Nested"));
        Assert.Null(catalog.Find(""));
        Assert.Equal(0, catalog.LoadedChunks);
        Assert.InRange(catalog.Chunks, 2, 1000);
    }

    [Fact]
    public void A_type_inflates_the_chunk_of_its_namespace_and_no_other()
    {
        var catalog = Open(Shipped);

        Assert.Equal("M:System.IO.File.ReadAllText", Assert.Single(catalog.Find("System.IO.File")!.Find("ReadAllText")).Id);
        Assert.Equal(1, catalog.LoadedChunks);
        Assert.Null(catalog.Find("System.IO.NoSuchFile"));
        Assert.NotNull(catalog.Find("System.IO.Directory"));
        Assert.Equal(1, catalog.LoadedChunks);
        Assert.NotNull(catalog.Find("Dapper.SqlMapper"));
        Assert.Equal(2, catalog.LoadedChunks);
    }

    [Fact]
    public void A_namespace_is_in_one_chunk_however_many_sections_describe_it()
    {
        var catalog = Open(Pack("## One\nM:A.T.Go file\n## Two\nM:B.T.Go file\n## Three\nM:A.T.Stop file\nM:A.U.Go file\n"));

        Assert.Equal(2, catalog.Chunks);
        Assert.Single(catalog.Find("A.T")!.Find("Go"));
        Assert.Single(catalog.Find("A.T")!.Find("Stop"));
        Assert.Single(catalog.Find("A.U")!.Find("Go"));
        Assert.Equal(1, catalog.LoadedChunks);
    }

    [Theory]
    [InlineData("M:N.Outer.Inner.Go", "N.Outer.Inner", "Go")] // a nested type
    [InlineData("M:N.Outer`1.Inner`2.Go(`0,System.Int32)", "N.Outer`1.Inner`2", "Go")]
    [InlineData("M:T.Go", "T", "Go")] // no namespace
    [InlineData("M:T.Go``1(``0)", "T", "Go")]
    [InlineData("M:N.T.#ctor(System.String)", "N.T", "#ctor")]
    [InlineData("M:N.T.N#I{System#Int32}#Go", "N.T", "N#I{System#Int32}#Go")]
    [InlineData("M:N.T.op_Implicit(N.T)~System.Int32", "N.T", "op_Implicit")]
    [InlineData("P:N.T.Item(System.Int32)", "N.T", "Item")]
    [InlineData("M:N.T.GoAsync", "N.T", "GoAsync")]
    [InlineData("M:\u00D1.\u4E2D.\u00E9", "\u00D1.\u4E2D", "\u00E9")]
    [InlineData("M:_N._T._Go", "_N._T", "_Go")]
    public void Every_kind_of_name_is_found(string id, string type, string member)
    {
        var catalog = Open(Pack($"{id} network likely any optional SaveLater/token\nM:N.Other.Go file\n"));

        var entry = Assert.Single(catalog.Find(type)!.Find(member));
        Assert.Equal(id, entry.Id);
        Assert.Equal((Effect.Network, Strength.Likely, "SaveLater", Compatibility.Token), (Assert.Single(entry.Effects), entry.Strength, entry.Counterpart, entry.Compatibility));
        Assert.True(entry.Has(CatalogFlags.Optional));
    }

    [Fact]
    public void A_type_stands_for_what_its_line_says()
    {
        var catalog = Open(Pack(Small));

        Assert.Equal(OriginKind.Network, catalog.Find("O.T")!.Instance!.Origin);
        Assert.Null(catalog.Find("N.T")!.Instance);
    }

    [Fact]
    public void Without_entries_nothing_is_found()
    {
        var catalog = Open(Pack("# nothing\n"));

        Assert.Equal(0, catalog.Chunks);
        Assert.Empty(catalog.ReadAll());
        Assert.Null(catalog.Find("System.IO.File"));
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 300)]
    [InlineData(3, 6_000)] // several chunks for a namespace's neighbours
    public void Whatever_is_packed_comes_out_again(int seed, int lines)
    {
        var text = RandomCatalog(seed, lines);
        var (expected, errors) = CatalogReader.Read(SourceText.From(text));
        Assert.Empty(errors);
        var catalog = Open(Pack(text));

        Assert.Equal(Described(expected.Select(static line => line.Entry)), Described(catalog.ReadAll()));
        Assert.All(expected, line =>
        {
            var (type, member) = CatalogIndex.Split(line.Entry.Id);
            var found = catalog.Find(type)!;
            Assert.Contains(Describe(line.Entry), (member.Length == 0 ? [found.Instance!] : found.Find(member)).Select(Describe));
        });
        Assert.InRange(catalog.Chunks, lines > 1000 ? 5 : 1, 100);
    }

    [Fact]
    public void Threads_that_ask_at_once_get_the_same_entries()
    {
        var catalog = Open(Shipped);
        var found = new TypeEntries?[64];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => found[i] = catalog.Find("System.IO.File"));

        Assert.NotNull(found[0]);
        Assert.All(found, entries => Assert.Same(found[0], entries));
    }

    [Fact]
    public void Any_byte_that_is_another_is_noticed()
    {
        var packed = Pack(Small);
        for (var i = 0; i < packed.Length; i++)
        {
            var damaged = (byte[])packed.Clone();
            damaged[i] ^= (byte)(1 << (i % 8));
            AssertDamaged(damaged);
        }
    }

    [Fact]
    public void A_resource_that_was_cut_off_is_noticed()
    {
        var packed = Pack(Small);
        for (var length = 0; length < packed.Length; length++)
        {
            AssertDamaged(packed[..length]);
        }
    }

    [Fact]
    public void A_damaged_chunk_hurts_nobody_who_does_not_ask_for_it()
    {
        var packed = Pack(Small);
        packed[^1] ^= 1;
        var catalog = Open(packed);

        Assert.NotNull(catalog.Find("N.T"));
        var message = Assert.Throws<InvalidOperationException>(() => catalog.Find("O.T")).Message;
        Assert.Equal("The data file 'Shipped.catalog' of the analyzers is damaged: part 4 has another checksum than when it was written. Install the package again.", message);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => catalog.Find("O.T")).Message);
    }

    [Fact]
    public void A_line_that_the_reader_does_not_understand_is_named_when_its_type_is_asked_for()
    {
        var catalog = Open(Pack("M:N.T.Save disk\nM:N.U.Save file\n"));

        Assert.NotNull(catalog.Find("N.U"));
        Assert.Contains("'M:N.T.Save disk' cannot be read", Assert.Throws<InvalidOperationException>(() => catalog.Find("N.T")).Message);
    }

    [Theory]
    [InlineData("M:N.T.Save")]
    [InlineData("Save file")]
    [InlineData("F:N.T.Field file")]
    [InlineData("M:Save file")]
    [InlineData("T: file")]
    [InlineData("M:N..Save file")]
    [InlineData("T:N. file")]
    [InlineData("T:N.1 file")]
    public void A_line_that_cannot_be_packed_is_named_with_its_place(string line)
    {
        var error = Assert.Throws<CatalogPackException>(() => CatalogPacker.Pack([new("First.catalog.txt", "M:N.T.Go file"), new("Second.catalog.txt", $"# first\n{line}\n")]));

        Assert.Equal(("Second.catalog.txt", 2), (error.File, error.Line));
        Assert.StartsWith("'", error.Message);
    }

    private static void AssertDamaged(byte[] packed) =>
        Assert.StartsWith("The data file 'Shipped.catalog' of the analyzers is damaged: ", Assert.Throws<InvalidOperationException>(() => Open(packed).ReadAll().Count()).Message);

    private static PackedCatalog Open(byte[] packed) => new(() => new MemoryStream(packed));

    private static byte[] Pack(string text) => CatalogPacker.Pack([new("Test.catalog.txt", text)]);

    private static byte[] Bytes(Stream stream)
    {
        using var copy = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(copy);
        }

        return copy.ToArray();
    }

    private static IEnumerable<string> Described(IEnumerable<CatalogEntry> entries) => entries.Select(Describe).Order(StringComparer.Ordinal);

    private static string Describe(CatalogEntry entry) => string.Join(
        " ",
        typeof(CatalogEntry).GetProperties().OrderBy(static property => property.Name, StringComparer.Ordinal)
            .Select(property => property.GetValue(entry) is var value && value is IEnumerable<Effect> effects ? string.Join(",", effects) : $"{value}"));

    /// <summary>Names that share much, as those of a real catalog do, with every ending that matters to the packer.</summary>
    private static string RandomCatalog(int seed, int lines)
    {
        var random = new Random(seed);
        string[] areas = ["System", "Microsoft.Data", "Microsoft.Extensions", "Dapper", "\u00D1and\u00FA"];
        string[] words = ["Read", "Write", "Open", "Line", "Async", "Stream", "All", "Text", "Get", "Item"];
        string[] parameters = ["System.Int32", "System.String", "System.Collections.Generic.List{`0}", "System.Byte[]", "System.Int32@"];
        string[] effects = ["file", "network,wait", "awaits", "none", "computes", "-"];
        string[] columns = ["", "definite", "likely any", "maybe linux,windows receiver", "likely any poly:1,optional -/token", "definite any - none", "never any - ReadLater/name", "definite any - M:N.T.Go/exact"];
        var text = new StringBuilder();
        var seen = new HashSet<string>();
        while (seen.Count < lines)
        {
            var type = $"{Pick(areas)}.{Words(1)}.{Words(2)}{(random.Next(8) == 0 ? "`1" : "")}{(random.Next(8) == 0 ? "." + Words(1) : "")}{random.Next(lines / 20)}";
            var id = random.Next(12) switch
            {
                0 => $"T:{type}",
                1 => $"P:{type}.{Words(1)}",
                2 => $"M:{type}.#ctor({Pick(parameters)})",
                3 or 4 => $"M:{type}.{Words(2)}({Pick(parameters)},{Pick(parameters)})",
                5 => $"M:{type}.{Words(1)}AsyncAsync",
                6 or 7 => $"M:{type}.{Words(1)}Async",
                _ => $"M:{type}.{Words(random.Next(1, 4))}",
            };
            if (seen.Add(id))
            {
                text.Append(id).Append(' ').Append(id[0] == 'T' ? "memory never" : $"{Pick(effects)} {Pick(columns)}").Append('\n');
            }
        }

        return text.ToString();

        string Pick(string[] from) => from[random.Next(from.Length)];
        string Words(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => Pick(words)));
    }
}
