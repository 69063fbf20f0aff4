using System.Collections.Concurrent;
using Storefront.Catalog;
using Storefront.Storage;

namespace Storefront.Imaging;

public sealed class ProductImages(DataFolder folder, ProductCatalog catalog, ILogger<ProductImages> logger)
{
    public const int Size = 256;

    private readonly ConcurrentDictionary<string, string> _rendered = new();

    public IReadOnlyDictionary<string, string> Rendered => _rendered;

    public async Task<int> RenderAllAsync(CancellationToken cancellationToken)
    {
        var products = await catalog.ListAsync(cancellationToken);
        foreach (var product in products)
        {
            _rendered[product.Sku] = "waiting";
        }

        await Parallel.ForEachAsync(products, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (product, token) =>
        {
            try
            {
                var image = Render(product);
                await PgmFile.WriteAsync(folder.ImageFile(product.Sku), image);
                _rendered[product.Sku] = "done";
            }
            catch (IOException failure)
            {
                logger.LogError(failure, "No image for {Sku}.", product.Sku);
                _rendered[product.Sku] = "failed";
            }
        });

        return products.Count;
    }

    public bool Exists(string sku) => _rendered.TryGetValue(sku, out var state) && state == "done";

    public Bitmap Load(string sku) => PgmFile.Read(folder.ImageFile(sku));

    public Task<Bitmap> LoadAsync(string sku, CancellationToken cancellationToken = default)
    {
        return PgmFile.ReadAsync(folder.ImageFile(sku), cancellationToken);
    }

    private static Bitmap Render(Product product)
    {
        var seed = product.Sku.Sum(character => character);
        var image = Bitmap.Blank(Size, Size);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                image[x, y] = (byte)((((x * y) / 7) + (seed * x) + (3 * y)) & 0xFF);
            }
        }

        return image;
    }
}
