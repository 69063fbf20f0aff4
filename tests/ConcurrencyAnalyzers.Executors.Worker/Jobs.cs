using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>What the workers of the tests can do.</summary>
public static class Jobs
{
    public static void Register(JobRegistry registry) => registry
        .Add<Echo, string, string>()
        .Add<Compute, int, long>()
        .Add<Crash, CrashKind, int>()
        .Add<CrashUntil, int, int>()
        .Add<Endless, bool, int>()
        .Add<Patient, int, int>()
        .Add<Allocate, long, long>()
        .Add<Flood, int, int>()
        .Add<Reports, int, int>()
        .Add<Describe, string, Description>()
        .Add<Fail, string, int>()
        .Add<Fork, int, int>()
        .Add<Fill, string, int>();

    /// <summary>Fewer than the parent has.</summary>
    public static void RegisterOthers(JobRegistry registry) => registry.Add<Echo, string, string>();
}
