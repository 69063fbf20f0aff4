using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What the model says that code costs: bands, evidence, and when it says nothing.</summary>
public sealed class CostTests
{
    [Theory]
    [InlineData("return n + 1;")]
    [InlineData("return rows[n] * rows[n + 1];")]
    [InlineData("return (int)Math.Sqrt(n) + Math.Max(n, 3);")]
    [InlineData("list.Add(n); return list[0] + list.Count;")]
    [InlineData("lock (gate) { total += n; } return total;")]
    [InlineData("return Interlocked.Add(ref total, n);")]
    [InlineData("bag.Add(n); return 0;")]
    [InlineData("return text.Length + (char.IsDigit(text[0]) ? 1 : 0);")]
    [InlineData("return Half(n) + Half(n + 1);")]
    [InlineData("var p = new Point(n, n); return p.X + Size;")]
    [InlineData("var p = new Pair { Left = n }; return p.Left;")]
    [InlineData("if (n < 0) throw new ArgumentOutOfRangeException(nameof(n), $\"{n} of {Slow()}\"); return n;")] // what fails costs nothing on the way that matters
    [InlineData("var sum = 0; for (var i = 0; i < 4; i++) sum += rows[i]; return sum;")]
    public void Straight_code_over_known_members_is_tiny(string code) => Assert.Equal(CostBand.Tiny, Of(code).Band);

    [Theory]
    [InlineData("var sum = 0; foreach (var a in rows) sum += a; return sum;")] // one loop, whatever it is over
    [InlineData("return rows.Sum();")]
    [InlineData("return text.Split(',').Length;")]
    [InlineData("var built = new System.Text.StringBuilder(); foreach (var a in rows) built.Append(a).Append(','); return built.Length;")]
    [InlineData("foreach (var some in lists) foreach (var a in some) total += a; return total;")] // once over the whole
    [InlineData("foreach (var a in rows) for (var j = 0; j < 8; j++) total += a >> j; return total;")]
    [InlineData("Array.Sort(rows); return rows[0];")]
    [InlineData("var i = 0; while (i < text.Length) { while (i < text.Length && char.IsDigit(text[i])) i++; i++; } return i;")] // both together once over the text
    [InlineData("var lo = 0; var hi = rows.Length; while (lo < hi) { var mid = (lo + hi) / 2; if (rows[mid] < n) lo = mid + 1; else hi = mid; } return lo;")]
    [InlineData("foreach (var a in rows) { var x = a; while (x > 0) { total += x % 10; x /= 10; } } return total;")]
    [InlineData("return Once(rows) + Once(rows);")]
    [InlineData("for (var y = 0; y < 9; y++) for (var x = 0; x < 9; x++) total += rows[(y * 9) + x]; return total;")] // constants weigh what they are
    [InlineData("return (int)System.Security.Cryptography.SHA256.HashData(new byte[32])[0];")]
    [InlineData("return Fill(new int[16], 16);")] // what is passed is small
    [InlineData("return $\"{n} of {total}\".Length;")]
    [InlineData("foreach (var c in text) if (c == ' ') total++; return total;")] // one pass over 64 KB
    [InlineData("for (var i = 0; i < text.Length; i++) if (text[i] != other[i]) return i; return 0;")] // the first may be the last
    [InlineData("foreach (var c in name) { list.Add(c); total += list.Count.ToString().Length; } return total;")] // a name is a word
    [InlineData("var read = 0; while (read < data.Length) { var part = Math.Min(4096, data.Length - read); list.AddRange(rows); read += part; } return read;")] // block by block
    [InlineData("var node = 0; foreach (var a in rows) { node = 0; while (node * 2 < rows.Length) { var child = node * 2; total += rows[child]; node = child; } } return total;")] // down a heap
    [InlineData("var left = data.Length; while (left > 0) { var some = Math.Min(left, 3800); left -= some; while (--some >= 0) total += data[some]; } return total;")]
    [InlineData("return rows.Any(a => list.Contains(a)) ? 1 : 0;")] // until it is found
    [InlineData("Func<int, int> twice = a => a + a; foreach (var a in rows) total += twice(a); return total;")]
    public void What_is_known_and_not_much_is_in_between(string code) => Assert.Equal(CostBand.Between, Of(code).Band);

