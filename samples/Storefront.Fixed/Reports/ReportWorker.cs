using System.Text.Json;
using Storefront.Storage;

namespace Storefront.Reports;

internal sealed class ReportWorker(
    ReportQueue queue,
    SalesReportBuilder builder,
    ReportArchive archive,
    DataFolder folder,
    ILogger<ReportWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in queue.TakeAllAsync(stoppingToken))
        {
            try
            {
                await ProcessAsync(job, stoppingToken);
                queue.Close(job.Id, ReportState.Finished);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError(failure, "Report {Id} failed.", job.Id);
                queue.Close(job.Id, ReportState.Failed);
            }
        }
    }

    private async Task ProcessAsync(ReportJob job, CancellationToken cancellationToken)
    {
        var report = await builder.BuildAsync(job.Id, job.Title, cancellationToken);
        var json = JsonSerializer.Serialize(report, JsonFile.Options);
        await File.WriteAllTextAsync(folder.ReportFile(job.Id), json, cancellationToken);
        await archive.AddToIndexAsync(report);
    }
}
