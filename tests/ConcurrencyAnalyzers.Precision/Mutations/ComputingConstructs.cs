using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>The constructs of the columns about computation and of the conditions about how much is done at once, and look-alikes that are right.</summary>
internal static class ComputingConstructs
{
    private const string Tasks = "global::System.Threading.Tasks.";
    private const string Threads = "global::System.Threading.";
    private const string Query = "global::System.Linq.Enumerable.";
    private const string Parallel = "global::System.Linq.ParallelEnumerable.";
    private const string List = "global::System.Collections.Generic.List";
    private const string Item = "mutantItem$N$";
    private const string LongRunning = $"{Threads}CancellationToken.None, {Tasks}TaskCreationOptions.LongRunning, {Tasks}TaskScheduler.Default";

    // How many there are nobody has chosen.
    private const string Items = "internal static global::System.Collections.Generic.List<int> Items { get; set; }";
    private const string Slots = Items + " internal static int[] Slots { get; set; }";
    private const string Hosts = "internal static global::System.Collections.Generic.List<string> Hosts { get; set; }";

    private const string PerItem = "per item";
    private const string TooWide = "too wide";
    private const string Shared = "what the threads of a construct share";
    private const string Token = "a token is at hand that the loop does not look at";
    private const string Argument = "which parameter an argument is bound to";

    private static readonly Load[] Any = [Load.Heavy, Load.Small, Load.Tiny];
    private static readonly Load[] MostlyHeavy = [Load.Heavy, Load.Heavy, Load.Heavy, Load.Small, Load.Tiny];
    private static readonly Load[] MostlyTiny = [Load.Tiny, Load.Tiny, Load.Tiny, Load.Small, Load.Heavy];
    private static readonly Load[] Heavy = [Load.Heavy];
    private static readonly Load[] Tiny = [Load.Tiny];

    public static IReadOnlyList<Construct> All { get; } =
        [.. Turns(), .. AsyncLoops(), .. ItemTasks(), .. Loops(), .. Queries(), .. Degrees(), .. SharedState(), .. Tokens(), .. ItemThreads(), .. LongTasks(), .. States(), .. FanOuts()];

    private static IEnumerable<Construct> Turns()
    {
        const string forms = "namespace System.Windows.Forms { public class Control { public event global::System.EventHandler Click; protected virtual void OnLoad(global::System.EventArgs e) { if (Click != null) { Click(this, e); } } } public class Form : Control { } }";
        const string wpf = "namespace System.Windows { public class UIElement { } public class Window : UIElement { public event global::System.EventHandler Closed; protected void OnClosed(global::System.EventArgs e) { if (Closed != null) { Closed(this, e); } } } }";
        const string grains = "namespace Orleans { public interface IGrain { } public class Grain : IGrain { } }";
        return
        [
            new("Windows Forms handler", [Vehicle.UiThread], Ground.Type,
                "public class Mutant$N$Form : global::System.Windows.Forms.Form { public Mutant$N$Form() { Click += OnClick$N$; } private void OnClick$N$(object sender, global::System.EventArgs e) { ⟦$BODY$⟧ } }")
            { Loads = MostlyHeavy, Stub = ("System.Windows.Forms.Form", forms) },
            new("Windows Forms override", [Vehicle.UiThread], Ground.Type,
                "public class Mutant$N$Form : global::System.Windows.Forms.Form { protected override void OnLoad(global::System.EventArgs e) { base.OnLoad(e); ⟦$BODY$⟧ } }")
            { Loads = MostlyHeavy, Stub = ("System.Windows.Forms.Form", forms) },
            new("WPF handler", [Vehicle.UiThread], Ground.Type,
                "public class Mutant$N$Window : global::System.Windows.Window { public Mutant$N$Window() { Closed += OnClosed$N$; } private void OnClosed$N$(object sender, global::System.EventArgs e) { ⟦$BODY$⟧ } }")
            { Loads = MostlyHeavy, Stub = ("System.Windows.Window", wpf) },
            new("asynchronous handler", [Vehicle.UiThread, Vehicle.AsyncCode], Ground.Type,
                $"public class Mutant$N$Form : global::System.Windows.Forms.Form {{ public Mutant$N$Form() {{ Click += async (sender, e) => {{ await {Tasks}Task.Delay(10); ⟦$BODY$⟧ }}; }} }}")
            { Loads = MostlyHeavy, Stub = ("System.Windows.Forms.Form", forms) },
            new("grain", [Vehicle.UiThread, Vehicle.AsyncCode], Ground.Type,
                $"public interface IMutant$N$Grain : global::Orleans.IGrain {{ {Tasks}Task PokeAsync(); }} public class Mutant$N$Grain : global::Orleans.Grain, IMutant$N$Grain {{ public async {Tasks}Task PokeAsync() {{ await {Tasks}Task.Yield(); ⟦$BODY$⟧ }} }}")
            { Loads = MostlyHeavy, Stub = ("Orleans.Grain", grains) },
            new("game loop", [Vehicle.UiThread], Ground.Type, "public class Mutant$N$Player : global::UnityEngine.MonoBehaviour { private void Update() { ⟦$BODY$⟧ } }")
            { Loads = MostlyHeavy, Stub = ("UnityEngine.MonoBehaviour", "namespace UnityEngine { public class MonoBehaviour { } }") },
            new("handler that offloads", [Vehicle.PoolWorkItem], Ground.Type,
                $"public class Mutant$N$Form : global::System.Windows.Forms.Form {{ public Mutant$N$Form() {{ Click += OnClick$N$; }} private async void OnClick$N$(object sender, global::System.EventArgs e) {{ ⟦await {Tasks}Task.Run(() => {{ $BODY$ }});⟧ }} }}")
            { Loads = Heavy, Stub = ("System.Windows.Forms.Form", forms) },
        ];
    }

