namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>
/// Every order of the steps of those who come to a line of slots, wait, cancel, give back, and close it: in each state the slots add up and nobody waits while one is free; in each end everybody has had a slot, in
/// turn, or knows why not, and all slots are back (<see cref="SlotLineSimulation"/>).
/// </summary>
public sealed class SlotLineInterleavingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    public void All_get_their_turn(int slots, int takers) => Explore(() => new SlotLineSimulation(slots, takers));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    public void Who_is_canceled_has_a_slot_or_has_none_and_nobody_loses_one(int slots, int takers) => Explore(() => new SlotLineSimulation(slots, takers) { Cancels = true });

    [Theory]
    [InlineData(1, 3, 0)]
    [InlineData(1, 3, 1)]
    [InlineData(2, 4, 1)]
    public void The_line_is_never_longer_than_it_may_be(int slots, int takers, int capacity) => Explore(() => new SlotLineSimulation(slots, takers) { Capacity = capacity });

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    public void A_sealed_line_drains_once_all_have_had_their_turn(int slots, int takers) => Explore(() => new SlotLineSimulation(slots, takers) { Seals = true });

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    public void A_sealed_line_whose_waiters_are_dismissed_and_canceled_drains(int slots, int takers) => Explore(() => new SlotLineSimulation(slots, takers) { Seals = true, Evicts = true, Cancels = true });

    private void Explore(Func<Simulation> begin)
    {
        var states = Simulation.Explore(begin);
        output.WriteLine($"{states:#,0} states");
        Assert.True(states > 10);
    }
}
