using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>One statement that does something to its thread, in terms that every project can compile.</summary>
/// <param name="Name">How the tables call it.</param>
/// <param name="Effect">What it does, which is said here and not asked of the engine; null: nothing that anyone should hear of.</param>
/// <param name="Source">The statement; <c>$STATE$</c> stands for the type that holds what it works on.</param>
internal sealed record WorkloadTemplate(string Name, Effect? Effect, string Source)
{
    private const string Tasks = "global::System.Threading.Tasks.";
    private const string Threads = "global::System.Threading.";

    /// <summary>How much it computes, where it is about that.</summary>
    public Load Load { get; init; }

    /// <summary>A second thing that it does, for which it may be reported as well.</summary>
    public Effect? AlsoEffect { get; private init; }

    /// <summary>The type of what is made where the vehicle is and handed on to where it is used, as <c>mutantSubject</c>.</summary>
    public string? Passed { get; init; }

    /// <summary>Makes what is handed on; empty where the construct has it already.</summary>
    public string Made { get; init; } = "";

    /// <summary>The members of <c>$STATE$</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Types, or <c>Type::Member</c>, that the project has to know.</summary>
    public string[] Needs { get; init; } = [];

    /// <summary><c>Type::Member</c>, the asynchronous form: on the pool, blocking I/O without one is left alone.</summary>
    public string? Counterpart { get; private init; }

    /// <summary>The source is an expression with a value, not a statement.</summary>
    public bool IsValue { get; private init; }

    public static IReadOnlyList<WorkloadTemplate> All { get; } =
        [.. Network(), .. Databases(), .. Files(), .. Others(), .. Waits(), .. TaskWaits(), .. HandedOn(), .. Quiet(), Compute, Asynchronous];

    /// <summary>Computation that is too much for where it runs, by what it loops over.</summary>
    public static WorkloadTemplate Compute => new("nested loops over input", Engine.Effect.Computes, "foreach (var mutantRow in $STATE$.Rows) { foreach (var mutantOther in $STATE$.Rows) { foreach (var mutantThird in $STATE$.Rows) { $STATE$.Sum += mutantRow * mutantOther % (mutantThird + 1); } } }")
    {
        State = "internal static global::System.Collections.Generic.List<int> Rows { get; set; } internal static long Sum;",
    };

    public static WorkloadTemplate Asynchronous => new("asynchronous I/O", Engine.Effect.AwaitsIo, "$STATE$.WorkAsync()")
    {
        State = "internal static async global::System.Threading.Tasks.Task WorkAsync() { using (var client = new global::System.Net.Http.HttpClient()) { await client.GetStringAsync(\"http://localhost/\"); } }",
        Needs = ["System.Net.Http.HttpClient"],
    };

    /// <summary>What gives a value while it blocks, so that it can stand anywhere in a statement.</summary>
    public static IReadOnlyList<WorkloadTemplate> Values { get; } = [.. GivingValues()];

    public bool IsAvailable(Compilation compilation) => Needs.All(need => Known.Has(compilation, need));

    public bool HasCounterpart(Compilation compilation) => Counterpart is not null && Known.IsAwaitable(compilation, Counterpart);

    private static IEnumerable<WorkloadTemplate> Network() =>
    [
        Of("TcpClient.Connect", Engine.Effect.Network, "new global::System.Net.Sockets.TcpClient().Connect(\"localhost\", 80);", "System.Net.Sockets.TcpClient::ConnectAsync"),
        Of("Socket.Receive", Engine.Effect.Network, "$STATE$.Peer.Receive(new byte[16]);", "System.Net.Sockets.Socket::ReceiveAsync") with { State = "internal static global::System.Net.Sockets.Socket Peer { get; set; }" },
        Of("Socket.Send", Engine.Effect.Network, "$STATE$.Peer.Send(new byte[16]);", "System.Net.Sockets.Socket::SendAsync") with { State = "internal static global::System.Net.Sockets.Socket Peer { get; set; }" },
        Of("Dns.GetHostEntry", Engine.Effect.Network, "global::System.Net.Dns.GetHostEntry(\"localhost\");", "System.Net.Dns::GetHostEntryAsync"),
        Of("HttpClient.Send", Engine.Effect.Network, "$STATE$.Client.Send(new global::System.Net.Http.HttpRequestMessage(global::System.Net.Http.HttpMethod.Get, \"http://localhost/\"));", "System.Net.Http.HttpClient::SendAsync") with
        {
            State = "internal static readonly global::System.Net.Http.HttpClient Client = new global::System.Net.Http.HttpClient();",
            Needs = ["System.Net.Http.HttpClient::Send"],
        },
        Of("WebRequest.GetResponse", Engine.Effect.Network, "global::System.Net.WebRequest.Create(\"http://localhost/\").GetResponse();", "System.Net.WebRequest::GetResponseAsync"),
        Of("Ping.Send", Engine.Effect.Network, "new global::System.Net.NetworkInformation.Ping().Send(\"localhost\");", "System.Net.NetworkInformation.Ping::SendPingAsync"),
        Of("SmtpClient.Send", Engine.Effect.Network, "new global::System.Net.Mail.SmtpClient(\"localhost\").Send(\"a@b\", \"c@d\", \"subject\", \"body\");", "System.Net.Mail.SmtpClient::SendMailAsync"),
        Of("NetworkStream.Read", Engine.Effect.Network, "$STATE$.Wire.Read(new byte[16], 0, 16);", "System.IO.Stream::ReadAsync") with { State = "internal static global::System.Net.Sockets.NetworkStream Wire { get; set; }" },
        Of("SslStream.AuthenticateAsClient", Engine.Effect.Network, "new global::System.Net.Security.SslStream($STATE$.Wire).AuthenticateAsClient(\"localhost\");", "System.Net.Security.SslStream::AuthenticateAsClientAsync") with
        {
            State = "internal static global::System.Net.Sockets.NetworkStream Wire { get; set; }",
        },
    ];

