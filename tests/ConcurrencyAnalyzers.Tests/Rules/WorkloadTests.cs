using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<WorkloadAnalyzer>;

public sealed class WorkloadTests
{
    private const string Nothing = "synchronous, nothing found that blocks or computes";

    // Each kind, with the API that proves it

    [Theory]
    [InlineData("IPHostEntry {|#0:M|}(string host) => Dns.GetHostEntry(host);", "blocks on network I/O: Dns.GetHostEntry [Definite]")]
    [InlineData("HttpResponseMessage {|#0:M|}(HttpClient http, HttpRequestMessage request) => http.Send(request);", "blocks on network I/O: HttpClient.Send [Definite]")]
    [InlineData("int {|#0:M|}(DbCommand command) => command.ExecuteNonQuery();", "blocks on database I/O: DbCommand.ExecuteNonQuery [Likely]")]
    [InlineData("object? {|#0:M|}(IDbCommand command) => command.ExecuteScalar();", "blocks on database I/O: IDbCommand.ExecuteScalar [Likely]")]
    [InlineData("string {|#0:M|}(string path) => File.ReadAllText(path);", "blocks on file I/O: File.ReadAllText [Definite]")]
    [InlineData("void {|#0:M|}(string path) => File.Delete(path);", "blocks on file metadata: File.Delete [Definite]")]
    [InlineData("string? {|#0:M|}() => Console.ReadLine();", "blocks on standard input: Console.ReadLine [Definite]")]
    [InlineData("void {|#0:M|}() => Console.WriteLine();", "blocks on the console: Console.WriteLine [Definite]")]
    [InlineData("void {|#0:M|}() => Thread.Sleep(100);", "blocks on a sleep: Thread.Sleep [Definite]")]
    [InlineData("void {|#0:M|}(SemaphoreSlim gate) => gate.Wait();", "blocks on a signal: SemaphoreSlim.Wait [Definite]")]
    [InlineData("bool {|#0:M|}(EventWaitHandle signal) => signal.WaitOne();", "blocks on a signal: WaitHandle.WaitOne [Definite]")]
    [InlineData("void {|#0:M|}(Task task) => task.Wait();", "blocks on a task: Task.Wait [Definite]")]
    [InlineData("void {|#0:M|}(Process process) => process.WaitForExit();", "blocks on a process: Process.WaitForExit [Definite]; blocks on a signal: Process.WaitForExit [Definite]")]
    [InlineData("byte[] {|#0:M|}(string text, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(text, salt, 100_000, HashAlgorithmName.SHA256, 32);", "computes: Rfc2898DeriveBytes.Pbkdf2 [Definite]")]
    public Task Kind_is_told_with_its_API(string method, string effects) => Classifies(method, $"synchronous, {effects}");

    [Theory]
    [InlineData("async Task<string> {|#0:M|}(HttpClient http) => await http.GetStringAsync(\"https://example.org\");", "asynchronous, awaits I/O: HttpClient.GetStringAsync [Definite]")]
    [InlineData("Task<string> {|#0:M|}(HttpClient http) => http.GetStringAsync(\"https://example.org\");", "asynchronous, awaits I/O: HttpClient.GetStringAsync [Definite]")]
    [InlineData("async Task<string> {|#0:M|}(string path) => await File.ReadAllTextAsync(path);", "asynchronous, awaits I/O: File.ReadAllTextAsync [Definite]")]
    [InlineData("async void {|#0:M|}(string path) => File.ReadAllText(path);", "asynchronous, blocks on file I/O: File.ReadAllText [Definite]")]
    [InlineData("async ValueTask<int> {|#0:M|}(Task<int> task) => await task;", "asynchronous, nothing found that blocks or computes")]
    [InlineData("Task {|#0:M|}() => Task.CompletedTask;", "asynchronous, nothing found that blocks or computes")]
    [InlineData("async IAsyncEnumerable<string> {|#0:M|}(string path) { yield return File.ReadAllText(path); await Task.Yield(); }", "asynchronous, blocks on file I/O: File.ReadAllText [Definite]")]
    [InlineData("IEnumerable<string> {|#0:M|}(string path) { yield return File.ReadAllText(path); }", "deferred, blocks on file I/O: File.ReadAllText [Definite]")]
    [InlineData("IEnumerable<int> {|#0:M|}(int[] items) { foreach (var item in items) { yield return item; } }", "deferred, nothing found that blocks or computes")]
    [InlineData("async Task {|#0:M|}() { Thread.Sleep(10); await Task.Yield(); }", "asynchronous, blocks on a sleep: Thread.Sleep [Definite]")]
    [InlineData("string {|#0:M|}(HttpClient http) => http.GetStringAsync(\"https://example.org\").Result;", "synchronous, blocks on a task: Task.Result [Definite]; awaits I/O: HttpClient.GetStringAsync [Definite]")]
    public Task Shape_is_told(string method, string classification) => Classifies(method, classification);

