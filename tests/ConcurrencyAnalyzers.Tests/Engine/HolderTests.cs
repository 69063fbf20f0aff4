using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Who has what a call is made on: a stream that the object keeps may be used by others at the same time, one that is opened here may not.</summary>
public sealed class HolderTests
{
    [Theory]
    [InlineData("socket.Send(data);", nameof(Holder.Member))]
    [InlineData("this.socket.Send(data);", nameof(Holder.Member))]
    [InlineData("Shared.Send(data);", nameof(Holder.Member))]
    [InlineData("Tcp.Client.Send(data);", nameof(Holder.Member))]
    [InlineData("var s = socket; s.Send(data);", nameof(Holder.Member))]
    [InlineData("var s = flag ? socket : given; s.Send(data);", nameof(Holder.Unknown))]
    [InlineData("given.Send(data);", nameof(Holder.Unknown))]
    [InlineData("Find().Send(data);", nameof(Holder.Member))]
    [InlineData("StaticFind().Send(data);", nameof(Holder.Unknown))]
    [InlineData("var s = StaticFind(); s.Send(data);", nameof(Holder.Unknown))]
    [InlineData("using var s = new Socket(default, default); s.Send(data);", nameof(Holder.Body))]
    [InlineData("new Socket(default, default).Send(data);", nameof(Holder.Body))]
    [InlineData("using var tcp = new TcpClient(); tcp.Client.Send(data);", nameof(Holder.Body))]
    [InlineData("Socket s; s = new Socket(default, default); s.Send(data);", nameof(Holder.Body))]
    [InlineData("var s = new Socket(default, default); if (flag) s = given; s.Send(data);", nameof(Holder.Unknown))]
    [InlineData("foreach (var s in new Socket[1]) s.Send(data);", nameof(Holder.Unknown))]
    public void A_call_is_made_on_something_that_someone_has(string statements, string holder) => Assert.Equal(holder, HolderOf(statements, "Send"));

    [Theory]
    [InlineData("new NetworkStream(socket).Write(data, 0, 1);", nameof(Holder.Member))]
    [InlineData("new NetworkStream(given).Write(data, 0, 1);", nameof(Holder.Unknown))]
    [InlineData("new NetworkStream(new Socket(default, default)).Write(data, 0, 1);", nameof(Holder.Body))]
    [InlineData("using var tcp = new TcpClient(); tcp.GetStream().Write(data, 0, 1);", nameof(Holder.Body))]
    [InlineData("Tcp.GetStream().Write(data, 0, 1);", nameof(Holder.Member))]
    [InlineData("using var tcp = new TcpClient(); var writer = new BinaryWriter(new BufferedStream(tcp.GetStream())); writer.Write(1);", nameof(Holder.Body))]
    [InlineData("var writer = new BinaryWriter(new BufferedStream(Tcp.GetStream())); writer.Write(1);", nameof(Holder.Member))]
    [InlineData("new StreamWriter(\"log\").Write(1);", nameof(Holder.Body))]
    public void What_is_made_around_something_belongs_to_whoever_has_that(string statements, string holder) => Assert.Equal(holder, HolderOf(statements, "Write"));

    [Theory]
    [InlineData("using var fresh = factory.CreateConnection()!; fresh.Open();", nameof(Holder.Body))]
    [InlineData("var fresh = factory.CreateConnection()!; fresh.Open();", nameof(Holder.Body))] // it had to be opened
    [InlineData("var fresh = connection; fresh.Open();", nameof(Holder.Member))]
    [InlineData("connection.Open();", nameof(Holder.Member))]
    public void What_a_factory_gives_away_is_its_callers(string statements, string holder) => Assert.Equal(holder, HolderOf(statements, "Open"));

    [Theory]
    [InlineData("using var fresh = factory.CreateConnection()!; using var command = fresh.CreateCommand(); command.ExecuteNonQuery();", nameof(Holder.Body))]
    [InlineData("using var command = connection.CreateCommand(); command.ExecuteNonQuery();", nameof(Holder.Member))] // part of its connection
    public void A_command_is_its_connections(string statements, string holder) => Assert.Equal(holder, HolderOf(statements, "ExecuteNonQuery"));

    [Theory]
    [InlineData("Dns.GetHostEntry(\"\");", "GetHostEntry", nameof(Holder.NoInstance))]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(Tcp.GetStream(), 1);", "Serialize", nameof(Holder.Member))]
    [InlineData("M(data);", "M", nameof(Holder.This))]
    public void Some_calls_are_made_on_nothing_or_on_what_they_are_given(string statements, string callee, string holder) => Assert.Equal(holder, HolderOf(statements, callee));

    private static string HolderOf(string statements, string callee) => new EngineRun($$"""
        using System.Data.Common;
        using System.Net;
        using System.Net.Sockets;

        class C(Socket socket, DbProviderFactory factory, DbConnection connection)
        {
            private static readonly Socket Shared = new(default, default);
            private readonly Socket socket = socket;
            private readonly DbConnection connection = connection;
            private bool flag;

            public TcpClient Tcp { get; } = new();

            public void M(byte[] data, Socket? given = null)
            {
                if (given is null) return;
                {{statements}}
            }

            private Socket Find() => socket;

            private static Socket StaticFind() => Shared;
        }
        """).Call("M", callee).Holder.ToString();
}