    private static IEnumerable<WorkloadTemplate> Databases() =>
    [
        Of("DbCommand.ExecuteNonQuery", Engine.Effect.Database, "$STATE$.Command.ExecuteNonQuery();", "System.Data.Common.DbCommand::ExecuteNonQueryAsync") with { State = "internal static global::System.Data.Common.DbCommand Command { get; set; }" },
        Of("DbConnection.Open", Engine.Effect.Database, "$STATE$.Connection.Open();", "System.Data.Common.DbConnection::OpenAsync") with { State = "internal static global::System.Data.Common.DbConnection Connection { get; set; }" },
        Of("Dapper Execute", Engine.Effect.Database, "global::Dapper.SqlMapper.Execute($STATE$.Connection, \"DELETE FROM Mutants\");", "Dapper.SqlMapper::ExecuteAsync") with
        {
            State = "internal static global::System.Data.Common.DbConnection Connection { get; set; }",
            Needs = ["Dapper.SqlMapper"],
        },
        Of("Npgsql ExecuteScalar", Engine.Effect.Database, "$STATE$.Command.ExecuteScalar();", "System.Data.Common.DbCommand::ExecuteScalarAsync") with
        {
            State = "internal static global::Npgsql.NpgsqlCommand Command { get; set; }",
            Needs = ["Npgsql.NpgsqlCommand"],
        },
    ];

    private static IEnumerable<WorkloadTemplate> Files() =>
    [
        Of("File.ReadAllText", Engine.Effect.File, "global::System.IO.File.ReadAllText(\"mutant.txt\");", "System.IO.File::ReadAllTextAsync"),
        Of("File.WriteAllText", Engine.Effect.File, "global::System.IO.File.WriteAllText(\"mutant.txt\", \"text\");", "System.IO.File::WriteAllTextAsync"),
        Of("File.ReadAllLines", Engine.Effect.File, "global::System.IO.File.ReadAllLines(\"mutant.txt\");", "System.IO.File::ReadAllLinesAsync"),
        Of("StreamReader.ReadToEnd", Engine.Effect.File, "using (var mutantReader = new global::System.IO.StreamReader(\"mutant.txt\")) { mutantReader.ReadToEnd(); }", "System.IO.StreamReader::ReadToEndAsync"),
        Of("FileStream.Read", Engine.Effect.File, "using (var mutantFile = new global::System.IO.FileStream(\"mutant.bin\", global::System.IO.FileMode.Open)) { mutantFile.Read(new byte[16], 0, 16); }", "System.IO.FileStream::ReadAsync"),
    ];

    private static IEnumerable<WorkloadTemplate> Others() =>
    [
        Of("Process.WaitForExit", Engine.Effect.Process, "global::System.Diagnostics.Process.Start(\"true\").WaitForExit();", "System.Diagnostics.Process::WaitForExitAsync") with
        {
            AlsoEffect = Engine.Effect.Wait,
            Needs = ["System.Diagnostics.Process"],
        },
        Of("Console.ReadLine", Engine.Effect.StandardInput, "global::System.Console.ReadLine();", null) with { Needs = ["System.Console"] },
        Of("Thread.Sleep", Engine.Effect.Sleep, Threads + "Thread.Sleep(50);", null),
    ];

