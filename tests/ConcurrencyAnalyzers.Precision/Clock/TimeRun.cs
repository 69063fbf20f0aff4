using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Threading.Channels;
using ConcurrencyAnalyzers.Benchmarks.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Compiles a code base and times methods of it in processes of their own. One that hangs or falls takes nobody with it.</summary>
internal sealed class TimeRun(Corpus corpus, SamplePart part)
{
    /// <summary>More processor time than this is not waited for.</summary>
    private static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(2);

    /// <summary>Who has used less than the other after so long does not compute. A busy machine lets nobody go on for long, either.</summary>
    private static readonly TimeSpan MostWallTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastProcessorTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<ClockRow>> RunAsync(IReadOnlyList<Callable> callables, Action<ClockRow> show)
    {
        var folder = Directory.CreateTempSubdirectory("clock").FullName;
        try
        {
            var path = Path.Combine(folder, $"{corpus.Name}.Timed.dll");
            Emit(path);
            var tokens = Tokens(path, callables);
            var references = corpus.Compilation.References.OfType<PortableExecutableReference>().Select(static reference => reference.FilePath!);
            await File.WriteAllLinesAsync(Path.Combine(folder, "references"), references.Where(static file => !file.Contains("/packs/", StringComparison.Ordinal)));
            var rows = new List<ClockRow>();
            while (rows.Count < callables.Count)
            {
                var before = rows.Count;
                var left = tokens.Skip(before).Select((token, index) => string.Create(CultureInfo.InvariantCulture, $"{before + index}\t{token}"));
                await File.WriteAllLinesAsync(Path.Combine(folder, "methods"), left);
                await WorkAsync(folder, path, callables, rows, show);
                if (rows.Count == before)
                {
                    throw new InvalidOperationException($"'{corpus.Name}' cannot be loaded.");
                }
            }

            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Emit(string path)
    {
        var compilation = corpus.Compilation.WithAssemblyName(Path.GetFileNameWithoutExtension(path))
            .WithOptions(corpus.Compilation.Options.WithOptimizationLevel(OptimizationLevel.Release).WithOutputKind(OutputKind.DynamicallyLinkedLibrary)
                .WithPublicSign(false).WithCryptoKeyFile(null).WithDelaySign(false));
        using var file = File.Create(path);
        var emitted = compilation.Emit(file);
        if (!emitted.Success)
        {
            throw new InvalidOperationException($"'{corpus.Name}' does not compile: {emitted.Diagnostics.First(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)}");
        }
    }

    private List<int> Tokens(string path, IReadOnlyList<Callable> callables)
    {
        var compiled = CSharpCompilation.Create(
            "Tokens", [], [.. corpus.Compilation.References, MetadataReference.CreateFromFile(path)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All));
        return [.. callables.Select(callable =>
            DocumentationCommentId.GetSymbolsForDeclarationId(callable.Key, compiled).FirstOrDefault(symbol => symbol.ContainingAssembly.Name == Path.GetFileNameWithoutExtension(path))?.MetadataToken
            ?? throw new InvalidOperationException($"'{corpus.Name}' has no '{callable.Key}'."))];
    }

    private async Task WorkAsync(string folder, string path, IReadOnlyList<Callable> callables, List<ClockRow> rows, Action<ClockRow> show)
    {
        using var process = Start(folder, path);
        var lines = Channel.CreateUnbounded<string>();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                lines.Writer.TryWrite(text);
            }
            else
            {
                lines.Writer.Complete();
            }
        };
        process.BeginOutputReadLine();
        var (phase, attempt, since, watch) = ("", 0, TimeSpan.Zero, Stopwatch.StartNew());
        while (true)
        {
            using var patience = new CancellationTokenSource(Patience);
            string line;
            try
            {
                line = await lines.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                var used = process.TotalProcessorTime - since;
                if (used > MostProcessorTime || watch.Elapsed > MostWallTime && used < LeastProcessorTime)
                {
                    process.Kill(entireProcessTree: true);
                    await process.WaitForExitAsync();
                    Add(phase != "call" ? (Timing.NoInputs, 0, 0) : used > MostProcessorTime ? (Timing.Slow, used.TotalMicroseconds, 0) : (Timing.Waits, 0, 0));
                    return;
                }

                continue;
            }
            catch (ChannelClosedException)
            {
                await process.WaitForExitAsync();
                if (rows.Count < callables.Count && phase != "")
                {
                    Add((phase == "call" ? Timing.Crashes : Timing.NoInputs, 0, 0));
                }

                return;
            }

            var cells = line.Split(' ');
            if (cells[0] == "#")
            {
                Console.Error.WriteLine(line);
                continue;
            }

            attempt = int.Parse(cells[2], CultureInfo.InvariantCulture);
            if (cells[0] == "done")
            {
                Add((Enum.Parse<Timing>(cells[3]), double.Parse(cells[4], CultureInfo.InvariantCulture), double.Parse(cells[5], CultureInfo.InvariantCulture)));
                phase = "";
                continue;
            }

            phase = cells[0];
            since = Exited(process) ? since : process.TotalProcessorTime;
            watch.Restart();
        }

        void Add((Timing Timing, double Microseconds, double Spread) result)
        {
            var row = new ClockRow(callables[rows.Count], result.Timing, result.Microseconds, result.Spread, attempt, part);
            rows.Add(row);
            show(row);
        }
    }

    private static bool Exited(Process process)
    {
        try
        {
            return process.HasExited;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static Process Start(string folder, string path)
    {
        var self = Assembly.GetExecutingAssembly().Location;
        var start = new ProcessStartInfo("dotnet", [self, "clock", "work", path, Path.Combine(folder, "methods"), Path.Combine(folder, "references")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Directory.CreateDirectory(Path.Combine(folder, "here")).FullName,
        };

        // Compiled once and well: nothing is replaced while the clock runs, and no other thread collects.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return process;
    }
}
