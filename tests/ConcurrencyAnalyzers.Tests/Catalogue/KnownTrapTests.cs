using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>What users of other analyzers have called wrong. All rules run over each piece, and none says anything.</summary>
public sealed class KnownTrapTests
{
    [Theory]
    // An asynchronous sibling is no proof of I/O: microsoft/vs-threading#584, #1343, #1610; SonarSource/sonar-dotnet#9269
    [InlineData("sibling that does something else", "public async Task M() { store.Get(); await store.GetAsync(1); }")]
    [InlineData("sibling of what only changes memory", "public async Task M() { store.Add(\"x\"); await store.SaveAsync(); }")]
    [InlineData("sibling of an assertion", "public async Task M() { Checks.That(await http.GetStringAsync(\"u\")); await Checks.ThatAsync(\"u\"); }")]
    // What is in memory: meziantou/Meziantou.Analyzer#774, SonarSource/sonar-dotnet#9222
    [InlineData("stream in memory", "public async Task<int> M() { var kept = new MemoryStream(); kept.WriteByte(1); kept.Flush(); await Task.Yield(); return kept.ReadByte(); }")]
    [InlineData("reader of a string", "public async Task<string?> M() { using var reader = new StringReader(\"a\"); var line = reader.ReadLine(); await Task.Yield(); return line; }")]
    [InlineData("writer of a string", "public async Task<string> M() { using var writer = new StringWriter(); writer.WriteLine(\"a\"); writer.Flush(); await Task.Yield(); return writer.ToString(); }")]
    [InlineData("stream that is nowhere", "public async Task M() { Stream.Null.WriteByte(1); await Task.Yield(); }")]
    [InlineData("wrapper around memory", "public async Task<string> M() { using var reader = new StreamReader(new MemoryStream()); var all = reader.ReadToEnd(); await Task.Yield(); return all; }")]
    [InlineData("serialiser into memory", "public async Task M(object value) { using var kept = new MemoryStream(); JsonSerializer.Serialize(kept, value); await Task.Yield(); }")]
    [InlineData("stream of unknown kind", "public async Task<int> M(Stream given) { await Task.Yield(); return given.ReadByte(); }")]
    // Tasks that have completed: microsoft/vs-threading#541, #693, #698; semihokur/AsyncFixer#35, #30; SonarSource/sonar-dotnet#3452, #7053
    [InlineData("result after all were awaited", "public async Task<int> M(Task<int> a, Task<int> b) { await Task.WhenAll(a, b); return a.Result + b.Result; }")]
    [InlineData("results of a list after all were awaited", "public async Task<int> M(List<Task<int>> all) { await Task.WhenAll(all); return all.Sum(one => one.Result); }")]
    [InlineData("results of an array by index", "public async Task<int> M(Task<int>[] all) { await Task.WhenAll(all); return all[0].Result; }")]
    [InlineData("result of the winner", "public async Task<int> M(Task<int> a, Task<int> b) { var first = await Task.WhenAny(a, b); return first.Result; }")]
    [InlineData("result behind a check", "public Task<int> M(Task<int> a) => a.IsCompletedSuccessfully ? Task.FromResult(a.Result) : Slow(a);\nasync Task<int> Slow(Task<int> a) => await a;")]
    [InlineData("result of what was made complete", "public async Task<int> M() { await Task.Yield(); return Task.FromResult(1).Result; }")]
    [InlineData("antecedent of a continuation", "public Task M(Task<int> a) => a.ContinueWith(done => Console.WriteLine(done.Result), TaskScheduler.Default);")]
    [InlineData("name of a property", "public async Task<string> M() { await Task.Yield(); return nameof(Task<int>.Result); }")]
    [InlineData("value task that is ready", "public ValueTask<int> M(ValueTask<int> a) => a.IsCompletedSuccessfully ? new(a.Result) : new(a.AsTask());")]
    // Tries
    [InlineData("try without a timeout", "public async Task<bool> M() { await Task.Yield(); return gate.Wait(0) || gate.Wait(TimeSpan.Zero); }")]
    [InlineData("try to enter", "public async Task M() { await Task.Yield(); if (Monitor.TryEnter(this)) Monitor.Exit(this); }")]
    [InlineData("try to take", "public async Task<bool> M(BlockingCollection<int> items) { await Task.Yield(); return items.TryTake(out _); }")]
    [InlineData("try to read", "public async Task<bool> M(ChannelReader<int> items) { await Task.Yield(); return items.TryRead(out _); }")]
    [InlineData("task that is asked for a moment", "public async Task<bool> M(Task a) { await Task.Yield(); return a.Wait(0); }")]
    // Where blocking is right
    [InlineData("thread of its own", "public void M() { new Thread(() => { while (true) { Thread.Sleep(1000); Work(); } }) { IsBackground = true }.Start(); }\nvoid Work() { }")]
    [InlineData("consumer with a thread of its own", "public Task M(BlockingCollection<int> items) => Task.Factory.StartNew(() => { foreach (var item in items.GetConsumingEnumerable()) Console.Write(item); }, TaskCreationOptions.LongRunning);")]
    [InlineData("first use", "readonly Lazy<string> text = new(() => File.ReadAllText(\"x\"));\npublic async Task<string> M() { await Task.Yield(); return text.Value; }")]
    [InlineData("disposal of what cannot be awaited", "public void Dispose() => timer.Dispose();\nreadonly Timer timer = new(_ => { });")]
    // Both forms in one body: dotnet/runtime#45661
    [InlineData("flag that chooses", "public async Task<int> M(Stream s, byte[] b, bool async) => async ? await s.ReadAsync(b, 0, 1) : s.Read(b, 0, 1);")]
    // Small work: SonarSource/sonar-dotnet and others call it CPU-bound
    [InlineData("loop with a constant bound", "public void M() { var t = new Thread(() => { var sum = 0; for (var i = 0; i < 16; i++) for (var j = 0; j < 16; j++) sum += i * j; Console.Write(sum); }); t.Start(); t.Join(); }")]
    // Fan-out that is bounded
    [InlineData("known small set", "public Task M() => Task.WhenAll(new[] { \"a\", \"b\", \"c\" }.Select(name => http.GetStringAsync(name)));")]
    [InlineData("throttled", "public Task M(List<string> names) => Task.WhenAll(names.Select(async name => { await gate.WaitAsync(); try { return await http.GetStringAsync(name); } finally { gate.Release(); } }));")]
    // One after another, since it must be: dotnet/roslyn-analyzers#1696
    [InlineData("awaits in a loop", "public async Task M(List<string> names) { foreach (var name in names) await http.GetStringAsync(name); }")]
    [InlineData("awaits that need each other", "public async Task<string> M() { var first = await http.GetStringAsync(\"a\"); return await http.GetStringAsync(first); }")]
    // A scheduler that was chosen: dotnet/roslyn-analyzers#1907, microsoft/vs-threading#370
    [InlineData("factory with its scheduler", "readonly TaskFactory factory = new(TaskScheduler.Default);\npublic Task M() => factory.StartNew(() => Console.Write(1));")]
    // Trees of expressions
    [InlineData("expression tree", "public async Task<Expression<Func<string, string>>> M() { await Task.Yield(); return name => File.ReadAllText(name); }")]
    public async Task Nothing_is_said_of(string trap, string member) => Assert.True((await SaidOf($$"""
        using System.Collections.Concurrent;
        using System.Linq.Expressions;
        using System.Net.Http;
        using System.Text.Json;
        using System.Threading.Channels;

        class Store
        {
            readonly List<string> items = [];
            public int Get() => items.Count;
            public Task<int> GetAsync(int id) => Task.FromResult(id);
            public void Add(string item) => items.Add(item);
            public Task AddAsync(string item) => Task.CompletedTask;
            public void Save() { }
            public Task SaveAsync() => Task.CompletedTask;
        }

        static class Checks
        {
            public static void That(string text) => ArgumentNullException.ThrowIfNull(text);
            public static Task ThatAsync(string text) => Task.CompletedTask;
        }

        class C
        {
            readonly HttpClient http = new();
            readonly SemaphoreSlim gate = new(4);
            readonly Store store = new();
            {{member}}
        }
        """)) is [], trap);

