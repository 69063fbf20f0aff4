using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The reports of one job in its worker. Who reports never waits for the pipe: the latest stays here until somebody on the pool has written it.</summary>
internal sealed class WorkerProgress(WorkerLoop loop, long id) : IProgress<JobProgress>, IThreadPoolWorkItem
{
    private readonly Lock gate = new();

    // Guarded by gate.
    private JobProgress latest;
    private bool isNew;
    private bool isOnItsWay;
    private bool isOver;

    public void Report(JobProgress value)
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }

            latest = value;
            isNew = true;
            if (isOnItsWay)
            {
                return;
            }

            isOnItsWay = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => loop.WriteProgress(this);

    /// <summary>The latest, if it was not written.</summary>
    public bool TryWrite(FrameWriter writer)
    {
        lock (gate)
        {
            isOnItsWay = false;
            if (!isNew || isOver)
            {
                return false;
            }

            isNew = false;
            ProgressFrame.Write(writer, id, latest);
            return true;
        }
    }

    /// <summary>The job is over, and the last report before its answer is written.</summary>
    public void End(FrameWriter writer)
    {
        lock (gate)
        {
            if (isNew)
            {
                isNew = false;
                ProgressFrame.Write(writer, id, latest);
            }

            isOver = true;
        }
    }
}
