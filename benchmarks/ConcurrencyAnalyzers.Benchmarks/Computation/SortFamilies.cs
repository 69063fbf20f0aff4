using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Sorting numbers in no order.</summary>
internal static class SortFamilies
{
    private const int Small = 1_000;
    private const int Large = 20_000;

    public static IReadOnlyList<Family> All =>
    [
        Sort("sort", static numbers => Array.Sort(numbers, static (left, right) => left.CompareTo(right))),
        Sort("Array.Sort", static numbers => Array.Sort(numbers)) with { Of = "sort" },
        Sort("ImmutableList.Sort", static numbers => ImmutableList.CreateRange(numbers).Sort()) with { Of = "sort" },
        Sort("order-by", static numbers =>
        {
            foreach (var _ in numbers.OrderBy(static number => number))
            {
            }
        }),
        Sort("Enumerable.Order", static numbers =>
        {
            foreach (var _ in numbers.Order())
            {
            }
        })
        with { Of = "sort" },
    ];

    // The processor remembers how a short array was sorted, so every call gets another one.
    private static Family Sort(string name, Action<int[]> sort) => Family.LogLinear(name, Small, Large, size =>
    {
        var (numbers, unsorted, call) = (Inputs.Numbers(64 * size), new int[size], 0);
        return () =>
        {
            Array.Copy(numbers, call++ % 64 * size, unsorted, 0, size);
            sort(unsorted);
        };
    });
}
