using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers;

/// <summary>A place that blocks, and the chain that would have to become asynchronous for it to await.</summary>
internal sealed class ChainPlace
{
    private ChainPlace(FixSite site, Finding finding, AsyncChain chain)
    {
        Site = site;
        Finding = finding;
        Chain = chain;
    }

    public FixSite Site { get; }

    public Finding Finding { get; }

    public AsyncChain Chain { get; }

    /// <summary>Null where the finding is another rule's, or no chain can be made asynchronous. Who else calls its methods is not asked.</summary>
    public static async Task<ChainPlace?> OfAsync(Document document, Diagnostic diagnostic, System.Threading.CancellationToken cancellationToken)
    {
        if (await FixSite.OfAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false) is not { } site
            || site.MemberAround(site.Node) is not { } member
            || site.Engine.FindingsIn(member, cancellationToken).FirstOrDefault(finding => finding.Rule == diagnostic.Id && Places.Name(finding.Call.Syntax).SourceSpan == diagnostic.Location.SourceSpan) is not { } finding)
        {
            return null;
        }

        var chain = AsyncChain.Of(site.Engine, finding, cancellationToken);
        return chain.Border == ChainBorder.None && !chain.Links.IsEmpty ? new ChainPlace(site, finding, chain) : null;
    }
}
