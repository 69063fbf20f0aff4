using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>
/// Where effects stop. A <c>cut</c> method passes nothing on, because what it reaches is not what its callers do (diagnostics, one-time
/// initialisation, recovery). A <c>dispatch</c> method is never looked up among its overrides, because everything overrides it. A <c>promise</c>
/// method returns before its work is done although its shape does not say so: what it does is its asynchronous callers' only.
/// </summary>
internal sealed class Cuts
{
    private readonly Dictionary<MethodNode, Pattern> cut;
    private readonly Dictionary<MethodNode, Pattern> opaque;

    private readonly Dictionary<MethodNode, Pattern> promises;

    private Cuts(List<Pattern> cuts, List<Pattern> dispatches, List<Pattern> promised, Universe universe)
    {
        PromisePatterns = promised;
        promises = Pattern.Select(promised, universe.Methods);
        Patterns = cuts;
        OpaquePatterns = dispatches;
        cut = Pattern.Select(cuts, universe.Methods);
        opaque = Pattern.Select(dispatches, universe.Methods);
    }

    public IReadOnlyList<Pattern> Patterns { get; }

    public IReadOnlyList<Pattern> OpaquePatterns { get; }

    public IReadOnlyList<Pattern> PromisePatterns { get; }

    /// <summary>Patterns that name no method of the universe.</summary>
    public IEnumerable<Pattern> Unmatched => Patterns.Except(cut.Values).Concat(OpaquePatterns.Except(opaque.Values)).Concat(PromisePatterns.Except(promises.Values));

    /// <exception cref="InputException">A line is not <c>cut PATTERN</c>, <c>dispatch PATTERN</c> or <c>promise PATTERN</c>.</exception>
    public static Cuts Read(string path, Universe universe)
    {
        var cuts = new List<Pattern>();
        var dispatches = new List<Pattern>();
        var promised = new List<Pattern>();
        foreach (var line in InputFile.Read(path))
        {
            var list = line.Columns[0] switch
            {
                "cut" => cuts,
                "dispatch" => dispatches,
                "promise" => promised,
                _ => throw line.Error("a line starts with 'cut', 'dispatch' or 'promise'"),
            };
            list.Add(new Pattern(line.Required(1, "the pattern")));
        }

        return new Cuts(cuts, dispatches, promised, universe);
    }

    /// <summary>The pattern that cuts a method off, null if none does.</summary>
    public Pattern? Find(MethodNode method) => cut.GetValueOrDefault(method.Kickoff ?? method) ?? cut.GetValueOrDefault(method);

    public bool IsPromise(MethodNode method) => promises.ContainsKey(method);

    public bool IsOpaque(MethodNode method) => opaque.ContainsKey(method);
}
