using System;
using System.Buffers.Binary;
using System.IO;
using System.Security.Cryptography;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>
/// How the two ends of a pipe make sure of each other before any frame: each proves with an HMAC-SHA256 over what both said, nonces included, that it has the key that the parent wrote to its child's
/// standard input. What is replayed does not fit the new nonce.
/// </summary>
internal static class Handshake
{
    public const int KeyBytes = 32;

    /// <summary>The protocol that this library speaks: of the handshake, of the frames, and of their payloads.</summary>
    public const int Version = 1;

    private const uint Magic = 0x50584143;
    private const int NonceBytes = 32;
    private const int MacBytes = 32;

    // Magic, version, nonce.
    private const int ChallengeBytes = 4 + 4 + NonceBytes;

    // Version, nonce, MAC.
    private const int AnswerBytes = 4 + NonceBytes + MacBytes;

    /// <returns>The version of the worker, which has the key.</returns>
    /// <exception cref="FrameException">The other end has not.</exception>
    /// <exception cref="IOException">The stream is broken, or ends.</exception>
    public static int AsParent(Stream stream, ReadOnlySpan<byte> key, int version = Version)
    {
        Span<byte> challenge = stackalloc byte[ChallengeBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(challenge, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(challenge[4..], version);
        RandomNumberGenerator.Fill(challenge[8..]);
        stream.Write(challenge);
        Span<byte> answer = stackalloc byte[AnswerBytes];
        stream.ReadExactly(answer);
        Span<byte> expected = stackalloc byte[MacBytes];
        Sign(key, isParent: false, challenge, answer[..^MacBytes], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, answer[^MacBytes..]))
        {
            throw new FrameException("it does not have the key");
        }

        Sign(key, isParent: true, challenge, answer[..^MacBytes], expected);
        stream.Write(expected);
        return BinaryPrimitives.ReadInt32LittleEndian(answer);
    }

    /// <returns>The version of the parent, which has the key.</returns>
    /// <exception cref="FrameException">The other end has not.</exception>
    /// <exception cref="IOException">The stream is broken, or ends.</exception>
    public static int AsWorker(Stream stream, ReadOnlySpan<byte> key, int version = Version)
    {
        Span<byte> challenge = stackalloc byte[ChallengeBytes];
        stream.ReadExactly(challenge);
        if (BinaryPrimitives.ReadUInt32LittleEndian(challenge) != Magic)
        {
            throw new FrameException("it does not speak this protocol");
        }

        Span<byte> answer = stackalloc byte[AnswerBytes];
        BinaryPrimitives.WriteInt32LittleEndian(answer, version);
        RandomNumberGenerator.Fill(answer.Slice(4, NonceBytes));
        Sign(key, isParent: false, challenge, answer[..^MacBytes], answer[^MacBytes..]);
        stream.Write(answer);
        Span<byte> proof = stackalloc byte[MacBytes];
        stream.ReadExactly(proof);
        Span<byte> expected = stackalloc byte[MacBytes];
        Sign(key, isParent: true, challenge, answer[..^MacBytes], expected);
        return CryptographicOperations.FixedTimeEquals(expected, proof) ? BinaryPrimitives.ReadInt32LittleEndian(challenge[4..]) : throw new FrameException("it does not have the key");
    }

    // Who signs is signed, too: what one end said cannot be said back to it.
    private static void Sign(ReadOnlySpan<byte> key, bool isParent, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> answer, Span<byte> mac)
    {
        Span<byte> said = stackalloc byte[1 + ChallengeBytes + AnswerBytes - MacBytes];
        said[0] = isParent ? (byte)1 : (byte)2;
        challenge.CopyTo(said[1..]);
        answer.CopyTo(said[(1 + ChallengeBytes)..]);
        HMACSHA256.HashData(key, said, mac);
    }
}
