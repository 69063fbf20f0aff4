using System;
using System.IO;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Frames read from a stream by one thread, which waits for them.</summary>
internal sealed class FrameStream(Stream stream, int maxFrameBytes) : IDisposable
{
    private readonly FrameReader frames = new(maxFrameBytes);

    /// <inheritdoc cref="FrameReader.MaxFrameBytes"/>
    public int MaxFrameBytes
    {
        set => frames.MaxFrameBytes = value;
    }

    /// <summary>Whether another frame is there without waiting.</summary>
    public bool HasFrame => frames.HasFrame;

    /// <summary>Waits for the next frame.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="FrameException">What comes is not a frame, or the stream ends within one.</exception>
    /// <exception cref="IOException">The stream is broken.</exception>
    public bool Read(out Frame frame)
    {
        while (!frames.TryRead(out frame))
        {
            var count = stream.Read(frames.Space().Span);
            if (count == 0)
            {
                return frames.HasBytes ? throw new FrameException("it ended in the middle of a frame") : false;
            }

            frames.Advance(count);
        }

        return true;
    }

    public void Dispose() => frames.Dispose();
}
