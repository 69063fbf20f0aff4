using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

#pragma warning disable RS1001 // without the attribute, no search for analyzers finds a mutant
#pragma warning disable RS1025, RS1026 // the base class does both, and one mutant fails before it can
#pragma warning disable RS2008 // mutants are never released

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>The rule that all mutants derive from and that has no fault: no type may have a name that begins with Bad.</summary>
public class BadNameAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "MUT001";

    protected static DiagnosticDescriptor Descriptor { get; } = Describe(Id);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        context.RegisterSymbolAction(
            symbol =>
            {
                if (symbol.Symbol.Name.StartsWith("Bad", StringComparison.Ordinal))
                    Judge(symbol, symbol.Symbol);
            },
            SymbolKind.NamedType);
    }

    protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    protected virtual void Judge(SymbolAnalysisContext context, ISymbol bad) =>
        context.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], bad.Locations[0], bad.Name, "name"));

    protected static DiagnosticDescriptor Describe(
        string id, DiagnosticSeverity severity = DiagnosticSeverity.Warning, bool enabled = true, params string[] tags) =>
        new(id, "Choose a good name", "'{0}' is a bad {1}", "Naming", severity, enabled, customTags: tags);

    protected static Location Moved(Location location, int start, int end) =>
        Location.Create(location.SourceTree!, TextSpan.FromBounds(location.SourceSpan.Start + start, location.SourceSpan.End + end));
}

public sealed class Throws : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad) => throw new InvalidOperationException("thrown by a mutant");
}

public sealed class FailsToInitialize : BadNameAnalyzer
{
    public override void Initialize(AnalysisContext context) => throw new InvalidOperationException("thrown by a mutant");
}

public sealed class ReportsTwice : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad)
    {
        base.Judge(context, bad);
        base.Judge(context, bad);
    }
}

public sealed class ReportsTwoLengths : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad)
    {
        base.Judge(context, bad);
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Moved(bad.Locations[0], 0, -1), bad.Name, "name"));
    }
}

/// <summary>No fault: judges two types only when it can do so at the same time.</summary>
public sealed class MeetsItself : BadNameAnalyzer
{
    private readonly ConditionalWeakTable<Compilation, Barrier> meetings = [];

    protected override void Judge(SymbolAnalysisContext context, ISymbol bad)
    {
        if (meetings.GetValue(context.Compilation, _ => new Barrier(2)).SignalAndWait(TimeSpan.FromSeconds(30), context.CancellationToken))
            base.Judge(context, bad);
    }
}

public sealed class StartsLate : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Moved(bad.Locations[0], 1, 0), bad.Name, "name"));
}

public sealed class EndsEarly : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Moved(bad.Locations[0], 0, -1), bad.Name, "name"));
}

public sealed class PointsToAnotherFile : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad)
    {
        var other = context.Compilation.SyntaxTrees.First(t => t != bad.Locations[0].SourceTree);
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.Create(other, bad.Locations[0].SourceSpan), bad.Name, "name"));
    }
}

public sealed class HearsGeneratedCode : BadNameAnalyzer
{
    protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;
}

public sealed class ThrowsInGeneratedCode : BadNameAnalyzer
{
    protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze;

    protected override void Judge(SymbolAnalysisContext context, ISymbol bad)
    {
        if (context.IsGeneratedCode)
            throw new InvalidOperationException("thrown by a mutant");
        base.Judge(context, bad);
    }
}

/// <summary>What cannot be configured cannot be silenced by a pragma either.</summary>
public sealed class DefiesPragmas : BadNameAnalyzer
{
    private static readonly DiagnosticDescriptor Firm = Describe(Id, DiagnosticSeverity.Error, tags: WellKnownDiagnosticTags.NotConfigurable);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Firm];
}

/// <summary>Changes its id when it sees a pragma.</summary>
public sealed class DodgesPragmas : BadNameAnalyzer
{
    private static readonly DiagnosticDescriptor Other = Describe("MUT002");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor, Other];

    protected override void Judge(SymbolAnalysisContext context, ISymbol bad)
    {
        var location = bad.Locations[0];
        var hasPragma = location.SourceTree!.GetText().ToString().Contains("#pragma", StringComparison.Ordinal);
        context.ReportDiagnostic(Diagnostic.Create(hasPragma ? Other : Descriptor, location, bad.Name, "name"));
    }
}

public sealed class ReportsUndeclaredId : BadNameAnalyzer
{
    private static readonly DiagnosticDescriptor Undeclared = Describe("MUT009");

    protected override void Judge(SymbolAnalysisContext context, ISymbol bad) =>
        context.ReportDiagnostic(Diagnostic.Create(Undeclared, bad.Locations[0], bad.Name, "name"));
}

public sealed class DeclaresNothing : BadNameAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [];
}

public sealed class DeclaresTwo : BadNameAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptor, Describe("MUT002")];
}

public sealed class HasOtherArguments : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, bad.Locations[0], bad.Name, "type"));
}

