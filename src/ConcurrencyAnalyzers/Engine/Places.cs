using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Where in the text of a call a person looks: at the name.</summary>
internal static class Places
{
    public static Location Name(SyntaxNode call) => NameOf(call) switch
    {
        SimpleNameSyntax name => name.Identifier.GetLocation(),

        // Where no name is written, the token that makes the compiler call.
        UsingStatementSyntax statement => statement.UsingKeyword.GetLocation(),
        LocalDeclarationStatementSyntax { UsingKeyword: { RawKind: not 0 } keyword } => keyword.GetLocation(),
        CommonForEachStatementSyntax loop => loop.ForEachKeyword.GetLocation(),
        ForStatementSyntax loop => loop.ForKeyword.GetLocation(),
        WhileStatementSyntax loop => loop.WhileKeyword.GetLocation(),
        DoStatementSyntax loop => loop.DoKeyword.GetLocation(),
        BinaryExpressionSyntax binary => binary.OperatorToken.GetLocation(),
        AssignmentExpressionSyntax assignment => assignment.OperatorToken.GetLocation(),
        PrefixUnaryExpressionSyntax prefix => prefix.OperatorToken.GetLocation(),
        PostfixUnaryExpressionSyntax postfix => postfix.OperatorToken.GetLocation(),
        var other => other.GetLocation(),
    };

    /// <summary>The word that says that the thread is given away.</summary>
    public static Location Await(SyntaxNode place) => place switch
    {
        AwaitExpressionSyntax expression => expression.AwaitKeyword.GetLocation(),
        CommonForEachStatementSyntax { AwaitKeyword: { RawKind: not 0 } keyword } => keyword.GetLocation(),
        UsingStatementSyntax { AwaitKeyword: { RawKind: not 0 } keyword } => keyword.GetLocation(),
        LocalDeclarationStatementSyntax { AwaitKeyword: { RawKind: not 0 } keyword } => keyword.GetLocation(),
        YieldStatementSyntax statement => statement.YieldKeyword.GetLocation(),
        _ => place.GetLocation(),
    };

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
