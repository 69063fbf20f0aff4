using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Catalog;

/// <summary>A line that could not be read, and why.</summary>
internal readonly record struct CatalogError(TextSpan Span, string Line, string Reason);

/// <summary>An entry and where it stands in its file.</summary>
internal readonly record struct CatalogLine(CatalogEntry Entry, TextSpan Span);

/// <summary>Reads the syntax of <c>Catalog/FORMAT.md</c>. Never throws: what cannot be read becomes an error with its place.</summary>
internal static class CatalogReader
{
    private static readonly char[] Blank = [' ', '\t'];

    /// <param name="text">The file.</param>
    /// <param name="tables">Takes the lines on hosts and delegates, which users write beside the others; null where there are none.</param>
    public static (ImmutableArray<CatalogLine> Lines, ImmutableArray<CatalogError> Errors) Read(SourceText text, ICollection<TableLine>? tables = null)
    {
        var lines = ImmutableArray.CreateBuilder<CatalogLine>();
        var errors = ImmutableArray.CreateBuilder<CatalogError>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var textLine in text.Lines)
        {
            var line = WithoutComment(textLine.ToString());
            if (line.Length == 0)
            {
                continue;
            }

            if (tables is not null && TableLine.IsOne(line))
            {
                var (row, fault) = TableLine.Read(line, textLine.Span);
                fault = row is { } known && !seen.Add(known.Key) ? "the same has a line further up" : fault;
                if (fault is null)
                {
                    tables.Add(row!.Value);
                }
                else
                {
                    errors.Add(new CatalogError(textLine.Span, line, fault));
                }

                continue;
            }

            var (entry, reason) = ReadLine(line);
            if (entry is not null && !seen.Add(Described(entry.Id)))
            {
                (entry, reason) = (null, "the member has an entry further up");
            }

            if (entry is null)
            {
                errors.Add(new CatalogError(textLine.Span, line, reason!));
            }
            else
            {
                lines.Add(new CatalogLine(entry, textLine.Span));
            }
        }