public sealed class IsOffByDefault : BadNameAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Describe(Id, DiagnosticSeverity.Info, enabled: false)];
}

public sealed class IsHidden : BadNameAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Describe(Id, DiagnosticSeverity.Hidden)];
}

public sealed class HasNoLocation : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.None, bad.Name, "name"));
}

public sealed class HasAdditionalLocation : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, bad.Locations[0], [bad.ContainingType.Locations[0]], bad.Name, "name"));
}

/// <summary>Keeps silent about the name that the option <c>allowed_name</c> gives.</summary>
public sealed class ReadsOption : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad)
    {
        var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(bad.Locations[0].SourceTree!);
        if (!options.TryGetValue("allowed_name", out var allowed) || allowed != bad.Name)
            base.Judge(context, bad);
    }
}

/// <summary>Keeps silent about the names in the additional file.</summary>
public sealed class ReadsAdditionalFile : BadNameAnalyzer
{
    protected override void Judge(SymbolAnalysisContext context, ISymbol bad)
    {
        if (!context.Options.AdditionalFiles.Any(f => f.GetText()!.ToString().Contains(bad.Name, StringComparison.Ordinal)))
            base.Judge(context, bad);
    }
}

public sealed class ReportsAtCompilationEnd : BadNameAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Describe(Id, tags: WellKnownDiagnosticTags.CompilationEnd)];
}

/// <summary>Takes back the diagnostics of types whose name ends with Allowed.</summary>
public sealed class Forgives : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Descriptor = new("MUTS01", BadNameAnalyzer.Id, "it is allowed");

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [Descriptor];

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan).EndsWith("Allowed", StringComparison.Ordinal))
                context.ReportSuppression(Suppression.Create(Descriptor, diagnostic));
        }
    }
}

/// <summary>The fix that all mutants derive from and that has no fault: <c>BadX</c> becomes <c>GoodX</c> where it is declared.</summary>
public class GoodNameFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => [BadNameAnalyzer.Id];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken))!;
        var type = root.FindToken(context.Span.Start).Parent!.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()!;
        Register(context, root, type);
    }

    protected virtual void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type) =>
        Offer(context, "Rename", () => root.ReplaceNode(type, Renamed(type, type.Identifier.Text.Replace("Bad", "Good", StringComparison.Ordinal))));

    protected static void Offer(CodeFixContext context, string title, Func<SyntaxNode> change) => context.RegisterCodeFix(
        CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(change())), equivalenceKey: title), context.Diagnostics);

    protected static async Task<Document> SuperAsync(Document document)
    {
        var text = (await document.GetTextAsync()).ToString();
        return document.WithText(SourceText.From(text.Replace("Bad", "Super", StringComparison.Ordinal)));
    }

    protected static BaseTypeDeclarationSyntax Renamed(BaseTypeDeclarationSyntax type, string name) =>
        type.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(type.Identifier));
}

public sealed class OffersNothing : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type)
    {
    }
}

public sealed class ChangesNothing : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type) =>
        Offer(context, "Rename", () => root);
}

public sealed class BreaksTheBuild : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type) =>
        Offer(context, "Rename", () => root.ReplaceNode(type, Renamed(type, "Taken")));
}

/// <summary>Every round has something new to change.</summary>
public sealed class NeverEnds : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type) =>
        Offer(context, "Rename", () => root.ReplaceNode(type, Renamed(type, type.Identifier.Text + "1")));
}

/// <summary>Comments on the type and is content with that.</summary>
public sealed class LeavesTheDiagnostic : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type)
    {
        if (!type.HasLeadingTrivia)
            Offer(context, "Rename", () => root.ReplaceNode(type, type.WithLeadingTrivia(SyntaxFactory.Comment("/* bad */"))));
    }
}

/// <summary>The text of its tree is right, but the tree has a member's modifier inside of an identifier.</summary>
public sealed class MakesMalformedTree : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type) =>
        Offer(context, "Rename", () => root.ReplaceNode(type, Renamed(type, "Good { } class Better")));
}

public sealed class HasNoFixAll : GoodNameFix
{
    public override FixAllProvider? GetFixAllProvider() => null;
}

public sealed class FixesForeignIds : GoodNameFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => [BadNameAnalyzer.Id, "MUT404"];
}

/// <summary>Has an action for what it does, and two more in a group.</summary>
public sealed class OffersThree : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type)
    {
        base.Register(context, root, type);
        context.RegisterCodeFix(
            CodeAction.Create("Others", [Nested("Fine"), Nested("Nice")], isInlinable: false), context.Diagnostics);

        CodeAction Nested(string name) => CodeAction.Create(
            $"Rename to {name}",
            _ => Task.FromResult(context.Document.WithSyntaxRoot(
                root.ReplaceNode(type, Renamed(type, type.Identifier.Text.Replace("Bad", name, StringComparison.Ordinal))))),
            equivalenceKey: name);
    }
}

