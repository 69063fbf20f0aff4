using System.Collections.Immutable;
using System.Text;
using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<InvalidConcurrencyFileAnalyzer>;

public sealed class InvalidConcurrencyFileTests
{
    private const string Vendor =
        """
        using System;

        namespace Vendor;

        public interface IVault
        {
            byte[] Open(string key);

            string Name { get; }
        }

        public class Gateway : IVault
        {
            public Gateway(string address) => Address = address;

            public string Address { get; }

            public int this[string key] => key.Length;

            public string Fetch(string key) => key;

            public string Fetch(string key, int attempts) => key;

            public T Get<T>(string key) => throw new NotSupportedException(key);

            public void Close()
            {
            }

            byte[] IVault.Open(string key) => [];

            string IVault.Name => Address;

            public string Secret
            {
                set { }
            }

            public static Gateway operator +(Gateway left, Gateway right) => left;

            public class Session
            {
                public void Flush()
                {
                }
            }
        }

        public class Secure(string address) : Gateway(address);

        public class Box<T>
        {
            public T Open(T key) => key;
        }

        public abstract class VaultStream : System.IO.Stream;

        public delegate void Callback(string key);

        public class Names : System.Collections.Generic.IComparer<string>
        {
            static Names()
            {
            }

            int System.Collections.Generic.IComparer<string>.Compare(string? x, string? y) => 0;
        }
        """;

    // Reported: what cannot be read

    private const string Columns = "a line has two to six columns: docId, effects, strength, platforms, flags, counterpart";
    private const string Ids = "the first column is a documentation ID that starts with 'M:', 'P:' or 'T:'";
    private const string Effects = "network, database, file, metadata, process, stdin, console, stream, wait, sleep, join, lock, computes, awaits, none";
    private const string Strengths = "definite, likely, maybe, never";
    private const string Platforms = "any, linux, windows, macos";
    private const string Flags = "receiver, poly:k, timeout:k, deferred, once, wraps, optional, synchronous, returns:ORIGIN, growth:constant, growth:linear:k, growth:nlogn:k, cost:NS";
    private const string Origins = "memory, file, network, database, process, stdin, console";

    [Theory]
    [InlineData("M:Vendor.Gateway.Fetch", Columns)]
    [InlineData("M:Vendor.Gateway.Fetch # network", Columns)]
    [InlineData("M:Vendor.Gateway.Fetch network definite any - FetchAsync optional", Columns)]
    [InlineData("M:Vendor.Gateway.Fetch\u00A0network", Columns)] // no-break space
    [InlineData("?", Columns)]
    [InlineData("Vendor.Gateway.Fetch network", Ids)]
    [InlineData("m:Vendor.Gateway.Fetch network", Ids)]
    [InlineData("F:Vendor.Gateway.address network", Ids)]
    [InlineData("M: network", Ids)]
    [InlineData("M Vendor.Gateway.Fetch network", Ids)]
    [InlineData("M:Vendor.Gateway.Fetch netwrk", $"'netwrk' is no effect: {Effects}")]
    [InlineData("M:Vendor.Gateway.Fetch Network", $"'Network' is no effect: {Effects}")]
    [InlineData("M:Vendor.Gateway.Fetch network,", $"'' is no effect: {Effects}")]
    [InlineData("M:Vendor.Gateway.Fetch network;file", $"'network;file' is no effect: {Effects}")]
    [InlineData("M:Vendor.Gateway.Fetch network, file", $"'' is no effect: {Effects}")]
    [InlineData("M:Vendor.Gateway.Fetch network surely", $"'surely' is no strength: {Strengths}")]
    [InlineData("M:Vendor.Gateway.Fetch network definite unix", $"'unix' is no platform: {Platforms}")]
    [InlineData("M:Vendor.Gateway.Fetch network definite any sometimes", $"'sometimes' is no flag: {Flags}")]
    [InlineData("M:Vendor.Gateway.Fetch network definite any FetchAsync", $"'FetchAsync' is no flag: {Flags}")]
    [InlineData("M:Vendor.Gateway.Fetch stream definite any poly", $"'poly' is no flag: {Flags}")]
    [InlineData("M:Vendor.Gateway.Fetch stream definite any poly:key", $"'poly:key' is no flag: {Flags}")]
    [InlineData("M:Vendor.Gateway.Fetch stream definite any poly:32", $"'poly:32' is no flag: {Flags}")]
    [InlineData("M:Vendor.Gateway.Fetch none definite any returns:cloud", $"'returns:cloud' is no flag: {Flags}")]
    [InlineData("M:Vendor.Gateway.Fetch computes definite any optional,growth:cubic:0", $"'growth:cubic:0' is no flag: {Flags}")]
    [InlineData("T:Vendor.VaultStream wait", $"'wait' is nothing an instance can stand for: {Origins}")]
    public Task Line_that_cannot_be_read_is_reported_with_what_is_accepted(string line, string reason) => Reports(line, reason);

