namespace ConcurrencyAnalyzers.GroundTruth;

/// <summary>One call of one public API, as it can be repeated.</summary>
internal sealed class Case(string id, string receiver, Label label, bool dependent, string note, Action prepare, Action call, Action release)
{
    public string Id => id;

    public string Receiver => receiver;

    public Label Label => label;

    public bool ReceiverDependent => dependent;

    public string Note => note;

    public string Key => receiver.Length == 0 ? id : $"{id} [{receiver}]";

    /// <summary>Makes what the call needs; not observed.</summary>
    public void Prepare() => prepare();

    /// <summary>The call and nothing else; this is observed.</summary>
    public void Call() => call();

    /// <summary>Gives back what the call took; not observed.</summary>
    public void Release() => release();
}
