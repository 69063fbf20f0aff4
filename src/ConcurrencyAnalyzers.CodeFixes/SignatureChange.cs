using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace ConcurrencyAnalyzers;

/// <summary>A method that a fix gives another result: only a framework may call it, which takes either.</summary>
internal static class SignatureChange
{
    /// <summary>Nobody in the solution calls the method, and it is handed over only where the engine has looked.</summary>
    public static async Task<bool> IsServedAsync(FixSite before, SyntaxNode member, SyntaxNode rewritten)
    {
        if (member is not MethodDeclarationSyntax old || rewritten is not MethodDeclarationSyntax changed || old.ReturnType.IsEquivalentTo(changed.ReturnType))
        {
            return true;
        }

        if (before.Model.GetDeclaredSymbol(old, before.CancellationToken) is not { } method)
        {
            return false;
        }

        var handed = before.Engine.Vehicles.HandedOverAt(method, before.CancellationToken).ToList();
        foreach (var referenced in await SymbolFinder.FindReferencesAsync(method, before.Document.Project.Solution, before.CancellationToken).ConfigureAwait(false))
        {
            // The declaration of an interface, or the same file in the project of another target framework.
            if (!referenced.Definition.IsSameAs(method) && !referenced.Definition.Locations.Any(location => location.SourceTree?.FilePath == member.SyntaxTree.FilePath && location.SourceSpan == old.Identifier.Span))
            {
                return false;
            }

            foreach (var location in referenced.Locations)
            {
                var root = await location.Document.GetSyntaxRootAsync(before.CancellationToken).ConfigureAwait(false);
                if (root?.FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is not { } node
                    || !(node.IsPartOfStructuredTrivia() || IsNamed(node) || handed.Any(place => place.SyntaxTree.FilePath == node.SyntaxTree.FilePath && place.Span.Contains(node.Span))))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsNamed(SyntaxNode node) =>
        node.Ancestors().Any(static ancestor => ancestor is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });
}
