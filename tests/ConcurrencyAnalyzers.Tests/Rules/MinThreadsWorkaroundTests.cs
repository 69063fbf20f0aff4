using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<MinThreadsWorkaroundAnalyzer, EmptyCodeFix>;

public sealed class MinThreadsWorkaroundTests
{
    private const string Usings =
        """
        using System;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    private const string Waiting =
        """

        static class Names
        {
            public static Task<string> Of(Task<string> name) => Task.Run(() => name.Result);
        }
        """;

    // What is reported, re-created from public threads

    // dotnet/runtime#49044: five thousand threads, since an expired cache makes everybody wait at once.
    [Fact]
    public Task Cache_that_expires() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Startup
        {
            public void Configure() => ThreadPool.[|SetMinThreads|](5000, 50);
        }

        class Users(HttpClient client)
        {
            public async Task<string> NameAsync(long id)
            {
                await Task.Yield();
                return client.GetStringAsync($"users/{id}").Result;
            }
        }
        """);

    // dotnet/aspnetcore#17090: a service that was converted and blocks from the database up, with a minimum of ten thousand.
    [Fact]
    public Task Service_that_blocks_throughout() => new Verify.Test
    {
        TestCode = Usings +
            """
            using Microsoft.AspNetCore.Mvc;

            class Startup
            {
                public Startup() => System.Threading.ThreadPool.[|SetMinThreads|](10000, 10000);
            }

            public class OrdersController(HttpClient client) : ControllerBase
            {
                [HttpGet]
                public string Get(int id)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, $"orders/{id}");
                    using var response = client.Send(request);
                    return response.ReasonPhrase ?? "";
                }
            }
            """,
        References = TargetReferences.AspNetCore100,
    }.RunAsync();

    // StackExchange/StackExchange.Redis#1486: timeouts of synchronous calls went away with a higher minimum.
    [Fact]
    public Task Synchronous_calls_of_a_client() => Program(
        Usings +
        """
        ThreadPool.GetMinThreads(out _, out var io);
        ThreadPool.[|SetMinThreads|](64, io);
        await Task.WhenAll(args.Select(key => Task.Run(() => Client.GetAsync(key).GetAwaiter().GetResult())));

        static class Client
        {
            public static async Task<int> GetAsync(string key)
            {
                await Task.Delay(10);
                return key.Length;
            }
        }
        """);

    // dotnet/coreclr#1606: a server that starts with a spike of requests, each of them a work item that waits.
    [Fact]
    public Task Server_that_starts_with_a_spike() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Server
        {
            static Server()
            {
                if (!ThreadPool.[|SetMinThreads|](100, 100))
                    throw new InvalidOperationException();
            }

            public void Accept(HttpClient backend) => ThreadPool.QueueUserWorkItem(_ =>
            {
                Console.WriteLine(backend.GetStringAsync("a").Result);
            });
        }
        """);

    // aardvark-platform/aardvark.media#19: at least twelve threads, until the cause is found.
    [Fact]
    public Task At_least_so_many() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Media
        {
            public static void Prepare()
            {
                ThreadPool.GetMinThreads(out var workers, out var io);
                ThreadPool.[|SetMinThreads|](Math.Max(workers, 12), io);
            }
        }
        """ + Waiting);

    // StackExchange/StackExchange.Redis#2138: a plaster, says the maintainer, while everything goes parallel and synchronous at the start.
    [Fact]
    public Task Plaster_at_the_start() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Warmup(HttpClient client)
        {
            public void Fill(string[] keys)
            {
                ThreadPool.[|SetMinThreads|](keys.Length, keys.Length);
                Parallel.ForEach(keys, key => Console.WriteLine(client.GetStringAsync(key).Result));
            }
        }
        """);

    [Fact]
    public Task Message_names_the_first_places_by_the_order_of_source() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Host
        {
            public void Start()
            {
                ThreadPool.{|#0:SetMinThreads|}(100, 100);
                ThreadPool.{|#1:SetMaxThreads|}(200, 200);
            }

            public async Task OneAsync() { await Task.Yield(); Thread.Sleep(100); }

            public async Task TwoAsync(Task other) { await Task.Yield(); other.Wait(); }

            public Task Three(HttpClient client) => Task.Run(() => Console.WriteLine(client.GetStringAsync("a").Result));

            public async Task FourAsync() { await Task.Yield(); Thread.Sleep(100); }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info)
            .WithMessage("'ThreadPool.SetMinThreads' does not cure that threads of the pool block: OneAsync (Thread.Sleep), TwoAsync (Task.Wait), Three (Task.Result)"),
        Verify.Diagnostic().WithLocation(1).WithSeverity(DiagnosticSeverity.Info)
            .WithMessage("'ThreadPool.SetMaxThreads' does not cure that threads of the pool block: OneAsync (Thread.Sleep), TwoAsync (Task.Wait), Three (Task.Result)"));

    [Fact]
    public Task Blocking_in_another_file_counts() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/0/Host.cs", "class Host { void Start() => System.Threading.ThreadPool.[|SetMinThreads|](9, 9); }"),
                ("/0/Zones.cs", Usings + "class Zones { async Task RunAsync() { await Task.Yield(); Thread.Sleep(100); } }"),
            },
        },
    }.RunAsync();

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_reported(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Host
            {
                void Start() => ThreadPool.[|SetMinThreads|](9, 9);

                Task Run() => Task.Run(() => Thread.Sleep(100));
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);

    // Silent

    // dotnet/dotnet-api-docs#8406: bursts of work that computes need no cure; where nothing is proven to block, nothing is said.
    [Fact]
    public Task Nothing_blocks() => Silent("public Task<int> Sum(int[] all) => Task.Run(() => all.Sum());");

    // StackExchange/StackExchange.Redis#2365: one thread more on one core, for calls that this program awaits.
    [Fact]
    public Task Everything_is_awaited() => Silent("public async Task<string> GetAsync(HttpClient client) => await client.GetStringAsync(\"a\");");

    // dotnet/runtime#81877: a producer on a thread of its own.
    [Fact]
    public Task Own_thread_blocks() => Silent("public void Produce() { var thread = new Thread(() => { for (var i = 0; i < 50; i++) Thread.Sleep(50); }) { IsBackground = true }; thread.Start(); thread.Join(); }");

    // microsoft/perfview#1730: numbers of the pool that are only read.
    [Fact]
    public Task Numbers_that_are_read() => Verify.VerifyAnalyzerAsync(
        Usings + "class Probe { void Show() { ThreadPool.GetMinThreads(out var a, out _); ThreadPool.GetMaxThreads(out var b, out _); Console.WriteLine(a + b + ThreadPool.ThreadCount); } }" + Waiting);

    // dotnet/docs#29182: a demonstration of starvation in a class of tests.
    [Fact]
    public Task Tests_are_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class StarvationTests
        {
            [Xunit.Fact]
            public void Starves() => ThreadPool.SetMinThreads(4, 4);
        }
        """ + Waiting);

    // dotnet/corefx#8949: whoever blocks in Main blocks no thread of the pool.
    [Fact]
    public Task Main_blocks() => Program(Usings + "ThreadPool.SetMinThreads(9, 9); Thread.Sleep(100); Console.WriteLine(Task.FromResult(1).Result);");

    [Theory]
    [InlineData("public void Flush(Stream file) => file.Flush();")] // who calls it, and with what?
    [InlineData("public Task Save() => Task.Run(() => File.Exists(\"a\"));")]
    [InlineData("public Task Work() => Task.Run(() => { var done = Task.CompletedTask; done.Wait(); });")]
    public Task What_is_not_proven_is_silent(string member) => Silent(member);

    [Fact]
    public Task Another_pool_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        namespace Own
        {
            static class ThreadPool
            {
                public static void SetMinThreads(int a, int b)
                {
                }
            }

            class Host
            {
                void Start() => ThreadPool.SetMinThreads(1, 1);
            }
        }
        """ + Waiting);

    [Fact]
    public Task Generated_blocking_does_not_count() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/0/Host.cs", "class Host { void Start() => System.Threading.ThreadPool.SetMinThreads(9, 9); }"),
                ("/0/Zones.g.cs", Usings + "class Zones { async Task RunAsync() { await Task.Yield(); Thread.Sleep(100); } }"),
            },
        },
    }.RunAsync();

    private static Task Program(string statements) => new Verify.Test { TestState = { Sources = { statements }, OutputKind = OutputKind.ConsoleApplication } }.RunAsync();

    private static Task Silent(string member) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Host
        {
            public void Start() => ThreadPool.SetMinThreads(64, 64);

            {{member}}
        }
        """);
}
