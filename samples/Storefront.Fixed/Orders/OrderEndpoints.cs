namespace Storefront.Orders;

internal static class OrderEndpoints
{
    public static void AddOrders(this IServiceCollection services)
    {
        services.AddSingleton<IOrderRepository, FileOrderRepository>();
        services.AddSingleton<OrderPricing>();
        services.AddSingleton<OrderService>();
        services.AddSingleton<PackingSlips>();
    }

    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/orders");

        orders.MapGet("/", async (IOrderRepository repository, CancellationToken cancellationToken) =>
            Results.Ok(await repository.ListAsync(cancellationToken)));

        orders.MapGet("/{id:guid}", async (Guid id, IOrderRepository repository, CancellationToken cancellationToken) =>
            await repository.FindAsync(id, cancellationToken) is { } order ? Results.Ok(order) : Results.NotFound());

        orders.MapPost("/", async (OrderRequest request, OrderService service, CancellationToken cancellationToken) =>
        {
            try
            {
                var order = await service.PlaceAsync(request, cancellationToken);
                return Results.Created($"/orders/{order.Id}", order);
            }
            catch (InvalidOrderException invalid)
            {
                return Results.Problem(invalid.Message, statusCode: StatusCodes.Status400BadRequest);
            }
        });

        orders.MapGet("/{id:guid}/slip", async (Guid id, PackingSlips slips, CancellationToken cancellationToken) =>
            await slips.CreateAsync(id, cancellationToken) is { } slip ? Results.Text(slip) : Results.NotFound());

        orders.MapGet("/journal", async (OrderService service, CancellationToken cancellationToken) =>
            Results.Text(await service.ExportJournalAsync(cancellationToken)));
    }
}
