using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Where in the text of a call a person looks: at the name.</summary>
internal static class Places
{
    public static Location Name(SyntaxNode call) => NameOf(call) is SimpleNameSyntax name ? name.Identifier.GetLocation() : NameOf(call).GetLocation();

    public static SyntaxNode NameOf(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax invocation => NameOf(invocation.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        ObjectCreationExpressionSyntax creation => creation.Type,
        ConditionalAccessExpressionSyntax conditional => NameOf(conditional.WhenNotNull),
        ParenthesizedExpressionSyntax parenthesized => NameOf(parenthesized.Expression),
        _ => call,
    };
}
