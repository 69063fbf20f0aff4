namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Which bodies a virtual call may reach, and what is concluded where they do not agree.</summary>
public sealed class DispatchTests
{
    private const string Contract = "interface IStore { void Save(); }";

    [Theory]
    [InlineData("class A : IStore { public void Save() => Thread.Sleep(1); }", "Sleep")] // one implementation
    [InlineData("class A : IStore { void IStore.Save() => Thread.Sleep(1); }", "Sleep")]
    [InlineData("class A : IStore { public void Save() { } }", "")]
    [InlineData("", "")] // nothing is known
    [InlineData("abstract class A : IStore { public abstract void Save(); }", "")]
    [InlineData("abstract class A : IStore { public abstract void Save(); } class B : A { public override void Save() => Thread.Sleep(1); }", "Sleep")]
    [InlineData("class A : IStore { public virtual void Save() { } } class B : A { public override void Save() => Thread.Sleep(1); }", "Sleep maybe")]
    [InlineData("class A { public void Save() => Thread.Sleep(1); } class B : A, IStore { }", "Sleep")] // inherited
    [InlineData("struct A : IStore { public void Save() => Thread.Sleep(1); }", "Sleep")]
    [InlineData("class A : IStore { public void Save() => Thread.Sleep(1); } class B : IStore { public void Save() => Thread.Sleep(2); }", "Sleep likely")]
    [InlineData("class A : IStore { public void Save() => Thread.Sleep(1); } class B : IStore { public void Save() { } }", "Sleep maybe")] // one of two
    [InlineData("class A : IStore { public void Save() => Thread.Sleep(1); } class B : A { } class C3 : A { }", "Sleep")] // one body, three types
    public void An_interface_call_means_its_implementations(string types, string effects) => Assert.Equal(effects, Effects(types));

    [Theory]
    [InlineData(3, 1, "Sleep likely")]
    [InlineData(2, 1, "Sleep maybe")]
    [InlineData(2, 2, "Sleep maybe")]
    [InlineData(1, 3, "Sleep maybe")]
    [InlineData(32, 0, "Sleep likely")]
    [InlineData(33, 0, "")] // more than a person could follow
    public void Three_quarters_have_to_agree(int blocking, int quiet, string effects) => Assert.Equal(effects, Effects(string.Concat(
        Enumerable.Range(0, blocking).Select(static i => $"class B{i} : IStore {{ public void Save() => Thread.Sleep(1); }} ")
            .Concat(Enumerable.Range(0, quiet).Select(static i => $"class Q{i} : IStore {{ public void Save() {{ }} }} ")))));

    [Fact]
    public void A_decorator_and_a_stub_have_no_opinion() => Assert.Equal("Sleep likely", Effects("""
        class A : IStore { public void Save() => Thread.Sleep(1); }
        class B : IStore { public void Save() => Thread.Sleep(1); }
        class Logged(IStore inner) : IStore { public void Save() => inner.Save(); }
        class Traced(IStore inner) : IStore { public void Save() => inner.Save(); }
        class Missing : IStore { public void Save() { throw new NotImplementedException(); } }
        class Arrow : IStore { public void Save() => throw new NotImplementedException(); }
        """));

    [Theory]
    [InlineData("new Quick().Run()", "")]
    [InlineData("new Slow().Run()", "Sleep")]
    [InlineData("new Below().Run()", "Sleep")]
    [InlineData("quick.Run()", "")]
    [InlineData("slow.Run()", "Sleep")] // and what is below it
    [InlineData("any.Run()", "Sleep maybe")]
    [InlineData("onlyQuick.Run()", "")] // one class behind the interface
    [InlineData("onlySlow.Run()", "Sleep")]
    [InlineData("several.Run()", "Sleep maybe")]
    [InlineData("kept.Run()", "")] // classes of one kind behind the interface
    [InlineData("mixed.Run()", "Sleep maybe")] // of two kinds
    [InlineData("quick.RunTwice()", "")] // from one method of the base class to the next
    public void A_template_method_calls_the_steps_of_its_instance(string call, string effects) => Assert.Equal(effects, new EngineRun($$"""
        interface IRuns { void Run(); }
        interface IOnlyQuick : IRuns;
        interface IOnlySlow : IRuns;
        interface IKept : IRuns;
        interface IMixed : IRuns;
        abstract class Base : IRuns { public void Run() => Step(); public void RunTwice() { Run(); this.Run(); } protected abstract void Step(); }
        class Quick : Base, IOnlyQuick { protected override void Step() { } }
        class Slow : Base, IOnlySlow { protected override void Step() => Thread.Sleep(1); }
        class Below : Slow { public void Go() => Run(); }
        abstract class Kept : Base { protected override void Step() { } }
        class KeptHere : Kept, IKept, IMixed;
        class KeptThere : Kept, IKept;
        class Waiting : Base, IMixed { protected override void Step() => Thread.Sleep(1); }
        class C { void M(Base any, Quick quick, Slow slow, IRuns several, IOnlyQuick onlyQuick, IOnlySlow onlySlow, IKept kept, IMixed mixed) { {{call}}; } }
        """).Effects("C.M"));

