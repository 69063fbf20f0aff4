using System.Runtime.CompilerServices;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class TaskCases
{
    public static void AddTo(CaseList cases)
    {
        static Task<int> Pending() => Workspace.Soon();
        static Task<int> Endless() => new TaskCompletionSource<int>().Task;

        cases.On(
            "M:System.Threading.Tasks.Task.Wait",
            Light, static () => Task.CompletedTask, static t => t.Wait(), receiver: "completed", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.Wait",
            BlocksWait, static Task () => Pending(), static t => t.Wait(), receiver: "pending", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.Wait(System.Int32)",
            BlocksWait, static Task () => Endless(), static t => t.Wait(Workspace.Moment), receiver: "pending, timeout", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.Wait(System.Int32)",
            Light, static Task () => Endless(), static t => t.Wait(0), receiver: "pending, zero timeout", dependent: true);
        cases.On(
            "P:System.Threading.Tasks.Task`1.Result",
            Light, static () => Task.FromResult(1), static t => t.Result, receiver: "completed", dependent: true);
        cases.On(
            "P:System.Threading.Tasks.Task`1.Result",
            BlocksWait, Pending, static t => t.Result, receiver: "pending", dependent: true);
        cases.On(
            "M:System.Runtime.CompilerServices.TaskAwaiter`1.GetResult",
            Light, static () => Task.FromResult(1).GetAwaiter(), static a => a.GetResult(), receiver: "completed", dependent: true);
        cases.On(
            "M:System.Runtime.CompilerServices.TaskAwaiter`1.GetResult",
            BlocksWait, static () => Pending().GetAwaiter(), static a => a.GetResult(), receiver: "pending", dependent: true);
        cases.On(
            "M:System.Runtime.CompilerServices.TaskAwaiter.GetResult",
            BlocksWait, static () => ((Task)Pending()).GetAwaiter(), static a => a.GetResult(), receiver: "pending", dependent: true);
        cases.On(
            "M:System.Runtime.CompilerServices.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter.GetResult",
            BlocksWait, static () => ((Task)Pending()).ConfigureAwait(false).GetAwaiter(), static a => a.GetResult(), receiver: "pending", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.WaitAll(System.Threading.Tasks.Task[],System.Int32)",
            BlocksWait, static () => new Task[] { Endless() }, static all => Task.WaitAll(all, Workspace.Moment),
            receiver: "pending, timeout", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.WaitAny(System.Threading.Tasks.Task[],System.Int32)",
            BlocksWait, static () => new Task[] { Endless() }, static all => Task.WaitAny(all, Workspace.Moment),
            receiver: "pending, timeout", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.Wait(System.TimeSpan)",
            BlocksWait, static Task () => Endless(), static t => t.Wait(TimeSpan.FromMilliseconds(Workspace.Moment)),
            receiver: "pending, timeout", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.WaitAll(System.Threading.Tasks.Task[])",
            BlocksWait, static () => new Task[] { Pending(), Pending() }, static all => Task.WaitAll(all), receiver: "pending", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.WaitAll(System.Threading.Tasks.Task[])",
            Light, static () => new[] { Task.CompletedTask, Task.CompletedTask }, static all => Task.WaitAll(all), receiver: "completed", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.WaitAny(System.Threading.Tasks.Task[])",
            BlocksWait, static () => new Task[] { Pending(), Endless() }, static all => Task.WaitAny(all), receiver: "pending", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.WaitAny(System.Threading.Tasks.Task[])",
            Light, static () => new[] { Task.CompletedTask, Endless() }, static all => Task.WaitAny(all), receiver: "one completed", dependent: true);
        cases.On(
            "P:System.Threading.Tasks.ValueTask`1.Result",
            Light, static () => new ValueTask<int>(1), static t => t.Result, receiver: "completed", dependent: true);
        cases.On(
            "P:System.Threading.Tasks.Task.IsCompleted",
            Light, Endless, static t => t.IsCompleted);
        cases.On(
            "P:System.Threading.Tasks.Task.Status",
            Light, Endless, static t => t.Status);
        cases.Add(
            "M:System.Threading.Tasks.Task.Run(System.Action)",
            Light, () => Task.Run(static () => { }), release: static t => t.Wait());
        cases.Add(
            "M:System.Threading.Tasks.TaskFactory.StartNew(System.Action)",
            Light, () => Task.Factory.StartNew(static () => { }), release: static t => t.Wait());
        cases.Add(
            "M:System.Threading.Tasks.Task.Delay(System.Int32)",
            Light, () => Task.Delay(1), release: static t => t.Wait());
        cases.Add(
            "M:System.Threading.Tasks.Task.FromResult``1(``0)",
            Light, () => Task.FromResult("text"));
        cases.On(
            "M:System.Threading.Tasks.Task.WhenAll(System.Threading.Tasks.Task[])",
            Light, static () => new Task[] { Endless(), Endless() }, static all => Task.WhenAll(all));
        cases.On(
            "M:System.Threading.Tasks.Task.WhenAny(System.Threading.Tasks.Task[])",
            Light, static () => new Task[] { Endless(), Endless() }, static all => Task.WhenAny(all));
        cases.Add(
            "M:System.Threading.Tasks.Task.Yield",
            Light, () => Task.Yield());
        cases.On(
            "M:System.Threading.Tasks.Task`1.ContinueWith(System.Action{System.Threading.Tasks.Task{`0}})",
            Light, Endless, static t => t.ContinueWith(static _ => { }));
        cases.On(
            "M:System.Threading.Tasks.Task.RunSynchronously",
            Light, static () => new Task(static () => { }), static t => t.RunSynchronously(), receiver: "does nothing", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.Task.RunSynchronously",
            BlocksWait, static () => new Task(static () => Thread.Sleep(1)), static t => t.RunSynchronously(), receiver: "sleeps", dependent: true);
        cases.On(
            "M:System.Threading.Tasks.TaskCompletionSource`1.SetResult(`0)",
            Light, static () => new TaskCompletionSource<int>(), static s => s.SetResult(1));
        cases.On(
            "M:System.Threading.Tasks.TaskCompletionSource`1.TrySetCanceled",
            Light, static () => new TaskCompletionSource<int>(), static s => s.TrySetCanceled());
        cases.On(
            "M:System.Threading.Tasks.Task`1.ConfigureAwait(System.Boolean)",
            Light, Endless, static t => t.ConfigureAwait(false));
        cases.On(
            "M:System.Threading.Tasks.Task`1.WaitAsync(System.TimeSpan)",
            Light, Endless, static t => t.WaitAsync(TimeSpan.FromSeconds(10)));
        cases.On(
            "M:System.Threading.Tasks.ValueTask`1.AsTask",
            Light, static () => new ValueTask<int>(1), static t => t.AsTask());
        cases.Add(
            "M:System.Runtime.CompilerServices.AsyncTaskMethodBuilder.Create",
            Light, () => AsyncTaskMethodBuilder.Create());

        cases.Add(
            "M:System.Threading.Tasks.Parallel.For(System.Int32,System.Int32,System.Action{System.Int32})",
            BlocksWait, () => Parallel.For(0, 16, static _ => Thread.Sleep(1)), receiver: "body sleeps", dependent: true);
        cases.Add(
            "M:System.Threading.Tasks.Parallel.ForEach``1(System.Collections.Generic.IEnumerable{``0},System.Action{``0})",
            BlocksWait, () => Parallel.ForEach(s_numbers, static _ => Thread.Sleep(1)), receiver: "body sleeps", dependent: true);
        cases.Add(
            "M:System.Threading.Tasks.Parallel.Invoke(System.Action[])",
            BlocksWait, () => Parallel.Invoke(static () => Thread.Sleep(1), static () => Thread.Sleep(1)), receiver: "actions sleep", dependent: true);
        cases.Add(
            "M:System.Threading.Tasks.Parallel.ForEachAsync``1(" +
            "System.Collections.Generic.IEnumerable{``0},System.Func{``0,System.Threading.CancellationToken,System.Threading.Tasks.ValueTask})",
            Light, () => Parallel.ForEachAsync(s_numbers, static (_, _) => ValueTask.CompletedTask), release: static t => t.Wait());
        cases.Add(
            "M:System.Linq.ParallelEnumerable.ToArray``1(System.Linq.ParallelQuery{``0})",
            BlocksWait, () => s_numbers.AsParallel().Select(Slowly).ToArray(), receiver: "query sleeps", dependent: true);
        cases.Add(
            "M:System.Linq.ParallelEnumerable.AsParallel``1(System.Collections.Generic.IEnumerable{``0})",
            Light, () => s_numbers.AsParallel());
    }

    private static readonly int[] s_numbers = [.. Enumerable.Range(0, 16)];

    private static int Slowly(int number)
    {
        Thread.Sleep(1);
        return number;
    }
}
