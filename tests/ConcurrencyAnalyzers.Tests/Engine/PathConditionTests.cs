namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Branches that a constant argument rules out.</summary>
public sealed class PathConditionTests
{
    private const string Parameters = "bool flag = false, string? text = null, Kind kind = Kind.Plain, int number = 0, int? maybe = null, char letter = 'a', short small = 0, object? thing = null";

    [Theory]
    [InlineData("if (flag) Sleep();", "flag: true", "flag: false")]
    [InlineData("if (!flag) Sleep();", "flag: false", "flag: true")]
    [InlineData("if (flag == false) Sleep();", "flag: false", "flag: true")]
    [InlineData("if (flag is true) Sleep();", "flag: true", "flag: false")]
    [InlineData("if (!flag) { return; } Sleep();", "flag: true", "flag: false")]
    [InlineData("if (flag) { _ = number.ToString(); } else { Sleep(); }", "flag: false", "flag: true")]
    [InlineData("if (flag && number > Unknown) Sleep();", "flag: true", "flag: false")]
    [InlineData("if (flag || text == null) { return; } Sleep();", "flag: false, text: \"\"", "flag: true, text: \"\"")]
    [InlineData("_ = flag ? Sleep() : 0;", "flag: true", "flag: false")]
    [InlineData("_ = flag && Sleep() > 0;", "flag: true", "flag: false")]
    [InlineData("_ = flag || Sleep() > 0;", "flag: false", "flag: true")]
    [InlineData("while (number > Unknown) { if (!flag) { continue; } Sleep(); }", "flag: true", "flag: false")]
    [InlineData("try { if (flag) { Sleep(); } } finally { _ = number.ToString(); }", "flag: true", "flag: false")]
    [InlineData("if (flag) { if (number > Unknown) { Sleep(); } }", "flag: true", "")]
    [InlineData("if (flag) { if (text != null) { Sleep(); } }", "flag: true, text: \"\"", "flag: false, text: \"\"")]
    public void Flag(string statement, string reaching, string ruledOut) => AssertRulesOut(statement, reaching, ruledOut);

    [Theory]
    [InlineData("if (text != null) Sleep();", "text: \"\"", "text: null")]
    [InlineData("if (text is not null) Sleep();", "text: \"\"", "text: null")]
    [InlineData("if (text is { }) Sleep();", "text: \"\"", "text: null")]
    [InlineData("if (text is { Length: 5 }) Sleep();", "text: \"\"", "text: null")]
    [InlineData("if (text is string known) Sleep();", "text: \"\"", "text: null")]
    [InlineData("if (!string.IsNullOrEmpty(text)) Sleep();", "text: \"x\"", "text: null")]
    [InlineData("if (text == null) Sleep();", "text: null", "text: \"\"")]
    [InlineData("if (text is null) Sleep();", "text: null", "text: $\"{Unknown}\"")]
    [InlineData("if (text is null) Sleep();", "", "text: new string('a', Unknown)")]
    [InlineData("_ = text ?? Slow();", "text: null", "text: \"\"")]
    [InlineData("text?.Contains(Slow());", "text: \"\"", "text: null")]
    [InlineData("if (text == \"full\") Sleep();", "text: \"full\"", "text: \"quick\"")]
    [InlineData("if (maybe.HasValue) Sleep();", "maybe: Unknown", "maybe: null")]
    [InlineData("if (maybe is { } known) Sleep();", "maybe: Unknown", "")]
    public void Something_or_nothing(string statement, string reaching, string ruledOut) => AssertRulesOut(statement, reaching, ruledOut);

    [Theory]
    [InlineData("if (kind == Kind.Slow) Sleep();", "kind: Kind.Slow", "kind: Kind.Plain")]
    [InlineData("if (kind != Kind.Slow) Sleep();", "kind: Kind.Plain", "kind: Kind.Slow")]
    [InlineData("switch (kind) { case Kind.Slow: Sleep(); break; case Kind.Plain: break; }", "kind: Kind.Slow", "")]
    [InlineData("_ = kind switch { Kind.Slow => Sleep(), _ => 0 };", "kind: Kind.Slow", "")]
    [InlineData("if (number == 3) Sleep();", "number: 3", "number: 4")]
    [InlineData("if (number == 3L) Sleep();", "number: 3", "number: 4")]
    [InlineData("if (small == 3) Sleep();", "small: 3", "small: 4")]
    [InlineData("if (letter is 'x') Sleep();", "letter: 'x'", "letter: 'y'")]
    [InlineData("if (letter == 'x') Sleep();", "letter: 'x'", "letter: 'y'")]
    public void Kind_or_number(string statement, string reaching, string ruledOut) => AssertRulesOut(statement, reaching, ruledOut);

