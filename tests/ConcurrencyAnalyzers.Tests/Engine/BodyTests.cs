using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>The shape of bodies, and how lambdas and local functions nest in them.</summary>
public sealed class BodyTests
{
    [Theory]
    [InlineData("void M() { }", false)]
    [InlineData("async void M() { }", true)]
    [InlineData("async Task M() { }", true)]
    [InlineData("Task M() => null!;", true)]
    [InlineData("Task<int> M() => null!;", true)]
    [InlineData("ValueTask M() => default;", true)]
    [InlineData("IAsyncEnumerable<int> M() => null!;", true)]
    [InlineData("System.Runtime.CompilerServices.YieldAwaitable M() => default;", true)]
    [InlineData("object M() => Task.CompletedTask;", false)]
    [InlineData("IEnumerable<Task> M() => [];", false)]
    [InlineData("Task[] M() => [];", false)]
    public void Asynchronous_code_returns_an_awaitable(string member, bool isAsyncCode) =>
        Assert.Equal(isAsyncCode, new EngineRun($"#pragma warning disable\nclass C {{ {member} }}").Body("M").IsAsyncCode);

    [Theory]
    [InlineData("IEnumerable<int> M() { yield return 1; }", true)]
    [InlineData("IEnumerable<int> M() { yield break; }", true)]
    [InlineData("IEnumerable<int> M() => [1];", false)]
    [InlineData("void M() { IEnumerable<int> Local() { yield return 1; } }", false)]
    public void An_iterator_yields(string member, bool isIterator) => Assert.Equal(isIterator, new EngineRun($"class C {{ {member} }}").Body("M").IsIterator);

    [Theory]
    [InlineData("int M() => throw new Exception();", true)]
    [InlineData("int M() { throw new Exception(); }", true)]
    [InlineData("int M() { Thread.Sleep(1); throw new Exception(); }", false)]
    [InlineData("int M() => 1;", false)]
    [InlineData("int M() => DateTime.Now.Ticks > 0 ? throw new Exception() : 1;", false)]
    public void A_body_that_only_throws_is_known(string member, bool throws) => Assert.Equal(throws, new EngineRun($"class C {{ {member} }}").Body("M").AlwaysThrows);

    [Fact]
    public void Functions_are_nested_in_source_order()
    {
        var body = new EngineRun("""
            class C
            {
                void M()
                {
                    Action first = () => { Action inner = () => { }; };
                    void Second() { void Inner() { } }
                    Action third = delegate { };
                }
            }
            """).Body("M");

        Assert.Equal(
            [BodyKind.Member, BodyKind.Lambda, BodyKind.Lambda, BodyKind.LocalFunction, BodyKind.LocalFunction, BodyKind.Lambda],
            body.SelfAndNested().Select(static nested => nested.Kind));
        Assert.Equal(3, body.Nested.Length);
        Assert.All(body.SelfAndNested(), nested => Assert.Same(body, nested.Root));
        Assert.Equal(["Inner", "Second"], body.LocalFunctions.Keys.Select(static function => function.Name).Order());
    }

    [Fact]
    public void The_calls_of_a_function_are_not_those_of_the_member()
    {
        var run = new EngineRun("""
            class C
            {
                void M() { Action a = () => Thread.Sleep(1); void Local() => File.Delete("x"); }
            }
            """);

        Assert.Equal("", run.Calls("M"));
        Assert.Equal("Delete", run.Calls("Local"));
        Assert.Equal("Sleep", Assert.Single(Assert.Single(run.Lambdas("M")).Calls).Target.Name);
    }

    [Theory]
    [InlineData("void M() { Local(); void Local() => Thread.Sleep(1); }", "Sleep")]
    [InlineData("void M() { void Local() => Thread.Sleep(1); }", "")] // nobody calls it
    [InlineData("void M() { Local<int>(); void Local<T>() => Thread.Sleep(1); }", "Sleep")]
    [InlineData("void M() { Outer(); void Outer() { Inner(); void Inner() => Thread.Sleep(1); } }", "Sleep")]
    [InlineData("void M() { Action a = () => Thread.Sleep(1); }", "")]
    [InlineData("void M() { Action a = Local; void Local() => Thread.Sleep(1); }", "")]
    [InlineData("int P { get { return Local(); int Local() { Thread.Sleep(1); return 1; } } } int M() => P;", "Sleep")]
    public void A_local_function_counts_where_it_is_called(string members, string effects) => Assert.Equal(effects, new EngineRun($"class C {{ {members} }}").Effects("M"));

    [Fact]
    public void A_lambda_that_is_kept_in_a_local_counts_where_it_is_invoked() =>
        Assert.Equal("Sleep", new EngineRun("class C { void M() { Action a = () => Thread.Sleep(1); a(); } }").Effects("M"));

