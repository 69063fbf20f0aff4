namespace ConcurrencyAnalyzers.GroundTruth.Cases;

/// <summary>Keeps the finalizer thread busy for a moment.</summary>
internal sealed class SlowlyFinalized
{
    ~SlowlyFinalized() => Thread.Sleep(Workspace.Moment);
}
