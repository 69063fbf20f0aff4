using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Catalogue;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

/// <summary>Whole programs of the kinds that bug reports and questions are about, each judged by all rules at once.</summary>
public sealed class FoundCodeTests
{
    /// <summary>What the programs need of packages, under the names and with the shapes that those have.</summary>
    private const string PackagesSource =
        """
        using System;
        using System.Collections.Generic;
        using System.Data;
        using System.Linq;
        using System.Linq.Expressions;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Microsoft.EntityFrameworkCore
        {
            public abstract class DbSet<T> : IQueryable<T>
                where T : class
            {
                public abstract Type ElementType { get; }

                public abstract Expression Expression { get; }

                public abstract IQueryProvider Provider { get; }

                public abstract IEnumerator<T> GetEnumerator();

                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

                public virtual T Add(T entity) => entity;

                public virtual ValueTask<T> AddAsync(T entity, CancellationToken cancellationToken = default) => new(entity);

                public virtual void AddRange(IEnumerable<T> entities)
                {
                }

                public virtual Task AddRangeAsync(IEnumerable<T> entities, CancellationToken cancellationToken = default) => Task.CompletedTask;

                public virtual T? Find(params object?[]? keyValues) => null;

                public virtual ValueTask<T?> FindAsync(params object?[]? keyValues) => default;
            }

            public class DbContext
            {
                public virtual int SaveChanges() => 0;

                public virtual Task<int> SaveChangesAsync(CancellationToken cancellationToken = default) => Task.FromResult(0);
            }

            public static class EntityFrameworkQueryableExtensions
            {
                public static IQueryable<T> AsNoTracking<T>(this IQueryable<T> source)
                    where T : class => source;

                public static IQueryable<T> Include<T, TProperty>(this IQueryable<T> source, Expression<Func<T, TProperty>> path)
                    where T : class => source;

                public static Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) => Task.FromResult(new List<T>());

                public static Task<T[]> ToArrayAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) => Task.FromResult<T[]>([]);

                public static Task<T?> FirstOrDefaultAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) => Task.FromResult(default(T));

                public static Task<T?> FirstOrDefaultAsync<T>(this IQueryable<T> source, Expression<Func<T, bool>> predicate, CancellationToken cancellationToken = default) =>
                    Task.FromResult(default(T));

                public static Task<bool> AnyAsync<T>(this IQueryable<T> source, Expression<Func<T, bool>> predicate, CancellationToken cancellationToken = default) => Task.FromResult(false);

                public static Task<int> CountAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) => Task.FromResult(0);
            }
        }

        namespace Dapper
        {
            public static class SqlMapper
            {
                public static IEnumerable<T> Query<T>(
                    this IDbConnection cnn, string sql, object? param = null, IDbTransaction? transaction = null, bool buffered = true, int? commandTimeout = null, CommandType? commandType = null) => [];

                public static Task<IEnumerable<T>> QueryAsync<T>(
                    this IDbConnection cnn, string sql, object? param = null, IDbTransaction? transaction = null, int? commandTimeout = null, CommandType? commandType = null) =>
                    Task.FromResult<IEnumerable<T>>([]);

                public static int Execute(
                    this IDbConnection cnn, string sql, object? param = null, IDbTransaction? transaction = null, int? commandTimeout = null, CommandType? commandType = null) => 0;

                public static Task<int> ExecuteAsync(
                    this IDbConnection cnn, string sql, object? param = null, IDbTransaction? transaction = null, int? commandTimeout = null, CommandType? commandType = null) => Task.FromResult(0);
            }
        }

        namespace StackExchange.Redis
        {
            public interface IDatabaseAsync
            {
                Task<string?> StringGetAsync(string key);

                Task<bool> StringSetAsync(string key, string value);
            }

            public interface IDatabase : IDatabaseAsync
            {
                string? StringGet(string key);

                bool StringSet(string key, string value);
            }

            public interface IConnectionMultiplexer
            {
                IDatabase GetDatabase();
            }
        }

        namespace Azure.Security.KeyVault.Secrets
        {
            public class SecretClient
            {
                public virtual string GetSecret(string name, string? version = null, CancellationToken cancellationToken = default) => name;

                public virtual Task<string> GetSecretAsync(string name, string? version = null, CancellationToken cancellationToken = default) => Task.FromResult(name);
            }
        }
        """;

    private static readonly MetadataReference Packages = Emit();

    // CONC101: reported

    [Fact]
    public Task A_thread_for_each_core_over_slices() => VerifyAsync(
        """
        using System;
        using System.Threading;

        public sealed class Matrix(double[,] left, double[,] right, int size)
        {
            private readonly double[,] result = new double[size, size];

            public double[,] Multiply()
            {
                var count = Environment.ProcessorCount;
                var threads = new Thread[count];
                for (var t = 0; t < count; t++)
                {
                    var slice = t;
                    threads[t] = new {|CONC101:Thread|}(() => Rows(slice * size / count, (slice + 1) * size / count));
                    threads[t].Start();
                }

                foreach (var thread in threads)
                    thread.Join();
                return result;
            }

            private void Rows(int from, int to)
            {
                for (var i = from; i < to; i++)
                {
                    for (var j = 0; j < size; j++)
                    {
                        for (var k = 0; k < size; k++)
                            result[i, j] += left[i, k] * right[k, j];
                    }
                }
            }
        }
        """);

    [Fact]
    public Task A_hash_on_a_thread_that_is_joined_at_once() => VerifyAsync(
        """
        using System.Security.Cryptography;
        using System.Threading;

        public sealed class Keys
        {
            public byte[] Derive(string password, byte[] salt)
            {
                byte[] key = [];
                var worker = new {|CONC101:Thread|}(() => key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1_000_000, HashAlgorithmName.SHA512, 64));
                worker.Start();
                worker.Join();
                return key;
            }
        }
        """);

    [Fact]
    public Task Simulations_that_a_query_starts() => VerifyAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;

        public sealed record Scenario(int Seed, int Steps, int Walkers);

        public sealed class MonteCarlo
        {
            public Dictionary<Scenario, double> Run(IReadOnlyList<Scenario> scenarios)
            {
                var means = new Dictionary<Scenario, double>();
                var threads = scenarios.Select(scenario => new {|CONC101:Thread|}(() =>
                {
                    var mean = Mean(scenario);
                    lock (means)
                        means[scenario] = mean;
                })).ToList();
                threads.ForEach(thread => thread.Start());
                threads.ForEach(thread => thread.Join());
                return means;
            }

            private static double Mean(Scenario scenario)
            {
                var random = new Random(scenario.Seed);
                var total = 0.0;
                for (var walker = 0; walker < scenario.Walkers; walker++)
                {
                    var position = 0.0;
                    for (var step = 0; step < scenario.Steps; step++)
                        position += random.NextDouble() - 0.5;
                    total += position;
                }

                return total / scenario.Walkers;
            }
        }
        """);

    // CONC101: silent

    [Fact]
    public Task A_render_loop_that_lives_as_long_as_the_program() => VerifyAsync(
        """
        using System;
        using System.Threading;

        public sealed class Renderer(Action<int[,]> show)
        {
            private readonly int[,] frame = new int[1024, 768];
            private Thread? thread;
            private volatile bool stopped;

            public void Start()
            {
                thread = new Thread(Loop) { Name = "render", Priority = ThreadPriority.AboveNormal };
                thread.Start();
            }

            public void Stop()
            {
                stopped = true;
                thread?.Join();
            }

            private void Loop()
            {
                for (var turn = 0; !stopped; turn++)
                {
                    for (var x = 0; x < frame.GetLength(0); x++)
                    {
                        for (var y = 0; y < frame.GetLength(1); y++)
                            frame[x, y] = x ^ y ^ turn;
                    }

                    show(frame);
                }
            }
        }
        """);

    [Fact]
    public Task A_deep_recursion_that_needs_a_stack() => VerifyAsync(
        """
        using System.Threading;

        public sealed class Solver
        {
            private readonly int[] board = new int[64];

            public int Solve(int size)
            {
                var count = 0;
                var thread = new Thread(() => count = Place(0, size), maxStackSize: 256 * 1024 * 1024);
                thread.Start();
                thread.Join();
                return count;
            }

            private int Place(int row, int size)
            {
                if (row == size)
                    return 1;

                var count = 0;
                for (var column = 0; column < size; column++)
                {
                    board[row] = column;
                    count += Place(row + 1, size);
                }

                return count;
            }
        }
        """);

    [Fact]
    public Task Threads_that_test_a_lock() => VerifyAsync(
        """
        using System;
        using System.Threading;

