using System.Globalization;
using Storefront.Storage;

namespace Storefront.Reports;

public sealed class ReportArchive(DataFolder folder)
{
    public Task<SalesReport?> FindAsync(Guid id) => ReadAsync(id);

    public async Task<string?> RenderAsync(Guid id)
    {
        var report = await FindAsync(id);
        if (report is null)
        {
            return null;
        }

        var path = folder.TemplateFile("report.html");
        var template = await File.ReadAllTextAsync(path);
        return template
            .Replace("{{title}}", report.Title)
            .Replace("{{orders}}", report.Orders.ToString(CultureInfo.InvariantCulture))
            .Replace("{{revenue}}", report.Revenue.ToString("0.00", CultureInfo.InvariantCulture));
    }

    public async Task AddToIndexAsync(SalesReport report)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{report.Id:N}\t{report.Title}\t{report.Revenue:0.00}\n");
        await File.AppendAllTextAsync(folder.ReportIndexFile, line);
    }

    private async Task<SalesReport?> ReadAsync(Guid id)
    {
        return await JsonFile.ReadAsync<SalesReport>(folder.ReportFile(id));
    }
}
