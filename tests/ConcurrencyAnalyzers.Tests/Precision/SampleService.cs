using ConcurrencyAnalyzers.Benchmarks.Engine;
using ConcurrencyAnalyzers.Precision;

namespace ConcurrencyAnalyzers.Tests.Precision;

/// <summary>The sample service as the tools read it: small, and with code of all kinds.</summary>
internal static class SampleService
{
    private static readonly Lazy<Corpus> Read = new(static () => CodeBases.Read(Repository.PathOf("samples", "Storefront")));

    public static Corpus Corpus => Read.Value;
}
