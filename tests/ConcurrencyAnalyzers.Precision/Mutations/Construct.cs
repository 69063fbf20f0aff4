using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>Where a construct can stand.</summary>
internal enum Ground
{
    /// <summary>In any method.</summary>
    AnyMethod,

    /// <summary>In a method with the keyword <c>async</c>.</summary>
    AsyncMethod,

    /// <summary>In a method that returns a task without being <c>async</c>.</summary>
    TaskMethod,

    /// <summary>In a method that is neither.</summary>
    SyncMethod,

    /// <summary>As a type of its own.</summary>
    Type,
}

/// <summary>One way to give code to a vehicle.</summary>
/// <param name="Name">How the tables call it.</param>
/// <param name="Around">The vehicles around the code that is given.</param>
/// <param name="Ground">Where it can stand.</param>
/// <param name="Source">
/// What is inserted: <c>$BODY$</c> is the code, <c>$GROUP$</c> the one method that it calls, <c>$ASYNC$</c> an expression that starts asynchronous I/O, <c>$N$</c> a number,
/// <c>$INPUT$</c> the type that holds what it works on, <c>$GIVEN$</c> a parameter more for what the code is given.
/// What is between <c>⟦</c> and <c>⟧</c> is where the diagnostic has to stand.
/// </param>
internal sealed record Construct(string Name, Vehicle[] Around, Ground Ground, string Source)
{
    private const string Tasks = "global::System.Threading.Tasks.";
    private const string Threads = "global::System.Threading.";
    // How many there are nobody has chosen.
    private const string Input = "global::System.Environment.GetCommandLineArgs()";
    private const string Items = "global::System.Linq.Enumerable.Range(0, 100)";

    public string[] Needs { get; init; } = [];

    /// <summary>Where the cell has rules for several constructs: the one for this.</summary>
    public string? Rule { get; private init; }

    /// <summary>What the vehicle is given lives as long as the program: a thread of its own is right for it, whatever it does.</summary>
    public bool LivesLong { get; init; }

    /// <summary>How much the work computes that it is drawn with; one that stands here twice is drawn twice as often. Empty in the first repertoire.</summary>
    public Load[] Loads { get; init; } = [];

    /// <summary>The conditions that hold for it, in the words of the table's cells.</summary>
    public string[] Holds { get; init; } = [];

    /// <summary>What it has that is beside the table's cells, in the table's words.</summary>
    public string? Beside { get; init; }

    /// <summary>The work with which that is a mismatch.</summary>
    public Load[] BesideWith { get; init; } = [];

    /// <summary>The work for which it is right as it is, although the vehicle by itself is not.</summary>
    public Load[] FitsFor { get; init; } = [];

    /// <summary>The members of <c>$INPUT$</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Types that stand in for a framework where the code base does not have it: the one that is looked for, and the source.</summary>
    public (string Type, string Source)? Stub { get; init; }

    public static IReadOnlyList<Construct> All { get; } = [.. AsyncCode(), .. Pool(), .. Threading(), .. Loops(), .. Callbacks(), .. Locks(), .. Hosts(), .. Asynchronous()];

    public bool TakesGroup => Source.Contains("$GROUP$", StringComparison.Ordinal);

    public bool TakesAsync => Source.Contains("$ASYNC$", StringComparison.Ordinal);

    public Vehicle Vehicle => Around[0];

    public bool IsAvailable(Compilation compilation) => Needs.All(need => Known.Has(compilation, need));

    /// <summary>What the pages of the rules leave out on purpose is not inserted: no rule could be right about it.</summary>
    public bool Suits(WorkloadTemplate workload, Compilation compilation) => (workload.Effect, Vehicle) switch
    {
        _ when workload.Load != Load.None => true,
        (Effect.AwaitsIo, _) => TakesAsync,
        _ when TakesAsync => false,
        (Effect.Computes, Vehicle.RawThread or Vehicle.UiThread) => true,
        (Effect.Computes, _) => false,

        // Work on the pool and on threads is reported where an asynchronous form exists.
        (Effect.Network or Effect.Database or Effect.File or Effect.Process or Effect.StandardInput, Vehicle.PoolWorkItem or Vehicle.RawThread) => workload.HasCounterpart(compilation),

        // Loops over local files are what these loops are good at, and a lock around a file is nobody's finding.
        (Effect.File, Vehicle.ParallelLoop or Vehicle.Plinq or Vehicle.HeldLock) => false,

        // A lock may be there for the one connection, command or signal that is used while it is held.
        (Effect.Network or Effect.Database or Effect.Wait, Vehicle.HeldLock) => workload.State.Length == 0 && workload.Passed is null,
        _ => true,
    };

