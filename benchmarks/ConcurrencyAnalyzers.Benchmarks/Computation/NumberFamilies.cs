using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Numbers of any size.</summary>
internal static class NumberFamilies
{
    public static IReadOnlyList<Family> All =>
    [
        Family.Linear("biginteger-parse", "char", 100, 400, static size =>
        {
            var digits = Inputs.Digits(size);
            return () => BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        }),
        Family.Call("biginteger-format", static () =>
        {
            var number = Bits(2048);
            return () => number.ToString(CultureInfo.InvariantCulture);
        }),
        Family.Call("biginteger-multiply", static () =>
        {
            var (left, right) = (Bits(2048), Bits(2048) - 1);
            return () => BigInteger.Multiply(left, right);
        }),
        Family.Call("BigInteger.Pow", static () =>
        {
            var number = Bits(64);
            return () => BigInteger.Pow(number, 64);
        })
        with { Of = "biginteger-multiply" },
        Family.Call("biginteger-modpow", static () =>
        {
            var (number, exponent, modulus) = (Bits(2047), Bits(2046), Bits(2048) | 1);
            return () => BigInteger.ModPow(number, exponent, modulus);
        }),
    ];

    private static BigInteger Bits(int count) => new BigInteger(Inputs.Bytes(count / 8), isUnsigned: true) | (BigInteger.One << (count - 1));
}
