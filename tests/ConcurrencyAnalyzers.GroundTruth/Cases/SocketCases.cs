using System.Net;
using System.Net.Sockets;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class SocketCases
{
    private static readonly byte[] s_buffer = new byte[512];

    public static void AddTo(CaseList cases, Workspace work)
    {
        static Socket Tcp() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        static void Close<T>(SocketPair pair, T result) => pair.Dispose();
        static Socket Listening()
        {
            var listener = Tcp();
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            return listener;
        }

        static (Socket Listener, Socket Client) Called()
        {
            var listener = Listening();
            var client = Tcp();
            client.Connect(listener.LocalEndPoint!);
            return (listener, client);
        }

        cases.Add(
            "M:System.Net.Sockets.Socket.#ctor(System.Net.Sockets.AddressFamily,System.Net.Sockets.SocketType,System.Net.Sockets.ProtocolType)",
            Light, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), release: static s => s.Dispose(),
            note: "asks the kernel for a descriptor, sends nothing");
        cases.On(
            "M:System.Net.Sockets.Socket.Connect(System.Net.EndPoint)",
            BlocksIo, Tcp, s => s.Connect(work.Server.EndPoint), release: static s => s.Dispose());
        cases.On(
            "M:System.Net.Sockets.Socket.Accept",
            BlocksIo, Called, static c => c.Listener.Accept(), release: static (c, accepted) => CloseAll(c.Listener, c.Client, accepted));
        cases.On(
            "M:System.Net.Sockets.Socket.Send(System.Byte[])",
            BlocksIo, static () => new SocketPair(), static p => p.Near.Send(s_buffer), release: Close);
        cases.On(
            "M:System.Net.Sockets.Socket.Receive(System.Byte[])",
            BlocksIo, SocketPair.WithData, static p => p.Near.Receive(s_buffer), release: Close);
        cases.On(
            "M:System.Net.Sockets.Socket.ReceiveAsync(System.Memory{System.Byte},System.Net.Sockets.SocketFlags,System.Threading.CancellationToken)",
            Light, static () => new SocketPair(), static p => p.Near.ReceiveAsync(s_buffer.AsMemory(), SocketFlags.None, CancellationToken.None),
            receiver: "nothing to receive", dependent: true, release: Close);
        cases.On(
            "M:System.Net.Sockets.Socket.SendAsync(System.ReadOnlyMemory{System.Byte},System.Net.Sockets.SocketFlags,System.Threading.CancellationToken)",
            Light, static () => new SocketPair(), static p => p.Near.SendAsync(s_buffer.AsMemory(), SocketFlags.None, CancellationToken.None),
            release: Close, note: "what fits into the kernel's buffer is sent by the caller, without waiting");
        cases.On(
            "M:System.Net.Sockets.Socket.Poll(System.Int32,System.Net.Sockets.SelectMode)",
            BlocksWait, static () => new SocketPair(), static p => p.Near.Poll(1000, SelectMode.SelectRead), receiver: "nothing to receive", dependent: true,
            release: Close);
        cases.On(
            "M:System.Net.Sockets.Socket.Poll(System.Int32,System.Net.Sockets.SelectMode)",
            Light, static () => new SocketPair(), static p => p.Near.Poll(0, SelectMode.SelectRead), receiver: "zero timeout", dependent: true, release: Close);
        cases.On(
            "M:System.Net.Sockets.Socket.Bind(System.Net.EndPoint)",
            Light, Tcp, static s => s.Bind(new IPEndPoint(IPAddress.Loopback, 0)), release: static s => s.Dispose(), note: "local to the kernel");
        cases.On(
            "M:System.Net.Sockets.Socket.Listen",
            Light, Bound, static s => s.Listen(), release: static s => s.Dispose(), note: "local to the kernel");
        cases.On(
            "M:System.Net.Sockets.Socket.Shutdown(System.Net.Sockets.SocketShutdown)",
            Light, static () => new SocketPair(), static p => p.Near.Shutdown(SocketShutdown.Both), release: static p => p.Dispose(),
            note: "the kernel sends, the caller does not wait");
        cases.On(
            "M:System.Net.Sockets.Socket.Close",
            Light, static () => new SocketPair(), static p => p.Near.Close(), release: static p => p.Dispose(), note: "waits only if told to linger");
        cases.On(
            "P:System.Net.Sockets.Socket.Available",
            Light, SocketPair.WithData, static p => p.Near.Available, release: Close, note: "asks the kernel");
        cases.On(
            "P:System.Net.Sockets.Socket.Connected",
            Light, static () => new SocketPair(), static p => p.Near.Connected, release: Close);
        cases.On(
            "M:System.Net.Sockets.Socket.SetSocketOption(System.Net.Sockets.SocketOptionLevel,System.Net.Sockets.SocketOptionName,System.Boolean)",
            Light, Tcp, static s => s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true), release: static s => s.Dispose());
        cases.On(
            "P:System.Net.Sockets.Socket.NoDelay",
            Light, Tcp, static s => s.NoDelay, release: static (s, _) => s.Dispose());
        cases.On(
            "P:System.Net.Sockets.Socket.LocalEndPoint",
            Light, Bound, static s => s.LocalEndPoint, release: static (s, _) => s.Dispose());

        cases.Add(
            "M:System.Net.Sockets.TcpClient.#ctor",
            Light, () => new TcpClient(), release: static c => c.Dispose());
        cases.On(
            "M:System.Net.Sockets.TcpClient.Connect(System.Net.IPEndPoint)",
            BlocksIo, static () => new TcpClient(), c => c.Connect(work.Server.EndPoint), release: static c => c.Dispose());
        cases.On(
            "M:System.Net.Sockets.TcpClient.GetStream",
            Light, () => Connected(work), static c => c.GetStream(), release: static (c, _) => c.Dispose());
        cases.On(
            "P:System.Net.Sockets.TcpClient.Connected",
            Light, () => Connected(work), static c => c.Connected, release: static (c, _) => c.Dispose());
        cases.On(
            "M:System.Net.Sockets.TcpListener.Start",
            Light, static () => new TcpListener(IPAddress.Loopback, 0), static l => l.Start(), release: static l => l.Dispose(), note: "local to the kernel");
        cases.On(
            "M:System.Net.Sockets.TcpListener.Pending",
            Light, Started, static l => l.Pending(), release: static (l, _) => l.Dispose());
        cases.On(
            "M:System.Net.Sockets.TcpListener.AcceptTcpClient",
            BlocksIo, CalledListener, static l => l.Listener.AcceptTcpClient(), release: static (l, accepted) => CloseAll(l.Listener, l.Client, accepted));
        cases.On(
            "M:System.Net.Sockets.TcpListener.AcceptTcpClientAsync(System.Threading.CancellationToken)",
            Light, Started, static l => l.AcceptTcpClientAsync(CancellationToken.None), release: static (l, _) => l.Dispose());

        cases.On(
            "M:System.Net.Sockets.NetworkStream.Read(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, SocketPair.WithData, static p => new NetworkStream(p.Near).Read(s_buffer, 0, 100), release: Close);
        cases.On(
            "M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, () => (Pair: SocketPair.WithData(), Buffer: s_buffer), static p => Over(p.Pair).Read(p.Buffer, 0, 100), receiver: "NetworkStream",
            dependent: true, release: static (p, _) => p.Pair.Dispose());
        cases.On(
            "M:System.IO.Stream.Write(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, static () => new SocketPair(), static p => Over(p).Write(s_buffer, 0, 100), receiver: "NetworkStream", dependent: true,
            release: static p => p.Dispose());
        cases.On(
            "M:System.IO.Stream.Flush",
            Light, static () => new SocketPair(), static p => Over(p).Flush(), receiver: "NetworkStream", dependent: true, release: static p => p.Dispose());
        cases.On(
            "P:System.Net.Sockets.NetworkStream.DataAvailable",
            Light, SocketPair.WithData, static p => new NetworkStream(p.Near).DataAvailable, release: Close, note: "asks the kernel");

        cases.On(
            "M:System.Net.Sockets.UdpClient.Send(System.Byte[],System.Int32,System.Net.IPEndPoint)",
            BlocksIo, static () => new UdpClient(), c => c.Send(s_buffer, 10, work.Server.EndPoint), release: static (c, _) => c.Dispose());
        cases.On(
            "M:System.Net.Sockets.UdpClient.Receive(System.Net.IPEndPoint@)",
            BlocksIo, Datagram, static c => Receive(c), release: static (c, _) => c.Dispose());
        cases.On(
            "M:System.Net.Sockets.Socket.SendTo(System.Byte[],System.Net.EndPoint)",
            BlocksIo, static () => new UdpClient(), c => c.Client.SendTo(s_buffer, work.Server.EndPoint), release: static (c, _) => c.Dispose());
        cases.On(
            "M:System.Net.Sockets.Socket.SendFile(System.String)",
            BlocksIo, static () => new SocketPair(), p => p.Near.SendFile(work.Text), release: static p => p.Dispose());
        cases.On(
            "M:System.Net.Sockets.TcpClient.Connect(System.String,System.Int32)",
            BlocksIo, static () => new TcpClient(), c => c.Connect("localhost", work.Server.EndPoint.Port), release: static c => c.Dispose());
        cases.On(
            "M:System.Net.Sockets.NetworkStream.Write(System.Byte[],System.Int32,System.Int32)",
            BlocksIo, static () => new SocketPair(), static p => new NetworkStream(p.Near).Write(s_buffer, 0, 100),
            release: static p => p.Dispose());
        cases.On(
            "M:System.Net.Sockets.Socket.Select(System.Collections.IList,System.Collections.IList,System.Collections.IList,System.Int32)",
            BlocksWait, static () => new SocketPair(), static p => Socket.Select(new List<Socket> { p.Near }, null, null, 1000), receiver: "nothing to receive",
            dependent: true, release: static p => p.Dispose());
        cases.On(
            "M:System.Net.Sockets.Socket.ReceiveFrom(System.Byte[],System.Net.EndPoint@)",
            BlocksIo, Datagram, static c => ReceiveFrom(c), release: static (c, _) => c.Dispose());
        cases.Add(
            "M:System.Net.IPAddress.Parse(System.String)",
            Light, () => IPAddress.Parse("127.0.0.1"));
        cases.Add(
            "M:System.Net.IPEndPoint.TryParse(System.String,System.Net.IPEndPoint@)",
            Light, () => IPEndPoint.TryParse("127.0.0.1:80", out _));
        cases.Add(
            "M:System.Net.IPAddress.GetAddressBytes",
            Light, () => IPAddress.Loopback.GetAddressBytes());

        cases.Add(
            "M:System.Net.Dns.GetHostName",
            Light, () => Dns.GetHostName(), note: "asks the kernel for the name of the machine");
        cases.Add(
            "M:System.Net.Dns.GetHostAddresses(System.String)",
            BlocksIo, () => Dns.GetHostAddresses("localhost"), receiver: "a name", dependent: true);
        cases.Add(
            "M:System.Net.Dns.GetHostAddresses(System.String)",
            Light, () => Dns.GetHostAddresses("127.0.0.1"), receiver: "an address", dependent: true);
        cases.Add(
            "M:System.Net.Dns.GetHostEntry(System.String)",
            BlocksIo, () => Dns.GetHostEntry("localhost"));
        cases.Add(
            "M:System.Net.Dns.GetHostAddressesAsync(System.String)",
            Light, () => Dns.GetHostAddressesAsync("localhost"), release: static task => task.Wait(), note: "another thread asks");

        static Socket Bound()
        {
            var socket = Tcp();
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return socket;
        }

        static TcpListener Started()
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return listener;
        }

        static (TcpListener Listener, TcpClient Client) CalledListener()
        {
            var listener = Started();
            var client = new TcpClient();
            client.Connect((IPEndPoint)listener.LocalEndpoint);
            return (listener, client);
        }

        static UdpClient Datagram()
        {
            var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            client.Send(s_buffer, 10, (IPEndPoint)client.Client.LocalEndPoint!);
            return client;
        }

        static int ReceiveFrom(UdpClient client)
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            return client.Client.ReceiveFrom(s_buffer, ref from);
        }

        static byte[] Receive(UdpClient client)
        {
            IPEndPoint? from = null;
            return client.Receive(ref from);
        }
    }

    private static Stream Over(SocketPair pair) => new NetworkStream(pair.Near);

    private static TcpClient Connected(Workspace work)
    {
        var client = new TcpClient();
        client.Connect(work.Server.EndPoint);
        return client;
    }

    private static void CloseAll(params IDisposable[] all)
    {
        foreach (var one in all)
            one.Dispose();
    }
}
