namespace ConcurrencyAnalyzers.Engine;

/// <summary>Who calls a member, as far as that decides what its thread may be kept for.</summary>
internal enum Host : byte
{
    None,

    /// <summary>Nobody waits for its thread: <c>Main</c>, and what is started as programs are.</summary>
    EntryPoint,
    Test,
    Benchmark,

    /// <summary>A framework that gives its callees threads of their own.</summary>
    OwnThread,

    /// <summary>One of many requests, messages or jobs that share a pool.</summary>
    Request,
    Ui,

    /// <summary>One thing after another on a thread or a context that is no user interface: a grain, an actor, a game loop.</summary>
    Turn,
}