    // Reported: what means nothing

    [Theory]
    [InlineData("M:Vendor.Gatewy.Fetch network", "there is no type 'Vendor.Gatewy' in this compilation (the flag 'optional' allows that)")]
    [InlineData("M:Gateway.Fetch network", "there is no type 'Gateway' in this compilation (the flag 'optional' allows that)")]
    [InlineData("M:vendor.gateway.fetch network", "there is no type 'vendor.gateway' in this compilation (the flag 'optional' allows that)")]
    [InlineData("T:Vendor.VaultStrem network", "there is no type 'Vendor.VaultStrem' in this compilation (the flag 'optional' allows that)")]
    [InlineData("T:Vendor network", "there is no type 'Vendor' in this compilation (the flag 'optional' allows that)")]
    [InlineData("M:Vendor.Box.Open network", "there is no type 'Vendor.Box' in this compilation (the flag 'optional' allows that)")]
    [InlineData("M:Vendor.Box`2.Open network", "there is no type 'Vendor.Box`2' in this compilation (the flag 'optional' allows that)")]
    [InlineData("M:Vendor.Box<T>.Open network", "there is no type 'Vendor.Box<T>' in this compilation (the flag 'optional' allows that)")]
    [InlineData("M:Vendor.Gateway.Fetsch network", "'Vendor.Gateway' has no method 'Fetsch'")]
    [InlineData("M:Vendor.Gateway.Address network", "'Vendor.Gateway' has no method 'Address'")]
    [InlineData("P:Vendor.Gateway.Fetch network", "'Vendor.Gateway' has no property 'Fetch'")]
    [InlineData("M:Vendor.Gateway.Session network", "'Vendor.Gateway' has no method 'Session'")]
    [InlineData("M:Vendor.Gateway.Open network", "'Vendor.Gateway' has no method 'Open'")]
    [InlineData("M:Vendor.Gateway.Fetch(System.Int32) network", "'Vendor.Gateway' has no member with exactly these parameters")]
    [InlineData("M:Vendor.Gateway.Fetch(string) network", "'Vendor.Gateway' has no member with exactly these parameters")]
    [InlineData("M:Vendor.Gateway.Close(System.String) network", "'Vendor.Gateway' has no member with exactly these parameters")]
    public Task Line_that_names_nothing_is_reported(string line, string reason) => Reports(line, reason);

    // The member is inherited, and a line holds for the type that declares it.
    [Fact]
    public Task Inherited_member_is_reported() => Reports("M:Vendor.Secure.Fetch network", "'Vendor.Secure' has no method 'Fetch'");

    // Getters are described by their property.
    [Fact]
    public Task Accessor_by_its_own_name_is_reported() => VerifyAsync("[|M:Vendor.Gateway.get_Address network|]");

