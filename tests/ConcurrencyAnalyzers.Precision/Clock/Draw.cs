using System.Security.Cryptography;
using System.Text;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Methods drawn at random: as many of each code base, three of four among those that loop.</summary>
internal static class Draw
{
    private const int LoopingOfFour = 3;

    public static IReadOnlyList<Callable> Of(IEnumerable<Callable> callables, int seed, int ofEach) =>
    [
        .. callables.GroupBy(static callable => callable.CodeBase, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal)
            .SelectMany(codeBase => Of(codeBase, Stratum.Looping, seed, (ofEach * LoopingOfFour + 3) / 4).Concat(Of(codeBase, Stratum.Plain, seed, ofEach - (ofEach * LoopingOfFour + 3) / 4))),
    ];

    // Each code base has its own dice: what is drawn of one does not depend on the others. More of the same seed begins with less of it.
    private static IEnumerable<Callable> Of(IGrouping<string, Callable> codeBase, Stratum stratum, int seed, int count)
    {
        var drawn = codeBase.Where(callable => callable.Stratum == stratum).OrderBy(static callable => callable.Key, StringComparer.Ordinal).ToArray();
        new Random(seed ^ BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{codeBase.Key} {stratum}")))).Shuffle(drawn);
        return drawn.Take(count);
    }
}
