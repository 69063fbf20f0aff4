namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>How a worker ends in the middle of a job.</summary>
public enum CrashKind
{
    None,
    Kill,
    Exit,
    FailFast,
    StackOverflow,
    AccessViolation,
    ExceptionOnAnotherThread,
}
