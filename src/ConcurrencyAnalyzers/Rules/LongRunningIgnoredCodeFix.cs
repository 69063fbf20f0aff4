using System.Collections.Generic;
using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Takes the parameter away that nobody reads, so that the overload is chosen that was meant; a method keeps it and is given no state.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LongRunningIgnoredCodeFix)), Shared]
public sealed class LongRunningIgnoredCodeFix() : ConcurrencyCodeFix(LongRunningIgnoredAnalyzer.Id, "Pass it where the task sees it")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<ArgumentSyntax>()?.Parent is not ArgumentListSyntax { Parent: ExpressionSyntax call } list || list.Arguments.Any(static argument => argument.NameColon is not null)
            || site.Model.GetOperation(call, site.CancellationToken) is not { } operation
            || MisplacedState.Of(operation, site.Symbols, site.Engine.Bodies, site.CancellationToken) is not { } misplaced
            || TaskStart.Of(operation, site.Symbols, null) is not { Inner: null } || misplaced.Argument.Syntax is not ArgumentSyntax state || misplaced.Work.Syntax is not ArgumentSyntax work)
        {
            return null;
        }

        // Asynchronous code leaves its thread at once: what was meant for it would only do harm.
        return work.Expression switch
        {
            AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 } => null,
            AnonymousFunctionExpressionSyntax function => WithoutParameter(function) is { } changed ? Ordered(site, list, operation, work, changed, state) : null,
            _ => WithoutState(site, list, operation, state),
        };
    }

    private static SyntaxNode? Ordered(FixSite site, ArgumentListSyntax list, IOperation operation, ArgumentSyntax work, ExpressionSyntax function, ArgumentSyntax state)
    {
        var others = list.Arguments.Where(argument => argument != work && argument != state).ToList();
        var changed = list.ReplaceNode(work.Expression, function);
        if (others.Count == 0)
        {
            return site.Root.ReplaceNode(list, changed);
        }

        // Without a state there is an overload for a token and options that wants a scheduler, too, and a constructor that does not.
        if (others.Count > 1 || list.Arguments.IndexOf(work) != 0 || list.Arguments.IndexOf(state) != 1)
        {
            return null;
        }

        var (token, options) = site.Symbols.IsCancellationToken(TypeOf(site, state)) ? (state, others[0]) : (others[0], state);
        if (!site.Symbols.IsCancellationToken(TypeOf(site, token)) || TypeOf(site, options)?.Name != "TaskCreationOptions")
        {
            return null;
        }

        var arguments = new List<ArgumentSyntax> { changed.Arguments[0], token.WithTriviaFrom(state), options.WithTriviaFrom(others[0]) };
        if (operation is IInvocationOperation)
        {
            if (site.Symbols.TaskScheduler is not { } scheduler)
            {
                return null;
            }

            arguments[2] = arguments[2].WithTrailingTrivia();
            arguments.Add(SyntaxFactory.Argument(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(scheduler), SyntaxFactory.IdentifierName("Current"))).WithTrailingTrivia(others[0].GetTrailingTrivia()));
        }

        var commas = list.Arguments.GetSeparators().Concat([SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)]).Take(arguments.Count - 1);
        return site.Root.ReplaceNode(list, changed.WithArguments(SyntaxFactory.SeparatedList(arguments, commas)));
    }

    /// <summary>There are overloads with a state and a token, or a state and options; for both a scheduler is wanted.</summary>
    private static SyntaxNode? WithoutState(FixSite site, ArgumentListSyntax list, IOperation operation, ArgumentSyntax state)
    {
        if (list.Arguments.Count != 2 || list.Arguments[1] != state || operation is not (IInvocationOperation or IObjectCreationOperation))
        {
            return null;
        }

        var nothing = SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression)).WithLeadingTrivia(state.GetLeadingTrivia());
        return site.Root.ReplaceNode(list, list.WithArguments(SyntaxFactory.SeparatedList(
            [list.Arguments[0], nothing, state.WithLeadingTrivia()],
            [list.Arguments.GetSeparator(0), SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)])));
    }

    private static ExpressionSyntax? WithoutParameter(AnonymousFunctionExpressionSyntax function) => function switch
    {
        SimpleLambdaExpressionSyntax simple => SyntaxFactory.ParenthesizedLambdaExpression(
            simple.AttributeLists, simple.Modifiers, null, SyntaxFactory.ParameterList().WithLeadingTrivia(simple.Parameter.GetLeadingTrivia()).WithTrailingTrivia(simple.Parameter.GetTrailingTrivia()), simple.ArrowToken, simple.Block, simple.ExpressionBody),
        ParenthesizedLambdaExpressionSyntax lambda => lambda.WithParameterList(lambda.ParameterList.WithParameters(default)),
        AnonymousMethodExpressionSyntax { ParameterList: { } parameters } method => method.WithParameterList(parameters.WithParameters(default)),
        _ => null,
    };

    private static ITypeSymbol? TypeOf(FixSite site, ArgumentSyntax argument) => site.Model.GetTypeInfo(argument.Expression, site.CancellationToken).Type;
}
