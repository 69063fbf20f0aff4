using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>A <c>new Thread(work)</c> whose work a thread of the pool could run as well.</summary>
internal sealed class ThreadCreation
{
    private ThreadCreation(BaseObjectCreationExpressionSyntax syntax, ExpressionSyntax work, StatementSyntax statement)
    {
        Syntax = syntax;
        Work = work;
        Statement = statement;
    }

    public BaseObjectCreationExpressionSyntax Syntax { get; }

    /// <summary>A lambda without parameters, or the name of a method.</summary>
    public ExpressionSyntax Work { get; }

    public StatementSyntax Statement { get; }

    /// <summary>As the document ends its lines.</summary>
    public SyntaxTrivia EndOfLine => Statement.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : SyntaxFactory.ElasticLineFeed;

    public static ThreadCreation? Of(FixSite site)
    {
        var creation = site.Node.AncestorsAndSelf().OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault();
        return creation is { ArgumentList.Arguments: [{ Expression: { } work }] }
            && creation.Ancestors().OfType<StatementSyntax>().FirstOrDefault() is { } statement
            && IsPlainDelegate(site, work)
            && creation.Initializer?.Expressions.All(expression => expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "IsBackground" or "Name" } } set
                && IsPlain(site, set.Right)) != false
            && !IsCaught(creation)
            && !DependsOnItsThread(site, creation)
                ? new ThreadCreation(creation, work, statement)
                : null;
    }

    /// <summary>Sets what only helps in the debugger, or lets the process end before a thread that is joined anyway.</summary>
    public static bool IsLabel(FixSite site, StatementSyntax statement, string thread) =>
        statement is ExpressionStatementSyntax
        {
            Expression: AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsBackground" or "Name", Expression: { } receiver }, Right: { } value },
        } && receiver.ToString() == thread && IsPlain(site, value);

    public static bool IsCall(StatementSyntax statement, string receiver, string method) =>
        statement is ExpressionStatementSyntax
        {
            Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name, Expression: { } called } },
        } && name.Identifier.ValueText == method && called.ToString() == receiver;

    /// <summary>Changes nothing and asks nobody who counts: it gives the same value wherever, and in whatever order, it is computed.</summary>
    public static bool IsPlain(FixSite site, SyntaxNode expression) =>
        expression.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax).All(node => node switch
        {
            AssignmentExpressionSyntax or AwaitExpressionSyntax or ThrowExpressionSyntax or BaseObjectCreationExpressionSyntax or RefExpressionSyntax or DeclarationExpressionSyntax
                or StackAllocArrayCreationExpressionSyntax or QueryExpressionSyntax or WithExpressionSyntax => false,
            PostfixUnaryExpressionSyntax postfix => postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
            PrefixUnaryExpressionSyntax prefix => !prefix.IsKind(SyntaxKind.PreIncrementExpression) && !prefix.IsKind(SyntaxKind.PreDecrementExpression),
            InvocationExpressionSyntax call => site.Model.GetOperation(call, site.CancellationToken) is { Kind: OperationKind.NameOf }
                || site.Model.GetSymbolInfo(call, site.CancellationToken).Symbol is IMethodSymbol { IsStatic: true, ContainingType: { Name: "Math" or "MathF", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } },
            ExpressionSyntax read when site.Model.GetSymbolInfo(read, site.CancellationToken).Symbol is IPropertySymbol { GetMethod: { } getter } => !site.Symbols.IsOwn(getter) || Bodies.IsAutoAccessor(getter),
            _ => true,
        });

    /// <summary>Every comment in the statements, the work left out: that is kept as it stands.</summary>
    public IEnumerable<SyntaxTrivia> CommentsOf(IEnumerable<SyntaxNode> dropped) =>
        dropped.SelectMany(statement => statement.DescendantTrivia(node => node != Work)).Where(IsComment);

    public static bool IsComment(SyntaxTrivia trivia) => trivia.RawKind is (int)SyntaxKind.SingleLineCommentTrivia or (int)SyntaxKind.MultiLineCommentTrivia;

    // A task that an expression gives would be waited for, where the thread let it go.
    private static bool IsPlainDelegate(FixSite site, ExpressionSyntax work) => work switch
    {
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0, AsyncKeyword.RawKind: 0 } lambda =>
            lambda.ExpressionBody is not { } value || !site.Symbols.IsAsyncShaped(site.Model.GetTypeInfo(value, site.CancellationToken).Type),
        IdentifierNameSyntax or MemberAccessExpressionSyntax => site.Model.GetSymbolInfo(work, site.CancellationToken).Symbol is IMethodSymbol { ReturnsVoid: true, IsAsync: false, Parameters.IsEmpty: true },
        _ => false,
    };

    // What a thread throws ends the process; what a loop or a task throws, the catch would hide.
    private static bool IsCaught(SyntaxNode place) => place.Ancestors().TakeWhile(ancestor => ancestor != Functions.Around(place)).OfType<TryStatementSyntax>()
        .Any(@try => @try.Catches.Count > 0 && @try.Block.Contains(place));

    // A thread of the pool has another name, and what the work before left on it.
    private static bool DependsOnItsThread(FixSite site, SyntaxNode creation)
    {
        var call = site.MemberAround(creation)?.SelfAndNested().SelectMany(static body => body.Calls).FirstOrDefault(call => call.Syntax == creation);
        if (call is null)
        {
            return true;
        }

        var work = ThreadWork.Of(call, site.Engine, site.CancellationToken);
        return work.AsksForItsThread
            || work.Bodies.Where(body => body.Syntax.SyntaxTree == site.Root.SyntaxTree).Any(body => body.Syntax.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => IsOfThread(site, name)));
    }

    private static bool IsOfThread(FixSite site, SimpleNameSyntax name) => site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol switch
    {
        IPropertySymbol property => property is { Name: "CurrentManagedThreadId", ContainingType.Name: "Environment" } || IsThreadLocal(property.Type),
        IFieldSymbol field => IsThreadLocal(field.Type) || (field.IsStatic && field.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "ThreadStaticAttribute" })),
        ILocalSymbol local => IsThreadLocal(local.Type),
        IParameterSymbol parameter => IsThreadLocal(parameter.Type),
        _ => false,
    };

    private static bool IsThreadLocal(ITypeSymbol type) => type is INamedTypeSymbol { Name: "ThreadLocal", ContainingNamespace.Name: "Threading" };
}
