using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// A limit on how much asynchronous work runs at once that its callers share: so many requests to one service, or, with <see cref="Degree.One"/>, mutual exclusion across awaits. To run over a sequence
/// with a limit is <see cref="Parallel"/>'s <c>ForEachAsync</c>, and <see cref="ConcurrentStream"/>; this is for callers that do not know of each other.
/// </summary>
/// <remarks>
/// <para>Against <see cref="SemaphoreSlim"/>: nothing is released twice, or by an exception not at all; who waits is served strictly in turn; how many wait can be bounded; and disposal waits for the end of what
/// is inside. Uncontended, it costs about as much.</para>
/// <para>All members may be called at once from any thread. A place has no owner: it may be given back by another thread, and who has one and asks for a second waits like everybody else, with
/// <see cref="Degree.One"/> for ever.</para>
/// <para>Work is called on the caller's thread if there is a place, as an asynchronous method is, and on the thread pool after a wait, both in the caller's <see cref="ExecutionContext"/>. Who gives a place back does not run
/// the code of who gets it.</para>
/// </remarks>
public sealed class AsyncGate : IAsyncDisposable, IGatePlace
{
    private readonly SlotLine line;
    private readonly AsyncGateOptions options;
    private readonly Func<Exception> isFull;
    private readonly bool hasName;

    // Cancelled when the time to drain is over. Not disposed: it has neither a timer nor a link.
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();

    // Guarded by gate. Set by the first disposal, awaited by all.
    private Task? disposal;

    /// <summary>A gate that is open.</summary>
    /// <param name="limit">How many may be inside at once. For work that waits, say the number that its destination bears; the cores have nothing to do with it.</param>
    /// <param name="options">Null for all defaults.</param>
    /// <exception cref="ArgumentException">The name is null or empty, or the clock is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity or the timeout is negative, or the timeout is too long for a timer (49 days).</exception>
    public AsyncGate(Degree limit, AsyncGateOptions? options = null)
    {
        this.options = options ??= new AsyncGateOptions();
        options.Check();
        Limit = limit.Value;
        line = new SlotLine(Limit);
        isFull = () => new ExecutorRejectedException(Name, options.QueueCapacity);
        hasName = Name != AsyncGateOptions.NoName;
        if (hasName)
        {
            ExecutorTelemetry.Add(this);
        }
    }

    /// <summary>As given by <see cref="AsyncGateOptions.Name"/>.</summary>
    public string Name => options.Name;

    /// <summary>How many may be inside at once.</summary>
    public int Limit { get; }

    /// <summary>How many are inside now.</summary>
    public int Running => line.Taken;

    /// <summary>How many wait now.</summary>
    public int Waiting => line.Waiting;

    private bool IsMeasured => hasName && ExecutorTelemetry.WantsGates;

