namespace Storefront.Orders;

public interface IOrderRepository
{
    void Save(Order order);

    Task<Order?> FindAsync(Guid id, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<Order>> ListAsync(CancellationToken cancellationToken = default);
}
