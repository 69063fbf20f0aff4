using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>A type that takes helpers: one of the code base, or a new one.</summary>
/// <param name="Name">How code elsewhere names it; null where it cannot.</param>
internal sealed class Home(string? name)
{
    private readonly List<string> members = [];

    public string? Name { get; } = name;

    public void Add(string member) => members.Add(member);

    public string Members => string.Join("\n", members);

    public bool IsEmpty => members.Count == 0;
}