    private static IEnumerable<Construct> AsyncLoops()
    {
        const string each = "System.Threading.Tasks.Parallel::ForEachAsync";
        return
        [
            new("ForEachAsync that awaits nothing", [Vehicle.AsyncLoop], Ground.AsyncMethod,
                $"⟦await {Tasks}Parallel.ForEachAsync($INPUT$.Items, ({Item}, mutantToken$N$) => {{ $BODY$ return default(global::System.Threading.Tasks.ValueTask); }}).ConfigureAwait(false);⟧") { Needs = [each], Loads = Any, State = Items },
            new("ForEachAsync with an async lambda that awaits nothing", [Vehicle.AsyncLoop], Ground.AsyncMethod,
                $"⟦await {Tasks}Parallel.ForEachAsync($INPUT$.Items, async ({Item}, mutantToken$N$) => {{ $BODY$ await {Tasks}Task.CompletedTask; }}).ConfigureAwait(false);⟧") { Needs = [each], Loads = Any, State = Items },
            new("ForAsync that awaits nothing", [Vehicle.AsyncLoop], Ground.AsyncMethod,
                $"⟦await {Tasks}Parallel.ForAsync(0, $INPUT$.Items.Count, ({Item}, mutantToken$N$) => {{ $BODY$ return default(global::System.Threading.Tasks.ValueTask); }}).ConfigureAwait(false);⟧") { Needs = ["System.Threading.Tasks.Parallel::ForAsync"], Loads = Any, State = Items },
            new("ForEachAsync that also awaits", [Vehicle.AsyncLoop], Ground.AsyncMethod,
                $"⟦await {Tasks}Parallel.ForEachAsync($INPUT$.Items, async ({Item}, mutantToken$N$) => {{ $BODY$ await {Tasks}Task.Delay({Item}, mutantToken$N$).ConfigureAwait(false); }}).ConfigureAwait(false);⟧") { Needs = [each], Loads = Any, FitsFor = Any, State = Items },
        ];
    }

    private static IEnumerable<Construct> ItemTasks() =>
    [
        new("Task.Run for each item", [Vehicle.PoolWorkItem, Vehicle.FanOut], Ground.AsyncMethod,
            $"await {Tasks}Task.WhenAll({Query}Select($INPUT$.Items, {Item} => ⟦{Tasks}Task.Run(() => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }})⟧)).ConfigureAwait(false);") { Loads = MostlyTiny, Holds = [PerItem], State = Slots },
        new("Task.Run with a result for each item", [Vehicle.PoolWorkItem, Vehicle.FanOut], Ground.AsyncMethod,
            $"global::System.GC.KeepAlive(await {Tasks}Task.WhenAll({Query}Select($INPUT$.Items, {Item} => ⟦{Tasks}Task.Run(() => {{ $BODY$ return {Item} * 3; }})⟧)).ConfigureAwait(false));") { Loads = MostlyTiny, Holds = [PerItem], State = Items },
        new("tasks of a loop", [Vehicle.PoolWorkItem, Vehicle.FanOut], Ground.AsyncMethod,
            $"var mutantTasks$N$ = new {List}<{Tasks}Task>(); foreach (var {Item} in $INPUT$.Items) {{ mutantTasks$N$.Add(⟦{Tasks}Task.Factory.StartNew(() => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }})⟧); }} await {Tasks}Task.WhenAll(mutantTasks$N$).ConfigureAwait(false);") { Loads = MostlyTiny, Holds = [PerItem], State = Slots },
        new("tasks for a few items", [Vehicle.PoolWorkItem, Vehicle.FanOut], Ground.AsyncMethod,
            $"await {Tasks}Task.WhenAll({Query}Select(new[] {{ 1, 2, 3 }}, {Item} => ⟦{Tasks}Task.Run(() => {{ $BODY$ return {Item} * 3; }})⟧)).ConfigureAwait(false);") { Loads = Tiny, FitsFor = Tiny, Holds = [PerItem] },
        new("one Task.Run", [Vehicle.PoolWorkItem], Ground.AsyncMethod, $"⟦await {Tasks}Task.Run(() => {{ $BODY$ }}).ConfigureAwait(false);⟧") { Loads = Any },
    ];

