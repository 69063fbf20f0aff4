using System.Collections.Immutable;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers;

/// <summary>The parts of a rule that are easy to forget, written once: concurrent, deaf to generated code unless it stands for markup, absent where there are no tasks.</summary>
public abstract class ConcurrencyAnalyzer : DiagnosticAnalyzer
{
    private protected ConcurrencyAnalyzer(DiagnosticDescriptor descriptor) => SupportedDiagnostics = [descriptor];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>A rule that asks to see generated code sorts out itself what of it stands for markup.</summary>
    private protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
#pragma warning disable RS0030 // This is the door that the ban points to.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
#pragma warning restore RS0030
        context.RegisterCompilationStartAction(start =>
        {
            var model = ConcurrencyModel.Of(start.Compilation, start.Options, start.CancellationToken);
            if (model.Symbols.Task is not null)
            {
                Register(start, model);
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext start, ConcurrencyModel model);
}
