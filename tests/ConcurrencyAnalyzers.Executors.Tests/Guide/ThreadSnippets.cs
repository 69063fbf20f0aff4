using System.Globalization;
using System.Runtime.ExceptionServices;

namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>The code of the guide's section on threads.</summary>
public sealed class ThreadSnippets
{
    [Fact]
    public void A_thread_that_is_joined()
    {
        var sum = 0;
        var thread = new Thread(() => sum = Enumerable.Range(1, 100).Sum()) { Name = "sum", IsBackground = true };
        thread.Start();
        thread.Join();
        Assert.Equal(5050, sum);
    }

    [Fact]
    public async Task Short_work_on_the_pool()
    {
        var sum = await Task.Run(() => Enumerable.Range(1, 100).Sum());
        Assert.Equal(5050, sum);
    }

    [Fact]
    public async Task Work_that_is_finished_before_the_program_ends()
    {
        var written = new List<string>();
        await using (var log = new BlockingExecutor(new BlockingExecutorOptions { Name = "log", MaxThreads = Degree.One }))
        {
            _ = log.RunAsync(_ => written.Add("started"));
            _ = log.RunAsync(_ => written.Add("stopped"));
        }

        Assert.Equal(["started", "stopped"], written);
    }

    [Fact]
    public async Task A_hook_for_what_nobody_catches()
    {
        var caught = new TaskCompletionSource<Exception>();
        ExceptionHandling.SetUnhandledExceptionHandler(exception => exception is FormatException && caught.TrySetResult(exception));
        new Thread(() => int.Parse("many", CultureInfo.InvariantCulture)).Start();
        Assert.IsType<FormatException>(await caught.Task);
    }

    [Fact]
    public async Task An_exception_that_stays_in_its_task()
    {
        var work = CpuExecutor.Shared.RunAsync(_ => int.Parse("many", CultureInfo.InvariantCulture));
        await Assert.ThrowsAsync<FormatException>(() => work);
    }
}
