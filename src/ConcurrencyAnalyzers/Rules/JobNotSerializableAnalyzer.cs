using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC603: a job, or a part of what it is given or comes to, does not get to the other process; and nothing fails, or only there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JobNotSerializableAnalyzer() : ConcurrencyAnalyzer(Descriptor)
{
    internal const string Id = "CONC603";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Give process jobs only what gets to another process", "'{0}' does not get to the other process: {1}", DiagnosticSeverity.Warning,
        "Between processes there are the name of a job and the bytes of its input and output; what is in neither is not there on the other side.");

    private protected override void Register(CompilationStartAnalysisContext start, ConcurrencyModel model)
    {
        if (model.Symbols.Executors is { } executors)
        {
            start.RegisterSymbolAction(context => Judge(context, (INamedTypeSymbol)context.Symbol, model, executors), SymbolKind.NamedType);
        }
    }

    private static void Judge(SymbolAnalysisContext context, INamedTypeSymbol type, ConcurrencyModel model, ExecutorSymbols executors)
    {
        if (type.HasAttribute(executors.ProcessJobAttribute) && ProcessJobs.WhyUnregistered(type, context.Compilation, executors) is { } reason)
        {
            Report(context, type, type.Locations[0], type.Name, reason);
        }

        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || !type.Is(executors.ProcessJob))
        {
            return;
        }

        foreach (var (value, serializer, place) in ProcessJobs.Json(type, model, executors, context.CancellationToken))
        {
            if (place.Unwrapped() is IInvocationOperation && IsUnknown(value, serializer))
            {
                Report(context, type, place.Syntax.GetLocation(), value.Name, $"'{serializer.Name}' has no [JsonSerializable] for it");
            }
            else if (JsonLoss.In(value, serializer, model.Symbols) is var (what, why))
            {
                Report(context, type, place.Syntax.GetLocation(), what, why);
            }
        }
    }

    // A property of the context is there for each type that it knows; whoever asks for a type by itself may ask for another one.
    private static bool IsUnknown(ITypeSymbol type, INamedTypeSymbol serializer)
    {
        var named = serializer.GetAttributes().Where(static attribute => attribute.AttributeClass?.Name == "JsonSerializableAttribute")
            .Select(static attribute => attribute.ConstructorArguments is [{ Value: ITypeSymbol known }, ..] ? known : null).OfType<ITypeSymbol>().ToList();
        return named.Count > 0 && !named.SelectMany(JsonLoss.Reached).Any(known => known.IsSameAs(type));
    }

    private static void Report(SymbolAnalysisContext context, INamedTypeSymbol job, Location place, string what, string why)
    {
        var member = job.GetDocumentationCommentId() ?? job.Name;
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptor, place, ImmutableDictionary<string, string?>.Empty.Add(DiagnosticKeys.Member, member).Add(DiagnosticKeys.Key, $"{Id}|{member}|{what}"), what, why));
    }
}
