using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Storefront.Tests;

public sealed class CatalogTests(StorefrontProcess storefront) : IClassFixture<StorefrontProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ASavedProductIsFoundAndIsInTheFile()
    {
        var stool = new { sku = "STOOL-01", name = "Stool", price = 45.5m, category = "furniture" };
        using var saved = await storefront.Client.PutAsJsonAsync("/products/STOOL-01", stool, Cancellation);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);

        Assert.Equal(45.5m, (decimal)(await storefront.GetAsync("/products/STOOL-01"))["price"]!);
        var file = JsonNode.Parse(await File.ReadAllTextAsync(storefront.PathOf("products.json"), Cancellation))!.AsArray();
        Assert.Equal("Stool", (string?)file.Single(product => (string?)product!["sku"] == "STOOL-01")!["name"]);
    }

    [Fact]
    public async Task AProductWithAnotherNumberOrABadOneIsRefused()
    {
        var lamp = new { sku = "LAMP-09", name = "Lamp", price = 1m, category = "lighting" };
        using var other = await storefront.Client.PutAsJsonAsync("/products/LAMP-08", lamp, Cancellation);
        using var bad = await storefront.Client.PutAsJsonAsync("/products/..lamp", lamp with { sku = "..lamp" }, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync("/products/LAMP-09"));
    }

    [Fact]
    public async Task AnImportTakesTheGoodLinesAndNamesTheOthers()
    {
        var result = await storefront.PostTextAsync(
            "/products/import",
            "SHELF-01;Wall shelf;75.25;furniture\nno product\nSHELF-02;Corner shelf;99;furniture\nSHELF-03;Broken;many;furniture\n");

        Assert.Equal(2, (int)result["imported"]!);
        Assert.Equal(["no product", "SHELF-03;Broken;many;furniture"], result["rejected"]!.AsArray().Select(line => (string?)line));
        Assert.Equal("Wall shelf", (string?)(await storefront.GetAsync("/products/SHELF-01"))["name"]);
        Assert.Equal(99m, (decimal)(await storefront.GetAsync("/products/SHELF-02"))["price"]!);
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync("/products/SHELF-03"));

        var skus = (await storefront.GetAsync("/products")).AsArray().Select(product => (string?)product!["sku"]).ToList();
        Assert.Equal(skus.Order(StringComparer.Ordinal), skus);
        Assert.Contains("SHELF-02", skus);
    }

    [Fact]
    public async Task ADescriptionIsWrittenAndReadBack()
    {
        Assert.Equal("# Wool rug\n", await storefront.GetTextAsync("/products/RUG-01/description"));

        using var updated = await storefront.Client.PutAsync("/products/RUG-01/description", new StringContent("Woven by hand.\n\nWash cold.\n"), Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, updated.StatusCode);

        const string Expected = "# Wool rug\n\nWoven by hand.\n\nWash cold.\n";
        Assert.Equal(Expected, await storefront.GetTextAsync("/products/RUG-01/description"));
        Assert.Equal(Expected, await File.ReadAllTextAsync(storefront.PathOf("descriptions", "RUG-01.md"), Cancellation));
    }

    [Fact]
    public async Task AnUnknownProductHasNoDescription()
    {
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync("/products/NOTHING/description"));
        using var updated = await storefront.Client.PutAsync("/products/NOTHING/description", new StringContent("x"), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, updated.StatusCode);
    }
}
