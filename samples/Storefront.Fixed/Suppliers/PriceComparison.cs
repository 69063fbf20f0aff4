using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Storefront.Catalog;
using Storefront.Storage;

namespace Storefront.Suppliers;

public sealed record Offer(string Sku, string Supplier, decimal Price, int Available);

public sealed class PriceComparison(
    IHttpClientFactory clients,
    ISupplierGateway gateway,
    ProductCatalog catalog,
    IOptions<StorefrontOptions> options)
{
    public async Task<IReadOnlyList<Quote>?> CompareAsync(string sku, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(sku, cancellationToken) is null)
        {
            return null;
        }

        var http = clients.CreateClient(HttpSupplierGateway.ClientName);
        var quotes = new ConcurrentBag<Quote>();
        await Parallel.ForEachAsync(options.Value.Suppliers, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (supplier, token) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"suppliers/{supplier}/quotes/{sku}");
            using var response = await http.SendAsync(request, token);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return;
            }

            response.EnsureSuccessStatusCode();
            using var body = response.Content.ReadAsStream();
            if (JsonSerializer.Deserialize<Quote>(body, JsonFile.Options) is { } quote)
            {
                quotes.Add(quote);
            }
        });

        return quotes.OrderBy(quote => quote.Price).ThenBy(quote => quote.Supplier, StringComparer.Ordinal).ToList();
    }

    public async Task<Offer?> BestOfferAsync(string sku, CancellationToken cancellationToken)
    {
        var quotes = await CompareAsync(sku, cancellationToken);
        if (quotes is null or [])
        {
            return null;
        }

        var cheapest = quotes[0];
        var stock = await gateway.GetStockAsync(cheapest.Supplier, sku, cancellationToken);
        return new Offer(sku, cheapest.Supplier, cheapest.Price, stock?.Available ?? 0);
    }

    public async Task<IReadOnlyDictionary<string, int>> StockAsync(string supplier, CancellationToken cancellationToken)
    {
        var products = await catalog.ListAsync(cancellationToken);
        var available = new ConcurrentDictionary<string, int>();

        Parallel.ForEach(products, new ParallelOptions { MaxDegreeOfParallelism = 4 }, product =>
        {
            if (gateway.FetchStock(supplier, product.Sku) is { } stock)
            {
                available[product.Sku] = stock.Available;
            }
        });

        return new SortedDictionary<string, int>(available, StringComparer.Ordinal);
    }
}
