using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>The text of a loop that gives way to one call.</summary>
internal static class PolledLoop
{
    /// <summary>The call as a statement, with what stood above the loop and every comment in it.</summary>
    public static StatementSyntax Replaced(StatementSyntax loop, ExpressionSyntax wait) =>
        SyntaxFactory.ExpressionStatement(wait).WithLeadingTrivia(Above(loop)).WithTrailingTrivia(loop.GetTrailingTrivia());

    private static SyntaxTriviaList Above(StatementSyntax loop)
    {
        var own = loop.GetLeadingTrivia();
        var inside = loop.DescendantTrivia().Where(ThreadCreation.IsComment).Except(own).Except(loop.GetTrailingTrivia()).ToList();
        if (inside.Count == 0)
        {
            return own;
        }

        var indent = own.LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var end = loop.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return own.AddRange(inside.SelectMany(comment => new[] { comment, end, indent }).Where(static trivia => trivia.RawKind != 0));
    }
}
