using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.GroundTruth;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>What the catalog says of a call by default.</summary>
internal enum CatalogVerdict
{
    /// <summary>Nothing, or an asynchronous start, or first use only.</summary>
    Silent,

    /// <summary>It may, by what it is called on or given, or by who holds a lock.</summary>
    Depends,
    Blocks,
}

/// <summary>What the shipped catalog says of the APIs that were really called, next to what they were seen to do.</summary>
internal static class GroundTruth
{
    private static readonly string[] Folder = ["tests", "ConcurrencyAnalyzers.GroundTruth"];

    private static readonly string[] MemoryWords = ["Memory", "memory", "StringReader", "StringWriter", "StringContent", "with a collection"];

    private static readonly CSharpCompilation Compilation = CSharpCompilation.Create("Program", references: TargetReferences.AspNetCore100.Assemblies);

    private static readonly ApiCatalog Shipped = ConcurrencyModel.Of(Compilation, new AnalyzerOptions([]), CancellationToken.None).Catalog;

    /// <summary>One for each API that was called, in ordinal order.</summary>
    public static IReadOnlyList<ObservedApi> Apis { get; } =
    [
        .. Observation.Read(Repository.PathOf([.. Folder, "observations.tsv"]))
            .GroupBy(static observation => observation.Id, StringComparer.Ordinal)
            .OrderBy(static cases => cases.Key, StringComparer.Ordinal)
            .Select(static cases => new ObservedApi(cases.Key, VerdictOf(cases.Key), [.. cases])),
    ];

    /// <summary>Why catalog and observation differ, by ID.</summary>
    public static IReadOnlyDictionary<string, string> Causes { get; } = Repository.Read([.. Folder, "disagreements.tsv"])
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => line.Split('\t')).ToDictionary(static columns => columns[0], static columns => columns[1], StringComparer.Ordinal);

    public static bool IsBlocking(Observation observation) => observation.Observed is "io" or "net" or "wait" or "meta";

    public static bool IsInMemory(Observation observation) => Array.Exists(MemoryWords, observation.Receiver.Contains);

    private static CatalogVerdict VerdictOf(string id)
    {
        var method = DocumentationCommentId.GetFirstSymbolForDeclarationId(id, Compilation) switch
        {
            IMethodSymbol found => found,
            IPropertySymbol { GetMethod: { } getter } => getter,
            var other => throw new InvalidOperationException($"'{id}' is no method and no property that can be read: {other}."),
        };
        if (Shipped.Find(method) is not { Strength: not Strength.Never } entry || entry.Has(CatalogFlags.Once) || entry.Effects.Contains(Effect.AwaitsIo))
        {
            return CatalogVerdict.Silent;
        }

        // What a type stands for settles what its receiver decides.
        if (entry.DependsOn == EffectFact.Receiver && Shipped.Instance(method.ContainingType) is { } instance && !instance.Has(CatalogFlags.Wraps))
        {
            return instance.Origin == OriginKind.Memory ? CatalogVerdict.Silent : CatalogVerdict.Blocks;
        }

        if (entry.Effects.All(static effect => effect == Effect.Computes))
        {
            return CatalogVerdict.Silent;
        }

        return entry.Strength == Strength.Maybe || entry.DependsOn != EffectFact.Nothing || entry.Effects.All(static effect => effect is Effect.Lock or Effect.Computes)
            ? CatalogVerdict.Depends
            : CatalogVerdict.Blocks;
    }
}

/// <param name="Id">The documentation ID.</param>
/// <param name="Verdict">What the catalog says.</param>
/// <param name="Cases">How it was called, and what was seen.</param>
internal sealed record ObservedApi(string Id, CatalogVerdict Verdict, IReadOnlyList<Observation> Cases)
{
    /// <summary>Whether it was seen to hold up its thread, whatever it was called on.</summary>
    public bool Blocked => Cases.Any(GroundTruth.IsBlocking);

    /// <summary>
    /// What blocks was seen to block at least once, as a wait may be satisfied already; what depends, never over memory and at least once over something else;
    /// what the catalog is silent about, never.
    /// </summary>
    public bool Agrees => Verdict switch
    {
        CatalogVerdict.Blocks => Blocked,
        CatalogVerdict.Silent => !Blocked,
        _ => !Cases.Any(static seen => GroundTruth.IsInMemory(seen) && GroundTruth.IsBlocking(seen)) && (Cases.All(GroundTruth.IsInMemory) || Blocked),
    };
}
