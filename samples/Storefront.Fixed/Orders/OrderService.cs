using Storefront.Catalog;
using Storefront.Storage;

namespace Storefront.Orders;

public sealed class OrderService(
    IOrderRepository orders,
    ProductCatalog catalog,
    OrderPricing pricing,
    Journal journal,
    TimeProvider time)
{
    private readonly SemaphoreSlim _journalAccess = new(1, 1);

    public async Task<Order> PlaceAsync(OrderRequest request, CancellationToken cancellationToken)
    {
        var lines = await PriceLinesAsync(request.Items, cancellationToken);
        var net = lines.Sum(line => line.Amount);
        var total = pricing.Total(net, request.Currency);
        var order = new Order(Guid.NewGuid(), request.Customer, time.GetUtcNow(), lines, net, request.Currency, total);

        await _journalAccess.WaitAsync(cancellationToken);
        try
        {
            orders.Save(order);
        }
        finally
        {
            _journalAccess.Release();
        }

        return order;
    }

    public async Task<string> ExportJournalAsync(CancellationToken cancellationToken)
    {
        await _journalAccess.WaitAsync(cancellationToken);
        try
        {
            return await journal.ReadAllAsync(cancellationToken);
        }
        finally
        {
            _journalAccess.Release();
        }
    }

    private async Task<IReadOnlyList<OrderLine>> PriceLinesAsync(IReadOnlyList<OrderItem> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0 || items.Any(item => item.Quantity < 1))
        {
            throw new InvalidOrderException("An order needs items with positive quantities.");
        }

        var products = (await catalog.ListAsync(cancellationToken)).ToDictionary(product => product.Sku);
        var lines = new List<OrderLine>();
        foreach (var item in items)
        {
            if (!products.TryGetValue(item.Sku, out var product))
            {
                throw new InvalidOrderException($"Unknown product '{item.Sku}'.");
            }

            lines.Add(new OrderLine(product.Sku, product.Name, item.Quantity, product.Price));
        }

        return lines;
    }
}
