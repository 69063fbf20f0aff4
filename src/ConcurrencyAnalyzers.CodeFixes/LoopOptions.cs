using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>The options of a parallel loop, given a degree.</summary>
internal static class LoopOptions
{
    private static readonly string Default = AsyncLoop.Degree.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static readonly string Assignment = AssignmentOf(Default);

    /// <param name="site">What is fixed.</param>
    /// <param name="token">The code of the token that cancels the loop, or null.</param>
    /// <param name="degree">The code of the degree; the default where nothing says one.</param>
    public static ExpressionSyntax New(FixSite site, string? token, string? degree = null)
    {
        var type = site.TypeName(site.Symbols.ParallelOptions!);
        var written = $"new X {{ {AssignmentOf(degree ?? Default)}{(token is null ? "" : $", CancellationToken = {token}")} }}";
        var creation = (ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression(written);
        return creation.WithType(type.WithTrailingTrivia(SyntaxFactory.Space));
    }

    private static string AssignmentOf(string degree) => $"{LoopDegree.Property} = {degree}";

    /// <summary>New options in front of the last argument, which is the loop's body.</summary>
    public static SeparatedSyntaxList<ArgumentSyntax> BeforeBody(SeparatedSyntaxList<ArgumentSyntax> arguments, ExpressionSyntax options)
    {
        var work = arguments[arguments.Count - 1];
        var degree = SyntaxFactory.Argument(options).WithLeadingTrivia(work.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        var parts = arguments.GetWithSeparators();
        var comma = parts[parts.Count - 2].AsToken();
        var isOnNextLine = comma.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var next = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(isOnNextLine ? comma.TrailingTrivia.Last() : SyntaxFactory.Space);
        return SyntaxFactory.SeparatedList<ArgumentSyntax>(parts.Insert(parts.Count - 1, next).Insert(parts.Count - 1, degree));
    }

    /// <summary>The creation that sets no degree, for a loop's options; null when they come from elsewhere, or are written in another way.</summary>
    public static BaseObjectCreationExpressionSyntax? CreationOf(FixSite site, ExpressionSyntax options) =>
        site.Model.GetOperation(options, site.CancellationToken) is { } operation ? LoopDegree.OptionsOf(operation, site.Symbols)?.Syntax as BaseObjectCreationExpressionSyntax : null;

    public static BaseObjectCreationExpressionSyntax WithDegree(BaseObjectCreationExpressionSyntax creation)
    {
        var added = SyntaxFactory.ParseExpression(Assignment);
        if (creation.Initializer is not { Expressions: { Count: > 0 } given } initializer)
        {
            var block = ((ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression($"new X {{ {Assignment} }}")).Initializer!;
            return creation switch
            {
                ObjectCreationExpressionSyntax { ArgumentList: { } empty } written => written.WithArgumentList(null).WithType(written.Type.WithTrailingTrivia(SyntaxFactory.Space)).WithInitializer(block.WithTrailingTrivia(empty.GetTrailingTrivia())),
                ImplicitObjectCreationExpressionSyntax implicitly => implicitly.WithArgumentList(implicitly.ArgumentList.WithTrailingTrivia(SyntaxFactory.Space)).WithInitializer(block.WithTrailingTrivia(implicitly.GetTrailingTrivia())),
                _ => creation.WithInitializer(block.WithTriviaFrom(creation.Initializer!)),
            };
        }

        // As the ones before it: on a line of its own or not, with or without a comma at the end.
        var last = given[given.Count - 1];
        var indent = last.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken);
        var parts = given.GetWithSeparators();
        if (given.SeparatorCount == given.Count)
        {
            var end = given.GetSeparator(given.Count - 1);
            return creation.WithInitializer(initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(parts.Add(added.WithLeadingTrivia(indent)).Add(comma.WithTrailingTrivia(end.TrailingTrivia)))));
        }

        var isOnOwnLine = last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        return creation.WithInitializer(initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(parts
            .Replace(parts[parts.Count - 1], last.WithTrailingTrivia())
            .Add(comma.WithTrailingTrivia(isOnOwnLine ? last.GetTrailingTrivia() : SyntaxFactory.TriviaList(SyntaxFactory.Space)))
            .Add(added.WithLeadingTrivia(indent).WithTrailingTrivia(isOnOwnLine ? SyntaxFactory.TriviaList(last.GetTrailingTrivia().Last()) : last.GetTrailingTrivia())))));
    }
}
