using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What a caller gets from its callees.</summary>
public sealed class SummaryTests
{
    [Theory]
    [InlineData("void M() => Save();", "File")]
    [InlineData("void M() { while (true) Save(); }", "File per iteration")]
    [InlineData("void M() { while (true) Twice(); } void Twice() => Save();", "File per iteration")]
    [InlineData("void M() => Many(); void Many() { while (true) Save(); }", "File per iteration")]
    [InlineData("void M() { throw new Exception(Text()); } string Text() { Save(); return \"\"; }", "")] // only on the way out
    [InlineData("void M() { try { } catch { Save(); } }", "")]
    [InlineData("void M() { Save(); Thread.Sleep(1); Task.CompletedTask.Wait(1); Console.WriteLine(); }", "File, Sleep, Console")]
    [InlineData("void M() { }", "")]
    public void Effects_flow_to_the_caller(string members, string effects) => Assert.Equal(effects, Program(members).Effects("M"));

    [Theory]
    [InlineData("void M() { _ = Async(); }", "AwaitsIo")] // told at the callee
    [InlineData("Task M() => Async();", "AwaitsIo")]
    [InlineData("async Task M() => await Async();", "AwaitsIo")]
    [InlineData("void M() => Async().Wait();", "JoinTask, AwaitsIo")]
    [InlineData("Task M() { Save(); return Async(); }", "File, AwaitsIo")]
    [InlineData("void M() => Fake(); Task Fake() { Save(); return Task.CompletedTask; }", "")] // asynchronous by its shape
    [InlineData("void M() => Forget(); async void Forget() { Save(); await Task.Delay(1); }", "AwaitsIo")]
    public void Of_asynchronous_code_a_caller_gets_that_it_awaits(string members, string effects) => Assert.Equal(effects, Program(members).Effects("M"));

    [Theory]
    [InlineData("void M() { Lines(); }", "")]
    [InlineData("void M() { foreach (var line in Lines()) { } }", "File")]
    [InlineData("void M() { Lines().ToList(); }", "File")]
    [InlineData("IEnumerable<int> M() => Lines();", "")]
    [InlineData("IEnumerable<int> M() { foreach (var line in Lines()) yield return line; }", "File")]
    public void What_is_deferred_happens_where_it_is_enumerated(string members, string effects) =>
        Assert.Equal(effects, Program(members + " IEnumerable<int> Lines() { Save(); yield return 1; }").Effects("M"));

    // A chain inside a knot is that of the answer in the end, not of the way there.
    [Theory]
    [InlineData("A")]
    [InlineData("E")]
    public void A_chain_does_not_depend_on_who_asks_first(string first)
    {
        var run = Program("void A() => B(); void B() { E(); X(); } void E() { A(); Save(); } void X() => Save();");
        run.Summary(first);

        Assert.Equal("B → E → Save → File.WriteAllText", Shown(run.Summary("A")));

        static string Shown(Summary summary) => string.Join(" → ", summary.Effects.Single().Witness.Hops().Select(static hop => hop.Member is { ContainingType.Name: "File" } api ? "File." + api.Name : hop.Member.Name));
    }

    [Theory]
    [InlineData("[return: Load(\"x\")] [Load(\"x\")] void M([Load(\"x\")] int a) { }", "")]
    public void An_attribute_is_no_call_of_its_member(string member, string effects)
    {
        var run = new EngineRun($"class LoadAttribute : Attribute {{ public LoadAttribute(string path) => File.ReadAllText(path); }} class C {{ {member} }}");

        Assert.Equal(effects, run.Effects("M"));
    }

    [Fact]
    public void The_shortest_chain_is_the_witness()
    {
        var run = Program("void M() { Far(); Near(); } void Far() => Nearer(); void Nearer() => Near(); void Near() => Save();");

        Assert.Equal("Near → Save → File.WriteAllText", run.Chain("M"));
    }

