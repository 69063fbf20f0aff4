using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Verify = ConcurrencyAnalyzers.Tests.Verification.Verifier<
    ConcurrencyAnalyzers.Rules.SequentialAwaitsAnalyzer, ConcurrencyAnalyzers.Rules.SequentialAwaitsCodeFix>;

namespace ConcurrencyAnalyzers.Tests.Rules;

public sealed class SequentialAwaitsTests
{
    // What is reported, re-created from public threads

    // 18F/piipan#436: an orchestrator asks each state's API when the one before has answered.
    [Fact]
    public Task Services_that_are_asked_in_turn() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Threading;
        using System.Threading.Tasks;

        public record Match(string State, int Count);

        public class Orchestrator(HttpClient east, HttpClient west)
        {
            public async Task<int> CountAsync(string id, CancellationToken cancellationToken)
            {
                var first = await east.GetFromJsonAsync<Match>($"match/{id}", cancellationToken);
                var second = await west.[|GetFromJsonAsync|]<Match>($"match/{id}", cancellationToken);
                return (first?.Count ?? 0) + (second?.Count ?? 0);
            }
        }
        """);

    // fplbot/fplbot#169: two searches for the same term, through a client of one's own.
    [Fact]
    public Task Searches_of_a_client_of_ones_own() => VerifyAsync(
        """
        using System;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Threading.Tasks;

        public interface ISearch
        {
            Task<string[]> EntriesAsync(string term);

            Task<string[]> LeaguesAsync(string term);
        }

        public class Search(HttpClient http) : ISearch
        {
            public async Task<string[]> EntriesAsync(string term) => await http.GetFromJsonAsync<string[]>("entries?q=" + Uri.EscapeDataString(term)) ?? [];

            public async Task<string[]> LeaguesAsync(string term)
            {
                using var response = await http.GetAsync("leagues?q=" + Uri.EscapeDataString(term)).ConfigureAwait(false);
                response.EnsureSuccessStatusCode();
                var leagues = await response.Content.ReadFromJsonAsync<string[]>().ConfigureAwait(false);
                return leagues ?? [];
            }
        }

