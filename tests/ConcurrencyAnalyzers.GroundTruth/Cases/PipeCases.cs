using System.IO.MemoryMappedFiles;
using System.IO.Pipelines;
using System.IO.Pipes;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class PipeCases
{
    private static readonly byte[] s_buffer = new byte[512];

    public static void AddTo(CaseList cases, Workspace work)
    {
        cases.Add(
            "M:System.IO.Pipes.AnonymousPipeServerStream.#ctor",
            Light, () => new AnonymousPipeServerStream(), release: static p => p.Dispose(), note: "asks the kernel for descriptors");
        cases.On(
            "M:System.IO.Stream.Write(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, AnonymousPair, static p => WriteTo(p.Server), receiver: "AnonymousPipeServerStream", dependent: true, release: Close);
        cases.On(
            "M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, WrittenPair, static p => ReadFrom(p.Client), receiver: "AnonymousPipeClientStream", dependent: true,
            release: static (p, _) => Close(p));
        cases.On(
            "M:System.IO.Pipes.NamedPipeClientStream.Connect(System.Int32)",
            BlocksIo, NamedServer, static p => p.Client.Connect(1000), release: static p => Close(p));
        cases.On(
            "M:System.IO.Pipes.NamedPipeServerStream.WaitForConnection",
            BlocksIo, ConnectedClient, static p => p.Server.WaitForConnection(), release: static p => Close(p),
            note: "a client is there already");
        cases.On(
            "P:System.IO.Pipes.PipeStream.IsConnected",
            Light, AnonymousPair, static p => p.Client.IsConnected, release: static (p, _) => Close(p));

        cases.On(
            "M:System.IO.Pipelines.PipeWriter.WriteAsync(System.ReadOnlyMemory{System.Byte},System.Threading.CancellationToken)",
            Light, static () => new Pipe(), static p => p.Writer.WriteAsync(s_buffer));
        cases.On(
            "M:System.IO.Pipelines.PipeWriter.GetSpan(System.Int32)",
            Light, static () => new Pipe(), static p => p.Writer.GetSpan(16).Length);
        cases.On(
            "M:System.IO.Pipelines.PipeReader.TryRead(System.IO.Pipelines.ReadResult@)",
            Light, static () => new Pipe(), static p => p.Reader.TryRead(out _));
        cases.On(
            "M:System.IO.Pipelines.PipeReader.ReadAsync(System.Threading.CancellationToken)",
            Light, static () => new Pipe(), static p => p.Reader.ReadAsync());
        cases.On(
            "M:System.IO.Pipelines.PipeWriter.FlushAsync(System.Threading.CancellationToken)",
            Light, () => PipeWriter.Create(new MemoryStream()), static w => w.FlushAsync(), receiver: "over memory, empty", dependent: true);

        cases.Add(
            "M:System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(System.String)",
            BlocksMeta, () => MemoryMappedFile.CreateFromFile(work.Binary), release: static f => f.Dispose());
        cases.Add(
            "M:System.IO.MemoryMappedFiles.MemoryMappedFile.CreateNew(System.String,System.Int64)",
            BlocksMeta, () => MemoryMappedFile.CreateNew(null, 4096), release: static f => f.Dispose(), note: "shared memory is kept like a file");
        cases.On(
            "M:System.IO.MemoryMappedFiles.MemoryMappedFile.CreateViewAccessor",
            Light, () => MemoryMappedFile.CreateFromFile(work.Binary), static f => f.CreateViewAccessor(),
            release: static (f, view) => Close(f, view), note: "maps, reads nothing yet");
        cases.On(
            "M:System.IO.UnmanagedMemoryAccessor.ReadInt32(System.Int64)",
            Light, () => View(work), static v => v.View.ReadInt32(1000), release: static (v, _) => Close(v.File, v.View),
            note: "reads from disk where a page is not in memory");
        cases.On(
            "M:System.IO.UnmanagedMemoryAccessor.Write(System.Int64,System.Int32)",
            Light, () => View(work), static v => v.View.Write(1000, 17), release: static v => Close(v.File, v.View), note: "the kernel writes later");
        cases.On(
            "M:System.IO.MemoryMappedFiles.MemoryMappedViewAccessor.Flush",
            BlocksIo, () => View(work), static v => v.View.Flush(), release: static v => Close(v.File, v.View));
    }

    private static void WriteTo(Stream stream) => stream.Write(s_buffer, 0, 100);

    private static int ReadFrom(Stream stream) => stream.Read(s_buffer, 0, 100);

    private static (AnonymousPipeServerStream Server, AnonymousPipeClientStream Client) AnonymousPair()
    {
        var server = new AnonymousPipeServerStream(PipeDirection.Out);
        return (server, new(PipeDirection.In, server.ClientSafePipeHandle));
    }

    private static (AnonymousPipeServerStream Server, AnonymousPipeClientStream Client) WrittenPair()
    {
        var pair = AnonymousPair();
        pair.Server.Write(s_buffer);
        return pair;
    }

    private static (NamedPipeServerStream Server, NamedPipeClientStream Client) NamedServer()
    {
        var name = "ground-truth-" + Guid.NewGuid().ToString("N");
        return (new(name), new(name));
    }

    private static (NamedPipeServerStream Server, NamedPipeClientStream Client) ConnectedClient()
    {
        var pair = NamedServer();
        pair.Client.Connect();
        return pair;
    }

    private static (MemoryMappedFile File, MemoryMappedViewAccessor View) View(Workspace work)
    {
        var file = MemoryMappedFile.CreateFromFile(work.Binary);
        return (file, file.CreateViewAccessor());
    }

    private static void Close((PipeStream Server, PipeStream Client) pair) => Close(pair.Client, pair.Server);

    private static void Close((AnonymousPipeServerStream Server, AnonymousPipeClientStream Client) pair) => Close(pair.Client, pair.Server);

    private static void Close((NamedPipeServerStream Server, NamedPipeClientStream Client) pair) => Close(pair.Client, pair.Server);

    private static void Close(IDisposable first, IDisposable second)
    {
        first.Dispose();
        second.Dispose();
    }
}
