namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a function asks of other machines.</summary>
/// <param name="Witness">The shortest chain to an asynchronous call that does; null when none is proven.</param>
/// <param name="Kind">What that call waits for.</param>
/// <param name="Traits">What else the function does.</param>
internal sealed record RemoteWork(Witness? Witness, Effect Kind, RemoteTraits Traits)
{
    public bool Has(RemoteTraits trait) => (Traits & trait) != 0;
}
