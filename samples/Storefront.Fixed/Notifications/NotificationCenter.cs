using Storefront.Storage;

namespace Storefront.Notifications;

public sealed class NotificationCenter(DataFolder folder, Webhooks webhooks, DeliveryLog log, ILogger<NotificationCenter> logger)
{
    public async Task<Message> PublishAsync(string topic, string text, CancellationToken cancellationToken)
    {
        var subscribers = await JsonFile.ReadAsync<List<Subscriber>>(folder.SubscribersFile, cancellationToken) ?? [];
        var message = new Message(Guid.NewGuid(), topic, text);
        log.Open(message.Id, subscribers.Count);

        foreach (var subscriber in subscribers)
        {
            try
            {
                var delivery = await webhooks.DeliverAsync(subscriber, message);
                log.Add(message.Id, delivery);
            }
            catch (HttpRequestException failure)
            {
                logger.LogWarning(failure, "{Subscriber} cannot be reached.", subscriber.Name);
                log.Add(message.Id, new Delivery(subscriber.Name, false, 0));
            }
        }

        return message;
    }
}