    private static IEnumerable<Construct> Loops() =>
    [
        new("Parallel.For", [Vehicle.ParallelLoop], Ground.SyncMethod, $"⟦{Tasks}Parallel.For(0, $INPUT$.Items.Count, {Item} => {{ $INPUT$.Slots[{Item}] = {Item} * 3; $BODY$ }});⟧") { Loads = MostlyTiny, State = Slots },
        new("Parallel.ForEach", [Vehicle.ParallelLoop], Ground.AnyMethod, $"⟦{Tasks}Parallel.ForEach($INPUT$.Items, {Item} => {{ $INPUT$.Slots[{Item}] = {Item} * 3; $BODY$ }});⟧") { Loads = MostlyTiny, State = Slots },
        new("Parallel.For with a token", [Vehicle.ParallelLoop], Ground.AnyMethod,
            $"⟦{Tasks}Parallel.For(0, $INPUT$.Items.Count, new {Tasks}ParallelOptions {{ CancellationToken = $INPUT$.Stopping.Token }}, {Item} => {{ $INPUT$.Slots[{Item}] = {Item} * 3; $BODY$ }});⟧") { Loads = MostlyTiny, State = Slots + $" internal static readonly {Threads}CancellationTokenSource Stopping = new {Threads}CancellationTokenSource();" },
        new("Parallel.ForEach over ranges", [Vehicle.ParallelLoop], Ground.AnyMethod,
            $"⟦{Tasks}Parallel.ForEach(global::System.Collections.Concurrent.Partitioner.Create(0, $INPUT$.Items.Count), mutantRange$N$ => {{ for (var {Item} = mutantRange$N$.Item1; {Item} < mutantRange$N$.Item2; {Item}++) {{ $INPUT$.Slots[{Item}] = {Item} * 3; $BODY$ }} }});⟧") { Loads = Tiny, FitsFor = Tiny, State = Slots },
    ];

    private static IEnumerable<Construct> Queries()
    {
        const string idle = "no-op";
        return
        [
            new("AsParallel behind the work", [Vehicle.Plinq], Ground.AnyMethod, $"global::System.GC.KeepAlive(⟦{Parallel}ToList({Parallel}AsParallel({Query}Select($INPUT$.Items, {Item} => {{ $BODY$ return {Item}; }})))⟧);") { Loads = Heavy, Holds = [idle], State = Items },
            new("foreach over AsParallel", [Vehicle.Plinq], Ground.AnyMethod, $"foreach (var {Item} in ⟦{Parallel}AsParallel($INPUT$.Items)⟧) {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }}") { Loads = Heavy, Holds = [idle], State = Slots },
            new("AsParallel with work in ToDictionary", [Vehicle.Plinq], Ground.AnyMethod, $"global::System.GC.KeepAlive(⟦{Parallel}ToDictionary({Parallel}AsParallel($INPUT$.Items), {Item} => {{ $BODY$ return {Item}; }})⟧);") { Loads = Heavy, Holds = [idle], State = Items },
            new("AsParallel and AsSequential", [Vehicle.Plinq], Ground.AnyMethod, $"global::System.GC.KeepAlive({Query}ToList({Query}Select(⟦{Parallel}AsSequential({Parallel}AsParallel($INPUT$.Items))⟧, {Item} => {{ $BODY$ return {Item}; }})));") { Loads = Heavy, Holds = [idle], State = Items },
            new("PLINQ Select", [Vehicle.Plinq], Ground.AnyMethod, $"global::System.GC.KeepAlive(⟦{Parallel}ToList({Parallel}Select({Parallel}AsParallel($INPUT$.Items), {Item} => {{ $BODY$ return {Item}; }}))⟧);") { Loads = Any, State = Items },
            new("PLINQ ForAll", [Vehicle.Plinq], Ground.AnyMethod, $"⟦{Parallel}ForAll({Parallel}AsParallel($INPUT$.Items), {Item} => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }});⟧") { Loads = Any, State = Slots },
        ];
    }