    private static IEnumerable<Construct> AsyncCode() =>
    [
        new("async method", [Vehicle.AsyncCode], Ground.AsyncMethod, "⟦$BODY$⟧"),
        new("method that returns a task", [Vehicle.AsyncCode], Ground.TaskMethod, "⟦$BODY$⟧"),
        new("async lambda", [Vehicle.AsyncCode], Ground.AnyMethod, $"global::System.Func<{Tasks}Task> mutant$N$ = async () => {{ await {Tasks}Task.Yield(); ⟦$BODY$⟧ }}; mutant$N$();"),
        new("async local function", [Vehicle.AsyncCode], Ground.AnyMethod, $"mutant$N$(); async {Tasks}Task mutant$N$() {{ await {Tasks}Task.Yield(); ⟦$BODY$⟧ }}"),
        new("async iterator", [Vehicle.AsyncCode], Ground.AnyMethod, $"mutant$N$(); async global::System.Collections.Generic.IAsyncEnumerable<int> mutant$N$() {{ await {Tasks}Task.Yield(); ⟦$BODY$⟧ yield return 1; }}")
        {
            Needs = ["System.Collections.Generic.IAsyncEnumerable`1"],
        },
    ];

    private static IEnumerable<Construct> Pool() =>
    [
        new("Task.Run", [Vehicle.PoolWorkItem], Ground.AnyMethod, $"⟦{Tasks}Task.Run(() => {{ $BODY$ }});⟧"),
        new("Task.Run of a method", [Vehicle.PoolWorkItem], Ground.AnyMethod, $"⟦{Tasks}Task.Run(new global::System.Action($GROUP$));⟧"),
        new("await Task.Run", [Vehicle.PoolWorkItem], Ground.AsyncMethod, $"⟦await {Tasks}Task.Run(() => {{ $BODY$ }}).ConfigureAwait(false);⟧"),
        new("Task.Factory.StartNew", [Vehicle.PoolWorkItem], Ground.AnyMethod, $"⟦{Tasks}Task.Factory.StartNew(() => {{ $BODY$ }});⟧"),
        new("ThreadPool.QueueUserWorkItem", [Vehicle.PoolWorkItem], Ground.AnyMethod, $"⟦{Threads}ThreadPool.QueueUserWorkItem(mutantState$N$ => {{ $BODY$ }});⟧"),
    ];

    private static IEnumerable<Construct> Threading() =>
    [
        new("thread per item", [Vehicle.RawThread], Ground.SyncMethod,
            $"⟦foreach (var mutantItem$N$ in {Input}) {{ new {Threads}Thread(() => {{ global::System.GC.KeepAlive(mutantItem$N$); $BODY$ }}).Start(); }}⟧"),
        new("thread per item, joined", [Vehicle.RawThread], Ground.SyncMethod,
            $"⟦var mutantThreads$N$ = new global::System.Collections.Generic.List<{Threads}Thread>(); foreach (var mutantItem$N$ in {Input}) {{ var mutantThread$N$ = new {Threads}Thread(() => {{ global::System.GC.KeepAlive(mutantItem$N$); $BODY$ }}); mutantThread$N$.Start(); mutantThreads$N$.Add(mutantThread$N$); }} foreach (var mutantThread$N$ in mutantThreads$N$) {{ mutantThread$N$.Join(); }}⟧"),
        new("dedicated thread", [Vehicle.RawThread], Ground.SyncMethod,
            $"⟦new {Threads}Thread(() => {{ while (true) {{ $BODY$ }} }}) {{ IsBackground = true }}.Start();⟧") { LivesLong = true },
        new("LongRunning task", [Vehicle.LongRunningTask], Ground.AnyMethod,
            $"⟦{Tasks}Task.Factory.StartNew(() => {{ while (true) {{ $BODY$ }} }}, {Threads}CancellationToken.None, {Tasks}TaskCreationOptions.LongRunning, {Tasks}TaskScheduler.Default);⟧") { LivesLong = true },
    ];

