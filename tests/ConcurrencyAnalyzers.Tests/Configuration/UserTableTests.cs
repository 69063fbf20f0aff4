using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Configuration;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Configuration;

/// <summary>Frameworks of somebody's own: who calls a method, and where a delegate runs.</summary>
public sealed class UserTableTests
{
    private const string Framework =
        """
        using System;
        using System.IO;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Acme;

        public interface IHandler
        {
            string Handle(string text);
        }

        public abstract class Screen
        {
            public abstract void Show();
        }

        [AttributeUsage(AttributeTargets.Method)]
        public sealed class TurnAttribute : Attribute;

        public interface IJobs
        {
            void Enqueue(Action job);

            event Action Idle;
        }

        """;

    [Fact]
    public Task Handlers_of_an_own_framework() => VerifyAsync(
        new BlockingIoInRequestHandlerAnalyzer(),
        "host base T:Acme.IHandler request",
        """
        public sealed class Echo(HttpClient client) : IHandler
        {
            public string Handle(string text)
            {
                using var answer = client.{|CONC206:Send|}(new HttpRequestMessage(HttpMethod.Get, text));
                return answer.ToString();
            }
        }
        """);

    [Fact]
    public Task Delegates_that_an_own_framework_runs_on_the_pool() => VerifyAsync(
        new BlockingIoOnPoolAnalyzer(),
        "delegate M:Acme.IJobs.Enqueue 0 pool",
        """
        public sealed class Mail(IJobs jobs, HttpClient client)
        {
            public void Later(string address) => jobs.{|CONC202:Enqueue|}(() => client.Send(new HttpRequestMessage(HttpMethod.Get, address)).Dispose());
        }
        """);

    [Fact]
    public Task Without_a_line_nothing_is_known() => VerifyAsync(
        new BlockingIoOnPoolAnalyzer(),
        "",
        """
        public sealed class Mail(IJobs jobs, HttpClient client)
        {
            public void Later(string address) => jobs.Enqueue(() => client.Send(new HttpRequestMessage(HttpMethod.Get, address)).Dispose());
        }
        """);

    [Fact]
    public Task A_users_line_takes_the_place_of_the_shipped_ones() => VerifyAsync(
        new BlockingIoOnPoolAnalyzer(),
        "delegate M:System.Threading.Tasks.Task.Run * thread",
        """
        public sealed class Mail(HttpClient client)
        {
            public Task Later(string address) => Task.Run(() => client.Send(new HttpRequestMessage(HttpMethod.Get, address)).Dispose());
        }
        """);

    [Fact]
    public void A_host_of_the_table_can_be_taken_back()
    {
        var table = HostTable.With(Lines("host base T:Orleans.Grain none"));

        Assert.Equal((Host.Turn, Host.None), (HostTable.Shipped.Value.Find(HostKind.Base, "Orleans.Grain"), table.Find(HostKind.Base, "Orleans.Grain")));
        Assert.Equal(Host.Turn, table.Find(HostKind.Base, "Orleans.IGrain"));
    }

    [Theory]
    [InlineData("host base T:Acme.IHandler request")]
    [InlineData("host\tmessage\tT:Acme.Game\tturn\tUpdate,Draw")]
    [InlineData("host action T:Acme.Page request On*  optional # of the old version")]
    [InlineData("host assembly Acme.Ui* ui")]
    [InlineData("delegate E:Acme.IJobs.Idle * timer")]
    [InlineData("delegate M:Acme.IJobs.Enqueue(System.Action) 0 pool optional")]
    public void Lines_that_can_be_read(string line) => Assert.Empty(Read(line).Errors);

    [Theory]
    [InlineData("host base T:Acme.IHandler", "has these columns")]
    [InlineData("host based T:Acme.IHandler request", "'based' is no kind")]
    [InlineData("host base Acme.IHandler request", "starts with 'T:'")]
    [InlineData("host base T:Acme.IHandler web", "'web' is no host")]
    [InlineData("host assembly Acme.Ui turn", "'turn' says nothing of a project")]
    [InlineData("host message T:Acme.Game turn", "names them in its last column")]
    [InlineData("delegate M:Acme.IJobs.Enqueue pool", "has four columns")]
    [InlineData("delegate P:Acme.IJobs.Enqueue 0 pool", "starts with 'M:' or 'E:'")]
    [InlineData("delegate M:Acme.IJobs.Enqueue first pool", "'first' is no parameter")]
    [InlineData("delegate M:Acme.IJobs.Enqueue -1 pool", "'-1' is no parameter")]
    [InlineData("delegate M:Acme.IJobs.Enqueue 0 pol", "'pol' is no vehicle")]
    [InlineData("host base T:Acme.IHandler request\nhost base T:Acme.IHandler ui", "the same has a line further up")]
    [InlineData("host optional", "has these columns")]
    public void Lines_that_cannot_be_read(string text, string reason) => Assert.Contains(reason, Assert.Single(Read(text).Errors).Reason, StringComparison.Ordinal);

    [Fact]
    public Task What_does_not_exist_is_reported() => new Verifier<InvalidConcurrencyFileAnalyzer>.Test
    {
        TestState =
        {
            Sources = { Framework },
            AdditionalFiles =
            {
                ("/0/acme.concurrency.txt",
                    """
                    host base T:Acme.IHandler request
                    [|host base T:Acme.IHandlers request|]
                    host base T:Acme.Old request optional
                    host assembly Acme.Nowhere ui
                    delegate M:Acme.IJobs.Enqueue 0 pool
                    [|delegate M:Acme.IJobs.Dequeue 0 pool|]
                    delegate E:Acme.IJobs.Idle 0 timer
                    [|delegate E:Acme.IJobs.Busy 0 timer|]
                    [|delegate M:Acme.IJobs.Enqueue one pool|]
                    """),
            },
        },
    }.RunAsync();

    private static IEnumerable<TableLine> Lines(string text)
    {
        var tables = new List<TableLine>();
        ConcurrencyFiles.Read(EngineRun.With(("a.concurrency.txt", text)), tables, EngineRun.Cancellation);
        return tables;
    }

    private static (System.Collections.Immutable.ImmutableArray<CatalogLine> Lines, System.Collections.Immutable.ImmutableArray<CatalogError> Errors) Read(string text) =>
        CatalogReader.Read(SourceText.From(text), []);

    private static Task VerifyAsync(DiagnosticAnalyzer analyzer, string lines, string source) => new Verifier<InvalidConcurrencyFileAnalyzer>.Test
    {
        TestState = { Sources = { Framework + source }, AdditionalFiles = { ("/0/acme.concurrency.txt", lines) } },
        AdditionalAnalyzers = { analyzer },
        LanguageVersion = LanguageVersion.Latest,
    }.RunAsync();
}