    [Theory]
    [InlineData("foreach (var a in rows) foreach (var b in rows) total += a * b; return total;", "2 nested loops over 'rows'")]
    [InlineData("for (var i = 0; i < n; i++) for (var j = i; j < n; j++) total += i ^ j; return total;", "2 nested loops over 'n'")]
    [InlineData("for (var i = 0; i < n; i++) for (var j = 0; j < i; j++) total += rows[j]; return total;", "2 nested loops over 'n' and 'i'")]
    [InlineData("foreach (var part in parts) total += System.Security.Cryptography.SHA256.HashData(part)[0]; return total;", "SHA256.HashData per element of 'parts'")]
    [InlineData("return System.Security.Cryptography.RSA.Create(2048).KeySize;", "RSA.Create")]
    [InlineData("return Fibonacci(n);", "branching recursion")]
    [InlineData("foreach (var a in rows) total += Once(rows); return total;", "a loop over 'items' per element of 'rows'")]
    [InlineData("var all = \"\"; foreach (var a in rows) all += a; return all.Length;", "a string that grows per element of 'rows'")]
    [InlineData("foreach (var c in text) { list.Add(c); total += list.Count.ToString().Length; } return total;", "a loop over 'text'")] // much for each character
    [InlineData("var i = 0; while (i < text.Length) { var j = 0; while (j < other.Length) { total += text[i] ^ other[j]; j++; } i++; } return total;", null)]
    [InlineData("for (var i = 0; i < text.Length; i++) for (int j = Math.Max(i - n, 0), end = Math.Min(i + n, other.Length); j < end; j++) total += text[i] ^ other[j]; return total;", null)] // a window
    [InlineData("for (var y = 0; y < Height; y++) for (var x = 0; x < Width; x++) total += pixels[(y * Width) + x]; return total;", null)] // rows and columns
    [InlineData("for (var y = 0; y < table.GetLength(0); y++) for (var x = 0; x < table.GetLength(1); x++) total += table[y, x] * table[y, x]; return total;", null)]
    [InlineData("for (var i = 0; i < rows.Length; i++) { for (var j = 0; j < rows.Length; j++) total += rows[j]; if (total > n) return i; } return total;", null)] // a search of loops
    [InlineData("return rows.Where(a => rows.Contains(a)).Count();", null)]
    [InlineData("return rows.GroupBy(a => a % 7).OrderByDescending(g => g.Key).ThenBy(g => g.First()).ToList().Count;", null)]
    [InlineData("return Each(rows, a => Once(rows));", null)]
    [InlineData("Parallel.ForEach(rows, a => Once(rows)); return 0;", null)]
    [InlineData("var x = 1.0; foreach (var a in rows) { x = a; var d = 1.0; while (Math.Abs(d) > 1e-9) { d = (Math.Exp(x) - a) / Math.Exp(x); x -= d; } } return (int)x;", null)]
    public void What_is_heavy_says_why(string code, string? evidence)
    {
        var cost = Of(code);

        Assert.Equal(CostBand.CpuBound, cost.Band);
        Assert.True(cost.Nanoseconds >= Cost.CpuBoundFrom);
        Assert.Equal(evidence ?? cost.Evidence, cost.Evidence);
        Assert.NotNull(cost.Evidence);
    }

    [Theory]
    [InlineData("return work(n);")] // nobody knows what it does
    [InlineData("return shape.Area();")]
    [InlineData("foreach (var one in several) { one(); } return 0;")]
    [InlineData("several[0](); return 0;")]
    [InlineData("kept(); return 0;")]
    [InlineData("Action<int> each = a => { Each(rows, work); }; each(1); return 0;")] // handed on from around
    [InlineData("return work(n) + Each(rows, work);")]
    [InlineData("foreach (var a in rows) foreach (var b in rows) total += work(a * b); return total;")] // on the hot path
    [InlineData("return Walk(n);")]
    [InlineData("foreach (var a in held) foreach (var b in held) total += a * b; return total;")] // nobody knows how many it holds
    [InlineData("foreach (var one in shapes) total += System.Text.RegularExpressions.Regex.IsMatch(text, \"a+b\") ? 1 : 0; return total;")]
    [InlineData("return Descend(0, 0);")]
    [InlineData("Console.WriteLine(n); return 0;")]
    [InlineData("Thread.Sleep(n); return 0;")]
    public void Of_what_is_not_known_nothing_is_said(string code) => Assert.Equal(CostBand.Unknown, Of(code).Band);

