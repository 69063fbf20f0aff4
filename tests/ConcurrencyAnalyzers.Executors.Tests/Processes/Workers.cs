using ConcurrencyAnalyzers.Executors.Processes;
using ConcurrencyAnalyzers.Executors.Worker;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>Executors whose workers are the program of ConcurrencyAnalyzers.Executors.Worker.</summary>
internal static class Workers
{
    /// <summary>After this long, a test that waits has found a defect. Long, because starting processes takes long on a busy machine.</summary>
    public static TimeSpan Guard { get; } = TimeSpan.FromSeconds(120);

    public static WorkerCommand Command { get; } = new("dotnet", typeof(Echo).Assembly.Location);

    public static ProcessExecutorOptions Options(int degree = 1) => new()
    {
        Degree = Degree.Of(degree),
        WorkerCommand = Command,
        Jobs = Jobs.Register,
        StartTimeout = Guard,
    };

    public static WorkerCommand Bad(string mode) => Command with { Arguments = [.. Command.Arguments, nameof(BadWorker), mode] };
}
