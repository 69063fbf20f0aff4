using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Calls what the work item would call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TaskRunOverAsyncCodeFix)), Shared]
public sealed class TaskRunOverAsyncCodeFix() : ConcurrencyCodeFix(TaskRunOverAsyncAnalyzer.Id, "Call it directly")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { } offload || offload.ArgumentList.Arguments is not [{ Expression: { } work }, ..] || Called(site, work) is not { } call)
        {
            return null;
        }

        // A token that only the work item was given would be lost.
        if (offload.ArgumentList.Arguments is [_, { Expression: { } token }, ..]
            && (token is not IdentifierNameSyntax name || !call.DescendantNodes().OfType<IdentifierNameSyntax>().Any(used => used.Identifier.ValueText == name.Identifier.ValueText)))
        {
            return null;
        }

        return site.Root.ReplaceNode(offload, call.WithTriviaFrom(offload));
    }

    private static ExpressionSyntax? Called(FixSite site, ExpressionSyntax work) => work switch
    {
        LambdaExpressionSyntax lambda => Offloads.OnlyCall(lambda),
        IdentifierNameSyntax or MemberAccessExpressionSyntax when site.Model.GetSymbolInfo(work, site.CancellationToken).Symbol is IMethodSymbol method =>
            KnownCall.To(method, SyntaxFactory.InvocationExpression(work.WithoutTrivia())),
        _ => null,
    };
}
