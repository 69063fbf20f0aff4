using System;
using System.Linq;
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
    private const byte OwnCode = 5;
    private const byte FarCode = 6;
    private const byte SideCode = 7;
    private const byte FirstParameter = 8;
    private const int MaximumParameters = 48;
    private const byte FirstCaptured = FirstParameter + (5 * MaximumParameters);
    private const byte PlainKind = 0;
    private const byte TextKind = 1;
    private const byte PlaneKind = 2;
    private const byte NestedKind = 3;
    private const byte ObjectKind = 4;

    /// <summary>A multitude is modelled as so many. The clock that the model was compared with was given as many, too.</summary>
    private const double ManyCount = 1_000;

    /// <summary>64 KB of characters or bytes.</summary>
    private const double TextCount = 65_536;

    /// <summary>Each side of what has two.</summary>
    private const double SideSize = 256;

    /// <summary>Sequences of sequences: together they have as many elements as one.</summary>
    private const double NestedCount = 32;

    /// <summary>What belongs to one of many: the words of a line, the lines of an order.</summary>
    private const double FewCount = 16;

    private const double LogCount = 10;

    public static readonly Extent One = new(Constant, 1);

    public static readonly Extent Many = new(ManyCode, 1);

    /// <summary>What an object has, seen from its own methods: any number, from none on.</summary>
    public static readonly Extent Own = new(OwnCode, 1);

    /// <summary>Rows or columns of what is run through by both.</summary>
    public static readonly Extent Side = new(SideCode, 1);

    public static readonly Extent Few = new(FewCode, 1);

    /// <summary>What halves with each step.</summary>
    public static readonly Extent Log = new(LogCode, 1);

    public bool IsConstant => Code == Constant;

    /// <summary>There may be none: nobody has passed it.</summary>
    public static bool IsDoubtful(byte code) => code is ManyCode or KeptCode or OwnCode or FarCode;

    /// <summary>Grows with what the code is given, beyond any bound.</summary>
    public bool IsLarge => IsLargeCode(Code);

    public double Count => Scale * CountOf(Code);

    public static Extent Of(double count) => new(Constant, Math.Max(count, 0));

    public static Extent OfParameter(IParameterSymbol parameter) =>
        parameter.Ordinal < MaximumParameters ? new((byte)(FirstParameter + (KindOf(parameter) * MaximumParameters) + parameter.Ordinal), 1) : Many;

    /// <summary>A parameter of a function around: given to that one, and known to no caller of this.</summary>
    public static Extent OfCaptured(IParameterSymbol parameter) => KindOf(parameter) is not ObjectKind and var kind ? new((byte)(FirstCaptured + kind), 1) : Few;

    public static bool IsParameterCode(byte code) => code is >= FirstParameter and < FirstCaptured;

    public static int ParameterOf(byte code) => (code - FirstParameter) % MaximumParameters;

    public static bool IsTextCode(byte code) => code >= FirstParameter && KindOf(code) == TextKind;

    /// <summary>What one element of a jagged array has: it is as long as there are of them.</summary>
    public bool IsPlane => Code >= FirstParameter && KindOf(Code) == PlaneKind;

    public static bool IsLargeCode(byte code) => code is ManyCode or KeptCode or OwnCode or SideCode || (code >= FirstParameter && KindOf(code) != ObjectKind);

    /// <summary>So many for sure, where a call is given what is usual.</summary>
    public static bool IsGivenCode(byte code) => IsLargeCode(code) && !IsDoubtful(code);

    private static int KindOf(byte code) => code >= FirstCaptured ? code - FirstCaptured : (code - FirstParameter) / MaximumParameters;

    public static double CountOf(byte code) => code switch
    {
        Constant => 1,
        FewCode or FarCode => FewCount,
        LogCode => LogCount,
        SideCode => SideSize,
        < FirstParameter => ManyCount,
        _ => KindOf(code) switch { TextKind => TextCount, PlaneKind => SideSize, NestedKind => NestedCount, ObjectKind => FewCount, _ => ManyCount },
    };

    /// <summary>How much there is of a buffer that is passed before it.</summary>
    private static bool IsLengthOfText(IParameterSymbol parameter) => LoopRanges.IsNumeric(parameter.Type) && Lengths.Any(length => parameter.Name.EndsWith(length, StringComparison.OrdinalIgnoreCase))
        && parameter.ContainingSymbol is IMethodSymbol { Parameters: var all } && all.Take(parameter.Ordinal).Any(static before => Extents.IsText(before.Type) && !Extents.IsWord(before));

    private static readonly string[] Lengths = ["len", "length", "count", "size"];

    private static int KindOf(IParameterSymbol parameter) => IsLengthOfText(parameter) ? TextKind : Extents.IsText(parameter.Type) ? Extents.IsWord(parameter) ? ObjectKind : TextKind
        : parameter.Type is IArrayTypeSymbol { Rank: > 1 } or IArrayTypeSymbol { ElementType: IArrayTypeSymbol } ? PlaneKind
        : Extents.ElementOf(parameter.Type) is { SpecialType: not SpecialType.System_String } element && Extents.IsSequence(element) ? NestedKind
        : LoopRanges.IsNumeric(parameter.Type) || Extents.IsSequence(parameter.Type) ? PlainKind
        : ObjectKind;

    /// <summary>
    /// The same, seen by a caller. A multitude that nobody passes on is what the object has: seen from its own methods one call away it still is one, from
    /// farther away or from another object it need not be.
    /// </summary>
    public static byte Elsewhere(byte code, bool isSameObject) => code switch
    {
        ManyCode or OwnCode => isSameObject ? KeptCode : FarCode,
        KeptCode => FarCode,
        SideCode when !isSameObject => FarCode,
        >= FirstCaptured => FarCode,
        _ => code,
    };

    public Extent Times(double factor) => this with { Scale = Scale * factor };

    public static Extent Larger(Extent a, Extent b) => a.Count >= b.Count ? a : b;

    public static Extent Smaller(Extent a, Extent b) => a.Count <= b.Count ? a : b;
}
