using System.Collections.Immutable;
using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Io = Verifier<BlockingIoInAsyncAnalyzer, BlockingIoInAsyncCodeFix>;
using Loop = Verifier<BlockingIoInParallelLoopAnalyzer, BlockingIoInParallelLoopCodeFix>;
using OnPool = Verifier<BlockingIoOnPoolAnalyzer, BlockingIoOnPoolCodeFix>;
using OverAsync = Verifier<TaskRunOverAsyncAnalyzer, TaskRunOverAsyncCodeFix>;
using Sleep = Verifier<SleepInAsyncAnalyzer, SleepInAsyncCodeFix>;
using Void = Verifier<AsyncDelegateAsVoidAnalyzer, AsyncDelegateAsVoidCodeFix>;
using Waiting = Verifier<BlockingOnTaskAnalyzer, BlockingOnTaskCodeFix>;

/// <summary>What holds for every fix: what it offers compiles, means the same, and loses nothing that was written.</summary>
public sealed class FixSafetyTests
{
    // Problems of the compiler

    [Theory]
    [InlineData("catch { File.[|ReadAllText|](path); }")]
    [InlineData("finally { File.[|ReadAllText|](path); }")]
    public Task Warning_that_goes_does_not_pay_for_an_error(string handler) => new Io.Test
    {
        TestCode =
            $$"""
            using System.IO;
            using System.Threading.Tasks;

            class Store
            {
                public async Task LoadAsync(string path)
                {
                    try { Check(path); } {{handler}}
                }

                private static void Check(string path) { }
            }
            """,
        LanguageVersion = LanguageVersion.CSharp5,
        OffersNoFix = true,
    }.RunAsync();

