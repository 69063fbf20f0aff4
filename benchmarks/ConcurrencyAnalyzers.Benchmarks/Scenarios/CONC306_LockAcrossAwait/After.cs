using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC306_LockAcrossAwait.After;

/// <summary>Brings quotes up to date, each under a lock of its own. A refresh that fails is counted.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        List<Quote> quotes = [.. server.Pages(load.Items).Select(page => new Quote(page))];
        var failures = 0;
        await Parallel.ForEachAsync(quotes, new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (quote, cancellationToken) =>
        {
            try
            {
                await RefreshAsync(client, quote, cancellationToken);
            }
            catch (SynchronizationLockException)
            {
                Interlocked.Increment(ref failures);
            }
        });
        load.Observe("locks that could not be left", failures);
        return quotes.Sum(quote => quote.Size);
    }

    private static async Task RefreshAsync(HttpClient client, Quote quote, CancellationToken cancellationToken)
    {
        await quote.Gate.WaitAsync(cancellationToken);
        try
        {
            var text = await client.GetStringAsync(quote.Page, cancellationToken);
            quote.Size = text.Length;
        }
        finally
        {
            quote.Gate.Release();
        }
    }

    private sealed class Quote(Uri page)
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Uri Page { get; } = page;

        public long Size { get; set; }
    }
}
