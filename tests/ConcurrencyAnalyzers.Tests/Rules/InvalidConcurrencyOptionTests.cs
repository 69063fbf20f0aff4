using ConcurrencyAnalyzers.Configuration;
using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<InvalidConcurrencyOptionAnalyzer>;

public sealed class InvalidConcurrencyOptionTests
{
    private const string Known =
        "known options are concurrency.minimum_strength, concurrency.report_file_metadata, concurrency.report_console, concurrency.report_one_time, concurrency.report_in_tests";

    private const string Strengths = "accepted values are maybe, likely, definite";
    private const string Booleans = "accepted values are false, true";

    // Reported

    [Theory]
    [InlineData("concurrency.report_consol", "true")]
    [InlineData("concurrency.console", "true")]
    [InlineData("concurrency.minimum-strength", "likely")]
    [InlineData("concurrency.minimum_strength.severity", "likely")]
    [InlineData("concurrency.conc201.minimum_strength", "likely")]
    [InlineData("concurrency.x", "")]
    [InlineData("concurrency.report_consol", "unset")] // takes back nothing
    public Task Unknown_option_is_reported_with_those_that_exist(string key, string value) => Reports(key, value, Known);

    [Theory]
    [InlineData("concurrency.minimum_strength", "sure", Strengths)]
    [InlineData("concurrency.minimum_strength", "never", Strengths)]
    [InlineData("concurrency.minimum_strength", "true", Strengths)]
    [InlineData("concurrency.minimum_strength", "maybe, likely", Strengths)]
    [InlineData("concurrency.minimum_strength", "\"likely\"", Strengths)]
    [InlineData("concurrency.minimum_strength", "", Strengths)]
    [InlineData("concurrency.report_file_metadata", "yes", Booleans)]
    [InlineData("concurrency.report_console", "1", Booleans)]
    [InlineData("concurrency.report_one_time", "on", Booleans)]
    [InlineData("concurrency.report_in_tests", "true:warning", Booleans)]
    public Task Unknown_value_is_reported_with_those_that_are_accepted(string key, string value, string accepted) => Reports(key, value, accepted);

    [Fact]
    public Task Severity_is_warning_and_there_is_no_place() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class C;" },
            AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\nconcurrency.report_console = maybe\n") },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithSeverity(DiagnosticSeverity.Warning).WithAdditionalLocations()
                    .WithMessage("The option 'concurrency.report_console = maybe' is ignored: accepted values are false, true"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Several_are_each_reported() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class C;" },
            AnalyzerConfigFiles =
            {
                ("/.editorconfig",
                    """
                    root = true
                    [*.cs]
                    concurrency.report_consol = true
                    concurrency.minimum_strength = sure
                    concurrency.report_one_time = true
                    concurrency.report_in_tests = nope
                    """),
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithArguments("concurrency.minimum_strength", "sure", Strengths),
                Verify.Diagnostic().WithArguments("concurrency.report_consol", "true", Known),
                Verify.Diagnostic().WithArguments("concurrency.report_in_tests", "nope", Booleans),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Option_is_reported_once_for_all_documents() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class A;", "class B;", ("/0/Data/C.cs", "class C;") },
            AnalyzerConfigFiles =
            {
                ("/.editorconfig", "root = true\n[*.cs]\nconcurrency.report_console = maybe\n"),
                ("/0/Data/.editorconfig", "[*.cs]\nconcurrency.report_console = maybe\nconcurrency.report_one_time = true\n"),
            },
            ExpectedDiagnostics = { Verify.Diagnostic().WithArguments("concurrency.report_console", "maybe", Booleans) },
        },
    }.RunAsync();

