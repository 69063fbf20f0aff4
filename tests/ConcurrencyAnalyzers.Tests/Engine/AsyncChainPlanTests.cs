using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What the engine says of a chain before anyone looks for callers.</summary>
public sealed class AsyncChainPlanTests
{
    [Fact]
    public void Methods_between_the_place_and_the_api_are_its_links() => Assert.Equal(
        "Flush | Write; ends: File.WriteAllText",
        Plan("async Task SaveAsync() { await Task.Yield(); Flush(); } void Flush() => Write(); void Write() => File.WriteAllText(\"a\", \"b\");"));

    [Fact]
    public void What_else_blocks_in_them_is_part_of_it() => Assert.Equal(
        "Flush | Other; ends: File.ReadAllText, File.WriteAllText, Thread.Sleep",
        Plan("async Task SaveAsync() { await Task.Yield(); Flush(); } void Flush() { Other(); File.WriteAllText(\"a\", \"b\"); try { } catch { File.ReadAllText(\"a\"); } } void Other() => Thread.Sleep(5);"));

    [Fact]
    public void What_only_opens_files_or_throws_is_not() => Assert.Equal(
        "Flush; ends: File.WriteAllText",
        Plan("async Task SaveAsync() { await Task.Yield(); Flush(); } void Flush() { if (!File.Exists(\"a\")) throw new Exception(File.ReadAllText(\"b\")); File.Delete(\"a\"); File.WriteAllText(\"a\", \"b\"); }"));

    [Fact]
    public void Reads_of_a_parameter_are_followed_for_the_caller_that_passes_a_file() => Assert.Equal(
        "Count | Line; ends: TextReader.ReadLine, TextReader.ReadLine (may stay)",
        Plan("async Task CountAsync() { await Task.Yield(); Count(new StreamReader(\"a\")); } int Count(TextReader reader) { Line(reader); return 1; } void Line(TextReader reader) { reader.ReadLine(); reader.ReadLine(); }"));

    [Fact]
    public void Slots_are_one_link() => Assert.Equal(
        "Save, Save, Save; ends: File.WriteAllText, File.WriteAllText",
        Plan("async Task SaveAsync(Base b) { await Task.Yield(); b.Save(); } internal abstract class Base { public abstract void Save(); } class One : Base { public override void Save() => File.WriteAllText(\"a\", \"\"); } class Two : Base { public override void Save() => File.WriteAllText(\"b\", \"\"); }"));

    [Fact]
    public void Recursion_ends() => Assert.Equal(
        "Odd | Even; ends: File.ReadAllText",
        Plan("async Task SaveAsync() { await Task.Yield(); Odd(1); } void Odd(int i) { if (i > 0) Even(i - 1); } void Even(int i) { File.ReadAllText(\"a\"); Odd(i); }"));

    [Fact]
    public void Place_that_calls_the_api_has_none() => Assert.Equal("; ends: File.ReadAllText", Plan("async Task SaveAsync() { await Task.Yield(); File.ReadAllText(\"a\"); }"));

    [Fact]
    public void More_than_a_person_would_look_at_is_not_offered() => Assert.Equal(
        "Size",
        Plan("async Task SaveAsync() { await Task.Yield(); M0(); } "
            + string.Concat(Enumerable.Range(0, 60).Select(static i => $"void M{i}() {{ File.ReadAllText(\"a\"); M{i + 1}(); }} ")) + "void M60() => File.ReadAllText(\"a\");"));

    [Theory]
    [InlineData("class A { internal void M() { } }", "A.M", "M")]
    [InlineData("class A { internal virtual void M() { } } class B : A { internal override void M() { } } class D : B { internal sealed override void M() { } }", "B.M", "A.M B.M D.M")]
    [InlineData("interface I { void M(); } class A : I { public void M() { } } class B : I { void I.M() { } }", "A.M", "A.M B.I.M I.M")]
    [InlineData("interface I { void M(); } class A { public void M() { } } class B : A, I { }", "A.M", "A.M I.M")]
    [InlineData("interface I<T> { void M(T x); } class A : I<int> { public void M(int x) { } public void M(string x) { } }", "I.M", "A.M I.M")]
    [InlineData("interface I { void M(); } interface J { void M(); } class A : I, J { public void M() { } } class B : J { public void M() { } }", "B.M", "A.M B.M I.M J.M")]
    public void Slots_are_shared_by_what_overrides_and_implements(string types, string method, string shared)
    {
        var run = new EngineRun(types);
        var slots = run.Model.Slots.Of(run.Method(method));
        Assert.Equal(shared, slots.Length == 1 ? slots[0].Name : string.Join(" ", slots.Select(static slot => $"{slot.ContainingType.Name}.{slot.Name}").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("class A : IDisposable { public void Dispose() { } }", "A.Dispose")]
    [InlineData("class A { public override string ToString() => \"\"; }", "A.ToString")]
    [InlineData("class A { public void Dispose() { } } class B : A, IDisposable { }", "A.Dispose")]
    public void Slots_of_others_are_unknown(string types, string method)
    {
        var run = new EngineRun(types);
        Assert.True(run.Model.Slots.Of(run.Method(method)).IsDefault);
    }

    [Theory]
    [InlineData("void Run(Action a) { } Task RunAsync(Func<Task> a) => a();", "RunAsync")]
    [InlineData("void Run(Action a) { } Task Run(Func<Task> a) => a();", "Run")]
    [InlineData("T Run<T>(string name, Func<int, T> a) => a(1); Task<T> RunAsync<T>(string name, Func<int, Task<T>> a, int times = 1) => a(1);", "RunAsync")]
    [InlineData("void Run(Action a) { } void RunAsync(Func<Task> a) { }", null)]            // gives no task
    [InlineData("void Run(Action a) { } Task RunAsync(Action a) => Task.CompletedTask;", null)] // takes no task
    [InlineData("void Run(Action a) { } Task RunAsync(Func<int, Task> a) => a(1);", null)]
    [InlineData("void Run(Action a) { } Task RunAsync(Func<Task> a, int required) => a();", null)]
    [InlineData("int Run(Func<int> a) => a(); Task<string> RunAsync(Func<Task<int>> a) => null!;", null)]
    public void Form_that_awaits_a_delegate_is_found_by_its_shape(string members, string? name)
    {
        var run = new EngineRun($"class A {{ {members} }}");
        var method = run.Type("A").GetMembers("Run").OfType<Microsoft.CodeAnalysis.IMethodSymbol>().First();
        var form = run.Model.Counterparts.FindAwaiting(method, method.Parameters.Length - 1);
        Assert.Equal(name, form?.Name);
        Assert.NotSame(method, form);
    }

    private static string Plan(string members)
    {
        var run = new EngineRun($"class C {{ {members} }}");
        var member = run.Type("C").GetMembers().First(static member => member.Name.EndsWith("Async", StringComparison.Ordinal));
        var finding = run.Model.FindingsIn(run.Body(member.Name), EngineRun.Cancellation).Single(static finding => finding.Rule == "CONC201");
        var chain = AsyncChain.Of(run.Model, finding, EngineRun.Cancellation);
        return chain.Border != ChainBorder.None
            ? chain.Border.ToString()
            : string.Join(" | ", chain.Links.Select(static link => string.Join(", ", link.Select(static method => method.Name))))
                + "; ends: " + string.Join(", ", chain.Calls.Where(static call => call.IsEnd)
                    .Select(static call => $"{call.Call.Target.ContainingType.Name}.{call.Call.Target.Name}{(call.IsRequired ? "" : " (may stay)")}").Order(StringComparer.Ordinal));
    }
}
