using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Where lambdas go, and which use that gives them.</summary>
public sealed class DestinationTests
{
    [Theory]
    [InlineData("Task.Run(() => { });", "Pool")]
    [InlineData("Task.Run((Action)(() => { }));", "Pool")]
    [InlineData("Task.Run(new Action(() => { }));", "Pool")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => { });", "Pool")]
    [InlineData("Task.Factory.StartNew(() => { });", "Pool")]
    [InlineData("Task.Factory.StartNew(() => { }, TaskCreationOptions.LongRunning);", "LongRunning")]
    [InlineData("new TaskFactory(TaskCreationOptions.LongRunning, TaskContinuationOptions.None).StartNew(() => { });", "LongRunning")]
    [InlineData("var f = new TaskFactory(TaskCreationOptions.LongRunning, TaskContinuationOptions.None); f.StartNew(() => { });", "LongRunning")]
    [InlineData("var f = new TaskFactory(TaskCreationOptions.None, TaskContinuationOptions.None); f.StartNew(() => { });", "Pool")]
    [InlineData("Task.Factory.StartNew(() => { }, default, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);", "LongRunning")]
    [InlineData("Task.Factory.StartNew(_ => { }, TaskCreationOptions.LongRunning);", "LongRunning")] // bound to the state parameter, which CONC504 tells: it is what was meant
    [InlineData("Task.Factory.StartNew(() => { }, TaskCreationOptions.DenyChildAttach);", "Pool")]
    [InlineData("TaskCreationOptions o = default; Task.Factory.StartNew(() => { }, o);", "Pool")]
    [InlineData("TaskCreationOptions o = default; Task.Factory.StartNew(() => { }, o | TaskCreationOptions.LongRunning);", "LongRunning")] // whatever else it asks for
    [InlineData("TaskCreationOptions o = default; Task.Factory.StartNew(() => { }, o & TaskCreationOptions.LongRunning);", "Pool")]
    [InlineData("new Task(() => { }, TaskCreationOptions.LongRunning);", "LongRunning")]
    [InlineData("new Task(() => { });", "Stored")]
    [InlineData("new Thread(() => { });", "Thread")]
    [InlineData("new Timer(_ => { });", "Timer")]
    [InlineData("Parallel.For(0, 9, i => { });", "Parallel")]
    [InlineData("Parallel.ForEach(list, i => { });", "Parallel")]
    [InlineData("Parallel.ForEachAsync(list, (i, token) => default);", "AsyncLoop")]
    [InlineData("list.AsParallel().Select(i => i);", "Plinq")]
    [InlineData("list.ForEach(i => { });", "Inline")]
    [InlineData("list.Any(i => i > 0);", "Inline")]
    [InlineData("list.Select(i => i);", "Deferred")]
    [InlineData("Enumerable.Select(list, i => i);", "Deferred")]
    [InlineData("Task.CompletedTask.ContinueWith(_ => { });", "Continuation")]
    [InlineData("new Lazy<int>(() => 1);", "Once")]
    [InlineData("Changed += () => { };", "Event")]
    [InlineData("Changed -= (Action)(() => { });", "Event")]
    [InlineData("Own(() => { });", "Unknown")]
    [InlineData("Action a = () => { };", "Unknown")]
    [InlineData("Action a; a = () => { };", "Unknown")]
    [InlineData("field = () => { };", "Stored")]
    [InlineData("new List<Action> { () => { } };", "Unknown")]
    [InlineData("Parallel.Invoke(() => { });", "Parallel")] // the parameter takes an array
    public void A_lambda_knows_where_it_goes(string statement, string use) => Assert.Equal(Enum.Parse<DelegateUse>(use), Assert.Single(Run(statement).Lambdas("M")).Use);

    [Fact]
    public void Every_lambda_of_several_knows_where_it_goes() => Assert.Equal(
        [DelegateUse.Parallel, DelegateUse.Parallel], Run("Parallel.Invoke(() => { }, () => { });").Lambdas("M").Select(static lambda => lambda.Use));

    [Fact]
    public void A_method_group_and_a_local_function_are_delegates_of_their_call()
    {
        var run = Run("Task.Run(Other); Task.Run(Local); void Local() { }");

        Assert.Equal(["Other", null], run.Calls("M", "Run").Select(static call => Assert.Single(call.Delegates).Method?.Name));
        Assert.Equal([null, "Local"], run.Calls("M", "Run").Select(static call => Assert.Single(call.Delegates).Body?.Symbol.Name));
    }

    [Fact]
    public void A_lambda_in_a_local_is_the_delegate_of_the_call_that_is_given_the_local() =>
        Assert.NotNull(Assert.Single(Run("Action work = () => { }; Task.Run(work);").Call("M", "Run").Delegates).Body);

    [Fact]
    public void A_local_that_is_given_two_lambdas_is_neither() =>
        Assert.Empty(Run("Action work = () => { }; work = () => Own(null!); Task.Run(work);").Call("M", "Run").Delegates);

    [Theory]
    [InlineData("list.Select(Slow)", "")]
    [InlineData("list.Select(x => Slow(x))", "")]
    [InlineData("list.Select(x => Slow(x)).ToList()", "Sleep")]
    [InlineData("list.Where(x => x > 0).Select(Slow).Sum()", "Sleep")]
    [InlineData("(from x in list select Slow(x)).ToArray()", "Sleep")]
    [InlineData("from x in list select Slow(x)", "")]
    [InlineData("list.ConvertAll(Slow)", "Sleep")]
    [InlineData("list.Max(Slow)", "Sleep")]
    [InlineData("Task.Run(() => Slow(1))", "")]
    [InlineData("new Thread(() => Slow(1))", "")]
    public void Work_counts_on_the_thread_that_runs_it(string expression, string effects) => Assert.Equal(effects, Run($"_ = {expression};").Effects("M"));

    [Theory]
    [InlineData("IEnumerable<int>", true)]
    [InlineData("System.Collections.IEnumerable", true)]
    [InlineData("IOrderedEnumerable<int>", true)]
    [InlineData("IQueryable<int>", true)]
    [InlineData("List<int>", false)]
    [InlineData("IReadOnlyList<int>", false)]
    [InlineData("int[]", false)]
    [InlineData("string", false)]
    public void A_lazy_sequence_is_one_by_its_type(string type, bool isLazy) =>
        Assert.Equal(isLazy, Destinations.IsLazySequence(new EngineRun($"class C {{ {type} M() => throw new Exception(); }}").Method("M").ReturnType));

    private static EngineRun Run(string statement) => new($$"""
        class C
        {
            Action? field;
            event Action? Changed { add { } remove { } }
            void M(List<int> list) { {{statement}} }
            void Own(Action a) { }
            void Other() { }
            int Slow(int x) { Thread.Sleep(1); return x; }
        }
        """);
}
