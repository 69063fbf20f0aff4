using Storefront.Catalog;
using Storefront.Orders;

namespace Storefront.Reports;

public sealed class SalesReportBuilder(IOrderRepository repository, ProductCatalog catalog)
{
    public async Task<SalesReport> BuildAsync(Guid id, string title, CancellationToken cancellationToken)
    {
        var orders = await repository.ListAsync(cancellationToken);
        var categoryOf = catalog.Current.ToDictionary(product => product.Sku, product => product.Category);

        var products = orders
            .SelectMany(order => order.Lines)
            .GroupBy(line => line.Sku)
            .Select(group => new ProductSales(group.Key, group.First().Name, group.Sum(line => line.Quantity), group.Sum(line => line.Amount)))
            .OrderByDescending(product => product.Revenue)
            .ThenBy(product => product.Sku, StringComparer.Ordinal)
            .ToList();

        var categories = products
            .GroupBy(product => categoryOf.GetValueOrDefault(product.Sku, "other"))
            .Select(group => new CategorySales(group.Key, group.Sum(product => product.Revenue)))
            .OrderBy(category => category.Category, StringComparer.Ordinal)
            .ToList();

        return new SalesReport(id, title, orders.Count, orders.Sum(order => order.NetEur), products, categories, BasketOverlap.Count(orders));
    }
}
