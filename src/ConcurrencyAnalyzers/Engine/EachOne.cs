using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Tells what is made for one item, connection or request each, so that there are as many as there are of those, from what is made a number of times
/// that somebody has chosen, such as the workers of a queue.
/// </summary>
internal static class EachOne
{
    /// <summary>So few are made on purpose.</summary>
    private const int Few = 16;

    private static readonly HashSet<string> Accepting = new(StringComparer.Ordinal) { "EndAccept", "EndAcceptSocket", "EndAcceptTcpClient", "EndGetContext", "EndWaitForConnection" };

    public static bool Gets(Body body, CallSite creation, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        var loop = LoopAround(body, creation);
        if (loop is not null && LastingLoops.IsLasting(loop))
        {
            // Who waits for the one before the next is made has one at a time.
            return !Calls(loop, "Join").Any();
        }

        return loop is not null || body is { Kind: BodyKind.Lambda, Use: DelegateUse.Inline or DelegateUse.Deferred }
            ? IsGivenItem(loop, body, creation) && !ThreadWork.Of(creation, model, cancellationToken).LastsOn
            : IsServing(body, model, cancellationToken);
    }

    /// <summary>
    /// So many are made that it matters what one of them costs: one for each of as many items as there are, here or in a loop that calls the method for each of them.
    /// What is made now and then, behind a pause, or for a handful that is written out, may cost what it likes.
    /// </summary>
    public static bool GetsMany(Body body, CallSite creation, ConcurrencyModel model, CancellationToken cancellationToken) => LoopAround(body, creation) is { } loop
        ? !Pauses(loop) && !HasFewRounds(loop) && Gets(body, creation, model, cancellationToken)
        : Gets(body, creation, model, cancellationToken) || IsCalledForEach(body, creation, model, cancellationToken);

    /// <summary>One for each item, in a loop that ends with its items, or runs the lambda for them; or in a method that such a loop calls for each.</summary>
    public static bool IsMadeForItem(Body body, CallSite creation, ConcurrencyModel model, CancellationToken cancellationToken) => LoopAround(body, creation) is { } loop
        ? !LastingLoops.IsLasting(loop) && !Pauses(loop) && !HasFewRounds(loop) && IsGivenItem(loop, body, creation)
        : body is { Kind: BodyKind.Lambda, Use: DelegateUse.Inline or DelegateUse.Deferred or DelegateUse.Parallel or DelegateUse.Plinq or DelegateUse.AsyncLoop }
            ? IsGivenItem(null, body, creation)
            : IsCalledForEach(body, creation, model, cancellationToken, isPrepared: true);

    /// <summary>A loop of the type calls the method, which nobody else can call, for each of its items.</summary>
    private static bool IsCalledForEach(Body body, CallSite creation, ConcurrencyModel model, CancellationToken cancellationToken, bool isPrepared = false)
    {
        if (body is not { Kind: BodyKind.Member or BodyKind.LocalFunction, Method: { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, Parameters.IsEmpty: false } method }
            || (body.Kind == BodyKind.Member && method.DeclaredAccessibility != Accessibility.Private) || !(IsGiven(method, creation.Syntax) || (isPrepared && IsPrepared(method, creation, body))))
        {
            return false;
        }

        var callers = body.Kind == BodyKind.LocalFunction ? body.Root.SelfAndNested() : model.Vehicles.CallersOf(method, cancellationToken).Distinct();
        return callers.Any(caller => caller.Calls.Any(call => call.Target.Canonical().IsSameAs(method.Canonical())
            && LoopAround(caller, call) is { } loop && !Pauses(loop) && !HasFewRounds(loop) && IsGivenItem(loop, caller, call)));
    }

    private static bool IsGiven(IMethodSymbol method, SyntaxNode creation)
    {
        var parameters = new HashSet<string>(method.Parameters.Select(static parameter => parameter.Name), StringComparer.Ordinal);
        return Mentioned(creation).Any(parameters.Contains);
    }

