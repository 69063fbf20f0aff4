using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Configuration;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC003: a line that is not understood would otherwise be a promise that nobody keeps.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidConcurrencyFileAnalyzer() : ConcurrencyAnalyzer(Descriptor)
{
    internal const string Id = "CONC003";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Write '*.concurrency.txt' files that can be read", "The line is ignored: {0}", DiagnosticSeverity.Warning,
        "A line of an additional file that cannot be read, or that names nothing in this compilation, has no effect.");

    private protected override void Register(CompilationStartAnalysisContext start, ConcurrencyModel model) =>
        start.RegisterAdditionalFileAction(context =>
        {
            if (!ConcurrencyFiles.IsOne(context.AdditionalFile))
            {
                return;
            }

            if (context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.Create(context.AdditionalFile.Path, default, default), "the file cannot be read"));
                return;
            }

            var (lines, errors) = CatalogReader.Read(text);
            foreach (var error in errors)
            {
                Report(context, text, error.Span, error.Reason);
            }

            foreach (var line in lines)
            {
                if (!line.Entry.Has(CatalogFlags.Optional) && WhyMeaningless(line.Entry.Id, context.Compilation, model) is { } reason)
                {
                    Report(context, text, line.Span, reason);
                }
            }
        });

    private static string? WhyMeaningless(string id, Compilation compilation, ConcurrencyModel model)
    {
        var (typeName, memberName) = CatalogIndex.Split(id);
        var type = model.Symbols.Find(typeName) ?? DocumentationCommentId.GetFirstSymbolForDeclarationId("T:" + typeName, compilation) as INamedTypeSymbol;
        if (type is null)
        {
            return $"there is no type '{typeName}' in this compilation (the flag 'optional' allows that)";
        }

        if (id[0] == 'T')
        {
            return null;
        }

        if (id.IndexOf('(') >= 0)
        {
            return DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is null ? $"'{typeName}' has no member with exactly these parameters" : null;
        }

        var name = memberName == "#ctor" ? WellKnownMemberNames.InstanceConstructorName : memberName.Replace('#', '.');
        return type.GetMembers(name).Any(member => id[0] == 'P' ? member is IPropertySymbol : member is IMethodSymbol) ? null : $"'{typeName}' has no {(id[0] == 'P' ? "property" : "method")} '{memberName}'";
    }

    private static void Report(AdditionalFileAnalysisContext context, SourceText text, TextSpan span, string reason) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.Create(context.AdditionalFile.Path, span, text.Lines.GetLinePositionSpan(span)), reason));
}
