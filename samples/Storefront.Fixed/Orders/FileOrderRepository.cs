using Storefront.Storage;

namespace Storefront.Orders;

internal sealed class FileOrderRepository(DataFolder folder, Journal journal) : IOrderRepository
{
    public void Save(Order order)
    {
        JsonFile.Write(folder.OrderFile(order.Id), order);
        journal.Append("placed", order.Id, order.NetEur);
    }

    public Task<Order?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        return JsonFile.ReadAsync<Order>(folder.OrderFile(id), cancellationToken);
    }

    public async Task<IReadOnlyList<Order>> ListAsync(CancellationToken cancellationToken = default)
    {
        var orders = new List<Order>();
        foreach (var file in Directory.EnumerateFiles(folder.Orders, "*.json"))
        {
            if (await JsonFile.ReadAsync<Order>(file, cancellationToken) is { } order)
            {
                orders.Add(order);
            }
        }

        return orders.OrderBy(order => order.PlacedAt).ThenBy(order => order.Id).ToList();
    }
}
