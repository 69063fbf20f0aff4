using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<WorkerGuardMissingAnalyzer, WorkerGuardMissingCodeFix>;

/// <summary>
/// The guard is of our own library, so no public thread is about it. Where one is cited it is about Python's, which is the same in all that matters: child processes run the main module, and whoever forgets
/// <c>if __name__ == "__main__"</c> starts everything again in each of them.
/// </summary>
public sealed class WorkerGuardMissingTests
{
    private const string Usings =
        """
        using System;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Executors;
        using ConcurrencyAnalyzers.Executors.Processes;

        """;

    private const string UsingsOfFixed =
        """
        using System;
        using System.Threading.Tasks;
        using App;
        using ConcurrencyAnalyzers.Executors;
        using ConcurrencyAnalyzers.Executors.Processes;

        """;

    // As it is generated.
    private const string Registration =
        """
        namespace App
        {
            internal static class ProcessJobs
            {
                public static void Register(ConcurrencyAnalyzers.Executors.Processes.JobRegistry registry)
                {
                }
            }
        }
        """;

    private const string Job = Usings +
        """
        [ProcessJob]
        public sealed class Resize : IProcessJob<byte[], byte[]>
        {
            public static string Name => "resize";
            public static JobCodec<byte[], byte[]> Codec => JobCodec.Of(JobSerializer.Bytes, JobSerializer.Bytes);
            public static ValueTask<byte[]> RunAsync(byte[] input, JobContext context) => new(input);
        }
        """;

    private const string Pool = Usings +
        """
        public static class Pool
        {
            public static readonly ProcessExecutor Images = new(new ProcessExecutorOptions { Degree = Degree.Of(2) });
        }
        """;

    // What is reported

    // whchien/funda-scraper#4: a script that is run as it is, with the work at its top level.
    [Fact]
    public Task Top_level_program() => FixesAsync(
        Usings +
        """

        {|CONC602:await|} using var executor = new ProcessExecutor();
        Console.WriteLine(executor.Name);
        """,
        UsingsOfFixed +
        """

        if (await ProcessWorker.TryRunAsync(args, ProcessJobs.Register))
        {
            return;
        }

        await using var executor = new ProcessExecutor();
        Console.WriteLine(executor.Name);
        """);

    [Fact]
    public Task Top_level_program_that_gives_a_number_and_begins_with_a_comment() => FixesAsync(
        "// The program.\n{|CONC602:return|} Pool.Images is null ? 1 : 2;",
        """
        // The program.
        using App;
        using ConcurrencyAnalyzers.Executors.Processes;

        if (await ProcessWorker.TryRunAsync(args, ProcessJobs.Register))
        {
            return 0;
        }

        return Pool.Images is null ? 1 : 2;
        """,
        Pool);

    // CAHLR/pyBKT-examples#2: examples that train a model at once, and again in each child, without end.
    [Fact]
    public Task Asynchronous_main() => FixesAsync(
        Usings +
        """
        namespace App
        {
            internal static class Program
            {
                private static async Task {|CONC602:Main|}(string[] args)
                {
                    // All of them.
                    await using var executor = new ProcessExecutor(new() { Degree = Degree.Of(4) });
                    await executor.StartAsync();
                }
            }
        }
        """,
        Usings +
        """
        namespace App
        {
            internal static class Program
            {
                private static async Task Main(string[] args)
                {
                    if (await ProcessWorker.TryRunAsync(args, ProcessJobs.Register))
                    {
                        return;
                    }

                    // All of them.
                    await using var executor = new ProcessExecutor(new() { Degree = Degree.Of(4) });
                    await executor.StartAsync();
                }
            }
        }
        """);

    // psnc-qcg/QCG-PilotJob#85: the executor is made in another file than the entry point, which has no arguments.
    [Fact]
    public Task Synchronous_main_without_arguments() => FixesAsync(
        """
        class Program
        {
            static int {|CONC602:Main|}()
            {
                return Pool.Images.Name.Length;
            }
        }
        """,
        """
        using System;
        using App;
        using ConcurrencyAnalyzers.Executors.Processes;

        class Program
        {
            static int Main()
            {
                if (ProcessWorker.TryRunAsync(Environment.GetCommandLineArgs()[1..], ProcessJobs.Register).AsTask().GetAwaiter().GetResult())
                {
                    return 0;
                }

                return Pool.Images.Name.Length;
            }
        }
        """,
        Pool);

