using System.Globalization;

namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>The code of the guide on streams of results.</summary>
public sealed class StreamSnippets
{
    [Fact]
    public async Task Results_in_the_order_of_the_items()
    {
        var squares = new List<int>();
        await foreach (var square in Enumerable.Range(1, 100).SelectConcurrent(Degree.Cores, (n, token) => new ValueTask<int>(CpuExecutor.Shared.RunAsync(_ => n * n, token))))
        {
            squares.Add(square);
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(n => n * n), squares);
    }

    [Fact]
    public async Task Results_as_they_come()
    {
        var sum = 0;
        var results = Enumerable.Range(1, 100).SelectConcurrentUnordered(Degree.Of(20), async (n, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(n % 3), cancellationToken);
            return n;
        });
        await foreach (var result in results)
        {
            sum += result;
        }

        Assert.Equal(5050, sum);
    }

    [Fact]
    public async Task An_outcome_for_each_item()
    {
        string[] texts = ["1", "two", "3"];
        var failed = new List<string>();
        await foreach (var outcome in texts.SelectOutcomes(Degree.Of(2), async (text, _) => int.Parse(await Task.FromResult(text), CultureInfo.InvariantCulture)))
        {
            if (!outcome.Ok)
            {
                failed.Add($"{outcome.Index}: {outcome.Item}");
            }
        }

        Assert.Equal(["1: two"], failed);
    }
}
