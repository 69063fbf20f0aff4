using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Which lock others wait for because of what is done under it, and when they would have to wait anyway.</summary>
public sealed class LockedWorkTests
{
    [Theory]
    [InlineData("lock (gate) { Work(); }", "gate")]
    [InlineData("lock (gate) { lock (other) { Work(); } }", "other")]
    [InlineData("lock (gate) { names.ForEach(_ => Work()); }", "gate")]
    [InlineData("lock (gate) { Inline(() => Work()); }", "gate")]
    [InlineData("lock (gate) { Inline(() => { lock (other) Work(); }); }", "other")]
    [InlineData("lock (gate) { names.ForEach(_ => names.ForEach(_ => Work())); }", "gate")]
    [InlineData("lock (gate) { Task.Run(() => Work()); }", null)]
    [InlineData("lock (gate) { later = () => Work(); }", null)]
    [InlineData("lock (gate) { names.ForEach(async _ => Work()); }", null)]
    [InlineData("lock (gate) { } Work();", null)]
    [InlineData("if (Monitor.TryEnter(gate)) { Work(); Monitor.Exit(gate); }", null)] // nobody waits for its end
    [InlineData("if (Monitor.TryEnter(gate, 100)) { Work(); Monitor.Exit(gate); }", "gate")]
    [InlineData("lock (other) { if (Monitor.TryEnter(gate)) { Work(); Monitor.Exit(gate); } }", "other")]
    [InlineData("using (Enter()) Work();", "Enter()")]
    [InlineData("using (Pass()) Work();", "Pass()")]
    [InlineData("using (Nothing()) Work();", null)]
    public void Lock_of_a_call(string statements, string? name)
    {
        var run = Run(statements);
        var (body, call) = Single(run, "Work");

        Assert.Equal(name, new LockedWork(run.Model).LockOf(body, call, EngineRun.Cancellation) is { } held ? Naming.Name(held) : null);
    }

    [Theory]
    [InlineData("Thread.Sleep(10);", "Sleep", true)]
    [InlineData("Dns.GetHostEntry(\"\");", "GetHostEntry", true)]
    [InlineData("http.Send(new HttpRequestMessage());", "Send", true)] // for many threads at once
    [InlineData("new TcpClient().Connect(\"\", 80);", "Connect", true)]
    [InlineData("socket.Send(new byte[1]);", "Send", false)] // one at a time is what the lock is for
    [InlineData("Forward();", "Forward", false)]
    [InlineData("Fetch();", "Fetch", true)]
    [InlineData("Nested();", "Nested", false)] // told where the nearer lock is
    [InlineData("signal.Wait();", "Wait", true)]
    [InlineData("semaphore.Wait();", "Wait", false)] // another lock
    [InlineData("try { } catch (Exception) { Thread.Sleep(10); }", "Sleep", false)]
    [InlineData("File.ReadAllText(\"\");", "ReadAllText", false)]
    public void Work_that_keeps_others_waiting(string statements, string callee, bool isKept)
    {
        var run = Run($"lock (gate) {{ {statements} }}");
        var (body, call) = Single(run, callee);
        var locks = new LockedWork(run.Model);

        Assert.Equal(isKept, run.Model.EffectsOf(body, call, EngineRun.Cancellation).Effects.Any(fact => Workloads.Blocks(fact.Effect) && locks.Around(body, call, fact, EngineRun.Cancellation) is not null));
    }

    private static (Body Body, CallSite Call) Single(EngineRun run, string callee) =>
        run.Body("M").SelfAndNested().SelectMany(static body => body.Calls, static (body, call) => (body, call)).Single(pair => pair.call.Target.Name == callee);

    private static EngineRun Run(string statements) => new($$"""
        using System.Net;
        using System.Net.Http;
        using System.Net.Sockets;

        class C(HttpClient http, Socket socket, ManualResetEventSlim signal, SemaphoreSlim semaphore)
        {
            private readonly object gate = new();
            private readonly object other = new();
            private readonly List<string> names = [];
            private readonly Socket socket = socket;
            private Action? later;

            public void M() { {{statements}} }

            private static bool Work() => Environment.ProcessorCount > 1;

            private static void Inline(Action action) => action();

            private void Forward() => socket.Send(new byte[1]);

            private static void Fetch() => Dns.GetHostEntry("");

            private void Nested() { lock (other) Thread.Sleep(10); }

            private IDisposable Enter() { Monitor.Enter(gate); return new Leave(gate); }

            private IDisposable Pass() => Enter();

            private IDisposable Nothing() { lock (gate) { } return new Leave(gate); }

            private sealed class Leave(object gate) : IDisposable { public void Dispose() => Monitor.Exit(gate); }
        }
        """);
}
