using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;

namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class DelegateTableTests
{
    private static readonly EngineRun Run = new("""
        class Worker : SynchronizationContext { public override void Post(SendOrPostCallback d, object? state) { } }
        """);

    private static readonly EngineRun AspNetCore = new() { References = TargetReferences.AspNetCore100 };

    [Theory]
    [InlineData("M:System.Threading.Tasks.Task.Run(System.Action)", 0, "Pool")]
    [InlineData("M:System.Threading.Tasks.Task.Run(System.Action)", 1, "Unknown")]
    [InlineData("M:System.Threading.Tasks.Task.Run``1(System.Func{``0},System.Threading.CancellationToken)", 0, "Pool")] // every overload
    [InlineData("M:System.Array.ForEach``1(``0[],System.Action{``0})", 1, "Inline")] // every parameter
    [InlineData("M:System.Threading.Thread.#ctor(System.Threading.ThreadStart)", 0, "Thread")]
    [InlineData("M:System.Collections.Generic.List`1.ForEach(System.Action{`0})", 0, "Inline")]
    [InlineData("M:System.String.Trim", 0, "Unknown")]
    [InlineData("M:System.Threading.Tasks.Task.Wait", 0, "Unknown")] // the type is in the table, the member is not
    public void A_parameter_has_the_use_that_the_table_says(string id, int parameter, string use) =>
        Assert.Equal(Enum.Parse<DelegateUse>(use), new DelegateTable([]).Find(Run.Api(id), parameter));

    [Fact]
    public void An_override_inherits_the_use() => Assert.Equal(DelegateUse.Ui, new DelegateTable([]).Find(Run.Method("Worker.Post"), 0));

    [Fact]
    public void A_reduced_extension_call_is_counted_with_its_this()
    {
        // Both of its delegates run, at different times, so a count that is off by one shows.
        var method = AspNetCore.Api("M:Microsoft.AspNetCore.Builder.UseWhenExtensions.UseWhen(Microsoft.AspNetCore.Builder.IApplicationBuilder,System.Func{Microsoft.AspNetCore.Http.HttpContext,System.Boolean},System.Action{Microsoft.AspNetCore.Builder.IApplicationBuilder})");
        var reduced = method.ReduceExtensionMethod(method.Parameters[0].Type)!;

        Assert.Equal([DelegateUse.Request, DelegateUse.Inline], new[] { 1, 2 }.Select(parameter => new DelegateTable([]).Find(method, parameter)));
        Assert.Equal([DelegateUse.Request, DelegateUse.Inline], new[] { 0, 1 }.Select(parameter => new DelegateTable([]).Find(reduced, parameter)));
    }

    [Fact]
    public void Every_row_says_a_parameter_and_a_known_use() => Assert.All(EmbeddedData.Delegates, static row =>
    {
        Assert.NotNull(DelegateTable.UseOf(row[2]));
        Assert.True(row[1] == "*" || int.TryParse(row[1], out _), string.Join(" ", row));
    });

    [Fact]
    public void Every_use_but_the_derived_ones_has_a_word() => Assert.Equal(
        Enum.GetValues<DelegateUse>().Except([DelegateUse.Unknown, DelegateUse.LongRunning]),
        new[] { "inline", "deferred", "once", "pool", "thread", "parallel", "plinq", "asyncloop", "timer", "continuation", "ui", "request", "event", "stored", "scope" }.Select(static word => DelegateTable.UseOf(word)!.Value).Order());

    [Fact]
    public void A_word_that_is_not_known_is_no_use() => Assert.Null(DelegateTable.UseOf("background"));

    [Fact]
    public void No_row_is_there_twice() => Assert.Equal(
        EmbeddedData.Delegates.Length, EmbeddedData.Delegates.Select(static row => (row[0], row[1])).Distinct().Count());
}
