namespace Storefront.Catalog;

internal static class CatalogEndpoints
{
    public static void AddCatalog(this IServiceCollection services)
    {
        services.AddSingleton<ProductCatalog>();
        services.AddSingleton<ProductDescriptions>();
        services.AddSingleton<ProductImport>();
    }

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        var products = routes.MapGroup("/products");

        products.MapGet("/", async (ProductCatalog catalog, CancellationToken cancellationToken) =>
            Results.Ok(await catalog.ListAsync(cancellationToken)));

        products.MapGet("/{sku}", async (string sku, ProductCatalog catalog, CancellationToken cancellationToken) =>
            await catalog.FindAsync(sku, cancellationToken) is { } product ? Results.Ok(product) : Results.NotFound());

        products.MapPut("/{sku}", async (string sku, Product product, ProductCatalog catalog, CancellationToken cancellationToken) =>
        {
            if (product.Sku != sku || !product.IsValid)
            {
                return Results.BadRequest();
            }

            await catalog.SaveAsync([product], cancellationToken);
            return Results.Ok(product);
        });

        products.MapPost("/import", async (HttpRequest request, ProductImport import, CancellationToken cancellationToken) =>
            Results.Ok(await import.RunAsync(await BodyAsync(request, cancellationToken), cancellationToken)));

        products.MapGet("/{sku}/description", async (string sku, ProductDescriptions descriptions, CancellationToken cancellationToken) =>
            await descriptions.ReadAsync(sku, cancellationToken) is { } text ? Results.Text(text, "text/markdown") : Results.NotFound());

        products.MapPut("/{sku}/description", async (string sku, HttpRequest request, ProductDescriptions descriptions, CancellationToken cancellationToken) =>
            await descriptions.UpdateAsync(sku, await BodyAsync(request, cancellationToken), cancellationToken) ? Results.NoContent() : Results.NotFound());
    }

    private static async Task<string> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
