using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Verify = ConcurrencyAnalyzers.Tests.Verification.Verifier<
    ConcurrencyAnalyzers.Rules.BlockingIoInRequestHandlerAnalyzer, ConcurrencyAnalyzers.Rules.BlockingIoInRequestHandlerCodeFix>;

namespace ConcurrencyAnalyzers.Tests.Rules;

public sealed class BlockingIoInRequestHandlerTests
{
    // What is reported

    // dotnet-architecture/eShopOnContainers#1425: a picture is read synchronously for each request
    [Fact]
    public Task Action_is_reported() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        [ApiController]
        public class PicController : ControllerBase
        {
            [HttpGet("items/{id}/pic")]
            public IActionResult GetImage(int id) => File(System.IO.File.[|ReadAllBytes|]($"pics/{id}.png"), "image/png");
        }
        """);

    // dotnet/runtime#32125: with a synchronous HttpClient, synchronous actions are what starves the pool
    [Fact]
    public Task Synchronous_request_to_another_service_is_reported() => Reports(
        """
        using System.Net.Http;
        using Microsoft.AspNetCore.Mvc;

        public class PriceController(HttpClient client) : Controller
        {
            public string Today()
            {
                using var response = client.[|Send|](new HttpRequestMessage(HttpMethod.Get, "https://example.org/price"));
                return response.StatusCode.ToString();
            }
        }
        """);

    // IgniteUI/NorthwindAPI#16: every access to files, databases and networks in a synchronous endpoint
    [Fact]
    public Task Helpers_are_followed() => new Verify.Test
    {
        TestCode =
            """
            using System.Data.Common;
            using Microsoft.AspNetCore.Mvc;

            public class OrdersController(OrderStore store) : ControllerBase
            {
                [HttpPost]
                public IActionResult Cancel(int id)
                {
                    store.{|#0:Cancel|}(id);
                    return Ok();
                }
            }

            public class OrderStore(DbConnection connection)
            {
                public void Cancel(int id) => Execute($"delete from orders where id = {id}");

