namespace Storefront.Orders;

public sealed record OrderItem(string Sku, int Quantity);

public sealed record OrderRequest(string Customer, string Currency, IReadOnlyList<OrderItem> Items);

public sealed record OrderLine(string Sku, string Name, int Quantity, decimal UnitPrice)
{
    public decimal Amount => Quantity * UnitPrice;
}

public sealed record Order(
    Guid Id,
    string Customer,
    DateTimeOffset PlacedAt,
    IReadOnlyList<OrderLine> Lines,
    decimal NetEur,
    string Currency,
    decimal Total);

public sealed class InvalidOrderException(string message) : Exception(message);
