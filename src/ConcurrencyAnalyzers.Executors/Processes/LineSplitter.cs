using System;
using System.Text;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Makes lines of UTF-8 bytes as they come. What never ends its line comes in pieces, so that no output takes more than a little memory.</summary>
internal sealed class LineSplitter(Action<string> onLine)
{
    public const int MaxLength = 4096;

    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly char[] line = new char[MaxLength];
    private int length;

    // A line feed after a carriage return ends no second line.
    private bool wasReturn;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = stackalloc char[512];
        while (bytes.Length > 0)
        {
            decoder.Convert(bytes, chars, flush: false, out var used, out var made, out _);
            bytes = bytes[used..];
            foreach (var each in chars[..made])
            {
                Add(each);
            }
        }
    }

    /// <summary>The rest is a line, too.</summary>
    public void End()
    {
        if (length > 0)
        {
            Emit();
        }
    }

    private void Add(char each)
    {
        if (each is '\n' or '\r')
        {
            if (each == '\r' || !wasReturn)
            {
                Emit();
            }

            wasReturn = each == '\r';
            return;
        }

        wasReturn = false;
        line[length++] = each;
        if (length == MaxLength)
        {
            Emit();
        }
    }

    private void Emit()
    {
        var text = new string(line, 0, length);
        length = 0;
        onLine(text);
    }
}
