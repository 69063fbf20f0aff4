using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<ChunkedFanOutAnalyzer, ChunkedFanOutCodeFix>;

public sealed class ChunkedFanOutTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    // Reported

    [Theory]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { await Task.[|WhenAll|](chunk.Select(async url => await client.GetStringAsync(url))); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { await Task.[|WhenAll|](chunk.Select(url => client.GetStringAsync(url))); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { await Task.[|WhenAll|](chunk.Select(FetchAsync)); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { await Task.[|WhenAll|](chunk.Select(this.FetchAsync)); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) await Task.[|WhenAll|](chunk.Select(FetchAsync)).ConfigureAwait(false);")]
    [InlineData("foreach (string[] chunk in urls.Chunk(size: 10)) { await Task.[|WhenAll|](chunk.Select(FetchAsync).ToArray()); }")]
    [InlineData("foreach (var chunk in urls.Where(url => url.Length > 0).Chunk(10)) { await Task.[|WhenAll|](chunk.Select(FetchAsync)); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10).ToList()) { _ = await Task.[|WhenAll|](chunk.Select(FetchAsync)); }")]
    [InlineData("var chunks = urls.Chunk(10); foreach (var chunk in chunks) { await Task.[|WhenAll|](chunk.Select(FetchAsync)); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { await Task.[|WhenAll|](from url in chunk select FetchAsync(url)); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { await Task.[|WhenAll|]([.. chunk.Select(FetchAsync)]); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { var tasks = chunk.Select(FetchAsync); await Task.[|WhenAll|](tasks); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { var tasks = chunk.Select(url => FetchAsync(url)).ToList(); await Task.[|WhenAll|](tasks); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { var tasks = new List<Task>(); foreach (var url in chunk) { tasks.Add(FetchAsync(url)); } await Task.[|WhenAll|](tasks); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { List<Task> tasks = []; foreach (var url in chunk) tasks.Add(FetchAsync(url)); await Task.[|WhenAll|](tasks.ToArray()); }")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { var tasks = new List<Task>(10); foreach (var url in chunk) { var task = FetchAsync(url); tasks.Add(task); } await Task.[|WhenAll|](tasks); }")]
    [InlineData("for (var i = 0; i < urls.Count; i += 10) { await Task.[|WhenAll|](urls.Skip(i).Take(10).Select(FetchAsync)); }")]
    [InlineData("for (var i = 0; i < urls.Count; i += 10) { var batch = urls.Skip(i).Take(10); await Task.[|WhenAll|](batch.Select(FetchAsync)); }")]
    [InlineData("for (var i = 0; i < urls.Count; i += 10) { var batch = urls.Skip(i).Take(10).ToList(); var tasks = batch.Select(FetchAsync); await Task.[|WhenAll|](tasks); }")]
    [InlineData("for (var i = 0; i < urls.Count; i += 10) { var batch = urls.GetRange(i, Math.Min(10, urls.Count - i)); await Task.[|WhenAll|](batch.Select(FetchAsync)); }")]
    [InlineData("for (var page = 0; page * 10 < urls.Count; page++) { await Task.[|WhenAll|](urls.Skip(page * 10).Take(10).Select(FetchAsync)); }")]
    [InlineData("foreach (var page in Enumerable.Range(0, (urls.Count / 10) + 1)) { await Task.[|WhenAll|](urls.Skip(page * 10).Take(10).Select(FetchAsync)); }")]
    [InlineData("for (var i = 0; i < urls.Count; i += 10) { await Task.[|WhenAll|](urls.Take(i..(i + 10)).Select(FetchAsync)); }")]
    [InlineData("var all = urls.ToArray(); for (var i = 0; i < all.Length; i += 10) { await Task.[|WhenAll|](all[i..Math.Min(i + 10, all.Length)].Select(FetchAsync)); }")]
    [InlineData("var at = 0; while (at < urls.Count) { var batch = urls.Skip(at).Take(10); await Task.[|WhenAll|](batch.Select(FetchAsync)); at += 10; }")]
    [InlineData("IEnumerable<string> rest = urls; while (rest.Any()) { await Task.[|WhenAll|](rest.Take(10).Select(FetchAsync)); rest = rest.Skip(10); }")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count >= 10) { await Task.[|WhenAll|](tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count == 10) { await Task.[|WhenAll|](tasks.ToArray()); tasks = new List<Task>(); } } if (tasks.Any()) await Task.WhenAll(tasks);")]
    [InlineData("List<Task> tasks = []; foreach (var url in urls) { if (tasks.Count == 10) { await Task.[|WhenAll|](tasks); tasks = []; } tasks.Add(FetchAsync(url)); } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); for (var i = 0; i < urls.Count; i++) { tasks.Add(FetchAsync(urls[i])); if (i % 10 == 9) { await Task.[|WhenAll|](tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { if (url == \"\") continue; var path = url.Trim(); tasks.Add(FetchAsync(path)); if (tasks.Count > 9) { await Task.[|WhenAll|](tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(Task.Run(() => FetchAsync(url))); if (tasks.Count > 9) { await Task.[|WhenAll|](tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("foreach (var chunk in urls.Chunk(10)) { await Task.[|WhenAll|](chunk.Select(url => Task.Run(async () => { await FetchAsync(url); await FetchAsync(url); }))); }")]
    [InlineData("foreach (var batch in urls.Batch(10)) { await Task.[|WhenAll|](batch.Select(FetchAsync)); }")]
    [InlineData("foreach (var part in urls.SplitIntoChunks(10)) { await Task.[|WhenAll|](part.Select(FetchAsync)); }")]
    [InlineData("await foreach (var chunk in StreamAsync().Chunk(10)) { await Task.[|WhenAll|](chunk.Select(FetchAsync)); }")]
    public Task Every_way_to_cut_batches_is_reported(string statements) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        static class Cutting
        {
            public static IEnumerable<List<T>> Batch<T>(this IEnumerable<T> items, int size) => items.Chunk(size).Select(chunk => chunk.ToList());

            public static IEnumerable<IReadOnlyList<T>> SplitIntoChunks<T>(this IEnumerable<T> items, int size) => items.Chunk(size);
        }

        class Pages(HttpClient client)
        {
            public async Task FetchAllAsync(List<string> urls)
            {
                {{statements}}
            }

            private async Task<string> FetchAsync(string url) => await client.GetStringAsync(url);

            private static async IAsyncEnumerable<string> StreamAsync()
            {
                await Task.Yield();
                yield return "a";
            }
        }
        """);

    [Theory]
    [InlineData("all.AddRange(await Task.[|WhenAll|](chunk.Select(FetchAsync)));")]
    [InlineData("all.AddRange((await Task.[|WhenAll|](chunk.Select(FetchAsync)).ConfigureAwait(false)).Where(page => page.Length > 0));")]
    [InlineData("var pages = await Task.[|WhenAll|](chunk.Select(FetchAsync)); all.AddRange(pages);")]
    [InlineData("var pages = await Task.[|WhenAll|](chunk.Select(FetchAsync)); all.AddRange(pages.SelectMany(page => page.Split(' ')).Distinct());")]
    [InlineData("await Task.[|WhenAll|](chunk.Select(FetchAsync)); done += chunk.Length; progress.Report(done);")]
    [InlineData("await Task.[|WhenAll|](chunk.Select(FetchAsync)); Interlocked.Add(ref done, chunk.Length); ShowProgress(done);")]
    [InlineData("Console.WriteLine($\"{chunk.Count()} more\"); await Task.[|WhenAll|](chunk.Select(FetchAsync));")]
    [InlineData("token.ThrowIfCancellationRequested(); await Task.[|WhenAll|](chunk.Select(FetchAsync));")]
    [InlineData("if (token.IsCancellationRequested) break; await Task.[|WhenAll|](chunk.Select(FetchAsync));")]
    [InlineData("if (token.IsCancellationRequested) { return; } await Task.[|WhenAll|](chunk.Select(FetchAsync));")]
    [InlineData("try { await Task.[|WhenAll|](chunk.Select(FetchAsync)); } catch (HttpRequestException e) { Console.WriteLine(e.Message); }")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew(); await Task.[|WhenAll|](chunk.Select(FetchAsync)); Console.WriteLine(watch.Elapsed);")]
    public Task Batch_that_is_only_counted_is_reported_without_a_fix(string statements) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        class Pages(HttpClient client)
        {
            public async Task FetchAllAsync(string[] urls, IProgress<int> progress, CancellationToken token)
            {
                var all = new List<string>();
                var done = 0;
                foreach (var chunk in urls.Chunk(10))
                {
                    {{statements}}
                }

                Console.WriteLine(all.Count + done);
            }

            private void ShowProgress(int count) => Console.WriteLine(count);

            private async Task<string> FetchAsync(string url) => await client.GetStringAsync(url);
        }
        """);

    [Theory]
    [InlineData("public async Task SendAsync(int[] ids) { foreach (var chunk in ids.Chunk(4)) await Task.[|WhenAll|](chunk.Select(id => SendAsync(id))); }")]
    [InlineData("public Func<int[], Task> Send => async ids => { foreach (var chunk in ids.Chunk(4)) await Task.[|WhenAll|](chunk.Select(id => SendAsync(id))); };")]
    [InlineData("public Task SendAsync(int[] ids) { return Local(); async Task Local() { foreach (var chunk in ids.Chunk(4)) await Task.[|WhenAll|](chunk.Select(id => SendAsync(id))); } }")]
    [InlineData("public async ValueTask SendAsync(int[][] all) { foreach (var ids in all) foreach (var chunk in ids.Chunk(4)) await Task.[|WhenAll|](chunk.Select(id => SendAsync(id))); }")]
    [InlineData("public async void OnSend(object? sender, EventArgs e) { foreach (var chunk in new[] { 1, 2, 3 }.Chunk(2)) await Task.[|WhenAll|](chunk.Select(id => SendAsync(id))); }")]
    [InlineData("public static async Task Main() { var worker = new Worker(); foreach (var chunk in Enumerable.Range(0, 99).Chunk(4)) await Task.[|WhenAll|](chunk.Select(id => worker.SendAsync(id))); }")]
    public Task Every_kind_of_member_is_reported(string member) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        public class Worker
        {
            {{member}}

            private async Task SendAsync(int id) => await File.WriteAllTextAsync($"{id}.txt", "");
        }
        """);

    [Fact]
    public Task Program_of_statements_is_reported_and_fixed() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.IO;
                using System.Linq;
                using System.Threading.Tasks;

                foreach (var chunk in args.Chunk(4))
                {
                    await Task.[|WhenAll|](chunk.Select(path => File.WriteAllTextAsync(path, "")));
                }
                """,
            },
            OutputKind = OutputKind.ConsoleApplication,
        },
        FixedState =
        {
            Sources =
            {
                """
                using System.IO;
                using System.Linq;
                using System.Threading.Tasks;

                await Parallel.ForEachAsync(args, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (path, _) => await File.WriteAllTextAsync(path, ""));
                """,
            },
        },
    }.RunAsync();

    [Fact]
    public Task Message_names_the_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Stock(HttpClient client)
        {
            public async Task RefreshAsync(int[] products)
            {
                foreach (var chunk in products.Chunk(16))
                {
                    await Task.{|#0:WhenAll|}(chunk.Select(product => {|#1:CountAsync|}(product)));
                }
            }

            private async Task<int> CountAsync(int product) => (await client.{|#2:GetStringAsync|}($"stock/{product}")).Length;
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2).WithSeverity(DiagnosticSeverity.Info)
            .WithMessage("'Task.WhenAll' makes each batch wait for its slowest item before the next one starts: CountAsync → HttpClient.GetStringAsync"));

    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("net472")]
    public Task Framework_without_ForEachAsync_is_reported_and_has_no_fix(string framework) => new Verify.Test
    {
        TestCode =
            """
            using System.Collections.Generic;
            using System.Linq;
            using System.Net.Http;
            using System.Threading.Tasks;

            class Pages
            {
                private readonly HttpClient client = new HttpClient();

                public async Task FetchAllAsync(List<string> urls)
                {
                    for (var i = 0; i < urls.Count; i += 8)
                    {
                        var batch = urls.Skip(i).Take(8);
                        await Task.[|WhenAll|](batch.Select(url => client.GetStringAsync(url)));
                    }
                }
            }
            """,
        References = framework == "net472" ? TargetReferences.NetFramework : TargetReferences.NetStandard20,
        LanguageVersion = LanguageVersion.CSharp7_3,
        OffersNoFix = true,
    }.RunAsync();

    // Found code, told anew

    // slskd/slskd#1354: of 500 files 50 are asked for at once, all are waited for, then the next 50.
    [Fact]
    public Task Fifty_files_at_a_time() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Downloads(HttpClient peer)
        {
            private const int AtOnce = 50;

            public async Task RequestAsync(IReadOnlyList<string> files)
            {
                foreach (var chunk in files.Chunk(AtOnce))
                {
                    await Task.[|WhenAll|](chunk.Select(async file =>
                    {
                        // The folder is there already.
                        var content = await peer.GetByteArrayAsync(file);
                        await File.WriteAllBytesAsync(Path.GetFileName(file), content);
                    }));
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Downloads(HttpClient peer)
        {
            private const int AtOnce = 50;

            public async Task RequestAsync(IReadOnlyList<string> files)
            {
                await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (file, _) =>
                {
                    // The folder is there already.
                    var content = await peer.GetByteArrayAsync(file);
                    await File.WriteAllBytesAsync(Path.GetFileName(file), content);
                });
            }
        }
        """);

    // kirodotdev/KiroCrew#1520, in Python: steps are run in slices of a fixed size, and one slow step stalls its slice while the other places are free.
    [Fact]
    public Task Slices_stall_behind_a_slow_step() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Runner(int width)
        {
            public async Task RunAsync(List<TimeSpan> steps)
            {
                for (int start = 0; start < steps.Count; start += width)
                {
                    var slice = steps.GetRange(start, Math.Min(width, steps.Count - start));
                    await Task.[|WhenAll|](slice.Select(step => StepAsync(step))).ConfigureAwait(false);
                }
            }

            private static async Task StepAsync(TimeSpan duration) => await Task.Delay(duration).ConfigureAwait(false);
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class Runner(int width)
        {
            public async Task RunAsync(List<TimeSpan> steps)
            {
                await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = width }, async (step, _) => await StepAsync(step).ConfigureAwait(false)).ConfigureAwait(false);
            }

            private static async Task StepAsync(TimeSpan duration) => await Task.Delay(duration).ConfigureAwait(false);
        }
        """);

    // getsentry/warden#126, in TypeScript: the findings of each slice are appended to those of the others; with five at once a task of 70 seconds keeps four places empty.
    [Fact]
    public Task Findings_are_appended_slice_by_slice() => Verify.VerifyNoFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Reviews(HttpClient model)
        {
            public async Task<List<string>> ReviewAsync(string[] files)
            {
                var findings = new List<string>();
                for (var i = 0; i < files.Length; i += 5)
                {
                    var slice = files[i..Math.Min(i + 5, files.Length)];
                    var found = await Task.[|WhenAll|](slice.Select(file => model.GetStringAsync($"review?file={file}")));
                    findings.AddRange(found);
                }

                return findings;
            }
        }
        """);

    // danielwertheim/mycouch#154: attachments are downloaded in groups of five, one group after the other.
    [Fact]
    public Task Groups_of_attachments() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Attachments(HttpClient database)
        {
            public async Task SaveAsync(HashSet<string> ids)
            {
                foreach (var group in ids.Chunk(5))
                {
                    var tasks = group.Select(id => DownloadAsync(id)).ToList();
                    await Task.[|WhenAll|](tasks);
                }
            }

            private async Task<byte[]> DownloadAsync(string id) => await database.GetByteArrayAsync(id);
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Attachments(HttpClient database)
        {
            public async Task SaveAsync(HashSet<string> ids)
            {
                await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 5 }, async (id, _) => await DownloadAsync(id));
            }

            private async Task<byte[]> DownloadAsync(string id) => await database.GetByteArrayAsync(id);
        }
        """);

    // microsoft/ga4gh-tes#142: a reviewer asks for batches of a hundred, so that not thousands of tasks are under way.
    [Fact]
    public Task Hundred_results_are_gathered() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Scheduler
        {
            public async Task StoreAsync(IList<string> results)
            {
                // Not all at once.
                var running = new List<Task>();
                foreach (var result in results)
                {
                    running.Add(StoreAsync(result));
                    if (running.Count >= 100)
                    {
                        await Task.[|WhenAll|](running);
                        running.Clear();
                    }
                }

                await Task.WhenAll(running);
            }

            private static Task StoreAsync(string result) => File.WriteAllTextAsync(result + ".json", "{}");
        }
        """,
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Scheduler
        {
            public async Task StoreAsync(IList<string> results)
            {
                // Not all at once.
                await Parallel.ForEachAsync(results, new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (result, _) => await StoreAsync(result));
            }

            private static Task StoreAsync(string result) => File.WriteAllTextAsync(result + ".json", "{}");
        }
        """);

    // ewilliams0305/kangaroo#1: the addresses of a network are divided into batches, each of which is scanned at once.
    [Fact]
    public Task Addresses_are_scanned_in_batches() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Net;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;
        using System.Linq;

        class Scanner
        {
            public async Task ScanAsync(IPAddress[] addresses, int batchSize, CancellationToken token)
            {
                foreach (var batch in addresses.Chunk(batchSize))
                {
                    token.ThrowIfCancellationRequested();
                    var probes = new List<Task>();
                    foreach (var address in batch)
                    {
                        probes.Add(ProbeAsync(address, token));
                    }

                    await Task.[|WhenAll|](probes);
                }
            }

            private static async Task ProbeAsync(IPAddress address, CancellationToken token)
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(address, 22, token);
                Console.WriteLine(address);
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.Net;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;
        using System.Linq;

        class Scanner
        {
            public async Task ScanAsync(IPAddress[] addresses, int batchSize, CancellationToken token)
            {
                await Parallel.ForEachAsync(addresses, new ParallelOptions { MaxDegreeOfParallelism = batchSize, CancellationToken = token }, async (address, _) => await ProbeAsync(address, token));
            }

            private static async Task ProbeAsync(IPAddress address, CancellationToken token)
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(address, 22, token);
                Console.WriteLine(address);
            }
        }
        """);

    // Silent

    // dotnet/docs#31135: four seconds between one batch and the next keep to the limit of an API.
    [Fact]
    public Task Pause_between_batches_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Records(HttpClient api)
        {
            public async Task SendAsync(int[] records)
            {
                foreach (var batch in records.Chunk(10))
                {
                    await Task.WhenAll(batch.Select(record => api.GetStringAsync($"{record}")));

                    Console.WriteLine();
                    await Task.Delay(4000);
                }
            }
        }
        """);

    // AllocZero/EfficientDynamoDb#185: a chunk is one request. pnp/pnpcore#284: a request takes a hundred at most.
    [Fact]
    public Task Batch_that_is_one_request_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Table(HttpClient api)
        {
            public async Task PutAsync(string[] rows)
            {
                foreach (var chunk in rows.Chunk(25))
                {
                    await api.PostAsync("batch", new StringContent(string.Join('\n', chunk)));
                }

                foreach (var chunk in rows.Chunk(25))
                {
                    await Task.WhenAll(SendAsync(chunk), File.AppendAllLinesAsync("sent.txt", chunk));
                }

                await Task.WhenAll(rows.Chunk(100).Select(SendAsync));
            }

            private async Task SendAsync(string[] rows) => await api.PostAsync("batch", new StringContent(string.Concat(rows)));
        }
        """);

    // Azure/azure-sdk-for-net#41634: the tier of some hundred blobs is set by one call, whatever else is done for each of them.
    [Fact]
    public Task Batch_that_is_passed_on_as_a_whole_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Archive(HttpClient storage)
        {
            private readonly List<Uri> done = [];

            public async Task CoolAsync(Uri[] blobs)
            {
                foreach (var batch in blobs.Chunk(256))
                {
                    await Task.WhenAll(batch.Select(blob => storage.GetStringAsync(blob)));
                    done.AddRange(batch);
                }
            }
        }
        """);

    // morelinq/MoreLINQ#789: rows are inserted after each fifty thousand.
    [Fact]
    public Task Commit_for_each_batch_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Import(System.Data.Common.DbConnection connection, HttpClient client)
        {
            public async Task RunAsync(string[] rows)
            {
                foreach (var batch in rows.Chunk(50_000))
                {
                    using var transaction = connection.BeginTransaction();
                    await Task.WhenAll(batch.Select(row => client.GetStringAsync(row)));
                    transaction.Commit();
                }
            }
        }
        """);

    // Azure/azure-cosmos-dotnet-v3#1379: the answers of a batch are looked at before anything else is sent.
    [Fact]
    public Task Results_that_decide_are_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Orders(HttpClient api)
        {
            public async Task<int> DeleteAsync(string[] ids)
            {
                var refused = 0;
                foreach (var batch in ids.Chunk(20))
                {
                    var answers = await Task.WhenAll(batch.Select(id => api.DeleteAsync(id)));
                    refused += answers.Count(answer => !answer.IsSuccessStatusCode);
                    if (refused > 100)
                    {
                        throw new InvalidOperationException("Too many are refused.");
                    }
                }

                return refused;
            }
        }
        """);

    // dotnet/runtime#53709: a semaphore keeps fifty under way, and no batch is waited for.
    [Fact]
    public Task Semaphore_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Details(HttpClient client)
        {
            public async Task<string[]> AllAsync(int[] numbers)
            {
                using var gate = new SemaphoreSlim(50);
                return await Task.WhenAll(numbers.Select(async number =>
                {
                    await gate.WaitAsync();
                    try
                    {
                        return await client.GetStringAsync($"{number}");
                    }
                    finally
                    {
                        gate.Release();
                    }
                }));
            }
        }
        """);

    // tparviainen/clashofclans#6: no more than ten requests a second, which a synchronous pause sees to.
    [Theory]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); Thread.Sleep(1000);")]
    [InlineData("await limiter.WaitAsync(); await Task.WhenAll(chunk.Select(FetchAsync));")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync).Append(Task.Delay(1000)));")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); await store.FlushAsync();")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); File.AppendAllText(\"log.txt\", \"one more\");")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); Note(chunk);")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); foreach (var url in chunk) Console.WriteLine(url);")]
    [InlineData("var pages = await Task.WhenAll(chunk.Select(FetchAsync)); Console.WriteLine(pages.Length);")]
    [InlineData("var pages = await Task.WhenAll(chunk.Select(FetchAsync)); var longest = pages.Max(page => page.Length); all.Add(longest.ToString());")]
    [InlineData("var tasks = chunk.Select(FetchAsync).ToList(); await Task.WhenAll(tasks); Console.WriteLine(tasks[0].Result);")]
    [InlineData("var pages = new List<string>(); await Task.WhenAll(chunk.Select(async url => { var page = await FetchAsync(url); lock (pages) pages.Add(page); })); all.AddRange(pages);")]
    [InlineData("using var own = new HttpClient(); await Task.WhenAll(chunk.Select(url => own.GetStringAsync(url)));")]
    [InlineData("await using var stream = File.OpenWrite(\"a\"); await Task.WhenAll(chunk.Select(FetchAsync));")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); GC.Collect();")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); all.Clear();")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); Commit();")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); Fetched?.Invoke();")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); if (all.Count > 3) break;")]
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)); if (all.Count > 3) return;")]
    [InlineData("var first = await Task.WhenAny(chunk.Select(FetchAsync)); all.Add(await first);")]
    [InlineData("await Task.WhenAll(chunk.Select((url, i) => client.GetStringAsync($\"{i}/{url}\")));")] // its place in the batch
    [InlineData("await Task.WhenAll(chunk.Select(url => client.GetStringAsync($\"{chunk.Length}/{url}\")));")]
    [InlineData("Task.WhenAll(chunk.Select(FetchAsync)).Wait();")] // CONC301
    [InlineData("await Task.WhenAll(chunk.Select(FetchAsync)).WaitAsync(TimeSpan.FromSeconds(3));")]
    [InlineData("var all10 = Task.WhenAll(chunk.Select(FetchAsync)); try { await all10; } catch { Console.WriteLine(all10.Exception!.InnerExceptions.Count); }")]
    [InlineData("await Task.WhenAll(chunk.Select(url => Task.Run(() => Length(url))));")] // computation on the pool
    [InlineData("await Task.WhenAll(chunk.Select(url => Task.FromResult(url)));")]
    [InlineData("await Task.WhenAll(chunk.Select(url => unknown.LoadAsync(url)));")] // nothing proves that it waits
    [InlineData("await Task.WhenAll(chunk.Select(url => work(url)));")]
    [InlineData("await Parallel.ForEachAsync(chunk, async (url, token) => await client.GetStringAsync(url, token));")]
    public Task Batch_with_a_meaning_is_silent(string statements) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        public interface IUnknown
        {
            Task LoadAsync(string url);
        }

        class Pages(HttpClient client, IUnknown unknown, SemaphoreSlim limiter, Stream store, Func<string, Task> work)
        {
            private event Action? Fetched;

            public async Task FetchAllAsync(string[] urls)
            {
                var all = new List<string>();
                foreach (var chunk in urls.Chunk(10))
                {
                    {{statements}}
                }

                await limiter.WaitAsync();
                await store.FlushAsync();
                await work(unknown.ToString() + all.Count);
            }

            private async Task<string> FetchAsync(string url) => await client.GetStringAsync(url);

            private void Note(string[] urls) => Console.WriteLine(urls.Length);

            private void Commit() => Note([]);

            private static int Length(string url) => url.Length;
        }
        """);

    [Theory]
    [InlineData("await Task.WhenAll(urls.Select(FetchAsync));")] // all at once
    [InlineData("foreach (var url in urls) await FetchAsync(url);")] // one at a time
    [InlineData("foreach (var group in urls.GroupBy(url => url.Length)) await Task.WhenAll(group.Select(FetchAsync));")]
    [InlineData("foreach (var group in urls.GroupBy(url => url.Length).OrderBy(group => group.Key)) { await Task.WhenAll(group.Select(FetchAsync)); }")]
    [InlineData("foreach (var level in Levels(urls)) await Task.WhenAll(level.Select(FetchAsync));")]
    [InlineData("foreach (var pair in urls.Windows(2)) await Task.WhenAll(pair.Select(FetchAsync));")]
    [InlineData("for (var i = 0; i < 3; i++) await Task.WhenAll(urls.Select(FetchAsync));")] // the same ones three times
    [InlineData("for (var i = 0; i < 3; i++) await Task.WhenAll(urls.Take(10).Select(FetchAsync));")]
    [InlineData("for (var i = 0; i < 3; i++) await Task.WhenAll(urls.Skip(5).Take(10).Select(FetchAsync));")]
    [InlineData("for (var i = 0; i + 3 <= urls.Count; i++) await Task.WhenAll(urls.Skip(i).Take(3).Select(FetchAsync));")] // a window that slides
    [InlineData("while (true) { var page = await NextAsync(); if (page.Length == 0) break; await Task.WhenAll(page.Select(FetchAsync)); }")] // an API's pages
    [InlineData("while (queue.Count > 0) { var wave = new List<string>(); while (wave.Count < 4 && queue.Count > 0) wave.Add(queue.Dequeue()); await Task.WhenAll(wave.Select(FetchAsync)); }")] // the work may add to the queue
    [InlineData("while (!token.IsCancellationRequested) { await Task.WhenAll(urls.Select(FetchAsync)); }")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) tasks.Add(FetchAsync(url)); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); await Task.WhenAll(tasks); tasks.Clear(); }")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count >= 4) { await Task.WhenAll(tasks); } }")] // never emptied
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count >= 4) { await Task.WhenAll(tasks); tasks.Clear(); await Task.Delay(100); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count >= 4) { await Task.WhenAll(tasks); tasks.Clear(); Thread.Sleep(100); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task<string>>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count >= 4) { foreach (var page in await Task.WhenAll(tasks)) Console.WriteLine(page); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task<string>>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count >= 4) { await Task.WhenAll(tasks); Console.WriteLine(tasks[0].Result); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (url == \"commit\") { await Task.WhenAll(tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")] // a barrier
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); tasks.Add(FetchAsync(url + \"?\")); if (tasks.Count >= 4) { await Task.WhenAll(tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { if (tasks.Count >= 4) { tasks.Remove(await Task.WhenAny(tasks)); } tasks.Add(FetchAsync(url)); } await Task.WhenAll(tasks);")] // a window
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(Task.Run(() => url.Length)); if (tasks.Count >= 4) { await Task.WhenAll(tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var jobs = urls.Chunk(4).Select(async chunk => { await Task.WhenAll(chunk.Select(FetchAsync)); }); await Task.WhenAll(jobs);")] // all batches at once
    public Task Loop_over_something_else_is_silent(string statements) => Verify.VerifyAnalyzerAsync(
        Usings +
        $$"""
        static class Sequences
        {
            public static IEnumerable<T[]> Windows<T>(this IEnumerable<T> items, int size) => [items.Take(size).ToArray()];
        }

        class Pages(HttpClient client, Queue<string> queue)
        {
            public async Task FetchAllAsync(List<string> urls, CancellationToken token)
            {
                {{statements}}
            }

            private async Task<string> FetchAsync(string url) => await client.GetStringAsync(url);

            private async Task<string[]> NextAsync() => (await client.GetStringAsync("next")).Split(' ');

            private static IEnumerable<List<string>> Levels(List<string> urls) => [urls];

            private int Queued => queue.Count;
        }
        """);

    [Fact]
    public Task Tests_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        namespace Xunit
        {
            public sealed class FactAttribute : System.Attribute;
        }

        public class ImportTests
        {
            [Xunit.Fact]
            public async Task All_are_written()
            {
                foreach (var chunk in Enumerable.Range(0, 100).Chunk(10))
                {
                    await Task.WhenAll(chunk.Select(i => File.WriteAllTextAsync($"{i}", "")));
                }
            }
        }
        """);

    // Fixes

    [Fact]
    public Task Two_loops_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Pages(HttpClient client)
        {
            public async Task<long> LengthAsync(string[] urls, List<string> more)
            {
                var total = 0L;
                var pages = new ConcurrentDictionary<string, string>();

                // Four at a time.
                foreach (var chunk in urls.Chunk(4)) // the first ones
                {
                    await Task.[|WhenAll|](chunk.Select(async url =>
                    {
                        pages[url] = await client.GetStringAsync(url);
                        Interlocked.Add(ref total, pages[url].Length);
                    }));
                }

                var tasks = new List<Task>();
                foreach (var url in more)
                {
                    if (tasks.Count == 8)
                    {
                        await Task.[|WhenAll|](tasks);
                        tasks = new List<Task>();
                    }

                    tasks.Add(AddAsync(url, pages));
                }

                if (tasks.Count > 0)
                {
                    await Task.WhenAll(tasks); // the rest
                }

                return total;
            }

            private async Task AddAsync(string url, ConcurrentDictionary<string, string> pages) => pages[url] = await client.GetStringAsync(url);
        }
        """,
        """
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Pages(HttpClient client)
        {
            public async Task<long> LengthAsync(string[] urls, List<string> more)
            {
                var total = 0L;
                var pages = new ConcurrentDictionary<string, string>();

                // Four at a time.
                // the first ones
                await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (url, _) =>
                {
                    pages[url] = await client.GetStringAsync(url);
                    Interlocked.Add(ref total, pages[url].Length);
                });

                // the rest
                await Parallel.ForEachAsync(more, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (url, _) => await AddAsync(url, pages));

                return total;
            }

            private async Task AddAsync(string url, ConcurrentDictionary<string, string> pages) => pages[url] = await client.GetStringAsync(url);
        }
        """);

    [Theory]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(url => FetchAsync(url)));", "urls", "8", "async (url, _) => await FetchAsync(url)")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(FetchAsync));", "urls", "8", "async (item, _) => await FetchAsync(item)")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(client.GetStringAsync));", "urls", "8", "async (item, _) => await client.GetStringAsync(item)")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](from url in chunk select FetchAsync(url));", "urls", "8", "async (url, _) => await FetchAsync(url)")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select((string url) => FetchAsync(url)));", "urls", "8", "async (string url, CancellationToken _) => await FetchAsync(url)")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(async url => { _ = await FetchAsync(url); }));", "urls", "8", "async (url, cancellationToken) => { _ = await FetchAsync(url); }")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(url => url.Length > 3 ? FetchAsync(url) : FetchAsync(url + url)));", "urls", "8", "async (url, _) => await (url.Length > 3 ? FetchAsync(url) : FetchAsync(url + url))")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(static async length => { await Task.Delay(length.Length); }));", "urls", "8", "static async (length, _) => { await Task.Delay(length.Length); }")]
    [InlineData("foreach (var chunk in Enumerable.Range(1, 99).Chunk(width)) await Task.[|WhenAll|](chunk.Select(i => Task.Delay(i)));", "Enumerable.Range(1, 99)", "width", "async (i, _) => await Task.Delay(i)")]
    [InlineData("for (var i = 0; i < urls.Count; i += 8) await Task.[|WhenAll|](urls.Skip(i).Take(8).Select(FetchAsync));", "urls", "8", "async (item, _) => await FetchAsync(item)")]
    [InlineData("for (var i = 0; i < urls.Count; i += width) { await Task.[|WhenAll|](urls.Take(i..(i + width)).Select(FetchAsync)); }", "urls", "width", "async (item, _) => await FetchAsync(item)")]
    [InlineData("for (var i = 0; i < urls.Count(); i += width) { var batch = urls.Skip(i).Take(width).ToArray(); await Task.[|WhenAll|](batch.Select(FetchAsync)); }", "urls", "width", "async (item, _) => await FetchAsync(item)")]
    public Task Shape_is_fixed(string before, string items, string degree, string work)
    {
        return Verify.VerifyCodeFixAsync(Program(before), Program($"await Parallel.ForEachAsync({items}, new ParallelOptions {{ MaxDegreeOfParallelism = {degree} }}, {work});"));

        static string Program(string statement) =>
            Usings +
            $$"""
            class Pages(HttpClient client)
            {
                public async Task FetchAllAsync(List<string> urls, int width)
                {
                    {{statement}}
                }

                private async Task<string> FetchAsync(string url) => await client.GetStringAsync(url);
            }
            """;
    }

    [Theory]
    [InlineData("foreach (var chunk in lazy.Chunk(8)) await Task.[|WhenAll|](chunk.Select(FetchAsync));")] // would be enumerated beside the work
    [InlineData("foreach (var chunk in urls.Where(url => url.Length > count).Chunk(8)) await Task.[|WhenAll|](chunk.Select(FetchAsync));")]
    [InlineData("foreach (var chunk in queue.Chunk(8)) await Task.[|WhenAll|](chunk.Select(FetchAsync));")] // what is added meanwhile would be seen, or not
    [InlineData("foreach (var batch in urls.Batch(8)) await Task.[|WhenAll|](batch.Select(FetchAsync));")] // what that does is not known
    [InlineData("var chunks = urls.Chunk(8); foreach (var chunk in chunks) await Task.[|WhenAll|](chunk.Select(FetchAsync));")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) { Console.WriteLine(chunk.Length); await Task.[|WhenAll|](chunk.Select(FetchAsync)); }")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) { try { await Task.[|WhenAll|](chunk.Select(FetchAsync)); } catch (HttpRequestException) { } }")] // goes on with the next batch
    [InlineData("try { foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(FetchAsync)); } catch (AggregateException e) { Console.WriteLine(e.InnerExceptions.Count); }")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) { if (token.IsCancellationRequested) break; await Task.[|WhenAll|](chunk.Select(FetchAsync)); }")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(async url => { count++; await FetchAsync(url); }));")] // took turns up to the first wait
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(async url => { started.Add(url); await FetchAsync(url); }));")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(async url => { last = url; await FetchAsync(url); }));")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(url => CountedAsync(url)));")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(CountedAsync));")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(url => FetchAsync(url + started.Count + Next)));")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(async url => { await FetchAsync(url); Changed?.Invoke(); }));")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(url => { if (url == \"\") return FetchAsync(\"/\"); return FetchAsync(url); }));")]
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(async url => { return await FetchAsync(url); }));")] // gives results that nobody wants
    [InlineData("foreach (var chunk in urls.Chunk(8)) await Task.[|WhenAll|](chunk.Select(url => Task.Run(() => FetchAsync(url))));")]
    [InlineData("foreach (object chunked in new object[0]) { } for (var i = 8; i < urls.Count; i += 8) await Task.[|WhenAll|](urls.Skip(i).Take(8).Select(FetchAsync));")] // not from the first one
    [InlineData("for (var i = 0; i < urls.Count - 3; i += 8) await Task.[|WhenAll|](urls.Skip(i).Take(8).Select(FetchAsync));")]
    [InlineData("for (var i = 0; i < urls.Count; i += 10) await Task.[|WhenAll|](urls.Skip(i).Take(8).Select(FetchAsync));")] // leaves some out
    [InlineData("for (var i = 0; i < urls.Count; i += 8) await Task.[|WhenAll|](urls.Skip(i + 1).Take(8).Select(FetchAsync));")]
    [InlineData("for (var i = 0; i < urls.Count; i += Width()) await Task.[|WhenAll|](urls.Skip(i).Take(Width()).Select(FetchAsync));")] // may be another one each time
    [InlineData("var at = 0; while (at < urls.Count) { await Task.[|WhenAll|](urls.Skip(at).Take(8).Select(FetchAsync)); at += 8; }")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count >= 8) { await Task.[|WhenAll|](tasks); tasks.Clear(); } }")] // nobody waits for the last ones
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { if (url == \"\") continue; tasks.Add(FetchAsync(url)); if (tasks.Count >= 8) { await Task.[|WhenAll|](tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count > 8) { await Task.[|WhenAll|](tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(FetchAsync(url)); if (tasks.Count >= 8) { Console.WriteLine(); await Task.[|WhenAll|](tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (object url in urls) { tasks.Add(FetchAsync(url.ToString()!)); if (tasks.Count >= 8) { await Task.[|WhenAll|](tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")] // the loop converts
    public Task Shape_has_no_fix(string statement) => Verify.VerifyNoFixAsync(
        Usings +
        $$"""
        static class Cutting
        {
            public static IEnumerable<List<T>> Batch<T>(this IEnumerable<T> items, int size) => items.Chunk(size).Select(chunk => chunk.ToList());
        }

        class Pages(HttpClient client)
        {
            private readonly List<string> started = [];
            private int count;
            private string? last;

            private event Action? Changed;

            public async Task FetchAllAsync(List<string> urls, IEnumerable<string> lazy, ConcurrentQueue<string> queue, CancellationToken token)
            {
                {{statement}}
                Console.WriteLine(last);
            }

            private int Next => ++count;

            private async Task<string> FetchAsync(string url) => await client.GetStringAsync(url);

            private Task<string> CountedAsync(string url)
            {
                count++;
                return FetchAsync(url);
            }

            private int Width() => count++;
        }
        """);

    // Under a lock nothing is shared that was not before.
    [Fact]
    public Task Guarded_state_is_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Pages(HttpClient client)
        {
            private readonly object gate = new();
            private readonly List<string> started = [];

            public async Task FetchAllAsync(string[] urls)
            {
                foreach (var chunk in urls.Chunk(8))
                {
                    await Task.[|WhenAll|](chunk.Select(async url =>
                    {
                        var parts = new List<string> { url };
                        parts.Add("?all");
                        lock (gate)
                        {
                            started.Add(url);
                        }

                        await client.GetStringAsync(string.Concat(parts));
                    }));
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Pages(HttpClient client)
        {
            private readonly object gate = new();
            private readonly List<string> started = [];

            public async Task FetchAllAsync(string[] urls)
            {
                await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (url, _) =>
                {
                    var parts = new List<string> { url };
                    parts.Add("?all");
                    lock (gate)
                    {
                        started.Add(url);
                    }

                    await client.GetStringAsync(string.Concat(parts));
                });
            }
        }
        """);

    [Fact]
    public Task Context_that_makes_items_take_turns_has_no_fix() => new Verify.Test
    {
        TestCode =
            """
            using System.Collections.Generic;
            using System.Linq;
            using System.Net.Http;
            using System.Threading.Tasks;

            class Window
            {
                private readonly HttpClient client = new HttpClient();

                public async Task LoadAsync(string[] urls)
                {
                    for (var i = 0; i < urls.Length; i += 4)
                    {
                        await Task.[|WhenAll|](urls.Skip(i).Take(4).Select(url => client.GetStringAsync(url)));
                    }
                }
            }
            """,
        References = TargetReferences.NetFramework,
        OffersNoFix = true,
    }.RunAsync();

    [Theory]
    [InlineData("namespace Orleans { public interface IGrain; public abstract class Grain; }", "interface IStock : Orleans.IGrain { System.Threading.Tasks.Task RefreshAsync(); }", "Orleans.Grain, IStock")]
    [InlineData("namespace Microsoft.AspNetCore.Components { public abstract class ComponentBase { protected virtual System.Threading.Tasks.Task OnInitializedAsync() => RefreshedAsync(); private System.Threading.Tasks.Task RefreshedAsync() => System.Threading.Tasks.Task.CompletedTask; } }",
        "partial class Stock { protected override System.Threading.Tasks.Task OnInitializedAsync() => RefreshAsync(); }", "Microsoft.AspNetCore.Components.ComponentBase")]
    public Task Turns_have_no_fix(string framework, string declared, string bases) => Verify.VerifyNoFixAsync(
        $$"""
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        {{framework}}

        {{declared}}

        partial class Stock : {{bases}}
        {
            private readonly HttpClient client = new();

            public Task RefreshAsync() => FetchAsync([1, 2, 3]);

            private async Task FetchAsync(int[] products)
            {
                foreach (var chunk in products.Chunk(2))
                {
                    await Task.[|WhenAll|](chunk.Select(product => client.GetStringAsync($"{product}")));
                }
            }
        }
        """);

    [Fact]
    public Task Second_helper_in_another_document_is_looked_at() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Linq;
                using System.Threading.Tasks;

                class Mail(Post post)
                {
                    public async Task SendAsync(string[] letters)
                    {
                        foreach (var batch in letters.Chunk(3))
                        {
                            await Task.[|WhenAll|](batch.Select(post.SendAsync));
                        }
                    }
                }
                """,
                """
                using System.IO;
                using System.Threading.Tasks;

                class Post
                {
                    private int sent;

                    public Task SendAsync(string letter) => StampAsync(letter);

                    private async Task StampAsync(string letter)
                    {
                        sent++;
                        await File.WriteAllTextAsync($"{sent}.txt", letter);
                    }
                }
                """,
            },
        },
        OffersNoFix = true,
    }.RunAsync();
}
