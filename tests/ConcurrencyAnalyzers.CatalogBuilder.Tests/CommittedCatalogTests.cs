using System.Text;
using ConcurrencyAnalyzers.CatalogBuilder.Output;
using ConcurrencyAnalyzers.Tests;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests;

public sealed class CommittedCatalogTests(CommittedCatalog committed) : IClassFixture<CommittedCatalog>
{
    [Fact]
    public void The_catalog_that_is_shipped_is_what_is_derived()
    {
        var derived = committed.Derive().Write().Write().ToDictionary(static file => file.Name, static file => Encoding.UTF8.GetBytes(file.Text));
        var shipped = Directory.GetFiles(Repository.PathOf("src", "ConcurrencyAnalyzers", "Catalog", "Shipped"), "*.catalog.txt")
            .ToDictionary(static path => Path.GetFileName(path), File.ReadAllBytes);

        var different = derived.Keys.Union(shipped.Keys).Order(StringComparer.Ordinal)
            .Where(name => !derived.TryGetValue(name, out var now) || !shipped.TryGetValue(name, out var was) || !now.AsSpan().SequenceEqual(was))
            .ToList();

        Assert.True(
            different.Count == 0,
            $"Not what is derived: {string.Join(", ", different)}. Run 'dotnet run --project src/ConcurrencyAnalyzers.CatalogBuilder', review the difference.");
    }

    [Fact]
    public void Everything_that_is_curated_is_needed()
    {
        var redundant = Redundancy.Find(committed.Derive()).ToList();

        Assert.True(redundant.Count == 0, $"These lines change nothing:\n{string.Join('\n', redundant)}");
    }

    [Fact]
    public void Every_assembly_and_every_body_is_read()
    {
        var run = committed.Derive();

        Assert.Empty(run.Skipped);
        Assert.All(run.Framework.Append(run.Packages!), static analysis => Assert.Equal(0, analysis.Graph.DamagedBodies));
    }
}