    // ultrafunkamsterdam/undetected-chromedriver#829: everything is in a class, and the entry point only calls it.
    [Fact]
    public Task Main_of_one_expression() => FixesAsync(
        Usings +
        """
        class Program
        {
            static async Task<int> {|CONC602:Main|}(string[] argv) => await Scraper.RunAsync();
        }

        static class Scraper
        {
            public static async Task<int> RunAsync()
            {
                var options = new ProcessExecutorOptions { Name = "pages" };
                await using var executor = new ProcessExecutor(options);
                return executor.Name.Length;
            }
        }
        """,
        UsingsOfFixed +
        """
        class Program
        {
            static async Task<int> Main(string[] argv)
            {
                if (await ProcessWorker.TryRunAsync(argv, ProcessJobs.Register))
                {
                    return 0;
                }

                return await Scraper.RunAsync();
            }
        }

        static class Scraper
        {
            public static async Task<int> RunAsync()
            {
                var options = new ProcessExecutorOptions { Name = "pages" };
                await using var executor = new ProcessExecutor(options);
                return executor.Name.Length;
            }
        }
        """);

    // huggingface/lerobot#236: the code that starts processes is a library's; what shows that there are workers is what they are to do.
    [Fact]
    public Task Jobs_that_nobody_registers() => FixesAsync(
        """
        class Program
        {
            static void {|CONC602:Main|}(string[] args) => System.Console.WriteLine(args.Length);
        }
        """,
        """
        using App;
        using ConcurrencyAnalyzers.Executors.Processes;

        class Program
        {
            static void Main(string[] args)
            {
                if (ProcessWorker.TryRunAsync(args, ProcessJobs.Register).AsTask().GetAwaiter().GetResult())
                {
                    return;
                }

                System.Console.WriteLine(args.Length);
            }
        }
        """,
        Job);

    // multiview-stitcher/multiview-stitcher#150: all that stands at the top level is done again by each worker, before it is one.
    [Fact]
    public Task Work_before_the_guard() => FixesAsync(
        Usings +
        """
        class Program
        {
            static async Task Main(string[] args)
            {
                Console.OutputEncoding = System.Text.Encoding.UTF8;
                {|CONC602:Prepare|}();
                var images = Load();

                // Workers go no further.
                if (await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register))
                {
                    return;
                }

                await using var executor = new ProcessExecutor();
                Console.WriteLine(images.Length);
            }

            static void Prepare() => Console.WriteLine();

            static string[] Load() => [];
        }
        """,
        Usings +
        """
        class Program
        {
            static async Task Main(string[] args)
            {
                // Workers go no further.
                if (await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register))
                {
                    return;
                }

                Console.OutputEncoding = System.Text.Encoding.UTF8;
                Prepare();
                var images = Load();

                await using var executor = new ProcessExecutor();
                Console.WriteLine(images.Length);
            }

            static void Prepare() => Console.WriteLine();

            static string[] Load() => [];
        }
        """);

    // davidemms/OrthoFinder#454: state that belongs to the program is set up, and with it what the workers are for.
    [Fact]
    public Task Static_state_that_is_set_before_the_guard() => FixesAsync(
        Usings +
        """

        Settings.{|CONC602:Path|} = args is [var path] ? path : ".";

        if (await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register)) return;

        Console.WriteLine(Settings.Path);

        static class Settings
        {
            public static string? Path;
        }
        """,
        Usings +
        """

        if (await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register)) return;

        Settings.Path = args is [var path] ? path : ".";

        Console.WriteLine(Settings.Path);

        static class Settings
        {
            public static string? Path;
        }
        """);

