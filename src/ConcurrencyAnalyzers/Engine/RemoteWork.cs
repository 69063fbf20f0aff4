using System;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a function does beside asking another machine, its callees included.</summary>
[Flags]
internal enum RemoteTraits : byte
{
    None = 0,

    /// <summary>It waits for its turn: a semaphore, a rate limiter, a delay.</summary>
    Paced = 1,

    /// <summary>It computes or blocks, which more of it at once would not make faster.</summary>
    KeepsThread = 2,

    /// <summary>It uses, together with others, what serves one caller at a time.</summary>
    SharesSingle = 4,
}

/// <summary>What a function asks of other machines.</summary>
/// <param name="Witness">The shortest chain to an asynchronous call that does; null when none is proven.</param>
/// <param name="Kind">What that call waits for.</param>
/// <param name="Traits">What else the function does.</param>
internal sealed record RemoteWork(Witness? Witness, Effect Kind, RemoteTraits Traits)
{
    public bool Has(RemoteTraits trait) => (Traits & trait) != 0;
}