    [Theory]
    [InlineData("M:Vendor.Gateway.get_Address network", "a getter is described by its property, 'P:Vendor.Gateway.Address'")]
    [InlineData("M:Vendor.Gateway.get_Item(System.String) network", "a getter is described by its property, 'P:Vendor.Gateway.Item(System.String)'")]
    [InlineData("M:Vendor.Gateway.set_Secret(System.String) network", "no line can describe such a member")]
    [InlineData("P:Vendor.Gateway.Secret network", "no line can describe such a member")]
    [InlineData("M:Vendor.Callback.Invoke network", "no line can describe such a member")]
    [InlineData("M:Vendor.Names.#cctor network", "no line can describe such a member")]
    [InlineData("P:Vendor.Gateway.Item(System.Int32) network", "'Vendor.Gateway' has no member with exactly these parameters")]
    [InlineData("P:Vendor.Gateway.Fetch(System.String) network", "'Vendor.Gateway' has no member with exactly these parameters")]
    public Task Member_that_no_line_describes_is_reported_with_what_does(string line, string reason) => Reports(line, reason);

    [Theory]
    [InlineData("M:Fetch network")]
    [InlineData("M:. network")]
    [InlineData("M:.. network")]
    [InlineData("M:... network")]
    [InlineData("M:.Fetch network")]
    [InlineData("M:(System.String) network")]
    [InlineData("M:() network")]
    [InlineData("M:) network")]
    [InlineData("M:Vendor.Gateway network")]
    [InlineData("M:Vendor.Gateway. network")]
    [InlineData("M:Vendor..Gateway.Fetch network")]
    [InlineData("M:Vendor.Gateway..Fetch network")]
    [InlineData("M:Vendor.Gateway.Fetch; network")]
    [InlineData("M:Vendor.Gateway.Fetch( network")]
    [InlineData("M:Vendor.Gateway.Fetch(, network")]
    [InlineData("M:Vendor.Gateway.Fetch(System.String network")]
    [InlineData("M:Vendor.Gateway.Fetch(System.String)) network")]
    [InlineData("M:Vendor.Gateway.Fetch() network")]
    [InlineData("M:Vendor.Gateway.Close() network")]
    [InlineData("M:Vendor.Gateway.# network")]
    [InlineData("M:Vendor.Gateway.#ctor(System.Int32) network")]
    [InlineData("M:Vendor.Gateway`.Fetch network")]
    [InlineData("M:Vendor.Gateway.`` network")]
    [InlineData("P:Vendor.Gateway network")]
    [InlineData("T:. network")]
    [InlineData("T:.Vendor.VaultStream network")]
    [InlineData("T:Vendor.VaultStream. network")]
    [InlineData("T:Vendor.Gateway.Fetch network")]
    [InlineData("T:Vendor.Gateway+Session network")]
    [InlineData("T:Vendor.VaultStream, network")]
    public Task Malformed_id_is_reported_once(string line) => VerifyAsync($"[|{line}|]");

    // Reported: what is said twice

    [Theory]
    [InlineData("network")]
    [InlineData("none")]
    public Task Second_line_for_a_member_is_reported_whether_it_agrees_or_not(string effect) => VerifyAsync(
        $"M:Vendor.Gateway.Fetch network\n{{|#0:M:Vendor.Gateway.Fetch {effect}|}}\n",
        Verify.Diagnostic().WithLocation(0).WithArguments("the member has an entry further up"));

    [Fact]
    public Task Each_further_line_for_a_member_is_reported() => VerifyAsync(
        """
        T:Vendor.VaultStream network
        [|T:Vendor.VaultStream file|]
        [|T:Vendor.VaultStream memory|]
        """);

    [Fact]
    public Task Arity_does_not_make_another_member() => VerifyAsync(
        """
        M:Vendor.Gateway.Get network
        M:Vendor.Gateway.Get``1(System.String) none
        [|M:Vendor.Gateway.Get``1 none|]
        """);

    [Fact]
    public Task Line_behind_one_that_cannot_be_read_is_the_first() => VerifyAsync(
        """
        [|M:Vendor.Gateway.Fetch netwrk|]
        M:Vendor.Gateway.Fetch network
        """);

    // Where it is reported

