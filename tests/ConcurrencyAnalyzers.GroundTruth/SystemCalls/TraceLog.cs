using System.Globalization;
using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.GroundTruth.SystemCalls;

/// <summary>What strace wrote with <c>-f -y -o</c>: for each case the counts of its repetitions.</summary>
internal static partial class TraceLog
{
    private const string Unfinished = " <unfinished ...>";

    public static Dictionary<int, List<SystemCallCounts>> Read(IEnumerable<string> lines)
    {
        var repetitions = new Dictionary<int, List<SystemCallCounts>>();
        var begun = new Dictionary<int, string>();
        var open = new Dictionary<int, (int Index, SystemCallCounts Counts)>();

        // A signal comes to any thread of the process. What its handler does there is none of the call that it interrupts.
        var handling = new HashSet<int>();

        foreach (var line in lines)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0 || !int.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var thread))
                continue;

            var text = line[space..].TrimStart();
            if (text.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                begun[thread] = text[..^Unfinished.Length];
                continue;
            }

            if (Resumed().Match(text) is { Success: true } resumed)
            {
                if (!begun.Remove(thread, out var start))
                    continue;

                text = start + text[resumed.Length..];
            }

            if (text.StartsWith("--- SIG", StringComparison.Ordinal))
            {
                handling.Add(thread);
                continue;
            }

            if (Whole().Match(text) is not { Success: true } call)
                continue;

            var (name, arguments, result) = (call.Groups["name"].Value, call.Groups["arguments"].Value, call.Groups["result"].Value);
            if (Mark.TryRead(name, arguments, out var index, out var begins))
            {
                if (begins)
                {
                    open[thread] = (index, new());
                    handling.Remove(thread);
                }
                else if (open.Remove(thread, out var repetition) && repetition.Index == index)
                {
                    if (!repetitions.TryGetValue(index, out var ofCase))
                        repetitions.Add(index, ofCase = []);
                    ofCase.Add(repetition.Counts);
                }
            }
            else if (name == "rt_sigreturn")
            {
                handling.Remove(thread);
            }
            else if (!handling.Contains(thread) && open.TryGetValue(thread, out var current))
            {
                current.Counts.Add(SystemCall.KindOf(name, arguments, result));
            }
        }

        return repetitions;
    }

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(?<name>\w+)\((?<arguments>.*)\)\s+= (?<result>.*)$")]
    private static partial Regex Whole();
}
