using ConcurrencyAnalyzers.Precision.Mutations;
using ConcurrencyAnalyzers.Precision.Recalls;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Precision;

public sealed class MutatorTests
{
    private static readonly CodeBase CodeBase = new(SampleService.Corpus);

    [Fact]
    public void Sample_compiles() => Assert.Empty(SampleService.Corpus.Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

    [Fact]
    public void A_number_and_a_seed_give_one_mutation_whatever_was_made_before()
    {
        var (first, second) = (new Mutator([CodeBase], seed: 3), new Mutator([CodeBase], seed: 3));
        _ = second.Create(1);

        Assert.Equal(first.Create(2).Mutant.Text, second.Create(2).Mutant.Text);
    }

    [Fact]
    public void Mutations_differ()
    {
        var mutator = new Mutator([CodeBase], seed: 3);
        Assert.Distinct(Enumerable.Range(1, 10).Select(number => mutator.Create(number).Mutant.Text));
    }

    [Fact]
    public void A_mutated_code_base_compiles_as_a_whole()
    {
        var mutator = new Mutator([CodeBase], seed: 4);
        for (var number = 1; number <= 4; number++)
        {
            var mutant = mutator.Create(number).Mutant;
            Assert.Empty(mutant.Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }
    }

    [Fact]
    public void The_place_is_within_what_was_inserted_and_has_no_marks()
    {
        var mutator = new Mutator([CodeBase], seed: 5);
        for (var number = 1; number <= 10; number++)
        {
            var mutant = mutator.Create(number).Mutant;
            Assert.Contains(mutant.Inserted, part => part.Tree == mutant.Tree && part.Span.Contains(mutant.Place));
            Assert.False(mutant.Place.IsEmpty);
            Assert.DoesNotContain('⟦', mutant.Text);
            Assert.DoesNotContain('$', mutant.Text);
        }
    }

    [Fact]
    public void Chains_have_every_depth()
    {
        var mutator = new Mutator([CodeBase], seed: 6);
        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(1, 25).Select(number => mutator.Create(number).Depth).Distinct().Order());
    }

    [Fact]
    public void Mutations_of_what_computes_compile_and_have_every_depth()
    {
        var mutator = new Mutator([CodeBase], seed: 7, Repertoire.Computing);
        var mutations = Enumerable.Range(1, 25).Select(mutator.Create).ToList();

        Assert.Equal([0, 1, 2, 3, 4], mutations.Select(static mutation => mutation.Depth).Distinct().Order());
        Assert.All(mutations, static mutation => Assert.DoesNotContain('$', mutation.Mutant.Text));
        Assert.All(mutations.Take(3), static mutation => Assert.Empty(mutation.Mutant.Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    [Fact]
    public async Task Of_what_computes_they_find_most()
    {
        var rows = await new RecallRun([CodeBase], seed: 1, Repertoire.Computing).RunAsync(Enumerable.Range(1, 40));
        var tables = new RecallTables(rows);

        Assert.True(tables.Expected > 10);
        Assert.True(tables.Found >= 0.8 * tables.Expected, string.Join('\n', rows.Where(static row => row.Outcome is Outcome.Missed or Outcome.OtherRule or Outcome.OtherPlace)));
        Assert.DoesNotContain(rows, static row => row.Outcome == Outcome.FalseAlarm);
    }

    [Fact]
    public async Task Of_what_the_rules_promise_they_find_nearly_all()
    {
        var rows = await new RecallRun([CodeBase], seed: 1).RunAsync(Enumerable.Range(1, 40));
        var tables = new RecallTables(rows);

        Assert.True(tables.Expected > 10);
        Assert.True(tables.Found >= 0.9 * tables.Expected, string.Join('\n', rows.Where(static row => row.Outcome is Outcome.Missed or Outcome.OtherRule or Outcome.OtherPlace)));
        Assert.DoesNotContain(rows, static row => row.Outcome == Outcome.FalseAlarm);
    }
}
