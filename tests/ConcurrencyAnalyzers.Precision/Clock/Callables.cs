using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>The methods of a code base that can be called from outside without harm, and whether they loop.</summary>
internal sealed class Callables(string codeBase, string folder, Compilation compilation)
{
    // Touches what is outside the process, waits, or makes code: nothing that is called on the way may be of these.
    private static readonly string[] Outside =
    [
        "System.Net.", "System.IO.File", "System.IO.Directory", "System.IO.Drive", "System.IO.Pipes.", "System.IO.Path.GetTemp", "System.IO.IsolatedStorage.",
        "System.IO.MemoryMappedFiles.",
        "System.Diagnostics.Process", "System.Console", "System.Environment.Exit", "System.Environment.FailFast", "System.Threading.Thread.", "System.Threading.Timer", "System.Threading.WaitHandle",
        "System.Threading.Monitor.Wait", "System.Threading.SemaphoreSlim", "System.Threading.ManualResetEvent", "System.Threading.AutoResetEvent", "System.Threading.Tasks.Task",
        "System.Reflection.Emit.", "System.Data.", "Microsoft.Win32.", "Microsoft.Extensions.", "Microsoft.AspNetCore.", "System.AppDomain", "System.Runtime.InteropServices.Marshal.", "System.Windows.",
    ];

    private readonly Dictionary<ISymbol, Facts> facts = new(SymbolEqualityComparer.Default);
    private readonly List<(IMethodSymbol Method, MethodDeclarationSyntax Syntax)> methods = [];

    public IReadOnlyList<Callable> Find(CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            Read(compilation.GetSemanticModel(tree), tree.GetRoot(cancellationToken));
        }

        Close(static facts => facts.Loops, static facts => facts.Loops = true);
        Close(static facts => facts.LeavesProcess, static facts => facts.LeavesProcess = true);
        return
        [
            .. methods.Where(method => IsCallable(method.Method, method.Syntax) && !facts[method.Method].LeavesProcess).Select(method => new Callable(
                codeBase, method.Method.GetDocumentationCommentId()!, Place(method.Syntax), facts[method.Method].Loops ? Stratum.Looping : Stratum.Plain)).DistinctBy(static callable => callable.Key),
        ];
    }

    private void Read(SemanticModel model, SyntaxNode root)
    {
        foreach (var member in root.DescendantNodes().Where(static node =>
            node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax { ExpressionBody: not null } or IndexerDeclarationSyntax { ExpressionBody: not null }))
        {
            var symbol = model.GetDeclaredSymbol(member) switch
            {
                IPropertySymbol property => property.GetMethod,
                var other => other as IMethodSymbol,
            };
            if (symbol is null)
            {
                continue;
            }

            var own = new Facts();
            facts[symbol] = own;
            if (member is MethodDeclarationSyntax method && (method.Body is not null || method.ExpressionBody is not null))
            {
                methods.Add((symbol, method));
            }

            foreach (var node in member.DescendantNodes())
            {
                Read(model, node, symbol, own);
            }
        }
    }

    private void Read(SemanticModel model, SyntaxNode node, IMethodSymbol member, Facts own)
    {
        switch (node)
        {
            case ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or QueryExpressionSyntax or GotoStatementSyntax:
                own.Loops = true;
                break;
            case SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or ConstructorInitializerSyntax:
                switch (model.GetSymbolInfo(node).Symbol)
                {
                    case IMethodSymbol called:
                        Add(called.ReducedFrom ?? called);
                        break;
                    case IPropertySymbol property:
                        Add(property.GetMethod);
                        Add(property.SetMethod);
                        break;
                }

                break;
        }

        void Add(IMethodSymbol? called)
        {
            called = called?.OriginalDefinition;
            if (called is null)
            {
                return;
            }

            if (called.IsExtern || called.GetDllImportData() is not null)
            {
                own.LeavesProcess |= called.ContainingAssembly.Equals(compilation.Assembly, SymbolEqualityComparer.Default);
            }

            if (called.ContainingAssembly?.Equals(compilation.Assembly, SymbolEqualityComparer.Default) == true)
            {
                own.Loops |= called.Equals(member, SymbolEqualityComparer.Default);
                own.Calls.Add(called);
            }
            else
            {
                var name = $"{called.ContainingType}.{called.Name}";
                own.LeavesProcess |= Outside.Any(outside => name.StartsWith(outside, StringComparison.Ordinal));
                own.Loops |= name is "System.Array.Sort" or "System.Array.ForEach"
                    || name.StartsWith("System.Linq.Enumerable.", StringComparison.Ordinal) || name.StartsWith("System.Threading.Tasks.Parallel.", StringComparison.Ordinal);
            }
        }
    }

    private void Close(Func<Facts, bool> has, Action<Facts> set)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var own in facts.Values.Where(own => !has(own) && own.Calls.Any(called => facts.TryGetValue(called, out var theirs) && has(theirs))).ToList())
            {
                set(own);
                changed = true;
            }
        }
    }

    private bool IsCallable(IMethodSymbol method, MethodDeclarationSyntax syntax) =>
        method is { MethodKind: MethodKind.Ordinary, IsAbstract: false, IsAsync: false, IsExtern: false, RefKind: RefKind.None }
        && method.ContainingType.TypeKind is TypeKind.Class or TypeKind.Struct && !method.ContainingType.IsRefLikeType
        && method.Name is not ("Main" or "Dispose" or "Finalize" or "Close")
        && !IsDeferred(method.ReturnType) && method.Parameters.All(parameter => CanBeGiven(parameter.Type))
        && !syntax.DescendantNodes().OfType<YieldStatementSyntax>().Any()
        && method.GetDocumentationCommentId() is not null
        && !method.ContainingType.Name.Contains("Test", StringComparison.Ordinal);

    // What it gives is worked out later, by somebody else.
    private static bool IsDeferred(ITypeSymbol type) => type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer || type.IsRefLikeType && !IsSpan(type)
        || type.Name is "IEnumerable" or "IEnumerator" or "IQueryable" or "IOrderedEnumerable" or "Lazy" or "Task" or "ValueTask" or "IAsyncEnumerable" or "IAsyncEnumerator" or "ParallelQuery";

    private static bool CanBeGiven(ITypeSymbol type) => type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer) && (!type.IsRefLikeType || IsSpan(type))
        && type is not IArrayTypeSymbol { ElementType.TypeKind: TypeKind.Pointer };

    private static bool IsSpan(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", ContainingNamespace.Name: "System" };

    private string Place(MethodDeclarationSyntax syntax) => string.Create(
        CultureInfo.InvariantCulture, $"{Path.GetRelativePath(folder, syntax.SyntaxTree.FilePath).Replace('\\', '/')}:{syntax.Identifier.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");

    private sealed class Facts
    {
        public bool Loops { get; set; }

        public bool LeavesProcess { get; set; }

        public HashSet<ISymbol> Calls { get; } = new(SymbolEqualityComparer.Default);
    }
}
