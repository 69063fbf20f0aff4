using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A loop that waits for another party of this process by looking again and again.</summary>
/// <param name="Body">The body that the loop is in.</param>
/// <param name="Loop">The loop.</param>
/// <param name="For">What the other party changes.</param>
/// <param name="Severity">A loop that frees its thread in between is late, and costs little else.</param>
internal sealed record BusyWait(Body Body, PollingLoop Loop, Watched For, DiagnosticSeverity Severity);
