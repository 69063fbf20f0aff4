using System.Collections.Generic;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Keys from passwords and from other keys.</summary>
internal static class PasswordFamilies
{
    private const string Password = "correct horse battery staple";

    public static IReadOnlyList<Family> All =>
    [
        Family.Linear("pbkdf2", "iteration", 1_000, 10_000, static iterations =>
        {
            var salt = Inputs.Bytes(16);
            return () => Rfc2898DeriveBytes.Pbkdf2(Password, salt, iterations, HashAlgorithmName.SHA256, 32);
        }),
        Family.Call("hkdf", 32, 1024, static size =>
        {
            var secret = Inputs.Bytes(size);
            return () => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32);
        }),
        Family.Call("password-hash", static () =>
        {
            var hasher = new PasswordHasher<object>();
            return () => hasher.HashPassword(hasher, Password);
        }),
        Family.Call("Rfc2898DeriveBytes.GetBytes", static () =>
        {
            var salt = Inputs.Bytes(16);
            return () =>
            {
#pragma warning disable SYSLIB0060 // It is in use, and the iterations are not an argument of the call that takes the time.
                using var derived = new Rfc2898DeriveBytes(Password, salt, 100_000, HashAlgorithmName.SHA256);
#pragma warning restore SYSLIB0060
                derived.GetBytes(32);
            };
        })
        with { Of = "password-hash" },
    ];
}
