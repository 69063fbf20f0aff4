using System.Composition;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Gives the loop a thread of its own: a 'LongRunning' task, or a background thread where nobody asked for a task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingLoopOnPoolCodeFix)), Shared]
public sealed class BlockingLoopOnPoolCodeFix() : ConcurrencyCodeFix(BlockingLoopOnPoolAnalyzer.Id, "Give the loop a thread of its own")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { } offload || site.Model.GetSymbolInfo(offload, site.CancellationToken).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        var changed = method switch
        {
            { Name: "Run" } when method.ContainingType.IsSameAs(site.Symbols.Task) => AsLongRunning(site, offload),
            { Name: "StartNew", Parameters.Length: 1, ContainingType: { Name: "TaskFactory", IsGenericType: false } } => WithOption(site, offload),
            { Name: "QueueUserWorkItem", Parameters.Length: 1, IsGenericMethod: false } => OnThread(site, offload),
            _ => null,
        };
        return changed is null ? null : site.Root.ReplaceNode(offload, changed.WithTriviaFrom(offload));
    }

    /// <summary>With the scheduler that <c>Task.Run</c> always uses, whatever scheduler is current.</summary>
    private static InvocationExpressionSyntax? AsLongRunning(FixSite site, InvocationExpressionSyntax offload)
    {
        if (site.Symbols.Find("System.Threading.Tasks.TaskCreationOptions") is not { } options || site.Symbols.Find("System.Threading.Tasks.TaskScheduler") is not { } scheduler
            || site.Symbols.CancellationToken is not { } tokens || offload.ArgumentList.Arguments is not [{ NameColon: null } work, ..] arguments || arguments.Count > 2
            || site.Symbols.Find("System.Threading.Tasks.TaskFactory") is not { } factory)
        {
            return null;
        }

        var token = arguments.Count == 2 ? arguments[1].Expression.WithoutTrivia() : Member(site.Receiver(tokens), "None");
        return KnownCall.To(factory, SyntaxFactory.InvocationExpression(
            Member(Member(Receiver(offload, site), "Factory"), "StartNew"),
            SyntaxFactory.ArgumentList(Separated(work.WithoutTrivia(), SyntaxFactory.Argument(token), LongRunning(site, options), SyntaxFactory.Argument(Member(site.Receiver(scheduler), "Default"))))));
    }

    private static InvocationExpressionSyntax? WithOption(FixSite site, InvocationExpressionSyntax offload) =>
        site.Symbols.Find("System.Threading.Tasks.TaskCreationOptions") is { } options && offload.ArgumentList.Arguments is [{ NameColon: null } work]
            ? offload.WithArgumentList(SyntaxFactory.ArgumentList(Separated(work, LongRunning(site, options))))
            : null;

    // A pool thread does not keep the process alive, so neither must this one.
    private static InvocationExpressionSyntax? OnThread(FixSite site, InvocationExpressionSyntax offload)
    {
        if (offload.Parent is not ExpressionStatementSyntax || site.Symbols.Thread is not { } thread || offload.ArgumentList.Arguments is not [{ NameColon: null, Expression: LambdaExpressionSyntax } work])
        {
            return null;
        }

        var creation = (ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression("new X() { IsBackground = true }");
        return SyntaxFactory.InvocationExpression(Member(
            creation.WithType(site.TypeName(thread)).WithArgumentList(SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(work.WithoutTrivia())).WithTrailingTrivia(SyntaxFactory.Space)),
            "Start"));
    }

    private static ExpressionSyntax Receiver(InvocationExpressionSyntax offload, FixSite site) =>
        offload.Expression is MemberAccessExpressionSyntax access ? access.Expression : site.Receiver(site.Symbols.Task!);

    private static ArgumentSyntax LongRunning(FixSite site, INamedTypeSymbol options) => SyntaxFactory.Argument(Member(site.Receiver(options), "LongRunning"));

    private static MemberAccessExpressionSyntax Member(ExpressionSyntax of, string name) =>
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, of, SyntaxFactory.IdentifierName(name));

    private static SeparatedSyntaxList<ArgumentSyntax> Separated(params ArgumentSyntax[] arguments) => SyntaxFactory.SeparatedList(
        arguments, System.Linq.Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Length - 1));
}
