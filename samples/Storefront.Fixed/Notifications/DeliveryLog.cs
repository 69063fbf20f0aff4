using System.Collections.Concurrent;

namespace Storefront.Notifications;

public sealed class DeliveryLog
{
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    public void Open(Guid message, int expected) => _entries[message] = new Entry(expected, new ConcurrentQueue<Delivery>());

    public void Add(Guid message, Delivery delivery) => _entries[message].Deliveries.Enqueue(delivery);

    public DeliveryReport? Find(Guid message)
    {
        return _entries.TryGetValue(message, out var entry)
            ? new DeliveryReport(message, entry.Expected, entry.Deliveries.OrderBy(delivery => delivery.Subscriber, StringComparer.Ordinal).ToList())
            : null;
    }

    private sealed record Entry(int Expected, ConcurrentQueue<Delivery> Deliveries);
}
