using Storefront;
using Storefront.Catalog;
using Storefront.Imaging;
using Storefront.Notifications;
using Storefront.Orders;
using Storefront.Reports;
using Storefront.Storage;
using Storefront.Suppliers;

var builder = WebApplication.CreateBuilder(args);

builder.Services.Configure<StorefrontOptions>(builder.Configuration.GetSection(StorefrontOptions.Section));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<DataFolder>();
builder.Services.AddSingleton<Journal>();
builder.Services.AddProblemDetails();

builder.Services.AddCatalog();
builder.Services.AddOrders();
builder.Services.AddSuppliers();
builder.Services.AddReports();
builder.Services.AddImaging();
builder.Services.AddNotifications();

var app = builder.Build();

DataSeed.EnsureCreated(app.Services.GetRequiredService<DataFolder>());

app.UseExceptionHandler();
app.MapCatalog();
app.MapOrders();
app.MapSuppliers();
app.MapReports();
app.MapImaging();
app.MapNotifications();

if (app.Configuration.GetValue($"{StorefrontOptions.Section}:{nameof(StorefrontOptions.HostFakeSupplier)}", true))
{
    app.MapFakeSupplier();
}

app.Run();
