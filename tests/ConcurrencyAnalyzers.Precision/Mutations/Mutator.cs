using System.Collections.Immutable;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>Makes mutations. Each is a function of the seed and its number, whatever was made before.</summary>
/// <param name="codeBases">The projects that are mutated.</param>
/// <param name="seed">Another one makes other mutations.</param>
/// <param name="isImplemented">The rules that this version has.</param>
/// <param name="repertoire">What they are made of.</param>
/// <param name="vary">Puts work that gives a value somewhere into a statement; without it, work is a statement of its own.</param>
internal sealed class Mutator(IReadOnlyList<CodeBase> codeBases, int seed, Func<string, bool> isImplemented, Repertoire repertoire, Func<WorkloadTemplate, Random, WorkloadTemplate>? vary = null)
{
    public const int MaximalDepth = 4;

    private const int Attempts = 200;

    private int rejected;

    public Mutator(IReadOnlyList<CodeBase> codeBases, int seed, Repertoire? repertoire = null)
        : this(codeBases, seed, ImplementedRules.Contains, repertoire ?? Repertoire.Blocking)
    {
    }

    /// <summary>How many mutations did not compile and were made anew.</summary>
    public int Rejected => rejected;

    /// <exception cref="InvalidOperationException">Nothing that compiles was found in many attempts.</exception>
    public Mutation Create(int number)
    {
        // Neighbouring seeds of Random are alike in their first numbers.
        var random = new Random(unchecked((seed * 1_000_003) + (number * 7919)));
        for (var skipped = 0; skipped < 3; skipped++)
        {
            _ = random.Next();
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var construct = repertoire.Constructs[random.Next(repertoire.Constructs.Count)];
            var candidates = codeBases.Where(codeBase => codeBase.Takes(construct)).ToList();
            if (candidates.Count == 0)
            {
                continue;
            }

            var codeBase = PickByLines(candidates, random);
            var workload = PickWorkload(construct, random);
            if (!workload.IsAvailable(codeBase.Compilation) || !construct.Suits(workload, codeBase.Compilation)
                || codeBase.Sites.Pick(random, construct.Ground == Ground.Type ? Ground.AnyMethod : construct.Ground, repertoire.AvoidsTokens) is not { } site)
            {
                continue;
            }

            var carriers = PickCarriers(construct, workload, random);
            if (construct.TakesGroup && (carriers.Length == 0 || workload.Passed is not null))
            {
                continue;
            }

            var mutant = Write(construct, workload, carriers, site, codeBase, random);
            if (mutant is null || !Compiles(mutant, site, codeBase))
            {
                Interlocked.Increment(ref rejected);
                continue;
            }

            return new(number, codeBase, site, construct, workload, carriers, Expectation.Of(construct, workload, isImplemented), mutant);
        }

        throw new InvalidOperationException($"Mutation {number} of seed {seed} could not be made.");
    }

    private static CodeBase PickByLines(List<CodeBase> candidates, Random random)
    {
        var line = random.NextInt64(candidates.Sum(static codeBase => (long)codeBase.Sites.Lines));
        foreach (var candidate in candidates)
        {
            if ((line -= candidate.Sites.Lines) < 0)
            {
                return candidate;
            }
        }

        return candidates[^1];
    }

    private WorkloadTemplate PickWorkload(Construct construct, Random random) => vary is not null && !construct.TakesAsync && random.Next(4) != 0
        ? vary(WorkloadTemplate.Values[random.Next(WorkloadTemplate.Values.Count)], random)
        : repertoire.Draw(construct, random);

    private ImmutableArray<Carrier> PickCarriers(Construct construct, WorkloadTemplate workload, Random random)
    {
        var between = repertoire.Between(construct, workload);

        // Most fixes are about what stands at the place itself.
        var isFlat = between.Count == 0 || (vary is not null && random.Next(3) != 0);
        var depth = isFlat ? 0 : random.Next(MaximalDepth + 1);
        var carriers = ImmutableArray.CreateBuilder<Carrier>(depth);
        while (carriers.Count < depth)
        {
            var carrier = between[random.Next(between.Count)];
            if ((carriers.Count > 0 || !construct.TakesGroup || carrier.IsMethod) && (workload.Passed is null || carrier.HandsOn))
            {
                carriers.Add(carrier);
            }
        }

        return carriers.ToImmutable();
    }

