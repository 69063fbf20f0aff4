using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Configuration;

/// <summary>One option of <c>.editorconfig</c>: its name, what it accepts and what it is without being set.</summary>
internal sealed record ConcurrencyOption(string Key, ImmutableArray<string> Values, string Default, string Says);

/// <summary>The options that hold for one document.</summary>
internal sealed class ConcurrencyOptions
{
    public const string Prefix = "concurrency.";

    public static readonly ConcurrencyOption MinimumStrength =
        new(Prefix + "minimum_strength", ["maybe", "likely", "definite"], "likely", "How sure the evidence for an effect must be before anything is reported.");

    public static readonly ConcurrencyOption ReportFileMetadata =
        new(Prefix + "report_file_metadata", ["false", "true"], "false", "Whether opening, moving, deleting and asking about files counts as blocking I/O.");

    public static readonly ConcurrencyOption ReportConsole =
        new(Prefix + "report_console", ["false", "true"], "false", "Whether console output counts as blocking I/O.");

    public static readonly ConcurrencyOption ReportOneTime =
        new(Prefix + "report_one_time", ["false", "true"], "false", "Whether one-time initialisation that blocks, and what fills a cache or brings up to date what is stored, is reported.");

    public static readonly ConcurrencyOption ReportInTests =
        new(Prefix + "report_in_tests", ["false", "true"], "false", "Whether test projects, test classes and benchmarks are analyzed.");

    /// <summary>Every option there is, in the order of the documentation.</summary>
    public static readonly ImmutableArray<ConcurrencyOption> All = [MinimumStrength, ReportFileMetadata, ReportConsole, ReportOneTime, ReportInTests];

    private readonly HashSet<Effect> silentKinds = [];

    public ConcurrencyOptions(AnalyzerConfigOptions options)
    {
        AtLeast = Read(options, MinimumStrength) switch
        {
            "maybe" => Strength.Maybe,
            "definite" => Strength.Definite,
            _ => Strength.Likely,
        };
        ReportsOneTime = Read(options, ReportOneTime) == "true";
        ReportsInTests = Read(options, ReportInTests) == "true";
        if (Read(options, ReportFileMetadata) != "true")
        {
            silentKinds.Add(Effect.Metadata);
        }

        if (Read(options, ReportConsole) != "true")
        {
            silentKinds.Add(Effect.Console);
        }
    }

    public Strength AtLeast { get; }

    public bool ReportsOneTime { get; }

    public bool ReportsInTests { get; }

    public bool Reports(Effect effect) => !silentKinds.Contains(effect);

    /// <summary>The fact is sure, frequent and grave enough to be told. A task that someone gives to be waited for has hardly ever completed.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="rarest">How rare it may be.</param>
    public bool Admits(EffectFact fact, Frequency rarest = Frequency.PerCall) =>
        fact.Strength >= AtLeast && (fact.DependsOn == EffectFact.Nothing || fact.Effect == Effect.JoinTask) && Reports(fact.Effect) && (ReportsOneTime || fact.Frequency >= rarest);

    // A value that is not known counts as not set; CONC004 says so.
    private static string Read(AnalyzerConfigOptions options, ConcurrencyOption option) =>
        options.TryGetValue(option.Key, out var value) && option.Values.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase)
            ? value.Trim().ToLowerInvariant()
            : option.Default;
}
