using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>What a loop does for each number; implemented by structs, so that a loop costs one call for each number and no more.</summary>
internal interface ILoopBody
{
    void Invoke(int index, CancellationToken token);
}
