using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

/// <summary>Answers each HTTP request with a few bytes, on threads of its own.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private static readonly byte[] s_answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public LoopbackServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public Uri Address => new($"http://127.0.0.1:{EndPoint.Port}/");

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = _listener.Accept();
                new Thread(() => Serve(connection)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // The listener was closed: the cases are done.
        }
    }

    private static void Serve(Socket connection)
    {
        try
        {
            // Requests carry no content, so a request ends with the empty line after its headers.
            var buffer = new byte[4096];
            var filled = 0;
            while (connection.Receive(buffer, filled, buffer.Length - filled, SocketFlags.None) is > 0 and var read)
            {
                filled += read;
                if (buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8))
                {
                    connection.Send(s_answer);
                    filled = 0;
                }
            }
        }
        catch (SocketException)
        {
            // The client is gone.
        }
        finally
        {
            connection.Dispose();
        }
    }
}
