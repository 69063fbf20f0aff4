using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The program that is a worker. Its <c>Main</c> begins with <see cref="ProcessWorker.TryRunAsync"/>, which gets the arguments below and two more.</summary>
/// <param name="FileName">The program's file, or <c>dotnet</c> with the assembly as first argument.</param>
/// <param name="Arguments">Arguments before those that the executor adds.</param>
public sealed record WorkerCommand(string FileName, params IReadOnlyList<string> Arguments);
