namespace ConcurrencyAnalyzers.GroundTruth;

/// <summary>The command line is not understood; the message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