    [Fact]
    public Task Each_value_of_an_option_is_reported() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class A;", ("/0/Data/B.cs", "class B;") },
            AnalyzerConfigFiles = { ("/0/.editorconfig", "root = true\n[*.cs]\nconcurrency.report_console = maybe\n[Data/*.cs]\nconcurrency.report_console = always\n") },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithArguments("concurrency.report_console", "always", Booleans),
                Verify.Diagnostic().WithArguments("concurrency.report_console", "maybe", Booleans),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Each_project_is_reported_on_its_own() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class A;" },
            AnalyzerConfigFiles = { ("/0/.editorconfig", "[*.cs]\nconcurrency.report_console = maybe\n") },
            AdditionalProjects =
            {
                ["Other"] = { Sources = { "class B;" }, AnalyzerConfigFiles = { ("/Other/.editorconfig", "[*.cs]\nconcurrency.report_console = maybe\n") } },
                ["Right"] = { Sources = { "class C;" }, AnalyzerConfigFiles = { ("/Right/.editorconfig", "[*.cs]\nconcurrency.report_console = true\n") } },
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithArguments("concurrency.report_console", "maybe", Booleans),
                Verify.Diagnostic().WithArguments("concurrency.report_console", "maybe", Booleans),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Global_configuration_is_read() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class C;" },
            AnalyzerConfigFiles = { ("/.globalconfig", "is_global = true\nconcurrency.minimum_strength = sure\n") },
            ExpectedDiagnostics = { Verify.Diagnostic().WithArguments("concurrency.minimum_strength", "sure", Strengths) },
        },
    }.RunAsync();

    [Fact]
    public Task Key_and_value_are_shown_as_the_compiler_hands_them_over() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class C;" },
            AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\n  Concurrency.Minimum_Strength =   Sure   # quite\n") },
            ExpectedDiagnostics = { Verify.Diagnostic().WithArguments("concurrency.minimum_strength", "Sure", Strengths) },
        },
    }.RunAsync();

    // Silent

    public static TheoryData<string, string> Accepted => [.. ConcurrencyOptions.All.SelectMany(static option => option.Values, static (option, value) => (option.Key, value))];

    [Theory, MemberData(nameof(Accepted))]
    public Task Accepted_value_is_silent(string key, string value) => IsSilent($"[*.cs]\n{key} = {value}\n");

    [Theory]
    [InlineData("[*.cs]\nCONCURRENCY.MINIMUM_STRENGTH = Definite\n")]
    [InlineData("[*.cs]\nconcurrency.report_console=TRUE\n")]
    [InlineData("[*.cs]\nconcurrency.report_console :   true\t\n")]
    [InlineData("[*.cs]\nconcurrency.report_console = true # since the logs are remote\n")]
    [InlineData("[*.cs]\n# concurrency.report_console = maybe\n")]
    public Task Writing_does_not_matter(string section) => IsSilent(section);

    [Theory]
    [InlineData("dotnet_diagnostic.CONC201.severity = none")]
    [InlineData("dotnet_analyzer_diagnostic.category-Concurrency.severity = warning")]
    [InlineData("concurrency = true")]
    [InlineData("concurrency_report_consol = true")]
    [InlineData("concurrencyanalyzers.report_consol = true")]
    [InlineData("vendor.concurrency.report_consol = true")]
    public Task Options_of_others_are_silent(string option) => IsSilent($"[*.cs]\n{option}\n");

    [Fact]
    public Task Nothing_that_is_set_is_silent() => IsSilent("");

    [Fact]
    public Task Section_without_documents_is_silent() => IsSilent("[*.vb]\nconcurrency.report_console = maybe\n[Data/*.cs]\nconcurrency.report_consol = true\n");

    [Fact]
    public Task Value_that_a_later_section_replaces_is_silent() => IsSilent("[*.cs]\nconcurrency.report_console = maybe\n[Test*.cs]\nconcurrency.report_console = true\n");

    // EditorConfig has one value of its own, which takes a setting back.
    [Fact]
    public Task Unset_is_silent() => IsSilent("[*.cs]\nconcurrency.report_console = true\n[Test*.cs]\nconcurrency.report_console = unset\n");

    [Fact]
    public Task Unset_in_another_case_is_silent() => IsSilent("[*.cs]\nconcurrency.minimum_strength = UNSET\n");

    [Fact]
    public Task Unset_takes_the_setting_back() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System;
                using System.Threading.Tasks;

                class Page
                {
                    public async Task ShowAsync()
                    {
                        Console.WriteLine("page");
                        await Task.Yield();
                    }
                }
                """,
            },
            AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\nconcurrency.report_console = true\n[Test*.cs]\nconcurrency.report_console = unset\n") },
        },
        AdditionalAnalyzers = { new BlockingIoInAsyncAnalyzer() },
    }.RunAsync();

    [Fact]
    public Task Severity_of_a_global_configuration_holds() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class C;" },
            AnalyzerConfigFiles =
            {
                ("/.editorconfig", "root = true\n[*.cs]\nconcurrency.report_console = maybe\n"),
                ("/.globalconfig", "is_global = true\ndotnet_diagnostic.CONC004.severity = none\n"),
            },
        },
    }.RunAsync();

    // What the other options and rules do meanwhile

    [Fact]
    public Task Wrong_value_counts_as_not_set_and_right_ones_hold() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System;
                using System.IO;
                using System.Threading.Tasks;

                class Page
                {
                    public async Task<int> MeasureAsync(string path, Stream stream)
                    {
                        Console.WriteLine(path);
                        File.{|CONC201:Delete|}(path);
                        stream.ReadByte();
                        await Task.Yield();
                        return File.{|CONC201:ReadAllText|}(path).Length;
                    }
                }
                """,
            },
            AnalyzerConfigFiles =
            {
                ("/.editorconfig",
                    """
                    root = true
                    [*.cs]
                    concurrency.report_console = yes
                    concurrency.report_file_metadata = true
                    concurrency.minimum_strength = sure
                    """),
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithArguments("concurrency.minimum_strength", "sure", Strengths),
                Verify.Diagnostic().WithArguments("concurrency.report_console", "yes", Booleans),
            },
        },
        AdditionalAnalyzers = { new BlockingIoInAsyncAnalyzer() },
    }.RunAsync();

    [Fact]
    public Task Wrong_value_in_one_section_leaves_the_others_alone() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/0/Server/Page.cs",
                    """
                    using System;
                    using System.Threading.Tasks;

                    class Page
                    {
                        public async Task ShowAsync()
                        {
                            Console.{|CONC201:WriteLine|}("page");
                            await Task.Yield();
                        }
                    }
                    """),
                ("/0/Tool/Menu.cs",
                    """
                    using System;
                    using System.IO;
                    using System.Threading.Tasks;

                    class Menu
                    {
                        public async Task ShowAsync()
                        {
                            Console.WriteLine(File.{|CONC201:ReadAllText|}("menu"));
                            await Task.Yield();
                        }
                    }
                    """),
            },
            AnalyzerConfigFiles =
            {
                ("/0/.editorconfig",
                    """
                    root = true
                    [Server/**.cs]
                    concurrency.report_console = true
                    [Tool/**.cs]
                    concurrency.report_console = of course
                    """),
            },
            ExpectedDiagnostics = { Verify.Diagnostic().WithArguments("concurrency.report_console", "of course", Booleans) },
        },
        AdditionalAnalyzers = { new BlockingIoInAsyncAnalyzer() },
    }.RunAsync();

    private static Task Reports(string key, string value, string accepted) => new Verify.Test
    {
        TestState =
        {
            Sources = { "class C;" },
            AnalyzerConfigFiles = { ("/.editorconfig", $"root = true\n[*.cs]\n{key} = {value}\n") },
            ExpectedDiagnostics = { Verify.Diagnostic().WithArguments(key, value, accepted) },
        },
    }.RunAsync();

    private static Task IsSilent(string sections) => new Verify.Test
    {
        TestState = { Sources = { "class C;" }, AnalyzerConfigFiles = { ("/.editorconfig", $"root = true\n{sections}") } },
    }.RunAsync();
}
