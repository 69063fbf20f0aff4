using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<BlockingWaitInAsyncAnalyzer, BlockingWaitInAsyncCodeFix>;

public sealed class BlockingWaitInAsyncTests
{
    private const string Members = "SemaphoreSlim gate, ManualResetEventSlim done, EventWaitHandle handle, CountdownEvent left, Barrier barrier, Thread thread, BlockingCollection<int> queue, Process process, object key";

    // Reported

    [Theory]
    [InlineData("gate.[|Wait|]();")] // dotnet/runtime#53598
    [InlineData("gate.[|Wait|](token);")]
    [InlineData("gate.[|Wait|](1000);")]
    [InlineData("if (!gate.[|Wait|](TimeSpan.FromSeconds(1))) return;")]
    [InlineData("done.[|Wait|](token);")] // DataDog/dd-trace-dotnet#6356
    [InlineData("handle.[|WaitOne|]();")] // vieapps/Enyim.Caching#3
    [InlineData("handle.[|WaitOne|](1000);")]
    [InlineData("WaitHandle.[|WaitAny|]([handle, token.WaitHandle]);")]
    [InlineData("left.[|Wait|]();")]
    [InlineData("barrier.[|SignalAndWait|]();")]
    [InlineData("thread.[|Join|]();")]
    [InlineData("thread.[|Join|](1000);")]
    [InlineData("var item = queue.[|Take|](token);")]
    [InlineData("if (queue.[|TryTake|](out var item, 1000)) return;")]
    [InlineData("foreach (var item in queue.[|GetConsumingEnumerable|]()) { }")] // StephenCleary/AsyncEx#31
    [InlineData("lock (key) { Monitor.[|Wait|](key); }")]
    [InlineData("items.ForEach(_ => gate.[|Wait|]());")] // runs within the method
    public Task Every_primitive_is_reported(string statement) => Verify.VerifyAnalyzerAsync(Program($"public async Task RunAsync(CancellationToken token, List<int> items) {{ {statement} await Task.Yield(); }}"));

    [Theory]
    [InlineData("public Task RunAsync() { gate.[|Wait|](); return Task.CompletedTask; }")] // dotnet/SqlClient#796
    [InlineData("public async ValueTask RunAsync() { gate.[|Wait|](); await Task.Yield(); }")]
    [InlineData("public async IAsyncEnumerable<int> RunAsync() { gate.[|Wait|](); yield return 1; await Task.Yield(); }")]
    [InlineData("public Func<Task> Run() => async () => { gate.[|Wait|](); await Task.Yield(); };")]
    [InlineData("public Task RunAsync(int[] items) => Parallel.ForEachAsync(items, async (_, token) => { gate.[|Wait|](token); await Task.Yield(); });")]
    [InlineData("public async Task RunAsync() { [|Enter|](); await Task.Yield(); } private void Enter() => gate.Wait();")]
    [InlineData("public async Task RunAsync() { [|Outer|](); await Task.Yield(); } private void Outer() { for (var i = 0; i < 3; i++) Enter(); } private void Enter() => done.Wait();")]
    [InlineData("public async Task RunAsync() { await Task.Run(async () => { gate.[|Wait|](); await Task.Yield(); }); }")] // davidfowl/AspNetCoreDiagnosticScenarios#64
    public Task Every_shape_of_asynchronous_code_is_reported(string members) => Verify.VerifyAnalyzerAsync(Program(members));

    // Silent

