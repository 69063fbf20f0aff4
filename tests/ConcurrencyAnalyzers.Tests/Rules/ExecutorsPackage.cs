using ConcurrencyAnalyzers.Executors.Processes;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Rules;

/// <summary>The runtime library, as its users reference it.</summary>
internal static class ExecutorsPackage
{
    public static MetadataReference Reference { get; } = MetadataReference.CreateFromFile(typeof(ProcessExecutor).Assembly.Location);
}
