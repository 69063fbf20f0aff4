namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>The page about the catalog: its figures are derived. With the environment variable UPDATE_DOCS set they are written instead of compared.</summary>
internal static class CatalogPage
{
    private static readonly string[] Page = ["docs", "catalog.md"];

    private static readonly Lock Writing = new();

    public static void Check(string section, string expected)
    {
        // Tests of other classes write other sections of the same file.
        lock (Writing)
        {
            var page = Repository.Read(Page);
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is { Length: > 0 })
            {
                File.WriteAllText(Repository.PathOf(Page), Repository.WithSection(page, section, expected));
                return;
            }

            Assert.Equal(expected, Repository.Section(page, section));
        }
    }
}
