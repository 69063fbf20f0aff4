using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>
/// A background thread that is started where it is made and never seen again. A task is as good if nothing it throws gets out: what a thread throws ends the
/// process, what such a task throws nobody sees. A thread in the foreground keeps the process alive, which no task does.
/// </summary>
internal sealed class AsyncThread(LambdaExpressionSyntax work, LetGoThread thread)
{
    public static AsyncThread? Of(FixSite site) =>
        ThreadCreation.Of(site) is { Work: LambdaExpressionSyntax work } creation && CatchBlocks.LetNothingOut(work) && LetGoThread.Of(site, creation) is { } thread ? new AsyncThread(work, thread) : null;

    public SyntaxNode? Write(FixSite site)
    {
        if (site.Symbols.Task is not { } task || AwaitedBody.Of(site, work, Awaiting.TokenAt(site, work), Awaiting.Configures(work)) is not { } body)
        {
            return null;
        }

        var run = KnownCall.To(task, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(task), SyntaxFactory.IdentifierName("Run")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(AwaitedBody.AsyncLambda(work, body).WithoutTrivia())))));
        return thread.Replace(site, Discard.Of(run));
    }
}
