namespace Storefront;

public sealed class StorefrontOptions
{
    public const string Section = "Storefront";

    public string DataFolder { get; set; } = "data";

    /// <summary>Where the supplier exchange lives. Left empty, the service talks to the fake one that it hosts itself.</summary>
    public string SupplierAddress { get; set; } = "";

    public bool HostFakeSupplier { get; set; } = true;

    public string[] Suppliers { get; set; } = [];
}
