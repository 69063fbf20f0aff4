using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Fixing;

/// <summary>What rules and compiler say of some code, before a fix or after it.</summary>
/// <param name="Ours">What the rules report.</param>
/// <param name="Failures">What the compiler cannot compile, and rules that crash.</param>
internal sealed record CodeState(ImmutableArray<Diagnostic> Ours, ImmutableArray<Diagnostic> Failures)
{
    /// <summary>
    /// Rules about the shape of asynchronous work. While something blocks, it is the blocking that is told, and what is around it may be there because of
    /// that; once it is gone, they see the code that stood behind, at a place that the fix has not written. An option that meant nothing may be wrong once it means something.
    /// </summary>
    private static readonly string[] Behind = ["CONC401", "CONC406", "CONC407", "CONC408", "CONC409", "CONC501", "CONC503", "CONC506"];

    public ImmutableDictionary<string, int> Counts { get; } = Ours.CountBy(static diagnostic => diagnostic.Id).ToImmutableDictionary();

    public ImmutableDictionary<string, int> Errors { get; } = Failures.CountBy(static diagnostic => diagnostic.Id).ToImmutableDictionary();

    public static bool IsFailure(Diagnostic diagnostic) =>
        Package.IsCrash(diagnostic) || (diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler));

    /// <summary>What law 5 does not allow of a fix; nothing where it keeps its promise.</summary>
    /// <param name="after">The code that it leaves.</param>
    /// <param name="id">What it is a fix for.</param>
    /// <param name="newNames">The names that it has written.</param>
    public IReadOnlyList<string> WrongIn(CodeState after, string id, IReadOnlySet<string> newNames) =>
    [
        .. after.Errors.Where(pair => pair.Value > Errors.GetValueOrDefault(pair.Key)).Select(static pair => $"brings {pair.Key}"),
        .. after.Counts.Where(pair => pair.Value > Counts.GetValueOrDefault(pair.Key) && !(pair.Key != id && after.StoodBehind(pair.Key, newNames))).Select(static pair => $"brings {pair.Key}"),
        .. after.Counts.GetValueOrDefault(id) < Counts.GetValueOrDefault(id) ? (string[])[] : [$"leaves {id}"],
    ];

    // How much is under way is decided where it is started, whatever it is waited for by.
    private bool StoodBehind(string id, IReadOnlySet<string> newNames) =>
        Behind.Contains(id) && (id is "CONC501" or "CONC506" || !Ours.Any(found => found.Id == id && newNames.Contains(found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan))));
}
