using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Reflection;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class ProcessCases
{
    public static void AddTo(CaseList cases, Workspace work)
    {
        static void End(Process process)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        cases.Add(
            "M:System.Diagnostics.Process.Start(System.Diagnostics.ProcessStartInfo)",
            BlocksIo, () => Process.Start(new ProcessStartInfo("/bin/true")), release: static p => Wait(p!), note: "starts a program from disk");
        cases.On(
            "M:System.Diagnostics.Process.WaitForExit",
            BlocksWait, Brief, static p => p.WaitForExit(), release: static p => p.Dispose());
        cases.On(
            "M:System.Diagnostics.Process.WaitForExit(System.Int32)",
            BlocksWait, Lasting, static p => p.WaitForExit(2), receiver: "running, timeout", dependent: true, release: static (p, _) => End(p));
        cases.On(
            "M:System.Diagnostics.Process.WaitForExit(System.Int32)",
            Light, Lasting, static p => p.WaitForExit(0), receiver: "running, zero timeout", dependent: true, release: static (p, _) => End(p));
        cases.On(
            "M:System.Diagnostics.Process.WaitForExitAsync(System.Threading.CancellationToken)",
            Light, Lasting, static p => p.WaitForExitAsync(), release: static (p, _) => End(p));
        cases.On(
            "P:System.Diagnostics.Process.Id",
            Light, Lasting, static p => p.Id, release: static (p, _) => End(p));
        cases.On(
            "P:System.Diagnostics.Process.HasExited",
            Light, Lasting, static p => p.HasExited, release: static (p, _) => End(p), note: "a child of this process");
        cases.On(
            "P:System.Diagnostics.Process.ExitCode",
            Light, Ended, static p => p.ExitCode, release: static (p, _) => p.Dispose());
        cases.On(
            "M:System.Diagnostics.Process.Kill",
            Light, Lasting, static p => p.Kill(), release: static p => Wait(p), note: "a signal; does not wait for the end");
        cases.On(
            "M:System.IO.StreamReader.ReadToEnd",
            BlocksIo, Speaking, static p => p.StandardOutput.ReadToEnd(), receiver: "StreamReader over a process", dependent: true,
            release: static (p, _) => Wait(p));
        cases.Add(
            "M:System.Diagnostics.Process.GetCurrentProcess",
            Light, () => Process.GetCurrentProcess(), release: static p => p.Dispose());
        cases.Add(
            "M:System.Diagnostics.Process.GetProcesses",
            BlocksIo, () => Process.GetProcesses(), release: static all => Array.ForEach(all, static p => p.Dispose()), note: "reads /proc");
        cases.Add(
            "M:System.Diagnostics.Process.GetProcessById(System.Int32)",
            BlocksMeta, () => Process.GetProcessById(1), release: static p => p.Dispose(), note: "asks whether the process is there");
        cases.On(
            "P:System.Diagnostics.Process.WorkingSet64",
            BlocksIo, Process.GetCurrentProcess, static p => p.WorkingSet64, receiver: "fresh", dependent: true, release: static (p, _) => p.Dispose(),
            note: "reads /proc");
        cases.On(
            "P:System.Diagnostics.Process.WorkingSet64",
            Light, Known, static p => p.WorkingSet64, receiver: "asked before", dependent: true, release: static (p, _) => p.Dispose());
        cases.On(
            "M:System.Diagnostics.Process.Refresh",
            Light, Known, static p => p.Refresh(), release: static p => p.Dispose(), note: "forgets, asks later");
        cases.On(
            "P:System.Diagnostics.Process.ProcessName",
            BlocksIo, static () => Process.GetProcessById(1), static p => p.ProcessName, release: static (p, _) => p.Dispose(), note: "reads /proc");
        cases.On(
            "P:System.Diagnostics.Process.TotalProcessorTime",
            BlocksIo, static () => Process.GetProcessById(1), static p => p.TotalProcessorTime, release: static (p, _) => p.Dispose(),
            note: "reads /proc");
        cases.On(
            "P:System.Diagnostics.Process.MainModule",
            BlocksIo, Process.GetCurrentProcess, static p => p.MainModule, release: static (p, _) => p.Dispose(), note: "reads /proc");
        cases.On(
            "P:System.Diagnostics.Process.Threads",
            BlocksIo, Process.GetCurrentProcess, static p => p.Threads, release: static (p, _) => p.Dispose(), note: "reads /proc");
        cases.Add(
            "M:System.Diagnostics.FileVersionInfo.GetVersionInfo(System.String)",
            BlocksIo, () => FileVersionInfo.GetVersionInfo(typeof(Uri).Assembly.Location));
        cases.Add(
            "M:System.Reflection.AssemblyName.GetAssemblyName(System.String)",
            BlocksIo, () => AssemblyName.GetAssemblyName(typeof(Uri).Assembly.Location));

        cases.Add(
            "M:System.Console.WriteLine(System.String)",
            BlocksIo, () => Console.WriteLine("a line"));
        cases.Add(
            "M:System.Console.Write(System.Char)",
            BlocksIo, () => Console.Write('x'));
        cases.Add(
            "M:System.IO.TextWriter.WriteLine(System.String)",
            BlocksIo, () => Console.Out.WriteLine("a line"), receiver: "Console.Out", dependent: true);
        cases.Add(
            "M:System.IO.TextWriter.WriteLine(System.String)",
            BlocksIo, () => Console.Error.WriteLine("a line"), receiver: "Console.Error", dependent: true);
        cases.Add(
            "M:System.IO.TextWriter.Flush",
            Light, () => Console.Out.Flush(), receiver: "Console.Out", dependent: true, note: "nothing is kept back");
        cases.Add(
            "M:System.Console.ReadLine",
            BlocksIo, () => Console.ReadLine());
        cases.Add(
            "P:System.Console.IsOutputRedirected",
            Light, () => Console.IsOutputRedirected);
        cases.Add(
            "P:System.Console.Out",
            Light, () => Console.Out);
        cases.Add(
            "M:System.Console.OpenStandardOutput",
            Light, () => Console.OpenStandardOutput(), note: "asks the kernel for a descriptor");

        cases.Add(
            "M:System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces",
            BlocksIo, () => NetworkInterface.GetAllNetworkInterfaces(), note: "asks the kernel by a socket, reads /sys");
        cases.Add(
            "M:System.Net.NetworkInformation.NetworkInterface.GetIsNetworkAvailable",
            BlocksIo, () => NetworkInterface.GetIsNetworkAvailable(), note: "asks the kernel by a socket, reads /sys");
        cases.Add(
            "M:System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties",
            Light, () => IPGlobalProperties.GetIPGlobalProperties());
        cases.Add(
            "M:System.Net.NetworkInformation.IPGlobalProperties.GetActiveTcpConnections",
            BlocksIo, () => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections(), note: "reads /proc");
        cases.Add(
            "P:System.Net.NetworkInformation.IPGlobalProperties.HostName",
            Light, () => IPGlobalProperties.GetIPGlobalProperties().HostName);
        cases.Add(
            "M:System.Net.NetworkInformation.IPGlobalProperties.GetIPv4GlobalStatistics",
            BlocksIo, () => IPGlobalProperties.GetIPGlobalProperties().GetIPv4GlobalStatistics(), note: "reads /proc");
    }

    private static Process Started(string program, string argument, bool redirect) =>
        Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = redirect })!;

    private static Process Brief() => Started("/bin/sleep", "0.01", redirect: false);

    private static Process Lasting() => Started("/bin/sleep", "100", redirect: false);

    private static Process Speaking() => Started("/bin/echo", "words", redirect: true);

    private static Process Ended()
    {
        var process = Started("/bin/true", "", redirect: false);
        process.WaitForExit();

        // The thread that reaps children still has their lock when it wakes the one that waits.
        Thread.Sleep(5);
        return process;
    }

    private static Process Known()
    {
        var process = Process.GetCurrentProcess();
        _ = process.WorkingSet64;
        return process;
    }

    private static void Wait(Process process)
    {
        process.WaitForExit();
        process.Dispose();
    }
}
