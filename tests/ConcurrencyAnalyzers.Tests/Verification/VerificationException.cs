namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>A rule does not do what its test says, or the test asks a question that has no answer.</summary>
public sealed class VerificationException(string message) : Exception(message);
