using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Roslyn;

/// <summary>The types of ConcurrencyAnalyzers.Executors that rules know by name.</summary>
internal sealed record ExecutorSymbols(
    INamedTypeSymbol ProcessExecutor, INamedTypeSymbol ProcessWorker, INamedTypeSymbol ProcessJob, INamedTypeSymbol ProcessJobAttribute, INamedTypeSymbol JobRegistry, INamedTypeSymbol JobCodec)
{
    private const string Processes = "ConcurrencyAnalyzers.Executors.Processes.";

    public static ExecutorSymbols? Of(KnownSymbols symbols) =>
        symbols.Find(Processes + "ProcessExecutor") is { } executor && symbols.Find(Processes + "ProcessWorker") is { } worker && symbols.Find(Processes + "IProcessJob`2") is { } job
        && symbols.Find(Processes + "ProcessJobAttribute") is { } attribute && symbols.Find(Processes + "JobRegistry") is { } registry && symbols.Find(Processes + "JobCodec") is { } codec
            ? new(executor, worker, job, attribute, registry, codec)
            : null;
}
