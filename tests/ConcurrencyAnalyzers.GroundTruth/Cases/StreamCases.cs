using System.IO.Compression;
using System.Security.Cryptography;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class StreamCases
{
    private static readonly byte[] s_buffer = new byte[512];

    public static void AddTo(CaseList cases, Workspace work)
    {
        Stream Memory() => new MemoryStream([.. work.Small]);
        Stream FilledBuffer()
        {
            var stream = work.Buffered();
            stream.ReadByte();
            return stream;
        }

        Stream Inflating()
        {
            var memory = new MemoryStream();
            using (var deflate = new DeflateStream(memory, CompressionLevel.Fastest, leaveOpen: true))
                deflate.Write(work.Small);
            memory.Position = 0;
            return new DeflateStream(memory, CompressionMode.Decompress);
        }

        static void Close<T>(Stream stream, T result) => stream.Dispose();

        cases.On(
            "M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, Stream () => work.Unbuffered(), static s => s.Read(s_buffer, 0, 512), receiver: "FileStream without buffer", dependent: true,
            release: Close);
        cases.On(
            "M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, Stream () => work.Buffered(), static s => s.Read(s_buffer, 0, 512), receiver: "FileStream, empty buffer", dependent: true,
            release: Close);
        cases.On(
            "M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)",
            Light, FilledBuffer, static s => s.Read(s_buffer, 0, 512), receiver: "FileStream, filled buffer", dependent: true, release: Close);
        cases.On(
            "M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)",
            Light, Memory, static s => s.Read(s_buffer, 0, 100), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)",
            Light, Inflating, static s => s.Read(s_buffer, 0, 100), receiver: "DeflateStream over memory", dependent: true, release: Close);
        cases.On(
            "M:System.IO.BufferedStream.Read(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, () => new BufferedStream(work.Unbuffered()), static s => s.Read(s_buffer, 0, 100), receiver: "over FileStream", dependent: true,
            release: static (s, _) => s.Dispose());
        cases.On(
            "M:System.IO.BufferedStream.Read(System.Byte[],System.Int32,System.Int32)",
            Light, () => new BufferedStream(Memory()), static s => s.Read(s_buffer, 0, 100), receiver: "over MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.ReadByte",
            BlocksIo, Stream () => work.Buffered(), static s => s.ReadByte(), receiver: "FileStream, empty buffer", dependent: true, release: Close);
        cases.On(
            "M:System.IO.Stream.ReadByte",
            Light, FilledBuffer, static s => s.ReadByte(), receiver: "FileStream, filled buffer", dependent: true, release: Close);
        cases.On(
            "M:System.IO.Stream.ReadByte",
            Light, Memory, static s => s.ReadByte(), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.ReadExactly(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, Stream () => work.Unbuffered(), static s => s.ReadExactly(s_buffer, 0, 100), receiver: "FileStream", dependent: true,
            release: static s => s.Dispose());
        cases.On(
            "M:System.IO.Stream.ReadExactly(System.Byte[],System.Int32,System.Int32)",
            Light, Memory, static s => s.ReadExactly(s_buffer, 0, 100), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.ReadAsync(System.Byte[],System.Int32,System.Int32)",
            Light, Stream () => work.Unbuffered(), static s => s.ReadAsync(s_buffer, 0, 512), receiver: "FileStream", dependent: true,
            release: static (s, task) => Finish(s, task), note: "another thread reads");
        cases.On(
            "M:System.IO.Stream.ReadAsync(System.Byte[],System.Int32,System.Int32)",
            Light, Memory, static s => s.ReadAsync(s_buffer, 0, 100), receiver: "MemoryStream", dependent: true);

        cases.On(
            "M:System.IO.Stream.Write(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, Stream () => work.Written(0), s => s.Write(work.Small, 0, 100), receiver: "FileStream without buffer", dependent: true,
            release: static s => s.Dispose());
        cases.On(
            "M:System.IO.Stream.Write(System.Byte[],System.Int32,System.Int32)",
            Light, Stream () => work.Written(4096), s => s.Write(work.Small, 0, 100), receiver: "FileStream, into its buffer", dependent: true,
            release: static s => s.Dispose());
        cases.On(
            "M:System.IO.Stream.Write(System.Byte[],System.Int32,System.Int32)",
            Light, static Stream () => new MemoryStream(512), s => s.Write(work.Small, 0, 100), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.Write(System.Byte[],System.Int32,System.Int32)",
            Heavy, static Stream () => new GZipStream(Stream.Null, CompressionLevel.Optimal), s => s.Write(work.Large, 0, work.Large.Length),
            receiver: "GZipStream over nothing, 600 KB", dependent: true, release: static s => s.Dispose());
        cases.Add(
            "M:System.IO.Stream.Write(System.Byte[],System.Int32,System.Int32)",
            Light, () => Stream.Null.Write(work.Small, 0, 100), receiver: "Stream.Null", dependent: true);
        cases.On(
            "M:System.IO.Stream.WriteByte(System.Byte)",
            Light, static Stream () => new MemoryStream(16), static s => s.WriteByte(1), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.WriteAsync(System.Byte[],System.Int32,System.Int32)",
            Light, Stream () => work.Written(4096), s => s.WriteAsync(work.Small, 0, 100), receiver: "FileStream, into its buffer", dependent: true,
            release: static (s, task) => Finish(s, task));

        cases.On(
            "M:System.IO.Stream.Flush",
            BlocksIo, Stream () => work.Dirty(), static s => s.Flush(), receiver: "FileStream, something in its buffer", dependent: true,
            release: static s => s.Dispose());
        cases.On(
            "M:System.IO.Stream.Flush",
            Light, Stream () => work.Written(4096), static s => s.Flush(), receiver: "FileStream, empty buffer", dependent: true,
            release: static s => s.Dispose());
        cases.On(
            "M:System.IO.Stream.Flush",
            Light, Memory, static s => s.Flush(), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.FlushAsync",
            Light, Stream () => work.Dirty(), static s => s.FlushAsync(), receiver: "FileStream, something in its buffer", dependent: true,
            release: static (s, task) => Finish(s, task), note: "another thread writes");
        cases.On(
            "M:System.IO.FileStream.Flush(System.Boolean)",
            BlocksIo, () => work.Dirty(), static s => s.Flush(true), release: static s => s.Dispose());
        cases.On(
            "M:System.IO.Stream.Dispose",
            BlocksIo, Stream () => work.Dirty(), static s => s.Dispose(), receiver: "FileStream, something in its buffer", dependent: true);
        cases.On(
            "M:System.IO.Stream.Dispose",
            BlocksMeta, Stream () => work.Buffered(), static s => s.Dispose(), receiver: "FileStream, read only", dependent: true, note: "closes");
        cases.On(
            "M:System.IO.Stream.Dispose",
            Light, Memory, static s => s.Dispose(), receiver: "MemoryStream", dependent: true);

        cases.On(
            "M:System.IO.Stream.CopyTo(System.IO.Stream)",
            BlocksIo, Stream () => work.Buffered(), static s => s.CopyTo(Stream.Null), receiver: "FileStream to nothing", dependent: true,
            release: static s => s.Dispose());
        cases.On(
            "M:System.IO.Stream.CopyTo(System.IO.Stream)",
            Light, Memory, static s => s.CopyTo(Stream.Null), receiver: "MemoryStream to nothing", dependent: true);
        cases.On(
            "M:System.IO.Stream.CopyTo(System.IO.Stream)",
            BlocksIo, Memory, s => s.CopyTo(work.Written(0)), receiver: "MemoryStream to FileStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.CopyToAsync(System.IO.Stream)",
            Light, Memory, static s => s.CopyToAsync(Stream.Null), receiver: "MemoryStream to nothing", dependent: true);

        cases.On(
            "P:System.IO.Stream.Length",
            BlocksMeta, Stream () => work.Written(4096), static s => s.Length, receiver: "FileStream, writable", dependent: true, release: Close);
        cases.On(
            "P:System.IO.Stream.Length",
            Light, Memory, static s => s.Length, receiver: "MemoryStream", dependent: true);
        cases.On(
            "P:System.IO.Stream.Position",
            Light, Stream () => work.Buffered(), static s => s.Position, receiver: "FileStream", dependent: true, release: Close,
            note: "the position is kept by the stream, not by the kernel");
        cases.On(
            "M:System.IO.Stream.Seek(System.Int64,System.IO.SeekOrigin)",
            Light, Stream () => work.Buffered(), static s => s.Seek(100, SeekOrigin.Begin), receiver: "FileStream", dependent: true, release: Close,
            note: "the position is kept by the stream, not by the kernel");
        cases.On(
            "M:System.IO.Stream.Seek(System.Int64,System.IO.SeekOrigin)",
            Light, Memory, static s => s.Seek(100, SeekOrigin.Begin), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.SetLength(System.Int64)",
            BlocksMeta, Stream () => work.Written(0), static s => s.SetLength(4096), receiver: "FileStream", dependent: true,
            release: static s => s.Dispose());
        cases.On(
            "M:System.IO.Stream.SetLength(System.Int64)",
            Light, static Stream () => new MemoryStream(16), static s => s.SetLength(10), receiver: "MemoryStream", dependent: true);
        cases.On(
            "P:System.IO.Stream.CanSeek",
            Light, Stream () => work.Buffered(), static s => s.CanSeek, receiver: "FileStream", dependent: true, release: Close);

        cases.Add(
            "M:System.IO.FileStream.#ctor(System.String,System.IO.FileMode)",
            BlocksMeta, () => new FileStream(work.Text, FileMode.Open), release: static s => s.Dispose());
        cases.On(
            "P:System.IO.FileStream.Name",
            Light, work.Buffered, static s => s.Name, release: static (s, _) => s.Dispose());
        cases.Add(
            "M:System.IO.MemoryStream.#ctor",
            Light, () => new MemoryStream());
        cases.On(
            "M:System.IO.MemoryStream.ToArray",
            Light, () => new MemoryStream(work.Small), static s => s.ToArray());
        cases.On(
            "M:System.IO.MemoryStream.WriteTo(System.IO.Stream)",
            BlocksIo, () => new MemoryStream(work.Small), s => s.WriteTo(work.Written(0)), receiver: "to FileStream", dependent: true);
        cases.On(
            "M:System.IO.MemoryStream.WriteTo(System.IO.Stream)",
            Light, () => new MemoryStream(work.Small), static s => s.WriteTo(Stream.Null), receiver: "to nothing", dependent: true);
        cases.On(
            "M:System.IO.FileStream.Read(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, work.Unbuffered, static s => s.Read(s_buffer, 0, 512), release: static (s, _) => s.Dispose());
        cases.On(
            "M:System.IO.FileStream.Write(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, () => work.Written(0), s => s.Write(work.Small, 0, 100), release: static s => s.Dispose());
        cases.On(
            "M:System.IO.MemoryStream.Read(System.Byte[],System.Int32,System.Int32)",
            Light, () => new MemoryStream(work.Small), static s => s.Read(s_buffer, 0, 100));
        cases.On(
            "M:System.IO.MemoryStream.Write(System.Byte[],System.Int32,System.Int32)",
            Light, static () => new MemoryStream(512), s => s.Write(work.Small, 0, 100));
        cases.On(
            "M:System.IO.Stream.ReadAtLeast(System.Span{System.Byte},System.Int32,System.Boolean)",
            BlocksIo, Stream () => work.Unbuffered(), static s => s.ReadAtLeast(s_buffer, 100), receiver: "FileStream", dependent: true, release: Close);
        cases.On(
            "M:System.IO.Stream.ReadAtLeast(System.Span{System.Byte},System.Int32,System.Boolean)",
            Light, Memory, static s => s.ReadAtLeast(s_buffer, 100), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Stream.Read(System.Span{System.Byte})",
            BlocksIo, Stream () => work.Unbuffered(), static s => s.Read(s_buffer.AsSpan()), receiver: "FileStream", dependent: true, release: Close);
        cases.On(
            "M:System.IO.Stream.Read(System.Span{System.Byte})",
            Light, Memory, static s => s.Read(s_buffer.AsSpan()), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.BufferedStream.Flush",
            BlocksIo, () => Kept(work), static s => s.Flush(), receiver: "over FileStream", dependent: true, release: static s => s.Dispose());
        cases.On(
            "M:System.IO.Compression.GZipStream.Read(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, () => new GZipStream(Zipped(work), CompressionMode.Decompress), static s => s.Read(s_buffer, 0, 100),
            receiver: "over FileStream", dependent: true, release: static (s, _) => s.Dispose());
        cases.On(
            "M:System.Security.Cryptography.CryptoStream.Write(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, () => new CryptoStream(work.Written(0), new ToBase64Transform(), CryptoStreamMode.Write), s => s.Write(work.Small, 0, 300),
            receiver: "over FileStream", dependent: true, release: static s => s.Dispose());
        cases.On(
            "M:System.Security.Cryptography.CryptoStream.Write(System.Byte[],System.Int32,System.Int32)",
            Light, () => new CryptoStream(Stream.Null, new ToBase64Transform(), CryptoStreamMode.Write), s => s.Write(work.Small, 0, 300),
            receiver: "over nothing", dependent: true, release: static s => s.Dispose());
    }

    private static BufferedStream Kept(Workspace work)
    {
        var stream = new BufferedStream(work.Written(0));
        stream.Write(s_buffer, 0, 100);
        return stream;
    }

    private static FileStream Zipped(Workspace work)
    {
        using (var zip = new GZipStream(work.Written(4096), CompressionLevel.Fastest))
            zip.Write(work.Small);
        return new(Path.Combine(work.Folder, "written"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
    }

    private static void Finish(Stream stream, Task task)
    {
        task.Wait();
        stream.Dispose();
    }
}
