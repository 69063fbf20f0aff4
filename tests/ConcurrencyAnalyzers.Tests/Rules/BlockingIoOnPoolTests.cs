using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit;
using Verify = ConcurrencyAnalyzers.Tests.Verification.Verifier<
    ConcurrencyAnalyzers.Rules.BlockingIoOnPoolAnalyzer, ConcurrencyAnalyzers.Rules.BlockingIoOnPoolCodeFix>;

namespace ConcurrencyAnalyzers.Tests.Rules;

public sealed class BlockingIoOnPoolTests
{
    // What is reported

    [Fact]
    public Task Lambda_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> Load(string path) => await Task.[|Run|](() => File.ReadAllText(path));
        }
        """);

    [Fact]
    public Task Lambda_with_several_statements_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public Task<string> Load(string path) => Task.[|Run|](() =>
            {
                var full = Path.GetFullPath(path);
                var text = File.ReadAllText(full);
                return text.Trim();
            });
        }
        """);

    [Fact]
    public Task Anonymous_method_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public Task Save(string path, string text) => Task.[|Run|](delegate { File.WriteAllText(path, text); });
        }
        """);

    [Fact]
    public Task Method_group_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public Task<IPHostEntry> Lookup() => Task.[|Run|](Resolve);

            private IPHostEntry Resolve() => Dns.GetHostEntry("example.org");
        }
        """);

    [Fact]
    public Task Local_function_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task<IPHostEntry> Resolve(string host)
            {
                return await Task.[|Run|](Resolve);

                IPHostEntry Resolve() => Dns.GetHostEntry(host);
            }
        }
        """);

    [Fact]
    public Task Local_delegate_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task Save(string path, string text)
            {
                Action save = () => File.WriteAllText(path, text);
                await Task.[|Run|](save);
            }
        }
        """);

    [Fact]
    public Task StartNew_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public Task<IPAddress[]> Resolve(string host) => Task.Factory.[|StartNew|](() => Dns.GetHostAddresses(host));
        }
        """);

    [Fact]
    public Task Queued_work_item_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading;

        class Journal
        {
            public void Append(string path, string line) => ThreadPool.[|QueueUserWorkItem|](_ => File.AppendAllText(path, line));
        }
        """);

    [Fact]
    public Task Discarded_work_item_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Journal
        {
            public void Append(string path, string line) => _ = Task.[|Run|](() => File.AppendAllText(path, line));
        }
        """);

    [Fact]
    public Task Database_command_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Data.Common;
        using System.Threading.Tasks;

        class Orders
        {
            public Task<object?> Count(DbCommand command) => Task.[|Run|](() => command.ExecuteScalar());
        }
        """);

    [Fact]
    public Task Request_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client
        {
            public Task<HttpResponseMessage> Get(HttpClient http, string url) =>
                Task.[|Run|](() => http.Send(new HttpRequestMessage(HttpMethod.Get, url)));
        }
        """);

    [Fact]
    public Task Helper_in_another_document_is_reported() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading.Tasks;

                class Page
                {
                    private readonly Cache cache = new();

                    public async Task<string> Show(string name) => await Task.[|Run|](() => cache.Find(name));
                }
                """,
                """
                using System.IO;

                class Cache
                {
                    public string Find(string name) => Load(name + ".txt");

                    private static string Load(string path)
                    {
                        return Read(path);
                    }

                    private static string Read(string path) => File.ReadAllText(path);
                }
                """,
            },
        },
    }.RunAsync();

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
            public string Load(string key) => File.ReadAllText(key);
        }

        class Page(IStore store)
        {
            public async Task<string> Show(string key) => await Task.[|Run|](() => store.Load(key));
        }
        """);

    [Fact]
    public Task Message_names_construct_kind_and_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public Task<IPHostEntry> Lookup(string host) => Task.{|#0:Run|}(() => {|#1:Resolve|}(host));

            private static IPHostEntry Resolve(string host) => Dns.{|#2:GetHostEntry|}(host);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2)
            .WithArguments("Task.Run", "network I/O", "Resolve → Dns.GetHostEntry"));

    [Fact]
    public Task Long_chains_are_shortened_in_the_middle() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Page
        {
            public async Task<string> Show(string name) => await Task.{|#0:Run|}(() => Find(name));

            private static string Find(string name) => Load(name);

            private static string Load(string name) => Read(name);

            private static string Read(string name) => File.ReadAllText(name);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Task.Run", "file I/O", "Find → … → Read → File.ReadAllText"));

    [Fact]
    public Task File_content_is_a_suggestion_in_synchronous_code() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Journal
        {
            public void Append(string path, string line)
            {
                _ = Task.{|#0:Run|}(() => File.AppendAllText(path, line));
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info));

    [Fact]
    public Task File_content_is_a_warning_in_asynchronous_code() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Journal
        {
            public async Task Append(string path, string line)
            {
                await Task.{|#0:Run|}(() => File.AppendAllText(path, line));
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Warning));

    [Fact]
    public Task Network_is_a_warning_in_synchronous_code() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public void Warm(string host)
            {
                Task.{|#0:Run|}(() => Dns.GetHostEntry(host));
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Warning));

    [Fact]
    public Task Work_items_in_a_loop_are_reported_once() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public Task<IPHostEntry[]> ResolveAll(IEnumerable<string> hosts) =>
                Task.WhenAll(hosts.Select(host => Task.[|Run|](() => Dns.GetHostEntry(host))));
        }
        """);

    // What is not

    [Fact]
    public Task Api_without_asynchronous_form_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        class Terminal
        {
            public Task<string?> Ask() => Task.Run(() => Console.ReadLine());

            public Task<TcpClient> Connect(string host) => Task.Run(() => new TcpClient(host, 80));
        }
        """);

    [Fact]
    public Task Computation_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Statistics
        {
            public Task<long> Pairs(int[] values) => Task.Run(() =>
            {
                long sum = 0;
                foreach (var a in values)
                {
                    foreach (var b in values)
                    {
                        sum += a * b;
                    }
                }

                return sum;
            });
        }
        """);

    [Fact]
    public Task Reading_and_computing_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Statistics
        {
            public Task<long> Pairs(string path) => Task.Run(() =>
            {
                var values = File.ReadAllBytes(path);
                long sum = 0;
                foreach (var a in values)
                {
                    foreach (var b in values)
                    {
                        sum += a * b;
                    }
                }

                return sum;
            });
        }
        """);

    [Fact]
    public Task Long_running_task_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Importer
        {
            public Task Import(string path) => Task.Factory.StartNew(() => File.ReadAllText(path), TaskCreationOptions.LongRunning);

            public Task Import(string path, CancellationToken token) => Task.Factory.StartNew(
                () => File.ReadAllText(path), token, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        """);

    [Fact]
    public Task Dedicated_thread_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading;

        class Resolver
        {
            public void Start(string host) => new Thread(() => Dns.GetHostEntry(host)).Start();
        }
        """);

    [Fact]
    public Task Frameworks_without_the_asynchronous_form_are_silent() => SilentOnAsync(TargetReferences.NetFramework);

    [Fact]
    public Task Standard_without_the_asynchronous_form_is_silent() => SilentOnAsync(TargetReferences.NetStandard20);

    // File.ReadAllTextAsync came with .NET Core 2.0 and .NET Standard 2.1.
    private static Task SilentOnAsync(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.IO;
            using System.Threading.Tasks;

            class Settings
            {
                public async Task<string> LoadAsync(string path)
                {
                    return await Task.Run(() => File.ReadAllText(path));
                }
            }
            """,
        References = references,
    }.RunAsync();

    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("net472")]
    public Task What_an_old_framework_has_is_reported(string framework) => new Verify.Test
    {
        TestCode =
            """
            using System.Net;
            using System.Threading.Tasks;

            class Resolver
            {
                public async Task<IPHostEntry> Resolve(string host)
                {
                    return await Task.[|Run|](() => Dns.GetHostEntry(host));
                }
            }
            """,
        FixedCode =
            """
            using System.Net;
            using System.Threading.Tasks;

            class Resolver
            {
                public async Task<IPHostEntry> Resolve(string host)
                {
                    return await Dns.GetHostEntryAsync(host);
                }
            }
            """,
        References = framework == "net472" ? TargetReferences.NetFramework : TargetReferences.NetStandard20,
    }.RunAsync();

    [Fact]
    public Task Memory_stream_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Parser
        {
            public Task<string> Parse(byte[] bytes) => Task.Run(() =>
            {
                using var reader = new StreamReader(new MemoryStream(bytes));
                return reader.ReadToEnd();
            });
        }
        """);

    [Fact]
    public Task Unknown_stream_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Parser
        {
            public Task<int> First(Stream stream) => Task.Run(() => stream.ReadByte());
        }
        """);

    [Fact]
    public Task File_metadata_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Folder
        {
            public Task<bool> Has(string path) => Task.Run(() => File.Exists(path));

            public Task<string[]> List(string path) => Task.Run(() => Directory.GetFiles(path));
        }
        """);

    [Fact]
    public Task Asynchronous_work_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public Task<string> Load(string path) => Task.Run(async () => (await File.ReadAllTextAsync(path)).Trim());
        }
        """);

    [Fact]
    public Task Name_of_an_asynchronous_sibling_proves_nothing() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        class Cart
        {
            private int count;

            public void Add(int amount) => count += amount;

            public Task AddAsync(int amount) => Task.CompletedTask;

            public Task AddLater(int amount) => Task.Run(() => Add(amount));
        }
        """);

    [Fact]
    public Task One_time_initialisation_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            private string? text;

            public Task<string> Text => Task.Run(() => text ??= File.ReadAllText("settings.txt"));
        }
        """);

    [Fact]
    public Task Interface_whose_implementations_disagree_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        interface IStore
        {
            string Load(string key);
        }

        class FileStore : IStore
        {
            public string Load(string key) => File.ReadAllText(key);
        }

        class MemoryStore : IStore
        {
            private readonly Dictionary<string, string> items = [];

            public string Load(string key) => items[key];
        }

        class Page(IStore store)
        {
            public Task<string> Show(string key) => Task.Run(() => store.Load(key));
        }
        """);

    [Fact]
    public Task Annotated_method_is_believed() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers;

        namespace ConcurrencyAnalyzers
        {
            class NonBlockingAttribute : Attribute;
        }

        class Settings
        {
            public Task<string> Load(string path) => Task.Run(() => FromRamDisk(path));

            [NonBlocking]
            private static string FromRamDisk(string path) => File.ReadAllText(path);
        }
        """);

    [Fact]
    public Task Tests_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class SettingsTests
        {
            [Xunit.Fact]
            public async Task Loads()
            {
                await Task.Run(() => File.ReadAllText("settings.txt"));
            }
        }
        """);

    // What the fix writes

    [Fact]
    public Task Fix_awaits_the_asynchronous_form() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> Load(string path)
            {
                return await Task.[|Run|](() => File.ReadAllText(path));
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> Load(string path)
            {
                return await File.ReadAllTextAsync(path);
            }
        }
        """);

    [Fact]
    public Task Fix_passes_the_token_at_hand() => Verify.VerifyCodeFixAsync(
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task<int> CountAsync(string host, CancellationToken cancellationToken)
            {
                var addresses = await Task.[|Run|](() => Dns.GetHostAddresses(host));
                return addresses.Length;
            }
        }
        """,
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task<int> CountAsync(string host, CancellationToken cancellationToken)
            {
                var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
                return addresses.Length;
            }
        }
        """);

    [Fact]
    public Task Fix_keeps_the_token_of_the_work_item() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            private readonly CancellationTokenSource stop = new();

            public async Task Save(string path, string text)
            {
                var token = stop.Token;
                await Task.[|Run|](() => File.WriteAllText(path, text), token);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            private readonly CancellationTokenSource stop = new();

            public async Task Save(string path, string text)
            {
                var token = stop.Token;
                await File.WriteAllTextAsync(path, text, token);
            }
        }
        """);

    [Fact]
    public Task Fix_keeps_ConfigureAwait() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task Save(string path, string text) =>
                await Task.[|Run|](() => File.WriteAllText(path, text)).ConfigureAwait(false);
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task Save(string path, string text) =>
                await File.WriteAllTextAsync(path, text).ConfigureAwait(false);
        }
        """);

    [Fact]
    public Task Fix_returns_the_task() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public Task<string> Load(string path) => Task.[|Run|](() => File.ReadAllText(path));
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public Task<string> Load(string path) => File.ReadAllTextAsync(path);
        }
        """);

    [Fact]
    public Task Fix_looks_into_a_block_and_keeps_comments() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task Save(string path, string text)
            {
                // The old file is replaced.
                await Task.[|Run|](() => { File.WriteAllText(path, text); }); // never appended
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task Save(string path, string text)
            {
                // The old file is replaced.
                await File.WriteAllTextAsync(path, text); // never appended
            }
        }
        """);

    [Fact]
    public Task Fix_works_inside_a_larger_expression() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string[]> LinesAsync(string path) => (await Task.[|Run|](() => File.ReadAllText(path))).Trim().Split('\n');
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string[]> LinesAsync(string path) => (await File.ReadAllTextAsync(path)).Trim().Split('\n');
        }
        """);

    [Fact]
    public Task Fix_starts_all_of_a_fan_out() => Verify.VerifyCodeFixAsync(
        """
        using System.Linq;
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task<IPHostEntry[]> ResolveAsync(string[] hosts) =>
                await Task.WhenAll(hosts.Select(host => Task.[|Run|](() => Dns.GetHostEntry(host))));
        }
        """,
        """
        using System.Linq;
        using System.Net;
        using System.Threading.Tasks;

        class Resolver
        {
            public async Task<IPHostEntry[]> ResolveAsync(string[] hosts) =>
                await Task.WhenAll(hosts.Select(host => Dns.GetHostEntryAsync(host)));
        }
        """);

    [Fact]
    public Task Fix_uses_the_asynchronous_form_of_a_helper() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public static string Load(string path) => File.ReadAllText(path);

            public static Task<string> LoadAsync(string path) => File.ReadAllTextAsync(path);
        }

        class Page
        {
            public async Task<string> Show(string path) => await Task.[|Run|](() => Settings.Load(path));
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public static string Load(string path) => File.ReadAllText(path);

            public static Task<string> LoadAsync(string path) => File.ReadAllTextAsync(path);
        }

        class Page
        {
            public async Task<string> Show(string path) => await Settings.LoadAsync(path);
        }
        """);

    [Fact]
    public Task Fix_all_fixes_all_documents() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.IO;
                using System.Threading.Tasks;

                class Copy
                {
                    public async Task CopyAsync(string from, string to)
                    {
                        var bytes = await Task.[|Run|](() => File.ReadAllBytes(from));
                        await Task.[|Run|](() => File.WriteAllBytes(to, bytes));
                    }
                }
                """,
                """
                using System.Net;
                using System.Threading.Tasks;

                class Resolver
                {
                    public Task<IPHostEntry> Resolve(string host) => Task.[|Run|](() => Dns.GetHostEntry(host));
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

                class Copy
                {
                    public async Task CopyAsync(string from, string to)
                    {
                        var bytes = await File.ReadAllBytesAsync(from);
                        await File.WriteAllBytesAsync(to, bytes);
                    }
                }
                """,
                """
                using System.Net;
                using System.Threading.Tasks;

                class Resolver
                {
                    public Task<IPHostEntry> Resolve(string host) => Dns.GetHostEntryAsync(host);
                }
                """,
            },
        },
    }.RunAsync();

    // Where no fix is offered

    [Fact]
    public Task Several_statements_have_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> Load(string path) => await Task.[|Run|](() =>
            {
                var text = File.ReadAllText(path);
                return text.Trim();
            });
        }
        """);

    [Fact]
    public Task Helper_without_asynchronous_form_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> Show(string path) => await Task.[|Run|](() => Load(path));

            private static string Load(string path) => File.ReadAllText(path).Trim();
        }
        """);

    [Fact]
    public Task Asynchronous_form_that_is_the_method_around_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public static string Load(string path) => File.ReadAllText(path).Trim();

            public static async Task<string> LoadAsync(string path) => (await Task.[|Run|](() => Load(path))).Trim();
        }
        """);

    // An exception in a queued work item ends the process; one in a task that nobody looks at ends nothing.
    [Fact]
    public Task Queued_work_item_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading;

        class Journal
        {
            public void Append(string path, string line)
            {
                ThreadPool.[|QueueUserWorkItem|](_ => File.AppendAllText(path, line));
            }
        }
        """);

    [Fact]
    public Task Scheduler_would_be_lost_so_there_is_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            public Task<string> Load(string path, CancellationToken token, TaskScheduler scheduler) =>
                Task.Factory.[|StartNew|](() => File.ReadAllText(path), token, TaskCreationOptions.None, scheduler);
        }
        """);

    [Fact]
    public Task Token_that_the_asynchronous_form_cannot_take_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            public static string Load(string path) => File.ReadAllText(path);

            public static Task<string> LoadAsync(string path) => File.ReadAllTextAsync(path);
        }

        class Page
        {
            public async Task<string> Show(string path, CancellationToken token) => await Task.[|Run|](() => Settings.Load(path), token);
        }
        """);

    [Fact]
    public Task Method_group_has_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public Task<string> Loading() => Task.[|Run|](Load);

            private static string Load() => File.ReadAllText("settings.txt");
        }
        """);
}
