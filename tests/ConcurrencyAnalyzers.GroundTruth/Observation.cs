using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace ConcurrencyAnalyzers.GroundTruth;

/// <summary>What one public API did to the thread that called it: a line of <c>observations.tsv</c>. It depends on no other file of this project.</summary>
internal sealed record Observation
{
    /// <summary>The names of the columns, in their order.</summary>
    public const string Header =
        "id\treceiver\tlabel\treceiver-dependent\tnote\tremarks\tcontent\tmetadata\tnetwork\tprocess\twait\tvoluntary\tcpu-us\twall-us\tobserved";

    /// <summary>From here on a call that waits for nothing is heavy: microseconds of its own CPU time.</summary>
    public const double HeavyMicroseconds = 100;

    /// <summary>The documentation ID as the compiler gives it; of a property, the property's.</summary>
    public required string Id { get; init; }

    /// <summary>What it was called on, or with, where that matters; else empty. With the ID it is the key.</summary>
    public required string Receiver { get; init; }

    /// <summary>What was expected before anything ran: <c>blocks-io</c>, <c>blocks-meta</c>, <c>blocks-wait</c>, <c>light</c> or <c>heavy</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Whether another receiver or argument can make the effect another one.</summary>
    public required bool ReceiverDependent { get; init; }

    /// <summary>Why the label is debatable, written together with it; else empty.</summary>
    public required string Note { get; init; }

    /// <summary>Why label and observation disagree, written after the observation; else empty.</summary>
    public required string Remarks { get; init; }

    /// <summary>System calls that read or write content of files, pipes and terminals.</summary>
    public required int Content { get; init; }

    /// <summary>System calls that open, close, ask for or change files and folders.</summary>
    public required int Metadata { get; init; }

    /// <summary>System calls that connect, accept, send or receive.</summary>
    public required int Network { get; init; }

    /// <summary>System calls that start a process.</summary>
    public required int Process { get; init; }

    /// <summary>System calls that put the thread to sleep until something happens or a time is over, and one if it kept giving up its processor.</summary>
    public required int Wait { get; init; }

    /// <summary>How often the thread gave up its processor of its own accord.</summary>
    public required int VoluntarySwitches { get; init; }

    public required double CpuMicroseconds { get; init; }

    public required double WallMicroseconds { get; init; }

    /// <summary><c>net</c>, <c>io</c>, <c>wait</c>, <c>meta</c>, <c>heavy</c> or <c>light</c>; <c>unknown</c> where system calls were not seen.</summary>
    public required string Observed { get; init; }

    /// <summary>Whether the observation bears the label out. Content of files and of networks are one label.</summary>
    public bool Agrees => Label switch
    {
        "blocks-io" => Observed is "io" or "net",
        "blocks-meta" => Observed == "meta",
        "blocks-wait" => Observed == "wait",
        _ => Observed == Label,
    };

    /// <summary>ID and receiver as people read them.</summary>
    public string Key => Receiver.Length == 0 ? Id : $"{Id} [{Receiver}]";

    /// <summary>
    /// The observed class, from the numbers alone. What can last longest comes first.
    /// Voluntary switches have no say: each wait comes with one, but so does a page that is not in memory, or a lock within the kernel.
    /// </summary>
    public static string Classify(int content, int metadata, int network, int process, int wait, double cpuMicroseconds) =>
        network > 0 ? "net"
        : content > 0 || process > 0 ? "io"
        : wait > 0 ? "wait"
        : metadata > 0 ? "meta"
        : cpuMicroseconds >= HeavyMicroseconds ? "heavy"
        : "light";

    /// <summary>The observations of a file, in the order of the file.</summary>
    /// <exception cref="FormatException">A line is not one of such a file; the message names the file and the line.</exception>
    public static IReadOnlyList<Observation> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0] != Header)
            throw new FormatException($"{path}(1): expected the columns '{Header.Replace('\t', ' ')}'. Write the file anew with 'observe --out'.");

        var observations = new List<Observation>(lines.Length - 1);
        var keys = new HashSet<string>();
        for (var i = 1; i < lines.Length; i++)
        {
            try
            {
                observations.Add(Parse(lines[i]));
                if (!keys.Add(observations[^1].Key))
                    throw new FormatException($"'{observations[^1].Key}' is in the file twice.");
            }
            catch (FormatException e)
            {
                throw new FormatException($"{path}({i + 1}): {e.Message}", e);
            }
        }

        return observations;
    }

    /// <summary>The observation of a line.</summary>
    /// <exception cref="FormatException">The line has other columns, or a column has another form.</exception>
    public static Observation Parse(string line)
    {
        var columns = line.Split('\t');
        var expected = Header.Split('\t').Length;
        if (columns.Length != expected)
            throw new FormatException($"expected {expected} columns separated by tabs, found {columns.Length}.");

        return new()
        {
            Id = columns[0],
            Receiver = columns[1],
            Label = columns[2],
            ReceiverDependent = columns[3] switch
            {
                "yes" => true,
                "no" => false,
                var other => throw new FormatException($"'{other}' is neither 'yes' nor 'no' for 'receiver-dependent'."),
            },
            Note = columns[4],
            Remarks = columns[5],
            Content = Integer(columns[6]),
            Metadata = Integer(columns[7]),
            Network = Integer(columns[8]),
            Process = Integer(columns[9]),
            Wait = Integer(columns[10]),
            VoluntarySwitches = Integer(columns[11]),
            CpuMicroseconds = Number(columns[12]),
            WallMicroseconds = Number(columns[13]),
            Observed = columns[14],
        };
    }

    /// <summary>The line of this observation; <see cref="Parse"/> reads it back.</summary>
    public string ToLine()
    {
        string[] columns =
        [
            Id,
            Receiver,
            Label,
            ReceiverDependent ? "yes" : "no",
            Note,
            Remarks,
            .. new[] { Content, Metadata, Network, Process, Wait, VoluntarySwitches }.Select(static count => count.ToString(CultureInfo.InvariantCulture)),
            .. new[] { CpuMicroseconds, WallMicroseconds }.Select(static time => time.ToString("0.0", CultureInfo.InvariantCulture)),
            Observed,
        ];
        return string.Join('\t', columns);
    }

    private static int Integer(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw new FormatException($"'{text}' is not a count.");

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{text}' is not a number of microseconds.");
}
