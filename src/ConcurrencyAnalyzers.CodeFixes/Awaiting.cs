using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>Writes the awaited form of a blocking call.</summary>
internal static class Awaiting
{
    /// <summary>
    /// The document with an await in place of the call; null where none may stand, or none means the same. A function around that returns its
    /// task without the keyword is given it, and so is a lambda where what runs it has a form that awaits it.
    /// </summary>
    public static SyntaxNode? InPlace(FixSite site, ExpressionSyntax call)
    {
        if (Functions.MayAwaitAt(site, call))
        {
            return Awaited(site, call, TokenAt(site, call), Configures(call)) is { } awaited ? site.Root.ReplaceNode(call, awaited) : null;
        }

        var edits = new ChainEdits();
        return edits.TryEnable(site, call) && AsyncForm(site, call, TokenAt(site, call)) is not null ? new ChainRewriter(site, edits.WithEnd(call)).Visit(site.Root) : null;
    }

    /// <summary>An await of the task.</summary>
    /// <param name="task">What is awaited.</param>
    /// <param name="configure">Whether the code around writes <c>ConfigureAwait(false)</c>.</param>
    public static AwaitExpressionSyntax Await(ExpressionSyntax task, bool configure) => SyntaxFactory.AwaitExpression(
        SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
        configure
            ? SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, SyntaxFactory.IdentifierName("ConfigureAwait")),
                SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression)))))
            : task);

    /// <summary>The call with its blocking replaced by an await; null when there is no form that means the same.</summary>
    /// <param name="site">What is fixed.</param>
    /// <param name="call">The blocking call.</param>
    /// <param name="token">The name of a token that is at hand where the call stands, or null.</param>
    /// <param name="configure">Whether the code around writes <c>ConfigureAwait(false)</c>.</param>
    /// <param name="written">The call as it is to be written, where parts of it have been rewritten already.</param>
    public static ExpressionSyntax? Awaited(FixSite site, ExpressionSyntax call, string? token, bool configure, ExpressionSyntax? written = null) =>
        AsyncForm(site, call, token, written) is { } asynchronous ? InPlaceOf(call, asynchronous, configure).WithTriviaFrom(written ?? call) : null;

    /// <summary>An await of the task as it has to be written where a call stands.</summary>
    public static ExpressionSyntax InPlaceOf(ExpressionSyntax call, ExpressionSyntax task, bool configure)
    {
        var isConfigured = !configure || IsConfigured(task);
        ExpressionSyntax awaited = Await(Operand(task), !isConfigured);
        return NeedsParentheses(call) ? SyntaxFactory.ParenthesizedExpression(awaited) : awaited;
    }

    /// <summary>The expression that gives the task: the counterpart's call, the task that was waited for, a delay.</summary>
    public static ExpressionSyntax? AsyncForm(FixSite site, ExpressionSyntax call, string? token, ExpressionSyntax? written = null) => site.Model.GetOperation(call, site.CancellationToken) switch
    {
        IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } when site.Symbols.IsTask(task.Type) || site.Symbols.IsValueTask(task.Type) => Receiver(written ?? call),
        IInvocationOperation invocation when call is InvocationExpressionSyntax && (written ?? call) is InvocationExpressionSyntax syntax => OfInvocation(site, invocation, call, syntax, token),
        _ => null,
    };

    /// <summary>The name of the nearest token parameter that code at the place can use.</summary>
    public static string? TokenAt(FixSite site, SyntaxNode place)
    {
        foreach (var ancestor in place.Ancestors())
        {
            var parameters = ancestor switch
            {
                LambdaExpressionSyntax lambda when site.Model.GetSymbolInfo(lambda, site.CancellationToken).Symbol is IMethodSymbol symbol => symbol.Parameters,
                LocalFunctionStatementSyntax local when site.Model.GetDeclaredSymbol(local, site.CancellationToken) is IMethodSymbol symbol => symbol.Parameters,
                BaseMethodDeclarationSyntax method when site.Model.GetDeclaredSymbol(method, site.CancellationToken) is { } symbol => symbol.Parameters,
                _ => [],
            };
            if (parameters.FirstOrDefault(parameter => site.Symbols.IsCancellationToken(parameter.Type) && parameter.RefKind == RefKind.None) is { Name: not "_" } token)
            {
                return token.Name;
            }

            if (ancestor is MemberDeclarationSyntax || IsStaticFunction(ancestor))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The function around already awaits without its context.</summary>
    public static bool Configures(SyntaxNode place) =>
        Functions.Around(place) is { } function
        && function.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(static await => IsConfigured(await.Expression));

    public static bool IsStaticFunction(SyntaxNode node) =>
        (node is LambdaExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword))
        || (node is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.StaticKeyword));

    /// <summary>The same for a function that awaits nothing yet: as the code around it does, the nearest first.</summary>
    /// <param name="function">The function.</param>
    /// <param name="otherwise">What counts where nothing around awaits.</param>
    public static bool ConfiguresIn(SyntaxNode function, bool otherwise)
    {
        foreach (var around in function.AncestorsAndSelf().Where(static node => node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or CompilationUnitSyntax))
        {
            var awaits = around.DescendantNodes().OfType<AwaitExpressionSyntax>().ToList();
            if (awaits.Count > 0)
            {
                var configured = awaits.Count(static await => IsConfigured(await.Expression));
                return around == function ? configured > 0 : configured * 2 > awaits.Count;
            }
        }

        return otherwise;
    }

    private static ExpressionSyntax? OfInvocation(FixSite site, IInvocationOperation invocation, SyntaxNode place, InvocationExpressionSyntax syntax, string? token)
    {
        var method = invocation.TargetMethod;
        var isTask = site.Symbols.IsTask(method.ContainingType);
        switch (method.Name)
        {
            case "GetResult" when TaskCompletion.Task(invocation.Instance!) is var task && (site.Symbols.IsTask(task.Type) || site.Symbols.IsValueTask(task.Type)):
                // Only the awaiter goes; ConfigureAwait stays.
                return Receiver(syntax) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } awaiter } ? awaiter.Expression : null;
            case "Wait" when isTask && invocation.Arguments.IsEmpty:
                return Receiver(syntax);
            case "WaitAll" when isTask && invocation.Arguments.Length == 1 && invocation.Arguments[0].Parameter is { IsParams: true }:
                return WithName(syntax, "WhenAll") is { } whenAll ? KnownCall.To(method.ContainingType, whenAll) : null;
            case "Sleep" when method.ContainingType.IsSameAs(site.Symbols.Thread) && site.Symbols.Task is { } delays && syntax.ArgumentList.Arguments is [var length]:
                return KnownCall.To(delays, SyntaxFactory.InvocationExpression(
                    SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(delays), SyntaxFactory.IdentifierName("Delay")),
                    WithToken(syntax.ArgumentList.ReplaceNode(length, length.WithNameColon(null).WithTriviaFrom(length)), token, null)));
            default:
                return OfCounterpart(site, method, place, syntax, token);
        }
    }

    private static ExpressionSyntax? OfCounterpart(FixSite site, IMethodSymbol method, SyntaxNode place, InvocationExpressionSyntax syntax, string? token)
    {
        if (site.Engine.Counterparts.Find(method) is not { } counterpart || IsAround(counterpart.Method, place, site) || syntax.Expression is MemberBindingExpressionSyntax
            || counterpart.Method.Name == method.Name)
        {
            return null;
        }

        var renamed = counterpart.Method.ContainingType.IsSameAs(method.Canonical().ContainingType) || !counterpart.Method.IsStatic
            ? WithName(syntax, counterpart.Method.Name)
            : null;
        if (renamed is null)
        {
            return null;
        }

        if (!counterpart.TakesToken || (token is null && !counterpart.NeedsToken))
        {
            return KnownCall.To(counterpart.Method, renamed);
        }

        // Behind optional arguments that are left out, or behind a params list, a token has to be named.
        var parameter = counterpart.Method.Parameters[method.Canonical().Parameters.Length];
        var given = syntax.ArgumentList.Arguments;
        if (method.Parameters.Length > 0 && method.Parameters[method.Parameters.Length - 1].IsParams)
        {
            return null;
        }

        var isPositional = given.Count == method.Parameters.Length && given.All(static argument => argument.NameColon is null);
        return KnownCall.To(counterpart.Method, renamed.WithArgumentList(WithToken(renamed.ArgumentList, token ?? "default", isPositional ? null : parameter.Name)));
    }

    // On the list as it is written, since comments stand between arguments.
    public static ArgumentListSyntax WithToken(ArgumentListSyntax list, string? token, string? name)
    {
        if (token is null)
        {
            return list;
        }

        var added = SyntaxFactory.Argument(name is null ? null : SyntaxFactory.NameColon(name).WithTrailingTrivia(SyntaxFactory.Space), default, SyntaxFactory.ParseExpression(token));
        if (list.Arguments.Count == 0)
        {
            return list.AddArguments(added);
        }

        var last = list.Arguments[list.Arguments.Count - 1];
        var given = list.Arguments.Replace(last, last.WithTrailingTrivia());
        return list.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(given.GetWithSeparators()
            .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
            .Add(added.WithTrailingTrivia(last.GetTrailingTrivia()))));
    }

    private static bool IsAround(IMethodSymbol method, SyntaxNode place, FixSite site)
    {
        for (var symbol = site.Model.GetEnclosingSymbol(place.SpanStart, site.CancellationToken); symbol is IMethodSymbol around; symbol = symbol.ContainingSymbol)
        {
            if (around.Canonical().IsSameAs(method.Canonical()) || around.OverriddenMethod?.Canonical().IsSameAs(method.Canonical()) == true
                || around.ContainingType?.FindImplementationForInterfaceMember(method).IsSameAs(around) == true)
            {
                return true;
            }
        }

        return false;
    }

    public static InvocationExpressionSyntax? WithName(InvocationExpressionSyntax call, string name) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => call.WithExpression(access.WithName(Named(access.Name, name))),
        SimpleNameSyntax simple => call.WithExpression(Named(simple, name)),
        _ => null,
    };

    private static SimpleNameSyntax Named(SimpleNameSyntax old, string name) =>
        old.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(old.Identifier));

    private static ExpressionSyntax? Receiver(ExpressionSyntax call) => call switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
        _ => null,
    };

    private static bool IsConfigured(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } };

    public static ExpressionSyntax Operand(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax or MemberAccessExpressionSyntax or SimpleNameSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax or ObjectCreationExpressionSyntax or PostfixUnaryExpressionSyntax
            ? expression.WithoutTrivia()
            : SyntaxFactory.ParenthesizedExpression(expression.WithoutTrivia());

    private static bool NeedsParentheses(ExpressionSyntax call) => call.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == call,
        ElementAccessExpressionSyntax element => element.Expression == call,
        ConditionalAccessExpressionSyntax conditional => conditional.Expression == call,
        InvocationExpressionSyntax invocation => invocation.Expression == call,
        PostfixUnaryExpressionSyntax => true,
        _ => false,
    };
}
