using Microsoft.Extensions.Options;

namespace Storefront.Suppliers;

internal static class SupplierEndpoints
{
    public static void AddSuppliers(this IServiceCollection services)
    {
        services.AddSingleton<SupplierAddress>();
        services.AddHttpClient(HttpSupplierGateway.ClientName, (provider, client) =>
            client.BaseAddress = provider.GetRequiredService<SupplierAddress>().Current);
        services.AddSingleton<ISupplierGateway, HttpSupplierGateway>();
        services.AddSingleton<ExchangeRates>();
        services.AddSingleton<PriceComparison>();
        services.AddSingleton<SupplierDesk>();
    }

    public static void MapSuppliers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/quotes/{sku}", async (string sku, PriceComparison comparison, CancellationToken cancellationToken) =>
            await comparison.CompareAsync(sku, cancellationToken) is { } quotes ? Results.Ok(quotes) : Results.NotFound());

        routes.MapGet("/offers/{sku}", async (string sku, PriceComparison comparison, CancellationToken cancellationToken) =>
            await comparison.BestOfferAsync(sku, cancellationToken) is { } offer ? Results.Ok(offer) : Results.NotFound());

        var suppliers = routes.MapGroup("/suppliers");

        suppliers.MapGet("/", async (SupplierDesk desk, IOptions<StorefrontOptions> options, CancellationToken cancellationToken) =>
            Results.Ok(await desk.OpenSuppliersAsync(options.Value.Suppliers, cancellationToken)));

        suppliers.MapGet("/{supplier}", async (string supplier, SupplierDesk desk, CancellationToken cancellationToken) =>
            await desk.StatusAsync(supplier, cancellationToken) is { } status ? Results.Ok(status) : Results.NotFound());

        suppliers.MapGet("/{supplier}/stock", async (string supplier, PriceComparison comparison, CancellationToken cancellationToken) =>
            Results.Ok(await comparison.StockAsync(supplier, cancellationToken)));

        suppliers.MapPost("/{supplier}/restock", async (string supplier, RestockRequest restock, SupplierDesk desk, CancellationToken cancellationToken) =>
        {
            try
            {
                return Results.Ok(await desk.RestockAsync(supplier, restock, cancellationToken));
            }
            catch (SupplierUnavailableException unavailable)
            {
                return Results.Problem(unavailable.Message, statusCode: StatusCodes.Status502BadGateway);
            }
        });
    }
}
