using System;
using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What is known of a process that has ended.</summary>
internal sealed record WorkerExit(int ProcessId, int? ExitCode, IReadOnlyList<string> StandardError)
{
    // What a shell, and .NET, make of a signal. The largest signal is 64.
    private const int OfSignals = 128;

    public static WorkerExit Unknown { get; } = new(0, null, []);

    public int? Signal => !OperatingSystem.IsWindows() && ExitCode is > OfSignals and <= OfSignals + 64 ? ExitCode - OfSignals : null;

    public override string ToString()
    {
        var how = (ExitCode, Signal) switch
        {
            (null, _) => "It has no exit code.",
            (_, { } signal) => $"Signal {signal} ended it.",
            ({ } code, _) => $"Its exit code is {code}.",
        };
        return StandardError.Count == 0 ? how : $"{how} Its last words:{Environment.NewLine}{string.Join(Environment.NewLine, StandardError)}";
    }
}
