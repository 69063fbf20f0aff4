using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Verify = ConcurrencyAnalyzers.Tests.Verification.Verifier<
    ConcurrencyAnalyzers.Rules.DefaultDegreeForIoAnalyzer, ConcurrencyAnalyzers.Rules.DefaultDegreeForIoCodeFix>;

namespace ConcurrencyAnalyzers.Tests.Rules;

public sealed class DefaultDegreeForIoTests
{
    // What is reported, re-created from public threads

    // dotnet/runtime#1946: a nightly search for a thousand terms; how many a service takes at once has nothing to do with cores.
    [Fact]
    public Task Search_for_many_terms() => VerifyAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Threading;
        using System.Threading.Tasks;

        public record Product(string Name);

        public class Search(HttpClient http)
        {
            public async Task<IDictionary<string, Product[]>> FindAsync(IEnumerable<string> terms, CancellationToken cancellationToken)
            {
                var found = new ConcurrentDictionary<string, Product[]>();
                await Parallel.[|ForEachAsync|](terms, cancellationToken, async (term, token) =>
                {
                    found[term] = await http.GetFromJsonAsync<Product[]>("search?q=" + Uri.EscapeDataString(term), token) ?? [];
                });
                return found;
            }
        }
        """);

    // dotnet/dotnet-api-docs#12637: in a container with one core the loop does one thing after the other.
    [Fact]
    public Task Job_in_a_container()
    {
        var test = Test(
            """
            using System.Collections.Generic;
            using System.Net.Http;
            using System.Threading.Tasks;