    private static IEnumerable<WorkloadTemplate> Waits() =>
    [
        Of("SemaphoreSlim.Wait", Engine.Effect.Wait, "$STATE$.Gate.Wait();", null) with { State = $"internal static readonly {Threads}SemaphoreSlim Gate = new {Threads}SemaphoreSlim(0);" },
        Of("WaitHandle.WaitOne", Engine.Effect.Wait, "$STATE$.Signal.WaitOne();", null) with { State = $"internal static readonly {Threads}AutoResetEvent Signal = new {Threads}AutoResetEvent(false);" },
        Of("ManualResetEventSlim.Wait", Engine.Effect.Wait, "$STATE$.Signal.Wait();", null) with { State = $"internal static readonly {Threads}ManualResetEventSlim Signal = new {Threads}ManualResetEventSlim();" },
        Of("CountdownEvent.Wait", Engine.Effect.Wait, "$STATE$.Countdown.Wait();", null) with { State = $"internal static readonly {Threads}CountdownEvent Countdown = new {Threads}CountdownEvent(3);" },
        Of("BlockingCollection.Take", Engine.Effect.Wait, "$STATE$.Queue.Take();", null) with { State = "internal static readonly global::System.Collections.Concurrent.BlockingCollection<int> Queue = new global::System.Collections.Concurrent.BlockingCollection<int>();" },
        Of("Thread.Join", Engine.Effect.Wait, "$STATE$.Worker.Join();", null) with { State = $"internal static {Threads}Thread Worker {{ get; set; }}" },
    ];

    private static IEnumerable<WorkloadTemplate> TaskWaits()
    {
        const string pending = $"internal static {Tasks}Task<string> Pending {{ get; set; }}";
        return
        [
            Of("Task.Wait", Engine.Effect.JoinTask, "$STATE$.Pending.Wait();", null) with { State = pending },
            Of("Task.Result", Engine.Effect.JoinTask, "global::System.GC.KeepAlive($STATE$.Pending.Result);", null) with { State = pending },
            Of("Task.GetResult", Engine.Effect.JoinTask, "$STATE$.Pending.GetAwaiter().GetResult();", null) with { State = pending },
            Of("Task.WaitAll", Engine.Effect.JoinTask, Tasks + "Task.WaitAll($STATE$.Pending, $STATE$.Pending);", null) with { State = pending },
            Of("own async method.Result", Engine.Effect.JoinTask, "global::System.GC.KeepAlive($STATE$.WorkAsync().Result);", null) with { State = $"internal static async {Tasks}Task<int> WorkAsync() {{ await {Tasks}Task.Delay(20); return 1; }}" },
            Of("HttpClient.GetStringAsync.Result", Engine.Effect.JoinTask, "global::System.GC.KeepAlive(new global::System.Net.Http.HttpClient().GetStringAsync(\"http://localhost/\").Result);", null) with { Needs = ["System.Net.Http.HttpClient"] },
        ];
    }

    /// <summary>What is opened by one and used by another: whoever uses it does not know what it is.</summary>
    private static IEnumerable<WorkloadTemplate> HandedOn() =>
    [
        Of("Stream.Read of a file handed on", Engine.Effect.File, "mutantSubject.Read(new byte[16], 0, 16);", "System.IO.Stream::ReadAsync") with
        {
            Passed = "global::System.IO.Stream",
            Made = "new global::System.IO.FileStream(\"mutant.bin\", global::System.IO.FileMode.Open)",
        },
        Of("TextReader.ReadToEnd of a connection handed on", Engine.Effect.Network, "mutantSubject.ReadToEnd();", "System.IO.TextReader::ReadToEndAsync") with
        {
            Passed = "global::System.IO.TextReader",
            Made = "new global::System.IO.StreamReader(new global::System.Net.Sockets.TcpClient().GetStream())",
        },
        Of("DbCommand.ExecuteReader handed on", Engine.Effect.Database, "mutantSubject.ExecuteReader();", "System.Data.Common.DbCommand::ExecuteReaderAsync") with
        {
            Passed = "global::System.Data.Common.DbCommand",
            Made = "$STATE$.Command",
            State = "internal static global::System.Data.Common.DbCommand Command { get; set; }",
        },
        Of("Task.Wait of a task handed on", Engine.Effect.JoinTask, "mutantSubject.Wait();", null) with { Passed = Tasks + "Task", Made = Tasks + "Task.Delay(50)" },
        Of("memory stream handed on", null, "mutantSubject.Read(new byte[16], 0, 16);", null) with { Passed = "global::System.IO.Stream", Made = "new global::System.IO.MemoryStream(new byte[16])" },
        Of("string reader handed on", null, "mutantSubject.ReadToEnd();", null) with { Passed = "global::System.IO.TextReader", Made = "new global::System.IO.StringReader(\"text\")" },
    ];