    [Theory]
    [InlineData("if (flag || number > Unknown) Sleep();", "flag: false")] // the number decides, too
    [InlineData("if (flag && number > Unknown) { } else Sleep();", "flag: true")]
    [InlineData("flag |= Unknown > 1; if (flag) Sleep();", "flag: false")]
    [InlineData("if (Unknown > 1) { flag = true; } if (flag) Sleep();", "flag: false")]
    [InlineData("Change(ref flag); if (flag) Sleep();", "flag: false")]
    [InlineData("(flag, number) = (true, 1); if (flag) Sleep();", "flag: false")]
    [InlineData("text ??= \"x\"; if (text != null) Sleep();", "text: null")]
    [InlineData("if (number > 3) Sleep();", "number: 1")] // not decided: an order, not a constant
    [InlineData("switch (kind) { case Kind.Slow: case Kind.Plain: Sleep(); break; }", "kind: Kind.Plain")]
    [InlineData("switch (kind) { case Kind.Slow: break; default: Sleep(); break; }", "kind: Kind.Plain")]
    [InlineData("if (text is var any) Sleep();", "text: null")]
    [InlineData("if (flag) Sleep();", "flag: Unknown > 0")] // nobody knows
    [InlineData("if (flag) { number++; } Sleep();", "flag: false")]
    [InlineData("Sleep(); if (flag) { Sleep(); }", "flag: false")]
    [InlineData("Action later = () => { if (flag) Sleep(); }; later();", "flag: false")] // not followed into functions of the body
    public void What_may_be_reached_is_not_ruled_out(string statement, string arguments) =>
        Assert.Contains("Sleep", Program(statement, $"void Caller() => M({arguments});").Effects("Caller"), StringComparison.Ordinal);

    [Theory]
    [InlineData("switch (kind) { case Kind.Slow: Sleep(); break; case Kind.Plain: goto case Kind.Slow; }", "kind: Kind.Plain")]
    [InlineData("switch (text) { case null: goto case \"x\"; case \"x\": Sleep(); break; }", "text: null")]
    [InlineData("switch (kind) { case Kind.Slow: Work: Sleep(); break; case Kind.Plain: goto Work; }", "kind: Kind.Plain")]
    [InlineData("if (number > Unknown) { goto Work; } if (!flag) { return; } Work: Sleep();", "flag: false")]
    [InlineData("if (number > Unknown) { goto Work; } if (!flag) { return; } Work: number++; Sleep();", "flag: false")]
    public void Where_code_jumps_to_nothing_is_ruled_out(string statement, string arguments) => What_may_be_reached_is_not_ruled_out(statement, arguments);

    [Theory]
    [InlineData("ref var same = ref flag; same = true;")]
    [InlineData("var other = false; ref var same = ref other; same = ref flag; same = true;")]
    [InlineData("var other = false; Change(ref (Unknown > 1 ? ref flag : ref other));")]
    [InlineData("var other = false; (Unknown > 1 ? ref flag : ref other) = true;")]
    [InlineData("Get(out flag);")]
    [InlineData("flag.Turn();")]
    [InlineData("dynamic self = this; self.Change(ref flag);")]
    [InlineData("Action set = () => flag = true; set();")]
    [InlineData("Set(); void Set() => flag = true;")]
    [InlineData("Set(ref flag); static void Set(ref bool it) => it = true;")]
    [InlineData("(number, (flag, _)) = (1, (true, 2));")]
    public void A_parameter_that_something_else_may_write_rules_nothing_out(string statement) => What_may_be_reached_is_not_ruled_out(statement + " if (flag) Sleep();", "flag: false");

