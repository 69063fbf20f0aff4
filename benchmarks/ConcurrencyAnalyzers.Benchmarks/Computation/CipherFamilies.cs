using System.Collections.Generic;
using System.Security.Cryptography;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Encryption with one key.</summary>
internal static class CipherFamilies
{
    private const int Small = 8_192;
    private const int Large = 65_536;

    public static IReadOnlyList<Family> All =>
    [
        Family.Linear("aes-encrypt", "byte", Small, Large, static size =>
        {
            var (aes, plain, vector) = (NewAes(), Inputs.Bytes(size), Inputs.Bytes(16));
            return () => aes.EncryptCbc(plain, vector);
        }),
        Family.Linear("aes-decrypt", "byte", Small, Large, static size =>
        {
            var (aes, vector) = (NewAes(), Inputs.Bytes(16));
            var cipher = aes.EncryptCbc(Inputs.Bytes(size), vector);
            return () => aes.DecryptCbc(cipher, vector);
        }),
        Family.Linear("authenticated-encryption", "byte", Small, Large, static size =>
        {
            var (aes, nonce, plain, cipher, tag) = (new AesGcm(Inputs.Bytes(32), 16), new byte[12], Inputs.Bytes(size), new byte[size], new byte[16]);
            return () => aes.Encrypt(nonce, plain, cipher, tag);
        })
        with { IsSupported = AesGcm.IsSupported },
        Family.Linear("AesGcm.Decrypt", "byte", Small, Large, static size =>
        {
            var (aes, nonce, plain, cipher, tag) = (new AesGcm(Inputs.Bytes(32), 16), new byte[12], Inputs.Bytes(size), new byte[size], new byte[16]);
            aes.Encrypt(nonce, plain, cipher, tag);
            return () => aes.Decrypt(nonce, cipher, tag, plain);
        })
        with { Of = "authenticated-encryption", IsSupported = AesGcm.IsSupported },
        Family.Linear("ChaCha20Poly1305.Encrypt", "byte", Small, Large, static size =>
        {
            var (chacha, nonce, plain, cipher, tag) = (new ChaCha20Poly1305(Inputs.Bytes(32)), new byte[12], Inputs.Bytes(size), new byte[size], new byte[16]);
            return () => chacha.Encrypt(nonce, plain, cipher, tag);
        })
        with { Of = "authenticated-encryption", IsSupported = ChaCha20Poly1305.IsSupported },
    ];

    private static Aes NewAes()
    {
        var aes = Aes.Create();
        aes.Key = Inputs.Bytes(32);
        return aes;
    }
}
