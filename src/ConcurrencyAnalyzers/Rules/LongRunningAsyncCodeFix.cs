using System.Composition;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Starts the code on the pool, where it goes on anyhow.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LongRunningAsyncCodeFix)), Shared]
public sealed class LongRunningAsyncCodeFix() : ConcurrencyCodeFix(LongRunningAsyncAnalyzer.Id, "Use 'Task.Run'")
{
    private const int Dropped = TaskStart.LongRunning | TaskStart.AsOnPool;

    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        // Code that blocks as well has to choose first whether it waits for its thread or with it.
        if (AsyncStart.Of(site) is not { } start || start.NeedsItsThread)
        {
            return null;
        }

        return start.Syntax is InvocationExpressionSyntax ? InPlace(site, start) : OfCreation(site, start);
    }

    private static SyntaxNode? InPlace(FixSite site, AsyncStart start)
    {
        var place = start.Unwrapping;

        // So far the task ended at the first await: who waits for it would wait for all of it from now on.
        if (place == start.Syntax && !start.IsSetAside && (start.MayLast || !start.IsInSight))
        {
            return null;
        }

        return start.OnPool(place, Dropped) is { } run ? site.Root.ReplaceNode(place, run) : null;
    }

    private static SyntaxNode? OfCreation(FixSite site, AsyncStart start) =>
        start.Syntax.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Parent: ExpressionStatementSyntax statement } }
            && start.OnPool(start.Syntax, Dropped) is { } run
            ? site.Root.ReplaceNode(statement, Discard.Of(run.WithoutTrivia()).WithTriviaFrom(statement))
            : null;
}
