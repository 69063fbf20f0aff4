using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What a worker is told once it is let in.</summary>
/// <param name="WorkerId">Counted from 1.</param>
/// <param name="MaxFrameBytes">For both directions.</param>
/// <param name="Grace">How long a job may go on when the parent is gone.</param>
internal readonly record struct WorkerTerms(int WorkerId, int MaxFrameBytes, TimeSpan Grace)
{
    public void WriteWelcome(FrameWriter writer)
    {
        writer.Begin(FrameKind.Welcome, 0);
        writer.WriteInt32(WorkerId);
        writer.WriteInt32(MaxFrameBytes);
        writer.WriteInt64(Grace.Ticks);
        writer.End();
    }

    /// <exception cref="FrameException">It is none.</exception>
    public static WorkerTerms ReadWelcome(Frame frame)
    {
        if (frame.Kind != FrameKind.Welcome)
        {
            throw new FrameException($"it began with a frame of the kind {frame.Kind}");
        }

        var payload = new PayloadReader(frame.Payload);
        var terms = new WorkerTerms(payload.ReadInt32(), payload.ReadInt32(), new TimeSpan(payload.ReadInt64()));
        return terms.MaxFrameBytes < Frame.HeaderBytes || terms.Grace < TimeSpan.Zero ? throw new FrameException("it sent terms that make no sense") : terms;
    }
}
