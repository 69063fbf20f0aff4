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

    /// <summary>The same, of what nobody knows how many callers it serves.</summary>
    SharesUnknown = 8,

    /// <summary>It asks for more than to read, or may.</summary>
    Writes = 16,

    /// <summary>It changes what others see, or may.</summary>
    HasSideEffects = 32,
}