    [Fact]
    public Task Two_programs_of_a_solution()
    {
        var test = Test("class Program { static void {|CONC602:Main|}(string[] args) { } }", Registration, Pool);
        var other = test.TestState.AdditionalProjects["Other"];
        other.OutputKind = OutputKind.ConsoleApplication;
        other.Sources.Add("class Program { static void {|CONC602:Main|}() { } }");
        other.Sources.Add(Registration);
        other.Sources.Add(Pool);
        test.FixedState.Sources.Add(
            """
            using App;
            using ConcurrencyAnalyzers.Executors.Processes;

            class Program { static void Main(string[] args) {
                    if (ProcessWorker.TryRunAsync(args, ProcessJobs.Register).AsTask().GetAwaiter().GetResult())
                    {
                        return;
                    }
                } }
            """);
        test.FixedState.AdditionalProjects["Other"].Sources.Add(
            """
            using System;
            using App;
            using ConcurrencyAnalyzers.Executors.Processes;

            class Program { static void Main() {
                    if (ProcessWorker.TryRunAsync(Environment.GetCommandLineArgs()[1..], ProcessJobs.Register).AsTask().GetAwaiter().GetResult())
                    {
                        return;
                    }
                } }
            """);
        return test.RunAsync();
    }

    // What is not reported

    [Theory]
    [InlineData("if (await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register)) return; Console.WriteLine(Pool.Images);")]
    [InlineData("var isWorker = await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register); if (isWorker) return; Console.WriteLine(Pool.Images);")]
    [InlineData("if (args.Length > 1 && await ProcessWorker.TryRunAsync([.. args], registry => App.ProcessJobs.Register(registry))) return;")]
    [InlineData("if (ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register).AsTask().Result) return; Console.WriteLine(Pool.Images); await Task.Yield();")]
    [InlineData("try { if (await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register)) return; } catch (Exception e) { Console.WriteLine(e); }")]
    public Task Guard_is_first(string statements) => SilentAsync(Usings + statements, Pool);

    // Both the program and its workers want it.
    [Fact]
    public Task The_platform_is_set_up_before() => SilentAsync(
        Usings +
        """
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        AppContext.SetSwitch("System.Example", true);
        Environment.SetEnvironmentVariable("EXAMPLE", "1");
        System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
        AppDomain.CurrentDomain.UnhandledException += (_, e) => Log(e.ExceptionObject);
        if (await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register)) return;
        Console.WriteLine(Pool.Images);

        static void Log(object? what) => Console.Error.WriteLine(what);
        """,
        Pool);

    // There may be a reason why it is asked there, and the entry point may reach it on a way that is not seen.
    [Fact]
    public Task Guard_is_elsewhere() => SilentAsync(
        Usings +
        """
        Console.WriteLine(await Start.BeginAsync(args) ? "worker" : Pool.Images.Name);

        static class Start
        {
            public static async Task<bool> BeginAsync(string[] args) => await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register);
        }
        """,
        Pool);

    // dotnet/runtime#66943: what is to be killed is another program than the one that kills.
    [Theory]
    [InlineData("new ProcessExecutor(new ProcessExecutorOptions { WorkerCommand = new(\"worker\"), Jobs = App.ProcessJobs.Register })")]
    [InlineData("new ProcessExecutor(Options())")]
    [InlineData("new ProcessExecutor(Options() with { Name = \"b\" })")]
    [InlineData("new Lazy<ProcessExecutor>()")]
    public Task Workers_are_another_program_or_it_is_not_known(string creation) => SilentAsync(
        Usings +
        $$"""
        Console.WriteLine({{creation}});

        static ProcessExecutorOptions Options() => new() { WorkerCommand = new("worker") };
        """);

    [Fact]
    public Task Options_are_chosen_from_two() => SilentAsync(
        Usings +
        """
        var options = new ProcessExecutorOptions { Name = "a" };
        if (args.Length > 0)
        {
            options = new() { WorkerCommand = new(args[0]) };
        }

        Console.WriteLine(new ProcessExecutor(options));
        """);

    [Fact]
    public Task Jobs_run_in_this_process_for_another_engine() => SilentAsync(
        Usings + "Console.WriteLine((await new JobRegistry(registry => registry.Add<Resize, byte[], byte[]>()).InvokeAsync(\"resize\", new byte[1])).Length);", Job);

    [Fact]
    public Task Library_has_no_entry_point()
    {
        var test = Test("class Program { static void Main() { } }", Pool, Registration);
        test.TestState.OutputKind = OutputKind.DynamicallyLinkedLibrary;
        return test.RunAsync();
    }

    [Fact]
    public Task Only_the_entry_point_is_asked() => SilentAsync(
        Usings +
        """
        class Program { static async Task Main(string[] args) { if (await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register)) return; Other.Main(1); } }
        class Other { public static void Main(int n) => Console.WriteLine(Pool.Images); }
        """,
        Pool);

