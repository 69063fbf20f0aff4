using System.Net.Http;
using System.Threading.Tasks;

public static class Rates
{
    public static async Task<string> ReadAsync(HttpClient http)
    {
        var today = http.GetStringAsync("today").Result; // CONC301
        return today + await http.GetStringAsync("tomorrow");
    }
}
