using System.Text;
using Storefront.Catalog;
using Storefront.Storage;

namespace Storefront.Orders;

public sealed class PackingSlips(IOrderRepository orders, ProductDescriptions descriptions, DataFolder folder)
{
    public async Task<string?> CreateAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var order = await orders.FindAsync(orderId, cancellationToken);
        if (order is null)
        {
            return null;
        }

        var rows = order.Lines.Select(line => $"{line.Quantity} x {line.Name} ({descriptions.Summary(line.Sku)})").ToList();

        var slip = new StringBuilder();
        slip.Append(ReadPart("slip-header.txt"));
        slip.Append("For ").Append(order.Customer).Append('\n');
        foreach (var row in rows)
        {
            slip.Append(row).Append('\n');
        }

        slip.Append(ReadPart("slip-footer.txt"));
        return slip.ToString();

        string ReadPart(string name) => File.ReadAllText(folder.TemplateFile(name));
    }
}
