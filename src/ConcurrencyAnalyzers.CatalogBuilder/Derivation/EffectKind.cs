using System;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>What holds up a thread. The order is that of importance: of two kinds, the catalog names the earlier.</summary>
internal enum EffectKind : byte
{
    Network,
    Database,
    Process,
    File,
    StandardInput,
    Metadata,
    Console,

    /// <summary>I/O of a kind that a receiver or an argument decides.</summary>
    Stream,
    Join,
    Sleep,
    Wait,
}

internal static class EffectKinds
{
    public static string Word(this EffectKind kind) => kind switch
    {
        EffectKind.StandardInput => "stdin",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The kind that a word of the catalog names, null for words that derivation does not know.</summary>
    public static EffectKind? Parse(string word) => word == "stdin" ? EffectKind.StandardInput : Enum.TryParse<EffectKind>(word, ignoreCase: true, out var kind) ? kind : null;

    public static bool IsWait(this EffectKind kind) => kind is EffectKind.Join or EffectKind.Sleep or EffectKind.Wait;
}
