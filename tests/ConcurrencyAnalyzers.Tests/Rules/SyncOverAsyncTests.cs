using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Verify = ConcurrencyAnalyzers.Tests.Verification.Verifier<
    ConcurrencyAnalyzers.Rules.SyncOverAsyncAnalyzer, ConcurrencyAnalyzers.Rules.SyncOverAsyncCodeFix>;

namespace ConcurrencyAnalyzers.Tests.Rules;

public sealed class SyncOverAsyncTests
{
    // What is reported

    // dotnet/runtime#35777: work items that wait for what only another work item can complete
    [Fact]
    public Task Work_item_is_reported() => Reports(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Prices
        {
            public Task<string> Load(HttpClient client) => Task.Run(() => client.GetStringAsync("https://example.org").[|Result|]);

            public async Task Send(HttpClient client, HttpRequestMessage request) => await Task.Run(() =>
            {
                request.Headers.Add("a", "b");
                client.SendAsync(request).[|Wait|]();
            });
        }
        """);

    // Azure/azure-webjobs-sdk#1631: a child thread for the work, a parent that waits for it, none left under load
    [Fact]
    public Task Every_form_of_waiting_is_reported() => Reports(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Bindings
        {
            private static async Task<int> BindAsync() { await Task.Delay(10); return 1; }

            public Task<int> A() => Task.Run(() => BindAsync().GetAwaiter().[|GetResult|]());
            public Task<int> B() => Task.Factory.StartNew(() => BindAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|]());
            public void C() => ThreadPool.QueueUserWorkItem(_ => BindAsync().[|Wait|]());
            public Task D() => Task.Run(() => { Task.[|WaitAll|](BindAsync(), BindAsync()); });
            public Task E() => Task.Run(delegate { BindAsync().[|Wait|](1000); });
        }
        """);

