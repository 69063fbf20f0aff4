namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class DegreeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(64, 64)]
    public void Cores_are_those_of_the_machine(int processors, int expected) => Assert.Equal(expected, Degree.Cores.Resolve(processors));

    [Fact]
    public void Default_is_cores() => Assert.Equal(Degree.Cores, default);

    [Theory]
    [InlineData(8, 1, 7)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 100, 1)]
    [InlineData(4, 0, 4)]
    public void Sparing_leaves_at_least_one(int processors, int spared, int expected) => Assert.Equal(expected, Degree.AllCoresBut(spared).Resolve(processors));

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_number_is_the_same_on_every_machine(int number) => Assert.All([1, 2, 64], processors => Assert.Equal(number, Degree.Of(number).Resolve(processors)));

    [Fact]
    public void Value_is_for_this_machine() => Assert.Equal(Environment.ProcessorCount, Degree.Cores.Value);

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Degree.Of(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Degree.Of(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Degree.AllCoresBut(-1));
    }

    [Fact]
    public void Text_is_what_was_asked_for() => Assert.Equal(["cores", "1", "cores - 2", "12"], new[] { Degree.Cores, Degree.One, Degree.AllCoresBut(2), Degree.Of(12) }.Select(static degree => degree.ToString()));

    [Fact]
    public void Equal_is_what_is_equal_on_every_machine()
    {
        Assert.True(Degree.Of(1) == Degree.One);
        Assert.True(Degree.Of(Environment.ProcessorCount) != Degree.Cores);
        Assert.Equal(Degree.AllCoresBut(0).GetHashCode(), Degree.Cores.GetHashCode());
    }
}
