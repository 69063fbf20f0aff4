using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>Ties a call that a fix writes to the method that is meant: where the call stands, its name may belong to another one.</summary>
internal static class KnownCall
{
    private const string Kind = "ConcurrencyAnalyzers.KnownCall";

    public static InvocationExpressionSyntax To(IMethodSymbol method, InvocationExpressionSyntax call) =>
        call.WithAdditionalAnnotations(new SyntaxAnnotation(Kind, $"{string.Join("|", Lineage(method.Canonical().ContainingType))}\n{Parameters(method.Canonical())}"));

    /// <summary>To any method of a type that has the written name.</summary>
    public static InvocationExpressionSyntax To(INamedTypeSymbol type, InvocationExpressionSyntax call) =>
        call.WithAdditionalAnnotations(new SyntaxAnnotation(Kind, $"{Id(type)}\n"));

    public static bool AllBind(FixSite after) => after.Root.GetAnnotatedNodes(Kind)
        .All(node => after.Model.GetSymbolInfo(node, after.CancellationToken).Symbol is IMethodSymbol bound && node.GetAnnotations(Kind).All(annotation => Is(bound.Canonical(), annotation.Data!)));

    // An override is the method itself; one that hides it is not. Overloads differ in what may be left out at the end.
    private static bool Is(IMethodSymbol bound, string known)
    {
        var declared = bound;
        while (declared.OverriddenMethod is { } overridden)
        {
            declared = overridden.Canonical();
        }

        var parts = known.Split('\n');
        var parameters = Parameters(bound);
        return parts[0].Split('|').Contains(Id(declared.ContainingType))
            && (parameters.StartsWith(parts[1], System.StringComparison.Ordinal) || parts[1].StartsWith(parameters, System.StringComparison.Ordinal));
    }

    private static IEnumerable<string?> Lineage(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return Id(current);
        }

        foreach (var contract in type.AllInterfaces)
        {
            yield return Id(contract);
        }
    }

    private static string Id(INamedTypeSymbol type) => type.OriginalDefinition.GetDocumentationCommentId() ?? "";

    private static string Parameters(IMethodSymbol method) => string.Concat(method.Parameters.Select(static parameter => $"{parameter.Type.ToDisplayString()};"));
}
