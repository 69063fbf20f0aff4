namespace ConcurrencyAnalyzers.Engine;

/// <summary>Why a chain of calls cannot become asynchronous. The names stand in the properties of diagnostics.</summary>
internal enum ChainBorder : byte
{
    None,

    /// <summary>The API at the end has no asynchronous form.</summary>
    NoAsyncForm,

    /// <summary>A helper can be called from outside of the assembly.</summary>
    Public,

    /// <summary>A helper overrides, implements or handles what is declared elsewhere.</summary>
    Contract,
    Constructor,
    Property,

    /// <summary>Operators, conversions, accessors of events, finalizers, and what <c>using</c> or <c>foreach</c> call.</summary>
    Operator,
    Iterator,

    /// <summary>Parameters by reference, results by reference, spans and pointers.</summary>
    Reference,

    /// <summary>The value that the method changes would be a copy.</summary>
    Struct,
    Partial,

    /// <summary>An attribute says something of the method that might not hold for its asynchronous form.</summary>
    Attribute,

    /// <summary>The asynchronous name belongs to something else.</summary>
    Name,

    /// <summary>A parameter chooses between synchronous and asynchronous already.</summary>
    Flag,
    Lock,

    /// <summary>In a delegate that has to be synchronous.</summary>
    Lambda,

    /// <summary>Where no await may stand.</summary>
    Await,

    /// <summary>The code at the place cannot be made to await.</summary>
    Caller,

    /// <summary>More methods would change than a person can look at.</summary>
    Size,
}
