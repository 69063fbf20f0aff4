using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<UnboundedFanOutAnalyzer, UnboundedFanOutCodeFix>;

public sealed class UnboundedFanOutTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Data.Common;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        """;

    // What is reported, re-created from public threads

    // dannycabrera/SimpleBackgroundUpload#1: three thousand pictures of a folder, a task for each.
    [Fact]
    public Task Pictures_of_a_folder() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Upload(HttpClient client)
        {
            public async Task RunAsync(string folder, CancellationToken token)
            {
                var uploads = new List<Task>();
                foreach (var picture in Directory.EnumerateFiles(folder, "*.jpg"))
                {
                    uploads.Add(UploadAsync(picture));
                }

                await Task.[|WhenAll|](uploads).ConfigureAwait(false);
            }

            private async Task UploadAsync(string picture)
            {
                using var content = new StreamContent(File.OpenRead(picture));
                await client.PostAsync("pictures", content).ConfigureAwait(false);
            }
        }
        """,
        Usings +
        """
        class Upload(HttpClient client)
        {
            public async Task RunAsync(string folder, CancellationToken token)
            {
                await Parallel.ForEachAsync(Directory.EnumerateFiles(folder, "*.jpg"), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = token }, async (picture, _) => await UploadAsync(picture).ConfigureAwait(false)).ConfigureAwait(false);
            }

            private async Task UploadAsync(string picture)
            {
                using var content = new StreamContent(File.OpenRead(picture));
                await client.PostAsync("pictures", content).ConfigureAwait(false);
            }
        }
        """);

    // louthy/language-ext#620: a sequence without an end, of which each item asks another service.
    [Fact]
    public Task Sequence_without_an_end() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        class Numbers(HttpClient client)
        {
            public async Task AskAsync(CancellationToken stop)
            {
                var answers = new List<Task>();
                await foreach (var number in All().WithCancellation(stop))
                    answers.Add(AskAsync(number));
                await Task.[|WhenAll|](answers);
            }

            private static async IAsyncEnumerable<int> All()
            {
                for (var i = 0; ; i++)
                {
                    await Task.Yield();
                    yield return i;
                }
            }

            private async Task AskAsync(int number) => await client.GetStringAsync($"{number}");
        }
        """,
        Usings +
        """
        class Numbers(HttpClient client)
        {
            public async Task AskAsync(CancellationToken stop)
            {
                await Parallel.ForEachAsync(All(), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = stop }, async (number, _) => await AskAsync(number));
            }

            private static async IAsyncEnumerable<int> All()
            {
                for (var i = 0; ; i++)
                {
                    await Task.Yield();
                    yield return i;
                }
            }

            private async Task AskAsync(int number) => await client.GetStringAsync($"{number}");
        }
        """);

    // RockLib/RockLib.Messaging#150: a consumer without back pressure takes whole partitions into memory.
    [Fact]
    public Task Consumer_without_back_pressure() => Verify.VerifyCodeFixAsync(
        Usings +
        """
        record Message(string Body);

        class Receiver(ChannelReader<Message> messages, HttpClient client)
        {
            public async Task RunAsync(CancellationToken token)
            {
                await foreach (var message in messages.ReadAllAsync(token))
                {
                    _ = [|HandleAsync|](message);
                }
            }

            private async Task HandleAsync(Message message)
            {
                try
                {
                    await client.PostAsync("handled", new StringContent(message.Body));
                }
                catch (Exception e)
                {
                    Console.WriteLine(e.Message);
                }
            }
        }
        """,
        Usings +
        """
        record Message(string Body);

        class Receiver(ChannelReader<Message> messages, HttpClient client)
        {
            public async Task RunAsync(CancellationToken token)
            {
                await Parallel.ForEachAsync(messages.ReadAllAsync(token), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = token }, async (message, _) => await HandleAsync(message));
            }

            private async Task HandleAsync(Message message)
            {
                try
                {
                    await client.PostAsync("handled", new StringContent(message.Body));
                }
                catch (Exception e)
                {
                    Console.WriteLine(e.Message);
                }
            }
        }
        """);

    // dotnetcore/CAP#935: channels that hold messages in memory; behind one, a task for each message as well.
    [Fact]
    public Task Messages_of_a_channel() => Verify.VerifyNoFixAsync(
        Usings +
        """
        class Dispatcher(ChannelReader<string> published, HttpClient client)
        {
            public async Task SendAsync()
            {
                while (await published.WaitToReadAsync())
                {
                    while (published.TryRead(out var message))
                        _ = [|SendAsync|](message);
                }
            }

            private async Task SendAsync(string message) => await client.PostAsync("publish", new StringContent(message));
        }
        """);

    // dotnet/buildtools#726: items of a list, one a line, and the machine is out of memory.
    [Fact]
    public Task Lines_of_a_list() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        class Mirror(HttpClient client)
        {
            public async Task<int> RunAsync(string list)
            {
                var tasks = File.ReadLines(list).Where(line => line.Length > 0).Select(CopyAsync).ToList();
                var copied = await Task.[|WhenAll|](tasks);
                return copied.Sum();
            }

            private async Task<int> CopyAsync(string name)
            {
                var bytes = await client.GetByteArrayAsync(name);
                await File.WriteAllBytesAsync(Path.GetFileName(name), bytes);
                return bytes.Length;
            }
        }
        """);

    // npgsql/npgsql#2413: work is started in a loop that waits for none of it, until there are no connections left. Here for each row of a table.
    [Fact]
    public Task Rows_of_a_table() => Verify.VerifyNoFixAsync(
        Usings +
        """
        class Copy(DbDataSource target)
        {
            public async Task RunAsync(DbCommand query)
            {
                var inserts = new List<Task>();
                await using var reader = await query.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    inserts.Add(InsertAsync(reader.GetString(0)));
                }

                await Task.[|WhenAll|](inserts);
            }

            private async Task InsertAsync(string name)
            {
                await using var connection = await target.OpenConnectionAsync();
                await using var command = connection.CreateCommand();
                command.CommandText = name;
                await command.ExecuteNonQueryAsync();
            }
        }
        """);

    // dotnet/docs#31135: thousands of records, here all that a table has.
    [Fact]
    public Task All_of_a_table() => new Verify.Test
    {
        TestCode = Usings +
            """
            using Microsoft.EntityFrameworkCore;

            class Record
            {
                public int Id { get; set; }

                public bool IsOpen { get; set; }
            }

            class Shop : DbContext
            {
                public DbSet<Record> Records => Set<Record>();
            }

            class Export(Shop shop, HttpClient client)
            {
                public async Task AllAsync()
                {
                    var records = await shop.Records.ToListAsync();
                    await Task.[|WhenAll|](records.Select(record => SendAsync(record.Id)));
                }

                public async Task DirectlyAsync() => await Task.[|WhenAll|](shop.Records.OrderBy(record => record.Id).AsEnumerable().Select(record => SendAsync(record.Id)));

                // A filter may leave two of a million: CONC506.
                public async Task OpenAsync() => await Task.WhenAll((await shop.Records.Where(record => record.IsOpen).ToListAsync()).Select(record => SendAsync(record.Id)));

                public async Task SomeAsync() => await Task.WhenAll((await shop.Records.OrderBy(record => record.Id).Take(20).ToListAsync()).Select(record => SendAsync(record.Id)));

                private async Task SendAsync(int id) => await client.PostAsync($"records/{id}", null);
            }
            """,
        AdditionalReferences = { RemotePackages.Reference },
    }.RunAsync();

    // Other shapes

    [Theory]
    [InlineData("var all = new List<Task>(); await foreach (var line in File.ReadLinesAsync(name)) all.Add(client.GetStringAsync(line)); await Task.[|WhenAll|](all);")]
    [InlineData("await Task.[|WhenAll|](Directory.EnumerateFiles(name).Select(file => File.ReadAllTextAsync(file)));")]
    [InlineData("await Task.[|WhenAll|](new DirectoryInfo(name).EnumerateFiles().Select(file => File.ReadAllTextAsync(file.FullName)));")]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) _ = client.[|GetStringAsync|](item);")]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) { if (item.Length == 0) continue; _ = Task.[|Run|](() => client.GetStringAsync(item)); }")]
    [InlineData("await foreach (var item in channel.Reader.ReadAllAsync().ConfigureAwait(false)) { _ = client.[|GetStringAsync|](item); }")]
    [InlineData("var all = new List<Task>(); await foreach (var item in channel.Reader.ReadAllAsync()) all.Add(client.GetStringAsync(item)); await Task.[|WhenAll|](all);")]
    public Task Source_without_a_size_is_reported(string statements) => Verify.VerifyAnalyzerAsync(Program(statements));

    [Fact]
    public Task Messages_name_what_starts_and_what_is_read() => Verify.VerifyAnalyzerAsync(
        Program("await Task.{|#0:WhenAll|}(File.ReadLines(name).Select(line => client.{|#1:GetStringAsync|}(line))); await foreach (var item in channel.Reader.ReadAllAsync()) _ = client.{|#2:GetStringAsync|}(item);"),
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1).WithMessage("'Task.WhenAll' has network I/O under way for every item of 'File.ReadLines', which is read as fast as it comes: HttpClient.GetStringAsync"),
        Verify.Diagnostic().WithLocation(2).WithMessage("The loop has network I/O under way for every item of 'ChannelReader.ReadAllAsync', which is read as fast as it comes: HttpClient.GetStringAsync"));

    [Fact]
    public Task Program_of_statements_is_fixed() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.IO;
                using System.Linq;
                using System.Net.Http;
                using System.Threading.Tasks;

                using var client = new HttpClient();
                await Task.[|WhenAll|](File.ReadLines(args[0]).Select(line => client.GetStringAsync(line)));
                """,
            },
            OutputKind = OutputKind.ConsoleApplication,
        },
        FixedCode =
            """
            using System.IO;
            using System.Linq;
            using System.Net.Http;
            using System.Threading.Tasks;

            using var client = new HttpClient();
            await Parallel.ForEachAsync(File.ReadLines(args[0]), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (line, _) => await client.GetStringAsync(line));
            """,
    }.RunAsync();

    [Fact]
    public Task Two_of_them_are_fixed_together() => Verify.VerifyCodeFixAsync(
        Program(
            """
            await Task.[|WhenAll|](File.ReadLines(name).Select(line => client.GetStringAsync(line)));
            await Task.[|WhenAll|](Directory.EnumerateFiles(name).Select(async file => await File.ReadAllTextAsync(file)));
            """),
        Program(
            """
            await Parallel.ForEachAsync(File.ReadLines(name), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (line, _) => await client.GetStringAsync(line));
            await Parallel.ForEachAsync(Directory.EnumerateFiles(name), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (file, _) => await File.ReadAllTextAsync(file));
            """));

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_reported_without_a_fix(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.IO;
            using System.Linq;
            using System.Net.Http;
            using System.Threading.Tasks;

            class Pages
            {
                private readonly HttpClient client = new HttpClient();

                public async Task FetchAsync(string list)
                {
                    await Task.[|WhenAll|](File.ReadLines(list).Select(url => client.GetStringAsync(url)));
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
    [InlineData("await foreach (var item in channel.Reader.ReadAllAsync()) _ = client.[|GetStringAsync|](item);")] // a failure would end the loop
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) _ = [|QuietAsync|](item);")] // dotnet/runtime#81877: each place of the loop would keep a thread
    [InlineData("await Task.[|WhenAll|](File.ReadLines(name).Where(line => line != \"\").Select(line => client.GetStringAsync(line)));")]
    [InlineData("var texts = await Task.[|WhenAll|](File.ReadLines(name).Select(line => client.GetStringAsync(line))); Console.WriteLine(texts.Length);")]
    [InlineData("var all = new List<Task>(); foreach (var line in File.ReadLines(name)) { Console.WriteLine(line); all.Add(client.GetStringAsync(line)); } await Task.[|WhenAll|](all);")]
    [InlineData("try { await Task.[|WhenAll|](File.ReadLines(name).Select(line => client.GetStringAsync(line))); } catch (Exception) { Console.WriteLine(); }")]
    public Task There_is_no_fix(string statements) => Verify.VerifyNoFixAsync(Program(statements));

    // Silent, re-created from public threads

    // dotnet/runtime#72806: a channel as the source of a loop with a degree.
    [Fact]
    public Task Loop_with_a_degree() => Silent("await Parallel.ForEachAsync(channel.Reader.ReadAllAsync(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (item, token) => await client.GetStringAsync(item, token));");

    // dotnet/runtime#53709: a semaphore, here in front of each start.
    [Fact]
    public Task Semaphore_in_the_loop() => Silent(
        """
        using var free = new SemaphoreSlim(8);
        await foreach (var item in channel.Reader.ReadAllAsync())
        {
            await free.WaitAsync();
            _ = client.GetStringAsync(item).ContinueWith(_ => free.Release());
        }
        """);

    // Open-NET-Libraries/Open.ChannelExtensions#26: thirty readers of one channel, each of which waits for its own item.
    [Fact]
    public Task Readers_that_wait() => Silent(
        """
        var readers = Enumerable.Range(0, 30).Select(async _ =>
        {
            await foreach (var item in channel.Reader.ReadAllAsync())
                await client.GetStringAsync(item);
        });
        await Task.WhenAll(readers);
        """);

    // dotnet/docs#31135: in chunks, of an asynchronous sequence, too.
    [Fact]
    public Task Window_that_is_waited_for() => Silent(
        """
        var window = new List<Task>();
        await foreach (var line in File.ReadLinesAsync(name))
        {
            window.Add(client.GetStringAsync(line));
            if (window.Count == 10)
            {
                await Task.WhenAll(window);
                window.Clear();
            }
        }

        await Task.WhenAll(window);
        """);

    // Dasync/AsyncEnumerable#6: one call after another, which is slow, and bounded.
    [Fact]
    public Task One_after_another() => Silent("await foreach (var line in File.ReadLinesAsync(name)) { await client.GetStringAsync(line); }");

    // rabbitmq/rabbitmq-dotnet-client#301: a server that serves each connection as long as that lasts.
    [Fact]
    public Task Connections_that_are_accepted() => Verify.VerifyAnalyzerAsync(
        Usings +
        """
        using System.Net;
        using System.Net.Sockets;

        class Server(ChannelReader<TcpClient> accepted)
        {
            public async Task RunAsync(TcpListener listener)
            {
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync();
                    _ = ServeAsync(client);
                }
            }

            public async Task ServeAsync()
            {
                await foreach (var client in accepted.ReadAllAsync())
                    _ = ServeAsync(client);
            }

            private static async Task ServeAsync(TcpClient client)
            {
                using (client)
                {
                    await client.GetStream().WriteAsync(new byte[] { 1 });
                }
            }
        }
        """);

    [Theory]
    [InlineData("await Task.WhenAll(File.ReadLines(name).Take(10).Select(line => client.GetStringAsync(line)));")]
    [InlineData("await Task.WhenAll(File.ReadLines(name).Select(line => Task.Run(() => line.Length)));")]
    [InlineData("await Task.WhenAll(File.ReadAllLines(name).Select(line => client.GetStringAsync(line)));")] // CONC506
    [InlineData("var all = new List<Task>(); await foreach (var line in File.ReadLinesAsync(name)) all.Add(Task.FromResult(line)); await Task.WhenAll(all);")]
    [InlineData("await foreach (var done in Task.WhenEach(client.GetStringAsync(\"a\"), client.GetStringAsync(\"b\"))) Console.WriteLine(done.Result);")]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) await client.GetStringAsync(item);")]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) client.GetStringAsync(item).Wait();")]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) { free.Wait(); _ = client.GetStringAsync(item); }")]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) { _ = client.GetStringAsync(item); break; }")]
    [InlineData("await foreach (var item in channel.Reader.ReadAllAsync()) await channel.Writer.WriteAsync(item);")]
    [InlineData("await foreach (var item in channel.Reader.ReadAllAsync()) _ = channel.Writer.WriteAsync(item).AsTask();")]
    [InlineData("foreach (var line in File.ReadLines(name)) _ = client.GetStringAsync(line);")] // nobody waits, and it is no queue
    public Task Limited_or_other_work_is_silent(string statements) => Silent(statements);

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
            public Task Fetches() => Task.WhenAll(File.ReadLines("a").Select(url => client.GetStringAsync(url)));
        }
        """);

    private static Task Silent(string statements) => Verify.VerifyAnalyzerAsync(Program(statements));

    private static string Program(string statements) => Usings +
        $$"""
        class Pages(HttpClient client, BlockingCollection<string> queue, Channel<string> channel, SemaphoreSlim free)
        {
            public async Task FetchAsync(string name)
            {
        {{string.Join('\n', statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
                Use(queue, channel, free);
                await Task.Yield();
            }

            private async Task QuietAsync(string item)
            {
                try
                {
                    await client.GetStringAsync(item);
                }
                catch (Exception e)
                {
                    Console.WriteLine(e.Message);
                }
            }

            private static void Use(params object[] all) => Console.WriteLine(all.Length);
        }
        """;
}
