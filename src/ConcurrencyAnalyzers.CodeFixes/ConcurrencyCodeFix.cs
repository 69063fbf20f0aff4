using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers;

/// <summary>
/// A fix that decides before it offers: it rewrites the document, and offers the result only when the member still compiles without new
/// warnings and the engine finds less in it than before.
/// </summary>
public abstract class ConcurrencyCodeFix : CodeFixProvider
{
    private readonly string title;

    private protected ConcurrencyCodeFix(string id, string title)
    {
        this.title = title;
        FixableDiagnosticIds = [id];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <summary>In place: one document after the other; in each, one diagnostic after the other, since fixes nest. Chains: their union.</summary>
    public sealed override FixAllProvider GetFixAllProvider() => new KeyedFixAllProvider(
        FixAllProvider.Create(async (context, document, diagnostics) => await FixAllAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false)));

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixSite.OfAsync(context.Document, diagnostic.Location.SourceSpan, context.CancellationToken).ConfigureAwait(false) is { } site
                && await TryAsync(site).ConfigureAwait(false) is { } changed)
            {
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(changed), equivalenceKey: GetType().Name), diagnostic);
            }

            await AsyncChainAction.RegisterAsync(context, diagnostic).ConfigureAwait(false);
        }
    }

    /// <summary>The new root of the document, or null when no promise can be made.</summary>
    private protected abstract SyntaxNode? Rewrite(FixSite site);

    private async Task<Document?> TryAsync(FixSite site)
    {
        var root = Rewrite(site);
        if (root is null || root == site.Root)
        {
            return null;
        }

        var changed = site.Document.WithSyntaxRoot(root);
        return await FixProof.HoldsAsync(site, changed, FixableDiagnosticIds[0]).ConfigureAwait(false) ? changed : null;
    }

    private async Task<Document?> FixAllAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return null;
        }

        var marks = new List<SyntaxAnnotation>();
        var marked = new Dictionary<SyntaxNode, SyntaxAnnotation>();
        foreach (var diagnostic in diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (!marked.ContainsKey(node))
            {
                var mark = new SyntaxAnnotation();
                marked.Add(node, mark);
                marks.Add(mark);
            }
        }

        document = document.WithSyntaxRoot(root.ReplaceNodes(marked.Keys, (original, rewritten) => rewritten.WithAdditionalAnnotations(marked[original])));
        foreach (var mark in marks)
        {
            root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            if (root?.GetAnnotatedNodes(mark).FirstOrDefault() is { } node
                && await FixSite.OfAsync(document, node, cancellationToken).ConfigureAwait(false) is { } site
                && await TryAsync(site).ConfigureAwait(false) is { } changed)
            {
                document = changed;
            }
        }

        return document;
    }
}
