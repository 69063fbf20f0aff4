using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class CryptographyCases
{
    public static void AddTo(CaseList cases, Workspace work)
    {
        var aes = Aes.Create();
        var rsa = RSA.Create(2048);
        var zip = File.ReadAllBytes(work.Zip);
        var compressed = new byte[work.Large.Length];
        var deflated = Deflated(work.Large);
        byte[] salt = [1, 2, 3, 4, 5, 6, 7, 8];

        cases.Add(
            "M:System.Security.Cryptography.SHA256.HashData(System.Byte[])",
            Light, () => SHA256.HashData(salt), receiver: "8 bytes", dependent: true);
        cases.On(
            "M:System.Security.Cryptography.SHA256.HashData(System.IO.Stream)",
            BlocksIo, Stream () => File.OpenRead(work.Text), static s => SHA256.HashData(s), receiver: "FileStream", dependent: true,
            release: static (s, _) => s.Dispose());
        cases.On(
            "M:System.Security.Cryptography.SHA256.HashData(System.IO.Stream)",
            Light, Stream () => new MemoryStream(work.Small), static s => SHA256.HashData(s), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Compression.ZipFileExtensions.ExtractToFile(System.IO.Compression.ZipArchiveEntry,System.String,System.Boolean)",
            BlocksIo, () => ZipFile.OpenRead(work.Zip), z => z.Entries[0].ExtractToFile(Path.Combine(work.Folder, "extracted"), true),
            release: static z => z.Dispose());
        cases.On(
            "M:System.IO.Compression.ZipArchive.Dispose",
            BlocksIo, () => Changed(work.Written(0)), static z => z.Dispose(), receiver: "over FileStream, changed", dependent: true);
        cases.On(
            "M:System.IO.Compression.ZipArchive.Dispose",
            Light, static () => Changed(new MemoryStream()), static z => z.Dispose(), receiver: "over memory, changed", dependent: true);
        cases.Add(
            "M:System.Security.Cryptography.SHA256.HashData(System.Byte[])",
            Heavy, () => SHA256.HashData(work.Large), receiver: "600 KB", dependent: true);
        cases.Add(
            "M:System.Security.Cryptography.HMACSHA256.HashData(System.Byte[],System.Byte[])",
            Light, () => HMACSHA256.HashData(salt, salt));
        cases.On(
            "M:System.Security.Cryptography.HashAlgorithm.ComputeHash(System.IO.Stream)",
            BlocksIo, Stream () => File.OpenRead(work.Text), static s => MD5.Create().ComputeHash(s), receiver: "FileStream", dependent: true,
            release: static (s, _) => s.Dispose());
        cases.On(
            "M:System.Security.Cryptography.HashAlgorithm.ComputeHash(System.IO.Stream)",
            Light, Stream () => new MemoryStream(work.Small), static s => MD5.Create().ComputeHash(s), receiver: "MemoryStream", dependent: true);
        cases.Add(
            "M:System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2(" +
            "System.String,System.Byte[],System.Int32,System.Security.Cryptography.HashAlgorithmName,System.Int32)",
            Heavy, () => Rfc2898DeriveBytes.Pbkdf2("password", salt, 10_000, HashAlgorithmName.SHA256, 32));
        cases.Add(
            "M:System.Security.Cryptography.RSA.Create(System.Int32)",
            Light, () => RSA.Create(2048), release: static r => r.Dispose(), note: "makes the key when it is needed");
        cases.Add(
            "M:System.Security.Cryptography.RSA.SignData(" +
            "System.Byte[],System.Security.Cryptography.HashAlgorithmName,System.Security.Cryptography.RSASignaturePadding)",
            Heavy, () => rsa.SignData(salt, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        cases.Add(
            "M:System.Security.Cryptography.Aes.Create",
            Light, () => Aes.Create(), release: static a => a.Dispose());
        cases.Add(
            "M:System.Security.Cryptography.SymmetricAlgorithm.EncryptCbc(System.Byte[],System.Byte[],System.Security.Cryptography.PaddingMode)",
            Light, () => aes.EncryptCbc(salt, aes.IV), receiver: "8 bytes", dependent: true);
        cases.Add(
            "M:System.Security.Cryptography.SymmetricAlgorithm.EncryptCbc(System.Byte[],System.Byte[],System.Security.Cryptography.PaddingMode)",
            Heavy, () => aes.EncryptCbc(work.Large, aes.IV), receiver: "600 KB", dependent: true);
        cases.Add(
            "M:System.Security.Cryptography.RandomNumberGenerator.GetBytes(System.Int32)",
            Light, () => RandomNumberGenerator.GetBytes(16), note: "asks the kernel or OpenSSL");
        cases.Add(
            "M:System.Security.Cryptography.RandomNumberGenerator.GetInt32(System.Int32)",
            Light, () => RandomNumberGenerator.GetInt32(100));
        cases.Add(
            "M:System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(System.ReadOnlySpan{System.Byte},System.ReadOnlySpan{System.Byte})",
            Light, () => CryptographicOperations.FixedTimeEquals(salt, salt));

        cases.Add(
            "M:System.IO.Compression.BrotliEncoder.TryCompress(System.ReadOnlySpan{System.Byte},System.Span{System.Byte},System.Int32@)",
            Heavy, () => BrotliEncoder.TryCompress(work.Large, compressed, out _), receiver: "600 KB", dependent: true);
        cases.On(
            "M:System.IO.Compression.DeflateStream.Read(System.Byte[],System.Int32,System.Int32)",
            Heavy, () => new DeflateStream(new MemoryStream(deflated), CompressionMode.Decompress),
            s => s.Read(compressed, 0, compressed.Length), receiver: "over memory, 600 KB", dependent: true, release: static (s, _) => s.Dispose());
        cases.Add(
            "M:System.IO.Compression.GZipStream.#ctor(System.IO.Stream,System.IO.Compression.CompressionMode)",
            Light, () => new GZipStream(Stream.Null, CompressionMode.Compress), release: static s => s.Dispose());
        cases.Add(
            "M:System.IO.Compression.ZipFile.OpenRead(System.String)",
            BlocksIo, () => ZipFile.OpenRead(work.Zip), release: static z => z.Dispose(), note: "reads the end of the file");
        cases.On(
            "M:System.IO.Compression.ZipFile.ExtractToDirectory(System.String,System.String)",
            BlocksIo, work.NewPath, target => ZipFile.ExtractToDirectory(work.Zip, target),
            release: static target => Directory.Delete(target, recursive: true));
        cases.On(
            "M:System.IO.Compression.ZipFile.CreateFromDirectory(System.String,System.String)",
            BlocksIo, work.NewPath, target => ZipFile.CreateFromDirectory(work.Items, target), release: File.Delete);
        cases.On(
            "M:System.IO.Compression.ZipArchive.#ctor(System.IO.Stream)",
            Light, Stream () => new MemoryStream(zip), static s => new ZipArchive(s), receiver: "MemoryStream", dependent: true);
        cases.On(
            "M:System.IO.Compression.ZipArchive.#ctor(System.IO.Stream)",
            BlocksIo, Stream () => File.OpenRead(work.Zip), static s => new ZipArchive(s), receiver: "FileStream", dependent: true,
            release: static (_, z) => z.Dispose());
        cases.On(
            "P:System.IO.Compression.ZipArchive.Entries",
            Light, () => new ZipArchive(new MemoryStream(zip)), static z => z.Entries, receiver: "over memory", dependent: true);
        cases.On(
            "P:System.IO.Compression.ZipArchive.Entries",
            BlocksIo, () => ZipFile.OpenRead(work.Zip), static z => z.Entries, receiver: "over FileStream", dependent: true,
            release: static (z, _) => z.Dispose());
        cases.On(
            "M:System.Formats.Tar.TarFile.CreateFromDirectory(System.String,System.String,System.Boolean)",
            BlocksIo, work.NewPath, target => TarFile.CreateFromDirectory(work.Items, target, false), release: File.Delete);
    }

    private static byte[] Deflated(byte[] content)
    {
        var memory = new MemoryStream();
        using (var deflate = new DeflateStream(memory, CompressionLevel.Fastest))
            deflate.Write(content);
        return memory.ToArray();
    }

    private static ZipArchive Changed(Stream stream)
    {
        var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        zip.CreateEntry("a");
        return zip;
    }
}
