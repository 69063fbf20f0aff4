using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers;

/// <summary>Makes chains asynchronous across a solution, and proves the result before it hands it out.</summary>
internal static class ChainChange
{
    /// <summary>The solution with all the chains asynchronous; null when that cannot be proven to be the same program.</summary>
    public static async Task<Solution?> ApplyAsync(Solution solution, IReadOnlyCollection<ChainPlace> places, CancellationToken cancellationToken)
    {
        // Where not all callers can follow, those that need not may be what stands in the way.
        return await TryAsync(solution, places, everywhere: true, cancellationToken).ConfigureAwait(false)
            ?? await TryAsync(solution, places, everywhere: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same with as many of the chains as can be proven.</summary>
    public static async Task<Solution?> ApplyMostAsync(Solution solution, IReadOnlyList<ChainPlace> places, CancellationToken cancellationToken)
    {
        var (_, changed) = await MostAsync(solution, places, cancellationToken).ConfigureAwait(false);
        return changed;
    }

    private static async Task<(IReadOnlyList<ChainPlace> Places, Solution? Changed)> MostAsync(Solution solution, IReadOnlyList<ChainPlace> places, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            return ([], null);
        }

        if (await ApplyAsync(solution, places, cancellationToken).ConfigureAwait(false) is { } all)
        {
            return (places, all);
        }

        if (places.Count == 1)
        {
            return ([], null);
        }

        var first = await MostAsync(solution, [.. places.Take(places.Count / 2)], cancellationToken).ConfigureAwait(false);
        var second = await MostAsync(solution, [.. places.Skip(places.Count / 2)], cancellationToken).ConfigureAwait(false);
        if (first.Places.Count > 0 && second.Places.Count > 0 && first.Places.Count + second.Places.Count < places.Count
            && await ApplyAsync(solution, [.. first.Places, .. second.Places], cancellationToken).ConfigureAwait(false) is { } both)
        {
            return ([.. first.Places, .. second.Places], both);
        }

        return first.Places.Count >= second.Places.Count ? first : second;
    }

    private static async Task<Solution?> TryAsync(Solution solution, IReadOnlyCollection<ChainPlace> places, bool everywhere, CancellationToken cancellationToken)
    {
        if (await ChainSearch.RunAsync(solution, places, everywhere, cancellationToken).ConfigureAwait(false) is not { } search)
        {
            return null;
        }

        var changed = solution;
        foreach (var (site, edits) in search.Documents)
        {
            changed = changed.WithDocumentSyntaxRoot(site.Document.Id, new ChainRewriter(site, edits).Visit(site.Root)!);
        }

        // Whoever applies the change writes files; projects for other target frameworks compile the same ones.
        var written = changed;
        foreach (var (site, _) in search.Documents)
        {
            var text = await changed.GetDocument(site.Document.Id)!.GetTextAsync(cancellationToken).ConfigureAwait(false);
            foreach (var linked in site.Document.GetLinkedDocumentIds())
            {
                written = written.WithDocumentText(linked, text);
            }
        }

        return await ChainProof.HoldsAsync([.. search.Documents.Select(static document => document.Site)], solution, written, cancellationToken).ConfigureAwait(false) ? changed : null;
    }
}
