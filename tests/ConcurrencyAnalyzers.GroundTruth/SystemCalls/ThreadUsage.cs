using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.GroundTruth.SystemCalls;

/// <summary>What the kernel has counted for the calling thread.</summary>
internal static partial class ThreadUsage
{
    private const int ThreadCpuClock = 3;
    private const int ThisThread = 1;

    /// <summary>CPU time in nanoseconds.</summary>
    public static unsafe long CpuNanoseconds()
    {
        var time = stackalloc long[2];
        return ClockGetTime(ThreadCpuClock, time) == 0 ? time[0] * 1_000_000_000 + time[1] : throw Failure("clock_gettime");
    }

    /// <summary>
    /// Voluntary context switches: the number that /proc/thread-self/status calls voluntary_ctxt_switches, without a file that has to be read for it.
    /// </summary>
    public static unsafe long VoluntarySwitches()
    {
        // struct rusage: two times of two longs each, then fourteen longs, of which ru_nvcsw is the last but one.
        var usage = stackalloc long[18];
        return GetResourceUsage(ThisThread, usage) == 0 ? usage[16] : throw Failure("getrusage");
    }

    private static InvalidOperationException Failure(string call) =>
        new($"{call} failed with error {Marshal.GetLastPInvokeError()}. Observing needs a 64-bit Linux.");

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static unsafe partial int ClockGetTime(int clock, long* time);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static unsafe partial int GetResourceUsage(int who, long* usage);
}