    [Theory]
    [InlineData("int {|#0:M|}(int a, int b) => a + b;")]
    [InlineData("void {|#0:M|}() { }")]
    [InlineData("long {|#0:M|}(int[] items) { long sum = 0; foreach (var item in items) { sum += item; } return sum; }")]
    [InlineData("object {|#0:M|}(Type type) => Activator.CreateInstance(type)!;")]
    [InlineData("void {|#0:M|}(Action action) => action();")]
    [InlineData("string {|#0:M|}(IFormattable value) => value.ToString(null, null);")]
    [InlineData("int {|#0:M|}(dynamic value) => value.Compute();")]
    [InlineData("void {|#0:M|}(object gate, List<int> items) { lock (gate) { items.Add(1); } }")]
    [InlineData("bool {|#0:M|}(SemaphoreSlim gate) => gate.Wait(0);")]
    [InlineData("int {|#0:M|}(Task<int> task) => task.IsCompletedSuccessfully ? task.Result : 0;")]
    [InlineData("byte[] {|#0:M|}(byte[] data) => SHA256.HashData(data);")]
    [InlineData("void {|#0:M|}(int[] items) => Array.Sort(items);")]
    [InlineData("void {|#0:M|}() => throw new InvalidOperationException(File.ReadAllText(\"x\"));")]
    [InlineData("event EventHandler? E; void {|#0:M|}() => E += (_, _) => File.ReadAllText(\"x\");")]
    public Task Light_and_unknown_work_has_nothing_to_tell(string method) => Classifies(method, Nothing);

    // Computation

