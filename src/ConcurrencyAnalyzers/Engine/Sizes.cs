using System;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A product of extents that are no constants, such as rows times columns: up to eight codes, sorted, in one number.</summary>
internal readonly record struct Sizes(ulong Codes)
{
    private const int Maximum = 8;

    public static readonly Sizes None = default;

    /// <summary>How many of the factors grow beyond any bound.</summary>
    public int Depth => NumberOf(Extent.IsLargeCode);

    /// <summary>How many of them are the sizes of what is passed.</summary>
    public int Given => NumberOf(Extent.IsGivenCode);

    public double GivenCount => Product(static code => Extent.IsGivenCode(code) ? Extent.CountOf(code) : 1);

    /// <summary>One of the factors is 64 KB.</summary>
    public bool HasText => NumberOf(Extent.IsTextCode) > 0;

    /// <summary>One of the factors may be none.</summary>
    public bool IsDoubtful => NumberOf(Extent.IsDoubtful) > 0;

    public double Count => Product(Extent.CountOf);

    private int NumberOf(Func<byte, bool> kind)
    {
        var number = 0;
        for (var rest = Codes; rest != 0; rest >>= 8)
        {
            number += kind((byte)rest) ? 1 : 0;
        }

        return number;
    }

    private double Product(Func<byte, double> count)
    {
        var product = 1d;
        for (var rest = Codes; rest != 0; rest >>= 8)
        {
            product *= count((byte)rest);
        }

        return product;
    }

    /// <summary>A ninth factor says nothing that eight do not.</summary>
    public Sizes With(byte code)
    {
        if (code == Extent.Constant || Codes >> (8 * (Maximum - 1)) != 0)
        {
            return this;
        }

        // The greatest code is in the lowest byte, so that two products are equal when their factors are.
        var shift = 0;
        for (; shift < 8 * Maximum && (byte)(Codes >> shift) >= code; shift += 8)
        {
        }

        var low = shift == 0 ? 0 : Codes & (ulong.MaxValue >> (64 - shift));
        return new Sizes(low | ((ulong)code << shift) | ((Codes ^ low) << 8));
    }

    public Sizes With(Sizes other)
    {
        var product = this;
        for (var rest = other.Codes; rest != 0; rest >>= 8)
        {
            product = product.With((byte)rest);
        }

        return product;
    }

    /// <summary>The same product for a delegate, which is given one of many and sees what the code around it sees.</summary>
    public Sizes GivenEach()
    {
        var product = None;
        for (var rest = Codes; rest != 0; rest >>= 8)
        {
            product = product.With(Extent.IsParameterCode((byte)rest) ? Extent.Few.Code : (byte)rest);
        }

        return product;
    }

    /// <summary>The same product with what a caller passes for each parameter, and the constants among that.</summary>
    /// <param name="argument">How much is passed.</param>
    /// <param name="isSameObject">What the callee has beside, the caller has, too.</param>
    public (Sizes Sizes, double Factor) Put(Func<int, Extent> argument, bool isSameObject)
    {
        var product = None;
        var factor = 1d;
        for (var rest = Codes; rest != 0; rest >>= 8)
        {
            var code = (byte)rest;
            if (Extent.IsParameterCode(code))
            {
                var extent = argument(Extent.ParameterOf(code));
                factor *= extent.Scale;
                code = extent.Code;
            }
            else
            {
                code = Extent.Elsewhere(code, isSameObject);
            }

            product = product.With(code);
        }

        return (product, factor);
    }
}
