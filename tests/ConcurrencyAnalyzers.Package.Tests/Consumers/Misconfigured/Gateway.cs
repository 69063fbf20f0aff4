using System.Threading.Tasks;

namespace Vendor;

public abstract class Gateway
{
    public abstract string Fetch();

    public async Task<string> FetchTwiceAsync()
    {
        await Task.Yield();
        return Fetch(); // CONC201
    }
}
