using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC203_BlockingIoInParallelLoop.Before;

/// <summary>Asks for the sizes of pages and writes a report of them.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        using var folder = new TempFolder();
        var sizes = new ConcurrentDictionary<Uri, long>();
        Parallel./*CONC203*/ForEach(server.Pages(load.Items), page =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            using var response = client.Send(request);
            sizes[page] = response.Content.Headers.ContentLength ?? 0;
        });
        await File.WriteAllLinesAsync(folder.PathOf("sizes.txt"), sizes.Select(size => $"{size.Key}\t{size.Value}"));
        return sizes.Values.Sum();
    }
}
