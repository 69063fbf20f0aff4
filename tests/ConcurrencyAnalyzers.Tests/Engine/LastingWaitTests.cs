using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Work that waits for as long as somebody else lets it.</summary>
public sealed class LastingWaitTests
{
    [Theory]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) { Use(item); }", "Wait")]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable(token)) { Use(item); }", "Wait")]
    [InlineData("while (true) { Use(queue.Take()); }", "Wait")]
    [InlineData("while (!token.IsCancellationRequested) { Use(queue.Take(token)); }", "Wait")]
    [InlineData("while (!token.IsCancellationRequested) { Use(1); Thread.Sleep(1000); }", "Sleep")]
    [InlineData("for (; ; ) { using var client = listener.AcceptTcpClient(); Use(client); }", "Network")]
    [InlineData("while (!stopping) { signal.WaitOne(); Use(1); }", "Wait")]
    [InlineData("while (true) { Next(); } void Next() => Use(queue.Take());", "Wait")] // behind a helper
    [InlineData("Pump();", "Wait")]
    public void Is_found_in_the_work_or_what_it_calls(string work, string effect) => Assert.Equal(Enum.Parse<Effect>(effect), Find(work)?.Effect);

    [Theory]
    [InlineData("Use(queue.Take());")] // once
    [InlineData("for (var i = 0; i < 3; i++) { Thread.Sleep(100); }")] // ends by itself
    [InlineData("while (true) { Thread.Sleep(100); if (Use(1)) { break; } }")] // ends when there is nothing left to do
    [InlineData("while (!token.IsCancellationRequested) { Use(1); }")] // never waits
    [InlineData("foreach (var item in items) { Thread.Sleep(1); }")]
    [InlineData("foreach (var line in File.ReadLines(path)) { Use(line); }")] // read to its end
    [InlineData("while (!token.IsCancellationRequested) { if (!queue.TryTake(out var item, 0)) { Use(1); } }")] // a try
    [InlineData("while (true) { Task.Run(() => queue.Take()); }")] // on another thread
    [InlineData("while (true) { try { Use(1); } catch (IOException) { Thread.Sleep(100); } }")] // only after a failure
    public void Is_not_what_ends_or_never_waits(string work) => Assert.Null(Find(work));

    private static EffectFact? Find(string work)
    {
        var run = new EngineRun($$"""
            #pragma warning disable
            using System.Collections.Concurrent;
            using System.Net.Sockets;
            class C(BlockingCollection<int> queue, TcpListener listener, EventWaitHandle signal)
            {
                private volatile bool stopping;
                void M(CancellationToken token, List<int> items, string path) => Task.Run(() => { {{work}} });
                bool Use(object item) => item is null;
                void Pump() { while (!stopping) { Use(queue.Take()); } }
            }
            """);
        return LastingWaits.In(run.Calls("C.M", "Run").First(), run.Model, EngineRun.Cancellation);
    }
}
