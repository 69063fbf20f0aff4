using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Output;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Output;

public sealed class CuratedLinesTests
{
    [Theory]
    [InlineData("M:N.C.Go", "sleep")]
    [InlineData("M:N.C.Go(System.Int32)", "file")]
    [InlineData("M:N.C.Go(System.String)", "network")]
    [InlineData("M:N.C.Go``1(``0)", "network")]
    [InlineData("M:N.C.Other", null)]
    public void A_members_own_line_comes_before_that_of_all_overloads(string id, string? effect)
    {
        using var folder = new TemporaryFolder();
        var lines = new CuratedLines(folder.Write("Lines.txt", """
            M:N.C.Go                network
            M:N.C.Go(System.Int32)  file
            M:N.C.Go()              sleep
            M:N.C.Go                process
            """));

        Assert.Equal(effect, lines.Find(id)?.Effects[0]);
        Assert.Equal(effect is null ? null : id, lines.Find(id)?.Id);
        Assert.Equal(3, lines.All.Count());
    }

    [Theory]
    [InlineData("M:N.C.Go``2(``0,``1)", "M:N.C.Go")]
    [InlineData("M:N.C`1.Go``1", "M:N.C`1.Go")]
    [InlineData("M:N.C``1.Go", "M:N.C``1.Go")]
    [InlineData("P:N.C.Item(System.Int32)", "P:N.C.Item")]
    [InlineData("M:N.C.#ctor", "M:N.C.#ctor")]
    public void A_family_is_an_id_without_parameters_and_arity(string id, string family) => Assert.Equal(family, CuratedLines.FamilyOf(id));

    [Fact]
    public void Names_of_asynchronous_forms_are_looked_up_by_overload_and_then_by_family()
    {
        using var folder = new TemporaryFolder();
        var names = new CounterpartNames(folder.Write("Counterparts.txt", """
            M:N.C.Go                GoTaskAsync
            M:N.C.Go(System.Int32)  none
            M:N.C.Gone              GoAsync
            """));

        Assert.Equal("GoTaskAsync", names.Find("M:N.C.Go"));
        Assert.Equal("none", names.Find("M:N.C.Go(System.Int32)"));
        Assert.Equal("GoTaskAsync", names.Find("M:N.C.Go``1(``0)"));
        Assert.Null(names.Find("M:N.C.Other"));
        Assert.Equal(["M:N.C.Gone"], names.Unused);
    }

    [Theory]
    [InlineData("M:N.C.Go GoAsync\nM:N.C.Go RunAsync", "Counterparts.txt, line 2: the member has a counterpart further up. The line says: M:N.C.Go RunAsync")]
    [InlineData("M:N.C.Go", "Counterparts.txt, line 1: the counterpart is missing. The line says: M:N.C.Go")]
    public void A_line_that_names_no_asynchronous_form_is_named(string text, string message)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(message, Assert.Throws<InputException>(() => new CounterpartNames(folder.Write("Counterparts.txt", text))).Message);
    }
}
