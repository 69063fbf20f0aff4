using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<TaskRunOverAsyncAnalyzer, TaskRunOverAsyncCodeFix>;

public sealed class TaskRunOverAsyncTests
{
    // Reported

    [Theory]
    [InlineData("return await Task.[|Run|](() => File.ReadAllTextAsync(path));")]
    [InlineData("return await Task.[|Run|](async () => await File.ReadAllTextAsync(path));")]
    [InlineData("return await Task.[|Run|](async () => await File.ReadAllTextAsync(path).ConfigureAwait(false)).ConfigureAwait(false);")]
    [InlineData("return await Task.[|Run|](async () => { return await File.ReadAllTextAsync(path); });")]
    [InlineData("return await Task.[|Run|](() => { return File.ReadAllTextAsync(path); });")]
    [InlineData("return await Task.[|Run|](() => File.ReadAllTextAsync(path, token), token);")]
    [InlineData("return await Task.[|Run|]<string>(() => File.ReadAllTextAsync(path));")]
    [InlineData("return await System.Threading.Tasks.Task.[|Run|](() => File.ReadAllTextAsync(path));")]
    [InlineData("return (await Task.[|Run|](() => File.ReadAllTextAsync(path))).Trim();")]
    [InlineData("await Task.[|Run|](async () => { await File.WriteAllTextAsync(path, \"\"); }); return path;")]
    [InlineData("await Task.[|Run|](() => Task.Delay(1000, token), token); return path;")]
    [InlineData("return await Task.[|Run|](() => http.GetStringAsync(path));")]
    [InlineData("return await Task.[|Run|](Static);")]
    [InlineData("return await Task.[|Run|](() => Static());")]
    [InlineData("return await Task.[|Run|](static () => Static());")]
    [InlineData("return await Task.[|Run|](async () => await Value());")]
    [InlineData("return await Task.[|Run|](Local); async Task<string> Local() => await File.ReadAllTextAsync(path);")]
    [InlineData("Func<Task<string>> load = async () => await Task.[|Run|](() => File.ReadAllTextAsync(path)); return await load();")]
    [InlineData("try { return await Task.[|Run|](() => File.ReadAllTextAsync(path)); } catch (IOException) { return \"\"; }")]
    public Task Every_form_is_reported(string statements) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.IO;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Store(HttpClient http)
        {
            public async Task<string> LoadAsync(string path, CancellationToken token)
            {
                {{statements}}
            }

            private static async Task<string> Static() => await File.ReadAllTextAsync("a.txt");

            private static async ValueTask<string> Value() => await File.ReadAllTextAsync("a.txt");
        }
        """);

    [Theory]
    [InlineData("public Task<string> LoadAsync(string path) => Task.[|Run|](() => File.ReadAllTextAsync(path));")]
    [InlineData("public Task LoadAsync(string path) { return Task.[|Run|](() => File.ReadAllTextAsync(path)); }")]
    [InlineData("public Task<string> LoadAsync(string path) => path == \"\" ? Task.FromResult(\"\") : LaterAsync(path); private static Task<string> LaterAsync(string path) => Task.[|Run|](async () => await File.ReadAllTextAsync(path));")]
    [InlineData("public async void OnOpen(object? sender, EventArgs e) => await Task.[|Run|](() => File.ReadAllTextAsync(\"a.txt\"));")]
    [InlineData("public async IAsyncEnumerable<string> LoadAsync(string[] paths) { foreach (var path in paths) yield return await Task.[|Run|](() => File.ReadAllTextAsync(path)); }")]
    [InlineData("public Func<Task<string>> Load => async () => await Task.[|Run|](() => File.ReadAllTextAsync(\"a.txt\"));")]
    public Task Returned_and_awaited_tasks_are_reported_in_every_kind_of_member(string member) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            {{member}}
        }
        """);

    [Fact]
    public Task Own_method_in_another_document_is_followed() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading.Tasks;

                class Checkout(Orders orders)
                {
                    public async Task CompleteAsync(int id)
                    {
                        await Task.{|#0:Run|}(() => orders.{|#1:SaveAsync|}(id));
                    }
                }
                """,
                """
                using System.Threading.Tasks;

                class Orders(Journal journal)
                {
                    public Task SaveAsync(int id) => journal.AppendAsync($"saved {id}");
                }
                """,
                """
                using System.IO;
                using System.Threading.Tasks;

                class Journal
                {
                    public async Task AppendAsync(string line)
                    {
                        await using var stream = new FileStream("journal.txt", FileMode.Append);
                        await File.AppendAllTextAsync("journal.txt", line);
                    }
                }
                """,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1).WithSeverity(DiagnosticSeverity.Warning)
                    .WithMessage("'Task.Run' only adds a hop to a pool thread: 'SaveAsync' is asynchronous already"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Message_names_the_type_of_a_method_that_one_does_not_own() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public Task<string> LoadAsync(string path) => Task.{|#0:Run|}(() => File.{|#1:ReadAllTextAsync|}(path));
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1).WithArguments("File.ReadAllTextAsync"));

    [Fact]
    public Task Only_implementation_of_an_interface_is_followed() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        interface IStore
        {
            Task<string> LoadAsync(string key);
        }

        class FileStore : IStore
        {
            public async Task<string> LoadAsync(string key) => await File.ReadAllTextAsync(key);
        }

        class Session(IStore store)
        {
            public async Task<string> StartAsync(string user) => await Task.[|Run|](() => store.LoadAsync(user));
        }
        """);

    [Fact]
    public Task Project_for_net_standard_is_reported() => new Verify.Test
    {
        TestCode =
            """
            using System.Net.Http;
            using System.Threading.Tasks;

            class Client
            {
                private readonly HttpClient http = new HttpClient();

                public async Task<string> LoadAsync(string url)
                {
                    return await Task.[|Run|](() => http.GetStringAsync(url));
                }
            }
            """,
        References = TargetReferences.NetStandard20,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    // Silent

    [Theory]
    [InlineData("_ = Task.Run(() => PollAsync(token));")] // meant to run beside its maker
    [InlineData("Task.Run(() => PollAsync(token));")]
    [InlineData("var poll = Task.Run(() => PollAsync(token)); await PollAsync(token); await poll;")]
    [InlineData("running = Task.Run(() => PollAsync(token));")]
    [InlineData("started.Add(Task.Run(() => PollAsync(token)));")]
    [InlineData("await Task.WhenAll(Task.Run(() => PollAsync(token)), Task.Run(() => PollAsync(token)));")]
    [InlineData("await Task.WhenAny(Task.Run(() => PollAsync(token)), Task.Delay(1000));")]
    [InlineData("await Task.WhenAll(paths.Select(path => Task.Run(() => File.ReadAllTextAsync(path))));")]
    [InlineData("var loads = paths.Select(path => Task.Run(() => File.ReadAllTextAsync(path))).ToList();")]
    [InlineData("await Task.Run(() => Square(8));")]
    [InlineData("await Task.Run(() => File.ReadAllText(paths[0]));")] // CONC202
    [InlineData("await Task.Run(() => ParseThenSaveAsync(1000));")]
    [InlineData("await Task.Run(() => ReadThenSaveAsync());")]
    [InlineData("await Task.Run(() => SleepThenSaveAsync());")]
    [InlineData("await Task.Run(() => File.WriteAllTextAsync(\"a.txt\", Square(8).ToString()));")] // the argument computes
    [InlineData("await Task.Run(() => File.WriteAllTextAsync(\"a.txt\", File.ReadAllText(\"b.txt\")));")]
    [InlineData("await Task.Run(async () => { await File.WriteAllTextAsync(\"a.txt\", \"\"); await File.WriteAllTextAsync(\"b.txt\", \"\"); });")]
    [InlineData("await Task.Run(async () => { while (!token.IsCancellationRequested) await Task.Delay(100); });")]
    [InlineData("await Task.Run(async () => { using var reader = new StreamReader(\"a.txt\"); return await reader.ReadToEndAsync(); });")]
    [InlineData("await Task.Run(async () => (await File.ReadAllTextAsync(\"a.txt\")).Length);")]
    [InlineData("await Task.Run(async () => Square((await File.ReadAllTextAsync(\"a.txt\")).Length));")]
    [InlineData("await Task.Run(() => Task.CompletedTask);")]
    [InlineData("await Task.Run(() => Task.FromResult(Square(8)));")]
    [InlineData("await Task.Run(() => ReadyAsync());")] // nothing says that it ever waits
    [InlineData("await Task.Run(() => command.ExecuteNonQueryAsync());")] // the base class runs it synchronously
    [InlineData("await Task.Run(() => stream.FlushAsync());")]
    [InlineData("await Task.Run(() => unknown.LoadAsync());")]
    [InlineData("await Task.Run(() => memory.WriteAsync(new byte[8]).AsTask());")]
    [InlineData("await Task.Run(work);")]
    [InlineData("await Task.Run(() => work());")]
    [InlineData("await Task.Run(() => ((dynamic)unknown).LoadAsync());")]
    [InlineData("await Task.Factory.StartNew(() => PollAsync(token)).Unwrap();")]
    [InlineData("await Own.Run(() => PollAsync(token));")]
    [InlineData("await Task.Run(() => throw new InvalidOperationException());")]
    public Task Work_item_with_a_purpose_is_silent(string statement) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Data.Common;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        public interface IUnknown
        {
            Task LoadAsync();
        }

        static class Own
        {
            public static Task Run(Func<Task> work) => work();
        }

        public class Worker
        {
            private readonly List<Task> started = [];
            private Task? running;

            public async Task RunAsync(
                string[] paths, DbCommand command, Stream stream, IUnknown unknown, MemoryStream memory, Func<Task> work, CancellationToken token)
            {
                {{statement}}
                await Task.Yield();
                await (running ?? Task.WhenAll(started));
            }

            private static int Square(int size)
            {
                var sum = 0;
                for (var i = 0; i < size; i++)
                {
                    for (var j = 0; j < size; j++)
                        sum += i * j;
                }

                return sum;
            }

            private static async Task PollAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                    await Task.Delay(100, token);
            }

            private static async Task ParseThenSaveAsync(int size)
            {
                var sum = Square(size);
                await File.WriteAllTextAsync("a.txt", sum.ToString());
            }

            private static async Task ReadThenSaveAsync()
            {
                var text = File.ReadAllText("a.txt");
                await File.WriteAllTextAsync("b.txt", text);
            }

            private static async Task SleepThenSaveAsync()
            {
                Thread.Sleep(100);
                await File.WriteAllTextAsync("a.txt", "");
            }

            private static async Task ReadyAsync() => Console.WriteLine("ready");
        }
        """);

    [Fact]
    public Task Synchronous_code_that_waits_for_the_pool_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            private readonly Task<string> loading = Task.Run(() => File.ReadAllTextAsync("settings.json"));

            public string Load() => Task.Run(() => File.ReadAllTextAsync("settings.json")).GetAwaiter().GetResult();

            public int Count() => loading.Result.Length + Task.Run(async () => await File.ReadAllTextAsync("more.json")).Result.Length;
        }
        """);

    [Fact]
    public Task Contract_with_an_implementation_that_computes_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        interface IStore
        {
            Task<string> LoadAsync(string key);
        }

        class FileStore : IStore
        {
            public async Task<string> LoadAsync(string key) => await File.ReadAllTextAsync(key);
        }

        class PackedStore : IStore
        {
            public Task<string> LoadAsync(string key) => Task.FromResult(File.ReadAllText(key));
        }

        class Session(IStore store)
        {
            public async Task<string> StartAsync(string user) => await Task.Run(() => store.LoadAsync(user));
        }
        """);

    // Task.Run leaves the synchronization context, which may be its purpose.
    [Fact]
    public Task Project_with_a_synchronization_context_is_silent() => new Verify.Test
    {
        TestCode =
            """
            using System.Net.Http;
            using System.Threading.Tasks;
            using System.Windows.Forms;

            class Window : Form
            {
                private readonly HttpClient http = new HttpClient();

                public async Task<string> LoadAsync(string url)
                {
                    return await Task.Run(() => http.GetStringAsync(url));
                }
            }
            """,
        References = TargetReferences.NetFramework,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    [Fact]
    public Task Test_class_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class ImportTests
        {
            [Xunit.Fact]
            public async Task Reads_on_the_pool() => await Task.Run(() => File.ReadAllTextAsync("a.txt"));
        }
        """);

    [Fact]
    public Task Test_project_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.IO;
                using System.Threading.Tasks;

                class Files
                {
                    public static Task<string> ReadAsync() => Task.Run(() => File.ReadAllTextAsync("a.txt"));
                }
                """,
            },
            AdditionalProjects = { ["xunit.core"] = { Sources = { "public class Framework;" } } },
            AdditionalProjectReferences = { "xunit.core" },
        },
    }.RunAsync();

    [Fact]
    public Task Generated_code_is_silent() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                ("/0/Client.g.cs", """
                using System.IO;
                using System.Threading.Tasks;

                class Client
                {
                    public async Task<string> LoadAsync() => await Task.Run(() => File.ReadAllTextAsync("a.txt"));
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

        class Client
        {
            [SuppressMessage("Performance", "CONC401", Justification = "The share answers slowly even to an open.")]
            public async Task<string> LoadAsync() => await Task.Run(() => File.ReadAllTextAsync("a.txt"));
        }
        """);

    [Fact]
    public Task Expression_tree_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Linq.Expressions;
        using System.Threading.Tasks;

        class Jobs
        {
            public Expression<Func<Task>> Plan() => () => Task.Run(() => SaveAsync());

            private static async Task SaveAsync() => await File.WriteAllTextAsync("a.txt", "");
        }
        """);

    // Fixed

    [Theory]
    [InlineData("await Task.[|Run|](() => File.ReadAllTextAsync(path));", "await File.ReadAllTextAsync(path);")]
    [InlineData("await Task.[|Run|](async () => await File.ReadAllTextAsync(path));", "await File.ReadAllTextAsync(path);")]
    [InlineData("await Task.[|Run|](async () => { await File.WriteAllTextAsync(path, \"\"); });", "await File.WriteAllTextAsync(path, \"\");")]
    [InlineData("await Task.[|Run|](() => { return File.ReadAllTextAsync(path); });", "await File.ReadAllTextAsync(path);")]
    [InlineData("await Task.[|Run|](() => File.ReadAllTextAsync(path)).ConfigureAwait(false);", "await File.ReadAllTextAsync(path).ConfigureAwait(false);")]
    [InlineData("await Task.[|Run|](async () => await File.ReadAllTextAsync(path).ConfigureAwait(false)).ConfigureAwait(false);", "await File.ReadAllTextAsync(path).ConfigureAwait(false);")]
    [InlineData("await Task.[|Run|](() => File.ReadAllTextAsync(path, token), token);", "await File.ReadAllTextAsync(path, token);")]
    [InlineData("await Task.[|Run|](SaveAsync);", "await SaveAsync();")]
    [InlineData("await Task.[|Run|](this.SaveAsync);", "await this.SaveAsync();")]
    [InlineData("await Task.[|Run|](async () => await ValueAsync());", "await ValueAsync();")]
    [InlineData("var length = (await Task.[|Run|](() => File.ReadAllTextAsync(path))).Length;", "var length = (await File.ReadAllTextAsync(path)).Length;")]
    [InlineData("Console.WriteLine(await Task.[|Run|](() => File.ReadAllTextAsync(path)));", "Console.WriteLine(await File.ReadAllTextAsync(path));")]
    [InlineData("using var stream = await Task.[|Run|](() => OpenAsync());", "using var stream = await OpenAsync();")]
    [InlineData("foreach (var line in await Task.[|Run|](() => File.ReadAllLinesAsync(path))) Console.WriteLine(line);", "foreach (var line in await File.ReadAllLinesAsync(path)) Console.WriteLine(line);")]
    [InlineData("/* first */ await Task.[|Run|](() => SaveAsync()); // then", "/* first */ await SaveAsync(); // then")]
    [InlineData("Func<Task> save = async () => await Task.[|Run|](() => SaveAsync());", "Func<Task> save = async () => await SaveAsync();")]
    [InlineData("await Local(); async Task Local() { await Task.[|Run|](() => SaveAsync()); }", "await Local(); async Task Local() { await SaveAsync(); }")]
    public Task Work_is_called_directly(string before, string after)
    {
        return Verify.VerifyCodeFixAsync(Program(before), Program(after));

        static string Program(string statement) =>
            $$"""
            using System;
            using System.IO;
            using System.Threading;
            using System.Threading.Tasks;

            class Store
            {
                public async Task LoadAsync(string path, CancellationToken token)
                {
                    {{statement}}
                    await Task.Yield();
                }

                private async Task SaveAsync() => await File.WriteAllTextAsync("a.txt", "");

                private static async ValueTask<int> ValueAsync() => (await File.ReadAllTextAsync("a.txt")).Length;

                private static async Task<Stream> OpenAsync() => new MemoryStream(await File.ReadAllBytesAsync("a.txt"));
            }
            """;
    }

    [Fact]
    public Task Call_over_several_lines_is_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public async Task<string> LoadAsync(string url, CancellationToken cancellationToken)
            {
                // The start page.
                var page = await Task.[|Run|](
                    async () => await http.GetStringAsync(url, cancellationToken).ConfigureAwait(false),
                    cancellationToken).ConfigureAwait(false);
                return page.Trim();
            }
        }
        """,
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public async Task<string> LoadAsync(string url, CancellationToken cancellationToken)
            {
                // The start page.
                var page = await http.GetStringAsync(url, cancellationToken).ConfigureAwait(false);
                return page.Trim();
            }
        }
        """);

    [Fact]
    public Task Returned_tasks_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public Task<string> LoadAsync(string path) => Task.[|Run|](() => File.ReadAllTextAsync(path));

            public Task TouchAsync(string path)
            {
                return Task.[|Run|](async () => { await File.WriteAllTextAsync(path, ""); });
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public Task<string> LoadAsync(string path) => File.ReadAllTextAsync(path);

            public Task TouchAsync(string path)
            {
                return File.WriteAllTextAsync(path, "");
            }
        }
        """);

    [Fact]
    public Task Top_level_statements_are_fixed() => new Verify.Test
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

                var text = await Task.[|Run|](() => File.ReadAllTextAsync(args[0]));
                Console.WriteLine(text.Length);
                """,
            },
        },
        FixedCode =
            """
            using System;
            using System.IO;
            using System.Threading.Tasks;

            var text = await File.ReadAllTextAsync(args[0]);
            Console.WriteLine(text.Length);
            """,
    }.RunAsync();

    [Fact]
    public Task Several_are_fixed_together() => new Verify.Test
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
                    public async Task<string> ReadAsync(string path)
                    {
                        var first = await Task.[|Run|](() => File.ReadAllTextAsync(path));
                        var second = await Task.[|Run|](() => File.ReadAllTextAsync(first));
                        return second + await Task.[|Run|](async () => await File.ReadAllTextAsync(second));
                    }
                }
                """,
                """
                using System.IO;
                using System.Threading.Tasks;

                class Writer
                {
                    public Task WriteAsync(string path) => Task.[|Run|](() => File.WriteAllTextAsync(path, ""));
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
                    public async Task<string> ReadAsync(string path)
                    {
                        var first = await File.ReadAllTextAsync(path);
                        var second = await File.ReadAllTextAsync(first);
                        return second + await File.ReadAllTextAsync(second);
                    }
                }
                """,
                """
                using System.IO;
                using System.Threading.Tasks;

                class Writer
                {
                    public Task WriteAsync(string path) => File.WriteAllTextAsync(path, "");
                }
                """,
            },
        },
    }.RunAsync();

    [Fact]
    public Task Project_for_net_standard_is_fixed() => new Verify.Test
    {
        TestCode =
            """
            using System.Net.Http;
            using System.Threading.Tasks;

            class Client
            {
                private readonly HttpClient http = new HttpClient();

                public async Task<string> LoadAsync(string url)
                {
                    return await Task.[|Run|](async () => await http.GetStringAsync(url).ConfigureAwait(false)).ConfigureAwait(false);
                }
            }
            """,
        FixedCode =
            """
            using System.Net.Http;
            using System.Threading.Tasks;

            class Client
            {
                private readonly HttpClient http = new HttpClient();

                public async Task<string> LoadAsync(string url)
                {
                    return await http.GetStringAsync(url).ConfigureAwait(false);
                }
            }
            """,
        References = TargetReferences.NetStandard20,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    // Not fixed

    [Theory]
    [InlineData("public async Task LoadAsync() => await Task.[|Run|](() => File.ReadAllTextAsync(\"a.txt\"), token);")] // the token would be lost
    [InlineData("public async Task LoadAsync() => await Task.[|Run|](() => File.ReadAllTextAsync(\"a.txt\"), source.Token);")]
    [InlineData("public async Task LoadAsync() => await Task.[|Run|](SaveAsync, token);")]
    [InlineData("public Task<int> LoadAsync() => Task.[|Run|](async () => await ValueAsync());")] // a value task is no task
    [InlineData("public Task LoadAsync() { return Task.[|Run|](async () => { await ValueAsync(); }); }")]
    public Task No_fix_is_offered_where_something_would_be_lost(string member) => Verify.VerifyNoFixAsync(
        $$"""
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store(CancellationTokenSource source, CancellationToken token)
        {
            public CancellationTokenSource Source => source;

            public CancellationToken Token => token;

            {{member}}

            private static async Task SaveAsync() => await File.WriteAllTextAsync("a.txt", "");

            private static async ValueTask<int> ValueAsync() => (await File.ReadAllTextAsync("a.txt")).Length;
        }
        """);
}
