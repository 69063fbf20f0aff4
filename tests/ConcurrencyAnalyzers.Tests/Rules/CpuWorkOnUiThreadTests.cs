using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<CpuWorkOnUiThreadAnalyzer, CpuWorkOnUiThreadCodeFix>;

public sealed class CpuWorkOnUiThreadTests
{
    private const string Turns =
        """

        namespace Orleans
        {
            public interface IGrain;

            public class Grain : IGrain;
        }

        namespace UnityEngine
        {
            public class MonoBehaviour;
        }
        """;

    // Reported

    [Theory]
    [InlineData("private void save_Click(object sender, EventArgs e) { key = [|Derive|](label.Text); } private static byte[] Derive(string password) { var derived = new Rfc2898DeriveBytes(password, new byte[16], 10000); return derived.GetBytes(32); }")] // mRemoteNG/mRemoteNG#166
    [InlineData("private void find_Click(object sender, EventArgs e) { [|foreach|] (var a in stars) foreach (var b in stars) { total += Math.Sqrt((a - b) * (a - b)); } label.Text = total.ToString(); }")] // EDDiscovery/EDDiscovery#324
    [InlineData("private void create_Click(object sender, EventArgs e) { var pool = new List<int>(rows); [|while|] (pool.Count > 0) { foreach (var item in pool) { total += Math.Pow(item, 2) * Math.Log(item); } pool.RemoveAt(pool.Count - 1); } }")] // Dessyreqt/alttprandomizer#199
    [InlineData("private void prompts_Click(object sender, EventArgs e) { var all = \"\"; [|foreach|] (var a in names) foreach (var b in names) { all += a + b; } label.Text = all; }")] // n00mkrad/text2image-gui#6
    [InlineData("private void apply_Click(object sender, EventArgs e) { label.Text = [|Join|](names); } private static string Join(List<string> parts) { var text = \"\"; foreach (var part in parts) foreach (var other in parts) { text += Math.Min(part.Length, other.Length); } return text; }")] // BurnoutHints/Bundle-Manager#6
    [InlineData("private void sort_Click(object sender, EventArgs e) { [|foreach|] (var a in rows) { total += rows.OrderBy(b => b % (a + 1)).First(); } }")] // WalletWasabi/WalletWasabi#1168
    [InlineData("private void recognize_Click(object sender, EventArgs e) { Parallel.[|ForEach|](rows, a => Distances(rows)); }")] // jeremybytes/digit-display#2: the calling thread takes part
    [InlineData("private async void search_Click(object sender, EventArgs e) { await Task.Delay(1); label.Text = [|Distances|](rows).ToString(); }")] // microsoft/WinUI-Gallery#1461
    [InlineData("public Main() { button.Click += (sender, e) => label.Text = [|Distances|](rows).ToString(); }")]
    [InlineData("protected override void OnLoad(EventArgs e) { total = [|Distances|](rows); }")]
    [InlineData("private async void each_Click(object sender, EventArgs e) { foreach (var name in names) { await Task.Delay(1); total += [|Distances|](rows); } }")] // between two awaits
    [InlineData("private void query_Click(object sender, EventArgs e) { total = names.SelectMany(a => names.Where(b => b != a)).[|Count|](); }")] // one cause
    [InlineData("private void a_Click(object sender, EventArgs e) { total = [|Nested|](rows); } private double Nested(int[] all) { return Inner(all); } private double Inner(int[] all) => Distances(all);")]
    public Task A_form_that_computes_is_reported(string members) => VerifyAsync(Form(members));

    [Fact]
    public Task A_turn_is_reported_in_its_own_words() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        public interface ITour : Orleans.IGrain
        {
            Task<double> ShortestAsync(double[] x, double[] y);
        }

        public sealed class Tour : Orleans.Grain, ITour // dotnet/orleans#1710
        {
            public async Task<double> ShortestAsync(double[] x, double[] y)
            {
                await Task.Yield();
                return {|#0:Shortest|}(x, y);
            }

            private static double Shortest(double[] x, double[] y)
            {
                var best = double.MaxValue;
                for (var i = 0; i < x.Length; i++)
                {
                    for (var j = i + 1; j < x.Length; j++)
                    {
                        best = System.Math.Min(best, ((x[i] - x[j]) * (x[i] - x[j])) + ((y[i] - y[j]) * (y[i] - y[j])));
                    }
                }

                return best;
            }
        }

