namespace ConcurrencyAnalyzers.GroundTruth;

/// <summary>All cases in the order in which they are observed.</summary>
internal sealed class CaseList
{
    private readonly List<Case> _cases = [];

    public IReadOnlyList<Case> All => _cases;

    /// <summary>A call that needs nothing made anew for each repetition.</summary>
    public void Add(string id, Label label, Action call, string receiver = "", bool dependent = false, string note = "", Action? release = null) =>
        Append(new(id, receiver, label, dependent, note, Nothing, call, release ?? Nothing));

    /// <summary>The same, where the call has a result; <paramref name="release"/> gets it.</summary>
    public void Add<TResult>(
        string id, Label label, Func<TResult> call, string receiver = "", bool dependent = false, string note = "", Action<TResult>? release = null)
    {
        TResult? result = default;
        Append(new(id, receiver, label, dependent, note, Nothing, () => result = call(), () => release?.Invoke(result!)));
    }

    /// <summary>A call on something that <paramref name="prepare"/> makes for each repetition.</summary>
    public void On<T>(
        string id, Label label, Func<T> prepare, Action<T> call, string receiver = "", bool dependent = false, string note = "", Action<T>? release = null)
    {
        T? made = default;
        Append(new(id, receiver, label, dependent, note, () => made = prepare(), () => call(made!), () => release?.Invoke(made!)));
    }

    /// <summary>The same, where the call has a result; <paramref name="release"/> gets both.</summary>
    public void On<T, TResult>(
        string id,
        Label label,
        Func<T> prepare,
        Func<T, TResult> call,
        string receiver = "",
        bool dependent = false,
        string note = "",
        Action<T, TResult>? release = null)
    {
        T? made = default;
        TResult? result = default;
        Append(new(
            id, receiver, label, dependent, note, () => made = prepare(), () => result = call(made!), () => release?.Invoke(made!, result!)));
    }

    private static void Nothing()
    {
    }

    private void Append(Case added)
    {
        if (_cases.Any(other => other.Key == added.Key))
            throw new InvalidOperationException($"There are two cases '{added.Key}'. Name the receivers so that they differ.");

        _cases.Add(added);
    }
}
