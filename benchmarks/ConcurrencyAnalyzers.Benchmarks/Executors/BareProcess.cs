using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Pipes;
using ConcurrencyAnalyzers.Benchmarks.Harness;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>What one has without the executor: this program started with nothing but a purpose, and perhaps a pipe.</summary>
internal sealed class BareProcess : IDisposable
{
    private readonly Process process;

    private BareProcess(Process process) => this.process = process;

    public int Id => process.Id;

    /// <summary>Ready once it has said so.</summary>
    public static BareProcess Start(params string[] purpose)
    {
        var start = OwnProcess.StartInfo(["bare", .. purpose]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        var process = Process.Start(start)!;
        process.StandardOutput.ReadLine();
        return new BareProcess(process);
    }

    /// <summary>The other side of <see cref="Start"/>.</summary>
    public static int Run(string[] purpose)
    {
        switch (purpose)
        {
            case ["echo", var name]:
                using (var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.CurrentUserOnly))
                {
                    pipe.Connect();
                    Console.WriteLine();
                    var buffer = new byte[4096];
                    for (int count; (count = pipe.Read(buffer)) > 0;)
                    {
                        pipe.Write(buffer, 0, count);
                    }
                }

                break;
            case ["compute", var steps]:
                Console.WriteLine(Work.Compute(int.Parse(steps, CultureInfo.InvariantCulture)));
                break;
            default:
                Console.WriteLine();
                Console.OpenStandardInput().ReadByte();
                break;
        }

        return 0;
    }

    /// <summary>Memory that no other process has, in bytes: what is shared is there once, however many processes there are.</summary>
    public static double PrivateBytes(int processId)
    {
        var bytes = 0.0;
        foreach (var line in File.ReadLines($"/proc/{processId}/smaps_rollup"))
        {
            if (line.StartsWith("Private_", StringComparison.Ordinal))
            {
                bytes += 1024 * double.Parse(line.AsSpan(line.IndexOf(':') + 1).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
            }
        }

        return bytes;
    }

    public void Dispose()
    {
        process.StandardInput.Dispose();
        process.WaitForExit();
        process.Dispose();
    }
}
