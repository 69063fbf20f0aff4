using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>The syntax of <c>Catalog/FORMAT.md</c>.</summary>
public sealed class CatalogReaderTests
{
    [Fact]
    public void A_line_of_two_columns_is_definite()
    {
        var entry = Read("M:N.T.Save network");

        Assert.Equal("M:N.T.Save", entry.Id);
        Assert.Equal([Effect.Network], entry.Effects);
        Assert.Equal(Strength.Definite, entry.Strength);
        Assert.Equal(EffectFact.Nothing, entry.DependsOn);
        Assert.Equal(CatalogEntry.NoParameter, entry.Timeout);
        Assert.Null(entry.Counterpart);
    }

    [Fact]
    public void A_line_of_six_columns_says_all()
    {
        var entry = Read("M:N.T.Save(System.Int32)\tfile,computes\tlikely\tlinux,windows\tpoly:1,timeout:2,growth:nlogn:0,returns:memory,deferred,once,optional\tSaveLater");

        Assert.Equal([Effect.File, Effect.Computes], entry.Effects);
        Assert.Equal(Strength.Likely, entry.Strength);
        Assert.Equal((1, 2, Growth.LogLinear, 0), (entry.DependsOn, entry.Timeout, entry.Growth, entry.SizeParameter));
        Assert.Equal(OriginKind.Memory, entry.Origin);
        Assert.Equal(CatalogFlags.Deferred | CatalogFlags.Once | CatalogFlags.Optional, entry.Flags);
        Assert.Equal("SaveLater", entry.Counterpart);
    }

    [Theory]
    [InlineData("network", "Network")]
    [InlineData("database", "Database")]
    [InlineData("file", "File")]
    [InlineData("metadata", "Metadata")]
    [InlineData("process", "Process")]
    [InlineData("stdin", "StandardInput")]
    [InlineData("console", "Console")]
    [InlineData("stream", "Stream")]
    [InlineData("wait", "Wait")]
    [InlineData("sleep", "Sleep")]
    [InlineData("join", "JoinTask")]
    [InlineData("lock", "Lock")]
    [InlineData("computes", "Computes")]
    [InlineData("awaits", "AwaitsIo")]
    [InlineData("none", "")]
    [InlineData("none,file", "File")]
    [InlineData("-", "")]
    public void Every_effect_has_a_word(string word, string effects) => Assert.Equal(effects, string.Join(",", Read($"M:N.T.Save {word}").Effects));

    [Theory]
    [InlineData("memory", "Memory")]
    [InlineData("file", "File")]
    [InlineData("network", "Network")]
    [InlineData("database", "Database")]
    [InlineData("process", "Process")]
    [InlineData("stdin", "StandardInput")]
    [InlineData("console", "Console")]
    [InlineData("-", "Unknown")]
    public void A_type_stands_for_an_origin(string word, string origin) => Assert.Equal(Enum.Parse<OriginKind>(origin), Read($"T:N.T {word} never any wraps").Origin);

    [Theory]
    [InlineData("-", null, "Unknown")]
    [InlineData("SaveLater", "SaveLater", "Unknown")]
    [InlineData("none", "none", "Unknown")]
    [InlineData("-/token", null, "Token")]
    [InlineData("SaveLater/exact", "SaveLater", "Exact")]
    [InlineData("SaveLater/compatible", "SaveLater", "Compatible")]
    [InlineData("M:N.T.SaveLater(System.Int32)/name", "M:N.T.SaveLater(System.Int32)", "NameOnly")]
    public void A_counterpart_may_have_a_grade(string column, string? counterpart, string grade)
    {
        var entry = Read($"M:N.T.Save file definite any - {column}");

        Assert.Equal((counterpart, Enum.Parse<Compatibility>(grade)), (entry.Counterpart, entry.Compatibility));
    }

    [Fact]
    public void What_never_happens_has_no_effect() => Assert.Empty(Read("M:N.T.Save file never").Effects);

    [Fact]
    public void The_receiver_is_parameter_minus_one()
    {
        Assert.Equal(EffectFact.Receiver, Read("M:N.T.Save stream likely any receiver").DependsOn);
        Assert.Equal(EffectFact.Receiver, Read("M:N.T.Save computes likely any growth:linear:-1").SizeParameter);
        Assert.Equal(Growth.Constant, Read("M:N.T.Save computes likely any growth:constant").Growth);
    }