    [Fact]
    public void Of_chains_of_one_length_the_first_in_the_source_is_the_witness() => Assert.Equal(
        "First → File.WriteAllText",
        Program("""
        void M() { if (DateTime.Now.Ticks > 0) First(); else Second(); }
        void Second() => File.WriteAllText("y", "");
        void First() => File.WriteAllText("x", "");
        """).Chain("M"));

    [Theory]
    [InlineData(Witness.MaximumLength, "Sleep")]
    [InlineData(Witness.MaximumLength + 1, "")]
    public void A_chain_longer_than_the_maximum_is_not_told(int length, string effects)
    {
        var chain = string.Concat(Enumerable.Range(1, length - 1).Select(static i => $"void M{i}() => M{i + 1}(); "));

        Assert.Equal(effects, new EngineRun($"class C {{ {chain} void M{length}() => Thread.Sleep(1); }}").Effects("M1"));
    }

    [Fact]
    public void The_hops_are_the_places_of_the_calls()
    {
        var witness = Program("void M() => Middle(); void Middle() => Save();").Summary("M").Effects.Single().Witness;

        Assert.Equal(["Middle()", "Save()", "File.WriteAllText(\"x\", \"\")"], witness.Hops().Select(static hop => hop.Site!.ToString()));
    }

    [Fact]
    public void A_call_is_asked_for_alone()
    {
        var run = Program("void M() { Save(); Thread.Sleep(1); }");

        Assert.Equal("File", EngineRun.Text(run.Model.EffectsOf(run.Body("M"), run.Call("M", "Save"), EngineRun.Cancellation)));
        Assert.Equal("Sleep", EngineRun.Text(run.Model.EffectsOf(run.Body("M"), run.Call("M", "Sleep"), EngineRun.Cancellation)));
    }

    [Theory]
    [InlineData("Task.Run(() => Save())", "File")]
    [InlineData("Task.Run(Save)", "File")]
    [InlineData("Task.Run(() => { })", "")]
    [InlineData("Task.Run(() => Async())", "AwaitsIo")]
    public void A_delegate_is_asked_for_alone(string call, string effects)
    {
        var run = Program($"void M() => {call};");

        Assert.Equal(effects, EngineRun.Text(run.Model.EffectsOf(Assert.Single(run.Call("M", "Run").Delegates), EngineRun.Cancellation)));
    }

    [Theory]
    [InlineData("void Own(Action a) => a();", true)]
    [InlineData("void Own(Action a) => Task.Run(a);", false)]
    [InlineData("void Own(Action a) { }", false)]
    public void A_method_of_this_program_runs_its_delegate_or_does_not(string member, bool inline)
    {
        var run = Program($"void M() => Own(() => Save()); {member}");
        var call = run.Call("M", "Own");

        Assert.Equal(inline, run.Model.RunsInline(call, call.Delegates[0], EngineRun.Cancellation));
        Assert.Equal(inline ? "File" : "", run.Effects("M"));
    }

    [Fact]
    public void All_that_a_virtual_call_may_reach_have_to_run_the_delegate() => Assert.Equal("", Program("""
        void M(IRunner r) => r.Run(Save);
        interface IRunner { void Run(Action a); }
        class Now : IRunner { public void Run(Action a) => a(); }
        class Later : IRunner { public void Run(Action a) => Task.Run(a); }
        """).Effects("M"));

    [Fact]
    public void Partial_methods_are_one_method() => Assert.Equal("Sleep", new EngineRun(
        "partial class C { void M() => Part(); private partial void Part(); }",
        "partial class C { private partial void Part() => Thread.Sleep(1); }").Effects("M"));

    [Fact]
    public void A_question_that_is_cancelled_can_be_asked_again()
    {
        var run = Program("void M() => Save();");
        var body = run.Body("M");

        Assert.Throws<OperationCanceledException>(() => run.Model.SummaryOf(body, new CancellationToken(canceled: true)));
        Assert.Equal("File", run.Effects("M"));
    }

    private static EngineRun Program(string members) => new($$"""
        class C
        {
            {{members}}
            void Save() => File.WriteAllText("x", "");
            async Task Async() { Thread.Sleep(1); await File.WriteAllTextAsync("x", ""); }
        }
        """);
}
