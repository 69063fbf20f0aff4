using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Where a delegate runs that a method of the same project is given.</summary>
public sealed class ForwardingTests
{
    [Theory]
    [InlineData("void Give(Action work) => work();", "Inline")]
    [InlineData("void Give(Action work) => work?.Invoke();", "Inline")]
    [InlineData("void Give(Action work) { for (var i = 0; i < 3; i++) { try { work(); return; } catch (IOException) { } } }", "Inline")]
    [InlineData("Task Give(Action work) => Task.Run(work);", "Pool")]
    [InlineData("Task Give(Action work) => Task.Run(() => work());", "Pool")]
    [InlineData("Task Give(Action work) => Task.Run(() => { try { work(); } finally { done = true; } });", "Pool")]
    [InlineData("Task Give(Action work) => Task.Factory.StartNew(work, TaskCreationOptions.LongRunning);", "LongRunning")]
    [InlineData("void Give(Action work) => new Thread(() => work()).Start();", "Thread")]
    [InlineData("void Give(Action work) => new Timer(_ => work(), null, 0, 1);", "Timer")]
    [InlineData("void Give(Action work) => Parallel.For(0, 9, _ => work());", "Parallel")]
    [InlineData("void Give(Action work) => Task.Run(() => new Thread(() => work()).Start());", "Thread")] // the nearest
    [InlineData("void Give(Action work) => Other(work); void Other(Action work) => Task.Run(work);", "Pool")]
    [InlineData("void Give(Action work) => Other(() => work()); void Other(Action work) => Task.Run(work);", "Pool")]
    [InlineData("void Give(Action work) { Inner(); void Inner() => Task.Run(() => work()); }", "Pool")]
    [InlineData("void Give(Action work) => kept = work;", "Unknown")]
    [InlineData("void Give(Action work) { }", "Unknown")]
    [InlineData("void Give(Action work) { if (done) { work(); } else { Task.Run(work); } }", "Unknown")] // one thing here and another there
    [InlineData("void Give(Action work) { if (!done) { Give(work); } }", "Unknown")]
    [InlineData("void Give(Action work) { if (!done) { Give(work); } Task.Run(work); }", "Unknown")]
    public void A_method_passes_its_vehicle_on(string members, string use)
    {
        var run = new EngineRun($"#pragma warning disable\nclass C {{ bool done; Action? kept; void M() => Give(() => Thread.Sleep(1)); {members} }}");

        Assert.Equal(Enum.Parse<DelegateUse>(use), UseOf(run));
    }

    [Fact]
    public void All_that_a_contract_may_reach_have_to_agree()
    {
        const string Contract = "interface IRun { void Give(Action work); } class A : IRun { public void Give(Action work) => Task.Run(work); } class C { void M(IRun runner) => runner.Give(() => { }); } ";

        Assert.Equal(DelegateUse.Pool, UseOf(new EngineRun(Contract)));
        Assert.Equal(DelegateUse.Unknown, UseOf(new EngineRun(Contract + "class B : IRun { public void Give(Action work) => work(); }")));
    }

    [Fact]
    public void What_the_table_says_needs_no_body() => Assert.Equal(DelegateUse.Pool, UseOf(new EngineRun("class C { void M() => ThreadPool.QueueUserWorkItem(_ => { }); }")));

    [Fact]
    public void A_command_runs_what_it_is_given_on_the_thread_of_the_user_interface()
    {
        const string Command = "class Relay(Action work) : System.Windows.Input.ICommand { public event EventHandler? CanExecuteChanged; public bool CanExecute(object? p) => true; public void Execute(object? p) => work(); } ";

        Assert.Equal(DelegateUse.Ui, UseOf(new EngineRun("#pragma warning disable\n" + Command + "class C { object M() => new Relay(() => { }); }")));
    }

    private static DelegateUse UseOf(EngineRun run)
    {
        var call = run.Body("C.M").Calls.Single(static call => !call.Delegates.IsEmpty);
        return run.Model.UseOf(call, Assert.Single(call.Delegates), EngineRun.Cancellation);
    }
}