    private static IEnumerable<Construct> Degrees() =>
    [
        new("Parallel.For, 64 wide", [Vehicle.ParallelLoop], Ground.AnyMethod,
            $"⟦{Tasks}Parallel.For(0, $INPUT$.Items.Count, new {Tasks}ParallelOptions {{ MaxDegreeOfParallelism = 64 }}, {Item} => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }});⟧") { Loads = [Load.Heavy, Load.Heavy, Load.Small], Holds = [TooWide], State = Slots },
        new("Parallel.ForEach, four for each core", [Vehicle.ParallelLoop], Ground.AnyMethod,
            $"⟦var mutantOptions$N$ = new {Tasks}ParallelOptions {{ MaxDegreeOfParallelism = global::System.Environment.ProcessorCount * 4 }}; {Tasks}Parallel.ForEach($INPUT$.Items, mutantOptions$N$, {Item} => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }});⟧") { Loads = [Load.Heavy, Load.Heavy, Load.Small], Holds = [TooWide], State = Slots },
        new("PLINQ, 32 wide", [Vehicle.Plinq], Ground.AnyMethod,
            $"global::System.GC.KeepAlive(⟦{Parallel}ToList({Parallel}Select({Parallel}WithDegreeOfParallelism({Parallel}AsParallel($INPUT$.Items), 32), {Item} => {{ $BODY$ return {Item}; }}))⟧);") { Loads = [Load.Heavy, Load.Heavy, Load.Small], Holds = [TooWide], State = Items },
        new("Parallel.ForEach, one for each core", [Vehicle.ParallelLoop], Ground.AnyMethod,
            $"⟦{Tasks}Parallel.ForEach($INPUT$.Items, new {Tasks}ParallelOptions {{ MaxDegreeOfParallelism = global::System.Environment.ProcessorCount }}, {Item} => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }});⟧") { Loads = Heavy, State = Slots },
        new("Parallel.For, as wide as is set", [Vehicle.ParallelLoop], Ground.AnyMethod,
            $"⟦{Tasks}Parallel.For(0, $INPUT$.Items.Count, new {Tasks}ParallelOptions {{ MaxDegreeOfParallelism = $INPUT$.Wide }}, {Item} => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }});⟧") { Loads = Heavy, State = Slots + " internal static int Wide { get; set; }" },
        new("Parallel.For within Parallel.ForEach", [Vehicle.ParallelLoop], Ground.AnyMethod,
            $"⟦{Tasks}Parallel.ForEach($INPUT$.Items, mutantOuter$N$ => {{ {Tasks}Parallel.For(0, $INPUT$.Items.Count, {Item} => {{ $INPUT$.Slots[{Item}] = mutantOuter$N$; $BODY$ }}); }});⟧") { Loads = Heavy, State = Slots },
    ];

