using System.Collections.Concurrent;
using Storefront.Notifications;

namespace Storefront.Suppliers;

/// <summary>Stands in for the supplier exchange and for the subscribers' inboxes: for demonstrations and tests.</summary>
internal static class FakeSupplierEndpoints
{
    public const string Prefix = "/fake";

    private static readonly string[] Known = ["atlas", "borealis", "corvus", "delta", "estuary", "fjord"];
    private static readonly Dictionary<string, decimal> Rates = new() { ["EUR"] = 1m, ["USD"] = 1.08m, ["CHF"] = 0.95m };

    public static void MapFakeSupplier(this IEndpointRouteBuilder routes)
    {
        var fake = routes.MapGroup(Prefix);
        var restocks = new ConcurrentDictionary<string, int>();
        var knocks = new ConcurrentDictionary<string, int>();
        var inboxes = new ConcurrentDictionary<string, ConcurrentQueue<Message>>();

        fake.MapGet("/rates", () => Results.Ok(Rates));

        fake.MapGet("/suppliers/{supplier}/status", (string supplier) => Number(supplier) is var number and >= 0
            ? Results.Ok(new SupplierStatus(supplier, number != 3, 100 * (number + 1)))
            : Results.NotFound());

        fake.MapGet("/suppliers/{supplier}/quotes/{sku}", async (string supplier, string sku, CancellationToken cancellationToken) =>
        {
            await Task.Delay(5, cancellationToken);
            var number = Number(supplier);
            return number < 0 || (Weight(sku) + number) % 4 == 0
                ? Results.NotFound()
                : Results.Ok(new Quote(supplier, sku, 10m + (Weight(sku) * (number + 3) % 97), 1 + number));
        });

        fake.MapGet("/suppliers/{supplier}/stock/{sku}", async (string supplier, string sku, CancellationToken cancellationToken) =>
        {
            await Task.Delay(5, cancellationToken);
            var number = Number(supplier);
            return number < 0 ? Results.NotFound() : Results.Ok(new StockLevel(supplier, sku, Weight(sku) * (number + 1) % 50));
        });

        fake.MapPost("/suppliers/{supplier}/restock", (string supplier, RestockRequest restock) =>
        {
            var attempt = restocks.AddOrUpdate(restock.Reference, 1, (_, count) => count + 1);
            return Number(supplier) < 0 || attempt < 3
                ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
                : Results.Ok(new RestockReceipt(restock.Reference, supplier, restock.Quantity, attempt));
        });

        fake.MapPost("/inbox/{name}", (string name, Message message) =>
        {
            var knock = knocks.AddOrUpdate($"{name}/{message.Id}", 1, (_, count) => count + 1);
            if (name == "accounting" && knock == 1)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            inboxes.GetOrAdd(name, _ => new ConcurrentQueue<Message>()).Enqueue(message);
            return Results.Accepted();
        });

        fake.MapGet("/inbox/{name}", (string name) =>
            Results.Ok(inboxes.TryGetValue(name, out var messages) ? messages.ToArray() : []));
    }

    private static int Number(string supplier) => Array.IndexOf(Known, supplier);

    private static int Weight(string sku) => sku.Sum(character => character);
}
