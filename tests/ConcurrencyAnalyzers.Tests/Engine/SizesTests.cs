using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Products of what there is of something.</summary>
public sealed class SizesTests
{
    private static readonly byte FirstParameter = 8;

    [Fact]
    public void The_order_of_the_factors_does_not_matter() => Assert.Equal(
        Sizes.None.With(Extent.Many.Code).With(Extent.Few.Code).With(FirstParameter).With(Extent.Log.Code),
        Sizes.None.With(Extent.Log.Code).With(FirstParameter).With(Extent.Few.Code).With(Extent.Many.Code));

    [Fact]
    public void Each_factor_that_grows_is_a_depth() => Assert.Equal(2, Sizes.None.With(Extent.Few.Code).With(Extent.Many.Code).With(FirstParameter).Depth);

    [Fact]
    public void A_constant_is_no_factor() => Assert.Equal(Sizes.None, Sizes.None.With(Extent.Of(7).Code));

    [Fact]
    public void Counts_are_multiplied() => Assert.Equal(Extent.Many.Count * Extent.Few.Count, Sizes.None.With(Extent.Many.Code).With(Extent.Few.Code).Count);

    [Fact]
    public void Eight_factors_say_all_that_there_is_to_say()
    {
        var product = Sizes.None;
        for (var i = 0; i < 12; i++)
        {
            product = product.With(Extent.Many.Code);
        }

        Assert.Equal(8, product.Depth);
    }

    [Fact]
    public void A_caller_puts_in_what_it_passes()
    {
        var rows = Sizes.None.With(FirstParameter).With((byte)(FirstParameter + 1));

        Assert.Equal((Sizes.None.With(Extent.Many.Code), 3d), rows.Put(static parameter => parameter == 0 ? Extent.Many : Extent.Of(3), isSameObject: true));
    }

    [Fact]
    public void What_nobody_passes_is_less_and_less_likely_much()
    {
        var kept = Sizes.None.With(Extent.Many.Code);
        var once = kept.Put(static _ => Extent.One, isSameObject: true).Sizes;
        var twice = once.Put(static _ => Extent.One, isSameObject: true).Sizes;

        Assert.Equal((1, 1, 0), (kept.Depth, once.Depth, twice.Depth));
        Assert.Equal(0, kept.Put(static _ => Extent.One, isSameObject: false).Sizes.Depth);
    }

    [Fact]
    public void Only_what_is_passed_is_told_from_what_is_there()
    {
        var passed = Sizes.None.With(FirstParameter);
        var held = Sizes.None.With(Extent.Own.Code);

        Assert.Equal((1, false), (passed.Given, passed.IsDoubtful));
        Assert.Equal((0, true), (held.Given, held.IsDoubtful));
        Assert.Equal((1, true), (passed.With(held).Given, passed.With(held).IsDoubtful));
    }

    [Fact]
    public void Only_the_sizes_that_are_passed_count_as_such() => Assert.Equal(
        Extent.Side.Count * Extent.Side.Count, Sizes.None.With(Extent.Side.Code).With(Extent.Few.Code).With(Extent.Side.Code).GivenCount);
}
