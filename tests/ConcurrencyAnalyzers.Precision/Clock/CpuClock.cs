using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>The processor time of this process, all its threads together, in nanoseconds. Linux only.</summary>
internal static partial class CpuClock
{
    private const int OfProcess = 2;

    public static long Now => clock_gettime(OfProcess, out var time) == 0
        ? time.Seconds * 1_000_000_000 + time.Nanoseconds
        : throw new InvalidOperationException("The clock of the process cannot be read.");

#pragma warning disable SYSLIB1054, CA1401, IDE1006 // The name is the library's.
    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Time time);
#pragma warning restore SYSLIB1054, CA1401, IDE1006

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
