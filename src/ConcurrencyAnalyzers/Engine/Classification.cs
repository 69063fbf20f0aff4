using System.Linq;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What people see of a summary: the workload, in words, with its evidence.</summary>
internal static class Classification
{
    public static string Of(Body body, Summary summary)
    {
        var shape = body.IsAsyncCode ? "asynchronous" : body.IsIterator ? "deferred" : "synchronous";
        var told = summary.Effects
            .Where(static fact => fact.Strength >= Strength.Likely && fact.Effect != Effect.Lock)
            .GroupBy(static fact => (fact.Effect, fact.DependsOn))
            .Select(static facts => Say(facts.First()))
            .ToList();
        return told.Count == 0 ? $"{shape}, nothing found that blocks or computes" : $"{shape}, {string.Join("; ", told)}";
    }

    private static string Say(EffectFact fact)
    {
        var verb = Workloads.Of(fact.Effect) switch
        {
            Workload.CpuBound => "computes",
            Workload.AsynchronousIo => "awaits I/O",
            _ => $"blocks on {Naming.Words(fact.Effect)}",
        };
        var evidence = fact.Witness.Last.Evidence is { } reason ? $" ({reason})" : "";
        var condition = fact.DependsOn == EffectFact.Nothing ? "" : fact.DependsOn == EffectFact.Receiver ? " if its instance does" : $" if parameter {fact.DependsOn + 1} does";
        var once = fact.Frequency == Frequency.Once ? " once" : "";
        return $"{verb}{once}{condition}{evidence}: {Naming.Chain(fact.Witness)} [{fact.Strength}]";
    }
}
