using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Compression of text, with the settings that are there when nothing is said.</summary>
internal static class CompressionFamilies
{
    // More than the window of 32 KB that what is compressed is compared with.
    private const int Small = 65_536;
    private const int Large = 262_144;

    public static IReadOnlyList<Family> All =>
    [
        Compress("deflate-compress", static target => new DeflateStream(target, CompressionMode.Compress, leaveOpen: true)),
        Decompress(
            "deflate-decompress",
            static target => new DeflateStream(target, CompressionMode.Compress, leaveOpen: true),
            static source => new DeflateStream(source, CompressionMode.Decompress)),
        Compress("brotli-compress", static target => new BrotliStream(target, CompressionMode.Compress, leaveOpen: true)),
        Decompress(
            "brotli-decompress",
            static target => new BrotliStream(target, CompressionMode.Compress, leaveOpen: true),
            static source => new BrotliStream(source, CompressionMode.Decompress)),

        Family.Linear("BrotliEncoder.TryCompress", "byte", Small, Large, static size =>
        {
            var (text, compressed) = (Inputs.TextBytes(size), new byte[BrotliEncoder.GetMaxCompressedLength(size)]);
            return () => BrotliEncoder.TryCompress(text, compressed, out _);
        })
        with { Of = "brotli-compress" },
        Compress("GZipStream.Write", static target => new GZipStream(target, CompressionMode.Compress, leaveOpen: true)) with { Of = "deflate-compress" },

        // The size of an archive is no argument of any call, so one entry of 64 KB stands for all.
        Family.Call("zip-create", static () =>
        {
            var (text, target) = (Inputs.TextBytes(Small), new MemoryStream());
            return () => Archive(text, target);
        }),
        Family.Call("zip-extract", static () =>
        {
            var archive = new MemoryStream();
            Archive(Inputs.TextBytes(Small), archive);
            return () =>
            {
                using var read = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
                using var entry = read.Entries[0].Open();
                entry.CopyTo(Stream.Null);
            };
        }),
    ];

    private static void Archive(byte[] text, MemoryStream target)
    {
        target.SetLength(0);
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        using var entry = archive.CreateEntry("text.txt").Open();
        entry.Write(text);
    }

    private static Family Compress(string name, Func<Stream, Stream> compressor) => Family.Linear(name, "byte", Small, Large, size =>
    {
        var (text, target) = (Inputs.TextBytes(size), new MemoryStream(size));
        return () =>
        {
            target.Position = 0;
            using var stream = compressor(target);
            stream.Write(text);
        };
    });

    // The size is that of the text, which is what a reader asks for.
    private static Family Decompress(string name, Func<Stream, Stream> compressor, Func<Stream, Stream> decompressor)
    {
        return Family.Linear(name, "byte", Small, Large, Prepare);

        Action Prepare(int size)
        {
            var (target, text) = (new MemoryStream(), new byte[size]);
            using (var stream = compressor(target))
            {
                stream.Write(Inputs.TextBytes(size));
            }

            var compressed = target.ToArray();
            return () =>
            {
                using var stream = decompressor(new MemoryStream(compressed));
                stream.ReadExactly(text);
            };
        }
    }
}
