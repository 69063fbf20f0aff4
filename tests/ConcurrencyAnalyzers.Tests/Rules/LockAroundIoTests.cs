using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<LockAroundIoAnalyzer>;

public sealed class LockAroundIoTests
{
    // Reported

    [Theory]
    [InlineData("network I/O", "Dns.{|#0:GetHostEntry|}(\"example.org\");", "Dns.GetHostEntry")]
    [InlineData("network I/O", "new HttpClient().{|#0:Send|}(new HttpRequestMessage());", "HttpClient.Send")]
    [InlineData("database I/O", "using var connection = factory.CreateConnection()!; connection.{|#0:Open|}();", "DbConnection.Open")]
    [InlineData("a process", "using var git = Process.Start(\"git\"); git.{|#0:WaitForExit|}();", "Process.WaitForExit")]
    [InlineData("a task", "Task.Delay(1).{|#0:Wait|}();", "Task.Wait")]
    [InlineData("a task", "_ = client.GetStringAsync(\"\").{|#0:Result|};", "Task.Result")]
    [InlineData("a task", "client.GetStringAsync(\"\").GetAwaiter().{|#0:GetResult|}();", "TaskAwaiter.GetResult")]
    [InlineData("a sleep", "Thread.{|#0:Sleep|}(100);", "Thread.Sleep")]
    [InlineData("other threads", "thread.{|#0:Join|}();", "Thread.Join")]
    [InlineData("other threads", "signal.{|#0:Wait|}();", "ManualResetEventSlim.Wait")]
    public Task Every_kind_of_waiting_is_named(string kind, string statements, string api) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System.Data.Common;
        using System.Diagnostics;
        using System.Net;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        class Cache(HttpClient client, DbProviderFactory factory, Thread thread, ManualResetEventSlim signal)
        {
            private readonly object gate = new();

            public void Refresh()
            {
                lock (gate)
                {
                    {{statements}}
                }
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithMessage($"'gate' is held while its thread waits for {kind}: {api}"));

    [Theory]
    [InlineData("lock (gate) { Thread.[|Sleep|](1); }")]
    [InlineData("lock (scope) { Thread.[|Sleep|](1); }")]
    [InlineData("Monitor.Enter(gate); try { Thread.[|Sleep|](1); } finally { Monitor.Exit(gate); }")]
    [InlineData("bool taken = false; try { Monitor.Enter(gate, ref taken); Thread.[|Sleep|](1); } finally { if (taken) Monitor.Exit(gate); }")]
    [InlineData("if (Monitor.TryEnter(gate, 1000)) { try { Thread.[|Sleep|](1); } finally { Monitor.Exit(gate); } }")]
    [InlineData("using (scope.EnterScope()) { Thread.[|Sleep|](1); }")]
    [InlineData("using var held = scope.EnterScope(); Thread.[|Sleep|](1);")]
    [InlineData("slim.EnterReadLock(); try { Thread.[|Sleep|](1); } finally { slim.ExitReadLock(); }")]
    [InlineData("slim.EnterWriteLock(); try { Thread.[|Sleep|](1); } finally { slim.ExitWriteLock(); }")]
    [InlineData("mutex.WaitOne(); try { Thread.[|Sleep|](1); } finally { mutex.ReleaseMutex(); }")]
    [InlineData("var taken = false; spin.Enter(ref taken); Thread.[|Sleep|](1); spin.Exit();")]
    [InlineData("lock (gate) { [|Rest|](); }")]
    [InlineData("lock (gate) { items.ForEach(item => Thread.[|Sleep|](item)); }")]
    [InlineData("lock (gate) { Run(() => Thread.[|Sleep|](1)); }")]
    [InlineData("lock (gate) { items.[|ForEach|](Thread.Sleep); }")]
    [InlineData("lock (gate) { void Local() => Thread.Sleep(1); [|Local|](); }")]
    [InlineData("Action later = () => { lock (gate) { Thread.[|Sleep|](1); } };")]
    [InlineData("using (new Held(slim)) { Thread.[|Sleep|](1); }")]
    [InlineData("lock (items) { lock (gate) { Monitor.[|Wait|](gate); } }")]
    [InlineData("lock (gate) { try { Thread.[|Sleep|](1); } finally { Thread.[|Sleep|](2); } }")]
    [InlineData("lock (items) { if (Monitor.TryEnter(gate)) { Thread.[|Sleep|](1); Monitor.Exit(gate); } }")]
    [InlineData("lock (gate) { for (var i = 0; i < 3; i++) { if (i > 1) Thread.[|Sleep|](1); } }")]
    public Task Waiting_is_reported_while_a_lock_is_held(string statements) => VerifyAsync(statements);

    [Fact]
    public Task Helpers_are_reported_with_their_chain() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;

        class Hosts
        {
            private readonly object gate = new();

            public string Name(string host)
            {
                lock (gate)
                {
                    return {|#0:Find|}(host);
                }
            }

            private static string Find(string host) => {|#1:Ask|}(host).HostName;

            private static IPHostEntry Ask(string host) => Dns.{|#2:GetHostEntry|}(host);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations(1, 2).WithMessage("'gate' is held while its thread waits for network I/O: Find → Ask → Dns.GetHostEntry"));

    [Fact]
    public Task Asynchronous_code_is_reported_too() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Hosts
        {
            private readonly Lock gate = new();
            private readonly ReaderWriterLockSlim slim = new();

            public async Task<int> CountAsync(string host)
            {
                await Task.Yield();
                lock (gate)
                {
                    Task.Delay(1).[|Wait|]();
                    Thread.[|Sleep|](1);
                    [|Rest|]();
                }

                slim.EnterReadLock();
                var count = Dns.[|GetHostAddresses|](host).Length;
                slim.ExitReadLock();
                Rest();
                return count;
            }

            private static void Rest() => Thread.Sleep(1);
        }
        """);

    // A nearer lock answers for what is waited for; the one around it has nothing to add.
    [Fact]
    public Task Nearest_lock_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;

        class Queue
        {
            private readonly object gate = new();
            private readonly object other = new();

            public void Flush()
            {
                lock (gate)
                {
                    Write();
                }
            }

            private void Write()
            {
                lock (other)
                {
                    Thread.[|Sleep|](10);
                }
            }
        }
        """);

    // aspnet/AspNetKatana#45 and AzureAD/microsoft-identity-web#3078: metadata is fetched under a write lock, and every request waits for it on a thread of its own.
    [Fact]
    public Task Metadata_that_is_fetched_under_a_write_lock() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading;

        class Issuers(HttpClient http)
        {
            private readonly ReaderWriterLockSlim slim = new();
            private DateTime next;
            private string issuer = "";

            public string Issuer
            {
                get
                {
                    Refresh();
                    slim.EnterReadLock();
                    try
                    {
                        return issuer;
                    }
                    finally
                    {
                        slim.ExitReadLock();
                    }
                }
            }

            private void Refresh()
            {
                if (next > DateTime.UtcNow)
                    return;
                slim.EnterWriteLock();
                try
                {
                    issuer = http.GetStringAsync("https://example.org/metadata").[|Result|];
                    next = DateTime.UtcNow.AddHours(1);
                }
                finally
                {
                    slim.ExitWriteLock();
                }
            }
        }
        """);

    // Advance-Technologies-Foundation/clio#1080: a loop sleeps in the monitor until it gets the file.
    [Fact]
    public Task Attempts_that_rest_in_a_monitor() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;
        using System.Threading;

        class FileGate(TimeSpan timeout)
        {
            private readonly object processLock = new();

            public FileStream Enter(string path)
            {
                var end = DateTime.UtcNow + timeout;
                lock (processLock)
                {
                    while (true)
                    {
                        try
                        {
                            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                        }
                        catch (IOException) when (DateTime.UtcNow < end)
                        {
                        }

                        Thread.[|Sleep|](25);
                    }
                }
            }
        }
        """);

    // Zastai/MetaBrainz.MusicBrainz.CoverArt#30: a client that many threads may use needs no lock, which makes 25 requests take turns.
    [Fact]
    public Task Client_that_needs_no_lock() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Net.Http;
        using System.Threading;

        class CoverArt : IDisposable
        {
            private readonly object clientLock = new();
            private HttpClient? client;

            public int Fetch(string release, CancellationToken cancellationToken)
            {
                lock (clientLock)
                {
                    client ??= new HttpClient();
                    using var request = new HttpRequestMessage(HttpMethod.Get, release);
                    using var response = client.[|Send|](request, cancellationToken);
                    return (int)response.StatusCode;
                }
            }

            public void Dispose() => client?.Dispose();
        }
        """);

    // StackExchange/StackExchange.Redis#441: the connection is made again, in a lock for each configuration.
    [Fact]
    public Task Connection_that_is_made_again() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Concurrent;
        using System.Net.Sockets;

        class Connections
        {
            private readonly ConcurrentDictionary<string, object> gates = new();
            private readonly ConcurrentDictionary<string, TcpClient> clients = new();

            public TcpClient Get(string host)
            {
                lock (gates.GetOrAdd(host, _ => new object()))
                {
                    if (!clients.TryGetValue(host, out var client) || !client.Connected)
                    {
                        var fresh = new TcpClient();
                        fresh.[|Connect|](host, 6379);
                        clients[host] = client = fresh;
                    }

                    return client;
                }
            }
        }
        """);

    // projectkudu/kudu#754: a command that hangs keeps the lock, and every deployment behind it waits.
    [Fact]
    public Task Command_that_is_run_in_a_lock() => Verify.VerifyAnalyzerAsync(
        """
        using System.Diagnostics;

        class Deployments
        {
            private static readonly object Gate = new();

            public int Deploy(string folder)
            {
                lock (Gate)
                {
                    return [|Run|]("git", folder);
                }
            }

            private static int Run(string command, string folder)
            {
                using var process = new Process { StartInfo = new ProcessStartInfo(command) { WorkingDirectory = folder } };
                process.Start();
                process.WaitForExit();
                return process.ExitCode;
            }
        }
        """);

    // MarimerLLC/csla#377: connections of other databases wait while this one is opened.
    // yangzhongke/Zack.AnyDBConfigProvider#4: the write lock is entered before the connection is made.
    [Fact]
    public Task Connection_that_is_opened_in_a_lock() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Data;
        using System.Data.Common;
        using System.Threading;

        class Managers(DbProviderFactory factory, Func<IDbConnection> create)
        {
            private static readonly object Gate = new();
            private readonly ReaderWriterLockSlim slim = new();
            private readonly Dictionary<string, DbConnection> open = [];

            public DbConnection Get(string database)
            {
                lock (Gate)
                {
                    if (!open.TryGetValue(database, out var known))
                    {
                        var connection = factory.CreateConnection()!;
                        connection.ConnectionString = database;
                        connection.[|Open|]();
                        open.Add(database, known = connection);
                    }

                    return known;
                }
            }

            public void Load()
            {
                slim.EnterWriteLock();
                try
                {
                    using var connection = create();
                    connection.[|Open|]();
                }
                finally
                {
                    slim.ExitWriteLock();
                }
            }
        }
        """);

    [Theory]
    [InlineData("using var client = new TcpClient(); client.[|Connect|](host, 80);")]
    [InlineData("using var client = new [|TcpClient|](host, 80);")]
    [InlineData("new [|Client|](host);")]
    [InlineData("using var own = new Client(); own.[|Send|]();")]
    [InlineData("http.[|Send|](new HttpRequestMessage());")]
    [InlineData("source.[|OpenConnection|]();")]
    [InlineData("using var connection = factory.CreateConnection()!; connection.[|Open|]();")]
    [InlineData("DbConnection? connection = null; connection = factory.CreateConnection()!; connection.[|Open|]();")]
    [InlineData("using var connection = factory.CreateConnection()!; using var command = connection.CreateCommand(); command.[|ExecuteNonQuery|]();")]
    [InlineData("var request = WebRequest.Create(host); using var response = request.[|GetResponse|]();")]
    [InlineData("using var process = Process.Start(host); process.StandardOutput.[|ReadToEnd|]();")]
    [InlineData("using var client = new TcpClient(); new StreamReader(client.GetStream()).[|ReadLine|]();")]
    [InlineData("known.Send();")]
    [InlineData("handed.Send();")]
    [InlineData("this.handed.Socket.Send(new byte[1]);")]
    [InlineData("connection.Open();")]
    [InlineData("using var command = connection.CreateCommand(); command.ExecuteNonQuery();")]
    [InlineData("using var stream = new NetworkStream(socket); stream.Write(new byte[1]);")]
    [InlineData("using var writer = new BinaryWriter(new NetworkStream(socket)); writer.Write(1);")]
    [InlineData("JsonSerializer.Serialize(stream, host);")]
    [InlineData("new XmlSerializer(typeof(string)).Serialize(stream, host);")]
    [InlineData("Write(stream);")]
    public Task What_is_made_or_opened_is_nobody_elses(string statements) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Data.Common;
        using System.Diagnostics;
        using System.IO;
        using System.Net;
        using System.Net.Http;
        using System.Net.Sockets;
        using System.Text.Json;
        using System.Xml.Serialization;

        class Client : IDisposable
        {
            private readonly TcpClient tcp = new();

            public Client() { }

            public Client(string host) => tcp.Connect(host, 80);

            public Socket Socket => tcp.Client;

            public void Send() => tcp.Client.Send(new byte[1]);

            public void Dispose() => tcp.Dispose();
        }

        class Caller(HttpClient http, DbDataSource source, DbProviderFactory factory, DbConnection connection, Socket socket, Client handed)
        {
            private readonly object gate = new();
            private readonly Client known = new();
            private readonly DbConnection connection = connection;
            private readonly NetworkStream stream = new(socket);
            private readonly Client handed = handed;

            public void Call(string host)
            {
                lock (gate)
                {
                    {{statements}}
                }
            }

            private static void Write(NetworkStream stream) => stream.Write(new byte[1]);
        }
        """);

    // The lock is the nearest: what is in it is not told again of the pool, the loop or the thread around it.
    [Fact]
    public Task Lock_within_a_construct_is_reported_in_its_place() => new Verify.Test
    {
        TestCode =
            """
            using System.Net;
            using System.Threading.Tasks;

            class Hosts
            {
                private readonly object gate = new();

                public void Warm(string[] names)
                {
                    Parallel.ForEach(names, name =>
                    {
                        lock (gate)
                        {
                            Dns.[|GetHostEntry|](name);
                        }
                    });
                    Task.Run(() =>
                    {
                        lock (gate)
                            Dns.[|GetHostEntry|]("example.org");
                    });
                }
            }
            """,
        AdditionalAnalyzers = { new BlockingIoInParallelLoopAnalyzer(), new BlockingIoOnPoolAnalyzer() },
    }.RunAsync();

    // The caller of a method that locks has a finding of its own: it would block without the lock, too.
    [Fact]
    public Task Asynchronous_caller_of_a_method_that_locks_is_told_as_well() => new Verify.Test
    {
        TestCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Journal
            {
                private readonly object gate = new();

                public async Task WriteAsync()
                {
                    {|CONC303:Write|}();
                    await Task.Yield();
                }

                public void Write()
                {
                    lock (gate)
                    {
                        Thread.[|Sleep|](1);
                    }
                }
            }
            """,
        AdditionalAnalyzers = { new SleepInAsyncAnalyzer() },
    }.RunAsync();

    [Fact]
    public Task One_cause_is_one_diagnostic() => new Verify.Test
    {
        TestCode =
            """
            using System.IO;
            using System.Net;
            using System.Threading;
            using System.Threading.Tasks;

            class Reports
            {
                private readonly object gate = new();

                public async Task WriteAsync(Task<string> report)
                {
                    lock (gate)
                    {
                        Thread.[|Sleep|](1);
                        Dns.[|GetHostEntry|]("example.org");
                        File.{|CONC201:WriteAllText|}("report.txt", report.[|Result|]);
                    }

                    await Task.Yield();
                }
            }
            """,
        AdditionalAnalyzers = { new SleepInAsyncAnalyzer(), new BlockingIoInAsyncAnalyzer(), new BlockingOnTaskAnalyzer() },
    }.RunAsync();

    [Theory]
    [MemberData(nameof(OldTargets))]
    public Task Old_framework_is_reported(TargetReferences references) => new Verify.Test
    {
        TestCode =
            """
            using System.Threading;
            using System.Threading.Tasks;

            class Outbox
            {
                private readonly object gate = new object();

                public void Flush(Task task)
                {
                    lock (gate)
                    {
                        task.[|Wait|]();
                    }

                    Monitor.Enter(gate);
                    try
                    {
                        Thread.[|Sleep|](1);
                    }
                    finally
                    {
                        Monitor.Exit(gate);
                    }
                }
            }
            """,
        References = references,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    public static TheoryData<TargetReferences> OldTargets => new(TargetReferences.NetStandard20, TargetReferences.NetFramework);

    // Silent

    [Theory]
    [InlineData("Thread.Sleep(1); lock (gate) { }")]
    [InlineData("lock (gate) { } Thread.Sleep(1);")]
    [InlineData("lock (Slow()) { }")]
    [InlineData("lock (gate) { Thread.Sleep(0); }")]
    [InlineData("lock (gate) { Action later = () => Thread.Sleep(1); }")]
    [InlineData("lock (gate) { ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(1)); }")]
    [InlineData("lock (gate) { new Thread(Rest).Start(); }")]
    [InlineData("lock (gate) { _ = new Timer(_ => Thread.Sleep(1)); }")]
    [InlineData("lock (gate) { Monitor.Wait(gate); }")]
    [InlineData("lock (gate) { while (items.Count == 0) Monitor.Wait(gate, 100); }")]
    [InlineData("lock (gate) { Pulse(); }")]
    [InlineData("lock (gate) { lock (items) { } }")]
    [InlineData("lock (gate) { mutex.WaitOne(); mutex.ReleaseMutex(); }")]
    [InlineData("lock (gate) { semaphore.Wait(); semaphore.Release(); }")]
    [InlineData("lock (gate) { slim.EnterReadLock(); slim.ExitReadLock(); }")]
    [InlineData("semaphore.Wait(); try { Thread.Sleep(1); } finally { semaphore.Release(); }")]
    [InlineData("lock (gate) { if (items.Count > 3) { Thread.Sleep(1); throw new InvalidOperationException(); } }")]
    [InlineData("lock (gate) { try { items.Add(1); } catch (Exception) { Thread.Sleep(1); } }")]
    [InlineData("if (Monitor.TryEnter(gate)) { try { Thread.Sleep(1); } finally { Monitor.Exit(gate); } }")] // who does not get it goes on
    [InlineData("using (new Open()) { Thread.Sleep(1); }")]
    [InlineData("lock (gate) { task.Wait(0); }")]
    [InlineData("task.Wait(); lock (gate) { task.Wait(); }")]
    [InlineData("lock (gate) { if (task.IsCompleted) task.Wait(); }")]
    [InlineData("lock (gate) { Console.WriteLine(\"\"); }")]
    [InlineData("lock (gate) { File.AppendAllText(\"\", \"\"); }")]
    [InlineData("lock (gate) { File.Delete(\"\"); }")]
    public Task Anything_else_is_silent(string statements) => VerifyAsync(statements);

    // rabbitmq/rabbitmq-dotnet-client#683: frames of several threads must not mix on one connection.
    [Fact]
    public Task One_writer_at_a_time_on_a_connection_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Net.Sockets;

        class FrameWriter
        {
            private readonly object writeLock = new();
            private readonly NetworkStream stream;
            private readonly BinaryWriter writer;
            private readonly Socket socket;

            public FrameWriter(Socket socket)
            {
                this.socket = socket;
                stream = new NetworkStream(socket);
                writer = new BinaryWriter(stream);
            }

            public void Write(byte[] frame)
            {
                lock (writeLock)
                {
                    stream.Write(frame, 0, frame.Length);
                    stream.Flush();
                }
            }

            public void Send(byte[] frame)
            {
                lock (socket)
                {
                    socket.Send(frame);
                    SendRest(socket, frame);
                }
            }

            public void Header(int size)
            {
                lock (writer)
                {
                    writer.Write(size);
                    Finish();
                }
            }

            public byte[] Ask(byte[] question)
            {
                var answer = new byte[4];
                lock (stream)
                {
                    using var reader = new StreamReader(stream);
                    stream.Write(question);
                    _ = reader.ReadLine();
                }

                return answer;
            }

            private void Finish() => stream.Flush();

            private static void SendRest(Socket socket, byte[] frame) => socket.Send(frame);
        }
        """);

    // dotnet/efcore#2423, ClassiCube/MCGalaxy#199 and slskd/slskd#178: a connection that threads share has to be used by one at a time.
    [Fact]
    public Task One_user_at_a_time_of_a_connection_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Data;
        using System.Data.Common;

        class Store(DbConnection connection)
        {
            private readonly object gate = new();
            private readonly DbConnection connection = connection;

            public int Save(string sql)
            {
                lock (gate)
                {
                    if (connection.State != ConnectionState.Open)
                        connection.Open();
                    using var command = connection.CreateCommand();
                    command.CommandText = sql;
                    using var transaction = connection.BeginTransaction();
                    var rows = command.ExecuteNonQuery() + Count();
                    transaction.Commit();
                    return rows;
                }
            }

            private int Count()
            {
                using var command = connection.CreateCommand();
                return command.ExecuteNonQuery();
            }
        }

        class Repository(Store store)
        {
            private readonly object gate = new();
            private readonly Store store = store;

            public int Save()
            {
                lock (gate)
                {
                    return store.Save("update orders");
                }
            }
        }
        """);

    // StackExchange/StackExchange.Redis#191 and dotnet/roslyn#52756: who waits for a pulse gives the lock up meanwhile.
    [Fact]
    public Task Waiting_for_a_pulse_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;

        class Worker
        {
            private readonly Queue<Action> queue = new();

            public Action Take(TimeSpan idle)
            {
                lock (queue)
                {
                    while (queue.Count == 0)
                    {
                        if (!Monitor.Wait(queue, idle) && IsOver())
                            throw new TimeoutException();
                    }

                    return queue.Dequeue();
                }
            }

            public void Drain()
            {
                lock (queue)
                {
                    Rest();
                }
            }

            private bool IsOver() => queue.Count == 0;

            private void Rest() => Monitor.Wait(queue);
        }
        """);

