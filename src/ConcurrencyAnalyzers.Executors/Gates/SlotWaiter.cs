using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// One who stands in a <see cref="SlotLine"/>. Who takes it out of the line is the only one who completes it. Asynchronous continuations: who gives a slot back does not run the code of who gets it.
/// </summary>
internal sealed class SlotWaiter() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), ILinked<SlotWaiter>
{
    // All guarded by the gate of the line.

    public SlotWaiter? Next { get; set; }

    public SlotWaiter? Previous { get; set; }

    internal bool IsInLine { get; set; }
}
