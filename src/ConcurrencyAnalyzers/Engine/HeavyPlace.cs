using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A loop or a call of a body that computes.</summary>
/// <param name="Body">The function that it stands in.</param>
/// <param name="Operation">The loop or the call.</param>
/// <param name="Cost">What one run of it costs.</param>
internal sealed record HeavyPlace(Body Body, IOperation Operation, Cost Cost);
