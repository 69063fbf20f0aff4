using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers;

/// <summary>The place of one diagnostic, and what a fix may ask about it.</summary>
internal sealed class FixSite
{
    private FixSite(Document document, SyntaxNode root, SemanticModel model, SyntaxNode node, CancellationToken cancellationToken)
    {
        Document = document;
        Root = root;
        Model = model;
        Node = node;
        CancellationToken = cancellationToken;
        Engine = ConcurrencyModel.Of(model.Compilation, document.Project.AnalyzerOptions, cancellationToken);
    }

    public Document Document { get; }

    public SyntaxNode Root { get; }

    public SemanticModel Model { get; }

    /// <summary>The name that the diagnostic marks.</summary>
    public SyntaxNode Node { get; }

    public ConcurrencyModel Engine { get; }

    public CancellationToken CancellationToken { get; }

    public KnownSymbols Symbols => Engine.Symbols;

    /// <summary>The call whose name is marked: an invocation, a creation or a property access.</summary>
    public ExpressionSyntax? Call => Node.AncestorsAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(candidate =>
        candidate is InvocationExpressionSyntax or MemberAccessExpressionSyntax { Parent: not InvocationExpressionSyntax } or ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax
        && Places.NameOf(candidate) == Node);

    public InvocationExpressionSyntax? Invocation =>
        Node.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault(invocation => Places.NameOf(invocation) == Node);

    public static async Task<FixSite?> OfAsync(Document document, TextSpan span, CancellationToken cancellationToken) =>
        await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root
            ? await OfAsync(document, root.FindNode(span, getInnermostNodeForTie: true), cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Null for generated code, which nobody can write to.</summary>
    public static async Task<FixSite?> OfAsync(Document document, SyntaxNode node, CancellationToken cancellationToken) =>
        document is not SourceGeneratedDocument && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model && !Markup.IsBehind(model.SyntaxTree)
            ? new FixSite(document, await model.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false), model, node, cancellationToken)
            : null;

    /// <summary>The facts of the member that a node stands in; null when it stands in none with a body of its own.</summary>
    public Body? MemberAround(SyntaxNode node) => MemberAround(node.SpanStart);

    public Body? MemberAround(int position)
    {
        var symbol = Model.GetEnclosingSymbol(position, CancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol switch
        {
            IMethodSymbol method => Engine.Bodies.Of(method, CancellationToken),
            IFieldSymbol field => Engine.Bodies.OfInitializer(field, CancellationToken),
            _ => null,
        };
    }

    /// <summary>The name of a type, to be shortened and imported once the fix is applied.</summary>
    public TypeSyntax TypeName(ITypeSymbol type) =>
        ((TypeSyntax)SyntaxGenerator.GetGenerator(Document).TypeExpression(type)).WithAdditionalAnnotations(Simplifier.AddImportsAnnotation, Simplifier.Annotation);

    /// <summary>The same as the receiver of a static member.</summary>
    public ExpressionSyntax Receiver(ITypeSymbol type) => AsExpression(TypeName(type));

    // A parser reads System.IO.File in front of a dot as accesses, not as a qualified name.
    private static ExpressionSyntax AsExpression(ExpressionSyntax name) => name is QualifiedNameSyntax qualified
        ? qualified.CopyAnnotationsTo(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, AsExpression(qualified.Left), qualified.Right))!
        : name;
}
