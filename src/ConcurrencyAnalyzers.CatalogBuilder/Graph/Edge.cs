using ConcurrencyAnalyzers.CatalogBuilder.Bodies;

namespace ConcurrencyAnalyzers.CatalogBuilder.Graph;

internal enum EdgeKind : byte
{
    Call,

    /// <summary>From an asynchronous method to its body.</summary>
    AsyncBody,

    /// <summary>From an iterator to its body.</summary>
    Enumeration,

    /// <summary>To a delegate that the call runs before it returns.</summary>
    Callback,
}

/// <summary>An edge of the call graph, kept at the callee.</summary>
/// <param name="Caller">Where the call stands.</param>
/// <param name="Kind">How the caller gets there.</param>
/// <param name="Site">The call, where there is one.</param>
internal sealed record Edge(Procedure Caller, EdgeKind Kind, CallSite? Site);