    private static IEnumerable<Construct> SharedState()
    {
        const string sum = "var mutantSum$N$ = 0L; ";
        const string gate = "var mutantGate$N$ = new object(); ";
        const string used = " global::System.GC.KeepAlive(mutantSum$N$);";
        return
        [
            new("sum without protection", [Vehicle.ParallelLoop], Ground.AnyMethod, $"{sum}⟦{Tasks}Parallel.For(0, $INPUT$.Items.Count, {Item} => {{ $BODY$ mutantSum$N$ += {Item}; }});⟧{used}") { Loads = Any, Beside = Shared, BesideWith = Any, State = Items },
            new("list without protection", [Vehicle.ParallelLoop], Ground.AnyMethod,
                $"var mutantList$N$ = new {List}<int>(); ⟦{Tasks}Parallel.ForEach($INPUT$.Items, {Item} => {{ $BODY$ mutantList$N$.Add({Item}); }});⟧ global::System.GC.KeepAlive(mutantList$N$);") { Loads = Any, Beside = Shared, BesideWith = Any, State = Items },
            new("sum without protection in ForAll", [Vehicle.Plinq], Ground.AnyMethod, $"{sum}⟦{Parallel}ForAll({Parallel}AsParallel($INPUT$.Items), {Item} => {{ $BODY$ mutantSum$N$ += {Item}; }});⟧{used}") { Loads = Any, Beside = Shared, BesideWith = Any, State = Items },
            new("sum under a lock", [Vehicle.ParallelLoop], Ground.AnyMethod, $"{sum}{gate}⟦{Tasks}Parallel.For(0, $INPUT$.Items.Count, {Item} => {{ $BODY$ lock (mutantGate$N$) {{ mutantSum$N$ += {Item}; }} }});⟧{used}") { Loads = MostlyTiny, Beside = Shared, BesideWith = Tiny, State = Items },
            new("sum by Interlocked", [Vehicle.ParallelLoop], Ground.AnyMethod, $"{sum}⟦{Tasks}Parallel.ForEach($INPUT$.Items, {Item} => {{ $BODY$ {Threads}Interlocked.Add(ref mutantSum$N$, {Item}); }});⟧{used}") { Loads = MostlyTiny, Beside = Shared, BesideWith = Tiny, State = Items },
            new("bag for all threads", [Vehicle.ParallelLoop], Ground.AnyMethod,
                $"var mutantBag$N$ = new global::System.Collections.Concurrent.ConcurrentBag<int>(); ⟦{Tasks}Parallel.ForEach($INPUT$.Items, {Item} => {{ $BODY$ mutantBag$N$.Add({Item}); }});⟧ global::System.GC.KeepAlive(mutantBag$N$);") { Loads = MostlyTiny, Beside = Shared, BesideWith = Tiny, State = Items },
            new("lock around all of the work", [Vehicle.ParallelLoop], Ground.AnyMethod, $"{sum}{gate}⟦{Tasks}Parallel.For(0, $INPUT$.Items.Count, {Item} => {{ lock (mutantGate$N$) {{ $BODY$ mutantSum$N$ += {Item}; }} }});⟧{used}") { Loads = Heavy, Beside = Shared, BesideWith = Heavy, State = Items },
            new("sum of each thread", [Vehicle.ParallelLoop], Ground.AnyMethod,
                $"{sum}⟦{Tasks}Parallel.For(0, $INPUT$.Items.Count, () => 0L, ({Item}, mutantLoop$N$, mutantLocal$N$) => {{ $BODY$ return mutantLocal$N$ + {Item}; }}, mutantLocal$N$ => {Threads}Interlocked.Add(ref mutantSum$N$, mutantLocal$N$));⟧{used}") { Loads = Any, FitsFor = Any, State = Items },
        ];
    }

    private static IEnumerable<Construct> Tokens()
    {
        const string loop = $"foreach (var {Item} in items) {{ global::System.GC.KeepAlive({Item}); $BODY$ }}";
        const string looking = $"foreach (var {Item} in items) {{ token.ThrowIfCancellationRequested(); global::System.GC.KeepAlive({Item}); $BODY$ }}";
        return
        [
            new("loop in a method with a token", [Vehicle.AsyncCode], Ground.Type,
                $"internal static class Mutant$N$Pass {{ internal static void Run({List}<string> items, {Threads}CancellationToken token$GIVEN$) {{ token.ThrowIfCancellationRequested(); ⟦{loop}⟧ }} }}") { Loads = [Load.Heavy, Load.Heavy, Load.Heavy, Load.Tiny], Beside = Token, BesideWith = Heavy },
            new("loop in an async method with a token", [Vehicle.AsyncCode], Ground.Type,
                $"internal static class Mutant$N$Pass {{ internal static async {Tasks}Task RunAsync({List}<string> items, {Threads}CancellationToken token$GIVEN$) {{ await {Tasks}Task.Delay(1, token).ConfigureAwait(false); ⟦{loop}⟧ }} }}") { Loads = [Load.Heavy, Load.Heavy, Load.Heavy, Load.Tiny], Beside = Token, BesideWith = Heavy },
            new("loop in a work item with a token", [Vehicle.AsyncCode], Ground.Type,
                $"internal static class Mutant$N$Pass {{ internal static {Tasks}Task RunAsync({List}<string> items, {Threads}CancellationToken token$GIVEN$) {{ return {Tasks}Task.Run(() => {{ ⟦{loop}⟧ }}, token); }} }}") { Loads = [Load.Heavy, Load.Heavy, Load.Heavy, Load.Tiny], Beside = Token, BesideWith = Heavy },
            new("loop in a local function with a token", [Vehicle.AsyncCode], Ground.Type,
                $"internal static class Mutant$N$Pass {{ internal static void Run({List}<string> items$GIVEN$) {{ Pass({Threads}CancellationToken.None); void Pass({Threads}CancellationToken token) {{ ⟦{loop}⟧ }} }} }}") { Loads = [Load.Heavy, Load.Heavy, Load.Heavy, Load.Tiny], Beside = Token, BesideWith = Heavy },
            new("loop that looks at its token", [Vehicle.AsyncCode], Ground.Type,
                $"internal static class Mutant$N$Pass {{ internal static void Run({List}<string> items, {Threads}CancellationToken token$GIVEN$) {{ ⟦{looking}⟧ }} }}") { Loads = Heavy, FitsFor = Heavy },
            new("async loop that looks at its token", [Vehicle.AsyncCode], Ground.Type,
                $"internal static class Mutant$N$Pass {{ internal static async {Tasks}Task RunAsync({List}<string> items, {Threads}CancellationToken token$GIVEN$) {{ await {Tasks}Task.Delay(1, token).ConfigureAwait(false); ⟦{looking}⟧ }} }}") { Loads = Heavy, FitsFor = Heavy },
        ];
    }

