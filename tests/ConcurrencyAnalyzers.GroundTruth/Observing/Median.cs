namespace ConcurrencyAnalyzers.GroundTruth.Observing;

internal static class Median
{
    /// <summary>The middle value; of an even number of values the lower of the two in the middle.</summary>
    public static T Of<T>(IReadOnlyCollection<T> values)
        where T : IComparable<T> =>
        values.Count > 0 ? values.Order().ElementAt((values.Count - 1) / 2) : throw new ArgumentException("There are no values.", nameof(values));
}