        public class Handler(ISearch search)
        {
            public async Task<string> HandleAsync(string term)
            {
                var entries = await search.EntriesAsync(term);
                var leagues = await search.[|LeaguesAsync|](term);
                return $"{entries.Length} {leagues.Length}";
            }
        }
        """);

    // dotnet/BenchmarkDotNet#1526: the second is started when the first is done, and they take as long as both.
    [Fact]
    public Task Two_results_that_are_added() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        public static class Sum
        {
            private static readonly HttpClient Http = new();

            public static async Task<int> RunAsync()
            {
                var result1 = await Get1();
                var result2 = await [|Get2|]();
                return result1 + result2;
            }

            private static async Task<int> Get1() => int.Parse(await Http.GetStringAsync("http://example.org/1"));

            private static async Task<int> Get2() => int.Parse(await Http.GetStringAsync("http://example.org/2"));
        }
        """);

    // microsoft/vs-threading#541: one person starts all lookups and then takes their results; here, each waits for the one before, though only the account's number is needed.
    [Fact]
    public Task Page_that_loads_three_things() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        public class Account
        {
            public string Id { get; set; } = "";
        }

        public class Page
        {
            private readonly HttpClient http = new();

            public async Task<string> ShowAsync(Account account)
            {
                var balances = await http.GetStringAsync($"accounts/{account.Id}/balances");
                var transactions = await http.[|GetStringAsync|]($"accounts/{account.Id}/transactions");
                var slots = await http.GetStringAsync($"accounts/{account.Id}/slots");
                return balances + transactions + slots;
            }
        }
        """);

    // StackExchange/StackExchange.Redis#662: one value after the other is too slow, and the connection takes any number of commands at once.
    [Fact]
    public Task Values_of_a_cache() => VerifyAsync(
        """
        using System.Threading.Tasks;
        using StackExchange.Redis;

        public class Profile(IDatabase redis)
        {
            public async Task<string?> NameAsync(string user)
            {
                var given = await redis.StringGetAsync(user + ":given");
                var family = await redis.[|StringGetAsync|](user + ":family");
                return given + " " + family;
            }
        }
        """);

    // davidfowl/AspNetCoreDiagnosticScenarios#65: all agree that both are to be started first, and differ on how to take what they give.
    [Fact]
    public Task Lookups_with_declared_types() => VerifyAsync(
        """
        using System.Net;
        using System.Net.Http;
        using System.Threading.Tasks;

        public class Probe
        {
            public static async Task<bool> RunAsync(HttpClient http, string host)
            {
                try
                {
                    IPAddress[] addresses = await Dns.GetHostAddressesAsync(host);
                    HttpResponseMessage page = await http.[|GetAsync|]("http://example.org/");
                    return addresses.Length > 0 && page.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            }
        }
        """);

    // What is reported, by shape

    [Theory]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.[|GetStringAsync|](y);")]
    [InlineData("string a = await http.GetStringAsync(x).ConfigureAwait(false); object b = await http.[|GetStringAsync|](y).ConfigureAwait(false);")]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.[|GetStringAsync|](y); var c = await http.GetStringAsync(a); var d = await http.[|GetStringAsync|](b);")]
    [InlineData("var a = await http.GetStringAsync(x); var c = await http.GetStringAsync(a); var d = await http.[|GetStringAsync|](y);")]
    [InlineData("if (x.Length > 0) { var a = await http.GetStringAsync(x); var b = await http.[|GetStringAsync|](y); }")]
    [InlineData("Func<Task> later = async () => { var a = await http.GetStringAsync(x); var b = await http.[|GetStringAsync|](y); }; await later();")]
    [InlineData("var a = await ReadAsync(x); var b = await [|ReadAsync|](y);")]
    [InlineData("var a = await ReadAsync(x); var b = await new Other(http).ReadAsync(y);", false)] // made on the way: nobody knows what that does
    [InlineData("var a = await LocalAsync(x); var b = await [|LocalAsync|](y); async Task<int> LocalAsync(string z) => (await http.GetStringAsync(z)).Length;")]
    [InlineData("var a = await http.GetStringAsync(x.Length > 3 ? x : y); var b = await http.[|GetStringAsync|](new Uri(y));")]
    public Task Reads_that_need_nothing_of_each_other(string statements, bool isReported = true)
    {
        Assert.Equal(isReported, statements.Contains("[|", StringComparison.Ordinal));
        return VerifyAsync(InClient(statements));
    }

    [Fact]
    public Task Message_names_both_and_the_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public async Task<int> RunAsync()
            {
                var a = await http.GetStringAsync("a");
                var b = await {|#0:LengthAsync|}("b");
                return a.Length + b;
            }

            private async Task<int> LengthAsync(string x) => (await http.{|#1:GetStringAsync|}(x)).Length;
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1).WithSeverity(DiagnosticSeverity.Info)
            .WithArguments("LengthAsync", "HttpClient.GetStringAsync", "LengthAsync → HttpClient.GetStringAsync"));

    [Fact]
    public void Rule_is_off_unless_asked_for() => Assert.False(SequentialAwaitsAnalyzer.Descriptor.IsEnabledByDefault);

    // What is not, re-created from public threads

    // dotnet/efcore#9409 and dotnet/efcore#18309: a context answers one query at a time, reads or not.
    [Theory]
    [InlineData("data.Set<Person>().ToListAsync()", "data.Set<Animal>().ToListAsync()")]
    [InlineData("data.Set<Person>().FindAsync(1)", "data.Set<Person>().FindAsync(2)")]
    [InlineData("PeopleAsync()", "PeopleAsync()")]
    public Task Queries_of_one_context_are_silent(string first, string second) => VerifyAsync(
        $$"""
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        public class Person;

        public class Animal;

        public class Zoo(DbContext data)
        {
            public async Task<bool> OpenAsync()
            {
                var people = await {{first}};
                var animals = await {{second}};
                return people is not null && animals is not null;
            }

            private Task<List<Person>> PeopleAsync() => data.Set<Person>().ToListAsync();
        }
        """);

    // npgsql/npgsql#1137: nor does a connection, where two queries that are started together fail.
    [Fact]
    public Task Commands_of_one_connection_are_silent() => VerifyAsync(
        """
        using System.Data.Common;
        using System.Threading.Tasks;

        public class Counts(DbDataSource source)
        {
            public async Task<object?[]> RunAsync()
            {
                await using var connection = await source.OpenConnectionAsync();
                await using var one = connection.CreateCommand();
                await using var two = connection.CreateCommand();
                var first = await one.ExecuteScalarAsync();
                var second = await two.ExecuteScalarAsync();
                return [first, second];
            }
        }
        """);

    // odota/core#1120: an API with a limit, where several callers at once are turned away. Here the client keeps the pace.
    [Fact]
    public Task Client_that_keeps_a_pace_is_silent() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public class Clash(HttpClient http)
        {
            private readonly SemaphoreSlim turns = new(10);

            public async Task<string> ShowAsync(string clan, string player)
            {
                var first = await GetAsync("clans/" + clan);
                var second = await GetAsync("players/" + player);
                return first + second;
            }

            private async Task<string> GetAsync(string path)
            {
                await turns.WaitAsync();
                return await http.GetStringAsync(path);
            }
        }
        """);

    // DotNetAnalyzers/AsyncUsageAnalyzers#6 and dotnet/roslyn-analyzers#1696: awaits in a loop are right too often.
    [Theory]
    [InlineData("for (var i = 0; i < 100; i++) { var a = await http.GetStringAsync(x + i); all.Add(a); }")]
    [InlineData("foreach (var item in all) { await http.GetStringAsync(item); }")]
    public Task Loops_are_silent(string statements) => VerifyAsync(InClient(statements));

    // dotnet/runtime#128150: two tasks that run already may be awaited in any order.
    [Fact]
    public Task Tasks_that_run_already_are_silent() =>
        VerifyAsync(InClient("var one = http.GetStringAsync(x); var two = http.GetStringAsync(y); var a = await one; var b = await two;"));

    // dotnet/aspnetcore#21854: between the first await and the second the component shows what it has.
    [Theory]
    [InlineData("state = await http.GetStringAsync(x); var b = await http.GetStringAsync(y);")]
    [InlineData("var a = await http.GetStringAsync(x); state = a; var b = await http.GetStringAsync(y);")]
    [InlineData("await http.GetStringAsync(x); await http.GetStringAsync(y);")]
    public Task What_happens_in_between_is_silent(string statements) => VerifyAsync(InClient(statements));

    // files-community/Files#10268: what each call adds to the list comes in another order when all are started together.
    [Fact]
    public Task Calls_that_change_something_are_silent() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        public class Sidebar(HttpClient http)
        {
            private readonly List<string> items = [];

            public async Task<int> FillAsync()
            {
                var first = await AddAsync("a");
                var second = await AddAsync("b");
                return first + second;
            }

            private async Task<int> AddAsync(string name)
            {
                var item = await http.GetStringAsync(name);
                items.Add(item);
                return items.Count;
            }
        }
        """);

    // What is not, by reason

    [Theory]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(a);")]
    [InlineData("var a = await http.GetStringAsync(x); var c = a.Length; var b = await http.GetStringAsync(y);")]
    [InlineData("using var a = await http.PostAsync(x, null); using var b = await http.GetAsync(y);")]
    [InlineData("var a = await http.PostAsync(x, null); var b = await http.GetAsync(y);")]
    [InlineData("var a = await http.DeleteAsync(x); var b = await http.DeleteAsync(y);")]
    [InlineData("var a = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, x)); var b = await http.GetAsync(y);")]
    [InlineData("var a = await File.ReadAllTextAsync(x); var b = await File.ReadAllTextAsync(y);")]
    [InlineData("var a = await Task.FromResult(x); var b = await Task.FromResult(y);")]
    [InlineData("var a = await CountedAsync(x); var b = await CountedAsync(y);")]
    [InlineData("var a = await CachedAsync(x); var b = await CachedAsync(y);")]
    [InlineData("var a = await LoggedAsync(x); var b = await LoggedAsync(y);")]
    [InlineData("var a = await WrittenAsync(x); var b = await WrittenAsync(y);")]
    [InlineData("var a = await service.ReadAsync(x); var b = await service.ReadAsync(y);")]
    [InlineData("var a = await read(x); var b = await read(y);")]
    [InlineData("var a = await vendor.FetchAsync(x); var b = await vendor.FetchAsync(y);")]
    [InlineData("var a = await http.GetStringAsync(Next()); var b = await http.GetStringAsync(Next());")]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(state);")]
    [InlineData("var a = await changing.GetStringAsync(x); var b = await changing.GetStringAsync(y);")]
    [InlineData("var i = 0; var a = await http.GetStringAsync(x + i++); var b = await http.GetStringAsync(y + i++);")]
    [InlineData("var a = await BlockingAsync(x); var b = await BlockingAsync(y);")]
    [InlineData("var a = await stream.ReadAsync(new byte[1]); var b = await stream.ReadAsync(new byte[1]);")]
    public Task No_proof_that_they_may_be_started_together(string statements) => VerifyAsync(InClient(statements));

    [Fact]
    public Task Tests_are_silent() => VerifyAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading.Tasks;

        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class ClientTests
        {
            [Xunit.Fact]
            public async Task Reads()
            {
                var http = new HttpClient();
                var a = await http.GetStringAsync("a");
                var b = await http.GetStringAsync("b");
            }
        }
        """);

    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("C# 7.3")]
    public Task Old_frameworks_and_languages(string old) => new Verify.Test
    {
        TestCode =
            """
            using System.Net;
            using System.Threading.Tasks;

            public class Lookup
            {
                public async Task<int> CountAsync(string one, string two)
                {
                    var first = await Dns.GetHostEntryAsync(one);
                    var second = await Dns.[|GetHostEntryAsync|](two);
                    return first.AddressList.Length + second.AddressList.Length;
                }
            }
            """,
        FixedCode =
            """
            using System.Net;
            using System.Threading.Tasks;

            public class Lookup
            {
                public async Task<int> CountAsync(string one, string two)
                {
                    var firstTask = Dns.GetHostEntryAsync(one);
                    var secondTask = Dns.GetHostEntryAsync(two);
                    await Task.WhenAll(firstTask, secondTask);
                    var first = await firstTask;
                    var second = await secondTask;
                    return first.AddressList.Length + second.AddressList.Length;
                }
            }
            """,
        References = old == "netstandard2.0" ? TargetReferences.NetStandard20 : TargetReferences.Net100,
        LanguageVersion = old == "C# 7.3" ? LanguageVersion.CSharp7_3 : LanguageVersion.Latest,
    }.RunAsync();

    // What the fix writes

    [Fact]
    public Task Fix_starts_all_waits_for_all_and_takes_each() => Verify.VerifyCodeFixAsync(
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public async Task<string> RunAsync(string x, CancellationToken token)
            {
                token.ThrowIfCancellationRequested();

                // The name.
                string name = await http.GetStringAsync(x, token).ConfigureAwait(false); // of the owner
                // The place.
                var place = await http.[|GetStringAsync|](x + "/place", token).ConfigureAwait(false);
                var time = await http.GetStringAsync(x + "/time", token).ConfigureAwait(false);

                return name + place + time;
            }

            public async Task<int> OtherAsync(string nameTask)
            {
                if (nameTask.Length > 0)
                {
                    var name = await http.GetStringAsync(nameTask);
                    var size = await [|SizeAsync|](nameTask);
                    return name.Length + size;
                }

                return 0;
            }

            private async Task<int> SizeAsync(string x) => (await http.GetStringAsync(x)).Length;
        }
        """,
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public async Task<string> RunAsync(string x, CancellationToken token)
            {
                token.ThrowIfCancellationRequested();

                // The name.
                var nameTask = http.GetStringAsync(x, token); // of the owner
                // The place.
                var placeTask = http.GetStringAsync(x + "/place", token);
                var timeTask = http.GetStringAsync(x + "/time", token);
                await Task.WhenAll(nameTask, placeTask, timeTask).ConfigureAwait(false);
                string name = await nameTask.ConfigureAwait(false);
                var place = await placeTask.ConfigureAwait(false);
                var time = await timeTask.ConfigureAwait(false);

                return name + place + time;
            }

            public async Task<int> OtherAsync(string nameTask)
            {
                if (nameTask.Length > 0)
                {
                    var nameTask2 = http.GetStringAsync(nameTask);
                    var sizeTask = SizeAsync(nameTask);
                    await Task.WhenAll(nameTask2, sizeTask);
                    var name = await nameTask2;
                    var size = await sizeTask;
                    return name.Length + size;
                }

                return 0;
            }

            private async Task<int> SizeAsync(string x) => (await http.GetStringAsync(x)).Length;
        }
        """);

    [Fact]
    public Task Fix_in_a_lambda_that_is_fixed_for_two_places() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Net;
        using System.Threading.Tasks;

        class Client
        {
            private readonly Func<Task<int>> work = async () =>
            {
                var a = await Dns.GetHostAddressesAsync("a");
                var b = await Dns.[|GetHostAddressesAsync|]("b");
                var c = await Dns.GetHostAddressesAsync(a[0].ToString());
                return a.Length + b.Length + c.Length;
            };
        }
        """,
        """
        using System;
        using System.Net;
        using System.Threading.Tasks;

        class Client
        {
            private readonly Func<Task<int>> work = async () =>
            {
                var aTask = Dns.GetHostAddressesAsync("a");
                var bTask = Dns.GetHostAddressesAsync("b");
                await Task.WhenAll(aTask, bTask);
                var a = await aTask;
                var b = await bTask;
                var c = await Dns.GetHostAddressesAsync(a[0].ToString());
                return a.Length + b.Length + c.Length;
            };
        }
        """);

    // Where no fix is offered

    [Fact]
    public Task Task_that_may_be_awaited_once_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public async Task<int> RunAsync()
            {
                var a = await SizeAsync("a");
                var b = await [|SizeAsync|]("b");
                return a + b;
            }

            private async ValueTask<int> SizeAsync(string x) => (await http.GetStringAsync(x)).Length;
        }
        """);

    [Fact]
    public Task Statements_on_top_have_no_fix()
    {
        var test = new Verify.Test
        {
            TestCode =
                """
                using System.Net;

                var a = await Dns.GetHostEntryAsync("a");
                var b = await Dns.[|GetHostEntryAsync|]("b");
                System.Console.WriteLine(a.HostName + b.HostName);
                """,
            OffersNoFix = true,
        };
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        return test.RunAsync();
    }

    private static Task VerifyAsync(string source)
    {
        var test = new Verify.Test { TestCode = source };
        test.AdditionalReferences.Add(RemotePackages.Reference);
        return test.RunAsync();
    }

    private static string InClient(string statements) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Net;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public interface IService
        {
            Task<string> ReadAsync(string item);
        }

        public class Other(HttpClient http)
        {
            public Task<string> ReadAsync(string item) => http.GetStringAsync(item);
        }

        public class Client(HttpClient http, IService service, Func<string, Task<string>> read, Vendor.Gateway vendor, Stream stream)
        {
            private readonly Dictionary<string, string> cache = [];
            private HttpClient changing = new();
            private string state = "";
            private int count;

            public async Task RunAsync(string x, string y, List<string> all)
            {
                {{statements}}
                changing = http;
            }

            private async Task<string> ReadAsync(string item)
            {
                ArgumentException.ThrowIfNullOrEmpty(item);
                var parts = new List<string>();
                parts.Add(item);
                parts[0] = item.Trim();
                using var request = await http.GetAsync(string.Join('/', parts)).ConfigureAwait(false);
                return await request.Content.ReadAsStringAsync().ConfigureAwait(false);
            }

            private async Task<string> CountedAsync(string item)
            {
                count++;
                return await http.GetStringAsync(item);
            }

            private async Task<string> CachedAsync(string item) => cache[item] = await http.GetStringAsync(item);

            private async Task<string> LoggedAsync(string item)
            {
                Console.WriteLine(item);
                return await http.GetStringAsync(item);
            }

            private async Task<string> WrittenAsync(string item)
            {
                var text = await http.GetStringAsync(item);
                await http.PutAsync(item, new StringContent(text));
                return text;
            }

            private async Task<string> BlockingAsync(string item)
            {
                Thread.Sleep(1);
                return await http.GetStringAsync(item);
            }

            private string Next() => state += "x";
        }
        """;
}
