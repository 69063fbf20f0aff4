using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>One message: four bytes with the length of what follows, one with the kind, eight with an id, then the payload; numbers have their lowest byte first.</summary>
internal readonly ref struct Frame(FrameKind kind, long id, ReadOnlySpan<byte> payload)
{
    public const int LengthBytes = 4;

    public const int HeaderBytes = LengthBytes + 1 + 8;

    public FrameKind Kind { get; } = kind;

    /// <summary>Of the job; 0 where there is none.</summary>
    public long Id { get; } = id;

    /// <summary>In the buffer of whoever read the frame, until it reads the next.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;
}