    [Theory]
    [InlineData("if ((byte)number == 3) Sleep();", "number: 259")]
    [InlineData("if (number == 3.0) Sleep();", "number: 3")]
    [InlineData("if (thing as string == null) Sleep();", "thing: new object()")]
    [InlineData("_ = thing as string ?? Slow();", "thing: new object()")]
    [InlineData("if (text == null) Sleep();", "text: new object() as string")]
    public void What_a_cast_makes_of_a_value_is_another_one(string statement, string arguments) => What_may_be_reached_is_not_ruled_out(statement, arguments);

    [Theory]
    [InlineData("void Middle(bool given) => M(flag: given);", "Middle(true)", "Middle(false)")]
    [InlineData("void Middle(bool given) { if (Unknown > 1) M(flag: given); }", "Middle(true)", "Middle(false)")]
    [InlineData("void Middle(bool given, string? name) { if (name != null) M(flag: given); }", "Middle(true, \"\")", "Middle(false, \"\")")]
    [InlineData("void Middle(bool given) { if (given) M(flag: true); }", "Middle(true)", "Middle(false)")]
    [InlineData("void Middle(bool other, bool given) => Inner(given); void Inner(bool given) => M(flag: given);", "Middle(false, true)", "Middle(true, false)")]
    public void A_parameter_that_is_handed_on_is_asked_further_up(string members, string reaching, string ruledOut)
    {
        Assert.Contains("Sleep", Program("if (flag) Sleep();", $"{members} void Caller() => {reaching};").Effects("Caller"), StringComparison.Ordinal);
        if (ruledOut.Length > 0)
        {
            Assert.Equal("", Program("if (flag) Sleep();", $"{members} void Caller() => {ruledOut};").Effects("Caller"));
        }
    }

    [Theory]
    [InlineData("void Middle(bool given) => M(flag: !given);", "Middle(true)")]
    [InlineData("void Middle(bool given) { given = true; M(flag: given); }", "Middle(false)")]
    [InlineData("void Middle(bool given) { Action<bool> later = inner => M(flag: given); later(true); }", "Middle(false)")]
    public void A_parameter_that_is_changed_is_not(string members, string call) =>
        Assert.Contains("Sleep", Program("if (flag) Sleep();", $"{members} void Caller() => {call};").Effects("Caller"), StringComparison.Ordinal);

    [Fact]
    public void Overrides_are_asked_by_position() => Assert.Equal("", new EngineRun(
        """
        abstract class Base { public abstract void Run(bool first, bool deep); }
        class Derived : Base { public override void Run(bool top, bool all) { if (all) Thread.Sleep(1); } }
        class C { void M(Base work) => work.Run(true, false); }
        """).Effects("M"));

    [Fact]
    public void Extensions_are_asked_by_position() => Assert.Equal("", new EngineRun(
        """
        static class Extensions { public static void Run(this string text, bool first, bool deep) { if (deep) Thread.Sleep(1); } }
        class C { void M() => "".Run(true, false); }
        """).Effects("M"));

    [Fact]
    public void A_constructor_has_parameters_too() => Assert.Equal("", new EngineRun(
        """
        class Store { public Store(string? path) { if (path != null) Thread.Sleep(1); } public Store() : this(null) { } }
        class C { object M() => new Store(); }
        """).Effects("M"));

    private static void AssertRulesOut(string statement, string reaching, string ruledOut)
    {
        Assert.Contains("Sleep", Program(statement, $"void Caller() => M({reaching});").Effects("Caller"), StringComparison.Ordinal);
        if (ruledOut.Length > 0)
        {
            Assert.Equal("", Program(statement, $"void Caller() => M({ruledOut});").Effects("Caller"));
        }
    }

    private static EngineRun Program(string statement, string members) => new(
        $$"""
        enum Kind { Plain, Slow }
        static class Extensions { public static void Turn(this ref bool value) => value = true; }
        class C
        {
            static readonly int Unknown = Environment.TickCount;
            static void Change(ref bool value) { }
            static void Get(out bool value) => value = true;
            static int Sleep() { Thread.Sleep(1); return 1; }
            static string Slow() { Thread.Sleep(1); return ""; }
            void M({{Parameters}}) { {{statement}} }
            {{members}}
        }
        """);
}
