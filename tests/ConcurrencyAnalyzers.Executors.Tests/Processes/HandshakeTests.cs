using System.Security.Cryptography;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

public sealed class HandshakeTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Both_ends_learn_the_version_of_the_other()
    {
        var key = RandomNumberGenerator.GetBytes(Handshake.KeyBytes);
        var (parent, worker) = MemoryStreamEnd.Create();
        var ofParent = Task.Run(() => Handshake.AsWorker(worker, key, 7));
        Assert.Equal(7, Handshake.AsParent(parent, key, 5));
        Assert.Equal(5, await ofParent.WaitAsync(Guard));
    }

    [Fact]
    public async Task Neither_end_accepts_another_key()
    {
        var (parent, worker) = MemoryStreamEnd.Create();
        var served = Task.Run(() => Record.Exception(() => Handshake.AsWorker(worker, new byte[Handshake.KeyBytes])));
        Assert.Throws<FrameException>(() => Handshake.AsParent(parent, RandomNumberGenerator.GetBytes(Handshake.KeyBytes)));
        parent.Dispose();
        Assert.IsType<EndOfStreamException>(await served.WaitAsync(Guard));
    }

    [Fact]
    public async Task A_parent_that_has_not_the_key_gets_nothing_done()
    {
        // It has seen the worker's proof and says that back, or anything.
        foreach (var echoes in new[] { true, false })
        {
            var (parent, worker) = MemoryStreamEnd.Create();
            var served = Task.Run(() => Record.Exception(() => Handshake.AsWorker(worker, RandomNumberGenerator.GetBytes(Handshake.KeyBytes))));
            parent.Write([0x43, 0x41, 0x58, 0x50, 1, 0, 0, 0, .. new byte[32]]);
            var answer = new byte[68];
            parent.ReadExactly(answer);
            parent.Write(echoes ? answer[^32..] : new byte[32]);
            Assert.Contains("key", Assert.IsType<FrameException>(await served.WaitAsync(Guard)).Message);
        }
    }

    [Fact]
    public async Task A_worker_that_says_back_what_it_hears_is_no_worker()
    {
        var key = RandomNumberGenerator.GetBytes(Handshake.KeyBytes);
        var (parent, worker) = MemoryStreamEnd.Create();
        var greeted = Task.Run(() => Record.Exception(() => Handshake.AsParent(parent, key)));
        var challenge = new byte[40];
        worker.ReadExactly(challenge);
        worker.Write([.. challenge, .. new byte[28]]);
        Assert.IsType<FrameException>(await greeted.WaitAsync(Guard));
    }
}
