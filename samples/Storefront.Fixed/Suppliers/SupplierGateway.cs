using System.Net;
using System.Text.Json;
using Storefront.Storage;

namespace Storefront.Suppliers;

public sealed record Quote(string Supplier, string Sku, decimal Price, int DeliveryDays);

public sealed record StockLevel(string Supplier, string Sku, int Available);

public sealed record SupplierStatus(string Supplier, bool Open, int Catalogued);

public interface ISupplierGateway
{
    StockLevel? FetchStock(string supplier, string sku);

    Task<StockLevel?> GetStockAsync(string supplier, string sku, CancellationToken cancellationToken = default);
}

internal sealed class HttpSupplierGateway(IHttpClientFactory clients) : ISupplierGateway
{
    public const string ClientName = "suppliers";

    private HttpClient Http => clients.CreateClient(ClientName);

    public StockLevel? FetchStock(string supplier, string sku)
    {
        return GetJson<StockLevel>($"suppliers/{supplier}/stock/{sku}");
    }

    public Task<StockLevel?> GetStockAsync(string supplier, string sku, CancellationToken cancellationToken = default)
    {
        return GetJsonAsync<StockLevel>($"suppliers/{supplier}/stock/{sku}", cancellationToken);
    }

    private T? GetJson<T>(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = Http.Send(request);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return default;
        }

        response.EnsureSuccessStatusCode();
        using var body = response.Content.ReadAsStream();
        return JsonSerializer.Deserialize<T>(body, JsonFile.Options);
    }

    private async Task<T?> GetJsonAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await Http.GetAsync(path, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return default;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(JsonFile.Options, cancellationToken);
    }
}
