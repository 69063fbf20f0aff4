using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>When asynchronous code leaves the thread that it is started on.</summary>
public sealed class DepartureTests
{
    [Theory]
    [InlineData("Never", "() => Work()")]
    [InlineData("Never", "Work")]
    [InlineData("Never", "() => Task.CompletedTask")]
    [InlineData("Never", "async () => { }")]
    [InlineData("Never", "async () => await Task.FromResult(1)")]
    [InlineData("Never", "async () => await Ready()")]
    [InlineData("Never", "() => Ready()")]
    [InlineData("Never", "() => { if (on) return Task.CompletedTask; return Ready(); }")]
    [InlineData("Never", "async () => { var kept = new MemoryStream(); await kept.WriteAsync(new byte[1]); await kept.FlushAsync().ConfigureAwait(false); }")]
    [InlineData("Never", "async () => { using var reader = new StreamReader(new MemoryStream()); await reader.ReadLineAsync(); }")]
    [InlineData("Never", "async () => { await using var kept = new MemoryStream(); await new StringReader(\"\").ReadToEndAsync(); }")]
    [InlineData("Early", "async () => { var kept = new MemoryStream(); await kept.CopyToAsync(other); }")]
    [InlineData("Early", "async () => { await using var kept = File.OpenRead(\"x\"); }")]
    [InlineData("Early", "async () => await Task.Delay(1)")]
    [InlineData("Early", "() => Task.Delay(1)")]
    [InlineData("Early", "Pause")]
    [InlineData("Early", "() => Pause()")]
    [InlineData("Early", "async () => await Pause().ConfigureAwait(false)")]
    [InlineData("Early", "() => { if (on) return Task.CompletedTask; return Pause(); }")]
    [InlineData("Early", "() => on ? Task.CompletedTask : Pause()")]
    [InlineData("Early", "async () => { var pause = Pause(); Work(); await pause; }")]
    [InlineData("Early", "async () => await field")]
    [InlineData("Early", "() => field")]
    [InlineData("Early", "store.Save")]
    [InlineData("Early", "Itself")]
    [InlineData("Early", "async () => { await Throws(); }")] // says nothing of its heirs
    [InlineData("Late", "async () => { while (!stopped) Work(); await Pause(); }")]
    [InlineData("Late", "async () => { Serve(); await Pause(); }")]
    [InlineData("Late", "() => { while (!stopped) Work(); return Pause(); }")]
    [InlineData("Late", "ServeThenPause")]
    [InlineData("Late", "async () => await ServeThenPause()")]
    [InlineData("Late", "() => ServeThenPause()")]
    [InlineData("Late", "async () => { var served = ServeThenPause(); await Pause(); await served; }")]
    [InlineData("Perhaps", "async () => { if (on) await Pause(); }")]
    [InlineData("Perhaps", "async () => { if (on) Serve(); else await Pause(); }")]
    [InlineData("Perhaps", "async () => { if (on) Serve(); await Ready(); }")]
    [InlineData("Perhaps", "async () => { _ = on && await Task.FromResult(await Number()) > 0; }")]
    [InlineData("Perhaps", "async () => { _ = on switch { true => await Number(), _ => 0 }; }")]
    [InlineData("Perhaps", "async () => { string? text = null; text ??= (await Number()).ToString(); }")]
    [InlineData("Perhaps", "work")]
    [InlineData("Perhaps", "async () => await work()")]
    [InlineData("Perhaps", "() => work()")]
    [InlineData("Perhaps", "mixed.Save")]
    public void It_leaves_where_its_first_task_is_pending(string departure, string work) => Assert.Equal(Enum.Parse<Departure>(departure), Of(work));

    private static Departure Of(string work)
    {
        var run = new EngineRun($$"""
            interface IStore { Task Save(); }
            interface IMixed { Task Save(); }
            class Quick : IMixed { public async Task Save() => await Task.Delay(1); }
            class Slow : IMixed { public Task Save() => Task.CompletedTask; }
            class Absent : IMixed { public Task Save() => throw new NotImplementedException(); }
            class C
            {
                volatile bool stopped;
                Task field = Task.CompletedTask;
                Stream other = Stream.Null;
                void Run(Action work) { }
                void Run<T>(Func<T> work) { }
                void M(Func<Task> work, IStore store, IMixed mixed, bool on) { Run({{work}}); stopped = true; }
                void Work() { }
                void Serve() { while (!stopped) Work(); }
                async Task Pause() { await Task.Delay(1); Work(); }
                async Task<int> Number() { await Task.Delay(1); return 1; }
                async Task Ready() { Work(); await Task.CompletedTask; }
                async Task Itself() { await Itself(); }
                Task Throws() => throw new NotSupportedException();
                async Task ServeThenPause() { Serve(); await Pause(); }
            }
            """);
        return Departures.Of(run.Calls("M", "Run").Single().Delegates[0], run.Model, EngineRun.Cancellation);
    }
}
