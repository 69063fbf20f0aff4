using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Asks the token first in each round of the loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CpuLoopIgnoresCancellationCodeFix)), Shared]
public sealed class CpuLoopIgnoresCancellationCodeFix() : ConcurrencyCodeFix(CpuLoopIgnoresCancellationAnalyzer.Id, "Look at the token in each round")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault() is not { } loop || BodyOf(loop) is not { } body || EndsElsewhere(loop)
            || site.MemberAround(loop)?.SelfAndNested().SelectMany(part => UncancelledLoops.In(part, site.Engine, site.CancellationToken)).FirstOrDefault(found => found.Syntax == loop) is not { } uncancelled)
        {
            return null;
        }

        var asking = SyntaxFactory.ParseStatement($"{uncancelled.Token.Name}.ThrowIfCancellationRequested();").WithTrailingTrivia(EndOfLine(site)).WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.ReplaceNode(body, body is BlockSyntax block
            ? block.WithStatements(block.Statements.Insert(0, asking))
            : SyntaxFactory.Block(asking, body).WithTriviaFrom(body).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static StatementSyntax? BodyOf(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax counted => counted.Statement,
        CommonForEachStatementSyntax each => each.Statement,
        WhileStatementSyntax repeated => repeated.Statement,
        DoStatementSyntax repeated => repeated.Statement,
        _ => null,
    };

    // What is thrown there would be taken for a failure; and what a lock guards should not be left half done.
    private static bool EndsElsewhere(StatementSyntax loop) => loop.Ancestors().TakeWhile(ancestor => ancestor != Functions.Around(loop)).Any(ancestor =>
        ancestor is LockStatementSyntax || (ancestor is TryStatementSyntax attempt && attempt.Block.Contains(loop) && attempt.Catches.Any(CatchesCancellation)));

    private static bool CatchesCancellation(CatchClauseSyntax clause) => clause.Filter is null
        && clause.Declaration?.Type.ToString().Split('.').Last() is null or "Exception" or "SystemException" && clause.Block.Statements is not [ThrowStatementSyntax { Expression: null }];

    private static SyntaxTrivia EndOfLine(FixSite site) =>
        site.Root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : SyntaxFactory.ElasticLineFeed;
}
