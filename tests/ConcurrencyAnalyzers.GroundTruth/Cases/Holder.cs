namespace ConcurrencyAnalyzers.GroundTruth.Cases;

/// <summary>Another thread that has something the caller of a case wants.</summary>
internal sealed class Holder : IDisposable
{
    private readonly ManualResetEvent _taken = new(false);
    private readonly ManualResetEvent _enough = new(false);
    private readonly Thread _thread;

    private Holder(Action take, Action give, int milliseconds)
    {
        _thread = new(() =>
        {
            take();
            _taken.Set();
            _enough.WaitOne(milliseconds);
            give();
        });
        _thread.Start();
        _taken.WaitOne();
    }

    /// <summary>Gives it back after a moment by itself.</summary>
    public static Holder ForAMoment(Action take, Action give) => new(take, give, Workspace.Moment);

    /// <summary>Keeps it until it is told to end.</summary>
    public static Holder UntilDisposed(Action take, Action give) => new(take, give, Timeout.Infinite);

    public void Dispose()
    {
        _enough.Set();
        _thread.Join();
        _taken.Dispose();
        _enough.Dispose();
    }
}
