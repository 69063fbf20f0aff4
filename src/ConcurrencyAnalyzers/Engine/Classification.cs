using System.Linq;
using ConcurrencyAnalyzers.Roslyn;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What people see of a summary: the workload, in words, with its evidence.</summary>
internal static class Classification
{
    public static string Of(Body body, Summary summary, KnownSymbols symbols)
    {
        var shape = body.IsAsyncCode ? "asynchronous" : body.IsIterator ? "deferred" : "synchronous";
        var told = summary.Effects
            .Where(static fact => fact.Strength >= Strength.Likely && fact.Effect != Effect.Lock)
            .GroupBy(static fact => (fact.Effect, fact.Effect == Effect.JoinTask ? EffectFact.Nothing : fact.DependsOn))
            .Select(facts => Say(facts.First(), symbols))
            .ToList();
        return told.Count == 0 ? $"{shape}, nothing found that blocks or computes" : $"{shape}, {string.Join("; ", told)}";
    }

    private static string Say(EffectFact fact, KnownSymbols symbols)
    {
        var verb = Workloads.Of(fact.Effect) switch
        {
            Workload.CpuBound => "computes",
            Workload.AsynchronousIo => "awaits I/O",
            _ => $"blocks on {Naming.Words(fact.Effect)}",
        };
        var evidence = fact.Witness.Last.Evidence is { } reason ? $" ({reason})" : "";
        var condition = fact.DependsOn == EffectFact.Nothing || fact.Effect == Effect.JoinTask ? "" : fact.DependsOn == EffectFact.Receiver ? " if its instance does" : $" if parameter {fact.DependsOn + 1} does";
        var once = fact.Frequency switch { Frequency.Once => " once", Frequency.PerMiss => " when nothing is kept", _ => "" };
        return $"{verb}{once}{condition}{evidence}: {Naming.Chain(fact.Witness, symbols)} [{fact.Strength}]";
    }
}
