namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Branches that a constant argument rules out.</summary>
public sealed class PathConditionTests
{
    private const string Parameters = "bool flag = false, string? text = null, Kind kind = Kind.Plain, int number = 0, int? maybe = null";

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
        class C
        {
            static readonly int Unknown = Environment.TickCount;
            static void Change(ref bool value) { }
            static int Sleep() { Thread.Sleep(1); return 1; }
            static string Slow() { Thread.Sleep(1); return ""; }
            void M({{Parameters}}) { {{statement}} }
            {{members}}
        }
        """);
}
