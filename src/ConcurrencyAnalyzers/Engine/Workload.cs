namespace ConcurrencyAnalyzers.Engine;

/// <summary>The columns of the table: what a method is, seen from the thread that runs it.</summary>
internal enum Workload : byte
{
    CpuBound,
    BlockingIo,
    BlockingWait,
    AsynchronousIo,
    Tiny,
}

internal static class Workloads
{
    /// <summary>The column an effect belongs to, or null when the effect alone decides nothing.</summary>
    public static Workload? Of(Effect effect) => effect switch
    {
        Effect.Network or Effect.Database or Effect.Process or Effect.StandardInput or Effect.File
            or Effect.Stream or Effect.Metadata or Effect.Console => Workload.BlockingIo,
        Effect.JoinTask or Effect.Sleep or Effect.Wait => Workload.BlockingWait,
        Effect.Computes => Workload.CpuBound,
        Effect.AwaitsIo => Workload.AsynchronousIo,
        _ => null,
    };

    public static bool Blocks(Effect effect) => Of(effect) is Workload.BlockingIo or Workload.BlockingWait;
}
