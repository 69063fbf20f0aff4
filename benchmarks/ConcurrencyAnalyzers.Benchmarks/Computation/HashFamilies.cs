using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Hashes and random bytes. A hash with a key costs the same for each byte.</summary>
internal static class HashFamilies
{
    private const int Small = 8_192;
    private const int Large = 65_536;

    public static IReadOnlyList<Family> All =>
    [
        Hash("md5", MD5.HashData),
        Hash("sha-1", SHA1.HashData),
        Hash("sha-256", SHA256.HashData),
        Hash("sha-512", SHA512.HashData),
        Hash("sha-3", SHA3_384.HashData) with { IsSupported = SHA3_384.IsSupported },
        Hash("HMACMD5", HMACMD5.HashData) with { Of = "md5" },
        Hash("HMACSHA1", HMACSHA1.HashData) with { Of = "sha-1" },
        Hash("HMACSHA256", HMACSHA256.HashData) with { Of = "sha-256" },
        Hash("HMACSHA512", HMACSHA512.HashData) with { Of = "sha-512" },
        Hash("SHA384", SHA384.HashData) with { Of = "sha-512" },
        Hash("SHA3_256", SHA3_256.HashData) with { Of = "sha-3", IsSupported = SHA3_256.IsSupported },
        Hash("SHA3_512", SHA3_512.HashData) with { Of = "sha-3", IsSupported = SHA3_512.IsSupported },
        Hash("Shake128", static bytes => Shake128.HashData(bytes, 32)) with { Of = "sha-3", IsSupported = Shake128.IsSupported },
        Family.Linear("random-bytes", "byte", Small, Large, static size =>
        {
            var bytes = new byte[size];
            return () => RandomNumberGenerator.Fill(bytes);
        }),
    ];

    private static Family Hash(string name, Func<byte[], byte[]> hash) => Family.Linear(name, "byte", Small, Large, size =>
    {
        var bytes = Inputs.Bytes(size);
        return () => hash(bytes);
    });

    private static Family Hash(string name, Func<byte[], byte[], byte[]> hash)
    {
        var key = Inputs.Bytes(32);
        return Hash(name, bytes => hash(key, bytes));
    }
}
