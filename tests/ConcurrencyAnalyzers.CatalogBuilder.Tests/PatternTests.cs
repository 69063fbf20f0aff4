using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests;

public sealed class PatternTests
{
    [Fact]
    public void Of_several_patterns_one_that_names_the_method_comes_before_one_with_a_star()
    {
        using var program = DerivedProgram.Of("namespace N { class C { void Go() { } void Idle() { } } }");
        Pattern[] patterns = [new("*.*"), new("N.C.*"), new("N.C.Go")];

        var selected = Pattern.Select(patterns, program.Analysis.Universe.Methods.Where(static method => method.Owner.Name == "N.C"));

        Assert.Equal(
            [(".ctor", "N.C.*"), ("Go", "N.C.Go"), ("Idle", "N.C.*")],
            selected.Select(static pair => (pair.Key.Name, pair.Value.Text)).OrderBy(static pair => pair.Name, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("N.C.Go", true)]
    [InlineData("*.Go", true)]
    [InlineData("Go", true)]
    [InlineData("*C.G*", true)]
    [InlineData("N*.*o", true)]
    [InlineData("N.C..ctor", false)]
    [InlineData("N.D.Go", false)]
    [InlineData("N.C.go", false)]
    [InlineData("N.C.G", false)]
    [InlineData("N.Go", false)]
    [InlineData("C.Go", false)]
    public void A_pattern_names_methods_by_type_and_name(string pattern, bool matches)
    {
        using var program = DerivedProgram.Of("namespace N { class C { void Go() { } } }");

        Assert.Equal(matches, new Pattern(pattern).Matches(program.Find("N.C.Go")));
    }
}
