using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Lets a handler of the user interface await what it blocked on. Whoever raised the event goes on meanwhile, so the handler must have nothing left to say
/// to it, and the other handlers that get their turn must not find anything half done.
/// </summary>
internal static class AsyncHandler
{
    // Their threads carry no context, so what follows an await would run somewhere else.
    private static readonly HashSet<string> WithoutContext = new(StringComparer.Ordinal) { "Eto", "GtkSharp", "MonoGame.Framework" };

    /// <summary>The framework goes on, or ends, as soon as handlers of these have returned.</summary>
    private static readonly string[] Decisive = ["ing", "Closed", "Destroyed", "Disposed", "Exit", "Exited", "Idle", "Paint", "Startup", "Terminated", "Tick", "Unload", "Unloaded"];

    /// <summary>Others count on what handlers of these have set.</summary>
    private static readonly string[] Initial = ["Activated", "Appearing", "Created", "Initialized", "Load", "Loaded", "Opened", "Shown"];

    /// <summary>The document with an await in place of the call; null where the handler cannot be asynchronous, or would not mean the same.</summary>
    public static SyntaxNode? Await(FixSite site, ExpressionSyntax call) => Await(site, call, OnItsThread(site, call));

    /// <summary>The document with this in place of the call, which awaits.</summary>
    public static SyntaxNode? Await(FixSite site, ExpressionSyntax call, ExpressionSyntax? awaited)
    {
        if (awaited is null || Functions.Around(call) is not { } function || !Functions.MightAwaitAt(site, call) || Interleaving.Disturbs(site, function, call)
            || site.Model.Compilation.ReferencedAssemblyNames.Any(static reference => WithoutContext.Contains(reference.Name)))
        {
            return null;
        }

        if (Functions.IsAsync(function, call))
        {
            return HasLeft(function, call) || !ReturnsVoid(site, function) || IsHandler(site, function, call) ? site.Root.ReplaceNode(call, awaited) : null;
        }

        if (AsyncKeyword.AddTo(function.ReplaceNode(call, awaited)) is not { } asynchronous)
        {
            return null;
        }

        return IsHandler(site, function, call) ? site.Root.ReplaceNode(function, asynchronous)
            : function is LambdaExpressionSyntax && asynchronous is LambdaExpressionSyntax lambda ? AsCallback(site, function, lambda)
            : null;
    }