    private static IEnumerable<Construct> ItemThreads() =>
    [
        new("thread for each item", [Vehicle.RawThread], Ground.SyncMethod,
            $"foreach (var {Item} in $INPUT$.Items) {{ ⟦new {Threads}Thread(() => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }}) {{ IsBackground = true }}.Start();⟧ }}") { Loads = [Load.Tiny, Load.Small, Load.Heavy], State = Slots },
        new("thread for each item, joined", [Vehicle.RawThread], Ground.SyncMethod,
            $"var mutantThreads$N$ = new {List}<{Threads}Thread>(); foreach (var {Item} in $INPUT$.Items) {{ ⟦var mutantThread$N$ = new {Threads}Thread(() => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }});⟧ mutantThread$N$.Start(); mutantThreads$N$.Add(mutantThread$N$); }} foreach (var mutantThread$N$ in mutantThreads$N$) {{ mutantThread$N$.Join(); }}") { Loads = [Load.Tiny, Load.Small, Load.Heavy], State = Slots },
        new("threads in an array, joined", [Vehicle.RawThread], Ground.SyncMethod,
            $"var mutantThreads$N$ = new {Threads}Thread[$INPUT$.Slots.Length]; for (var {Item} = 0; {Item} < $INPUT$.Slots.Length; {Item}++) {{ var mutantIndex$N$ = {Item}; mutantThreads$N$[{Item}] = ⟦new {Threads}Thread(() => {{ $INPUT$.Slots[mutantIndex$N$] = mutantIndex$N$; $BODY$ }})⟧; mutantThreads$N$[{Item}].Start(); }} for (var {Item} = 0; {Item} < mutantThreads$N$.Length; {Item}++) {{ mutantThreads$N$[{Item}].Join(); }}") { Loads = [Load.Tiny, Load.Small, Load.Heavy], State = Slots },
        new("method that makes a thread, called for each item", [Vehicle.RawThread], Ground.Type,
            $"internal sealed class Mutant$N$Sender {{ internal void SendAll() {{ foreach (var {Item} in $INPUT$.Items) {{ Send({Item}); }} }} private void Send(int item) {{ ⟦new {Threads}Thread(() => {{ $INPUT$.Slots[item] = item; $BODY$ }}) {{ IsBackground = true }}.Start();⟧ }} }}") { Loads = [Load.Tiny, Load.Small], State = Slots },
        new("thread for each core, joined", [Vehicle.RawThread], Ground.SyncMethod,
            $"var mutantThreads$N$ = new {Threads}Thread[global::System.Environment.ProcessorCount]; for (var {Item} = 0; {Item} < mutantThreads$N$.Length; {Item}++) {{ var mutantIndex$N$ = {Item}; mutantThreads$N$[{Item}] = ⟦new {Threads}Thread(() => {{ $INPUT$.Slots[mutantIndex$N$] = mutantIndex$N$; $BODY$ }})⟧; mutantThreads$N$[{Item}].Start(); }} foreach (var mutantThread$N$ in mutantThreads$N$) {{ mutantThread$N$.Join(); }}") { Loads = Heavy, State = Slots },
        new("thread with a stack of its own for each item", [Vehicle.RawThread], Ground.SyncMethod,
            $"foreach (var {Item} in $INPUT$.Items) {{ ⟦new {Threads}Thread(() => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }}, 16777216).Start();⟧ }}") { Loads = Any, FitsFor = Any, State = Slots },
        new("dedicated thread", [Vehicle.RawThread], Ground.SyncMethod, $"⟦new {Threads}Thread(() => {{ while (true) {{ $BODY$ }} }}) {{ IsBackground = true }}.Start();⟧") { Loads = Any, LivesLong = true },
    ];