    [Fact]
    public async Task Nothing_is_said_of_tests() => Assert.Empty(await SaidOf("""
        namespace Xunit { class FactAttribute : Attribute; }
        class Tests
        {
            [Xunit.Fact]
            public async Task Waits() { Thread.Sleep(10); await Task.Yield(); }
        }
        """));

    [Fact]
    public async Task Nothing_is_said_of_Main() => Assert.Empty(await SaidOf("""
        static class Program
        {
            static async Task Main(string[] args)
            {
                var text = File.ReadAllText(args[0]);
                await Task.Delay(text.Length);
                Console.ReadLine();
            }
        }
        """, OutputKind.ConsoleApplication));

    [Fact]
    public async Task Nothing_is_said_of_generated_code() => Assert.Empty(await SaidOf("""
        // <auto-generated/>
        class Client
        {
            public async System.Threading.Tasks.Task<string> LoadAsync()
            {
                await System.Threading.Tasks.Task.Yield();
                return System.IO.File.ReadAllText("x");
            }
        }
        """));

    // Each candidate may do it, so none of them must: dotnet/roslyn PR 27027
    [Fact]
    public async Task Nothing_is_said_of_what_only_one_implementation_does() => Assert.Empty(await SaidOf("""
        interface IStore { string Load(); }
        class InMemory : IStore { public string Load() => ""; }
        class Computed : IStore { public string Load() => "a"; }
        class OnDisk : IStore { public string Load() => File.ReadAllText("x"); }
        class C(IStore store) { public async Task<string> M() { await Task.Yield(); return store.Load(); } }
        """));

    private static Task<IReadOnlyList<string>> SaidOf(string code, OutputKind kind = OutputKind.DynamicallyLinkedLibrary) => WholePiece.SaidOfAsync(code, kind);
}
