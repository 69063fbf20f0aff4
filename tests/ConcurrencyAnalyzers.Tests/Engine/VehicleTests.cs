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
    [InlineData("class C : ControllerBase { public T M<T>(T x) => x; }", "")] // no action is generic
    [InlineData("class C : ControllerBase, IDisposable { public void M() { } public void Dispose() { } }", "Request", "Dispose:")]
    [InlineData("class C : ViewComponent { public string Invoke() => \"\"; public string M() => \"\"; }", "", "Invoke:Request")]
    [InlineData("class C : Microsoft.AspNetCore.Routing.IRouteConstraint { public bool Match(HttpContext c, Microsoft.AspNetCore.Routing.IRouter r, string k, Microsoft.AspNetCore.Routing.RouteValueDictionary v, Microsoft.AspNetCore.Routing.RouteDirection d) => true; public void M() { } }", "", "Match:")] // without another form
    [InlineData("class C { public void M() { } }", "")]
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", M); } string M() => \"\"; }", "Request")]
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", M); } public static string M() => \"\"; }", "Request")]
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", D.Get); } void M() { } } class D { public static string Get() => \"\"; }", "")]
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
    [InlineData("class C { private int M(int x, Grpc.Core.ServerCallContext context) => x; }", "")] // a helper
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
    [InlineData("void M() { Task.Run(F); void F() { } }", "PoolWorkItem")]
    [InlineData("void M() { new Thread(F).Start(); void F() { } }", "")]
    [InlineData("void M() { F(); void F() { } }", "")] // as the code around is run
    [InlineData("void M() { Task.Run(F); async Task F() { } }", "AsyncCode")]
    [InlineData("void M(Microsoft.AspNetCore.Builder.WebApplication app) { app.MapGet(\"/\", F); string F() => \"\"; }", "Request")]
    public void A_construct_runs_the_local_function_that_it_is_given(string member, string vehicles)
    {
        var run = new EngineRun($"#pragma warning disable\nusing Microsoft.AspNetCore.Builder; class C {{ {member} }}") { References = TargetReferences.AspNetCore100 };

        Assert.Equal(vehicles, Around(run, run.Body("F")));
    }

    [Theory]
    [InlineData("class C : ControllerBase { public string M() => \"\"; }", true)]
    [InlineData("class C : Controller { public IActionResult M() => View(nameof(M)); }", true)]
    [InlineData("class C : Hub { public string M() => \"\"; }", true)]
    [InlineData("class C : PageModel { public void OnGet() { } public void M() { } }", true, "OnGet")]
    [InlineData("class C { [HttpGet] public string M() => \"\"; }", true)]
    [InlineData("class C : ControllerBase { public virtual string M() => \"\"; }", false)]
    [InlineData("class B : ControllerBase { public virtual string M() => \"\"; } class C : B { public override string M() => \"\"; }", false)]
    [InlineData("interface I { string M(); } class C : ControllerBase, I { public string M() => \"\"; }", false)]
    [InlineData("class C : ControllerBase { public string M() => \"\"; public string Twice() => M() + M(); }", false)] // called as well
    [InlineData("class C : ViewComponent { public string Invoke() => \"\"; void M() { } }", false, "Invoke")] // found under another name when asynchronous
    [InlineData("class C : ActionFilterAttribute { public override void OnActionExecuting(ActionExecutingContext c) { } void M() { } }", false, "OnActionExecuting")]
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", M); } string M() => \"\"; }", true)]
    [InlineData("public class C { public static void Map(WebApplication app) { app.MapGet(\"/\", M); } public static string M() => \"\"; }", false)] // anybody may call it
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", M); Task.Run((Action)M); } void M() { } }", false)]
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", M); Task.Run(new Action(M)); } void M() { } }", false)]
    [InlineData("class C { void Map(WebApplication app) { app.MapGet(\"/\", M); Task.Run(M); } void M() { } }", true)]
    [InlineData("class C { void M() { } }", false)]
    public void A_framework_awaits_what_it_calls_by_name(string source, bool isAwaited, string member = "M")
    {
        var run = new EngineRun(Web + source) { References = TargetReferences.AspNetCore100 };

        Assert.Equal(isAwaited, run.Model.Vehicles.AwaitsResultOf(run.Model.Bodies.Of(run.Method($"C.{member}"), EngineRun.Cancellation)!, EngineRun.Cancellation));
    }

    [Theory]
    [InlineData("void M() => Task.Run(() => { });", true)]
    [InlineData("void M() => Task.Factory.StartNew(() => { });", false)] // a task in a task
    [InlineData("void M() => ThreadPool.QueueUserWorkItem(_ => { });", false)]
    [InlineData("void M() { Action work = () => { }; Task.Run(work); }", false)] // its type is written
    [InlineData("void M(List<int> items) => items.ForEach(_ => { });", false)]
    public void Task_Run_alone_of_the_work_items_awaits(string member, bool isAwaited)
    {
        var run = new EngineRun($"#pragma warning disable\nclass C {{ {member} }}");

        Assert.Equal(isAwaited, run.Model.Vehicles.AwaitsResultOf(run.Lambdas("C.M").Single(), EngineRun.Cancellation));
    }

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
    [InlineData("public class C { private void M() { } public Action A() => Keep(M); private static Action Keep(Action a) => a; }", false)] // its form is given
    [InlineData("public class C { private void M() { } public void A(List<int> items) { items.ForEach(_ => M()); } }", true)]
    [InlineData("public class C { private static void M() { } private static readonly Lazy<int> a = new(() => { M(); return 1; }); }", false)] // once
    [InlineData("public class C { private void M() { } public void A() { B(); void B() => M(); } }", true)]
    [InlineData("public class C { private void M() { } public void A() { new Thread(B).Start(); void B() => M(); } }", false)]
    [InlineData("public class C { static C() { } void M() { } }", false, ".cctor")]
    [InlineData("public class C : IDisposable { public void Dispose() { } protected virtual void Dispose(bool disposing) { } void M() { } }", false, "Dispose(bool)")]
    [InlineData("public class C { protected virtual void Dispose(bool disposing) { } void M() { } }", true, "Dispose")]
    [InlineData("public class C { public int EndM(IAsyncResult result) => 1; void M() { } }", false, "EndM")]
    [InlineData("public class C { [Obsolete] public void M() { } }", false)]
    [InlineData("public class C { public void M(object s, System.Timers.ElapsedEventArgs e) { } public void Bind(System.Timers.Timer t) { t.Elapsed += M; } }", false)]
    [InlineData("public class C { public void M(object s, EventArgs e) { } public void Bind(C c) { c.E += M; } event EventHandler E; }", true)]
    [InlineData("[Obsolete] public class C { public void M() { } }", false)]
    [InlineData("public class C { ~C() { } void M() { } }", false, "Finalize")]
    public void Who_calls_is_unknown_where_anybody_may(string source, bool isUnknown, string member = "M")
    {
        var run = new EngineRun("#pragma warning disable\n" + source);
        var method = member switch
        {
            ".cctor" => run.Type("C").StaticConstructors.Single(),
            "Dispose(bool)" => run.Type("C").GetMembers("Dispose").OfType<IMethodSymbol>().Single(static method => method.Parameters.Length == 1),
            _ => run.Method($"C.{member}"),
        };

        Assert.Equal(isUnknown, run.Model.Vehicles.IsUnknown(run.Model.Bodies.Of(method, EngineRun.Cancellation)!, EngineRun.Cancellation));
    }

    [Fact]
    public void A_program_has_no_callers_but_its_own_unless_a_user_interface_binds_to_it()
    {
        const string source = "#pragma warning disable\npublic class C { public void M() { } static void Main() { } }";
        var console = new EngineRun(source) { OutputKind = OutputKind.ConsoleApplication };
        var windows = new EngineRun(source) { OutputKind = OutputKind.WindowsApplication, References = TargetReferences.NetFramework };

        Assert.False(console.Model.Vehicles.IsUnknown(console.Body("C.M"), EngineRun.Cancellation));
        Assert.True(windows.Model.Vehicles.IsUnknown(windows.Body("C.M"), EngineRun.Cancellation));
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
