using System;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>How many there are of something, as far as code says: a constant, a parameter's size, a multitude that nobody has counted.</summary>
/// <param name="Code">What it grows with; <see cref="Constant"/> when with nothing.</param>
/// <param name="Scale">The constant, or the share of what it grows with.</param>
internal readonly record struct Extent(byte Code, double Scale)
{
    public const byte Constant = 0;

    private const byte ManyCode = 1;
    private const byte FewCode = 2;
    private const byte LogCode = 3;
    private const byte KeptCode = 4;
    private const byte FirstParameter = 8;
    private const int MaximumParameters = 56;

    /// <summary>A multitude is modelled as so many. The clock that the model was compared with was given as many, too.</summary>
    private const double ManyCount = 1_000;

    /// <summary>What belongs to one of many: the words of a line, the lines of an order.</summary>
    private const double FewCount = 16;

    private const double LogCount = 10;

    public static readonly Extent One = new(Constant, 1);

    public static readonly Extent Many = new(ManyCode, 1);

    public static readonly Extent Few = new(FewCode, 1);

    /// <summary>What halves with each step.</summary>
    public static readonly Extent Log = new(LogCode, 1);

    public bool IsConstant => Code == Constant;

    /// <summary>Grows with what the code is given, beyond any bound.</summary>
    public bool IsLarge => IsLargeCode(Code);

    public double Count => Scale * CountOf(Code);

    public int Parameter => Code - FirstParameter;

    public static Extent Of(double count) => new(Constant, Math.Max(count, 0));

    public static Extent OfParameter(IParameterSymbol parameter) => parameter.Ordinal < MaximumParameters ? new((byte)(FirstParameter + parameter.Ordinal), 1) : Many;

    public static bool IsParameterCode(byte code) => code >= FirstParameter;

    public static int ParameterOf(byte code) => code - FirstParameter;

    public static bool IsLargeCode(byte code) => code is ManyCode or KeptCode || code >= FirstParameter;

    public static double CountOf(byte code) => code switch
    {
        Constant => 1,
        FewCode => FewCount,
        LogCode => LogCount,
        _ => ManyCount,
    };

    /// <summary>
    /// The same, seen by a caller. A multitude that nobody passes on is what the object has: seen from its own methods one call away it still is one, from
    /// farther away or from another object it need not be.
    /// </summary>
    public static byte Elsewhere(byte code, bool isSameObject) => code == ManyCode ? isSameObject ? KeptCode : FewCode : code == KeptCode ? FewCode : code;

    public Extent Times(double factor) => this with { Scale = Scale * factor };

    public static Extent Larger(Extent a, Extent b) => a.Count >= b.Count ? a : b;

    public static Extent Smaller(Extent a, Extent b) => a.Count <= b.Count ? a : b;
}
