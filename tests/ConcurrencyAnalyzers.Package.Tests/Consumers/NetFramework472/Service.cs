using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers;

public class Service
{
    public async Task RetryAsync()
    {
        Thread.Sleep(100); // CONC303
        await Task.Yield();
        Spool.Flush(); // CONC201
    }
}

public static class Spool
{
    [BlockingIo]
    public static void Flush()
    {
    }
}
