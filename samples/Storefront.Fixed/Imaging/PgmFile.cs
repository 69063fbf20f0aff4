using System.Text;

namespace Storefront.Imaging;

/// <summary>Portable grey maps: a header of one line, then one byte for each pixel.</summary>
internal static class PgmFile
{
    public static Bitmap Read(string path) => Decode(File.ReadAllBytes(path));

    public static async Task<Bitmap> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        return Decode(await File.ReadAllBytesAsync(path, cancellationToken));
    }

    public static async Task WriteAsync(string path, Bitmap image, CancellationToken cancellationToken = default)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllBytesAsync(temporary, Encode(image), cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }

    private static byte[] Encode(Bitmap image)
    {
        var header = Encoding.ASCII.GetBytes($"P5 {image.Width} {image.Height} 255\n");
        return [.. header, .. image.Pixels];
    }

    private static Bitmap Decode(byte[] bytes)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        var header = Encoding.ASCII.GetString(bytes, 0, end).Split(' ');
        return new Bitmap(int.Parse(header[1]), int.Parse(header[2]), bytes[(end + 1)..]);
    }
}