    [Fact]
    public Task Nested_loops_are_told_with_their_ranges() => Verify.VerifyAnalyzerAsync(
        """
        class Matrix
        {
            public double {|#0:Trace|}(double[] rows, double[] columns) => Sum(rows, columns);

            private static double {|#1:Sum|}(double[] rows, double[] columns)
            {
                var sum = 0.0;
                foreach (var row in rows)
                {
                    foreach (var column in columns)
                    {
                        sum += row * column;
                    }
                }

                return sum;
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Trace", "synchronous, computes (2 nested loops over 'rows' and 'columns'): Sum [Likely]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Sum", "synchronous, computes (2 nested loops over 'rows' and 'columns'): Sum [Likely]"));

    [Theory]
    [InlineData("int {|#0:M|}(int n) => n < 2 ? n : M(n - 1) + M(n - 2);", "computes (branching recursion): M [Likely]")]
    [InlineData("void {|#0:M|}(bool[] composite) { for (var i = 2; i * i < composite.Length; i++) { for (var j = i * i; j < composite.Length; j += i) { composite[j] = true; } } }", "computes (2 nested loops over 'composite'): M [Likely]")]
    [InlineData("int {|#0:M|}(byte[][] files) { var n = 0; foreach (var file in files) { n += SHA256.HashData(file)[0]; } return n; }", "computes: SHA256.HashData [Likely]")]
    [InlineData("void {|#0:M|}(int[][] buckets) { foreach (var bucket in buckets) { Array.Sort(bucket); } }", "computes: Array.Sort [Likely]")]
    public Task Evidence_of_computation_is_told(string method, string effects) => Classifies(method, $"synchronous, {effects}");

    [Fact]
    public Task Recursive_local_function_is_told() => Verify.VerifyAnalyzerAsync(
        """
        class Numbers
        {
            public int {|#0:Third|}()
            {
                return Fibonacci(3);

                static int {|#1:Fibonacci|}(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Third", "synchronous, computes (branching recursion): Fibonacci [Likely]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Fibonacci", "synchronous, computes (branching recursion): Fibonacci [Likely]"));

    [Theory]
    [InlineData("int {|#0:M|}(int[] a) { var n = 0; for (var i = 0; i < 8; i++) { foreach (var x in a) { n += x * i; } } return n; }")] // a constant bound
    [InlineData("int {|#0:M|}(int[][] a) { var n = 0; foreach (var row in a) { foreach (var x in row) { n += x; } } return n; }")] // once over the whole
    [InlineData("int {|#0:M|}(int n) => n == 0 ? 1 : n * M(n - 1);")] // linear
    [InlineData("void {|#0:M|}(List<string> a, List<string> b) { foreach (var x in a) { foreach (var y in b) { x.ToString(); } } }")] // no arithmetic
    public Task Loops_and_recursion_that_prove_nothing_are_not_told(string method) => Classifies(method, Nothing);

    [Fact]
    public Task Several_effects_are_told_in_order_of_gravity() => Classifies(
        """
        void {|#0:M|}(string path, byte[] salt)
            {
                Rfc2898DeriveBytes.Pbkdf2(path, salt, 100_000, HashAlgorithmName.SHA256, 32);
                Console.WriteLine(path);
                Thread.Sleep(10);
                File.ReadAllText(path);
                Dns.GetHostEntry(path);
            }
        """,
        "synchronous, blocks on network I/O: Dns.GetHostEntry [Definite]; blocks on file I/O: File.ReadAllText [Definite]; blocks on a sleep: Thread.Sleep [Definite]; "
        + "blocks on the console: Console.WriteLine [Definite]; computes: Rfc2898DeriveBytes.Pbkdf2 [Definite]");

    // Streams

    [Theory]
    [InlineData("int {|#0:M|}(Stream stream) => stream.ReadByte();", "synchronous, blocks on I/O if parameter 1 does: Stream.ReadByte [Likely]")]
    [InlineData("string? {|#0:M|}(string name, TextReader reader) => reader.ReadLine();", "synchronous, blocks on I/O if parameter 2 does: TextReader.ReadLine [Definite]")]
    [InlineData("int {|#0:M|}(byte[] data) { using var stream = new MemoryStream(data); return stream.ReadByte(); }", Nothing)]
    [InlineData("string? {|#0:M|}(string text) => new StringReader(text).ReadLine();", Nothing)]
    [InlineData("string? {|#0:M|}(byte[] data) { using var reader = new StreamReader(new MemoryStream(data)); return reader.ReadLine(); }", Nothing)]
    [InlineData("private readonly Stream stream = Stream.Null; int {|#0:M|}() => stream.ReadByte();", Nothing)]
    public Task Stream_is_what_it_was_made_from(string method, string classification) => Classifies(method, classification);

    [Fact]
    public Task Parameter_is_decided_by_the_caller() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;

        class Parser
        {
            public string? {|#0:FromText|}(string text) => First(new StringReader(text));

            public string? {|#1:FromFile|}(string path)
            {
                using var reader = new StreamReader(path);
                return First(reader);
            }

            private static string? {|#2:First|}(TextReader reader) => reader.ReadLine();
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("FromText", Nothing),
        Verify.Diagnostic().WithLocation(1).WithArguments("FromFile", "synchronous, blocks on file I/O: First → TextReader.ReadLine [Definite]; blocks on file metadata: new StreamReader [Definite]"),
        Verify.Diagnostic().WithLocation(2).WithArguments("First", "synchronous, blocks on I/O if parameter 1 does: TextReader.ReadLine [Definite]"));

    [Fact]
    public Task Instance_can_decide() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;

        static class Streams
        {
            public static int {|#0:Next|}(this Stream stream) => stream.ReadByte();

            public static int {|#1:Light|}(byte[] data) => new MemoryStream(data).Next();
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Next", "synchronous, blocks on I/O if parameter 1 does: Stream.ReadByte [Likely]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Light", Nothing));

    // Chains

    [Fact]
    public Task Chain_runs_over_documents_and_is_shortened_in_the_middle() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                class Shop
                {
                    private readonly Prices prices = new();

                    public decimal {|#0:Total|}(string sku) => prices.Find(sku);
                }
                """,
                """
                using System.IO;

                class Prices
                {
                    public decimal {|#1:Find|}(string sku) => Parse(sku);

                    private static decimal {|#2:Parse|}(string sku) => decimal.Parse(Load(sku));

                    private static string {|#3:Load|}(string sku) => File.ReadAllText(sku);
                }
                """,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Total", "synchronous, blocks on file I/O: Find → … → Load → File.ReadAllText [Definite]"),
                Verify.Diagnostic().WithLocation(1).WithArguments("Find", "synchronous, blocks on file I/O: Parse → Load → File.ReadAllText [Definite]"),
                Verify.Diagnostic().WithLocation(2).WithArguments("Parse", "synchronous, blocks on file I/O: Load → File.ReadAllText [Definite]"),
                Verify.Diagnostic().WithLocation(3).WithArguments("Load", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Chain_runs_over_projects() => new Verify.Test
    {
        TestState =
        {
            Sources = { "class Shop { public string {|#0:Find|}(Vendor.Gateway gateway) => gateway.Fetch(); }" },
            AdditionalProjects = { ["Vendor"] = { Sources = { "namespace Vendor; public class Gateway { public string {|#1:Fetch|}() => System.IO.File.ReadAllText(\"x\"); }" } } },
            AdditionalProjectReferences = { "Vendor" },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Find", Nothing),
                Verify.Diagnostic().WithLocation(1).WithArguments("Fetch", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Mutual_recursion_is_closed() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;

        class Walker
        {
            public void {|#0:Even|}(int n)
            {
                if (n > 0)
                {
                    Odd(n - 1);
                }
            }

            public void {|#1:Odd|}(int n)
            {
                File.ReadAllText("x");
                Even(n - 1);
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Even", "synchronous, blocks on file I/O: Odd → File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Odd", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"));

    [Fact]
    public Task Properties_indexers_operators_and_constructors_are_followed() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;

        class Config
        {
            private string text;

            public Config(string path) => text = File.ReadAllText(path);

            public string Text
            {
                {|#0:get|} => text;
                {|#1:set|} => File.WriteAllText("x", text = value);
            }

            public string this[string path]
            {
                {|#2:get|} => File.ReadAllText(path);
            }

            public static Config operator {|#3:+|}(Config left, Config right) => new Config(left.text + right.text);

            public static string {|#4:Read|}() => new Config("x").Text;

            public static void {|#5:Write|}(Config config) => config.Text = "";

            public static string {|#6:Look|}(Config config) => config["x"];
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Text", Nothing),
        Verify.Diagnostic().WithLocation(1).WithArguments("Text", "synchronous, blocks on file I/O: File.WriteAllText [Definite]"),
        Verify.Diagnostic().WithLocation(2).WithArguments("this[]", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(3).WithArguments("op_Addition", "synchronous, blocks on file I/O: new Config → File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(4).WithArguments("Read", "synchronous, blocks on file I/O: new Config → File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(5).WithArguments("Write", "synchronous, blocks on file I/O: Text → File.WriteAllText [Definite]"),
        Verify.Diagnostic().WithLocation(6).WithArguments("Look", "synchronous, blocks on file I/O: this[] → File.ReadAllText [Definite]"));

    [Fact]
    public Task Local_functions_are_told_and_followed() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;

        class Prices
        {
            public string {|#0:Find|}(string sku)
            {
                return Load();

                string {|#1:Load|}() => File.ReadAllText(sku);
            }

            public int {|#2:Idle|}()
            {
                return 0;

                static string {|#3:Unused|}() => File.ReadAllText("x");
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Find", "synchronous, blocks on file I/O: Load → File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Load", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(2).WithArguments("Idle", Nothing),
        Verify.Diagnostic().WithLocation(3).WithArguments("Unused", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"));

    // They have no name to stand at.
    [Fact]
    public Task Top_level_statements_are_not_told() => new Verify.Test
    {
        TestState = { OutputKind = OutputKind.ConsoleApplication, Sources = { "System.Console.WriteLine();" } },
    }.RunAsync();

    [Fact]
    public Task Local_function_among_top_level_statements_is_told() => new Verify.Test
    {
        TestState =
        {
            OutputKind = OutputKind.ConsoleApplication,
            Sources = { "Print(); static void {|#0:Print|}() => System.Console.WriteLine();" },
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("Print", "synchronous, blocks on the console: Console.WriteLine [Definite]") },
        },
    }.RunAsync();

    [Theory]
    [InlineData("")]
    [InlineData("[System.Obsolete] ")]
    public Task Member_without_a_body_is_not_told(string attribute) => Verify.VerifyAnalyzerAsync(
        $$"""
        abstract class Store
        {
            private readonly string file = System.IO.File.ReadAllText("x");

            public Store() => System.Console.WriteLine(file);

            static Store() => System.Console.WriteLine();

            {{attribute}}public string Name { get; set; } = System.IO.File.ReadAllText("x");

            {{attribute}}public abstract string Load();
        }
        """);

    [Fact]
    public Task Default_value_or_attribute_of_a_part_is_no_body() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.Runtime.InteropServices;

        interface IStore
        {
            string Load(string key, int attempts = 3);

            [return: Obfuscation]
            string Find([Obfuscation] string key);

            string Name { [Obsolete] get; }
        }

        partial class Store
        {
            [DllImport("store")]
            private static extern int Open(int mode = 1);

            public void {|#0:Run|}()
            {
                Seek();

                [DllImport("store")]
                static extern void Seek(int mode = 1);
            }

            [Obsolete]
            partial void Opening();

            partial void Opened(int mode);

            [Obsolete]
            partial void {|#1:Opened|}(int mode = 1)
            {
            }
        }

        class ObfuscationAttribute : Attribute;
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Run", Nothing),
        Verify.Diagnostic().WithLocation(1).WithArguments("Opened", Nothing));

    // Delegates

    [Theory]
    [InlineData("void {|#0:M|}(List<string> paths) => paths.ForEach(path => File.ReadAllText(path));")]
    [InlineData("void {|#0:M|}(string[] paths) => Array.ForEach(paths, path => File.ReadAllText(path));")]
    [InlineData("List<string> {|#0:M|}(string[] paths) => paths.Select(path => File.ReadAllText(path)).ToList();")]
    [InlineData("int {|#0:M|}(string[] paths) => paths.Sum(path => File.ReadAllText(path).Length);")]
    [InlineData("void {|#0:M|}(string[] paths) { foreach (var text in paths.Select(File.ReadAllText)) { } }")]
    public Task Delegate_that_runs_within_counts(string method) => Classifies(method, "synchronous, blocks on file I/O: File.ReadAllText [Definite]");

    [Theory]
    [InlineData("IEnumerable<string> {|#0:M|}(string[] paths) => paths.Select(path => File.ReadAllText(path));")]
    [InlineData("Action {|#0:M|}(string path) => () => File.ReadAllText(path);")]
    [InlineData("void {|#0:M|}(string path) => ThreadPool.QueueUserWorkItem(_ => File.ReadAllText(path));")]
    [InlineData("Thread {|#0:M|}(string path) => new Thread(() => File.ReadAllText(path));")]
    [InlineData("Timer {|#0:M|}(string path) => new Timer(_ => File.ReadAllText(path));")]
    public Task Delegate_that_runs_elsewhere_does_not(string method) => Classifies(method, Nothing);

    [Fact]
    public Task Delegate_is_followed_through_methods_that_invoke_it() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;

        class Guard
        {
            private Action? kept;

            public void {|#0:Run|}() => Now(() => File.ReadAllText("x"));

            public void {|#1:Plan|}() => Later(() => File.ReadAllText("x"));

            private static void {|#2:Now|}(Action action) => action();

            private void {|#3:Later|}(Action action) => kept = action;
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Run", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Plan", Nothing),
        Verify.Diagnostic().WithLocation(2).WithArguments("Now", Nothing),
        Verify.Diagnostic().WithLocation(3).WithArguments("Later", Nothing));

    [Fact]
    public Task Deferred_callee_counts_where_it_is_enumerated() => Verify.VerifyAnalyzerAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;

        class Lines
        {
            public IEnumerable<string> {|#0:Lazy|}(string[] paths) => Read(paths);

            public List<string> {|#1:Eager|}(string[] paths) => Read(paths).ToList();

            public void {|#2:Loop|}(string[] paths)
            {
                foreach (var text in Read(paths))
                {
                }
            }

            private static IEnumerable<string> {|#3:Read|}(string[] paths)
            {
                foreach (var path in paths)
                {
                    yield return File.ReadAllText(path);
                }
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Lazy", Nothing),
        Verify.Diagnostic().WithLocation(1).WithArguments("Eager", "synchronous, blocks on file I/O: Read → File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(2).WithArguments("Loop", "synchronous, blocks on file I/O: Read → File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(3).WithArguments("Read", "deferred, blocks on file I/O: File.ReadAllText [Definite]"));

    // Interfaces and overrides

    [Fact]
    public Task Only_implementation_is_followed() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;

        interface IStore
        {
            string Load(string key);
        }

        class FileStore : IStore
        {
            public string {|#0:Load|}(string key) => File.ReadAllText(key);
        }

        class Shop(IStore store)
        {
            public string {|#1:Find|}(string key) => store.Load(key);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Load", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Find", "synchronous, blocks on file I/O: Load → File.ReadAllText [Definite]"));

    [Theory]
    [InlineData("File.ReadAllText(key)", "synchronous, blocks on file I/O: File.ReadAllText [Definite]", "synchronous, blocks on file I/O: Load → File.ReadAllText [Likely]")]
    [InlineData("key", Nothing, Nothing)] // two of three agree, which is not enough
    public Task Most_implementations_decide(string third, string own, string conclusion) => Verify.VerifyAnalyzerAsync(
        $$"""
        using System;
        using System.IO;

        abstract class Store
        {
            public abstract string Load(string key);
        }

        class FileStore : Store
        {
            public override string {|#0:Load|}(string key) => File.ReadAllText(key);
        }

        class OtherStore : Store
        {
            public override string {|#1:Load|}(string key) => File.ReadAllText(key);
        }

        class ThirdStore : Store
        {
            public override string {|#2:Load|}(string key) => {{third}};
        }

        class NoStore : Store
        {
            public override string {|#3:Load|}(string key) => throw new NotSupportedException();
        }

        class Tracing(Store inner) : Store
        {
            public override string {|#4:Load|}(string key) => inner.Load(key);
        }

        class Shop(Store store)
        {
            public string {|#5:Find|}(string key) => store.Load(key);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Load", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Load", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(2).WithArguments("Load", own),
        Verify.Diagnostic().WithLocation(3).WithArguments("Load", Nothing),
        Verify.Diagnostic().WithLocation(4).WithArguments("Load", conclusion),
        Verify.Diagnostic().WithLocation(5).WithArguments("Find", conclusion));

    [Fact]
    public Task Receiver_made_in_sight_decides_alone() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;

        class Store
        {
            public virtual string {|#0:Load|}(string key) => key;
        }

        class FileStore : Store
        {
            public override string {|#1:Load|}(string key) => File.ReadAllText(key);
        }

        sealed class MemoryStore : Store;

        class Shop
        {
            public string {|#2:Any|}(Store store) => store.Load("x");

            public string {|#3:Light|}(MemoryStore store) => store.Load("x");

            public string {|#4:Heavy|}()
            {
                Store store = new FileStore();
                return store.Load("x");
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Load", Nothing),
        Verify.Diagnostic().WithLocation(1).WithArguments("Load", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(2).WithArguments("Any", Nothing),
        Verify.Diagnostic().WithLocation(3).WithArguments("Light", Nothing),
        Verify.Diagnostic().WithLocation(4).WithArguments("Heavy", "synchronous, blocks on file I/O: Load → File.ReadAllText [Definite]"));

    // Time and branches

    [Theory]
    [InlineData("string? text; string {|#0:M|}() => text ??= File.ReadAllText(\"x\");")]
    [InlineData("string? text; string {|#0:M|}() { if (text == null) { text = File.ReadAllText(\"x\"); } return text; }")]
    [InlineData("Lazy<string> {|#0:M|}(string path) => new Lazy<string>(() => File.ReadAllText(path));")]
    public Task One_time_work_is_told_as_such(string method) => Classifies(method, "synchronous, blocks on file I/O once: File.ReadAllText [Definite]");

    [Fact]
    public Task Flag_for_synchronous_callers_selects_its_branch() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Reader
        {
            public Task<string> {|#0:ReadAsync|}(string path) => ReadCore(path, async: true);

            private static async Task<string> {|#1:ReadCore|}(string path, bool async)
            {
                if (async)
                {
                    return await File.ReadAllTextAsync(path);
                }
                else
                {
                    return File.ReadAllText(path);
                }
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("ReadAsync", "asynchronous, awaits I/O: ReadCore → File.ReadAllTextAsync [Definite]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("ReadCore", "asynchronous, nothing found that blocks or computes"));

    // The task is complete when the call returns: what blocked is the branch that was asked for.
    [Fact]
    public Task Result_of_the_synchronous_branch_is_no_wait() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Threading.Tasks;

        class Reader
        {
            public string {|#0:Read|}(string path) => ReadCore(path, async: false).GetAwaiter().GetResult();

            private static async Task<string> {|#1:ReadCore|}(string path, bool async) =>
                async ? await File.ReadAllTextAsync(path) : File.ReadAllText(path);
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Read", "synchronous, blocks on file I/O: ReadCore → File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("ReadCore", "asynchronous, nothing found that blocks or computes"));

    [Fact]
    public Task Synchronous_flag_selects_its_branch() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;

        class Reader
        {
            public string {|#0:Content|}(string path) => Text(path, false);

            public string {|#1:Name|}(string path) => Path.GetFileName(path);

            private static string {|#2:Text|}(string path, bool useAsync)
            {
                if (useAsync)
                {
                    return path;
                }

                return File.ReadAllText(path);
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Content", "synchronous, blocks on file I/O: Text → File.ReadAllText [Definite]"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Name", Nothing),
        Verify.Diagnostic().WithLocation(2).WithArguments("Text", Nothing));

    [Fact]
    public Task Asynchronous_callee_keeps_its_blocking_to_itself() => Verify.VerifyAnalyzerAsync(
        """
        using System.IO;
        using System.Net.Http;
        using System.Threading.Tasks;

        class Client(HttpClient http)
        {
            public async Task {|#0:OuterAsync|}() => await InnerAsync();

            private async Task {|#1:InnerAsync|}()
            {
                File.ReadAllText("x");
                await http.GetStringAsync("https://example.org");
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("OuterAsync", "asynchronous, awaits I/O: InnerAsync → HttpClient.GetStringAsync [Definite]"),
        Verify.Diagnostic().WithLocation(1).WithArguments(
            "InnerAsync", "asynchronous, blocks on file I/O: File.ReadAllText [Definite]; awaits I/O: HttpClient.GetStringAsync [Definite]"));

    // Annotations

    private const string Attributes =
        """
        namespace ConcurrencyAnalyzers
        {
            class CpuBoundAttribute : System.Attribute;

            class BlockingIoAttribute : System.Attribute;

            class BlockingWaitAttribute : System.Attribute;

            class NonBlockingAttribute : System.Attribute;
        }
        """;

    [Theory]
    [InlineData("CpuBound", "synchronous, computes ([CpuBound]): Open [Definite]")]
    [InlineData("BlockingIo", "synchronous, blocks on I/O: Open [Definite]")]
    [InlineData("BlockingWait", "synchronous, blocks on a signal: Open [Definite]")]
    [InlineData("NonBlocking", Nothing)]
    public Task Annotation_of_an_interface_is_told_at_its_callers_and_implementations(string annotation, string classification) => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                $$"""
                using ConcurrencyAnalyzers;

                interface IVault
                {
                    [{{annotation}}]
                    byte[] Open(string key);
                }

                class Vault : IVault
                {
                    public byte[] {|#0:Open|}(string key) => [];
                }

                class Shop(IVault vault)
                {
                    public byte[] {|#1:Unlock|}() => vault.Open("x");
                }
                """,
                Attributes,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Open", classification),
                Verify.Diagnostic().WithLocation(1).WithArguments("Unlock", classification),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Non_blocking_annotation_wins_over_the_body() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.IO;
                using ConcurrencyAnalyzers;

                class Cache
                {
                    [NonBlocking]
                    public string {|#0:Find|}(string key) => File.ReadAllText(key);

                    [NonBlocking]
                    public string Name
                    {
                        {|#1:get|} => File.ReadAllText("name");
                    }

                    public string {|#2:Both|}() => Find("x") + Name;
                }
                """,
                Attributes,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Find", Nothing),
                Verify.Diagnostic().WithLocation(1).WithArguments("Name", Nothing),
                Verify.Diagnostic().WithLocation(2).WithArguments("Both", Nothing),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Annotation_adds_to_what_the_body_does() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.IO;
                using ConcurrencyAnalyzers;

                class Model
                {
                    [CpuBound]
                    public string {|#0:Train|}(string path) => File.ReadAllText(path);

                    public string {|#1:Run|}() => Train("x");
                }
                """,
                Attributes,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Train", "synchronous, blocks on file I/O: File.ReadAllText [Definite]; computes ([CpuBound]): Train [Definite]"),
                Verify.Diagnostic().WithLocation(1).WithArguments("Run", "synchronous, blocks on file I/O: Train → File.ReadAllText [Definite]; computes ([CpuBound]): Train [Definite]"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Own_annotation_wins_over_an_inherited_one() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using ConcurrencyAnalyzers;

                abstract class Store
                {
                    [BlockingIo]
                    public abstract string Load();
                }

                sealed class DiskStore : Store
                {
                    public override string {|#0:Load|}() => "";
                }

                sealed class MemoryStore : Store
                {
                    [NonBlocking]
                    public override string {|#1:Load|}() => "";
                }

                class Shop
                {
                    public string {|#2:Any|}(Store store) => store.Load();

                    public string {|#3:Memory|}(MemoryStore store) => store.Load();
                }
                """,
                Attributes,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Load", "synchronous, blocks on I/O: Load [Definite]"),
                Verify.Diagnostic().WithLocation(1).WithArguments("Load", Nothing),
                Verify.Diagnostic().WithLocation(2).WithArguments("Any", "synchronous, blocks on I/O: Load [Definite]"),
                Verify.Diagnostic().WithLocation(3).WithArguments("Memory", Nothing),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Attribute_of_the_same_name_elsewhere_says_nothing() => Verify.VerifyAnalyzerAsync(
        """
        namespace Shop;

        class BlockingIoAttribute : System.Attribute;

        class Vault
        {
            [BlockingIo]
            public byte[] {|#0:Open|}(string key) => [];
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Open", Nothing));

    // Lines of *.concurrency.txt files

    [Theory]
    [InlineData("M:Shop.Cache.Find none", Nothing)]
    [InlineData("M:Shop.Cache.Find network likely", "synchronous, blocks on network I/O: Find [Likely]")]
    [InlineData("M:Shop.Cache.Find database,computes", "synchronous, blocks on database I/O: Find [Definite]; computes: Find [Definite]")]
    [InlineData("M:Shop.Cache.Find process", "synchronous, blocks on a process: Find [Definite]")]
    [InlineData("M:Shop.Cache.Find sleep", "synchronous, blocks on a sleep: Find [Definite]")]
    [InlineData("M:Shop.Cache.Find wait maybe", Nothing)]
    [InlineData("M:Shop.Cache.Find network never", Nothing)]
    [InlineData("M:Shop.Cache.Find network definite any once", "synchronous, blocks on network I/O once: Find [Definite]")]
    [InlineData("M:Shop.Cache.Find stream definite any poly:0", "synchronous, blocks on I/O if parameter 1 does: Find [Definite]")]
    [InlineData("M:Shop.Cache.Find(System.IO.TextReader) none", Nothing)]
    [InlineData("M:Shop.Cache.Find(System.String) none", "synchronous, blocks on I/O if parameter 1 does: Find → TextReader.ReadLine [Definite]")]
    [InlineData("M:Shop.Cache.Fnd none", "synchronous, blocks on I/O if parameter 1 does: Find → TextReader.ReadLine [Definite]")]
    [InlineData("M:Shop.Cache.Find netwrk", "synchronous, blocks on I/O if parameter 1 does: Find → TextReader.ReadLine [Definite]")]
    public Task Line_wins_over_the_source_at_callers(string line, string classification) => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.IO;

                namespace Shop;

                class Cache
                {
                    public static string? {|#0:Find|}(TextReader reader) => reader.ReadLine();

                    public static string? {|#1:Look|}(TextReader reader) => Find(reader);
                }
                """,
            },
            AdditionalFiles = { ("/0/shop.concurrency.txt", line) },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Find", "synchronous, blocks on I/O if parameter 1 does: TextReader.ReadLine [Definite]"),
                Verify.Diagnostic().WithLocation(1).WithArguments("Look", classification),
            },
        },
    }.RunAsync();

    [Theory]
    [InlineData("M:System.IO.File.ReadAllText none", Nothing)]
    [InlineData("M:System.IO.File.ReadAllText network", "synchronous, blocks on network I/O: File.ReadAllText [Definite]")]
    [InlineData("M:System.IO.File.ReadAllText(System.String) none", Nothing)]
    [InlineData("M:System.IO.File.ReadAllText(System.String,System.Text.Encoding) none", "synchronous, blocks on file I/O: File.ReadAllText [Definite]")]
    public Task Line_wins_over_the_catalog(string line, string classification) => new Verify.Test
    {
        TestState =
        {
            Sources = { Around("string {|#0:M|}(string path) => File.ReadAllText(path);") },
            AdditionalFiles = { ("/0/shop.concurrency.txt", line) },
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("M", classification) },
        },
    }.RunAsync();

    [Theory]
    [InlineData("P:Vendor.Gateway.Status network", "synchronous, blocks on network I/O: Gateway.Status [Definite]", Nothing)]
    [InlineData("P:Vendor.Gateway.Item network", Nothing, "synchronous, blocks on network I/O: Gateway.this[] [Definite]")]
    [InlineData("P:Vendor.Gateway.Item(System.String) network", Nothing, "synchronous, blocks on network I/O: Gateway.this[] [Definite]")]
    [InlineData("P:Vendor.Gateway.Item(System.Int32) network", Nothing, Nothing)]
    [InlineData("M:Vendor.Gateway.Status network", Nothing, Nothing)]
    [InlineData("M:Vendor.Gateway.get_Status network", Nothing, Nothing)]
    public Task Line_describes_a_property(string line, string ofStatus, string ofIndexer) => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                class Shop(Vendor.Gateway gateway)
                {
                    public string {|#0:Ask|}() => gateway.Status;

                    public string {|#1:Look|}() => gateway["x"];
                }
                """,
            },
            AdditionalFiles = { ("/0/vendor.concurrency.txt", line) },
            AdditionalProjects =
            {
                ["Vendor"] = { Sources = { "namespace Vendor; public abstract class Gateway { public abstract string Status { get; } public abstract string this[string key] { get; } }" } },
            },
            AdditionalProjectReferences = { "Vendor" },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Ask", ofStatus),
                Verify.Diagnostic().WithLocation(1).WithArguments("Look", ofIndexer),
            },
        },
    }.RunAsync();

    [Theory]
    [InlineData("T:Vendor.VaultStream network", "synchronous, blocks on network I/O: Stream.ReadByte [Likely]")]
    [InlineData("T:Vendor.VaultStream memory", Nothing)]
    public Task Line_says_what_instances_stand_for(string line, string classification) => new Verify.Test
    {
        TestState =
        {
            Sources = { "class Shop { public int {|#0:Next|}(Vendor.VaultStream stream) => stream.ReadByte(); }" },
            AdditionalFiles = { ("/0/vendor.concurrency.txt", line) },
            AdditionalProjects = { ["Vendor"] = { Sources = { "namespace Vendor; public abstract class VaultStream : System.IO.Stream;" } } },
            AdditionalProjectReferences = { "Vendor" },
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("Next", classification) },
        },
    }.RunAsync();

    [Fact]
    public Task First_file_by_path_wins() => new Verify.Test
    {
        TestState =
        {
            Sources = { Around("string {|#0:M|}(string path) => File.ReadAllText(path);") },
            AdditionalFiles =
            {
                ("/0/b.concurrency.txt", "M:System.IO.File.ReadAllText none\n"),
                ("/0/a.concurrency.txt", "M:System.IO.File.ReadAllText network\n"),
            },
            ExpectedDiagnostics = { Verify.Diagnostic().WithLocation(0).WithArguments("M", "synchronous, blocks on network I/O: File.ReadAllText [Definite]") },
        },
    }.RunAsync();

    // Options

    [Theory]
    [InlineData("concurrency.minimum_strength = maybe")]
    [InlineData("concurrency.minimum_strength = definite")]
    [InlineData("concurrency.report_console = false")]
    [InlineData("concurrency.report_file_metadata = true")]
    [InlineData("concurrency.report_in_tests = true")]
    public Task Options_of_the_other_rules_change_nothing(string option) => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System;
                using System.Diagnostics;
                using System.IO;
                using System.Net;

                class C
                {
                    public void {|#0:Likely|}() => System.Xml.XmlReader.Create("x");

                    public void {|#1:Maybe|}() => Process.Start("x");

                    public void {|#2:Print|}() => Console.WriteLine();

                    public void {|#3:Delete|}() => File.Delete("x");
                }
                """,
            },
            AnalyzerConfigFiles = { ("/.editorconfig", $"root = true\n[*.cs]\n{option}\n") },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Likely", "synchronous, blocks on file I/O: XmlReader.Create [Likely]"),
                Verify.Diagnostic().WithLocation(1).WithArguments("Maybe", Nothing),
                Verify.Diagnostic().WithLocation(2).WithArguments("Print", "synchronous, blocks on the console: Console.WriteLine [Definite]"),
                Verify.Diagnostic().WithLocation(3).WithArguments("Delete", "synchronous, blocks on file metadata: File.Delete [Definite]"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task Tests_are_classified_like_anything_else() => Verify.VerifyAnalyzerAsync(
        """
        using System;
        using System.IO;

        namespace NUnit.Framework
        {
            class TestAttribute : Attribute;
        }

        class CounterTests
        {
            [NUnit.Framework.Test]
            public void {|#0:Counts|}() => File.ReadAllText("x");
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Counts", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"));

    [Fact]
    public Task Severity_is_info_and_the_place_is_the_name_alone() => Verify.VerifyAnalyzerAsync(
        Around("string {|#0:M|}(string path) => File.ReadAllText(path);"),
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocations().WithSeverity(DiagnosticSeverity.Info)
            .WithMessage("'M' is synchronous, blocks on file I/O: File.ReadAllText [Definite]"));

    [Theory]
    [InlineData(null, 0)]
    [InlineData(ReportDiagnostic.Info, 1)]
    [InlineData(ReportDiagnostic.Warn, 1)]
    public async Task Nothing_is_told_unless_it_is_asked_for(ReportDiagnostic? severity, int expected)
    {
        var compilation = await AnalysisRun.Of("class C { public void M() => System.IO.File.ReadAllText(\"x\"); }").CompilationAsync();
        var options = compilation.Options.WithSpecificDiagnosticOptions(
            severity is { } asked ? [KeyValuePair.Create(WorkloadAnalyzer.Id, asked)] : []);
        var analysis = compilation.WithOptions(options).WithAnalyzers([new WorkloadAnalyzer()]);

        Assert.Equal(expected, (await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)).Length);
    }

    // Frameworks

    [Fact]
    public Task Older_frameworks_are_classified() => new Verify.Test
    {
        TestState =
        {
            Sources =
            {
                """
                using System.IO;
                using System.Net;
                using System.Threading.Tasks;

                class C
                {
                    public string {|#0:Read|}(string path) => File.ReadAllText(path);

                    public WebResponse {|#1:Ask|}(WebRequest request) => request.GetResponse();

                    public async Task {|#2:WaitAsync|}() => await Task.Delay(10);
                }
                """,
            },
            ExpectedDiagnostics =
            {
                Verify.Diagnostic().WithLocation(0).WithArguments("Read", "synchronous, blocks on file I/O: File.ReadAllText [Definite]"),
                Verify.Diagnostic().WithLocation(1).WithArguments("Ask", "synchronous, blocks on network I/O: WebRequest.GetResponse [Definite]"),
                Verify.Diagnostic().WithLocation(2).WithArguments("WaitAsync", "asynchronous, awaits I/O: Task.Delay [Definite]"),
            },
        },
        References = TargetReferences.NetFramework,
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    private static Task Classifies(string method, string classification) =>
        Verify.VerifyAnalyzerAsync(Around(method), Verify.Diagnostic().WithLocation(0).WithArguments("M", classification));

    private static string Around(string method) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Data;
        using System.Data.Common;
        using System.Diagnostics;
        using System.IO;
        using System.Linq;
        using System.Net;
        using System.Net.Http;
        using System.Security.Cryptography;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            {{method}}
        }
        """;
}
