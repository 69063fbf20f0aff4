using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers;

/// <summary>Takes the union of the chains, so that each declaration is rewritten once, however many places lead to it.</summary>
internal sealed class ChainFixAllProvider : FixAllProvider
{
    public static readonly ChainFixAllProvider Instance = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var places = new List<ChainPlace>();
        foreach (var diagnostic in await DiagnosticsAsync(fixAllContext).ConfigureAwait(false))
        {
            if (fixAllContext.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document
                && await ChainPlace.OfAsync(document, diagnostic, fixAllContext.CancellationToken).ConfigureAwait(false) is { } place
                && places.All(known => known.Finding.Call.Syntax != place.Finding.Call.Syntax)
                && await ChainSearch.IsOpenAsync(place, fixAllContext.CancellationToken).ConfigureAwait(false))
            {
                places.Add(place);
            }
        }

        return places.Count == 0
            ? null
            : CodeAction.Create(
                AsyncChainAction.Title,
                async cancellationToken => await ChainChange.ApplyMostAsync(fixAllContext.Solution, places, cancellationToken).ConfigureAwait(false) ?? fixAllContext.Solution,
                fixAllContext.CodeActionEquivalenceKey);
    }

    private static async Task<IEnumerable<Diagnostic>> DiagnosticsAsync(FixAllContext context) => context switch
    {
        { Scope: FixAllScope.Document, Document: { } document } => Ordered(await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)),
        { Scope: FixAllScope.Project } => Ordered(await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false)),
        _ => await OfSolutionAsync(context).ConfigureAwait(false),
    };

    private static async Task<IEnumerable<Diagnostic>> OfSolutionAsync(FixAllContext context)
    {
        var all = new List<Diagnostic>();
        foreach (var project in context.Solution.Projects.Where(static project => project.Language == LanguageNames.CSharp))
        {
            all.AddRange(Ordered(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false)));
        }

        return all;
    }

    private static IEnumerable<Diagnostic> Ordered(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceTree?.FilePath, System.StringComparer.Ordinal).ThenBy(static diagnostic => diagnostic.Location.SourceSpan.Start);
}
