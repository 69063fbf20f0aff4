using System.Globalization;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What everyday members cost.</summary>
public sealed class PriceTableTests
{
    public static TheoryData<string> Types => [.. EmbeddedData.Prices.Select(static row => row[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_line_names_members_that_exist(string type)
    {
        var symbol = new EngineRun("class C;").Model.Symbols.Find(type);

        Assert.NotNull(symbol);
        foreach (var row in EmbeddedData.Prices.Where(row => row[0] == type))
        {
            foreach (var member in row[1].Split(',').Where(static member => member != "*"))
            {
                Assert.True(symbol.GetMembers(member == "#ctor" ? ".ctor" : member).Length > 0, $"{type} has no '{member}'.");
            }
        }
    }

    [Fact]
    public void A_member_has_one_price() => Assert.Empty(
        EmbeddedData.Prices.SelectMany(static row => row[1].Split(','), static (row, member) => (row[0], member)).GroupBy(static pair => pair).Where(static group => group.Count() > 1).Select(static group => group.Key));

    [Fact]
    public void Prices_are_orders_of_magnitude() => Assert.All(EmbeddedData.Prices, static row => Assert.InRange(double.Parse(row[3], CultureInfo.InvariantCulture), 0.01, 1_000));

    [Theory]
    [InlineData("M:System.Math.Sqrt(System.Double)", 4.0, Price.Nothing)]
    [InlineData("M:System.Collections.Generic.List`1.Contains(`0)", 0.5, Price.Receiver)]
    [InlineData("M:System.Collections.Generic.Dictionary`2.TryGetValue(`0,`1@)", 15.0, Price.Nothing)]
    [InlineData("M:System.Collections.ObjectModel.ObservableCollection`1.Move(System.Int32,System.Int32)", null, 0)]
    public void A_member_is_found_by_type_and_name(string id, double? nanoseconds, int size)
    {
        var price = new PriceTable().Find(new EngineRun("class C;").Api(id));

        Assert.Equal(nanoseconds, price?.Nanoseconds);
        Assert.Equal(size, price?.Size ?? 0);
    }
}
