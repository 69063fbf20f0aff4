using Storefront.Orders;

namespace Storefront.Reports;

internal static class BasketOverlap
{
    public static IReadOnlyList<long> Count(IReadOnlyList<Order> orders)
    {
        var baskets = orders.Select(order => order.Lines.Select(line => line.Sku).Distinct().ToArray()).ToArray();
        var largest = baskets.Length == 0 ? 0 : baskets.Max(basket => basket.Length);

        var slices = Environment.ProcessorCount;
        var partial = new long[slices][];
        Parallel.For(0, slices, i =>
        {
            var slice = i;
            partial[slice] = CountSlice(baskets, slice, slices, largest);
        });

        var total = new long[largest + 1];
        foreach (var counts in partial)
        {
            for (var k = 0; k < total.Length; k++)
            {
                total[k] += counts[k];
            }
        }

        return total;
    }

    private static long[] CountSlice(string[][] baskets, int slice, int slices, int largest)
    {
        var counts = new long[largest + 1];
        for (var first = slice; first < baskets.Length; first += slices)
        {
            for (var second = first + 1; second < baskets.Length; second++)
            {
                counts[InCommon(baskets[first], baskets[second])]++;
            }
        }

        return counts;
    }

    private static int InCommon(string[] left, string[] right)
    {
        var common = 0;
        foreach (var sku in left)
        {
            foreach (var other in right)
            {
                if (sku == other)
                {
                    common++;
                }
            }
        }

        return common;
    }
}
