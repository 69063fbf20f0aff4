using System.Collections.Immutable;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Precision.Mutations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Precision.Recalls;

/// <summary>One mutation and what the rules said of it.</summary>
/// <param name="Mutation">What was inserted.</param>
/// <param name="Outcome">How that compares with the table.</param>
/// <param name="News">What is reported that was not reported before.</param>
internal sealed record Trial(Mutation Mutation, Outcome Outcome, ImmutableArray<Diagnostic> News)
{
    /// <summary>More than one diagnostic for the one cause.</summary>
    public bool IsRepeated => News.Count(diagnostic => IsThere(diagnostic, Mutation.Mutant)) > 1;

    public static async Task<Trial> OfAsync(Mutation mutation)
    {
        var news = await NewsAsync(mutation);
        return new(mutation, Judge(mutation, news), news);
    }

    private static async Task<ImmutableArray<Diagnostic>> NewsAsync(Mutation mutation)
    {
        var (mutant, site) = (mutation.Mutant, mutation.Site);
        var driver = mutation.CodeBase.DriverFor(mutant.Compilation);
        var before = (await mutation.CodeBase.ReportedAsync(site.Tree, site.Method.FullSpan)).GroupBy(Key).ToDictionary(static group => group.Key, static group => group.Count());
        var after = new List<Diagnostic>();
        foreach (var (tree, span) in mutant.Inserted)
        {
            // The whole member, since what is inserted may change what is said of its other lines.
            var member = tree == mutant.Tree ? tree.GetRoot().FindNode(span).AncestorsAndSelf().OfType<BaseMethodDeclarationSyntax>().FirstOrDefault()?.FullSpan : null;
            after.AddRange(await driver.GetAnalyzerSemanticDiagnosticsAsync(mutant.Compilation.GetSemanticModel(tree), member ?? span, CancellationToken.None));
        }

        // Parts that are neighbours are told of each other.
        return [.. after.DistinctBy(static diagnostic => (diagnostic.Id, diagnostic.Location)).Where(IsNew)];

        bool IsNew(Diagnostic diagnostic)
        {
            if (mutant.Inserted.Any(part => part.Tree == diagnostic.Location.SourceTree && part.Span.IntersectsWith(diagnostic.Location.SourceSpan)))
            {
                return true;
            }

            var key = Key(diagnostic);
            var left = before.GetValueOrDefault(key);
            before[key] = left - 1;
            return left <= 0;
        }
    }

    private static Outcome Judge(Mutation mutation, ImmutableArray<Diagnostic> news)
    {
        var (mutant, expected) = (mutation.Mutant, mutation.Expected);
        if (expected.IsSilence)
        {
            return news.IsEmpty ? Outcome.Right : Outcome.FalseAlarm;
        }

        if (news.Any(diagnostic => expected.Rules.Contains(diagnostic.Id) && IsThere(diagnostic, mutant) && IsFor(diagnostic, expected)))
        {
            return Outcome.Right;
        }

        return news.Any(diagnostic => IsThere(diagnostic, mutant)) ? Outcome.OtherRule
            : news.Any(diagnostic => expected.Rules.Contains(diagnostic.Id)) ? Outcome.OtherPlace
            : expected.IsImplemented ? Outcome.Missed
            : Outcome.NotImplemented;
    }

    private static bool IsThere(Diagnostic diagnostic, Mutant mutant) => diagnostic.Location.SourceTree == mutant.Tree && mutant.Place.Contains(diagnostic.Location.SourceSpan);

    private static bool IsFor(Diagnostic diagnostic, Expectation expected) =>
        !diagnostic.Properties.TryGetValue(DiagnosticKeys.Vehicle, out var name) || (Enum.TryParse<Vehicle>(name, out var vehicle) && expected.Vehicles.Contains(vehicle));

    private static string Key(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(DiagnosticKeys.Key, out var key) && key is not null ? key : diagnostic.ToString();
}
