using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>Callbacks that can become asynchronous without anyone noticing but the pool.</summary>
internal static class AsyncCallback
{
    /// <summary>The continuation of a task awaits, and its own task is taken out of the task that is made for it.</summary>
    public static SyntaxNode? Continuation(FixSite site)
    {
        if (site.Invocation is not { ArgumentList.Arguments: [{ NameColon: null, Expression: LambdaExpressionSyntax { AsyncKeyword.RawKind: 0 } lambda }, ..] arguments } call
            || site.Model.GetSymbolInfo(call, site.CancellationToken).Symbol is not IMethodSymbol { Name: "ContinueWith" } method || !site.Symbols.IsTask(method.ContainingType)
            || site.Symbols.IsAsyncShaped(method.TypeArguments.FirstOrDefault()) || arguments.Any(IsAttached)
            || site.Symbols.Find("System.Threading.Tasks.TaskExtensions") is not { } extensions || Awaiting(site, lambda) is not { } asynchronous)
        {
            return null;
        }

        var unwrapped = SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, call.ReplaceNode(lambda, asynchronous).WithoutTrailingTrivia(), SyntaxFactory.IdentifierName("Unwrap")));
        return site.Root.ReplaceNode(call, KnownCall.To(extensions, unwrapped).WithTrailingTrivia(call.GetTrailingTrivia()));
    }

    /// <summary>
    /// The timer raises each of its events on a thread of its own choice, whether the one before is over or not, and drops what handlers throw. So one that
    /// catches everything itself may as well be asynchronous.
    /// </summary>
    public static SyntaxNode? Elapsed(FixSite site) =>
        site.Node.AncestorsAndSelf().OfType<AssignmentExpressionSyntax>().FirstOrDefault() is { RawKind: (int)SyntaxKind.AddAssignmentExpression, Right: LambdaExpressionSyntax { AsyncKeyword.RawKind: 0 } lambda } added
        && site.Model.GetSymbolInfo(added.Left, site.CancellationToken).Symbol is IEventSymbol { Name: "Elapsed", ContainingType: { Name: "Timer", ContainingNamespace.Name: "Timers" } }
        && CatchBlocks.LetNothingOut(lambda) && Awaiting(site, lambda) is { } asynchronous
            ? site.Root.ReplaceNode(lambda, asynchronous)
            : null;

    private static LambdaExpressionSyntax? Awaiting(FixSite site, LambdaExpressionSyntax lambda) =>
        AwaitedBody.Of(site, lambda, ConcurrencyAnalyzers.Awaiting.TokenAt(site, lambda), ConcurrencyAnalyzers.Awaiting.Configures(lambda)) is { } body ? AwaitedBody.AsyncLambda(lambda, body) : null;

    // The parent would no longer wait for what follows the first await.
    private static bool IsAttached(ArgumentSyntax argument) =>
        argument.Expression is not LambdaExpressionSyntax && argument.DescendantNodes().OfType<SimpleNameSyntax>().Any(static name => name.Identifier.ValueText == "AttachedToParent");
}
