using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Configuration;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
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

    private const string OptionalFlag = "the flag 'optional' allows that";

    private const string OptionalColumn = "the word 'optional' at its end allows that";

    private protected override void Register(CompilationStartAnalysisContext start, ConcurrencyModel model) =>
        start.RegisterAdditionalFileAction(static context =>
        {
            if (!ConcurrencyFiles.Of(context.Options).Contains(context.AdditionalFile))
            {
                return;
            }

            if (ConcurrencyFiles.TextOf(context.AdditionalFile, context.CancellationToken) is not { } text)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.Create(context.AdditionalFile.Path, default, default), "the file cannot be read"));
                return;
            }

            var tables = new List<TableLine>();
            var (lines, errors) = CatalogReader.Read(text, tables);
            foreach (var error in errors)
            {
                Report(context, text, error.Span, error.Reason);
            }

            foreach (var line in tables)
            {
                if (!line.IsOptional && line is not { IsHost: true, Row: ["assembly", ..] } && WhyMeaningless(line.What, context.Compilation, OptionalColumn) is { } reason)
                {
                    Report(context, text, line.Span, reason);
                }
            }

            foreach (var line in lines)
            {
                if (!line.Entry.Has(CatalogFlags.Optional) && WhyMeaningless(line.Entry.Id, context.Compilation, OptionalFlag) is { } reason)
                {
                    Report(context, text, line.Span, reason);
                }
            }
        });

    private static string? WhyMeaningless(string id, Compilation compilation, string pardon)
    {
        var (typeName, memberName) = CatalogIndex.Split(id);
        var types = Types(typeName, compilation).ToList();
        if (types.Count == 0)
        {
            return $"there is no type '{typeName}' in this compilation ({pardon})";
        }

        if (id[0] == 'T')
        {
            return null;
        }

        var isExact = id.IndexOf('(') >= 0;
        var members = types.SelectMany(static type => type.GetMembers()).ToList();
        if (members.OfType<IMethodSymbol>().Select(ApiCatalog.Described).OfType<ISymbol>().Any(IsNamed))
        {
            return null;
        }

        return members.FirstOrDefault(IsNamed) switch
        {
            null when isExact => $"'{typeName}' has no member with exactly these parameters",
            null => $"'{typeName}' has no {(id[0] switch { 'P' => "property", 'E' => "event", _ => "method" })} '{memberName}'",
            IEventSymbol => null,
            IMethodSymbol { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: { } property } => $"a getter is described by its property, '{property.GetDocumentationCommentId()}'",
            _ => "no line can describe such a member",
        };

        bool IsNamed(ISymbol member) => id[0] == member switch { IPropertySymbol => 'P', IMethodSymbol => 'M', IEventSymbol => 'E', _ => ' ' }
            && (isExact ? member.GetDocumentationCommentId() == id : MetadataNames.OfMember(member) == memberName);
    }

    // The compiler's parser of IDs reads past what it does not understand, so what it finds must have the name that was asked for.
    private static IEnumerable<INamedTypeSymbol> Types(string name, Compilation compilation) =>
        compilation.GetTypesByMetadataName(name)
            .Concat(DocumentationCommentId.GetSymbolsForDeclarationId("T:" + name, compilation).OfType<INamedTypeSymbol>())
            .Where(type => MetadataNames.Of(type) == name);

    private static void Report(AdditionalFileAnalysisContext context, SourceText text, TextSpan span, string reason) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.Create(context.AdditionalFile.Path, span, text.Lines.GetLinePositionSpan(span)), reason));
}
