using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The one door to the facts of bodies: each member is walked once per compilation, whoever asks first.</summary>
internal sealed class Bodies(Compilation compilation, ApiCatalog catalog, DelegateTable delegates, Annotations annotations, PriceTable prices)
{
    private readonly KnownSymbols symbols = KnownSymbols.Of(compilation);
    private readonly ConcurrentDictionary<ISymbol, Body?> bodies = new(SymbolEqualityComparer.Default);

    /// <summary>Members that only the driver can show, such as the constructor behind a primary one: judged, but never followed by callers.</summary>
    private readonly ConcurrentDictionary<ISymbol, Body> shown = new(SymbolEqualityComparer.Default);
    private int walked;

    /// <summary>How many members have been walked; what cancellation tests count.</summary>
    public int Walked => walked;

    /// <summary>The body of a method of this compilation; null when it has none in source.</summary>
    public Body? Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        method = method.Canonical();
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return Member(method) is { } member && Of(member, cancellationToken) is { } root && root.LocalFunctions.TryGetValue(method, out var local) ? local : null;
        }

        if (bodies.TryGetValue(method, out var known))
        {
            return known;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return bodies.GetOrAdd(method, Pull(method, cancellationToken));
    }

    /// <summary>The same for a member whose operations the driver has at hand.</summary>
    public Body Of(ISymbol member, ImmutableArray<IOperation> blocks, CancellationToken cancellationToken)
    {
        member = member is IMethodSymbol method ? method.Canonical() : member;
        if (bodies.TryGetValue(member, out var known) && known is not null)
        {
            return known;
        }

        if (shown.TryGetValue(member, out var seen))
        {
            return seen;
        }

        // What is kept must not depend on who asked first, the driver or a caller, who knows nothing of attributes.
        cancellationToken.ThrowIfCancellationRequested();
        var place = blocks[0].Syntax;
        blocks = blocks.RemoveAll(static block => block.Kind == OperationKind.Attribute);
        var syntax = member.DeclaringSyntaxReferences.FirstOrDefault(reference => HasBody(reference.GetSyntax(cancellationToken)))?.GetSyntax(cancellationToken);
        return syntax is not null || member is IFieldSymbol
            ? bodies.GetOrAdd(member, Walk(member, syntax ?? place, blocks, cancellationToken))!
            : shown.GetOrAdd(member, Walk(member, place, blocks, cancellationToken));
    }

    /// <summary>What a field starts with; null when it has no initializer in source.</summary>
    public Body? OfInitializer(IFieldSymbol field, CancellationToken cancellationToken)
    {
        if (bodies.TryGetValue(field, out var known))
        {
            return known;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer: { } initializer }
            && OperationOf(initializer, cancellationToken) is { } operation
            ? bodies.GetOrAdd(field, Walk(field, initializer, [operation], cancellationToken))
            : null;
    }

    /// <summary>The one value that a method or getter gives, when it does nothing else. It is read anew each time, and not to be kept.</summary>
    public IOperation? OnlyResult(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.Select(reference => OperationOf(reference.GetSyntax(cancellationToken), cancellationToken)).FirstOrDefault() switch
        {
            IMethodBodyOperation body => (body.BlockBody ?? body.ExpressionBody)?.OnlyResult(),
            ILocalFunctionOperation { Body: { } body } => body.OnlyResult(),
            IBlockOperation block => block.OnlyResult(),
            _ => null,
        };

    /// <summary>A property accessor that only reads or writes the compiler's field.</summary>
    public static bool IsAutoAccessor(IMethodSymbol accessor) =>
        accessor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null } or ParameterSyntax;

    private static IMethodSymbol? Member(IMethodSymbol local)
    {
        ISymbol? symbol = local;
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol as IMethodSymbol;
    }

    private Body? Pull(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellationToken);
            if (HasBody(syntax) && OperationOf(syntax, cancellationToken) is { } operation)
            {
                return Walk(method, syntax, [operation], cancellationToken);
            }
        }

        return null;
    }

    /// <summary>The operations behind the facts of a body or a call, for the few questions that the facts leave open.</summary>
    public IOperation? OperationOf(SyntaxNode syntax, CancellationToken cancellationToken) =>
        // The driver shares its cached models with whoever asks its compilation, and a member is asked for once, seldom a second time.
#pragma warning disable RS1030, RS0030
        compilation.ContainsSyntaxTree(syntax.SyntaxTree) ? compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellationToken) : null;
#pragma warning restore RS1030, RS0030

    private Body Walk(ISymbol member, SyntaxNode syntax, ImmutableArray<IOperation> blocks, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref walked);
        return BodyWalker.Walk(member, syntax, blocks, symbols, catalog, delegates, annotations, prices, cancellationToken);
    }

    private static bool HasBody(SyntaxNode syntax) => syntax switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null || method is ConstructorDeclarationSyntax { Initializer: not null },
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        ArrowExpressionClauseSyntax or CompilationUnitSyntax => true,
        _ => false,
    };
}
