using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>An exception as text.</summary>
internal static class JobFault
{
    public static void Write(FrameWriter writer, long id, Exception exception, int maxFrameBytes)
    {
        // UTF-8 has at most three bytes for a char. Whatever the limit is, a fault fits.
        var chars = (maxFrameBytes - 64) / 3;
        writer.Begin(FrameKind.Fault, id);
        writer.WriteText(exception.GetType().FullName, Math.Min(512, chars / 8));
        writer.WriteText(exception.Message, Math.Min(8 << 10, chars / 4));
        writer.WriteText(exception.ToString(), Math.Min(64 << 10, chars / 2));
        writer.End();
    }

    /// <exception cref="FrameException">It is too short.</exception>
    public static RemoteJobException Read(string job, ReadOnlySpan<byte> content)
    {
        var payload = new PayloadReader(content);
        return new RemoteJobException(job, payload.ReadText(), payload.ReadText(), payload.ReadText());
    }
}
