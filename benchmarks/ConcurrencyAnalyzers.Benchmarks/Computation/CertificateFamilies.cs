using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Certificates, with RSA keys of 2048 bits and without the network.</summary>
internal static class CertificateFamilies
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);

    public static IReadOnlyList<Family> All =>
    [
        Family.Call("certificate-create", static () =>
        {
            var request = Request("CN=example.org", RSA.Create(2048));
            return () => request.CreateSelfSigned(From, From.AddYears(1)).Dispose();
        }),
        Family.Call("CertificateRequest.CreateSigningRequest", static () =>
        {
            var request = Request("CN=example.org", RSA.Create(2048));
            return () => request.CreateSigningRequest();
        })
        with { Of = "rsa-private" },
        Family.Call("certificate-chain", static () =>
        {
            var authority = Request("CN=Authority", RSA.Create(2048));
            authority.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
            var root = authority.CreateSelfSigned(From, From.AddYears(2));
            var leaf = Request("CN=example.org", RSA.Create(2048)).Create(root, From, From.AddYears(1), [1]);
            return () =>
            {
                using var chain = new X509Chain();
                chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                chain.ChainPolicy.DisableCertificateDownloads = true;
                chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.Add(root);
                chain.Build(leaf);
            };
        }),
        Family.Call("pkcs12-load", static () =>
        {
            using var certificate = Request("CN=example.org", RSA.Create(2048)).CreateSelfSigned(From, From.AddYears(1));
            var file = certificate.Export(X509ContentType.Pkcs12, "password");
            return () => X509CertificateLoader.LoadPkcs12(file, "password").Dispose();
        }),
    ];

    private static CertificateRequest Request(string name, RSA key) => new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
