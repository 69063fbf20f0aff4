using System.Collections.Immutable;
using ConcurrencyAnalyzers.Tests.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>One statement about an analyzer and its fix, in full detail.</summary>
public abstract class RuleTest
{
    private static readonly FixAllScope[] Scopes = [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    private readonly DiagnosticAnalyzer analyzer;
    private readonly CodeFixProvider fix;
    private readonly Report report;

    private protected RuleTest(DiagnosticAnalyzer analyzer, CodeFixProvider fix) =>
        (this.analyzer, this.fix, report) = (analyzer, fix, new(analyzer));

    /// <summary>Adds a source to <see cref="TestState"/>.</summary>
    public string TestCode { set => TestState.Sources.Add(value); }

    /// <summary>Adds a source to <see cref="FixedState"/>.</summary>
    public string FixedCode { set => FixedState.Sources.Add(value); }

    /// <summary>Adds a source to <see cref="BatchFixedState"/>.</summary>
    public string BatchFixedCode { set => BatchFixedState.Sources.Add(value); }

    public SolutionState TestState { get; } = new();

    /// <summary>What remains when every fix has been applied. Files that it does not mention stay as they are.</summary>
    public SolutionState FixedState { get; } = new();

    /// <summary>What fix-all leaves where that is not what one by one leaves.</summary>
    public SolutionState BatchFixedState { get; } = new();

    public TargetReferences References { get; set; } = TargetReferences.Net100;

    public IList<MetadataReference> AdditionalReferences { get; } = [];

    public LanguageVersion LanguageVersion { get; set; } = LanguageVersion.Latest;

    public NullableContextOptions NullableContext { get; set; } = NullableContextOptions.Enable;

    /// <summary>Ids that the project does not want to hear of.</summary>
    public IList<string> DisabledRules { get; } = [];

    /// <summary>Analyzers and suppressors that run beside the one under test; what they report counts as well.</summary>
    public IList<DiagnosticAnalyzer> AdditionalAnalyzers { get; } = [];

    /// <summary>Which action to apply, groups of actions being flattened; the first if neither index nor key is given.</summary>
    public int? CodeActionIndex { get; set; }

    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>How many fixes may be applied one by one; one for each fixable diagnostic if not given.</summary>
    public int? NumberOfIncrementalIterations { get; set; }

    /// <summary>How often fix-all may be applied; once for each scope that holds something to fix if not given.</summary>
    public int? NumberOfFixAllIterations { get; set; }

    /// <summary>The diagnostics are reported, and the fix offers nothing for any of them; or not the action that is chosen, when one is.</summary>
    public bool OffersNoFix { get; set; }

    /// <summary>The test is about generated code that stands for markup; elsewhere there must be silence.</summary>
    public bool SpeaksInGeneratedCode { get; set; }

    public async Task RunAsync()
    {
        if (BadQuestions().FirstOrDefault() is { } question)
            throw new VerificationException(question);

        var tested = TestState.ToText();
        var before = Expect(tested, TestState);
        var after = Expect(FixedState.ToText().Inherit(tested), FixedState);
        var batch = Expect(BatchFixedState.ToText().Inherit(FixedState.ToText().Inherit(tested)), BatchFixedState);
        var mentioned = new[] { before, after, batch }.SelectMany(e => e.Diagnostics).Select(d => d.Id).ToHashSet();

        var start = Run(before.Text);
        await VerifyDiagnosticsAsync("the test code", before, start, mentioned);
        await VerifySilencedAsync(start);

        // Whatever the test is about, its input is one for all rules and fixes of the package.
        if (RuleCatalogue.Contains(analyzer) && new WholePackage(start, report) is { IsChosen: true } package)
            await package.VerifyAsync();

        if (!OffersNoFix && !Says(FixedState))
            return;

        var fixing = new FixRun(this, fix, mentioned, report);
        var offers = await fixing.OffersAsync(start);
        if (offers.IsEmpty)
            throw await report.AboutAsync(start, "There is no diagnostic to offer a fix for.");
        if (!OffersNoFix)
            await VerifyFixAsync(fixing, start, offers, after, Says(BatchFixedState) ? batch : null, mentioned);
        else if (offers.Any(o => CodeActionIndex is null && CodeActionEquivalenceKey is null ? !o.Actions.IsEmpty : o.Chosen is not null))
            throw await report.AboutAsync(start, "A fix is offered.", offers.Select(o => o.ToString()));
    }

    internal AnalysisRun Run(SolutionText text) => new(text, Settings, [analyzer, .. AdditionalAnalyzers]);

    private CompilationSettings Settings => new()
    {
        References = References,
        AdditionalReferences = [.. AdditionalReferences],
        LanguageVersion = LanguageVersion,
        NullableContext = NullableContext,
        DisabledRules = [.. DisabledRules],
    };

    private IEnumerable<string> OwnIds => analyzer.SupportedDiagnostics.Select(d => d.Id);

    private static bool Says(SolutionState state) => state.ToText().Files.Any();

    private Expectation Expect(SolutionText marked, SolutionState state) => Expectation.Of(marked, state.ExpectedDiagnostics, analyzer);

    private IEnumerable<string> BadQuestions()
    {
        if (analyzer is not DiagnosticSuppressor && !OwnIds.Any())
            yield return $"{analyzer.GetType().Name} declares no descriptor, so the compiler never runs it.";
        if (!TestState.Sources.Any())
            yield return "There is no test code.";
        var fixedProjects = FixedState.AdditionalProjects.Concat(BatchFixedState.AdditionalProjects).Select(p => p.Name);
        foreach (var stranger in fixedProjects.Except(TestState.AdditionalProjects.Select(p => p.Name)))
            yield return $"The project {stranger} is fixed but not tested.";

        var declared = OwnIds.Concat(AdditionalAnalyzers.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id));
        foreach (var id in fix.FixableDiagnosticIds.Except(declared))
            yield return $"{fix.GetType().Name} fixes {id}, which no analyzer here declares.";
        if (fix.GetFixAllProvider() is not { } all)
            yield return $"{fix.GetType().Name} has no fix-all provider.";
        else
        {
            foreach (var scope in Scopes.Except(all.GetSupportedFixAllScopes()))
                yield return $"The fix-all provider of {fix.GetType().Name} does not support the {scope} scope.";
        }

        if (OffersNoFix && Says(FixedState))
            yield return "A fix that is not offered leaves no fixed code.";
        if ((OffersNoFix || Says(FixedState)) && fix.FixableDiagnosticIds.IsEmpty)
            yield return $"{fix.GetType().Name} fixes nothing at all.";
        if (new[] { FixedState, BatchFixedState }.Any(s => s.ExpectedDiagnostics.Count > 0 && !Says(s)))
            yield return "Diagnostics are expected of fixed code that is not there.";
        if ((CodeActionIndex is not null || CodeActionEquivalenceKey is not null) && !OffersNoFix && !Says(FixedState))
            yield return "An action is chosen, but there is no fixed code.";
        if (Says(BatchFixedState) && !Says(FixedState))
            yield return "There is code for fix-all, but none for one fix after the other.";
    }

