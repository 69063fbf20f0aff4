using System.Diagnostics;
using ConcurrencyAnalyzers.GroundTruth.Cases;
using ConcurrencyAnalyzers.GroundTruth.SystemCalls;

namespace ConcurrencyAnalyzers.GroundTruth.Observing;

/// <summary>
/// What a child process does: all cases one after the other on its first thread.
/// Times and switches are taken without strace, which would change both, and system calls in a process of their own.
/// </summary>
internal static class Pass
{
    private const int WarmUps = 3;
    private const int TimedRepetitions = 11;
    private const int MarkedRepetitions = 7;

    /// <summary>Repeats every case between clocks and writes a file of observations that lack the system calls.</summary>
    public static void Times(string only, string file)
    {
        using var workspace = new Workspace();
        var observations = new List<string> { Observation.Header };
        ForEach(workspace, only, (_, observed) =>
        {
            var (cpu, wall, switches) = (new double[TimedRepetitions], new double[TimedRepetitions], new int[TimedRepetitions]);
            for (var i = 0; i < TimedRepetitions; i++)
            {
                observed.Prepare();
                var (startSwitches, startCpu, start) = (ThreadUsage.VoluntarySwitches(), ThreadUsage.CpuNanoseconds(), Stopwatch.GetTimestamp());
                observed.Call();
                var (end, endCpu, endSwitches) = (Stopwatch.GetTimestamp(), ThreadUsage.CpuNanoseconds(), ThreadUsage.VoluntarySwitches());
                observed.Release();

                cpu[i] = (endCpu - startCpu) / 1000.0;
                wall[i] = Stopwatch.GetElapsedTime(start, end).TotalMicroseconds;
                switches[i] = (int)(endSwitches - startSwitches);
            }

            observations.Add(new Observation
            {
                Id = observed.Id,
                Receiver = observed.Receiver,
                Label = observed.Label.Name(),
                ReceiverDependent = observed.ReceiverDependent,
                Note = observed.Note,
                Remarks = "",
                Content = 0,
                Metadata = 0,
                Network = 0,
                Process = 0,
                Wait = 0,
                VoluntarySwitches = Median.Of(switches),
                CpuMicroseconds = Median.Of(cpu),
                WallMicroseconds = Median.Of(wall),
                Observed = "unknown",
            }.ToLine());
        });

        File.WriteAllLines(file, observations);
    }

    /// <summary>Repeats every case between marks for the strace that this process runs under.</summary>
    public static void Marks(string only)
    {
        using var workspace = new Workspace();
        ForEach(workspace, only, static (index, observed) =>
        {
            var (begin, end) = (Mark.Begin(index), Mark.End(index));
            for (var i = 0; i < MarkedRepetitions; i++)
            {
                observed.Prepare();
                begin.Set();
                observed.Call();
                end.Set();
                observed.Release();
            }
        });
    }

    private static void ForEach(Workspace workspace, string only, Action<int, Case> repeat)
    {
        var cases = AllCases.In(workspace).Where(c => c.Key.Contains(only, StringComparison.OrdinalIgnoreCase)).ToArray();
        var failures = new List<Exception>();
        for (var index = 0; index < cases.Length; index++)
        {
            try
            {
                for (var i = 0; i < WarmUps; i++)
                {
                    cases[index].Prepare();
                    cases[index].Call();
                    cases[index].Release();
                }

                repeat(index, cases[index]);
            }
            catch (Exception e)
            {
                failures.Add(new InvalidOperationException($"The case '{cases[index].Key}' threw.", e));
            }
        }

        if (failures.Count > 0)
            throw new AggregateException("A case has to run to its end to be observed.", failures);
    }
}
