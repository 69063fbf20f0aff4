using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Data;
using System.Linq;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Putting elements together by their keys, and tables in memory.</summary>
internal static class CollectionFamilies
{
    private const int Small = 500;
    private const int Large = 5_000;

    public static IReadOnlyList<Family> All =>
    [
        Linear("linq-group", static numbers =>
        {
            foreach (var _ in numbers.GroupBy(static number => number % 1000))
            {
            }
        }),
        Linear("Enumerable.ToLookup", static numbers => numbers.ToLookup(static number => number % 1000)) with { Of = "linq-group" },
        Linear("linq-set", static numbers =>
        {
            foreach (var _ in numbers.Distinct())
            {
            }
        }),
        Linear("Enumerable.Except", static numbers =>
        {
            foreach (var _ in numbers.Except(numbers))
            {
            }
        })
        with { Of = "linq-set" },
        Linear("Enumerable.ToDictionary", static numbers => numbers.ToDictionary(static number => number)) with { Of = "linq-set" },
        Linear("linq-join", static numbers =>
        {
            foreach (var _ in numbers.Join(numbers, static number => number, static number => number, static (left, right) => left + right))
            {
            }
        }),
        Linear("Enumerable.GroupJoin", static numbers =>
        {
            foreach (var _ in numbers.GroupJoin(numbers, static number => number, static number => number, static (left, right) => left))
            {
            }
        })
        with { Of = "linq-join" },
        Linear("FrozenSet.ToFrozenSet", static numbers => numbers.ToFrozenSet()) with { Of = "frozen-collection" },
        Linear("frozen-collection", static numbers => numbers.ToFrozenDictionary(static number => number)),
        Table("data-table", static table => table.Select("Total > 500")),
        Table("DataTable.Compute", static table => table.Compute("Sum(Total)", "Total > 500")) with { Of = "data-table" },
    ];

    // Twice the same number is once too many for a dictionary.
    private static Family Linear(string name, Action<int[]> run) => Family.Linear(name, "element", Small, Large, size =>
    {
        var numbers = Inputs.Numbers(size).Distinct().ToArray();
        return () => run(numbers);
    });

    private static Family Table(string name, Action<DataTable> run) => Family.Linear(name, "row", Small, Large, size =>
    {
        var table = new DataTable();
        table.Columns.Add("Id", typeof(int));
        table.Columns.Add("Total", typeof(int));
        foreach (var number in Inputs.Numbers(size))
        {
            table.Rows.Add(number, number % 1000);
        }

        return () => run(table);
    });
}
