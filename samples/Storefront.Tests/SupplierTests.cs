using System.Net;

namespace Storefront.Tests;

public sealed class SupplierTests(StorefrontProcess storefront) : IClassFixture<StorefrontProcess>
{
    private static readonly string[] Suppliers = ["atlas", "borealis", "corvus", "delta", "estuary", "fjord"];
    private static readonly string[] Skus = ["CHAIR-01", "LAMP-01", "LAMP-02", "RUG-01", "TABLE-01", "VASE-01"];

    [Theory]
    [InlineData("LAMP-01")]
    [InlineData("RUG-01")]
    [InlineData("VASE-01")]
    public async Task QuotesComeFromEverySupplierThatHasTheProductCheapestFirst(string sku)
    {
        var quotes = (await storefront.GetAsync($"/quotes/{sku}")).AsArray();

        var expected = ExpectedQuotes(sku).ToList();
        Assert.InRange(expected.Count, 4, 5);
        Assert.Equal(expected, quotes.Select(quote => ((string)quote!["supplier"]!, (decimal)quote["price"]!)));
        Assert.All(quotes, quote => Assert.Equal(sku, (string?)quote!["sku"]));
    }

    [Fact]
    public async Task TheBestOfferIsTheCheapestQuoteWithItsStock()
    {
        var offer = await storefront.GetAsync("/offers/TABLE-01");

        var (supplier, price) = ExpectedQuotes("TABLE-01").First();
        Assert.Equal(supplier, (string?)offer["supplier"]);
        Assert.Equal(price, (decimal)offer["price"]!);
        Assert.Equal(ExpectedStock(supplier, "TABLE-01"), (int)offer["available"]!);
    }

    [Fact]
    public async Task AnUnknownProductHasNeitherQuotesNorOffer()
    {
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync("/quotes/NOTHING"));
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync("/offers/NOTHING"));
    }

    [Fact]
    public async Task StockIsCollectedForEveryProduct()
    {
        var stock = (await storefront.GetAsync("/suppliers/corvus/stock")).AsObject();

        Assert.Equal(Skus.Select(sku => (sku, ExpectedStock("corvus", sku))), stock.Select(entry => (entry.Key, (int)entry.Value!)));
        Assert.Empty((await storefront.GetAsync("/suppliers/nobody/stock")).AsObject());
    }

    [Fact]
    public async Task StatusSaysWhatTheSupplierSays()
    {
        var open = await storefront.GetAsync("/suppliers/estuary");
        Assert.True((bool)open["open"]!);
        Assert.Equal(500, (int)open["catalogued"]!);

        Assert.False((bool)(await storefront.GetAsync("/suppliers/delta"))["open"]!);
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync("/suppliers/nobody"));
    }

    [Fact]
    public async Task TheListHasTheSuppliersThatAreOpen()
    {
        var open = (await storefront.GetAsync("/suppliers")).AsArray();
        Assert.Equal(Suppliers.Where(supplier => supplier != "delta"), open.Select(status => (string?)status!["supplier"]));
    }

    [Fact]
    public async Task ARestockIsTriedUntilTheSupplierAccepts()
    {
        var receipt = await storefront.PostAsync("/suppliers/atlas/restock", new { reference = "R-1", sku = "RUG-01", quantity = 12 });

        Assert.Equal("atlas", (string?)receipt["supplier"]);
        Assert.Equal(12, (int)receipt["quantity"]!);
        Assert.Equal(3, (int)receipt["attempts"]!);
    }

    [Fact]
    public async Task ARestockIsGivenUpAfterFourAttempts()
    {
        var problem = await storefront.PostAsync(
            "/suppliers/nobody/restock",
            new { reference = "R-2", sku = "RUG-01", quantity = 1 },
            HttpStatusCode.BadGateway);

        Assert.Equal("Supplier 'nobody' does not answer.", (string?)problem["detail"]);
    }

    private static IEnumerable<(string Supplier, decimal Price)> ExpectedQuotes(string sku)
    {
        return Suppliers
            .Select((supplier, number) => (supplier, number))
            .Where(entry => (Weight(sku) + entry.number) % 4 != 0)
            .Select(entry => (entry.supplier, 10m + (Weight(sku) * (entry.number + 3) % 97)))
            .OrderBy(quote => quote.Item2)
            .ThenBy(quote => quote.supplier, StringComparer.Ordinal);
    }

    private static int ExpectedStock(string supplier, string sku) => Weight(sku) * (Array.IndexOf(Suppliers, supplier) + 1) % 50;

    private static int Weight(string sku) => sku.Sum(character => character);
}