    private Mutant? Write(Construct construct, WorkloadTemplate workload, ImmutableArray<Carrier> carriers, Site site, CodeBase codeBase, Random random)
    {
        var draft = new Draft(random, codeBase.Sites.Neighbours, site.Tree) { Passed = workload.Passed, IsPlain = workload.Load is Load.Tiny or Load.Small };

        // A new type has no members but those that the construct gives it.
        var scope = construct.Ground == Ground.Type ? new Scope(draft.NewType(draft.Name("MutantSteps"), "", "static class"), HasThis: false, IsOutside: repertoire.NamesHelpers) : new(draft.HomeOf(site.Type), site.HasThis);
        var state = workload.State.Length == 0 ? null : draft.NewType(draft.Name("MutantState"), "", "static class");
        state?.Add(workload.State);
        var input = construct.State.Length == 0 ? null : draft.NewType(draft.Name("MutantInput"), "", "static class");
        input?.Add(construct.State);
        if (construct.Stub is var (type, source) && !Known.Has(codeBase.Compilation, type))
        {
            draft.AddStub(source);
        }

        var isGiven = construct.Source.Contains("$GIVEN$", StringComparison.Ordinal);
        var made = workload.Made.Length == 0 || isGiven ? "" : $"{workload.Passed} mutantSubject = {Stated(workload.Made)}; ";
        var body = made + Enter(scope, 0);
        var text = construct.Source
            .Replace("$N$", draft.Name(""), StringComparison.Ordinal)
            .Replace("$GIVEN$", isGiven ? draft.MoreParameters : "", StringComparison.Ordinal)
            .Replace("$INPUT$", input?.Name, StringComparison.Ordinal)
            .Replace("$ASYNC$", body, StringComparison.Ordinal)
            .Replace("$GROUP$", body.EndsWith("();", StringComparison.Ordinal) ? body[..^"();".Length] : "", StringComparison.Ordinal)
            .Replace("$BODY$", body, StringComparison.Ordinal);
        return construct.Ground == Ground.Type
            ? draft.Insert(codeBase.Compilation, Neighbours.End(site.Tree), $"\n{text}\n")
            : draft.Insert(codeBase.Compilation, site.Position, $"{text}\n");

        string Enter(Scope here, int depth) => depth < carriers.Length
            ? carriers[depth].Enter(draft, here, inner => Enter(inner, depth + 1))
            : Stated(workload.Source);

        string Stated(string source) => source.Replace("$STATE$", state?.Name, StringComparison.Ordinal);
    }

    /// <summary>The new code and the method around it have no errors, and the new code is reached.</summary>
    private static bool Compiles(Mutant mutant, Site site, CodeBase codeBase)
    {
        var errors = 0;
        foreach (var (tree, span) in mutant.Inserted)
        {
            var model = mutant.Compilation.GetSemanticModel(tree);
            var whole = WholeMember(tree, span);
            foreach (var diagnostic in model.GetDiagnostics(whole))
            {
                if (diagnostic.Id == Unreachable && span.IntersectsWith(diagnostic.Location.SourceSpan))
                {
                    return false;
                }

                errors += diagnostic.Severity == DiagnosticSeverity.Error ? 1 : 0;
            }
        }

        return errors == 0 || errors <= Errors(codeBase.Compilation, site);
    }

    private static int Errors(Compilation compilation, Site site) =>
        compilation.GetSemanticModel(site.Tree).GetDiagnostics(site.Method.FullSpan).Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static TextSpan WholeMember(SyntaxTree tree, TextSpan span) =>
        tree.GetRoot().FindNode(span).AncestorsAndSelf().FirstOrDefault(static node => node is BaseMethodDeclarationSyntax)?.FullSpan ?? span;

    private const string Unreachable = "CS0162";
}
