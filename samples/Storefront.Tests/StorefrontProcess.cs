using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Storefront.Tests;

/// <summary>The service as users run it: its own process, on a free loopback port, with an empty data folder.</summary>
public sealed class StorefrontProcess : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process = new();
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("storefront-").FullName;

    public HttpClient Client { get; } = new() { Timeout = Patience };

    public async ValueTask InitializeAsync()
    {
        var service = typeof(StorefrontProcess).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "StorefrontService")
            .Value!;

        _process.StartInfo = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { service, "--urls", "http://127.0.0.1:0", "--Storefront:DataFolder", DataFolder },
            WorkingDirectory = Path.GetDirectoryName(service)!,
            Environment = { ["DOTNET_ENVIRONMENT"] = "Production", ["ASPNETCORE_ENVIRONMENT"] = "Production" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process.EnableRaisingEvents = true;
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"The service ended early.\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        Client.BaseAddress = await _listening.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended, or never started.
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    public string PathOf(params string[] parts) => Path.Combine([DataFolder, .. parts]);

    public async Task<JsonNode> GetAsync(string path) => await JsonOf(await Client.GetAsync(path, Cancellation), HttpStatusCode.OK);

    public async Task<string> GetTextAsync(string path) => await Client.GetStringAsync(path, Cancellation);

    public async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        using var response = await Client.GetAsync(path, Cancellation);
        return response.StatusCode;
    }

    public async Task<JsonNode> PostAsync(string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        return await JsonOf(await Client.PostAsJsonAsync(path, body, Cancellation), expected);
    }

    public async Task<JsonNode> PostTextAsync(string path, string body)
    {
        return await JsonOf(await Client.PostAsync(path, new StringContent(body), Cancellation), HttpStatusCode.OK);
    }

    public async Task<JsonNode> PlaceOrderAsync(string customer, string currency, params (string Sku, int Quantity)[] items)
    {
        var body = new { customer, currency, items = items.Select(item => new { sku = item.Sku, quantity = item.Quantity }) };
        return await PostAsync("/orders", body, HttpStatusCode.Created);
    }

    /// <summary>Asks again until the answer is there; each question is a request, so nothing here sleeps.</summary>
    public async Task<JsonNode> PollAsync(string path, Func<JsonNode, bool> done)
    {
        var elapsed = Stopwatch.StartNew();
        while (true)
        {
            var answer = await GetAsync(path);
            if (done(answer))
            {
                return answer;
            }

            Assert.True(elapsed.Elapsed < Patience, $"{path} still says {answer}\n{Output}");
            await Task.Yield();
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    private async Task<JsonNode> JsonOf(HttpResponseMessage response, HttpStatusCode expected)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode} {response.RequestMessage?.RequestUri}\n{text}\n{Output}");
            return JsonNode.Parse(text)!;
        }
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        const string Marker = "Now listening on: ";
        if (line.IndexOf(Marker, StringComparison.Ordinal) is var start and >= 0)
        {
            _listening.TrySetResult(new Uri(line[(start + Marker.Length)..].Trim()));
        }
    }
}