    [Fact]
    public void A_lambda_that_is_kept_in_a_local_does_not_count_where_another_is_invoked() =>
        Assert.Equal("", new EngineRun("class C { void M(Action b) { Action a = () => Thread.Sleep(1); b(); } }").Effects("M"));

    [Theory]
    [InlineData("void M(Action a) => a();", 0b1u)]
    [InlineData("void M(int x, Action a) => a.Invoke();", 0b10u)]
    [InlineData("void M(Action a, Action b) { a(); b(); }", 0b11u)]
    [InlineData("void M(Action? a) => a?.Invoke();", 0b1u)]
    [InlineData("void M(Action a) { var b = a; }", 0u)]
    [InlineData("void M(Action a) { Action b = () => a(); }", 0u)] // only if somebody runs that
    public void Parameters_that_are_invoked_are_known(string member, uint invoked) => Assert.Equal(invoked, new EngineRun($"class C {{ {member} }}").Body("M").InvokedParameters);

    [Fact]
    public void A_delegate_that_is_handed_on_runs_where_the_last_one_runs_it() => Assert.Equal("Sleep", new EngineRun("""
        class C
        {
            void M() => Outer(() => Thread.Sleep(1));
            void Outer(Action a) => Inner(a);
            void Inner(Action a) => a();
        }
        """).Effects("M"));

    [Fact]
    public void A_member_is_walked_once_whoever_asks()
    {
        var run = new EngineRun("class C { void A() => B(); void B() => A(); }");
        run.Summary("A");
        var walked = run.Model.Bodies.Walked;

        run.Summary("B");
        Assert.Same(run.Body("A"), run.Body("A"));
        Assert.Equal(walked, run.Model.Bodies.Walked);
        Assert.Equal(2, walked);
    }

    [Theory]
    [InlineData("int P { get; set; } int M() => P;", "")]
    [InlineData("int P { get { Thread.Sleep(1); return 1; } } int M() => P;", "Sleep")]
    [InlineData("int P { get => 1; set => Thread.Sleep(1); } int M() => P = 1;", "Sleep")]
    [InlineData("int P { get => 1; set => Thread.Sleep(1); } int M() => P;", "")]
    [InlineData("int P { get { Thread.Sleep(1); return 1; } set { } } int M() => P = 1;", "")]
    [InlineData("int P { get { Thread.Sleep(1); return 1; } set { } } int M() => P += 1;", "Sleep")]
    [InlineData("int P { get { Thread.Sleep(1); return 1; } set { } } int M() => P++;", "Sleep")]
    [InlineData("int P { get => 1; set => Thread.Sleep(1); } int M() => P++;", "Sleep")]
    [InlineData("int this[int i] { get { Thread.Sleep(1); return 1; } } int M() => this[0];", "Sleep")]
    [InlineData("event Action E { add { Thread.Sleep(1); } remove { } } int M() { E += () => { }; return 1; }", "Sleep")]
    [InlineData("int P { get { Thread.Sleep(1); return 1; } } int M() => this is { P: 1 } ? 1 : 2;", "Sleep")]
    public void Accessors_are_followed(string members, string effects) => Assert.Equal(effects, new EngineRun($"class C {{ {members} }}").Effects("M"));

    [Theory]
    [InlineData("Task.Run(() => { while (true) { Thread.Sleep(1); } })", false)] // converts to a delegate that returns a task, which it never does
    [InlineData("Task.Run(() => { while (true) { if (stop) { return; } Thread.Sleep(1); } })", false)]
    [InlineData("Task.Run(() => { while (true) { if (stop) { return Task.CompletedTask; } Thread.Sleep(1); } })", true)]
    [InlineData("Task.Run(async () => { while (true) { await Task.Yield(); } })", true)]
    [InlineData("Task.Run(() => Task.Delay(1))", true)]
    public void A_lambda_that_never_returns_is_not_asynchronous(string call, bool isAsyncCode) =>
        Assert.Equal(isAsyncCode, Assert.Single(new EngineRun($"class C {{ static bool stop; Task M() => {call}; }}").Lambdas("M")).IsAsyncCode);

    [Fact]
    public void Deeply_nested_expressions_do_not_exhaust_the_stack()
    {
        // The compiler itself gives up on much deeper ones.
        var sum = string.Join(" + ", Enumerable.Repeat("F()", 2_000));

        Assert.Equal("Sleep", new EngineRun($"class C {{ int M() => {sum}; int F() {{ Thread.Sleep(1); return 1; }} }}").Effects("M"));
    }
}
