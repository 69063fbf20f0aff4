using ConcurrencyAnalyzers.Catalog;

namespace ConcurrencyAnalyzers.Tests.Catalog;

public sealed class CatalogIndexTests
{
    [Theory]
    [InlineData("M:N.T.Save", "N.T", "Save")]
    [InlineData("M:N.T.Save(System.Int32,N.U)", "N.T", "Save")] // dots among the parameters
    [InlineData("M:N.T`1.Save``2(``0,`0)", "N.T`1", "Save")]
    [InlineData("M:N.T.Save``1", "N.T", "Save")]
    [InlineData("M:N.T.#ctor", "N.T", "#ctor")]
    [InlineData("P:N.T.Length", "N.T", "Length")]
    [InlineData("M:N.Outer.Inner.Save", "N.Outer.Inner", "Save")]
    [InlineData("M:N.T.N#I#Save", "N.T", "N#I#Save")] // an explicit implementation
    [InlineData("T:N.T`1", "N.T`1", "")]
    [InlineData("T:T", "T", "")]
    [InlineData("M:Save", "Save", "")]
    [InlineData("M:N.T.op_Implicit(N.T)~System.Int32", "N.T", "op_Implicit")]
    public void An_id_is_a_type_and_a_member(string id, string type, string member) => Assert.Equal((type, member), CatalogIndex.Split(id));

    [Fact]
    public void Entries_are_found_by_type_and_member()
    {
        var index = new CatalogIndex([new() { Id = "M:N.T.Save" }, new() { Id = "M:N.T.Save(System.Int32)" }, new() { Id = "P:N.T.Length" }, new() { Id = "T:N.T" }]);

        Assert.Equal(["M:N.T.Save", "M:N.T.Save(System.Int32)"], index.Find("N.T")!.Find("Save").Select(static entry => entry.Id));
        Assert.Equal("P:N.T.Length", Assert.Single(index.Find("N.T")!.Find("Length")).Id);
        Assert.Equal("T:N.T", index.Find("N.T")!.Instance!.Id);
        Assert.Empty(index.Find("N.T")!.Find("save"));
        Assert.Null(index.Find("T"));
        Assert.False(index.IsEmpty);
        Assert.True(new CatalogIndex([]).IsEmpty);
    }
}
