using System.Collections.Generic;
using System.Security.Cryptography;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Pairs of keys: making them, signing, verifying, agreeing. RSA with 2048 bits, curves with 256.</summary>
internal static class KeyFamilies
{
    private const int Bits = 2048;
    private const int Short = 32;
    private const int Long = 4096;

    public static IReadOnlyList<Family> All =>
    [
        // Some platforms make the key when it is first asked for, so it is asked for. How long that takes is a matter of luck.
        Family.Call("rsa-key", static () => static () =>
        {
            using var rsa = RSA.Create(Bits);
            rsa.ExportParameters(includePrivateParameters: false);
        })
        with { CallsAtOnce = 4 },
        Family.Call("dsa-key", static () => static () =>
        {
            using var dsa = DSA.Create(Bits);
            dsa.ExportParameters(includePrivateParameters: false);
        }),
        Family.Call("rsa-private", Short, Long, static size =>
        {
            var (rsa, data) = (RSA.Create(Bits), Inputs.Bytes(size));
            return () => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }),
        Family.Call("RSA.Decrypt", static () =>
        {
            var rsa = RSA.Create(Bits);
            var cipher = rsa.Encrypt(Inputs.Bytes(Short), RSAEncryptionPadding.OaepSHA256);
            return () => rsa.Decrypt(cipher, RSAEncryptionPadding.OaepSHA256);
        })
        with { Of = "rsa-private" },
        Family.Call("DSA.SignData", Short, Long, static size =>
        {
            var (dsa, data) = (DSA.Create(Bits), Inputs.Bytes(size));
            return () => dsa.SignData(data, HashAlgorithmName.SHA256);
        })
        with { Of = "rsa-private" },
        Family.Call("rsa-public", Short, Long, static size =>
        {
            var (rsa, data) = (RSA.Create(Bits), Inputs.Bytes(size));
            var signature = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return () => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }),
        Family.Call("RSA.Encrypt", static () =>
        {
            var (rsa, data) = (RSA.Create(Bits), Inputs.Bytes(Short));
            return () => rsa.Encrypt(data, RSAEncryptionPadding.OaepSHA256);
        })
        with { Of = "rsa-public" },
        Family.Call("ec-key", static () => static () => ECDsa.Create(ECCurve.NamedCurves.nistP256).Dispose()),
        Family.Call("ECDiffieHellman.Create", static () => static () => ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256).Dispose()) with { Of = "ec-key" },
        Family.Call("ecdsa-sign", Short, Long, static size =>
        {
            var (key, data) = (ECDsa.Create(ECCurve.NamedCurves.nistP256), Inputs.Bytes(size));
            return () => key.SignData(data, HashAlgorithmName.SHA256);
        }),
        Family.Call("ecdsa-verify", Short, Long, static size =>
        {
            var (key, data) = (ECDsa.Create(ECCurve.NamedCurves.nistP256), Inputs.Bytes(size));
            var signature = key.SignData(data, HashAlgorithmName.SHA256);
            return () => key.VerifyData(data, signature, HashAlgorithmName.SHA256);
        }),
        Family.Call("ecdh", static () =>
        {
            var (own, other) = (ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));
            return () => own.DeriveKeyFromHash(other.PublicKey, HashAlgorithmName.SHA256);
        }),
        Family.Call("ECDiffieHellman.DeriveRawSecretAgreement", static () =>
        {
            var (own, other) = (ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));
            return () => own.DeriveRawSecretAgreement(other.PublicKey);
        })
        with { Of = "ecdh" },
    ];
}
