using Storefront.Storage;

namespace Storefront.Imaging;

internal static class ImagingEndpoints
{
    public static void AddImaging(this IServiceCollection services)
    {
        services.AddSingleton<ProductImages>();
        services.AddSingleton<Thumbnails>();
    }

    public static void MapImaging(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/images");

        group.MapPost("/", async (ProductImages images, CancellationToken cancellationToken) =>
            Results.Accepted("/images", new { count = await images.RenderAllAsync(cancellationToken) }));

        group.MapGet("/", (ProductImages images) => Results.Ok(images.Rendered));

        group.MapGet("/{sku}", (string sku, ProductImages images, DataFolder folder) =>
            images.Exists(sku) ? Results.File(folder.ImageFile(sku), "image/x-portable-graymap") : Results.NotFound());

        group.MapPost("/{sku}/thumbnails", async (string sku, Thumbnails thumbnails, CancellationToken cancellationToken) =>
            await thumbnails.CreateAsync(sku, cancellationToken) is { } created ? Results.Ok(created) : Results.NotFound());
    }
}