    /// <summary>Takes a place, waiting for it in turn. Prefer <see cref="RunAsync(Func{CancellationToken, ValueTask}, CancellationToken)"/>, which cannot forget to give it back.</summary>
    /// <param name="cancellationToken">Ends the wait, and the caller is no longer in the line.</param>
    /// <returns>The place, to be disposed.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled; its token is that one.</exception>
    /// <exception cref="ExecutorRejectedException">As many wait as may.</exception>
    /// <exception cref="ExecutorStoppedException">The gate was disposed during the wait, and the time to drain is over.</exception>
    /// <exception cref="ObjectDisposedException">The gate is disposed, or about to be.</exception>
    public ValueTask<GateLease> EnterAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<GateLease>(cancellationToken);
        }

        return !IsMeasured && line.TryTake() ? new ValueTask<GateLease>(new GateLease(this)) : EnterInTurnAsync(cancellationToken);
    }

    /// <summary>Takes a place if there is one and nobody waits.</summary>
    /// <param name="lease">The place, to be disposed; null if there is none.</param>
    /// <exception cref="ObjectDisposedException">The gate is disposed, or about to be.</exception>
    public bool TryEnter([NotNullWhen(true)] out GateLease? lease)
    {
        if (line.TryTake())
        {
            if (IsMeasured)
            {
                ExecutorTelemetry.Waited(this, TimeSpan.Zero);
            }

            lease = CreateLease();
            return true;
        }

        ObjectDisposedException.ThrowIf(line.IsSealed, this);
        lease = null;
        return false;
    }

    /// <summary>Runs work in a place, which is given back when it has completed, however it does.</summary>
    /// <param name="work">Its token is cancelled by <paramref name="cancellationToken"/>, and when the gate is disposed and its time to drain is over.</param>
    /// <param name="cancellationToken">Cancelled before the work starts: it never runs. Cancelled later: the work sees it on its token.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled before the work started, or the work heeded it; the exception's token is that one.</exception>
    /// <exception cref="ExecutorRejectedException">As many wait as may.</exception>
    /// <exception cref="ExecutorStoppedException">The gate was disposed, the time to drain is over, and the work had not started or heeded its token.</exception>
    /// <exception cref="ObjectDisposedException">The gate is disposed, or about to be.</exception>
    public async ValueTask RunAsync(Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await RunAsync(
            async token =>
            {
                await work(token).ConfigureAwait(false);
                return 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RunAsync(Func{CancellationToken, ValueTask}, CancellationToken)"/>
    /// <returns>What the work returned.</returns>
    public async ValueTask<TResult> RunAsync<TResult>(Func<CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        cancellationToken.ThrowIfCancellationRequested();
        if (IsMeasured || !line.TryTake())
        {
            await TakeInTurnAsync(cancellationToken).ConfigureAwait(false);
        }

        // 0 unless somebody listens, or the complement of a time. A clock may begin at 0, but not at -1.
        var since = 0L;
        var outcome = ExecutorTelemetry.Failed;
        using var either = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token) : null;
        var token = either?.Token ?? stopping.Token;
        try
        {
            since = IsMeasured ? ~options.TimeProvider.GetTimestamp() : 0;

            // The place may have come at the very moment of the cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            var result = await work(token).ConfigureAwait(false);
            outcome = ExecutorTelemetry.Done;
            return result;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested && exception.CancellationToken == token)
        {
            outcome = ExecutorTelemetry.Canceled;
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (OperationCanceledException exception) when (stopping.IsCancellationRequested && exception.CancellationToken == token)
        {
            outcome = ExecutorTelemetry.Stopped;
            throw new ExecutorStoppedException(Name, exception);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested && exception.CancellationToken == cancellationToken)
        {
            outcome = ExecutorTelemetry.Canceled;
            throw;
        }
        finally
        {
            Leave();
            if (since != 0)
            {
                Ended(outcome, ~since);
            }
        }
    }

    /// <summary>
    /// Accepts nobody more, and waits until those inside and those who wait have been inside and left. When that takes longer than <see cref="AsyncGateOptions.DrainTimeout"/>, those who wait get
    /// <see cref="ExecutorStoppedException"/> and the tokens of running work are cancelled. Work that does not heed its token is waited for, and so are leases: nothing can end them. Calling it again waits for the same end.
    /// Awaited by work that is inside, it would wait for itself.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            return new ValueTask(disposal ??= DrainAsync(line.Seal(() => new ObjectDisposedException(Name))));
        }
    }

    void IGatePlace.Leave() => Leave();

    internal void Leave() => line.GiveBack();

    /// <summary>Tells that somebody was inside, from a time on until now.</summary>
    internal void Ended(string outcome, long since) => ExecutorTelemetry.Ended(this, outcome, options.TimeProvider.GetElapsedTime(since));

    private async ValueTask<GateLease> EnterInTurnAsync(CancellationToken cancellationToken)
    {
        await TakeInTurnAsync(cancellationToken).ConfigureAwait(false);
        return CreateLease();
    }

    private GateLease CreateLease() => new(IsMeasured ? new MeasuredPlace(this, options.TimeProvider.GetTimestamp()) : this);

    private ValueTask TakeInTurnAsync(CancellationToken cancellationToken) =>
        IsMeasured ? TakeMeasuredAsync(cancellationToken) : line.LineUpAsync(options.QueueCapacity, isFull, cancellationToken);

    private async ValueTask TakeMeasuredAsync(CancellationToken cancellationToken)
    {
        var waits = TimeSpan.Zero;
        if (!line.TryTake())
        {
            var since = options.TimeProvider.GetTimestamp();
            try
            {
                await line.LineUpAsync(options.QueueCapacity, isFull, cancellationToken).ConfigureAwait(false);
            }
            catch (ExecutorRejectedException)
            {
                ExecutorTelemetry.Rejected(this);
                throw;
            }
            catch (OperationCanceledException exception)
            {
                ExecutorTelemetry.Ended(this, exception is ExecutorStoppedException ? ExecutorTelemetry.Stopped : ExecutorTelemetry.Canceled, null);
                throw;
            }

            waits = options.TimeProvider.GetElapsedTime(since);
        }

        ExecutorTelemetry.Waited(this, waits);
    }

    private async Task DrainAsync(Task drained)
    {
        // The gate is closed before the caller comes back; the rest happens off the lock that it holds.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await drained.WaitAsync(options.DrainTimeout, options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            line.Evict(() => new ExecutorStoppedException(Name, null));
            try
            {
                await stopping.CancelAsync().ConfigureAwait(false);
            }
            finally
            {
                await drained.ConfigureAwait(false);
            }
        }
        finally
        {
            ExecutorTelemetry.Remove(this);
        }
    }
}