    [Fact]
    public Task Severity_is_warning_and_the_place_is_the_line() => new Verify.Test
    {
        TestState =
        {
            Sources = { Vendor },
            AdditionalFiles = { ("/0/vendor.concurrency.txt", "# Vendor\n\nM:Vendor.Gateway.Close none\nM:Vendor.Gateway.Fetch  netwrk  # each time\n") },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithSpan("/0/vendor.concurrency.txt", 4, 1, 4, 44).WithSeverity(DiagnosticSeverity.Warning)
                    .WithMessage($"The line is ignored: 'netwrk' is no effect: {Effects}").WithAdditionalLocations(),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Every_bad_line_is_reported() => VerifyAsync(
        """
        # What the vendor's client does.
        [|M:Vendor.Gateway.Fetch|]
        M:Vendor.Gateway.Close  none
        [|M:Vendor.Gateway.Flush  network|]

        P:Vendor.Gateway.Address  none  # in memory
        [|network M:Vendor.Gateway.Address|]
        """);

    [Fact]
    public Task Line_ends_of_Windows_are_no_part_of_a_line() => VerifyAsync(
        "# Vendor\r\nM:Vendor.Gateway.Fetch network\r\n\r\n[|M:Vendor.Gateway.Close netwrk|]\r\nP:Vendor.Gateway.Address none\r\n");

    [Fact]
    public Task Last_line_needs_no_end() => VerifyAsync("M:Vendor.Gateway.Close none\n[|M:Vendor.Gateway.Fetch netwrk|]");

    [Theory]
    [InlineData(100_000)]
    [InlineData(1)]
    public Task Line_of_any_length_is_read(int length)
    {
        var blanks = new string(' ', length);
        var letters = new string('x', length);
        return VerifyAsync(
            $"""
            M:Vendor.Gateway.Fetch{blanks}network{blanks}# {letters}
            [|M:Vendor.Gateway.{letters} network|]
            [|{letters} network|]
            [|M:Vendor.Gateway.Close {letters}|]
            [|M:{string.Concat(Enumerable.Repeat("x.", length))}y network|]
            """);
    }

    [Fact]
    public Task Each_file_is_reported_at_its_own_lines() => new Verify.Test
    {
        TestState =
        {
            Sources = { Vendor },
            AdditionalFiles =
            {
                ("/0/a.concurrency.txt", "[|M:Vendor.Gateway.Fetsch network|]\n"),
                ("/0/b.concurrency.txt", "M:Vendor.Gateway.Fetch network\n[|M:Vendor.Gateway.Fetsch network|]\n"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task File_is_judged_in_each_project_that_has_it() => new Verify.Test
    {
        TestState =
        {
            Sources = { Vendor },
            AdditionalFiles = { ("/0/vendor.concurrency.txt", "M:Vendor.Gateway.Fetch network\n") },
            AdditionalProjects =
            {
                ["Other"] =
                {
                    Sources = { "class Other;" },
                    AdditionalFiles = { ("/Other/vendor.concurrency.txt", "[|M:Vendor.Gateway.Fetch network|]\nM:Vendor.Gateway.Close network definite any optional\n") },
                },
            },
        },
    }.RunAsync();

    // Silent

    [Theory]
    [InlineData("M:Vendor.Gateway.Fetch network")]
    [InlineData("M:Vendor.Gateway.Fetch network,database definite linux,windows once,timeout:1 FetchAsync")]
    [InlineData("M:Vendor.Gateway.Fetch network - - - -")]
    [InlineData("M:Vendor.Gateway.Fetch(System.String) network")]
    [InlineData("M:Vendor.Gateway.Fetch(System.String,System.Int32) network")]
    [InlineData("M:Vendor.Gateway.Get network")]
    [InlineData("M:Vendor.Gateway.Get``1 network")]
    [InlineData("M:Vendor.Gateway.Get``1(System.String) network")]
    [InlineData("M:Vendor.Gateway.#ctor network")]
    [InlineData("M:Vendor.Gateway.#ctor(System.String) network")]
    [InlineData("M:Vendor.Gateway.Vendor#IVault#Open network")]
    [InlineData("M:Vendor.Gateway.Vendor#IVault#Open(System.String) network")]
    [InlineData("P:Vendor.Gateway.Vendor#IVault#Name network")]
    [InlineData("M:Vendor.Names.System#Collections#Generic#IComparer{System#String}#Compare network")]
    [InlineData("M:Vendor.Names.System#Collections#Generic#IComparer{System#String}#Compare(System.String,System.String) network")]
    [InlineData("M:System.Int128.op_Explicit(System.Int128)~System.Byte none")]
    [InlineData("M:Vendor.Gateway.op_Addition none")]
    [InlineData("M:Vendor.Gateway.Session.Flush network")]
    [InlineData("M:Vendor.IVault.Open network")]
    [InlineData("M:Vendor.Box`1.Open network")]
    [InlineData("M:Vendor.Box`1.Open(`0) network")]
    [InlineData("P:Vendor.Gateway.Address network")]
    [InlineData("T:Vendor.VaultStream network")]
    [InlineData("T:Vendor.VaultStream - definite any wraps")]
    [InlineData("T:Vendor.Gateway.Session memory")]
    [InlineData("M:System.IO.File.ReadAllText none")]
    [InlineData("M:System.Collections.Generic.List`1.Sort computes likely any growth:nlogn:-1")]
    [InlineData("\tM:Vendor.Gateway.Fetch\t\tnetwork \t definite\t")]
    [InlineData("M:Vendor.Gateway.Fetch network # definite any")]
    [InlineData("M:Vendor.Gateway.Fetch network\t#")]
    public Task Line_that_is_understood_is_silent(string line) => VerifyAsync(line);

    [Fact]
    public Task Dash_stands_for_no_effect_as_it_does_in_every_column() => VerifyAsync("M:Vendor.Gateway.Fetch - definite any returns:memory -");

    [Theory]
    [InlineData("P:Vendor.Gateway.Item network")]
    [InlineData("P:Vendor.Gateway.Item(System.String) network")]
    [InlineData("P:System.Collections.Generic.List`1.Item(System.Int32) none")]
    [InlineData("P:System.String.Chars none")]
    public Task Indexer_is_silent(string line) => VerifyAsync(line);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n \t \r\n")]
    [InlineData("# Nothing yet.")]
    [InlineData("  # Nothing yet.\n#\n\t#M:Vendor.Gateway.Fetch netwrk\n")]
    public Task File_without_entries_is_silent(string text) => VerifyAsync(text);

    [Theory]
    [InlineData("M:Vendor.Gatewy.Fetch network definite any optional")]
    [InlineData("M:Vendor.Gateway.Fetsch network definite any once,optional")]
    [InlineData("M:Vendor.Gateway.Fetch(System.Int32) network definite any optional")]
    [InlineData("P:Vendor.Gateway.Name network definite any optional")]
    [InlineData("T:Vendor.VaultStrem network definite any optional")]
    public Task Optional_line_that_names_nothing_is_silent(string line) => VerifyAsync(line);

    [Fact]
    public Task Optional_line_that_cannot_be_read_is_reported() => VerifyAsync("[|M:Vendor.Gateway.Fetch netwrk definite any optional|]");

    [Fact]
    public Task Overload_beside_the_line_for_all_is_silent() => VerifyAsync(
        """
        M:Vendor.Gateway.Fetch network
        M:Vendor.Gateway.Fetch(System.String) none
        """);

    [Fact]
    public Task Member_that_another_file_describes_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources = { Vendor },
            AdditionalFiles =
            {
                ("/0/a.concurrency.txt", "M:Vendor.Gateway.Fetch network\n"),
                ("/0/b.concurrency.txt", "M:Vendor.Gateway.Fetch none\n"),
            },
        },
    }.RunAsync();

    [Theory]
    [InlineData("/0/notes.txt")]
    [InlineData("/0/concurrency.txt")]
    [InlineData("/0/vendor.concurrency.txt.bak")]
    [InlineData("/0/vendor-concurrency.txt")]
    [InlineData("/0/vendor.concurrency.md")]
    public Task Other_files_are_silent(string path) => new Verify.Test
    {
        TestState = { Sources = { Vendor }, AdditionalFiles = { (path, "M:Vendor.Gateway.Fetch netwrk\n") } },
    }.RunAsync();

    [Fact]
    public Task Case_of_the_file_name_does_not_matter() => new Verify.Test
    {
        TestState = { Sources = { Vendor }, AdditionalFiles = { ("/0/Vendor.Concurrency.TXT", "[|M:Vendor.Gateway.Fetch netwrk|]\n") } },
    }.RunAsync();

    // Several versions of a library may be in sight at once; the line holds for each of them.
    [Fact]
    public Task Type_that_two_references_have_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class Shop;" },
            AdditionalFiles = { ("/0/vendor.concurrency.txt", "M:Vendor.Gateway.Fetch network\nT:Vendor.Gateway network\n") },
            AdditionalProjects =
            {
                ["Old"] = { Sources = { "namespace Vendor; public class Gateway { public void Fetch() { } }" } },
                ["New"] = { Sources = { "namespace Vendor; public class Gateway { public void Fetch() { } }" } },
            },
            AdditionalProjectReferences = { "Old", "New" },
        },
    }.RunAsync();

    [Fact]
    public Task Type_that_a_reference_keeps_to_itself_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class Shop;" },
            AdditionalFiles = { ("/0/vendor.concurrency.txt", "M:Vendor.Gateway.Fetch network\n") },
            AdditionalProjects = { ["Vendor"] = { Sources = { "namespace Vendor; class Gateway { public void Fetch() { } }" } } },
            AdditionalProjectReferences = { "Vendor" },
        },
    }.RunAsync();

