namespace Storefront.Imaging;

internal static class BoxFilter
{
    public static Bitmap Thumbnail(Bitmap source, int size)
    {
        var factor = source.Width / size;
        return Shrink(Blur(source, factor / 2), factor);
    }

    private static Bitmap Blur(Bitmap source, int radius)
    {
        var target = Bitmap.Blank(source.Width, source.Height);
        for (var y = 0; y < source.Height; y++)
        {
            for (var x = 0; x < source.Width; x++)
            {
                int sum = 0, count = 0;
                for (var v = Math.Max(0, y - radius); v <= Math.Min(source.Height - 1, y + radius); v++)
                {
                    for (var u = Math.Max(0, x - radius); u <= Math.Min(source.Width - 1, x + radius); u++)
                    {
                        sum += source[u, v];
                        count++;
                    }
                }

                target[x, y] = (byte)(sum / count);
            }
        }

        return target;
    }

    private static Bitmap Shrink(Bitmap source, int factor)
    {
        var target = Bitmap.Blank(source.Width / factor, source.Height / factor);
        for (var y = 0; y < target.Height; y++)
        {
            for (var x = 0; x < target.Width; x++)
            {
                var sum = 0;
                for (var v = 0; v < factor; v++)
                {
                    for (var u = 0; u < factor; u++)
                    {
                        sum += source[(x * factor) + u, (y * factor) + v];
                    }
                }

                target[x, y] = (byte)(sum / (factor * factor));
            }
        }

        return target;
    }
}