    [Theory]
    [InlineData("growth:constant,cost:52000000", 52_000_000)]
    [InlineData("growth:linear:0,cost:0.57", 0.57)]
    [InlineData("cost:1.4,growth:nlogn:-1", 1.4)]
    [InlineData("growth:linear:0", 0)]
    public void A_cost_is_the_nanoseconds_of_one_unit(string flags, double cost) => Assert.Equal(cost, Read($"M:N.T.Save computes likely any {flags}").Cost);

    [Theory]
    [InlineData("# M:N.T.Save file")]
    [InlineData("   # indented")]
    [InlineData("")]
    [InlineData("   \t")]
    public void Comments_and_blank_lines_are_nothing(string text)
    {
        var (lines, errors) = CatalogReader.Read(SourceText.From(text));

        Assert.Empty(lines);
        Assert.Empty(errors);
    }

    [Fact]
    public void A_comment_may_end_a_line_and_a_constructor_is_no_comment()
    {
        var entry = Read("M:N.T.#ctor(System.String) file # opens");

        Assert.Equal("M:N.T.#ctor(System.String)", entry.Id);
        Assert.Equal([Effect.File], entry.Effects);
    }

    [Theory]
    [InlineData("M:N.T.Save", "a line has two to six columns: docId, effects, strength, platforms, flags, counterpart")]
    [InlineData("M:N.T.Save file definite any - none more", "a line has two to six columns: docId, effects, strength, platforms, flags, counterpart")]
    [InlineData("N.T.Save file", "the first column is a documentation ID that starts with 'M:', 'P:' or 'T:'")]
    [InlineData("F:N.T.Field file", "the first column is a documentation ID that starts with 'M:', 'P:' or 'T:'")]
    [InlineData("M: file", "the first column is a documentation ID that starts with 'M:', 'P:' or 'T:'")]
    [InlineData("M:N.T.Save disk", "'disk' is no effect: network, database, file, metadata, process, stdin, console, stream, wait, sleep, join, lock, computes, awaits, none")]
    [InlineData("M:N.T.Save file,", "'' is no effect: network, database, file, metadata, process, stdin, console, stream, wait, sleep, join, lock, computes, awaits, none")]
    [InlineData("M:N.T.Save File", "'File' is no effect: network, database, file, metadata, process, stdin, console, stream, wait, sleep, join, lock, computes, awaits, none")]
    [InlineData("T:N.T sleep", "'sleep' is nothing an instance can stand for: memory, file, network, database, process, stdin, console")]
    [InlineData("M:N.T.Save file surely", "'surely' is no strength: definite, likely, maybe, never")]
    [InlineData("M:N.T.Save file definite beos", "'beos' is no platform: any, linux, windows, macos")]
    [InlineData("M:N.T.Save file definite any,", "'' is no platform: any, linux, windows, macos")]
    [InlineData("M:N.T.Save file definite any fast", "'fast' is no flag: receiver, poly:k, timeout:k, deferred, once, wraps, optional, synchronous, returns:ORIGIN, growth:constant, growth:linear:k, growth:nlogn:k, cost:NS")]
    [InlineData("M:N.T.Save file definite any poly:x", "'poly:x' is no flag: receiver, poly:k, timeout:k, deferred, once, wraps, optional, synchronous, returns:ORIGIN, growth:constant, growth:linear:k, growth:nlogn:k, cost:NS")]
    [InlineData("M:N.T.Save file definite any timeout:32", "'timeout:32' is no flag: receiver, poly:k, timeout:k, deferred, once, wraps, optional, synchronous, returns:ORIGIN, growth:constant, growth:linear:k, growth:nlogn:k, cost:NS")]
    [InlineData("M:N.T.Save file definite any returns:disk", "'returns:disk' is no flag: receiver, poly:k, timeout:k, deferred, once, wraps, optional, synchronous, returns:ORIGIN, growth:constant, growth:linear:k, growth:nlogn:k, cost:NS")]
    [InlineData("M:N.T.Save file definite any growth:linear", "'growth:linear' is no flag: receiver, poly:k, timeout:k, deferred, once, wraps, optional, synchronous, returns:ORIGIN, growth:constant, growth:linear:k, growth:nlogn:k, cost:NS")]
    [InlineData("M:N.T.Save computes definite any growth:constant,cost:", "'cost:' is no cost: a positive number of nanoseconds, such as 'cost:1.4' or 'cost:280'")]
    [InlineData("M:N.T.Save computes definite any growth:constant,cost:0", "'cost:0' is no cost: a positive number of nanoseconds, such as 'cost:1.4' or 'cost:280'")]
    [InlineData("M:N.T.Save computes definite any growth:constant,cost:-1", "'cost:-1' is no cost: a positive number of nanoseconds, such as 'cost:1.4' or 'cost:280'")]
    [InlineData("M:N.T.Save computes definite any growth:constant,cost:1e3", "'cost:1e3' is no cost: a positive number of nanoseconds, such as 'cost:1.4' or 'cost:280'")]
    [InlineData("M:N.T.Save computes definite any growth:constant,cost:fast", "'cost:fast' is no cost: a positive number of nanoseconds, such as 'cost:1.4' or 'cost:280'")]
    [InlineData("M:N.T.Save computes definite any growth:constant,cost:NaN", "'cost:NaN' is no cost: a positive number of nanoseconds, such as 'cost:1.4' or 'cost:280'")]
    [InlineData("M:N.T.Save computes definite any growth:constant,cost:Infinity", "'cost:Infinity' is no cost: a positive number of nanoseconds, such as 'cost:1.4' or 'cost:280'")]
    [InlineData("M:N.T.Save computes definite any growth:constant,cost:1.4ns", "'cost:1.4ns' is no cost: a positive number of nanoseconds, such as 'cost:1.4' or 'cost:280'")]
    [InlineData("M:N.T.Save computes definite any growth:constant,cost:1,4", "'4' is no flag: receiver, poly:k, timeout:k, deferred, once, wraps, optional, synchronous, returns:ORIGIN, growth:constant, growth:linear:k, growth:nlogn:k, cost:NS")]
    [InlineData("M:N.T.Save computes definite any cost:1.4", "a 'cost' is that of one unit of a growth: add 'growth:constant', 'growth:linear:k' or 'growth:nlogn:k'")]
    [InlineData("M:N.T.Save file definite any - SaveLater/close", "'close' is no grade of a counterpart: exact, token, compatible, name")]
    [InlineData("M:N.T.Save file definite any - SaveLater/", "'' is no grade of a counterpart: exact, token, compatible, name")]
    [InlineData("M:N.T.Save file definite any - none/exact", "'none/exact' grades no member: write a name, a documentation ID or '-' before the '/'")]
    [InlineData("M:N.T.Save file definite any - /exact", "'/exact' grades no member: write a name, a documentation ID or '-' before the '/'")]
    public void A_line_that_cannot_be_read_says_why(string line, string reason)
    {
        var (lines, errors) = CatalogReader.Read(SourceText.From($"# first\n{line}\nM:N.T.Other file\n"));

        var error = Assert.Single(errors);
        Assert.Equal(reason, error.Reason);
        Assert.Equal(line, error.Line);
        Assert.Equal(new TextSpan("# first\n".Length, line.Length), error.Span);
        Assert.Equal("M:N.T.Other", Assert.Single(lines).Entry.Id); // the others count
    }