    // dotnet/corefx#11463: a message handler with a synchronous signature that waits for the asynchronous work behind it
    [Fact]
    public Task Helper_is_followed() => new Verify.Test
    {
        TestCode =
            """
            using System.Threading.Tasks;

            class Receiver
            {
                public void Received(string message) => Task.Run(() => {|#0:Handle|}(message));

                private string Handle(string message) => Answer(message);

                private string Answer(string message) => AnswerAsync(message).Result;

                private async Task<string> AnswerAsync(string message) { await Task.Delay(700); return message; }
            }
            """,
        TestState =
        {
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithMessage("A pool thread is kept waiting for a task, which needs another thread to complete: Handle → Answer → Task.Result") },
        },
        OffersNoFix = true,
    }.RunAsync();

    [Fact]
    public Task Local_function_is_reported() => Reports(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Prices
        {
            public Task<string> Load(HttpClient client)
            {
                return Task.Run(Work);

                string Work() => client.GetStringAsync("https://example.org").[|Result|];
            }
        }
        """);

    // voucherifyio/voucherify-dotNET-sdk#12, ServiceStack/Issues#511: the synchronous method of a web API blocks on an asynchronous client
    [Fact]
    public Task Action_is_reported() => Reports(
        """
        using System.Net.Http;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class VoucherController(Vouchers vouchers) : ControllerBase
        {
            public string Get(string code) => vouchers.GetAsync(code).[|Result|];
        }

        public class Vouchers(HttpClient client)
        {
            public async Task<string> GetAsync(string code) => await client.GetStringAsync("https://example.org/" + code);
        }
        """);

    // dotnet/corefx#32507: a bridge from one world to the other, under load
    [Fact]
    public Task Bridge_is_reported_at_the_action() => Reports(
        """
        using System;
        using System.Net.Http;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class LoginController(HttpClient client) : ControllerBase
        {
            public string Settings() => AsyncHelper.[|RunSync|](() => client.GetStringAsync("https://example.org/.well-known"));
        }

        public static class AsyncHelper
        {
            public static T RunSync<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
        }
        """);

    // ruhex/BGPLite#92: a synchronous router that calls asynchronous handlers, behind an interface
    [Fact]
    public Task Minimal_handler_is_reported() => Reports(
        """
        using System.Net.Http;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;

        var app = WebApplication.Create();
        var client = new HttpClient();
        app.MapGet("/a", (IRoutes routes) => routes.[|Count|]());
        app.MapGet("/b", () => client.GetStringAsync("https://example.org").[|Result|]);
        app.Run();

        interface IRoutes { int Count(); }

        class Routes : IRoutes
        {
            public int Count() => CountAsync().GetAwaiter().GetResult();

            private static async Task<int> CountAsync() { await Task.Delay(10); return 1; }
        }
        """, OutputKind.ConsoleApplication);

    [Fact]
    public Task Filter_and_page_are_reported() => Reports(
        """
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc.Filters;
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class AuditAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context) => Log.WriteAsync("executing").[|Wait|]();
        }

        public class IndexModel : PageModel
        {
            public void OnPost() => Log.WriteAsync("posted").[|Wait|]();
        }

        public static class Log
        {
            public static async Task WriteAsync(string text) => await System.IO.File.AppendAllTextAsync("log.txt", text);
        }
        """);

    // Azure/azure-functions-host#774: a function that waits for its outgoing request
    [Fact]
    public Task Function_is_reported() => Reports(
        """
        using System;
        using System.Net.Http;
        using Microsoft.Azure.WebJobs;

        public static class Rates
        {
            private static readonly HttpClient Client = new();

            [FunctionName("rates")]
            public static string Run(string day)
            {
                HttpResponseMessage response = Client.PostAsync("https://example.org/" + day, null).[|Result|];
                return response.ReasonPhrase!;
            }
        }

        namespace Microsoft.Azure.WebJobs
        {
            public class FunctionNameAttribute(string name) : Attribute { public string Name => name; }
        }
        """);

    // What is not

    // microsoft/vs-threading#541, SonarSource/sonar-dotnet#3452: what has completed is not waited for
    [Fact]
    public Task Completed_tasks_are_silent() => Reports(
        """
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class CacheController(Task<string> warm) : ControllerBase
        {
            public string A() => Task.FromResult("a").Result;

            public string? B() => warm.IsCompletedSuccessfully ? warm.Result : null;

            public bool C(Task other) => other.Wait(0);

            public IActionResult D()
            {
                Task.CompletedTask.Wait();
                return Ok();
            }
        }
        """);

    // collinbarrett/FilterLists#541: seeding before the host runs, in a Main that cannot await
    [Fact]
    public Task Main_is_silent() => Reports(
        """
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;

        class Program
        {
            static void Main(string[] args)
            {
                SeedAsync().Wait();
                WebApplication.Create(args).RunAsync().GetAwaiter().GetResult();
            }

            static async Task SeedAsync() => await Task.Delay(1);
        }
        """, OutputKind.ConsoleApplication);

    // aspnet/Hosting#536, Azure/azure-functions-dotnet-extensions#43: start-up is not asynchronous
    [Fact]
    public Task Startup_is_silent() => Reports(
        """
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSingleton(LoadAsync().Result);

            public void Configure(IApplicationBuilder app) => MigrateAsync().GetAwaiter().GetResult();

            private static async Task<string> LoadAsync() { await Task.Delay(1); return ""; }

            private static async Task MigrateAsync() => await Task.Delay(1);
        }
        """);

    // OrchardCMS/OrchardCore#13061, dotnet/runtime#65656: a container knows no asynchronous factories
    [Fact]
    public Task Factory_of_a_service_is_silent() => Reports(
        """
        using System.Threading.Tasks;
        using Microsoft.Extensions.DependencyInjection;

        public static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddSingleton(_ => ConnectAsync().Result);

            private static async Task<string> ConnectAsync() { await Task.Delay(1); return ""; }
        }
        """);

    // Whoever waits for a part that has not begun runs it.
    [Fact]
    public Task Divided_work_is_silent() => Reports(
        """
        using System;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public static class Sums
        {
            public static Task<int> StartAsync(int[] values) => Task.Run(() => Of(values, 0, values.Length));

            public static Task StartAllAsync() => Task.Run(All);

            public static Task Halves(int[] values) => Task.Run(() =>
            {
                var left = Task.Run(() => Of(values, 0, values.Length / 2));
                var right = Task.Run(() => Of(values, values.Length / 2, values.Length));
                Task.WaitAll(left, right);
                Console.WriteLine(left.Result + right.Result);
            });

            private static int Of(int[] values, int from, int to)
            {
                if (to - from < 1000)
                {
                    return values[from];
                }

                var middle = (from + to) / 2;
                var left = Task.Run(() => Of(values, from, middle));
                var right = Of(values, middle, to);
                return left.Result + right;
            }

            private static void All()
            {
                var one = Task.Factory.StartNew(() => 1);
                one.Wait();
            }
        }

        public class SumController : ControllerBase
        {
            public int Get(int n)
            {
                var left = Task.Run(() => n + 1);
                var right = Task.Run(() => n + 2);
                Task.WaitAll(left, right);
                return left.Result + right.Result;
            }
        }
        """);

    [Fact]
    public Task Work_item_that_waits_for_asynchronous_parts_is_reported() => Reports(
        """
        using System.Threading.Tasks;

        class Parts
        {
            public Task Start() => Task.Run(() =>
            {
                var left = Task.Run(() => WorkAsync());
                var right = Task.Run(() => WorkAsync());
                Task.[|WaitAll|](left, right);
            });

            public Task Other() => Task.Run(() => [|Both|]());

            private void Both()
            {
                Task.Run(() => 1).Wait();
                WorkAsync().Wait();
            }

            private static async Task WorkAsync() => await Task.Delay(1);
        }
        """);

    [Fact]
    public Task Own_threads_are_silent() => Reports(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Pump
        {
            public void Start()
            {
                new Thread(() => RunAsync().Wait()) { IsBackground = true }.Start();
                Task.Factory.StartNew(() => RunAsync().Wait(), TaskCreationOptions.LongRunning);
            }

            private static async Task RunAsync() => await Task.Delay(1);
        }
        """);

    [Fact]
    public Task Asynchronous_delegate_and_asynchronous_action_belong_to_another_rule() => Reports(
        """
        using System.Net.Http;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class TextController(HttpClient client) : ControllerBase
        {
            public async Task<string> Get()
            {
                await Task.Run(async () => { await Task.Yield(); return client.GetStringAsync("a").Result; });
                return client.GetStringAsync("b").Result;
            }
        }
        """);

    // dotnet/runtime#65656: what is made once may wait
    [Fact]
    public Task One_time_initialisation_is_silent() => Reports(
        """
        using System;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class KeyController : ControllerBase
        {
            private static readonly Lazy<string> Key = new(() => LoadAsync().Result);

            public string Get() => Key.Value;

            private static async Task<string> LoadAsync() { await Task.Delay(1); return ""; }
        }
        """);

    // dotnet/aspnetcore#34511: disposal is synchronous, whoever asks for it
    [Fact]
    public Task Contract_outside_of_any_request_is_silent() => Reports(
        """
        using System;
        using System.Threading.Tasks;

        public class Connection : IDisposable
        {
            public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

            public async ValueTask DisposeAsync() => await Task.Delay(1);
        }
        """);

    // The fix

    [Fact]
    public Task Two_work_items_become_asynchronous() => Fixes(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Prices(HttpClient client)
        {
            public async Task<int> Both()
            {
                var first = Task.Run(() =>
                {
                    var text = client.GetStringAsync("https://example.org/1").[|Result|]; // the first
                    return text.Length;
                });
                var second = Task.Run(delegate ()
                {
                    var text = client.GetStringAsync("https://example.org/2").GetAwaiter().[|GetResult|]();
                    return text.Length;
                });
                return await first + await second;
            }
        }
        """,
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Prices(HttpClient client)
        {
            public async Task<int> Both()
            {
                var first = Task.Run(async () =>
                {
                    var text = await client.GetStringAsync("https://example.org/1"); // the first
                    return text.Length;
                });
                var second = Task.Run(async delegate ()
                {
                    var text = await client.GetStringAsync("https://example.org/2");
                    return text.Length;
                });
                return await first + await second;
            }
        }
        """);

    [Fact]
    public Task Work_item_that_would_only_be_a_hop_goes() => Fixes(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Prices(HttpClient client)
        {
            public async Task<int> Length() => (await Task.Run(() => client.GetStringAsync("https://example.org").[|Result|])).Length;

            public async Task<int> Configured() => (await Task.Run(() => client.GetStringAsync("https://example.org").ConfigureAwait(false).GetAwaiter().[|GetResult|]()).ConfigureAwait(false)).Length;

            public Task<string> Text()
            {
                return Task.Run(() => { return client.GetStringAsync("https://example.org").[|Result|]; });
            }
        }
        """,
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Prices(HttpClient client)
        {
            public async Task<int> Length() => (await client.GetStringAsync("https://example.org")).Length;

            public async Task<int> Configured() => (await client.GetStringAsync("https://example.org").ConfigureAwait(false)).Length;

            public Task<string> Text()
            {
                return client.GetStringAsync("https://example.org");
            }
        }
        """);

    [Fact]
    public Task Work_item_that_is_kept_stays() => Fixes(
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Prices(HttpClient client)
        {
            private Task? refreshing;

            public void Refresh() => refreshing = Task.Run(() => client.GetStringAsync("https://example.org").[|Wait|]());

            public Task<string> Beside()
            {
                var text = Task.Run(() => client.GetStringAsync("https://example.org").[|Result|]);
                return text;
            }

            public async Task<string> Heavy() => await Task.Run(() => PrepareAsync().[|Result|]);

            private static async Task<string> PrepareAsync()
            {
                Thread.Sleep(10);
                await Task.Delay(1);
                return "";
            }
        }
        """,
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Prices(HttpClient client)
        {
            private Task? refreshing;

            public void Refresh() => refreshing = Task.Run(async () => await client.GetStringAsync("https://example.org"));

            public Task<string> Beside()
            {
                var text = Task.Run(() => client.GetStringAsync("https://example.org"));
                return text;
            }

            public async Task<string> Heavy() => await Task.Run(() => PrepareAsync());

            private static async Task<string> PrepareAsync()
            {
                Thread.Sleep(10);
                await Task.Delay(1);
                return "";
            }
        }
        """);

    [Fact]
    public Task Local_function_becomes_asynchronous() => Fixes(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Prices
        {
            public Task<string> Load(HttpClient client)
            {
                return Task.Run(Work);

                string Work() => client.GetStringAsync("https://example.org").[|Result|];
            }
        }
        """,
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Prices
        {
            public Task<string> Load(HttpClient client)
            {
                return Task.Run(Work);

                async Task<string> Work() => await client.GetStringAsync("https://example.org");
            }
        }
        """);

    [Fact]
    public Task Handlers_become_asynchronous() => Fixes(
        """
        using System.Net.Http;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Mvc;

        public class TextController(HttpClient client) : ControllerBase
        {
            public IActionResult Get(string name)
            {
                using var response = client.GetAsync(name).[|Result|];
                var text = response.Content.ReadAsStringAsync().GetAwaiter().[|GetResult|]();
                return Ok(text);
            }
        }

        public static class Routes
        {
            public static void Map(WebApplication app, HttpClient client) => app.MapGet("/{name}", (string name) => client.GetStringAsync(name).[|Result|].Length);
        }
        """,
        """
        using System.Net.Http;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Mvc;

        public class TextController(HttpClient client) : ControllerBase
        {
            public async Task<IActionResult> Get(string name)
            {
                using var response = await client.GetAsync(name);
                var text = await response.Content.ReadAsStringAsync();
                return Ok(text);
            }
        }

        public static class Routes
        {
            public static void Map(WebApplication app, HttpClient client) => app.MapGet("/{name}", async (string name) => (await client.GetStringAsync(name)).Length);
        }
        """);

    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("net472")]
    public Task Old_frameworks_and_languages_have_the_fix(string framework) => new Verify.Test
    {
        TestCode =
            """
            using System.Net.Http;
            using System.Threading.Tasks;

            class Prices
            {
                public async Task<int> Load(HttpClient client)
                {
                    var text = Task.Run(() =>
                    {
                        var all = client.GetStringAsync("https://example.org").[|Result|];
                        return all.Trim();
                    });
                    return (await text).Length;
                }
            }
            """,
        FixedCode =
            """
            using System.Net.Http;
            using System.Threading.Tasks;

            class Prices
            {
                public async Task<int> Load(HttpClient client)
                {
                    var text = Task.Run(async () =>
                    {
                        var all = await client.GetStringAsync("https://example.org");
                        return all.Trim();
                    });
                    return (await text).Length;
                }
            }
            """,
        References = framework == "net472" ? TargetReferences.NetFramework : TargetReferences.NetStandard20,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    [Fact]
    public Task Block_that_only_waits_gives_its_task_away() => Fixes(
        """
        using System.Threading.Tasks;

        class Delays
        {
            public void Start()
            {
                Task.Run(() => { Task.Delay(10).[|Wait|](); });
                Task.Run(() =>
                {
                    Task.Delay(20).[|Wait|]();
                });
            }
        }
        """,
        """
        using System.Threading.Tasks;

        class Delays
        {
            public void Start()
            {
                Task.Run(() => Task.Delay(10));
                Task.Run(() => Task.Delay(20));
            }
        }
        """);

    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    public Task Waiting_for_several_is_found_whatever_their_list_is(LanguageVersion version) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading.Tasks;

            class Two
            {
                public Task Both(Task a, Task b) => Task.Run(() => { Task.[|WaitAll|](a, b); });
            }
            """,
        FixedCode =
            """
            using System.Threading.Tasks;

            class Two
            {
                public Task Both(Task a, Task b) => Task.Run(async () => { await Task.WhenAll(a, b); });
            }
            """,
        LanguageVersion = version,
    }.RunAsync();

    // Where there is none

    [Theory]
    [InlineData("public void M() => ThreadPool.QueueUserWorkItem(_ => WorkAsync().[|Wait|]());")] // nobody would await it
    [InlineData("public Task M() => Task.Factory.StartNew(() => WorkAsync().[|Wait|]());")] // a task in a task
    [InlineData("public Task M() { Action work = () => WorkAsync().[|Wait|](); return Task.Run(work); }")]
    [InlineData("public Task M() => Task.Run(() => WorkAsync().[|Wait|](100));")] // gives up
    [InlineData("public Task<int> M() => Task.Run(() => Task.[|WaitAny|](WorkAsync()));")]
    [InlineData("public Task M() => Task.Run(() => { try { WorkAsync().[|Wait|](); } catch (AggregateException) { } });")]
    [InlineData("public async Task M() { try { await Task.Run(() => WorkAsync().[|Wait|]()); } catch (AggregateException) { } }")]
    [InlineData("public Task M(int[] xs) => Task.Run(() => { foreach (var x in xs) Array.ForEach(xs, y => WorkAsync().[|Wait|]()); });")] // the lambda within
    [InlineData("public Task M() { Work(); return Task.Run(Work); void Work() => WorkAsync().[|Wait|](); }")] // called as well
    public Task What_nobody_awaits_or_may_not_wait_has_none(string member) => new Verify.Test
    {
        TestCode =
            $$"""
            #pragma warning disable CS8019
            using System;
            using System.Threading;
            using System.Threading.Tasks;

            class C
            {
                {{member}}

                private static async Task WorkAsync() => await Task.Delay(1);
            }
            """,
        OffersNoFix = true,
    }.RunAsync();

    [Fact]
    public Task Action_that_other_code_calls_has_none() => new Verify.Test
    {
        TestCode =
            """
            using System.Net.Http;
            using Microsoft.AspNetCore.Mvc;

            public class TextController(HttpClient client) : ControllerBase
            {
                public string Get(string name) => client.GetStringAsync(name).[|Result|];

                public string Twice(string name) => Get(name) + name;
            }
            """,
        References = TargetReferences.AspNetCore100,
        OffersNoFix = true,
    }.RunAsync();

    private static Task Reports(string source, OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary) => new Verify.Test
    {
        TestState = { Sources = { source }, OutputKind = outputKind },
        References = TargetReferences.AspNetCore100,
    }.RunAsync();

    private static Task Fixes(string source, string fixedSource) => new Verify.Test
    {
        TestCode = source,
        FixedCode = fixedSource,
        References = TargetReferences.AspNetCore100,
    }.RunAsync();
}
