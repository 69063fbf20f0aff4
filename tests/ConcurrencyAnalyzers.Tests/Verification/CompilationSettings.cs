using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>How a solution is compiled, apart from its files.</summary>
public sealed record CompilationSettings
{
    public TargetReferences References { get; init; } = TargetReferences.Net100;

    public ImmutableArray<MetadataReference> AdditionalReferences { get; init; } = [];

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.Latest;

    /// <summary>Without effect below C# 8, which has no nullable references.</summary>
    public NullableContextOptions NullableContext { get; init; } = NullableContextOptions.Enable;

    /// <summary>The ids of diagnostics, the compiler's among them, that are not reported.</summary>
    public ImmutableArray<string> DisabledRules { get; init; } = [];

    internal CSharpParseOptions ParseOptions => new(LanguageVersion);

    internal CSharpCompilationOptions OptionsFor(OutputKind outputKind, IEnumerable<DiagnosticAnalyzer> analyzers) => new(
        outputKind,
        allowUnsafe: true,
        nullableContextOptions: LanguageVersion.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : NullableContext,
        specificDiagnosticOptions: analyzers.SelectMany(a => a.SupportedDiagnostics)
            .Where(d => !d.IsEnabledByDefault)
            .Select(d => KeyValuePair.Create(d.Id, AsShipped(d)))
            .Concat(DisabledRules.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)))
            .GroupBy(option => option.Key)
            .Select(options => options.Last()));

    private static ReportDiagnostic AsShipped(DiagnosticDescriptor descriptor) => descriptor.DefaultSeverity switch
    {
        DiagnosticSeverity.Error => ReportDiagnostic.Error,
        DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
        DiagnosticSeverity.Info => ReportDiagnostic.Info,
        _ => ReportDiagnostic.Hidden,
    };
}
