using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>Writes the synchronous form of an asynchronous call that is waited for on the spot.</summary>
internal static class SyncForm
{
    /// <param name="site">What is fixed.</param>
    /// <param name="wait">What waits: <c>Result</c>, <c>Wait()</c>, <c>GetResult()</c>.</param>
    /// <returns>Null when there is no such form, or it might not do the same.</returns>
    public static ExpressionSyntax? Of(FixSite site, ExpressionSyntax wait)
    {
        if (Awaiting.AsyncForm(site, wait, null) is not { } task || task.SyntaxTree != wait.SyntaxTree)
        {
            return null;
        }

        while (task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "AsTask", Expression: { } inner } })
        {
            task = inner;
        }

        if (task is not InvocationExpressionSyntax { Expression: not MemberBindingExpressionSyntax } call || site.Model.GetOperation(call, site.CancellationToken) is not IInvocationOperation invocation
            || Synchronous(site, invocation) is not { } method || Kept(site, invocation, call, method) is not { } arguments || Written(site, invocation, call, method) is not { } written)
        {
            return null;
        }

        return KnownCall.To(method, written.WithArgumentList(arguments)).WithTriviaFrom(wait);
    }

    private static IMethodSymbol? Synchronous(FixSite site, IInvocationOperation invocation)
    {
        var asynchronous = invocation.TargetMethod;
        if (site.Engine.Counterparts.FindSynchronous(asynchronous) is not { } method || !IsTheSame(site, invocation, method) || IsAround(site, invocation, method))
        {
            return null;
        }

        // One that waits for a task itself would only hide the waiting.
        var summary = site.Symbols.IsOwn(method)
            ? site.Engine.Bodies.Of(method, site.CancellationToken) is { } body ? site.Engine.SummaryOf(body, site.CancellationToken) : null
            : null;
        return summary is not null ? summary.Find(Effect.JoinTask, Strength.Maybe) is null && !summary.Effects.IsEmpty ? method : null
            : site.Engine.Catalog.Find(method) is { } entry && Workloads.Blocks(entry.Effects[0]) && !entry.Effects.Contains(Effect.JoinTask) ? method
            : null;
    }

    /// <summary>
    /// Both forms are of one implementation. Where a class below may have the asynchronous one alone, as streams and handlers of HTTP messages do, nobody knows.
    /// </summary>
    private static bool IsTheSame(FixSite site, IInvocationOperation invocation, IMethodSymbol method)
    {
        if (method.IsStatic || site.Symbols.IsOwn(method))
        {
            return !method.IsVirtual && !method.IsAbstract && !method.IsOverride;
        }

        return !method.IsAbstract && !OriginReader.IsAbstraction(invocation.Instance?.Type) && method.ContainingType.Name is not ("HttpClient" or "HttpMessageInvoker")
            && site.Engine.Catalog.Find(method) is { DependsOn: EffectFact.Nothing };
    }

    private static bool IsAround(FixSite site, IInvocationOperation invocation, IMethodSymbol method)
    {
        for (var symbol = site.Model.GetEnclosingSymbol(invocation.Syntax.SpanStart, site.CancellationToken); symbol is IMethodSymbol around; symbol = symbol.ContainingSymbol)
        {
            if (around.Canonical().IsSameAs(method.Canonical()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The arguments without a token that never says anything; null when one does, or more is given than the synchronous form takes.</summary>
    private static ArgumentListSyntax? Kept(FixSite site, IInvocationOperation invocation, InvocationExpressionSyntax call, IMethodSymbol method)
    {
        var list = call.ArgumentList;
        foreach (var argument in invocation.Arguments.Where(static argument => argument.ArgumentKind == ArgumentKind.Explicit))
        {
            if (argument.Parameter is not { } parameter || argument.Syntax is not ArgumentSyntax { Parent: ArgumentListSyntax } given)
            {
                return null;
            }

            if (parameter.Ordinal < method.Parameters.Length)
            {
                continue;
            }

            if (!site.Symbols.IsCancellationToken(parameter.Type) || !IsNone(argument.Value) || given != call.ArgumentList.Arguments.Last())
            {
                return null;
            }

            list = list.WithArguments(list.Arguments.RemoveAt(list.Arguments.Count - 1));
        }

        return list;
    }

    private static bool IsNone(IOperation token) => token.Unwrapped() is IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } };

    private static InvocationExpressionSyntax? Written(FixSite site, IInvocationOperation invocation, InvocationExpressionSyntax call, IMethodSymbol method) =>
        method.ContainingType.IsSameAs(invocation.TargetMethod.OriginalDefinition.ContainingType) || !method.IsStatic ? Awaiting.WithName(call, method.Name)
        : SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(method.ContainingType), SyntaxFactory.IdentifierName(method.Name)));
}
