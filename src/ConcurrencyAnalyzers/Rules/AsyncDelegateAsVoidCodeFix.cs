using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Gives the lambda to a construct that awaits it: an asynchronous loop, a plain loop, a pool work item.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncDelegateAsVoidCodeFix)), Shared]
public sealed class AsyncDelegateAsVoidCodeFix() : ConcurrencyCodeFix(AsyncDelegateAsVoidAnalyzer.Id, "Use a construct that awaits")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node.AncestorsAndSelf().OfType<LambdaExpressionSyntax>().FirstOrDefault() is not { Parent: ArgumentSyntax { Parent.Parent: { } construct } } lambda)
        {
            return null;
        }

        return construct switch
        {
            InvocationExpressionSyntax call when AsyncLoop.Of(site, call) is { } loop && loop.Lambda == lambda => InLoop(site, call, loop),
            InvocationExpressionSyntax call => OverList(site, call, lambda),
            ObjectCreationExpressionSyntax creation => OnThread(site, creation, lambda),
            _ => null,
        };
    }

    private static SyntaxNode InLoop(FixSite site, InvocationExpressionSyntax call, AsyncLoop loop) =>
        site.Root.ReplaceNode(call, loop.Write(site, loop.Lambda.Body, Awaiting.Configures(call)));

    /// <summary>One after the other, as the items were started before.</summary>
    private static SyntaxNode? OverList(FixSite site, InvocationExpressionSyntax call, LambdaExpressionSyntax lambda)
    {
        if (call is not { Expression: MemberAccessExpressionSyntax list, Parent: ExpressionStatementSyntax statement } || !Functions.MayAwaitAt(site, call)
            || site.Model.GetSymbolInfo(call, site.CancellationToken).Symbol is not IMethodSymbol { Name: "ForEach" } method || !method.ContainingType.OriginalDefinition.IsSameAs(site.Symbols.ListOfT)
            || lambda is not (SimpleLambdaExpressionSyntax or ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [_] })
            || lambda.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) || node.Parent is ArgumentSyntax).OfType<ReturnStatementSyntax>().Any(@return => Functions.Around(@return) == lambda))
        {
            return null;
        }

        var parameter = lambda is SimpleLambdaExpressionSyntax simple ? simple.Parameter : ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters[0];
        var body = lambda.Body is BlockSyntax block
            ? block
            : SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(((ExpressionSyntax)lambda.Body).WithoutTrivia()));
        var loop = SyntaxFactory.ForEachStatement(parameter.Type ?? SyntaxFactory.IdentifierName("var"), parameter.Identifier.ValueText, list.Expression.WithoutTrivia(), body)
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(statement.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.ReplaceNode(statement, loop);
    }

    /// <summary>The thread ends at the first await; what it started goes on in the pool anyhow.</summary>
    private static SyntaxNode? OnThread(FixSite site, ObjectCreationExpressionSyntax creation, LambdaExpressionSyntax lambda)
    {
        if (creation is not
            {
                ArgumentList.Arguments.Count: 1, Initializer: null,
                Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Parent: ExpressionStatementSyntax statement } },
            }
            || lambda is not ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0 } || site.Symbols.Task is not { } task
            || !site.Model.GetTypeInfo(creation, site.CancellationToken).Type.IsSameAs(site.Symbols.Thread))
        {
            return null;
        }

        var run = KnownCall.To(task, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(task), SyntaxFactory.IdentifierName("Run")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(lambda.WithoutTrivia())))));
        return site.Root.ReplaceNode(statement, Discard.Of(run).WithTriviaFrom(statement));
    }
}
