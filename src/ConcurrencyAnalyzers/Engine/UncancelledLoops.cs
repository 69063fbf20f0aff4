using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Finds loops that compute for long where a token was given for just that, and neither the loop nor what it calls looks at it, nor at anything else by which
/// somebody could ask it to stop.
/// </summary>
internal static class UncancelledLoops
{
    private static readonly string[] Signals = ["ancel", "Stop", "stop", "Abort", "abort", "Quit", "quit"];

    public static IEnumerable<UncancelledLoop> In(Body body, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        if (TokenFor(body, model) is not { } token || model.Bodies.OperationOf(body.Syntax, cancellationToken) is not { } root)
        {
            yield break;
        }

        // Who runs the function round after round looks in between.
        if (IsInLookingLoop(root, token, model.Symbols))
        {
            yield break;
        }

        var code = CodeOf(root);
        var around = TokenIsGivenAway(model.Bodies.OperationOf(body.Root.Syntax, cancellationToken) ?? root, token);
        foreach (var loop in code.OwnOperations().OfType<ILoopOperation>())
        {
            if (!around && loop.LoopAround() is null && !IsInHandler(loop) && !Looks(loop, model.Symbols)
                && model.CostOf(body, loop, cancellationToken) is { IsCpuBound: true } cost && (cost.IsSuperlinear || cost.Nanoseconds >= Cost.NoticedFrom) && !CalleesLook(body, loop, model, cancellationToken))
            {
                yield return new UncancelledLoop(loop.Syntax, token, cost.Evidence ?? loop.Syntax.ToString());
            }
        }
    }

    /// <summary>The token of the function itself, or of the one around that runs it as part of its own work.</summary>
    private static IParameterSymbol? TokenFor(Body body, ConcurrencyModel model)
    {
        for (var current = body; current is { Method: { } method }; current = current.Parent)
        {
            if (method.Parameters.FirstOrDefault(parameter => model.Symbols.IsCancellationToken(parameter.Type)) is { } token && current is not { Kind: BodyKind.Lambda, Use: DelegateUse.AsyncLoop })
            {
                return token.RefKind is RefKind.None or RefKind.In && token.Name.Trim('_').Length > 0 && !EndsWork(method) ? token : null;
            }

            // Parallel loops are given the token in their options, and what is kept runs when the token is long forgotten.
            if (current.Kind == BodyKind.Member || (current.Kind == BodyKind.Lambda && current.Use is not (DelegateUse.Inline or DelegateUse.Scope or DelegateUse.Pool or DelegateUse.LongRunning or DelegateUse.Thread)))
            {
                return null;
            }
        }

        return null;
    }

    // There a token says that it is time to hurry, and not that nobody wants the work.
    private static bool EndsWork(IMethodSymbol method) => new[] { "Stop", "Dispose", "Close", "Shutdown" }.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal));

    private static IOperation CodeOf(IOperation function) => function switch
    {
        IAnonymousFunctionOperation lambda => lambda.Body,
        ILocalFunctionOperation { Body: { } body } => body,
        _ => function,
    };

    /// <summary>Somebody is told of cancellation in another way: by a callback, or an object that was given the token.</summary>
    private static bool TokenIsGivenAway(IOperation root, IParameterSymbol token) => root.SelfAndBelow().OfType<IParameterReferenceOperation>().Where(mention => mention.Parameter.IsSameAs(token)).Any(static mention => mention.Parent switch
    {
        IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" } => true,
        IArgumentOperation { Parent: IObjectCreationOperation } => true,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } } => true,
        IAssignmentOperation or IVariableInitializerOperation or IConversionOperation => true,
        _ => false,
    });

    private static bool IsInLookingLoop(IOperation function, IParameterSymbol token, KnownSymbols symbols)
    {
        for (var current = function; current is not null && !IsOf(current, token.ContainingSymbol); current = current.Parent)
        {
            if (current is ILoopOperation loop && Looks(loop, symbols))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOf(IOperation operation, ISymbol function) => operation switch
    {
        IAnonymousFunctionOperation lambda => SymbolEqualityComparer.Default.Equals(lambda.Symbol, function),
        ILocalFunctionOperation local => SymbolEqualityComparer.Default.Equals(local.Symbol, function),
        _ => false,
    };

    private static bool IsInHandler(IOperation loop)
    {
        for (var current = loop; current.Parent is { } parent; current = parent)
        {
            if (parent is ICatchClauseOperation || (parent is ITryOperation attempt && attempt.Finally == current))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The loop mentions a token or something of its kind, waits, or gives its caller the word in between.</summary>
    private static bool Looks(ILoopOperation loop, KnownSymbols symbols) => loop.SelfAndBelow().Any(operation => operation switch
    {
        IAwaitOperation or IReturnOperation { Kind: OperationKind.YieldReturn } => true,
        IForEachLoopOperation { IsAsynchronous: true } => true,
        ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation => IsSignal(operation, symbols),
        IInvocationOperation call => IsSignalName(call.TargetMethod.Name),
        _ => false,
    });

    private static bool IsSignal(IOperation mention, KnownSymbols symbols) =>
        symbols.IsCancellationToken(mention.Type) || mention.Type?.Name == "CancellationTokenSource"
        || (mention.Type?.SpecialType == SpecialType.System_Boolean && mention.Named() is { } flag && IsSignalName(flag.Name));

    private static bool IsSignalName(string name) => Signals.Any(signal => name.IndexOf(signal, StringComparison.Ordinal) >= 0);

    /// <summary>What the loop calls may know of the token by itself: a field has it, or something that stands for it.</summary>
    private static bool CalleesLook(Body body, ILoopOperation loop, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        var seen = new HashSet<Body>();
        var level = body.Calls.Where(call => loop.Syntax.Span.Contains(call.Syntax.Span)).ToList();
        for (var depth = 0; depth < Witness.MaximumLength && level.Count > 0; depth++)
        {
            var next = new List<CallSite>();
            foreach (var callee in level.Select(call => Source(call.Target)).Concat(level.SelectMany(static call => call.Delegates).Select(work => work.Body ?? (work.Method is { } method ? Source(method) : null))).OfType<Body>())
            {
                if (seen.Add(callee))
                {
                    if (callee.Syntax.DescendantTokens().Any(static token => IsSignalName(token.ValueText)))
                    {
                        return true;
                    }

                    next.AddRange(callee.Calls);
                }
            }

            level = next;
        }

        return false;

        Body? Source(IMethodSymbol method) => model.Symbols.IsOwn(method) ? model.Bodies.Of(method, cancellationToken) : null;
    }
}
