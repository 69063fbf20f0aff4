using System.Globalization;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>What of workers there is on this machine that is this process's doing: processes, and open ends of pipes. On Linux, where it can be counted.</summary>
internal static class Census
{
    /// <summary>The ids of children of this process, also of those that are dead and not reaped.</summary>
    public static List<int> Workers() => [.. Directory.EnumerateDirectories("/proc").Select(static path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0).Where(static id => id != 0 && ParentOf(id) == Environment.ProcessId)];

    public static bool Exists(int processId) => StatOf(processId) is { } stat && stat[0] != "Z";

    /// <summary>Waits until there is no worker, and no more ends of pipes and sockets than before: the system takes a moment to count one less.</summary>
    public static async Task WhenBackToAsync(int handles)
    {
        for (var waited = 0; ; waited++)
        {
            var (workers, open) = (Workers(), Handles());
            if (workers.Count == 0 && open <= handles)
            {
                return;
            }

            Assert.True(waited < 1000, $"Workers {string.Join(", ", workers)} are left, and {open} handles, where there were {handles}.");
            await Task.Delay(10);
        }
    }

    public static async Task WhenGoneAsync(int processId)
    {
        for (var waited = 0; Exists(processId); waited++)
        {
            Assert.True(waited < 3000, $"Process {processId} is left.");
            await Task.Delay(10);
        }
    }

    /// <summary>Ends of pipes and sockets that are open in this process.</summary>
    public static int Handles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(static path => LinkOf(path) is { } target && (target.Contains("pipe:", StringComparison.Ordinal) || target.Contains("socket:", StringComparison.Ordinal)));

    public static int ParentOf(int processId) => StatOf(processId) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    // State and parent, after the name in brackets, which may have anything in it.
    private static string[]? StatOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
