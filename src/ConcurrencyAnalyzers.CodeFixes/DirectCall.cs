using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>The one call that an offload consists of, to be made where the offload stands.</summary>
internal static class DirectCall
{
    /// <summary>Null where the work is more than one call, or where a token would be lost that only the offload is given.</summary>
    public static ExpressionSyntax? Of(FixSite site, ExpressionSyntax work, ExpressionSyntax? token)
    {
        if (Called(site, work) is not { } call)
        {
            return null;
        }

        return token is null || (token is IdentifierNameSyntax name && call.DescendantNodes().OfType<IdentifierNameSyntax>().Any(used => used.Identifier.ValueText == name.Identifier.ValueText))
            ? call
            : null;
    }

    private static ExpressionSyntax? Called(FixSite site, ExpressionSyntax work) => work switch
    {
        LambdaExpressionSyntax lambda => Offloads.OnlyCall(lambda),
        IdentifierNameSyntax or MemberAccessExpressionSyntax when site.Model.GetSymbolInfo(work, site.CancellationToken).Symbol is IMethodSymbol method =>
            KnownCall.To(method, SyntaxFactory.InvocationExpression(work.WithoutTrivia())),
        _ => null,
    };
}
