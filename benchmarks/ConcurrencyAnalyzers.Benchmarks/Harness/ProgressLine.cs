using System;

namespace ConcurrencyAnalyzers.Benchmarks.Harness;

/// <summary>One line of the error stream that says what is going on; left out where nobody watches.</summary>
internal sealed class ProgressLine : IDisposable
{
    private int width;

    public void Show(string text)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write("\r" + text.PadRight(width));
            width = text.Length;
        }
    }

    public void Dispose()
    {
        Show("");
        Show("");
    }
}