                private void Execute(string text)
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = text;
                    command.ExecuteNonQuery();
                }
            }
            """,
        TestState = { ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithMessage("'Cancel' serves a request and blocks its pool thread on database I/O: Cancel → Execute → DbCommand.ExecuteNonQuery") } },
        References = TargetReferences.AspNetCore100,
        OffersNoFix = true,
    }.RunAsync();

    // DotNetAnalyzers/AspNetCoreAnalyzers#2: rows that an action reads synchronously
    [Fact]
    public Task Rows_that_an_action_reads_are_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.Data.Common;
        using Microsoft.AspNetCore.Mvc;

        public class ItemsController(DbCommand command) : ControllerBase
        {
            [HttpGet]
            public IEnumerable<string> GetItems()
            {
                var names = new List<string>();
                var reader = command.[|ExecuteReader|]();
                while (reader.[|Read|]())
                {
                    names.Add(reader.GetName(0));
                }

                return names;
            }
        }
        """);

    [Fact]
    public Task Handler_that_is_called_by_another_is_told_of_once() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        public class TextController : ControllerBase
        {
            public string Get(string name) => System.IO.File.[|ReadAllText|](name);

            public string Both(string a, string b) => Get(a) + Get(b);
        }
        """);

    [Fact]
    public Task Services_behind_an_interface_are_followed() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        public interface ITexts { string Of(string name); }

        public class Texts : ITexts { public string Of(string name) => File.ReadAllText(name); }

        public class TextController(ITexts texts) : ControllerBase
        {
            public string Get(string name) => texts.[|Of|](name);
        }
        """);

    [Fact]
    public Task Page_handler_is_reported() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class IndexModel : PageModel
        {
            public string Notice { get; private set; } = "";

            public void OnGet() => Notice = System.IO.File.[|ReadAllText|]("notice.txt");
        }
        """);

    [Fact]
    public Task Hub_method_is_reported() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.SignalR;

        public class ChatHub : Hub
        {
            public void Log(string text) => File.[|AppendAllText|]("chat.log", text);
        }
        """);

    [Fact]
    public Task Minimal_handler_is_reported() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Builder;

        var app = WebApplication.Create();
        app.MapGet("/terms", () => File.[|ReadAllText|]("terms.txt"));
        app.MapPost("/terms", Save);
        app.Run();

        static void Save(string text) => File.[|WriteAllText|]("terms.txt", text);
        """, OutputKind.ConsoleApplication);

    [Fact]
    public Task Handler_in_the_class_that_maps_it_is_reported() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Routing;

        public static class TermsApi
        {
            public static void MapTerms(this IEndpointRouteBuilder routes)
            {
                var group = routes.MapGroup("/terms");
                group.MapGet("/", Get);
            }

            public static string Get() => File.[|ReadAllText|]("terms.txt");
        }
        """);

    [Fact]
    public Task Handler_of_another_class_is_reported_where_it_is_mapped() => new Verify.Test
    {
        TestCode =
            """
            using System.IO;
            using Microsoft.AspNetCore.Builder;

            public static class Routes
            {
                public static void Map(WebApplication app) => app.MapGet("/terms", Terms.{|#0:Get|});
            }

            public static class Terms
            {
                public static string Get() => File.ReadAllText("terms.txt");
            }
            """,
        TestState = { ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithMessage("'Get' serves a request and blocks its pool thread on file I/O: Get → File.ReadAllText") } },
        References = TargetReferences.AspNetCore100,
        OffersNoFix = true,
    }.RunAsync();

    // dotnet/aspnetcore#39224: a synchronous filter, where IAsyncActionFilter is the way out
    [Fact]
    public Task Synchronous_filter_is_reported() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc.Filters;

        public class AuditAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuted(ActionExecutedContext context) => File.[|AppendAllText|]("audit.log", context.ActionDescriptor.DisplayName);
        }
        """);

    [Fact]
    public Task View_component_is_reported() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        public class NewsViewComponent : ViewComponent
        {
            public string Invoke() => File.[|ReadAllText|]("news.txt");
        }
        """);

    // SonarSource/sonar-dotnet#8219: what an asynchronous form exists for, in environments where responsiveness counts
    [Fact]
    public Task Lambda_that_runs_within_the_action_is_reported() => Reports(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using Microsoft.AspNetCore.Mvc;

        public class ReportController : ControllerBase
        {
            public List<string> All(string[] names) => names.Select(name => System.IO.File.[|ReadAllText|](name)).ToList();
        }
        """);

    [Fact]
    public Task Function_is_reported() => Reports(
        """
        using System;
        using System.IO;
        using Microsoft.Azure.Functions.Worker;

        public class Rates
        {
            [Function("rates")]
            public string Run(string day) => File.[|ReadAllText|](day + ".json");
        }

        namespace Microsoft.Azure.Functions.Worker
        {
            public class FunctionAttribute(string name) : Attribute { public string Name => name; }
        }
        """);

    [Fact]
    public Task Synchronous_consumer_is_reported() => Reports(
        """
        using System.IO;

        public class Ping;

        public class PingHandler : MediatR.RequestHandler<Ping, string>
        {
            protected override string Handle(Ping request) => File.[|ReadAllText|]("pong.txt");
        }

        namespace MediatR
        {
            public abstract class RequestHandler<TRequest, TResponse> { protected abstract TResponse Handle(TRequest request); }
        }
        """);

    [Fact]
    public Task Controller_of_the_old_framework_is_reported() => Reports(
        """
        using System.IO;

        public class HomeController : System.Web.Mvc.Controller
        {
            public string Index() => File.[|ReadAllText|]("index.html");
        }

        namespace System.Web.Mvc { public class Controller { } }
        """, references: TargetReferences.NetFramework);

    // What is not

    // aspnet/Mvc#5538: an action that only computes has no need of a task
    [Fact]
    public Task Light_action_is_silent() => Reports(
        """
        using Microsoft.AspNetCore.Mvc;

        public class SumController : ControllerBase
        {
            public int Add(int a, int b) => a + b;

            public IActionResult Index() => Ok(new { Name = "sum" });
        }
        """);

    // ImmediatePlatform/Immediate.Apis#200: an endpoint that has nothing to wait for
    [Fact]
    public Task Endpoint_in_memory_is_silent() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Builder;

        var app = WebApplication.Create();
        app.MapGet("/tags", () =>
        {
            var writer = new StringWriter();
            writer.WriteLine("a");
            using var memory = new MemoryStream();
            memory.WriteByte(1);
            return writer.ToString();
        });
        app.Run();
        """, OutputKind.ConsoleApplication);

    // dotnet/AspNetCore.Docs#8214, migrating-ravens/RavenMigrations#51: what runs once, before anything is served, is not asynchronous
    [Fact]
    public Task Startup_is_silent() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSingleton(new Terms(File.ReadAllText("terms.txt")));

            public void Configure(IApplicationBuilder app) => File.WriteAllText("started.txt", "");
        }

        public record Terms(string Text);
        """);

    // benaadams/Ben.BlockingDetector#4: a query that is awaited blocks nothing
    [Fact]
    public Task Awaited_query_is_silent() => Reports(
        """
        using System.Data.Common;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class UsersController(DbCommand command) : ControllerBase
        {
            public async Task<bool> Index(int id) => await (await command.ExecuteReaderAsync()).ReadAsync();

            public Task<object?> Count() => command.ExecuteScalarAsync();
        }
        """);

    [Fact]
    public Task Asynchronous_action_belongs_to_another_rule() => Reports(
        """
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class TextController : ControllerBase
        {
            public async Task<string> Get(string name)
            {
                await Task.Yield();
                return System.IO.File.ReadAllText(name);
            }

            public Task<string> Other(string name) => Task.FromResult(System.IO.File.ReadAllText(name));
        }
        """);

    // dotnet/aspnetcore#2353: a service made once, by a factory that cannot be asynchronous
    [Fact]
    public Task Factory_is_silent() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;

        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton(_ => new Terms(File.ReadAllText("terms.txt")));
        builder.Build().Run();

        record Terms(string Text);
        """, OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("private string Load() => System.IO.File.ReadAllText(\"a\");")]
    [InlineData("protected string Load() => System.IO.File.ReadAllText(\"a\");")]
    [InlineData("[NonAction] public string Load() => System.IO.File.ReadAllText(\"a\");")]
    [InlineData("public static string Load() => System.IO.File.ReadAllText(\"a\");")]
    [InlineData("public string Text => System.IO.File.ReadAllText(\"a\");")]
    [InlineData("public TextController() => System.IO.File.ReadAllText(\"a\");")]
    [InlineData("public T Load<T>(T x) { System.IO.File.ReadAllText(\"a\"); return x; }")] // no action is generic
    public Task What_is_no_action_is_silent(string member) => Reports(
        $$"""
        using Microsoft.AspNetCore.Mvc;

        public class TextController : ControllerBase
        {
            {{member}}
        }
        """);

    // dotnet/aspnetcore#18883: routing has no asynchronous constraints
    [Fact]
    public Task Contract_without_an_asynchronous_form_is_silent() => Reports(
        """
        using System.IO;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Routing;

        public class KnownCity : IRouteConstraint
        {
            public bool Match(HttpContext? context, IRouter? route, string key, RouteValueDictionary values, RouteDirection direction) => File.ReadAllText("cities.txt").Contains(key);
        }
        """);

    [Fact]
    public Task One_time_initialisation_is_silent() => Reports(
        """
        using System;
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        public class TermsController : ControllerBase
        {
            private static readonly Lazy<string> Terms = new(() => System.IO.File.ReadAllText("terms.txt"));
            private static string? other;

            public string Get() => Terms.Value;

            public string Other()
            {
                if (other == null)
                {
                    other = System.IO.File.ReadAllText("other.txt");
                }

                return other;
            }
        }
        """);

    [Fact]
    public Task Metadata_and_console_are_silent() => Reports(
        """
        using System;
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        public class FilesController : ControllerBase
        {
            public bool Has(string name)
            {
                Console.WriteLine(name);
                return System.IO.File.Exists(name);
            }
        }
        """);

    [Fact]
    public Task Work_that_the_action_gives_away_is_silent() => Reports(
        """
        using System.IO;
        using System.Threading;
        using Microsoft.AspNetCore.Mvc;

        public class ExportController : ControllerBase
        {
            public IActionResult Start(string path)
            {
                new Thread(() => System.IO.File.WriteAllText(path, "")).Start();
                return Accepted();
            }
        }
        """);

    [Fact]
    public Task Failure_that_is_written_down_is_silent() => Reports(
        """
        using System;
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        public class SumController : ControllerBase
        {
            public int Divide(int a, int b)
            {
                if (b == 0)
                {
                    throw new ArgumentException(System.IO.File.ReadAllText("help.txt"));
                }

                return a / b;
            }
        }
        """);

    // The fix

    [Fact]
    public Task Two_actions_become_asynchronous() => Fixes(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        public class TextController : ControllerBase
        {
            /// <summary>One text.</summary>
            [HttpGet("{name}")]
            public ActionResult<string> Get(string name)
            {
                // As it is stored.
                return System.IO.File.[|ReadAllText|](name);
            }

            [HttpPost]
            public void Put(string name, string text) => System.IO.File.[|WriteAllText|](name, text);
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class TextController : ControllerBase
        {
            /// <summary>One text.</summary>
            [HttpGet("{name}")]
            public async Task<ActionResult<string>> Get(string name)
            {
                // As it is stored.
                return await System.IO.File.ReadAllTextAsync(name);
            }

            [HttpPost]
            public async Task Put(string name, string text) => await System.IO.File.WriteAllTextAsync(name, text);
        }
        """);

    [Fact]
    public Task All_that_blocks_the_handler_is_awaited_at_once() => Fixes(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class CopyController : ControllerBase
        {
            public string? Copy(string from, string to, CancellationToken cancellationToken)
            {
                var text = System.IO.File.[|ReadAllText|](from);
                Thread.Sleep(10);
                System.IO.File.[|WriteAllText|](to, text);
                return text.Length > 0 ? text : null;
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class CopyController : ControllerBase
        {
            public async Task<string?> Copy(string from, string to, CancellationToken cancellationToken)
            {
                var text = await System.IO.File.ReadAllTextAsync(from, cancellationToken);
                await Task.Delay(10, cancellationToken);
                await System.IO.File.WriteAllTextAsync(to, text, cancellationToken);
                return text.Length > 0 ? text : null;
            }
        }
        """);

    [Fact]
    public Task Handlers_of_a_minimal_program_become_asynchronous() => Fixes(
        """
        using System.IO;
        using Microsoft.AspNetCore.Builder;

        var app = WebApplication.Create();
        app.MapGet("/a", () => File.[|ReadAllText|]("a.txt"));
        app.MapGet("/b", static string (string name) => { return File.[|ReadAllText|](name); });
        app.MapPost("/c", Save);
        app.Run();

        static void Save(string text)
        {
            File.[|WriteAllText|]("c.txt", text);
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;

        var app = WebApplication.Create();
        app.MapGet("/a", async () => await File.ReadAllTextAsync("a.txt"));
        app.MapGet("/b", static async Task<string> (string name) => { return await File.ReadAllTextAsync(name); });
        app.MapPost("/c", Save);
        app.Run();

        static async Task Save(string text)
        {
            await File.WriteAllTextAsync("c.txt", text);
        }
        """, OutputKind.ConsoleApplication);

    [Fact]
    public Task Handler_that_is_only_mapped_becomes_asynchronous() => Fixes(
        """
        using System.IO;
        using Microsoft.AspNetCore.Builder;

        internal class Routes
        {
            public void Map(WebApplication app) => app.MapGet("/terms", Get);

            string Get() => File.[|ReadAllText|]("terms.txt");
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;

        internal class Routes
        {
            public void Map(WebApplication app) => app.MapGet("/terms", Get);

            async Task<string> Get() => await File.ReadAllTextAsync("terms.txt");
        }
        """);

    [Fact]
    public Task Hub_and_page_become_asynchronous() => Fixes(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.SignalR;

        public class ChatHub : Hub
        {
            public void Log(string text) => File.[|AppendAllText|]("chat.log", text);
        }

        public class IndexModel : PageModel
        {
            public string Notice { get; private set; } = "";

            public void OnGet()
            {
                Notice = System.IO.File.[|ReadAllText|]("notice.txt");
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.SignalR;

        public class ChatHub : Hub
        {
            public async Task Log(string text) => await File.AppendAllTextAsync("chat.log", text);
        }

        public class IndexModel : PageModel
        {
            public string Notice { get; private set; } = "";

            public async Task OnGet()
            {
                Notice = await System.IO.File.ReadAllTextAsync("notice.txt");
            }
        }
        """);

    [Fact]
    public Task Name_of_the_action_may_be_mentioned() => Fixes(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        public class TextController : ControllerBase
        {
            public string Get(string name) => System.IO.File.[|ReadAllText|](name);

            /// <summary>See <see cref="Get"/>.</summary>
            public IActionResult Post(string name) => CreatedAtAction(nameof(Get), new { name }, null);
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class TextController : ControllerBase
        {
            public async Task<string> Get(string name) => await System.IO.File.ReadAllTextAsync(name);

            /// <summary>See <see cref="Get"/>.</summary>
            public IActionResult Post(string name) => CreatedAtAction(nameof(Get), new { name }, null);
        }
        """);

    [Fact]
    public Task Old_language_has_the_fix() => new Verify.Test
    {
        TestCode =
            """
            using System.IO;
            using Microsoft.AspNetCore.Mvc;

            public class TextController : ControllerBase
            {
                public string Get(string name)
                {
                    return System.IO.File.[|ReadAllText|](name);
                }
            }
            """,
        FixedCode =
            """
            using System.IO;
            using System.Threading.Tasks;
            using Microsoft.AspNetCore.Mvc;

            public class TextController : ControllerBase
            {
                public async Task<string> Get(string name)
                {
                    return await System.IO.File.ReadAllTextAsync(name);
                }
            }
            """,
        References = TargetReferences.AspNetCore100,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    // Where there is none

    [Fact]
    public Task Framework_without_the_asynchronous_form_has_none() => NoFix(
        """
        using System.IO;

        public class HomeController : System.Web.Mvc.Controller
        {
            public string Index() { return File.[|ReadAllText|]("index.html"); }
        }

        namespace System.Web.Mvc { public class Controller { } }
        """, TargetReferences.NetFramework);

    [Fact]
    public Task Action_that_other_code_calls_has_none() => NoFix(
        """
        using System.IO;
        using Microsoft.AspNetCore.Mvc;

        public class TextController : ControllerBase
        {
            public string Get(string name) => System.IO.File.[|ReadAllText|](name);
        }

        public class Preview
        {
            public string Of(TextController controller) => controller.Get("a");
        }
        """);

    [Fact]
    public async Task Action_that_a_test_calls_has_none()
    {
        var test = new Verify.Test
        {
            TestCode =
                """
                using System.IO;
                using Microsoft.AspNetCore.Mvc;

                public class TextController : ControllerBase
                {
                    public string Get(string name) => System.IO.File.[|ReadAllText|](name);
                }
                """,
            References = TargetReferences.AspNetCore100,
            OffersNoFix = true,
        };
        test.TestState.AdditionalProjects["Tests"].Sources.Add("public class TextTests { public bool Gives() => new TextController().Get(\"a\") == \"\"; }");
        test.TestState.AdditionalProjects["Tests"].AdditionalProjectReferences.Add(test.TestState.Name);
        await test.RunAsync();
    }

    [Theory]
    [InlineData("public class T : ControllerBase { public virtual string Get() => System.IO.File.[|ReadAllText|](\"a\"); }")]
    [InlineData("public interface IGet { string Get(); } public class T : ControllerBase, IGet { public string Get() => System.IO.File.[|ReadAllText|](\"a\"); }")]
    [InlineData("public abstract class B : ControllerBase { public abstract string Get(); } public class T : B { public string Own() => System.IO.File.[|ReadAllText|](\"a\"); public override string Get() => \"\"; public string Twice() => Own(); }")]
    [InlineData("public class T : ViewComponent { public string Invoke() => System.IO.File.[|ReadAllText|](\"a\"); }")]
    [InlineData("public class T : ControllerBase { public string Get(out int length) { length = 0; return System.IO.File.[|ReadAllText|](\"a\"); } }")]
    [InlineData("public class T : ControllerBase { readonly object gate = new(); public string Get() { lock (gate) return System.IO.File.[|ReadAllText|](\"a\"); } }")]
    [InlineData("public class T : ControllerBase { public System.Collections.Generic.IEnumerable<string> Get() { yield return System.IO.File.[|ReadAllText|](\"a\"); } }")]
    [InlineData("public class T : ControllerBase { public unsafe string Get() => System.IO.File.[|ReadAllText|](\"a\"); }")]
    [InlineData("public partial class T : ControllerBase { public partial string Get(); } partial class T { public partial string Get() => System.IO.File.[|ReadAllText|](\"a\"); }")]
    [InlineData("public class T : ControllerBase { [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] public string Get() => System.IO.File.[|ReadAllText|](\"a\"); }")]
    [InlineData("public class T : ControllerBase { public int Get(string[] names) { var n = 0; System.Array.ForEach(names, name => n += System.IO.File.[|ReadAllText|](name).Length); return n; } }")]
    [InlineData("public class T : ControllerBase { public int Get(string path) => System.IO.Directory.[|GetFiles|](path).Length; }", true)]
    public Task What_cannot_change_has_none(string source, bool metadata = false) => new Verify.Test
    {
        TestState =
        {
            Sources = { "#pragma warning disable CS8019\nusing Microsoft.AspNetCore.Mvc;\n" + source },
            AnalyzerConfigFiles = { ("/.globalconfig", $"is_global = true\nconcurrency.report_file_metadata = {(metadata ? "true" : "false")}\n") },
        },
        References = TargetReferences.AspNetCore100,
        OffersNoFix = true,
    }.RunAsync();

    [Fact]
    public Task Predicate_of_a_branch_has_none() => NoFix(
        """
        using System.IO;
        using Microsoft.AspNetCore.Builder;

        var app = WebApplication.Create();
        app.MapWhen(context => File.[|ReadAllText|]("down.txt") == "yes", branch => branch.UseWelcomePage());
        app.Run();
        """, outputKind: OutputKind.ConsoleApplication);

    private static Task Reports(string source, OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary, TargetReferences? references = null) => new Verify.Test
    {
        TestState = { Sources = { source }, OutputKind = outputKind },
        References = references ?? TargetReferences.AspNetCore100,
    }.RunAsync();

    private static Task NoFix(string source, TargetReferences? references = null, OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary) => new Verify.Test
    {
        TestState = { Sources = { source }, OutputKind = outputKind },
        References = references ?? TargetReferences.AspNetCore100,
        OffersNoFix = true,
    }.RunAsync();

    private static Task Fixes(string source, string fixedSource, OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary) => new Verify.Test
    {
        TestState = { Sources = { source }, OutputKind = outputKind },
        FixedState = { Sources = { fixedSource } },
        References = TargetReferences.AspNetCore100,
    }.RunAsync();
}