    [Fact]
    public void The_second_entry_of_a_member_is_an_error()
    {
        var (lines, errors) = CatalogReader.Read(SourceText.From("M:N.T.Save file\nM:N.T.Save(System.Int32) file\nM:N.T.Save network\n"));

        Assert.Equal(["M:N.T.Save", "M:N.T.Save(System.Int32)"], lines.Select(static line => line.Entry.Id));
        Assert.Equal("the member has an entry further up", Assert.Single(errors).Reason);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Line_ends_of_either_kind_end_lines(string end)
    {
        var (lines, errors) = CatalogReader.Read(SourceText.From($"M:N.T.A file{end}M:N.T.B definite{end}M:N.T.C file"));

        Assert.Equal(["M:N.T.A", "M:N.T.C"], lines.Select(static line => line.Entry.Id));
        Assert.Single(errors);
    }

    [Fact]
    public void Whatever_the_text_reading_never_throws()
    {
        const string alphabet = "MTP:.,#-`(){}@ \t\nabk0129";
        var random = new Random(1);
        for (var i = 0; i < 5_000; i++)
        {
            var text = new string(Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)]).ToArray());
            var (lines, errors) = CatalogReader.Read(SourceText.From(text));

            // Every line that says something is an entry or an error, and what was read can be looked up.
            Assert.All(lines, static line => CatalogIndex.Split(line.Entry.Id));
            Assert.True(lines.Length + errors.Length <= text.Split('\n').Length);
        }
    }

    private static CatalogEntry Read(string line)
    {
        var (lines, errors) = CatalogReader.Read(SourceText.From(line));
        Assert.Empty(errors);
        return Assert.Single(lines).Entry;
    }
}
