using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios;

/// <summary>
/// An HTTP server on this machine that answers each request after a delay. It has one thread of its own and takes none
/// from the pool, so that what waits is the client. The body of page n is 100 + n bytes long.
/// </summary>
public sealed class LoopbackServer : IDisposable
{
    private readonly TimeSpan delay;
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> connections = [];
    private readonly PriorityQueue<(Socket Connection, byte[] Answer), TimeSpan> answers = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly HashSet<int> asked = [];
    private readonly byte[] buffer = new byte[4096];
    private volatile bool stopped;

    public LoopbackServer(TimeSpan delay)
    {
        this.delay = delay;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        new Thread(Serve) { IsBackground = true, Name = nameof(LoopbackServer) }.Start();
    }

    /// <summary>Answers the first request for each page with 503.</summary>
    public bool BusyAtFirst { get; init; }

    /// <summary>Of so many pages one, beginning with the first, takes four times the delay; 0 for none.</summary>
    public int SlowEvery { get; init; }

    public Uri[] Pages(int count) => [.. Enumerable.Range(0, count).Select(n => new Uri($"http://{listener.LocalEndPoint}/{n}"))];

    public void Dispose() => stopped = true;

    private void Serve()
    {
        while (!stopped)
        {
            var ready = new List<Socket>(connections) { listener };
            Socket.Select(ready, null, null, TimeUntilNextAnswer());
            foreach (var socket in ready)
            {
                if (socket == listener)
                {
                    connections.Add(listener.Accept());
                }
                else
                {
                    Receive(socket);
                }
            }

            while (answers.TryPeek(out var next, out var due) && clock.Elapsed >= due)
            {
                answers.Dequeue();
                next.Connection.Send(next.Answer, 0, next.Answer.Length, SocketFlags.None, out _);
            }
        }

        connections.ForEach(connection => connection.Dispose());
        listener.Dispose();
    }

    private TimeSpan TimeUntilNextAnswer()
    {
        var idle = TimeSpan.FromMilliseconds(2);
        var left = answers.TryPeek(out _, out var due) ? due - clock.Elapsed : idle;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < idle ? left : idle;
    }

    private void Receive(Socket connection)
    {
        var length = connection.Receive(buffer, SocketFlags.None, out var error);
        if (length == 0 || error != SocketError.Success)
        {
            connections.Remove(connection);
            connection.Dispose();
            return;
        }

        // "GET /7 HTTP/1.1": a request without a body arrives in one piece.
        var page = int.Parse(Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1].TrimStart('/'));
        var answer = BusyAtFirst && asked.Add(page)
            ? "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
            : $"HTTP/1.1 200 OK\r\nContent-Length: {100 + page}\r\n\r\n{new string('.', 100 + page)}";
        var isSlow = SlowEvery > 0 && page % SlowEvery == 0;
        answers.Enqueue((connection, Encoding.ASCII.GetBytes(answer)), clock.Elapsed + (isSlow ? 4 * delay : delay));
    }
}
