namespace Storefront.Notifications;

public sealed record Subscriber(string Name, string Address);

public sealed record Message(Guid Id, string Topic, string Text);

public sealed record Delivery(string Subscriber, bool Delivered, int Attempts);

public sealed record DeliveryReport(Guid Id, int Expected, IReadOnlyList<Delivery> Deliveries);
