using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ValidCode;

public interface IDocuments
{
    Task<string> ReadAsync(string name, CancellationToken cancellationToken);

    Task SaveAsync(string name, string text, CancellationToken cancellationToken);
}

/// <summary>Files behind an asynchronous interface, with a cache that is filled once.</summary>
public sealed class Documents(string folder) : IDocuments, IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentDictionary<string, Task<string>> pending = new();
    private readonly MemoryStream scratch = new();
    private string? index;

    public async Task<string> ReadAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false) : "";
    }

    public async Task SaveAsync(string name, string text, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            scratch.SetLength(0);
            scratch.Write(Encoding.UTF8.GetBytes(text));
            await File.WriteAllBytesAsync(Path.Combine(folder, name), scratch.ToArray(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>One-time work behind a check is not what a request waits for.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        index ??= File.ReadAllText(Path.Combine(folder, "index"));
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return index.Split('\n').Length;
    }

    public async Task<string[]> ReadAllAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var reads = names.Select(name => pending.GetOrAdd(name, key => ReadAsync(key, cancellationToken))).ToArray();
        await Task.WhenAll(reads).ConfigureAwait(false);
        return reads.Select(read => read.Result).ToArray();
    }

    public async Task<string?> TryReadAsync(string name, TimeSpan limit)
    {
        var read = ReadAsync(name, CancellationToken.None);
        var first = await Task.WhenAny(read, Task.Delay(limit)).ConfigureAwait(false);
        return first == read ? read.Result : null;
    }

    public bool TryEnter() => gate.Wait(0);

    public async ValueTask DisposeAsync()
    {
        await scratch.DisposeAsync().ConfigureAwait(false);
        gate.Dispose();
    }
}

/// <summary>One body for synchronous and asynchronous callers.</summary>
public sealed class Client(HttpClient http)
{
    public string Get(Uri uri) => GetAsync(uri, async: false, CancellationToken.None).GetAwaiter().GetResult();

    public Task<string> GetAsync(Uri uri, CancellationToken cancellationToken) => GetAsync(uri, async: true, cancellationToken);

    private async Task<string> GetAsync(Uri uri, bool async, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var response = async
            ? await http.SendAsync(request, cancellationToken).ConfigureAwait(false)
            : http.Send(request, cancellationToken);
        if (!async)
        {
            using var reader = new StreamReader(response.Content.ReadAsStream(cancellationToken));
            return reader.ReadToEnd();
        }

        return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Computation where computation belongs, waiting where waiting belongs.</summary>
public sealed class Workshop
{
    private readonly BlockingCollection<double[]> rows = [];
    private readonly Thread worker;
    private double total;

    public Workshop()
    {
        worker = new Thread(Run) { IsBackground = true };
        worker.Start();
    }

    public event EventHandler? Finished;

    public static double[] Norms(double[][] matrix)
    {
        var norms = new double[matrix.Length];
        Parallel.For(0, matrix.Length, i =>
        {
            var sum = 0.0;
            foreach (var value in matrix[i])
            {
                sum += value * value;
            }

            norms[i] = Math.Sqrt(sum);
        });
        return norms;
    }

    public static Dictionary<string, int> WordCounts(IReadOnlyList<string> paths)
    {
        var counts = new ConcurrentDictionary<string, int>();
        Parallel.ForEach(paths, path =>
        {
            foreach (var word in File.ReadAllText(path).Split(' '))
            {
                counts.AddOrUpdate(word, 1, (_, count) => count + 1);
            }
        });
        return new Dictionary<string, int>(counts);
    }

    public static Task<double> SumAsync(double[][] matrix) => Task.Run(() =>
    {
        var sum = 0.0;
        for (var i = 0; i < matrix.Length; i++)
        {
            for (var j = 0; j < matrix[i].Length; j++)
            {
                sum += matrix[i][j];
            }
        }

        return sum;
    });

    public static async Task CrawlAsync(HttpClient http, IEnumerable<Uri> uris, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(uris, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (uri, token) =>
        {
            using var response = await http.GetAsync(uri, token);
            response.EnsureSuccessStatusCode();
        });

    public void Subscribe() => Finished += async (sender, args) => await Task.Yield();

    public void Add(double[] row) => rows.Add(row);

    public static async Task<int> ParseAsync(string text)
    {
        await Task.Yield();
        using var reader = new StringReader(text);
        return Lines(reader);
    }

    private static int Lines(TextReader reader)
    {
        var lines = 0;
        while (reader.ReadLine() is not null)
        {
            lines++;
        }

        return lines;
    }

    private void Run()
    {
        foreach (var row in rows.GetConsumingEnumerable())
        {
            total += row.Sum();
            Thread.Sleep(1);
        }

        Finished?.Invoke(this, EventArgs.Empty);
    }
}