    [Fact]
    public Task Span_that_an_argument_declares_has_no_fix() => Io.VerifyNoFixAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
                Get(out Span<byte> span);
                var text = File.[|ReadAllText|](path);
                span[0] = 1;
                return text;
            }

            private static void Get(out Span<byte> span) => span = new byte[1];
        }
        """);

    [Fact]
    public Task Span_that_a_pattern_declares_has_no_fix() => Io.VerifyNoFixAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync(string path, byte[] bytes)
            {
                await Task.Yield();
                if (bytes.AsSpan() is var span && span.Length > 0)
                {
                    var text = File.[|ReadAllText|](path);
                    span[0] = 1;
                    return text;
                }

                return "";
            }
        }
        """);

    [Fact]
    public Task Reference_that_a_loop_declares_has_no_fix() => Io.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Sizes
        {
            private int[] values = new int[10];
            private int index = -1;

            public ref int Current => ref values[index];

            public Sizes GetEnumerator() => this;

            public bool MoveNext() => ++index < values.Length;
        }

        class Store
        {
            public async Task LoadAsync(string path, Sizes sizes)
            {
                await Task.Yield();
                foreach (ref var size in sizes)
                {
                    var text = File.[|ReadAllText|](path);
                    size = text.Length;
                }
            }
        }
        """);

    [Fact]
    public async Task Verifier_notices_what_the_compiler_says_only_when_it_emits()
    {
        var failure = await Assert.ThrowsAsync<VerificationException>(() => Verifier<BlockingIoInAsyncAnalyzer, AwaitAcrossSpans>.VerifyCodeFixAsync(
            """
            using System;
            using System.IO;
            using System.Threading.Tasks;

            class Store
            {
                public async Task LoadAsync(string path, byte[] bytes)
                {
                    await Task.Yield();
                    var span = bytes.AsSpan();
                    File.[|ReadAllText|](path);
                    span[0] = 1;
                }
            }
            """,
            """
            using System;
            using System.IO;
            using System.Threading.Tasks;

            class Store
            {
                public async Task LoadAsync(string path, byte[] bytes)
                {
                    await Task.Yield();
                    var span = bytes.AsSpan();
                    await File.ReadAllTextAsync(path);
                    span[0] = 1;
                }
            }
            """));

        Assert.Contains("breaks the build", failure.Message, StringComparison.Ordinal);
        Assert.Contains("CS4007", failure.Message, StringComparison.Ordinal);
    }

    // Findings of the engine

    [Theory]
    [InlineData("get { return () => Task.CompletedTask; } set { Use(async () => { await Task.Yield(); File.ReadAllText(\"a\"); }); }")]
    [InlineData("get => () => Task.CompletedTask; set => Use(async () => { await Task.Yield(); File.ReadAllText(\"a\"); });")]
    [InlineData("get { Use(async () => { await Task.Yield(); File.ReadAllText(\"a\"); }); return () => Task.CompletedTask; } set { }")]
    public async Task Every_accessor_is_judged_by_what_it_does_itself(string accessors)
    {
        var source =
            $$"""
            using System;
            using System.IO;
            using System.Threading.Tasks;

            class Store
            {
                public Func<Task> Work { {{accessors}} }

                private static void Use(Func<Task> work) { }
            }
            """;
        var document = AnalysisRun.Of(source).Solution.Projects.Single().Documents.Single();
        var site = await FixSite.OfAsync(document, new TextSpan(source.IndexOf("ReadAllText", StringComparison.Ordinal), "ReadAllText".Length), TestContext.Current.CancellationToken);
        var blocking = document.WithText(SourceText.From(source.Replace("ReadAllText", "ReadAllBytes", StringComparison.Ordinal)));
        var awaiting = document.WithText(SourceText.From(source.Replace("File.ReadAllText", "await File.ReadAllTextAsync", StringComparison.Ordinal)));

        Assert.False(await FixProof.HoldsAsync(site!, blocking, BlockingIoInAsyncAnalyzer.Id));
        Assert.True(await FixProof.HoldsAsync(site!, awaiting, BlockingIoInAsyncAnalyzer.Id));
    }

    [Fact]
    public Task Lambda_in_an_accessor_is_fixed() => Io.VerifyCodeFixAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public Func<Task> Work
            {
                get { return () => Task.CompletedTask; }
                set { Use(async () => { await Task.Yield(); [|Load|]("a"); }); }
            }

            private static void Use(Func<Task> work) { }

            private static string Load(string path) => File.ReadAllText(path);

            public static async Task<string> LoadAsync(string path) => await File.ReadAllTextAsync(path);
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public Func<Task> Work
            {
                get { return () => Task.CompletedTask; }
                set { Use(async () => { await Task.Yield(); await LoadAsync("a"); }); }
            }

            private static void Use(Func<Task> work) { }

            private static string Load(string path) => File.ReadAllText(path);

            public static async Task<string> LoadAsync(string path) => await File.ReadAllTextAsync(path);
        }
        """);

    // Text

    [Fact]
    public Task Directives_in_the_call_have_no_fix() => Waiting.VerifyNoFixAsync(
        """
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync()
            {
                await Task.Yield();
                return GetAsync()
        #if LEGACY
                    .GetAwaiter().GetResult();
        #else
                    .[|Result|];
        #endif
            }

            private static async Task<string> GetAsync()
            {
                await Task.Delay(1);
                return "";
            }
        }
        """);

    [Fact]
    public Task Directives_in_the_arguments_have_no_fix() => Io.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
                return File.[|ReadAllText|](
        #if LEGACY
                    path.Trim());
        #else
                    path);
        #endif
            }
        }
        """);

    [Fact]
    public Task Directives_around_the_statement_are_no_obstacle() => Io.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
        #pragma warning disable CS0168
                int unused;
        #pragma warning restore CS0168
                return File.[|ReadAllText|](path);
        #if LEGACY
        #endif
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
        #pragma warning disable CS0168
                int unused;
        #pragma warning restore CS0168
                return await File.ReadAllTextAsync(path);
        #if LEGACY
        #endif
            }
        }
        """);

    [Fact]
    public Task Comments_between_arguments_are_kept() => Io.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(string path, string text, CancellationToken token)
            {
                await Task.Yield();
                File.[|WriteAllText|](/* to */ path, // the place
                    text); // done
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task SaveAsync(string path, string text, CancellationToken token)
            {
                await Task.Yield();
                await File.WriteAllTextAsync(/* to */ path, // the place
                    text, token); // done
            }
        }
        """);

    [Fact]
    public Task Comment_on_the_length_of_a_sleep_is_kept() => Sleep.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task PauseAsync(CancellationToken token)
            {
                await Task.Yield();
                Thread.[|Sleep|](/* a while */ 100 /* ms */);
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public async Task PauseAsync(CancellationToken token)
            {
                await Task.Yield();
                await Task.Delay(/* a while */ 100, token /* ms */);
            }
        }
        """);

    [Fact]
    public Task Comments_between_the_arguments_of_a_loop_are_kept() => Loop.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                Parallel.[|ForEach|](
                    hosts, // all of them
                    host => Dns.GetHostEntry(host));
                await Task.Yield();
            }
        }
        """,
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                await Parallel.ForEachAsync(
                    hosts, // all of them
                    new ParallelOptions { MaxDegreeOfParallelism = 32 },
                    async (host, cancellationToken) => await Dns.GetHostEntryAsync(host, cancellationToken));
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("task /* now */ .[|Result|]")]
    [InlineData("task. /* now */ [|Result|]")]
    [InlineData("task.GetAwaiter() /* now */ .[|GetResult|]()")]
    [InlineData("task.GetAwaiter().[|GetResult|](/* now */)")]
    public Task Comment_that_has_no_place_left_has_no_fix(string expression) => Waiting.VerifyNoFixAsync(
        $$"""
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadAsync(Task<string> task)
            {
                await Task.Yield();
                return {{expression}};
            }
        }
        """);

    [Theory]
    [InlineData("/* why */ SaveAsync")]
    [InlineData("/* why */ () => SaveAsync()")]
    [InlineData("async () => /* why */ await SaveAsync()")]
    [InlineData("() => { /* why */ return SaveAsync(); }")]
    public Task Comment_on_a_work_item_has_no_fix(string work) => OverAsync.VerifyNoFixAsync(
        $$"""
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task RunAsync() => await Task.[|Run|]({{work}});

            private static async Task SaveAsync() => await File.WriteAllTextAsync("a.txt", "");
        }
        """);

    [Fact]
    public Task Comment_in_the_head_of_a_lambda_has_no_fix() => Void.VerifyNoFixAsync(
        """
        using System.Threading.Tasks;

        class Store
        {
            public async Task RunAsync(int[] items)
            {
                Parallel.ForEach(items, [|async|] /* one */ item => await Task.Delay(item));
                await Task.Yield();
            }
        }
        """);

    // Names

    [Fact]
    public Task Loop_that_is_named_without_its_type_is_fixed() => Loop.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;
        using static System.Threading.Tasks.Parallel;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                [|ForEach|](hosts, host => Dns.GetHostEntry(host));
                await Task.Yield();
            }
        }
        """,
        """
        using System.Net;
        using System.Threading.Tasks;
        using static System.Threading.Tasks.Parallel;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                await ForEachAsync(hosts, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (host, cancellationToken) => await Dns.GetHostEntryAsync(host, cancellationToken));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Loop_with_an_asynchronous_lambda_may_be_named_without_its_type() => Void.VerifyCodeFixAsync(
        """
        using System.Threading.Tasks;
        using static System.Threading.Tasks.Parallel;

        class Store
        {
            public async Task RunAsync(int[] items)
            {
                ForEach(items, [|async|] item => await Task.Delay(item));
                await Task.Yield();
            }
        }
        """,
        """
        using System.Threading.Tasks;
        using static System.Threading.Tasks.Parallel;

        class Store
        {
            public async Task RunAsync(int[] items)
            {
                await ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (item, cancellationToken) => await Task.Delay(item));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Own_loop_of_the_same_name_is_not_meant() => Loop.VerifyNoFixAsync(
        """
        using System;
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;
        using static System.Threading.Tasks.Parallel;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                [|ForEach|](hosts, host => Dns.GetHostEntry(host));
                await Task.Yield();
            }

            private static Task ForEachAsync(string[] items, ParallelOptions options, Func<string, CancellationToken, ValueTask> work) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Own_method_that_hides_an_imported_one_is_not_meant() => Io.VerifyNoFixAsync(
        """
        using System.Threading.Tasks;
        using static System.IO.File;

        class Store
        {
            public async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
                return [|ReadAllText|](path);
            }

            private static Task<string> ReadAllTextAsync(string path) => Task.FromResult(path);
        }
        """);

    [Fact]
    public Task Imported_method_is_awaited() => Io.VerifyCodeFixAsync(
        """
        using System.Threading.Tasks;
        using static System.IO.File;

        class Store
        {
            public async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
                return [|ReadAllText|](path);
            }
        }
        """,
        """
        using System.Threading.Tasks;
        using static System.IO.File;

        class Store
        {
            public async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
                return await ReadAllTextAsync(path);
            }
        }
        """);

    [Fact]
    public Task Method_that_hides_that_of_a_base_is_not_meant() => Io.VerifyNoFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public IPHostEntry Find(string host) => Dns.GetHostEntry(host);

            public async Task<IPHostEntry> FindAsync(string host) => await Dns.GetHostEntryAsync(host);
        }

        class Local : Resolver
        {
            public new async Task<IPHostEntry> FindAsync(string host) => await Dns.GetHostEntryAsync(host + ".local");
        }

        class Page
        {
            public async Task<IPHostEntry> ShowAsync(Local local)
            {
                await Task.Yield();
                return local.[|Find|]("a");
            }
        }
        """);

    [Fact]
    public Task Override_is_the_method_itself() => Io.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public virtual IPHostEntry Find(string host) => Dns.GetHostEntry(host);

            public virtual async Task<IPHostEntry> FindAsync(string host) => await Dns.GetHostEntryAsync(host);
        }

        sealed class Local : Resolver
        {
            public override async Task<IPHostEntry> FindAsync(string host) => await Dns.GetHostEntryAsync(host + ".local");
        }

        class Page
        {
            public async Task<IPHostEntry> ShowAsync(Local local)
            {
                await Task.Yield();
                return local.[|Find|]("a");
            }
        }
        """,
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public virtual IPHostEntry Find(string host) => Dns.GetHostEntry(host);

            public virtual async Task<IPHostEntry> FindAsync(string host) => await Dns.GetHostEntryAsync(host);
        }

        sealed class Local : Resolver
        {
            public override async Task<IPHostEntry> FindAsync(string host) => await Dns.GetHostEntryAsync(host + ".local");
        }

        class Page
        {
            public async Task<IPHostEntry> ShowAsync(Local local)
            {
                await Task.Yield();
                return await local.FindAsync("a");
            }
        }
        """);

    // Meaning

    [Fact]
    public Task Handler_of_what_a_loop_throws_has_no_fix() => Loop.VerifyNoFixAsync(
        """
        using System;
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task WarmAsync(string[] hosts)
            {
                await Task.Yield();
                try
                {
                    Parallel.[|ForEach|](hosts, host => Dns.GetHostEntry(host));
                }
                catch (AggregateException)
                {
                }
            }
        }
        """);

    [Fact]
    public Task Handler_around_a_loop_over_an_asynchronous_lambda_has_no_fix() => Void.VerifyNoFixAsync(
        """
        using System;
        using System.Threading.Tasks;

        class Store
        {
            public async Task RunAsync(int[] items)
            {
                await Task.Yield();
                try
                {
                    Parallel.ForEach(items, [|async|] item => await Task.Delay(item));
                }
                catch (Exception e) when (e is AggregateException)
                {
                }
            }
        }
        """);

    [Theory]
    [InlineData("Dns.GetHostEntry(Find())")]
    [InlineData("Dns.GetHostEntry(Name)")]
    [InlineData("Dns.GetHostEntry(File.ReadAllText(\"a\"))")]
    [InlineData("Source().GetHostEntry(\"a\")")]
    public Task Arguments_that_block_stay_on_the_pool(string work) => OnPool.VerifyNoFixAsync(
        $$"""
        using System.IO;
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            private Task<IPHostEntry>? pending;

            public void Start() => pending = Task.[|Run|](() => {{work}});

            private string Name
            {
                get
                {
                    Thread.Sleep(1000);
                    return "a";
                }
            }

            private static string Find()
            {
                Thread.Sleep(1000);
                return "a";
            }

            private static Resolver Source()
            {
                Thread.Sleep(1000);
                return new Resolver();
            }

            private IPHostEntry GetHostEntry(string host) => Dns.GetHostEntry(host);

            public async Task<IPHostEntry> GetHostEntryAsync(string host) => await Dns.GetHostEntryAsync(host);
        }
        """);

    [Theory]
    [InlineData("total += File.[|ReadAllText|](path).Length;")]
    [InlineData("Total += File.[|ReadAllText|](path).Length;")]
    [InlineData("sizes[0] += File.[|ReadAllText|](path).Length;")]
    [InlineData("total = total + File.[|ReadAllText|](path).Length;")]
    [InlineData("var sum = sizes[0] + File.[|ReadAllText|](path).Length;")]
    [InlineData("var sum = 1 + Total * 2 + File.[|ReadAllText|](path).Length;")]
    [InlineData("Use(total, File.[|ReadAllText|](path));")]
    [InlineData("var text = $\"{total} {File.[|ReadAllText|](path)}\";")]
    [InlineData("sizes[total] = File.[|ReadAllText|](path).Length;")]
    [InlineData("var pair = (names.Count, File.[|ReadAllText|](path));")]
    [InlineData("var count = 0; Func<Task> work = async () => { await Task.Yield(); count += File.[|ReadAllText|](path).Length; }; await work();")]
    public Task Value_that_others_may_change_is_not_held_over_an_await(string statement) => Io.VerifyNoFixAsync(Adding(statement));

    [Theory]
    [InlineData("var sum = 1 + File.[|ReadAllText|](path).Length;", "var sum = 1 + (await File.ReadAllTextAsync(path)).Length;")]
    [InlineData("var sum = 1; sum += File.[|ReadAllText|](path).Length;", "var sum = 1; sum += (await File.ReadAllTextAsync(path)).Length;")]
    [InlineData("total = File.[|ReadAllText|](path).Length;", "total = (await File.ReadAllTextAsync(path)).Length;")]
    [InlineData("total = File.[|ReadAllText|](path).Length + total;", "total = (await File.ReadAllTextAsync(path)).Length + total;")]
    [InlineData("sizes[0] = File.[|ReadAllText|](path).Length;", "sizes[0] = (await File.ReadAllTextAsync(path)).Length;")]
    [InlineData("Use(limit, File.[|ReadAllText|](path));", "Use(limit, await File.ReadAllTextAsync(path));")]
    [InlineData("Use(path.Length, File.[|ReadAllText|](path));", "Use(path.Length, await File.ReadAllTextAsync(path));")]
    [InlineData("names.Add(File.[|ReadAllText|](path));", "names.Add(await File.ReadAllTextAsync(path));")]
    [InlineData("var text = total > 0 ? File.[|ReadAllText|](path) : \"\";", "var text = total > 0 ? await File.ReadAllTextAsync(path) : \"\";")]
    public Task Other_values_may_be_held(string statement, string fixedStatement) => Io.VerifyCodeFixAsync(Adding(statement), Adding(fixedStatement));

    private static string Adding(string statement) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Counter
        {
            private readonly int limit = 1;
            private readonly int[] sizes = new int[10];
            private readonly List<string> names = new();
            private int total;

            public int Total { get; set; }

            public async Task AddAsync(string path)
            {
                await Task.Yield();
                {{statement}}
            }

            private static void Use(int value, string text) { }
        }
        """;

    /// <summary>What the fix would be without its checks.</summary>
    private sealed class AwaitAcrossSpans : CodeFixProvider
    {
        public override ImmutableArray<string> FixableDiagnosticIds => [BlockingIoInAsyncAnalyzer.Id];

        public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

        public override Task RegisterCodeFixesAsync(CodeFixContext context)
        {
            context.RegisterCodeFix(CodeAction.Create("Await", token => ChangeAsync(context.Document, token), "Await"), context.Diagnostics);
            return Task.CompletedTask;
        }

        private static async Task<Document> ChangeAsync(Document document, CancellationToken cancellationToken) => document.WithText(SourceText.From(
            (await document.GetTextAsync(cancellationToken)).ToString().Replace("File.ReadAllText(", "await File.ReadAllTextAsync(", StringComparison.Ordinal)));
    }
}
