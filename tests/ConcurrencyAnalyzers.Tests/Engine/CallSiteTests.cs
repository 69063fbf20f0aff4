using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Which calls a body keeps, and what it notes of each.</summary>
public sealed class CallSiteTests
{
    [Fact]
    public void Calls_into_source_and_catalogued_calls_are_kept_in_order() => Assert.Equal("Sleep Own ReadAllText", new EngineRun("""
        class C
        {
            void M(string s) { Thread.Sleep(1); s.Trim(); Own(); File.ReadAllText(s); }
            void Own() { }
        }
        """).Calls("M"));

    [Fact]
    public void A_call_that_takes_a_delegate_is_kept() => Assert.Equal("Find", new EngineRun("""
        class C { int M(List<int> list) => list.Find(x => x > 0); }
        """).Calls("M"));

    [Fact]
    public void A_nested_call_runs_before_the_call_around_it_and_both_are_kept() => Assert.Equal(
        ["First", "Second"],
        new EngineRun("""
        class C
        {
            int M() => Second(First());
            int First() => 1;
            int Second(int x) => x;
        }
        """).Calls("M").Split(' ').Order());

    [Theory]
    [InlineData("nameof(Own)")]
    [InlineData("typeof(C).Name")]
    [InlineData("\"text\".Trim()")] // not catalogued, no delegate, no source
    public void What_nobody_learns_from_is_not_kept(string expression) => Assert.Equal("", new EngineRun($$"""
        class C
        {
            object M() => {{expression}};
            void Own() { }
        }
        """).Calls("M"));

    [Fact]
    public void A_call_that_is_compiled_away_is_not_kept() => Assert.Equal("", new EngineRun("""
        class C
        {
            void M() => Trace();
            [System.Diagnostics.Conditional("DEBUG")] void Trace() => Thread.Sleep(1);
        }
        """).Calls("M"));

    [Theory]
    [InlineData("Own();", "None")]
    [InlineData("throw new Exception(Text());", "Cold")]
    [InlineData("if (flag) { Own(); throw new Exception(); }", "Cold, Conditional")]
    [InlineData("if (flag) { Own(); }", "Conditional")]
    [InlineData("if (File.Exists(\"x\")) { Own(); }", "None")]
    [InlineData("_ = flag ? Text() : \"\";", "Conditional")]
    [InlineData("if (!flag) return; Own();", "None")]
    [InlineData("try { } catch { Own(); }", "Handler")]
    [InlineData("try { Own(); } catch { }", "None")]
    [InlineData("try { } finally { Own(); }", "None")]
    [InlineData("lock (this) { Own(); }", "Locked")]
    [InlineData("lock (this) { } Own();", "None")]
    [InlineData("while (flag) Own();", "InLoop")]
    [InlineData("foreach (var c in Text()) { }", "None")] // asked once, before the loop
    [InlineData("for (var t = Text(); flag;) { }", "None")]
    [InlineData("for (;flag; Own()) { }", "InLoop")]
    [InlineData("Action a = () => { lock (this) { } Own(); };", "None")]
    [InlineData("lock (this) { Action a = () => Own(); }", "None")] // whoever runs it does not hold the lock
    [InlineData("while (flag) { Action a = () => Own(); }", "None")]
    public void The_surroundings_of_a_call_are_its_traits(string statement, string traits)
    {
        var run = new EngineRun($$"""
            class C
            {
                void M(bool flag) { {{statement}} }
                void Own() { }
                string Text() => "";
            }
            """);

        Assert.Equal(Enum.Parse<CallTraits>(traits), Assert.Single(run.Body("M").SelfAndNested().SelectMany(static body => body.Calls), static call => call.Target.Name is "Own" or "Text").Traits);
    }

    [Theory]
    [InlineData("await Task.Delay(1);", true)]
    [InlineData("await Task.Delay(1).ConfigureAwait(false);", true)]
    [InlineData("var t = Task.Delay(1); await t;", false)]
    [InlineData("await Task.WhenAll(Task.Delay(1));", false)]
    public void A_call_knows_that_it_is_awaited(string statement, bool awaited) => Assert.Equal(awaited, new EngineRun($$"""
        class C { async Task M() { {{statement}} } }
        """).Call("M", "Delay").Has(CallTraits.Awaited));

    [Theory]
    [InlineData("Task M() => Task.Delay(1);", true)]
    [InlineData("object M() { return Task.Delay(1); }", true)]
    [InlineData("Task M() { Task.Delay(1); return Task.CompletedTask; }", false)]
    public void A_call_knows_that_it_is_given_back(string member, bool returned) =>
        Assert.Equal(returned, new EngineRun($"class C {{ {member} }}").Call("M", "Delay").Has(CallTraits.Returned));

