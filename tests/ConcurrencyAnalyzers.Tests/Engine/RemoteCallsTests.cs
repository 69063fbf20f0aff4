using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Rules;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What asynchronous work asks of other machines, and what else it does.</summary>
public sealed class RemoteCallsTests
{
    [Theory]
    [InlineData("await http.GetStringAsync(i)", "Network: HttpClient.GetStringAsync")]
    [InlineData("await FetchAsync(i)", "Network: FetchAsync → HttpClient.GetStringAsync")]
    [InlineData("await Task.Run(() => FetchAsync(i))", "Network: FetchAsync → HttpClient.GetStringAsync")]
    [InlineData("await new Page().LoadAsync(http, i)", "Network: LoadAsync → HttpClient.GetStringAsync")]
    [InlineData("{ using var mine = new HttpClient(); await mine.GetAsync(i); }", "Network: HttpClient.GetAsync")]
    [InlineData("{ await Local(); async Task Local() => await FetchAsync(i); }", "Network: Local → FetchAsync → HttpClient.GetStringAsync")]
    [InlineData("{ await Task.Yield(); async Task Local() => await FetchAsync(i); }", "")] // never called
    [InlineData("{ Func<Task> later = () => FetchAsync(i); await Task.Yield(); }", "")]
    [InlineData("{ try { await Task.Yield(); } catch { await FetchAsync(i); } }", "")]
    [InlineData("await redis.StringGetAsync(i)", "Network: IDatabaseAsync.StringGetAsync")]
    [InlineData("await (await source.OpenConnectionAsync()).CreateCommand().ExecuteNonQueryAsync()", "Database: DbCommand.ExecuteNonQueryAsync")]
    [InlineData("await File.ReadAllTextAsync(i)", "")]
    [InlineData("await vendor.FetchAsync(i)", "")]
    [InlineData("await Task.Delay(1)", " Paced")]
    [InlineData("{ await gate.WaitAsync(); await FetchAsync(i); }", "Network: FetchAsync → HttpClient.GetStringAsync Paced")]
    [InlineData("{ Thread.Sleep(1); await FetchAsync(i); }", "Network: FetchAsync → HttpClient.GetStringAsync KeepsThread")]
    [InlineData("await connection.OpenAsync()", "Database: DbConnection.OpenAsync SharesSingle")]
    [InlineData("{ await using var own = source.CreateConnection(); await own.OpenAsync(); }", "Database: DbConnection.OpenAsync")]
    [InlineData("{ var same = connection; await same.OpenAsync(); }", "Database: DbConnection.OpenAsync SharesSingle")]
    [InlineData("{ var either = i.Length > 1 ? source.CreateConnection() : connection; await either.OpenAsync(); }", "Database: DbConnection.OpenAsync SharesSingle")]
    [InlineData("{ await OpenAsync(source.CreateConnection()); }", "Database: OpenAsync → DbConnection.OpenAsync")]
    [InlineData("{ await OpenAsync(connection); }", "Database: OpenAsync → DbConnection.OpenAsync SharesSingle")]
    [InlineData("{ await OpenAsync(Made()); }", "Database: OpenAsync → DbConnection.OpenAsync")]
    [InlineData("{ await OpenAsync(Kept()); }", "Database: OpenAsync → DbConnection.OpenAsync SharesSingle")]
    [InlineData("{ if (Other(out var got)) await got.OpenAsync(); }", "Database: DbConnection.OpenAsync SharesSingle")]
    [InlineData("await own.OpenAsync()", "Database: DbConnection.OpenAsync", "own", "DbConnection")] // each item has its own
    public void Work_of_a_loop(string body, string expected, string item = "i", string type = "string")
    {
        var run = Run($"Task M({type}[] items) => Parallel.ForEachAsync(items, async ({item}, t) => {body});");

        var work = run.Model.RemoteCalls.Of(run.Call("M", "ForEachAsync").Delegates.Single(), EngineRun.Cancellation);

        // What may be started together is asked of single calls.
        var traits = work.Traits & (RemoteTraits.Paced | RemoteTraits.KeepsThread | RemoteTraits.SharesSingle);
        Assert.Equal(expected, (work.Witness is { } witness ? $"{work.Kind}: {Naming.Chain(witness, run.Model.Symbols)}" : "") + (traits == RemoteTraits.None ? "" : " " + traits));
    }

    [Theory]
    [InlineData("http.GetStringAsync(i)", "None")]
    [InlineData("http.PostAsync(i, null)", "Writes")]
    [InlineData("redis.StringGetAsync(i)", "None")]
    [InlineData("redis.StringSetAsync(i, i)", "Writes")]
    [InlineData("FetchAsync(i)", "None")]
    [InlineData("FetchBothAsync(i)", "None")]
    [InlineData("SendAsync(i)", "Writes")]
    [InlineData("connection.OpenAsync()", "SharesSingle, SharesUnknown, Writes")]
    [InlineData("PacedAsync(i)", "Paced")]
    [InlineData("CountAsync(i)", "HasSideEffects")]
    [InlineData("KeepAsync(i)", "HasSideEffects")]
    [InlineData("ByRefAsync(i)", "HasSideEffects")]
    [InlineData("LockAsync(i)", "HasSideEffects")]
    [InlineData("ListAsync(i)", "None")]
    [InlineData("later(i)", "HasSideEffects")]
    [InlineData("vendor.FetchAsync(i)", "HasSideEffects")]
    public void Work_of_a_call(string call, string traits)
    {
        var run = Run($"async Task M(string i, Func<string, Task> later) {{ await {call}; }}");
        var member = run.Body("M");
        var operation = run.Model.Bodies.OperationOf(member.Syntax, EngineRun.Cancellation)!.SelfAndBelow().OfType<IInvocationOperation>().First();

        Assert.Equal(traits, run.Model.RemoteCalls.Of(member, operation, EngineRun.Cancellation).Traits.ToString());
    }

    private static EngineRun Run(string member) => new(
        $$"""
        using System.Data.Common;
        using System.Net.Http;

        class Page
        {
            public async Task<string> LoadAsync(HttpClient http, string i) => await http.GetStringAsync(i);
        }

        class C(HttpClient http, DbDataSource source, DbConnection connection, StackExchange.Redis.IDatabase redis, Vendor.Gateway vendor, SemaphoreSlim gate)
        {
            private readonly List<string> kept = [];
            private int count;

            {{member}}

            async Task<string> FetchAsync(string i) => await http.GetStringAsync(i);

            async Task<string> FetchBothAsync(string i) { var one = await FetchAsync(i); return one + await FetchAsync(i.Trim()); }

            async Task SendAsync(string i) { await FetchAsync(i); await http.PostAsync(i, null); }

            async Task PacedAsync(string i) { await Task.Delay(1); await FetchAsync(i); }

            async Task CountAsync(string i) { count++; await FetchAsync(i); }

            async Task KeepAsync(string i) => kept.Add(await FetchAsync(i));

            async Task ByRefAsync(string i) { Next(ref count); await FetchAsync(i); }

            async Task LockAsync(string i) { lock (kept) { } await FetchAsync(i); }

            async Task<List<string>> ListAsync(string i) { var all = new List<string>(); all.Add(await FetchAsync(i)); all[0] = i; return all; }

            static void Next(ref int count) => count++;

            static async Task OpenAsync(DbConnection connection) => await connection.OpenAsync();

            DbConnection Made() => source.CreateConnection();

            DbConnection Kept() { return connection; }

            static bool Other(out DbConnection connection) => throw new InvalidOperationException();
        }
        """) { AdditionalReferences = [RemotePackages.Reference] };
}
