using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What runs a body.</summary>
public sealed class VehicleTests
{
    private const string WinForms = "#pragma warning disable\nusing System.Windows.Forms; using System.ComponentModel; ";

    private const string Web = "#pragma warning disable\nusing Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.Mvc.RazorPages; using Microsoft.AspNetCore.Mvc.Filters; using Microsoft.AspNetCore.SignalR; using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http; ";

    [Theory]
    [InlineData("class C : ControllerBase { public string M() => \"\"; }", "Request")]
    [InlineData("class C : Controller { public IActionResult M() => View(); }", "Request")]
    [InlineData("class C : ControllerBase { public async Task<string> M() => \"\"; }", "AsyncCode")]
    [InlineData("class C : ControllerBase { public Task<string> M() => Task.FromResult(\"\"); }", "AsyncCode")]
    [InlineData("class C : ControllerBase { private string M() => \"\"; }", "")]
    [InlineData("class C : ControllerBase { [NonAction] public string M() => \"\"; }", "")]
    [InlineData("class C : ControllerBase { public static string M() => \"\"; }", "")]
    [InlineData("class B : ControllerBase { protected virtual void M() { } } class C : B { protected override void M() { } }", "")] // its own slot
    [InlineData("class C { [HttpGet] public string M() => \"\"; }", "Request")]
    [InlineData("class C : PageModel { public void OnGet() { } public string M() => \"\"; }", "")]
    [InlineData("class C : PageModel { public void OnGetM() { } public void M() { } }", "", "OnGetM:Request")]
    [InlineData("class C : Hub { public string M(string text) => text; }", "Request")]
    [InlineData("class C : IActionFilter { public void OnActionExecuting(ActionExecutingContext c) { } public void OnActionExecuted(ActionExecutedContext c) { } public void M() { } }", "", "OnActionExecuting:Request")]
    [InlineData("class C : ActionFilterAttribute { public override void OnActionExecuting(ActionExecutingContext c) { } public void M() { } }", "", "OnActionExecuting:Request")]
    [InlineData("class C { public void M() { } }", "")]
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", M); } string M() => \"\"; }", "Request")]
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", M); } async Task<string> M() => \"\"; }", "AsyncCode")]
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", static () => \"\"); } void M() { } }", "", "λMap:Request")]
    [InlineData("class C { void Map(WebApplication app) { Get(app, static () => \"\"); } static void Get(WebApplication app, Func<string> handler) => app.MapGet(\"/x\", handler); void M() { } }", "", "λMap:Request")]
    public void A_request_runs_what_its_framework_calls(string source, string vehicles, string? other = null) => Check(new EngineRun(Web + source) { References = TargetReferences.AspNetCore100 }, vehicles, other);

    [Theory]
    [InlineData("class C : Form { protected override void OnLoad(EventArgs e) { } void M() { } }", "", "OnLoad:UiThread")]
    [InlineData("class C : Form { private void M(object sender, MouseEventArgs e) { } }", "UiThread")] // its arguments are
    [InlineData("class C : Form { private void M(object sender, EventArgs e) { } }", "UiThread")] // as a designer binds it
    [InlineData("class C : Form { private async void M(object sender, EventArgs e) { } }", "UiThread, AsyncCode")]
    [InlineData("class C : Form { private void M(object sender, EventArgs e) { } void Bind(System.Diagnostics.Process p) { p.Exited += M; } }", "")]
    [InlineData("class C : Form { private void M(object sender, EventArgs e) { } void Bind(Button b) { b.Click += M; } }", "UiThread")]
    [InlineData("class C { private void M(object sender, EventArgs e) { } void Bind(Button b) { b.Click += M; } }", "UiThread")] // a presenter
    [InlineData("class C { private void M(object sender, EventArgs e) { } }", "")]
    [InlineData("class C : Form { private void M(object sender, DoWorkEventArgs e) { } }", "")]
    [InlineData("class C : Form { private void M(string text) { } }", "")]
    [InlineData("class C { void Bind(Button b) { b.Click += (s, e) => { }; } void M() { } }", "", "λBind:UiThread")]
    [InlineData("class C { void Bind(Button b) { b.Click += async (s, e) => { }; } void M() { } }", "", "λBind:UiThread, AsyncCode")]
    [InlineData("class C { void Bind(Control b) { b.Invoke((Action)(() => { })); } void M() { } }", "", "λBind:UiThread")]
    [InlineData("class C { void Bind(Control b) { b.BeginInvoke((Action)M); } void M() { } }", "UiThread")]
    [InlineData("class C { void Bind(System.Windows.Forms.Timer t) { t.Tick += M; } void M(object sender, EventArgs e) { } }", "UiThread")]
    [InlineData("class C { void Bind(System.Timers.Timer t) { t.Elapsed += (s, e) => { }; } void M() { } }", "", "λBind:")]
    public void The_user_interface_runs_its_overrides_and_handlers(string source, string vehicles, string? other = null) => Check(new EngineRun(WinForms + source) { References = TargetReferences.NetFramework }, vehicles, other);

    [Theory]
    [InlineData("interface IHandler : Orleans.IGrain { void M(); } class C : IHandler { public void M() { } }", "UiThread")] // a contract that extends the framework's
    [InlineData("class C : Orleans.Grain { public override void M() { } }", "UiThread")]
    [InlineData("class C : UnityEngine.MonoBehaviour { void M() { } private void Update() { } }", "", "Update:UiThread")]
    [InlineData("class C { public int M(int x, Grpc.Core.ServerCallContext context) => x; }", "Request")]
    [InlineData("interface IService { [System.ServiceModel.OperationContract] int M(); } class C : IService { public int M() => 1; }", "Request")]
    [InlineData("class C { [System.ServiceModel.OperationContract] public int M() => 1; }", "Request")]
    public void Other_frameworks_are_known_by_symbol(string source, string vehicles, string? other = null) => Check(
        new EngineRun("#pragma warning disable\n" + source + " namespace Orleans { interface IGrain; class Grain : IGrain { public virtual void M() { } } } namespace UnityEngine { class MonoBehaviour; } namespace Grpc.Core { class ServerCallContext; } namespace System.ServiceModel { class OperationContractAttribute : Attribute; }"),
        vehicles, other);

    [Fact]
    public void A_turn_is_told_from_a_user_interface()
    {
        var run = new EngineRun("#pragma warning disable\nclass C : Orleans.Grain { public override void M() { } } namespace Orleans { class Grain { public virtual void M() { } } }");

        Assert.True(run.Model.Vehicles.IsTurn(run.Body("C.M")));
    }

    [Theory]
    [InlineData("void M() => Task.Run(() => { });", "λM:PoolWorkItem")]
    [InlineData("void M() => Task.Run(async () => { });", "λM:AsyncCode")]
    [InlineData("void M() => new Thread(() => { }).Start();", "λM:")]
    [InlineData("void M(List<int> items) => items.ForEach(_ => { });", "λM:")] // as the code around is run
    public void A_construct_runs_its_lambda(string member, string other) => Check(new EngineRun($"#pragma warning disable\nclass C {{ {member} }}"), null, other);

    [Theory]
    [InlineData("public class C { public void M() { } }", true)]
    [InlineData("public class C { protected void M() { } }", true)]
    [InlineData("public class C { public C() { } public void M() { } }", true, "new")]
    [InlineData("public class C { public int Value => 1; public void M() { } }", true, "get_Value")]
    [InlineData("public class C { internal void M() { } }", false)]
    [InlineData("class C { public void M() { } }", false)]
    [InlineData("public class C { public async Task M() { } }", false)]
    [InlineData("public class C { static void Main() { } void M() { } }", false, "Main")]
    [InlineData("public class C : IDisposable { public void Dispose() { } void M() { } }", false, "Dispose")] // a contract of somebody else
    [InlineData("public class C { public override string ToString() => \"\"; void M() { } }", false, "ToString")]
    [InlineData("public interface IOwn { void M(); } public class C : IOwn { public void M() { } }", true)]
    [InlineData("public class C { private void M() { } }", false)] // nobody
    [InlineData("public class C { private void M() { } public void A() => M(); }", true)]
    [InlineData("public class C { private void M() { } public async Task A() => M(); }", false)]
    [InlineData("public class C { private void M() => B(); private void B() => M(); public async Task A() => M(); }", false)]
    [InlineData("public class C { private void M() { } private void B() => M(); public void A() => B(); }", true)]
    [InlineData("public class C { private void M() { } static void Main() => new C().M(); }", false)]
    [InlineData("public class C { private void M() { } public void A() => Task.Run(M); }", false)]
    [InlineData("public class C { private void M() { } public Action A() => Keep(M); private static Action Keep(Action a) => a; }", true)]
    public void Who_calls_is_unknown_where_anybody_may(string source, bool isUnknown, string member = "M")
    {
        var run = new EngineRun("#pragma warning disable\n" + source);
        var body = member == "M" ? run.Body("C.M") : run.Model.Bodies.Of(run.Method($"C.{member}"), EngineRun.Cancellation)!;

        Assert.Equal(isUnknown, run.Model.Vehicles.IsUnknown(body, EngineRun.Cancellation));
    }

    private static void Check(EngineRun run, string? vehicles, string? other)
    {
        if (vehicles is not null)
        {
            Assert.Equal(vehicles, Around(run, run.Body("C.M")));
        }

        if (other?.Split(':') is [var name, var expected])
        {
            Assert.Equal(expected, Around(run, name[0] == 'λ' ? run.Lambdas("C." + name[1..]).First() : run.Model.Bodies.Of(run.Method("C." + name), EngineRun.Cancellation)!));
        }
    }

    private static string Around(EngineRun run, Body body) => string.Join(", ", run.Model.Vehicles.Around(body, EngineRun.Cancellation));
}
