using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>A code base with one mismatch more.</summary>
/// <param name="Compilation">The code base after the mutation.</param>
/// <param name="Tree">The file with the mismatch.</param>
/// <param name="Place">Where the diagnostic has to stand.</param>
/// <param name="Inserted">All that was not there before.</param>
internal sealed record Mutant(Compilation Compilation, SyntaxTree Tree, TextSpan Place, IReadOnlyList<(SyntaxTree Tree, TextSpan Span)> Inserted)
{
    /// <summary>What was inserted, file by file.</summary>
    public string Text => string.Join("\n", Inserted.Select(static part => $"// {Path.GetFileName(part.Tree.FilePath)}\n{part.Tree.GetText().ToString(part.Span).Trim()}"));
}