    private static IEnumerable<Construct> LongTasks() =>
    [
        new("LongRunning for each item", [Vehicle.LongRunningTask], Ground.AnyMethod,
            $"foreach (var {Item} in $INPUT$.Items) {{ ⟦{Tasks}Task.Factory.StartNew(() => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }}, {LongRunning});⟧ }}") { Loads = [Load.Tiny, Load.Small, Load.Heavy, Load.Heavy], Holds = [PerItem], State = Slots },
        new("LongRunning for each item, awaited", [Vehicle.LongRunningTask], Ground.AsyncMethod,
            $"await {Tasks}Task.WhenAll({Query}Select($INPUT$.Items, {Item} => ⟦{Tasks}Task.Factory.StartNew(() => {{ $INPUT$.Slots[{Item}] = {Item}; $BODY$ }}, {LongRunning})⟧)).ConfigureAwait(false);") { Loads = [Load.Tiny, Load.Small, Load.Heavy, Load.Heavy], Holds = [PerItem], State = Slots },
        new("LongRunning for next to nothing", [Vehicle.LongRunningTask], Ground.AnyMethod, $"⟦{Tasks}Task.Factory.StartNew(() => {{ $BODY$ }}, {LongRunning});⟧") { Loads = Tiny },
        new("LongRunning that computes", [Vehicle.LongRunningTask], Ground.Type,
            $"internal sealed class Mutant$N$Index {{ internal void Build() {{ ⟦{Tasks}Task.Factory.StartNew(() => {{ $BODY$ }}, {LongRunning});⟧ }} }}") { Loads = [Load.Heavy, Load.Small], FitsFor = [Load.Small] },
        new("LongRunning that lives on", [Vehicle.LongRunningTask], Ground.AnyMethod, $"⟦{Tasks}Task.Factory.StartNew(() => {{ while (true) {{ $BODY$ }} }}, {LongRunning});⟧") { Loads = Any, LivesLong = true },
    ];

    private static IEnumerable<Construct> States() =>
    [
        new("LongRunning in the place of the state", [Vehicle.PoolWorkItem], Ground.AnyMethod, $"⟦{Tasks}Task.Factory.StartNew(mutantState$N$ => {{ $BODY$ }}, {Tasks}TaskCreationOptions.LongRunning);⟧") { Loads = Any, Beside = Argument, BesideWith = Any },
        new("token in the place of the state", [Vehicle.PoolWorkItem], Ground.AnyMethod, $"⟦{Tasks}Task.Factory.StartNew(mutantState$N$ => {{ $BODY$ }}, $INPUT$.Stopping.Token);⟧")
        { Loads = Any, Beside = Argument, BesideWith = Any, State = $"internal static readonly {Threads}CancellationTokenSource Stopping = new {Threads}CancellationTokenSource();" },
        new("new Task with an option in the place of the state", [Vehicle.PoolWorkItem], Ground.AnyMethod, $"⟦new {Tasks}Task(mutantState$N$ => {{ $BODY$ }}, {Tasks}TaskCreationOptions.LongRunning).Start();⟧") { Loads = Any, Beside = Argument, BesideWith = Any },
        new("state that is used", [Vehicle.PoolWorkItem], Ground.AnyMethod, $"⟦{Tasks}Task.Factory.StartNew(mutantState$N$ => {{ global::System.GC.KeepAlive(mutantState$N$); $BODY$ }}, {Tasks}TaskCreationOptions.PreferFairness);⟧") { Loads = Any },
    ];

