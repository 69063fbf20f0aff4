using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Output;

public sealed class CompactionTests
{
    [Fact]
    public void Overloads_that_do_the_same_share_a_line()
    {
        using var run = new SmallRun("""
            public class C
            {
                public void Go() => Native.Read();
                public void Go(int n) => Native.Read();
                public void Go<T>(T n) => Native.Read();
                public void Idle() { }
            }
            """);

        Assert.Equal(["M:C.Go file definite any - none"], run.Lines);
    }

    [Fact]
    public void An_overload_that_does_something_else_has_a_line_of_its_own()
    {
        using var run = new SmallRun("""
            public class C
            {
                public void Go() => Native.Send();
                public void Go(int n) => Native.Read();
                public void Go(string n) => Native.Read();
            }
            """);

        Assert.Equal(["M:C.Go file definite any - none", "M:C.Go() network definite any - none"], run.Lines);
    }

    [Fact]
    public void A_silent_overload_of_a_talkative_family_is_said_to_do_nothing()
    {
        using var run = new SmallRun("""
            public class C
            {
                public void Go() { }
                public void Go(int n) => Native.Read();
                public void Go(string n) => Native.Read();
            }
            """);

        Assert.Equal(["M:C.Go file definite any - none", "M:C.Go() none never any - none"], run.Lines);
    }

    [Fact]
    public void A_family_that_is_mostly_silent_has_lines_only_for_those_that_do_something()
    {
        using var run = new SmallRun("public class C { public void Go() => Native.Read(); public void Go(int n) { } public void Go(string n) { } }");

        Assert.Equal(["M:C.Go() file definite any - none"], run.Lines);
    }

    [Fact]
    public void What_is_inherited_needs_no_line_and_what_differs_has_one()
    {
        using var run = new SmallRun("""
            public interface IStore { void Load(); }
            public abstract class Store : IStore { public virtual void Load() => Native.Read(); }
            public class Disk : Store { public override void Load() { Native.Read(); } }
            public class Cache : Store { public override void Load() { } }
            public class Remote : Store { public override void Load() => Native.Send(); }
            public class Hiding : Store { public new void Load() => Native.Read(); }
            """);

        Assert.Contains("M:Store.Load file definite any - none", run.Lines);
        Assert.Contains("M:Remote.Load network definite any - none", run.Lines);
        Assert.DoesNotContain(run.Lines, static line => line.StartsWith("M:Disk.Load", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Lines, static line => line.StartsWith("M:Hiding.Load", StringComparison.Ordinal));
    }

    [Fact]
    public void One_line_for_several_overloads_promises_the_asynchronous_form_that_all_have()
    {
        using var run = new SmallRun("""
            using System.Threading;
            using System.Threading.Tasks;
            public class C
            {
                public void Go(int n) => Native.Read();
                public Task GoAsync(int n) => Task.CompletedTask;
                public void Go(string n) => Native.Read();
                public Task GoAsync(string n, CancellationToken token) => Task.CompletedTask;
            }
            """);

        Assert.Equal(["M:C.Go file definite any - -/token"], run.Lines);
    }

    [Fact]
    public void Corrections_and_measured_lines_overrule_what_is_derived()
    {
        using var run = new SmallRun(
            "public class C { public void Go() => Native.Read(); public void Sum() { } public void Same() => Native.Read(); }",
            corrections: "M:C.Go  none  never  any  -  none\nM:C.Same  file  definite  any  -  none\nM:C.Gone  none  never  any  -  none",
            computation: "M:C.Sum  computes  likely  any  growth:constant,cost:5  none\nM:Elsewhere.Sum  computes  likely  any  -  none");

        Assert.Equal(
            ["M:C.Go none never any - none", "M:C.Sum computes likely any growth:constant,cost:5 none", "M:C.Same file definite any - none"],
            run.Lines);
        Assert.Equal(["M:C.Same", "M:C.Gone"], run.Result.FrameworkCatalog!.RedundantCorrections.Select(static line => line.Id));
        Assert.Contains("M:Elsewhere.Sum", run.Files["Unavailable.catalog.txt"], StringComparison.Ordinal);
        Assert.DoesNotContain("M:C.Sum", run.Files["Unavailable.catalog.txt"], StringComparison.Ordinal);
    }
}
