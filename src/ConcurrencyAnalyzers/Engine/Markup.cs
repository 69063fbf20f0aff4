using System;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Generated code that stands for what a person wrote in markup: Razor pages, views and components, by the compiler's line mappings.</summary>
internal static class Markup
{
    private static readonly string[] Extensions = [".razor", ".cshtml"];

    /// <summary>Nothing else that is generated is read: it has nobody who could change it.</summary>
    public static bool IsBehind(SyntaxTree tree) =>
        tree.FilePath.EndsWith("_razor.g.cs", StringComparison.OrdinalIgnoreCase) || tree.FilePath.EndsWith("_cshtml.g.cs", StringComparison.OrdinalIgnoreCase)
        || tree.FilePath.EndsWith(".razor.g.cs", StringComparison.OrdinalIgnoreCase) || tree.FilePath.EndsWith(".cshtml.g.cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>The place was written by hand, in the markup.</summary>
    public static bool Shows(Location place) =>
        place.GetMappedLineSpan() is { HasMappedPath: true, Path: var path } && Array.Exists(Extensions, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