    [Theory]
    [InlineData("File.ReadAllText(text); foreach (var a in rows) foreach (var b in rows) total += a * b; return total;")]
    [InlineData("foreach (var a in rows) foreach (var b in rows) total += a * b; Thread.Sleep(1); return total;")]
    public void What_computes_and_waits_is_mixed(string code) => Assert.Equal(CostBand.Mixed, Of(code).Band);

    [Fact]
    public void Who_is_passed_nothing_may_ask_what_it_costs_if_there_is_much()
    {
        var held = Of("foreach (var a in held) foreach (var b in held) total += a * b; return total;");
        Assert.True(held.IsCpuBoundIfMuch);
        Assert.Equal("2 nested loops over 'held'", held.Evidence);
        Assert.True(Of("foreach (var a in rows) foreach (var b in rows) total += a * b; return total;").IsCpuBoundIfMuch);
        Assert.False(Of("foreach (var a in held) total += a; return total;").IsCpuBoundIfMuch);
        Assert.False(Of("foreach (var a in held) foreach (var b in held) total += work(a * b); return total;").IsCpuBoundIfMuch);
    }

    [Fact]
    public void What_changes_all_at_once_changes_as_it_does_one_after_another() => Assert.Equal(
        Of("int a = total, b = n; while (b != 0) { var rest = a % b; a = b; b = rest; } return a;").Band,
        Of("int a = total, b = n; while (b != 0) { (a, b) = (b, a % b); } return a;").Band);

    [Fact]
    public void What_stands_in_a_branch_is_run_in_one_of_two_rounds() => Assert.Equal(
        Of("foreach (var a in rows) foreach (var b in rows) total += a * b; return total;").Nanoseconds / 2,
        Of("if (n > 0) { foreach (var a in rows) foreach (var b in rows) total += a * b; } return total;").Nanoseconds, tolerance: 1_000);

    [Theory]
    [InlineData("foreach (var a in rows) { if (a > n) continue; if (a < 0) { total++; continue; } foreach (var b in rows) total += a * b; }")]
    [InlineData("foreach (var a in rows) { if (a > n) { foreach (var b in rows) total += a * b; break; } total++; }")]
    [InlineData("foreach (var a in rows) switch (a) { case 0: total++; break; case 1: total--; break; default: foreach (var b in rows) total += a * b; break; }")]
    [InlineData("foreach (var a in rows) { if (false && a > n) { total++; } else { foreach (var b in rows) total += a * b; } }")]
    [InlineData("for (var i = Once(rows); i < n; i++) foreach (var b in rows) total += b > n ? Once(rows) : 0;")]
    public void A_part_costs_by_itself_what_it_costs_where_it_stands(string loop)
    {
        var run = Run(loop + " return total;");
        var tree = run.Compilation.SyntaxTrees[^1];
        var part = run.Compilation.GetSemanticModel(tree).GetOperation(tree.GetRoot(EngineRun.Cancellation).DescendantNodes().OfType<MethodDeclarationSyntax>().Single(static method => method.Identifier.ValueText == "M").Body!.Statements[0], EngineRun.Cancellation)!;

        var whole = run.Model.CostOf(run.Body("M"), EngineRun.Cancellation).Nanoseconds;
        Assert.Equal(whole, run.Model.CostOf(run.Body("M"), part, EngineRun.Cancellation).Nanoseconds, tolerance: whole / 1_000);
    }

    [Fact]
    public void A_call_that_is_not_known_beside_the_hot_path_leaves_the_evidence() => Assert.Equal(
        CostBand.CpuBound, Of("work(1); foreach (var a in rows) foreach (var b in rows) total += a * b; return total;").Band);

