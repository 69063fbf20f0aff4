using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<ThreadForIoAnalyzer, ThreadForIoCodeFix>;

public sealed class ThreadForIoTests
{
    // Reported

    [Theory]
    [InlineData("void OnAccept(IAsyncResult result) { var client = listener.EndAcceptTcpClient(result); new [|Thread|](() => Serve(client)).Start(); listener.BeginAcceptTcpClient(OnAccept, null); }")] // billpg/POP3Listener#17
    [InlineData("void Connect(List<IPEndPoint> servers) { foreach (var server in servers) { var client = new TcpClient(); var reader = new [|Thread|](() => { client.Connect(server); Serve(client); }); reader.Start(); } }")] // SteamRE/SteamKit#665
    [InlineData("void Run() { while (isRunning) { var client = listener.AcceptTcpClient(); var thread = new [|Thread|](() => { while (isRunning) { Serve(client); } }); thread.Start(); } }")] // Olivine-Labs/Alchemy-Websockets#52
    [InlineData("void Run() { while (true) { var client = listener.AcceptTcpClient(); clients.Add(client); var reader = new [|Thread|](Read); reader.Start(client); } } void Read(object? client) => Serve((TcpClient)client!);")] // BrandonPotter/SimpleTCP#50
    [InlineData("void Run() { while (isRunning) { var thread = new [|Thread|](new ParameterizedThreadStart(Beat)); thread.Start(listener.AcceptTcpClient()); } } void Beat(object? client) => Serve((TcpClient)client!);")] // mtconnect/dot_net_sdk#8
    [InlineData("void Run() { for (;;) { var client = listener.AcceptTcpClient(); new [|Thread|](() => { try { Serve(client); } catch (IOException) { } }) { IsBackground = true }.Start(); } }")] // 9swampy/Telnet#5
    [InlineData("void Load(Uri[] pages) { foreach (var page in pages) { new [|Thread|](() => http.Send(new HttpRequestMessage(HttpMethod.Get, page))).Start(); } }")]
    [InlineData("void Load(Uri[] pages) { for (var i = 0; i < pages.Length; i++) { var page = pages[i]; new [|Thread|](() => http.Send(new HttpRequestMessage(HttpMethod.Get, page))).Start(); } }")]
    [InlineData("void Load(List<Uri> pages) => pages.ForEach(page => new [|Thread|](() => http.Send(new HttpRequestMessage(HttpMethod.Get, page))).Start());")]
    [InlineData("void Load(Queue<Uri> pages) { while (pages.TryDequeue(out var page)) { var copy = page; new [|Thread|](() => http.Send(new HttpRequestMessage(HttpMethod.Get, copy))).Start(); } }")]
    [InlineData("void Load(Uri[] pages) { var threads = new List<Thread>(); foreach (var page in pages) { var thread = new [|Thread|](() => http.Send(new HttpRequestMessage(HttpMethod.Get, page))); threads.Add(thread); thread.Start(); } threads.ForEach(thread => thread.Join()); }")]
    [InlineData("void Load(Uri[] pages) { foreach (var page in pages) { InBackground(() => http.Send(new HttpRequestMessage(HttpMethod.Get, page))); } } void InBackground(Action work) => new Thread(() => work()).Start();", "InBackground(() =>")]
    public Task A_thread_for_each_one_is_reported(string members, string? mark = null) =>
        Verify.VerifyAnalyzerAsync(Program(mark is null ? members : members.Replace(mark, "[|InBackground|](() =>", StringComparison.Ordinal)));

