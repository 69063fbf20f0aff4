using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<BlockingInCallbackAnalyzer, BlockingInCallbackCodeFix>;

public sealed class BlockingInCallbackTests
{
    // Reported

    [Theory]
    [InlineData("public void Start() => timer = new [|Timer|](_ => http.Send(new HttpRequestMessage()), null, 0, 1000);")] // dotnet/runtime#80801
    [InlineData("public void Start() => timer = new [|Timer|](Tick, null, 0, 1000); private void Tick(object? state) => SendAsync().GetAwaiter().GetResult();")] // madskristensen/BundlerMinifier#535
    [InlineData("public void Start() => timer = new Timer(_ => { Thread.Sleep(2000); }, null, 5, Timeout.Infinite);", "Timer(")] // NLog/NLog#3412
    [InlineData("public void Start() => timer = new [|Timer|](_ => { gate.Wait(); try { Use(); } finally { gate.Release(); } }, null, 0, 1000);")] // wenkangjing/Blog#12
    [InlineData("public void Start() { files.[|Created|] += OnFile; } private void OnFile(object sender, FileSystemEventArgs e) { while (!IsReady(e.FullPath)) { Thread.Sleep(100); } Use(); } private static bool IsReady(string path) => path.Length > 0;")] // dotnet/runtime#73746
    [InlineData("public void Start() { files.[|Changed|] += (_, e) => { Thread.Sleep(5); Use(); }; }")] // Meigs2/REvernus#15
    [InlineData("public void Start(CancellationToken token) => token.[|Register|](() => SendAsync().Wait());")] // dotnet/docs#9815, dotnet/corefx#42155
    [InlineData("public void Start() { beat.[|Elapsed|] += (_, _) => Thread.Sleep(5); }")]
    [InlineData("public void Start() { beat.[|Elapsed|] += OnBeat; void OnBeat(object? sender, System.Timers.ElapsedEventArgs e) => Thread.Sleep(5); }")]
    [InlineData("public void Start() { process.[|Exited|] += (_, _) => http.Send(new HttpRequestMessage()); }")]
    [InlineData("public Task Start() => work.[|ContinueWith|](_ => http.Send(new HttpRequestMessage()));")]
    [InlineData("public Task Start() => work.[|ContinueWith|](_ => Later());  private void Later() => Thread.Sleep(5);")]
    [InlineData("public Task Start() => Task.Factory.[|ContinueWhenAll|](new[] { work, load }, _ => Thread.Sleep(5));")]
    [InlineData("public void Start() => timer = new [|Timer|](_ => { var sum = 0; for (var i = 0; i < files.Path.Length; i++) { for (var j = 0; j < i; j++) { sum += j; } } http.Send(new HttpRequestMessage(HttpMethod.Get, $\"{sum}\")); }, null, 0, 1000);")] // computing fits, waiting does not
    public Task A_callback_that_waits_is_reported(string members, string? mark = null) =>
        Verify.VerifyAnalyzerAsync(Program(mark is null ? members : members.Replace(mark, $"[|{mark[..^1]}|]{mark[^1..]}", StringComparison.Ordinal)));

    [Theory]
    [InlineData("public void Start() { files.[|Changed|] += OnFile; files.Created += OnFile; files.Deleted += OnFile; files.Renamed += OnFile; } private void OnFile(object sender, FileSystemEventArgs e) => Thread.Sleep(5);")]
    [InlineData("public void Start() { FileSystemEventHandler handler = (_, _) => Thread.Sleep(5); files.[|Changed|] += handler; files.Created += handler; }")]
    [InlineData("public void Start() { files.[|Changed|] += OnFile; } public void Again() { files.Created += OnFile; } private void OnFile(object sender, FileSystemEventArgs e) => Thread.Sleep(5);")]
    [InlineData("public void Start() { files.[|Changed|] += OnFile; files.Error += (_, _) => Use(); files.[|Created|] += OnOther; } private void OnFile(object sender, FileSystemEventArgs e) => Thread.Sleep(5); private void OnOther(object sender, FileSystemEventArgs e) => Thread.Sleep(5);")]
    public Task A_handler_of_several_events_is_reported_once(string members) => Verify.VerifyAnalyzerAsync(Program(members));

