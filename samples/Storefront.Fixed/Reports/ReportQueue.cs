using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Storefront.Reports;

public enum ReportState
{
    Waiting,
    Finished,
    Failed,
}

public sealed record ReportJob(Guid Id, string Title);

public sealed class ReportQueue
{
    private readonly Channel<ReportJob> _jobs = Channel.CreateBounded<ReportJob>(100);
    private readonly ConcurrentDictionary<Guid, ReportState> _states = new();

    public async Task<ReportJob> AddAsync(string title, CancellationToken cancellationToken)
    {
        var job = new ReportJob(Guid.NewGuid(), title);
        _states[job.Id] = ReportState.Waiting;
        await _jobs.Writer.WriteAsync(job, cancellationToken);
        return job;
    }

    public IAsyncEnumerable<ReportJob> TakeAllAsync(CancellationToken cancellationToken) => _jobs.Reader.ReadAllAsync(cancellationToken);

    public void Close(Guid id, ReportState state) => _states[id] = state;

    public ReportState? StateOf(Guid id) => _states.TryGetValue(id, out var state) ? state : null;
}