    [Fact]
    public Task A_thread_for_each_request_is_reported() => new Verify.Test
    {
        TestCode =
            """
            using System.Net.Http;
            using System.Threading;
            using Microsoft.AspNetCore.Mvc;

            public sealed class OrdersController(HttpClient http) : ControllerBase
            {
                [HttpPost]
                public void Notify(string address) => new {|#0:Thread|}(() => http.Send(new HttpRequestMessage(HttpMethod.Get, address))).Start();
            }
            """,
        References = TargetReferences.AspNetCore100,
        TestState = { ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithMessage("A thread is made for each one, to wait for network I/O: HttpClient.Send") } },
    }.RunAsync();

    [Fact]
    public Task Files_are_a_suggestion() => Verify.VerifyAnalyzerAsync(
        Program("void Load(string[] paths) { foreach (var path in paths) { new {|#0:Thread|}(() => File.WriteAllText(path, \"\")).Start(); } }"),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info));

    // Silent

    [Theory]
    [InlineData("void Run(BlockingCollection<Uri> queue) { new Thread(() => { foreach (var page in queue.GetConsumingEnumerable()) { Load(page); } }) { IsBackground = true }.Start(); }")] // DataDog/dogstatsd-csharp-client#151
    [InlineData("void Run() { new Thread(() => { while (isRunning) { Load(address); Thread.Sleep(1000); } }).Start(); new Thread(() => { while (isRunning) { Load(address); } }).Start(); }")] // microsoft/ApplicationInsights-dotnet-server#42
    [InlineData("async Task Run() { while (isRunning) { var client = await listener.AcceptTcpClientAsync(); _ = ServeAsync(client); } }")] // Luaancz/Networking#2
    [InlineData("void Run() { new Thread(() => { while (isRunning) { Serve(listener.AcceptTcpClient()); } }).Start(); }")] // HakanL/Haukcode.HighResolutionTimer#14: one with a loop
    [InlineData("void Run() { while (isRunning) { var client = listener.AcceptTcpClient(); Task.Run(() => Serve(client)); } }")] // darcymiranda/PFire#8: CONC202
    [InlineData("void Run() { while (isRunning) { Task.Run(ReceiveAsync); Thread.Sleep(1000); } } async Task ReceiveAsync() => await Task.Delay(2000);")] // sipsorcery-org/sipsorcery#149
    [InlineData("void Run(int workers, ConcurrentQueue<Uri> pages) { for (var i = 0; i < workers; i++) { new Thread(() => { while (pages.TryDequeue(out var page)) { Load(page); } }).Start(); } }")] // as many as somebody has chosen
    [InlineData("void Run(string[] names) { foreach (var name in names) { new Thread(() => { while (isRunning) { Load(new Uri(name)); } }).Start(); } }")] // they go on for good
    [InlineData("void Run() { while (isRunning) { var worker = new Thread(() => Load(address)); worker.Start(); worker.Join(); } }")] // one at a time
    [InlineData("void Run() { for (var i = 0; i < 4; i++) { new Thread(() => Load(address)).Start(); } }")]
    [InlineData("void Run() => new Thread(() => Load(address)).Start();")]
    [InlineData("void Run(Uri[] pages) { foreach (var page in pages) { var thread = new Thread(() => Load(page)); thread.SetApartmentState(ApartmentState.STA); thread.Start(); } }")]
    [InlineData("void Run(Uri[] pages) { foreach (var page in pages) { new Thread(() => Load(page), 65536).Start(); } }")]
    [InlineData("void Run(int[] times) { foreach (var time in times) { new Thread(() => Thread.Sleep(time)).Start(); } }")] // a wait fits
    [InlineData("void Run(List<string> names) { foreach (var name in names) { new Thread(() => Console.WriteLine(name)).Start(); } }")]
    [InlineData("void Run(string[] names) { foreach (var name in names) { new Thread(() => new StringReader(name).ReadLine()).Start(); } }")] // in memory
    [InlineData("void Run(Uri[] pages) { foreach (var page in pages) { new Thread(async () => await http.GetStringAsync(page)).Start(); } }")] // CONC403
    public Task Threads_that_last_or_are_counted_are_silent(string members) => Verify.VerifyAnalyzerAsync("#pragma warning disable\n" + Program(members));

    // Fixed

    [Theory]
    [InlineData(
        "void Run() { for (;;) { var client = listener.AcceptTcpClient(); new [|Thread|](() => { try { client.GetStream().Write(data, 0, 1); } catch (Exception) { Use(); } }) { IsBackground = true }.Start(); } }",
        "void Run() { for (;;) { var client = listener.AcceptTcpClient(); _ = Task.Run(async () => { try { await client.GetStream().WriteAsync(data, 0, 1); } catch (Exception) { Use(); } }); } }")]
    [InlineData(
        "void Load(Uri[] pages) { foreach (var page in pages) { var thread = new [|Thread|](() => { try { http.Send(new HttpRequestMessage(HttpMethod.Get, page)); } catch (IOException) { } catch { } finally { Use(); } }); thread.IsBackground = true; thread.Name = \"loader\"; thread.Start(); } }",
        "void Load(Uri[] pages) { foreach (var page in pages) { _ = Task.Run(async () => { try { await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, page)); } catch (IOException) { } catch { } finally { Use(); } }); } }")]
    [InlineData(
        "void Load(Uri[] pages) { foreach (var page in pages) { (new [|Thread|](() => { try { http.Send(new HttpRequestMessage()); } catch { } finally { Use(page); } }) { IsBackground = true }).Start(); new [|Thread|](() => { try { http.Send(new HttpRequestMessage()); Use(page); } catch { } }) { IsBackground = true }.Start(); } }",
        "void Load(Uri[] pages) { foreach (var page in pages) { _ = Task.Run(async () => { try { await http.SendAsync(new HttpRequestMessage()); } catch { } finally { Use(page); } }); _ = Task.Run(async () => { try { await http.SendAsync(new HttpRequestMessage()); Use(page); } catch { } }); } }")]
    public Task A_thread_that_nobody_knows_becomes_a_task(string before, string after) => Verify.VerifyCodeFixAsync(Program(before), Program(after));

    [Fact]
    public Task An_older_framework_and_compiler_have_it_too() => new Verify.Test
    {
        TestCode = Old("new [|Thread|](() => { try { WebRequest.Create(page).GetResponse(); } catch (Exception) { } }) { IsBackground = true }.Start();"),
        FixedCode = Old("_ = Task.Run(async () => { try { await WebRequest.Create(page).GetResponseAsync(); } catch (Exception) { } });"),
        References = TargetReferences.NetFramework,
        LanguageVersion = LanguageVersion.CSharp7_3,
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync();

    // Not fixed

    [Theory]
    [InlineData("void Load(Uri[] pages) { foreach (var page in pages) { new [|Thread|](() => { try { Load(page); } catch (Exception) { } }) { IsBackground = true }.Start(); } }")] // a helper
    [InlineData("void Load(Uri[] pages) { foreach (var page in pages) { new [|Thread|](() => { try { http.Send(new HttpRequestMessage()); Use(page); } catch (Exception) { } }).Start(); } }")] // the process waits for it
    [InlineData("void Load(Uri[] pages) { foreach (var page in pages) { new [|Thread|](() => { http.Send(new HttpRequestMessage()); Use(page); }) { IsBackground = true }.Start(); } }")] // ends the process when it fails
    [InlineData("void Load(Uri[] pages) { foreach (var page in pages) { new [|Thread|](() => { try { http.Send(new HttpRequestMessage()); Use(page); } catch (IOException) { } }) { IsBackground = true }.Start(); } }")]
    [InlineData("void Load(Uri[] pages) { foreach (var page in pages) { new [|Thread|](() => { try { http.Send(new HttpRequestMessage()); Use(page); } catch (Exception) { throw; } }) { IsBackground = true }.Start(); } }")]
    [InlineData("void Load(Uri[] pages) { foreach (var page in pages) { var thread = new [|Thread|](() => { try { http.Send(new HttpRequestMessage()); Use(page); } catch { } }) { IsBackground = true }; thread.Start(); Use(thread); } }")] // somebody knows it
    [InlineData("void Load(Uri[] pages) { foreach (var page in pages) { new [|Thread|](() => { try { http.Send(new HttpRequestMessage()); Use(Thread.CurrentThread.Name + page); } catch { } }) { IsBackground = true }.Start(); } }")]
    [InlineData("void Run() { while (true) { var client = listener.AcceptTcpClient(); new [|Thread|](Read) { IsBackground = true }.Start(client); } } void Read(object? client) => Serve((TcpClient)client!);")]
    public Task Nothing_is_offered_where_a_thread_is_more_than_a_task(string members) => Verify.VerifyNoFixAsync(Program(members));

    private static string Old(string statement) =>
        $$"""
        using System;
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        public static class Pages
        {
            public static void Load(string[] pages)
            {
                foreach (var page in pages)
                {
                    {{statement}}
                }
            }
        }
        """;

    private static string Program(string members) =>
        $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Net;
        using System.Net.Http;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Server(TcpListener listener, HttpClient http, List<TcpClient> clients, Uri address, byte[] data)
        {
            private volatile bool isRunning = true;

            public {{members}}

            public void Stop() => isRunning = false;

            private void Serve(TcpClient client) => client.GetStream().Write(data, 0, data.Length);

            private async Task ServeAsync(TcpClient client) => await client.GetStream().WriteAsync(data);

            private void Load(Uri page) => http.Send(new HttpRequestMessage(HttpMethod.Get, page));

            private void Use(object? value = null) => Console.WriteLine($"{value}{listener}{http}{clients}{address}{isRunning}");
        }
        """;
}