    // NethermindEth/nethermind#5642: the lock is left for the search, and entered again.
    [Fact]
    public Task Lock_that_is_left_meanwhile_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Net;
        using System.Threading;

        class Statuses
        {
            private readonly Dictionary<string, int> statuses = [];

            public void Collect(string[] hosts)
            {
                lock (statuses)
                {
                    foreach (var host in hosts)
                    {
                        Monitor.Exit(statuses);
                        int addresses;
                        try
                        {
                            addresses = Dns.GetHostAddresses(host).Length;
                        }
                        finally
                        {
                            Monitor.Enter(statuses);
                        }

                        statuses[host] = addresses;
                    }
                }
            }
        }
        """);

    // microsoft/kiota#2879 and jirkapenzes/SimpleLogger#7: log files have one writer at a time.
    [Fact]
    public Task Log_file_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading;

        class Log(string path)
        {
            private readonly ReaderWriterLockSlim slim = new();
            private readonly StreamWriter writer = new(path);

            public void Append(string line)
            {
                lock (writer)
                {
                    writer.WriteLine(line);
                    writer.Flush();
                }

                slim.EnterWriteLock();
                try
                {
                    using var file = new StreamWriter(File.Open(path, FileMode.Append));
                    file.WriteLine(line);
                }
                finally
                {
                    slim.ExitWriteLock();
                }
            }
        }
        """);

    // mono/mono#10719: what is slow is only started in the lock.
    [Fact]
    public Task Work_that_is_only_started_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.Net;
        using System.Threading;
        using System.Threading.Tasks;

        class Scheduler
        {
            private readonly Queue<string> hosts = new();
            private Task running = Task.CompletedTask;

            public void Schedule(string host)
            {
                lock (this)
                {
                    hosts.Enqueue(host);
                    if (running.IsCompleted)
                        running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                }
            }

            private void Run()
            {
                while (true)
                {
                    string? host;
                    lock (this)
                    {
                        if (!hosts.TryDequeue(out host))
                            return;
                    }

                    Dns.GetHostEntry(host);
                }
            }
        }
        """);

    [Fact]
    public Task One_time_initialisation_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Net;
        using System.Net.Http;

        class Settings(HttpClient http)
        {
            private readonly object gate = new();
            private string? text;
            private IPHostEntry? host;

            public string Text
            {
                get
                {
                    if (text is null)
                    {
                        lock (gate)
                        {
                            if (text is null)
                                text = http.GetStringAsync("https://example.org").Result;
                        }
                    }

                    return text;
                }
            }

            public IPHostEntry Host
            {
                get
                {
                    lock (gate)
                    {
                        return host ??= Dns.GetHostEntry("example.org");
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Entry_point_is_silent() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources =
            {
                """
                using System.Threading;

                class Program
                {
                    private static readonly object Gate = new();

                    public static void Main()
                    {
                        lock (Gate)
                        {
                            Thread.Sleep(100);
                        }
                    }
                }
                """,
            },
        },
    }.RunAsync();

    private static Task VerifyAsync(string statements) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;

        class Held : IDisposable
        {
            private readonly ReaderWriterLockSlim slim;

            public Held(ReaderWriterLockSlim slim)
            {
                this.slim = slim;
                slim.EnterWriteLock();
            }

            public void Dispose() => slim.ExitWriteLock();
        }

        class Open : IDisposable
        {
            public void Dispose() { }
        }

        class Outbox
        {
            private readonly object gate = new();
            private readonly List<int> items = [];
            private readonly Mutex mutex = new();
            private readonly ReaderWriterLockSlim slim = new();
            private readonly Lock scope = new();
            private readonly SemaphoreSlim semaphore = new(1, 1);
            private SpinLock spin;

            public void Run(Task task)
            {
                {{statements}}
            }

            private object Slow() { Thread.Sleep(1); return gate; }

            private void Pulse() => Monitor.Wait(gate);

            private static void Rest() => Thread.Sleep(1);

            private static void Run(Action work) => work();
        }
        """);
}
