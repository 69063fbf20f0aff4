using Storefront.Storage;

namespace Storefront.Catalog;

public sealed class ProductDescriptions(DataFolder folder, ProductCatalog catalog)
{
    public async Task<bool> UpdateAsync(string sku, string markdown, CancellationToken cancellationToken)
    {
        var product = await catalog.FindAsync(sku, cancellationToken);
        if (product is null)
        {
            return false;
        }

        await File.WriteAllTextAsync(folder.DescriptionFile(sku), $"# {product.Name}\n\n{markdown.Trim()}\n", cancellationToken);
        return true;
    }

    public async Task<string?> ReadAsync(string sku, CancellationToken cancellationToken)
    {
        var product = await catalog.FindAsync(sku, cancellationToken);
        if (product is null)
        {
            return null;
        }

        var path = folder.DescriptionFile(sku);
        if (!File.Exists(path))
        {
            return $"# {product.Name}\n";
        }

        var markdown = await File.ReadAllTextAsync(path, cancellationToken);
        return markdown.ReplaceLineEndings("\n");
    }

    /// <summary>The first paragraph, for lists and slips.</summary>
    public string Summary(string sku)
    {
        var path = folder.DescriptionFile(sku);
        return File.Exists(path) ? FirstParagraph(File.ReadAllText(path)) : sku;
    }

    private static string FirstParagraph(string markdown)
    {
        return markdown.Split('\n').FirstOrDefault(line => line.Length > 0 && line[0] != '#') ?? "";
    }
}