        public sealed class Guard : UnityEngine.MonoBehaviour // Permafrost-Game/Permafrost#31
        {
            private readonly int[] tiles = new int[10_000];
            private int nearest;

            private void Update()
            {
                [|for|] (var i = 0; i < tiles.Length; i++)
                {
                    for (var j = 0; j < tiles.Length; j++)
                    {
                        nearest = tiles[i] < tiles[j] ? i : nearest;
                    }
                }
            }
        }
        """ + Turns,
        Verify.Diagnostic().WithLocation(0).WithMessage("'ShortestAsync' runs on a turn that others wait for, which it keeps busy: Shortest (2 nested loops over 'x')"));

    [Fact]
    public Task What_an_object_holds_may_be_little_and_is_a_suggestion() => new Verify.Test
    {
        TestCode = Form(
            """
            private void held_Click(object sender, EventArgs e) { total = {|#0:Distances|}(rows); }

            private void known_Click(object sender, EventArgs e) { total = {|#1:Distances|}(new int[5000]); }
            """),
        References = TargetReferences.NetFramework,
        NullableContext = NullableContextOptions.Disable,
        TestState =
        {
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithMessage("'held_Click' runs on the thread of the user interface, which it keeps busy: Distances (2 nested loops over 'all')"),
                Verify.Diagnostic().WithLocation(1).WithSeverity(DiagnosticSeverity.Warning).WithMessage("'known_Click' runs on the thread of the user interface, which it keeps busy: Distances (2 nested loops over 'all')"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task What_an_actor_hands_over_runs_in_its_turn() => Verify.VerifyAnalyzerAsync(
        """
        namespace Akka.Actor
        {
            public abstract class ActorBase;

            public abstract class ReceiveActor : ActorBase
            {
                protected void Receive<T>(System.Action<T> handler) { }
            }
        }

        public sealed class Tours : Akka.Actor.ReceiveActor
        {
            private double shortest;

            public Tours() => Receive<double[]>(x => shortest = {|#0:Shortest|}(x));

            private static double Shortest(double[] x)
            {
                var best = double.MaxValue;
                for (var i = 0; i < x.Length; i++)
                {
                    for (var j = i + 1; j < x.Length; j++)
                    {
                        best = System.Math.Min(best, System.Math.Sqrt((x[i] - x[j]) * (x[i] - x[j])));
                    }
                }

                return best;
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithMessage("'lambda in new Tours' runs on a turn that others wait for, which it keeps busy: Shortest (2 nested loops over 'x')"));

    // Silent

    [Theory]
    [InlineData("private async void recognize_Click(object sender, EventArgs e) { label.Text = (await Task.Run(() => Distances(rows))).ToString(); }")] // jeremybytes/digit-display#2, as proposed
    [InlineData("private void worker_DoWork(object sender, DoWorkEventArgs e) { e.Result = Distances(rows); }")] // Dessyreqt/alttprandomizer#199, as changed
    [InlineData("public Main() { new BackgroundWorker().DoWork += (sender, e) => e.Result = Distances(rows); }")] // unoplatform/Uno.Samples#451
    [InlineData("private void hash_Click(object sender, EventArgs e) { using (var sha = SHA256.Create()) { label.Text = Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(label.Text))); } }")] // youarebritish/FoxKit#1: what a person types is short
    [InlineData("private void count_Click(object sender, EventArgs e) { var text = \"\"; for (var i = 0; i < 100; i++) { text += i.ToString(); } label.Text = text; }")] // Vannevelj/SharpSource#269: a hundred is no many
    [InlineData("private void board_Click(object sender, EventArgs e) { for (var y = 0; y < 8; y++) for (var x = 0; x < 8; x++) { total += rows[(y * 8) + x]; } }")]
    [InlineData("private void sum_Click(object sender, EventArgs e) { foreach (var a in rows) { total += a; } label.Text = total.ToString(); }")] // one loop says nothing of how much there is
    [InlineData("private void list_Click(object sender, EventArgs e) { label.Text = string.Join(\",\", names.OrderBy(name => name).Take(10)); }")] // WalletWasabi/WalletWasabi#1168: a list that fits a screen
    [InlineData("private void clear_Click(object sender, EventArgs e) { foreach (Control a in Controls) foreach (Control b in a.Controls) { b.Text = \"\"; } }")] // the children of children
    [InlineData("private async void later_Click(object sender, EventArgs e) { await Task.Delay(1).ConfigureAwait(false); total = Distances(rows); }")]
    [InlineData("private void start_Click(object sender, EventArgs e) { new Thread(() => total = Distances(rows)).Start(); }")]
    [InlineData("private void bad_Click(object sender, EventArgs e) { if (rows.Length == 0) { throw new InvalidOperationException(Distances(rows).ToString()); } }")]
    [InlineData("public double Answer() => Distances(rows);")] // nobody knows who calls it
    [InlineData("private async void each_Click(object sender, EventArgs e) { foreach (var a in rows) { await Task.Delay(1); foreach (var b in rows) { total += Math.Sqrt((a - b) * (a - b)); } } }")] // and paints in between
    [InlineData("private async void all_Click(object sender, EventArgs e) { var all = new List<int>(); foreach (var a in rows) { all.AddRange(await Task.FromResult(rows)); } label.Text = all.Count.ToString(); }")] // dotnet/orleans, a grain that asks each host
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentDictionary<string, double> kept = new(); private void find_Click(object sender, EventArgs e) { total = kept.GetOrAdd(label.Text, _ => Distances(rows)); }")] // akkadotnet/akka.net, handlers that are compiled once for each kind
    [InlineData("private readonly Dictionary<string, double> kept = new(); private void find_Click(object sender, EventArgs e) { if (!kept.TryGetValue(label.Text, out var found)) { found = Distances(rows); kept[label.Text] = found; } total = found; }")]
    public Task What_does_not_keep_it_busy_is_silent(string members) => VerifyAsync(Form(members));

    [Fact]
    public Task A_grain_that_offloads_is_silent() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading.Tasks;

        public interface ITour : Orleans.IGrain
        {
            Task<long> CountAsync(int n);
        }

        public sealed class Tour : Orleans.Grain, ITour // dotnet/orleans#4826
        {
            public async Task<long> CountAsync(int n) => await Task.Run(() => Count(n));

            private static long Count(int n) => n < 2 ? 1 : Count(n - 1) + Count(n - 2);
        }
        """ + Turns);

    [Fact]
    public Task A_request_is_no_user_interface() => Verify.VerifyAnalyzerAsync(
        """
        public sealed class Tours
        {
            public long Count(int n) => n < 2 ? 1 : Count(n - 1) + Count(n - 2);
        }
        """);

    // Fixed

    [Theory]
    [InlineData(
        "private void find_Click(object sender, EventArgs e) { var found = new[] { 1, 2 }.Concat(rows).ToArray(); label.Text = [|Distances|](found).ToString(); }",
        "private async void find_Click(object sender, EventArgs e) { var found = new[] { 1, 2 }.Concat(rows).ToArray(); label.Text = (await Task.Run(() => Distances(found))).ToString(); }")]
    [InlineData(
        "private void find_Click(object sender, EventArgs e) { var count = [|Count|](label.Text.Length); label.Text = count.ToString(); }",
        "private async void find_Click(object sender, EventArgs e) { var n = label.Text.Length; var count = await Task.Run(() => Count(n)); label.Text = count.ToString(); }")] // read on the thread of the interface
    [InlineData(
        "private async void find_Click(object sender, EventArgs e) { await Task.Delay(1); label.Text = \"\" + [|Count|](40); }",
        "private async void find_Click(object sender, EventArgs e) { await Task.Delay(1); label.Text = \"\" + await Task.Run(() => Count(40)); }")]
    [InlineData(
        "public Main() { button.Click += (sender, e) => label.Text = [|Count|](30).ToString(); }",
        "public Main() { button.Click += async (sender, e) => label.Text = (await Task.Run(() => Count(30))).ToString(); }")]
    [InlineData(
        "private void a_Click(object sender, EventArgs e) { label.Text = [|Count|](30).ToString(); } private void b_Click(object sender, EventArgs e) { /* long */ label.Text = [|Count|](31).ToString(); }",
        "private async void a_Click(object sender, EventArgs e) { label.Text = (await Task.Run(() => Count(30))).ToString(); } private async void b_Click(object sender, EventArgs e) { /* long */ label.Text = (await Task.Run(() => Count(31))).ToString(); }")]
    public async Task A_call_that_touches_nothing_else_goes_to_the_pool(string before, string after)
    {
        await FixAsync(Form(before), Form(after), LanguageVersion.Latest);
        await FixAsync(Form(before), Form(after), LanguageVersion.CSharp7_3);
    }

    [Fact]
    public Task A_turn_comes_back_to_its_grain() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading.Tasks;

        public interface ITour : Orleans.IGrain
        {
            Task<long> CountAsync(int n);
        }

        public sealed class Tour : Orleans.Grain, ITour
        {
            public async Task<long> CountAsync(int n)
            {
                await Task.Yield();
                return [|Count|](n);
            }

            private static long Count(int n) => n < 2 ? 1 : Count(n - 1) + Count(n - 2);
        }
        """ + Turns,
        """
        using System.Threading.Tasks;

        public interface ITour : Orleans.IGrain
        {
            Task<long> CountAsync(int n);
        }

        public sealed class Tour : Orleans.Grain, ITour
        {
            public async Task<long> CountAsync(int n)
            {
                await Task.Yield();
                return await Task.Run(() => Count(n));
            }

            private static long Count(int n) => n < 2 ? 1 : Count(n - 1) + Count(n - 2);
        }
        """ + Turns);

    // Not fixed

    [Theory]
    [InlineData("private void find_Click(object sender, EventArgs e) { [|foreach|] (var a in rows) foreach (var b in rows) { total += Math.Sqrt(a * b); } }")] // a loop touches what the form has
    [InlineData("private void find_Click(object sender, EventArgs e) { label.Text = [|Distances|](rows).ToString(); }")] // others may change them meanwhile
    [InlineData("private void find_Click(object sender, EventArgs e) { [|Show|](40); } private void Show(int n) => label.Text = Count(n).ToString();")] // touches a control
    [InlineData("private void find_Click(object sender, EventArgs e) { [|Keep|](40); } private void Keep(int n) => total = Count(n);")]
    [InlineData("private void Main_FormClosing(object sender, FormClosingEventArgs e) { label.Text = [|Count|](40).ToString(); }")] // the window would be gone
    [InlineData("protected override void OnLoad(EventArgs e) { label.Text = [|Count|](40).ToString(); }")] // its signature is the framework's
    public Task Nothing_is_offered_where_it_may_not_run_elsewhere(string members) =>
        new Verify.Test { TestCode = Form(members), References = TargetReferences.NetFramework, NullableContext = NullableContextOptions.Disable, OffersNoFix = true }.RunAsync();

    private static Task VerifyAsync(string source) => new Verify.Test
    {
        TestCode = source,
        References = TargetReferences.NetFramework,
        NullableContext = NullableContextOptions.Disable,
    }.RunAsync();

    private static Task FixAsync(string before, string after, LanguageVersion version) => new Verify.Test
    {
        TestCode = before,
        FixedCode = after,
        References = TargetReferences.NetFramework,
        NullableContext = NullableContextOptions.Disable,
        LanguageVersion = version,
    }.RunAsync();

    private static string Form(string members) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.ComponentModel;
        using System.Linq;
        using System.Security.Cryptography;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;
        using System.Windows.Forms;

        public sealed class Main : Form
        {
            private readonly Label label = new Label();
            private readonly Button button = new Button();
            private readonly List<string> names = new List<string>();
            private readonly List<double> stars = new List<double>();
            private int[] rows = new int[0];
            private byte[] key = new byte[0];
            private double total;

            {{members}}

            private static double Distances(int[] all)
            {
                var sum = 0.0;
                foreach (var a in all)
                {
                    foreach (var b in all)
                    {
                        sum += Math.Sqrt((a - b) * (a - b));
                    }
                }

                return sum;
            }

            private static long Count(int n) => n < 2 ? 1 : Count(n - 1) + Count(n - 2);

            public override string ToString() => button.Text + key.Length + total + names.Count + stars.Count + rows.Length;
        }
        """;
}
