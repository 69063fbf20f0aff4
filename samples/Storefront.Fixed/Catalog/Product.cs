using System.Text.RegularExpressions;

namespace Storefront.Catalog;

public sealed partial record Product(string Sku, string Name, decimal Price, string Category)
{
    public bool IsValid => SkuPattern().IsMatch(Sku) && Name.Length > 0 && Price >= 0;

    [GeneratedRegex("^[A-Z0-9-]{1,32}$")]
    private static partial Regex SkuPattern();
}
