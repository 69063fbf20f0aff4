using Storefront.Catalog;
using Storefront.Notifications;

namespace Storefront.Storage;

internal static class DataSeed
{
    private static readonly Product[] Products =
    [
        new("LAMP-01", "Desk lamp", 39.90m, "lighting"),
        new("LAMP-02", "Floor lamp", 89.00m, "lighting"),
        new("CHAIR-01", "Oak chair", 120.00m, "furniture"),
        new("TABLE-01", "Oak table", 480.00m, "furniture"),
        new("RUG-01", "Wool rug", 210.50m, "textiles"),
        new("VASE-01", "Glass vase", 24.50m, "decoration"),
    ];

    private static readonly Subscriber[] Subscribers =
    [
        new("warehouse", "inbox/warehouse"),
        new("accounting", "inbox/accounting"),
        new("newsletter", "inbox/newsletter"),
    ];

    public static void EnsureCreated(DataFolder folder)
    {
        if (!File.Exists(folder.ProductsFile))
        {
            JsonFile.Write(folder.ProductsFile, Products);
        }

        if (!File.Exists(folder.SubscribersFile))
        {
            JsonFile.Write(folder.SubscribersFile, Subscribers);
        }

        EnsureTemplate(folder, "slip-header.txt", "PACKING SLIP\n");
        EnsureTemplate(folder, "slip-footer.txt", "Thank you for your order.\n");
        EnsureTemplate(folder, "report.html", "<h1>{{title}}</h1>\n<p>{{orders}} orders, {{revenue}} EUR</p>\n");
    }

    private static void EnsureTemplate(DataFolder folder, string name, string content)
    {
        var path = folder.TemplateFile(name);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, content);
        }
    }
}
