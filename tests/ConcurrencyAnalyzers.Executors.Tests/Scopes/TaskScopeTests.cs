namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class TaskScopeTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_scope_ends_after_its_body_and_all_children()
    {
        TaskCompletionSource<int>[] gates = [New<int>(), New<int>()];
        Task<int>? first = null;
        Task? second = null;
        var scope = TaskScope.RunAsync(scope =>
        {
            first = scope.Run(_ => gates[0].Task);
            second = scope.Run(_ => (Task)gates[1].Task);
            return Task.FromResult("body");
        });
        gates[1].SetResult(0);
        Assert.False(scope.IsCompleted);
        gates[0].SetResult(7);
        Assert.Equal("body", await scope.WaitAsync(Guard));
        Assert.True(first!.IsCompletedSuccessfully && second!.IsCompletedSuccessfully);
        Assert.Equal(7, await first);
    }

    [Fact]
    public async Task Children_of_children_belong_to_the_scope()
    {
        var gate = New<int>();
        var outer = New<int>();
        Task? inner = null;
        var scope = TaskScope.RunAsync(scope =>
        {
            scope.Run(async _ =>
            {
                await outer.Task;
                inner = scope.Run(_ => gate.Task);
            });
            return Task.CompletedTask;
        });
        outer.SetResult(0);
        Assert.False(scope.IsCompleted);
        gate.SetResult(0);
        await scope.WaitAsync(Guard);
        Assert.True(inner!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Nothing_starts_in_a_scope_that_has_ended()
    {
        TaskScope? ended = null;
        await TaskScope.RunAsync(scope =>
        {
            ended = scope;
            return Task.CompletedTask;
        });
        Assert.Throws<ObjectDisposedException>(() => { _ = ended!.Run(static _ => Task.CompletedTask); });
        Assert.Throws<ObjectDisposedException>(() => { _ = ended!.Run(static _ => Task.FromResult(1)); });
        Assert.Throws<ObjectDisposedException>(() => { _ = ended!.StartAsync(static _ => Task.CompletedTask); });
        ended!.Cancel();
        Assert.False(ended.Token.IsCancellationRequested);
    }

    // 1. Bounds.

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Semantics_1_and_2_never_more_children_than_the_limit_and_each_in_its_turn(int limit)
    {
        var gates = Enumerable.Range(0, 10).Select(static _ => New<int>()).ToArray();
        List<int> started = [];
        var scope = TaskScope.RunAsync(
            scope =>
            {
                for (var i = 0; i < gates.Length; i++)
                {
                    var child = i;
                    scope.Run(async _ =>
                    {
                        lock (started)
                        {
                            started.Add(child);
                        }

                        await gates[child].Task;
                    });
                }

                return Task.CompletedTask;
            },
            new TaskScopeOptions { Limit = Degree.Of(limit) });
        for (var done = 0; done < gates.Length; done++)
        {
            await WhenAsync(() => Count() == Math.Min(gates.Length, done + limit));
            gates[done].SetResult(0);
        }

        await scope.WaitAsync(Guard);
        Assert.Equal(Enumerable.Range(0, gates.Length), started);

        int Count()
        {
            lock (started)
            {
                return started.Count;
            }
        }
    }

    [Fact]
    public async Task Whoever_awaits_the_start_waits_for_the_childs_turn()
    {
        var gate = New<int>();
        await TaskScope.RunAsync(
            async scope =>
            {
                var first = await scope.StartAsync(_ => gate.Task);
                var second = scope.StartAsync(static _ => Task.FromResult(2)).AsTask();
                Assert.False(second.IsCompleted);
                gate.SetResult(1);
                Assert.Equal(1, await first);
                Assert.Equal(2, await await second);
            },
            new TaskScopeOptions { Limit = Degree.One }).WaitAsync(Guard);
    }

    // 3. Errors.

    [Fact]
    public async Task Semantics_3_the_first_failure_cancels_the_others_and_what_it_cancels_is_not_reported()
    {
        var fails = New<int>();
        var siblingEnded = false;
        var thrown = new InvalidDataException();
        var scope = TaskScope.RunAsync(async scope =>
        {
            _ = scope.Run(_ => fails.Task);
            _ = scope.Run(async token =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    siblingEnded = true;
                }
            });
            await Task.Delay(Timeout.Infinite, scope.Token);
        });
        fails.SetException(thrown);
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidDataException>(() => scope.WaitAsync(Guard)));
        Assert.True(siblingEnded);
    }

    [Fact]
    public async Task Semantics_3_several_failures_are_one_exception_in_the_order_of_the_children()
    {
        var gates = Enumerable.Range(0, 3).Select(static _ => New<int>()).ToArray();
        var scope = TaskScope.RunAsync(scope =>
        {
            foreach (var gate in gates)
            {
                scope.Run(_ => gate.Task);
            }

            throw new FormatException();
        });
        gates[2].SetException(new InvalidDataException("2"));
        gates[1].SetResult(0);
        gates[0].SetException([new InvalidDataException("0a"), new InvalidDataException("0b")]);
        var all = await Assert.ThrowsAsync<AggregateException>(() => scope.WaitAsync(Guard));
        Assert.Equal(["0a", "0b", "2"], all.InnerExceptions.SkipLast(1).Select(static inner => inner.Message));
        Assert.IsType<FormatException>(all.InnerExceptions[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_that_the_body_awaited_is_reported_once(bool limited)
    {
        var thrown = new InvalidDataException();
        var scope = TaskScope.RunAsync(async scope => await scope.Run(_ => throw thrown), new TaskScopeOptions { Limit = limited ? Degree.One : null });
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidDataException>(() => scope.WaitAsync(Guard)));
    }

    [Fact]
    public async Task A_failure_that_the_body_caught_is_reported_all_the_same()
    {
        var thrown = new InvalidDataException();
        var scope = TaskScope.RunAsync(async scope => await scope.Run(_ => throw thrown).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidDataException>(() => scope.WaitAsync(Guard)));
    }

    [Fact]
    public async Task Others_may_go_on_after_a_failure()
    {
        var gate = New<int>();
        Task? sibling = null;
        var scope = TaskScope.RunAsync(
            scope =>
            {
                scope.Run(static _ => throw new InvalidDataException());
                sibling = scope.Run(_ => gate.Task);
                return Task.CompletedTask;
            },
            new TaskScopeOptions { CancelOnFailure = false });
        Assert.False(scope.IsCompleted);
        gate.SetResult(0);
        await Assert.ThrowsAsync<InvalidDataException>(() => scope.WaitAsync(Guard));
        Assert.True(sibling!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_in_the_scope_asked_for_is_a_failure()
    {
        var foreign = new CancellationToken(canceled: true);
        CancellationToken seen = default;
        var scope = TaskScope.RunAsync(scope =>
        {
            scope.Run(_ => Task.FromCanceled(foreign));
            seen = scope.Token;
            return Task.CompletedTask;
        });
        Assert.Equal(foreign, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scope.WaitAsync(Guard))).CancellationToken);
        Assert.True(seen.IsCancellationRequested);
    }

    [Fact]
    public async Task What_registered_callbacks_throw_is_reported()
    {
        var scope = TaskScope.RunAsync(scope =>
        {
            scope.Token.Register(static () => throw new FormatException());
            throw new InvalidDataException();
        });
        var all = (await Assert.ThrowsAsync<AggregateException>(() => scope.WaitAsync(Guard))).Flatten();
        Assert.Equal([typeof(InvalidDataException), typeof(FormatException)], all.InnerExceptions.Select(static inner => inner.GetType()).OrderByDescending(static type => type.Name));
    }

    // 4. Cancellation.

    [Fact]
    public async Task Semantics_4_the_callers_cancellation_has_the_callers_token_after_all_have_ended()
    {
        using var caller = new CancellationTokenSource();
        var gate = New<int>();
        var scope = TaskScope.RunAsync(
            scope =>
            {
                scope.Run(async token =>
                {
                    await gate.Task;
                    token.ThrowIfCancellationRequested();
                });
                return Task.CompletedTask;
            },
            cancellationToken: caller.Token);
        caller.Cancel();
        Assert.False(scope.IsCompleted);
        gate.SetResult(0);
        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scope.WaitAsync(Guard))).CancellationToken);
        Assert.True(scope.IsCanceled);
    }

    [Fact]
    public async Task Semantics_4_cancelled_before_its_turn_a_child_never_runs()
    {
        using var caller = new CancellationTokenSource();
        var gate = New<int>();
        Task? waiting = null;
        var scope = TaskScope.RunAsync(
            scope =>
            {
                scope.Run(_ => gate.Task);
                waiting = scope.Run(static _ => throw new InvalidDataException("It was cancelled."));
                return Task.CompletedTask;
            },
            new TaskScopeOptions { Limit = Degree.One },
            caller.Token);
        caller.Cancel();
        gate.SetResult(0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scope.WaitAsync(Guard));
        Assert.True(waiting!.IsCanceled);
        Assert.True(TaskScope.RunAsync(static _ => throw new InvalidDataException("It was cancelled."), cancellationToken: caller.Token).IsCanceled);
    }

    [Fact]
    public async Task A_cancellation_that_kept_nothing_from_its_end_changes_nothing()
    {
        using var caller = new CancellationTokenSource();
        Assert.Equal(1, await TaskScope.RunAsync(
            scope =>
            {
                caller.Cancel();
                return Task.FromResult(1);
            },
            cancellationToken: caller.Token));
    }

    [Fact]
    public async Task The_first_answer_can_end_the_rest()
    {
        var answers = new[] { New<int>(), New<int>() };
        var scope = TaskScope.RunAsync(async scope =>
        {
            var first = await Task.WhenAny(answers.Select(answer => scope.Run(token => answer.Task.WaitAsync(token))));
            scope.Cancel();
            return await first;
        });
        answers[1].SetResult(5);
        Assert.Equal(5, await scope.WaitAsync(Guard));
    }

    // 8. Context.

    [Fact]
    public async Task Semantics_8_a_child_runs_in_the_context_of_who_started_it_also_when_it_had_to_wait()
    {
        var local = new AsyncLocal<string?>();
        var gate = New<int>();
        string? seen = null;
        var scope = TaskScope.RunAsync(
            scope =>
            {
                scope.Run(_ => gate.Task);
                local.Value = "starter";
                scope.Run(_ =>
                {
                    seen = local.Value;
                    return Task.CompletedTask;
                });
                return Task.CompletedTask;
            },
            new TaskScopeOptions { Limit = Degree.One });
        gate.SetResult(0);
        await scope.WaitAsync(Guard);
        Assert.Equal("starter", seen);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentNullException>("body", static () => { _ = TaskScope.RunAsync((Func<TaskScope, Task>)null!); });
        Assert.Throws<ArgumentNullException>("body", static () => { _ = TaskScope.RunAsync((Func<TaskScope, Task<int>>)null!); });
        await TaskScope.RunAsync(static scope =>
        {
            Assert.Throws<ArgumentNullException>("child", () => { _ = scope.Run((Func<CancellationToken, Task>)null!); });
            Assert.Throws<ArgumentNullException>("child", () => { _ = scope.Run((Func<CancellationToken, Task<int>>)null!); });
            Assert.Throws<ArgumentNullException>("child", () => { _ = scope.StartAsync((Func<CancellationToken, Task>)null!); });
            Assert.Throws<ArgumentNullException>("child", () => { _ = scope.StartAsync((Func<CancellationToken, Task<int>>)null!); });
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<InvalidOperationException>(static () => TaskScope.RunAsync(static _ => (Task)null!));
        await Assert.ThrowsAsync<InvalidOperationException>(static () => TaskScope.RunAsync(static async scope => await scope.Run(static _ => (Task)null!)));
    }

    /// <summary>Trees of children with and without limits, with random faults and cancellation: after the scope nothing runs any more, and what was thrown is reported exactly once.</summary>
    [Fact]
    public Task Stress() => Tests.Stress.RoundsAsync(static async random =>
    {
        const int Children = 2_000;
        using var caller = new CancellationTokenSource();
        var options = new TaskScopeOptions { Limit = random.Next(2) == 0 ? null : Degree.Of(random.Next(1, 9)), CancelOnFailure = random.Next(2) == 0 };
        var cancelAt = random.Next(3) == 0 ? random.Next(Children) : int.MaxValue;
        var failEvery = random.Next(3) switch { 0 => int.MaxValue, 1 => 50, _ => Children };
        var dice = random.Next();
        int running = 0, started = 0, most = 0;
        var thrown = new List<Exception>();
        List<Task> all = [];
        var scope = TaskScope.RunAsync(
            async scope =>
            {
                for (var i = 0; i < Children; i++)
                {
                    if (i == cancelAt)
                    {
                        caller.Cancel();
                    }

                    var child = scope.Run(token => ChildAsync(scope, i, token));
                    lock (all)
                    {
                        all.Add(child);
                    }

                    if (i % 100 == 0)
                    {
                        await Task.Yield();
                    }
                }
            },
            options,
            caller.Token);
        await scope.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.Equal(0, Volatile.Read(ref running));
        Assert.All(all, static child => Assert.True(child.IsCompleted));
        Assert.True(options.Limit is not { } limit || most <= limit.Value);
        if (thrown.Count > 0)
        {
            Assert.Equal(thrown.ToHashSet(), scope.Exception!.InnerExceptions.SelectMany(static inner => inner is AggregateException several ? several.InnerExceptions : [inner]).ToHashSet());
        }
        else
        {
            Assert.True(scope.IsCanceled ? caller.IsCancellationRequested : scope.IsCompletedSuccessfully);
        }

        async Task ChildAsync(TaskScope own, int number, CancellationToken token)
        {
            var now = Interlocked.Increment(ref running);
            lock (thrown)
            {
                most = Math.Max(most, now);
            }

            try
            {
                if ((number ^ dice) % 3 != 0)
                {
                    await Task.Yield();
                }

                token.ThrowIfCancellationRequested();
                if (Interlocked.Increment(ref started) % failEvery == 0)
                {
                    var exception = new InvalidDataException();
                    lock (thrown)
                    {
                        thrown.Add(exception);
                    }

                    throw exception;
                }

                if ((number ^ dice) % 10 == 0)
                {
                    var child = own.Run(token => ChildAsync(own, number + 1, token));
                    lock (all)
                    {
                        all.Add(child);
                    }
                }
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }
    });

    private static TaskCompletionSource<TResult> New<TResult>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A child whose turn it is starts on the pool, and nothing else tells of it.
    private static async Task WhenAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
