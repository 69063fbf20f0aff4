using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Executors.Generators;

/// <summary>The namespace of what belongs to the whole program: the one that its project's files begin with. Two assemblies seldom have the same, so that a program can use the registrations of its libraries.</summary>
internal static class HomeNamespace
{
    /// <summary>As code; empty for the global one.</summary>
    /// <param name="name">The root namespace of the project, or the name of its assembly: people write dashes, digits and keywords in both.</param>
    public static string Of(string name) => string.Join(".", name.Split('.').Where(static part => part.Length > 0).Select(Identifier));

    private static string Identifier(string part)
    {
        var valid = new string([.. part.Select(static letter => SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_')]);
        return !SyntaxFacts.IsIdentifierStartCharacter(valid[0]) ? "_" + valid : SyntaxFacts.GetKeywordKind(valid) != SyntaxKind.None ? "@" + valid : valid;
    }
}