        public sealed class Contention
        {
            public void Race(Action work)
            {
                var start = new ManualResetEventSlim();
                var threads = new Thread[8];
                for (var i = 0; i < threads.Length; i++)
                {
                    threads[i] = new Thread(() =>
                    {
                        start.Wait();
                        work();
                    });
                    threads[i].Start();
                }

                start.Set();
                foreach (var thread in threads)
                    thread.Join();
            }
        }
        """);

    [Fact]
    public Task A_thread_that_reports_to_a_form_and_waits_for_input() => VerifyAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Threading;

        public sealed class Worker : IDisposable
        {
            private readonly BlockingCollection<Func<int>> jobs = new();
            private readonly Thread thread;

            public Worker()
            {
                thread = new Thread(Run) { IsBackground = true };
                thread.Start();
            }

            public void Dispose()
            {
                jobs.CompleteAdding();
                thread.Join();
            }

            private void Run()
            {
                foreach (var job in jobs.GetConsumingEnumerable())
                {
                    for (var i = 0; i < job(); i++)
                    {
                        for (var j = 0; j < job(); j++)
                            GC.KeepAlive(i * j);
                    }
                }
            }
        }
        """);

    // CONC201: reported

    [Fact]
    public Task A_controller_that_opens_a_connection() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Data.Common;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        [ApiController]
        public sealed class OrdersController(DbDataSource database) : ControllerBase
        {
            [HttpGet("/orders")]
            public async Task<IReadOnlyList<string>> ListAsync()
            {
                using var connection = database.CreateConnection();
                connection.{|CONC201:Open|}();
                using var command = connection.CreateCommand();
                command.CommandText = "select name from orders";
                using var reader = await command.ExecuteReaderAsync();
                var names = new List<string>();
                while (reader.{|CONC201:Read|}())
                    names.Add(reader.GetString(0));
                return names;
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_repository_behind_a_service_behind_a_controller() => VerifyAsync(
        """
        using System.Data;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public interface IStock
        {
            int Count(string sku);
        }

        public sealed class SqlStock(IDbConnection connection) : IStock
        {
            public int Count(string sku)
            {
                using var command = connection.CreateCommand();
                command.CommandText = "select count from stock where sku = @sku";
                return (int)command.ExecuteScalar()!;
            }
        }

        public sealed class StockService(IStock stock)
        {
            public bool IsAvailable(string sku) => Left(sku) > 0;

            private int Left(string sku) => stock.Count(sku) - 1;
        }

        [ApiController]
        public sealed class StockController(StockService stock) : ControllerBase
        {
            [HttpPost("/reserve/{sku}")]
            public async Task<IActionResult> ReserveAsync(string sku)
            {
                if (!stock.{|CONC201:IsAvailable|}(sku))
                    return NotFound();

                await Task.Delay(1);
                return Ok();
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_worker_that_reads_its_settings_each_time() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Text.Json;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Hosting;

        public sealed record Rules(int Limit, string Target);

        public sealed class RulesFile(string path)
        {
            public Rules Current => JsonSerializer.Deserialize<Rules>(File.ReadAllText(path))!;
        }

        public sealed class Enforcer(RulesFile rules) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.WaitForNextTickAsync(stoppingToken))
                {
                    var current = rules.{|CONC201:Current|};
                    if (current.Limit > 0)
                        await Console.Out.WriteLineAsync(current.Target);
                }
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_mail_that_is_sent_in_an_async_method() => VerifyAsync(
        """
        using System.Net.Mail;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Mailer(string host)
        {
            public async Task NotifyAsync(string to, Task<string> body, CancellationToken cancellationToken)
            {
                using var client = new SmtpClient(host);
                using var message = new MailMessage("noreply@example.org", to, "Order", await body);
                client.{|CONC201:Send|}(message);
            }
        }
        """);

    [Fact]
    public Task A_name_that_is_resolved_before_a_connection() => VerifyAsync(
        """
        using System.Net;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;

        public static class Dialer
        {
            public static async Task<Socket> DialAsync(string host, int port, CancellationToken cancellationToken)
            {
                var addresses = Dns.{|CONC201:GetHostAddresses|}(host);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(addresses, port, cancellationToken);
                return socket;
            }
        }
        """);

    [Fact]
    public Task A_process_whose_output_is_read_to_its_end() => VerifyAsync(
        """
        using System.Diagnostics;
        using System.Threading.Tasks;

        public sealed class Git(string folder)
        {
            public async Task<string> HeadAsync()
            {
                var start = new ProcessStartInfo("git", "rev-parse HEAD") { WorkingDirectory = folder, RedirectStandardOutput = true };
                using var process = Process.Start(start)!;
                var output = process.StandardOutput.{|CONC201:ReadToEnd|}();
                await process.WaitForExitAsync();
                return output.Trim();
            }
        }
        """);

    [Fact]
    public Task A_process_that_is_waited_for() => VerifyAsync(
        """
        using System.Diagnostics;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Converter
        {
            public async Task<byte[]> ConvertAsync(string source, CancellationToken cancellationToken)
            {
                var target = source + ".pdf";
                using (var process = Process.Start("convert", [source, target]))
                {
                    process.{|CONC201:WaitForExit|}();
                }

                return await File.ReadAllBytesAsync(target, cancellationToken);
            }
        }
        """);

    [Fact]
    public Task A_header_that_is_read_from_a_stream_of_the_caller() => VerifyAsync(
        """
        using System.IO;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        public static class Frame
        {
            public static int ReadLength(Stream stream)
            {
                var header = new byte[4];
                stream.ReadExactly(header);
                return header[0] << 24 | header[1] << 16 | header[2] << 8 | header[3];
            }
        }

        public sealed class Peer(TcpClient client)
        {
            public async Task<byte[]> ReceiveAsync()
            {
                var stream = client.GetStream();
                var frame = new byte[Frame.{|CONC201:ReadLength|}(stream)];
                await stream.ReadExactlyAsync(frame);
                return frame;
            }
        }
        """);

    [Fact]
    public Task An_iterator_over_a_file_that_async_code_enumerates() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Import(ISink sink)
        {
            public async Task RunAsync(string path)
            {
                foreach (var fields in {|CONC201:Rows|}(path))
                    await sink.AddAsync(fields);
            }

            private static IEnumerable<string[]> Rows(string path)
            {
                using var reader = new StreamReader(path);
                while (reader.ReadLine() is { } line)
                    yield return line.Split(',');
            }
        }

        public interface ISink
        {
            Task AddAsync(string[] fields);
        }
        """);

    [Fact]
    public Task A_cache_that_loads_what_is_missing() => VerifyAsync(
        """
        using System.Collections.Concurrent;
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Templates(string folder)
        {
            private readonly ConcurrentDictionary<string, string> texts = new();

            public string this[string name] => texts.GetOrAdd(name, key => File.ReadAllText(Path.Combine(folder, key)));

            public async Task<string> RenderAsync(string name, Task<string> user)
            {
                var template = {|CONC201:this[name]|};
                return template.Replace("@user", await user);
            }
        }
        """);

    [Fact]
    public Task The_response_body_of_a_download() => VerifyAsync(
        """
        using System.IO;
        using System.Net.Http;
        using System.Text.Json;
        using System.Threading.Tasks;

        public sealed record Release(string Version);

        public sealed class Feed(HttpClient http)
        {
            public async Task<Release?> LatestAsync(string url)
            {
                using var stream = await http.GetStreamAsync(url);
                using var reader = new StreamReader(stream);
                var json = reader.{|CONC201:ReadToEnd|}();
                return JsonSerializer.Deserialize<Release>(json);
            }
        }
        """);

    [Fact]
    public Task A_request_body_that_is_read_in_a_minimal_api() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;

        public static class Hooks
        {
            public static void Map(WebApplication app) => app.MapPost("/hook", async (HttpRequest request, HttpResponse response) =>
            {
                using var reader = new StreamReader(request.Body);
                var body = reader.{|CONC201:ReadToEnd|}();
                await response.WriteAsync(body);
            });
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_response_body_that_is_written_synchronously() => VerifyAsync(
        """
        using System.Text;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Http;

        public sealed class BannerMiddleware(RequestDelegate next)
        {
            private static readonly byte[] Banner = Encoding.UTF8.GetBytes("<!-- v2 -->");

            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                context.Response.Body.{|CONC201:Write|}(Banner, 0, Banner.Length);
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task An_upload_that_is_parsed_from_its_stream() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        public sealed class UploadController : ControllerBase
        {
            [HttpPost]
            public async Task<IActionResult> UploadAsync(IFormFile file)
            {
                using var target = new FileStream(Path.GetTempFileName(), FileMode.Create);
                file.{|CONC201:CopyTo|}(target);
                await target.FlushAsync();
                return Accepted();
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task An_archive_that_is_unpacked_in_a_job() => VerifyAsync(
        """
        using System.IO;
        using System.IO.Compression;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Updater(HttpClient http)
        {
            public async Task UpdateAsync(string url, string folder)
            {
                var archive = Path.Combine(folder, "update.zip");
                await File.WriteAllBytesAsync(archive, await http.GetByteArrayAsync(url));
                ZipFile.{|CONC201:ExtractToDirectory|}(archive, folder, overwriteFiles: true);
            }
        }
        """);

    [Fact]
    public Task A_log_that_a_decorator_writes() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        public interface IAudit
        {
            void Write(string entry);
        }

        public sealed class FileAudit(string path) : IAudit
        {
            public void Write(string entry) => File.AppendAllText(path, entry + Environment.NewLine);
        }

        public sealed class StampedAudit(IAudit inner, TimeProvider clock) : IAudit
        {
            public void Write(string entry) => inner.Write($"{clock.GetUtcNow():O} {entry}");
        }

        public sealed class Transfers(IAudit audit)
        {
            public async Task SendAsync(decimal amount)
            {
                await Task.Delay(1);
                audit.{|CONC201:Write|}($"sent {amount}");
            }
        }
        """);

    [Fact]
    public Task A_generic_store_of_json_files() => VerifyAsync(
        """
        using System.IO;
        using System.Text.Json;
        using System.Threading.Tasks;

        public abstract class Store<T>
        {
            public T? Load(string key) => Parse(Read(key));

            protected abstract string Read(string key);

            protected virtual T? Parse(string text) => JsonSerializer.Deserialize<T>(text);
        }

        public sealed class FileStore<T>(string folder) : Store<T>
        {
            protected override string Read(string key) => File.ReadAllText(Path.Combine(folder, key + ".json"));
        }

        public sealed record Profile(string Name);

        public sealed class Profiles(FileStore<Profile> store)
        {
            public async Task<string> GreetAsync(string key)
            {
                await Task.Yield();
                return "Hello " + store.{|CONC201:Load|}(key)?.Name;
            }
        }
        """);

    [Fact]
    public Task A_local_function_that_reads_an_xml_file() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using System.Xml.Linq;

        public sealed class Catalogue
        {
            public async Task<IReadOnlyList<string>> TitlesAsync(string path)
            {
                await Task.Yield();
                return {|CONC201:Load|}().Elements("book").Select(Title).ToList();

                XElement Load() => XElement.Load(path);

                static string Title(XElement book) => (string?)book.Attribute("title") ?? "";
            }
        }
        """);

    [Fact]
    public Task A_value_task_that_reads_without_async() => VerifyAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public interface ISecrets
        {
            ValueTask<string> GetAsync(string name, CancellationToken cancellationToken);
        }

        public sealed class MountedSecrets(string root) : ISecrets
        {
            public ValueTask<string> GetAsync(string name, CancellationToken cancellationToken) =>
                new(File.{|CONC201:ReadAllText|}(Path.Combine(root, name)));
        }
        """);

    [Fact]
    public Task A_user_that_is_asked_in_an_async_command() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;

        public sealed class Setup
        {
            public async Task<string> AskAsync(Func<string, Task<bool>> isFree)
            {
                while (true)
                {
                    await Console.Out.WriteAsync("name: ");
                    var name = Console.{|CONC201:ReadLine|}();
                    if (name is { Length: > 0 } && await isFree(name))
                        return name;
                }
            }
        }
        """);

    [Fact]
    public Task A_component_that_loads_in_its_life_cycle() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Components;

        public sealed class Weather : ComponentBase
        {
            [Inject]
            public HttpClient Http { get; set; } = null!;

            public string? Text { get; private set; }

            protected override async Task OnInitializedAsync()
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/weather");
                using var response = Http.{|CONC208:Send|}(request);
                Text = await response.Content.ReadAsStringAsync();
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_query_of_a_context_that_runs_at_once() => VerifyAsync(
        """
        using System.Linq;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        public sealed record Order(int Id, string Customer, bool Paid);

        public class ShopContext : DbContext
        {
            public DbSet<Order> Orders { get; set; } = null!;
        }

        public sealed class Orders(ShopContext context)
        {
            public async Task<Order?> OneAsync(int id)
            {
                var order = context.Orders.{|CONC201:FirstOrDefault|}(order => order.Id == id);
                context.{|CONC201:SaveChanges|}();
                await Task.Yield();
                return order ?? context.Orders.{|CONC201:Find|}(id);
            }
        }
        """, withPackages: true);

    [Fact]
    public Task A_constructor_that_reads_its_file() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Dictionary
        {
            private readonly HashSet<string> words = [];

            public Dictionary(string path)
            {
                foreach (var line in File.ReadLines(path))
                    words.Add(line);
            }

            public bool Contains(string word) => words.Contains(word);
        }

        public sealed class Speller
        {
            public async Task<bool> CheckAsync(string language, Task<string> word)
            {
                var dictionary = new {|CONC201:Dictionary|}(language + ".txt");
                return dictionary.Contains(await word);
            }
        }
        """);

    [Fact]
    public Task A_helper_that_opens_a_connection_and_runs_a_query() => VerifyAsync(
        """
        using System;
        using System.Data.Common;
        using System.Threading.Tasks;

        public sealed class Database(DbDataSource source)
        {
            public T With<T>(Func<DbConnection, T> query)
            {
                using var connection = source.OpenConnection();
                return query(connection);
            }
        }

        public sealed class Users(Database database)
        {
            public async Task<int> CountAsync()
            {
                await Task.Yield();
                return database.{|CONC201:With|}(connection =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "select count(*) from users";
                    return Convert.ToInt32(command.{|CONC201:ExecuteScalar|}());
                });
            }
        }
        """);

    [Fact]
    public Task A_hosted_service_that_loads_before_it_starts() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Hosting;

        public sealed class Words(string path) : IHostedService
        {
            private List<string> words = [];

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {|CONC201:Load|}();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private void Load() => words = [.. File.ReadAllLines(path)];
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_server_that_accepts_in_a_loop() => VerifyAsync(
        """
        using System;
        using System.Net;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class EchoServer(int port)
        {
            public async Task RunAsync(CancellationToken cancellationToken)
            {
                var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                while (!cancellationToken.IsCancellationRequested)
                {
                    var client = listener.{|CONC201:AcceptTcpClient|}();
                    _ = EchoAsync(client, cancellationToken);
                }
            }

            private static async Task EchoAsync(TcpClient client, CancellationToken cancellationToken)
            {
                using (client)
                {
                    using var stream = client.GetStream();
                    var buffer = new byte[1024];
                    int read;
                    while ((read = stream.{|CONC201:Read|}(buffer, 0, buffer.Length)) > 0)
                        await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }
        }
        """);

    [Fact]
    public Task A_datagram_that_is_waited_for() => VerifyAsync(
        """
        using System.Net;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        public sealed class Discovery(UdpClient udp)
        {
            public async Task<byte[]> AskAsync(byte[] question, string host, int port)
            {
                await udp.SendAsync(question, question.Length, host, port);
                var from = new IPEndPoint(IPAddress.Any, 0);
                return udp.{|CONC201:Receive|}(ref from);
            }
        }
        """);

    [Fact]
    public Task A_file_that_is_read_in_a_lock() => VerifyAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Counter(string path)
        {
            private readonly Lock gate = new();

            public async Task<int> NextAsync()
            {
                int next;
                lock (gate)
                {
                    next = int.Parse(File.{|CONC201:ReadAllText|}(path)) + 1;
                    File.{|CONC201:WriteAllText|}(path, next.ToString());
                }

                await Task.Yield();
                return next;
            }
        }
        """);

    [Fact]
    public Task A_writer_over_a_file_that_is_flushed_by_hand() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;

        public sealed record Row(string Name, int Value);

        public sealed class Export
        {
            public async Task WriteAsync(string path, IAsyncEnumerable<Row> rows)
            {
                await using var writer = new StreamWriter(path);
                await foreach (var row in rows)
                    writer.{|CONC201:WriteLine|}($"{row.Name},{row.Value}");
                writer.{|CONC201:Flush|}();
            }
        }
        """);

    [Fact]
    public Task An_xml_reader_over_a_file() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using System.Xml;

        public sealed class Feed
        {
            public async Task<List<string>> TitlesAsync(string path)
            {
                await Task.Yield();
                var titles = new List<string>();
                using var reader = XmlReader.{|CONC201:Create|}(path);
                while (reader.{|CONC201:ReadToFollowing|}("title"))
                    titles.Add(reader.{|CONC201:ReadElementContentAsString|}());
                return titles;
            }

            public async Task<string> RootAsync(string path)
            {
                await Task.Yield();
                using var reader = XmlReader.{|CONC201:Create|}(path);
                reader.{|CONC201:ReadStartElement|}("feed");
                return reader.{|CONC201:ReadElementString|}("title");
            }
        }
        """);

    [Fact]
    public Task An_old_web_request() => VerifyAsync(
        """
        using System.IO;
        using System.Net;
        using System.Threading.Tasks;

        public sealed class Legacy
        {
        #pragma warning disable SYSLIB0014
            public async Task<string> GetAsync(string url)
            {
                var request = WebRequest.Create(url);
                using var response = request.{|CONC201:GetResponse|}();
                using var reader = new StreamReader(response.GetResponseStream());
                return await reader.ReadToEndAsync();
            }

            public async Task<string> DownloadAsync(string url)
            {
                await Task.Yield();
                using var client = new WebClient();
                return client.{|CONC201:DownloadString|}(url);
            }
        #pragma warning restore SYSLIB0014
        }
        """);

    [Fact]
    public Task A_cache_entry_that_is_made_from_the_database() => VerifyAsync(
        """
        using System;
        using System.Data.Common;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Caching.Distributed;
        using Microsoft.Extensions.Caching.Memory;

        public sealed class Prices(IMemoryCache memory, IDistributedCache shared, DbCommand command)
        {
            public async Task<decimal> FindAsync(string sku)
            {
                var text = shared.{|CONC201:GetString|}(sku);
                if (text is not null)
                    return decimal.Parse(text);

                var price = memory.GetOrCreate(sku, entry =>
                {
                    entry.SlidingExpiration = TimeSpan.FromMinutes(1);
                    return (decimal)command.{|CONC201:ExecuteScalar|}()!;
                });
                await shared.SetStringAsync(sku, price.ToString());
                return price;
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task An_extension_of_a_connection() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Data;
        using System.Data.Common;
        using System.Threading.Tasks;
        using Dapper;

        public interface IConnectionFactory
        {
            IDbConnection Open();
        }

        public sealed class ConnectionFactory(DbDataSource source) : IConnectionFactory
        {
            public IDbConnection Open() => source.OpenConnection();
        }

        public sealed class Customers(IConnectionFactory connections)
        {
            public async Task<IEnumerable<string>> NamesAsync()
            {
                await Task.Yield();
                using var connection = connections.{|CONC201:Open|}();
                return connection.{|CONC201:Query|}<string>("select name from customers");
            }
        }
        """, withPackages: true);

    [Fact]
    public Task A_redis_value_that_is_read_in_an_action() => VerifyAsync(
        """
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        public sealed class CartController(IConnectionMultiplexer redis) : ControllerBase
        {
            [HttpGet("/cart/{id}")]
            public async Task<IActionResult> GetAsync(string id)
            {
                var cart = redis.GetDatabase().{|CONC201:StringGet|}(id);
                await Task.Yield();
                return Ok(cart);
            }
        }
        """, TargetReferences.AspNetCore100, withPackages: true);

    [Fact]
    public Task A_switch_over_the_kind_of_store() => VerifyAsync(
        """
        using System.IO;
        using System.Net.Http;
        using System.Threading.Tasks;

        public abstract record Store
        {
            public sealed record Folder(string Path) : Store;

            public sealed record Site(HttpClient Http, string Url) : Store;

            public string Read(string name) => this switch
            {
                Folder folder => File.ReadAllText(Path.Combine(folder.Path, name)),
                Site site => Get(site, name),
                _ => "",
            };

            private static string Get(Site site, string name)
            {
                using var response = site.Http.Send(new(HttpMethod.Get, site.Url + name));
                using var reader = new StreamReader(response.Content.ReadAsStream());
                return reader.ReadToEnd();
            }
        }

        public sealed class Page(Store store)
        {
            public async Task<string> ShowAsync(string name)
            {
                await Task.Yield();
                return store.{|CONC201:Read|}(name);
            }
        }
        """);

    [Fact]
    public Task An_operator_and_a_conversion_that_load() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Script(string path)
        {
            public static implicit operator string(Script script) => File.ReadAllText(script.path);

            private readonly string path = path;

            public override string ToString() => File.ReadAllText(path);
        }

        public sealed class Host
        {
            public async Task<int> RunAsync(Script script)
            {
                await Task.Yield();
                string text = {|CONC201:script|};
                return text.Length + script.{|CONC201:ToString|}().Length;
            }
        }
        """);

    [Fact]
    public Task A_handler_of_an_event_that_is_async_void() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Importer
        {
            public Importer(FileSystemWatcher watcher)
            {
                watcher.Created += OnCreated;
                watcher.Changed += async (_, e) =>
                {
                    var text = File.{|CONC201:ReadAllText|}(e.FullPath);
                    await Handle(text);
                };
            }

            private static Task Handle(string text) => Task.Delay(text.Length);

            private async void OnCreated(object sender, FileSystemEventArgs e)
            {
                var lines = File.{|CONC201:ReadAllLines|}(e.FullPath);
                await Handle(string.Concat(lines));
            }
        }
        """);

    [Fact]
    public Task A_copy_between_a_response_and_a_file() => VerifyAsync(
        """
        using System.IO;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Download(HttpClient http)
        {
            public async Task SaveAsync(string url, string path)
            {
                await using var stream = await http.GetStreamAsync(url);
                await using var file = File.Create(path);
                stream.{|CONC201:CopyTo|}(file);
            }

            public async Task<byte[]> LoadAsync(string path)
            {
                await using var file = File.OpenRead(path);
                using var buffer = new MemoryStream();
                file.{|CONC201:CopyTo|}(buffer);
                return buffer.ToArray();
            }
        }
        """);

    [Fact]
    public Task A_dump_in_a_catch_that_throws_on() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Guarded
        {
            public async Task RunAsync(Func<Task> work)
            {
                try
                {
                    await work();
                }
                catch (Exception error)
                {
                    File.{|CONC201:WriteAllText|}("crash.txt", error.ToString());
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task A_secret_that_is_read_for_each_request() => VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        using Azure.Security.KeyVault.Secrets;
        using Microsoft.AspNetCore.Http;

        public sealed class Signed(SecretClient secrets) : IEndpointFilter
        {
            public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
            {
                var key = secrets.{|CONC201:GetSecret|}("signing-key");
                return context.HttpContext.Request.Headers["X-Key"] == key ? await next(context) : Results.Unauthorized();
            }
        }
        """, TargetReferences.AspNetCore100, withPackages: true);

    // CONC201: silent

    [Fact]
    public Task Writers_and_readers_in_memory() => VerifyAsync(
        """
        using System.IO;
        using System.IO.Compression;
        using System.Text;
        using System.Threading.Tasks;
        using System.Xml;

        public static class Packing
        {
            public static async Task<byte[]> PackAsync(Task<string> text)
            {
                using var buffer = new MemoryStream();
                using (var zip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
                using (var writer = new StreamWriter(zip, Encoding.UTF8))
                {
                    writer.Write(await text);
                    writer.Flush();
                }

                buffer.Flush();
                return buffer.ToArray();
            }

            public static async Task<string?> FirstLineAsync(Task<string> text)
            {
                using var reader = new StringReader(await text);
                return reader.ReadLine();
            }

            public static async Task<string> XmlAsync(Task<string> name)
            {
                var xml = new StringBuilder();
                using (var writer = XmlWriter.Create(xml))
                {
                    writer.WriteElementString("name", await name);
                    writer.Flush();
                }

                return xml.ToString();
            }
        }
        """);

    [Fact]
    public Task A_context_that_has_async_twins_of_what_does_no_io() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        namespace Microsoft.EntityFrameworkCore
        {
            public class DbSet<T>
            {
                public void Add(T entity) { }

                public ValueTask AddAsync(T entity) => default;

                public void AddRange(IEnumerable<T> entities) { }

                public Task AddRangeAsync(IEnumerable<T> entities) => Task.CompletedTask;
            }

            public class DbContext
            {
                public virtual int SaveChanges() => 0;

                public virtual Task<int> SaveChangesAsync() => Task.FromResult(0);
            }
        }

        namespace Shop
        {
            using Microsoft.EntityFrameworkCore;

            public sealed record Order(int Id);

            public sealed class ShopContext : DbContext
            {
                public DbSet<Order> Orders { get; } = new();
            }

            public sealed class Checkout(ShopContext context)
            {
                public async Task PlaceAsync(Order first, Order[] others)
                {
                    context.Orders.Add(first);
                    context.Orders.AddRange(others);
                    await context.SaveChangesAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Settings_that_are_read_once_and_kept() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Licence
        {
            private static readonly Lazy<string> Text = new(() => File.ReadAllText("licence.txt"));
            private string? key;

            public async Task<bool> IsValidAsync(Func<string, string, Task<bool>> check) => await check(Text.Value, Key());

            private string Key()
            {
                if (key is null)
                    key = File.ReadAllText("key.txt").Trim();

                return key;
            }
        }
        """);

    [Fact]
    public Task A_sync_twin_that_computes_nothing_and_waits_for_nothing() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        public sealed class Basket
        {
            private readonly List<string> items = [];

            public async Task FillAsync(IAsyncEnumerable<string> source)
            {
                await foreach (var item in source)
                    Add(item);
            }

            public void Add(string item) => items.Add(item);

            public Task AddAsync(string item)
            {
                Add(item);
                return Task.CompletedTask;
            }

            public bool Save() => items.Count > 0;

            public Task<bool> SaveAsync() => Task.FromResult(Save());
        }
        """);

    [Fact]
    public Task A_writer_of_the_caller_that_may_be_anything() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Report(TextWriter output)
        {
            public async Task WriteAsync(Task<string> title)
            {
                output.WriteLine(await title);
                output.Flush();
            }
        }
        """);

    [Fact]
    public Task Rows_that_are_in_memory_already() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Data;
        using System.Linq;
        using System.Threading.Tasks;

        public sealed class Cells
        {
            public async Task<List<string>> NamesAsync(Task<DataTable> loading)
            {
                var table = await loading;
                using var reader = table.CreateDataReader();
                var names = new List<string>();
                while (reader.Read())
                    names.Add(reader.GetString(0));
                return names.AsQueryable().Where(name => name.Length > 0).ToList();
            }
        }
        """);

    [Fact]
    public Task A_temporary_file_that_is_removed() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Spool(string folder)
        {
            public async Task<byte[]> TakeAsync(string name)
            {
                var path = Path.Combine(folder, name);
                if (!File.Exists(path))
                    return [];

                var bytes = await File.ReadAllBytesAsync(path);
                File.Delete(path);
                Directory.CreateDirectory(folder);
                return bytes;
            }
        }
        """);

    [Fact]
    public Task Synchronous_work_in_a_factory_for_later() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;

        public sealed record Motd(string Text);

        public static class Start
        {
            public static async Task RunAsync(string[] args)
            {
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddSingleton(_ => new Motd(File.ReadAllText("motd.txt")));
                var app = builder.Build();
                app.MapGet("/", (Motd motd) => motd.Text);
                await app.RunAsync();
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_synchronous_contract_that_async_code_implements_too() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Journal(Stream stream) : IDisposable, IAsyncDisposable
        {
            public void Dispose()
            {
                stream.Flush();
                stream.Dispose();
            }

            public async ValueTask DisposeAsync()
            {
                await stream.FlushAsync();
                await stream.DisposeAsync();
            }
        }

        public sealed class Writer
        {
            public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes)
            {
                var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, 4096, useAsync: true);
                await using var journal = new Journal(stream);
                await stream.WriteAsync(bytes);
            }
        }
        """);

    [Fact]
    public Task Console_output_and_logging_between_awaits() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Logging;

        public sealed class Steps(ILogger<Steps> log)
        {
            public async Task RunAsync(Func<Task>[] steps)
            {
                foreach (var step in steps)
                {
                    Console.WriteLine("next step");
                    log.LogInformation("next step");
                    await step();
                }
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_process_that_is_awaited_or_only_asked() => VerifyAsync(
        """
        using System.Diagnostics;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Tool
        {
            public async Task<int> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
            {
                using var process = Process.Start(start)!;
                await process.WaitForExitAsync(cancellationToken);
                return process.ExitCode;
            }

            public async Task<bool> IsRunningAsync(Process process)
            {
                await Task.Yield();
                return !process.WaitForExit(0);
            }
        }
        """);

    [Fact]
    public Task Content_that_has_been_buffered() => VerifyAsync(
        """
        using System.IO;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Api(HttpClient http)
        {
            public async Task<string> GetAsync(string url)
            {
                using var response = await http.GetAsync(url);
                using var reader = new StreamReader(response.Content.ReadAsStream());
                return reader.ReadToEnd();
            }
        }
        """);

    [Fact]
    public Task A_pipe_over_memory_in_a_helper() => VerifyAsync(
        """
        using System.IO;
        using System.Text;
        using System.Threading.Tasks;

        public static class Csv
        {
            public static string[] Header(TextReader reader) => reader.ReadLine()?.Split(',') ?? [];

            public static void Write(TextWriter writer, string[] fields) => writer.WriteLine(string.Join(',', fields));
        }

        public sealed class Preview
        {
            public async Task<string> ShowAsync(Task<string> text)
            {
                using var reader = new StringReader(await text);
                using var writer = new StringWriter(new StringBuilder());
                Csv.Write(writer, Csv.Header(reader));
                return writer.ToString();
            }
        }
        """);

    [Fact]
    public Task A_fake_that_only_tests_use_beside_the_real_one() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        public interface IClock
        {
            string Zone(string city);
        }

        public sealed class TableClock : IClock
        {
            private readonly Dictionary<string, string> zones = [];

            public string Zone(string city) => zones[city];
        }

        public sealed class FixedClock(string zone) : IClock
        {
            public string Zone(string city) => zone;
        }

        public sealed class FileClock(string path) : IClock
        {
            public string Zone(string city) => System.IO.File.ReadAllText(path);
        }

        public sealed class Greeting(IClock clock)
        {
            public async Task<string> TextAsync(string city, Task<string> name) => $"{await name} ({clock.Zone(city)})";
        }
        """);

    [Fact]
    public Task A_synchronous_local_function_on_a_thread() => VerifyAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Legacy
        {
            public async Task<string> LoadAsync(string path)
            {
                var done = new TaskCompletionSource<string>();
                var thread = new Thread(Load);
                thread.Start();
                return await done.Task;

                void Load() => done.SetResult(File.ReadAllText(path));
            }
        }
        """);

    [Fact]
    public Task An_expression_tree_that_is_never_run_here() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Linq.Expressions;
        using System.Threading.Tasks;

        public sealed class Rules
        {
            public async Task<string> DescribeAsync()
            {
                await Task.Yield();
                Expression<Func<string, string>> rule = path => File.ReadAllText(path);
                return rule.ToString();
            }
        }
        """);

    [Fact]
    public Task Streams_of_ones_own_that_do_no_io() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class CountingStream : Stream
        {
            private long count;

            public override bool CanRead => false;
            public override bool CanSeek => false;
            public override bool CanWrite => true;
            public override long Length => count;
            public override long Position { get => count; set => throw new NotSupportedException(); }

            public override void Flush()
            {
            }

            public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

            public override void SetLength(long value) => throw new NotSupportedException();

            public override void Write(byte[] buffer, int offset, int count) => this.count += count;

            public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            {
                Write(buffer, offset, count);
                return Task.CompletedTask;
            }
        }

        public sealed class Sizes
        {
            public async Task<long> MeasureAsync(Func<Stream, Task> write)
            {
                using var counting = new CountingStream();
                await write(counting);
                counting.Write([1, 2], 0, 2);
                counting.Flush();
                return counting.Length;
            }
        }
        """);

    [Fact]
    public Task Initialisation_behind_a_lock_that_is_checked_twice() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Countries
        {
            private readonly object gate = new();
            private volatile Dictionary<string, string>? names;
            private bool warm;
            private string? motd;

            public async Task<string> NameAsync(string code, Task ready)
            {
                await ready;
                return Names()[code];
            }

            public async Task WarmAsync(Task ready)
            {
                await ready;
                if (!warm)
                {
                    motd = File.ReadAllText("motd.txt");
                    warm = true;
                }
            }

            public async Task<string> GreetAsync(Task ready)
            {
                await ready;
                return LazyInitializer.EnsureInitialized(ref motd, () => File.ReadAllText("motd.txt"));
            }

            private Dictionary<string, string> Names()
            {
                if (names is null)
                {
                    lock (gate)
                    {
                        if (names is null)
                            names = Load();
                    }
                }

                return names;
            }

            private static Dictionary<string, string> Load()
            {
                var loaded = new Dictionary<string, string>();
                foreach (var line in File.ReadAllLines("countries.txt"))
                    loaded.Add(line[..2], line[3..]);
                return loaded;
            }
        }
        """);

    [Fact]
    public Task Resources_of_the_assembly() => VerifyAsync(
        """
        using System.IO;
        using System.Reflection;
        using System.Threading.Tasks;

        public sealed class Scripts
        {
            private static readonly string Header = File.ReadAllText("header.sql");

            public async Task<string> LoadAsync(string name, Task ready)
            {
                await ready;
                using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
                using var reader = new StreamReader(stream);
                return Header + reader.ReadToEnd();
            }
        }
        """);

    [Fact]
    public Task Json_into_memory() => VerifyAsync(
        """
        using System.Buffers;
        using System.IO;
        using System.Text.Json;
        using System.Threading.Tasks;

        public sealed class Payload
        {
            public async Task<byte[]> BuildAsync(Task<string> name)
            {
                using var stream = new MemoryStream();
                using (var json = new Utf8JsonWriter(stream))
                {
                    json.WriteStartObject();
                    json.WriteString("name", await name);
                    json.WriteEndObject();
                    json.Flush();
                }

                JsonSerializer.Serialize(stream, 5);
                var writer = new ArrayBufferWriter<byte>();
                writer.Write(stream.ToArray());
                return writer.WrittenSpan.ToArray();
            }

            public async Task<int> EitherAsync(Stream stream, Task ready)
            {
                await ready;
                if (stream is MemoryStream memory)
                    return memory.ReadByte();
                return await stream.ReadAsync(new byte[1]);
            }
        }
        """);

    // CONC202: reported

    [Fact]
    public Task A_send_that_is_moved_to_the_pool() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Webhook(HttpClient http)
        {
            public async Task<bool> PostAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                using var response = await Task.{|CONC202:Run|}(() => http.Send(request, cancellationToken));
                return response.IsSuccessStatusCode;
            }
        }
        """);

    [Fact]
    public Task An_async_facade_over_a_synchronous_repository() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Data.Common;
        using System.Threading.Tasks;

        public sealed class Ledger(DbDataSource database)
        {
            public List<decimal> Amounts(int account)
            {
                using var connection = database.OpenConnection();
                using var command = connection.CreateCommand();
                command.CommandText = "select amount from entries";
                using var reader = command.ExecuteReader();
                var amounts = new List<decimal>();
                while (reader.Read())
                    amounts.Add(reader.GetDecimal(0));
                return amounts;
            }

            public Task<List<decimal>> AmountsAsync(int account) => Task.{|CONC405:Run|}(() => Amounts(account));
        }
        """);

    [Fact]
    public Task A_fan_out_of_reads() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        public sealed class Index
        {
            public async Task<int> CountAsync(IEnumerable<string> paths)
            {
                var lines = await Task.WhenAll(paths.Select(path => Task.{|CONC202:Run|}(() => File.ReadAllLines(path).Length)));
                return lines.Sum();
            }
        }
        """);

    [Fact]
    public Task A_queue_of_the_pool_that_sends_mail() => VerifyAsync(
        """
        using System.Net.Mail;
        using System.Threading;

        public sealed class Outbox(SmtpClient smtp)
        {
            public void Post(MailMessage message) => ThreadPool.{|CONC202:QueueUserWorkItem|}(_ => Deliver(message));

            private void Deliver(MailMessage message)
            {
                lock (smtp)
                {
                    smtp.Send(message);
                }
            }
        }
        """);

    [Fact]
    public Task A_method_group_that_opens() => VerifyAsync(
        """
        using System.Data.Common;
        using System.Threading.Tasks;

        public sealed class Pool(DbConnection connection)
        {
            public async Task<DbConnection> OpenAsync()
            {
                await Task.{|CONC405:Run|}(connection.Open);
                return connection;
            }
        }
        """);

    [Fact]
    public Task A_start_new_with_the_default_scheduler() => VerifyAsync(
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        public static class Lookup
        {
            public static Task<IPAddress[]> AddressesAsync(string host) =>
                Task.Factory.{|CONC405:StartNew|}(() => Dns.GetHostAddresses(host), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        """);

    [Fact]
    public Task A_process_on_the_pool() => VerifyAsync(
        """
        using System.Diagnostics;
        using System.Threading.Tasks;

        public sealed class Compiler
        {
            public async Task<int> CompileAsync(string file)
            {
                using var process = Process.Start("cc", file);
                await Task.{|CONC202:Run|}(() => process.WaitForExit());
                return process.ExitCode;
            }
        }
        """);

    // CONC202: silent

    [Fact]
    public Task Copies_and_deletions_that_have_no_asynchronous_form() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Backup
        {
            public Task CopyAsync(string from, string to) => Task.Run(() => File.Copy(from, to, overwrite: true));

            public Task ClearAsync(string folder) => Task.Run(() => Directory.Delete(folder, recursive: true));
        }
        """);

    [Fact]
    public Task Computation_and_sorting_on_the_pool() => VerifyAsync(
        """
        using System;
        using System.Security.Cryptography;
        using System.Threading.Tasks;

        public sealed class Passwords
        {
            public Task<byte[]> HashAsync(string password, byte[] salt) =>
                Task.Run(() => Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32));

            public async Task<int[]> SortAsync(int[] values)
            {
                await Task.Run(() => Array.Sort(values));
                return values;
            }
        }
        """);

    [Fact]
    public Task A_reader_for_life_on_a_thread_of_its_own() => VerifyAsync(
        """
        using System;
        using System.IO.Pipes;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class PipeServer(Action<string> handle)
        {
            public Task Start(string name, CancellationToken cancellationToken) => Task.Factory.StartNew(
                () =>
                {
                    while (!cancellationToken.IsCancellationRequested)
                    {
                        using var pipe = new NamedPipeServerStream(name);
                        pipe.WaitForConnection();
                        handle(name);
                    }
                },
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }
        """);

    [Fact]
    public Task A_queue_that_is_drained_on_the_pool() => VerifyAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Threading.Tasks;

        public sealed class Drain<T>(Action<T> handle) : IDisposable
        {
            private readonly BlockingCollection<T> queue = new(100);
            private Task? running;

            public void Start() => running = Task.{|CONC305:Run|}(() =>
            {
                foreach (var item in queue.GetConsumingEnumerable())
                    handle(item);
            });

            public void Dispose()
            {
                queue.CompleteAdding();
                running?.Wait();
                queue.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_form_over_memory_on_the_pool() => VerifyAsync(
        """
        using System.IO;
        using System.Threading.Tasks;
        using System.Xml.Serialization;

        public sealed class Snapshot<T>
        {
            private readonly XmlSerializer serializer = new(typeof(T));

            public Task<byte[]> TakeAsync(T state) => Task.Run(() =>
            {
                using var buffer = new MemoryStream();
                serializer.Serialize(buffer, state);
                return buffer.ToArray();
            });
        }
        """);

    // CONC203: reported

    [Fact]
    public Task A_loop_of_downloads_that_waits_for_each() => VerifyAsync(
        """
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Mirror(HttpClient http)
        {
            public async Task<ConcurrentBag<string>> DownloadAsync(IReadOnlyList<string> urls)
            {
                var pages = new ConcurrentBag<string>();
                Parallel.{|CONC203:ForEach|}(urls, new ParallelOptions { MaxDegreeOfParallelism = 8 }, url => pages.Add(http.GetStringAsync(url).Result));
                await Task.Yield();
                return pages;
            }
        }
        """);

    [Fact]
    public Task A_loop_of_queries_in_a_synchronous_action() => VerifyAsync(
        """
        using System.Collections.Concurrent;
        using System.Data.Common;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public sealed class ReportController(DbDataSource database) : ControllerBase
        {
            [HttpGet]
            public IActionResult Totals(int[] years)
            {
                var totals = new ConcurrentDictionary<int, decimal>();
                Parallel.{|CONC203:ForEach|}(years, year => totals[year] = Total(year));
                return Ok(totals);
            }

            private decimal Total(int year)
            {
                using var command = database.CreateCommand($"select sum(amount) from orders where year = {year}");
                return (decimal)command.ExecuteScalar()!;
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task Pings_of_a_range_of_hosts() => VerifyAsync(
        """
        using System.Collections.Concurrent;
        using System.Net.NetworkInformation;
        using System.Threading.Tasks;

        public sealed class Scanner
        {
            public async Task<ConcurrentQueue<string>> ScanAsync(string network)
            {
                var alive = new ConcurrentQueue<string>();
                Parallel.{|CONC203:For|}(1, 255, i =>
                {
                    using var ping = new Ping();
                    if (ping.Send($"{network}.{i}", 500).Status == IPStatus.Success)
                        alive.Enqueue($"{network}.{i}");
                });
                await Task.Yield();
                return alive;
            }
        }
        """);

    [Fact]
    public Task Services_that_are_started_at_once() => VerifyAsync(
        """
        using System.Diagnostics;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Cluster
        {
            public void Start(string[] nodes)
            {
                Parallel.{|CONC203:ForEach|}(nodes, node =>
                {
                    using var process = Process.Start("node", node)!;
                    process.WaitForExit();
                    Thread.Sleep(1000);
                });
            }

            public void Warm(HttpWarmer warmer) => Parallel.{|CONC203:Invoke|}(() => warmer.Get("/a"), () => warmer.Get("/b"));
        }

        public sealed class HttpWarmer(System.Net.Http.HttpClient http)
        {
            public void Get(string url) => http.GetAsync(url).GetAwaiter().{|CONC309:GetResult|}().Dispose();
        }
        """);

    [Fact]
    public Task A_loop_over_redis() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using StackExchange.Redis;

        public sealed class Warmup(IDatabase redis)
        {
            public void Fill(IReadOnlyDictionary<string, string> entries) =>
                Parallel.{|CONC203:ForEach|}(entries, entry => redis.StringSet(entry.Key, entry.Value));
        }
        """, withPackages: true);

    // CONC203: silent

    [Fact]
    public Task Files_that_are_read_and_hashed() => VerifyAsync(
        """
        using System.Collections.Concurrent;
        using System.IO;
        using System.Security.Cryptography;
        using System.Threading.Tasks;

        public sealed class Inventory
        {
            public ConcurrentDictionary<string, byte[]> Hash(string folder)
            {
                var hashes = new ConcurrentDictionary<string, byte[]>();
                Parallel.ForEach(Directory.EnumerateFiles(folder), path => hashes[path] = SHA256.HashData(File.ReadAllBytes(path)));
                return hashes;
            }
        }
        """);

    [Fact]
    public Task Pixels_of_an_image() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;

        public sealed class Image(int width, int height)
        {
            private readonly double[] pixels = new double[width * height];

            public void Blur(int radius) => Parallel.For(0, height, y =>
            {
                for (var x = 0; x < width; x++)
                {
                    var sum = 0.0;
                    for (var dx = -radius; dx <= radius; dx++)
                        sum += pixels[(y * width) + Math.Clamp(x + dx, 0, width - 1)];
                    pixels[(y * width) + x] = sum / ((2 * radius) + 1);
                }
            });
        }
        """);

    [Fact]
    public Task Computation_over_a_queue_that_is_filled_meanwhile() => VerifyAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Threading.Tasks;

        public sealed class Hashing
        {
            public void Run(BlockingCollection<byte[]> blocks, ConcurrentBag<int> hashes) => Parallel.ForEach(blocks.GetConsumingEnumerable(), block =>
            {
                var hash = 17;
                foreach (var value in block)
                    hash = (hash * 31) + value;
                lock (hashes)
                    hashes.Add(hash);
            });
        }
        """);

    // CONC301: reported

    [Fact]
    public Task A_tree_of_lazy_connections_in_a_pool() => VerifyAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        public sealed class ConnectionPool(string host, int port, int size)
        {
            private readonly List<Lazy<Task<TcpClient>>> connections =
                [.. Enumerable.Range(0, size).Select(_ => new Lazy<Task<TcpClient>>(() => ConnectAsync(host, port)))];

            public async Task<int> SendAsync(ReadOnlyMemory<byte> message)
            {
                var client = {|CONC301:Pick|}();
                await client.GetStream().WriteAsync(message);
                return message.Length;
            }

            private TcpClient Pick()
            {
                var idle = connections.FirstOrDefault(connection => !connection.IsValueCreated) ?? connections[0];
                return idle.Value.Result;
            }

            private static async Task<TcpClient> ConnectAsync(string host, int port)
            {
                var client = new TcpClient();
                await client.ConnectAsync(host, port);
                return client;
            }
        }
        """);

    [Fact]
    public Task A_controller_that_waits_for_all() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        [ApiController]
        [Route("quotes")]
        public sealed class QuotesController(IHttpClientFactory clients) : ControllerBase
        {
            [HttpGet]
            public async Task<IActionResult> GetAsync([FromQuery] string[] symbols)
            {
                using var client = clients.CreateClient();
                var tasks = new List<Task<string>>();
                foreach (var symbol in symbols)
                    tasks.Add(client.GetStringAsync($"/quote/{symbol}"));
                Task.{|CONC301:WaitAll|}(tasks.ToArray());
                await Task.Yield();
                return Ok(tasks.Count);
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_wrapper_that_runs_tasks_synchronously() => VerifyAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public static class AsyncBridge
        {
            private static readonly TaskFactory Factory =
                new(CancellationToken.None, TaskCreationOptions.None, TaskContinuationOptions.None, TaskScheduler.Default);

            public static T RunSync<T>(Func<Task<T>> work) => Factory.StartNew(work).Unwrap().GetAwaiter().GetResult();
        }

        public sealed class FlagClient(HttpClient http)
        {
            public bool IsOn(string flag) => AsyncBridge.{|CONC309:RunSync|}(() => http.GetStringAsync("/flags/" + flag)) == "on";
        }

        public sealed class Checkout(FlagClient flags)
        {
            public async Task<decimal> TotalAsync(decimal price)
            {
                await Task.Yield();
                return flags.{|CONC301:IsOn|}("discount") ? price * 0.9m : price;
            }
        }
        """);

    [Fact]
    public Task A_property_that_reads_a_token() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Net.Http.Headers;
        using System.Threading;
        using System.Threading.Tasks;

        public interface ITokenSource
        {
            Task<string> GetTokenAsync(CancellationToken cancellationToken = default);
        }

        public sealed class TokenHandler(ITokenSource source) : DelegatingHandler
        {
            private string Token => source.GetTokenAsync().GetAwaiter().GetResult();

            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", {|CONC301:Token|});
                return await base.SendAsync(request, cancellationToken);
            }
        }
        """);

    [Fact]
    public Task The_first_of_two_sources_with_a_time_limit() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;

        public interface IPriceSource
        {
            Task<decimal> PriceAsync(string sku);
        }

        public sealed class FastestPrice(IPriceSource primary, IPriceSource fallback)
        {
            public async Task<decimal> FindAsync(string sku)
            {
                var first = primary.PriceAsync(sku);
                if (first.{|CONC301:Wait|}(TimeSpan.FromMilliseconds(200)))
                    return await first;

                return await fallback.PriceAsync(sku);
            }
        }
        """);

    [Fact]
    public Task A_factory_of_a_dictionary_that_waits_for_its_value() => VerifyAsync(
        """
        using System.Collections.Concurrent;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class SchemaCache(HttpClient http)
        {
            private readonly ConcurrentDictionary<string, string> schemas = new();

            public async Task<bool> IsKnownAsync(string name)
            {
                var schema = schemas.GetOrAdd(name, key => http.GetStringAsync("/schema/" + key).{|CONC301:Result|});
                await Task.Yield();
                return schema.Contains(name);
            }
        }
        """);

    [Fact]
    public Task A_query_that_waits_for_each_item() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        public sealed record Customer(int Id, string Name);

        public interface ICustomers
        {
            Task<Customer?> FindAsync(int id);
        }

        public sealed class Mailing(ICustomers customers)
        {
            public async Task<IReadOnlyList<string>> NamesAsync(IEnumerable<int> ids)
            {
                await Task.Yield();
                return ids.Select(id => customers.FindAsync(id).{|CONC301:Result|}).Where(customer => customer is not null).Select(customer => customer!.Name).ToList();
            }
        }
        """);

    [Fact]
    public Task A_dispose_that_waits_for_the_pump() => VerifyAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        public sealed class Pump : IDisposable
        {
            private readonly CancellationTokenSource stop = new();
            private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
            private readonly Task running;

            public Pump() => running = RunAsync();

            public void Post(string line) => lines.Writer.TryWrite(line);

            public void Dispose()
            {
                stop.Cancel();
                running.Wait();
                stop.Dispose();
            }

            private async Task RunAsync()
            {
                await foreach (var line in lines.Reader.ReadAllAsync(stop.Token))
                    await Console.Out.WriteLineAsync(line);
            }
        }

        public sealed class Session
        {
            public async Task RunAsync(string[] lines)
            {
                {|CONC301:using|} var pump = new Pump();
                foreach (var line in lines)
                {
                    pump.Post(line);
                    await Task.Delay(10);
                }
            }
        }
        """);

    [Fact]
    public Task A_hub_that_waits_for_its_group() => VerifyAsync(
        """
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.SignalR;

        public sealed class RoomHub : Hub
        {
            public async Task JoinAsync(string room)
            {
                Groups.AddToGroupAsync(Context.ConnectionId, room).{|CONC301:Wait|}();
                await Clients.Group(room).SendAsync("joined", Context.UserIdentifier);
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_middleware_that_authenticates_in_a_helper() => VerifyAsync(
        """
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Http;

        public interface ISessions
        {
            Task<bool> IsValidAsync(string id);
        }

        public sealed class SessionMiddleware(RequestDelegate next, ISessions sessions)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                if (!{|CONC301:Accept|}(context.Request))
                {
                    context.Response.StatusCode = 401;
                    return;
                }

                await next(context);
            }

            private bool Accept(HttpRequest request) => request.Cookies.TryGetValue("sid", out var id) && Check(id);

            private bool Check(string id) => sessions.IsValidAsync(id).ConfigureAwait(false).GetAwaiter().GetResult();
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_minimal_api_that_reads_a_value_task() => VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.Extensions.Caching.Hybrid;

        public static class Endpoints
        {
            public static void MapCatalogue(this WebApplication app)
            {
                app.MapGet("/catalogue/{id}", async (string id, HybridCache cache, HttpResponse response, CancellationToken cancellationToken) =>
                {
                    var text = cache.GetOrCreateAsync(id, token => LoadAsync(id, token), cancellationToken: cancellationToken).{|CONC301:Result|};
                    await response.WriteAsync(text, cancellationToken);
                });
            }

            private static async ValueTask<string> LoadAsync(string id, CancellationToken cancellationToken)
            {
                await Task.Delay(10, cancellationToken);
                return id;
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_field_that_keeps_a_task_of_the_constructor() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Config
        {
            private readonly Task<string> loading;

            public Config(HttpClient http) => loading = http.GetStringAsync("/config");

            public string Text => loading.{|CONC309:Result|};

            public async Task<int> LengthAsync()
            {
                await Task.Yield();
                return {|CONC301:Text|}.Length;
            }
        }
        """);

    [Fact]
    public Task A_delay_that_is_waited_for() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;

        public sealed class Debounce
        {
            public async Task<int> RunAsync(Func<Task<int>> work)
            {
                Task.Delay(200).{|CONC301:Wait|}();
                return await work();
            }
        }
        """);

    [Fact]
    public Task A_service_locator_that_waits() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc.Filters;
        using Microsoft.Extensions.DependencyInjection;

        public interface ITenants
        {
            Task<string> CurrentAsync();
        }

        public sealed record Tenant(string Name);

        public static class TenantServices
        {
            public static IServiceCollection AddTenants(this IServiceCollection services) =>
                services.AddScoped(provider => new Tenant(provider.GetRequiredService<ITenants>().CurrentAsync().Result));
        }

        public sealed class TenantFilter(ITenants tenants) : IAsyncActionFilter
        {
            public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
            {
                context.HttpContext.Items["tenant"] = {|CONC301:Name|}();
                await next();

                string Name() => tenants.CurrentAsync().Result;
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_task_completion_source_that_a_callback_completes() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;

        public interface IDevice
        {
            void Read(Action<byte[]> done);
        }

        public sealed class Device(IDevice device)
        {
            private Task<byte[]> Start()
            {
                var done = new TaskCompletionSource<byte[]>();
                device.Read(done.SetResult);
                return done.Task;
            }

            public async Task<int> SizeAsync()
            {
                await Task.Yield();
                return Start().{|CONC301:Result|}.Length;
            }
        }
        """);

    [Fact]
    public Task A_parallel_asynchronous_loop_that_waits_inside() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Crawl(HttpClient http)
        {
            public Task RunAsync(IEnumerable<string> urls, CancellationToken cancellationToken) =>
                Parallel.ForEachAsync(urls, cancellationToken, async (url, token) =>
                {
                    var text = http.GetStringAsync(url, token).{|CONC301:Result|};
                    await Task.Delay(text.Length, token);
                });
        }
        """);

    // CONC301: silent

    [Fact]
    public Task Results_of_tasks_in_a_tuple_behind_when_all() => VerifyAsync(
        """
        using System.Threading.Tasks;

        public interface IStock
        {
            Task<int> CountAsync(string sku);

            Task<decimal> PriceAsync(string sku);
        }

        public sealed record Offer(int Count, decimal Price);

        public sealed class Offers(IStock stock)
        {
            public async Task<Offer> FindAsync(string sku)
            {
                var (count, price) = (stock.CountAsync(sku), stock.PriceAsync(sku));
                await Task.WhenAll(count, price).ConfigureAwait(false);
                return new(count.Result, price.Result);
            }
        }
        """);

    [Fact]
    public Task Results_of_a_list_in_a_query_behind_when_all() => VerifyAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Linq;
        using System.Threading.Tasks;

        public static class AsyncSelect
        {
            public static async Task<ImmutableArray<TResult>> SelectAsync<T, TResult>(this IEnumerable<T> source, Func<T, Task<TResult>> selector)
            {
                var tasks = source.Select(item => selector(item)).ToList();
                await Task.WhenAll(tasks).ConfigureAwait(false);
                return tasks.Select(task => task.Result).ToImmutableArray();
            }
        }
        """);

    [Fact]
    public Task Results_of_a_dictionary_of_tasks_behind_when_all() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Mirrors(HttpClient http)
        {
            public async Task<Dictionary<string, int>> SizesAsync(IReadOnlyCollection<string> hosts)
            {
                var pending = hosts.ToDictionary(host => host, host => http.GetStringAsync(host));
                await Task.WhenAll(pending.Values);
                return pending.ToDictionary(pair => pair.Key, pair => pair.Value.Result.Length);
            }
        }
        """);

    [Fact]
    public Task The_winner_of_a_race_with_a_timeout() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;

        public static class TimeLimit
        {
            public static async Task<T> OrTimeoutAsync<T>(this Task<T> task, TimeSpan limit)
            {
                if (await Task.WhenAny(task, Task.Delay(limit)) != task)
                    throw new TimeoutException();

                return task.Result;
            }
        }
        """);

    [Fact]
    public Task A_synchronous_front_over_a_path_that_completes_at_once() => VerifyAsync(
        """
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Connection(Stream stream)
        {
            public void Open() => OpenAsync(async: false, CancellationToken.None).GetAwaiter().GetResult();

            public Task OpenAsync(CancellationToken cancellationToken) => OpenAsync(async: true, cancellationToken);

            private async Task OpenAsync(bool async, CancellationToken cancellationToken)
            {
                var greeting = new byte[16];
                if (async)
                    await stream.ReadExactlyAsync(greeting, cancellationToken);
                else
                    stream.ReadExactly(greeting);
            }
        }
        """);

    [Fact]
    public Task A_task_that_is_known_to_have_completed_successfully() => VerifyAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Threading.Tasks;

        public sealed class AsyncCache<TKey, TValue>(Func<TKey, Task<TValue>> load)
            where TKey : notnull
        {
            private readonly ConcurrentDictionary<TKey, Task<TValue>> entries = new();

            public ValueTask<TValue> GetAsync(TKey key)
            {
                var entry = entries.GetOrAdd(key, load);
                return entry.IsCompletedSuccessfully ? new(entry.Result) : new(entry);
            }

            public async Task<TValue?> PeekAsync(TKey key)
            {
                await Task.Yield();
                return entries.TryGetValue(key, out var entry) && entry is { IsCompletedSuccessfully: true } ? entry.Result : default;
            }
        }
        """);

    [Fact]
    public Task Result_of_a_record_that_is_no_task() => VerifyAsync(
        """
        using System.Threading.Tasks;

        public sealed record Command(string Name, int Result)
        {
            public bool Wait(int limit) => Result < limit;
        }

        public sealed class Runner
        {
            public async Task<int> RunAsync(Command command)
            {
                await Task.Yield();
                return command.Wait(5) ? command.Result : 0;
            }

            public string Describe() => nameof(Task<int>.Result);
        }
        """);

    [Fact]
    public Task Antecedents_in_continuations() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Loader
        {
            public Task<int> LengthAsync(string path) =>
                File.ReadAllTextAsync(path).ContinueWith(read => read.Result.Length, TaskContinuationOptions.OnlyOnRanToCompletion);

            public Task<int> TotalAsync(string[] paths) =>
                Task.Factory.ContinueWhenAll(
                    Array.ConvertAll(paths, path => File.ReadAllTextAsync(path)),
                    reads =>
                    {
                        var total = 0;
                        foreach (var read in reads)
                            total += read.Result.Length;
                        return total;
                    });
        }
        """);

    [Fact]
    public Task A_value_task_source_that_completes_at_once() => VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        public sealed class Log(ChannelWriter<string> writer)
        {
            public async Task AppendAsync(string line, CancellationToken cancellationToken)
            {
                var written = writer.WriteAsync(line, cancellationToken);
                if (written.IsCompleted)
                    written.GetAwaiter().GetResult();
                else
                    await written;
            }
        }
        """);

    [Fact]
    public Task A_semaphore_that_is_only_tried() => VerifyAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Refresh(Func<Task> refresh)
        {
            private readonly SemaphoreSlim gate = new(1);

            public async Task TryRefreshAsync()
            {
                if (!gate.Wait(TimeSpan.Zero))
                    return;

                try
                {
                    await refresh();
                }
                finally
                {
                    gate.Release();
                }
            }
        }
        """);

    [Fact]
    public Task A_blocking_front_that_only_synchronous_code_uses() => VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        public interface IFeature
        {
            Task<bool> IsOnAsync(string name, CancellationToken cancellationToken = default);
        }

        public sealed class Features(IFeature feature)
        {
            public bool IsOn(string name) => feature.IsOnAsync(name).GetAwaiter().GetResult();
        }

        public static class Program
        {
            public static async Task<int> Main(string[] args)
            {
                var features = new Features(new Off());
                await Task.Yield();
                return features.IsOn(args[0]) ? 1 : 0;
            }

            private sealed class Off : IFeature
            {
                public Task<bool> IsOnAsync(string name, CancellationToken cancellationToken) => Task.FromResult(false);
            }
        }
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Sources_and_tasks_that_are_set_before_they_are_read() => VerifyAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Steps
        {
            public async Task<int> RunAsync(Task<int> first)
            {
                var done = first.ContinueWith(Length, TaskScheduler.Default);
                await done;
                Task.CompletedTask.Wait();
                return done.Result + Task.FromResult(1).Result;
            }

            private static int Length(Task<int> task) => task.IsFaulted ? 0 : task.Result;

            public async Task<bool> AskAsync(Task<int> task)
            {
                await Task.Yield();
                return task.Wait(0) || task.Wait(TimeSpan.Zero) || Task.WaitAny([task], 0) == 0;
            }
        }
        """);

    [Fact]
    public Task A_list_that_is_copied_for_wait_all() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Quotes(HttpClient client)
        {
            public async Task<string> FirstAsync(string[] symbols)
            {
                var tasks = new List<Task<string>>();
                foreach (var symbol in symbols)
                    tasks.Add(client.GetStringAsync(symbol));
                await Task.{|CONC506:WhenAll|}(tasks.ToArray());
                return tasks[0].Result;
            }
        }
        """);

    // CONC303: reported

    [Fact]
    public Task A_service_that_polls_until_the_other_side_has_stopped() => VerifyAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public enum UnitState { Running, Stopping, Stopped }

        public interface IUnitControl
        {
            Task<UnitState> QueryAsync(string unit, CancellationToken cancellationToken);
        }

        public sealed class Uninstaller(IUnitControl control)
        {
            public async Task<bool> RemoveAsync(string unit, TimeSpan limit, CancellationToken cancellationToken)
            {
                var deadline = DateTime.UtcNow + limit;
                while (await control.QueryAsync(unit, cancellationToken) != UnitState.Stopped)
                {
                    if (DateTime.UtcNow > deadline)
                        return false;

                    Thread.{|CONC303:Sleep|}(500);
                }

                return true;
            }
        }
        """);

    [Fact]
    public Task A_retry_that_a_policy_in_a_base_class_delays() => VerifyAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public abstract class RetryingClient(HttpClient http)
        {
            private int attempts;

            protected HttpClient Http => http;

            protected bool CanRetry(Exception error)
            {
                if (error is not HttpRequestException || ++attempts > 5)
                    return false;

                BackOff(attempts);
                return true;
            }

            private static void BackOff(int attempt) => Thread.Sleep(TimeSpan.FromMilliseconds(100 * Math.Pow(2, attempt)));
        }

        public sealed class SessionClient(HttpClient http) : RetryingClient(http)
        {
            public async Task<string> ReadAsync(Uri session)
            {
                while (true)
                {
                    try
                    {
                        return await Http.GetStringAsync(session);
                    }
                    catch (HttpRequestException error)
                    {
                        if (!{|CONC303:CanRetry|}(error))
                            throw;
                    }
                }
            }
        }
        """);

    [Fact]
    public Task A_sweeper_on_a_host() => VerifyAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        public interface ISweeper
        {
            Task SweepAsync(CancellationToken cancellationToken);
        }

        public sealed class SweepService(IServiceScopeFactory scopes, ILogger<SweepService> log) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    using (var scope = scopes.CreateScope())
                    {
                        await scope.ServiceProvider.GetRequiredService<ISweeper>().SweepAsync(stoppingToken);
                    }

                    log.LogDebug("Swept");
                    Thread.{|CONC303:Sleep|}(TimeSpan.FromMinutes(5));
                }
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_throttle_in_an_asynchronous_sequence() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed record Page(int Number, string Text);

        public sealed class Crawler(HttpClient http, int delay)
        {
            public async IAsyncEnumerable<Page> PagesAsync(string root, [EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                for (var number = 1; ; number++)
                {
                    var text = await http.GetStringAsync($"{root}?page={number}", cancellationToken);
                    if (text.Length == 0)
                        yield break;

                    yield return new(number, text);
                    Thread.{|CONC303:Sleep|}(delay);
                }
            }
        }
        """);

    [Fact]
    public Task Only_the_pause_of_a_task_returning_method_without_await() => VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        public interface IThermostat
        {
            Task SettleAsync();
        }

        public sealed class FakeThermostat : IThermostat
        {
            public Task SettleAsync()
            {
                Thread.{|CONC303:Sleep|}(2000);
                return Task.CompletedTask;
            }
        }
        """);

    // CONC303: silent

    [Fact]
    public Task A_pause_on_a_thread_of_its_own() => VerifyAsync(
        """
        using System;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Heartbeat : IAsyncDisposable
        {
            private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            private readonly Thread beat;
            private volatile bool stopped;

            public Heartbeat(UdpClient socket)
            {
                beat = new Thread(() =>
                {
                    while (!stopped)
                    {
                        socket.Send([1], 1);
                        Thread.Sleep(1000);
                    }

                    ended.SetResult();
                }) { IsBackground = true };
                beat.Start();
            }

            public async ValueTask DisposeAsync()
            {
                stopped = true;
                await ended.Task;
            }
        }
        """);

    [Fact]
    public Task A_sleep_in_a_synchronous_form_beside_the_asynchronous_one() => VerifyAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Backoff(TimeSpan first)
        {
            private TimeSpan next = first;

            public void Wait()
            {
                Thread.Sleep(next);
                next += next;
            }

            public async Task WaitAsync(CancellationToken cancellationToken)
            {
                await Task.Delay(next, cancellationToken);
                next += next;
            }
        }
        """);

    [Fact]
    public Task A_pause_that_the_flag_of_a_shared_path_skips() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class RetryingFile(string path)
        {
            public byte[] Read() => ReadCoreAsync(async: false).GetAwaiter().GetResult();

            public Task<byte[]> ReadAsync() => ReadCoreAsync(async: true);

            private async Task<byte[]> ReadCoreAsync(bool async)
            {
                for (var attempt = 0; ; attempt++)
                {
                    try
                    {
                        return async ? await File.ReadAllBytesAsync(path) : File.ReadAllBytes(path);
                    }
                    catch (IOException) when (attempt < 3)
                    {
                        if (async)
                            await Task.Delay(50);
                        else
                            Thread.Sleep(50);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task A_console_program_that_waits_between_polls() => VerifyAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        public static class Program
        {
            public static async Task Main(string[] args)
            {
                using var http = new HttpClient();
                for (var i = 0; i < 10; i++)
                {
                    Console.WriteLine(await http.GetStringAsync(args[0]));
                    Thread.Sleep(1000);
                }
            }
        }
        """);

    [Fact]
    public Task A_pause_in_a_lock_free_retry() => VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Slot
        {
            private int taken;

            public async Task UseAsync(Task work)
            {
                var spin = new SpinWait();
                while (Interlocked.CompareExchange(ref taken, 1, 0) != 0)
                    spin.SpinOnce();
                try
                {
                    Thread.Sleep(0);
                    await work;
                }
                finally
                {
                    Volatile.Write(ref taken, 0);
                }
            }
        }
        """);

    // CONC401: reported

    [Fact]
    public Task An_action_that_wraps_a_call() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public sealed record Rate(string Code, decimal Value);

        public sealed class RatesController(HttpClient http) : ControllerBase
        {
            [HttpGet("/rates/{code}")]
            public async Task<ActionResult<Rate>> GetAsync(string code)
            {
                var rate = await Task.{|CONC401:Run|}(() => http.GetFromJsonAsync<Rate>($"/rates/{code}"));
                return rate is null ? NotFound() : rate;
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_lambda_that_awaits_and_is_awaited() => VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        public interface IQueue
        {
            Task<string> TakeAsync(CancellationToken cancellationToken);
        }

        public sealed class HttpQueue(System.Net.Http.HttpClient http) : IQueue
        {
            public async Task<string> TakeAsync(CancellationToken cancellationToken)
            {
                using var response = await http.PostAsync("/take", null, cancellationToken);
                return await response.Content.ReadAsStringAsync(cancellationToken);
            }
        }

        public sealed class Consumer(IQueue queue)
        {
            public async Task<string> NextAsync(CancellationToken cancellationToken) =>
                await Task.{|CONC401:Run|}(async () => await queue.TakeAsync(cancellationToken), cancellationToken);
        }
        """);

    // CONC401: silent

    [Fact]
    public Task A_loop_that_runs_beside_its_maker() => VerifyAsync(
        """
        using System;
        using System.Net.WebSockets;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Socket(ClientWebSocket socket)
        {
            private Task? receiving;

            public async Task OpenAsync(Uri uri, CancellationToken cancellationToken)
            {
                await socket.ConnectAsync(uri, cancellationToken);
                receiving = Task.Run(() => ReceiveAsync(cancellationToken));
                _ = Task.Run(async () => await PingAsync(cancellationToken));
            }

            private async Task ReceiveAsync(CancellationToken cancellationToken)
            {
                var buffer = new byte[4096];
                while (socket.State == WebSocketState.Open)
                    await socket.ReceiveAsync(buffer, cancellationToken);
            }

            private async Task PingAsync(CancellationToken cancellationToken)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
                while (await timer.WaitForNextTickAsync(cancellationToken))
                    await socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, cancellationToken);
            }
        }
        """);

    [Fact]
    public Task A_call_that_computes_before_it_awaits() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Security.Cryptography;
        using System.Threading.Tasks;

        public sealed class Vault
        {
            public async Task StoreAsync(string path, string password, byte[] salt) => await Task.Run(() => WriteAsync(path, password, salt));

            private static async Task WriteAsync(string path, string password, byte[] salt)
            {
                var key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32);
                await File.WriteAllBytesAsync(path, key);
            }
        }
        """);

    [Fact]
    public Task An_interface_whose_implementations_are_unknown() => VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;

        public interface IPlugin
        {
            Task StartAsync(CancellationToken cancellationToken);
        }

        public sealed class Starter(IPlugin[] plugins)
        {
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                foreach (var plugin in plugins)
                    await Task.Run(() => plugin.StartAsync(cancellationToken), cancellationToken);
            }
        }
        """);

    [Fact]
    public Task A_bridge_of_a_synchronous_caller() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class LegacyReader(HttpClient http)
        {
            public string Read(string url) => Task.Run(() => http.GetStringAsync(url)).GetAwaiter().{|CONC309:GetResult|}();
        }
        """);

    [Fact]
    public Task A_view_model_that_leaves_the_thread_of_the_window() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;
        using System.Windows;

        public sealed class Start : Window
        {
            private static readonly HttpClient Http = new HttpClient();

            public async Task<string> LoadAsync() => await Task.Run(() => Http.GetStringAsync("http://localhost/"));
        }
        """, TargetReferences.NetFramework);

    // CONC403: reported

    [Fact]
    public Task A_parallel_loop_of_asynchronous_requests() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading.Tasks;

        public sealed class Notifier(HttpClient http)
        {
            public async Task NotifyAsync(IEnumerable<string> urls)
            {
                Parallel.ForEach(urls, {|CONC403:async|} url =>
                {
                    using var response = await http.PostAsync(url, null);
                    response.EnsureSuccessStatusCode();
                });
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_list_that_is_saved_item_by_item() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public sealed record Line(string Sku, int Count);

        public interface ILines
        {
            Task SaveAsync(Line line);
        }

        public sealed class LinesController(ILines lines) : ControllerBase
        {
            [HttpPut]
            public async Task<IActionResult> SaveAsync(IEnumerable<Line> all)
            {
                all.Where(line => line.Count > 0).ToList().ForEach({|CONC403:async|} line => await lines.SaveAsync(line));
                await Task.Yield();
                return Ok();
            }
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_timer_that_may_end_the_process() => VerifyAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Hosting;

        public sealed class Beacon(HttpClient http) : IHostedService, IDisposable
        {
            private Timer? timer;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                timer = new Timer({|CONC403:async|} _ => await http.GetAsync("/beacon"), null, TimeSpan.Zero, TimeSpan.FromSeconds(10));
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                timer?.Change(Timeout.Infinite, 0);
                return Task.CompletedTask;
            }

            public void Dispose() => timer?.Dispose();
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_thread_whose_work_is_gone_at_the_first_await() => VerifyAsync(
        """
        using System.IO;
        using System.Threading;

        public sealed class Tail(string path)
        {
            public void Start()
            {
                var thread = new Thread({|CONC403:async|} () =>
                {
                    using var reader = File.OpenText(path);
                    while (await reader.ReadLineAsync() is { } line)
                        System.Console.WriteLine(line);
                });
                thread.IsBackground = true;
                thread.Start();
            }
        }
        """);

    [Fact]
    public Task A_helper_that_takes_an_action() => VerifyAsync(
        """
        using System;
        using System.Diagnostics;
        using System.Net.Http;
        using System.Threading.Tasks;

        public static class Measure
        {
            public static TimeSpan Time(Action work)
            {
                var watch = Stopwatch.StartNew();
                work();
                return watch.Elapsed;
            }
        }

        public sealed class Probe(HttpClient http)
        {
            public TimeSpan Latency() => Measure.Time({|CONC403:async|} () => await http.GetStringAsync("/health"));
        }
        """);

    [Fact]
    public Task A_token_that_calls_an_asynchronous_lambda() => VerifyAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public interface ITransfer
        {
            Task AbortAsync();

            Task RunAsync(CancellationToken cancellationToken);
        }

        public sealed class Transfers(ITransfer transfer)
        {
            public async Task RunAsync(CancellationToken cancellationToken)
            {
                using var abort = cancellationToken.Register({|CONC403:async|} () => await transfer.AbortAsync());
                await transfer.RunAsync(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task A_change_of_options_that_reloads() => VerifyAsync(
        """
        using System.Threading.Tasks;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Options;

        public sealed class Limits
        {
            public int PerMinute { get; set; }
        }

        public sealed class Limiter
        {
            public Limiter(IOptionsMonitor<Limits> limits, IHostApplicationLifetime lifetime)
            {
                limits.OnChange({|CONC403:async|} changed => await ApplyAsync(changed));
                lifetime.ApplicationStopping.Register({|CONC403:async|} () => await ApplyAsync(new()));
            }

            private static Task ApplyAsync(Limits limits) => Task.Delay(limits.PerMinute);
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_query_in_parallel() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        public sealed class Fan
        {
            public void Out(IEnumerable<int> ids) => ids.AsParallel().ForAll({|CONC403:async|} id => await Task.Delay(id));
        }
        """);

    [Fact]
    public Task A_callback_in_a_message_client() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;

        public interface IBus
        {
            void Subscribe<T>(string topic, Action<T> handler);
        }

        public interface IOrders
        {
            Task ShipAsync(int order);
        }

        public sealed class Shipping(IBus bus, IOrders orders)
        {
            public void Start() => bus.Subscribe<int>("paid", {|CONC403:async|} order => await orders.ShipAsync(order));
        }
        """);

    // CONC403: silent

    [Fact]
    public Task Handlers_of_events() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;
        using System.Timers;

        public sealed class Watcher : IDisposable
        {
            private readonly FileSystemWatcher files = new("/var/spool");
            private readonly Timer timer = new(1000);

            public Watcher(Func<string, Task> handle)
            {
                files.Created += async (_, e) => await handle(e.FullPath);
                timer.Elapsed += async (_, _) => await handle("tick");
                AppDomain.CurrentDomain.ProcessExit += async (sender, e) => await handle("exit");
            }

            public void Dispose()
            {
                files.Dispose();
                timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_timer_callback_that_catches_everything() => VerifyAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Poll(Func<Task> poll, Action<Exception> failed)
        {
            public Timer Start() => new(
                async _ =>
                {
                    try
                    {
                        await poll();
                    }
                    catch (Exception error)
                    {
                        failed(error);
                    }
                },
                null,
                0,
                1000);
        }
        """);

    [Fact]
    public Task Functions_that_return_their_tasks() => VerifyAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class Work(Func<int, Task> run)
        {
            public Task AllAsync(IEnumerable<int> ids) => Task.WhenAll(ids.Select(async id => await run(id)));

            public Task LoopAsync(IEnumerable<int> ids) => Parallel.ForEachAsync(ids, async (id, _) => await run(id));

            public Task OneAsync(int id) => Task.Run(async () => await run(id));

            public Task ThenAsync(Task before, int id) => before.ContinueWith(async _ => await run(id), TaskScheduler.Default).Unwrap();

            public IDisposable Timer(int id) => new Timer(state => _ = run(id), null, 0, 1000);
        }
        """);

    [Fact]
    public Task Commands_and_subscribers_of_events() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using System.Windows.Input;

        public sealed class RelayCommand(Action run) : ICommand
        {
            public event EventHandler? CanExecuteChanged { add { } remove { } }

            public bool CanExecute(object? parameter) => true;

            public void Execute(object? parameter) => run();
        }

        public sealed class Client
        {
            public event Action<string>? Received;

            public void Raise(string text) => Received?.Invoke(text);
        }

        public sealed class View(Client client, Func<string, Task> send)
        {
            public ICommand Send { get; } = new RelayCommand(async () => await send("hello"));

            public void Bind() => client.Received += async text => await send(text);

            public EventHandler Handler() => async (_, e) => await send(e.ToString()!);
        }
        """);

    private static Task VerifyAsync(string source, TargetReferences? references = null, bool withPackages = false, OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary)
    {
        var test = new Verifier<BlockingIoInAsyncAnalyzer>.Test { TestState = { Sources = { source }, OutputKind = outputKind }, References = references ?? TargetReferences.Net100 };
        foreach (var other in RuleCatalogue.Analyzers.Where(static analyzer => analyzer is not BlockingIoInAsyncAnalyzer && analyzer.SupportedDiagnostics[0].IsEnabledByDefault))
            test.AdditionalAnalyzers.Add(other);
        if (withPackages)
            test.AdditionalReferences.Add(Packages);
        return test.RunAsync();
    }

    // From an image: the bodies of packages cannot be looked into.
    private static PortableExecutableReference Emit()
    {
        using var image = new MemoryStream();
        var emitted = CSharpCompilation.Create(
            "Packages",
            [CSharpSyntaxTree.ParseText(PackagesSource)],
            TargetReferences.Net100.Assemblies,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)).Emit(image);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    [Fact]
    public Task A_controller_whose_actions_block_in_different_ways() => VerifyAsync(
        """
        using System.Net.Http;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        public class RatesController(HttpClient client, Rates rates) : ControllerBase
        {
            public string Text(string name) => System.IO.File.{|CONC206:ReadAllText|}(name);

            public string Twice(string name) => Text(name) + Text(name);

            public string Today() => client.GetStringAsync("https://example.org").{|CONC302:Result|};

            public string Yesterday() => rates.{|CONC302:Load|}(1);

            public async Task<string> LastWeek()
            {
                await Task.Yield();
                return rates.{|CONC301:Load|}(7) + System.IO.File.{|CONC201:ReadAllText|}("a");
            }

            public Task<string> Other() => Task.Run(() => client.GetStringAsync("https://example.org").{|CONC302:Result|});
        }

        public class Rates(HttpClient client)
        {
            public string Load(int day) => client.GetStringAsync("https://example.org/" + day).{|CONC309:Result|};
        }
        """, TargetReferences.AspNetCore100);

    [Fact]
    public Task A_dump_on_the_way_out() => VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;

        public sealed class Watchdog
        {
            public async Task WatchAsync(Task work)
            {
                try
                {
                    await work;
                }
                catch (InvalidOperationException error)
                {
                    Fail(error);
                }
            }

            private static void Fail(Exception error)
            {
                File.WriteAllText("crash.txt", error.ToString());
                throw new InvalidOperationException("See crash.txt", error);
            }
        }
        """);

    [Fact]
    public Task An_implementation_that_completes_at_once() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        public sealed class MemorySettings
        {
            private readonly Dictionary<string, string> values = [];

            public Task<string> GetAsync(string key) => Task.FromResult(values[key]);

            public Task SetAsync(string key, string value)
            {
                values[key] = value;
                return Task.CompletedTask;
            }
        }

        public sealed class Reader(MemorySettings settings)
        {
            public async Task<string> ReadAsync(string key)
            {
                await Task.Yield();
                settings.SetAsync(key, "x").Wait();
                return settings.GetAsync(key).Result;
            }
        }
        """);

    [Fact]
    public Task A_list_that_is_converted_behind_when_all() => VerifyAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        public interface IProbe
        {
            Task<int> MeasureAsync(string host);
        }

        public sealed class Latency(IProbe probe)
        {
            public async Task<List<int>> AllAsync(List<string> hosts)
            {
                var measures = hosts.ConvertAll(probe.MeasureAsync);
                await Task.WhenAll(measures);
                return measures.ConvertAll(measure => measure.Result);
            }

            public async Task<int[]> AllAsync(string[] hosts)
            {
                var measures = System.Array.ConvertAll(hosts, probe.MeasureAsync);
                await Task.WhenAll(measures);
                return System.Array.ConvertAll(measures, measure => measure.Result);
            }
        }
        """);

    [Fact]
    public Task A_local_for_all_tasks_that_is_awaited() => VerifyAsync(
        """
        using System.Threading.Tasks;

        public sealed class Offers
        {
            public async Task<int> SumAsync(Task<int> first, Task<int> second)
            {
                var both = Task.WhenAll(first, second);
                try
                {
                    await both;
                }
                catch
                {
                    throw both.Exception!;
                }

                return first.Result + second.Result;
            }
        }
        """);

    [Fact]
    public Task Tasks_that_are_awaited_one_by_one_before_they_are_read() => VerifyAsync(
        """
        using System.Linq;
        using System.Threading.Tasks;

        public sealed class Jobs
        {
            public async Task<int[]> RunAsync(Task<int>[] jobs)
            {
                foreach (var job in jobs)
                    await job;
                return jobs.Select(job => job.Result).ToArray();
            }
        }
        """);

    [Fact]
    public Task A_task_whose_continuation_has_run() => VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;

        public sealed class Quiet
        {
            public async Task<int> OrZeroAsync(Task<int> work)
            {
                await work.ContinueWith(_ => { }, TaskScheduler.Default);
                return work.IsFaulted || work.IsCanceled ? 0 : work.Result;
            }
        }
        """);
}
