namespace Storefront.Imaging;

/// <summary>Grey pixels, row by row.</summary>
public sealed class Bitmap(int width, int height, byte[] pixels)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public byte[] Pixels { get; } = pixels;

    public byte this[int x, int y]
    {
        get => Pixels[(y * Width) + x];
        set => Pixels[(y * Width) + x] = value;
    }

    public static Bitmap Blank(int width, int height) => new(width, height, new byte[width * height]);
}