    private async Task VerifyDiagnosticsAsync(string where, Expectation expected, AnalysisRun run, HashSet<string> mentioned)
    {
        // Of the compiler only errors count, and what the test mentions.
        var actual = (await run.DiagnosticsAsync())
            .Where(d => !AnalysisRun.IsFromCompiler(d) || d.Severity is DiagnosticSeverity.Error || mentioned.Contains(d.Id));
        var pairing = Pairing.Of(expected.Diagnostics, [.. actual]);
        if (!pairing.IsPerfect)
            throw await report.DiagnosticsDifferAsync(where, expected, pairing, run);
    }

    private async Task VerifySilencedAsync(AnalysisRun start)
    {
        var reported = (await start.AnalyzerDiagnosticsAsync()).Where(IsOwn).Select(d => d.Id).Distinct().ToArray();
        if (reported.Length == 0)
            return;

        await VerifySilentUnderAsync($"#pragma warning disable {string.Join(", ", reported)}\n");
        if (!SpeaksInGeneratedCode)
            await VerifySilentUnderAsync("// <auto-generated/>\n");

        async Task VerifySilentUnderAsync(string header)
        {
            var run = Run(start.Text.Select(f => f.Kind is FileKind.Source ? f with { Text = header + f.Text } : f));
            var heard = (await run.AnalyzerDiagnosticsAsync()).Where(d => IsOwn(d) && (d.Location.IsInSource || d.Id == AnalysisRun.CrashId)).ToArray();
            if (heard.Length > 0)
                throw await report.AboutAsync(run, $"There are diagnostics in spite of {header.TrimEnd()} on top.", heard.Select(Report.Show));
        }

        bool IsOwn(Diagnostic diagnostic) => OwnIds.Append(AnalysisRun.CrashId).Contains(diagnostic.Id);
    }

    private async Task VerifyFixAsync(
        FixRun fixing, AnalysisRun start, ImmutableArray<Offer> offers, Expectation after, Expectation? batch, HashSet<string> mentioned)
    {
        var single = await fixing.OneByOneAsync(start);
        if (!single.Text.SameFilesAs(after.Text))
        {
            throw await report.TextsDifferAsync(
                single == start ? "No fix was applied." : "The fix does something else.",
                after.Text,
                single,
                $"Offered at first:{Environment.NewLine}{string.Join(Environment.NewLine, offers)}");
        }

        await VerifyDiagnosticsAsync("the fixed code", after, single, mentioned);

        var together = batch ?? after;
        foreach (var scope in Scopes)
        {
            var all = await fixing.AllAtOnceAsync(start, scope);
            if (!all.Text.SameFilesAs(together.Text))
            {
                var how = $"Fix-all in {scope} scope does something else{(batch is null ? " than one fix after the other" : "")}.";
                throw await report.TextsDifferAsync(how, together.Text, all);
            }

            await VerifyDiagnosticsAsync($"the code after fix-all in {scope} scope", together, all, mentioned);
        }
    }
}
