using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Calls that the compiler makes and nobody wrote.</summary>
public sealed class HiddenCallTests
{
    private const string Types = """

        class Resource : IDisposable
        {
            public void Dispose() => Thread.Sleep(1);
        }
        struct Money
        {
            public static Money operator +(Money a, Money b) { Thread.Sleep(1); return a; }
            public static Money operator -(Money a) { Thread.Sleep(1); return a; }
            public static Money operator ++(Money a) { Thread.Sleep(1); return a; }
            public static bool operator ==(Money a, Money b) { Thread.Sleep(1); return true; }
            public static bool operator !=(Money a, Money b) => false;
            public static implicit operator Money(int x) { Thread.Sleep(1); return default; }
            public static explicit operator string(Money m) { Thread.Sleep(1); return ""; }
            public override bool Equals(object? o) => false;
            public override int GetHashCode() => 0;
            public void Deconstruct(out int a, out int b) { Thread.Sleep(1); a = b = 0; }
        }
        class Rows
        {
            public Enumerator GetEnumerator() { Thread.Sleep(1); return new(); }
            public struct Enumerator { public bool MoveNext() => false; public int Current => 0; }
        }
        class Steps
        {
            public Enumerator GetEnumerator() => new();
            public struct Enumerator { public bool MoveNext() { Thread.Sleep(1); return false; } public int Current => 0; }
        }
        class Bag : System.Collections.IEnumerable
        {
            public void Add(int x) => Thread.Sleep(1);
            public System.Collections.IEnumerator GetEnumerator() => null!;
        }
        class Slow { public Slow() => Thread.Sleep(1); public int Set { set => Thread.Sleep(1); } public int Get => throw null!; }
        class Derived : Slow { public Derived() { } }
        class Chained : Slow { public Chained() : base() { } }
        """;

    [Theory]
    [InlineData("new Slow();")]
    [InlineData("Slow s = new();")]
    [InlineData("new Chained();")]
    [InlineData("new Slow { Set = 1 };")]
    [InlineData("new Bag { 1, 2 };")]
    public void Constructors_and_initializers_that_are_written_are_followed(string statement) => AssertSleeps(statement);

    [Theory]
    [InlineData("using (new Resource()) { }")]
    [InlineData("using var r = new Resource();")]
    public void Using_disposes(string statement) => AssertSleeps(statement);

    [Theory]
    [InlineData("Money a = default, b = default; _ = a + b;")]
    [InlineData("Money a = default, b = default; a += b;")]
    [InlineData("Money a = default; _ = -a;")]
    [InlineData("Money a = default; a++;")]
    [InlineData("Money a = default, b = default; if (a == b) { }")]
    public void Operators_are_methods(string statement) => AssertSleeps(statement);

    [Theory]
    [InlineData("Money m = 1;")]
    [InlineData("_ = (string)default(Money);")]
    public void Conversions_are_methods(string statement) => AssertSleeps(statement);

    [Theory]
    [InlineData("foreach (var row in new Rows()) { }")]
    [InlineData("foreach (var step in new Steps()) { }")]
    public void Foreach_asks_the_enumerator(string statement) => AssertSleeps(statement);

    [Fact]
    public void Deconstruction_is_a_call() => AssertSleeps("var (a, b) = default(Money);");

    [Fact]
    public void A_constructor_calls_that_of_its_base_unasked() => AssertSleeps("new Derived();");

    [Theory]
    [InlineData("using (new MemoryStream()) { }")]
    [InlineData("using (IDisposable? any = null) { }")] // almost everything can be disposed
    [InlineData("foreach (var x in (IEnumerable<int>)new List<int>()) { }")]
    [InlineData("int a = 1; a += 2; a++;")]
    [InlineData("foreach (var x in new[] { 1 }) { }")]
    [InlineData("lock (new object()) { }")]
    [InlineData("var s = $\"{1}\";")]
    [InlineData("long x = 1;")]
    [InlineData("var (a, b) = (1, 2);")]
    [InlineData("_ = nameof(Slow.Set);")]
    public void What_hides_nothing_is_silent(string statement) => Assert.Equal("", Run(statement).Effects("M"));

    private static void AssertSleeps(string statement) => Assert.Equal(Effect.Sleep, Run(statement).Summary("M").Blocking()?.Effect);

    private static EngineRun Run(string statement) => new($$"""
        class C { void M() { {{statement}} } }
        """ + Types);
}
