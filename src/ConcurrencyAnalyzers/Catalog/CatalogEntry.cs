using System;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Catalog;

/// <summary>What an instance of a stream-like type stands for.</summary>
internal enum OriginKind : byte
{
    Unknown,
    Memory,
    File,
    Network,
    Database,
    Process,
    StandardInput,
    Console,

    /// <summary>No stream at all: a task that was complete when it was made.</summary>
    CompletedTask,
}

/// <summary>How the cost of a computation grows with what it is given.</summary>
internal enum Growth : byte
{
    None,
    Constant,
    Linear,
    LogLinear,
}

[Flags]
internal enum CatalogFlags : byte
{
    None = 0,

    /// <summary>The effect happens where the result is enumerated.</summary>
    Deferred = 1,
    Once = 2,

    /// <summary>An instance stands for the stream, reader or writer that its constructor is given.</summary>
    Wraps = 4,

    /// <summary>No complaint when the member does not exist in a compilation.</summary>
    Optional = 8,

    /// <summary>Of a type: what its asynchronous members give back has completed.</summary>
    Synchronous = 16,
}

/// <summary>One line of the catalog: what one API, or every overload of one name, does.</summary>
internal sealed class CatalogEntry
{
    public const int NoParameter = int.MinValue;

    /// <summary>The documentation ID, as written.</summary>
    public required string Id { get; init; }

    public ImmutableArray<Effect> Effects { get; init; } = [];

    public Strength Strength { get; init; } = Strength.Definite;

    public CatalogFlags Flags { get; init; }

    /// <summary>The parameter that decides the effect, <see cref="EffectFact.Receiver"/> or <see cref="EffectFact.Nothing"/>.</summary>
    public int DependsOn { get; init; } = EffectFact.Nothing;

    /// <summary>The parameter that is a timeout, or <see cref="NoParameter"/>.</summary>
    public int Timeout { get; init; } = NoParameter;

    public Growth Growth { get; init; }

    /// <summary>The parameter that gives the size of a computation; -1 is the receiver.</summary>
    public int SizeParameter { get; init; } = NoParameter;

    /// <summary>The nanoseconds of one unit of <see cref="Growth"/>: a call, an element, one of n times log n. 0 = not measured.</summary>
    public double Cost { get; init; }

    /// <summary>What the result stands for, or what an instance of the type stands for.</summary>
    public OriginKind Origin { get; init; }

    /// <summary>The asynchronous form: null = the ordinary search, "none" = none, a name, or a documentation ID.</summary>
    public string? Counterpart { get; init; }

    /// <summary>How well that form fits, as far as the line says.</summary>
    public Compatibility Compatibility { get; init; }

    public bool Has(CatalogFlags flag) => (Flags & flag) != 0;
}
