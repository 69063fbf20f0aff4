using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Bodies that serve synchronous and asynchronous callers alike.</summary>
public sealed class FlagParameterTests
{
    [Theory]
    [InlineData("int x, bool async", 1, false)]
    [InlineData("bool isAsync", 0, false)]
    [InlineData("bool sync", 0, true)]
    [InlineData("bool runSynchronously, bool async", 1, false)]
    [InlineData("bool flag", -1, false)]
    [InlineData("string async", -1, false)]
    [InlineData("bool asynchronousMode", -1, false)]
    public void The_flag_is_a_bool_with_a_telling_name(string parameters, int ordinal, bool meansSync)
    {
        var body = new EngineRun($"class C {{ void M({parameters}) {{ }} }}").Body("M");

        Assert.Equal((ordinal, meansSync), (body.FlagParameter, body.FlagMeansSync));
    }

    [Theory]
    [InlineData("if (async) Own();", "WhenFlagTrue")]
    [InlineData("if (!async) Own();", "WhenFlagFalse")]
    [InlineData("if (async) { } else Own();", "WhenFlagFalse")]
    [InlineData("if (async && n > 0) Own();", "WhenFlagTrue")]
    [InlineData("if (async && n > 0) { } else Own();", "None")] // n decides, too
    [InlineData("if (async || n > 0) Own();", "None")]
    [InlineData("if (async || n > 0) { } else Own();", "WhenFlagFalse")]
    [InlineData("if (async) return; Own();", "WhenFlagFalse")]
    [InlineData("if (!async) { return; } Own();", "WhenFlagTrue")]
    [InlineData("if (async) { n++; } Own();", "None")]
    [InlineData("_ = async ? Own() : 0;", "WhenFlagTrue")]
    [InlineData("_ = async ? 0 : Own();", "WhenFlagFalse")]
    [InlineData("if (n > 0) Own();", "None")]
    [InlineData("if (async) { Action later = () => Own(); }", "WhenFlagTrue")] // the flag around still decides
    [InlineData("Action later = () => { if (!async) Own(); };", "WhenFlagFalse")]
    public void A_branch_on_the_flag_marks_its_calls(string statement, string trait)
    {
        var traits = new EngineRun($$"""
            class C
            {
                void M(int n, bool async) { {{statement}} }
                int Own() => 1;
            }
            """).Call("M", "Own").Traits;

        Assert.Equal(Enum.Parse<CallTraits>(trait), traits & (CallTraits.WhenFlagTrue | CallTraits.WhenFlagFalse));
    }

    [Theory]
    [InlineData("Core(false)", "Sleep")]
    [InlineData("Core(async: true)", "")]
    [InlineData("Core(Environment.HasShutdownStarted)", "Sleep maybe")] // not known
    public void A_constant_flag_selects_the_branch(string call, string effects) => Assert.Equal(effects, Program($"void M() => {call};").Effects("M"));

    [Theory]
    [InlineData("M(false)", "Sleep")]
    [InlineData("M(true)", "")]
    public void A_flag_that_is_handed_on_selects_the_branch_further_down(string call, string effects) =>
        Assert.Equal(effects, Program($"void M(bool async) => Core(async); void Caller() => {call};").Effects("Caller"));

    [Fact]
    public void A_flag_that_is_changed_selects_nothing()
    {
        var run = new EngineRun("""
            class C
            {
                void M() => Core(true);
                void Core(bool async)
                {
                    async &= DateTime.Now.Ticks > 0;
                    if (!async)
                    {
                        Thread.Sleep(1);
                    }
                }
            }
            """);

        Assert.Equal("Sleep maybe", run.Effects("M"));
    }

    [Fact]
    public void A_flag_that_means_synchronous_selects_the_other_branch()
    {
        var run = new EngineRun("""
            class C
            {
                void Sync() => Core(sync: true);
                void Async() => Core(sync: false);
                void Core(bool sync) { if (sync) Thread.Sleep(1); }
            }
            """);

        Assert.Equal("Sleep", run.Effects("Sync"));
        Assert.Equal("", run.Effects("Async"));
    }

    [Fact]
    public void Recursion_under_both_flags_is_two_questions()
    {
        var run = Program("void A(bool async) { B(async); Core(async); } void B(bool async) { if (DateTime.Now.Ticks > 0) A(async); } void Sync() => A(false); void Async() => A(true);");

        Assert.Equal("Sleep", run.Effects("Sync"));
        Assert.Equal("", run.Effects("Async"));
    }

    [Theory]
    [InlineData("void M() { Core(false, Other()); }", "Sleep")]
    [InlineData("void M() { Core(true, Other()); }", "Sleep")] // the argument is evaluated, whatever the flag
    public void Arguments_are_evaluated_under_either_flag(string member, string effects) => Assert.Equal(effects, new EngineRun($$"""
        class C
        {
            {{member}}
            int Other() { Thread.Sleep(1); return 1; }
            void Core(bool async, int x) { }
        }
        """).Effects("M"));

    private static EngineRun Program(string members) => new($$"""
        class C
        {
            {{members}}
            void Core(bool async)
            {
                if (!async)
                {
                    Thread.Sleep(1);
                }
            }
        }
        """);
}
