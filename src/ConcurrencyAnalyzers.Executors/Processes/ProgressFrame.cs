using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A report of a job.</summary>
internal static class ProgressFrame
{
    private const int NoteLength = 1024;

    public static void Write(FrameWriter writer, long id, JobProgress progress)
    {
        writer.Begin(FrameKind.Progress, id);
        writer.WriteInt64(progress.Done);
        writer.WriteInt64(progress.Total);
        writer.WriteByte(progress.Note is null ? (byte)0 : (byte)1);
        writer.WriteText(progress.Note, NoteLength);
        writer.End();
    }

    /// <exception cref="FrameException">It is too short.</exception>
    public static JobProgress Read(ReadOnlySpan<byte> content)
    {
        var payload = new PayloadReader(content);
        var (done, total, hasNote) = (payload.ReadInt64(), payload.ReadInt64(), payload.ReadByte() != 0);
        var note = payload.ReadText();
        return new JobProgress(done, total, hasNote ? note : null);
    }
}
