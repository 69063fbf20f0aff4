using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.GroundTruth.Identification;

/// <summary>
/// The sources of the cases, compiled against the reference assemblies: what a case calls has the ID that the compiler gives it.
/// In place of an ID a case may give a name after a question mark, <c>"?ReadAllText"</c> or <c>"?File.Open"</c>, and have the ID written here.
/// </summary>
internal sealed class CaseSources
{
    // What ImplicitUsings puts before each file.
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private const int LongestLine = 160;
    private const string Indentation = "            ";

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.Preview, preprocessorSymbols: ["TRACE", "DEBUG"]);

    private readonly CSharpCompilation _compilation;
    private readonly List<string> _problems = [];
    private readonly List<(string File, TextSpan Place, string Text)> _edits = [];

    private CaseSources(CSharpCompilation compilation) => _compilation = compilation;

    public IReadOnlyList<string> Problems => _problems;

    public int Cases { get; private set; }

    public static CaseSources Check()
    {
        var folder = Metadata("Sources");
        var trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), s_language, path))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, s_language));
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        var sources = new CaseSources(CSharpCompilation.Create("cases", trees, References(), options));
        foreach (var tree in sources._compilation.SyntaxTrees)
            sources.Check(tree);
        return sources;
    }

    /// <summary>Puts the IDs in the place of the names, and says in how many.</summary>
    public int Write()
    {
        foreach (var file in _edits.GroupBy(static edit => edit.File))
        {
            var changes = file.OrderBy(static edit => edit.Place).Select(static edit => new TextChange(edit.Place, edit.Text));
            File.WriteAllText(file.Key, SourceText.From(File.ReadAllText(file.Key)).WithChanges(changes).ToString());
        }

        return _edits.Count;
    }

    private static IEnumerable<MetadataReference> References() =>
        from pack in new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" }
        let newest = Directory.GetDirectories(Path.Combine(Metadata("ReferencePacks"), pack), "10.*").Order(StringComparer.Ordinal).Last()
        from path in Directory.EnumerateFiles(Path.Combine(newest, "ref", "net10.0"), "*.dll")
        select MetadataReference.CreateFromFile(path);

    private static string Metadata(string key) =>
        typeof(CaseSources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private void Check(SyntaxTree tree)
    {
        var model = _compilation.GetSemanticModel(tree);
        foreach (var added in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (added.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "cases" } } method)
                continue;

            var arguments = added.ArgumentList.Arguments;
            var id = arguments[0].Expression;
            if (model.GetConstantValue(id).Value is not string written)
                continue;

            Cases++;
            var called = new List<ISymbol>();
            Collect(arguments[method.Name.Identifier.ValueText == "On" ? 3 : 2].Expression, model, called, depth: 0);
            var found = called.Where(symbol => IsMeant(symbol, written)).Select(Id).Distinct().ToArray();
            if (found.Length != 1)
            {
                var place = id.GetLocation().GetLineSpan();
                var meant = found.Length == 0 ? "nothing" : string.Join(" and ", found);
                _problems.Add(
                    $"{place.Path}({place.StartLinePosition.Line + 1}): '{written}' stands for {meant} of what the case calls: " +
                    string.Join(", ", called.Select(Id).Distinct()));
            }
            else if (written[0] == '?')
            {
                var place = TextSpan.FromBounds(added.ArgumentList.OpenParenToken.Span.End, arguments[1].SpanStart);
                _edits.Add((tree.FilePath, place, $"\n{Literal(found[0])},\n{Indentation}"));
            }
        }
    }

    private void Collect(SyntaxNode code, SemanticModel model, List<ISymbol> called, int depth)
    {
        foreach (var node in code.DescendantNodesAndSelf().OfType<ExpressionSyntax>())
        {
            var symbol = model.GetSymbolInfo(node).Symbol;
            if (symbol is not (IMethodSymbol or IPropertySymbol))
                continue;

            if (!SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, _compilation.Assembly))
                called.Add(symbol);
            else if (depth < 2 && symbol.DeclaringSyntaxReferences is [var declared, ..] && declared.SyntaxTree == code.SyntaxTree)
                Collect(declared.GetSyntax(), model, called, depth + 1);
        }
    }

    private static bool IsMeant(ISymbol symbol, string written)
    {
        if (written[0] != '?')
            return Id(symbol) == written;

        var (type, name) = written[1..].Split('.') is [var first, var second] ? (first, second) : (null, written[1..]);
        return symbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
            ? symbol.ContainingType.Name == name && type is null
            : symbol.Name == name && (type is null || symbol.ContainingType.Name == type);
    }

    private static string Id(ISymbol symbol) =>
        (symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol).OriginalDefinition.GetDocumentationCommentId()!;

    private static string Literal(string id)
    {
        var longest = LongestLine - Indentation.Length - "\"\" +".Length;
        return id.Length <= longest
            ? $"{Indentation}\"{id}\""
            : $"{Indentation}\"{id[..(id.IndexOf('(') + 1)]}\" +\n{Indentation}\"{id[(id.IndexOf('(') + 1)..]}\"";
    }
}
