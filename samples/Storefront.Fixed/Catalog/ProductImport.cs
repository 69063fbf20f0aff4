using System.Globalization;
using Storefront.Storage;

namespace Storefront.Catalog;

public sealed record ImportResult(int Imported, IReadOnlyList<string> Rejected);

public sealed class ProductImport(DataFolder folder, ProductCatalog catalog)
{
    private readonly SemaphoreSlim _importing = new(1, 1);

    public async Task<ImportResult> RunAsync(string csv, CancellationToken cancellationToken)
    {
        await _importing.WaitAsync(cancellationToken);
        try
        {
            await File.WriteAllTextAsync(folder.UploadFile, csv, cancellationToken);
            return await ImportUploadAsync(cancellationToken);
        }
        finally
        {
            _importing.Release();
        }
    }

    private async Task<ImportResult> ImportUploadAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(File.OpenRead(folder.UploadFile));
        var text = await reader.ReadToEndAsync(cancellationToken);

        var accepted = new List<Product>();
        var rejected = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(line) is { IsValid: true } product)
            {
                accepted.Add(product);
            }
            else
            {
                rejected.Add(line);
            }
        }

        await catalog.SaveAsync(accepted, cancellationToken);
        return new ImportResult(accepted.Count, rejected);
    }

    private static Product? Parse(string line)
    {
        var cells = line.Split(';', StringSplitOptions.TrimEntries);
        return cells.Length == 4 && decimal.TryParse(cells[2], NumberStyles.Number, CultureInfo.InvariantCulture, out var price)
            ? new Product(cells[0], cells[1], price, cells[3])
            : null;
    }
}
