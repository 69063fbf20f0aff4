using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>A variable into which the threads of a parallel loop put what they compute, and for which nothing else is done while the loop runs.</summary>
internal sealed class SharedResult
{
    private SharedResult(ParallelWork work, InvocationExpressionSyntax loop, LambdaExpressionSyntax lambda, ISymbol variable, ITypeSymbol type, ImmutableArray<Accumulation> changes, ImmutableArray<IOperation> mentions)
    {
        Work = work;
        Loop = loop;
        Lambda = lambda;
        Variable = variable;
        Type = type;
        Changes = changes;
        Mentions = mentions;
    }

    public ParallelWork Work { get; }

    public InvocationExpressionSyntax Loop { get; }

    public LambdaExpressionSyntax Lambda { get; }

    public ISymbol Variable { get; }

    public ITypeSymbol Type { get; }

    /// <summary>All that the loop's body does with the variable.</summary>
    public ImmutableArray<Accumulation> Changes { get; }

    /// <summary>Where the member names the variable outside the loop; of a field, nothing is said.</summary>
    public ImmutableArray<IOperation> Mentions { get; }

    public Protection Protection => Changes[0].Protection;

    public static SharedResult? Of(FixSite site)
    {
        foreach (var loop in site.Node.Ancestors().OfType<InvocationExpressionSyntax>())
        {
            if (site.Model.GetOperation(loop, site.CancellationToken) is IInvocationOperation call && ParallelWork.Of(call, site.Symbols) is { } work && work.Body.Syntax.Span.Contains(site.Node.Span))
            {
                return Of(site, loop, work);
            }
        }

        return null;
    }

    /// <summary>A name that nobody near the loop uses.</summary>
    public string? FreeName(FixSite site, params string[] names)
    {
        var member = Loop.Ancestors().FirstOrDefault(static ancestor => ancestor is MemberDeclarationSyntax) ?? Loop;
        return names.FirstOrDefault(name => site.Model.LookupSymbols(Loop.SpanStart, name: name).IsEmpty && !member.DescendantTokens().Any(token => token.ValueText == name));
    }

    private static SharedResult? Of(FixSite site, InvocationExpressionSyntax loop, ParallelWork work)
    {
        if (!work.IsLoop || work.HasLocalState || loop.ArgumentList.Arguments is not { Count: > 1 } arguments || arguments.Any(static argument => argument.NameColon is not null)
            || arguments[arguments.Count - 1].Expression is not LambdaExpressionSyntax lambda || lambda != work.Body.Syntax || NameOf(loop.Expression) is not IdentifierNameSyntax
            || (!work.IsCounted && lambda is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: var parameters } && parameters.Any(static parameter => parameter.Type is not null))
            || IsInTry(loop))
        {
            return null;
        }

        var read = AccumulationReader.Read(work, work.Body);
        if (read.All.IsEmpty || read.All.Select(static change => change.Variable).Distinct<ISymbol>(SymbolEqualityComparer.Default).Skip(1).Any() || read.All.Select(static change => change.Protection).Distinct().Skip(1).Any()
            || !read.All.All(static change => change.Change.Parent is IExpressionStatementOperation or IReturnOperation))
        {
            return null;
        }

        var variable = read.All[0].Variable;
        var changed = read.All.Select(static change => change.Mention.Unwrapped().Syntax).ToImmutableHashSet();
        var outside = ImmutableArray<IOperation>.Empty;
        switch (variable)
        {
            case ILocalSymbol or IParameterSymbol:
                var mentions = MemberOperations.Around(work.Construct).MentionsOf(variable).Where(mention => !changed.Contains(mention.Syntax) && !read.All.Any(change => change.Lock?.LockedValue.Unwrapped().Syntax == mention.Syntax)).ToImmutableArray();
                if (mentions.Any(mention => loop.Span.Contains(mention.Syntax.Span) || mention.FunctionAround() != work.Construct.FunctionAround()))
                {
                    return null;
                }

                outside = mentions;
                break;
            case IFieldSymbol { DeclaredAccessibility: not Accessibility.Private } or IPropertySymbol { DeclaredAccessibility: not Accessibility.Private }:
                return null;
            default:
                if (work.Construct.SelfAndBelow().Any(operation => operation is IMemberReferenceOperation && operation.Named().IsSameAs(variable) && !changed.Contains(operation.Syntax) && !read.All.Any(change => change.Lock?.LockedValue.Unwrapped().Syntax == operation.Syntax)))
                {
                    return null;
                }

                break;
        }

        return variable switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol { RefKind: RefKind.None } parameter => parameter.Type,
            IFieldSymbol { IsVolatile: false } field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        } is { } type ? new SharedResult(work, loop, lambda, variable, type, read.All, outside) : null;
    }

    // What a failed item had added before it failed would not be there.
    private static bool IsInTry(SyntaxNode loop) => loop.Ancestors().TakeWhile(ancestor => ancestor != Functions.Around(loop)).OfType<TryStatementSyntax>().Any(@try => @try.Catches.Count > 0 && @try.Block.Contains(loop));

    private static SimpleNameSyntax? NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };
}
