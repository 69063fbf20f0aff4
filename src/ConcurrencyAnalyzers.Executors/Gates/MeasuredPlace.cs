namespace ConcurrencyAnalyzers.Executors;

/// <summary>A place of a gate, and since when it is taken: for as long as somebody listens, so that other leases have no word for it.</summary>
internal sealed class MeasuredPlace(AsyncGate gate, long since) : IGatePlace
{
    public void Leave()
    {
        gate.Leave();
        gate.Ended(ExecutorTelemetry.Done, since);
    }
}
