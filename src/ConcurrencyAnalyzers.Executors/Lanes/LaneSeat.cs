namespace ConcurrencyAnalyzers.Executors;

/// <summary>A queue whose work is on this thread's stack, and those beneath it.</summary>
internal sealed record LaneSeat(LaneQueue Queue, LaneSeat? Below)
{
    internal static bool Holds(LaneSeat? seat, LaneQueue queue)
    {
        for (; seat is not null; seat = seat.Below)
        {
            if (seat.Queue == queue)
            {
                return true;
            }
        }

        return false;
    }
}
