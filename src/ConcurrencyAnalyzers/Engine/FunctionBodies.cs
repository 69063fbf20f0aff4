using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The functions inside one member: lambdas by operation and by the local that keeps them, local functions by symbol.</summary>
internal sealed class FunctionBodies
{
    public Dictionary<IOperation, Body> Lambdas { get; } = [];

    public Dictionary<ILocalSymbol, Body> Kept { get; } = new(SymbolEqualityComparer.Default);

    public Dictionary<IMethodSymbol, Body> Local { get; } = new(SymbolEqualityComparer.Default);
}
