using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Says on which vehicle an API runs the delegates it is given. The data is <c>Catalog/Delegates.txt</c>.</summary>
internal sealed class DelegateTable
{
    private const int EveryParameter = -1;

    private static readonly Lazy<Dictionary<string, List<Row>>> Rows = new(static () => Read(EmbeddedData.Delegates));

    private readonly Dictionary<string, List<Row>> own;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<Row>> methods = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<INamedTypeSymbol, List<Row>?> types = new(SymbolEqualityComparer.Default);

    /// <param name="lines">Lines of the user: what they say of a member takes the place of all that the shipped table says of it.</param>
    public DelegateTable(IEnumerable<TableLine> lines) => own = Read(lines.Where(static line => !line.IsHost).Select(static line => line.Row));

    public DelegateUse Find(IMethodSymbol method, int ordinal)
    {
        // The table counts the 'this' of an extension method, a reduced call does not.
        if (method.ReducedFrom is not null)
        {
            ordinal++;
        }

        method = method.Canonical();
        var rows = methods.TryGetValue(method, out var known) ? known : methods.GetOrAdd(method, Search(method));
        var use = DelegateUse.Unknown;
        foreach (var row in rows)
        {
            if (row.Parameter == ordinal)
            {
                return row.Use;
            }

            if (row.Parameter == EveryParameter)
            {
                use = row.Use;
            }
        }

        return use;
    }

    /// <summary>Where the handlers of an event run; <see cref="DelegateUse.Event"/> where nobody has said.</summary>
    public DelegateUse Find(IEventSymbol raised)
    {
        for (var current = raised.OriginalDefinition; current is not null; current = current.OverriddenEvent?.OriginalDefinition)
        {
            foreach (var row in RowsOf(current.ContainingType.OriginalDefinition) ?? [])
            {
                if (row.Member == current.MetadataName)
                {
                    return row.Use;
                }
            }
        }

        return DelegateUse.Event;
    }

    internal static DelegateUse? UseOf(string word) => word switch
    {
        "inline" => DelegateUse.Inline,
        "deferred" => DelegateUse.Deferred,
        "once" => DelegateUse.Once,
        "pool" => DelegateUse.Pool,
        "thread" => DelegateUse.Thread,
        "parallel" => DelegateUse.Parallel,
        "plinq" => DelegateUse.Plinq,
        "asyncloop" => DelegateUse.AsyncLoop,
        "timer" => DelegateUse.Timer,
        "continuation" => DelegateUse.Continuation,
        "ui" => DelegateUse.Ui,
        "request" => DelegateUse.Request,
        "event" => DelegateUse.Event,
        "stored" => DelegateUse.Stored,
        "scope" => DelegateUse.Scope,
        _ => null,
    };

    private static Dictionary<string, List<Row>> Read(IEnumerable<string[]> lines)
    {
        var rows = new Dictionary<string, List<Row>>(StringComparer.Ordinal);
        foreach (var columns in lines)
        {
            var (type, member) = CatalogIndex.Split(columns[0]);
            if (!rows.TryGetValue(type, out var list))
            {
                rows.Add(type, list = []);
            }

            var parameter = columns[1] == "*" ? EveryParameter : int.Parse(columns[1], System.Globalization.CultureInfo.InvariantCulture);
            list.Add(new Row(columns[0].IndexOf('(') < 0 ? null : columns[0], member, parameter, UseOf(columns[2]) ?? DelegateUse.Unknown));
        }

        return rows;
    }

    private ImmutableArray<Row> Search(IMethodSymbol method)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod?.OriginalDefinition)
        {
            if (current.ContainingType is not { } type)
            {
                return [];
            }

            if (RowsOf(type.OriginalDefinition) is not { } rows)
            {
                continue;
            }

            var name = current.MethodKind == MethodKind.Constructor ? "#ctor" : current.MetadataName;
            var exact = rows.FindAll(row => row.Id is not null && row.Member == name && row.Id == current.GetDocumentationCommentId());
            if (exact.Count == 0)
            {
                exact = rows.FindAll(row => row.Id is null && row.Member == name);
            }

            if (exact.Count > 0)
            {
                return [.. exact];
            }
        }

        return [];
    }

    private List<Row>? RowsOf(INamedTypeSymbol type) =>
        types.TryGetValue(type, out var rows) ? rows : types.GetOrAdd(type, RowsOf(MetadataNames.Of(type)));

    private List<Row>? RowsOf(string type)
    {
        Rows.Value.TryGetValue(type, out var shipped);
        return !own.TryGetValue(type, out var users) ? shipped
            : shipped is null ? users
            : [.. users, .. shipped.Where(row => users.All(user => user.Member != row.Member))];
    }

    private sealed record Row(string? Id, string Member, int Parameter, DelegateUse Use);
}
