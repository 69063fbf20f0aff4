namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What a frame says. The numbers are part of the protocol.</summary>
internal enum FrameKind : byte
{
    /// <summary>Worker to parent, first: which jobs it has, of which build.</summary>
    Hello = 1,

    /// <summary>Parent to worker, the answer: what it is to keep to.</summary>
    Welcome = 2,

    /// <summary>Parent to worker: a job, and its input.</summary>
    Job = 3,

    /// <summary>Worker to parent: the job's output.</summary>
    Result = 4,

    /// <summary>Worker to parent: the job threw.</summary>
    Fault = 5,

    /// <summary>Worker to parent: the job heeded its cancellation.</summary>
    Canceled = 6,

    /// <summary>Worker to parent: how far the job is.</summary>
    Progress = 7,

    /// <summary>Parent to worker, over standard input: the job is not wanted any more.</summary>
    Cancel = 8,
}
