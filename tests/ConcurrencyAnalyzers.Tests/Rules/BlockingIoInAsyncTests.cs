using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<BlockingIoInAsyncAnalyzer, BlockingIoInAsyncCodeFix>;

public sealed class BlockingIoInAsyncTests
{
    // Reported

    [Theory]
    [InlineData("public async Task<int> MeasureAsync(string path) => File.[|ReadAllText|](path).Length;")]
    [InlineData("public async ValueTask<int> MeasureAsync(string path) => File.[|ReadAllText|](path).Length;")]
    [InlineData("public async void Measure(string path) => Size = File.[|ReadAllText|](path).Length;")]
    [InlineData("public Task<int> MeasureAsync(string path) => Task.FromResult(File.[|ReadAllText|](path).Length);")]
    [InlineData("public ValueTask<int> MeasureAsync(string path) => new(File.[|ReadAllText|](path).Length);")]
    [InlineData("public async IAsyncEnumerable<int> MeasureAsync(string path) { yield return File.[|ReadAllText|](path).Length; }")]
    public Task Every_shape_of_asynchronous_method_is_reported(string method) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Page
        {
            public int Size { get; private set; }

            {{method}}
        }
        """);

    [Theory]
    [InlineData("network I/O", "new HttpClient().{|#0:Send|}(new HttpRequestMessage())", "HttpClient.Send")]
    [InlineData("network I/O", "Dns.{|#0:GetHostEntry|}(name)", "Dns.GetHostEntry")]
    [InlineData("database I/O", "command.{|#0:ExecuteNonQuery|}()", "DbCommand.ExecuteNonQuery")]
    [InlineData("standard input", "Console.{|#0:ReadLine|}()", "Console.ReadLine")]
    [InlineData("file I/O", "File.{|#0:ReadAllBytes|}(name)", "File.ReadAllBytes")]
    [InlineData("file I/O", "new FileStream(name, FileMode.Open).{|#0:ReadByte|}()", "FileStream.ReadByte")]
    public Task Every_kind_of_blocking_is_named(string kind, string call, string api) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Data.Common;
        using System.IO;
        using System.Net;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Probe(DbCommand command)
        {
            public async Task RunAsync(string name)
            {
                var result = {{call}};
                await Task.Yield();
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("RunAsync", kind, api).WithSeverity(DiagnosticSeverity.Warning).WithAdditionalLocations());

    [Fact]
    public Task Blocking_call_one_helper_away_is_reported_with_its_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task SaveAsync(string text)
            {
                {|#0:Write|}(text);
                await Task.Yield();
            }

            private void Write(string text) => File.{|#1:WriteAllText|}("settings.json", text);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("SaveAsync", "file I/O", "Write → File.WriteAllText").WithAdditionalLocations(1));

    [Fact]
    public Task Blocking_call_three_helpers_away_in_other_documents_is_reported_with_its_chain() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading.Tasks;

                class Checkout(Orders orders)
                {
                    public async Task CompleteAsync(string order)
                    {
                        orders.{|#0:Save|}(order);
                        await Task.Yield();
                    }
                }
                """,
                """
                class Orders(Journal journal)
                {
                    public void Save(string order)
                    {
                        journal.{|#1:Append|}($"saved {order}");
                    }
                }
                """,
                """
                class Journal
                {
                    public void Append(string line) => Disk.{|#2:Write|}("journal.txt", line);
                }
                """,
                """
                using System.IO;

                static class Disk
                {
                    public static void Write(string path, string line) => File.{|#3:AppendAllText|}(path, line);
                }
                """,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0)
                    .WithArguments("CompleteAsync", "file I/O", "Save → … → Write → File.AppendAllText")
                    .WithAdditionalLocations(1, 2, 3),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Blocking_call_behind_mutual_recursion_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Includes
        {
            public async Task<List<string>> CollectAsync(string path)
            {
                var lines = new List<string>();
                [|Visit|](path, lines);
                await Task.Yield();
                return lines;
            }

            private void Visit(string path, List<string> lines)
            {
                foreach (var line in File.ReadAllLines(path))
                    Take(line, lines);
            }

            private void Take(string line, List<string> lines)
            {
                if (line.StartsWith("#include "))
                    Visit(line[9..], lines);
                else
                    lines.Add(line);
            }
        }
        """);

    [Fact]
    public Task Property_that_reads_a_file_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Catalog
        {
            public string Current => File.{|#1:ReadAllText|}("catalog.json");
        }

        class Shop(Catalog catalog)
        {
            public async Task<int> CountAsync()
            {
                await Task.Yield();
                return catalog.{|#0:Current|}.Length;
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("CountAsync", "file I/O", "Current → File.ReadAllText").WithAdditionalLocations(1));

    [Fact]
    public Task Constructor_that_reads_a_file_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Template
        {
            public Template(string path) => Text = File.{|#1:ReadAllText|}(path);

            public string Text { get; }
        }

        class Mail
        {
            public async Task<string> ComposeAsync()
            {
                await Task.Yield();
                return new {|#0:Template|}("mail.html").Text;
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("ComposeAsync", "file I/O", "new Template → File.ReadAllText").WithAdditionalLocations(1));

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
    public Task Type_that_is_created_in_sight_decides_which_override_runs() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        abstract class Store
        {
            public abstract string Load(string key);
        }

        class FileStore : Store
        {
            public override string Load(string key) => File.ReadAllText(key);
        }

        class MemoryStore : Store
        {
            public override string Load(string key) => key;
        }

        class Session
        {
            public async Task<string> StartAsync(string user)
            {
                await Task.Yield();
                Store files = new FileStore();
                Store memory = new MemoryStore();
                return files.[|Load|](user) + memory.Load(user);
            }
        }
        """);

    [Fact]
    public Task Asynchronous_lambda_is_reported_by_its_place() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Menu
        {
            public Func<string, Task> Export() => async text =>
            {
                File.{|#0:WriteAllText|}("export.txt", text);
                await Task.Yield();
            };
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("lambda in Export", "file I/O", "File.WriteAllText"));

    [Fact]
    public Task Asynchronous_local_function_in_a_synchronous_method_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Uploads
        {
            public void Start(string path)
            {
                _ = UploadAsync();

                async Task UploadAsync()
                {
                    var content = File.{|#0:ReadAllBytes|}(path);
                    await Task.Delay(content.Length);
                }
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("UploadAsync", "file I/O", "File.ReadAllBytes"));

    [Fact]
    public Task Synchronous_local_function_is_reported_where_it_is_called() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Uploads
        {
            public async Task StartAsync(string path)
            {
                await Task.Delay([|Size|]());

                int Size() => File.ReadAllBytes(path).Length;
            }
        }
        """);

    [Fact]
    public Task Lambda_that_runs_in_place_belongs_to_the_method_around_it() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Cleaner
        {
            public async Task ClearAsync(List<string> paths)
            {
                paths.ForEach(path => File.{|#0:WriteAllText|}(path, ""));
                await Task.Yield();
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("ClearAsync", "file I/O", "File.WriteAllText"));

    [Fact]
    public Task Lambda_that_an_own_method_runs_belongs_to_the_caller() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Metrics
        {
            public async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
                return Measure(() => File.[|ReadAllText|](path));
            }

            private static T Measure<T>(Func<T> action)
            {
                var start = Environment.TickCount64;
                var result = action();
                Console.WriteLine(Environment.TickCount64 - start);
                return result;
            }
        }
        """);

    [Theory]
    [InlineData("paths.Select(path => File.[|ReadAllText|](path)).ToList()")]
    [InlineData("paths.Where(path => File.[|ReadAllText|](path).Length > 0).ToArray()")]
    [InlineData("paths.OrderBy(path => File.[|ReadAllText|](path).Length).First()")]
    [InlineData("string.Join(',', paths.Select(path => File.[|ReadAllText|](path)))")]
    [InlineData("paths.Any(path => File.[|ReadAllText|](path).Length > 0)")]
    [InlineData("new List<string>(paths.Select(path => File.[|ReadAllText|](path)))")]
    [InlineData("(from path in paths select File.[|ReadAllText|](path)).ToList()")]
    [InlineData("File.[|ReadLines|](paths[0]).Count()")]
    public Task Query_that_is_enumerated_in_place_is_reported(string query) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        class Search
        {
            public async Task RunAsync(string[] paths)
            {
                var found = {{query}};
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Method_group_that_runs_in_place_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Search
        {
            public async Task<string[]> LoadAsync(string[] paths)
            {
                await Task.Yield();
                return Array.{|#0:ConvertAll|}(paths, File.{|#1:ReadAllText|});
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("LoadAsync", "file I/O", "File.ReadAllText").WithAdditionalLocations(1));

    [Fact]
    public Task Own_iterator_that_reads_a_file_is_reported_where_it_is_enumerated() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Import
        {
            public async Task RunAsync(string path)
            {
                foreach (var row in [|Rows|](path))
                    await Task.Delay(row.Length);
            }

            private static IEnumerable<string[]> Rows(string path)
            {
                using var reader = new StreamReader(path);
                while (reader.ReadLine() is { } line)
                    yield return line.Split(';');
            }
        }
        """);

    [Fact]
    public Task Reader_of_a_file_passed_to_a_parser_is_reported_at_the_call() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Import
        {
            public async Task<string?> RunAsync(string path)
            {
                using var reader = File.OpenText(path);
                await Task.Yield();
                return {|#0:Parse|}(reader);
            }

            private static string? Parse(TextReader reader) => reader.{|#1:ReadLine|}();
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("RunAsync", "file I/O", "Parse → TextReader.ReadLine").WithAdditionalLocations(1));

    [Theory]
    [InlineData("new StreamReader(File.OpenRead(path))")]
    [InlineData("new StreamReader(new BufferedStream(File.OpenRead(path)))")]
    [InlineData("new StreamReader(path)")]
    [InlineData("File.OpenText(path)")]
    public Task Reader_over_a_file_is_followed_through_wrappers_and_fields(string reader) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System.IO;
        using System.Threading.Tasks;

        class Import(string path)
        {
            private readonly TextReader reader = {{reader}};

            public async Task<string> RunAsync()
            {
                await Task.Yield();
                return reader.[|ReadToEnd|]();
            }
        }
        """);

    [Fact]
    public Task Awaited_receiver_does_not_hide_the_call() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public static Task<Store> OpenAsync() => Task.FromResult(new Store());

            public string Load(string key) => File.ReadAllText(key);
        }

        class Session
        {
            public async Task<string> StartAsync(string user) => (await Store.OpenAsync()).[|Load|](user);
        }
        """);

    [Fact]
    public Task Call_in_a_lock_a_loop_and_a_handler_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Journal
        {
            private readonly object gate = new();

            public async Task WriteAsync(string[] lines)
            {
                try
                {
                    foreach (var line in lines)
                    {
                        lock (gate)
                            File.[|AppendAllText|]("journal.txt", line);
                        await Task.Yield();
                    }
                }
                catch (Exception e)
                {
                    File.[|AppendAllText|]("errors.txt", e.Message);
                }
            }
        }
        """);

    [Fact]
    public Task Call_before_the_first_await_and_after_it_are_two_findings() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Copy
        {
            public async Task RunAsync(string from, string to)
            {
                var text = File.[|ReadAllText|](from);
                await Task.Yield();
                File.[|WriteAllText|](to, text);
            }
        }
        """);

    // Silent

    [Theory]
    [InlineData("new MemoryStream(bytes).ReadByte()")]
    [InlineData("new StreamReader(new MemoryStream(bytes)).ReadToEnd()")]
    [InlineData("new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress)).ReadToEnd()")]
    [InlineData("new BinaryReader(new MemoryStream(bytes)).ReadInt32()")]
    [InlineData("new StringReader(\"text\").ReadLine()")]
    [InlineData("Parse(new StringReader(\"text\"))")]
    [InlineData("Parse(new StreamReader(new MemoryStream(bytes)))")]
    [InlineData("Parse(reader)")]
    public Task Streams_and_readers_in_memory_are_silent(string expression) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System.IO;
        using System.IO.Compression;
        using System.Threading.Tasks;

        class Message(byte[] bytes)
        {
            private readonly TextReader reader = new StringReader("text");

            public async Task ReadAsync()
            {
                var value = {{expression}};
                await Task.Yield();
            }

            private static string? Parse(TextReader reader) => reader.ReadLine();
        }
        """);

    [Fact]
    public Task Writers_in_memory_are_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Table
        {
            public async Task<byte[]> RenderAsync(string[] rows)
            {
                using var buffer = new MemoryStream();
                using (var writer = new StreamWriter(buffer))
                {
                    foreach (var row in rows)
                        writer.WriteLine(row);
                    writer.Flush();
                }

                buffer.Flush();
                await Task.Yield();
                return buffer.ToArray();
            }
        }
        """);

    [Theory]
    [InlineData("Stream source", "source.ReadByte()")]
    [InlineData("Stream source", "new StreamReader(source).ReadLine()")]
    [InlineData("TextReader source", "source.ReadLine()")]
    [InlineData("Source source", "source.Open().ReadByte()")]
    public Task Stream_that_could_be_anything_is_silent(string parameter, string expression) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System.IO;
        using System.Threading.Tasks;

        public abstract class Source
        {
            public abstract Stream Open();
        }

        public class Message
        {
            public async Task ReadAsync({{parameter}})
            {
                var value = {{expression}};
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("File.Exists(path)")]
    [InlineData("new FileInfo(path).Length")]
    [InlineData("Directory.GetFiles(path)")]
    [InlineData("Directory.CreateDirectory(path)")]
    [InlineData("File.OpenRead(path)")]
    public Task File_metadata_is_silent(string expression) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System.IO;
        using System.Threading.Tasks;

        class Disk
        {
            public async Task LookAsync(string path)
            {
                var value = {{expression}};
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Console_output_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Threading.Tasks;

        class Report
        {
            public async Task PrintAsync(int total)
            {
                Console.WriteLine($"{total} orders");
                Console.Error.WriteLine("done");
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Asynchronous_sibling_proves_nothing() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        // The shape of Entity Framework: AddAsync exists for one special value generator, and nobody should call it.
        class Set<T>
        {
            private readonly List<T> tracked = [];

            public void Add(T entity) => tracked.Add(entity);

            public ValueTask AddAsync(T entity, CancellationToken cancellationToken = default)
            {
                tracked.Add(entity);
                return ValueTask.CompletedTask;
            }
        }

        class Draft
        {
            public virtual void Save()
            {
            }

            public virtual Task SaveAsync() => Task.CompletedTask;
        }

        class Orders(Set<string> orders, Draft draft)
        {
            public async Task PlaceAsync(string order)
            {
                orders.Add(order);
                draft.Save();
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Call_without_source_or_catalog_entry_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Text.RegularExpressions;
        using System.Threading.Tasks;

        interface IClock
        {
            string Read();

            Task<string> ReadAsync();
        }

        class Log(IClock clock)
        {
            public async Task<bool> MatchesAsync(string pattern)
            {
                await Task.Yield();
                return Regex.IsMatch(clock.Read(), pattern);
            }
        }
        """);

    [Fact]
    public Task Contract_with_mostly_light_implementations_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        interface ISink
        {
            void Write(string line);
        }

        class FileSink : ISink
        {
            public void Write(string line) => File.AppendAllText("log.txt", line);
        }

        class NullSink : ISink
        {
            public void Write(string line)
            {
            }
        }

        class MemorySink : ISink
        {
            public string Text { get; private set; } = "";

            public void Write(string line) => Text += line;
        }

        class Log(ISink sink)
        {
            public async Task WriteAsync(string line)
            {
                sink.Write(line);
                await Task.Yield();
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
            public string Load(string path) => LoadAsync(path, async: false).GetAwaiter().GetResult();

            public Task<string> LoadAsync(string path) => LoadAsync(path, async: true);

            public async Task SaveAsync(string path, string text, bool async)
            {
                if (async)
                    await File.WriteAllTextAsync(path, text);
                else
                    File.WriteAllText(path, text);
            }

            private async Task<string> LoadAsync(string path, bool async)
            {
                if (!async)
                    return File.ReadAllText(path);

                return await File.ReadAllTextAsync(path);
            }

            private async Task<int> SizeAsync(string path, bool async) =>
                (async ? await File.ReadAllTextAsync(path) : File.ReadAllText(path)).Length;
        }
        """);

    [Fact]
    public Task Helper_is_judged_by_the_flag_that_it_is_given() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task LoadAsync(string path)
            {
                Touch(path, async: true);
                [|Touch|](path, async: false);
                await Task.Yield();
            }

            private static void Touch(string path, bool async)
            {
                if (!async)
                    File.WriteAllText(path, "");
            }
        }
        """);

    [Fact]
    public Task Branch_that_is_never_taken_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Trace
        {
            private const bool IsOn = false;

            public async Task WriteAsync(string line)
            {
                if (IsOn)
                    File.AppendAllText("trace.txt", line);
                await Task.Yield();
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
                        var text = File.ReadAllText(args[0]);
                        await Task.Delay(text.Length);
                    }
                }
                """,
            },
        },
    }.RunAsync();

    [Theory]
    [InlineData("await app.RunAsync();", "File.ReadAllText(path)")] // nothing is served yet
    [InlineData("", "File.[|ReadAllText|](path)")] // its work is all that it does
    [InlineData("app.MapGet(\"/\", () => Seeds.ReadAsync(\"a\")); await app.RunAsync();", "File.[|ReadAllText|](path)")]
    public Task What_a_server_reads_before_it_serves_is_silent(string serves, string read) => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            References = TargetReferences.AspNetCore100,
            Sources =
            {
                $$"""
                using System.IO;
                using System.Threading.Tasks;
                using Microsoft.AspNetCore.Builder;

                var app = WebApplication.CreateBuilder(args).Build();
                await Seeds.ReadAsync("seeds.json");
                {{serves}}

                static class Seeds
                {
                    public static async Task<int> ReadAsync(string path)
                    {
                        await Task.Yield();
                        return {{read}}.Length;
                    }
                }
                """,
            },
        },
    }.RunAsync();

    [Fact]
    public Task Top_level_statements_are_silent_but_not_the_asynchronous_lambdas_in_them() => new Verify.Test
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

                var text = File.ReadAllText(args[0]);
                await Task.Delay(text.Length);
                Func<Task<string>> reload = async () => File.{|#0:ReadAllText|}(args[0]);
                await reload();
                """,
            },
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("lambda", "file I/O", "File.ReadAllText") },
        },
    }.RunAsync();

    [Fact]
    public Task Test_class_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;
        using Xunit;

        namespace Xunit
        {
            class FactAttribute : Attribute;
        }

        class ImportTests
        {
            [Fact]
            public async Task Reads_the_file()
            {
                await PrepareAsync();
                File.Delete("input.txt");
                var text = File.ReadAllText("input.txt");
            }

            private static async Task PrepareAsync()
            {
                File.WriteAllText("input.txt", "text");
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task One_time_initialisation_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Templates
        {
            private static readonly string Header = File.ReadAllText("header.html");
            private static readonly string Footer;
            private readonly Lazy<string> menu = new(() => File.ReadAllText("menu.html"));
            private string? body;
            private string? side;
            private string? title;
            private bool isLoaded;

            static Templates() => Footer = File.ReadAllText("footer.html");

            private string Side => side ??= File.ReadAllText("side.html");

            public async Task<string> RenderAsync()
            {
                body ??= File.ReadAllText("body.html");
                if (title == null)
                    title = File.ReadAllText("title.html");
                Load();
                await Task.Yield();
                return Header + title + menu.Value + body + Side + Footer;
            }

            private void Load()
            {
                if (isLoaded)
                    return;

                File.WriteAllText("loaded.txt", "");
                isLoaded = true;
            }
        }
        """);

    [Fact]
    public Task Way_to_an_exception_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Import
        {
            public async Task RunAsync(string? path)
            {
                if (path is null)
                    throw new InvalidOperationException(File.ReadAllText("help.txt"));

                if (path.Length == 0)
                {
                    File.AppendAllText("errors.txt", "empty");
                    throw new ArgumentException("empty", nameof(path));
                }

                if (path.Length > 100)
                    ThrowTooLong(path);
                await Task.Yield();
            }

            private static void ThrowTooLong(string path) => throw new PathTooLongException(File.ReadAllText("help.txt") + path);
        }
        """);

    [Theory]
    [InlineData("paths.Select(path => File.ReadAllText(path))")]
    [InlineData("paths.Select(File.ReadAllText).Where(text => text.Length > 0)")]
    [InlineData("from path in paths select File.ReadAllText(path)")]
    [InlineData("File.ReadLines(paths[0])")]
    [InlineData("Lines(paths[0])")]
    public Task Query_that_is_not_enumerated_is_silent(string query) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        class Search
        {
            public async Task<IEnumerable<string>> PrepareAsync(string[] paths)
            {
                await Task.Yield();
                return {{query}};
            }

            private static IEnumerable<string> Lines(string path)
            {
                foreach (var line in File.ReadAllLines(path))
                    yield return line;
            }
        }
        """);

    [Fact]
    public Task Lambda_that_is_only_stored_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Commands
        {
            private readonly Dictionary<string, Action> actions = [];

            public event Action? Closed;

            public async Task RegisterAsync()
            {
                actions["save"] = () => File.WriteAllText("state.json", "{}");
                actions.Add("reset", Reset);
                Closed += () => File.WriteAllText("closed.txt", "");
                Func<string> read = () => File.ReadAllText("state.json");
                await Task.Yield();
            }

            private static void Reset() => File.WriteAllText("state.json", "");
        }
        """);

    [Fact]
    public Task Work_on_a_thread_of_its_own_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Spooler
        {
            public async Task StartAsync(string path)
            {
                new Thread(() => File.ReadAllText(path)) { IsBackground = true }.Start();
                var writer = new Thread(Write);
                writer.Start();
                await Task.Yield();
            }

            private static void Write() => File.WriteAllText("spool.txt", "");
        }
        """);

    [Fact]
    public Task Work_on_the_pool_is_another_rule_s() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Spooler
        {
            public async Task<string> ReadAsync(string path) => await Task.Run(() => File.ReadAllText(path));
        }
        """);

    [Fact]
    public Task Local_function_that_is_never_called_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Draft
        {
            public async Task SaveAsync()
            {
                await Task.Yield();

                void Dump() => File.WriteAllText("draft.txt", "");
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

        class Query
        {
            public async Task<int> CountAsync(IQueryable<string> paths)
            {
                Expression<Func<string, bool>> isEmpty = path => File.ReadAllText(path) == "";
                await Task.Yield();
                return paths.Count(path => File.ReadAllText(path) != "");
            }
        }
        """);

    [Fact]
    public Task Name_of_a_blocking_method_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Log
        {
            public async Task<string> NameAsync()
            {
                await Task.Yield();
                return nameof(File.ReadAllText);
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
                using System.IO;
                using System.Threading.Tasks;

                class Client
                {
                    public async Task<string> LoadAsync(string path)
                    {
                        await Task.Yield();
                        return File.ReadAllText(path);
                    }
                }
                """),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Synchronous_code_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;

        class Store
        {
            public string Load(string path) => File.ReadAllText(path);
        }
        """);

    [Fact]
    public Task Blocking_in_an_asynchronous_callee_is_told_there_only() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public async Task<string> LoadTwiceAsync(string path) => await LoadAsync(path) + await LoadAsync(path);

            private async Task<string> LoadAsync(string path)
            {
                await Task.Yield();
                return File.[|ReadAllText|](path);
            }
        }
        """);

    // Configuration

    [Theory]
    [InlineData("concurrency.report_file_metadata", "File.{|#0:Exists|}(\"a.txt\")", "file metadata", "File.Exists")]
    [InlineData("concurrency.report_console", "Console.{|#0:ReadKey|}(Console.IsInputRedirected)", "standard input", "Console.ReadKey")]
    [InlineData("concurrency.report_one_time", "header ??= File.{|#0:ReadAllText|}(\"a.txt\")", "file I/O", "File.ReadAllText")]
    public Task Option_asks_for_more(string option, string expression, string kind, string api) => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                $$"""
                using System;
                using System.IO;
                using System.Threading.Tasks;

                class Page
                {
                    private string? header;

                    public async Task RenderAsync()
                    {
                        var value = {{expression}};
                        await Task.Yield();
                    }
                }
                """,
            },
            AnalyzerConfigFiles = { ("/.editorconfig", $"root = true\n[*.cs]\n{option} = true\n") },
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("RenderAsync", kind, api) },
        },
    }.RunAsync();

    [Fact]
    public Task File_that_is_touched_in_a_branch_of_a_helper_is_a_suggestion() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Packages(bool isRooted, HttpClient http)
        {
            public async Task ExtractAsync(string from, string to, bool again)
            {
                await Task.Yield();
                {|#0:Extract|}(from, to);
                [|Always|](from, to);
                [|Ask|]();
                if (again)
                {
                    File.[|Copy|](from, to);
                }
            }

            private void Extract(string from, string to)
            {
                if (isRooted)
                {
                    File.Copy(from, to);
                }
            }

            private static void Always(string from, string to) => File.Copy(from, to);

            private void Ask()
            {
                if (isRooted)
                {
                    http.Send(new HttpRequestMessage());
                }
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("ExtractAsync", "file I/O", "Extract → File.Copy").WithSeverity(DiagnosticSeverity.Info));

    [Fact]
    public Task Tidying_up_after_a_failure_is_a_suggestion() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Import
        {
            public async Task RunAsync(Task work, string path)
            {
                try
                {
                    await work;
                }
                catch (IOException e)
                {
                    File.{|#0:WriteAllText|}(path, e.Message);
                    {|#1:Note|}(path, e.Message);
                }

                {|#2:Note|}(path, "done");
            }

            private static void Note(string path, string text) => File.AppendAllText(path, text);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("RunAsync", "file I/O", "File.WriteAllText").WithSeverity(DiagnosticSeverity.Warning),
        Verify.Diagnostic().WithLocation(1).WithArguments("RunAsync", "file I/O", "Note → File.AppendAllText").WithSeverity(DiagnosticSeverity.Info),
        Verify.Diagnostic().WithLocation(2).WithArguments("RunAsync", "file I/O", "Note → File.AppendAllText").WithSeverity(DiagnosticSeverity.Warning));

    [Fact]
    public Task Kinds_that_are_off_by_default_are_suggestions_when_asked_for() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System;
                using System.IO;
                using System.Threading.Tasks;

                class Report
                {
                    public async Task PrintAsync(string path)
                    {
                        if (File.{|#0:Exists|}(path))
                            Console.{|#1:WriteLine|}(path);
                        await Task.Yield();
                    }
                }
                """,
            },
            AnalyzerConfigFiles =
            {
                ("/.editorconfig", """
                root = true
                [*.cs]
                concurrency.report_file_metadata = true
                concurrency.report_console = true
                """),
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("PrintAsync", "file metadata", "File.Exists").WithSeverity(DiagnosticSeverity.Info),
                Verify.Diagnostic().WithLocation(1).WithArguments("PrintAsync", "the console", "Console.WriteLine").WithSeverity(DiagnosticSeverity.Info),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Option_asks_for_tests() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System;
                using System.IO;
                using System.Threading.Tasks;
                using Xunit;

                namespace Xunit
                {
                    class FactAttribute : Attribute;
                }

                class ImportTests
                {
                    [Fact]
                    public async Task Reads_the_file()
                    {
                        await Task.Yield();
                        var text = File.[|ReadAllText|]("input.txt");
                    }
                }
                """,
            },
            AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\nconcurrency.report_in_tests = true\n") },
        },
    }.RunAsync();

    [Theory]
    [InlineData("maybe", "source.Open().[|ReadByte|]()")]
    [InlineData("likely", "source.Open().ReadByte()")]
    [InlineData("likely", "command.[|ExecuteScalar|]()")]
    [InlineData("definite", "command.ExecuteScalar()")]
    [InlineData("definite", "File.[|ReadAllText|](\"a.txt\")")]
    public Task Option_says_how_sure_the_evidence_must_be(string strength, string expression) => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                $$"""
                using System.Data.Common;
                using System.IO;
                using System.Threading.Tasks;

                abstract class Source
                {
                    public abstract Stream Open();
                }

                class Import(Source source, DbCommand command)
                {
                    public async Task RunAsync()
                    {
                        var value = {{expression}};
                        await Task.Yield();
                    }
                }
                """,
            },
            AnalyzerConfigFiles = { ("/.editorconfig", $"root = true\n[*.cs]\nconcurrency.minimum_strength = {strength}\n") },
        },
    }.RunAsync();

    [Fact]
    public Task Additional_file_describes_code_that_one_does_not_own() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.Threading.Tasks;
                using Legacy;

                class Mailer(Gateway gateway)
                {
                    public async Task SendAsync(string text)
                    {
                        gateway.{|#0:Send|}(text);
                        gateway.Queue(text);
                        await Task.Yield();
                    }
                }
                """,
            },
            AdditionalFiles = { ("/0/legacy.concurrency.txt", "M:Legacy.Gateway.Send  network  definite  any  -  -\n") },
            AdditionalProjects =
            {
                ["Legacy"] =
                {
                    Sources =
                    {
                        """
                        namespace Legacy;

                        public abstract class Gateway
                        {
                            public abstract void Send(string text);

                            public abstract void Queue(string text);
                        }
                        """,
                    },
                },
            },
            AdditionalProjectReferences = { "Legacy" },
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("SendAsync", "network I/O", "Gateway.Send") },
        },
    }.RunAsync();

    [Fact]
    public Task Annotations_win_over_what_the_engine_sees() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers;

        namespace ConcurrencyAnalyzers
        {
            class BlockingIoAttribute : Attribute;

            class NonBlockingAttribute : Attribute;
        }

        interface IPrinter
        {
            [BlockingIo]
            void Print(string text);
        }

        class Ramdisk
        {
            [NonBlocking]
            public string Read(string path) => File.ReadAllText(path);
        }

        class Office(IPrinter printer, Ramdisk ramdisk)
        {
            public async Task PrintAsync()
            {
                printer.[|Print|](ramdisk.Read("/dev/shm/page"));
                await Task.Yield();
            }
        }
        """);

    // Fixed

    [Fact]
    public Task Call_is_awaited() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task SaveAsync(string text)
            {
                // The old file is kept.
                File.[|WriteAllText|]("settings.json", text); // and this too
                await Task.Yield();
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task SaveAsync(string text)
            {
                // The old file is kept.
                await File.WriteAllTextAsync("settings.json", text); // and this too
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Token_is_passed_along() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> LoadAsync(string path, CancellationToken cancellationToken)
            {
                return File.[|ReadAllText|](path);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> LoadAsync(string path, CancellationToken cancellationToken)
            {
                return await File.ReadAllTextAsync(path, cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Nearest_token_is_passed_along() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Import
        {
            public Task RunAsync(IEnumerable<string> paths, CancellationToken cancellationToken) =>
                Parallel.ForEachAsync(paths, cancellationToken, async (path, token) =>
                {
                    var text = File.[|ReadAllText|](path);
                    await Task.Delay(text.Length, token);
                });
        }
        """,
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Import
        {
            public Task RunAsync(IEnumerable<string> paths, CancellationToken cancellationToken) =>
                Parallel.ForEachAsync(paths, cancellationToken, async (path, token) =>
                {
                    var text = await File.ReadAllTextAsync(path, token);
                    await Task.Delay(text.Length, token);
                });
        }
        """);

    [Fact]
    public Task Style_of_the_method_is_kept() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Copy
        {
            public async Task RunAsync(string from, string to)
            {
                var text = await File.ReadAllTextAsync(from).ConfigureAwait(false);
                File.[|WriteAllText|](to, text);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Copy
        {
            public async Task RunAsync(string from, string to)
            {
                var text = await File.ReadAllTextAsync(from).ConfigureAwait(false);
                await File.WriteAllTextAsync(to, text).ConfigureAwait(false);
            }
        }
        """);

    [Theory]
    [InlineData("File.[|ReadAllText|](path).Length", "(await File.ReadAllTextAsync(path)).Length")]
    [InlineData("File.[|ReadAllBytes|](path)[0]", "(await File.ReadAllBytesAsync(path))[0]")]
    [InlineData("File.[|ReadAllText|](path).Trim().Length", "(await File.ReadAllTextAsync(path)).Trim().Length")]
    [InlineData("1 + File.[|ReadAllText|](path)!.Length", "1 + (await File.ReadAllTextAsync(path))!.Length")]
    [InlineData("int.Parse(File.[|ReadAllText|](path))", "int.Parse(await File.ReadAllTextAsync(path))")]
    [InlineData("(File.[|ReadAllText|](path)).Length", "(await File.ReadAllTextAsync(path)).Length")]
    [InlineData("File.[|ReadAllText|](path: path)?.Length ?? 0", "(await File.ReadAllTextAsync(path: path))?.Length ?? 0")]
    public Task Parentheses_are_written_where_they_are_needed(string before, string after)
    {
        return Verify.VerifyCodeFixAsync(Program(before), Program(after));

        static string Program(string expression) =>
            $$"""
            using System.IO;
            using System.Threading.Tasks;

            class Page
            {
                public async Task<int> MeasureAsync(string path)
                {
                    return {{expression}};
                }
            }
            """;
    }

    [Fact]
    public Task Helper_is_exchanged_for_its_asynchronous_form() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public string Load(string key) => File.ReadAllText(key);

            public async ValueTask<string> LoadAsync(string key) => await File.ReadAllTextAsync(key);
        }

        class Session(Store store)
        {
            public async Task<string> StartAsync(string user)
            {
                return store.[|Load|](user);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Store
        {
            public string Load(string key) => File.ReadAllText(key);

            public async ValueTask<string> LoadAsync(string key) => await File.ReadAllTextAsync(key);
        }

        class Session(Store store)
        {
            public async Task<string> StartAsync(string user)
            {
                return await store.LoadAsync(user);
            }
        }
        """);

    [Fact]
    public Task Token_behind_omitted_optional_arguments_is_named() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public T Load<T>(string key, T fallback, Encoding? encoding = null) => File.ReadAllText(key) == "" ? fallback : fallback;

            public Task<T> LoadAsync<T>(string key, T fallback, Encoding? encoding = null, CancellationToken stop = default) => Task.FromResult(fallback);
        }

        class Session(Store store)
        {
            public async Task<int> StartAsync(string user, CancellationToken cancellationToken)
            {
                return store.[|Load|](user, 1) + store.[|Load|]<int>(fallback: 2, key: user);
            }
        }
        """,
        """
        using System.IO;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public T Load<T>(string key, T fallback, Encoding? encoding = null) => File.ReadAllText(key) == "" ? fallback : fallback;

            public Task<T> LoadAsync<T>(string key, T fallback, Encoding? encoding = null, CancellationToken stop = default) => Task.FromResult(fallback);
        }

        class Session(Store store)
        {
            public async Task<int> StartAsync(string user, CancellationToken cancellationToken)
            {
                return await store.LoadAsync(user, 1, stop: cancellationToken) + await store.LoadAsync<int>(fallback: 2, key: user, stop: cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Form_with_further_optional_parameters_is_taken() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public void Save(string key) => File.WriteAllText(key, "");

            public Task SaveAsync(string key, CancellationToken cancellationToken = default, bool overwrite = true) => Task.CompletedTask;
        }

        class Session(Store store)
        {
            public async Task EndAsync(string user)
            {
                store.[|Save|](user);
                await Task.Yield();
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public void Save(string key) => File.WriteAllText(key, "");

            public Task SaveAsync(string key, CancellationToken cancellationToken = default, bool overwrite = true) => Task.CompletedTask;
        }

        class Session(Store store)
        {
            public async Task EndAsync(string user)
            {
                await store.SaveAsync(user);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Token_that_the_form_requires_is_given_its_default() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public void Save(string key) => File.WriteAllText(key, "");

            public Task SaveAsync(string key, CancellationToken cancellationToken) => Task.CompletedTask;
        }

        class Session(Store store)
        {
            public async Task EndAsync(string user)
            {
                store.[|Save|](user);
                await Task.Yield();
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Store
        {
            public void Save(string key) => File.WriteAllText(key, "");

            public Task SaveAsync(string key, CancellationToken cancellationToken) => Task.CompletedTask;
        }

        class Session(Store store)
        {
            public async Task EndAsync(string user)
            {
                await store.SaveAsync(user, default);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Several_in_one_statement_and_in_each_other_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Merge
        {
            public async Task RunAsync(string left, string right, string to, CancellationToken cancellationToken)
            {
                File.[|WriteAllText|](to, File.[|ReadAllText|](left) + File.[|ReadAllText|](File.[|ReadAllText|](right).Trim()));
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Merge
        {
            public async Task RunAsync(string left, string right, string to, CancellationToken cancellationToken)
            {
                await File.WriteAllTextAsync(to, await File.ReadAllTextAsync(left, cancellationToken) + await File.ReadAllTextAsync((await File.ReadAllTextAsync(right, cancellationToken)).Trim(), cancellationToken), cancellationToken);
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
                    public async Task<string> ReadAsync(string path) => File.[|ReadAllText|](path);
                }
                """,
                """
                using System.IO;
                using System.Threading.Tasks;

                class Writer
                {
                    public async Task WriteAsync(string path) => File.[|WriteAllText|](path, "");
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
    public Task Asynchronous_lambda_and_local_function_are_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Menu
        {
            public void Start(CancellationToken cancellationToken)
            {
                Func<Task> export = async () => File.[|WriteAllText|]("export.txt", "");
                _ = ReadAsync("a.txt");

                static async Task<string> ReadAsync(string path)
                {
                    return File.[|ReadAllText|](path);
                }
            }
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Menu
        {
            public void Start(CancellationToken cancellationToken)
            {
                Func<Task> export = async () => await File.WriteAllTextAsync("export.txt", "", cancellationToken);
                _ = ReadAsync("a.txt");

                static async Task<string> ReadAsync(string path)
                {
                    return await File.ReadAllTextAsync(path);
                }
            }
        }
        """);

    [Fact]
    public Task Private_form_beside_a_private_one_is_found() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> ReadAsync(string path) => this.[|Load|](path).Trim();

            private string Load(string path) => File.ReadAllText(path);

            private Task<string> LoadAsync(string path) => File.ReadAllTextAsync(path);
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> ReadAsync(string path) => (await this.LoadAsync(path)).Trim();

            private string Load(string path) => File.ReadAllText(path);

            private Task<string> LoadAsync(string path) => File.ReadAllTextAsync(path);
        }
        """);

    [Fact]
    public Task First_source_of_a_query_is_fixed() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        class Search
        {
            public async Task<string[]> RunAsync(string path)
            {
                return (from line in File.[|ReadAllLines|](path) where line.Length > 0 select line).ToArray();
            }
        }
        """,
        """
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        class Search
        {
            public async Task<string[]> RunAsync(string path)
            {
                return (from line in await File.ReadAllLinesAsync(path) where line.Length > 0 select line).ToArray();
            }
        }
        """);

    [Fact]
    public Task Reader_of_a_file_is_awaited() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Import
        {
            public async Task<string> RunAsync(string path, CancellationToken cancellationToken)
            {
                using var reader = new StreamReader(path);
                while (reader.[|ReadLine|]() is { Length: > 0 } line)
                    await Task.Delay(line.Length, cancellationToken);
                return reader.[|ReadToEnd|]();
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Import
        {
            public async Task<string> RunAsync(string path, CancellationToken cancellationToken)
            {
                using var reader = new StreamReader(path);
                while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
                    await Task.Delay(line.Length, cancellationToken);
                return await reader.ReadToEndAsync(cancellationToken);
            }
        }
        """);

    // Not fixed

    [Theory]
    [InlineData("lock (gate) File.[|WriteAllText|](path, \"\");")]
    [InlineData("try { Work(); } catch (Exception) when (File.[|ReadAllText|](path) == \"\") { }")]
    [InlineData("new List<string> { path }.ForEach(p => File.[|WriteAllText|](p, \"\"));")]
    [InlineData("var texts = (from p in new[] { path } select File.[|ReadAllText|](p)).ToList();")]
    [InlineData("Monitor.Enter(gate); try { File.[|WriteAllText|](path, \"\"); } finally { Monitor.Exit(gate); }")]
    [InlineData("using (new Held(gate)) { File.[|WriteAllText|](path, \"\"); }")]
    [InlineData("slim.EnterReadLock(); try { File.[|ReadAllText|](path); } finally { slim.ExitReadLock(); }")]
    [InlineData("Span<char> buffer = stackalloc char[8]; File.[|ReadAllText|](path).AsSpan(0, 8).CopyTo(buffer); Work(buffer);")]
    [InlineData("using (scope.EnterScope()) File.[|WriteAllText|](path, \"\");")]
    [InlineData("unsafe { File.[|WriteAllText|](path, \"\"); }")]
    public Task No_fix_is_offered_where_nothing_can_be_awaited(string statement) => Verify.VerifyNoFixAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        sealed class Held : IDisposable
        {
            private readonly object gate;

            public Held(object gate)
            {
                this.gate = gate;
                Monitor.Enter(gate);
            }

            public void Dispose() => Monitor.Exit(gate);
        }

        class Store
        {
            private readonly object gate = new();
            private readonly Lock scope = new();
            private readonly ReaderWriterLockSlim slim = new();

            public async Task RunAsync(string path)
            {
                await Task.Yield();
                {{statement}}
            }

            private static void Work(ReadOnlySpan<char> text = default)
            {
            }
        }
        """);

    [Fact]
    public Task Method_that_returns_its_task_without_the_keyword_is_given_it() => Verify.VerifyCodeFixAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            public Task<string> LoadAsync(string path) => Task.FromResult(File.[|ReadAllText|](path));

            public Task<string> LoadAsync(string path, CancellationToken cancellationToken)
            {
                // Both at once.
                var text = File.[|ReadAllText|](path) + File.[|ReadAllText|](path + "1");
                return Task.FromResult(text);
            }
        }
        """,
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task<string> LoadAsync(string path) => await File.ReadAllTextAsync(path);

            public async Task<string> LoadAsync(string path, CancellationToken cancellationToken)
            {
                // Both at once.
                var text = await File.ReadAllTextAsync(path, cancellationToken) + await File.ReadAllTextAsync(path + "1", cancellationToken);
                return text;
            }
        }
        """);

    [Fact]
    public Task Lambda_becomes_asynchronous_where_what_runs_it_can_await_it() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task LoadAsync(string path)
            {
                await Task.Yield();
                Guard(() => File.[|ReadAllText|](path));
                Guard(() => { Console.WriteLine(File.[|ReadAllText|](path)); });
            }

            private static void Guard(Action action) => action();

            private static T Guard<T>(Func<T> action) => action();

            private static Task GuardAsync(Func<Task> action) => action();

            private static Task<T> GuardAsync<T>(Func<Task<T>> action) => action();
        }
        """,
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public async Task LoadAsync(string path)
            {
                await Task.Yield();
                await GuardAsync(async () => await File.ReadAllTextAsync(path));
                await GuardAsync(async () => { Console.WriteLine(await File.ReadAllTextAsync(path)); });
            }

            private static void Guard(Action action) => action();

            private static T Guard<T>(Func<T> action) => action();

            private static Task GuardAsync(Func<Task> action) => action();

            private static Task<T> GuardAsync<T>(Func<Task<T>> action) => action();
        }
        """);

    [Theory]
    [InlineData("settings.[|Reset|]()")] // no asynchronous form
    [InlineData("settings.[|Text|].ToString()")]
    [InlineData("new [|Settings|](\"a.json\").ToString()")]
    [InlineData("settings.[|Save|]()")] // obsolete
    [InlineData("settings.[|Flush|]()")] // does not give the result
    [InlineData("settings.[|Seal|](1)")] // takes something else
    [InlineData("maybe?.[|Load|](\"a\")")] // awaiting null throws
    [InlineData("settings.[|Try|](\"a\", out _)")]
    [InlineData("settings.[|Hide|]()")] // not accessible
    public Task No_fix_is_offered_without_a_form_that_means_the_same(string expression) => Verify.VerifyNoFixInPlaceAsync(
        $$"""
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Settings
        {
            public Settings(string path) => Path = File.ReadAllText(path);

            public string Path { get; }

            public string Text => File.ReadAllText(Path);

            public int Reset() => File.ReadAllBytes(Path).Length;

            public int Save() => File.ReadAllBytes(Path).Length;

            [Obsolete("Use Save.")]
            public Task<int> SaveAsync() => Task.FromResult(0);

            public int Flush() => File.ReadAllBytes(Path).Length;

            public Task FlushAsync() => Task.CompletedTask;

            public int Seal(int version) => File.ReadAllBytes(Path).Length;

            public Task<int> SealAsync(string version) => Task.FromResult(0);

            public string Load(string key) => File.ReadAllText(key);

            public Task<string> LoadAsync(string key) => File.ReadAllTextAsync(key);

            public bool Try(string key, out string text) => (text = File.ReadAllText(key)) != "";

            public Task<bool> TryAsync(string key) => Task.FromResult(true);

            public int Hide() => File.ReadAllBytes(Path).Length;

            private Task<int> HideAsync() => Task.FromResult(0);
        }

        class Session(Settings settings, Settings? maybe)
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

        interface IDraft
        {
            void Close();

            Task CloseAsync();
        }

        class Draft : IDraft
        {
            public void Save() => File.WriteAllText("draft.txt", "");

            public async Task SaveAsync()
            {
                [|Save|]();
                await Task.Yield();
            }

            public void Close() => File.WriteAllText("draft.txt", "");

            public async Task CloseAsync()
            {
                ((IDraft)this).[|Close|]();
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Fix_never_calls_the_method_that_its_lambda_stands_in() => Verify.VerifyNoFixAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        class Draft
        {
            public void Save() => File.WriteAllText("draft.txt", "");

            public Task SaveAsync()
            {
                Func<Task> save = async () => [|Save|]();
                return save();
            }
        }
        """);

    [Fact]
    public Task Method_group_and_iterator_get_no_fix() => Verify.VerifyNoFixAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        class Import
        {
            public async Task RunAsync(string[] paths)
            {
                var texts = Array.[|ConvertAll|](paths, File.ReadAllText);
                foreach (var line in File.[|ReadLines|](paths[0]))
                    await Task.Delay(line.Length + texts.Length);
            }
        }
        """);

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_without_the_asynchronous_form_gets_no_fix(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.IO;
            using System.Threading.Tasks;

            class Settings
            {
                public async Task<string> LoadAsync(string path)
                {
                    await Task.Yield();
                    return File.[|ReadAllText|](path);
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
        OffersNoFix = true,
    }.RunAsync();

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_gets_the_form_that_it_has(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.IO;
            using System.Threading;
            using System.Threading.Tasks;

            class Settings
            {
                public async Task<string> LoadAsync(string path, CancellationToken cancellationToken)
                {
                    using (var reader = File.OpenText(path))
                    {
                        return reader.[|ReadToEnd|]();
                    }
                }
            }
            """,
        FixedCode =
            """
            using System.IO;
            using System.Threading;
            using System.Threading.Tasks;

            class Settings
            {
                public async Task<string> LoadAsync(string path, CancellationToken cancellationToken)
                {
                    using (var reader = File.OpenText(path))
                    {
                        return await reader.ReadToEndAsync();
                    }
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);
}
