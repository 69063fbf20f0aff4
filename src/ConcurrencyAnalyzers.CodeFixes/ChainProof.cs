using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>Holds a rewritten solution to law 5 before anyone is given it.</summary>
internal static class ChainProof
{
    /// <param name="before">The documents that change, as they were.</param>
    /// <param name="solution">The solution as it was.</param>
    /// <param name="changed">The solution as it is to be.</param>
    /// <param name="cancellationToken">Ends the proof.</param>
    public static async Task<bool> HoldsAsync(IReadOnlyCollection<FixSite> before, Solution solution, Solution changed, CancellationToken cancellationToken)
    {
        var (found, left) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        foreach (var site in before)
        {
            if (changed.GetDocument(site.Document.Id) is not { } document || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
                || await FixSite.OfAsync(document, root, cancellationToken).ConfigureAwait(false) is not { } after
                || !FixProof.HasNothingNew(FixProof.CommentsOf(after.Root), FixProof.CommentsOf(site.Root)) || !FixProof.HasNothingNew(DirectivesOf(after.Root), DirectivesOf(site.Root))
                || !KnownCall.AllBind(after) || !AllCallTheirs(after)
                || !FixProof.HasNothingNew(Problems(site), Problems(after))
                || !await FixProof.IsItsTextAsync(site, document, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            var (one, other) = (Findings(site), Findings(after));
            if (!FixProof.HasNothingNew(one, other))
            {
                return false;
            }

            Add(found, one);
            Add(left, other);
        }

        return AsyncChain.Rules.Sum(rule => Count(left, rule)) < AsyncChain.Rules.Sum(rule => Count(found, rule))
            && await BuildsAsync(solution, changed, cancellationToken).ConfigureAwait(false);
    }

    // What an await may not cross, the compiler says only when it emits.
    private static async Task<bool> BuildsAsync(Solution solution, Solution changed, CancellationToken cancellationToken)
    {
        foreach (var id in changed.GetChanges(solution).GetProjectChanges().Select(static project => project.ProjectId))
        {
            if (await solution.GetProject(id)!.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } before
                || await changed.GetProject(id)!.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } after)
            {
                return false;
            }

            var errors = Errors(after.Emit(Stream.Null, cancellationToken: cancellationToken).Diagnostics);
            if (errors.Count > 0 && !FixProof.HasNothingNew(Errors(before.GetDiagnostics(cancellationToken)), errors))
            {
                return false;
            }
        }

        return true;
    }

    private static Dictionary<string, int> Errors(IEnumerable<Diagnostic> diagnostics) =>
        FixProof.CountsOf(diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(static diagnostic => diagnostic.Id));

    // What documentation lacks is no reason to leave code as it is.
    private static Dictionary<string, int> Problems(FixSite site) => FixProof.CountsOf(site.Model.GetDiagnostics(cancellationToken: site.CancellationToken)
        .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || (diagnostic.Severity == DiagnosticSeverity.Warning && !diagnostic.Id.StartsWith("CS15", System.StringComparison.Ordinal)))
        .Select(static diagnostic => diagnostic.Id));

    private static Dictionary<string, int> DirectivesOf(SyntaxNode root) =>
        FixProof.CountsOf(root.DescendantTrivia().Where(static trivia => trivia.IsDirective).Select(static directive => directive.ToString()));

    /// <summary>Each call that was written reaches a method that was written for it.</summary>
    private static bool AllCallTheirs(FixSite site) => site.Root.GetAnnotatedNodes(ChainRewriter.CallKind).All(call =>
        site.Model.GetSymbolInfo(call, site.CancellationToken).Symbol is IMethodSymbol method
        && method.Canonical().DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(site.CancellationToken).GetAnnotations(ChainRewriter.DeclarationKind)
            .Any(declared => call.GetAnnotations(ChainRewriter.CallKind).Any(meant => meant.Data == declared.Data))));

    private static Dictionary<string, int> Findings(FixSite site)
    {
        var members = site.Root.DescendantNodes()
            .Where(static node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } or GlobalStatementSyntax)
            .Select(node => BodyOf(site, node)).OfType<Body>().Distinct();
        return FixProof.CountsOf(members.SelectMany(member => site.Engine.FindingsIn(member, site.CancellationToken)).Select(static finding => finding.Rule));
    }

    private static Body? BodyOf(FixSite site, SyntaxNode node) => node switch
    {
        GlobalStatementSyntax => site.MemberAround(node.SpanStart),
        ArrowExpressionClauseSyntax arrow => site.MemberAround(arrow.Expression.SpanStart),
        _ => site.Model.GetDeclaredSymbol(node, site.CancellationToken) switch
        {
            IMethodSymbol method => site.Engine.Bodies.Of(method, site.CancellationToken),
            IFieldSymbol field => site.Engine.Bodies.OfInitializer(field, site.CancellationToken),
            _ => null,
        },
    };

    private static int Count(Dictionary<string, int> counts, string rule) => counts.TryGetValue(rule, out var count) ? count : 0;

    private static void Add(Dictionary<string, int> sum, Dictionary<string, int> counts)
    {
        foreach (var pair in counts)
        {
            sum[pair.Key] = Count(sum, pair.Key) + pair.Value;
        }
    }
}
