using System;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>The processor time of the calling thread: what others do on the machine meanwhile does not count.</summary>
internal static class ThreadClock
{
    private const int LinuxThreadTime = 3;
    private const int MacThreadTime = 16;

    /// <summary>What the clock counts, for those who read the figures.</summary>
    public static string Name => HasThreadTime ? "processor time of the thread" : "wall time";

    private static bool HasThreadTime { get; } = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    public static double Nanoseconds()
    {
        if (!HasThreadTime)
        {
            return Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
        }

        return ReadClock(OperatingSystem.IsLinux() ? LinuxThreadTime : MacThreadTime, out var time) == 0
            ? (time.Seconds * 1e9) + time.Nanoseconds
            : throw new InvalidOperationException("The system does not tell the processor time of a thread.");
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Time(nint Seconds, nint Nanoseconds);
}
