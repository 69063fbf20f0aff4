using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Finds out what the union of some chains means for a solution: which calls of their methods can await, which cannot, and so which methods
/// keep their synchronous form beside the asynchronous one.
/// </summary>
internal sealed class ChainSearch
{
    private readonly Solution solution;
    private readonly bool everywhere;
    private readonly CancellationToken cancellationToken;
    private readonly Dictionary<DocumentId, (FixSite Site, ChainEdits Edits)> documents = [];
    private readonly Dictionary<SyntaxNode, ChainDeclaration> declarations = [];
    private readonly List<ChainStep> steps = [];
    private readonly List<(FixSite Site, ChainEdits Edits, ChainCall Call)> calls = [];
    private readonly HashSet<SyntaxNode> places = [];
    private readonly List<ChainReference> awaited = [];
    private readonly List<(ChainStep Step, SyntaxNode? Place)> others = [];
    private readonly List<(DocumentId Document, ChainStep Step, SyntaxNode Name)> names = [];
    private bool configures;

    private ChainSearch(Solution solution, bool everywhere, CancellationToken cancellationToken)
    {
        this.solution = solution;
        this.everywhere = everywhere;
        this.cancellationToken = cancellationToken;
    }

    public IReadOnlyList<ChainStep> Steps => steps;

    /// <summary>The documents that change.</summary>
    public IEnumerable<(FixSite Site, ChainEdits Edits)> Documents => documents.Values.Where(static document => !document.Edits.IsEmpty);

    /// <param name="solution">The solution.</param>
    /// <param name="chains">Places with their chains.</param>
    /// <param name="everywhere">Whether the other callers that can await do so, or only the places.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Null when a place could not await after all.</returns>
    public static async Task<ChainSearch?> RunAsync(Solution solution, IReadOnlyCollection<ChainPlace> chains, bool everywhere, CancellationToken cancellationToken)
    {
        var search = new ChainSearch(solution, everywhere, cancellationToken);
        foreach (var place in chains)
        {
            search.places.Add(place.Finding.Call.Syntax);
            if (!await search.AddAsync(place.Chain, null).ConfigureAwait(false))
            {
                return null;
            }
        }

        foreach (var place in chains)
        {
            search.configures |= Awaiting.ConfiguresIn(place.Finding.Call.Syntax, otherwise: false);
        }

        for (var i = 0; i < search.steps.Count; i++)
        {
            if (!await search.FindCallersAsync(search.steps[i]).ConfigureAwait(false))
            {
                return null;
            }
        }

        foreach (var (_, edits) in search.documents.Values)
        {
            edits.Configures = search.configures;
        }

        return search.Close() ? search : null;
    }

    /// <summary>Whether each call of a chain may be awaited where it stands, as far as that can be told without looking for callers.</summary>
    public static async Task<bool> IsOpenAsync(ChainPlace place, CancellationToken cancellationToken)
    {
        var search = new ChainSearch(place.Site.Document.Project.Solution, everywhere: false, cancellationToken);
        return await search.AddAsync(place.Chain, null).ConfigureAwait(false) && search.EnableCalls() && await search.IsOpenToLinkedAsync().ConfigureAwait(false);
    }

