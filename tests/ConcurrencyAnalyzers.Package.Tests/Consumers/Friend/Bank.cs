using System.Threading.Tasks;
using ConcurrencyAnalyzers;

public class Bank
{
    public async Task OpenAsync(Vault vault)
    {
        await Task.Yield();
        vault.Open(); // CONC201
    }

    [CpuBound]
    internal void Count()
    {
    }
}
