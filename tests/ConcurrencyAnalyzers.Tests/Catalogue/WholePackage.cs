using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Precision.Fixing;
using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>
/// All rules and all fixes over the input of a rule's test, whatever the test is about: one cause has one diagnostic, and every fix that is offered
/// leaves code that compiles, without its diagnostic and without a new one of ours, alone and by fix-all.
/// </summary>
/// <remarks>
/// Everything for every input takes half as long as the tests themselves. So each suite takes a part of the inputs, chosen by a hash of their text, and
/// another part with the other compiler; with <c>WHOLE_PACKAGE=1</c>, as at night, all of them.
/// </remarks>
internal sealed class WholePackage(AnalysisRun start, Report report)
{
    private const int OneIn = 3;

    private static readonly string[] Ids = [.. RuleCatalogue.Rules.Select(static rule => rule.Id)];

    private static readonly string Compiler = Repository.Metadata("RoslynUnderTest");

    private static readonly bool IsEvery = Environment.GetEnvironmentVariable("WHOLE_PACKAGE") is { Length: > 0 };

    /// <summary>The same inputs in every run, and other ones with the other compiler.</summary>
    public bool IsChosen { get; } = IsEvery || SHA256.HashData(Encoding.UTF8.GetBytes(Compiler + string.Concat(start.Text.Files.Select(static file => file.Text))))[0] % OneIn == 0;

    public async Task VerifyAsync()
    {
        var before = await StateAsync(start.Solution);
        await VerifyOneCauseAsync(before.Ours);
        foreach (var alike in before.Ours.GroupBy(static diagnostic => diagnostic.Id))
        {
            foreach (var fix in RuleCatalogue.Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(alike.Key)))
                await VerifyFixesAsync(before, fix, [.. alike]);
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

    // Whoever holds a lock meanwhile is told so; whoever calls that would block without the lock, too. A member that anybody may call is told of callers that
    // nobody knows, its known callers of themselves. And a function may be called here and handed over there.
    private static bool IsOnTheWay(Diagnostic inner, Diagnostic outer) =>
        inner.Properties.GetValueOrDefault(DiagnosticKeys.Vehicle) != nameof(Vehicle.HeldLock) && inner.Id != SyncOverAsyncInLibraryAnalyzer.Id && !IsRunTwice(inner)
        && outer.AdditionalLocations.Contains(inner.Location)
        && outer.Properties.TryGetValue(DiagnosticKeys.Api, out var api) && inner.Properties.TryGetValue(DiagnosticKeys.Api, out var same) && api == same;

    private static bool IsRunTwice(Diagnostic inner)
    {
        var root = inner.Location.SourceTree!.GetRoot();
        return root.FindNode(inner.Location.SourceSpan).Ancestors().OfType<LocalFunctionStatementSyntax>().FirstOrDefault() is { Parent: { } scope } function
            && scope.DescendantNodes().OfType<IdentifierNameSyntax>().Count(name => name.Identifier.ValueText == function.Identifier.ValueText) > 1;
    }

    private async Task VerifyFixesAsync(CodeState before, CodeFixProvider fix, ImmutableArray<Diagnostic> alike)
    {
        var offered = new Dictionary<string, (Diagnostic Diagnostic, Document Document, CodeAction Action, Solution Changed)>(StringComparer.Ordinal);
        foreach (var diagnostic in alike)
        {
            if (start.Solution.GetDocument(diagnostic.Location.SourceTree) is not { } document)
                continue;

            foreach (var action in await Fix.OffersAsync(fix, document, diagnostic))
            {
                var changed = await Fix.ApplyAsync(start.Solution, action);
                if (changed == start.Solution && Fix.MayDoNothing(action))
                    continue;

                await VerifyAsync(before, diagnostic, action, changed, "alone");
                offered.TryAdd(action.EquivalenceKey!, (diagnostic, document, action, changed));
            }
        }

        foreach (var first in offered.Values)
        {
            var together = await Fix.AllAsync(fix, first.Document, first.Action, alike)
                ?? throw await report.AboutAsync(start, "There is a fix, and no fix-all.", Report.Show(first.Diagnostic));
            var all = await Fix.ApplyAsync(start.Solution, together);
            if (alike.Length > 1)
                await VerifyAsync(before, first.Diagnostic, together, all, "by fix-all");
            else if (await TextAsync(first.Changed) != await TextAsync(all))
                throw await report.AboutAsync(start, "Fix-all of one does something else than the fix.", Report.Show(first.Diagnostic), await TextAsync(first.Changed), await TextAsync(all));

            // What an await may not cross, the compiler says only when it emits.
            foreach (var project in all.Projects)
            {
                var compilation = (await project.GetCompilationAsync())!;
                if (before.Errors.Count == 0 && compilation.Emit(Stream.Null).Diagnostics.FirstOrDefault(static d => d.Severity is DiagnosticSeverity.Error) is { } error)
                    throw await report.AboutAsync(start, "A fix leaves code that the compiler cannot emit.", Report.Show(first.Diagnostic), Report.Show(error), await TextAsync(all));
            }
        }
    }

    private async Task VerifyAsync(CodeState before, Diagnostic diagnostic, CodeAction action, Solution changed, string how)
    {
        var after = await StateAsync(changed);
        var wrong = before.WrongIn(after, diagnostic.Id, await Fix.NewNamesAsync(start.Solution, changed));
        if (wrong.Count > 0)
        {
            throw await report.AboutAsync(
                start,
                $"\"{action.Title}\", applied {how}, {string.Join(" and ", wrong)}.",
                [Report.Show(diagnostic), .. after.Ours.Concat(after.Failures).Select(Report.Show), await TextAsync(changed)]);
        }
    }

    private static async Task<string> TextAsync(Solution solution)
    {
        var texts = new List<string>();
        foreach (var document in solution.Projects.SelectMany(static project => project.Documents))
            texts.Add((await document.GetTextAsync()).ToString());

        return string.Join(Environment.NewLine, texts);
    }

    private static async Task<CodeState> StateAsync(Solution solution)
    {
        var all = new List<Diagnostic>();
        foreach (var project in solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync())!;
            var options = new CompilationWithAnalyzersOptions(project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
            all.AddRange(await compilation.WithAnalyzers(RuleCatalogue.Analyzers, options).GetAllDiagnosticsAsync());
        }

        return new([.. all.Where(static diagnostic => Ids.Contains(diagnostic.Id) && diagnostic.Location.IsInSource)], [.. all.Where(CodeState.IsFailure)]);
    }
}