    /// <summary>Projects for other target frameworks compile the same files, and have the asynchronous forms as well.</summary>
    private async Task<bool> IsOpenToLinkedAsync()
    {
        foreach (var (site, _, call) in calls.Where(static call => call.Call.IsEnd))
        {
            foreach (var linked in site.Document.GetLinkedDocumentIds())
            {
                if (site.Engine.Counterparts.Find(call.Call.Target)?.Method.GetDocumentationCommentId() is { } form
                    && (await solution.GetProject(linked.ProjectId)!.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation || DocumentationCommentId.GetFirstSymbolForDeclarationId(form, compilation) is null))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private async Task<bool> AddAsync(AsyncChain chain, ChainStep? owner)
    {
        foreach (var link in chain.Links)
        {
            if (!await AddAsync(link, owner).ConfigureAwait(false))
            {
                return false;
            }

            owner = null;
        }

        foreach (var call in chain.Calls)
        {
            if (solution.GetDocument(call.Call.Syntax.SyntaxTree) is not { } document || await OpenAsync(document).ConfigureAwait(false) is not { } opened)
            {
                return false;
            }

            calls.Add((opened.Site, opened.Edits, call));
        }

        return true;
    }

    private async Task<bool> AddAsync(ImmutableArray<IMethodSymbol> link, ChainStep? owner)
    {
        foreach (var method in link)
        {
            if (method.DeclaringSyntaxReferences is not [var reference] || await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is not { } node || node is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
                || solution.GetDocument(node.SyntaxTree) is not { } document || await OpenAsync(document).ConfigureAwait(false) is not { } opened || IsGenerated(opened.Site))
            {
                return false;
            }

            if (declarations.ContainsKey(node))
            {
                continue;
            }

            if (owner is null)
            {
                owner = new ChainStep(ChainBorders.NameOf(method), steps.Count);
                steps.Add(owner);
            }

            var declaration = new ChainDeclaration(owner, document.Id, node, method);
            owner.Declarations.Add(declaration);
            declarations.Add(node, declaration);
            opened.Edits.Declarations.Add(node, declaration);
        }

        return true;
    }

    /// <summary>Null for what cannot be written to.</summary>
    private async Task<(FixSite Site, ChainEdits Edits)?> OpenAsync(Document document)
    {
        if (documents.TryGetValue(document.Id, out var known))
        {
            return known;
        }

        if (document is SourceGeneratedDocument || document.Project.Language != LanguageNames.CSharp || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await FixSite.OfAsync(document, root, cancellationToken).ConfigureAwait(false) is not { } site)
        {
            return null;
        }

        var opened = (site, new ChainEdits());
        documents.Add(document.Id, opened);
        return opened;
    }

    private static bool IsGenerated(FixSite site) =>
        site.Document.FilePath is { } path && (path.EndsWith(".g.cs", System.StringComparison.OrdinalIgnoreCase) || path.EndsWith(".designer.cs", System.StringComparison.OrdinalIgnoreCase) || path.EndsWith(".generated.cs", System.StringComparison.OrdinalIgnoreCase))
        || site.Root.GetLeadingTrivia().Any(static trivia => trivia.ToString() is var text && (text.Contains("<auto-generated") || text.Contains("<autogenerated")));

    private async Task<bool> FindCallersAsync(ChainStep step)
    {
        var seen = new HashSet<Location>();
        for (var i = 0; i < step.Declarations.Count; i++)
        {
            var found = await SymbolFinder.FindReferencesAsync(step.Declarations[i].Method, solution, cancellationToken).ConfigureAwait(false);
            foreach (var referenced in found)
            {
                if (referenced.Definition is IMethodSymbol method && !await KnowsAsync(step, method).ConfigureAwait(false))
                {
                    return false;
                }

                foreach (var location in referenced.Locations)
                {
                    if (seen.Add(location.Location))
                    {
                        await AddAsync(step, location).ConfigureAwait(false);
                    }
                }
            }
        }

        if (await MayHaveHiddenCallersAsync(step).ConfigureAwait(false))
        {
            others.Add((step, null));
        }

        return true;
    }

    /// <summary>A method of another project that implements or overrides one of the chain changes with it, where it can.</summary>
    private async Task<bool> KnowsAsync(ChainStep step, IMethodSymbol method)
    {
        method = method.Canonical();
        if (method.DeclaringSyntaxReferences is not [var reference])
        {
            return false;
        }

        var node = await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        if (declarations.TryGetValue(node, out var known))
        {
            return known.Step == step;
        }

        // The same file in the project of another target framework is the same text.
        if (step.Declarations.Any(declaration => declaration.Node.SyntaxTree.FilePath == node.SyntaxTree.FilePath && declaration.Node.Span == node.Span))
        {
            return true;
        }

        if (solution.GetDocument(node.SyntaxTree) is not { } document || await OpenAsync(document).ConfigureAwait(false) is not { } opened
            || opened.Site.Model.GetDeclaredSymbol(node, cancellationToken) is not IMethodSymbol own)
        {
            return false;
        }

        var chain = AsyncChain.Of(opened.Site.Engine, own, cancellationToken);
        return chain.Border == ChainBorder.None && await AddAsync(chain, step).ConfigureAwait(false);
    }

    private async Task AddAsync(ChainStep step, ReferenceLocation location)
    {
        // In the project of another target framework the same text is seen once more, or where this one leaves it out.
        if (location.Document.GetLinkedDocumentIds().FirstOrDefault(linked => step.Declarations[0].Document.ProjectId == linked.ProjectId) is { } same && location.Document.Project.Id != same.ProjectId)
        {
            if (await solution.GetDocument(same)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root || root.FindTrivia(location.Location.SourceSpan.Start).IsKind(SyntaxKind.DisabledTextTrivia))
            {
                others.Add((step, null));
            }

            return;
        }

        if (location.IsImplicit || await OpenAsync(location.Document).ConfigureAwait(false) is not { } opened)
        {
            others.Add((step, null));
            return;
        }

        var (site, edits) = opened;
        var node = site.Root.FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
        if (node is not SimpleNameSyntax name || name.Identifier.ValueText != step.Name)
        {
            others.Add((step, node));
        }
        else if (name.IsPartOfStructuredTrivia() || IsNameOnly(site, name))
        {
            names.Add((site.Document.Id, step, name));
        }
        else if (CallOf(name) is { } call && (everywhere || places.Contains(call) || (edits.OwnerOf(call) is { } owner && declarations.ContainsKey(owner)))
            && site.Model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol && !IsGenerated(site) && edits.TryEnable(site, call))
        {
            awaited.Add(new ChainReference(step, site.Document.Id, call));
        }
        else
        {
            others.Add((step, name));
        }
    }

    private static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name)
    {
        ExpressionSyntax called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return called.Parent is InvocationExpressionSyntax call && call.Expression == called ? call : null;
    }

    /// <summary><c>nameof</c>, except where somebody may look a method up by it.</summary>
    private bool IsNameOnly(FixSite site, SimpleNameSyntax name)
    {
        if (name.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault(static call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" }) is not { } nameOf
            || site.Model.GetConstantValue(nameOf, cancellationToken) is not { HasValue: true })
        {
            return false;
        }

        return !nameOf.Ancestors().Any(ancestor => ancestor is AttributeSyntax
            || (ancestor is InvocationExpressionSyntax call && site.Model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method
                && (method.ContainingType.Name is "Type" or "TypeInfo" or "Delegate" || method.ContainingNamespace is { Name: "Reflection" })));
    }

    /// <summary>Callers that no search finds: of assemblies that are not here, and in code that is left out of this build.</summary>
    private async Task<bool> MayHaveHiddenCallersAsync(ChainStep step)
    {
        foreach (var declaration in step.Declarations)
        {
            if (declaration.Method.MethodKind == MethodKind.LocalFunction)
            {
                continue;
            }

            var isPrivate = declaration.Method.DeclaredAccessibility == Accessibility.Private && declaration.Method.ExplicitInterfaceImplementations.IsEmpty;
            if (!isPrivate && HasFriendsElsewhere(declaration.Method.ContainingAssembly))
            {
                return true;
            }

            var project = solution.GetProject(declaration.Document.ProjectId)!;
            var around = isPrivate
                ? declaration.Method.ContainingType.DeclaringSyntaxReferences.Select(reference => solution.GetDocument(reference.SyntaxTree)).OfType<Document>().Distinct()
                : project.Documents;
            foreach (var document in around)
            {
                if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { ContainsDirectives: true } root
                    && root.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.ToString().Contains(step.Name)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool HasFriendsElsewhere(IAssemblySymbol assembly) => assembly.GetAttributes()
        .Where(static attribute => attribute.AttributeClass?.Name == "InternalsVisibleToAttribute")
        .Select(static attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
        .Any(name => name is not null && !name.StartsWith("DynamicProxyGenAssembly2", System.StringComparison.Ordinal)
            && solution.Projects.All(project => project.AssemblyName != name.Split(',')[0].Trim()));

    private bool EnableCalls()
    {
        foreach (var (site, edits, call) in calls)
        {
            var syntax = (ExpressionSyntax)call.Call.Syntax;
            var may = (!call.IsEnd || Awaiting.AsyncForm(site, syntax, null) is not null) && edits.TryEnable(site, syntax);
            if (may && call.IsEnd)
            {
                edits.Ends.Add(syntax);
            }
            else if (!may && call.IsRequired)
            {
                return false;
            }
        }

        return true;
    }

    private bool Close()
    {
        if (!EnableCalls() || places.Any(place => awaited.All(reference => reference.Call != place)))
        {
            return false;
        }

        foreach (var reference in awaited)
        {
            documents[reference.Document].Edits.Calls[reference.Call] = reference;
        }

        Keep();
        foreach (var (document, step, name) in names.Where(static name => !name.Step.IsKept))
        {
            documents[document].Edits.Names[name] = step;
        }

        foreach (var (_, edits) in documents.Values)
        {
            foreach (var call in edits.Calls.Keys.Concat(edits.Ends).Concat(edits.LambdaCalls.Keys))
            {
                if (edits.OwnerOf(call) is { } owner && declarations.TryGetValue(owner, out var declaration))
                {
                    declaration.HasAwaits = true;
                }
            }
        }

        GiveTokens();
        return true;
    }

    /// <summary>A method stays where somebody goes on calling it, be it only the synchronous form of a method that stays.</summary>
    private void Keep()
    {
        foreach (var (step, _) in others)
        {
            step.IsKept = true;
        }

        for (var hasGrown = true; hasGrown;)
        {
            hasGrown = false;
            foreach (var reference in awaited.Where(static reference => !reference.Step.IsKept))
            {
                var edits = documents[reference.Document].Edits;
                if (edits.OwnerOf(reference.Call) is { } owner && declarations.ContainsKey(owner) && reference.Call.Ancestors().Any(ancestor =>
                    declarations.TryGetValue(ancestor, out var around) && around.Step.IsKept && around.Step != reference.Step && !reference.Step.Declarations.Any(declaration => ancestor.Contains(declaration.Node))))
                {
                    reference.Step.IsKept = true;
                    hasGrown = true;
                }
            }
        }
    }

    /// <summary>A token is passed on from where one is to where one is taken, through the methods between them.</summary>
    private void GiveTokens()
    {
        var able = steps.Where(MayTakeToken).ToList();
        var useful = new HashSet<ChainStep>();
        Grow(useful, able, step => step.Declarations.Any(declaration =>
        {
            var (site, edits) = documents[declaration.Document];
            return edits.Ends.Any(end => IsWithin(edits, end, declaration) && Awaiting.TokenAt(site, end) is null && TakesToken(site, (ExpressionSyntax)end))
                || edits.Calls.Any(call => useful.Contains(call.Value.Step) && IsWithin(edits, call.Key, declaration) && Awaiting.TokenAt(site, call.Key) is null);
        }));
        var served = new HashSet<ChainStep>();
        Grow(served, useful, step => awaited.Any(reference =>
        {
            var (site, edits) = documents[reference.Document];
            return reference.Step == step
                && (Awaiting.TokenAt(site, reference.Call) is not null || (edits.OwnerOf(reference.Call) is { } owner && declarations.TryGetValue(owner, out var caller) && served.Contains(caller.Step)));
        }));
        foreach (var step in served)
        {
            step.TakesToken = true;
        }
    }

    private static void Grow(HashSet<ChainStep> found, IEnumerable<ChainStep> candidates, System.Func<ChainStep, bool> belongs)
    {
        while (candidates.FirstOrDefault(step => !found.Contains(step) && belongs(step)) is { } next)
        {
            found.Add(next);
        }
    }

    private static bool IsWithin(ChainEdits edits, SyntaxNode call, ChainDeclaration declaration) => edits.OwnerOf(call) == declaration.Node;

    private static bool TakesToken(FixSite site, ExpressionSyntax end) =>
        Awaiting.AsyncForm(site, end, ChainDeclaration.DefaultTokenName) is { } with && Awaiting.AsyncForm(site, end, null) is { } without && !with.IsEquivalentTo(without);

    private bool MayTakeToken(ChainStep step) => step.Declarations.All(declaration =>
        declaration.Method.Parameters.All(parameter => !parameter.IsParams && documents[declaration.Document].Site.Symbols.CancellationToken is { } token && !parameter.Type.IsSameAs(token))
        && !declaration.Node.DescendantTokens().Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == ChainDeclaration.DefaultTokenName)
        && declaration.Method.ContainingType.GetMembers(step.AsyncName).IsEmpty
        && !steps.Any(other => other != step && other.AsyncName == step.AsyncName && other.Declarations.Any(namesake => namesake.Method.ContainingType.IsSameAs(declaration.Method.ContainingType))));
}