        return (lines.ToImmutable(), errors.ToImmutable());
    }

    // A '#' starts a comment only at the start or after a blank: '#ctor' is part of an ID.
    private static string WithoutComment(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || char.IsWhiteSpace(line[i - 1])))
            {
                line = line.Substring(0, i);
                break;
            }
        }

        return line.Trim();
    }

    // Without a parameter list, the arity of a generic method says nothing.
    private static string Described(string id) =>
        id.IndexOf('(') < 0 && id.LastIndexOf("``", StringComparison.Ordinal) is > 0 and var arity ? id.Substring(0, arity) : id;

    /// <summary>Reads one line that says something and has no comment; the reason is there exactly when the entry is not.</summary>
    public static (CatalogEntry? Entry, string? Reason) ReadLine(string line)
    {
        var columns = line.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length is < 2 or > 6)
        {
            return (null, "a line has two to six columns: docId, effects, strength, platforms, flags, counterpart");
        }

        var id = columns[0];
        if (id.Length < 3 || id[1] != ':' || id[0] is not ('M' or 'P' or 'T'))
        {
            return (null, "the first column is a documentation ID that starts with 'M:', 'P:' or 'T:'");
        }

        var draft = new Draft();
        var reason =
            (id[0] == 'T' ? draft.ReadOrigin(columns[1]) : draft.ReadEffects(columns[1]))
            ?? draft.ReadStrength(Column(2))
            ?? ReadPlatforms(Column(3))
            ?? draft.ReadFlags(Column(4))
            ?? draft.ReadCounterpart(Column(5));
        return reason is not null ? (null, reason) : (draft.ToEntry(id), null);

        string? Column(int index) => index < columns.Length && columns[index] != "-" ? columns[index] : null;
    }

    private static string? ReadPlatforms(string? column)
    {
        foreach (var platform in column?.Split(',') ?? [])
        {
            if (platform is not ("any" or "linux" or "windows" or "macos"))
            {
                return $"'{platform}' is no platform: any, linux, windows, macos";
            }
        }

        return null;
    }

    private static OriginKind? OriginOf(string word) => word switch
    {
        "memory" => OriginKind.Memory,
        "file" => OriginKind.File,
        "network" => OriginKind.Network,
        "database" => OriginKind.Database,
        "process" => OriginKind.Process,
        "stdin" => OriginKind.StandardInput,
        "console" => OriginKind.Console,
        _ => null,
    };

    private static Effect? EffectOf(string word) => word switch
    {
        "network" => Effect.Network,
        "database" => Effect.Database,
        "file" => Effect.File,
        "metadata" => Effect.Metadata,
        "process" => Effect.Process,
        "stdin" => Effect.StandardInput,
        "console" => Effect.Console,
        "stream" => Effect.Stream,
        "wait" => Effect.Wait,
        "sleep" => Effect.Sleep,
        "join" => Effect.JoinTask,
        "lock" => Effect.Lock,
        "computes" => Effect.Computes,
        "awaits" => Effect.AwaitsIo,
        _ => null,
    };

    private sealed class Draft
    {
        private ImmutableArray<Effect> effects = [];
        private Strength strength = Strength.Definite;
        private CatalogFlags flags;
        private OriginKind origin;
        private Growth growth;
        private int dependsOn = EffectFact.Nothing;
        private int timeout = CatalogEntry.NoParameter;
        private int size = CatalogEntry.NoParameter;
        private string? counterpart;
        private Compatibility compatibility;
        private double cost;

        public string? ReadOrigin(string column)
        {
            if (column == "-")
            {
                return null;
            }

            if (OriginOf(column) is not { } known)
            {
                return $"'{column}' is nothing an instance can stand for: memory, file, network, database, process, stdin, console";
            }

            origin = known;
            return null;
        }

        public string? ReadEffects(string column)
        {
            if (column == "-")
            {
                return null;
            }

            var builder = ImmutableArray.CreateBuilder<Effect>();
            foreach (var word in column.Split(','))
            {
                if (word == "none")
                {
                    continue;
                }

                if (EffectOf(word) is not { } effect)
                {
                    return $"'{word}' is no effect: network, database, file, metadata, process, stdin, console, stream, wait, sleep, join, lock, computes, awaits, none";
                }

                builder.Add(effect);
            }

            effects = builder.ToImmutable();
            return null;
        }

        public string? ReadStrength(string? column)
        {
            Strength? read = column switch
            {
                null or "definite" => Strength.Definite,
                "likely" => Strength.Likely,
                "maybe" => Strength.Maybe,
                "never" => Strength.Never,
                _ => null,
            };
            strength = read ?? strength;
            return read is null ? $"'{column}' is no strength: definite, likely, maybe, never" : null;
        }

        public string? ReadFlags(string? column)
        {
            foreach (var flag in column?.Split(',') ?? [])
            {
                var parts = flag.Split(':');
                if (parts is ["cost", var written] && Nanoseconds(written) is null)
                {
                    return $"'{flag}' is no cost: a positive number of nanoseconds, such as 'cost:1.4' or 'cost:280'";
                }

                var understood = parts switch
                {
                    ["receiver"] => Set(ref dependsOn, EffectFact.Receiver),
                    ["deferred"] => Set(CatalogFlags.Deferred),
                    ["once"] => Set(CatalogFlags.Once),
                    ["wraps"] => Set(CatalogFlags.Wraps),
                    ["optional"] => Set(CatalogFlags.Optional),
                    ["synchronous"] => Set(CatalogFlags.Synchronous),
                    ["poly", var k] when Parameter(k) is { } parameter => Set(ref dependsOn, parameter),
                    ["timeout", var k] when Parameter(k) is { } parameter => Set(ref timeout, parameter),
                    ["returns", var word] when OriginOf(word) is { } known => Set(ref origin, known),
                    ["growth", "constant"] => Set(ref growth, Growth.Constant),
                    ["growth", "linear", var k] when Parameter(k) is { } parameter => Set(ref growth, Growth.Linear) && Set(ref size, parameter),
                    ["growth", "nlogn", var k] when Parameter(k) is { } parameter => Set(ref growth, Growth.LogLinear) && Set(ref size, parameter),
                    ["cost", var number] when Nanoseconds(number) is { } nanoseconds => Set(ref cost, nanoseconds),
                    _ => false,
                };
                if (!understood)
                {
                    return $"'{flag}' is no flag: receiver, poly:k, timeout:k, deferred, once, wraps, optional, synchronous, returns:ORIGIN, growth:constant, growth:linear:k, growth:nlogn:k, cost:NS";
                }
            }

            return cost > 0 && growth == Growth.None
                ? "a 'cost' is that of one unit of a growth: add 'growth:constant', 'growth:linear:k' or 'growth:nlogn:k'"
                : null;
        }

        // A grade follows the last '/'; no name and no documentation ID contains one.
        public string? ReadCounterpart(string? column)
        {
            var slash = column?.LastIndexOf('/') ?? -1;
            if (slash < 0)
            {
                counterpart = column;
                return null;
            }

            var (written, grade) = (column!.Substring(0, slash), column.Substring(slash + 1));
            if (written is "" or "none")
            {
                return $"'{column}' grades no member: write a name, a documentation ID or '-' before the '/'";
            }

            Compatibility? read = grade switch
            {
                "exact" => Compatibility.Exact,
                "token" => Compatibility.Token,
                "compatible" => Compatibility.Compatible,
                "name" => Compatibility.NameOnly,
                _ => null,
            };
            (counterpart, compatibility) = (written == "-" ? null : written, read ?? Compatibility.Unknown);
            return read is null ? $"'{grade}' is no grade of a counterpart: exact, token, compatible, name" : null;
        }

        public CatalogEntry ToEntry(string id) => new()
        {
            Id = id,
            Effects = strength == Strength.Never ? [] : effects,
            Strength = strength,
            Flags = flags,
            DependsOn = dependsOn,
            Timeout = timeout,
            Growth = growth,
            SizeParameter = size,
            Cost = cost,
            Origin = origin,
            Counterpart = counterpart,
            Compatibility = compatibility,
        };

        private static int? Parameter(string text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parameter) && parameter is >= -1 and < 32 ? parameter : null;

        private static double? Nanoseconds(string text) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && !double.IsInfinity(number)
                ? number
                : null;

        private static bool Set<T>(ref T field, T value)
        {
            field = value;
            return true;
        }

        private bool Set(CatalogFlags flag)
        {
            flags |= flag;
            return true;
        }
    }
}
