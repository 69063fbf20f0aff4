using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Which frameworks call which members, as text: types by their names in documentation IDs.</summary>
internal sealed class HostTable
{
    public static readonly Lazy<HostTable> Shipped = new(static () => new HostTable(EmbeddedData.Hosts));

    private readonly Dictionary<(HostKind Kind, string Name), (string Word, string? Members)> byName = [];
    private readonly List<(string Prefix, string Word)> prefixes = [];

    public HostTable(IEnumerable<string[]> rows)
    {
        foreach (var row in rows)
        {
            if (KindOf(row[0]) is not { } kind)
            {
                continue;
            }

            var name = row[1].StartsWith("T:", StringComparison.Ordinal) ? row[1].Substring(2) : row[1];
            if (kind == HostKind.Assembly && name.EndsWith("*", StringComparison.Ordinal))
            {
                prefixes.Insert(0, (name.TrimEnd('*'), row[2]));
            }
            else
            {
                byName[(kind, name)] = (row[2], row.Length > 3 ? row[3] : null);
            }
        }
    }

    /// <summary>The shipped table with the lines of a user, which win.</summary>
    public static HostTable With(IEnumerable<TableLine> lines)
    {
        var own = lines.Where(static line => line.IsHost).Select(static line => line.Row).ToList();
        return own.Count == 0 ? Shipped.Value : new HostTable(EmbeddedData.Hosts.Concat(own));
    }

    /// <summary>Attributes that make a method a host's, quiet ones aside: where none of them is referenced, no attribute has to be bound.</summary>
    public IEnumerable<string> AttributesThatMatter =>
        byName.Where(static row => row.Key.Kind == HostKind.Attribute && HostOf(row.Value.Word) is Host.Request or Host.Ui or Host.Turn or Host.OwnThread).Select(static row => row.Key.Name);

    public static HostKind? KindOf(string word) => word switch
    {
        "assembly" => HostKind.Assembly,
        "attribute" => HostKind.Attribute,
        "type-attribute" => HostKind.TypeAttribute,
        "class" => HostKind.Class,
        "base" => HostKind.Base,
        "action" => HostKind.Action,
        "message" => HostKind.Message,
        "handler" => HostKind.Handler,
        "parameter" => HostKind.Parameter,
        "serves" => HostKind.Serves,
        _ => null,
    };

    /// <summary>Null for a word that says something of a whole project, or nothing.</summary>
    public static Host? HostOf(string word) => word switch
    {
        "test" => Host.Test,
        "benchmark" => Host.Benchmark,
        "entry" => Host.EntryPoint,
        "thread" => Host.OwnThread,
        "request" => Host.Request,
        "ui" => Host.Ui,
        "turn" => Host.Turn,
        _ => null,
    };

    public Host Find(HostKind kind, string name) => Find(kind, name, out _);

    /// <summary>The framework awaits what a method with the attribute returns.</summary>
    public bool Awaits(string attribute) => byName.TryGetValue((HostKind.Attribute, attribute), out var row) && row.Members == "awaited";

    /// <param name="kind">In which way.</param>
    /// <param name="name">As in a documentation ID.</param>
    /// <param name="members">Which members are meant, where the line says so: a name, or the start of names with a '*' behind it.</param>
    public Host Find(HostKind kind, string name, out string? members)
    {
        var isKnown = byName.TryGetValue((kind, name), out var row);
        members = row.Members;
        return isKnown ? HostOf(row.Word) ?? Host.None : Host.None;
    }

    /// <summary>What a reference says of the project; null for most.</summary>
    public string? Assembly(string name) => byName.TryGetValue((HostKind.Assembly, name), out var row)
        ? row.Word
        : prefixes.Where(prefix => name.StartsWith(prefix.Prefix, StringComparison.OrdinalIgnoreCase)).Select(static prefix => prefix.Word).FirstOrDefault();
}
