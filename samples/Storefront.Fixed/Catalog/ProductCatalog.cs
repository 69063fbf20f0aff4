using Storefront.Storage;

namespace Storefront.Catalog;

public sealed class ProductCatalog(DataFolder folder)
{
    private readonly SemaphoreSlim _writing = new(1, 1);

    public IReadOnlyList<Product> Current => JsonFile.Read<List<Product>>(folder.ProductsFile) ?? [];

    public async Task<IReadOnlyList<Product>> ListAsync(CancellationToken cancellationToken = default)
    {
        return await JsonFile.ReadAsync<List<Product>>(folder.ProductsFile, cancellationToken) ?? [];
    }

    public async Task<Product?> FindAsync(string sku, CancellationToken cancellationToken = default)
    {
        var products = await ListAsync(cancellationToken);
        return products.FirstOrDefault(product => product.Sku == sku);
    }

    public async Task SaveAsync(IReadOnlyCollection<Product> changed, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var products = (await ListAsync(cancellationToken)).ToDictionary(product => product.Sku);
            foreach (var product in changed)
            {
                products[product.Sku] = product;
            }

            var sorted = products.Values.OrderBy(product => product.Sku, StringComparer.Ordinal).ToList();
            await JsonFile.WriteAsync(folder.ProductsFile, sorted, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }
}
