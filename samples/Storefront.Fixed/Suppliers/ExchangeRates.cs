namespace Storefront.Suppliers;

public sealed class ExchangeRates(IHttpClientFactory clients)
{
    public IReadOnlyDictionary<string, decimal> Today => FetchAsync().GetAwaiter().GetResult();

    private async Task<Dictionary<string, decimal>> FetchAsync()
    {
        var http = clients.CreateClient(HttpSupplierGateway.ClientName);
        return await http.GetFromJsonAsync<Dictionary<string, decimal>>("rates") ?? [];
    }
}
