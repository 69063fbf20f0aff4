using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<ProcessPerItemAnalyzer>;

public sealed class ProcessPerItemTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        """;

    // What is reported, re-created from public threads

    // dprint/dprint#284: each file is formatted by a new process, half a second of which is its start.
    [Fact]
    public Task Formatter_for_each_file() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        static class Formatter
        {
            public static void Format(IEnumerable<string> files)
            {
                foreach (var file in files)
                {
                    using var process = Process.{|CONC604:Start|}(new ProcessStartInfo(Environment.ProcessPath!, ["format", file]))!;
                    process.WaitForExit();
                }
            }
        }
        """);

    // belav/csharpier#1547: many small snippets, and the bottleneck is that processes start and end.
    [Fact]
    public Task Snippets_piped_one_by_one() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Snippets
        {
            private static readonly string Tool = Process.GetCurrentProcess().MainModule!.FileName;

            public async Task<List<string>> FormatAsync(string[] snippets)
            {
                var formatted = new List<string>();
                for (var i = 0; i < snippets.Length; i++)
                {
                    var start = new ProcessStartInfo(Tool) { ArgumentList = { "--snippet", snippets[i] }, RedirectStandardOutput = true, UseShellExecute = false };
                    var process = new Process { StartInfo = start };
                    process.{|CONC604:Start|}();
                    formatted.Add(await process.StandardOutput.ReadToEndAsync());
                    await process.WaitForExitAsync();
                }

                return formatted;
            }
        }
        """);

    // dotnet/roslyn#24072: a compiler for each project of a solution, though there is one that stays.
    [Fact]
    public Task Compiler_for_each_project() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        public static class Compiler { }

        static class Build
        {
            public static async Task RunAsync(IReadOnlyList<string> projects)
            {
                foreach (var project in projects)
                    await CompileAsync(project);
            }

            private static async Task CompileAsync(string project)
            {
                var start = new ProcessStartInfo { FileName = "dotnet" };
                start.ArgumentList.Add(typeof(Compiler).Assembly.Location);
                start.ArgumentList.Add(project);
                using var process = Process.{|CONC604:Start|}(start);
                await process!.WaitForExitAsync();
            }
        }
        """);

    // fixie/fixie#136, macro187/testrunner#5: a runner takes one assembly, so it is run once for each.
    [Fact]
    public Task Runner_for_each_assembly() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        static class Runner
        {
            public static int Run(string[] assemblies) => assemblies.Select(assembly =>
            {
                var process = Process.{|CONC604:Start|}("dotnet", $"{typeof(Runner).Assembly.Location} {assembly}");
                process.WaitForExit();
                return process.ExitCode;
            }).Sum();
        }
        """);

    // unoplatform/Uno.SourceGeneration#79: a host for each generation, which parses everything anew.
    [Fact]
    public Task Host_for_each_generation_in_parallel() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        static class Hosts
        {
            public static Task GenerateAsync(IEnumerable<string> projects) => Parallel.ForEachAsync(projects, async (project, token) =>
            {
                var path = Environment.ProcessPath ?? throw new InvalidOperationException();
                using var host = Process.{|CONC604:Start|}(path, new[] { "generate", project });
                await host.WaitForExitAsync(token);
            });
        }
        """);

    // roslynpad/roslynpad#6, dotnet/runtime#66943: each execution in a process of its own, so that it can be killed.
    [Fact]
    public Task Isolated_execution() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Sandbox
        {
            public void RunAll(Queue<string> scripts)
            {
                while (scripts.TryDequeue(out var script))
                {
                    using var process = new Process { StartInfo = new ProcessStartInfo { FileName = Process.GetCurrentProcess().MainModule?.FileName, Arguments = script } };
                    process.{|CONC604:Start|}();
                    if (!process.WaitForExit(1000))
                        process.Kill();
                }
            }
        }
        """);

    [Fact]
    public Task Message_names_what_is_started()
    {
        var test = new Verify.Test
        {
            TestCode = Usings + "class C { void M(string[] items) { foreach (var item in items) Process.{|#0:Start|}(\"dotnet\", [typeof(C).Assembly.Location, item]).WaitForExit(); foreach (var item in items) Process.{|#1:Start|}(Environment.ProcessPath!, item).WaitForExit(); } }",
        };
        test.TestState.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithArguments("Process.Start", "a .NET program that this one references"));
        test.TestState.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(1).WithArguments("Process.Start", "this program"));
        return test.RunAsync();
    }

    // What is not reported, re-created from public threads

    [Theory]
    [InlineData("Process.Start(\"echo\", item).WaitForExit();")] // dotnet/corefx#29074
    [InlineData("Process.Start(\"git\", [\"log\", item]).WaitForExit();")] // dotnet/runtime#67506
    [InlineData("Process.Start(\"ping\", item).WaitForExit();")] // dotnet/runtime#110116
    [InlineData("Process.Start(\"dotnet\", [\"list\", item, \"package\"]).WaitForExit();")] // dotnet-outdated/dotnet-outdated#641
    [InlineData("Process.Start(\"dotnet\", [\"csharpier.dll\", item]).WaitForExit();")] // belav/csharpier#1846
    [InlineData("Process.Start(\"dotnet\", $\"build {item}\").WaitForExit();")] // dotnet/msbuild#9922
    [InlineData("Process.Start(item).WaitForExit();")]
    public Task Tools_of_others(string start) => SilentAsync($"foreach (var item in items) {{ {start} }}");

    // dotnet/roslyn#379: so many processes as somebody has chosen, each with its share.
    [Theory]
    [InlineData("for (var i = 0; i < Environment.ProcessorCount; i++) Process.Start(Environment.ProcessPath!, [\"worker\", $\"{i}\"]).WaitForExit();")]
    [InlineData("foreach (var part in new[] { \"a\", \"b\" }) Process.Start(Environment.ProcessPath!, part).WaitForExit();")]
    [InlineData("Process.Start(Environment.ProcessPath!, string.Join(\" \", items)).WaitForExit();")]
    public Task A_few_processes(string statements) => SilentAsync(statements);

    // ravibpatel/AutoUpdater.NET#507, NetSparkleUpdater/NetSparkle#146: a program that starts itself again, and ends.
    [Fact]
    public Task Restart() => SilentAsync("foreach (var item in items) if (item == \"restart\") { Process.Start(Environment.ProcessPath!, item); return; }");

    // dotnet/runtime#78843: as another user, which no worker is.
    [Theory]
    [InlineData("UseShellExecute = true, Verb = \"runas\"")]
    [InlineData("UserName = item")]
    [InlineData("UseShellExecute = item.Length > 1")]
    public Task As_somebody_else(string how) => SilentAsync($"foreach (var item in items) Process.Start(new ProcessStartInfo(Environment.ProcessPath!, item) {{ {how} }})!.WaitForExit();");

    // A child that ends is started again, for good.
    [Theory]
    [InlineData("while (true) { var item = items[0]; Process.Start(Environment.ProcessPath!, item).WaitForExit(); }")]
    [InlineData("foreach (var item in items) { Process.Start(Environment.ProcessPath!, item).WaitForExit(); System.Threading.Thread.Sleep(1000); }")]
    public Task Supervisor(string statements) => SilentAsync(statements);

    // What is not known
    [Theory]
    [InlineData("foreach (var item in items) { var path = Environment.ProcessPath!; path = item; Process.Start(path, item).WaitForExit(); }")]
    [InlineData("foreach (var item in items) { var process = new Process(); process.StartInfo.FileName = Environment.ProcessPath; process.Start(); process.WaitForExit(); Console.WriteLine(item); }")]
    [InlineData("foreach (var item in items) { Process.Start(Path.Combine(AppContext.BaseDirectory, \"tool\"), item).WaitForExit(); }")]
    [InlineData("foreach (var item in items) { Process.Start(Info(item))!.WaitForExit(); } static ProcessStartInfo Info(string item) => new(Environment.ProcessPath!, item);")]
    public Task Unknown_program(string statements) => SilentAsync(statements);

    [Fact]
    public Task Method_that_anybody_may_call() => Verify.VerifyAnalyzerAsync(
        Usings + "public class C { public void Run(string item) => Process.Start(Environment.ProcessPath!, item).WaitForExit(); }");

    [Fact]
    public Task Test_code() => Verify.VerifyAnalyzerAsync(
        Usings + "namespace Xunit { class FactAttribute : Attribute; } class C { [Xunit.Fact] public void M() { foreach (var item in Directory.GetFiles(\".\")) Process.Start(Environment.ProcessPath!, item).WaitForExit(); } }");

    [Fact]
    public async Task Frameworks_without_the_pool()
    {
        foreach (var references in new[] { TargetReferences.NetFramework, TargetReferences.NetStandard20 })
        {
            var test = new Verify.Test
            {
                References = references,
                LanguageVersion = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp7_3,
                TestCode = "using System.Diagnostics; class C { void M(string[] items) { foreach (var item in items) Process.Start(Process.GetCurrentProcess().MainModule.FileName, item).WaitForExit(); } }",
            };
            await test.RunAsync();
        }
    }

    private static Task SilentAsync(string statements) => Verify.VerifyAnalyzerAsync(Usings + $"class C {{ void M(string[] items) {{ {statements} }} }}");
}
