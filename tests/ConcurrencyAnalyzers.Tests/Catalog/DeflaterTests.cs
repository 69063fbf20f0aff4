using System.IO.Compression;
using ConcurrencyAnalyzers.Packing;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>What the packer deflates, the runtime inflates.</summary>
public sealed class DeflaterTests
{
    [Theory]
    [InlineData(0, 256)]
    [InlineData(1, 256)]
    [InlineData(2, 1)] // the same byte
    [InlineData(1_000, 1)] // matches of every length
    [InlineData(5_000, 256)] // nothing repeats
    [InlineData(5_000, 2)]
    [InlineData(100_000, 3)] // beyond one window
    public void Bytes_come_out_as_they_went_in(int length, int alphabet)
    {
        var random = new Random(length + alphabet);
        byte[] data = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(alphabet))];

        Assert.Equal(data, Inflate(Deflater.Deflate(data, 0, isLast: true), length));
    }

    [Fact]
    public void A_part_goes_on_where_another_ends()
    {
        byte[] data = [.. Enumerable.Range(0, 600).Select(static i => (byte)(i % 200))];
        var (first, second) = (Deflater.Deflate(data[..300], 0, isLast: false), Deflater.Deflate(data, 300, isLast: true));

        Assert.Equal(data, Inflate([.. first, .. second], data.Length));
        Assert.True(second.Length < first.Length); // it refers to what stands before
    }

    [Fact]
    public void It_is_smaller_than_what_the_runtime_makes()
    {
        var data = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', CatalogFiles.Entries.Take(300).Select(static entry => entry.Id)));
        using var theirs = new MemoryStream();
        using (var deflating = new DeflateStream(theirs, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflating.Write(data);
        }

        Assert.InRange(Deflater.Deflate(data, 0, isLast: true).Length, 1, theirs.Length);
    }

    private static byte[] Inflate(byte[] deflated, int length)
    {
        using var inflating = new DeflateStream(new MemoryStream(deflated), CompressionMode.Decompress);
        var data = new byte[length];
        inflating.ReadExactly(data);
        Assert.Equal(-1, inflating.ReadByte());
        return data;
    }
}
