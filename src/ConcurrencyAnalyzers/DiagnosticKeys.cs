namespace ConcurrencyAnalyzers;

/// <summary>What a diagnostic's properties are called; baselines and fixes read them.</summary>
internal static class DiagnosticKeys
{
    /// <summary>Id, member, vehicle and final API: the same as long as the finding is, whatever moves around it.</summary>
    public const string Key = "Concurrency.Key";

    /// <summary>The documentation ID of the member that contains the place.</summary>
    public const string Member = "Concurrency.Member";

    public const string Vehicle = "Concurrency.Vehicle";

    /// <summary>The documentation ID of the API at the end of the chain.</summary>
    public const string Api = "Concurrency.Api";

    /// <summary>Why no fix makes the chain asynchronous, in one word; absent where one may be offered.</summary>
    public const string NoFix = "Concurrency.NoFix";
}
