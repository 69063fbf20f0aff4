using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC206_BlockingIoInRequestHandler.Before;

/// <summary>A web service that asks another one for each request, and clients that come all at once.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var pages = new HttpClient { BaseAddress = new Uri(server.Pages(1)[0], "/") };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        MapSizes(app, pages);
        await app.StartAsync();

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var total = 0L;
        await Parallel.ForEachAsync(Enumerable.Range(0, load.Items), new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (page, cancellationToken) =>
            Interlocked.Add(ref total, long.Parse(await client.GetStringAsync($"/sizes/{page}", cancellationToken))));
        return total;
    }

    private static void MapSizes(WebApplication app, HttpClient pages) => app.MapGet("/sizes/{page}", (int page) =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{page}");
        using var response = pages./*CONC206*/Send(request);
        return response.Content.Headers.ContentLength ?? 0;
    });
}
