using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Storefront.Tests;

public sealed class ReportTests(StorefrontProcess storefront) : IClassFixture<StorefrontProcess>
{
    private static readonly string[] Skus = ["CHAIR-01", "LAMP-01", "LAMP-02", "RUG-01", "TABLE-01", "VASE-01"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AReportAgreesWithAStraightforwardComputation()
    {
        for (var number = 0; number < 30; number++)
        {
            var items = Skus.Where((_, index) => ((number * 7) + 5 >> index) % 2 == 1 || index == number % Skus.Length);
            await storefront.PlaceOrderAsync($"Customer {number}", "EUR", items.Select((sku, index) => (sku, 1 + ((number + index) % 3))).ToArray());
        }

        var id = await OrderReportAsync("Spring");
        var report = await storefront.GetAsync($"/reports/{id}");
        var orders = (await storefront.GetAsync("/orders")).AsArray();
        var lines = orders.SelectMany(order => order!["lines"]!.AsArray()).ToList();

        Assert.Equal("Spring", (string?)report["title"]);
        Assert.Equal(orders.Count, (int)report["orders"]!);
        var revenue = lines.Sum(line => Amount(line!));
        Assert.Equal(revenue, (decimal)report["revenue"]!);

        var sales = report["products"]!.AsArray().ToDictionary(product => (string)product!["sku"]!);
        Assert.Equal(Skus, sales.Keys.Order(StringComparer.Ordinal));
        Assert.All(sales, sale =>
        {
            var own = lines.Where(line => (string?)line!["sku"] == sale.Key).ToList();
            Assert.Equal(own.Sum(line => (int)line!["quantity"]!), (int)sale.Value!["quantity"]!);
            Assert.Equal(own.Sum(line => Amount(line!)), (decimal)sale.Value["revenue"]!);
        });

        var lighting = report["categories"]!.AsArray().Single(category => (string?)category!["category"] == "lighting")!;
        Assert.Equal(lines.Where(line => ((string)line!["sku"]!).StartsWith("LAMP", StringComparison.Ordinal)).Sum(line => Amount(line!)), (decimal)lighting["revenue"]!);

        Assert.Equal(Overlaps(orders), report["overlaps"]!.AsArray().Select(count => (long)count!));

        var file = JsonNode.Parse(await File.ReadAllTextAsync(storefront.PathOf("reports", $"{id:N}.json"), Cancellation));
        Assert.True(JsonNode.DeepEquals(report, file));
        var index = await File.ReadAllLinesAsync(storefront.PathOf("reports", "index.log"), Cancellation);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{id:N}\tSpring\t{revenue:0.00}"), index);
    }

    [Fact]
    public async Task EveryReportThatIsOrderedIsFinished()
    {
        var ids = new List<Guid>();
        foreach (var title in new[] { "First", "Second", "Third" })
        {
            ids.Add(await OrderReportAsync(title));
        }

        var titles = new List<string?>();
        foreach (var id in ids)
        {
            titles.Add((string?)(await storefront.GetAsync($"/reports/{id}"))["title"]);
        }

        Assert.Equal(["First", "Second", "Third"], titles);
    }

    [Fact]
    public async Task APageShowsTheFigures()
    {
        var id = await OrderReportAsync("Page");
        var report = await storefront.GetAsync($"/reports/{id}");

        var expected = string.Create(
            CultureInfo.InvariantCulture,
            $"<h1>Page</h1>\n<p>{(int)report["orders"]!} orders, {(decimal)report["revenue"]!:0.00} EUR</p>\n");
        Assert.Equal(expected, await storefront.GetTextAsync($"/reports/{id}/page"));
    }

    [Fact]
    public async Task AnUnknownReportIsNotFound()
    {
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync($"/reports/{Guid.Empty}"));
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync($"/reports/{Guid.Empty}/state"));
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync($"/reports/{Guid.Empty}/page"));
    }

    private async Task<Guid> OrderReportAsync(string title)
    {
        var job = await storefront.PostAsync("/reports", new { title }, HttpStatusCode.Accepted);
        var id = (Guid)job["id"]!;
        var answer = await storefront.PollAsync($"/reports/{id}/state", state => (string?)state["state"] != "Waiting");
        Assert.Equal("Finished", (string?)answer["state"]);
        return id;
    }

    private static decimal Amount(JsonNode line) => (int)line["quantity"]! * (decimal)line["unitPrice"]!;

    private static long[] Overlaps(JsonArray orders)
    {
        var baskets = orders.Select(order => order!["lines"]!.AsArray().Select(line => (string)line!["sku"]!).ToHashSet()).ToList();
        var counts = new long[baskets.Max(basket => basket.Count) + 1];
        for (var first = 0; first < baskets.Count; first++)
        {
            for (var second = first + 1; second < baskets.Count; second++)
            {
                counts[baskets[first].Intersect(baskets[second]).Count()]++;
            }
        }

        return counts;
    }
}
