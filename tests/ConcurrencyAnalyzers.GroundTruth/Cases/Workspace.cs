using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

/// <summary>Files, a loopback server and other threads that the cases need.</summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>Milliseconds that outlast the spinning before a wait, on a busy machine, too, where each round of it may cost a time slice.</summary>
    public const int Moment = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ground-truth-files-");
    private readonly Lazy<LoopbackServer> _server = new(static () => new());
    private int _names;

    public Workspace()
    {
        Text = Write("text.txt", string.Concat(Enumerable.Range(0, 60).Select(static i => $"line {i} of a text that fills some blocks of a file\n")));
        Binary = Path.Combine(Folder, "binary.bin");
        var bytes = new byte[64 * 1024];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(Binary, bytes);
        Json = Write("settings.json", """{ "Name": "ground truth", "Count": 3, "Nested": { "Items": [1, 2, 3] } }""");
        Xml = Write("items.xml", "<items><item id=\"1\">one</item><item id=\"2\">two</item></items>");
        Items = Directory.CreateDirectory(Path.Combine(Folder, "items")).FullName;
        for (var i = 0; i < 5; i++)
            File.Copy(Text, Path.Combine(Items, $"{i}.txt"));
        Directory.CreateDirectory(Path.Combine(Items, "nested"));
        Zip = Path.Combine(Folder, "items.zip");
        ZipFile.CreateFromDirectory(Items, Zip);
    }

    public string Folder => _folder.FullName;

    public string Text { get; }

    public string Binary { get; }

    public string Json { get; }

    public string Xml { get; }

    public string Zip { get; }

    /// <summary>A folder with five files and a folder.</summary>
    public string Items { get; }

    public LoopbackServer Server => _server.Value;

    public byte[] Small { get; } = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("in memory ", 40)));

    public byte[] Large { get; } = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"{i} ")));

    /// <summary>A path that no file has.</summary>
    public string NewPath() => Path.Combine(Folder, $"new{++_names}");

    /// <summary>A file of its own.</summary>
    public string NewFile()
    {
        var path = NewPath();
        File.Copy(Text, path);
        return path;
    }

    public string NewFolder() => Directory.CreateDirectory(NewPath()).FullName;

    /// <summary>A file to read from, without a buffer.</summary>
    public FileStream Unbuffered() => new(Text, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>A file to read from, with the usual buffer, empty.</summary>
    public FileStream Buffered() => new(Text, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 4096);

    /// <summary>A file to write to.</summary>
    public FileStream Written(int bufferSize) => new(Path.Combine(Folder, "written"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize);

    /// <summary>A file to write to, of which something is in the buffer only.</summary>
    public FileStream Dirty()
    {
        var stream = Written(4096);
        stream.Write(Small);
        return stream;
    }

    /// <summary>A task that another thread ends in a moment.</summary>
    public static Task<int> Soon(int milliseconds = Moment) => Task.Run(() =>
    {
        Thread.Sleep(milliseconds);
        return 1;
    });

    public void Dispose()
    {
        if (_server.IsValueCreated)
            _server.Value.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
