using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A statement that declares a variable with what a call gives that is awaited.</summary>
internal sealed record AwaitedCall(ILocalSymbol Local, IInvocationOperation Call, IOperation Statement, RemoteWork Work);
