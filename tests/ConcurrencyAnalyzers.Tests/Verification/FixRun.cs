using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>What a fix proposes for one diagnostic, and the proposal that the test is about.</summary>
internal sealed record Offer(Diagnostic Diagnostic, Document Document, ImmutableArray<CodeAction> Actions, CodeAction? Chosen)
{
    public override string ToString() =>
        $"  {Report.Show(Diagnostic)}"
        + string.Concat(Actions.Select((action, i) =>
            $"{Environment.NewLine}    {(action == Chosen ? '>' : ' ')} [{i}] \"{action.Title}\", key {action.EquivalenceKey ?? "null"}"));
}

/// <summary>Applies a fix as the editor would, again and again, until it has nothing more to offer.</summary>
internal sealed class FixRun(RuleTest test, CodeFixProvider fix, IReadOnlySet<string> toleratedErrors, Report report)
{
    public Task<AnalysisRun> OneByOneAsync(AnalysisRun start) => RepeatAsync(
        "One by one",
        start,
        offers => test.NumberOfIncrementalIterations ?? offers.Length,
        (_, offer) => Task.FromResult(offer.Chosen!));

    public Task<AnalysisRun> AllAtOnceAsync(AnalysisRun start, FixAllScope scope) => RepeatAsync(
        $"Fix-all in {scope} scope",
        start,
        offers => test.NumberOfFixAllIterations
            ?? offers.Where(o => o.Chosen is not null).DistinctBy(o => (Unit(o.Document, scope), o.Diagnostic.Id, o.Chosen!.EquivalenceKey)).Count(),
        (run, offer) => AllLikeAsync(run, offer, scope));

    public async Task<ImmutableArray<Offer>> OffersAsync(AnalysisRun run)
    {
        var offers = ImmutableArray.CreateBuilder<Offer>();
        foreach (var diagnostic in await run.DiagnosticsAsync())
        {
            if (!fix.FixableDiagnosticIds.Contains(diagnostic.Id) || run.Solution.GetDocument(diagnostic.Location.SourceTree) is not { } document)
                continue;
            if (diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd))
                throw await report.AboutAsync(run, $"{diagnostic.Id} is reported at the end of the compilation, where editors offer no fixes.");

            var actions = new List<CodeAction>();
            await fix.RegisterCodeFixesAsync(
                new CodeFixContext(document, diagnostic, (action, _) => actions.AddRange(Leaves(action)), CancellationToken.None));
            offers.Add(new(diagnostic, document, [.. actions], Choose(actions)));
        }