    [Theory]
    [InlineData("Thread.Sleep(0)", "Sleep", true)]
    [InlineData("Thread.Sleep(TimeSpan.Zero)", "Sleep", true)]
    [InlineData("Thread.Sleep(default(TimeSpan))", "Sleep", true)]
    [InlineData("Thread.Sleep(new TimeSpan(0, 0, 0))", "Sleep", true)]
    [InlineData("Thread.Sleep(TimeSpan.FromSeconds(0d))", "Sleep", true)]
    [InlineData("Thread.Sleep(TimeSpan.FromSeconds(1d))", "Sleep", false)]
    [InlineData("Thread.Sleep(1)", "Sleep", false)]
    [InlineData("Thread.Sleep(time)", "Sleep", false)]
    [InlineData("task.Wait(0)", "Wait", true)]
    [InlineData("task.Wait(-1)", "Wait", false)]
    public void A_timeout_of_zero_is_a_try(string call, string name, bool isTry) => Assert.Equal(isTry, new EngineRun($$"""
        class C { void M(Task task, int time) { {{call}}; } }
        """).Call("M", name).Has(CallTraits.ZeroTimeout));

    [Fact]
    public void A_call_on_base_means_no_override() => Assert.Equal(
        [true, false],
        new EngineRun("""
        class B { public virtual void Save() { } }
        class D : B { void M() { base.Save(); Save(); } }
        """).Calls("M", "Save").Select(static call => call.Has(CallTraits.Base)));

    [Theory]
    [InlineData("Expression<Func<int>> e = () => Own();", true)]
    [InlineData("Func<int> e = () => Own();", false)]
    public void In_an_expression_tree_nothing_can_be_awaited(string statement, bool inTree) => Assert.Equal(inTree, new EngineRun($$"""
        using System.Linq.Expressions;
        class C
        {
            void M() { {{statement}} }
            int Own() => 1;
        }
        """).Call("M", "Own").Has(CallTraits.InExpressionTree));

    [Theory]
    [InlineData("foreach (var x in Lines()) { }", true)]
    [InlineData("Lines().ToList();", true)]
    [InlineData("Lines().Where(x => x > 1).Count();", true)]
    [InlineData("new List<int>(Lines());", true)]
    [InlineData("int[] all = [.. Lines()];", true)]
    [InlineData("string.Join(\",\", Lines());", true)]
    [InlineData("var lines = Lines();", false)]
    [InlineData("var lines = Lines().Select(x => x);", false)]
    [InlineData("Keep(Lines());", false)] // code in source may keep it
    public void A_sequence_knows_that_it_is_enumerated(string statement, bool enumerated) => Assert.Equal(enumerated, new EngineRun($$"""
        class C
        {
            void M() { {{statement}} }
            IEnumerable<int> Lines() { yield return 1; }
            void Keep(IEnumerable<int> lines) { }
        }
        """).Call("M", "Lines").Has(CallTraits.Enumerated));

    [Fact]
    public void Reading_a_property_is_a_call_of_its_getter()
    {
        var call = new EngineRun("class C { int M(FileInfo file) => (int)file.Length; }").Call("M", "get_Length");

        Assert.Equal("FileInfo", call.ReceiverType?.Name);
    }

    [Fact]
    public void Loop_depth_counts_loops_over_unbounded_ranges_only() => Assert.Equal(
        [0, 1, 1, 2],
        new EngineRun("""
        class C
        {
            void M(int[] rows, int n)
            {
                Own();
                foreach (var row in rows)
                {
                    Own();
                    for (var i = 0; i < 4; i++) Own();
                    for (var i = 0; i < n; i++) Own();
                }
            }
            void Own() { }
        }
        """).Calls("M", "Own").Select(static call => call.LoopDepth));

    [Fact]
    public void The_extension_form_and_the_plain_form_are_one_call()
    {
        var run = new EngineRun("""
            static class Extensions { public static void Own(this Stream stream, bool async) { } }
            class C { void M(MemoryStream s) { s.Own(true); Extensions.Own(s, true); } }
            """);

        var (reduced, plain) = run.Calls("M", "Own").ToList() is [var one, var other] ? (one, other) : default;
        Assert.Equal(plain.Argument(0).Kind, reduced.Argument(0).Kind);
        Assert.Equal(ConcurrencyAnalyzers.Catalog.OriginKind.Memory, reduced.Argument(0).Kind);
        Assert.True(reduced.Passed(1).Truth);
        Assert.True(plain.Passed(1).Truth);
    }

    [Fact]
    public void Arguments_that_say_nothing_are_unknown()
    {
        var call = new EngineRun("class C { void M(int x) => Own(x); void Own(int x) { } }").Call("M", "Own");

        Assert.True(call.Argument(0).IsUnknown);
        Assert.True(call.Argument(31).IsUnknown);
        Assert.True(call.Passed(7).IsUnknown);
    }
}
