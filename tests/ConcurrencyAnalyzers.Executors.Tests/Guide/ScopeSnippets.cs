namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>The code of the guide on scopes of tasks.</summary>
public sealed class ScopeSnippets
{
    [Fact]
    public async Task Children_that_end_with_the_scope()
    {
        var isStopped = false;
        var scope = TaskScope.RunAsync(async scope =>
        {
            _ = scope.Run(async cancellationToken =>
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }
                finally
                {
                    isStopped = true;
                }
            });
            var answer = await scope.Run(_ => Task.FromResult(42));
            _ = scope.Run(_ => throw new IOException($"After the {answer}."));
        });
        await Assert.ThrowsAsync<IOException>(() => scope);
        Assert.True(isStopped);
    }

    [Fact]
    public async Task The_first_answer_is_enough()
    {
        var answer = await TaskScope.RunAsync(async scope =>
        {
            var fast = scope.Run(_ => Task.FromResult("fast"));
            var slow = scope.Run(async cancellationToken =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return "slow";
            });
            var first = await Task.WhenAny(fast, slow);
            scope.Cancel();
            return await first;
        });
        Assert.Equal("fast", answer);
    }
}
