namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Evidence of computation in one body: nested loops over unbounded ranges, branching recursion.</summary>
public sealed class ComputationTests
{
    [Theory]
    [InlineData("foreach (var a in rows) foreach (var b in rows) sum += a * b;", "2 nested loops over 'rows'")]
    [InlineData("foreach (var a in rows) foreach (var b in columns) sum += a * b;", "2 nested loops over 'rows' and 'columns'")]
    [InlineData("for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) sum += i ^ j;", "2 nested loops over 'n'")]
    [InlineData("for (var i = 0; i < n; i++) for (var j = i; j < n; j++) for (var k = j; k < n; k++) sum += i + j + k;", "3 nested loops over 'n'")]
    [InlineData("foreach (var a in rows) { foreach (var b in rows) { if (a < b) sum = rows[b]; } }", "2 nested loops over 'rows'")]
    public void A_nest_over_unbounded_ranges_computes(string loops, string evidence) => Assert.Equal(evidence, Evidence(loops));

    [Theory]
    [InlineData("foreach (var a in rows) sum += a;")] // one loop is never evidence
    [InlineData("foreach (var a in rows) sum += a; foreach (var b in rows) sum += b;")] // side by side
    [InlineData("foreach (var a in rows) for (var j = 0; j < 8; j++) sum += a * j;")] // constant bound
    [InlineData("foreach (var a in rows) foreach (var b in new[] { 1, 2 }) sum += a * b;")]
    [InlineData("foreach (var a in rows) foreach (var b in rows) Log();")] // no work on elements
    [InlineData("foreach (var list in lists) foreach (var a in list) sum += a;")] // once over the whole
    [InlineData("while (waiting) while (waiting) sum++;")] // nothing says how long
    [InlineData("for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) { }")] // a counter is no work
    [InlineData("for (var i = 0; i < n; i++) for (var j = 0; j * j < n; j = j + 2) Log();")]
    [InlineData("foreach (var a in rows) { Action later = () => { foreach (var b in rows) sum += b; }; }")] // a function of its own
    public void No_nest_no_evidence(string loops) => Assert.Null(Evidence(loops));

    [Fact]
    public void A_second_nest_that_is_deeper_is_the_evidence() => Assert.Equal("3 nested loops over 'n'", Evidence("""
        foreach (var a in rows) foreach (var b in rows) sum += a * b;
        for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) for (var k = 0; k < n; k++) { sum += i; }
        """));

    [Fact]
    public void The_body_of_a_loop_is_work_with_or_without_braces() => Assert.Equal(
        Evidence("for (var i = 0; i < n; i++) { for (var j = 0; j < n; j++) { sum += i; } }"),
        Evidence("for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) sum += i;"));

    [Theory]
    [InlineData("int M(int n) => n < 2 ? n : M(n - 1) + M(n - 2);", "branching recursion")]
    [InlineData("int M(int n) { if (n == 0) return 0; var a = M(n / 2); return a + M(n / 2); }", "branching recursion")]
    [InlineData("int M(int n) => n < 2 ? n : M(n - 1);", null)] // a loop in other words
    [InlineData("int M(int n) => M(n) + M(n);", null)] // nothing shrinks
    [InlineData("int M(int n) => Other(n - 1) + Other(n - 2); int Other(int n) => n;", null)]
    public void Recursion_that_branches_computes(string members, string? evidence) => Assert.Equal(evidence, new EngineRun($"class C {{ {members} }}").Body("M").Computation.Evidence);

    [Fact]
    public void A_local_function_that_branches_computes() => Assert.Equal(
        "branching recursion",
        new EngineRun("class C { int M(int n) { return F(n); int F(int i) => i < 2 ? i : F(i - 1) + F(i - 2); } }").Body("F").Computation.Evidence);

    [Fact]
    public void The_evidence_is_what_callers_are_told()
    {
        var run = new EngineRun("class C { void M(int[] rows) => Sum(rows); int Sum(int[] rows) { var s = 0; foreach (var a in rows) foreach (var b in rows) s += a * b; return s; } }");

        Assert.Equal("Computes likely", run.Effects("M"));
        Assert.Equal("2 nested loops over 'rows'", run.Summary("M").Effects.Single().Witness.Last.Evidence);
    }

    [Theory]
    [InlineData("System.Security.Cryptography.SHA256.HashData(data)", "Computes maybe")] // how much is not known
    [InlineData("foreach (var part in parts) System.Security.Cryptography.SHA256.HashData(part)", "Computes likely per iteration")]
    [InlineData("for (var i = 0; i < 3; i++) System.Security.Cryptography.SHA256.HashData(data)", "Computes maybe per iteration")]
    [InlineData("System.Security.Cryptography.RSA.Create(2048)", "Computes")] // constant, and heavy
    public void A_known_computation_weighs_what_its_growth_says(string statement, string effects) => Assert.Equal(effects, new EngineRun($$"""
        class C { void M(byte[] data, byte[][] parts) { {{statement}}; } }
        """).Effects("M"));

    private static string? Evidence(string loops) => new EngineRun($$"""
        class C
        {
            volatile bool waiting;
            void M(int[] rows, List<int> columns, int[][] lists, int n) { var sum = 0; {{loops}} }
            void Log() { }
        }
        """).Body("M").Computation.Evidence;
}