    private static IEnumerable<Construct> Loops() =>
    [
        new("Parallel.For", [Vehicle.ParallelLoop], Ground.SyncMethod, $"⟦{Tasks}Parallel.For(0, 100, mutantItem$N$ => {{ $BODY$ }});⟧"),
        new("Parallel.ForEach", [Vehicle.ParallelLoop], Ground.AnyMethod, $"⟦{Tasks}Parallel.ForEach({Items}, mutantItem$N$ => {{ $BODY$ }});⟧"),
        new("Parallel.Invoke", [Vehicle.ParallelLoop], Ground.AnyMethod, $"⟦{Tasks}Parallel.Invoke(() => {{ $BODY$ }}, () => {{ global::System.GC.KeepAlive(null); }});⟧"),
        new("PLINQ Select", [Vehicle.Plinq], Ground.AnyMethod,
            $"⟦global::System.Linq.ParallelEnumerable.ToList(global::System.Linq.ParallelEnumerable.Select(global::System.Linq.ParallelEnumerable.AsParallel({Items}), mutantItem$N$ => {{ $BODY$ return mutantItem$N$; }}));⟧"),
        new("PLINQ ForAll", [Vehicle.Plinq], Ground.AnyMethod,
            $"⟦global::System.Linq.ParallelEnumerable.ForAll(global::System.Linq.ParallelEnumerable.AsParallel({Items}), mutantItem$N$ => {{ $BODY$ }});⟧"),
        new("Parallel.ForEachAsync", [Vehicle.AsyncLoop, Vehicle.AsyncCode], Ground.AsyncMethod,
            $"await {Tasks}Parallel.ForEachAsync({Items}, async (mutantItem$N$, mutantToken$N$) => {{ await {Tasks}Task.Yield(); ⟦$BODY$⟧ }});") { Needs = ["System.Threading.Tasks.Parallel::ForEachAsync"] },
        new("WhenAll over Select", [Vehicle.FanOut, Vehicle.AsyncCode], Ground.AnyMethod,
            $"{Tasks}Task.WhenAll(global::System.Linq.Enumerable.Select({Items}, async mutantItem$N$ => {{ await {Tasks}Task.Yield(); ⟦$BODY$⟧ }}));"),
    ];

    private static IEnumerable<Construct> Callbacks() =>
    [
        new("Threading.Timer", [Vehicle.Callback], Ground.AnyMethod, $"⟦global::System.GC.KeepAlive(new {Threads}Timer(mutantState$N$ => {{ $BODY$ }}, null, 0, 1000));⟧"),
        new("Timers.Timer", [Vehicle.Callback], Ground.AnyMethod, "⟦new global::System.Timers.Timer(1000).Elapsed += (mutantSender$N$, mutantArguments$N$) => { $BODY$ };⟧") { Needs = ["System.Timers.Timer"] },
        new("ContinueWith", [Vehicle.Callback], Ground.AnyMethod, $"⟦{Tasks}Task.Delay(1).ContinueWith(mutantTask$N$ => {{ $BODY$ }});⟧"),
    ];

    private static IEnumerable<Construct> Locks() =>
    [
        new("lock in async code", [Vehicle.HeldLock, Vehicle.AsyncCode], Ground.AsyncMethod, "⟦lock (typeof(global::System.Console)) { $BODY$ }⟧"),
        new("lock in synchronous code", [Vehicle.HeldLock], Ground.SyncMethod, "⟦lock (typeof(global::System.Console)) { $BODY$ }⟧"),
    ];

