namespace Storefront.Notifications;

internal sealed record Announcement(string Topic, string Text);

internal static class NotificationEndpoints
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<Webhooks>();
        services.AddSingleton<NotificationCenter>();
    }

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var notifications = routes.MapGroup("/notifications");

        notifications.MapPost("/", async (Announcement announcement, NotificationCenter center, CancellationToken cancellationToken) =>
        {
            var message = await center.PublishAsync(announcement.Topic, announcement.Text, cancellationToken);
            return Results.Accepted($"/notifications/{message.Id}", message);
        });

        notifications.MapGet("/{id:guid}", (Guid id, DeliveryLog log) =>
            log.Find(id) is { } report ? Results.Ok(report) : Results.NotFound());
    }
}
