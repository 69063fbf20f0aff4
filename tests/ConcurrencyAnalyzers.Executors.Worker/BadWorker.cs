using System.IO.Pipes;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Workers that do not do what they should, by what they do instead.</summary>
public static class BadWorker
{
    public const string Silent = "silent";
    public const string Dies = "dies";
    public const string Stranger = "stranger";
    public const string OtherVersion = "other version";
    public const string HalfFrame = "half a frame";
    public const string AnswersTwice = "answers twice";

    public static int Run(string mode, string pipeName)
    {
        if (mode == Silent)
        {
            Thread.Sleep(Timeout.Infinite);
        }

        if (mode == Dies)
        {
            Console.Error.WriteLine("no library, no work");
            return 3;
        }

        using var input = Console.OpenStandardInput();
        var key = new byte[Handshake.KeyBytes];
        input.ReadExactly(key);
        using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.CurrentUserOnly);
        pipe.Connect(10_000);
        if (mode == Stranger)
        {
            key[0]++;
        }

        var contract = WorkerContract.Of(new JobRegistry(Jobs.Register));
        Handshake.AsWorker(pipe, key, mode == OtherVersion ? Handshake.Version + 1 : Handshake.Version);
        using var writer = new FrameWriter(1 << 20);
        contract.WriteHello(writer);
        pipe.Write(writer.Written);
        using var frames = new FrameStream(pipe, 1 << 20);
        frames.Read(out _);
        while (frames.Read(out var job))
        {
            writer.Clear();
            writer.Begin(FrameKind.Result, job.Id);
            JobCodec.Json(JobsContext.Default.String, JobsContext.Default.String).Output.Write("bad", writer);
            writer.End();
            if (mode == HalfFrame)
            {
                pipe.Write(writer.Written[..(writer.Length / 2)]);
                pipe.Dispose();
                Thread.Sleep(Timeout.Infinite);
            }

            pipe.Write(writer.Written);
            pipe.Write(writer.Written);
        }

        return 0;
    }
}
