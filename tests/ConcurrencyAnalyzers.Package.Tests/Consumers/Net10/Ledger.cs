using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers;

public sealed class Ledger(Archive archive)
{
    public async Task CloseAsync(string year)
    {
        archive.Store(year); // CONC201
        await Task.Yield();
    }

    public async Task PrintAsync(IPrinter printer, string year)
    {
        printer.Print(year); // CONC201
        await Task.Yield();
    }

    public async Task PauseAsync()
    {
#pragma warning disable CONC303 // The suppression is the point.
        Thread.Sleep(100); // CONC303 suppressed
#pragma warning restore CONC303
        await Task.Yield();
        Thread.Sleep(200); // CONC303
    }
}

public interface IPrinter
{
    [BlockingIo]
    void Print(string text);
}
