var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages();
builder.Services.AddRazorComponents();
builder.Services.AddHttpClient();
var app = builder.Build();
app.MapRazorPages();
app.Run();
