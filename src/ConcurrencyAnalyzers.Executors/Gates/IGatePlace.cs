namespace ConcurrencyAnalyzers.Executors;

/// <summary>What is left when a <see cref="GateLease"/> is disposed.</summary>
internal interface IGatePlace
{
    void Leave();
}
