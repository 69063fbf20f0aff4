using System.Collections.Immutable;
using ConcurrencyAnalyzers.Precision.Findings;
using ConcurrencyAnalyzers.Precision.Mutations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Precision.Judging;

/// <summary>Places that no rule reports and that look as if one might: calls in asynchronous code, in work items and in parallel loops whose names sound like blocking.</summary>
internal sealed class Decoys(Reported reported)
{
    private const int MaximalDepth = 2;

    private static readonly string[] Sounding =
    [
        "Read", "Write", "Flush", "Copy", "Open", "Close", "Save", "Load", "Send", "Receive", "Connect", "Accept", "Execute", "Query", "Fetch", "Get", "Find", "Wait", "Enter", "Acquire", "Take", "Invoke",
        "Start", "Stop", "Delete", "Create", "Exists", "Parse", "Serialize", "Deserialize", "Resolve", "Lookup", "Append", "Log", "Push", "Publish", "Commit",
    ];

    private readonly Compilation compilation = reported.Project.Compilation;
    private readonly HashSet<(SyntaxTree, int)> told = [.. reported.Diagnostics.Select(static diagnostic => (diagnostic.Location.SourceTree!, diagnostic.Location.GetLineSpan().StartLinePosition.Line))];

    public IEnumerable<Item> Find() =>
        compilation.SyntaxTrees.Where(tree => !Generated.Contains(tree, reported.Project.Options)).SelectMany(Find);

    private IEnumerable<Item> Find(SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (NameOf(node) is not { } name || told.Contains((tree, name.GetLocation().GetLineSpan().StartLinePosition.Line)))
            {
                continue;
            }

            var isAsync = node.Ancestors().FirstOrDefault(static outer => outer is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax) is { } function && IsAsync(function);
            if (isAsync && node.Parent is not AwaitExpressionSyntax && Chain(node, model, MaximalDepth) is { } chain)
            {
                yield return ItemOf(chain.Api.Name switch { "Result" or "Wait" or "GetResult" => "CONC301", "Sleep" => "CONC303", _ => "CONC201" }, name, chain);
            }
            else if (Offload(node, model) is { } rule)
            {
                var inner = node.DescendantNodes().Where(part => NameOf(part) is not null && part != node).Select(part => Chain(part, model, MaximalDepth)).FirstOrDefault(static found => found is not null);
                if (inner is { } given)
                {
                    yield return ItemOf(rule, name, (given.Api, [name.GetLocation(), .. given.Hops]));
                }
            }
        }
    }

    private Item ItemOf(string rule, SimpleNameSyntax name, (ISymbol Api, ImmutableArray<Location> Hops) chain) =>
        new(reported.Project.Name, rule, name.GetLocation(), [.. chain.Hops.Where(hop => hop != name.GetLocation())], chain.Api.GetDocumentationCommentId() ?? chain.Api.Name, IsPlanted: true);

    /// <summary>The way from a call to something without source whose name sounds like blocking.</summary>
    private (ISymbol Api, ImmutableArray<Location> Hops)? Chain(SyntaxNode call, SemanticModel model, int depth)
    {
        if (NameOf(call) is not { } name || model.GetSymbolInfo(name).Symbol is not { } symbol || IsAwaitable(symbol))
        {
            return null;
        }

        if (symbol.DeclaringSyntaxReferences.IsEmpty)
        {
            return Sounds(symbol) ? (symbol, [name.GetLocation()]) : null;
        }

        if (depth == 0 || symbol is not IMethodSymbol || symbol.DeclaringSyntaxReferences[0].GetSyntax() is not MethodDeclarationSyntax declaration || IsAsync(declaration))
        {
            return null;
        }

        var inner = compilation.GetSemanticModel(declaration.SyntaxTree);
        foreach (var part in declaration.DescendantNodes().Where(static part => NameOf(part) is not null))
        {
            if (Chain(part, inner, depth - 1) is { } found)
            {
                return (found.Api, [name.GetLocation(), .. found.Hops]);
            }
        }

        return null;
    }

    private static bool Sounds(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.MethodKind == MethodKind.Ordinary && Sounding.Any(stem => method.Name.StartsWith(stem, StringComparison.Ordinal)),
        IPropertySymbol { Name: "Result" } property => property.ContainingType.Name is "Task" or "ValueTask",
        _ => false,
    };

    private static bool IsAwaitable(ISymbol symbol) => symbol is IMethodSymbol { ReturnType.Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "IAsyncEnumerable" };

    private static string? Offload(SyntaxNode node, SemanticModel model) =>
        node is InvocationExpressionSyntax invocation && model.GetSymbolInfo(invocation).Symbol is IMethodSymbol { ContainingType.Name: var type, Name: var name }
            ? (type, name) switch
            {
                ("Task", "Run") or ("TaskFactory", "StartNew") or ("ThreadPool", "QueueUserWorkItem") => "CONC202",
                ("Parallel", "For" or "ForEach" or "Invoke") => "CONC203",
                _ => null,
            }
            : null;

    private static bool IsAsync(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax anonymous => anonymous.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    private static SimpleNameSyntax? NameOf(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
        InvocationExpressionSyntax { Expression: SimpleNameSyntax simple } => simple,
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Result" } access when access.Parent is not InvocationExpressionSyntax => access.Name,
        _ => null,
    };
}
