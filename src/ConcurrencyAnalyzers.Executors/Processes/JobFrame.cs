using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What a frame with a job has before its input.</summary>
internal readonly ref struct JobFrame(int number, int attempt, ReadOnlySpan<byte> traceParent, ReadOnlySpan<byte> input)
{
    private const int AttemptOffset = sizeof(int);

    /// <summary>Of the job in the registry.</summary>
    public int Number { get; } = number;

    public int Attempt { get; } = attempt;

    /// <summary>The caller's activity, as W3C writes it; empty if there is none.</summary>
    public ReadOnlySpan<byte> TraceParent { get; } = traceParent;

    public ReadOnlySpan<byte> Input { get; } = input;

    /// <summary>The input has to follow, and the end.</summary>
    public static void Begin(FrameWriter writer, int number, string? traceParent)
    {
        writer.Begin(FrameKind.Job, 0);
        writer.WriteInt32(number);
        writer.WriteInt32(1);
        writer.WriteText(traceParent, byte.MaxValue);
    }

    /// <summary>For the worker that the frame goes to: ids grow, so that no frame counts twice.</summary>
    public static void Address(FrameWriter writer, long id, int attempt)
    {
        writer.SetId(id);
        writer.SetInt32(AttemptOffset, attempt);
    }

    /// <exception cref="FrameException">It is too short.</exception>
    public static JobFrame Read(ReadOnlySpan<byte> content)
    {
        var payload = new PayloadReader(content);
        var number = payload.ReadInt32();
        var attempt = payload.ReadInt32();
        var traceParent = payload.Take(payload.ReadInt32());
        return new JobFrame(number, attempt, traceParent, payload.Rest);
    }
}
