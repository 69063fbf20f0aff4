using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>An engine as a broker is one, in memory: messages take their time, some are lost, some come twice. Whoever asks gets the first answer, asks again when none comes in time, and gives up at last.</summary>
internal sealed class LossyDispatcher(JobRegistry far, Random random, TimeProvider time, TimeSpan limit) : IJobDispatcher
{
    private readonly Lock gate = new();

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    public async ValueTask<ReadOnlyMemory<byte>> InvokeAsync(string job, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        // Nothing but the name and the bytes crosses.
        var message = payload.ToArray();
        for (var tries = 0; tries < 20; tries++)
        {
            var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            for (var deliveries = Deliveries(); deliveries > 0; deliveries--)
            {
                _ = DeliverAsync(job, message, answer);
            }

            try
            {
                return await answer.Task.WaitAsync(limit, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Lost, there or back.
            }
        }

        throw new TimeoutException($"Nobody answered '{job}'.");
    }

    private async Task DeliverAsync(string job, byte[] message, TaskCompletionSource<byte[]> answer)
    {
        for (var latency = Below(20); latency > 0; latency--)
        {
            await Task.Yield();
        }

        try
        {
            var output = await far.InvokeAsync(job, message.ToArray());
            if (Below(10) > 0)
            {
                answer.TrySetResult(output.ToArray());
            }
        }
        catch (Exception exception)
        {
            answer.TrySetException(exception);
        }
    }

    private int Deliveries()
    {
        lock (gate)
        {
            var deliveries = random.Next(10) switch { 0 => 0, 1 or 2 => 2, _ => 1 };
            Lost += deliveries == 0 ? 1 : 0;
            Doubled += deliveries == 2 ? 1 : 0;
            return deliveries;
        }
    }

    private int Below(int limit)
    {
        lock (gate)
        {
            return random.Next(limit);
        }
    }
}