        return offers.ToImmutable();
    }

    private async Task<AnalysisRun> RepeatAsync(
        string manner, AnalysisRun start, Func<ImmutableArray<Offer>, int> boundOf, Func<AnalysisRun, Offer, Task<CodeAction>> actionFor)
    {
        var run = start;
        var offers = await OffersAsync(run);
        var bound = boundOf(offers);
        for (var round = 0; offers.FirstOrDefault(o => o.Chosen is not null) is { } offer; round++)
        {
            if (round == bound)
            {
                throw await report.AboutAsync(
                    run, $"{manner}: after {round} rounds the fix still has something to offer.", offers.Select(o => o.ToString()));
            }

            run = await ApplyAsync(manner, run, await actionFor(run, offer));
            offers = await OffersAsync(run);
        }

        return run;
    }

    private async Task<AnalysisRun> ApplyAsync(string manner, AnalysisRun run, CodeAction action)
    {
        // The operations have tidied the document already; to do it again would be kinder than the editor is.
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        if (operations.OfType<ApplyChangesOperation>().ToArray() is not [{ ChangedSolution: var changed }])
            throw await report.AboutAsync(run, $"{manner}: \"{action.Title}\" has not exactly one operation that changes the solution.");

        var text = await run.Text.WithFilesOfAsync(changed);
        if (text.SameFilesAs(run.Text))
            throw await report.AboutAsync(run, $"{manner}: \"{action.Title}\" changes nothing.");

        var next = test.Run(text);
        await VerifyTreesAsync(manner, action, changed, next);
        var reported = await next.CompilerErrorsAsync();
        var errors = (reported.IsEmpty ? await EmitErrorsAsync(next) : reported).Where(e => !toleratedErrors.Contains(e.Id)).ToArray();
        return errors.Length == 0
            ? next
            : throw await report.TextsDifferAsync(
                $"{manner}: \"{action.Title}\" breaks the build.", run.Text, next, string.Join(Environment.NewLine, errors.Select(Report.Show)));
    }

    // What an await may not cross, the compiler says only when it emits.
    private static async Task<ImmutableArray<Diagnostic>> EmitErrorsAsync(AnalysisRun run)
    {
        var errors = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var project in run.Solution.Projects)
            errors.AddRange((await project.GetCompilationAsync())!.Emit(Stream.Null).Diagnostics.Where(d => d.Severity is DiagnosticSeverity.Error));

        return errors.ToImmutable();
    }

    // A tree may say something else than its text, such as an operand without the parentheses that it needs.
    private async Task VerifyTreesAsync(string manner, CodeAction action, Solution changed, AnalysisRun next)
    {
        foreach (var document in changed.Projects.SelectMany(p => p.Documents))
        {
            var root = await document.GetSyntaxRootAsync();
            var parsed = CSharpSyntaxTree.ParseText(await document.GetTextAsync(), (CSharpParseOptions)document.Project.ParseOptions!);
            if (!Shape(root!).SequenceEqual(Shape(await parsed.GetRootAsync())))
                throw await report.AboutAsync(next, $"{manner}: \"{action.Title}\" makes a tree for {document.Name} that its own text does not parse to.");
        }
    }

    // SyntaxFactory.AreEquivalent tells a list of one from the one alone, which no text can.
    private static IEnumerable<(int Kind, TextSpan Span)> Shape(SyntaxNode root) =>
        root.DescendantNodesAndTokens().Select(static part => (part.RawKind, part.Span));

    private async Task<CodeAction> AllLikeAsync(AnalysisRun run, Offer offer, FixAllScope scope)
    {
        var context = new FixAllContext(
            offer.Document, fix, scope, offer.Chosen!.EquivalenceKey, [offer.Diagnostic.Id], new Findings(run), CancellationToken.None);
        return await fix.GetFixAllProvider()!.GetFixAsync(context)
            ?? throw new VerificationException($"Fix-all in {scope} scope: nothing is offered, but one by one this is:{Environment.NewLine}{offer}");
    }

    private CodeAction? Choose(List<CodeAction> actions) => (test.CodeActionIndex, test.CodeActionEquivalenceKey) switch
    {
        ({ } index, { } key) => actions.ElementAtOrDefault(index) is { } action && action.EquivalenceKey == key ? action : null,
        ({ } index, null) => actions.ElementAtOrDefault(index),
        (null, { } key) => actions.Find(a => a.EquivalenceKey == key),
        _ => actions.FirstOrDefault(),
    };

    private static IEnumerable<CodeAction> Leaves(CodeAction action) =>
        action.NestedActions.IsEmpty ? [action] : action.NestedActions.SelectMany(Leaves);

    private static object Unit(Document document, FixAllScope scope) => scope switch
    {
        FixAllScope.Document => document.Id,
        FixAllScope.Project => document.Project.Id,
        _ => scope,
    };

    private sealed class Findings(AnalysisRun run) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await run.DiagnosticsAsync()).Where(d => run.Solution.GetDocument(d.Location.SourceTree)?.Id == document.Id);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await run.DiagnosticsAsync()).Where(d => run.Solution.GetDocument(d.Location.SourceTree)?.Project.Id == project.Id);

        // Those that lie in no document; no fix is offered for them.
        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
