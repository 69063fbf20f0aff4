using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Precision.Mutations;

namespace ConcurrencyAnalyzers.Tests.Precision;

public sealed class ExpectationTests
{
    [Fact]
    public void A_cell_with_a_rule_of_this_version_is_expected()
    {
        var expected = Of("async method", "File.ReadAllText", "CONC201");

        Assert.True(expected.IsImplemented);
        Assert.Equal(["CONC201"], expected.Rules);
        Assert.Equal([Vehicle.AsyncCode], expected.Vehicles);
    }

    [Fact]
    public void A_cell_whose_rule_is_yet_to_come_is_not() => Assert.False(Of("Threading.Timer", "TcpClient.Connect", "CONC201").IsImplemented);

    [Fact]
    public void It_is_as_soon_as_the_rule_is_there() => Assert.True(Of("Threading.Timer", "TcpClient.Connect", "CONC201", "CONC207").IsImplemented);

    [Fact]
    public void A_vehicle_without_a_rule_leaves_the_word_to_the_next()
    {
        Assert.Equal(["CONC201"], Of("lock in async code", "TcpClient.Connect", "CONC201").Rules);
        Assert.Equal(["CONC308"], Of("lock in async code", "TcpClient.Connect", "CONC201", "CONC308").Rules);
    }

    [Fact]
    public void Each_kind_of_waiting_has_its_rule_in_async_code()
    {
        Assert.Equal(["CONC303"], Of("async lambda", "Thread.Sleep", "CONC301", "CONC303").Rules);
        Assert.Equal(["CONC301"], Of("async lambda", "Task.Wait", "CONC301", "CONC303").Rules);
    }

    [Fact]
    public void Of_several_rules_for_asynchronous_work_on_the_pool_the_one_for_the_construct_counts()
    {
        Assert.Equal(["CONC404"], Of("StartNew with an async lambda", "asynchronous I/O", "CONC401").Rules);
        Assert.Equal(["CONC401"], Of("await Task.Run over async", "asynchronous I/O", "CONC401").Rules);
    }

    [Theory]
    [InlineData("dedicated thread", "TcpClient.Connect")]
    [InlineData("LongRunning task", "SemaphoreSlim.Wait")]
    [InlineData("async method", "completed task")]
    public void What_fits_is_expected_to_be_silent(string construct, string workload) => Assert.True(Of(construct, workload, "CONC201", "CONC205").IsSilence);

    [Fact]
    public void Names_are_unique()
    {
        Assert.Distinct(Construct.All.Select(static construct => construct.Name));
        Assert.Distinct(WorkloadTemplate.All.Select(static workload => workload.Name));
        Assert.Distinct(Carrier.All.Select(static carrier => carrier.Name));
    }

    private static Expectation Of(string construct, string workload, params string[] implemented) =>
        Expectation.Of(Construct.All.Single(c => c.Name == construct), WorkloadTemplate.All.Single(w => w.Name == workload), implemented.Contains);
}
