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

    [Theory]
    [InlineData("Windows Forms handler", "pairs in an array", "CONC102")]
    [InlineData("ForEachAsync that awaits nothing", "a thousand rounds", "CONC103")]
    [InlineData("Task.Run for each item", "arithmetic", "CONC104")]
    [InlineData("Parallel.For", "arithmetic", "CONC105")]
    [InlineData("AsParallel behind the work", "matrix product", "CONC106")]
    [InlineData("Parallel.For, 64 wide", "matrix product", "CONC107")]
    [InlineData("sum under a lock", "square root", "CONC108")]
    [InlineData("loop in a method with a token", "branching recursion", "CONC109")]
    [InlineData("thread for each item", "key derivation", "CONC101")]
    [InlineData("thread for each item", "hash of a few bytes", "CONC502")]
    [InlineData("WhenAll over lines of a file", "HttpClient.GetStringAsync", "CONC501")]
    [InlineData("LongRunning for each item", "key derivation", "CONC503")]
    [InlineData("token in the place of the state", "arithmetic", "CONC504")]
    [InlineData("WhenAll over input", "TcpClient.ConnectAsync", "CONC506")]
    public void A_condition_of_a_cell_and_what_is_beside_the_cells_decide_where_they_hold(string construct, string workload, string rule) => Assert.Equal([rule], OfComputing(construct, workload).Rules);

    [Theory]
    [InlineData("Windows Forms handler", "arithmetic")]
    [InlineData("Parallel.For", "matrix product")]
    [InlineData("Parallel.For", "a thousand rounds")]
    [InlineData("Parallel.For, 64 wide", "a thousand rounds")]
    [InlineData("sum under a lock", "matrix product")]
    [InlineData("sum of each thread", "arithmetic")]
    [InlineData("loop in a method with a token", "arithmetic")]
    [InlineData("loop that looks at its token", "matrix product")]
    [InlineData("one Task.Run", "arithmetic")]
    [InlineData("PLINQ Select", "arithmetic")]
    [InlineData("thread with a stack of its own for each item", "arithmetic")]
    [InlineData("LongRunning that computes", "matrix product")]
    [InlineData("WhenAll behind a semaphore", "HttpClient.GetStringAsync")]
    public void Where_none_holds_they_fit(string construct, string workload) => Assert.True(OfComputing(construct, workload).IsSilence);

    [Fact]
    public void Conditions_are_in_the_words_of_the_table()
    {
        var conditions = WorkloadTable.Rows.SelectMany(static row => Enum.GetValues<Workload>().SelectMany(column => row.Cell(column))).Select(static entry => entry.When).OfType<string>().ToHashSet(StringComparer.Ordinal);

        Assert.Subset(conditions, ComputingConstructs.All.SelectMany(static construct => construct.Holds).ToHashSet(StringComparer.Ordinal));
        Assert.Subset(WorkloadTable.Beside.Select(static beside => beside.Takes).ToHashSet(StringComparer.Ordinal), ComputingConstructs.All.Select(static construct => construct.Beside).OfType<string>().ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_are_unique()
    {
        Assert.Distinct(ComputingConstructs.All.Select(static construct => construct.Name));
        Assert.Distinct(Computations.All.Concat(Computations.Asynchronous).Select(static workload => workload.Name));
        Assert.Distinct(Construct.All.Select(static construct => construct.Name));
        Assert.Distinct(WorkloadTemplate.All.Select(static workload => workload.Name));
        Assert.Distinct(Carrier.All.Select(static carrier => carrier.Name));
    }

    private static Expectation OfComputing(string construct, string workload) => Expectation.Of(
        ComputingConstructs.All.Single(c => c.Name == construct), Computations.All.Concat(Computations.Asynchronous).Single(w => w.Name == workload), ImplementedRules.Contains);

    private static Expectation Of(string construct, string workload, params string[] implemented) =>
        Expectation.Of(Construct.All.Single(c => c.Name == construct), WorkloadTemplate.All.Single(w => w.Name == workload), implemented.Contains);
}
