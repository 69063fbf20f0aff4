using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>Functions that deal with every exception themselves.</summary>
internal static class CatchBlocks
{
    /// <summary>All of the function is one <c>try</c> that catches everything and throws nothing again.</summary>
    public static bool LetNothingOut(LambdaExpressionSyntax lambda) =>
        lambda.Block?.Statements is [TryStatementSyntax { Catches: { Count: > 0 } catches } @try]
        && catches.Last() is { Filter: null, Declaration: null or { Type: IdentifierNameSyntax { Identifier.ValueText: "Exception" } or QualifiedNameSyntax { Right.Identifier.ValueText: "Exception" } } }
        && !catches.Any(static clause => Throws(clause.Block)) && (@try.Finally is not { } last || !Throws(last.Block));

    private static bool Throws(BlockSyntax block) => block.DescendantNodes().Any(static node => node is ThrowStatementSyntax or ThrowExpressionSyntax);
}