    /// <summary>What is handed over was made with a parameter, or given it, in statements of its own.</summary>
    private static bool IsPrepared(IMethodSymbol method, CallSite creation, Body body)
    {
        var handed = new HashSet<string>(Mentioned(creation.Syntax), StringComparer.Ordinal);
        return body.Syntax.DescendantNodes().Any(statement => statement is LocalDeclarationStatementSyntax or ExpressionStatementSyntax && IsGiven(method, statement)
            && statement.DescendantNodes().Select(static node => node is VariableDeclaratorSyntax variable ? variable.Identifier.ValueText : (node as IdentifierNameSyntax)?.Identifier.ValueText).Any(name => name is not null && handed.Contains(name)));
    }

    private static SyntaxNode? LoopAround(Body body, CallSite creation) => creation.Syntax.Ancestors().TakeWhile(node => node != body.Syntax)
        .FirstOrDefault(static node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax);

    private static bool Pauses(SyntaxNode loop) => new[] { "Sleep", "Delay", "WaitOne", "WaitForNextTickAsync" }.Any(name => Calls(loop, name).Any());

    private static bool HasFewRounds(SyntaxNode loop) => loop is ForEachStatementSyntax { Expression: { } items } && items switch
    {
        ArrayCreationExpressionSyntax { Initializer.Expressions.Count: var count } => count <= Few,
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions.Count: var count } => count <= Few,
        CollectionExpressionSyntax { Elements: var elements } => elements.Count <= Few && elements.All(static element => element is ExpressionElementSyntax),
        _ => false,
    };

    /// <summary>Runs for each request or connection.</summary>
    private static bool IsServing(Body body, ConcurrencyModel model, CancellationToken cancellationToken) =>
        body.Calls.Any(static call => Accepting.Contains(call.Target.Name)) || model.Vehicles.Around(body, cancellationToken).Contains(Vehicle.Request)
        || (body.Root.Method is { } member && model.Hosts.CallerOf(member) == Host.Request);

    /// <summary>What is made gets something that is another one in each round.</summary>
    private static bool IsGivenItem(SyntaxNode? loop, Body body, CallSite creation)
    {
        var names = loop switch
        {
            null => body.Syntax.Parent?.Parent?.Parent is InvocationExpressionSyntax call && Places.NameOf(call) is SimpleNameSyntax { Identifier.ValueText: "ForEach" or "ForEachAsync" or "Select" } ? body.Method!.Parameters.Select(static parameter => parameter.Name) : [],
            ForStatementSyntax { Condition: { } condition } when !Counts(condition) => [],
            _ => loop.DescendantNodesAndSelf(node => node == loop || node is not AnonymousFunctionExpressionSyntax).Select(Declared).OfType<string>().Concat(Assigned(loop)),
        };
        var items = new HashSet<string>(names, StringComparer.Ordinal);
        return items.Count > 0 && Mentioned(creation.Syntax).Concat(Calls(loop ?? body.Syntax, "Start").SelectMany(static start => Mentioned(start.ArgumentList))).Any(items.Contains);
    }

    // Rounds that nobody counts by the items are counted by the number of workers.
    private static bool Counts(ExpressionSyntax condition) =>
        condition.DescendantNodes().OfType<SimpleNameSyntax>().Any(static name => name.Identifier.ValueText is "Length" or "Count" or "LongLength");

    private static string? Declared(SyntaxNode node) => node switch
    {
        ForEachStatementSyntax each => each.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        _ => null,
    };

    private static IEnumerable<string> Assigned(SyntaxNode loop) =>
        loop is WhileStatementSyntax { Condition: { } condition }
            ? condition.DescendantNodesAndSelf().OfType<AssignmentExpressionSyntax>().Select(static set => set.Left).OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText)
            : [];

    private static IEnumerable<string> Mentioned(SyntaxNode node) => node.DescendantNodes().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText);

    private static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxNode node, string name) =>
        node.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => Places.NameOf(call) is SimpleNameSyntax called && called.Identifier.ValueText == name);
}
