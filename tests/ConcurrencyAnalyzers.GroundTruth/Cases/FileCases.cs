using Microsoft.Win32.SafeHandles;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class FileCases
{
    public static void AddTo(CaseList cases, Workspace work)
    {
        var replaced = work.NewFile();
        cases.Add(
            "M:System.IO.File.ReadAllText(System.String)",
            BlocksIo, () => File.ReadAllText(work.Text));
        cases.Add(
            "M:System.IO.File.ReadAllBytes(System.String)",
            BlocksIo, () => File.ReadAllBytes(work.Text));
        cases.Add(
            "M:System.IO.File.ReadAllLines(System.String)",
            BlocksIo, () => File.ReadAllLines(work.Text));
        cases.Add(
            "M:System.IO.File.ReadLines(System.String)",
            BlocksMeta, () => File.ReadLines(work.Text), note: "opens the file at once, reads while enumerated",
            release: lines => lines.GetEnumerator().Dispose());
        cases.Add(
            "M:System.IO.File.WriteAllText(System.String,System.String)",
            BlocksIo, () => File.WriteAllText(Path.Combine(work.Folder, "out.txt"), "some text"));
        cases.Add(
            "M:System.IO.File.WriteAllBytes(System.String,System.Byte[])",
            BlocksIo, () => File.WriteAllBytes(Path.Combine(work.Folder, "out.bin"), work.Small));
        cases.Add(
            "M:System.IO.File.WriteAllLines(System.String,System.String[])",
            BlocksIo, () => File.WriteAllLines(Path.Combine(work.Folder, "lines.txt"), s_lines));
        cases.Add(
            "M:System.IO.File.AppendAllText(System.String,System.String)",
            BlocksIo, () => File.AppendAllText(Path.Combine(work.Folder, "log.txt"), "a line"));
        cases.Add(
            "M:System.IO.File.AppendAllLines(System.String,System.Collections.Generic.IEnumerable{System.String})",
            BlocksIo, () => File.AppendAllLines(Path.Combine(work.Folder, "log.txt"), s_lines));
        cases.On(
            "M:System.IO.File.Copy(System.String,System.String)",
            BlocksIo, work.NewPath, target => File.Copy(work.Text, target), release: File.Delete);
        cases.On(
            "M:System.IO.File.Move(System.String,System.String)",
            BlocksMeta, work.NewFile, source => File.Move(source, source + ".moved"), note: "content is copied only between file systems",
            release: source => File.Delete(source + ".moved"));
        cases.On(
            "M:System.IO.File.Delete(System.String)",
            BlocksMeta, work.NewFile, path => File.Delete(path));
        cases.Add(
            "M:System.IO.File.Exists(System.String)",
            BlocksMeta, () => File.Exists(work.Text), receiver: "a file");
        cases.Add(
            "M:System.IO.File.Exists(System.String)",
            Light, () => File.Exists(""), receiver: "empty path", dependent: true);
        cases.Add(
            "M:System.IO.File.GetAttributes(System.String)",
            BlocksMeta, () => File.GetAttributes(work.Text));
        cases.Add(
            "M:System.IO.File.GetLastWriteTimeUtc(System.String)",
            BlocksMeta, () => File.GetLastWriteTimeUtc(work.Text));
        cases.Add(
            "M:System.IO.File.SetLastWriteTimeUtc(System.String,System.DateTime)",
            BlocksMeta, () => File.SetLastWriteTimeUtc(work.Json, DateTime.UnixEpoch));
        cases.Add(
            "M:System.IO.File.GetUnixFileMode(System.String)",
            BlocksMeta, () => File.GetUnixFileMode(work.Text));
        cases.Add(
            "M:System.IO.File.Open(System.String,System.IO.FileMode)",
            BlocksMeta, () => File.Open(work.Text, FileMode.Open), release: stream => stream.Dispose());
        cases.Add(
            "M:System.IO.File.OpenRead(System.String)",
            BlocksMeta, () => File.OpenRead(work.Text), release: stream => stream.Dispose());
        cases.Add(
            "M:System.IO.File.OpenText(System.String)",
            BlocksMeta, () => File.OpenText(work.Text), release: reader => reader.Dispose());
        cases.Add(
            "M:System.IO.File.OpenHandle(System.String,System.IO.FileMode,System.IO.FileAccess,System.IO.FileShare,System.IO.FileOptions,System.Int64)",
            BlocksMeta, () => File.OpenHandle(work.Text), release: handle => handle.Dispose());
        cases.On(
            "M:System.IO.File.Create(System.String)",
            BlocksMeta, work.NewPath, path => File.Create(path), release: static (path, stream) => Drop(path, stream));
        cases.On(
            "M:System.IO.File.CreateText(System.String)",
            BlocksMeta, work.NewPath, path => File.CreateText(path), release: static (path, writer) => Drop(path, writer));
        cases.On(
            "M:System.IO.File.Replace(System.String,System.String,System.String)",
            BlocksMeta, work.NewFile, path => File.Replace(path, replaced, null),
            note: "renames");
        cases.On(
            "M:System.IO.File.CreateSymbolicLink(System.String,System.String)",
            BlocksMeta, work.NewPath, path => File.CreateSymbolicLink(path, work.Text), release: static (path, _) => File.Delete(path));
        cases.Add(
            "M:System.IO.File.ReadAllTextAsync(System.String,System.Threading.CancellationToken)",
            BlocksMeta, () => File.ReadAllTextAsync(work.Text, CancellationToken.None), release: task => task.Wait(),
            note: "the task is there before the content, but the file is opened by the caller");
        cases.Add(
            "M:System.IO.File.WriteAllTextAsync(System.String,System.String,System.Threading.CancellationToken)",
            BlocksMeta, () => File.WriteAllTextAsync(Path.Combine(work.Folder, "async.txt"), "text", CancellationToken.None),
            release: task => task.Wait(), note: "the task is there before the content, but the file is opened by the caller");
        cases.On(
            "M:System.Runtime.InteropServices.SafeHandle.Dispose",
            BlocksMeta, () => File.OpenHandle(work.Text), static handle => handle.Dispose(), receiver: "SafeFileHandle", dependent: true,
            note: "closes");

        cases.On(
            "M:System.IO.RandomAccess.Read(Microsoft.Win32.SafeHandles.SafeFileHandle,System.Span{System.Byte},System.Int64)",
            BlocksIo, () => File.OpenHandle(work.Text), handle => RandomAccess.Read(handle, s_buffer, 0), release: Close);
        cases.On(
            "M:System.IO.RandomAccess.Write(Microsoft.Win32.SafeHandles.SafeFileHandle,System.ReadOnlySpan{System.Byte},System.Int64)",
            BlocksIo, () => File.OpenHandle(work.Json + ".written", FileMode.Create, FileAccess.Write),
            handle => RandomAccess.Write(handle, work.Small, 0), release: static handle => handle.Dispose());
        cases.On(
            "M:System.IO.RandomAccess.GetLength(Microsoft.Win32.SafeHandles.SafeFileHandle)",
            BlocksMeta, () => File.OpenHandle(work.Text), static handle => RandomAccess.GetLength(handle), release: Close,
            note: "the length may be known from opening");
        cases.On(
            "M:System.IO.RandomAccess.FlushToDisk(Microsoft.Win32.SafeHandles.SafeFileHandle)",
            BlocksIo, () => File.OpenHandle(work.Json + ".written", FileMode.Create, FileAccess.Write),
            static handle => RandomAccess.FlushToDisk(handle), release: static handle => handle.Dispose());

        cases.Add(
            "M:System.IO.FileInfo.#ctor(System.String)",
            Light, () => new FileInfo(work.Text));
        cases.On(
            "P:System.IO.FileInfo.Exists",
            BlocksMeta, () => new FileInfo(work.Text), static file => file.Exists, receiver: "fresh FileInfo", dependent: true);
        cases.On(
            "P:System.IO.FileInfo.Exists",
            Light, () => Refreshed(work.Text), static file => file.Exists, receiver: "refreshed FileInfo", dependent: true);
        cases.On(
            "P:System.IO.FileInfo.Length",
            BlocksMeta, () => new FileInfo(work.Text), static file => file.Length, receiver: "fresh FileInfo", dependent: true);
        cases.On(
            "P:System.IO.FileInfo.Length",
            Light, () => Refreshed(work.Text), static file => file.Length, receiver: "refreshed FileInfo", dependent: true);
        cases.On(
            "P:System.IO.FileSystemInfo.LastWriteTimeUtc",
            BlocksMeta, () => new FileInfo(work.Text), static file => file.LastWriteTimeUtc, receiver: "fresh FileInfo", dependent: true);
        cases.On(
            "P:System.IO.FileSystemInfo.LastWriteTimeUtc",
            Light, () => Refreshed(work.Text), static file => file.LastWriteTimeUtc, receiver: "refreshed FileInfo", dependent: true);
        cases.On(
            "M:System.IO.FileSystemInfo.Refresh",
            BlocksMeta, () => new FileInfo(work.Text), static file => file.Refresh());
        cases.On(
            "P:System.IO.FileSystemInfo.FullName",
            Light, () => new FileInfo(work.Text), static file => file.FullName);
        cases.On(
            "P:System.IO.FileInfo.Name",
            Light, () => new FileInfo(work.Text), static file => file.Name);
        cases.On(
            "P:System.IO.FileInfo.DirectoryName",
            Light, () => new FileInfo(work.Text), static file => file.DirectoryName);
        cases.On(
            "P:System.IO.FileInfo.Directory",
            Light, () => new FileInfo(work.Text), static file => file.Directory);
        cases.On(
            "P:System.IO.FileSystemInfo.Extension",
            Light, () => new FileInfo(work.Text), static file => file.Extension);
        cases.On(
            "M:System.IO.FileInfo.OpenRead",
            BlocksMeta, () => new FileInfo(work.Text), static file => file.OpenRead(), release: static (_, stream) => stream.Dispose());
        cases.On(
            "M:System.IO.FileInfo.CopyTo(System.String,System.Boolean)",
            BlocksIo, () => new FileInfo(work.Text), file => file.CopyTo(work.Json + ".copy", true));
        cases.On(
            "M:System.IO.FileInfo.Delete",
            BlocksMeta, () => new FileInfo(work.NewFile()), static file => file.Delete());
        cases.On(
            "M:System.IO.FileInfo.MoveTo(System.String)",
            BlocksMeta, () => new FileInfo(work.NewFile()), file => file.MoveTo(work.NewPath()));
        cases.Add(
            "M:System.IO.File.AppendText(System.String)",
            BlocksMeta, () => File.AppendText(replaced), release: writer => writer.Dispose());
        cases.Add(
            "M:System.IO.File.OpenWrite(System.String)",
            BlocksMeta, () => File.OpenWrite(replaced), release: stream => stream.Dispose());
        cases.Add(
            "M:System.IO.File.AppendAllBytes(System.String,System.Byte[])",
            BlocksIo, () => File.AppendAllBytes(Path.Combine(work.Folder, "log.txt"), work.Small));
        cases.Add(
            "M:System.IO.File.GetCreationTimeUtc(System.String)",
            BlocksMeta, () => File.GetCreationTimeUtc(work.Text));
        cases.Add(
            "M:System.IO.File.SetAttributes(System.String,System.IO.FileAttributes)",
            BlocksMeta, () => File.SetAttributes(replaced, FileAttributes.Normal));
        cases.Add(
            "M:System.IO.File.SetUnixFileMode(System.String,System.IO.UnixFileMode)",
            BlocksMeta, () => File.SetUnixFileMode(replaced, UnixFileMode.UserRead | UnixFileMode.UserWrite));
        cases.Add(
            "M:System.IO.File.ResolveLinkTarget(System.String,System.Boolean)",
            BlocksMeta, () => File.ResolveLinkTarget(work.Text, false));
        cases.Add(
            "M:System.IO.File.ReadAllBytesAsync(System.String,System.Threading.CancellationToken)",
            BlocksMeta, () => File.ReadAllBytesAsync(work.Text, CancellationToken.None), release: task => task.Wait(),
            note: "the task is there before the content, but the file is opened by the caller");
        cases.On(
            "M:System.IO.FileInfo.Create",
            BlocksMeta, () => new FileInfo(replaced), static file => file.Create(), release: static (_, stream) => stream.Dispose());
        cases.On(
            "M:System.IO.FileInfo.OpenText",
            BlocksMeta, () => new FileInfo(work.Text), static file => file.OpenText(), release: static (_, reader) => reader.Dispose());
        cases.On(
            "M:System.IO.FileInfo.AppendText",
            BlocksMeta, () => new FileInfo(replaced), static file => file.AppendText(), release: static (_, writer) => writer.Dispose());
        cases.On(
            "M:System.IO.FileInfo.Open(System.IO.FileMode)",
            BlocksMeta, () => new FileInfo(work.Text), static file => file.Open(FileMode.Open), release: static (_, stream) => stream.Dispose());
        cases.On(
            "P:System.IO.FileInfo.IsReadOnly",
            BlocksMeta, () => new FileInfo(work.Text), static file => file.IsReadOnly, receiver: "fresh FileInfo", dependent: true);
        cases.On(
            "P:System.IO.FileSystemInfo.Attributes",
            BlocksMeta, () => new FileInfo(work.Text), static file => file.Attributes, receiver: "fresh FileInfo", dependent: true);
        cases.On(
            "P:System.IO.FileSystemInfo.Attributes",
            Light, () => Refreshed(work.Text), static file => file.Attributes, receiver: "refreshed FileInfo", dependent: true);
        cases.On(
            "M:System.IO.FileInfo.MoveTo(System.String,System.Boolean)",
            BlocksMeta, () => new FileInfo(work.NewFile()), file => file.MoveTo(work.Json + ".moved", true));
    }

    private static readonly string[] s_lines = ["one", "two", "three"];
    private static readonly byte[] s_buffer = new byte[512];

    private static FileInfo Refreshed(string path)
    {
        var file = new FileInfo(path);
        file.Refresh();
        return file;
    }

    private static void Close(SafeFileHandle handle, object result) => handle.Dispose();

    private static void Close(SafeFileHandle handle, int result) => handle.Dispose();

    private static void Close(SafeFileHandle handle, long result) => handle.Dispose();

    private static void Drop(string path, IDisposable open)
    {
        open.Dispose();
        File.Delete(path);
    }
}
