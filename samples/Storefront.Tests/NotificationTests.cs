using System.Net;
using System.Text.Json.Nodes;

namespace Storefront.Tests;

public sealed class NotificationTests(StorefrontProcess storefront) : IClassFixture<StorefrontProcess>
{
    private static readonly string[] Subscribers = ["accounting", "newsletter", "warehouse"];

    [Fact]
    public async Task EverySubscriberGetsTheMessageOnce()
    {
        var message = await storefront.PostAsync("/notifications", new { topic = "sale", text = "Half price" }, HttpStatusCode.Accepted);
        var id = (Guid)message["id"]!;

        var deliveries = await DeliveriesAsync(id);

        Assert.Equal(Subscribers, deliveries.Select(delivery => (string?)delivery!["subscriber"]));
        Assert.All(deliveries, delivery => Assert.True((bool)delivery!["delivered"]!));
        Assert.Equal([2, 1, 1], deliveries.Select(delivery => (int)delivery!["attempts"]!));
        foreach (var subscriber in Subscribers)
        {
            var inbox = (await storefront.GetAsync($"/fake/inbox/{subscriber}")).AsArray();
            var received = Assert.Single(inbox, mail => (Guid)mail!["id"]! == id);
            Assert.Equal("Half price", (string?)received!["text"]);
        }
    }

    [Fact]
    public async Task SeveralMessagesAreKeptApart()
    {
        var ids = new List<Guid>();
        foreach (var text in new[] { "one", "two", "three" })
        {
            var message = await storefront.PostAsync("/notifications", new { topic = "news", text }, HttpStatusCode.Accepted);
            ids.Add((Guid)message["id"]!);
        }

        foreach (var id in ids)
        {
            Assert.Equal(3, (await DeliveriesAsync(id)).Count);
        }

        var inbox = (await storefront.GetAsync("/fake/inbox/warehouse")).AsArray();
        Assert.Equal(["one", "three", "two"], inbox.Where(mail => ids.Contains((Guid)mail!["id"]!)).Select(mail => (string)mail!["text"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AnUnknownMessageIsNotFound()
    {
        Assert.Equal(HttpStatusCode.NotFound, await storefront.StatusOfAsync($"/notifications/{Guid.Empty}"));
    }

    private async Task<JsonArray> DeliveriesAsync(Guid id)
    {
        var report = await storefront.PollAsync(
            $"/notifications/{id}",
            answer => answer["deliveries"]!.AsArray().Count == (int)answer["expected"]!);
        return report["deliveries"]!.AsArray();
    }
}
