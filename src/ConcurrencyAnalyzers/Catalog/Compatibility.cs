namespace ConcurrencyAnalyzers.Catalog;

/// <summary>How an asynchronous form takes the arguments of its method. What a compilation really has is for <c>Counterparts</c> to see.</summary>
internal enum Compatibility : byte
{
    Unknown,

    /// <summary>The same parameters.</summary>
    Exact,

    /// <summary>The same parameters and a token.</summary>
    Token,

    /// <summary>Parameters that the arguments convert to, or more that are optional.</summary>
    Compatible,

    /// <summary>Only the name fits.</summary>
    NameOnly,
}
