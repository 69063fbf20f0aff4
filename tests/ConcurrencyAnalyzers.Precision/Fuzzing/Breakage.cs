namespace ConcurrencyAnalyzers.Precision.Fuzzing;

/// <summary>A fix that does not keep its promise.</summary>
/// <param name="Where">The mutation, or the finding of the code base.</param>
/// <param name="Title">What the fix calls itself.</param>
/// <param name="Wrong">What it leaves or brings.</param>
/// <param name="Compiles">Whether what it leaves compiles.</param>
/// <param name="Details">What it has written, and what is said of it.</param>
internal sealed record Breakage(string Where, string Title, string Wrong, bool Compiles, string Details)
{
    public override string ToString() => $"==== {Where}\n\"{Title}\" {Wrong}\n{Details}\n";
}