    /// <summary>The handler goes on where it was: a task that was waited for outside of the context is awaited in it.</summary>
    private static ExpressionSyntax? OnItsThread(FixSite site, ExpressionSyntax call)
    {
        var awaited = Awaiting.Awaited(site, call, Awaiting.TokenAt(site, call), configure: false);
        var outer = awaited?.DescendantNodesAndSelf().OfType<AwaitExpressionSyntax>().First();
        return outer?.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: { } task } } configured
            ? awaited!.ReplaceNode(configured, task.WithTriviaFrom(configured))
            : awaited;
    }

    /// <summary>An await in front of the place: whoever raised the event has gone on already.</summary>
    private static bool HasLeft(SyntaxNode function, SyntaxNode place) =>
        function.DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(node => node is AwaitExpressionSyntax && node.Span.End <= place.SpanStart && !node.Ancestors().TakeWhile(ancestor => ancestor != function).Any(static ancestor => ancestor is IfStatementSyntax or SwitchStatementSyntax or CatchClauseSyntax));

    private static bool ReturnsVoid(FixSite site, SyntaxNode function) => SymbolOf(site, function) is { ReturnsVoid: true };

    private static IMethodSymbol? SymbolOf(FixSite site, SyntaxNode function) =>
        (function is AnonymousFunctionExpressionSyntax ? site.Model.GetSymbolInfo(function, site.CancellationToken).Symbol : site.Model.GetDeclaredSymbol(function, site.CancellationToken)) as IMethodSymbol;

    /// <summary>Nothing but events run it, none of which waits for what comes after the place.</summary>
    private static bool IsHandler(FixSite site, SyntaxNode function, SyntaxNode place)
    {
        if (SymbolOf(site, function) is not { ReturnsVoid: true, Parameters.Length: 2 } handler || !handler.Parameters[1].Type.Is(site.Symbols.EventArgs)
            || handler.Parameters.Any(static parameter => parameter.RefKind != RefKind.None) || handler.ContainingType.IsValueType || Events(site, function, handler) is not { Count: > 0 } events)
        {
            return false;
        }

        return !events.Any(static name => EndsIn(name, Decisive)) && !IsDecisive(handler.Parameters[1].Type) && !IsMentionedFrom(site, function, place, handler.Parameters[1])
            && !(events.Any(static name => EndsIn(name, Initial)) && Interleaving.SetsOwnState(site, function, place));
    }

    /// <summary>The names of the events that run the function; null where anything else may run it, or refers to it.</summary>
    private static List<string>? Events(FixSite site, SyntaxNode function, IMethodSymbol handler)
    {
        switch (function)
        {
            case AnonymousFunctionExpressionSyntax { Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } added } when site.Model.GetSymbolInfo(added.Left, site.CancellationToken).Symbol is IEventSymbol raised:
                return [raised.Name];
            case LocalFunctionStatementSyntax:
                return site.MemberAround(function)?.Syntax is { } around ? EventsIn(around, handler.Name) : null;
            case MethodDeclarationSyntax method when handler is { DeclaredAccessibility: Accessibility.Private, PartialDefinitionPart: null, IsPartialDefinition: false, ExplicitInterfaceImplementations.IsEmpty: true }
                && !method.Modifiers.Any(SyntaxKind.UnsafeKeyword) && (handler.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) == 0:
                var events = new List<string>();
                foreach (var reference in handler.ContainingType.Outermost().DeclaringSyntaxReferences)
                {
                    if (EventsIn(reference.GetSyntax(site.CancellationToken), handler.Name) is not { } found)
                    {
                        return null;
                    }

                    events.AddRange(found);
                }

                // What markup binds bears the event in its name, as a rule; where it does not, any event may be meant.
                return events.Count > 0 ? events : BearsEvent(handler.Name) ? [handler.Name.Split('_').Last()] : null;
            default:
                return null;
        }
    }

    private static bool BearsEvent(string name) => name.Contains("_")
        || (name.StartsWith("On", StringComparison.Ordinal) && (name.EndsWith("ed", StringComparison.Ordinal) || name.EndsWith("Click", StringComparison.Ordinal)));

    private static List<string>? EventsIn(SyntaxNode code, string handler)
    {
        var events = new List<string>();
        foreach (var name in code.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == handler))
        {
            SyntaxNode value = name;
            while (value.Parent is MemberAccessExpressionSyntax or ArgumentSyntax or ArgumentListSyntax or ObjectCreationExpressionSyntax or CastExpressionSyntax or ParenthesizedExpressionSyntax)
            {
                value = value.Parent;
            }

            if (value.Parent is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression } added || added.Right != value)
            {
                return null;
            }

            events.Add(added.Left is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText : added.Left.ToString());
        }

        return events;
    }

    private static bool EndsIn(string name, string[] ends) => ends.Any(end => name.EndsWith(end, StringComparison.Ordinal));

    private static bool IsDecisive(ITypeSymbol arguments)
    {
        for (var type = arguments; type is not null; type = type.BaseType)
        {
            if (type.Name is "CancelEventArgs" or "DoWorkEventArgs" or "ExitEventArgs" or "FormClosedEventArgs" or "PaintEventArgs" or "StartupEventArgs")
            {
                return true;
            }
        }

        return false;
    }

    // After the await nobody looks at them any more.
    private static bool IsMentionedFrom(FixSite site, SyntaxNode function, SyntaxNode place, IParameterSymbol arguments)
    {
        var from = Interleaving.Reach(function, place).Start;
        return function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == arguments.Name && name.SpanStart >= from && arguments.IsSameAs(site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol));
    }

    /// <summary>A callback for which a dispatcher gives a task, where it takes asynchronous ones and gives the task of all of it, too.</summary>
    private static SyntaxNode? AsCallback(FixSite site, SyntaxNode function, LambdaExpressionSyntax asynchronous)
    {
        if (function.Parent is not ArgumentSyntax { NameColon: null, Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument
            || site.Model.GetSymbolInfo(call, site.CancellationToken).Symbol is not IMethodSymbol method || !site.Symbols.IsTask(method.ReturnType))
        {
            return null;
        }

        var ordinal = list.Arguments.IndexOf(argument) + (method.ReducedFrom is null ? 0 : 1);
        var overload = method.Canonical().ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(candidate =>
            candidate.Parameters.Length > ordinal && candidate.Arity == method.Arity && method.ReturnType.OriginalDefinition.IsSameAs(candidate.ReturnType.OriginalDefinition)
            && candidate.Parameters[ordinal].Type is INamedTypeSymbol { DelegateInvokeMethod: { Parameters.IsEmpty: true } invoke } && invoke.ReturnType.OriginalDefinition.IsSameAs(candidate.ReturnType.OriginalDefinition));
        return overload is null ? null : site.Root.ReplaceNode(call, KnownCall.To(overload, call.ReplaceNode(function, asynchronous)));
    }
}
