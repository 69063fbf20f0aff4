using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A handler that a body adds to an event.</summary>
/// <param name="Event">What is subscribed to.</param>
/// <param name="Handler">What runs when it is raised, as the only delegate of a call would.</param>
/// <param name="Site">The event as it is named in source.</param>
internal readonly record struct Subscription(IEventSymbol Event, DelegateArgument Handler, SyntaxNode Site);
