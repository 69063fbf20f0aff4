using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What a program that serves does once.</summary>
public sealed class StartUpTests
{
    [Theory]
    [InlineData("await SeedAsync(); app.Run();", "SeedAsync")]
    [InlineData("await SeedAsync().ConfigureAwait(false); await app.RunAsync();", "SeedAsync")]
    [InlineData("SeedAsync().GetAwaiter().GetResult(); app.Run();", "SeedAsync")]
    [InlineData("SeedAsync().Wait(); app.Run();", "SeedAsync")]
    [InlineData("Prepare(); app.Run();", "Prepare")]
    [InlineData("await app.RunAsync(); await SeedAsync();", "SeedAsync")] // at the end
    [InlineData("await OuterAsync(); app.Run();", "InnerAsync OuterAsync")]
    [InlineData("foreach (var _ in args) { await SeedAsync(); } app.Run();", "SeedAsync")]
    [InlineData("if (args.Length > 0) { await SeedAsync(); return; } app.Run();", "SeedAsync")]
    [InlineData("await new Seeder().FillAsync(); app.Run();", "FillAsync")]
    [InlineData("await app.Services.GetRequiredService<ISeeds>().PourAsync(); app.Run();", "PourAsync")] // one class behind the interface
    [InlineData("await app.StartAsync(); await SeedAsync(); await app.WaitForShutdownAsync();", "SeedAsync")]
    [InlineData("await new HostBuilder().RunConsoleAsync(); await SeedAsync();", "SeedAsync")]
    public void Start_of_a_server(string statements, string members) => Assert.Equal(members, StartUp(statements));

    [Theory]
    [InlineData("await SeedAsync();")] // a program that does its work and ends
    [InlineData("await SeedAsync(); await app.StartAsync();")] // and does something else meanwhile
    [InlineData("_ = app.RunAsync(); await SeedAsync();")]
    [InlineData("await Task.WhenAll(app.RunAsync(), SeedAsync());")]
    [InlineData("_ = SeedAsync(); app.Run();")] // goes on while it serves
    [InlineData("var seeding = SeedAsync(); app.Run(); await seeding;")]
    [InlineData("app.MapGet(\"/\", () => SeedAsync()); app.Run();")]
    [InlineData("app.MapGet(\"/\", SeedAsync); app.Run();")]
    [InlineData("await SeedAsync(); app.MapGet(\"/\", SeedAsync); app.Run();")] // and whenever somebody asks
    [InlineData("await SeedAsync(); app.MapGet(\"/\", () => SeedAsync()); app.Run();")]
    [InlineData("await new Jobs().StartAsync(default); app.Run();")] // the host starts it, too
    [InlineData("await app.Services.GetRequiredService<IMany>().AnyAsync(); app.Run();")]
    [InlineData("Func<Task> seed = SeedAsync; await seed(); app.Run();")]
    public void Anything_else(string statements) => Assert.Equal("", StartUp(statements));

    [Theory]
    [InlineData("class Other { Task AgainAsync() => Seeds.InnerAsync(); }")]
    [InlineData("class Other { Func<Task> Again => Seeds.InnerAsync; }")]
    [InlineData("class Other { void Again() => _ = new Timer(_ => Seeds.InnerAsync().Wait(), null, 0, 1000); }")]
    public void Somebody_else_calls_it_too(string other) => Assert.Equal("", StartUp("await OuterAsync(); app.Run();", other).Replace("OuterAsync", "", StringComparison.Ordinal).Trim());

    [Fact]
    public void A_member_of_the_same_name_is_enough_to_doubt() =>
        Assert.Equal("", StartUp("await SeedAsync(); app.Run();", "class Garden { public static void SeedAsync() { } void Sow() => Garden.SeedAsync(); }"));

