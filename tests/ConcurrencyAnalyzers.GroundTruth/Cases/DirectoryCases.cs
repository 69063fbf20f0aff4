using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class DirectoryCases
{
    public static void AddTo(CaseList cases, Workspace work)
    {
        cases.On(
            "M:System.IO.Directory.CreateDirectory(System.String)",
            BlocksMeta, work.NewPath, path => Directory.CreateDirectory(path), release: static (path, _) => Directory.Delete(path));
        cases.On(
            "M:System.IO.Directory.Delete(System.String)",
            BlocksMeta, work.NewFolder, path => Directory.Delete(path));
        cases.Add(
            "M:System.IO.Directory.Exists(System.String)",
            BlocksMeta, () => Directory.Exists(work.Items));
        cases.Add(
            "M:System.IO.Directory.GetFiles(System.String)",
            BlocksMeta, () => Directory.GetFiles(work.Items));
        cases.Add(
            "M:System.IO.Directory.GetDirectories(System.String)",
            BlocksMeta, () => Directory.GetDirectories(work.Items));
        cases.Add(
            "M:System.IO.Directory.GetFileSystemEntries(System.String)",
            BlocksMeta, () => Directory.GetFileSystemEntries(work.Items));
        cases.Add(
            "M:System.IO.Directory.EnumerateFiles(System.String)",
            BlocksMeta, () => Directory.EnumerateFiles(work.Items), note: "opens the folder at once, lists while enumerated",
            release: static files => files.GetEnumerator().Dispose());
        cases.Add(
            "M:System.IO.Directory.GetCurrentDirectory",
            Light, () => Directory.GetCurrentDirectory(), note: "asks the kernel, not the file system");
        cases.Add(
            "M:System.IO.Directory.GetParent(System.String)",
            Light, () => Directory.GetParent(work.Items));
        cases.Add(
            "M:System.IO.Directory.GetLogicalDrives",
            BlocksIo, () => Directory.GetLogicalDrives(), note: "reads the table of mounts from /proc");
        cases.Add(
            "M:System.IO.Directory.GetLastWriteTimeUtc(System.String)",
            BlocksMeta, () => Directory.GetLastWriteTimeUtc(work.Items));
        cases.Add(
            "M:System.IO.Directory.CreateTempSubdirectory(System.String)",
            BlocksMeta, () => Directory.CreateTempSubdirectory("ground-truth-"), release: static folder => folder.Delete());
        cases.On(
            "M:System.IO.Directory.Move(System.String,System.String)",
            BlocksMeta, work.NewFolder, path => Directory.Move(path, path + ".moved"), release: static path => Directory.Delete(path + ".moved"));

        cases.Add(
            "M:System.IO.DirectoryInfo.#ctor(System.String)",
            Light, () => new DirectoryInfo(work.Items));
        cases.On(
            "P:System.IO.DirectoryInfo.Exists",
            BlocksMeta, () => new DirectoryInfo(work.Items), static folder => folder.Exists, receiver: "fresh DirectoryInfo", dependent: true);
        cases.On(
            "M:System.IO.DirectoryInfo.GetFiles(System.String)",
            BlocksMeta, () => new DirectoryInfo(work.Items), static folder => folder.GetFiles("*.txt"));
        cases.On(
            "M:System.IO.DirectoryInfo.EnumerateFileSystemInfos",
            BlocksMeta, () => new DirectoryInfo(work.Items), static folder => folder.EnumerateFileSystemInfos(),
            release: static (_, entries) => entries.GetEnumerator().Dispose(), note: "opens the folder at once, lists while enumerated");
        cases.Add(
            "M:System.IO.Directory.EnumerateDirectories(System.String)",
            BlocksMeta, () => Directory.EnumerateDirectories(work.Items), note: "opens the folder at once, lists while enumerated",
            release: static folders => folders.GetEnumerator().Dispose());
        cases.Add(
            "M:System.IO.Directory.SetLastWriteTimeUtc(System.String,System.DateTime)",
            BlocksMeta, () => Directory.SetLastWriteTimeUtc(work.Items, DateTime.UnixEpoch));
        cases.Add(
            "M:System.IO.Directory.SetCurrentDirectory(System.String)",
            BlocksMeta, () => Directory.SetCurrentDirectory(work.Folder));
        cases.On(
            "M:System.IO.DirectoryInfo.GetDirectories",
            BlocksMeta, () => new DirectoryInfo(work.Items), static folder => folder.GetDirectories());
        cases.On(
            "M:System.IO.DirectoryInfo.GetFileSystemInfos",
            BlocksMeta, () => new DirectoryInfo(work.Items), static folder => folder.GetFileSystemInfos());
        cases.On(
            "M:System.IO.DirectoryInfo.CreateSubdirectory(System.String)",
            BlocksMeta, () => new DirectoryInfo(work.Items), static folder => folder.CreateSubdirectory("nested"));
        cases.On(
            "P:System.IO.DriveInfo.TotalSize",
            BlocksMeta, static () => new DriveInfo("/"), static drive => drive.TotalSize);
        cases.On(
            "P:System.IO.DriveInfo.IsReady",
            BlocksMeta, static () => new DriveInfo("/"), static drive => drive.IsReady);
        cases.On(
            "M:System.IO.DirectoryInfo.Create",
            BlocksMeta, () => new DirectoryInfo(work.Items), static folder => folder.Create());
        cases.On(
            "P:System.IO.DirectoryInfo.Parent",
            Light, () => new DirectoryInfo(work.Items), static folder => folder.Parent);
        cases.On(
            "M:System.IO.DirectoryInfo.Delete(System.Boolean)",
            BlocksMeta, () => new DirectoryInfo(work.NewFolder()), static folder => folder.Delete(true));

        cases.Add(
            "M:System.IO.DriveInfo.#ctor(System.String)",
            Light, () => new DriveInfo("/"));
        cases.On(
            "P:System.IO.DriveInfo.AvailableFreeSpace",
            BlocksMeta, static () => new DriveInfo("/"), static drive => drive.AvailableFreeSpace);
        cases.On(
            "P:System.IO.DriveInfo.DriveFormat",
            BlocksMeta, static () => new DriveInfo("/"), static drive => drive.DriveFormat);
        cases.Add(
            "M:System.IO.DriveInfo.GetDrives",
            BlocksIo, () => DriveInfo.GetDrives(), note: "reads the table of mounts from /proc");

        cases.On(
            "P:System.IO.FileSystemWatcher.EnableRaisingEvents",
            BlocksMeta, () => new FileSystemWatcher(work.Items), static watcher => watcher.EnableRaisingEvents = true,
            release: static (watcher, _) => watcher.Dispose());
        cases.On(
            "P:System.IO.FileSystemWatcher.Path",
            Light, () => new FileSystemWatcher(work.Items), static watcher => watcher.Path, release: static (watcher, _) => watcher.Dispose());
        cases.Add(
            "M:System.IO.FileSystemWatcher.#ctor(System.String)",
            BlocksMeta, () => new FileSystemWatcher(work.Items), release: static watcher => watcher.Dispose(),
            note: "looks whether the folder exists");
    }
}