    [Fact]
    public void A_delegate_is_asked_for_itself()
    {
        var run = Run("Each(rows, a => a + 1); Each(rows, a => Once(rows)); Each(rows, Half); return 0;");
        var costs = run.Calls("M", "Each").Select(call => run.Model.CostOf(call.Delegates[0], EngineRun.Cancellation).Band);

        Assert.Equal([CostBand.Tiny, CostBand.Between, CostBand.Tiny], costs);
    }

    [Fact]
    public void The_round_of_a_loop_is_asked_for_without_what_is_left_out()
    {
        var run = Run("foreach (var a in rows) { total += a; lock (gate) { foreach (var b in rows) total += b; } } return 0;");
        var tree = run.Compilation.SyntaxTrees[^1];
        var model = run.Compilation.GetSemanticModel(tree);
        var loop = (ILoopOperation)model.GetOperation(tree.GetRoot(EngineRun.Cancellation).DescendantNodes().OfType<ForEachStatementSyntax>().First(), EngineRun.Cancellation)!;
        var locked = loop.Body.ChildOperations.OfType<ILockOperation>().Single();

        Assert.Equal(CostBand.Between, run.Model.CostOf(run.Body("M"), loop.Body, EngineRun.Cancellation).Band);
        Assert.Equal(CostBand.Tiny, run.Model.CostOf(run.Body("M"), loop.Body, EngineRun.Cancellation, locked).Band);
        Assert.Equal(CostBand.CpuBound, run.Model.CostOf(run.Body("M"), loop, EngineRun.Cancellation).Band);
    }

    [Fact]
    public void What_people_say_of_their_code_holds()
    {
        var run = new EngineRun(AnnotationsSource, """
            using ConcurrencyAnalyzers;
            class C
            {
                [CpuBound] int Declared(int n) => n;
                int Caller(int n) => Declared(n);
                [NonBlocking] int Quiet(int[] rows) { var t = 0; foreach (var a in rows) foreach (var b in rows) t += a * b; return t; }
            }
            """);

        Assert.Equal(CostBand.CpuBound, run.Model.CostOf(run.Body("Declared"), EngineRun.Cancellation).Band);
        Assert.Equal(CostBand.CpuBound, run.Model.CostOf(run.Body("Caller"), EngineRun.Cancellation).Band);
        Assert.Equal(CostBand.Unknown, run.Model.CostOf(run.Body("Quiet"), EngineRun.Cancellation).Band);
    }

    private const string AnnotationsSource = """
        namespace ConcurrencyAnalyzers
        {
            sealed class CpuBoundAttribute : System.Attribute { }
            sealed class NonBlockingAttribute : System.Attribute { }
        }
        """;

    private static Cost Of(string code)
    {
        var run = Run(code);
        return run.Model.CostOf(run.Body("M"), EngineRun.Cancellation);
    }

    private static EngineRun Run(string code) => new($$"""
        record struct Point(int X, int Y);
        sealed class Pair { public int Left { get; set; } }
        interface IShape { int Area(); }
        class C
        {
            readonly object gate = new();
            readonly System.Collections.Concurrent.ConcurrentBag<int> bag = [];
            int total;
            Action kept = () => { };
            List<Action> several = [];
            readonly List<int> held = [];
            readonly List<IShape> shapes = [];
            readonly byte[] pixels = [];
            readonly int[,] table = new int[0, 0];
            readonly int[] nodes = [];
            int Width { get; set; }
            int Height { get; set; }
            int Size { get; set; }
            int Descend(int node, int depth) { var left = nodes[node]; return left < 0 ? depth : Descend(left, depth + 1) + Descend(left + 1, depth + 1); }
            int M(int n, int[] rows, List<int> list, int[][] lists, byte[][] parts, string text, Func<int, int> work, IShape shape, string other, string name, byte[] data) { {{code}} }
            static int Half(int n) => n / 2;
            string Slow() => string.Join(",", Enumerable.Range(0, 1000));
            int Once(int[] items) { var sum = 0; foreach (var item in items) sum += item; return sum; }
            int Fill(int[] items, int n) { foreach (var a in items) for (var i = 0; i < n; i++) items[i] += a; return n; }
            int Each(int[] items, Func<int, int> of) { var sum = 0; foreach (var item in items) sum += of(item); return sum; }
            int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
            int Walk(int n) => n == 0 ? 0 : Walk(n - 1) + 1;
        }
        """);
}
