using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Asks the machine how many cores it has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OversubscriptionCodeFix)), Shared]
public sealed class OversubscriptionCodeFix() : ConcurrencyCodeFix(OversubscriptionAnalyzer.Id, "Use the number of cores")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        var node = site.Node is ArgumentSyntax argument ? argument.Expression : site.Node;
        if (node is not ExpressionSyntax degree || site.Symbols.Find("System.Environment") is not { } environment)
        {
            return null;
        }

        var cores = SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(environment), SyntaxFactory.IdentifierName("ProcessorCount"));
        return site.Root.ReplaceNode(degree, cores.WithTriviaFrom(degree));
    }
}