/// <summary>Chooses another name when it is told to fix all in one of the scopes.</summary>
public abstract class FixesScopeDifferently(FixAllScope scope) : GoodNameFix
{
    public sealed override FixAllProvider GetFixAllProvider() => new Provider(scope);

    private sealed class Provider(FixAllScope scope) : FixAllProvider
    {
        public override Task<CodeAction?> GetFixAsync(FixAllContext context) => context.Scope == scope
            ? Task.FromResult<CodeAction?>(CodeAction.Create("Rename", _ => SuperAsync(context.Document!), equivalenceKey: "Rename"))
            : WellKnownFixAllProviders.BatchFixer.GetFixAsync(context);
    }
}

public sealed class FixesDocumentsDifferently() : FixesScopeDifferently(FixAllScope.Document);

public sealed class FixesProjectsDifferently() : FixesScopeDifferently(FixAllScope.Project);

public sealed class FixesSolutionsDifferently() : FixesScopeDifferently(FixAllScope.Solution);

public sealed class FixesAllDifferently : GoodNameFix
{
    public override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(async (context, document, diagnostics) => await SuperAsync(document));
}

public sealed class FixesAllOneByOne : GoodNameFix
{
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        var root = (await document.GetSyntaxRootAsync())!;
        var type = root.FindToken(diagnostics[0].Location.SourceSpan.Start).Parent!.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()!;
        return document.WithSyntaxRoot(root.ReplaceNode(type, Renamed(type, type.Identifier.Text.Replace("Bad", "Good", StringComparison.Ordinal))));
    });
}

public sealed class FixesAllInDocumentsOnly : GoodNameFix
{
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        (context, document, diagnostics) => Task.FromResult<Document?>(document), [FixAllScope.Document]);
}

public sealed class FixesAllByOfferingNothing : GoodNameFix
{
    public override FixAllProvider GetFixAllProvider() => new Nothing();

    private sealed class Nothing : FixAllProvider
    {
        public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(null);
    }
}

/// <summary>Fixes one name and brings in another bad one, for which it offers nothing.</summary>
public sealed class BringsInAnother : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type)
    {
        if (type.Parent is CompilationUnitSyntax unit)
        {
            var other = SyntaxFactory.ParseMemberDeclaration("class Outer { class BadToo { } }")!;
            Offer(context, "Rename", () => unit.ReplaceNode(type, [Renamed(type, "Good"), other]));
        }
    }
}

/// <summary>Adds a document beside renaming the type.</summary>
public sealed class AddsDocument : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type) => context.RegisterCodeFix(
        CodeAction.Create(
            "Rename",
            _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(type, Renamed(type, "Good"))).Project
                .AddDocument("Added.cs", "class Added { }", filePath: "/0/Added.cs").Project.Solution),
            equivalenceKey: "Rename"),
        context.Diagnostics);
}

/// <summary>Renames the type and gives it a method, which the formatter lays out.</summary>
public sealed class AddsMember : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type)
    {
        var method = SyntaxFactory.MethodDeclaration(SyntaxFactory.ParseTypeName("void"), "M").WithBody(SyntaxFactory.Block())
            .WithAdditionalAnnotations(Formatter.Annotation);
        var renamed = (TypeDeclarationSyntax)Renamed(type, "Good");
        Offer(context, "Rename", () => root.ReplaceNode(type, renamed.AddMembers(method)));
    }
}

/// <summary>Writes to the files that are not code.</summary>
public sealed class WritesBesides : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type) => context.RegisterCodeFix(
        CodeAction.Create(
            "Rename",
            _ =>
            {
                var project = context.Document.WithSyntaxRoot(root.ReplaceNode(type, Renamed(type, "Good"))).Project;
                var additional = project.AdditionalDocuments.Single().Id;
                var config = project.AnalyzerConfigDocuments.Single(d => d.Name == ".editorconfig").Id;
                return Task.FromResult(project.Solution
                    .WithAdditionalDocumentText(additional, SourceText.From("written"))
                    .WithAnalyzerConfigDocumentText(config, SourceText.From("root = true # written")));
            },
            equivalenceKey: "Rename"),
        context.Diagnostics);
}

/// <summary>Has as many operations that change the solution as the test asks for.</summary>
public abstract class HasOperations(int count) : GoodNameFix
{
    protected override void Register(CodeFixContext context, SyntaxNode root, BaseTypeDeclarationSyntax type)
    {
        var changed = context.Document.WithSyntaxRoot(root.ReplaceNode(type, Renamed(type, "Good"))).Project.Solution;
        context.RegisterCodeFix(new Action([.. Enumerable.Repeat(new ApplyChangesOperation(changed), count)]), context.Diagnostics);
    }

    private sealed class Action(CodeActionOperation[] operations) : CodeAction
    {
        public override string Title => "Rename";

        public override string EquivalenceKey => Title;

        protected override Task<IEnumerable<CodeActionOperation>> ComputeOperationsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<CodeActionOperation>>(operations);
    }
}

public sealed class HasNoOperation() : HasOperations(0);

public sealed class HasTwoOperations() : HasOperations(2);
