namespace ConcurrencyAnalyzers.GroundTruth;

/// <summary>Why an observation disagrees with its label. Written after the observation; the labels stay as they were.</summary>
internal static class Remarks
{
    private const string SentByTheCaller = "the request goes over a free connection, and the kernel's buffer takes it: the caller sends, but does not wait";

    private static readonly Dictionary<(string Id, string Receiver), string> s_all = new()
    {
        [("M:Microsoft.Extensions.FileProviders.PhysicalFileProvider.GetFileInfo(System.String)", "")] =
            "asks for the file's attributes to leave out hidden files",
        [("M:System.Diagnostics.Process.GetProcessById(System.Int32)", "")] = "asks the kernel by an empty signal, not by /proc",
        [("M:System.Diagnostics.Trace.WriteLine(System.String)", "")] =
            "the default listener writes to the system's log: it connects to /dev/log for each line",
        [("M:System.GC.Collect", "")] = "besides some milliseconds of CPU time the collector reads /proc/meminfo on the calling thread",
        [("M:System.IO.Compression.DeflateStream.Read(System.Byte[],System.Int32,System.Int32)", "over memory, 600 KB")] =
            "one call inflates only what the stream has taken in at once, 8 KB, however much is asked for",
        [("M:System.Linq.Expressions.Expression`1.Compile", "")] = "emits IL in few microseconds; the JIT compiles it at the first call of the delegate",
        [("M:System.Net.Http.HttpClient.GetAsync(System.Uri)", "")] = SentByTheCaller,
        [("M:System.Net.Http.HttpClient.GetStringAsync(System.Uri)", "")] = SentByTheCaller,
        [("M:System.Net.Http.HttpClient.SendAsync(System.Net.Http.HttpRequestMessage)", "")] = SentByTheCaller,
        [("M:System.Net.Sockets.Socket.SendAsync(" +
            "System.ReadOnlyMemory{System.Byte},System.Net.Sockets.SocketFlags,System.Threading.CancellationToken)", "")] =
            "the kernel's buffer takes it: the caller sends, but does not wait",
        [("M:System.Reflection.Assembly.LoadFrom(System.String)", "loaded")] = "an assembly that was loaded is found by its path, the file is not looked at",
        [("M:System.Reflection.AssemblyName.GetAssemblyName(System.String)", "")] =
            "maps the file; its content comes by page faults, which are no system calls",
        [("M:System.Runtime.Loader.AssemblyLoadContext.LoadFromAssemblyPath(System.String)", "file loaded before")] =
            "all contexts share the image of a file, so it is opened once",
        [("M:System.Runtime.Loader.AssemblyLoadContext.LoadFromAssemblyPath(System.String)", "file not loaded before")] =
            "reads the headers before it maps the rest",
        [("M:System.Text.RegularExpressions.Regex.#ctor(System.String,System.Text.RegularExpressions.RegexOptions)", "compiled")] =
            "emits IL for a small pattern in some 20 microseconds; the JIT compiles it at the first match",
        [("M:System.Threading.Thread.Start", "")] = "waits until the new thread runs, as the note says, and that is a wait of some 50 microseconds",
        [("M:System.Xml.XmlReader.Read", "over FileStream")] = "XmlReader.Create has read the first 4 KB, so this file is in memory by now",
        [("P:System.IO.DriveInfo.DriveFormat", "")] = "found in the table of mounts, which is read from /proc",
        [("P:System.IO.FileSystemWatcher.EnableRaisingEvents", "")] = "besides its watch it starts a thread and writes that thread's name to /proc",
    };

    public static string Of(Observation observation) => s_all.GetValueOrDefault((observation.Id, observation.Receiver), "");
}
