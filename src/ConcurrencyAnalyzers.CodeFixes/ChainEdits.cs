using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>What becomes asynchronous in one document.</summary>
internal sealed class ChainEdits
{
    /// <summary>Methods of the chain.</summary>
    public Dictionary<SyntaxNode, ChainDeclaration> Declarations { get; } = [];

    /// <summary>Calls of methods of the chain that await from now on.</summary>
    public Dictionary<SyntaxNode, ChainReference> Calls { get; } = [];

    /// <summary>Other mentions of their names.</summary>
    public Dictionary<SyntaxNode, ChainStep> Names { get; } = [];

    /// <summary>Calls that have an asynchronous form of their own.</summary>
    public HashSet<SyntaxNode> Ends { get; } = [];

    /// <summary>Functions that return their task without the keyword, which they are given.</summary>
    public HashSet<SyntaxNode> TaskFunctions { get; } = [];

    /// <summary>Synchronous lambdas that become asynchronous.</summary>
    public HashSet<SyntaxNode> Lambdas { get; } = [];

    /// <summary>The calls that run them, and what is called instead.</summary>
    public Dictionary<SyntaxNode, IMethodSymbol> LambdaCalls { get; } = [];

    /// <summary>Whether awaits are written with <c>ConfigureAwait(false)</c> where nothing around awaits yet.</summary>
    public bool Configures { get; set; }

    public bool IsEmpty => Declarations.Count == 0 && Calls.Count == 0 && Names.Count == 0 && Ends.Count == 0;

    public ChainEdits WithEnd(SyntaxNode call)
    {
        Ends.Add(call);
        return this;
    }

    /// <summary>The function that an await at the place is part of, lambdas that become asynchronous with it looked through.</summary>
    public SyntaxNode? OwnerOf(SyntaxNode place)
    {
        var function = Functions.Around(place);
        while (function is not null && Lambdas.Contains(function))
        {
            function = Functions.Around(function);
        }

        return function;
    }

    /// <summary>Sees to it that an await may stand at the place; false when that cannot be.</summary>
    public bool TryEnable(FixSite site, SyntaxNode place)
    {
        if (!Functions.MightAwaitAt(site, place))
        {
            return false;
        }

        var function = Functions.Around(place);
        if (Functions.IsAsync(function, place) || (function is not null && (Declarations.ContainsKey(function) || TaskFunctions.Contains(function) || Lambdas.Contains(function))))
        {
            return true;
        }

        if (function is null || MethodOf(site, function) is not { } method)
        {
            return false;
        }

        if (ChainBorders.OfCaller(method, function, site.Symbols) == ChainBorder.None)
        {
            TaskFunctions.Add(function);
            return true;
        }

        return function is LambdaExpressionSyntax and not ParenthesizedLambdaExpressionSyntax { ReturnType: not null }
            && function.Parent is ArgumentSyntax { Parent: BaseArgumentListSyntax { Parent: InvocationExpressionSyntax call } } argument
            && TryEnable(site, function, argument, call);
    }

    private bool TryEnable(FixSite site, SyntaxNode lambda, ArgumentSyntax argument, InvocationExpressionSyntax call)
    {
        if (site.Model.GetOperation(argument, site.CancellationToken) is not Microsoft.CodeAnalysis.Operations.IArgumentOperation { Parameter: { ContainingSymbol: IMethodSymbol method } parameter }
            || site.Engine.Counterparts.FindAwaiting(method, parameter.Ordinal + (method.ReducedFrom is null ? 0 : 1)) is not { } form
            || Awaiting.WithName(call, form.Name) is null || !TryEnable(site, call))
        {
            return false;
        }

        Lambdas.Add(lambda);
        LambdaCalls[call] = form;
        return true;
    }

    private static IMethodSymbol? MethodOf(FixSite site, SyntaxNode function) =>
        (function is AnonymousFunctionExpressionSyntax ? site.Model.GetSymbolInfo(function, site.CancellationToken).Symbol : site.Model.GetDeclaredSymbol(function, site.CancellationToken)) as IMethodSymbol;

    /// <summary>The token that code at the place can pass on: one that is there, or one that a method of the chain is given.</summary>
    public string? TokenAt(FixSite site, SyntaxNode place)
    {
        if (Awaiting.TokenAt(site, place) is { } given)
        {
            return given;
        }

        foreach (var ancestor in place.Ancestors())
        {
            if (Declarations.TryGetValue(ancestor, out var declaration) && declaration.Step.TakesToken)
            {
                return ChainDeclaration.DefaultTokenName;
            }

            if (ancestor is MemberDeclarationSyntax || Awaiting.IsStaticFunction(ancestor))
            {
                return null;
            }
        }

        return null;
    }

    public bool ConfiguresAt(SyntaxNode place) => Awaiting.ConfiguresIn(Functions.Around(place) ?? place.SyntaxTree.GetRoot(), Configures);
}