            var hosts = new List<string>(args);
            using var http = new HttpClient();
            await Parallel.[|ForEachAsync|](hosts, async (host, token) =>
            {
                using var response = await http.GetAsync(host, token);
                System.Console.WriteLine($"{host} {response.StatusCode}");
            });
            """);
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        return test.RunAsync();
    }

    // SamHurne/gw2pao#23: the pages of a list, as many at once as the machine has cores, where twenty would do.
    [Fact]
    public Task Pages_by_number() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public class Items
        {
            private static readonly HttpClient Http = new();

            public async Task<string[]> LoadAsync(int pages)
            {
                var texts = new string[pages];
                await Parallel.[|ForAsync|](0, pages, async (page, token) => texts[page] = await PageAsync(page, token).ConfigureAwait(false));
                return texts;
            }

            private static Task<string> PageAsync(int page, CancellationToken token) => Http.GetStringAsync($"https://example.org/items?page={page}", token);
        }
        """);

    // dotnet/docs#31135: a request for each of thousands of records, with a method that does more than that.
    [Fact]
    public Task Record_that_is_sent_through_a_service() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Threading;
        using System.Threading.Tasks;

        public record Order(int Id, decimal Total);

        public interface IOrders
        {
            Task SendAsync(Order order, CancellationToken token);
        }

        public class HttpOrders(HttpClient http) : IOrders
        {
            public async Task SendAsync(Order order, CancellationToken token)
            {
                if (order.Total == 0)
                    return;
                using var response = await http.PostAsJsonAsync("orders", order, token);
                response.EnsureSuccessStatusCode();
            }
        }

        public class Export(IOrders orders)
        {
            public Task RunAsync(IAsyncEnumerable<Order> all, CancellationToken stop) =>
                Parallel.[|ForEachAsync|](all, new ParallelOptions { CancellationToken = stop }, async (order, token) => await orders.SendAsync(order, token));
        }
        """);

    // npgsql/npgsql#4195: each customer has a connection of its own.
    [Fact]
    public Task Connection_for_each_item() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Data.Common;
        using System.Threading;
        using System.Threading.Tasks;

        public class Customers(DbDataSource database)
        {
            public async Task TouchAsync(IReadOnlyList<int> customers)
            {
                await Parallel.[|ForEachAsync|](customers, async (customer, token) =>
                {
                    await using var connection = await database.OpenConnectionAsync(token);
                    await TouchAsync(connection, customer, token);
                });
            }

            private static async Task TouchAsync(DbConnection connection, int customer, CancellationToken token)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "update customers set seen = now() where id = " + customer;
                await command.ExecuteNonQueryAsync(token);
            }
        }
        """);

    // Azure/azure-storage-net-data-movement#14: copies from one account to another, each as slow as its round trips.
    [Fact]
    public Task Copy_between_two_services() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Net.Http;
        using System.Threading.Tasks;

        public class Mirror(HttpClient from, HttpClient to)
        {
            public async Task CopyAsync(List<string> names, string folder)
            {
                await Parallel.[|ForEachAsync|](names, async (name, token) =>
                {
                    var bytes = await from.GetByteArrayAsync(name, token);
                    await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, token);
                    using var sent = await to.PutAsync(name, new ByteArrayContent(bytes), token);
                });
            }
        }
        """);

    // dotnet/efcore#22836: the answer there is a context for each query.
    [Fact]
    public Task Context_for_each_query() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        public class Person
        {
            public int Id { get; set; }
        }

        public class Data : DbContext
        {
            public DbSet<Person> People => Set<Person>();
        }

        public class Report(IDbContextFactory<Data> contexts)
        {
            public async Task RunAsync(IEnumerable<int> ids)
            {
                await Parallel.[|ForEachAsync|](ids, async (id, token) =>
                {
                    await using var data = contexts.CreateDbContext();
                    var people = await data.People.Where(person => person.Id > id).ToListAsync(token);
                });
            }
        }
        """);

    // What is reported, by shape

    [Theory]
    [InlineData("Parallel.[|ForEachAsync|](items, async (item, token) => await http.GetStringAsync(item, token));")]
    [InlineData("Parallel.[|ForEachAsync|](items, (item, token) => new ValueTask(http.GetStringAsync(item, token)));")]
    [InlineData("Parallel.[|ForEachAsync|](items, OneAsync);")]
    [InlineData("Parallel.[|ForEachAsync|](items, (item, token) => OneAsync(item, token));")]
    [InlineData("Parallel.[|ForEachAsync|](items, Local); async ValueTask Local(string item, CancellationToken token) => await OneAsync(item, token);")]
    [InlineData("Parallel.[|ForEachAsync|](items, new ParallelOptions(), OneAsync);")]
    [InlineData("ParallelOptions target = new() { CancellationToken = stop }; await Parallel.[|ForEachAsync|](items, target, OneAsync);")]
    [InlineData("var options = new ParallelOptions { CancellationToken = stop }; await Parallel.[|ForEachAsync|](items, options, OneAsync);")]
    [InlineData("var options = new ParallelOptions(); options.CancellationToken = stop; await Parallel.[|ForEachAsync|](items, options, OneAsync);")]
    [InlineData("Parallel.[|ForEachAsync|](items, async (item, token) => { if (item.Length > 3) await OneAsync(item, token); else await Task.Yield(); });")]
    [InlineData("Parallel.[|ForEachAsync|](items, async (item, token) => { try { await OneAsync(item, token); } catch (HttpRequestException) { await Task.Delay(100, token); } });")]
    [InlineData("Parallel.[|ForEachAsync|](items, async (item, token) => await Task.WhenAll(new[] { 1, 2 }.Select(part => http.GetStringAsync(item + part, token))));")]
    [InlineData("Parallel.[|ForEachAsync|](items, async (item, token) => await Dns.GetHostEntryAsync(item, token));")]
    [InlineData("Parallel.[|ForEachAsync|](items, async (item, token) => { await using var stream = await http.GetStreamAsync(item, token); await stream.ReadAsync(new byte[1], token); });")]
    [InlineData("Parallel.[|ForEachAsync|](items, async (item, token) => { using var tcp = new TcpClient(); await tcp.ConnectAsync(item, 80, token); });")]
    public Task Waiting_for_another_machine(string statement) => VerifyAsync(InCrawler(statement));

    [Fact]
    public Task Message_names_loop_kind_and_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Crawler(HttpClient http)
        {
            public Task RunAsync(string[] items) => Parallel.{|#0:ForEachAsync|}(items, async (item, token) => await {|#1:OneAsync|}(item, token));

            private async Task OneAsync(string item, CancellationToken token) => await http.{|#2:GetStringAsync|}(item, token);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2).WithSeverity(DiagnosticSeverity.Info)
            .WithArguments("Parallel.ForEachAsync", "network I/O", "OneAsync → HttpClient.GetStringAsync"));

    // A file of the user's may say what an API does.
    [Fact]
    public Task Api_that_the_users_file_describes()
    {
        var test = Test(
            """
            using System.Collections.Generic;
            using System.Threading.Tasks;

            public class Prices(Vendor.Gateway gateway)
            {
                public Task LoadAsync(List<string> keys) => Parallel.[|ForEachAsync|](keys, async (key, token) => await gateway.FetchAsync(key));
            }
            """);
        test.TestState.AdditionalFiles.Add(("/vendor.concurrency.txt", "M:Vendor.Gateway.FetchAsync  awaits  definite  any  -  -\nT:Vendor.Gateway  network  definite  any  -  -\n"));
        return test.RunAsync();
    }

    // What is not, re-created from public threads

    // dotnet/dotnet-api-docs#7879: -1 gives the number of cores here, too; but whoever wrote it has thought of the degree.
    // Mimetis/Dotmim.Sync#876: a loop without a limit loaded the server too much, so it was given one.
    [Theory]
    [InlineData("new ParallelOptions { MaxDegreeOfParallelism = -1 }")]
    [InlineData("new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop }")]
    [InlineData("new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }")]
    [InlineData("new ParallelOptions() { CancellationToken = stop, MaxDegreeOfParallelism = 100 }")]
    public Task Degree_that_is_written_is_silent(string options) => VerifyAsync(InCrawler($"Parallel.ForEachAsync(items, {options}, OneAsync);"));

    // dotnet/runtime#71415: a scheduler decides how many there are at once.
    [Fact]
    public Task Scheduler_is_silent() =>
        VerifyAsync(InCrawler("Parallel.ForEachAsync(items, new ParallelOptions { TaskScheduler = TaskScheduler.FromCurrentSynchronizationContext() }, OneAsync);"));

    // dotnet/runtime#53709: a semaphore inside already lets in so many and no more.
    [Fact]
    public Task Semaphore_in_the_body_is_silent() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public class Details(HttpClient http)
        {
            private readonly SemaphoreSlim gate = new(50);

            public Task LoadAsync(IEnumerable<string> names) => Parallel.ForEachAsync(names, async (name, token) => await OneAsync(name, token));

            private async Task<string> OneAsync(string name, CancellationToken token)
            {
                await gate.WaitAsync(token);
                try
                {
                    return await http.GetStringAsync(name, token);
                }
                finally
                {
                    gate.Release();
                }
            }
        }
        """);

    // tparviainen/clashofclans#6: an API that allows so many requests in a second.
    [Theory]
    [InlineData("using var lease = await limiter.AcquireAsync(1, token);")]
    [InlineData("await Task.Delay(100, token);")]
    [InlineData("await timer.WaitForNextTickAsync(token);")]
    public Task Pace_that_is_kept_is_silent(string wait)
    {
        var test = Test(
            $$"""
            using System.Collections.Generic;
            using System.Net.Http;
            using System.Threading;
            using System.Threading.RateLimiting;
            using System.Threading.Tasks;

            public class Clans(HttpClient http, RateLimiter limiter, PeriodicTimer timer)
            {
                public Task LoadAsync(List<string> tags) => Parallel.ForEachAsync(tags, async (tag, token) =>
                {
                    {{wait}}
                    await http.GetStringAsync(tag, token);
                });
            }
            """);
        test.References = TargetReferences.AspNetCore100;
        return test.RunAsync();
    }

    // abpframework/abp#5916 and dotnet/efcore#22836: one context for all of them. That is another defect, and more at once make it no better.
    [Theory]
    [InlineData("data.People.Where(person => person.Id > id).ToListAsync(token)")]
    [InlineData("data.SaveChangesAsync(token)")]
    [InlineData("LoadAsync(data, id, token)")]
    [InlineData("query.ToListAsync(token)")]
    public Task Context_of_all_items_is_silent(string load) => VerifyAsync(
        $$"""
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        public class Person
        {
            public int Id { get; set; }
        }

        public class Data : DbContext
        {
            public DbSet<Person> People => Set<Person>();
        }

        public class Report(Data data)
        {
            public async Task RunAsync(List<int> ids)
            {
                var query = data.People.Where(person => person.Id > 0);
                await Parallel.ForEachAsync(ids, async (id, token) =>
                {
                    data.People.Add(new Person());
                    await {{load}};
                });
            }

            private static Task<List<Person>> LoadAsync(Data data, int id, CancellationToken token) => data.People.Where(person => person.Id > id).ToListAsync(token);
        }
        """);

    // npgsql/npgsql#1837: a connection does one thing at a time.
    [Theory]
    [InlineData("var command = connection.CreateCommand(); await command.ExecuteNonQueryAsync(token);")]
    [InlineData("var mine = connection; await using var command = mine.CreateCommand(); await command.ExecuteNonQueryAsync(token);")]
    [InlineData("await RunAsync(id, token);")]
    [InlineData("var own = Connection(); await own.OpenAsync(token);")]
    [InlineData("await new Step(connection).RunAsync(token);")]
    public Task Connection_of_all_items_is_silent(string body) => VerifyAsync(
        $$"""
        using System.Collections.Generic;
        using System.Data.Common;
        using System.Threading;
        using System.Threading.Tasks;

        public class Touch(DbConnection connection)
        {
            public Task AllAsync(List<int> ids) => Parallel.ForEachAsync(ids, async (id, token) => { {{body}} });

            private async Task RunAsync(int id, CancellationToken token)
            {
                await using var command = connection.CreateCommand();
                await command.ExecuteNonQueryAsync(token);
            }

            private DbConnection Connection() => connection;
        }

        public class Step(DbConnection connection)
        {
            public Task RunAsync(CancellationToken token) => connection.OpenAsync(token);
        }
        """);

    // klukule/SteamDownloader#1: each download is hashed, so cores count.
    [Fact]
    public Task Download_that_computes_is_silent() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public class Depot(HttpClient http)
        {
            public Task VerifyAsync(List<string> files) => Parallel.ForEachAsync(files, async (file, token) => await OneAsync(file, token));

            private async Task<long> OneAsync(string file, CancellationToken token)
            {
                var bytes = await http.GetByteArrayAsync(file, token);
                return Pairs(bytes);
            }

            private static long Pairs(byte[] bytes)
            {
                long sum = 0;
                foreach (var a in bytes)
                    foreach (var b in bytes)
                        sum += a ^ b;
                return sum;
            }
        }
        """);

    // gregyjames/OctaneDownloader#107: the body blocks before it awaits. That is what is reported, and more at once would block more.
    [Fact]
    public Task Body_that_blocks_is_CONC301s()
    {
        var test = Test(
            """
            using System.Collections.Generic;
            using System.Net.Http;
            using System.Threading.Tasks;

            public class Engine(HttpClient http)
            {
                public Task LoadAsync(List<string> urls) => Parallel.ForEachAsync(urls, async (url, token) =>
                {
                    var parts = PartsAsync(url).{|CONC301:Result|};
                    await http.GetStringAsync(url + parts, token);
                });

                private async Task<int> PartsAsync(string url) => (await http.GetStringAsync(url)).Length;
            }
            """);
        test.AdditionalAnalyzers.Add(new BlockingOnTaskAnalyzer());
        return test.RunAsync();
    }

    // martincostello/adventofcode#371: the loop is for computation.
    [Fact]
    public Task Computation_is_silent() => VerifyAsync(InCrawler("Parallel.ForEachAsync(items, (item, token) => { Console.WriteLine(item.Length); return ValueTask.CompletedTask; });"));

    // What is not, by reason

    [Theory]
    [InlineData("Parallel.ForEachAsync(items, async (item, token) => await File.ReadAllTextAsync(item, token));")]
    [InlineData("Parallel.ForEachAsync(items, async (item, token) => { await using var file = File.OpenRead(item); await file.ReadAsync(new byte[1], token); });")]
    [InlineData("Parallel.ForEachAsync(items, async (item, token) => { await Task.Yield(); });")]
    [InlineData("Parallel.ForEachAsync(items, async (item, token) => { try { await Task.Yield(); } catch (IOException) { await http.GetStringAsync(item, token); } });")]
    [InlineData("Parallel.ForEachAsync(items, work);")]
    [InlineData("Parallel.ForEachAsync(new[] { \"a\", \"b\" }, OneAsync);")]
    [InlineData("Parallel.ForAsync(0, 4, async (item, token) => await http.GetStringAsync(\"\", token));")]
    [InlineData("Parallel.ForEachAsync(items, options, OneAsync);")]
    [InlineData("Parallel.ForEachAsync(items, Options(), OneAsync);")]
    [InlineData("var own = new ParallelOptions(); own.MaxDegreeOfParallelism = 9; await Parallel.ForEachAsync(items, own, OneAsync);")]
    [InlineData("var own = new ParallelOptions(); Configure(own); await Parallel.ForEachAsync(items, own, OneAsync);")]
    [InlineData("var own = items.Count > 9 ? new ParallelOptions() : options; await Parallel.ForEachAsync(items, own, OneAsync);")]
    [InlineData("Parallel.ForEachAsync(items, async (item, token) => await shared.WriteAsync(await http.GetByteArrayAsync(item, token), token));")]
    [InlineData("Parallel.ForEachAsync(items, async (item, token) => await service.FetchAsync(item, token));")]
    [InlineData("Task.WhenAll(items.Select(item => http.GetStringAsync(item)));")]
    public Task No_reason_for_another_degree(string statement) => VerifyAsync(InCrawler(statement));

    [Fact]
    public Task Policy_is_silent() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        public class Prices(HttpClient http, Polly.IAsyncPolicy policy)
        {
            public Task LoadAsync(List<string> keys) => Parallel.ForEachAsync(keys, async (key, token) => await policy.ExecuteAsync(() => http.GetStringAsync(key, token)));
        }
        """);

    [Fact]
    public Task Implementations_that_may_be_meant_are_silent() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        public interface IPrices
        {
            Task<string> FindAsync(string key);
        }

        public class Remote(HttpClient http) : IPrices
        {
            public Task<string> FindAsync(string key) => http.GetStringAsync(key);
        }

        public class Fixed : IPrices
        {
            public Task<string> FindAsync(string key) => Task.FromResult(key);
        }

        public class Prices(IPrices prices)
        {
            public Task LoadAsync(List<string> keys) => Parallel.ForEachAsync(keys, async (key, token) => await prices.FindAsync(key));
        }
        """);

    [Fact]
    public Task Tests_are_silent() => VerifyAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class CrawlerTests
        {
            [Xunit.Fact]
            public async Task Loads()
            {
                var items = new List<string>();
                var http = new HttpClient();
                await Parallel.ForEachAsync(items, async (item, token) => await http.GetStringAsync(item, token));
            }
        }
        """);

    // A method of that name without the class is not the loop that is meant.
    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("net472")]
    public Task Frameworks_without_the_loop_are_silent(string framework) => new Verify.Test
    {
        TestCode =
            """
            using System;
            using System.Collections.Generic;
            using System.Net.Http;
            using System.Threading;
            using System.Threading.Tasks;

            public static class Parallel
            {
                public static Task ForEachAsync<T>(IEnumerable<T> source, Func<T, CancellationToken, Task> body) => Task.CompletedTask;
            }

            public class Crawler
            {
                public Task RunAsync(List<string> items, HttpClient http) => Parallel.ForEachAsync(items, (item, token) => http.GetAsync(item, token));
            }
            """,
        References = framework == "net472" ? TargetReferences.NetFramework : TargetReferences.NetStandard20,
    }.RunAsync();

    // What the fix writes

    [Fact]
    public Task Fix_writes_options() => VerifyFixAsync(
        """
        await Parallel.[|ForEachAsync|](items, async (item, token) =>
                {
                    // One after the other is too slow.
                    await http.GetStringAsync(item, token);
                });
                await Parallel.[|ForEachAsync|](
                    items,
                    async (item, token) => await http.GetStringAsync(item, token)).ConfigureAwait(false);
        """,
        """
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (item, token) =>
                {
                    // One after the other is too slow.
                    await http.GetStringAsync(item, token);
                });
                await Parallel.ForEachAsync(
                    items,
                    new ParallelOptions { MaxDegreeOfParallelism = 32 },
                    async (item, token) => await http.GetStringAsync(item, token)).ConfigureAwait(false);
        """);

    [Theory]
    [InlineData("Parallel.[|ForEachAsync|](items, stop, OneAsync)", "Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = stop }, OneAsync)")]
    [InlineData("Parallel.[|ForEachAsync|](items, CancellationToken.None, OneAsync)", "Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = CancellationToken.None }, OneAsync)")]
    [InlineData("Parallel.[|ForAsync|](0, items.Count, stop, async (i, token) => await OneAsync(items[i], token))", "Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = stop }, async (i, token) => await OneAsync(items[i], token))")]
    [InlineData("Parallel.[|ForEachAsync|](items, new ParallelOptions(), OneAsync)", "Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 32 }, OneAsync)")]
    [InlineData("Parallel.[|ForEachAsync|](items, new ParallelOptions { CancellationToken = stop }, OneAsync)", "Parallel.ForEachAsync(items, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = 32 }, OneAsync)")]
    [InlineData("Parallel.[|ForEachAsync|](items, new ParallelOptions { CancellationToken = stop, }, OneAsync)", "Parallel.ForEachAsync(items, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = 32, }, OneAsync)")]
    public Task Fix_keeps_what_is_given(string before, string after) => VerifyFixAsync($"await {before};", $"await {after};");

    [Fact]
    public Task Fix_completes_options_that_are_declared() => VerifyFixAsync(
        """
        var options = new ParallelOptions
                {
                    // When the host stops.
                    CancellationToken = stop
                };
                await Parallel.[|ForEachAsync|](items, options, OneAsync);
        """,
        """
        var options = new ParallelOptions
                {
                    // When the host stops.
                    CancellationToken = stop,
                    MaxDegreeOfParallelism = 32
                };
                await Parallel.ForEachAsync(items, options, OneAsync);
        """);

    [Fact]
    public Task Fix_completes_options_that_name_no_type() => VerifyFixAsync(
        "ParallelOptions own = new(); await Parallel.[|ForEachAsync|](items, own, OneAsync);",
        "ParallelOptions own = new() { MaxDegreeOfParallelism = 32 }; await Parallel.ForEachAsync(items, own, OneAsync);");

    [Fact]
    public Task Fix_imports_nothing_twice_and_names_the_type_in_full_where_it_must() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;

        class Crawler
        {
            public System.Threading.Tasks.Task RunAsync(List<string> items, HttpClient http) =>
                System.Threading.Tasks.Parallel.[|ForEachAsync|](items, async (item, token) => await http.GetStringAsync(item, token));
        }
        """,
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Crawler
        {
            public System.Threading.Tasks.Task RunAsync(List<string> items, HttpClient http) =>
                System.Threading.Tasks.Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (item, token) => await http.GetStringAsync(item, token));
        }
        """);

    // Where no fix is offered

    [Theory]
    [InlineData("var both = new ParallelOptions(); await Parallel.[|ForEachAsync|](items, both, OneAsync); await Parallel.[|ForEachAsync|](items, both, OneAsync);")]
    [InlineData("await Parallel.[|ForEachAsync|](source: items, body: OneAsync);")]
    public Task Options_of_several_loops_and_named_arguments_have_no_fix(string statement) => Verify.VerifyNoFixAsync(InCrawler(statement));

    [Fact]
    public Task Fix_of_CONC203_completes_the_options_that_it_takes_over() => Verifier<BlockingIoInParallelLoopAnalyzer, BlockingIoInParallelLoopCodeFix>.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task RunAsync(string[] hosts, CancellationToken stop)
            {
                await Task.Yield();
                Parallel.[|ForEach|](hosts, new ParallelOptions { CancellationToken = stop }, host => { Dns.GetHostEntry(host); });
            }
        }
        """,
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task RunAsync(string[] hosts, CancellationToken stop)
            {
                await Task.Yield();
                await Parallel.ForEachAsync(hosts, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = 32 }, async (host, cancellationToken) => { await Dns.GetHostEntryAsync(host, cancellationToken); });
            }
        }
        """);

    private static Task VerifyAsync(string source) => Test(source).RunAsync();

    private static Task VerifyFixAsync(string before, string after)
    {
        var test = Test(InCrawler(before));
        test.FixedCode = InCrawler(after);
        return test.RunAsync();
    }

    private static Verify.Test Test(string source)
    {
        var test = new Verify.Test { TestCode = source };
        test.AdditionalReferences.Add(RemotePackages.Reference);
        test.AdditionalAnalyzers.Add(new BlockingIoInAsyncAnalyzer());
        return test;
    }

    private static string InCrawler(string statement) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net;
        using System.Net.Http;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;

        public interface IService
        {
            Task FetchAsync(string item, CancellationToken token);
        }

        public class Crawler(HttpClient http, Stream shared, IService service, ParallelOptions options, Func<string, CancellationToken, ValueTask> work)
        {
            public async Task RunAsync(List<string> items, CancellationToken stop)
            {
                {{(statement.Contains("await Parallel", StringComparison.Ordinal) ? statement : "await " + statement)}}
            }

            private async ValueTask OneAsync(string item, CancellationToken token) => await http.GetStringAsync(item, token);

            private ParallelOptions Options() => options;

            private static void Configure(ParallelOptions options) => options.MaxDegreeOfParallelism = 7;
        }
        """;
}