    [Theory]
    [InlineData("Quick.Go", "")]
    [InlineData("Slow.Go", "Sleep")]
    [InlineData("Quick.Base", "")]
    public void An_inherited_method_calls_the_steps_of_the_class_that_calls_it(string member, string effects) => Assert.Equal(effects, new EngineRun("""
        abstract class Template { protected void Run() => Step(); protected virtual void All() => Step(); protected abstract void Step(); }
        class Quick : Template { public void Go() => Run(); public void Base() => base.All(); protected override void Step() { } }
        class Slow : Template { public void Go() => Run(); protected override void Step() => Thread.Sleep(1); }
        """).Effects(member));

    [Theory]
    [InlineData("new Quick().Save()", "")] // created in sight
    [InlineData("new Slow().Save()", "Sleep")]
    [InlineData("Base b = new Quick(); b.Save()", "")]
    [InlineData("var b = (Base)new Slow(); b.Save()", "Sleep")]
    [InlineData("any.Save()", "Sleep maybe")]
    [InlineData("last.Save()", "Sleep")] // sealed
    [InlineData("middle.Save()", "Sleep likely")] // only what is below it
    [InlineData("new Inherits().Save()", "Sleep")]
    public void The_receiver_narrows_the_candidates(string call, string effects) => Assert.Equal(effects, new EngineRun($$"""
        abstract class Base { public virtual void Save() { } }
        class Quick : Base { public override void Save() { } }
        class Slow : Base { public override void Save() => Thread.Sleep(1); }
        class Inherits : Slow { }
        class Slower : Slow { public override void Save() => Thread.Sleep(2); }
        sealed class Last : Slow { public override void Save() => Thread.Sleep(3); }
        class C { void M(Base any, Last last, Slow middle) { {{call}}; } }
        """).Effects("M"));

    [Theory]
    [InlineData("base.Save()", "")]
    [InlineData("Save()", "Sleep maybe")]
    [InlineData("this.Save()", "Sleep maybe")]
    public void A_call_on_base_reaches_the_base_alone(string call, string effects) => Assert.Equal(effects, new EngineRun($$"""
        class Base { public virtual void Save() { } }
        class D : Base { public override void Save() { } public void M() => {{call}}; }
        class E : D { public override void Save() => Thread.Sleep(1); }
        """).Effects("M"));

    [Theory]
    [InlineData("IRepository<int> r", "Sleep")]
    [InlineData("IRepository<string> r", "Sleep")] // one definition, whatever the argument
    public void Generic_interfaces_are_followed(string parameter, string effects) => Assert.Equal(effects, new EngineRun($$"""
        interface IRepository<T> { T Load<TKey>(TKey key); }
        class Repository<T> : IRepository<T> { public T Load<TKey>(TKey key) { Thread.Sleep(1); return default!; } }
        class C { void M({{parameter}}) => r.Load(1); }
        """).Effects("M"));

    [Fact]
    public void An_interface_inherited_by_an_interface_is_followed() => Assert.Equal("Sleep", new EngineRun("""
        interface IRead { void Read(); }
        interface IStore : IRead { }
        class Store : IStore { public void Read() => Thread.Sleep(1); }
        class C { void M(IStore s) => s.Read(); }
        """).Effects("M"));

    [Fact]
    public void A_default_implementation_is_one() => Assert.Equal("Sleep", new EngineRun("""
        interface IStore { void Save() => Thread.Sleep(1); }
        class Store : IStore { }
        class C { void M(IStore s) => s.Save(); }
        """).Effects("M"));

    [Theory]
    [InlineData("item.ToString()")]
    [InlineData("item.Equals(null)")]
    [InlineData("item.GetHashCode()")]
    [InlineData("((IDisposable)item).Dispose()")]
    [InlineData("((IComparable<Item>)item).CompareTo(null)")]
    public void What_everything_has_never_spreads(string call) => Assert.Equal("", new EngineRun($$"""
        class Item : IDisposable, IComparable<Item>
        {
            public override string ToString() { Thread.Sleep(1); return ""; }
            public override bool Equals(object? o) { Thread.Sleep(1); return true; }
            public override int GetHashCode() { Thread.Sleep(1); return 1; }
            public void Dispose() => Thread.Sleep(1);
            public int CompareTo(Item? other) { Thread.Sleep(1); return 0; }
        }
        class C { void M(Item item) { _ = item; {{call}}; } }
        """).Effects("M"));

    [Fact]
    public void A_method_group_of_a_virtual_method_is_dispatched() => Assert.Equal("Sleep per iteration", new EngineRun("""
        interface IStore { void Save(int x); }
        class Store : IStore { public void Save(int x) => Thread.Sleep(1); }
        class C { void M(List<int> list, IStore s) { foreach (var l in new[] { list }) l.ForEach(s.Save); } }
        """).Effects("M"));

    [Fact]
    public void A_type_parameter_is_its_constraint() => Assert.Equal("Sleep", new EngineRun("""
        interface IStore { void Save(); }
        class Store : IStore { public void Save() => Thread.Sleep(1); }
        class C { void M<T>(T s) where T : IStore => s.Save(); }
        """).Effects("M"));

    private static string Effects(string types) => new EngineRun($$"""
        {{Contract}}
        {{types}}
        class C { void M(IStore store) => store.Save(); }
        """).Effects("M");
}
