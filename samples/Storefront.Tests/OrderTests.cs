using System.Net;
using System.Text.Json.Nodes;

namespace Storefront.Tests;

public sealed class OrderTests(StorefrontProcess storefront) : IClassFixture<StorefrontProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnOrderIsPricedAndIsInItsFileAndInTheJournal()
    {
        var order = await storefront.PlaceOrderAsync("Ada", "USD", ("CHAIR-01", 4), ("TABLE-01", 1));
        var id = (Guid)order["id"]!;

        Assert.Equal(960m, (decimal)order["netEur"]!);
        Assert.Equal(1036.80m, (decimal)order["total"]!);

        var file = JsonNode.Parse(await File.ReadAllTextAsync(storefront.PathOf("orders", $"{id:N}.json"), Cancellation))!;
        Assert.Equal("Ada", (string?)file["customer"]);
        Assert.Equal(["CHAIR-01", "TABLE-01"], file["lines"]!.AsArray().Select(line => (string?)line!["sku"]));
        Assert.True(JsonNode.DeepEquals(file, await storefront.GetAsync($"/orders/{id}")));

        var journal = await File.ReadAllLinesAsync(storefront.PathOf("journal.log"), Cancellation);
        Assert.Single(journal, line => line.EndsWith($"\tplaced\t{id:N}\t960.00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OrdersPlacedAtTheSameTimeAreAllInTheJournal()
    {
        var placed = await Task.WhenAll(Enumerable.Range(1, 12).Select(number =>
            storefront.PlaceOrderAsync($"Customer {number}", "EUR", ("VASE-01", number))));

        var journal = await storefront.GetTextAsync("/orders/journal");
        var lines = journal.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(placed, order => Assert.Single(lines, line => line.Contains($"{(Guid)order["id"]!:N}", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.Equal(4, line.Split('\t').Length));

        var listed = (await storefront.GetAsync("/orders")).AsArray().Select(order => (Guid)order!["id"]!).ToHashSet();
        Assert.All(placed, order => Assert.Contains((Guid)order["id"]!, listed));
        Assert.Equal(Enumerable.Range(1, 12).Sum() * 24.50m, placed.Sum(order => (decimal)order["total"]!));
    }

    [Fact]
    public async Task ASlipListsTheLinesWithTheirDescriptions()
    {
        using var described = await storefront.Client.PutAsync("/products/LAMP-01/description", new StringContent("Warm light.\n\nWith bulb."), Cancellation);
        described.EnsureSuccessStatusCode();
        var order = await storefront.PlaceOrderAsync("Grace", "EUR", ("LAMP-01", 2), ("LAMP-02", 1));

        Assert.Equal(
            "PACKING SLIP\nFor Grace\n2 x Desk lamp (Warm light.)\n1 x Floor lamp (LAMP-02)\nThank you for your order.\n",
            await storefront.GetTextAsync($"/orders/{(Guid)order["id"]!}/slip"));
    }

    [Theory]
    [InlineData("EUR", "NOTHING", 1, "Unknown product 'NOTHING'.")]
    [InlineData("EUR", "LAMP-01", 0, "An order needs items with positive quantities.")]
    [InlineData("XXX", "LAMP-01", 1, "No exchange rate for 'XXX'.")]
    public async Task AnImpossibleOrderIsRefused(string currency, string sku, int quantity, string reason)
    {
        var body = new { customer = "Eve", currency, items = new[] { new { sku, quantity } } };
        var problem = await storefront.PostAsync("/orders", body, HttpStatusCode.BadRequest);

        Assert.Equal(reason, (string?)problem["detail"]);
        Assert.DoesNotContain((await storefront.GetAsync("/orders")).AsArray(), order => (string?)order!["customer"] == "Eve");
    }

    [Fact]
    public async Task AnUnknownOrderIsNotFound()
    {
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync($"/orders/{Guid.Empty}"));
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync($"/orders/{Guid.Empty}/slip"));
    }
}
