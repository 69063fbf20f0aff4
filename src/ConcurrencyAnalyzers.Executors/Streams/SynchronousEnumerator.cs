using System.Collections.Generic;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>A sequence that is there, read as one that is still to come.</summary>
internal sealed class SynchronousEnumerator<T>(IEnumerator<T> items) : IAsyncEnumerator<T>
{
    public T Current => items.Current;

    public ValueTask<bool> MoveNextAsync() => new(items.MoveNext());

    public ValueTask DisposeAsync()
    {
        items.Dispose();
        return ValueTask.CompletedTask;
    }
}
