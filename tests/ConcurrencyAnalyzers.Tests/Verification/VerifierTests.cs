using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConcurrencyAnalyzers.Tests.Verification;

using Fixed = Verifier<BadNameAnalyzer, GoodNameFix>;
using Sound = Verifier<BadNameAnalyzer>;

/// <summary>Each test breaks one promise of the verifier's and demands that it be noticed, or keeps it and demands silence.</summary>
public sealed class VerifierTests
{
    // Diagnostics

    [Theory]
    [InlineData("class [|Bad|] { }")]                           // first line
    [InlineData("\nclass {|MUT001:Bad|} { class [|Bad2|] { } }")] // two, one named
    [InlineData("class $$Bad { }")]                             // the start only
    [InlineData("class Good { }")]                              // none
    public Task Sound_analyzer_passes(string source) => Sound.VerifyAnalyzerAsync(source);

    [Fact]
    public Task Explicit_expectation_passes() => Sound.VerifyAnalyzerAsync(
        "class Good { class {|#0:Bad|} { } class Bad2 { } class Bad3 { } }",
        Sound.Diagnostic().WithLocation(0).WithArguments("Bad", "name").WithSeverity(DiagnosticSeverity.Warning),
        Sound.Diagnostic(BadNameAnalyzer.Id).WithSpan(1, 34, 1, 38).WithMessage("'Bad2' is a bad name"),
        Sound.Diagnostic().WithLocation(1, 49));

    [Fact]
    public Task Missing_diagnostic() =>
        Sound.VerifyAnalyzerAsync("class [|Good|] { }")
            .FailsAsync("Missing: MUT001 at /0/Test0.cs(1,7)-(1,11)");

    [Fact]
    public Task Unexpected_diagnostic() =>
        Sound.VerifyAnalyzerAsync("class Bad { }")
            .FailsAsync("Unexpected: /0/Test0.cs(1,7)-(1,10): Warning MUT001: 'Bad' is a bad name");

    [Fact]
    public Task Analyzer_throws() => Verifier<Throws>.VerifyAnalyzerAsync("class [|Bad|] { }").FailsAsync("AD0001");

    [Fact]
    public Task Analyzer_throws_where_nothing_is_expected() =>
        Verifier<Throws>.VerifyAnalyzerAsync("class Bad { }")
            .FailsAsync("thrown by a mutant");

    [Fact]
    public Task Initialization_throws() => Verifier<FailsToInitialize>.VerifyAnalyzerAsync("class Good { }").FailsAsync("AD0001");

    [Fact]
    public async Task Analyzer_runs_concurrently()
    {
        Assert.SkipWhen(Environment.ProcessorCount == 1, "The compiler starts as many workers as there are processors.");
        await Verifier<MeetsItself>.VerifyAnalyzerAsync("class [|Bad1|] { } class [|Bad2|] { }");
    }

    [Fact]
    public Task Id_differs() => Verifier<DeclaresTwo>.VerifyAnalyzerAsync("class {|MUT002:Bad|} { }").FailsAsync("Missing: MUT002");

    [Fact]
    public Task Undeclared_id_is_reported() =>
        Verifier<ReportsUndeclaredId>.VerifyAnalyzerAsync("class {|MUT009:Bad|} { }")
            .FailsAsync("AD0001");

    [Fact]
    public Task Diagnostic_is_reported_twice() =>
        Verifier<ReportsTwice>.VerifyAnalyzerAsync("class [|Bad|] { }")
            .FailsAsync("Unexpected: ");

    [Fact]
    public Task Diagnostic_reported_twice_can_be_expected() => Verifier<ReportsTwice>.VerifyAnalyzerAsync("class [|[|Bad|]|] { }");

    [Theory]
    [InlineData("class [|Bad|] { }")]
    [InlineData("\n\n    class [|Bad|] { }")]
    [InlineData("class $$Bad { }")]
    public Task Span_starts_late(string source) =>
        Verifier<StartsLate>.VerifyAnalyzerAsync(source)
            .FailsAsync("The nearest is not it: it is located at");

    [Theory]
    [InlineData("class [|Bad|] { }")]
    [InlineData("\n\n    class [|Bad|] { }")]
    public Task Span_ends_early(string source) =>
        Verifier<EndsEarly>.VerifyAnalyzerAsync(source)
            .FailsAsync("The nearest is not it: it is located at");

