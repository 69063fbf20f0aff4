using ConcurrencyAnalyzers.Tests.Verification;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>What users have asked other analyzers for. All rules run over each piece, and one of them says it, once.</summary>
public sealed class KnownWishTests
{
    [Theory]
    // dotnet/runtime#32125: the action that is not asynchronous is what starves a service
    [InlineData("CONC206", "public class OrdersController : ControllerBase { [HttpGet] public string Get() => new HttpClient().Send(new HttpRequestMessage()).ReasonPhrase!; }")]
    // dotnet/roslyn#38535, aspnet/KestrelHttpServer#2986, dotnet/aspnetcore#17090: a helper that waits, called from a request
    [InlineData("CONC302", "public class OrdersController : ControllerBase { [HttpGet] public string Get() => Load(); static string Load() => new HttpClient().GetStringAsync(\"u\").Result; }")]
    // dotnet/diagnostics#93: do not await Task.Run around what is asynchronous
    [InlineData("CONC401", "public class OrdersController : ControllerBase { [HttpGet] public async Task<string> Get() => await Task.Run(() => new HttpClient().GetStringAsync(\"u\")); }")]
    // Azure/azure-storage-net#581
    [InlineData("CONC401", "public class Client(HttpClient http) { public Task<string> LoadAsync() => Task.Run(() => http.GetStringAsync(\"u\")); }")]
    // Brightspace/D2L.CodeStyle#773: blocking that spreads through helpers, without an attribute on each
    [InlineData("CONC201", "public class Reports { public async Task<int> CountAsync() { await Task.Yield(); return Lines(); } int Lines() => Text().Length; string Text() => File.ReadAllText(\"x\"); }")]
    // microsoft/vs-threading#1568: pairs of extension methods
    [InlineData("CONC201", "public static class Streams { public static byte[] All(this FileStream s) { var b = new byte[9]; s.ReadExactly(b); return b; } public static async Task<byte[]> AllAsync(this FileStream s) { var b = new byte[9]; await s.ReadExactlyAsync(b); return b; } }\npublic class Reports { public async Task<byte[]> LoadAsync(FileStream file) { await Task.Yield(); return file.All(); } }")]
    // dotnet/roslyn-analyzers#314, microsoft/vs-threading#1313: a lock with thread affinity, held over an await
    [InlineData("CONC306", "public class Settings { readonly ReaderWriterLockSlim gate = new(); public async Task SaveAsync() { gate.EnterWriteLock(); try { await File.WriteAllTextAsync(\"x\", \"\"); } finally { gate.ExitWriteLock(); } } }")]
    // dotnet/corefx#34233, dotnet/roslyn-analyzers#4095, SonarSource/sonar-dotnet#8619, dotnet/runtime#71700
    [InlineData("CONC403", "public class Mails(HttpClient http) { public void Send(List<string> all) => Parallel.ForEach(all, async one => await http.GetStringAsync(one)); }")]
    // dotnet/roslyn-analyzers#3196
    [InlineData("CONC403", "public class Mails(HttpClient http) { public void Send(List<string> all) => all.ForEach(async one => await http.GetStringAsync(one)); }")]
    // Remora/Remora.Discord#37, shubhamranjan/dotnet-etcd#225
    [InlineData("CONC402", "public class Feed(HttpClient http) { public Task StartAsync() => Task.Factory.StartNew(async () => { while (true) await http.GetStringAsync(\"u\"); }, TaskCreationOptions.LongRunning); }")]
    // dotnet/runtime#53709, #83529; dotnet/docs#31135: everything at once, however much there is
    [InlineData("CONC506", "public class Feed(HttpClient http) { public Task<string[]> LoadAsync(List<string> all) => Task.WhenAll(all.Select(one => http.GetStringAsync(one))); }")]
    public async Task It_is_said(string id, string code)
    {
        var said = await WholePiece.SaidOfAsync("using System.Net.Http;\nusing Microsoft.AspNetCore.Mvc;\n" + code, references: TargetReferences.AspNetCore100);

        Assert.Contains(id, Assert.Single(said));
    }

    // dotnet/runtime#49044, #47366, #52701: threads added where the blocking is
    [Fact]
    public async Task Workaround_is_told_with_what_it_works_around()
    {
        var said = await WholePiece.SaidOfAsync("""
            using System.Net.Http;

            public class Service(HttpClient http)
            {
                public static void Configure() => ThreadPool.SetMinThreads(200, 200);

                public Task<string> Load() => Task.Run(() => http.Send(new HttpRequestMessage()).ReasonPhrase!);
            }
            """);

        Assert.Equal(2, said.Count);
        Assert.Contains("CONC505", said[0]);
        Assert.Contains("CONC202", said[1]);
    }
}
