using System.Net;

namespace Storefront.Suppliers;

public sealed record RestockRequest(string Reference, string Sku, int Quantity);

public sealed record RestockReceipt(string Reference, string Supplier, int Quantity, int Attempts);

public sealed class SupplierUnavailableException(string supplier) : Exception($"Supplier '{supplier}' does not answer.");

public sealed class SupplierDesk(IHttpClientFactory clients)
{
    private const int MaxAttempts = 4;

    private HttpClient Http => clients.CreateClient(HttpSupplierGateway.ClientName);

    public async Task<RestockReceipt> RestockAsync(string supplier, RestockRequest restock, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            using var response = await Http.PostAsJsonAsync($"suppliers/{supplier}/restock", restock, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                var receipt = await response.Content.ReadFromJsonAsync<RestockReceipt>(cancellationToken);
                return receipt! with { Attempts = attempt };
            }

            await Task.Delay(40 * attempt, cancellationToken);
        }

        throw new SupplierUnavailableException(supplier);
    }

    public async Task<SupplierStatus?> StatusAsync(string supplier, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"suppliers/{supplier}/status");
        using var response = await Http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<SupplierStatus>(cancellationToken);
    }

    public async Task<IReadOnlyList<SupplierStatus>> OpenSuppliersAsync(IEnumerable<string> suppliers, CancellationToken cancellationToken)
    {
        var open = new List<SupplierStatus>();
        foreach (var supplier in suppliers)
        {
            var status = await Http.GetFromJsonAsync<SupplierStatus>($"suppliers/{supplier}/status", cancellationToken);
            if (status is { Open: true })
            {
                open.Add(status);
            }
        }

        return open;
    }
}
