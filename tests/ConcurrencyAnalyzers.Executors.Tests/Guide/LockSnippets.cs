namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>The code of the guide's section on locks.</summary>
public sealed class LockSnippets
{
    [Fact]
    public void A_lock_that_its_owner_may_take_again()
    {
        Lock gate = new();
        var balance = 0;

        void Deposit(int amount)
        {
            lock (gate)
            {
                balance += amount;
            }
        }

        lock (gate)
        {
            Deposit(10);
        }

        Assert.Equal(10, balance);
    }

    [Fact]
    public async Task A_lock_that_is_held_over_an_await()
    {
        using var gate = new SemaphoreSlim(1, 1);
        var balance = 0;
        await gate.WaitAsync();
        try
        {
            await Task.Yield();
            balance += 10;
        }
        finally
        {
            gate.Release();
        }

        Assert.Equal(10, balance);
    }

    [Fact]
    public async Task A_condition()
    {
        var gate = new object();
        var items = new Queue<int>();
        var taken = Task.Factory.StartNew(() =>
        {
            lock (gate)
            {
                while (items.Count == 0)
                {
                    Monitor.Wait(gate);
                }

                return items.Dequeue();
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        lock (gate)
        {
            items.Enqueue(1);
            Monitor.Pulse(gate);
        }

        Assert.Equal(1, await taken);
    }

    [Fact]
    public async Task An_event()
    {
        using var forThreads = new ManualResetEventSlim();
        forThreads.Set();
        forThreads.Wait();

        var forTasks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        forTasks.SetResult();
        await forTasks.Task;
    }

    [Fact]
    public void A_barrier()
    {
        var phases = 0;
        using var barrier = new Barrier(2, _ => phases++);
        var other = new Thread(() =>
        {
            barrier.SignalAndWait();
            barrier.SignalAndWait();
        });
        other.Start();
        barrier.SignalAndWait();
        barrier.SignalAndWait();
        other.Join();
        Assert.Equal(2, phases);
    }
}
