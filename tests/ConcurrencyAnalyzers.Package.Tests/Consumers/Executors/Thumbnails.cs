using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers;
using ConcurrencyAnalyzers.Executors;

public sealed class Thumbnails(BlockingExecutor disk)
{
    public async Task<int> MeasureAsync(string path)
    {
        var bytes = await disk.RunAsync(_ => Load(path));
        return bytes.Length + Load(path).Length; // CONC201
    }

    public Task ShrinkAsync(byte[][] images) => CpuExecutor.Shared.ForAsync(0, images.Length, i => Shrink(images[i]));

    [CpuBound]
    private static void Shrink(byte[] image) => image.AsEnumerable().Reverse().ToArray().CopyTo(image, 0);

    private static byte[] Load(string path) => File.ReadAllBytes(path);
}
