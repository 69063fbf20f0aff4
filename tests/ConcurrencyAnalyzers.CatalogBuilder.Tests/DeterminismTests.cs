using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests;

public sealed class DeterminismTests
{
    private const string Framework = """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        public abstract class Store { public abstract void Load(); public virtual Task LoadAsync() => Task.CompletedTask; }
        public class Disk : Store { public override void Load() => Native.Read(); }
        public class Remote : Store { public override void Load() => Native.Send(); public void Both() { Native.Send(); Native.Read(); } }
        public static class Tool
        {
            public static IEnumerable<int> Lines() { Native.Read(); yield return 1; }
            public static void All(Store store) => store.Load();
        }
        """;

    private const string Package = """
        public class Client
        {
            private readonly Store store = new Disk();
            public void Go() => store.Load();
            public void Send() => new Remote().Both();
            public int Size => 1;
        }
        """;

    [Fact]
    public void The_same_inputs_give_the_same_bytes()
    {
        using var first = new SmallRun(Framework, Package);
        using var second = new SmallRun(Framework, Package);

        Assert.Equal(["Framework.catalog.txt", "Package.catalog.txt"], first.Files.Keys.Where(static name => name != "Unavailable.catalog.txt"));
        Assert.Contains("M:Client.Send  network  definite", first.Files["Package.catalog.txt"], StringComparison.Ordinal);
        Assert.Equal(first.Files, second.Files);
    }

    [Fact]
    public void An_assembly_that_has_nothing_to_do_with_the_others_changes_nothing_about_them()
    {
        using var alone = new SmallRun(Framework, Package);
        const string Other = "public class Other { public void Go() => Native.Read(); }";
        using var together = new SmallRun(Framework, Package, more: [Other, "namespace System { public class Odd { } }"]);

        Assert.Contains("M:Other.Go", together.Files["more0.catalog.txt"], StringComparison.Ordinal);
        Assert.All(alone.Files, file => Assert.Equal(file.Value, together.Files[file.Key]));
    }
}
