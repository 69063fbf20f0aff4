using Microsoft.Extensions.Options;

namespace Storefront.Storage;

public sealed class DataFolder
{
    public DataFolder(IOptions<StorefrontOptions> options)
    {
        Root = Path.GetFullPath(options.Value.DataFolder, AppContext.BaseDirectory);
        foreach (var folder in new[] { Orders, Descriptions, Images, Reports, Templates })
        {
            Directory.CreateDirectory(folder);
        }
    }

    public string Root { get; }

    public string Orders => Path.Combine(Root, "orders");

    public string Descriptions => Path.Combine(Root, "descriptions");

    public string Images => Path.Combine(Root, "images");

    public string Reports => Path.Combine(Root, "reports");

    public string Templates => Path.Combine(Root, "templates");

    public string ProductsFile => Path.Combine(Root, "products.json");

    public string SubscribersFile => Path.Combine(Root, "subscribers.json");

    public string JournalFile => Path.Combine(Root, "journal.log");

    public string ReportIndexFile => Path.Combine(Reports, "index.log");

    public string UploadFile => Path.Combine(Root, "upload.csv");

    public string OrderFile(Guid id) => Path.Combine(Orders, $"{id:N}.json");

    public string ReportFile(Guid id) => Path.Combine(Reports, $"{id:N}.json");

    public string DescriptionFile(string sku) => Path.Combine(Descriptions, $"{sku}.md");

    public string ImageFile(string sku) => Path.Combine(Images, $"{sku}.pgm");

    public string ThumbnailFile(string sku, int size) => Path.Combine(Images, $"{sku}-{size}.pgm");

    public string TemplateFile(string name) => Path.Combine(Templates, name);
}