    [Fact]
    public Task First_line_and_first_column_are_compared() =>
        Sound.VerifyAnalyzerAsync("class Bad { }", Sound.Diagnostic().WithLocation(1, 1)).FailsAsync("Missing: MUT001 at /0/Test0.cs(1,1)");

    [Fact]
    public Task First_column_of_another_line_is_compared() =>
        Sound.VerifyAnalyzerAsync("\nclass Bad { }", Sound.Diagnostic().WithLocation(2, 1))
            .FailsAsync("Missing: MUT001 at /0/Test0.cs(2,1)");

    [Fact]
    public Task Location_outside_of_the_text_is_missing() =>
        Sound.VerifyAnalyzerAsync("class Bad { }", Sound.Diagnostic().WithSpan(7, 70, 7, 71))
            .FailsAsync("Missing: MUT001 at /0/Test0.cs(7,70)");

    [Fact]
    public Task Expected_location_is_absent() =>
        Verifier<HasNoLocation>.VerifyAnalyzerAsync("class [|Bad|] { }")
            .FailsAsync("it is located at no location");

    [Fact]
    public Task Location_where_none_is_expected() =>
        Sound.VerifyAnalyzerAsync("class Bad { }", Sound.Diagnostic())
            .FailsAsync("Missing: MUT001 without location");

    [Fact]
    public Task Diagnostic_without_location_passes() =>
        Verifier<HasNoLocation>.VerifyAnalyzerAsync("class Bad { }", Verifier<HasNoLocation>.Diagnostic().WithArguments("Bad", "name"));

    [Theory]
    [InlineData("Bad", "name")]
    [InlineData("Bad", "type", "more")] // the message has no place for it
    [InlineData("Bad")]                 // too few for the message
    public Task Arguments_differ(params string[] arguments) => Verifier<HasOtherArguments>.VerifyAnalyzerAsync(
        "class {|#0:Bad|} { }", Verifier<HasOtherArguments>.Diagnostic().WithLocation(0).WithArguments(arguments))
        .FailsAsync("the message with its arguments is \"'Bad' is a bad type\"");

    [Fact]
    public Task Message_differs() =>
        Sound.VerifyAnalyzerAsync("class {|#0:Bad|} { }", Sound.Diagnostic().WithLocation(0).WithMessage("'Bad' is a bad type"))
            .FailsAsync("the message is \"'Bad' is a bad name\"");

