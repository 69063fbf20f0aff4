using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Looks through an offload at the one call that it runs.</summary>
internal static class Offloads
{
    /// <summary>
    /// The call that the delegate consists of, when it is proven asynchronous and keeps its thread for nothing before its first wait; null otherwise.
    /// </summary>
    public static Witness? AsyncCall(ConcurrencyModel model, CallSite offload, CancellationToken cancellationToken)
    {
        if (offload.Delegates is not [var argument])
        {
            return null;
        }

        if (argument.Body is not { Kind: BodyKind.Lambda } lambda)
        {
            return argument.Body is { } local
                ? local is { Method: { } function } && IsProvenAsync(model, local, cancellationToken) ? new Witness(function, argument.Syntax, null) : null
                : argument.Method is { } group && IsProvenAsync(model, new CallSite { Target = group, Syntax = argument.Syntax, Traits = CallTraits.None }, cancellationToken)
                ? new Witness(group, argument.Syntax, null)
                : null;
        }

        if (OnlyCall(lambda.Syntax) is not { } only || lambda.Calls.FirstOrDefault(call => call.Syntax == only) is not { } inner)
        {
            return null;
        }

        // Arguments that compute or block would do so on the caller's thread.
        var summary = model.SummaryOf(lambda, cancellationToken);
        return summary.Blocking() is null && summary.Find(Effect.Computes, Strength.Maybe) is null && IsProvenAsync(model, inner, cancellationToken)
            ? new Witness(inner.Target, inner.Syntax, null)
            : null;
    }

    /// <summary>The invocation that a lambda consists of, its own await aside.</summary>
    public static InvocationExpressionSyntax? OnlyCall(SyntaxNode lambda)
    {
        var expression = lambda switch
        {
            LambdaExpressionSyntax { ExpressionBody: { } body } => body,
            LambdaExpressionSyntax { Block.Statements: [ReturnStatementSyntax { Expression: { } returned }] } => returned,
            LambdaExpressionSyntax { Block.Statements: [ExpressionStatementSyntax { Expression: AwaitExpressionSyntax awaited }] } => awaited,
            _ => null,
        };
        while (true)
        {
            switch (expression)
            {
                case AwaitExpressionSyntax awaited:
                    expression = awaited.Expression;
                    break;
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } access }:
                    expression = access.Expression;
                    break;
                default:
                    return expression as InvocationExpressionSyntax;
            }
        }
    }

    /// <summary>The call gives its thread back at its first wait, and keeps it for nothing before.</summary>
    public static bool IsProvenAsync(ConcurrencyModel model, CallSite call, CancellationToken cancellationToken)
    {
        if (!model.Symbols.IsTask(call.Target.ReturnType) && !model.Symbols.IsValueTask(call.Target.ReturnType))
        {
            return false;
        }

        if (model.Catalog.Find(call.Target) is { } entry)
        {
            // The base classes of streams and commands do synchronously what their heirs do not override.
            var isOpen = call.Target.ContainingType.GetMembers(call.Target.Name).Any(static slot => slot.IsVirtual || slot.IsAbstract) && OriginReader.IsAbstraction(call.ReceiverType) && call.Receiver is { Kind: OriginKind.Unknown, Type: null };
            return !isOpen && entry.Effects.Contains(Effect.AwaitsIo) && entry.Strength >= Strength.Likely;
        }

        var targets = model.Dispatch.Targets(call);
        foreach (var target in targets)
        {
            if (model.Bodies.Of(target, cancellationToken) is not { } body || !IsProvenAsync(model, body, cancellationToken))
            {
                return false;
            }
        }

        return !targets.IsEmpty;
    }

    private static bool IsProvenAsync(ConcurrencyModel model, Body body, CancellationToken cancellationToken)
    {
        var summary = model.SummaryOf(body, cancellationToken);
        return body.IsAsyncCode && summary.Find(Effect.AwaitsIo) is not null && summary.Find(Effect.Computes, Strength.Maybe) is null
            && summary.Blocking(Strength.Likely) is null or { Effect: Effect.Metadata or Effect.Console };
    }
}