    [Fact]
    public Task Severity_of_a_global_configuration_holds() => new Verify.Test
    {
        TestState =
        {
            Sources = { Vendor },
            AdditionalFiles = { ("/0/vendor.concurrency.txt", "M:Vendor.Gateway.Fetch netwrk\n") },
            AnalyzerConfigFiles = { ("/.globalconfig", "is_global = true\ndotnet_diagnostic.CONC003.severity = none\n") },
        },
    }.RunAsync();

    // What the other lines and rules do meanwhile

    [Fact]
    public Task Rules_go_on_beside_bad_lines() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                Vendor,
                """
                using System.IO;
                using System.Threading.Tasks;
                using Vendor;

                class Shop(Gateway gateway)
                {
                    public async Task OpenAsync(string path)
                    {
                        File.{|CONC201:ReadAllText|}(path);
                        gateway.{|CONC201:Fetch|}(path);
                        gateway.Close();
                        await Task.Yield();
                    }
                }
                """,
            },
            AdditionalFiles =
            {
                ("/0/vendor.concurrency.txt",
                    """
                    [|M:Vendor.Gateway.Close netwrk|]
                    M:Vendor.Gateway.Fetch network
                    [|M:System.IO.File.ReadAllTxt none|]
                    [|M:Vendor.Gateway.Fetch none|]
                    """),
            },
        },
        AdditionalAnalyzers = { new BlockingIoInAsyncAnalyzer() },
    }.RunAsync();

    // The package finds the file in the project's folder; the project may list it, too.
    [Fact]
    public async Task File_that_is_listed_twice_is_reported_once()
    {
        static SourceText Read() => SourceText.From("M:System.IO.File.ReadAllTxt none");

        var found = await AnalyzeAsync(
            new AdditionalFile("/0/b.concurrency.txt", Read), new AdditionalFile("/0/a.concurrency.txt", Read), new AdditionalFile("/0/b.concurrency.txt", Read));

        Assert.Equal(
            ["CONC201 /0/Test0.cs(1,90)", "CONC003 /0/a.concurrency.txt(1,1)", "CONC003 /0/b.concurrency.txt(1,1)"],
            found.Select(static diagnostic => Show(diagnostic).Split(": ")[0]));
    }

    [Fact]
    public async Task Files_beside_one_that_fails_to_be_read_hold()
    {
        var found = await AnalyzeAsync(
            new AdditionalFile("/0/a.concurrency.txt", static () => throw new UnauthorizedAccessException()),
            new AdditionalFile("/0/b.concurrency.txt", static () => SourceText.From("M:System.IO.File.ReadAllText none\nM:System.IO.File.ReadAllTxt none")));

        Assert.Equal(
            [
                "CONC003 /0/a.concurrency.txt(1,1): The line is ignored: the file cannot be read",
                "CONC003 /0/b.concurrency.txt(2,1): The line is ignored: 'System.IO.File' has no method 'ReadAllTxt'",
            ],
            found.Select(Show));
    }

    [Fact]
    public async Task File_without_text_is_reported_and_the_rules_go_on()
    {
        var found = await AnalyzeAsync(new AdditionalFile("/0/vendor.concurrency.txt", static () => null));

        Assert.Equal(
            ["CONC201 /0/Test0.cs(1,90)", "CONC003 /0/vendor.concurrency.txt(1,1): The line is ignored: the file cannot be read"],
            found.Select(Show));
    }

    [Fact]
    public async Task File_that_fails_to_be_read_is_reported_and_the_rules_go_on()
    {
        var found = await AnalyzeAsync(new AdditionalFile("/0/vendor.concurrency.txt", static () => throw new IOException("The device is not ready.")));

        Assert.Equal(
            ["CONC201 /0/Test0.cs(1,90)", "CONC003 /0/vendor.concurrency.txt(1,1): The line is ignored: the file cannot be read"],
            found.Select(Show));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Byte_order_mark_is_no_part_of_the_first_line(string encoding)
    {
        var coding = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. coding.GetPreamble(), .. coding.GetBytes("M:System.IO.File.ReadAllText none\nM:System.IO.File.ReadAllTxt none\n")];
        Assert.NotEmpty(coding.GetPreamble());

        var found = await AnalyzeAsync(new AdditionalFile("/0/vendor.concurrency.txt", () => SourceText.From(new MemoryStream(bytes))));

        Assert.Equal(["CONC003 /0/vendor.concurrency.txt(2,1): The line is ignored: 'System.IO.File' has no method 'ReadAllTxt'"], found.Select(Show));
    }

    private static Task Reports(string line, string reason) => VerifyAsync(
        $"# Vendor\n{{|#0:{line}|}}\nM:Vendor.Gateway.Close none\n",
        Verify.Diagnostic().WithLocation(0).WithArguments(reason));

    private static Task VerifyAsync(string text, params DiagnosticResult[] expected)
    {
        var test = new Verify.Test { TestState = { Sources = { Vendor }, AdditionalFiles = { ("/0/vendor.concurrency.txt", text) } } };
        foreach (var diagnostic in expected)
        {
            test.TestState.ExpectedDiagnostics.Add(diagnostic);
        }

        return test.RunAsync();
    }

    private static async Task<IEnumerable<Diagnostic>> AnalyzeAsync(params AdditionalText[] files)
    {
        const string Source = "class Shop { public async System.Threading.Tasks.Task<int> OpenAsync() => System.IO.File.ReadAllText(\"x\").Length; }";
        var compilation = await AnalysisRun.Of(Source).CompilationAsync();
        var analysis = compilation.WithAnalyzers([new InvalidConcurrencyFileAnalyzer(), new BlockingIoInAsyncAnalyzer()], new AnalyzerOptions([.. files]));
        var found = await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return found.OrderBy(static diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal);
    }

    private static string Show(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        var message = diagnostic.Id == InvalidConcurrencyFileAnalyzer.Id ? $": {diagnostic.GetMessage()}" : "";
        return $"{diagnostic.Id} {place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}){message}";
    }

    private sealed class AdditionalFile(string path, Func<SourceText?> read) : AdditionalText
    {
        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => read();
    }
}
