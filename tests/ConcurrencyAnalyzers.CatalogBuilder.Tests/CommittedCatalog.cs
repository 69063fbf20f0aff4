using ConcurrencyAnalyzers.CatalogBuilder.Derivation;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests;

/// <summary>Everything that is shipped, derived once for all tests, where its packages are restored.</summary>
public sealed class CommittedCatalog : IDisposable
{
    private readonly Lazy<Regeneration> run;
    private readonly Sources sources = Sources.Read(CuratedFileTests.Folder, Sources.DefaultFolder);

    public CommittedCatalog() => run = new(() => Regeneration.Run(CuratedFileTests.Folder, sources));

    /// <summary>Skips the test where packages are missing.</summary>
    internal Regeneration Derive()
    {
        var missing = sources.Missing.Select(static source => source.ToString()).ToList();
        Assert.SkipWhen(
            missing.Count > 0,
            $"Not restored: {string.Join(", ", missing)}. Run 'dotnet restore src/ConcurrencyAnalyzers.CatalogBuilder/Inputs/Sources.csproj'.");
        return run.Value;
    }

    public void Dispose()
    {
        if (run.IsValueCreated)
        {
            run.Value.Dispose();
        }
    }
}
