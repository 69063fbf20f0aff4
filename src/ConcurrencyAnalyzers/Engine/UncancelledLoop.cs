using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A loop that computes for long and never looks at the token that is at hand.</summary>
/// <param name="Syntax">The loop.</param>
/// <param name="Token">The parameter that brings the token.</param>
/// <param name="Evidence">Of the computation.</param>
internal sealed record UncancelledLoop(SyntaxNode Syntax, IParameterSymbol Token, string Evidence);
