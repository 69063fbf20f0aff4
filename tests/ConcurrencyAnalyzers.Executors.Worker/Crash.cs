using System.Diagnostics;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Ends the worker.</summary>
public sealed class Crash : IProcessJob<CrashKind, int>
{
    public static string Name => "Crash";

    public static JobCodec<CrashKind, int> Codec { get; } = JobCodec.Json(JobsContext.Default.CrashKind, JobsContext.Default.Int32);

    public static ValueTask<int> RunAsync(CrashKind input, JobContext context)
    {
        switch (input)
        {
            case CrashKind.Kill:
                Process.GetCurrentProcess().Kill();
                break;
            case CrashKind.Exit:
                Environment.Exit(7);
                break;
            case CrashKind.FailFast:
                Environment.FailFast("failed fast");
                break;
            case CrashKind.StackOverflow:
                return new ValueTask<int>(Deeper(0) + 1);
            case CrashKind.AccessViolation:
                unsafe
                {
                    // Not null, which the runtime makes an exception of.
                    *(int*)0x7000_0000 = 1;
                }

                break;
            case CrashKind.ExceptionOnAnotherThread:
                new Thread(static () => throw new InvalidDataException("on another thread")).Start();
                break;
            case CrashKind.None:
                return new ValueTask<int>(0);
        }

        // Some of these take their time.
        Thread.Sleep(Timeout.Infinite);
        return new ValueTask<int>(0);
    }

    private static int Deeper(int depth) => Deeper(depth + 1) + 1;
}