    private static IEnumerable<Construct> FanOuts()
    {
        const string unbounded = "unbounded";
        const string input = "over input";
        const string list = $"var mutantTasks$N$ = new {List}<{Tasks}Task>(); ";
        const string all = $"await ⟦{Tasks}Task.WhenAll(mutantTasks$N$)⟧.ConfigureAwait(false);";
        return
        [
            new("WhenAll over input", [Vehicle.FanOut], Ground.AsyncMethod, $"await ⟦{Tasks}Task.WhenAll({Query}Select($INPUT$.Hosts, mutantSubject => $ASYNC$))⟧.ConfigureAwait(false);") { Holds = [input], State = Hosts },
            new("WhenAll over input, async lambda", [Vehicle.FanOut, Vehicle.AsyncCode], Ground.AsyncMethod, $"await ⟦{Tasks}Task.WhenAll({Query}Select($INPUT$.Hosts, async mutantSubject => {{ await $ASYNC$.ConfigureAwait(false); }}))⟧.ConfigureAwait(false);") { Holds = [input], State = Hosts },
            new("tasks of a loop over input", [Vehicle.FanOut], Ground.AsyncMethod, $"{list}foreach (var mutantSubject in $INPUT$.Hosts) {{ mutantTasks$N$.Add($ASYNC$); }} {all}") { Holds = [input], State = Hosts },
            new("WhenAll over lines of a file", [Vehicle.FanOut], Ground.AsyncMethod, $"await ⟦{Tasks}Task.WhenAll({Query}Select(global::System.IO.File.ReadLines(\"mutants.txt\"), mutantSubject => $ASYNC$))⟧.ConfigureAwait(false);") { Holds = [unbounded] },
            new("WhenAll over files of a folder", [Vehicle.FanOut, Vehicle.AsyncCode], Ground.AsyncMethod, $"await ⟦{Tasks}Task.WhenAll({Query}Select(global::System.IO.Directory.EnumerateFiles(\"mutants\"), async mutantSubject => {{ await $ASYNC$.ConfigureAwait(false); }}))⟧.ConfigureAwait(false);") { Holds = [unbounded] },
            new("tasks of a loop over a stream", [Vehicle.FanOut], Ground.AsyncMethod, $"{list}await foreach (var mutantSubject in $INPUT$.Hosts) {{ mutantTasks$N$.Add($ASYNC$); }} {all}")
            { Needs = ["System.Collections.Generic.IAsyncEnumerable`1"], Holds = [unbounded], State = "internal static global::System.Collections.Generic.IAsyncEnumerable<string> Hosts { get; set; }" },
            new("messages of a channel, not waited for", [Vehicle.FanOut], Ground.AsyncMethod, $"await foreach (var mutantSubject in $INPUT$.Messages.Reader.ReadAllAsync()) {{ _ = ⟦$ASYNC$⟧; }}")
            { Needs = ["System.Threading.Channels.Channel`1"], Holds = [unbounded], State = $"internal static {Threads}Channels.Channel<string> Messages {{ get; set; }}" },
            new("batches", [Vehicle.FanOut], Ground.AsyncMethod, $"foreach (var mutantBatch$N$ in {Query}Chunk($INPUT$.Hosts, 20)) {{ await ⟦{Tasks}Task.WhenAll({Query}Select(mutantBatch$N$, mutantSubject => $ASYNC$))⟧.ConfigureAwait(false); }}") { Needs = ["System.Linq.Enumerable::Chunk"], Holds = ["convoy"], State = Hosts },
            new("ForEachAsync without a degree", [Vehicle.AsyncLoop], Ground.AsyncMethod, $"await ⟦{Tasks}Parallel.ForEachAsync($INPUT$.Hosts, async (mutantSubject, mutantToken$N$) => {{ await $ASYNC$.ConfigureAwait(false); }})⟧.ConfigureAwait(false);")
            { Needs = ["System.Threading.Tasks.Parallel::ForEachAsync"], Holds = ["default degree"], State = Hosts },
            new("ForEachAsync with a degree", [Vehicle.AsyncLoop], Ground.AsyncMethod, $"await ⟦{Tasks}Parallel.ForEachAsync($INPUT$.Hosts, new {Tasks}ParallelOptions {{ MaxDegreeOfParallelism = 32 }}, async (mutantSubject, mutantToken$N$) => {{ await $ASYNC$.ConfigureAwait(false); }})⟧.ConfigureAwait(false);")
            { Needs = ["System.Threading.Tasks.Parallel::ForEachAsync"], State = Hosts },
            new("WhenAll behind a semaphore", [Vehicle.FanOut], Ground.AsyncMethod,
                $"var mutantGate$N$ = new {Threads}SemaphoreSlim(16); await ⟦{Tasks}Task.WhenAll({Query}Select($INPUT$.Hosts, async mutantSubject => {{ await mutantGate$N$.WaitAsync().ConfigureAwait(false); try {{ await $ASYNC$.ConfigureAwait(false); }} finally {{ mutantGate$N$.Release(); }} }}))⟧.ConfigureAwait(false);") { State = Hosts },
            new("WhenAll over a few", [Vehicle.FanOut], Ground.AsyncMethod, $"await ⟦{Tasks}Task.WhenAll({Query}Select(new[] {{ \"one\", \"two\", \"three\" }}, mutantSubject => $ASYNC$))⟧.ConfigureAwait(false);"),
            new("WhenAll over the first ten", [Vehicle.FanOut], Ground.AsyncMethod, $"await ⟦{Tasks}Task.WhenAll({Query}Select({Query}Take($INPUT$.Hosts, 10), mutantSubject => $ASYNC$))⟧.ConfigureAwait(false);") { State = Hosts },
        ];
    }
}
