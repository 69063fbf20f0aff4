using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Precision.Fixing;

/// <summary>Asks fixes what they offer, and applies it as an editor does.</summary>
internal static class Fix
{
    public static async Task<IReadOnlyList<CodeAction>> OffersAsync(CodeFixProvider fix, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.AddRange(Leaves(action)), CancellationToken.None));
        return actions;
    }

    private static IEnumerable<CodeAction> Leaves(CodeAction action) => action.NestedActions.IsEmpty ? [action] : action.NestedActions.SelectMany(Leaves);

    /// <summary>Fix-all over diagnostics that are alike; null where it has nothing to offer.</summary>
    public static async Task<CodeAction?> AllAsync(CodeFixProvider fix, Document document, CodeAction like, ImmutableArray<Diagnostic> alike) =>
        await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(document, fix, FixAllScope.Solution, like.EquivalenceKey, [alike[0].Id], new Provider(alike), CancellationToken.None));

    /// <summary>The solution as the editor has it afterwards: texts, parsed anew. The same one where nothing changes.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, CodeAction action)
    {
        var changed = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        var result = solution;
        foreach (var id in ChangedDocuments(solution, changed))
        {
            result = result.WithDocumentText(id, SourceText.From((await changed.GetDocument(id)!.GetTextAsync()).ToString(), System.Text.Encoding.UTF8));
        }

        return result;
    }

    /// <summary>A chain is proven when it is applied; what cannot be proven then changes nothing.</summary>
    public static bool MayDoNothing(CodeAction action) => action.EquivalenceKey == AsyncChainAction.Key;

    public static IEnumerable<DocumentId> ChangedDocuments(Solution before, Solution after) =>
        after.GetChanges(before).GetProjectChanges().SelectMany(static project => project.GetChangedDocuments());

    /// <summary>The pieces of text that were written, each no larger than it has to be.</summary>
    public static async Task<IReadOnlyList<(string Path, TextSpan Span)>> WrittenAsync(Solution before, Solution after)
    {
        var written = new List<(string, TextSpan)>();
        foreach (var id in ChangedDocuments(before, after))
        {
            var document = after.GetDocument(id)!;
            var shift = 0;
            foreach (var change in await document.GetTextChangesAsync(before.GetDocument(id)!))
            {
                written.Add((document.FilePath!, new(change.Span.Start + shift, change.NewText!.Length)));
                shift += change.NewText.Length - change.Span.Length;
            }
        }

        return written;
    }

    /// <summary>The names that stand in the code more often than before.</summary>
    public static async Task<IReadOnlySet<string>> NewNamesAsync(Solution before, Solution after)
    {
        var balance = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in ChangedDocuments(before, after))
        {
            Count((await before.GetDocument(id)!.GetSyntaxRootAsync())!, -1);
            Count((await after.GetDocument(id)!.GetSyntaxRootAsync())!, 1);
        }

        return balance.Where(static pair => pair.Value > 0).Select(static pair => pair.Key).ToHashSet(StringComparer.Ordinal);

        void Count(SyntaxNode root, int by)
        {
            foreach (var token in root.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)))
            {
                balance[token.ValueText] = balance.GetValueOrDefault(token.ValueText) + by;
            }
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
