using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class UncancelledLoopTests
{
    private const string Nest = "foreach (var a in rows) { foreach (var b in rows) { sum += a * b; } }";

    [Theory,
     InlineData($"double M(double[] rows, CancellationToken token) {{ var sum = 0.0; {Nest} return sum; }}", "token"),
     InlineData($"double M(double[] rows, CancellationToken token) {{ token.ThrowIfCancellationRequested(); var sum = 0.0; {Nest} {Nest} return sum; }}", "token, token"),
     InlineData($"Task M(double[] rows, CancellationToken token) => Task.Run(() => {{ var sum = 0.0; {Nest} rows[0] = sum; }}, token);", "token")]
    public void Loops_that_never_look_are_found(string member, string tokens) => Assert.Equal(tokens, Find(member));

    [Theory,
     InlineData($"double M(double[] rows) {{ var sum = 0.0; {Nest} return sum; }}"),
     InlineData($"double M(double[] rows, CancellationToken token) {{ using var linked = CancellationTokenSource.CreateLinkedTokenSource(token); var sum = 0.0; {Nest} return sum; }}"),
     InlineData($"double M(double[] rows, CancellationToken token) {{ var sum = 0.0; try {{ }} finally {{ {Nest} }} return sum; }}"),
     InlineData($"Action M(double[] rows, CancellationToken token) => () => {{ var sum = 0.0; {Nest} rows[0] = sum; }};"),
     InlineData($"void M(double[] rows, CancellationToken token) => Parallel.For(0, 9, _ => {{ var sum = 0.0; {Nest} rows[0] = sum; }});"),
     InlineData("double M(double[] rows, CancellationToken token) { var sum = 0.0; foreach (var a in rows) { foreach (var b in rows) { if (stopped) { return sum; } sum += a * b; } } return sum; }")]
    public void Others_are_not(string member) => Assert.Equal("", Find(member));

    private static string Find(string member)
    {
        var run = new EngineRun($"class C {{ private volatile bool stopped; public void Stop() => stopped = true; public {member} }}");
        return string.Join(", ", run.Body("M").SelfAndNested().SelectMany(body => UncancelledLoops.In(body, run.Model, EngineRun.Cancellation)).Select(static loop => loop.Token.Name));
    }
}
