using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>A call whose caller wants to know when it found room in the queue.</summary>
internal sealed class RoomJob<TResult>(LaneQueue queue, Func<CancellationToken, TResult> work, CancellationToken cancellation) : ResultJob<TResult>(queue, cancellation)
{
    // True once it found room, false if it left before; null if it never had to wait. Written under the lane's lock.
    private TaskCompletionSource<bool>? room;

    /// <summary>After <see cref="ResultJob{TResult}.Start"/>: waits until there is room for it in the queue.</summary>
    internal async ValueTask<Task<TResult>> StartWithRoomAsync(Task<TResult> started)
    {
        if (Admission == Admission.Rejected)
        {
            await started.ConfigureAwait(false);
        }

        if (room is not null && !await room.Task.ConfigureAwait(false))
        {
            Cancellation.ThrowIfCancellationRequested();
        }

        return started;
    }

    protected override TResult Call(CancellationToken token) => work(token);

    internal override void Waits() => room = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override void FoundRoom() => room!.TrySetResult(true);

    internal override void LeftWithoutRoom() => room?.TrySetResult(false);
}