    [Fact]
    public Task Another_executor_of_that_name() => SilentAsync("_ = new Vendor.ProcessExecutor(); namespace Vendor { class ProcessExecutor; class ProcessJobAttribute : System.Attribute; [ProcessJob] class Job; }");

    [Fact]
    public Task Nobody_has_workers() => SilentAsync("System.Console.WriteLine();");

    [Fact]
    public Task Library_may_ask()
    {
        var test = Test("System.Console.WriteLine(Hosting.Start.IsWorker(args) ? null : Pool.Images);", Pool);
        test.TestState.AdditionalProjectReferences.Add("Hosting");
        test.TestState.AdditionalProjects["Hosting"].Sources.Add(
            Usings + "namespace Hosting { public static class Start { public static bool IsWorker(string[] args) => ProcessWorker.TryRunAsync(args, registry => { }).AsTask().IsCompleted; } }");
        return test.RunAsync();
    }

    [Fact]
    public Task Without_the_library_there_is_nothing_to_say() =>
        Verify.VerifyAnalyzerAsync("class ProcessExecutor; class Program { static void Main() { _ = new ProcessExecutor(); } }");

    // Where there is no fix

    // What workers can do is not known.
    [Fact]
    public Task Nothing_registers_jobs() => NoFixAsync("class Program { static void {|CONC602:Main|}() => System.Console.WriteLine(Pool.Images); }", Pool);

    [Fact]
    public Task Two_methods_register_jobs() => NoFixAsync(
        Usings +
        """
        class Program
        {
            static void {|CONC602:Main|}() => Console.WriteLine(Pool.Images);
            public static void Few(JobRegistry registry) { }
            public static void Many(JobRegistry registry) { }
        }
        """,
        Pool);

    [Fact]
    public Task Method_that_registers_jobs_is_private() => NoFixAsync(
        Usings + "class Program { static void {|CONC602:Main|}() => Console.WriteLine(Pool.Images); } class Jobs { private static void Register(JobRegistry registry) { } public static Action<JobRegistry> All => Register; }", Pool);

    [Fact]
    public Task Main_gives_back_a_task() => NoFixAsync(
        "using System.Threading.Tasks; class Program { static Task {|CONC602:Main|}(string[] args) => Pool.Images.StartAsync(); }", Pool, Registration);

    [Fact]
    public Task Guard_needs_what_stands_before() => NoFixAsync(
        Usings +
        """
        var own = App.Arguments.{|CONC602:Of|}(args);
        if (await ProcessWorker.TryRunAsync(own, App.ProcessJobs.Register)) return;
        Console.WriteLine(Pool.Images);

        namespace App { static class Arguments { public static string[] Of(string[] args) => args[1..]; } }
        """,
        Pool,
        Registration);

    [Fact]
    public Task Worker_is_left_later() => NoFixAsync(
        Usings +
        """
        App.Log.{|CONC602:Begin|}();
        var isWorker = await ProcessWorker.TryRunAsync(args, App.ProcessJobs.Register);
        if (!isWorker) Console.WriteLine(Pool.Images);

        namespace App { static class Log { public static void Begin() { } } }
        """,
        Pool,
        Registration);

    private static Verify.Test Test(params IEnumerable<string> sources)
    {
        var test = new Verify.Test { AdditionalReferences = { ExecutorsPackage.Reference } };
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        foreach (var source in sources)
        {
            // The registration is written by the generator.
            test.TestState.Sources.Add(source == Registration ? ("/0/ProcessJobs.g.cs", source) : ($"/0/Test{test.TestState.Sources.Count()}.cs", source));
        }

        return test;
    }

    private static Task FixesAsync(string before, string after, params IEnumerable<string> others)
    {
        var test = Test([before, .. others, Registration]);
        test.FixedCode = after;
        return test.RunAsync();
    }

    private static Task SilentAsync(string source, params IEnumerable<string> others) => Test([source, .. others, Registration]).RunAsync();

    private static Task NoFixAsync(params IEnumerable<string> sources)
    {
        var test = Test(sources);
        test.OffersNoFix = true;
        return test.RunAsync();
    }
}
