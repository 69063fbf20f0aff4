using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

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
        var start = StartOf(member, before.Node);
        return rewritten is not null
            && KeepsComments(member, rewritten)
            && !CutsDirectives(before.Root, after.Root)
            && KnownCall.AllBind(after)
            && HasNothingNew(Problems(before.Model, member), Problems(after.Model, rewritten))
            && IsSmaller(Findings(before, start), Findings(after, start + Shift(member, rewritten)), id, IsOfTable(before, start, id))
            && NobodyAwaits(after, start + Shift(member, rewritten)) <= NobodyAwaits(before, start)
            && await SignatureChange.IsServedAsync(before, member, rewritten).ConfigureAwait(false)
            && await IsItsTextAsync(before, changed, cancellationToken).ConfigureAwait(false);
    }

    private static SyntaxNode MemberOf(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(static ancestor => ancestor is AccessorDeclarationSyntax
            or (MemberDeclarationSyntax and not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax and not GlobalStatementSyntax))
        ?? node.SyntaxTree.GetRoot();

    /// <summary>Where the code of the member begins that the node is part of: everything before is left alone.</summary>
    private static int StartOf(SyntaxNode member, SyntaxNode node) =>
        node.AncestorsAndSelf().TakeWhile(ancestor => ancestor != member).LastOrDefault(static ancestor => ancestor is BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or GlobalStatementSyntax) switch
        {
            BlockSyntax block => block.OpenBraceToken.Span.End,
            ArrowExpressionClauseSyntax arrow => arrow.Expression.SpanStart,
            EqualsValueClauseSyntax equals => equals.Value.SpanStart,
            GlobalStatementSyntax statement => statement.SpanStart,
            _ => node.SpanStart,
        };

    /// <summary>How far the code of a member has moved that was given the keyword <c>async</c>.</summary>
    private static int Shift(SyntaxNode member, SyntaxNode rewritten) =>
        TaskReturns.BodyOf(member) is { } body && TaskReturns.BodyOf(rewritten) is { } moved ? moved.SpanStart - body.SpanStart : 0;

    /// <summary>Lambdas that are asynchronous and return nothing, handlers of events aside.</summary>
    private static int NobodyAwaits(FixSite site, int position) =>
        site.MemberAround(position)?.SelfAndNested().Count(body => body is { Kind: BodyKind.Lambda, IsAsync: true, Method.ReturnsVoid: true } && !IsHandler(body)) ?? 0;

    private static bool IsHandler(Body lambda) => lambda.Parent?.Subscriptions.Any(subscription => subscription.Handler.Body == lambda) == true;

    // Warnings count: a forgotten await is one.
    private static Dictionary<string, int> Problems(SemanticModel model, SyntaxNode member) =>
        CountsOf(model.GetDiagnostics(member.FullSpan).Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(static diagnostic => diagnostic.Id));

    private static Dictionary<string, int> Findings(FixSite site, int position) =>
        site.MemberAround(position) is { } body
            ? CountsOf(site.Engine.FindingsIn(body, site.CancellationToken).Select(RuleOf)
                .Concat(site.Engine.BusyWaitsIn(body, site.CancellationToken).Select(static _ => BusyWaitAnalyzer.Id))
                .Concat(HeldAwaits(site, body)))
            : [];

    // Once its code is asynchronous, what is left of a handler or a work item is told under other ids.
    private static string RuleOf(Finding finding) =>
        finding.Vehicle is Vehicle.Request or Vehicle.PoolWorkItem && WorkloadTable.Decide([Vehicle.AsyncCode], finding.Cause.Effect) is { } decided ? decided.Rule : finding.Rule;

    private static IEnumerable<string> HeldAwaits(FixSite site, Body member)
    {
        var locks = new LockedWork(site.Engine);
        return member.SelfAndNested().SelectMany(static body => body.HeldAwaits).Where(await => await.Locks.Any(held => locks.IsHeld(held, site.CancellationToken))).Select(static _ => LockAcrossAwaitAnalyzer.Id);
    }

    public static Dictionary<string, int> CountsOf(IEnumerable<string> names) => names.GroupBy(static name => name).ToDictionary(static group => group.Key, static group => group.Count());

    // One that goes does not pay for another that comes.
    public static bool HasNothingNew(Dictionary<string, int> before, Dictionary<string, int> after) =>
        after.All(pair => before.TryGetValue(pair.Key, out var count) && pair.Value <= count);

    // No rule has more to say, and the one that is fixed has less, where it is the table that says it.
    private static bool IsSmaller(Dictionary<string, int> before, Dictionary<string, int> after, string id, bool isOfTable) =>
        after.All(pair => before.TryGetValue(pair.Key, out var count) && pair.Value <= count - (pair.Key == id ? 1 : 0))
        && (!isOfTable || after.Values.Sum() < before.Values.Sum());

    private static bool IsOfTable(FixSite site, int position, string id) => site.MemberAround(position) is { } body && site.Engine.FindingsIn(body, site.CancellationToken).Any(finding => finding.Rule == id);

    private static bool KeepsComments(SyntaxNode member, SyntaxNode rewritten) => HasNothingNew(CommentsOf(rewritten), CommentsOf(member));

    public static Dictionary<string, int> CommentsOf(SyntaxNode member) => CountsOf(member.DescendantTrivia().Where(ThreadCreation.IsComment).Select(static comment => comment.ToString()));

    /// <summary>There are directives within what is replaced: what they leave out is not the compiler's to judge.</summary>
    private static bool CutsDirectives(SyntaxNode before, SyntaxNode after)
    {
        if (!before.ContainsDirectives)
        {
            return false;
        }

        var replaced = Difference(before.ToFullString(), after.ToFullString());
        SyntaxNode? expression = null;
        for (var node = before.FindNode(replaced); node is ExpressionSyntax or ArgumentSyntax or BaseArgumentListSyntax; node = node.Parent)
        {
            expression = node as ExpressionSyntax ?? expression;
        }

        var span = expression is null ? replaced : expression.Span;
        return before.DescendantTrivia(span).Any(trivia => trivia.IsDirective && trivia.Span.IntersectsWith(span));
    }

    private static TextSpan Difference(string before, string after)
    {
        var shorter = System.Math.Min(before.Length, after.Length);
        var start = 0;
        while (start < shorter && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < shorter - start && before[before.Length - 1 - end] == after[after.Length - 1 - end])
        {
            end++;
        }

        return TextSpan.FromBounds(start, before.Length - end);
    }

    /// <summary>The new text, laid out as it will be, parses to the new tree.</summary>
    public static async Task<bool> IsItsTextAsync(FixSite before, Document changed, CancellationToken cancellationToken)
    {
        changed = await Formatter.FormatAsync(changed, Formatter.Annotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        changed = await Formatter.FormatAsync(changed, SyntaxAnnotation.ElasticAnnotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (await changed.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return false;
        }

        var parsed = before.Root.SyntaxTree.WithChangedText(SourceText.From(root.ToFullString()));
        return Errors(parsed) <= Errors(before.Root.SyntaxTree)
            && Shape(root).SequenceEqual(Shape(await parsed.GetRootAsync(cancellationToken).ConfigureAwait(false)));

        int Errors(SyntaxTree tree) => tree.GetDiagnostics(cancellationToken).Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private static IEnumerable<(int Kind, TextSpan Span)> Shape(SyntaxNode root) => root.DescendantNodesAndTokens().Select(static part => (part.RawKind, part.Span));
}
