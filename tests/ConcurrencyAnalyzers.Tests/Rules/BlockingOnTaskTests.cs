using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<BlockingOnTaskAnalyzer, BlockingOnTaskCodeFix>;

public sealed class BlockingOnTaskTests
{
    // Reported

    [Theory]
    [InlineData("task.[|Result|].ToString()")]
    [InlineData("task.[|Wait|]()")]
    [InlineData("task.[|Wait|](token)")]
    [InlineData("task.[|Wait|](1000)")]
    [InlineData("task.[|Wait|](TimeSpan.FromSeconds(1))")]
    [InlineData("task.[|Wait|](Timeout.Infinite)")]
    [InlineData("task.GetAwaiter().[|GetResult|]()")]
    [InlineData("task.ConfigureAwait(false).GetAwaiter().[|GetResult|]()")]
    [InlineData("plain.[|Wait|]()")]
    [InlineData("plain.GetAwaiter().[|GetResult|]()")]
    [InlineData("plain.ConfigureAwait(false).GetAwaiter().[|GetResult|]()")]
    [InlineData("value.[|Result|].ToString()")]
    [InlineData("value.AsTask().[|Wait|]()")]
    [InlineData("value.GetAwaiter().[|GetResult|]()")]
    [InlineData("value.ConfigureAwait(false).GetAwaiter().[|GetResult|]()")]
    [InlineData("bare.GetAwaiter().[|GetResult|]()")]
    [InlineData("Task.[|WaitAll|](task, plain)")]
    [InlineData("Task.[|WaitAll|](new[] { task, plain }, token)")]
    [InlineData("Task.[|WaitAll|](new List<Task> { task, plain })")]
    [InlineData("Task.[|WaitAny|](task, plain)")]
    [InlineData("Task.WhenAll(task, other).[|Result|].ToString()")]
    [InlineData("Task.WhenAll(task, plain).[|Wait|]()")]
    [InlineData("Task.WhenAny(task, plain).[|Wait|]()")]
    [InlineData("Task.Run(() => task).[|Wait|]()")]
    [InlineData("(task).[|Result|].ToString()")]
    [InlineData("task!.[|Result|].ToString()")]
    [InlineData("maybe?.[|Wait|]()")]
    [InlineData("((Task)task).[|Wait|]()")]
    public Task Every_way_to_wait_is_reported(string statement) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Worker
        {
            public async Task RunAsync(
                Task<int> task, Task<int> other, Task plain, Task? maybe, ValueTask<int> value, ValueTask bare, CancellationToken token)
            {
                await Task.Yield();
                {{statement}};
            }
        }
        """);

    [Theory]
    [InlineData("public async Task<int> SizeAsync() => http.GetStringAsync(\"\").[|Result|].Length;")]
    [InlineData("public async ValueTask<int> SizeAsync() => http.GetStringAsync(\"\").[|Result|].Length;")]
    [InlineData("public async void Measure() => Size = http.GetStringAsync(\"\").[|Result|].Length;")]
    [InlineData("public async void OnClick(object? sender, EventArgs e) => Size = http.GetStringAsync(\"\").[|Result|].Length;")]
    [InlineData("public Task<int> SizeAsync() => Task.FromResult(http.GetStringAsync(\"\").[|Result|].Length);")]
    [InlineData("public ValueTask<int> SizeAsync() => new(http.GetStringAsync(\"\").[|Result|].Length);")]
    [InlineData("public Task<int> Length => Task.FromResult(http.GetStringAsync(\"\").[|Result|].Length);")]
    [InlineData("public async IAsyncEnumerable<int> SizesAsync() { yield return http.GetStringAsync(\"\").[|Result|].Length; }")]
    [InlineData("public Action Measure() => async () => Size = http.GetStringAsync(\"\").[|Result|].Length;")]
    [InlineData("public Func<Task> Measure() => async delegate { Size = http.GetStringAsync(\"\").[|Result|].Length; };")]
    [InlineData("public Task Measure() => Task.Run(async () => Size = http.GetStringAsync(\"\").[|Result|].Length);")]
    [InlineData("public void Start() { _ = LocalAsync(); async Task LocalAsync() => Size = http.GetStringAsync(\"\").[|Result|].Length; }")]
    public Task Every_shape_of_asynchronous_code_is_reported(string member) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Page(HttpClient http)
        {
            public int Size { get; private set; }

            {{member}}
        }
        """);

    [Theory]
    [InlineData("if (Save(report).[|Result|] > 0) return;")]
    [InlineData("for (var i = 0; i < Save(report).[|Result|]; i++) { }")]
    [InlineData("Console.WriteLine($\"{Save(report).[|Result|]} bytes\");")]
    [InlineData("try { Save(report).[|Wait|](); } catch (Exception) { }")]
    [InlineData("try { await Save(report); } catch (Exception) { Save(\"\").[|Wait|](); }")]
    [InlineData("try { await Save(report); } finally { Save(\"\").[|Wait|](); }")]
    [InlineData("var size = report switch { \"\" => 0, _ => Save(report).[|Result|] };")]
    [InlineData("var size = report.Length > 0 ? Save(report).[|Result|] : await Save(\"\");")]
    public Task Wait_is_reported_wherever_it_stands_in_a_statement(string statement) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Reports
        {
            public async Task RunAsync(string report)
            {
                {{statement}}
                await Task.Yield();
            }

            private static async Task<int> Save(string report)
            {
                await File.WriteAllTextAsync("report.txt", report);
                return report.Length;
            }
        }
        """);

    [Fact]
    public Task Helper_that_waits_is_reported_with_its_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Rates(HttpClient http)
        {
            public async Task<int> ConvertAsync(int amount)
            {
                await Task.Yield();
                return amount * {|#0:Current|}();
            }

            private int Current() => http.GetStringAsync("rate").{|#1:Result|}.Length;
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1).WithSeverity(DiagnosticSeverity.Warning)
            .WithMessage("'ConvertAsync' is asynchronous but blocks its thread until a task completes: Current → Task.Result"));

    [Fact]
    public Task Helpers_in_other_documents_are_reported_with_their_chain() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading.Tasks;

                class Checkout(Cart cart)
                {
                    public async Task<int> PlaceAsync()
                    {
                        await Task.Yield();
                        return cart.{|#0:Total|}();
                    }
                }
                """,
                """
                class Cart(Prices prices)
                {
                    public int Total() => 2 * prices.{|#1:Today|};
                }
                """,
                """
                class Prices
                {
                    public int Today => Feed.{|#2:Read|}();
                }
                """,
                """
                using System.IO;
                using System.Threading.Tasks;

                static class Feed
                {
                    public static int Read() => ReadAsync().GetAwaiter().{|#3:GetResult|}();

                    private static async Task<int> ReadAsync() => (await File.ReadAllTextAsync("prices.txt")).Length;
                }
                """,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2, 3)
                    .WithArguments("PlaceAsync", "Total → … → Read → TaskAwaiter.GetResult"),
            },
        },
    }.RunAsync();

    // The bridge that many code bases carry, after the one in ASP.NET Identity.
    [Fact]
    public Task Bridge_from_synchronous_code_is_reported_where_asynchronous_code_uses_it() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        static class AsyncBridge
        {
            private static readonly TaskFactory Factory = new(CancellationToken.None, TaskCreationOptions.None, TaskContinuationOptions.None, TaskScheduler.Default);

            public static T Run<T>(Func<Task<T>> work) => Factory.StartNew(work).Unwrap().GetAwaiter().GetResult();
        }

        class Settings
        {
            public async Task<int> LoadAsync(string path)
            {
                await Task.Yield();
                return AsyncBridge.[|Run|](() => File.ReadAllTextAsync(path)).Length;
            }
        }
        """);

    [Fact]
    public Task Constructor_property_indexer_and_extension_that_wait_are_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Template
        {
            public Template(string path) => Text = File.ReadAllTextAsync(path).Result;

            public string Text { get; }

            public string Footer => File.ReadAllTextAsync("footer.html").Result;

            public string this[string part] => File.ReadAllTextAsync(part).Result;
        }

        static class Waiting
        {
            public static T Now<T>(this Task<T> task) => task.ConfigureAwait(false).GetAwaiter().GetResult();
        }

        class Mail
        {
            public async Task<string> ComposeAsync()
            {
                await Task.Yield();
                var template = new [|Template|]("mail.html");
                return template.Text + template.[|Footer|] + [|template["menu.html"]|] + File.ReadAllTextAsync("end.html").[|Now|]();
            }
        }
        """);

    [Fact]
    public Task Only_implementation_of_an_interface_is_followed() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        interface IStore
        {
            string Load(string key);
        }

        class FileStore : IStore
        {
            public string Load(string key) => File.ReadAllTextAsync(key).Result;
        }

        class Session(IStore store)
        {
            public async Task<string> StartAsync(string user)
            {
                await Task.Yield();
                return store.[|Load|](user);
            }
        }
        """);

    [Fact]
    public Task Local_functions_lambdas_and_method_groups_that_run_in_place_are_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        class Search
        {
            public async Task<int> CountAsync(List<string> paths)
            {
                paths.ForEach(path => File.WriteAllTextAsync(path, "").[|Wait|]());
                var lengths = paths.[|ConvertAll|](Length);
                var texts = paths.Select(path => File.ReadAllTextAsync(path).[|Result|]).ToList();
                await Task.Yield();
                return lengths.Count + texts.Count + [|First|]();

                int First() => File.ReadAllTextAsync(paths[0]).Result.Length;
            }

            private static int Length(string path) => File.ReadAllTextAsync(path).GetAwaiter().GetResult().Length;
        }
        """);

    [Fact]
    public Task Body_of_an_asynchronous_loop_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Crawler(HttpClient http)
        {
            public Task CrawlAsync(string[] urls) => Parallel.ForEachAsync(urls, async (url, token) =>
            {
                var page = http.GetStringAsync(url, token).[|Result|];
                await Task.Delay(page.Length, token);
            });
        }
        """);

    [Fact]
    public Task Endpoint_is_reported() => new Verify.Test
    {
        TestCode =
            """
            using System.Net.Http;
            using Microsoft.AspNetCore.Builder;

            static class Endpoints
            {
                public static void Map(WebApplication app, HttpClient http) =>
                    app.MapGet("/rate", async () => http.GetStringAsync("rate").[|Result|]);
            }
            """,
        References = TargetReferences.AspNetCore100,
    }.RunAsync();

    [Fact]
    public Task Task_that_is_completed_on_one_path_only_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Pages
        {
            public async Task<int> CountAsync(Task<string> task, bool patient, List<Task<int>> tasks)
            {
                if (patient)
                    await task;
                var length = task.[|Result|].Length;

                task = File.ReadAllTextAsync("next.txt");
                length += task.[|Result|].Length;

                await Task.WhenAll(tasks);
                tasks.Add(File.ReadAllTextAsync("last.txt").ContinueWith(t => t.Result.Length));
                foreach (var one in tasks)
                    length += one.[|Result|];
                return length;
            }
        }
        """);

    [Fact]
    public Task Negated_check_proves_nothing() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Cache
        {
            public async Task<int> ReadAsync(Task<int> task, Task<int> other)
            {
                await Task.Yield();
                if (!task.IsCompleted)
                    return task.[|Result|];
                if (other.IsCompletedSuccessfully || task.Result > 0)
                    return other.[|Result|];
                return 0;
            }
        }
        """);

    [Fact]
    public Task Message_names_the_lambda_by_its_place() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Menu
        {
            public Func<string, Task> Export() => async text =>
            {
                File.WriteAllTextAsync("export.txt", text).{|#0:Wait|}();
                await Task.Yield();
            };
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations().WithArguments("lambda in Export", "Task.Wait"));

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Latest)]
    public Task Overload_that_the_language_version_binds_makes_no_difference(LanguageVersion version) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading.Tasks;

            class Worker
            {
                public async Task RunAsync(Task first, Task second)
                {
                    await Task.Yield();
                    Task.[|WaitAll|](first, second);
                    Task.[|WaitAny|](Task.Delay(1), Task.Delay(2));
                }
            }
            """,
        LanguageVersion = version,
    }.RunAsync();

    // Silent

    /// <summary>A token that is kept until it is old: who waits for it has it, nearly always.</summary>
    [Fact]
    public Task Wait_for_what_is_kept_is_not_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Session(HttpClient http)
        {
            private string? token;
            private DateTime expires;

            public async Task<HttpRequestMessage> CreateAsync(string url)
            {
                await Task.Yield();
                return new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "X-Token", Token().GetAwaiter().GetResult() }, { "X-New", Renewed().GetAwaiter().[|GetResult|]() } } };
            }

            private async Task<string> Token()
            {
                if (token == null || expires < DateTime.UtcNow)
                {
                    (token, expires) = await AskAsync();
                }

                return token;
            }

            private async Task<string> Renewed()
            {
                (token, expires) = await AskAsync();
                return token;
            }

            private async Task<(string, DateTime)> AskAsync() => (await http.GetStringAsync("token"), DateTime.UtcNow.AddHours(1));
        }
        """);

    /// <summary>A database in the process does its work before it returns, whatever its members promise; what only awaits such members has completed, too.</summary>
    [Theory]
    [InlineData("connection.Make(\"a\");")]
    [InlineData("connection.MakeAsync(\"a\").Now();")]
    [InlineData("connection.MakeAsync(\"a\").GetAwaiter().GetResult();")]
    [InlineData("connection.RemoveAsync().Now();")]
    [InlineData("var pending = connection.MakeAsync(\"a\"); pending.Wait();")]
    [InlineData("connection.AskServerAsync().[|Now|]();")]
    [InlineData("other.PrepareAsync().[|Now|]();")]
    [InlineData("connection.[|Later|](other);")]
    public Task Wait_for_what_completes_before_it_returns_is_not_reported(string statement) => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                $$"""
                using System.Data.Common;
                using System.Threading.Tasks;
                using InProcess;

                static class Queries
                {
                    public static Command Make(this Connection connection, string text) => connection.MakeAsync(text).Now();

                    public static async Task<Command> MakeAsync(this Connection connection, string text)
                    {
                        var command = new Command { CommandText = text };
                        await command.PrepareAsync().ConfigureAwait(false);
                        return command;
                    }

                    public static async Task RemoveAsync(this Connection connection)
                    {
                        await using var command = await connection.MakeAsync("b");
                        await command.ExecuteNonQueryAsync();
                    }

                    public static async Task AskServerAsync(this Connection connection)
                    {
                        await connection.RemoveAsync();
                        await Task.Delay(10);
                    }

                    public static void Later(this Connection connection, DbCommand command) => command.PrepareAsync().Now();

                    public static void Now(this Task task) => task.ConfigureAwait(false).GetAwaiter().GetResult();

                    public static T Now<T>(this Task<T> task) => task.ConfigureAwait(false).GetAwaiter().GetResult();
                }

                class Jobs
                {
                    public async Task RunAsync(Connection connection, DbCommand other)
                    {
                        await Task.Yield();
                        {{statement}}
                    }
                }
                """,
            },
            AdditionalFiles = { ("/0/inprocess.concurrency.txt", "T:InProcess.Command  file  definite  any  synchronous  -\nT:InProcess.Connection  file  definite  any  synchronous  -\n") },
            AdditionalProjects =
            {
                ["InProcess"] =
                {
                    Sources =
                    {
                        """
                        namespace InProcess;
                        public class Connection { }
                        public class Command : System.Data.Common.DbCommand
                        {
                            public override string CommandText { get; set; }
                            public override int CommandTimeout { get; set; }
                            public override System.Data.CommandType CommandType { get; set; }
                            public override bool DesignTimeVisible { get; set; }
                            public override System.Data.UpdateRowSource UpdatedRowSource { get; set; }
                            protected override System.Data.Common.DbConnection DbConnection { get; set; }
                            protected override System.Data.Common.DbParameterCollection DbParameterCollection => null;
                            protected override System.Data.Common.DbTransaction DbTransaction { get; set; }
                            public override void Cancel() { }
                            public override int ExecuteNonQuery() => 0;
                            public override object ExecuteScalar() => null;
                            public override void Prepare() { }
                            protected override System.Data.Common.DbParameter CreateDbParameter() => null;
                            protected override System.Data.Common.DbDataReader ExecuteDbDataReader(System.Data.CommandBehavior behavior) => null;
                        }
                        """,
                    },
                },
            },
            AdditionalProjectReferences = { "InProcess" },
        },
    }.RunAsync();

    [Theory]
    [InlineData("Task.FromResult(1).Result")]
    [InlineData("ValueTask.FromResult(1).Result")]
    [InlineData("new ValueTask<int>(1).Result")]
    [InlineData("Task.FromResult(1).GetAwaiter().GetResult()")]
    [InlineData("(await Task.WhenAny(first, second)).Result")]
    [InlineData("(await Task.WhenAny(first, second).ConfigureAwait(false)).GetAwaiter().GetResult()")]
    [InlineData("first.IsCompleted ? first.Result : 0")]
    [InlineData("first.IsCompletedSuccessfully ? first.Result : await first")]
    [InlineData("value.IsCompletedSuccessfully ? value.Result : await value")]
    [InlineData("value.IsCompleted ? value.GetAwaiter().GetResult() : 0")]
    [InlineData("first.Status == TaskStatus.RanToCompletion ? first.Result : 0")]
    [InlineData("first is { IsCompletedSuccessfully: true } ? first.Result : 0")]
    [InlineData("first is { IsCompleted: true, IsFaulted: false } ? first.Result : 0")]
    [InlineData("first.IsCompletedSuccessfully && first.Result > 0 ? 1 : 0")]
    [InlineData("!first.IsCompleted || first.Result > 0 ? 1 : 0")]
    [InlineData("await first + first.Result")]
    [InlineData("first.Wait(0) ? first.Result : 0")]
    [InlineData("first.Wait(TimeSpan.Zero) ? first.Result : 0")]
    [InlineData("Task.WaitAll(new Task[] { first, second }, 0) ? 1 : 0")]
    [InlineData("await first.ContinueWith(done => done.Result)")]
    [InlineData("await first.ContinueWith(async done => { await Task.Yield(); return done.Result; }).Unwrap()")]
    [InlineData("await Task.WhenAll(first, second).ContinueWith(async done => { await Task.Yield(); return done.Result.Length; }).Unwrap()")]
    [InlineData("nameof(Task<int>.Result).Length")]
    public Task Completed_task_is_silent(string expression) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Threading.Tasks;

        class Worker
        {
            public async Task<int> RunAsync(Task<int> first, Task<int> second, ValueTask<int> value)
            {
                return {{expression}};
            }
        }
        """);

    [Fact]
    public Task Question_that_connects_again_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Client
        {
            private enum State { New, Broken, Open }

            private State state;
            private int connects;
            private List<string> features = [];

            public List<string> Features
            {
                get
                {
                    if (connects > 0)
                    {
                        return features;
                    }

                    Task.Run(ConnectAsync).Wait();
                    return features;
                }
            }

            public bool IsOpen
            {
                get
                {
                    if (state == State.Broken)
                    {
                        Task.Run(CloseAsync).Wait();
                    }

                    return state == State.Open;
                }
            }

            public bool IsAlive
            {
                get
                {
                    if (connects == 0)
                    {
                        return false;
                    }

                    return PingAsync().{|#1:Result|};
                }
            }

            public async Task<int> SendAsync()
            {
                await Task.Yield();
                if (!IsOpen || !Has("A") || !{|#0:IsAlive|})
                {
                    return 0;
                }

                return Has("B") ? 1 : 2;
            }

            private bool Has(string feature) => Features.Contains(feature);

            private async Task ConnectAsync()
            {
                await Task.Delay(1);
                connects++;
                features = ["A"];
            }

            private async Task CloseAsync()
            {
                await Task.Delay(1);
                state = State.New;
            }

            private async Task<bool> PingAsync()
            {
                await Task.Delay(1);
                return true;
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1).WithSeverity(DiagnosticSeverity.Warning).WithMessage("'SendAsync' is asynchronous but blocks its thread until a task completes: IsAlive → Task.Result"));

    [Fact]
    public Task Helper_that_is_given_a_completed_task_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        static class Bridge
        {
            public static T BlockingWait<T>(ValueTask<T> task) => task.GetAwaiter().{|#2:GetResult|}();

            public static T Now<T>(this Task<T> task)
            {
                if (!task.IsCompleted)
                {
                    task.{|#3:Wait|}();
                }

                return task is Task<T> same ? same.Result : default!;
            }
        }

        class Reader
        {
            public ValueTask<int> ReadAsync(ValueTask<int> pending)
            {
                if (pending.IsCompletedSuccessfully)
                {
                    return new(Bridge.BlockingWait(pending));
                }

                return new(Bridge.{|#0:BlockingWait|}(pending));
            }

            public async Task<int> PollAsync(Task<int> task)
            {
                await task;
                return task.Now() + Started().{|#1:Now|}();
            }

            private static async Task<int> Started()
            {
                await Task.Delay(1);
                return 1;
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(2).WithSeverity(DiagnosticSeverity.Warning).WithMessage("'ReadAsync' is asynchronous but blocks its thread until a task completes: BlockingWait → ValueTaskAwaiter.GetResult"),
        Verify.Diagnostic().WithLocation(1).WithAdditionalLocations(3).WithSeverity(DiagnosticSeverity.Warning).WithMessage("'PollAsync' is asynchronous but blocks its thread until a task completes: Now → Task.Wait"));

    [Fact]
    public Task Task_that_was_awaited_before_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        class Page
        {
            private readonly Task<int> header = Task.Run(() => 1);

            public async Task<int> SumAsync(Task<int> a, Task<int> b, Task<int> c, Task<int> d, CancellationToken token)
            {
                await header;
                await a.ConfigureAwait(false);
                await Task.WhenAll(b, c).WaitAsync(token);
                await d.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                var copy = a;
                return header.Result + a.Result + b.GetAwaiter().GetResult() + c.Result + d.Result + copy.Result;
            }
        }
        """);

    [Fact]
    public Task Guard_that_leaves_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Cache
        {
            public ValueTask<int> ReadAsync(ValueTask<int> pending)
            {
                if (!pending.IsCompletedSuccessfully)
                    return SlowAsync(pending);

                return new ValueTask<int>(pending.Result + 1);
            }

            public async Task<int> PollAsync(Task<int> task)
            {
                while (!task.IsCompleted)
                    await Task.Delay(10);
                return task.Result;
            }

            private static async ValueTask<int> SlowAsync(ValueTask<int> pending) => await pending + 1;
        }
        """);

    [Fact]
    public Task Winner_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Race
        {
            public async Task<int> FirstAsync(Task<int> task, List<Task<int>> tasks)
            {
                var winner = await Task.WhenAny(task, Task.Delay(1000));
                if (winner == task)
                    return task.Result;
                if (await Task.WhenAny(task, Task.Delay(1000)) != task)
                    throw new TimeoutException();

                var sum = task.Result;
                while (tasks.Count > 0)
                {
                    var done = await Task.WhenAny(tasks);
                    tasks.Remove(done);
                    sum += done.Result;
                }

                return sum;
            }
        }
        """);

    [Fact]
    public Task Items_of_a_collection_that_was_awaited_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        class Search
        {
            public async Task<int> CountAsync(string[] paths, List<Task<int>> list)
            {
                var tasks = paths.Select(path => File.ReadAllTextAsync(path)).ToArray();
                await Task.WhenAll(tasks);
                await Task.WhenAll(list).ConfigureAwait(false);
                var sum = tasks[0].Result.Length + list[0].Result + list.First().Result;
                foreach (var task in tasks)
                    sum += task.Result.Length;
                for (var i = 0; i < list.Count; i++)
                    sum += list[i].Result;
                return sum + tasks.Sum(task => task.Result.Length) + list.Select(task => task.Result).Where(size => size > 0).Count();
            }
        }
        """);

    [Fact]
    public Task Values_of_a_dictionary_that_were_awaited_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        class Search
        {
            public async Task<Dictionary<string, string>> LoadAsync(string[] paths)
            {
                var tasks = paths.ToDictionary(path => path, path => File.ReadAllTextAsync(path));
                await Task.WhenAll(tasks.Values);
                var first = tasks[paths[0]].Result;
                return tasks.ToDictionary(pair => pair.Key, pair => first + pair.Value.Result);
            }
        }
        """);

    [Fact]
    public Task Tasks_beside_their_keys_that_were_awaited_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        class Search
        {
            public async Task<int> CountAsync(string[] paths)
            {
                var loads = paths.Select(path => (Path: path, Text: File.ReadAllTextAsync(path))).ToList();
                await Task.WhenAll(loads.Select(load => load.Text));
                var sum = 0;
                foreach (var load in loads)
                    sum += load.Path.Length + load.Text.Result.Length;
                return sum + loads.Sum(load => load.Text.Result.Length);
            }
        }
        """);

    [Fact]
    public Task Task_behind_a_name_for_its_completion_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Lazily
        {
            private readonly TaskCompletionSource<int> value = new();
            private Task<int>? load;

            private bool HasValue => value.Task.Status == TaskStatus.RanToCompletion;

            private bool IsLoaded() => load != null && load.IsCompleted;

            private bool IsBusy => load is { IsCompleted: false };

            public async Task<int> PeekAsync()
            {
                await Task.Yield();
                if (HasValue)
                    return value.Task.Result;
                if (IsLoaded())
                    return load!.Result;
                return IsBusy ? load!.[|Result|] : value.Task.[|Result|];
            }
        }
        """);

    [Fact]
    public Task Field_that_only_ever_holds_completed_tasks_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Node<T>(T first)
        {
            private static readonly Task<int> None;
            private readonly Func<Task<int>> load = () => Task.FromResult(1);
            private Task<T> value = Task.FromResult(first);
            private Task<int>? last;
            private Task<int>? mixed;

            static Node()
            {
                var source = new TaskCompletionSource<int>();
                source.SetCanceled();
                None = source.Task;
            }

            public async Task<int> ReadAsync(int n)
            {
                await Task.Yield();
                if (last == null || last.Result != n)
                    last = Task.FromResult(n);
                Interlocked.Exchange(ref mixed, None);
                mixed = load();
                return value.Result!.GetHashCode() + mixed.[|Result|];
            }

            public void Evict()
            {
                Interlocked.Exchange(ref last, None);
                last = null;
            }
        }
        """);

    [Fact]
    public Task Tasks_as_they_complete_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class Race
        {
            public async Task<int> SumAsync(List<Task<int>> tasks)
            {
                var sum = 0;
                await foreach (var done in Task.WhenEach(tasks))
                    sum += done.Result;
                return sum;
            }
        }
        """);

    // An await either completes the task or throws what it failed with.
    [Fact]
    public Task Task_whose_failure_is_handled_has_completed_behind_the_handler() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        class Pair
        {
            public async Task<int> SumAsync(Task<int> a, Task<int> b)
            {
                try
                {
                    await Task.WhenAll(a, b);
                }
                catch (Exception e)
                {
                    Console.WriteLine(e.Message);
                }

                return (a.IsFaulted ? 0 : a.Result) + (b.IsFaulted ? 0 : b.Result);
            }
        }
        """);

    [Fact]
    public Task Wait_that_succeeded_completes_the_task() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class Worker
        {
            public async Task<int> RunAsync(Task<int> task, Task<int> other, List<Task<int>> list, Task<int>[] array, CancellationToken token)
            {
                await Task.Yield();
                task.[|Wait|]();
                var sum = task.Result;
                sum += other.[|Wait|](1000) ? other.Result : 0;
                Task.[|WaitAll|](list);
                foreach (var one in list)
                    sum += one.Result;
                Task.[|WaitAll|](array, token);
                return sum + array[0].Result;
            }
        }
        """);

    [Fact]
    public Task Synchronous_code_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Store : IDisposable
        {
            private static readonly string Header = File.ReadAllTextAsync("header.html").Result;
            private readonly Lazy<string> menu = new(() => File.ReadAllTextAsync("menu.html").Result);

            static Store() => File.WriteAllTextAsync("started.txt", "").Wait();

            public Store(HttpClient http) => Home = http.GetStringAsync("home").Result;

            public event EventHandler? Closed;

            public string Home { get; }

            public string Footer => File.ReadAllTextAsync("footer.html").Result;

            public string Load(string path) => File.ReadAllTextAsync(path).GetAwaiter().GetResult();

            public void Dispose() => File.WriteAllTextAsync("closed.txt", Header + menu.Value).Wait();

            public IEnumerable<string> Lines(string[] paths)
            {
                foreach (var path in paths)
                    yield return File.ReadAllTextAsync(path).Result;
            }

            public void Register() => Closed += (_, _) => File.WriteAllTextAsync("closed.txt", "").Wait();
        }
        """);

    [Fact]
    public Task Delegate_that_does_not_run_here_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class Commands
        {
            private readonly Dictionary<string, Action> actions = [];

            public event Action? Closed;

            public async Task<IEnumerable<string>> RegisterAsync(string[] paths)
            {
                actions["save"] = () => File.WriteAllTextAsync("state.json", "{}").Wait();
                Closed += () => File.WriteAllTextAsync("closed.txt", "").Wait();
                Func<string> read = () => File.ReadAllTextAsync("state.json").Result;
                new Thread(() => File.WriteAllTextAsync("state.json", "").Wait()).Start();
                var once = new Lazy<string>(() => File.ReadAllTextAsync("once.json").Result);
                await Task.Yield();
                return paths.Select(path => File.ReadAllTextAsync(path).Result);

                void Unused() => File.WriteAllTextAsync("unused.txt", "").Wait();
            }
        }
        """);

    [Fact]
    public Task One_time_initialisation_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Templates
        {
            private string? body;
            private string? title;

            private string Title => title ??= File.ReadAllTextAsync("title.html").Result;

            public async Task<string> RenderAsync()
            {
                if (body == null)
                    body = File.ReadAllTextAsync("body.html").Result;
                await Task.Yield();
                return Title + body;
            }
        }
        """);

    [Fact]
    public Task Code_for_both_kinds_of_callers_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public void Save(string text) => SaveAsync(text, async: false).GetAwaiter().GetResult();

            public Task SaveAsync(string text) => SaveAsync(text, async: true);

            private static async Task SaveAsync(string text, bool async)
            {
                if (async)
                    await File.WriteAllTextAsync("state.txt", text).ConfigureAwait(false);
                else
                    File.WriteAllTextAsync("state.txt", text).GetAwaiter().GetResult();

                var check = async ? await File.ReadAllTextAsync("state.txt") : File.ReadAllTextAsync("state.txt").Result;
                if (!async)
                {
                    File.WriteAllTextAsync("check.txt", check).Wait();
                    return;
                }

                await File.WriteAllTextAsync("check.txt", check);
            }
        }
        """);

    [Fact]
    public Task Same_names_on_other_types_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Runtime.CompilerServices;
        using System.Text.RegularExpressions;
        using System.Threading.Tasks;

        class Response
        {
            public string Result => "";

            public void Wait()
            {
            }
        }

        struct Ready : INotifyCompletion
        {
            public readonly bool IsCompleted => true;

            public readonly Ready GetAwaiter() => this;

            public readonly int GetResult() => 1;

            public readonly void OnCompleted(Action continuation) => continuation();
        }

        class Client
        {
            public async Task<string> SendAsync(Response response, Match match, Ready ready)
            {
                response.Wait();
                await Task.Yield();
                return response.Result + match.Result("$1") + ready.GetAwaiter().GetResult() + await ready;
            }
        }
        """);

    [Fact]
    public Task Dynamic_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Plugins
        {
            public async Task<object> RunAsync(dynamic plugin)
            {
                await Task.Yield();
                plugin.StartAsync().Wait();
                return plugin.StartAsync().Result;
            }
        }
        """);

    [Fact]
    public Task Expression_tree_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Linq;
        using System.Linq.Expressions;
        using System.Threading.Tasks;

        class Mocks
        {
            public async Task<int> SetUpAsync(IQueryable<Task<int>> sizes)
            {
                Expression<Func<Task<string>, int>> length = task => task.Result.Length;
                await Task.Yield();
                return sizes.Count(size => size.Result > 0);
            }
        }
        """);

    [Fact]
    public Task Waiting_in_an_asynchronous_callee_is_told_there_only() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadTwiceAsync(string path) => await LoadAsync(path) + await LoadAsync(path);

            private async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
                return File.ReadAllTextAsync(path).[|Result|];
            }
        }
        """);

    [Fact]
    public Task Way_to_an_exception_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client
        {
            public async Task CheckAsync(HttpResponseMessage response)
            {
                await Task.Yield();
                if (!response.IsSuccessStatusCode)
                    throw new InvalidOperationException(response.Content.ReadAsStringAsync().Result);
            }
        }
        """);

    [Fact]
    public Task Contract_with_mostly_light_implementations_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        interface IStore
        {
            string Load(string key);
        }

        class FileStore : IStore
        {
            public string Load(string key) => File.ReadAllTextAsync(key).Result;
        }

        class MemoryStore : IStore
        {
            public string Load(string key) => key;
        }

        class Session(IStore store)
        {
            public async Task<string> StartAsync(string user)
            {
                await Task.Yield();
                return store.Load(user);
            }
        }
        """);

    [Fact]
    public Task Main_is_silent() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System.IO;
                using System.Threading.Tasks;

                static class Program
                {
                    private static async Task Main(string[] args)
                    {
                        var text = File.ReadAllTextAsync(args[0]).Result;
                        await Task.Delay(text.Length);
                    }
                }
                """,
            },
        },
    }.RunAsync();

    [Fact]
    public Task Test_class_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;
        using NUnit.Framework;

        namespace NUnit.Framework
        {
            class TestAttribute : Attribute;

            class SetUpAttribute : Attribute;
        }

        class ImportTests
        {
            [SetUp]
            public async Task Prepare() => File.WriteAllTextAsync("input.txt", "text").Wait();

            [Test]
            public async Task Reads_the_file()
            {
                await Task.Yield();
                Func<Task<string>> read = async () => File.ReadAllTextAsync("input.txt").Result;
            }
        }
        """);

    [Fact]
    public Task Generated_code_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/0/Client.g.cs", """
                using System.Net.Http;
                using System.Threading.Tasks;

                class Client
                {
                    public async Task<string> LoadAsync(HttpClient http)
                    {
                        await Task.Yield();
                        return http.GetStringAsync("").Result;
                    }
                }
                """),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Suppression_is_respected() => Verify.VerifyAnalyzerAsync(
        """
        using System.Diagnostics.CodeAnalysis;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            [SuppressMessage("Reliability", "CONC301", Justification = "The file system here answers at once.")]
            public async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
                return File.ReadAllTextAsync(path).Result;
            }

            public async Task<string> ReloadAsync(string path)
            {
                await Task.Yield();
        #pragma warning disable CONC301
                return File.ReadAllTextAsync(path).Result;
        #pragma warning restore CONC301
            }
        }
        """);

    // Fixed

    [Theory]
    [InlineData("var a = task.[|Result|];", "var a = await task;")]
    [InlineData("plain.[|Wait|]();", "await plain;")]
    [InlineData("plain.GetAwaiter().[|GetResult|]();", "await plain;")]
    [InlineData("task.ConfigureAwait(false).GetAwaiter().[|GetResult|]();", "await task.ConfigureAwait(false);")]
    [InlineData("var a = value.[|Result|];", "var a = await value;")]
    [InlineData("var a = value.GetAwaiter().[|GetResult|]();", "var a = await value;")]
    [InlineData("var a = value.AsTask().[|Result|];", "var a = await value.AsTask();")]
    [InlineData("Task.[|WaitAll|](task, plain);", "await Task.WhenAll(task, plain);")]
    [InlineData("Task.[|WaitAll|](tasks);", "await Task.WhenAll(tasks);")]
    [InlineData("Task.[|WaitAll|]([task, plain]);", "await Task.WhenAll([task, plain]);")]
    [InlineData("var a = Task.WhenAll(task, task).[|Result|];", "var a = await Task.WhenAll(task, task);")]
    [InlineData("var a = task.[|Result|].ToString();", "var a = (await task).ToString();")]
    [InlineData("var a = names.[|Result|][0];", "var a = (await names)[0];")]
    [InlineData("var a = names.[|Result|]?.Length;", "var a = (await names)?.Length;")]
    [InlineData("var a = names.[|Result|]!.Length;", "var a = (await names)!.Length;")]
    [InlineData("var a = 1 + task.[|Result|] * 2;", "var a = 1 + await task * 2;")]
    [InlineData("var a = -task.[|Result|];", "var a = -await task;")]
    [InlineData("var a = (long)task.[|Result|];", "var a = (long)await task;")]
    [InlineData("var a = task.[|Result|] is > 0 and < 9;", "var a = await task is > 0 and < 9;")]
    [InlineData("var a = names.[|Result|] ?? [];", "var a = await names ?? [];")]
    [InlineData("var a = names.[|Result|][..1];", "var a = (await names)[..1];")]
    [InlineData("var a = $\"{task.[|Result|]:N0}\";", "var a = $\"{await task:N0}\";")]
    [InlineData("var a = nested.[|Result|].[|Result|];", "var a = await (await nested);")]
    [InlineData("var a = (plain as Task<int>)!.[|Result|];", "var a = await (plain as Task<int>)!;")]
    [InlineData("var a = (task ?? Task.FromResult(1)).[|Result|];", "var a = await (task ?? Task.FromResult(1));")]
    [InlineData("foreach (var name in names.[|Result|]) Console.WriteLine(name);", "foreach (var name in await names) Console.WriteLine(name);")]
    [InlineData("using (streams.[|Result|]) { }", "using (await streams) { }")]
    [InlineData("using var stream = streams.[|Result|];", "using var stream = await streams;")]
    [InlineData("if (task.[|Result|] > 0) return;", "if (await task > 0) return;")]
    [InlineData("var a = (from name in names.[|Result|] select name.Length).Sum();", "var a = (from name in await names select name.Length).Sum();")]
    [InlineData("for (var i = 0; i < Next().[|Result|]; i++) { }", "for (var i = 0; i < await Next(); i++) { }")]
    public Task Task_is_awaited_in_its_expression(string before, string after)
    {
        return Verify.VerifyCodeFixAsync(Program(before), Program(after));

        static string Program(string statement) =>
            $$"""
            using System;
            using System.IO;
            using System.Linq;
            using System.Threading.Tasks;

            class Worker
            {
                public async Task RunAsync(
                    Task<int> task, Task plain, Task[] tasks, ValueTask<int> value, Task<string[]> names, Task<Task<int>> nested, Task<Stream> streams)
                {
                    {{statement}}
                    await Task.Yield();
                }

                private static async Task<int> Next()
                {
                    await Task.Yield();
                    return 1;
                }
            }
            """;
    }

    [Fact]
    public Task Style_and_comments_are_kept() => Verify.VerifyCodeFixAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public async Task<int> LengthAsync(string url)
            {
                await Task.Delay(10).ConfigureAwait(false);

                // Pages are small.
                var page = http.GetStringAsync(url).[|Result|]; // one request
                var other = http
                    .GetStringAsync(url + "?other")
                    .GetAwaiter()
                    .[|GetResult|]();
                return page.Length + other.Length;
            }
        }
        """,
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public async Task<int> LengthAsync(string url)
            {
                await Task.Delay(10).ConfigureAwait(false);

                // Pages are small.
                var page = await http.GetStringAsync(url).ConfigureAwait(false); // one request
                var other = await http
                    .GetStringAsync(url + "?other").ConfigureAwait(false);
                return page.Length + other.Length;
            }
        }
        """);

    [Fact]
    public Task Lambdas_and_local_functions_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Menu
        {
            public void Start()
            {
                Func<Task> export = async () => File.WriteAllTextAsync("export.txt", "").[|Wait|]();
                Action<string> open = async delegate(string path) { Console.WriteLine(File.ReadAllTextAsync(path).[|Result|]); };
                _ = ReadAsync("a.txt");

                static async Task<string> ReadAsync(string path)
                {
                    return File.ReadAllTextAsync(path).[|Result|];
                }
            }
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Menu
        {
            public void Start()
            {
                Func<Task> export = async () => await File.WriteAllTextAsync("export.txt", "");
                Action<string> open = async delegate(string path) { Console.WriteLine(await File.ReadAllTextAsync(path)); };
                _ = ReadAsync("a.txt");

                static async Task<string> ReadAsync(string path)
                {
                    return await File.ReadAllTextAsync(path);
                }
            }
        }
        """);

    [Fact]
    public Task Functions_in_top_level_statements_are_fixed() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System;
                using System.IO;
                using System.Threading.Tasks;

                Func<Task<int>> length = async () => File.ReadAllTextAsync(args[0]).[|Result|].Length;
                Console.WriteLine(await length() + await OtherAsync());

                async Task<int> OtherAsync()
                {
                    return File.ReadAllTextAsync(args[1]).[|Result|].Length;
                }
                """,
            },
        },
        FixedCode =
            """
            using System;
            using System.IO;
            using System.Threading.Tasks;

            Func<Task<int>> length = async () => (await File.ReadAllTextAsync(args[0])).Length;
            Console.WriteLine(await length() + await OtherAsync());

            async Task<int> OtherAsync()
            {
                return (await File.ReadAllTextAsync(args[1])).Length;
            }
            """,
    }.RunAsync();

    [Fact]
    public Task Iterators_and_void_handlers_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Feed
        {
            public string Last { get; private set; } = "";

            public async IAsyncEnumerable<string> ReadAsync(string[] paths)
            {
                foreach (var path in paths)
                    yield return File.ReadAllTextAsync(path).[|Result|];
            }

            public async void OnRefresh(object? sender, EventArgs e)
            {
                Last = File.ReadAllTextAsync("last.txt").[|Result|];
            }
        }
        """,
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Feed
        {
            public string Last { get; private set; } = "";

            public async IAsyncEnumerable<string> ReadAsync(string[] paths)
            {
                foreach (var path in paths)
                    yield return await File.ReadAllTextAsync(path);
            }

            public async void OnRefresh(object? sender, EventArgs e)
            {
                Last = await File.ReadAllTextAsync("last.txt");
            }
        }
        """);

    [Fact]
    public Task Several_in_one_statement_and_in_each_other_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Merge
        {
            public async Task RunAsync(string left, string right, Task<string> to)
            {
                File.WriteAllTextAsync(to.[|Result|], File.ReadAllTextAsync(left).[|Result|] + File.ReadAllTextAsync(right).[|Result|]).[|Wait|]();
                Task.[|WaitAll|](File.WriteAllTextAsync(left, ""), File.WriteAllTextAsync(right, ""));
                await Task.Yield();
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Merge
        {
            public async Task RunAsync(string left, string right, Task<string> to)
            {
                await File.WriteAllTextAsync(await to, await File.ReadAllTextAsync(left) + await File.ReadAllTextAsync(right));
                await Task.WhenAll(File.WriteAllTextAsync(left, ""), File.WriteAllTextAsync(right, ""));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Documents_are_fixed_together() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.IO;
                using System.Threading.Tasks;

                class Reader
                {
                    public async Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path).[|Result|];
                }
                """,
                """
                using System.IO;
                using System.Threading.Tasks;

                class Writer
                {
                    public async Task WriteAsync(string path) => File.WriteAllTextAsync(path, "").[|Wait|]();
                }
                """,
            },
        },
        FixedState =
        {
            Sources =
            {
                """
                using System.IO;
                using System.Threading.Tasks;

                class Reader
                {
                    public async Task<string> ReadAsync(string path) => await File.ReadAllTextAsync(path);
                }
                """,
                """
                using System.IO;
                using System.Threading.Tasks;

                class Writer
                {
                    public async Task WriteAsync(string path) => await File.WriteAllTextAsync(path, "");
                }
                """,
            },
        },
    }.RunAsync();

    [Fact]
    public Task Helper_is_exchanged_for_its_asynchronous_form() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public string Load(string key) => LoadAsync(key).Result;

            public async Task<string> LoadAsync(string key, CancellationToken cancellationToken = default) =>
                await File.ReadAllTextAsync(key, cancellationToken);
        }

        class Session(Store store)
        {
            public async Task<int> StartAsync(string user, CancellationToken cancellationToken)
            {
                return store.[|Load|](user).Length;
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public string Load(string key) => LoadAsync(key).Result;

            public async Task<string> LoadAsync(string key, CancellationToken cancellationToken = default) =>
                await File.ReadAllTextAsync(key, cancellationToken);
        }

        class Session(Store store)
        {
            public async Task<int> StartAsync(string user, CancellationToken cancellationToken)
            {
                return (await store.LoadAsync(user, cancellationToken)).Length;
            }
        }
        """);

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_fixed(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.IO;
            using System.Threading.Tasks;

            class Settings
            {
                public async Task<int> LoadAsync(string path)
                {
                    using (var reader = File.OpenText(path))
                    {
                        var text = reader.ReadToEndAsync().[|Result|];
                        Task.[|WaitAll|](Task.Delay(1), Task.Delay(2));
                        return text.Length + reader.ReadLineAsync().GetAwaiter().[|GetResult|]().Length;
                    }
                }
            }
            """,
        FixedCode =
            """
            using System.IO;
            using System.Threading.Tasks;

            class Settings
            {
                public async Task<int> LoadAsync(string path)
                {
                    using (var reader = File.OpenText(path))
                    {
                        var text = await reader.ReadToEndAsync();
                        await Task.WhenAll(Task.Delay(1), Task.Delay(2));
                        return text.Length + (await reader.ReadLineAsync()).Length;
                    }
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);

    // Not fixed

    [Theory]
    [InlineData("try { Work(); } catch (Exception) when (task.[|Result|] > 0) { }")]
    [InlineData("new List<int> { 1 }.ForEach(i => task.[|Wait|]());")]
    [InlineData("var sums = (from i in new[] { 1 } select i + task.[|Result|]).ToList();")]
    [InlineData("var some = (from i in new[] { 1 } where i == task.[|Result|] select i).ToList();")]
    [InlineData("var sorted = new[] { 1 }.OrderBy(i => task.[|Result|]).ToList();")]
    [InlineData("if (Monitor.TryEnter(gate)) { try { task.[|Wait|](); } finally { Monitor.Exit(gate); } }")]
    [InlineData("if (slim.TryEnterReadLock(0)) { try { task.[|Wait|](); } finally { slim.ExitReadLock(); } }")]
    [InlineData("if (mutex.WaitOne(0)) { try { task.[|Wait|](); } finally { mutex.ReleaseMutex(); } }")]
    [InlineData("scope.Enter(); if (slots[0] > 0) scope.Exit(); task.[|Wait|]();")]
    [InlineData("Monitor.Enter(gate); task.[|Wait|]();")]
    [InlineData("unsafe { task.[|Wait|](); }")]
    [InlineData("Span<int> buffer = stackalloc int[8]; buffer[0] = task.[|Result|]; Work(buffer);")]
    [InlineData("ref var slot = ref slots[0]; slot += task.[|Result|];")]
    [InlineData("slots[0] = Pick(ref At(1), task.[|Result|]);")]
    [InlineData("Put(slots.AsSpan(), task.[|Result|]);")]
    [InlineData("var length = maybe?.[|Result|];")] // awaiting null throws
    [InlineData("int Local() => task.Result; var local = [|Local|]();")]
    public Task No_fix_is_offered_where_nothing_can_be_awaited(string statement) => Verify.VerifyNoFixInPlaceAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            private readonly object gate = new();
            private readonly Lock scope = new();
            private readonly Mutex mutex = new();
            private readonly ReaderWriterLockSlim slim = new();
            private readonly int[] slots = new int[8];

            public async Task RunAsync(Task<int> task, Task<int>? maybe)
            {
                await Task.Yield();
                {{statement}}
            }

            private ref int At(int index) => ref slots[index];

            private static int Pick(ref int slot, int value) => slot += value;

            private static void Put(Span<int> slots, int value) => slots[0] = value;

            private static void Work(ReadOnlySpan<int> numbers = default)
            {
            }
        }
        """);

    [Theory]
    [InlineData("try { task.[|Wait|](); } catch (AggregateException) { }")] // awaiting throws another exception
    [InlineData("try { Task.[|WaitAll|](task, task); } catch (AggregateException e) when (e.InnerExceptions.Count > 1) { }")]
    [InlineData("try { Console.WriteLine(task.[|Result|]); } catch (Exception e) when (e is AggregateException) { }")]
    [InlineData("if (!task.[|Wait|](1000)) return;")]
    [InlineData("task.[|Wait|](TimeSpan.FromSeconds(1));")]
    [InlineData("task.[|Wait|](1000, token);")]
    [InlineData("Task.[|WaitAll|](tasks, 1000);")]
    [InlineData("Task.[|WaitAll|](tasks, token);")]
    [InlineData("var index = Task.[|WaitAny|](tasks);")]
    [InlineData("var awaiter = task.GetAwaiter(); var sum = awaiter.[|GetResult|]();")]
    public Task No_fix_is_offered_where_awaiting_means_something_else(string statement) => Verify.VerifyNoFixAsync(
        $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class Worker
        {
            public async Task RunAsync(Task<int> task, Task[] tasks, CancellationToken token)
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """);

    [Theory]
    [InlineData("public Task<int> SizeAsync() => Task.FromResult(task.[|Result|]);", "public async Task<int> SizeAsync() => await task;")]
    [InlineData("public override Task<int> ReadAsync() { return Task.FromResult(task.[|Result|]); }", "public override async Task<int> ReadAsync() { return await task; }")]
    [InlineData("public Func<Task<int>> Later() => () => Task.FromResult(task.[|Result|]);", "public Func<Task<int>> Later() => async () => await task;")]
    [InlineData(
        "public Task<int> OuterAsync() { return InnerAsync(); Task<int> InnerAsync() => Task.FromResult(task.[|Result|]); }",
        "public Task<int> OuterAsync() { return InnerAsync(); async Task<int> InnerAsync() => await task; }")]
    [InlineData("public Task<int> SizeAsync(int i) { if (i < task.[|Result|]) return ReadAsync(); return Task.FromResult<int>(i); }", "public async Task<int> SizeAsync(int i) { if (i < await task) return await ReadAsync(); return i; }")]
    public Task Keyword_that_is_missing_is_added(string member, string fixedMember) => Verify.VerifyCodeFixAsync(Stored(member), Stored(fixedMember));

    [Theory]
    [InlineData("public Task<int> Size => Task.FromResult(task.[|Result|]);")]
    [InlineData("public Task<int> Size { get { return Task.FromResult(task.[|Result|]); } }")]
    [InlineData("public Task TryAsync(out int size) { size = task.[|Result|]; return Task.CompletedTask; }")]
    [InlineData("public ValueTask<int> SizeAsync() => new(task.[|Result|]);")]
    public Task No_fix_is_offered_where_the_keyword_cannot_be_added(string member) => Verify.VerifyNoFixAsync(Stored(member));

    private static string Stored(string member) =>
        $$"""
        using System;
        using System.Threading.Tasks;

        class Source
        {
            public virtual Task<int> ReadAsync() => Task.FromResult(0);
        }

        class Store(Task<int> task) : Source
        {
            {{member}}
        }
        """;

    [Theory]
    [InlineData("settings.[|Read|]()")] // no asynchronous form
    [InlineData("settings.[|Text|].ToString()")]
    [InlineData("new [|Settings|](\"a.json\").ToString()")]
    [InlineData("settings.[|Find|](\"a\")")] // gives something else
    [InlineData("settings.[|Save|]()")] // obsolete
    public Task No_fix_is_offered_for_a_helper_without_a_form_that_means_the_same(string expression) => Verify.VerifyNoFixInPlaceAsync(
        $$"""
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public Settings(string path) => Path = File.ReadAllTextAsync(path).Result;

            public string Path { get; }

            public string Text => File.ReadAllTextAsync(Path).Result;

            public string Read() => File.ReadAllTextAsync(Path).Result;

            public string Find(string key) => File.ReadAllTextAsync(key).Result;

            public Task<int> FindAsync(string key) => Task.FromResult(0);

            public string Save() => File.ReadAllTextAsync(Path).Result;

            [Obsolete("Use Save.")]
            public Task<string> SaveAsync() => Task.FromResult("");
        }

        class Session(Settings settings)
        {
            public async Task RunAsync()
            {
                await Task.Yield();
                _ = {{expression}};
            }
        }
        """);

    [Fact]
    public Task Fix_never_calls_the_method_it_stands_in() => Verify.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Draft
        {
            public void Save() => File.WriteAllTextAsync("draft.txt", "").Wait();

            public async Task SaveAsync()
            {
                [|Save|]();
                await Task.Yield();
            }
        }
        """);
}
