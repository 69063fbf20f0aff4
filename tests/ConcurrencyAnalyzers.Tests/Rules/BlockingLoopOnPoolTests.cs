using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<BlockingLoopOnPoolAnalyzer, BlockingLoopOnPoolCodeFix>;

public sealed class BlockingLoopOnPoolTests
{
    // Reported

    [Theory]
    [InlineData("Task.[|Run|](() => { foreach (var item in queue.GetConsumingEnumerable()) Use(item); });")] // dotnet/dotnet-api-docs#983
    [InlineData("Task.[|Run|](() => { foreach (var item in queue.GetConsumingEnumerable(token)) Use(item); }, token);")]
    [InlineData("Task.[|Run|](() => { while (true) Use(queue.Take()); });")]
    [InlineData("Task.[|Run|](() => { while (!token.IsCancellationRequested) { Use(queue.Take(token)); } });")]
    [InlineData("Task.[|Run|](() => { while (!token.IsCancellationRequested) { Use(1); Thread.Sleep(1000); } });")] // microsoft/CRA#6
    [InlineData("Task.[|Run|](() => { for (; ; ) { using var client = listener.AcceptTcpClient(); Use(client); } });")] // billpg/POP3Listener#17
    [InlineData("Task.[|Run|](Pump);")]
    [InlineData("Task.[|Run|](() => Pump());")]
    [InlineData("Task.Factory.[|StartNew|](Pump);")] // tristan-hyams/RabbitMQ.Dataflows#27
    [InlineData("Task.Factory.[|StartNew|](Pump, token);")]
    [InlineData("ThreadPool.[|QueueUserWorkItem|](_ => Pump());")] // HakanL/Haukcode.HighResolutionTimer#14
    [InlineData("ThreadPool.[|QueueUserWorkItem|](_ => { while (!stopping) { signal.WaitOne(); Use(1); } });")]
    [InlineData("[|InBackground|](() => Pump());", "private static Task InBackground(Action work) => Task.Run(work);")]
    public Task A_work_item_that_waits_for_good_is_reported(string statement, string members = "") => Verify.VerifyAnalyzerAsync(Program(statement, members));

    // Silent

    [Theory]
    [InlineData("Task.Factory.StartNew(Pump, TaskCreationOptions.LongRunning);")]
    [InlineData("Task.Factory.StartNew(Pump, token, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("new Thread(Pump) { IsBackground = true }.Start();")] // theraot/Theraot#44
    [InlineData("Task.Run(async () => { while (!token.IsCancellationRequested) { Use(1); await Task.Delay(1000, token); } });")] // pnp/pnpframework#165
    [InlineData("Task.Run(() => { foreach (var item in items) Use(item); });")]
    [InlineData("Task.Run(() => { while (queue.TryTake(out var item)) Use(item); });")] // drains and ends
    [InlineData("Task.Run(() => { while (!token.IsCancellationRequested) { Use(1); } });")] // computes
    [InlineData("Task.Run(() => { while (true) { if (Use(queue.Take())) return; } });")] // ends when the work does
    [InlineData("Task.Run(() => { for (var i = 0; i < 3; i++) { if (Use(i)) return; } });")]
    [InlineData("Task.Run(() => { foreach (var line in File.ReadLines(path)) Use(line); });")]
    [InlineData("Task.Run(() => { while (true) { try { Use(1); } catch (IOException) { Thread.Sleep(1); } } });")] // only after a failure
    [InlineData("Task.Run(async () => { await foreach (var item in channel.ReadAllAsync(token)) Use(item); });")]
    [InlineData("Pump();")] // who runs it is not known
    public Task Own_threads_and_work_that_ends_are_silent(string statement) => Verify.VerifyAnalyzerAsync(Program(statement));

    // Fixed

    [Theory]
    [InlineData("Task.[|Run|](Pump);", "Task.Factory.StartNew(Pump, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("Task.[|Run|](() => Pump(), token);", "Task.Factory.StartNew(() => Pump(), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("var pump = Task.[|Run|](() => { while (true) { Use(queue.Take()); } });", "var pump = Task.Factory.StartNew(() => { while (true) { Use(queue.Take()); } }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("Task.Factory.[|StartNew|](Pump);", "Task.Factory.StartNew(Pump, TaskCreationOptions.LongRunning);")]
    [InlineData("ThreadPool.[|QueueUserWorkItem|](_ => Pump());", "new Thread(_ => Pump()) { IsBackground = true }.Start();")]
    [InlineData("Task.[|Run|](Pump); Task.[|Run|](Pump);", "Task.Factory.StartNew(Pump, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default); Task.Factory.StartNew(Pump, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    public Task The_loop_gets_a_thread_of_its_own(string before, string after) => Verify.VerifyCodeFixAsync(Program(before), Program(after));

    [Theory]
    [InlineData("Task.Factory.[|StartNew|](Pump, token);")] // its scheduler is whatever is current
    [InlineData("var queued = ThreadPool.[|QueueUserWorkItem|](_ => Pump());")]
    [InlineData("[|InBackground|](() => Pump());", "private static Task InBackground(Action work) => Task.Run(work);")]
    public Task Nothing_is_offered_where_the_construct_says_more(string statement, string members = "") => Verify.VerifyNoFixAsync(Program(statement, members));

    private static string Program(string statement, string members = "") =>
        $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        public sealed class Consumer(BlockingCollection<int> queue, TcpListener listener, EventWaitHandle signal, ChannelReader<int> channel)
        {
            private volatile bool stopping;

            public void Start(CancellationToken token, List<int> items, string path)
            {
                {{statement}}
            }

            public void Stop() => stopping = channel.Count >= 0 && listener.Pending() && signal.Set();

            private static bool Use(object item) => item is null;

            private void Pump()
            {
                while (!stopping)
                {
                    Use(queue.Take());
                }
            }

            {{members}}
        }
        """;
}
