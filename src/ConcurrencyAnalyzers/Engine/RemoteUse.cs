namespace ConcurrencyAnalyzers.Engine;

/// <summary>Who may use one instance at the same time.</summary>
internal enum RemoteUse : byte
{
    /// <summary>Any number of callers.</summary>
    Shared,

    /// <summary>One caller after the other.</summary>
    Single,

    /// <summary>No client at all: whoever awaits it is made to wait for its turn.</summary>
    Gate,
}
