using System.Collections.Immutable;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Annotations;

public sealed class AnnotationsGeneratorTests
{
    private const string Vault = """
        namespace Vaults
        {
            public static class Vault
            {
                [ConcurrencyAnalyzers.BlockingIo]
                public static extern void Open();
            }
        }
        """;

    private const string Caller = """
        using System.Threading.Tasks;

        public static class Caller
        {
            public static async Task OpenAsync()
            {
                await Task.Yield();
                Vaults.Vault.Open();
            }

            [ConcurrencyAnalyzers.CpuBound]
            internal static void Compute() { }
        }
        """;

    public static TheoryData<TargetReferences, LanguageVersion> Targets => new()
    {
        { TargetReferences.Net100, LanguageVersion.Latest },
        { TargetReferences.NetStandard20, LanguageVersion.CSharp7_3 },
        { TargetReferences.NetFramework, LanguageVersion.CSharp7_3 },
    };

    [Theory, MemberData(nameof(Targets))]
    public void Compiles_without_a_warning(TargetReferences references, LanguageVersion version) =>
        Assert.Empty(Compile("Vaults", references, version, Vault).GetDiagnostics(Cancellation).Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden));

    [Fact]
    public void Declares_one_attribute_for_each_annotation_the_engine_reads()
    {
        var compilation = Compile("Vaults", TargetReferences.Net100, LanguageVersion.Latest);
        var declared = compilation.Assembly.GlobalNamespace.GetNamespaceMembers().Single(static space => space.Name == "ConcurrencyAnalyzers").GetTypeMembers();
        Assert.Equal(Enum.GetNames<Annotation>().Select(static name => name + "Attribute").Order(StringComparer.Ordinal), declared.Select(static type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_attribute_is_internal_embedded_and_says_what_it_means()
    {
        var types = CSharpSyntaxTree.ParseText(AnnotationsGenerator.Source, cancellationToken: Cancellation).GetRoot(Cancellation).DescendantNodes().OfType<ClassDeclarationSyntax>().ToList();
        Assert.NotEmpty(types);
        Assert.All(types, static type =>
        {
            Assert.Contains(type.Modifiers, static modifier => modifier.IsKind(SyntaxKind.InternalKeyword));
            Assert.Contains(type.AttributeLists.SelectMany(static list => list.Attributes), static attribute => attribute.Name.ToString() == "global::Microsoft.CodeAnalysis.Embedded");
            Assert.Contains("/// <summary>", type.GetLeadingTrivia().ToFullString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("[ConcurrencyAnalyzers.CpuBound] void M() { }", Annotation.CpuBound)]
    [InlineData("[ConcurrencyAnalyzers.BlockingIo] void M() { }", Annotation.BlockingIo)]
    [InlineData("[ConcurrencyAnalyzers.BlockingWait] int M => 0;", Annotation.BlockingWait)]
    [InlineData("int M { [ConcurrencyAnalyzers.NonBlocking] get { return 0; } }", Annotation.NonBlocking)]
    [InlineData("[ConcurrencyAnalyzers.BlockingWait] event System.Action M { add { } remove { } }", Annotation.BlockingWait)]
    public void Engine_reads_what_is_declared(string member, object annotation)
    {
        var compilation = Compile("Vaults", TargetReferences.NetStandard20, LanguageVersion.CSharp7_3, $"class C {{ {member} }}");
        Assert.Empty(compilation.GetDiagnostics(Cancellation).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var method = compilation.GetTypeByMetadataName("C")!.GetMembers().OfType<IMethodSymbol>().First(static method => method.MethodKind != MethodKind.Constructor);
        Assert.Equal(annotation, new global::ConcurrencyAnalyzers.Engine.Annotations().Of(method));
    }

    [Fact]
    public void Friend_assemblies_that_both_use_the_package_do_not_clash()
    {
        var library = Compile("Vaults", TargetReferences.NetFramework, LanguageVersion.CSharp7_3, "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Callers\")]" + Vault);
        var caller = Compile("Callers", TargetReferences.NetFramework, LanguageVersion.CSharp7_3, [Caller], Emit(library));
        Assert.Empty(caller.GetDiagnostics(Cancellation).Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden));
    }

    [Fact]
    public async Task Annotation_of_another_assembly_is_read_from_its_metadata()
    {
        var library = Compile("Vaults", TargetReferences.Net100, LanguageVersion.Latest, Vault);
        var caller = Compile("Callers", TargetReferences.Net100, LanguageVersion.Latest, [Caller], Emit(library));
        var found = await caller.WithAnalyzers([new BlockingIoInAsyncAnalyzer()]).GetAnalyzerDiagnosticsAsync(Cancellation);
        Assert.Equal("CONC201", Assert.Single(found).Id);
    }

    // Methods without body or documentation.
    private static readonly KeyValuePair<string, ReportDiagnostic>[] Unrelated = [new("CS0626", ReportDiagnostic.Suppress), new("CS1591", ReportDiagnostic.Suppress)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static MetadataReference Emit(Compilation compilation)
    {
        var image = new MemoryStream();
        // The library is never run, so its external method needs no implementation.
        Assert.True(compilation.Emit(image, cancellationToken: Cancellation).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static Compilation Compile(string name, TargetReferences references, LanguageVersion version, params string[] sources) => Compile(name, references, version, sources, []);

    private static Compilation Compile(string name, TargetReferences references, LanguageVersion version, string[] sources, params ImmutableArray<MetadataReference> more)
    {
        var options = new CSharpParseOptions(version, DocumentationMode.Diagnose);
        CSharpGeneratorDriver.Create([new AnnotationsGenerator().AsSourceGenerator()], parseOptions: options).RunGeneratorsAndUpdateCompilation(
            CSharpCompilation.Create(
                name,
                sources.Select(source => CSharpSyntaxTree.ParseText(source, options, cancellationToken: Cancellation)),
                references.Assemblies.AddRange(more),
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, specificDiagnosticOptions: Unrelated)),
            out var compilation,
            out var diagnostics,
            Cancellation);
        Assert.Empty(diagnostics);
        return compilation;
    }
}
