using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Which reads stand next to each other and need nothing of each other.</summary>
public sealed class AwaitRunsTests
{
    [Theory]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(y);", "a b")]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(y); var c = await http.GetStringAsync(x + y);", "a b c")]
    [InlineData("var a = await http.GetStringAsync(x).ConfigureAwait(false); string b = await ReadAsync(y);", "a b")]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(y); var c = await http.GetStringAsync(a); var d = await http.GetStringAsync(b);", "a b, c d")]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(a); var c = await http.GetStringAsync(a);", "b c")]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(y); count++; var c = await http.GetStringAsync(x); var d = await http.GetStringAsync(y);", "a b, c d")]
    [InlineData("if (x == y) { var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(y); } else { var c = await http.GetStringAsync(x); }", "a b")]
    [InlineData("Func<Task> later = async () => { var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(y); };", "a b")]
    [InlineData("await Local(); async Task Local() { var a = await http.GetStringAsync(x); var b = await http.GetStringAsync(y); }", "a b")]
    [InlineData("var a = await http.GetStringAsync(x);", "")]
    [InlineData("var a = await http.GetStringAsync(x); count++; var b = await http.GetStringAsync(y);", "")]
    [InlineData("string a = await http.GetStringAsync(x), b = await http.GetStringAsync(y);", "")] // one statement
    [InlineData("await http.GetStringAsync(x); await http.GetStringAsync(y);", "")]
    [InlineData("var a = await http.GetStringAsync(x); var b = await http.PostAsync(y, null);", "")]
    [InlineData("var a = await http.GetStringAsync(x); var b = await Task.FromResult(y);", "")]
    [InlineData("var a = await http.GetStringAsync(x); var b = await CountAsync(y);", "")]
    public void Runs(string statements, string expected) => Assert.Equal(expected, RunsOf(statements));

    [Theory]
    [InlineData("kept", true)]
    [InlineData("changing", false)]
    [InlineData("Fixed", true)]
    [InlineData("Computed", false)] // code of one's own runs when it is asked
    [InlineData("Settable", false)]
    [InlineData("given.Settable", true)] // of a variable of the function
    [InlineData("given.Length.ToString()", false)]
    [InlineData("x.Length > 1 ? x : y", true)]
    [InlineData("$\"{x}/{kept}\"", true)]
    [InlineData("string.Concat(x, y)", true)]
    [InlineData("Next()", false)]
    [InlineData("x + count++", false)]
    [InlineData("items[0]", false)] // throws where there is none
    [InlineData("items.Count.ToString()", false)]
    public void What_is_given_has_to_be_the_same_before_and_after(string argument, bool isSteady) =>
        Assert.Equal(isSteady ? "a b" : "", RunsOf($"var a = await http.GetStringAsync(x); var b = await http.GetStringAsync({argument});"));

    private static string RunsOf(string statements)
    {
        var run = new EngineRun($$"""
            using System.Net.Http;

            class C(HttpClient http)
            {
                private readonly string kept = "";
                private string changing = "";
                private int count;

                public string Fixed { get; } = "";

                public string Settable { get; set; } = "";

                public string Computed => changing;

                public int Length => count;

                public async Task M(string x, string y, C given, List<string> items) { {{statements}} await Task.Yield(); }

                private async Task<string> ReadAsync(string i) => await http.GetStringAsync(i);

                private async Task<string> CountAsync(string i) { count++; return await http.GetStringAsync(i); }

                private string Next() => changing += "x";
            }
            """);
        var member = run.Body("M");
        var runs = new AwaitRuns(run.Model).In(member, run.Model.Bodies.OperationOf(member.Syntax, EngineRun.Cancellation)!, EngineRun.Cancellation);
        return string.Join(", ", runs.Select(static reads => string.Join(" ", reads.Select(static read => read.Local.Name))));
    }
}
