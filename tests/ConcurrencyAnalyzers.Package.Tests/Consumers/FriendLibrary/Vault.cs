using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers;

[assembly: InternalsVisibleTo("Friend")]

public class Vault
{
    [BlockingIo]
    public virtual void Open()
    {
    }
}
