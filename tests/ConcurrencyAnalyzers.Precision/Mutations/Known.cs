using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>What a project's references have, named <c>Type</c> or <c>Type::Member</c>.</summary>
internal static class Known
{
    public static bool Has(Compilation compilation, string name) => name.Split("::") switch
    {
        [var type, var member] => Members(compilation, type, member).Any(),
        _ => compilation.GetTypesByMetadataName(name).Any(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly)),
    };

    /// <summary>The member is there in a form that can be awaited.</summary>
    public static bool IsAwaitable(Compilation compilation, string name) =>
        name.Split("::") is [var type, var member]
        && Members(compilation, type, member).OfType<IMethodSymbol>().Any(static method => method.ReturnType.Name is "Task" or "ValueTask");

    private static IEnumerable<ISymbol> Members(Compilation compilation, string type, string member)
    {
        for (var current = compilation.GetTypesByMetadataName(type).FirstOrDefault(); current is not null; current = current.BaseType)
        {
            foreach (var found in current.GetMembers(member).Where(static found => found.DeclaredAccessibility == Accessibility.Public))
            {
                yield return found;
            }
        }
    }
}
