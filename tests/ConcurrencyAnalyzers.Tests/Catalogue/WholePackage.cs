using System.Collections.Immutable;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>
/// All rules and all fixes over the input of a rule's test, whatever the test is about: one cause has one diagnostic, and every fix that is offered
/// leaves code that compiles, without its diagnostic and without a new one of ours, alone and by fix-all.
/// </summary>
internal sealed class WholePackage(AnalysisRun start, Report report)
{
    private static readonly string[] Ids = [.. RuleCatalogue.Rules.Select(static rule => rule.Id)];

    public async Task VerifyAsync()
    {
        var before = await Reported.OfAsync(start.Solution);
        await VerifyOneCauseAsync(before.Ours);
        foreach (var alike in before.Ours.Where(static diagnostic => RuleCatalogue.Fix(diagnostic.Id) is not null).GroupBy(static diagnostic => diagnostic.Id))
        {
            await VerifyFixesAsync(before, RuleCatalogue.Fix(alike.Key)!, [.. alike]);
        }
    }

    private async Task VerifyOneCauseAsync(ImmutableArray<Diagnostic> ours)
    {
        foreach (var (i, first) in ours.Index())
        {
            foreach (var second in ours.Skip(i + 1))
            {
                if (first.Location.SourceTree == second.Location.SourceTree && first.Location.SourceSpan.OverlapsWith(second.Location.SourceSpan))
                    throw await report.AboutAsync(start, "Two of our diagnostics stand at one place.", Report.Show(first), Report.Show(second));
                if (IsOnTheWay(first, second) || IsOnTheWay(second, first))
                    throw await report.AboutAsync(start, "One cause is told twice: where it leads to the vehicle, and on the way there.", Report.Show(first), Report.Show(second));
            }
        }
    }

    private static bool IsOnTheWay(Diagnostic inner, Diagnostic outer) =>
        outer.AdditionalLocations.Contains(inner.Location)
        && outer.Properties.TryGetValue(DiagnosticKeys.Api, out var api) && inner.Properties.TryGetValue(DiagnosticKeys.Api, out var same) && api == same;

    private async Task VerifyFixesAsync(Reported before, CodeFixProvider fix, ImmutableArray<Diagnostic> alike)
    {
        (Diagnostic Diagnostic, Document Document, CodeAction Action)? offered = null;
        Solution? only = null;
        foreach (var diagnostic in alike)
        {
            if (start.Solution.GetDocument(diagnostic.Location.SourceTree) is not { } document)
                continue;

            var actions = new List<CodeAction>();
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
            foreach (var action in actions)
            {
                offered ??= (diagnostic, document, action);
                only = await ApplyAsync(before, diagnostic, action, "alone");
            }
        }

        if (offered is not { } first)
            return;

        var context = new FixAllContext(
            first.Document, fix, FixAllScope.Solution, first.Action.EquivalenceKey, [first.Diagnostic.Id], new Provider(alike), CancellationToken.None);
        var together = await fix.GetFixAllProvider()!.GetFixAsync(context)
            ?? throw await report.AboutAsync(start, "There is a fix, and no fix-all.", Report.Show(first.Diagnostic));
        if (alike.Length > 1)
            only = await ApplyAsync(before, first.Diagnostic, together, "by fix-all");
        else if (await TextAsync(only!) != await TextAsync(await ChangedAsync(together)))
            throw await report.AboutAsync(start, "Fix-all of one does something else than the fix.", Report.Show(first.Diagnostic));

        // What an await may not cross, the compiler says only when it emits.
        foreach (var project in only!.Projects)
        {
            var compilation = (await project.GetCompilationAsync())!;
            if (before.Errors.Count == 0 && compilation.Emit(Stream.Null).Diagnostics.FirstOrDefault(static d => d.Severity is DiagnosticSeverity.Error) is { } error)
                throw await report.AboutAsync(start, "A fix leaves code that the compiler cannot emit.", Report.Show(first.Diagnostic), Report.Show(error), await TextAsync(only));
        }
    }

    private async Task<Solution> ApplyAsync(Reported before, Diagnostic diagnostic, CodeAction action, string how)
    {
        var changed = await ChangedAsync(action);
        var after = await Reported.OfAsync(changed);
        var wrong = after.Errors.Where(pair => pair.Value > before.Errors.GetValueOrDefault(pair.Key)).Select(static pair => $"brings {pair.Key}")
            .Concat(after.Counts.Where(pair => pair.Value > before.Counts.GetValueOrDefault(pair.Key)).Select(static pair => $"brings {pair.Key}"))
            .Concat(after.Counts.GetValueOrDefault(diagnostic.Id) < before.Counts[diagnostic.Id] ? [] : [$"leaves {diagnostic.Id}"])
            .ToArray();
        return wrong.Length == 0
            ? changed
            : throw await report.AboutAsync(
                start, $"\"{action.Title}\", applied {how}, {string.Join(" and ", wrong)}.", [Report.Show(diagnostic), .. after.All.Select(Report.Show), await TextAsync(changed)]);
    }

    /// <summary>The solution as the editor has it afterwards: texts, parsed anew.</summary>
    private async Task<Solution> ChangedAsync(CodeAction action)
    {
        var changed = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        var result = start.Solution;
        foreach (var id in changed.GetChanges(start.Solution).GetProjectChanges().SelectMany(static project => project.GetChangedDocuments()))
            result = result.WithDocumentText(id, await changed.GetDocument(id)!.GetTextAsync());

        return result;
    }

    private static async Task<string> TextAsync(Solution solution)
    {
        var texts = new List<string>();
        foreach (var document in solution.Projects.SelectMany(static project => project.Documents))
            texts.Add((await document.GetTextAsync()).ToString());

        return string.Join(Environment.NewLine, texts);
    }

    /// <summary>What compiler and rules report of a solution.</summary>
    private sealed record Reported(ImmutableArray<Diagnostic> Ours, ImmutableArray<Diagnostic> Failures)
    {
        public Dictionary<string, int> Counts { get; } = Ours.CountBy(static diagnostic => diagnostic.Id).ToDictionary();

        public Dictionary<string, int> Errors { get; } = Failures.CountBy(static diagnostic => diagnostic.Id).ToDictionary();

        public IEnumerable<Diagnostic> All => Ours.Concat(Failures);

        public static async Task<Reported> OfAsync(Solution solution)
        {
            var all = new List<Diagnostic>();
            foreach (var project in solution.Projects)
            {
                var compilation = (await project.GetCompilationAsync())!;
                var options = new CompilationWithAnalyzersOptions(project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
                all.AddRange(await compilation.WithAnalyzers(RuleCatalogue.Analyzers, options).GetAllDiagnosticsAsync());
            }

            return new(
                [.. all.Where(static diagnostic => Ids.Contains(diagnostic.Id) && diagnostic.Location.IsInSource)],
                [.. all.Where(static diagnostic => diagnostic.Id == AnalysisRun.CrashId || (AnalysisRun.IsFromCompiler(diagnostic) && diagnostic.Severity is DiagnosticSeverity.Error))]);
        }
    }

    private sealed class Provider(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => project.GetDocument(diagnostic.Location.SourceTree) is not null));

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => document.Project.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
