namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>
/// Every order of a stream's steps, for streams small enough to try them all. In each state: the degree and the window are kept, room is used, and somebody is there to wake a reader that waits. In each
/// end: the reader has got everything exactly once and in order, or learns why not, and nothing runs any more (<see cref="StreamSimulation"/>). With STRESS_SECONDS, streams are longer.
/// </summary>
public sealed class ConcurrentStreamInterleavingTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("STRESS_SECONDS") is not null;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_reader_gets_all_once_and_in_order(bool ordered) => Explore(ordered, (3, 4), static stream => [stream]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cancellation_at_any_moment_ends_the_stream(bool ordered) => Explore(ordered, (2, 4), static stream => [stream with { Cancels = true }]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fault_ends_the_others_and_is_thrown(bool ordered) => Explore(ordered, (2, 4), static stream =>
        [.. Enumerable.Range(0, stream.Items).Select(item => stream with { Faults = [item] }), stream with { SourceFaults = true }]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Several_faults_are_thrown_in_the_order_of_the_source(bool ordered) => Explore(ordered, (2, 4), static stream =>
        [stream with { Faults = [0, 1], SourceFaults = true }, stream with { Faults = [0, 2] }, stream with { Faults = [0, 1, 2, 3] }]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reader_that_leaves_waits_for_all_and_hears_of_nothing(bool ordered) => Explore(ordered, (2, 4), static stream =>
        [.. Enumerable.Range(0, stream.Items + 1).SelectMany(results => new[] { stream with { LeavesAfter = results }, stream with { LeavesAfter = results, Faults = [results, stream.Items - 1] } })]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancellation_and_fault_and_leaving_at_once(bool ordered) => Explore(ordered, (1, 3), static stream =>
        [stream with { Cancels = true, LeavesAfter = 1 }, stream with { Cancels = true, Faults = [stream.Items - 1] }, stream with { Cancels = true, SourceFaults = true }]);

    private void Explore(bool ordered, (int Short, int Long) items, Func<StreamScenario, StreamScenario[]> disturb)
    {
        var (scenarios, states) = (0, 0L);
        for (var degree = 1; degree <= 3; degree++)
        {
            for (var buffer = 0; buffer <= 2; buffer++)
            {
                for (var count = 0; count <= (IsLong ? items.Long : items.Short); count++)
                {
                    foreach (var scenario in disturb(new StreamScenario(degree, buffer, count, ordered)))
                    {
                        states += StreamSimulation.Explore(scenario);
                        scenarios++;
                    }
                }
            }
        }

        output.WriteLine($"{scenarios} streams, {states:#,0} states");
        Assert.True(states > scenarios);
    }
}
