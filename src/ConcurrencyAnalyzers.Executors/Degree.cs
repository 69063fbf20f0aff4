using System;
using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// How much of something runs at once: always a number of at least 1, once it is asked for. The same words mean the same everywhere, unlike the -1 of
/// <see cref="System.Threading.Tasks.ParallelOptions.MaxDegreeOfParallelism"/>, which is without limit in one loop and the core count in another.
/// </summary>
/// <remarks>An instance is a value and may be used from any thread. <c>default</c> is <see cref="Cores"/>.</remarks>
public readonly struct Degree : IEquatable<Degree>
{
    // Positive: that many. Zero or negative: the cores and this many more, never under one.
    private readonly int number;

    private Degree(int number) => this.number = number;

    /// <summary>One for each processor that this process may use, <see cref="Environment.ProcessorCount"/>, which respects limits of containers.</summary>
    public static Degree Cores => default;

    /// <summary>One after another.</summary>
    public static Degree One => new(1);

    /// <summary>This many, on every machine.</summary>
    /// <param name="number">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is 0 or negative.</exception>
    public static Degree Of(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        return new Degree(number);
    }

    /// <summary>All processors but some that other work is to have; at least 1.</summary>
    /// <param name="spared">How many are left alone, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="spared"/> is negative.</exception>
    public static Degree AllCoresBut(int spared)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spared);
        return new Degree(-spared);
    }

    /// <summary>The number for this machine, at least 1.</summary>
    public int Value => Resolve(Environment.ProcessorCount);

    internal int Resolve(int processors) => number > 0 ? number : Math.Max(1, processors + number);

    /// <inheritdoc/>
    public bool Equals(Degree other) => number == other.number;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Degree other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => number;

    /// <summary>Whether both ask for the same, on every machine.</summary>
    public static bool operator ==(Degree left, Degree right) => left.Equals(right);

    /// <summary>Whether the two differ, on some machine.</summary>
    public static bool operator !=(Degree left, Degree right) => !left.Equals(right);

    /// <summary>As it was asked for: <c>4</c>, <c>cores</c>, <c>cores - 1</c>.</summary>
    public override string ToString() => number > 0 ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : number == 0 ? "cores" : $"cores - {-number}";
}
