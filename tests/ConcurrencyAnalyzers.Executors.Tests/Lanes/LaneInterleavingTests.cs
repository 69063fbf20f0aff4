namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>
/// Every order of a lane's steps, for scenarios small enough to try them all: after each step the lane is checked for lost wake-ups and broken bounds, and in the end for work that ran not once, or not in
/// its turn, and for threads that are left (<see cref="LaneSimulation"/>).
/// </summary>
public sealed class LaneInterleavingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void Two_submitters_lose_nothing(int threads, int searching) => Explore(threads, searching, static lane =>
    {
        var queue = lane.Queue(limit: 2);
        lane.Submits(lane.Entry(queue));
        lane.Submits(lane.Entry(queue));
    });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void One_submitter_after_another_piece_loses_nothing(int threads, int searching) => Explore(threads, searching, static lane =>
    {
        var queue = lane.Queue(limit: 2);
        lane.Submits(lane.Entry(queue), lane.Entry(queue), lane.Entry(queue));
    });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void What_is_cancelled_runs_or_is_removed_and_never_both(int threads, int searching) => Explore(threads, searching, static lane =>
    {
        var queue = lane.Queue(limit: 2);
        var cancelled = lane.Entry(queue);
        lane.Submits(cancelled, lane.Entry(queue));
        lane.Cancels(cancelled);
    });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void A_thread_that_goes_home_takes_no_work_with_it(int threads, int searching) => Explore(threads, searching, static lane =>
    {
        var queue = lane.Queue(limit: 2);
        lane.Submits(lane.Entry(queue), lane.Entry(queue));
        lane.Retires();
    });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void Closing_refuses_or_finishes_and_ends_every_thread(int threads, int searching) => Explore(threads, searching, static lane =>
    {
        var queue = lane.Queue(limit: 2);
        lane.Closes();
        lane.Submits(lane.Entry(queue), lane.Entry(queue));
    });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void A_queue_whose_last_work_is_cancelled_while_it_closes_is_drained(int threads, int searching) => Explore(threads, searching, static lane =>
    {
        var queue = lane.Queue(limit: 1);
        var last = lane.Entry(queue);
        lane.Closes();
        lane.Submits(last);
        lane.Cancels(last);
    });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void Who_comes_while_the_queue_closes_is_refused_or_served(int threads, int searching) => Explore(threads, searching, static lane =>
    {
        var queue = lane.Queue(limit: 1);
        lane.Closes();
        lane.Submits(lane.Entry(queue));
        lane.Submits(lane.Entry(queue));
    });

    [Theory]
    [InlineData(QueueFull.Wait)]
    [InlineData(QueueFull.Reject)]
    public void A_full_queue_is_never_fuller(QueueFull whenFull) => Explore(1, 1, lane =>
    {
        var queue = lane.Queue(limit: 1, capacity: 1, whenFull);
        var second = lane.Entry(queue);
        lane.Submits(lane.Entry(queue), second, lane.Entry(queue));
        lane.Cancels(second);
    });

    [Theory]
    [InlineData(QueueFull.Wait)]
    [InlineData(QueueFull.Reject)]
    public void A_queue_without_capacity_takes_what_there_are_seats_for(QueueFull whenFull) => Explore(2, 1, lane =>
    {
        var queue = lane.Queue(limit: 1, capacity: 0, whenFull);
        lane.Submits(lane.Entry(queue));
        lane.Submits(lane.Entry(queue));
    });

    [Fact]
    public void Queues_that_share_threads_keep_their_own_limits() => Explore(2, 2, static lane =>
    {
        var narrow = lane.Queue(limit: 1, isAlone: false);
        var wide = lane.Queue(limit: 2, isAlone: false);
        lane.Submits(lane.Entry(narrow), lane.Entry(narrow));
        lane.Submits(lane.Entry(wide));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_loop_is_joined_until_its_seats_are_taken_or_it_is_removed(int threads) => Explore(threads, 1, static lane =>
    {
        var queue = lane.Queue(limit: 2);
        var loop = lane.Entry(queue, seats: 2);
        lane.Submits(loop, lane.Entry(queue));
        lane.Cancels(loop);
    });

    private void Explore(int threads, int searching, Action<LaneSimulation> arrange)
    {
        var orders = LaneSimulation.Explore(threads, searching, arrange);
        output.WriteLine($"{orders} orders");
        Assert.True(orders > 1);
    }
}
