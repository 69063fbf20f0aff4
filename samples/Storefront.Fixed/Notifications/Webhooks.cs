using Storefront.Suppliers;

namespace Storefront.Notifications;

public sealed class Webhooks(IHttpClientFactory clients)
{
    private readonly RetryPolicy _retries = new(attempts: 4, firstPause: TimeSpan.FromMilliseconds(30));

    public async Task<Delivery> DeliverAsync(Subscriber subscriber, Message message)
    {
        var http = clients.CreateClient(HttpSupplierGateway.ClientName);
        var failures = 0;
        do
        {
            using var response = await http.PostAsJsonAsync(subscriber.Address, message);
            if (response.IsSuccessStatusCode)
            {
                return new Delivery(subscriber.Name, true, failures + 1);
            }

            failures++;
        }
        while (_retries.TryAgain(failures));

        return new Delivery(subscriber.Name, false, failures);
    }
}
