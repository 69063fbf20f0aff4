namespace ConcurrencyAnalyzers.Executors;

/// <summary>What a wait of <see cref="TaskWait"/> waits for.</summary>
internal enum WaitCondition
{
    FirstCompleted,
    FirstException,
    AllCompleted,
}
