using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace ConcurrencyAnalyzers.Benchmarks.Harness;

/// <summary>The recorded figures: a Markdown file for each scenario, as the rule's page shows it, one for the catalog, and a table of all computations.</summary>
internal static class Results
{
    private static readonly string Folder = typeof(Results).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "Results").Value!;

    /// <exception cref="InvalidOperationException">The program runs far from the repository that it was built in.</exception>
    public static string PathOf(string name, string extension = ".md") => Directory.Exists(Folder)
        ? Path.Combine(Folder, name + extension)
        : throw new InvalidOperationException($"'{Folder}' does not exist, so nothing is recorded.");
}
