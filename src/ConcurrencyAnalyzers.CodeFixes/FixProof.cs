using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>Holds a rewritten document to law 5 before anyone is offered it.</summary>
internal static class FixProof
{
    public static async Task<bool> HoldsAsync(FixSite before, Document changed, string id)
    {
        var cancellationToken = before.CancellationToken;
        if (await changed.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await FixSite.OfAsync(changed, root, cancellationToken).ConfigureAwait(false) is not { } after)
        {
            return false;
        }

        // Fixes stay inside a member, so its start is where it was.
        var member = MemberOf(before.Node);
        var rewritten = after.Root.DescendantNodesAndSelf().FirstOrDefault(node => node.RawKind == member.RawKind && node.SpanStart == member.SpanStart);
        return rewritten is not null
            && Problems(after.Model, rewritten) <= Problems(before.Model, member)
            && IsSmaller(Findings(before, member), Findings(after, rewritten), id);
    }

    private static SyntaxNode MemberOf(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(static ancestor => ancestor is MemberDeclarationSyntax and not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax and not GlobalStatementSyntax)
        ?? node.SyntaxTree.GetRoot();

    // Warnings count: a forgotten await is one.
    private static int Problems(SemanticModel model, SyntaxNode member) =>
        model.GetDiagnostics(member.FullSpan).Count(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);

    private static Dictionary<string, int> Findings(FixSite site, SyntaxNode member)
    {
        var body = site.MemberAround(Inside(member));
        return body is null ? [] : site.Engine.FindingsIn(body, site.CancellationToken).GroupBy(static finding => finding.Rule).ToDictionary(static group => group.Key, static group => group.Count());
    }

    private static SyntaxNode Inside(SyntaxNode member) =>
        member.DescendantNodes().FirstOrDefault(static node => node is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax) ?? member;

    // No rule has more to say, and the one that is fixed has less, where it is the table that says it.
    private static bool IsSmaller(Dictionary<string, int> before, Dictionary<string, int> after, string id) =>
        after.All(pair => before.TryGetValue(pair.Key, out var count) && pair.Value <= count - (pair.Key == id ? 1 : 0));
}
