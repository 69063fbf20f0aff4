using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>
/// Kills a process and what it has started. .NET looks at every thread of every process of the machine for that, which takes longer than anything else about a job that is stuck; Linux says what a process has started.
/// </summary>
internal static class ProcessTree
{
    // On all architectures that .NET runs on.
    private const int SigKill = 9;
    private const int SigStop = 19;

    // Kernels may be built without this file.
    private static readonly bool TellsChildren = OperatingSystem.IsLinux() && ChildrenFiles(Environment.ProcessId).Any(File.Exists);

    /// <summary>Those that are still there; who has ended by himself meanwhile is fine.</summary>
    public static void Kill(Process root)
    {
        try
        {
            if (root.HasExited)
            {
                return;
            }

            if (!TellsChildren)
            {
                root.Kill(entireProcessTree: true);
                return;
            }

            // A process that is stopped starts nothing more, so what is found is all.
            Signal(root.Id, SigStop);
            foreach (var descendant in StopDescendants(root.Id))
            {
                Signal(descendant, SigKill);
            }

            root.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself meanwhile, or part of what it started did.
        }
    }

    private static List<int> StopDescendants(int parent)
    {
        List<int> found = [parent];
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var child in Children(found[i]))
            {
                Signal(child, SigStop);
                found.Add(child);
            }
        }

        found.RemoveAt(0);
        return found;
    }

    private static IEnumerable<int> Children(int processId)
    {
        foreach (var file in ChildrenFiles(processId))
        {
            string text;
            try
            {
                text = File.ReadAllText(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The thread, or the process, has ended.
                continue;
            }

            foreach (var id in text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                yield return int.Parse(id, CultureInfo.InvariantCulture);
            }
        }
    }

    // A child is one of the thread that started it.
    private static string[] ChildrenFiles(int processId)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{processId}/task").Select(static thread => Path.Combine(thread, "children"))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Whoever has ended gets nothing, and that is no error.
    private static void Signal(int processId, int signal) => _ = SendSignal(processId, signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
