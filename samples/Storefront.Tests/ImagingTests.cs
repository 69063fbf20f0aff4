using System.Net;
using System.Text;

namespace Storefront.Tests;

public sealed class ImagingTests(StorefrontProcess storefront) : IClassFixture<StorefrontProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryProductGetsItsImage()
    {
        await RenderAllAsync();

        foreach (var product in (await storefront.GetAsync("/products")).AsArray())
        {
            var sku = (string)product!["sku"]!;
            var (width, height, pixels) = Decode(await storefront.Client.GetByteArrayAsync($"/images/{sku}", Cancellation));
            Assert.Equal((256, 256), (width, height));

            var seed = sku.Sum(character => character);
            var expected = new byte[256 * 256];
            for (var i = 0; i < expected.Length; i++)
            {
                var (x, y) = (i % 256, i / 256);
                expected[i] = (byte)((x * y / 7) + (seed * x) + (3 * y));
            }

            Assert.Equal(expected, pixels);
        }
    }

    [Theory]
    [InlineData("LAMP-01")]
    [InlineData("VASE-01")]
    public async Task ThumbnailsHaveThePixelsOfABlurredAndShrunkImage(string sku)
    {
        await RenderAllAsync();
        var (_, _, image) = Decode(await storefront.Client.GetByteArrayAsync($"/images/{sku}", Cancellation));

        var created = (await storefront.PostAsync($"/images/{sku}/thumbnails", new { })).AsArray();

        Assert.Equal([128, 64, 32, 16], created.Select(thumbnail => (int)thumbnail!["size"]!));
        foreach (var thumbnail in created)
        {
            var size = (int)thumbnail!["size"]!;
            var expected = ExpectedThumbnail(image, 256, size);
            Assert.Equal(expected.Sum(pixel => (long)pixel), (long)thumbnail["pixelSum"]!);

            var (width, height, pixels) = Decode(await File.ReadAllBytesAsync(storefront.PathOf("images", $"{sku}-{size}.pgm"), Cancellation));
            Assert.Equal((size, size), (width, height));
            Assert.Equal(expected, pixels);
        }
    }

    [Fact]
    public async Task WithoutAProductThereIsNoImage()
    {
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync("/images/NOTHING"));
        await storefront.PostAsync("/images", new { }, HttpStatusCode.Accepted);
        using var response = await storefront.Client.PostAsync("/images/NOTHING/thumbnails", null, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task RenderAllAsync()
    {
        var accepted = await storefront.PostAsync("/images", new { }, HttpStatusCode.Accepted);
        var rendered = await storefront.PollAsync("/images", images => images.AsObject().All(image => (string?)image.Value != "waiting"));
        Assert.Equal((int)accepted["count"]!, rendered.AsObject().Count);
        Assert.All(rendered.AsObject(), image => Assert.Equal("done", (string?)image.Value));
    }

    private static byte[] ExpectedThumbnail(byte[] image, int width, int size)
    {
        var factor = width / size;
        var radius = factor / 2;
        var thumbnail = new byte[size * size];
        for (var i = 0; i < thumbnail.Length; i++)
        {
            var sum = 0;
            for (var inner = 0; inner < factor * factor; inner++)
            {
                var x = (i % size * factor) + (inner % factor);
                var y = (i / size * factor) + (inner / factor);
                int total = 0, count = 0;
                for (var v = y - radius; v <= y + radius; v++)
                {
                    for (var u = x - radius; u <= x + radius; u++)
                    {
                        if (u >= 0 && u < width && v >= 0 && v < width)
                        {
                            total += image[(v * width) + u];
                            count++;
                        }
                    }
                }

                sum += total / count;
            }

            thumbnail[i] = (byte)(sum / (factor * factor));
        }

        return thumbnail;
    }

    private static (int Width, int Height, byte[] Pixels) Decode(byte[] file)
    {
        var end = Array.IndexOf(file, (byte)'\n');
        var header = Encoding.ASCII.GetString(file, 0, end).Split(' ');
        Assert.Equal("P5", header[0]);
        return (int.Parse(header[1]), int.Parse(header[2]), file[(end + 1)..]);
    }
}
