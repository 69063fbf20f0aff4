using System;
using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>What went wrong in one enumeration of a stream. Not safe for concurrent use.</summary>
internal sealed class StreamFaults
{
    // By the index of the item, each in the order in which they came.
    private readonly SortedDictionary<long, List<Exception>> byIndex = [];

    /// <summary>What is of no item, as what the source throws, comes last.</summary>
    public const long OfNoItem = long.MaxValue;

    public void Add(long index, Exception exception)
    {
        if (!byIndex.TryGetValue(index, out var exceptions))
        {
            byIndex.Add(index, exceptions = []);
        }

        exceptions.Add(exception);
    }

    /// <summary>A single fault as itself, several in the order of the source; <see langword="null"/> if there are none.</summary>
    public Exception? ToException()
    {
        List<Exception> all = [];
        foreach (var exceptions in byIndex.Values)
        {
            all.AddRange(exceptions);
        }

        return all.Count switch
        {
            0 => null,
            1 => all[0],
            _ => new AggregateException(all),
        };
    }
}