    [Theory]
    [InlineData("public async Task RunAsync() { await gate.WaitAsync(); }")]
    [InlineData("public async Task RunAsync() { if (!gate.Wait(0)) return; await Task.Yield(); }")] // a try
    [InlineData("public async Task RunAsync() { if (!gate.Wait(TimeSpan.Zero)) return; await Task.Yield(); }")]
    [InlineData("public async Task RunAsync() { if (!handle.WaitOne(0)) return; await Task.Yield(); }")]
    [InlineData("public async Task RunAsync() { if (queue.TryTake(out var item)) return; await Task.Yield(); }")]
    [InlineData("public async Task RunAsync() { queue.Add(1); done.Set(); left.Signal(); gate.Release(); await Task.Yield(); }")]
    [InlineData("public async Task RunAsync() { await process.WaitForExitAsync(); }")]
    [InlineData("public void Run() => gate.Wait();")] // theraot/Theraot#44: a thread that may wait
    [InlineData("public void Start() => new Thread(() => { foreach (var item in queue.GetConsumingEnumerable()) { } }).Start();")]
    [InlineData("public async Task RunAsync() { var consumer = new Thread(() => gate.Wait()); consumer.Start(); await Task.Yield(); }")]
    [InlineData("public async Task RunAsync() { await Task.Factory.StartNew(() => done.Wait(), TaskCreationOptions.LongRunning); }")] // tristan-hyams/RabbitMQ.Dataflows#27
    [InlineData("public async Task RunAsync() { await Task.Yield(); if (gate.CurrentCount == 0) { done.Wait(); throw new Exception(); } }")] // on the way out
    [InlineData("public static async Task Main() { using var stop = new ManualResetEventSlim(); stop.Wait(); await Task.Yield(); }")]
    [InlineData("public async Task RunAsync() { Action wait = () => gate.Wait(); Keep(wait); await Task.Yield(); } private Action? kept; private void Keep(Action action) => kept = action;")]
    public Task Tries_own_threads_and_synchronous_code_are_silent(string members) => Verify.VerifyAnalyzerAsync(Program(members));

    [Fact]
    public Task The_synchronous_half_of_two_paths_is_silent() => Verify.VerifyAnalyzerAsync(Program(
        "public async Task EnterAsync(bool async) { if (async) { await gate.WaitAsync(); } else { gate.Wait(); } }"));

    [Fact]
    public Task A_task_that_is_waited_for_belongs_to_another_rule() => Verify.VerifyAnalyzerAsync(Program(
        "public async Task RunAsync(Task task) { task.Wait(); Thread.Sleep(1); await Task.Yield(); }"));

    // Fixed

    [Fact]
    public Task Semaphores_are_awaited_where_they_were_waited_for() => Verify.VerifyCodeFixAsync(
        Program(
            """
            public async Task<int> RunAsync(CancellationToken token)
                {
                    gate.[|Wait|]();
                    try
                    {
                        return gate.[|Wait|](1000) ? 1 : 0;
                    }
                    finally
                    {
                        gate.Release();
                        await Task.Yield();
                    }
                }
            """),
        Program(
            """
            public async Task<int> RunAsync(CancellationToken token)
                {
                    await gate.WaitAsync(token);
                    try
                    {
                        return await gate.WaitAsync(1000, token) ? 1 : 0;
                    }
                    finally
                    {
                        gate.Release();
                        await Task.Yield();
                    }
                }
            """));

    [Theory]
    [InlineData("public async Task RunAsync() { done.[|Wait|](); await Task.Yield(); }")] // has no asynchronous form
    [InlineData("public async Task RunAsync() { thread.[|Join|](); await Task.Yield(); }")]
    [InlineData("public async Task RunAsync() { foreach (var item in queue.[|GetConsumingEnumerable|]()) { await Task.Yield(); } }")]
    [InlineData("public async Task RunAsync() { [|Enter|](); await Task.Yield(); } private void Enter() => gate.Wait();")] // in a helper
    public Task Nothing_is_offered_where_no_await_can_stand(string members) => Verify.VerifyNoFixAsync(Program(members));

    [Fact]
    public Task Old_frameworks_have_the_semaphore_as_well() => new Verify.Test
    {
        TestCode = Old("gate.[|Wait|]();"),
        FixedCode = Old("await gate.WaitAsync();"),
        References = TargetReferences.NetFramework,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    private static string Old(string statement) =>
        $$"""
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Store
        {
            private readonly SemaphoreSlim gate = new SemaphoreSlim(1);

            public async Task RunAsync()
            {
                {{statement}}
                await Task.Yield();
            }
        }
        """;

    private static string Program(string members) =>
        $$"""
        #nullable enable
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Store({{Members}})
        {
            {{members}}

            public override string ToString() => $"{gate}{done}{handle}{left}{barrier}{thread}{queue}{process}{key}";
        }
        """;
}
