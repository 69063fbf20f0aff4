namespace Storefront.Reports;

internal sealed record ReportOrder(string Title);

internal static class ReportEndpoints
{
    public static void AddReports(this IServiceCollection services)
    {
        services.AddSingleton<ReportQueue>();
        services.AddSingleton<ReportArchive>();
        services.AddSingleton<SalesReportBuilder>();
        services.AddHostedService<ReportWorker>();
    }

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/reports");

        reports.MapPost("/", async (ReportOrder order, ReportQueue queue, CancellationToken cancellationToken) =>
        {
            var job = await queue.AddAsync(order.Title, cancellationToken);
            return Results.Accepted($"/reports/{job.Id}/state", job);
        });

        reports.MapGet("/{id:guid}/state", (Guid id, ReportQueue queue) =>
            queue.StateOf(id) is { } state ? Results.Ok(new { id, state = state.ToString() }) : Results.NotFound());

        reports.MapGet("/{id:guid}", async (Guid id, ReportArchive archive) =>
            await archive.FindAsync(id) is { } report ? Results.Ok(report) : Results.NotFound());

        reports.MapGet("/{id:guid}/page", async (Guid id, ReportArchive archive) =>
            await archive.RenderAsync(id) is { } page ? Results.Text(page, "text/html") : Results.NotFound());
    }
}
