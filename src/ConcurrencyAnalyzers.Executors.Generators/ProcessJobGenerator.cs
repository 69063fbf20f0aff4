using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Executors.Generators;

/// <summary>
/// Writes what only a compiler can know of the types that have <c>[ProcessJob]</c>: their registration, in which each has the shape of its input and output, and methods that run them, since C# cannot infer the types of
/// <c>RunAsync&lt;TJob, TIn, TOut&gt;</c>. Of a type that cannot be a job nothing is written; CONC603 tells why.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ProcessJobGenerator : IIncrementalGenerator
{
    internal const string File = "ProcessJobs.g.cs";

    // The steps that have to be cached while nothing changes that they are about.
    internal const string JobsStep = "ProcessJobs";
    internal const string CodeStep = "ProcessJobCode";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var jobs = context.SyntaxProvider
            .ForAttributeWithMetadataName(JobReader.Attribute, static (node, _) => node is TypeDeclarationSyntax, JobReader.Read)
            .WithTrackingName(JobsStep)
            .Collect();
        var home = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => options.GlobalOptions.TryGetValue("build_property.RootNamespace", out var space) ? space : null)
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName))
            .Select(static (names, _) => HomeNamespace.Of(names.Left ?? names.Right ?? ""));
        var code = jobs.Combine(home)
            .Select(static (all, _) => CodeOf(all.Left, all.Right))
            .WithTrackingName(CodeStep);
        context.RegisterSourceOutput(code, static (output, text) =>
        {
            if (text is not null)
            {
                output.AddSource(File, SourceText.From(text, Encoding.UTF8));
            }
        });
    }

    // While the only job is being written there is a registration already, or Main would not compile meanwhile. Twice is a type whose parts both have the attribute.
    private static string? CodeOf(ImmutableArray<JobModel?> jobs, string home) =>
        jobs.IsEmpty ? null : JobCode.Write(home, [.. jobs.OfType<JobModel>().Distinct().OrderBy(static job => job.Type, System.StringComparer.Ordinal)]);
}
