using System.Net;
using System.Net.Sockets;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

/// <summary>Two connected sockets.</summary>
internal sealed class SocketPair : IDisposable
{
    public SocketPair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Near = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Near.Connect(listener.LocalEndPoint!);
        Far = listener.Accept();
        Far.NoDelay = true;
    }

    public Socket Near { get; }

    public Socket Far { get; }

    /// <summary>A pair whose near end has something to receive.</summary>
    public static SocketPair WithData()
    {
        var pair = new SocketPair();
        pair.Far.Send("some bytes to receive"u8);
        pair.Near.Poll(1_000_000, SelectMode.SelectRead);
        return pair;
    }

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }
}
