using System.Text;
using ConcurrencyAnalyzers.Executors.Generators;
using ConcurrencyAnalyzers.Executors.Processes;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Executors.Tests.Generators;

using static JobSources;

public sealed class ProcessJobGeneratorTests
{
    private const string Reverse =
        """
        namespace Texts;

        [ProcessJob]
        public sealed class Reverse : IProcessJob<byte[], byte[]>
        {
            public static string Name => "reverse";
            public static JobCodec<byte[], byte[]> Codec => JobCodec.Of(JobSerializer.Bytes, JobSerializer.Bytes);
            public static ValueTask<byte[]> RunAsync(byte[] input, JobContext context)
            {
                Array.Reverse(input);
                return new(input);
            }
        }
        """;

    public static TheoryData<string> Jobs =>
    [
        Job("public sealed class Thumbnail", "string", "byte[]"),
        Job("struct Thumbnail", "int", "DateTime?"),
        Job("public record Thumbnail", "List<string?>", "string?"),
        Job("abstract class Thumbnail", "(int Width, int Height)", "Dictionary<string, int[]?>"),
        Job("class Thumbnail", "object", "string?[]?[,]"),
        "namespace Of.Images { " + Job("readonly record struct Thumbnail", "string", "string") + " }",
        "namespace @namespace.@class { " + Job("public class @event", "@event", "@class?") + " public class @class; }",
        "public partial class Outer { internal partial struct Inner { " + Job("public class Thumbnail", "Thumbnail", "Outer") + " } }",
        "public class Outer { " + Job("protected internal class Thumbnail", "string", "string") + " }",
        "class Outer { protected internal class Sizes; " + Job("public class Thumbnail", "Sizes", "Outer") + " }",
        Job("class Thumbnail", "int", "int", "a") + "namespace Other { " + Job("class Thumbnail", "int", "int", "b") + " }",
        "class Outer { " + Job("public class Thumbnail", "int", "int", "a") + " } " + Job("class Thumbnail", "int", "int", "b"),
        "abstract class Job<T> : IProcessJob<T, T> { " + Members("T", "T") + " } [ProcessJob] class Thumbnail : Job<int>;",
        "abstract class Job<T> : IProcessJob<T, T> { " + Members("T", "T") + " } [ProcessJob] class Thumbnail : Job<dynamic>;",
        "public class Hidden : IProcessJob<Secret, Secret> { static string IProcessJob<Secret, Secret>.Name => \"job\"; static JobCodec<Secret, Secret> IProcessJob<Secret, Secret>.Codec => null!; "
            + "static ValueTask<Secret> IProcessJob<Secret, Secret>.RunAsync(Secret input, JobContext context) => default; } class Secret; [ProcessJob] public class Thumbnail : Hidden;",
        "class Outside { internal protected class Task; internal class System; } [ProcessJob] class Thumbnail : IProcessJob<Outside.Task, Outside.System> { " + Members("Outside.Task", "Outside.System") + " }",
    ];

    public static TheoryData<string> NoJobs =>
    [
        Job("class Thumbnail<T>", "T", "T"),
        "class Outer<T> { " + Job("public class Thumbnail", "int", "int") + " }",
        "class Outer { " + Job("class Thumbnail", "int", "int") + " }",
        "class Outer { " + Job("protected class Thumbnail", "int", "int") + " }",
        "class Outer { " + Job("private protected class Thumbnail", "int", "int") + " }",
        Job("file class Thumbnail", "int", "int"),
        "file class Size; [ProcessJob] file class Thumbnail : IProcessJob<Size, int> { " + Members("Size", "int") + " }",
        "[ProcessJob] class Thumbnail;",
        "[ProcessJob] class Thumbnail : IProcessJob<int, int>, IProcessJob<int, string> { public static string Name => \"\"; static JobCodec<int, int> IProcessJob<int, int>.Codec => null!; static JobCodec<int, string> IProcessJob<int, string>.Codec => null!; "
            + "static ValueTask<int> IProcessJob<int, int>.RunAsync(int input, JobContext context) => default; static ValueTask<string> IProcessJob<int, string>.RunAsync(int input, JobContext context) => default; }",
    ];

