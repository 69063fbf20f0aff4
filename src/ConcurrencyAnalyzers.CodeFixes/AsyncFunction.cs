using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Gives a function the keyword, and a task for its result, so that it can await: a handler that a framework calls and awaits, a delegate of a work item.
/// Who else refers to a method is asked when the result is proven.
/// </summary>
internal static class AsyncFunction
{
    /// <summary>The document with an await in place of the call; null where none may stand, none means the same, or nobody would await the function around.</summary>
    public static SyntaxNode? Await(FixSite site, ExpressionSyntax call)
    {
        var function = Functions.Around(call);
        if (Functions.IsAsync(function, call))
        {
            return Awaiting.InPlace(site, call);
        }

        if (function is null || BodyOf(site, function) is not { } body || !MayBecomeAsync(site, function, body) || AwaitedAt(site, call) is not { } awaited)
        {
            return null;
        }

        if (AsyncOffload.Of(site, function) is { } offload && offload.Shorten(site, call, awaited) is { } shortened)
        {
            return site.Root.ReplaceNode(shortened.Longer, shortened.Shorter);
        }

        // Whatever else blocks the function would be told of under another name as soon as it is asynchronous.
        var calls = site.Engine.FindingsIn(body.Root, site.CancellationToken).Where(finding => finding.Body == body && finding.Vehicle is Vehicle.Request or Vehicle.PoolWorkItem)
            .Select(static finding => finding.Call.Syntax).OfType<ExpressionSyntax>().Where(other => !other.Span.OverlapsWith(call.Span) && !Functions.CatchesAggregate(site, other))
            .Select(other => (Call: other, Awaited: AwaitedAt(site, other))).Where(static pair => pair.Awaited is not null).ToDictionary(static pair => (SyntaxNode)pair.Call, static pair => pair.Awaited!);
        calls[call] = awaited;
        var apart = calls.Keys.Where(one => one == call || !calls.Keys.Any(other => other != one && other.Span.Contains(one.Span)));
        return Write(site, function.ReplaceNodes(apart, (one, _) => calls[one])) is { } asynchronous ? site.Root.ReplaceNode(function, asynchronous) : null;
    }

    private static ExpressionSyntax? AwaitedAt(FixSite site, ExpressionSyntax call) =>
        Functions.MightAwaitAt(site, call) ? Awaiting.Awaited(site, call, Awaiting.TokenAt(site, call), Awaiting.Configures(call)) : null;

    /// <summary>The function with the keyword, and a task for its result; null for what cannot have one.</summary>
    public static SyntaxNode? Write(FixSite site, SyntaxNode function) => AsyncKeyword.AddTo(function switch
    {
        ParenthesizedLambdaExpressionSyntax { ReturnType: { } result } lambda => lambda.WithReturnType(TaskOf(site, result)),
        LocalFunctionStatementSyntax local => local.WithReturnType(TaskOf(site, local.ReturnType)),
        MethodDeclarationSyntax method => method.WithReturnType(TaskOf(site, method.ReturnType)),
        var other => other,
    });

    /// <summary>Whoever runs the function awaits it, and nothing in its signature or its body rules the keyword out.</summary>
    private static bool MayBecomeAsync(FixSite site, SyntaxNode function, Body body)
    {
        if (body is not { IsAsyncCode: false, IsIterator: false, Method: { } method } || method.RefKind != RefKind.None || method.ReturnType.IsRefLikeType || method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || IsConfined(parameter.Type)))
        {
            return false;
        }

        if (function is MethodDeclarationSyntax declaration
            && (declaration.Modifiers.Any(SyntaxKind.PartialKeyword) || declaration.Modifiers.Any(SyntaxKind.UnsafeKeyword) || method.ContainingType is { IsValueType: true, IsReadOnly: false } || IsHeld(method)))
        {
            return false;
        }

        return site.Engine.Vehicles.AwaitsResultOf(body, site.CancellationToken);
    }

    private static Body? BodyOf(FixSite site, SyntaxNode function) =>
        TaskReturns.BodyOf(function) is { } code ? site.MemberAround(code.SpanStart)?.SelfAndNested().FirstOrDefault(body => body.Syntax == function) : null;

    private static bool IsConfined(ITypeSymbol type) => type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer;

    // A lock that the runtime takes, and an action within another one, which its framework does not await.
    private static bool IsHeld(IMethodSymbol method) =>
        (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0 || method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ChildActionOnlyAttribute");

    /// <summary>The type as it is written stays what it is, be it nullable or an alias.</summary>
    private static TypeSyntax TaskOf(FixSite site, TypeSyntax result)
    {
        if (result is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
        {
            return site.TypeName(site.Symbols.Task!).WithTriviaFrom(result);
        }

        var task = site.TypeName(site.Symbols.TaskOfT!);
        var generic = task.DescendantNodesAndSelf().OfType<GenericNameSyntax>().Last();
        var made = generic.WithTypeArgumentList(SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(result.WithoutTrivia())));
        return (task == generic ? made : task.ReplaceNode(generic, made)).WithTriviaFrom(result);
    }
}
