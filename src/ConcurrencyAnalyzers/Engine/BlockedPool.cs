using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// The first places of a compilation, by the order of source, where threads of the pool are proven to block. It looks at members that nobody has
/// asked of yet, so it is for rules that ask once in a program.
/// </summary>
internal static class BlockedPool
{
    /// <summary>Of larger programs the beginning is looked at. That depends on the source alone, too.</summary>
    private const int MaximumMembers = 5_000;

    // Threads of one's own, the one of a user interface, and code whose thread is not known are not the pool's.
    private static readonly string[] Rules =
        ["CONC201", "CONC202", "CONC203", "CONC204", "CONC206", "CONC207", "CONC301", "CONC302", "CONC303", "CONC304", "CONC305", "CONC310"];

    private static readonly string[] Generated = [".g.cs", ".g.i.cs", ".designer.cs", ".generated.cs"];

    public static ImmutableArray<Finding> First(int count, ConcurrencyModel model, Compilation compilation, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<Finding>(count);
        foreach (var method in Methods(compilation.Assembly.GlobalNamespace, cancellationToken).OrderBy(static method => method.Path, StringComparer.Ordinal).ThenBy(static method => method.Position).Take(MaximumMembers))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (model.Bodies.Of(method.Symbol, cancellationToken) is { } body
                && model.FindingsIn(body, cancellationToken).FirstOrDefault(static finding => finding.Severity >= DiagnosticSeverity.Warning && Rules.Contains(finding.Rule)) is { } finding)
            {
                found.Add(finding);
                if (found.Count == count)
                {
                    break;
                }
            }
        }

        return found.ToImmutable();
    }

    public static bool IsGenerated(string path) => Array.Exists(Generated, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(string Path, int Position, IMethodSymbol Symbol)> Methods(INamespaceSymbol global, CancellationToken cancellationToken)
    {
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(global);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var member in pending.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                {
                    pending.Push(inner);
                }
                else if (member is IMethodSymbol method && method.DeclaringSyntaxReferences.FirstOrDefault() is { } declared
                    && !IsGenerated(declared.SyntaxTree.FilePath))
                {
                    yield return (declared.SyntaxTree.FilePath, declared.Span.Start, method.Canonical());
                }
            }
        }
    }
}