    [Theory, MemberData(nameof(Jobs))]
    public void What_is_generated_compiles_without_a_warning(string source)
    {
        var run = new GeneratorRun("Program", "#pragma warning disable CS1591 // Not what is tested.\n" + Usings + source);
        Assert.Empty(run.Problems);
        Assert.Contains("registry.Add<", run.Code, StringComparison.Ordinal);
        Assert.Contains("ThumbnailAsync(this ", run.Code!.Replace("eventAsync", "ThumbnailAsync", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void It_does_so_without_nullable_references()
    {
        var run = new GeneratorRun("Program", NullableContextOptions.Disable, Usings + Job("class Thumbnail", "string[]", "List<string>"));
        Assert.Empty(run.Problems);
        Assert.Contains("global::Thumbnail, string[], global::System.Collections.Generic.List<string>", run.Code, StringComparison.Ordinal);
    }

    [Fact]
    public void Obsolete_types_are_not_held_against_it()
    {
        var run = new GeneratorRun("Program", Usings + "#pragma warning disable CS0612, CS0618\n[Obsolete(\"Not any more.\")] class Size;\n[Obsolete] " + Job("class Thumbnail", "Size", "int"));
        Assert.Empty(run.Problems);
    }

    // The type of the user is wrong, which the compiler or CONC603 says; a registration is there, or Main would be wrong as well.
    [Theory, MemberData(nameof(NoJobs))]
    public void What_cannot_be_a_job_is_left_out(string source)
    {
        var run = new GeneratorRun("Program", Usings + source);
        Assert.Empty(run.Problems);
        Assert.DoesNotContain("Thumbnail", run.Code, StringComparison.Ordinal);
        Assert.Contains("void Register(", run.Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Missing", "int")]
    [InlineData("int", "List<Missing>[]")]
    public void What_does_not_compile_is_left_out(string input, string output) =>
        Assert.DoesNotContain("Thumbnail", new GeneratorRun("Program", Usings + Job("class Thumbnail", input, output)).Code, StringComparison.Ordinal);

    [Fact]
    public void Parts_that_all_have_the_attribute_are_one_job()
    {
        var run = new GeneratorRun("Program", Usings + Job("partial class Thumbnail", "int", "int") + "[ProcessJob] partial class Thumbnail;");
        Assert.Single(run.Code!.Split("registry.Add<")[1..]);
        Assert.All(run.Problems, static problem => Assert.Contains("CS0579", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_generated_where_there_are_no_jobs() =>
        Assert.Null(new GeneratorRun("Program", Usings + "class Thumbnail : IProcessJob<int, int> {" + Members("int", "int") + "}").Code);

    [Theory]
    [InlineData("public", "string", "public")]
    [InlineData("internal", "string", "internal")]
    public void Methods_are_as_accessible_as_the_job(string job, string input, string expected)
    {
        var code = new GeneratorRun("Program", Usings + Job(job + " class Thumbnail", input, "int")).Code;
        Assert.Contains($"{expected} static class ThumbnailProcessJobExtensions", code, StringComparison.Ordinal);
        Assert.Contains($"{expected} static class ProcessJobs", code, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_are_no_more_accessible_than_input_and_output()
    {
        var run = new GeneratorRun(
            "Program",
            Usings + "public class Thumbnail<T> : IProcessJob<T[], int> { static string IProcessJob<T[], int>.Name => null!; static JobCodec<T[], int> IProcessJob<T[], int>.Codec => null!; "
                + "static ValueTask<int> IProcessJob<T[], int>.RunAsync(T[] input, JobContext context) => default; } class Size; " + "#pragma warning disable\n[ProcessJob] public class Of : Thumbnail<List<Outer.Size>>; public class Outer { internal class Size; }");
        Assert.DoesNotContain("public static class", run.Code, StringComparison.Ordinal);
        Assert.Contains("internal static class OfProcessJobExtensions", run.Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Texts.Core", "namespace Texts.Core")]
    [InlineData("my-texts", "namespace my_texts")]
    [InlineData("3d.new.Äöü 1", "namespace _3d.@new.Äöü_1")]
    [InlineData(null, "namespace Program")]
    public void Registration_is_in_the_root_namespace(string? rootNamespace, string expected)
    {
        var run = new GeneratorRun(rootNamespace, Usings + Job("class Thumbnail", "int", "int"));
        Assert.Empty(run.Problems);
        Assert.Contains($"{expected}\n{{\n    /// <summary>The process jobs of this assembly.</summary>", run.Code, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_root_namespace_it_is_in_none()
    {
        var run = new GeneratorRun("", Usings + Job("class Thumbnail", "int", "int"), "static class Caller { static void Call(ConcurrencyAnalyzers.Executors.Processes.JobRegistry registry) => ProcessJobs.Register(registry); }");
        Assert.Empty(run.Problems);
        Assert.DoesNotContain("namespace", run.Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registered_job_runs()
    {
        var assembly = new GeneratorRun("Program", Usings + Reverse).Load();
        var registry = new JobRegistry(assembly.GetType("Program.ProcessJobs")!.GetMethod("Register")!.CreateDelegate<Action<JobRegistry>>());
        Assert.Equal(["reverse"], registry.Names);
        Assert.Equal("cba", Encoding.UTF8.GetString((await registry.InvokeAsync("reverse", Encoding.UTF8.GetBytes("abc"))).Span));
    }

    [Fact]
    public void Registries_differ_when_a_shape_does()
    {
        Assert.Equal(HashOf("int Width"), HashOf("int Width"));
        Assert.NotEqual(HashOf("int Width"), HashOf("long Width"));

        static string HashOf(string members) =>
            new JobRegistry(new GeneratorRun("Program", Usings + $"public record Size({members});" + Job("public class Thumbnail", "Size", "int")).Load()
                .GetType("Program.ProcessJobs")!.GetMethod("Register")!.CreateDelegate<Action<JobRegistry>>()).Hash;
    }

    [Fact]
    public void The_order_of_files_changes_nothing()
    {
        string[] files = [Usings + Job("class Thumbnail", "int", "int", "a"), Usings + Job("class Large", "int", "int", "b"), Usings + "namespace A { " + Job("class Small", "int", "int", "c") + " }"];
        Assert.Equal(new GeneratorRun("Program", files).Code, new GeneratorRun("Program", files.Reverse()).Code);
    }

    [Theory]
    [InlineData(1, "class Unrelated { int Changed() => 2; }")]
    [InlineData(1, "class Unrelated { [System.Obsolete] int New() => 2; record Size; }")]
    [InlineData(0, null)]
    public void A_change_elsewhere_generates_nothing_anew(int file, string? text)
    {
        var job = Usings + "record Size(int Width);" + Job("class Thumbnail", "Size", "int");
        var run = new GeneratorRun("Program", job, "class Unrelated { int Changed() => 1; }");
        Assert.Equal([IncrementalStepRunReason.New], run.Reasons(ProcessJobGenerator.CodeStep));

        // The other case is the body of the job itself.
        run.Change(file, text ?? job.Replace("throw new NotImplementedException()", "throw new InvalidOperationException()", StringComparison.Ordinal));
        Assert.All(run.Reasons(ProcessJobGenerator.JobsStep), static reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(ProcessJobGenerator.CodeStep));
        Assert.Equal([IncrementalStepRunReason.Cached], run.OutputReasons());
    }

    [Fact]
    public void A_change_of_the_input_in_another_file_is_seen()
    {
        var run = new GeneratorRun("Program", Usings + Job("class Thumbnail", "Size", "int"), "record Size(int Width);", Usings + Job("class Other", "int", "int", "other"));
        var before = run.Code;
        run.Change(1, "record Size(int Width, int Height);");
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], run.Reasons(ProcessJobGenerator.JobsStep));
        Assert.NotEqual(before, run.Code);
    }

    [Fact]
    public void The_code_looks_like_this()
    {
        var code = new GeneratorRun("App", Usings + "namespace App.Images; " + Job("public class Thumbnail", "string", "byte[]?")).Code!;
        var mark = $"[global::System.CodeDom.Compiler.GeneratedCode(\"ConcurrencyAnalyzers.Executors.Generators\", \"{typeof(ProcessJobGenerator).Assembly.GetName().Version}\")]";
        var contract = code.Split('"').Single(static part => part.Length == 64);
        Assert.Equal(
            """
            // <auto-generated/>

            #nullable enable
            #pragma warning disable CS0612, CS0618, CS3001, CS3002

            namespace App
            {
                /// <summary>The process jobs of this assembly.</summary>
                MARK
                [global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
                public static class ProcessJobs
                {
                    /// <summary>Adds all of them: <c>if (await ProcessWorker.TryRunAsync(args, ProcessJobs.Register)) return;</c></summary>
                    public static void Register(global::ConcurrencyAnalyzers.Executors.Processes.JobRegistry registry)
                    {
                        registry.Add<global::App.Images.Thumbnail, string, byte[]?>("CONTRACT");
                    }
                }
            }

            namespace App.Images
            {
                /// <summary>Runs <see cref="global::App.Images.Thumbnail"/> in worker processes.</summary>
                MARK
                [global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
                public static class ThumbnailProcessJobExtensions
                {
                    /// <summary>Runs <see cref="global::App.Images.Thumbnail"/> in a worker, as <c>RunAsync</c> of the executor does.</summary>
                    public static global::System.Threading.Tasks.Task<byte[]?> RunThumbnailAsync(this global::ConcurrencyAnalyzers.Executors.Processes.ProcessExecutor executor, string input, global::ConcurrencyAnalyzers.Executors.Processes.JobOptions options = default, global::System.IProgress<global::ConcurrencyAnalyzers.Executors.Processes.JobProgress>? progress = null, global::System.Threading.CancellationToken cancellationToken = default) =>
                        executor.RunAsync<global::App.Images.Thumbnail, string, byte[]?>(input, options, progress, cancellationToken);

            """.Replace("MARK", mark, StringComparison.Ordinal).Replace("CONTRACT", contract, StringComparison.Ordinal),
            code[..(code.IndexOf("(input, options, progress, cancellationToken);\n", StringComparison.Ordinal) + "(input, options, progress, cancellationToken);\n".Length)]);
    }
}
