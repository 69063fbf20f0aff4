using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Configuration;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC004: an option with a typing error would otherwise be ignored in silence.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidConcurrencyOptionAnalyzer() : ConcurrencyAnalyzer(Descriptor)
{
    internal const string Id = "CONC004";

    // EditorConfig's own value, which takes a setting back.
    private const string Unset = "unset";

    // Options have no place in source, so there is no document to ask for one: the end of the compilation is the only moment.
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Set 'concurrency.*' options that exist to values that they accept", "The option '{0} = {1}' is ignored: {2}", DiagnosticSeverity.Warning,
        "An option of .editorconfig with an unknown name or value has no effect.", enabled: true, WellKnownDiagnosticTags.CompilationEnd);

#pragma warning disable RS1013 // The base class needs the start; there is nothing else to register here.
    private protected override void Register(CompilationStartAnalysisContext start, ConcurrencyModel model) =>
#pragma warning restore RS1013
        start.RegisterCompilationEndAction(context =>
        {
            var provider = context.Options.AnalyzerConfigOptionsProvider;
            var wrong = new SortedSet<(string Key, string Value)>();
            var seen = new HashSet<AnalyzerConfigOptions>();
            foreach (var options in context.Compilation.SyntaxTrees.Select(provider.GetOptions).Prepend(provider.GlobalOptions))
            {
                if (seen.Add(options))
                {
                    wrong.UnionWith(Wrong(options));
                }
            }

            foreach (var (key, value) in wrong)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.None, key, value, WhatIsAccepted(key)));
            }
        });

    private static IEnumerable<(string Key, string Value)> Wrong(AnalyzerConfigOptions options)
    {
        foreach (var key in options.Keys)
        {
            if (key.StartsWith(ConcurrencyOptions.Prefix, StringComparison.OrdinalIgnoreCase) && options.TryGetValue(key, out var value)
                && Find(key)?.Values.Append(Unset).Contains(value.Trim(), StringComparer.OrdinalIgnoreCase) != true)
            {
                yield return (key, value);
            }
        }
    }

    private static string WhatIsAccepted(string key) => Find(key) is { } option
        ? $"accepted values are {string.Join(", ", option.Values)}"
        : $"known options are {string.Join(", ", ConcurrencyOptions.All.Select(static option => option.Key))}";

    private static ConcurrencyOption? Find(string key) =>
        ConcurrencyOptions.All.FirstOrDefault(option => string.Equals(option.Key, key, StringComparison.OrdinalIgnoreCase));
}
