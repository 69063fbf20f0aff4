using System.Collections.Concurrent;
using Storefront.Storage;

namespace Storefront.Imaging;

public sealed record Thumbnail(string Sku, int Size, long PixelSum);

public sealed class Thumbnails(ProductImages images, DataFolder folder)
{
    private static readonly int[] Sizes = [128, 64, 32, 16];

    public async Task<IReadOnlyList<Thumbnail>?> CreateAsync(string sku, CancellationToken cancellationToken)
    {
        if (!images.Exists(sku))
        {
            return null;
        }

        var image = await images.LoadAsync(sku, cancellationToken);
        var created = new List<Thumbnail>();
        foreach (var (size, thumbnail) in Shrink(image).OrderByDescending(entry => entry.Key))
        {
            await PgmFile.WriteAsync(folder.ThumbnailFile(sku, size), thumbnail, cancellationToken);
            created.Add(new Thumbnail(sku, size, thumbnail.Pixels.Sum(pixel => (long)pixel)));
        }

        return created;
    }

    private static ConcurrentDictionary<int, Bitmap> Shrink(Bitmap image)
    {
        var thumbnails = new ConcurrentDictionary<int, Bitmap>();
        Parallel.ForEach(Sizes, size =>
        {
            thumbnails[size] = BoxFilter.Thumbnail(image, size);
        });

        return thumbnails;
    }
}