    [Fact]
    public void A_library_has_no_start() => Assert.Equal("", Members(new EngineRun(
        """
        using Microsoft.AspNetCore.Builder;
        class Program
        {
            static async Task Main(string[] args) { await SeedAsync(); WebApplication.CreateBuilder(args).Build().Run(); }
            static async Task SeedAsync() => await Task.Yield();
        }
        """) { References = TargetReferences.AspNetCore100 }));

    [Fact]
    public void Main_may_be_a_method_and_hand_on() => Assert.Equal("RunAsync SeedAsync", Members(new EngineRun(
        """
        using Microsoft.AspNetCore.Builder;
        class Program
        {
            static void Main(string[] args) => RunAsync(args).GetAwaiter().GetResult();
            static async Task RunAsync(string[] args) { await SeedAsync(); await WebApplication.CreateBuilder(args).Build().RunAsync(); }
            static async Task SeedAsync() => await Task.Yield();
        }
        """) { References = TargetReferences.AspNetCore100, OutputKind = OutputKind.ConsoleApplication }));

    [Fact]
    public void Functions_of_the_program_are_members_too() => Assert.Equal("WarmUpAsync", Members(new EngineRun(
        """
        using Microsoft.AspNetCore.Builder;
        var app = WebApplication.CreateBuilder(args).Build();
        await WarmUpAsync();
        _ = PollAsync();
        app.Run();
        async Task WarmUpAsync() => await Task.Yield();
        async Task PollAsync() => await Task.Yield();
        """) { References = TargetReferences.AspNetCore100, OutputKind = OutputKind.ConsoleApplication }));

    [Theory]
    [InlineData("await HostFactory.Run();", "Run SeedAsync")]
    [InlineData("_ = HostFactory.Run();", "")]
    public void What_serves_has_to_be_waited_for_if_it_gives_a_task_whatever_its_name(string serving, string members) => Assert.Equal(members, Members(new EngineRun(
        $$"""
        using Topshelf;
        namespace Topshelf { static class HostFactory { public static async Task Run() => await Task.Delay(-1); } }
        class Program
        {
            static async Task Main() { await SeedAsync(); {{serving}} }
            static async Task SeedAsync() => await Task.Yield();
        }
        """) { OutputKind = OutputKind.ConsoleApplication }));

    private static string StartUp(string statements, string more = "") => Members(new EngineRun(
        $$"""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using static Seeds;
        var app = WebApplication.CreateBuilder(args).Build();
        {{statements}}
        static class Seeds
        {
            public static async Task OuterAsync() => await InnerAsync();
            public static async Task InnerAsync() => await Task.Yield();
            public static async Task SeedAsync() => await Task.Yield();
            public static void Prepare() { }
        }
        class Seeder { public async Task FillAsync() => await Task.Yield(); }
        interface ISeeds { Task PourAsync(); }
        class PouredSeeds : ISeeds { public async Task PourAsync() => await Task.Yield(); }
        interface IMany { Task AnyAsync(); }
        class One : IMany { public async Task AnyAsync() => await Task.Yield(); }
        class Two : IMany { public async Task AnyAsync() => await Task.Yield(); }
        class Jobs : IHostedService
        {
            public async Task StartAsync(CancellationToken token) => await Task.Yield();
            public async Task StopAsync(CancellationToken token) => await Task.Yield();
        }
        {{more}}
        """) { References = TargetReferences.AspNetCore100, OutputKind = OutputKind.ConsoleApplication });

    private static string Members(EngineRun run) => string.Join(' ',
        from tree in run.Compilation.SyntaxTrees
        let model = run.Compilation.GetSemanticModel(tree)
        from node in tree.GetRoot(EngineRun.Cancellation).DescendantNodes()
        where node is MethodDeclarationSyntax or LocalFunctionStatementSyntax
        let method = (IMethodSymbol)model.GetDeclaredSymbol(node, EngineRun.Cancellation)!
        where run.Model.StartUp.Contains(method, EngineRun.Cancellation)
        orderby method.Name
        select method.Name);
}
