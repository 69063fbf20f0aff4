using System.Reflection;
using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<UnboundedFanOutOverInputAnalyzer, UnboundedFanOutOverInputCodeFix>;

public sealed class UnboundedFanOutOverInputTests
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

    // What is reported, re-created from public threads

    // dotnet/docs#31135: thousands of records, a request to another service for each.
    [Fact]
    public Task Records_that_are_sent() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Export(HttpClient client)
        {
            public async Task RunAsync(IReadOnlyCollection<int> records)
            {
                await Task.[|WhenAll|](records.Select(record => SendAsync(record)));
            }

            private async Task SendAsync(int record)
            {
                using var response = await client.PostAsync($"records/{record}", null);
                response.EnsureSuccessStatusCode();
            }
        }
        """,
        Usings +
        """
        class Export(HttpClient client)
        {
            public async Task RunAsync(IReadOnlyCollection<int> records)
            {
                await Parallel.ForEachAsync(records, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (record, _) => await SendAsync(record));
            }

            private async Task SendAsync(int record)
            {
                using var response = await client.PostAsync($"records/{record}", null);
                response.EnsureSuccessStatusCode();
            }
        }
        """);

    // NuGet/Home#427: the manager that restores packages makes a task for each of them.
    [Fact]
    public Task Packages_that_are_restored() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Restore(HttpClient client)
        {
            public async Task<bool> RestoreAsync(List<string> packages, CancellationToken token)
            {
                var tasks = new List<Task>();
                foreach (var package in packages)
                {
                    tasks.Add(DownloadAsync(package, token));
                }

                await Task.[|WhenAll|](tasks);
                return packages.Count > 0;
            }

            private async Task DownloadAsync(string package, CancellationToken token)
            {
                var bytes = await client.GetByteArrayAsync(package, token).ConfigureAwait(false);
                await File.WriteAllBytesAsync(package, bytes, token).ConfigureAwait(false);
            }
        }
        """,
        Usings +
        """
        class Restore(HttpClient client)
        {
            public async Task<bool> RestoreAsync(List<string> packages, CancellationToken token)
            {
                await Parallel.ForEachAsync(packages, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = token }, async (package, _) => await DownloadAsync(package, token));
                return packages.Count > 0;
            }

            private async Task DownloadAsync(string package, CancellationToken token)
            {
                var bytes = await client.GetByteArrayAsync(package, token).ConfigureAwait(false);
                await File.WriteAllBytesAsync(package, bytes, token).ConfigureAwait(false);
            }
        }
        """);

    // NuGet/Home#4538: over two hundred requests are pending, and then they time out. The answers are wanted in order.
    [Fact]
    public Task Versions_that_are_asked_for() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Feed(HttpClient client)
        {
            public async Task<string[]> VersionsAsync(string[] ids)
            {
                var versions = await Task.[|WhenAll|](ids.Select(async id => await client.GetStringAsync($"{id}/index.json"))).ConfigureAwait(false);
                return versions;
            }

            public async Task<string[]> LatestAsync(IReadOnlyList<string> ids)
            {
                return await Task.[|WhenAll|](ids.Select(LatestAsync));
            }

            private Task<string> LatestAsync(string id) => client.GetStringAsync($"{id}/latest.json");
        }
        """,
        Usings +
        """
        class Feed(HttpClient client)
        {
            public async Task<string[]> VersionsAsync(string[] ids)
            {
                var versions = new string[ids.Length];
                await Parallel.ForAsync(0, ids.Length, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) => versions[i] = await client.GetStringAsync($"{ids[i]}/index.json")).ConfigureAwait(false);
                return versions;
            }

            public async Task<string[]> LatestAsync(IReadOnlyList<string> ids)
            {
                var results = new string[ids.Count];
                await Parallel.ForAsync(0, ids.Count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) => results[i] = await LatestAsync(ids[i]));
                return results;
            }

            private Task<string> LatestAsync(string id) => client.GetStringAsync($"{id}/latest.json");
        }
        """);

    // dotnet/buildtools#726: out of memory, when many items are to be uploaded.
    [Fact]
    public Task Items_that_are_uploaded() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Upload
        {
            private readonly HttpClient client = new();

            public string[] Items { get; set; } = [];

            public async Task RunAsync()
            {
                var uploads = Items.Select(async item =>
                {
                    // Each of them is read as a whole.
                    var content = new ByteArrayContent(await File.ReadAllBytesAsync(item));
                    await client.PutAsync(item, content);
                }).ToList();
                await Task.[|WhenAll|](uploads);
            }
        }
        """,
        Usings +
        """
        class Upload
        {
            private readonly HttpClient client = new();

            public string[] Items { get; set; } = [];

            public async Task RunAsync()
            {
                await Parallel.ForEachAsync(Items, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (item, _) =>
                {
                    // Each of them is read as a whole.
                    var content = new ByteArrayContent(await File.ReadAllBytesAsync(item));
                    await client.PutAsync(item, content);
                });
            }
        }
        """);

    // louthy/language-ext#620: fine with ten, and with thousands the other service is bombed.
    [Fact]
    public Task Calls_of_another_service() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Prices(HttpClient client, IEnumerable<int> products)
        {
            public Task<decimal[]> AllAsync() => Task.[|WhenAll|](products.Where(product => product > 0).Select(PriceAsync));

            private async Task<decimal> PriceAsync(int product) => decimal.Parse(await client.GetStringAsync($"price/{product}"));
        }
        """);

    // jamesmh/coravel#325: all tasks of a queue at once, and the pool of connections is empty.
    [Fact]
    public Task Jobs_with_a_connection_each() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        using System.Data.Common;

        class Queue(DbDataSource source)
        {
            private readonly ConcurrentQueue<string> jobs = new();

            public async Task RunAsync()
            {
                var taken = jobs.ToArray();
                await Task.[|WhenAll|](from job in taken select ExecuteAsync(job));
            }

            private async Task ExecuteAsync(string job)
            {
                await using var connection = await source.OpenConnectionAsync();
                await using var command = connection.CreateCommand();
                command.CommandText = job;
                await command.ExecuteNonQueryAsync();
            }
        }
        """);

    // aws/aws-sdk-net#543: so many deletions that the store says to slow down; another machine told with 503, which nobody caught.
    [Fact]
    public Task Keys_that_are_deleted() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Store(HttpClient client)
        {
            public async Task ClearAsync()
            {
                var keys = await KeysAsync();
                var deletions = new List<Task<HttpResponseMessage>>(keys.Count);
                foreach (var key in keys)
                    deletions.Add(client.DeleteAsync(key));
                var answers = await Task.[|WhenAll|](deletions);
                Console.WriteLine(answers.Length);
            }

            private async Task<List<string>> KeysAsync() => [.. (await client.GetStringAsync("keys")).Split('\n')];
        }
        """);

    // Other shapes

    [Theory]
    [InlineData("await Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url)));")]
    [InlineData("await Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url)).ToArray());")]
    [InlineData("await Task.[|WhenAll|]([.. urls.Select(url => client.GetStringAsync(url))]);")]
    [InlineData("await Task.[|WhenAll|](urls.Distinct().OrderBy(url => url).Select(client.GetStringAsync));")]
    [InlineData("await Task.[|WhenAll|](Enumerable.Range(0, urls.Length).Select(i => client.GetStringAsync(urls[i])));")]
    [InlineData("await Task.[|WhenAll|](urls.Select(async url => { try { await client.GetStringAsync(url); } catch (HttpRequestException) { await Task.Delay(100); } }));")]
    [InlineData("await Task.[|WhenAll|](urls.Select(url => Task.Run(() => client.GetStringAsync(url))));")]
    [InlineData("await Task.[|WhenAll|](Directory.GetFiles(\".\").Select(file => client.GetStringAsync(file)));")]
    [InlineData("var all = new List<Task<string>>(); foreach (var url in urls) { if (url.Length > 0) all.Add(client.GetStringAsync(url)); } Console.WriteLine(all.Count); await Task.[|WhenAll|](all);")]
    [InlineData("List<Task> all = []; foreach (var url in urls) { var task = client.GetStringAsync(url); all.Add(task); } await Task.[|WhenAll|](all);")]
    [InlineData("while (true) { await Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url))); await Task.Delay(1000); }")]
    [InlineData("Func<Task> later = () => Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url))); await later();")]
    [InlineData("await Local(); async Task Local() { await Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url))); }")]
    public Task Collection_of_unknown_size_is_reported(string statements) => Verify.VerifyAnalyzerAsync(Program(statements));

    [Fact]
    public Task Message_names_kind_source_and_chain() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Stock(HttpClient client)
        {
            public async Task RefreshAsync(int[] products) => await Task.{|#0:WhenAll|}(products.Select(product => {|#1:CountAsync|}(product)));

            private async Task<int> CountAsync(int product) => (await client.{|#2:GetStringAsync|}($"stock/{product}")).Length;
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2).WithSeverity(DiagnosticSeverity.Info)
            .WithMessage("'Task.WhenAll' has network I/O under way for every item of 'products' at once, however many there are: CountAsync → HttpClient.GetStringAsync"));

    [Fact]
    public Task Program_of_statements_is_fixed() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Linq;
                using System.Net.Http;
                using System.Threading.Tasks;

                using var client = new HttpClient();
                var urls = (await client.GetStringAsync("urls")).ToCharArray();
                await Task.[|WhenAll|](urls.Select(url => client.GetStringAsync($"{url}")));
                """,
            },
            OutputKind = OutputKind.ConsoleApplication,
        },
        FixedCode =
            """
            using System.Linq;
            using System.Net.Http;
            using System.Threading.Tasks;

            using var client = new HttpClient();
            var urls = (await client.GetStringAsync("urls")).ToCharArray();
            await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (url, _) => await client.GetStringAsync($"{url}"));
            """,
    }.RunAsync();

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_reported_without_a_fix(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.Linq;
            using System.Net.Http;
            using System.Threading.Tasks;

            class Pages
            {
                private readonly HttpClient client = new HttpClient();

                public async Task FetchAsync(string[] urls)
                {
                    await Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url)));
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
        NullableContext = NullableContextOptions.Disable,
        OffersNoFix = true,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);

    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Latest)]
    public Task Overload_with_a_span_makes_no_difference(LanguageVersion version) => new Verify.Test
    {
        TestCode = Program("await Task.WhenAll(client.GetStringAsync(urls[0]), client.GetStringAsync(urls[1])); await Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url)));"),
        LanguageVersion = version,
    }.RunAsync();

    // No fix

    [Theory]
    [InlineData("try { await Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url))); } catch (HttpRequestException) { }")] // the others are done nevertheless
    [InlineData("var done = 0; await Task.[|WhenAll|](urls.Select(async url => { done++; await client.GetStringAsync(url); }));")] // took turns up to the await
    [InlineData("var all = new List<string>(); await Task.[|WhenAll|](urls.Select(async url => { all.Add(await client.GetStringAsync(url)); }));")]
    [InlineData("var tasks = urls.Select(url => client.GetStringAsync(url)).ToList(); await Task.[|WhenAll|](tasks); Console.WriteLine(tasks[0].Result);")] // the tasks are looked at
    [InlineData("var tasks = urls.Select(url => client.GetStringAsync(url)).ToList(); Console.WriteLine(); await Task.[|WhenAll|](tasks);")] // something runs meanwhile
    [InlineData("await Task.[|WhenAll|](urls.Select(url => Task.Run(() => client.GetStringAsync(url))));")] // CONC401
    [InlineData("var texts = await Task.[|WhenAll|](urls.Select(async url => { return await client.GetStringAsync(url); })); Console.WriteLine(texts.Length);")]
    [InlineData("Console.WriteLine((await Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url)))).Length);")]
    [InlineData("await Task.[|WhenAll|](Lazy().Select(url => client.GetStringAsync(url)));")] // made while they are enumerated
    [InlineData("await Task.[|WhenAll|](urls.Where(url => url.Length > 0).Select(url => client.GetStringAsync(url)));")]
    [InlineData("Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url))).Wait();")] // CONC301
    [InlineData("await Task.[|WhenAll|](urls.Select(url /* each */ => client.GetStringAsync(url)) /* all */);")]
    public Task There_is_no_fix(string statements) => Verify.VerifyNoFixAsync(Program(statements));

    // Whoever goes on after a failure may do so where the work itself lets nothing through.
    [Fact]
    public Task Work_that_never_fails_is_fixed_within_a_catch() => Verify.VerifyCodeFixAsync(
        Program(
            """
            try
            {
                await Task.[|WhenAll|](urls.Select(async url =>
                {
                    try
                    {
                        await client.GetStringAsync(url);
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e.Message);
                    }
                }));
            }
            catch (OperationCanceledException)
            {
            }
            """),
        Program(
            """
            try
            {
                await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (url, _) =>
                {
                    try
                    {
                        await client.GetStringAsync(url);
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e.Message);
                    }
                });
            }
            catch (OperationCanceledException)
            {
            }
            """));

    // Silent, re-created from public threads

    // dotnet/runtime#53709: a semaphore in the work of each item.
    [Fact]
    public Task Semaphore_in_the_work() => Silent(
        """
        using var semaphore = new SemaphoreSlim(50);
        await Task.WhenAll(urls.Select(async url =>
        {
            await semaphore.WaitAsync();
            try
            {
                await client.GetStringAsync(url);
            }
            finally
            {
                semaphore.Release();
            }
        }));
        """);

    // MicrosoftDocs/azure-docs#34977: no more than a hundred outstanding, by a semaphore around the start.
    [Fact]
    public Task Semaphore_around_the_start() => Silent(
        """
        using var outstanding = new SemaphoreSlim(100);
        var tasks = new List<Task>();
        foreach (var url in urls)
        {
            await outstanding.WaitAsync();
            tasks.Add(client.GetStringAsync(url).ContinueWith(_ => outstanding.Release()));
        }

        await Task.WhenAll(tasks);
        """);

    // dotnet/docs#31135, the way out that was found: CONC408's.
    [Fact]
    public Task Chunks() => Silent("foreach (var chunk in urls.Chunk(10)) { await Task.WhenAll(chunk.Select(url => client.GetStringAsync(url))); await Task.Delay(4000); }");

    // Dasync/AsyncEnumerable#21: as many partitions as the degree says.
    [Fact]
    public Task Partitions() => Silent(
        """
        await Task.WhenAll(Partitioner.Create(urls).GetPartitions(8).Select(async part =>
        {
            using (part)
            {
                while (part.MoveNext())
                    await client.GetStringAsync(part.Current);
            }
        }));
        """);

    // NuGet/NuGet.Client#690: the throttle is deep in what is called.
    [Fact]
    public Task Throttle_in_what_is_called() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        interface IThrottle
        {
            Task WaitAsync();

            void Release();
        }

        class SemaphoreThrottle(int count) : IThrottle
        {
            private readonly SemaphoreSlim semaphore = new(count);

            public Task WaitAsync() => semaphore.WaitAsync();

            public void Release() => semaphore.Release();
        }

        class Source(HttpClient client, IThrottle throttle)
        {
            public async Task<string[]> AllAsync(string[] urls) => await Task.WhenAll(urls.Select(GetAsync));

            private Task<string> GetAsync(string url) => SendAsync(url);

            private async Task<string> SendAsync(string url)
            {
                await throttle.WaitAsync();
                try
                {
                    return await client.GetStringAsync(url);
                }
                finally
                {
                    throttle.Release();
                }
            }
        }
        """);

    // Particular/NServiceBus.SqlServer#351: all over one connection, which serves one at a time; that is another mistake.
    [Fact]
    public Task One_connection() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        using System.Data.Common;

        class Sender(DbConnection connection)
        {
            public Task SendAsync(string[] messages) => Task.WhenAll(messages.Select(SendAsync));

            private async Task SendAsync(string message)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = message;
                await command.ExecuteNonQueryAsync();
            }
        }
        """);

    // Azure/azure-cosmos-dotnet-v3#4533: tasks that are only made when there is room.
    [Fact]
    public Task Room_for_some() => Silent(
        """
        var running = new List<Task>();
        foreach (var url in urls)
        {
            if (running.Count >= 8)
                running.Remove(await Task.WhenAny(running));
            running.Add(client.GetStringAsync(url));
        }

        await Task.WhenAll(running);
        """);

    [Theory]
    [InlineData("await Task.WhenAll(client.GetStringAsync(\"a\"), client.GetStringAsync(\"b\"));")]
    [InlineData("await Task.WhenAll(new[] { \"a\", \"b\" }.Select(url => client.GetStringAsync(url)));")]
    [InlineData("string[] known = [\"a\", \"b\"]; await Task.WhenAll(known.Select(url => client.GetStringAsync(url)));")]
    [InlineData("await Task.WhenAll(Known.Select(url => client.GetStringAsync(url)));")]
    [InlineData("await Task.WhenAll(KnownToo().Select(url => client.GetStringAsync(url)));")]
    [InlineData("await Task.WhenAll(Enum.GetValues<DayOfWeek>().Select(day => client.GetStringAsync($\"{day}\")));")]
    [InlineData("await Task.WhenAll(Enumerable.Range(0, 10).Select(i => client.GetStringAsync($\"{i}\")));")]
    [InlineData("await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => client.GetStringAsync(\"a\")));")]
    [InlineData("var workers = count; await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => client.GetStringAsync(\"a\")));")]
    [InlineData("await Task.WhenAll(urls.Take(10).Select(url => client.GetStringAsync(url)));")]
    [InlineData("await Task.WhenAll(urls.Take(count).Select(url => client.GetStringAsync(url)));")]
    [InlineData("await Task.WhenAll(urls.GroupBy(url => url[0]).Select(async group => { foreach (var url in group) await client.GetStringAsync(url); }));")]
    [InlineData("var batch = Lazy().ToList(); await Task.WhenAll(batch.Select(url => client.GetStringAsync(url)));")]
    [InlineData("while (true) { var some = await NextAsync(); await Task.WhenAll(some.Select(url => client.GetStringAsync(url))); }")]
    [InlineData("foreach (var line in urls) await Task.WhenAll(line.Select(c => client.GetStringAsync($\"{c}\")));")]
    [InlineData("await Task.WhenAll(urls.Select(async url => { await Task.Yield(); Console.WriteLine(url); }));")]
    [InlineData("await Task.WhenAll(urls.Select(url => Task.FromResult(url)));")]
    [InlineData("await Task.WhenAll(urls.Select(url => File.ReadAllTextAsync(url)));")] // local files
    [InlineData("await Task.WhenAll(urls.Select(url => Task.Run(() => url.Length)));")]
    [InlineData("await Task.WhenAll(urls.Select(url => Task.Delay(url.Length)));")]
    [InlineData("await Task.WhenAll(urls.Select(url => throttler.RunAsync(() => client.GetStringAsync(url))));")]
    [InlineData("await Task.WhenAll(clients.Select(one => one.GetStringAsync(\"health\")));")] // as many as there are clients
    [InlineData("await Task.WhenAll(options.Endpoints.Select(url => client.GetStringAsync(url)));")]
    [InlineData("await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (url, token) => await client.GetStringAsync(url, token));")]
    [InlineData("foreach (var url in urls) await client.GetStringAsync(url);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(client.GetStringAsync(url)); if (tasks.Count == 10) break; } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var url in urls) { tasks.Add(client.GetStringAsync(url)); if (tasks.Count == 10) { await Task.WhenAll(tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")] // CONC408
    [InlineData("var first = urls.Select(url => client.GetStringAsync(url)).First(); await first;")]
    [InlineData("var tasks = urls.Select(url => client.GetStringAsync(url)).ToList(); while (tasks.Count > 0) tasks.Remove(await Task.WhenAny(tasks));")] // CONC409
    public Task Known_limited_or_other_work_is_silent(string statements) => Silent(statements);

    [Fact]
    public Task Clients_that_gather_requests_are_silent() => new Verify.Test
    {
        TestCode = Usings +
            """
            using Microsoft.EntityFrameworkCore;
            using StackExchange.Redis;

            class Cache(IDatabase redis, DbContext context)
            {
                public Task WarmAsync(string[] keys) => Task.WhenAll(keys.Select(key => redis.StringSetAsync(key, "")));

                // One at a time, so that this fails; there is no room for a limit.
                public Task LoadAsync(int[] ids) => Task.WhenAll(ids.Select(async id => await context.Set<string>().FindAsync(id)));
            }
            """,
        AdditionalReferences = { RemotePackages.Reference },
    }.RunAsync();

    [Fact]
    public Task Params_and_arguments_of_a_program_are_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Pages(HttpClient client)
        {
            public Task FetchAsync(params string[] urls) => Task.WhenAll(urls.Select(url => client.GetStringAsync(url)));

            public static Task Main(string[] args) => Task.WhenAll(args.Select(url => new HttpClient().GetStringAsync(url)));
        }
        """);

    [Fact]
    public Task Test_class_is_silent() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class PagesTests
        {
            private readonly HttpClient client = new();

            [Xunit.Fact]
            public Task Fetches() => FetchAsync(["a"]);

            private Task FetchAsync(List<string> urls) => Task.WhenAll(urls.Select(url => client.GetStringAsync(url)));
        }
        """);

    /// <summary>What the fix is given and what it writes do the same, item by item; after a failure the loop has started no more than before.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public async Task Results_order_and_exceptions_are_kept(int failing)
    {
        const string Work = "private static async Task<int> WorkAsync(int item) { System.Threading.Interlocked.Increment(ref Started); await Task.Delay(1 + (item % 3)); return item == Failing ? throw new System.InvalidOperationException($\"{item}\") : item * item; }";
        var (results, error, started) = await RunAsync(Work, "var results = await Task.WhenAll(items.Select(item => WorkAsync(item))); return results;", failing);
        var (sameResults, sameError, fewer) = await RunAsync(
            Work,
            "var results = new int[items.Length]; await Parallel.ForAsync(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) => results[i] = await WorkAsync(items[i])); return results;",
            failing);

        Assert.Equal(results, sameResults);
        Assert.Equal(error, sameError);
        Assert.Equal(300, started);
        Assert.True(failing >= 0 ? fewer is >= 8 and < 300 : fewer == 300, $"{fewer} started");
    }

    private static async Task<(int[]? Results, string? Error, int Started)> RunAsync(string work, string statements, int failing)
    {
        var source = Usings + $"public static class Program {{ public static int Started; public static int Failing; {work} public static async Task<int[]> RunAsync(int[] items) {{ {statements} }} }}";
        using var image = new MemoryStream();
        var emitted = CSharpCompilation.Create(Guid.NewGuid().ToString("N"), [CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)], TargetReferences.Net100.Assemblies, new(OutputKind.DynamicallyLinkedLibrary))
            .Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics));
        var program = Assembly.Load(image.ToArray()).GetType("Program")!;
        program.GetField("Failing")!.SetValue(null, failing);
        try
        {
            var results = await (Task<int[]>)program.GetMethod("RunAsync")!.Invoke(null, [Enumerable.Range(0, 300).ToArray()])!;
            return (results, null, (int)program.GetField("Started")!.GetValue(null)!);
        }
        catch (InvalidOperationException e)
        {
            return (null, e.Message, (int)program.GetField("Started")!.GetValue(null)!);
        }
    }

    private static Task Silent(string statements) => Verify.VerifyAnalyzerAsync(Program(statements));

    private static string Program(string statements) => Usings +
        $$"""
        class FetchOptions
        {
            public List<string> Endpoints { get; set; } = [];
        }

        class Throttler
        {
            private readonly SemaphoreSlim free = new(4);

            public async Task RunAsync(Func<Task> work)
            {
                await free.WaitAsync();
                try { await work(); } finally { free.Release(); }
            }
        }

        class Pages(HttpClient client, Throttler throttler, FetchOptions options)
        {
            private static readonly string[] Known = ["a", "b"];

            public async Task FetchAsync(string[] urls, int count, List<HttpClient> clients)
            {
        {{string.Join('\n', statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
                Use(throttler, options, count, clients);
                await Task.Yield();
            }

            private static string[] KnownToo() => ["a", "b"];

            private static IEnumerable<string> Lazy()
            {
                yield return Console.ReadLine() ?? "";
            }

            private async Task<string[]> NextAsync() => (await client.GetStringAsync("next")).Split(' ');

            private static void Use(params object[] all) => Console.WriteLine(all.Length);
        }
        """;
}