    private static IEnumerable<Construct> Hosts()
    {
        const string mvc = "Microsoft.AspNetCore.Mvc.ControllerBase";
        const string hosted = "Microsoft.Extensions.Hosting.BackgroundService";
        return
        [
            new("controller action", [Vehicle.Request], Ground.Type,
                "public class Mutant$N$Controller : global::Microsoft.AspNetCore.Mvc.ControllerBase { [global::Microsoft.AspNetCore.Mvc.HttpGet(\"/mutant\")] public string Get() { ⟦$BODY$⟧ return \"done\"; } }") { Needs = [mvc] },
            new("async controller action", [Vehicle.AsyncCode], Ground.Type,
                $"public class Mutant$N$Controller : global::Microsoft.AspNetCore.Mvc.ControllerBase {{ [global::Microsoft.AspNetCore.Mvc.HttpGet(\"/mutant\")] public async {Tasks}Task<string> Get() {{ await {Tasks}Task.Yield(); ⟦$BODY$⟧ return \"done\"; }} }}") { Needs = [mvc] },
            new("minimal API handler", [Vehicle.Request], Ground.AnyMethod,
                "⟦global::Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet((global::Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)null, \"/mutant\", () => { $BODY$ return \"done\"; });⟧")
            {
                Needs = ["Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions"],
            },
            new("background service", [Vehicle.AsyncCode], Ground.Type,
                $"public class Mutant$N$Service : global::Microsoft.Extensions.Hosting.BackgroundService {{ protected override async {Tasks}Task ExecuteAsync({Threads}CancellationToken token) {{ await {Tasks}Task.Yield(); ⟦$BODY$⟧ }} }}") { Needs = [hosted] },
            new("grain", [Vehicle.UiThread, Vehicle.AsyncCode], Ground.Type,
                $"public class Mutant$N$Grain : global::Orleans.Grain {{ public async {Tasks}Task Poke() {{ await {Tasks}Task.Yield(); ⟦$BODY$⟧ }} }}") { Needs = ["Orleans.Grain"] },
            new("Windows Forms handler", [Vehicle.UiThread], Ground.Type,
                "public class Mutant$N$Form : global::System.Windows.Forms.Form { public Mutant$N$Form() { Click += OnClick; } private void OnClick(object sender, global::System.EventArgs e) { ⟦$BODY$⟧ } }") { Needs = ["System.Windows.Forms.Form"] },
            new("WPF handler", [Vehicle.UiThread], Ground.Type,
                "public class Mutant$N$Window : global::System.Windows.Window { public Mutant$N$Window() { Closed += OnClosed; } private void OnClosed(object sender, global::System.EventArgs e) { ⟦$BODY$⟧ } }") { Needs = ["System.Windows.Window"] },
        ];
    }

    private static IEnumerable<Construct> Asynchronous() =>
    [
        new("await Task.Run over async", [Vehicle.PoolWorkItem], Ground.AsyncMethod, $"⟦await {Tasks}Task.Run(() => $ASYNC$).ConfigureAwait(false);⟧") { Rule = "CONC401" },
        new("StartNew with an async lambda", [Vehicle.PoolWorkItem], Ground.AnyMethod, $"⟦{Tasks}Task.Factory.StartNew(async () => {{ await $ASYNC$; }});⟧") { Rule = "CONC404" },
        new("LongRunning with an async lambda", [Vehicle.LongRunningTask], Ground.AnyMethod, $"⟦{Tasks}Task.Factory.StartNew(async () => {{ await $ASYNC$; }}, {Threads}CancellationToken.None, {Tasks}TaskCreationOptions.LongRunning, {Tasks}TaskScheduler.Default);⟧"),
        new("thread with an async lambda", [Vehicle.RawThread], Ground.AnyMethod, $"⟦new {Threads}Thread(async () => {{ await $ASYNC$; }}).Start();⟧"),
        new("Parallel.ForEach with an async lambda", [Vehicle.ParallelLoop], Ground.AnyMethod, $"⟦{Tasks}Parallel.ForEach({Items}, async mutantItem$N$ => {{ await $ASYNC$; }});⟧"),
        new("PLINQ ForAll with an async lambda", [Vehicle.Plinq], Ground.AnyMethod, $"⟦global::System.Linq.ParallelEnumerable.ForAll(global::System.Linq.ParallelEnumerable.AsParallel({Items}), async mutantItem$N$ => {{ await $ASYNC$; }});⟧"),
        new("Timer with an async lambda", [Vehicle.Callback], Ground.AnyMethod, $"⟦global::System.GC.KeepAlive(new {Threads}Timer(async mutantState$N$ => {{ await $ASYNC$; }}, null, 0, 1000));⟧"),
    ];
}
