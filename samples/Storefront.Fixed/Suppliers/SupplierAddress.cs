using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Storefront.Suppliers;

public sealed class SupplierAddress(IOptions<StorefrontOptions> options, IServer server)
{
    public Uri Current => options.Value.SupplierAddress is { Length: > 0 } configured
        ? new Uri(configured)
        : new Uri(new Uri(OwnAddress), FakeSupplierEndpoints.Prefix + "/");

    private string OwnAddress => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? throw new InvalidOperationException("The server is not listening yet.");
}