    [Theory]
    [InlineData("public Task Start() => work.{|#0:ContinueWith|}(_ => Thread.Sleep(5), TaskContinuationOptions.OnlyOnFaulted);")] // everything has gone wrong
    [InlineData("public void Start() => timer = new {|#0:Timer|}(_ => done.Wait(), null, 0, 1000);")] // no other form
    [InlineData("public void Start() { files.{|#0:Changed|} += (_, e) => File.ReadAllText(e.FullPath); }")] // a file that was just written
    public Task What_matters_less_is_a_suggestion(string members) => Verify.VerifyAnalyzerAsync(Program(members), Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info));

    [Theory]
    [InlineData("public void Start(CancellationToken token) => token.{|#0:Register|}(() => SendAsync().Wait());", "The callback of 'CancellationToken.Register' blocks whoever cancels on a task: SendAsync → Task.Wait")]
    [InlineData("public void Start() { beat.{|#0:Elapsed|} += (_, _) => Thread.Sleep(5); }", "The callback of 'Timer.Elapsed' blocks a pool thread on a sleep: Thread.Sleep")]
    public Task The_message_says_who_waits(string members, string message)
    {
        var program = Program(members);
        return Verify.VerifyAnalyzerAsync(program, Verify.Diagnostic().WithLocation(0).WithMessage(message.Replace("SendAsync → ", "", StringComparison.Ordinal)));
    }

    // Silent

    [Theory]
    [InlineData("public Task<string> Start() => load.ContinueWith(parent => parent.IsFaulted ? \"\" : parent.Result);")] // FirelyTeam/firely-net-sdk#997
    [InlineData("public Task<string> Start() => load.ContinueWith(t => TwiceAsync(t.Result), TaskScheduler.Default).Unwrap(); private async Task<string> TwiceAsync(string text) => text + await load;")] // microsoft/vs-threading#1125
    [InlineData("public async Task Start() => await load.ContinueWith(t => { Use(); Use(t.Result); });")] // phasTrak/AsyncApostle#7
    [InlineData("public void Start() => timer = new Timer(s => { Use(); timer!.Change(1000, -1); }, null, 1000, -1);")] // dotnet/corefx#39313
    [InlineData("public void Start(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() => SendAsync().Wait());")] // aspnet/SignalR#1935
    [InlineData("public void Start(CancellationToken token, CancellationTokenRegistration other) => token.Register(() => other.Dispose());")] // dotnet/runtime#90078
    [InlineData("public void Start() => new Thread(() => { while (true) { Use(); Thread.Sleep(1000); } }).Start();")] // dotnet/aspnetcore#21490
    [InlineData("public void Start() { beat.Elapsed += async (_, _) => { try { await SendAsync(); } catch (Exception) { } }; }")] // poveden/EliteChroma#54
    [InlineData("public void Start(CancellationToken token) => token.Register(() => process.Kill());")]
    [InlineData("public void Start(CancellationToken token, TaskCompletionSource source) => token.Register(() => source.TrySetCanceled());")]
    [InlineData("public void Start() { process.Exited += (_, _) => { process.WaitForExit(); Use(); }; }")] // is over
    [InlineData("public void Start() { process.OutputDataReceived += (_, e) => Console.WriteLine(e.Data); }")]
    [InlineData("public Task Start() => work.ContinueWith(_ => Thread.Sleep(5), TaskScheduler.FromCurrentSynchronizationContext());")] // CONC208
    [InlineData("public Task Start(TaskScheduler own) => work.ContinueWith(_ => Thread.Sleep(5), own);")]
    [InlineData("public Task Start() => work.ContinueWith(_ => Thread.Sleep(5), TaskContinuationOptions.LongRunning);")]
    [InlineData("public Task Start() => work.ContinueWith(_ => { if (gate.Wait(0)) { gate.Release(); } });")]
    [InlineData("public Task Start() => work.ContinueWith(async _ => await Task.Delay(5)).Unwrap();")]
    [InlineData("public void Start() { Changed += (_, _) => Thread.Sleep(5); Changed(this, EventArgs.Empty); } private event EventHandler Changed;")]
    public Task What_does_not_wait_or_waits_elsewhere_is_silent(string members) => Verify.VerifyAnalyzerAsync(
        "#pragma warning disable\n" + Program(members) + "\npublic interface IHostApplicationLifetime { CancellationToken ApplicationStopping { get; } }");

    // Fixed

    [Theory]
    [InlineData(
        "public Task Start() => work.[|ContinueWith|](_ => Thread.Sleep(5));",
        "public Task Start() => work.ContinueWith(async _ => await Task.Delay(5)).Unwrap();")]
    [InlineData(
        "public async Task Start() { await work.[|ContinueWith|](_ => { gate.Wait(); Use(); gate.Release(); }); await work.[|ContinueWith|](t => Thread.Sleep(5)); }",
        "public async Task Start() { await work.ContinueWith(async _ => { await gate.WaitAsync(); Use(); gate.Release(); }).Unwrap(); await work.ContinueWith(async t => await Task.Delay(5)).Unwrap(); }")]
    [InlineData(
        "public Task<int> Start() => load.[|ContinueWith|](t => { Thread.Sleep(5); return t.Result.Length; }, TaskScheduler.Default);",
        "public Task<int> Start() => load.ContinueWith(async t => { await Task.Delay(5); return t.Result.Length; }, TaskScheduler.Default).Unwrap();")]
    [InlineData(
        "public void Start() { work.[|ContinueWith|](_ => SendAsync().Wait(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Current); }",
        "public void Start() { work.ContinueWith(async _ => await SendAsync(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Current).Unwrap(); }")]
    [InlineData(
        "public Task Start() => work.[|ContinueWith|]((_, state) => { /* soon */ Thread.Sleep((int)state!); }, 5);",
        "public Task Start() => work.ContinueWith(async (_, state) => { /* soon */ await Task.Delay((int)state!); }, 5).Unwrap();")]
    public Task A_continuation_awaits(string before, string after) => Verify.VerifyCodeFixAsync(Program(before), Program(after));

    [Fact]
    public Task A_handler_of_a_timer_that_catches_everything_awaits() => Verify.VerifyCodeFixAsync(
        Program("public void Start() { beat.[|Elapsed|] += (_, e) => { try { Thread.Sleep(5); Use(); } catch (IOException) { } catch (Exception) { Use(e.SignalTime); } }; }"),
        Program("public void Start() { beat.Elapsed += async (_, e) => { try { await Task.Delay(5); Use(); } catch (IOException) { } catch (Exception) { Use(e.SignalTime); } }; }"));

    [Fact]
    public Task An_older_framework_and_compiler_have_it_too() => new Verify.Test
    {
        TestCode = Old("work.[|ContinueWith|](_ => Thread.Sleep(5))"),
        FixedCode = Old("work.ContinueWith(async _ => await Task.Delay(5)).Unwrap()"),
        References = TargetReferences.NetStandard20,
        LanguageVersion = LanguageVersion.CSharp7_3,
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync();

    // Not fixed

    [Theory]
    [InlineData("public void Start() => timer = new [|Timer|](_ => Thread.Sleep(5), null, 0, 1000);")]
    [InlineData("public Task Start() => work.[|ContinueWith|](Later);  private void Later(Task before) => Thread.Sleep(5);")]
    [InlineData("public Task Start() => work.[|ContinueWith|](_ => Later());  private void Later() => Thread.Sleep(5);")]
    [InlineData("public Task Start() => work.[|ContinueWith|](_ => Thread.Sleep(5), TaskContinuationOptions.AttachedToParent);")] // the parent waits
    [InlineData("public Task Start() => Task.Factory.[|ContinueWhenAll|](new[] { work, load }, _ => Thread.Sleep(5));")]
    [InlineData("public void Start() { beat.[|Elapsed|] += (_, _) => Thread.Sleep(5); }")] // whose exceptions nobody saw
    [InlineData("public void Start() { beat.[|Elapsed|] += (_, _) => { try { Thread.Sleep(5); } catch (IOException) { } }; }")]
    [InlineData("public void Start() { beat.[|Elapsed|] += (_, _) => { try { Thread.Sleep(5); } catch (Exception) { throw; } }; }")]
    [InlineData("public void Start() { files.[|Changed|] += (_, _) => { try { Thread.Sleep(5); } catch (Exception) { } }; }")] // one event after the other
    [InlineData("public void Start() { process.[|Exited|] += (_, _) => { try { Thread.Sleep(5); } catch (Exception) { } }; }")] // who waits for the process, waits for it
    [InlineData("public void Start(CancellationToken token) => token.[|Register|](() => SendAsync().Wait());")]
    public Task Nothing_is_offered_where_somebody_would_notice(string members) => Verify.VerifyNoFixAsync(Program(members));

    private static string Old(string continuation) =>
        $$"""
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Jobs
        {
            public Task Run(Task work)
            {
                return {{continuation}};
            }
        }
        """;

    private static string Program(string members) =>
        $$"""
        using System;
        using System.Diagnostics;
        using System.IO;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Jobs(HttpClient http, SemaphoreSlim gate, ManualResetEventSlim done, FileSystemWatcher files, System.Timers.Timer beat, Process process, Task work, Task<string> load)
        {
            private Timer? timer;

            {{members}}

            private async Task SendAsync() => await http.GetStringAsync("http://localhost/");

            private void Use(object? value = null) => Console.WriteLine($"{value}{timer}{http}{gate}{done}{files}{beat}{process}{work}{load}{SendAsync()}");
        }
        """;
}