    /// <summary>What looks alike and is harmless.</summary>
    private static IEnumerable<WorkloadTemplate> Quiet() =>
    [
        Of("completed task", null, $"global::System.GC.KeepAlive({Tasks}Task.FromResult(1).Result);", null),
        Of("zero timeout", null, "if ($STATE$.Gate.Wait(0)) { $STATE$.Gate.Release(); }", null) with { State = $"internal static readonly {Threads}SemaphoreSlim Gate = new {Threads}SemaphoreSlim(1);" },
        Of("memory stream", null, "using (var mutantMemory = new global::System.IO.MemoryStream(new byte[16])) { mutantMemory.Read(new byte[16], 0, 16); }", null),
        Of("string reader", null, "new global::System.IO.StringReader(\"text\").ReadToEnd();", null),
        Of("lazy field", null, "global::System.GC.KeepAlive($STATE$.Once.Value);", null) with
        {
            State = "internal static readonly global::System.Lazy<string> Once = new global::System.Lazy<string>(() => global::System.IO.File.ReadAllText(\"mutant.txt\"));",
        },
    ];

    private static IEnumerable<WorkloadTemplate> GivingValues()
    {
        const string pending = $"internal static {Tasks}Task<string> Pending {{ get; set; }}";
        return
        [
            Value("File.ReadAllText", Engine.Effect.File, "global::System.IO.File.ReadAllText(\"mutant.txt\")", "", "System.IO.File::ReadAllTextAsync"),
            Value("File.ReadAllBytes", Engine.Effect.File, "global::System.IO.File.ReadAllBytes(\"mutant.txt\")", "", "System.IO.File::ReadAllBytesAsync"),
            Value("StreamReader.ReadToEnd", Engine.Effect.File, "new global::System.IO.StreamReader(\"mutant.txt\").ReadToEnd()", "", "System.IO.StreamReader::ReadToEndAsync"),
            Value("Dns.GetHostEntry", Engine.Effect.Network, "global::System.Net.Dns.GetHostEntry(\"localhost\")", "", "System.Net.Dns::GetHostEntryAsync"),
            Value("NetworkStream.Read", Engine.Effect.Network, "$STATE$.Wire.Read(new byte[16], 0, 16)", "internal static global::System.Net.Sockets.NetworkStream Wire { get; set; }", "System.IO.Stream::ReadAsync"),
            Value("Socket.Receive", Engine.Effect.Network, "$STATE$.Peer.Receive(new byte[16])", "internal static global::System.Net.Sockets.Socket Peer { get; set; }", "System.Net.Sockets.Socket::ReceiveAsync"),
            Value("DbCommand.ExecuteScalar", Engine.Effect.Database, "$STATE$.Command.ExecuteScalar()", "internal static global::System.Data.Common.DbCommand Command { get; set; }", "System.Data.Common.DbCommand::ExecuteScalarAsync"),
            Value("Task.Result", Engine.Effect.JoinTask, "$STATE$.Pending.Result", pending, null),
            Value("Task.GetResult", Engine.Effect.JoinTask, "$STATE$.Pending.GetAwaiter().GetResult()", pending, null),
            Value("Task.ConfigureAwait.GetResult", Engine.Effect.JoinTask, "$STATE$.Pending.ConfigureAwait(false).GetAwaiter().GetResult()", pending, null),
            Value("Task.Wait with a time", Engine.Effect.JoinTask, "$STATE$.Pending.Wait(1000)", pending, null),
            Value("own async method.Result", Engine.Effect.JoinTask, "$STATE$.WorkAsync().Result", $"internal static async {Tasks}Task<int> WorkAsync() {{ await {Tasks}Task.Delay(20); return 1; }}", null),
            Value("SemaphoreSlim.Wait with a time", Engine.Effect.Wait, "$STATE$.Gate.Wait(1000)", $"internal static readonly {Threads}SemaphoreSlim Gate = new {Threads}SemaphoreSlim(1);", null),
            Value("BlockingCollection.Take", Engine.Effect.Wait, "$STATE$.Queue.Take()", "internal static readonly global::System.Collections.Concurrent.BlockingCollection<int> Queue = new global::System.Collections.Concurrent.BlockingCollection<int>();", null),
            Value("Process.WaitForExit with a time", Engine.Effect.Process, "global::System.Diagnostics.Process.Start(\"true\").WaitForExit(1000)", "", "System.Diagnostics.Process::WaitForExitAsync"),
            Value("Console.ReadLine", Engine.Effect.StandardInput, "global::System.Console.ReadLine()", "", null),
        ];
    }

    private static WorkloadTemplate Value(string name, Effect effect, string source, string state, string? counterpart) =>
        new(name, effect, source) { State = state, Counterpart = counterpart, IsValue = true };

    private static WorkloadTemplate Of(string name, Effect? effect, string source, string? counterpart) => new(name, effect, source) { Counterpart = counterpart };
}
