using System;
using System.Diagnostics;
using System.IO;
using System.Reflection;

namespace ConcurrencyAnalyzers.Benchmarks.Harness;

/// <summary>This program, started again: with a pool that nothing has grown yet, or under another garbage collector.</summary>
internal static class OwnProcess
{
    /// <summary>Gets what the child wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed, or was not done in time.</exception>
    public static string Read(TimeSpan limit, params string[] arguments)
    {
        var start = StartInfo(arguments);
        start.RedirectStandardOutput = true;
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        if (!child.WaitForExit(limit))
        {
            child.Kill();
            throw new InvalidOperationException($"'{string.Join(' ', arguments)}' was not done after {limit.TotalSeconds} s.");
        }

        return child.ExitCode == 0
            ? output.Result
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with exit code {child.ExitCode}.");
    }

    /// <summary>Runs the program with the server collector, under which the compiler runs too; gives its exit code.</summary>
    public static int RunWithServerCollector(string[] arguments)
    {
        var start = StartInfo(arguments);
        start.Environment["DOTNET_gcServer"] = "1";
        using var child = Process.Start(start)!;
        child.WaitForExit();
        return child.ExitCode;
    }

    public static ProcessStartInfo StartInfo(string[] arguments)
    {
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