    [Fact]
    public Task Severity_differs() =>
        Sound.VerifyAnalyzerAsync("class {|#0:Bad|} { }", Sound.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error))
            .FailsAsync("the severity is Warning");

    [Fact]
    public Task Additional_location_passes() => Verifier<HasAdditionalLocation>.VerifyAnalyzerAsync(
        "class {|#1:Good|} { class {|#0:Bad|} { } }",
        Verifier<HasAdditionalLocation>.Diagnostic().WithLocation(0).WithAdditionalLocations(1));

    [Theory]
    [InlineData(0)]
    [InlineData(1, 1)]
    [InlineData]
    public Task Additional_locations_differ(params int[] keys) => Verifier<HasAdditionalLocation>.VerifyAnalyzerAsync(
        "class {|#1:Good|} { class {|#0:Bad|} { } }",
        Verifier<HasAdditionalLocation>.Diagnostic().WithLocation(0).WithAdditionalLocations(keys))
        .FailsAsync("the additional locations are /0/Test0.cs(1,7)-(1,11)");

    [Fact]
    public Task Each_expectation_needs_a_diagnostic_of_its_own() =>
        Sound.VerifyAnalyzerAsync("class {|#0:Bad|} { }", Sound.Diagnostic().WithLocation(0), Sound.Diagnostic().WithLocation(0))
            .FailsAsync("Missing: MUT001");

    [Fact]
    public Task Loose_expectation_leaves_the_fitting_diagnostic_to_the_strict_one() => Verifier<ReportsTwoLengths>.VerifyAnalyzerAsync(
        "class {|#0:Ba|}d { } ",
        Verifier<ReportsTwoLengths>.Diagnostic().WithLocation(1, 7),
        Verifier<ReportsTwoLengths>.Diagnostic().WithLocation(0));

    [Fact]
    public Task Diagnostic_is_in_another_file() =>
        new Verifier<PointsToAnotherFile>.Test { TestState = { Sources = { "class [|Bad|] { }", "class Good { }" } } }.RunAsync()
            .FailsAsync("Unexpected: /0/Test1.cs(1,7)-(1,10)");

    [Fact]
    public Task Diagnostics_in_two_files_pass() =>
        new Sound.Test { TestState = { Sources = { "class [|Bad|] { }", ("/0/Second.cs", "class [|Bad2|] { }") } } }.RunAsync();

    // Severities

    [Fact]
    public Task Rule_that_is_off_by_default_is_switched_on_as_shipped() => Verifier<IsOffByDefault>.VerifyAnalyzerAsync(
        "class {|#0:Bad|} { }", Verifier<IsOffByDefault>.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info));

    [Fact]
    public Task Rule_that_is_off_by_default_is_heard() =>
        Verifier<IsOffByDefault>.VerifyAnalyzerAsync("class Bad { }")
            .FailsAsync("Unexpected: ");

    [Fact]
    public Task Hidden_diagnostic_is_heard() => Verifier<IsHidden>.VerifyAnalyzerAsync("class Bad { }").FailsAsync("Unexpected: ");

    [Fact]
    public Task Disabled_rule_is_silent() => new Sound.Test { TestCode = "class Bad { }", DisabledRules = { BadNameAnalyzer.Id } }.RunAsync();

    [Fact]
    public Task Severity_is_configured() => new Sound.Test
    {
        TestState =
        {
            Sources = { "class {|#0:Bad|} { }" },
            AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.MUT001.severity = error\n") },
            ExpectedDiagnostics = { Sound.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error) },
        },
    }.RunAsync();

    [Fact]
    public Task Configuration_has_the_last_word_on_a_rule_that_is_off_by_default() => new Verifier<IsOffByDefault>.Test
    {
        TestState =
        {
            Sources = { "class Bad { }" },
            AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.MUT001.severity = none\n") },
        },
    }.RunAsync();

    // The same cases under other headers

    [Fact]
    public Task Generated_code_is_analyzed() =>
        Verifier<HearsGeneratedCode>.VerifyAnalyzerAsync("class [|Bad|] { }")
            .FailsAsync("There are diagnostics in spite of // <auto-generated/> on top.");

    [Fact]
    public Task Analyzer_throws_in_generated_code() =>
        Verifier<ThrowsInGeneratedCode>.VerifyAnalyzerAsync("class [|Bad|] { }")
            .FailsAsync("There are diagnostics in spite of // <auto-generated/> on top.");

    [Fact]
    public Task Pragma_cannot_silence_the_rule() =>
        Verifier<DefiesPragmas>.VerifyAnalyzerAsync("class [|Bad|] { }")
            .FailsAsync("There are diagnostics in spite of #pragma warning disable MUT001 on top.");

    [Fact]
    public Task Pragma_makes_the_rule_report_something_else() =>
        Verifier<DodgesPragmas>.VerifyAnalyzerAsync("class {|MUT001:Bad|} { }")
            .FailsAsync("There are diagnostics in spite of #pragma warning disable MUT001 on top.");

    // Questions without an answer

    [Fact]
    public Task Analyzer_declares_nothing() =>
        Verifier<DeclaresNothing>.VerifyAnalyzerAsync("class Bad { }")
            .FailsAsync("declares no descriptor");

    [Fact]
    public Task There_is_no_test_code() => new Sound.Test().RunAsync().FailsAsync("There is no test code");

    [Fact]
    public Task Unnamed_span_is_ambiguous() => Verifier<DeclaresTwo>.VerifyAnalyzerAsync("class [|Bad|] { }").FailsAsync("ambiguous");

    [Fact]
    public Task Named_span_is_not_ambiguous() => Verifier<DeclaresTwo>.VerifyAnalyzerAsync("class {|MUT001:Bad|} { }");

    [Fact]
    public void Unnamed_diagnostic_is_ambiguous() =>
        Assert.Contains("ambiguous", Assert.Throws<VerificationException>(() => Verifier<DeclaresTwo>.Diagnostic()).Message, StringComparison.Ordinal);

    [Fact]
    public void Undeclared_id_is_expected() =>
        Assert.Contains("does not declare MUT404", Assert.Throws<VerificationException>(() => Sound.Diagnostic("MUT404")).Message, StringComparison.Ordinal);

    [Fact]
    public Task Unknown_key_is_expected() =>
        Sound.VerifyAnalyzerAsync("class {|#0:Bad|} { }", Sound.Diagnostic().WithLocation(3)).FailsAsync("located at #3");

    [Fact]
    public Task Key_is_used_twice() =>
        Sound.VerifyAnalyzerAsync("class {|#0:Bad|} { class {|#0:Bad2|} { } }")
            .FailsAsync("Two spans are marked");

    [Theory]
    [InlineData("class [|Bad { }", "[| is never closed")]
    [InlineData("class {|MUT001:Bad { }", "{|MUT001: is never closed")]
    [InlineData("class Bad|] { }", "|] closes nothing")]
    [InlineData("class\n [|Bad|} { }", "|} closes nothing (/0/Test0.cs, line 2)")]
    [InlineData("class {|MUT001:Bad|] { }", "|] closes nothing")]
    public Task Markup_is_broken(string source, string reason) => Sound.VerifyAnalyzerAsync(source).FailsAsync(reason);

    // The compiler

    [Fact]
    public Task Test_code_does_not_compile() => Sound.VerifyAnalyzerAsync("class [|Bad|] { Missing field; }").FailsAsync("CS0246");

    [Fact]
    public Task Marked_error_passes() => Sound.VerifyAnalyzerAsync("class [|Bad|] { {|CS0246:Missing|} Field; }");

    [Fact]
    public Task Stated_error_and_warning_pass() => Sound.VerifyAnalyzerAsync(
        "class C { {|#0:Missing|} A; void M() { int {|#1:unused|}; } }",
        DiagnosticResult.CompilerError("CS0246").WithLocation(0).WithArguments("Missing"),
        DiagnosticResult.CompilerWarning("CS0168").WithLocation(1));

    [Fact]
    public Task Error_that_does_not_occur() => Sound.VerifyAnalyzerAsync("class {|CS0246:C|} { }").FailsAsync("Missing: CS0246");

    [Fact]
    public Task Warning_that_nobody_mentions_does_not_count() => Sound.VerifyAnalyzerAsync("class C { void M() { int unused; } }");

    [Fact]
    public Task Nullable_is_on() => Sound.VerifyAnalyzerAsync("class C { string M() => {|CS8603:null|}; }");

    [Fact]
    public Task Nullable_is_off_on_demand() => new Sound.Test
    {
        TestCode = "class C { string M() => {|CS8603:null|}; }",
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync().FailsAsync("Missing: CS8603");

    [Fact]
    public Task Nullable_is_off_before_its_time() => new Sound.Test
    {
        TestCode = "class [|Bad|] { string M() => null; }",
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    [Fact]
    public Task Language_version_counts() => new Sound.Test
    {
        TestCode = "class C { object M = {|CS8400:new|}(); }",
        LanguageVersion = LanguageVersion.CSharp8,
    }.RunAsync();

    [Fact]
    public Task Top_level_statements_need_an_executable() => new Sound.Test
    {
        TestState = { Sources = { "System.Console.WriteLine(); class [|Bad|] { }" }, OutputKind = OutputKind.ConsoleApplication },
    }.RunAsync();

    [Fact]
    public Task Net_10_is_the_default() => Sound.VerifyAnalyzerAsync("class [|Bad|] { System.Threading.Lock Gate = new(); System.Threading.Tasks.ValueTask T; }");

    [Fact]
    public Task Asp_net_core_is_there() =>
        new Sound.Test { TestCode = "class [|Bad|] { Microsoft.AspNetCore.Http.HttpContext? C; }", References = TargetReferences.AspNetCore100 }.RunAsync();

    [Fact]
    public Task Net_framework_is_there() => new Sound.Test
    {
        TestCode = "class [|Bad|] { System.Runtime.Remoting.ObjRef? O; System.Windows.Threading.Dispatcher? D; System.Threading.{|CS0234:Lock|}? L; }",
        References = TargetReferences.NetFramework,
    }.RunAsync();

    [Fact]
    public Task Net_standard_is_there() => new Sound.Test
    {
        TestCode = "class [|Bad|] { System.Threading.Tasks.Task? T; System.Threading.{|CS0234:Lock|}? L; }",
        References = TargetReferences.NetStandard20,
    }.RunAsync();

    // Other inputs

    private static Verifier<ReadsOption>.Test Configured(string code, string option) => new()
    {
        TestState = { Sources = { code }, AnalyzerConfigFiles = { ("/.editorconfig", $"root = true\n[*.cs]\n{option}\n") } },
    };

    [Fact]
    public Task Option_is_read() => Configured("class Bad { } class [|Bad2|] { }", "allowed_name = Bad").RunAsync();

    [Fact]
    public Task Option_that_is_read_matters() =>
        Configured("class [|Bad|] { }", "allowed_name = Bad").RunAsync()
            .FailsAsync("Missing: MUT001");

    [Fact]
    public Task Option_is_ignored() => new Sound.Test
    {
        TestState = { Sources = { "class Bad { }" }, AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\nallowed_name = Bad\n") } },
    }.RunAsync().FailsAsync("Unexpected: ");

    [Fact]
    public Task Additional_file_is_read() => new Verifier<ReadsAdditionalFile>.Test
    {
        TestState = { Sources = { "class Bad { }" }, AdditionalFiles = { ("names.txt", "Bad") } },
    }.RunAsync();

    [Fact]
    public Task Projects_reference_each_other() => new Sound.Test
    {
        TestState =
        {
            Sources = { "class [|BadUser|] : BadBase { }" },
            AdditionalProjectReferences = { "Library" },
            AdditionalProjects = { ["Library"] = { Sources = { "public class [|BadBase|] { }" } } },
        },
    }.RunAsync();

    [Fact]
    public Task Diagnostic_in_another_project_is_heard() => new Sound.Test
    {
        TestState = { Sources = { "class C { }" }, AdditionalProjects = { ["Library"] = { Sources = { "public class Bad { }" } } } },
    }.RunAsync().FailsAsync("Unexpected: /Library/Test0.cs(1,14)");

    [Fact]
    public Task Additional_analyzer_is_heard() => new Sound.Test
    {
        TestCode = "class [|Bad|] { }",
        AdditionalAnalyzers = { new HasNoLocation() },
    }.RunAsync().FailsAsync("Unexpected: no location");

    [Fact]
    public Task Suppressor_is_obeyed() => new Sound.Test
    {
        TestCode = "class [|Bad|] { } class BadButAllowed { }",
        AdditionalAnalyzers = { new Forgives() },
    }.RunAsync();

    // One fix after the other

    [Fact]
    public Task Sound_fix_passes() => Fixed.VerifyCodeFixAsync("class [|Bad|] { class [|Bad2|] { } }", "class Good { class Good2 { } }");

    [Fact]
    public Task Sound_fix_with_stated_diagnostic_passes() =>
        Fixed.VerifyCodeFixAsync("class {|#0:Bad|} { }", Fixed.Diagnostic().WithLocation(0).WithArguments("Bad", "name"), "class Good { }");

    [Fact]
    public Task Sound_fix_in_many_documents_and_projects_passes() => new Fixed.Test
    {
        TestState =
        {
            Sources = { "class [|Bad|] { }", "class [|Bad2|] { class [|Bad3|] { } }", "class Untouched { }" },
            AdditionalProjects = { ["Library"] = { Sources = { "class [|Bad|] { }" } } },
        },
        FixedState =
        {
            Sources = { "class Good { }", "class Good2 { class Good3 { } }" },
            AdditionalProjects = { ["Library"] = { Sources = { "class Good { }" } } },
        },
    }.RunAsync();

    [Fact]
    public Task Line_ends_are_kept() => Fixed.VerifyCodeFixAsync("class [|Bad|]\r\n{\r\n}\r\n", "class Good\r\n{\r\n}\r\n");

    [Fact]
    public Task Line_ends_are_compared() =>
        Fixed.VerifyCodeFixAsync("class [|Bad|]\r\n{\r\n}\r\n", "class Good\n{\n}\n").FailsAsync("+ class Good\\r");

    [Fact]
    public Task Result_differs() => Fixed.VerifyCodeFixAsync("class [|Bad|] { }", "class Fine { }").FailsAsync("- class Fine { }");

    [Fact]
    public Task Result_differs_in_another_document() => new Fixed.Test
    {
        TestState = { Sources = { "class [|Bad|] { }", "class [|Bad2|] { }" } },
        FixedState = { Sources = { "class Good { }", "class Bad2 { }" } },
    }.RunAsync().FailsAsync("/0/Test1.cs, expected (-) and actual (+)");

    [Fact]
    public Task Fix_offers_nothing() =>
        Verifier<BadNameAnalyzer, OffersNothing>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("No fix was applied");

    [Fact]
    public Task Fix_changes_nothing() =>
        Verifier<BadNameAnalyzer, ChangesNothing>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("\"Rename\" changes nothing");

    [Fact]
    public Task Fix_changes_nothing_and_nothing_is_expected() =>
        Verifier<BadNameAnalyzer, ChangesNothing>.VerifyCodeFixAsync("class [|Bad|] { }", "class [|Bad|] { }")
            .FailsAsync("\"Rename\" changes nothing");

    [Fact]
    public Task Fix_breaks_the_build() =>
        Verifier<BadNameAnalyzer, BreaksTheBuild>.VerifyCodeFixAsync("class [|Bad|] { } class Taken { }", "class Taken { } class Taken { }")
            .FailsAsync("\"Rename\" breaks the build");

    [Fact]
    public Task Fix_never_ends() =>
        Verifier<BadNameAnalyzer, NeverEnds>.VerifyCodeFixAsync("class [|Bad|] { }", "class [|Bad1|] { }")
            .FailsAsync("One by one: after 1 rounds");

    [Fact]
    public Task Bound_is_given() => new Verifier<BadNameAnalyzer, NeverEnds>.Test
    {
        TestCode = "class [|Bad|] { }",
        FixedCode = "class [|Bad111|] { }",
        NumberOfIncrementalIterations = 3,
    }.RunAsync().FailsAsync("One by one: after 3 rounds");

    [Fact]
    public Task Fix_leaves_the_diagnostic() =>
        Verifier<BadNameAnalyzer, LeavesTheDiagnostic>.VerifyCodeFixAsync("class [|Bad|] { }", "/* bad */class Bad { }")
            .FailsAsync("The diagnostics of the fixed code differ");

    [Fact]
    public Task What_remains_can_be_marked() => Verifier<BadNameAnalyzer, LeavesTheDiagnostic>.VerifyCodeFixAsync("class [|Bad|] { }", "/* bad */class [|Bad|] { }");

    [Fact]
    public Task What_should_remain_is_gone() =>
        Fixed.VerifyCodeFixAsync("class [|Bad|] { }", "class [|Good|] { }").FailsAsync("The diagnostics of the fixed code differ");

    [Fact]
    public Task Fix_brings_in_another_diagnostic() =>
        Verifier<BadNameAnalyzer, BringsInAnother>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }class Outer { class BadToo { } }")
            .FailsAsync("The diagnostics of the fixed code differ");

    [Fact]
    public Task Tree_is_malformed() =>
        Verifier<BadNameAnalyzer, MakesMalformedTree>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { } class Better { }")
            .FailsAsync("that its own text does not parse to");

    [Fact]
    public Task Marked_error_may_remain() => Fixed.VerifyCodeFixAsync(
        "class [|Bad|] { {|CS0246:Missing|} Field; }", "class Good { {|CS0246:Missing|} Field; }");

    [Fact]
    public Task Error_that_remains_must_be_marked() =>
        Fixed.VerifyCodeFixAsync("class [|Bad|] { {|CS0246:Missing|} Field; }", "class Good { Missing Field; }")
            .FailsAsync("The diagnostics of the fixed code differ");

    [Fact]
    public Task Fix_may_add_a_document_but_not_lose_it_in_fix_all() => new Verifier<BadNameAnalyzer, AddsDocument>.Test
    {
        TestCode = "class [|Bad|] { }",
        FixedState = { Sources = { "class Good { }", ("/0/Added.cs", "class Added { }") } },
    }.RunAsync().FailsAsync("Fix-all in Document scope does something else");

    [Theory]
    [InlineData("/0/names.txt, expected (-) and actual (+):\n- \n+ written")]
    [InlineData("/.editorconfig, expected (-) and actual (+):\n- root = true\n+ root = true # written")]
    public Task Change_beside_the_code_is_noticed(string reason) => new Verifier<BadNameAnalyzer, WritesBesides>.Test
    {
        TestState =
        {
            Sources = { "class [|Bad|] { }" },
            AdditionalFiles = { ("/0/names.txt", "") },
            AnalyzerConfigFiles = { ("/.editorconfig", "root = true") },
        },
        FixedCode = "class Good { }",
    }.RunAsync().FailsAsync(reason);

    [Fact]
    public Task Fix_has_no_operation() =>
        Verifier<BadNameAnalyzer, HasNoOperation>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("\"Rename\" has not exactly one operation");

    [Fact]
    public Task Fix_has_two_operations() =>
        Verifier<BadNameAnalyzer, HasTwoOperations>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("\"Rename\" has not exactly one operation");

    [Fact]
    public Task Added_document_is_noticed() =>
        Verifier<BadNameAnalyzer, AddsDocument>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }").FailsAsync("/0/Added.cs");

    [Theory]
    [InlineData(null, null, "Good")]
    [InlineData(0, null, "Good")]
    [InlineData(1, null, "Fine")]
    [InlineData(2, "Nice", "Nice")]
    [InlineData(null, "Fine", "Fine")]
    public Task Action_is_chosen(int? index, string? key, string name) => Choosing(index, key, name).RunAsync();

    [Theory]
    [InlineData(3, null, "Good")]
    [InlineData(null, "Other", "Good")]
    [InlineData(1, "Nice", "Fine")] // they must agree
    public Task Action_does_not_exist(int? index, string? key, string name) => Choosing(index, key, name).RunAsync()
            .FailsAsync("[2] \"Rename to Nice\", key Nice");

    private static Verifier<BadNameAnalyzer, OffersThree>.Test Choosing(int? index, string? key, string name) => new()
    {
        TestCode = "class [|Bad|] { } class [|Bad2|] { }",
        FixedCode = $"class {name} {{ }} class {name}2 {{ }}",
        CodeActionIndex = index,
        CodeActionEquivalenceKey = key,
    };

    [Fact]
    public Task Fix_declares_foreign_ids() =>
        Verifier<BadNameAnalyzer, FixesForeignIds>.VerifyAnalyzerAsync("class [|Bad|] { }")
            .FailsAsync("fixes MUT404");

    [Fact]
    public Task Analyzer_without_fix_has_no_fixed_code() =>
        Sound.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("fixes nothing at all");

    [Fact]
    public Task Compilation_end_cannot_be_fixed() =>
        Verifier<ReportsAtCompilationEnd, GoodNameFix>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("where editors offer no fixes");

    [Fact]
    public Task Fix_that_offers_nothing_offers_nothing() => Verifier<BadNameAnalyzer, OffersNothing>.VerifyNoFixAsync("class [|Bad|] { }");

    [Fact]
    public Task Fix_is_offered() => Fixed.VerifyNoFixAsync("class [|Bad|] { }").FailsAsync("A fix is offered");

    [Fact]
    public Task Nothing_is_there_to_fix() =>
        Fixed.VerifyNoFixAsync("class Good { }")
            .FailsAsync("There is no diagnostic to offer a fix for");

    [Fact]
    public Task Fix_that_is_not_offered_has_no_fixed_code() => new Fixed.Test
    {
        TestCode = "class [|Bad|] { }",
        FixedCode = "class Good { }",
        OffersNoFix = true,
    }.RunAsync().FailsAsync("leaves no fixed code");

    [Fact]
    public Task Formatter_ends_lines_as_the_source_does() => Verifier<BadNameAnalyzer, AddsMember>.VerifyCodeFixAsync(
        "class [|Bad|]\r\n{\r\n    int Field;\r\n}\r\n", "class Good\r\n{\r\n    int Field;\r\n    void M()\r\n    {\r\n    }\r\n}\r\n");

    [Fact]
    public Task Nothing_is_there_to_fix_and_nothing_is_fixed() =>
        Fixed.VerifyCodeFixAsync("class Good { }", "class Good { }").FailsAsync("There is no diagnostic to offer a fix for");

    [Fact]
    public Task Failure_shows_both_texts_the_candidates_and_what_to_paste() =>
        Fixed.VerifyCodeFixAsync("class [|Bad|] { }\nclass C { class [|BadToo|] { } }", "class Good { }\nclass C { class Fine { } }").FailsAsync("""
            The fix does something else.
            Offered at first:
              /0/Test0.cs(1,7)-(1,10): Warning MUT001: 'Bad' is a bad name
                > [0] "Rename", key Rename
              /0/Test0.cs(2,17)-(2,23): Warning MUT001: 'BadToo' is a bad name
                > [0] "Rename", key Rename

            /0/Test0.cs, expected (-) and actual (+):
              class Good { }
            - class C { class Fine { } }
            + class C { class GoodToo { } }

            The actual result, ready to paste:
            class Good { }
            class C { class GoodToo { } }
            """);

    [Fact]
    public Task Failure_shows_what_is_missing_what_is_unexpected_and_what_to_paste() =>
        Sound.VerifyAnalyzerAsync("class [|Good|] { }\nclass C { class Bad { class [|Bad2|] { } } }").FailsAsync("""
            The diagnostics of the test code differ.
            Missing: MUT001 at /0/Test0.cs(1,7)-(1,11)
              The nearest is not it: it is located at /0/Test0.cs(2,17)-(2,20).
            Unexpected: /0/Test0.cs(2,17)-(2,20): Warning MUT001: 'Bad' is a bad name

            Expected (-) and actual (+):
            - class [|Good|] { }
            - class C { class Bad { class [|Bad2|] { } } }
            + class Good { }
            + class C { class [|Bad|] { class [|Bad2|] { } } }

            The actual result, ready to paste:
            class Good { }
            class C { class [|Bad|] { class [|Bad2|] { } } }
            """);

    // Fix all

    [Fact]
    public Task Fix_has_no_fix_all() =>
        Verifier<BadNameAnalyzer, HasNoFixAll>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("has no fix-all provider");

    [Fact]
    public Task Fix_all_lacks_scopes() =>
        Verifier<BadNameAnalyzer, FixesAllInDocumentsOnly>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("does not support the Project scope");

    [Fact]
    public Task Fix_all_offers_nothing() =>
        Verifier<BadNameAnalyzer, FixesAllByOfferingNothing>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("Fix-all in Document scope: nothing is offered");

    [Fact]
    public Task Fix_all_differs() =>
        Verifier<BadNameAnalyzer, FixesDocumentsDifferently>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("Fix-all in Document scope does something else");

    [Fact]
    public Task Fix_all_may_differ_when_it_is_said_so() => new Verifier<BadNameAnalyzer, FixesAllDifferently>.Test
    {
        TestCode = "class [|Bad|] { }",
        FixedCode = "class Good { }",
        BatchFixedCode = "class Super { }",
    }.RunAsync();

    [Fact]
    public Task Fix_all_differs_in_projects() =>
        Verifier<BadNameAnalyzer, FixesProjectsDifferently>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("Fix-all in Project scope does something else");

    [Fact]
    public Task Fix_all_differs_in_solutions() =>
        Verifier<BadNameAnalyzer, FixesSolutionsDifferently>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }")
            .FailsAsync("Fix-all in Solution scope does something else");

    [Fact]
    public Task Fix_all_leaves_what_is_not_marked() => new Verifier<BadNameAnalyzer, FixesAllDifferently>.Test
    {
        TestCode = "class [|Bad|] { }",
        FixedCode = "class Good { }",
        BatchFixedCode = "class [|Super|] { }",
    }.RunAsync().FailsAsync("The diagnostics of the code after fix-all in Document scope differ");

    [Fact]
    public Task Fix_all_does_not_fix_all() =>
        Verifier<BadNameAnalyzer, FixesAllOneByOne>.VerifyCodeFixAsync("class [|Bad|] { } class [|Bad2|] { }", "class Good { } class Good2 { }")
            .FailsAsync("Fix-all in Document scope: after 1 rounds");

    [Fact]
    public Task Fix_all_may_take_more_rounds_when_it_is_said_so() => new Verifier<BadNameAnalyzer, FixesAllOneByOne>.Test
    {
        TestCode = "class [|Bad|] { } class [|Bad2|] { }",
        FixedCode = "class Good { } class Good2 { }",
        NumberOfFixAllIterations = 2,
    }.RunAsync();

    [Fact]
    public Task Fix_all_of_nothing_is_refused() => new Fixed.Test
    {
        TestCode = "class [|Bad|] { }",
        BatchFixedCode = "class Good { }",
    }.RunAsync().FailsAsync("none for one fix after the other");

    [Fact]
    public Task Diagnostics_are_expected_of_no_fixed_code() => new Fixed.Test
    {
        TestCode = "class [|Bad|] { }",
        FixedState = { ExpectedDiagnostics = { Fixed.Diagnostic().WithLocation(1, 7) } },
    }.RunAsync().FailsAsync("expected of fixed code that is not there");

    [Fact]
    public Task Action_is_chosen_for_no_fixed_code() => new Fixed.Test
    {
        TestCode = "class [|Bad|] { }",
        CodeActionIndex = 0,
    }.RunAsync().FailsAsync("chosen, but there is no fixed code");

    [Fact]
    public Task Unknown_project_is_fixed() => new Fixed.Test
    {
        TestCode = "class [|Bad|] { }",
        FixedState = { Sources = { "class Good { }" }, AdditionalProjects = { ["Library"] = { Sources = { "class Good { }" } } } },
    }.RunAsync().FailsAsync("Library is fixed but not tested");
}

file static class Failure
{
    public static async Task FailsAsync(this Task verification, string reason)
    {
        var failure = await Assert.ThrowsAsync<VerificationException>(() => verification);
        Assert.Contains(reason, failure.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
