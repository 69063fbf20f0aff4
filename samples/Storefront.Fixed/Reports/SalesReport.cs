namespace Storefront.Reports;

public sealed record ProductSales(string Sku, string Name, int Quantity, decimal Revenue);

public sealed record CategorySales(string Category, decimal Revenue);

/// <param name="Overlaps">At index k: how many pairs of orders have exactly k products in common.</param>
public sealed record SalesReport(
    Guid Id,
    string Title,
    int Orders,
    decimal Revenue,
    IReadOnlyList<ProductSales> Products,
    IReadOnlyList<CategorySales> Categories,
    IReadOnlyList<long> Overlaps);
