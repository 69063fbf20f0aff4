using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ConcurrencyAnalyzers.GroundTruth.SystemCalls;

/// <summary>
/// A system call that says where a repetition begins or ends: a question for a file that nobody has.
/// It stands in the trace between the calls of the same thread.
/// </summary>
internal sealed partial class Mark
{
    private const string Prefix = "/ground-truth/";

    private readonly byte[] _path;

    private Mark(string text) => _path = Encoding.ASCII.GetBytes(text + '\0');

    public static Mark Begin(int index) => new(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{index}/begin"));

    public static Mark End(int index) => new(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{index}/end"));

    public unsafe void Set()
    {
        fixed (byte* path = _path)
            _ = Access(path, 0);
    }

    /// <summary>Whether a system call is a mark, and of which case and side.</summary>
    public static bool TryRead(string name, string arguments, out int index, out bool begins)
    {
        (index, begins) = (0, false);
        if (name != "access" || !arguments.StartsWith('"' + Prefix, StringComparison.Ordinal))
            return false;

        var parts = arguments[(1 + Prefix.Length)..arguments.IndexOf('"', 1)].Split('/');
        begins = parts[1] == "begin";
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    [LibraryImport("libc", EntryPoint = "access")]
    private static unsafe partial int Access(byte* path, int mode);
}
