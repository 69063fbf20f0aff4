using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>One who stands in a <see cref="SlotLine"/>. Who takes it out of the line, under the line's gate, is the only one who completes it.</summary>
internal sealed class SlotWaiter(SlotLine line)
{
    // Asynchronous continuations: who gives a slot back does not run the code of who gets it.
    private readonly TaskCompletionSource granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Grant() => granted.SetResult();

    public void Refuse(Exception exception) => granted.SetException(exception);

    public async ValueTask WaitAsync(LinkedListNode<SlotWaiter> place, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var place = (LinkedListNode<SlotWaiter>)state!;
                place.Value.Cancel(place, token);
            },
            place);
        await granted.Task.ConfigureAwait(false);
    }

    private void Cancel(LinkedListNode<SlotWaiter> place, CancellationToken token)
    {
        if (line.Leave(place))
            granted.SetCanceled(token);
    }
}
