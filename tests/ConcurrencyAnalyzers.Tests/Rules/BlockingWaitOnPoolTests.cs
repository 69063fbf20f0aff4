using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<BlockingWaitOnPoolAnalyzer, BlockingWaitOnPoolCodeFix>;

public sealed class BlockingWaitOnPoolTests
{
    // Reported

    [Theory]
    [InlineData("Task.Run(() => { Thread.[|Sleep|](1000); Use(); });")] // microsoft/CRA#6
    [InlineData("Task.Run(() => Thread.[|Sleep|](1000));")]
    [InlineData("_ = Task.Run(() => { gate.[|Wait|](); try { Use(); } finally { gate.Release(); } });")] // dotnet/runtime#53598
    [InlineData("Task.Run(() => { try { Use(); } catch (Exception) { Thread.[|Sleep|](100); } });")]
    [InlineData("Task.Run(() => { for (var i = 0; i < 3; i++) { Thread.[|Sleep|](100); } });")]
    [InlineData("Task.Factory.StartNew(() => { Thread.[|Sleep|](1000); Use(); });")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => { Thread.[|Sleep|](1000); Use(); });")]
    [InlineData("Task.Run(() => { [|Pause|](); Use(); });")]
    [InlineData("Task.[|Run|](Pause);")] // at the construct, since the work is elsewhere
    [InlineData("Task.Run(() => items.ForEach(_ => Thread.[|Sleep|](10)));")]
    [InlineData("InBackground(() => Thread.[|Sleep|](10));")] // a method of ours that hands it to the pool
    [InlineData("for (var i = 0; i < 50; i++) { Task.Run(() => Thread.[|Sleep|](1000)); }")] // dotnet/sdk#15146
    public Task A_work_item_that_waits_is_reported(string statement) => Verify.VerifyAnalyzerAsync(Program(statement));

    [Theory]
    [InlineData("Task.Run(() => { handle.{|#0:WaitOne|}(); Use(); });")] // StephenCleary/AsyncEx#255
    [InlineData("Task.Run(() => { done.{|#0:Wait|}(); Use(); });")] // dotnet/corefx#11463
    [InlineData("Task.Run(() => { thread.{|#0:Join|}(); Use(); });")]
    public Task What_has_no_asynchronous_form_is_a_suggestion(string statement) =>
        Verify.VerifyAnalyzerAsync(Program(statement), Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info));

    [Fact]
    public Task A_synchronous_request_that_sleeps_is_reported() => new Verify.Test
    {
        TestCode = """
            using System.Threading;
            using Microsoft.AspNetCore.Mvc;

            public sealed class OrdersController(SemaphoreSlim gate) : ControllerBase
            {
                [HttpGet]
                public string Get()
                {
                    Thread.[|Sleep|](100);
                    gate.[|Wait|]();
                    gate.Release();
                    return "";
                }

                [NonAction]
                public void Pause() => Thread.Sleep(100);
            }
            """,
        References = TargetReferences.AspNetCore100,
    }.RunAsync();

    // Silent

    [Theory]
    [InlineData("Task.Run(async () => { await Task.Delay(1000); Use(); });")]
    [InlineData("Task.Factory.StartNew(() => { Thread.Sleep(1000); Use(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("new Thread(() => { Thread.Sleep(1000); Use(); }).Start();")]
    [InlineData("Task.Run(() => { if (gate.Wait(0)) { Use(); gate.Release(); } });")]
    [InlineData("Task.Run(() => { Thread.Sleep(0); Use(); });")]
    [InlineData("Task.Run(() => { process.WaitForExit(); Use(); });")] // spatialos/gdk-for-unity#662: a process is I/O
    [InlineData("Task.Run(() => Use());")]
    [InlineData("Thread.Sleep(1000);")] // nobody knows on which thread
    [InlineData("Task.Run(() => { while (true) { Use(); Thread.Sleep(1000); } });")] // a loop that never ends is another rule's
    [InlineData("Task.Run(() => { Task.Delay(10).Wait(); });")] // and so is a task
    [InlineData("Parallel.For(0, 9, _ => Thread.Sleep(10));")] // and a parallel loop
    public Task Asynchronous_waits_own_threads_and_other_rules_are_silent(string statement) => Verify.VerifyAnalyzerAsync(Program(statement));

    // Fixed

    [Theory]
    [InlineData("Task.Run(() => { Thread.[|Sleep|](1000); Use(); });", "Task.Run(async () => { await Task.Delay(1000, token); Use(); });")]
    [InlineData("Task.Run(() => { Use(); gate.[|Wait|](); gate.[|Wait|](); });", "Task.Run(async () => { Use(); await gate.WaitAsync(token); await gate.WaitAsync(token); });")]
    [InlineData("var later = Task.Run(() => { Thread.[|Sleep|](5); return 1; });", "var later = Task.Run(async () => { await Task.Delay(5, token); return 1; });")]
    [InlineData("Task.Run(() => Thread.[|Sleep|](1000));", "Task.Delay(1000, token);")]
    [InlineData("Task.Run(() => { gate.[|Wait|](); });", "gate.WaitAsync(token);")]
    [InlineData("Task.Run(() => { Thread.[|Sleep|](1); Use(); }); Task.Run(() => { Thread.[|Sleep|](2); Use(); });", "Task.Run(async () => { await Task.Delay(1, token); Use(); }); Task.Run(async () => { await Task.Delay(2, token); Use(); });")]
    public Task The_work_item_becomes_asynchronous(string before, string after) => Verify.VerifyCodeFixAsync(Program(before), Program(after));

    [Theory]
    [InlineData("Task.Factory.StartNew(() => { Thread.[|Sleep|](1000); Use(); });")] // does not unwrap
    [InlineData("ThreadPool.QueueUserWorkItem(_ => { Thread.[|Sleep|](1000); Use(); });")] // awaits nothing
    [InlineData("Task.Run(() => { [|Pause|](); Use(); });")]
    [InlineData("Task.[|Run|](Pause);")]
    [InlineData("Task.Run(() => { lock (items) { Use(); } gate.[|Wait|](); [|Pause|](); });")] // not all of it can be awaited
    public Task Nothing_is_offered_where_it_would_not_be_awaited(string statement) => Verify.VerifyNoFixAsync(Program(statement));

    private static string Program(string statement) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Reminders(SemaphoreSlim gate, EventWaitHandle handle, ManualResetEventSlim done, Process process, Thread thread, List<int> items)
        {
            public void Start(CancellationToken token)
            {
                {{statement}}
            }

            private static void Pause() => Thread.Sleep(100);

            private static Task InBackground(Action work) => Task.Run(work);

            private void Use() => Console.WriteLine($"{gate}{handle}{done}{process}{thread}{items}");
        }
        """;
}
