using System.Security.Cryptography;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>
/// Malformed, truncated, oversized and replayed frames, thrown at both ends: ten thousand each, and ten times as many with STRESS_SECONDS. The worker ends or does what it is told, the parent always goes on, and nothing is
/// executed before both ends have shown that they have the key.
/// </summary>
public sealed class FrameFuzzTests
{
    private const int MaxFrameBytes = 1 << 16;

    private static readonly int Times = Environment.GetEnvironmentVariable("STRESS_SECONDS") is null ? 10_000 : 100_000;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("STRESS_SEED"), out var seed) ? seed : Environment.TickCount;

    [Fact]
    public async Task The_parent_goes_on_whatever_a_worker_answers()
    {
        var random = new Random(Seed);

        // A worker does one job as it should, so that the next does not have to wait for its start.
        var workers = new ScriptedWorkers((number, id) => number == 0 ? (Answer(id, random, isRight: true), false) : (Mutation.Of(Answer(id, random, isRight: false), random), true));
        await using var executor = new ProcessExecutor(MemoryWorkers.Options() with { MaxFrameBytes = MaxFrameBytes }, workers);
        var (answered, crashed) = (0, 0);
        while (workers.Launched < Times)
        {
            try
            {
                await executor.RunAsync<Held, byte[], byte[]>([1, 2, 3]).WaitAsync(TimeSpan.FromSeconds(60));
                answered++;
            }
            catch (Exception exception) when (exception is WorkerCrashedException or RemoteJobException or ExecutorStoppedException)
            {
                crashed++;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {Seed}: {exception.Message}", exception);
            }
        }

        Assert.InRange(answered, Times / 2, 3 * Times);
        Assert.InRange(crashed, Times / 4, 2 * Times);
    }

    [Fact]
    public void A_worker_ends_or_does_what_it_is_told()
    {
        var registry = new JobRegistry(MemoryJobs.Register);
        var random = new Random(Seed);
        var (ended, refused) = (0, 0);
        for (var i = 0; i < Times; i++)
        {
            var frames = Mutation.Of([.. Job(1), .. Job(2), .. Job(3)], random);
            try
            {
                using var pipe = new OneWayStream(frames);
                using var reader = new FrameStream(pipe, MaxFrameBytes);
                using var loop = new WorkerLoop(pipe, reader, registry, new WorkerTerms(1, MaxFrameBytes, TimeSpan.Zero));
                loop.Run();
                ended++;
            }
            catch (FrameException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {Seed}, frames {Convert.ToHexString(frames)}: {exception.Message}", exception);
            }
        }

        Assert.True(ended > 0 && refused > Times / 4, $"{ended} {refused}");
    }

    [Fact]
    public void What_comes_over_standard_input_harms_nobody()
    {
        var random = new Random(Seed);
        using var writer = new FrameWriter(MaxFrameBytes);
        writer.Begin(FrameKind.Cancel, 5);
        writer.End();
        var cancel = writer.Written.ToArray();
        using var pipe = new OneWayStream([]);
        using var reader = new FrameStream(pipe, MaxFrameBytes);
        using var loop = new WorkerLoop(pipe, reader, new JobRegistry(MemoryJobs.Register), new WorkerTerms(1, MaxFrameBytes, TimeSpan.Zero));
        for (var i = 0; i < Times; i++)
        {
            using var input = new OneWayStream(Mutation.Of([.. cancel, .. cancel], random));
            Lifeline.Listen(input, loop);
        }
    }

    [Fact]
    public void Nothing_is_executed_without_the_key()
    {
        var hold = MemoryJobs.Hold(out var input);
        hold.Goes.SetResult([]);
        var registry = new JobRegistry(MemoryJobs.Register);
        var random = new Random(Seed);
        var recorded = Session(registry, input, out var key);
        Assert.Equal(1, hold.Runs);

        // What was right then is not right now, as it is or changed: the worker has said something else.
        for (var i = 0; i < Times; i++)
        {
            using var pipe = new OneWayStream(i == 0 ? recorded : Mutation.Of(recorded, random));
            using var lifeline = new OneWayStream([]);
            Assert.True(Record.Exception(() => WorkerProgram.Serve(pipe, lifeline, key.ToArray(), registry, static () => { })) is FrameException or EndOfStreamException);
        }

        Assert.Equal(1, hold.Runs);
    }

    [Fact]
    public void A_job_that_is_sent_twice_is_executed_once()
    {
        var hold = MemoryJobs.Hold(out var input);
        hold.Goes.SetResult([]);
        using var pipe = new OneWayStream([.. Job(5, input), .. Job(5, input)]);
        using var reader = new FrameStream(pipe, MaxFrameBytes);
        using var loop = new WorkerLoop(pipe, reader, new JobRegistry(MemoryJobs.Register), new WorkerTerms(1, MaxFrameBytes, TimeSpan.Zero));
        Assert.Throws<FrameException>(loop.Run);
        Assert.Equal(1, hold.Runs);
    }

    [Fact]
    public void A_length_that_is_promised_takes_no_memory()
    {
        using var reader = new FrameReader(int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        new byte[] { 0xff, 0xff, 0xff, 0x7e, (byte)FrameKind.Result }.CopyTo(reader.Space());
        reader.Advance(5);
        Assert.False(reader.TryRead(out _));
        reader.Space();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    // What a parent sends: the whole of its side.
    private static byte[] Session(JobRegistry registry, byte[] input, out byte[] key)
    {
        var secret = RandomNumberGenerator.GetBytes(Handshake.KeyBytes);
        var (parent, worker) = MemoryStreamEnd.Create();
        using var recording = new RecordingStream(parent);
        using var lifeline = MemoryStreamEnd.Create().Worker;
        var serving = Task.Run(() => WorkerProgram.Serve(worker, lifeline, secret.ToArray(), registry, static () => { }));
        Handshake.AsParent(recording, secret);
        using var frames = new FrameStream(recording, MaxFrameBytes);
        Assert.True(frames.Read(out var hello));
        Assert.Null(WorkerContract.Of(registry).Mismatch(WorkerContract.ReadHello(hello, Handshake.Version)));
        using var writer = new FrameWriter(MaxFrameBytes);
        new WorkerTerms(1, MaxFrameBytes, TimeSpan.Zero).WriteWelcome(writer);
        recording.Write(writer.Written);
        recording.Write(Job(1, input));
        Assert.True(frames.Read(out var result));
        Assert.Equal(FrameKind.Result, result.Kind);
        parent.Dispose();
        serving.GetAwaiter().GetResult();
        key = secret;
        return recording.Written;
    }

    private static byte[] Job(long id, byte[]? input = null)
    {
        using var writer = new FrameWriter(MaxFrameBytes);
        // Of "held", behind "crashes".
        JobFrame.Begin(writer, 1, null);
        (input ?? [1, 2, 3]).CopyTo(writer.GetSpan(100));
        writer.Advance((input ?? [1, 2, 3]).Length);
        writer.End();
        JobFrame.Address(writer, id, 1);
        return writer.Written.ToArray();
    }

    private static byte[] Answer(long id, Random random, bool isRight)
    {
        using var writer = new FrameWriter(MaxFrameBytes);
        var kind = isRight ? 0 : random.Next(4);
        switch (kind)
        {
            case 0:
                writer.Begin(FrameKind.Result, id);
                writer.WriteInt32(1);
                writer.End();
                break;
            case 1:
                JobFault.Write(writer, id, new InvalidDataException("x"), MaxFrameBytes);
                break;
            case 2:
                ProgressFrame.Write(writer, id, new JobProgress(1, 2, "three"));
                writer.Begin(FrameKind.Result, id);
                writer.End();
                break;
            default:
                writer.Begin(FrameKind.Canceled, id);
                writer.End();
                break;
        }

        return writer.Written.ToArray();
    }
}
