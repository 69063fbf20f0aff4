using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Code of a program that serves which runs once, before it serves or when it has served: methods that nobody calls but the entry point, and other methods of that kind.
/// Nobody waits for the thread that runs it.
/// </summary>
internal sealed class StartUp(Compilation compilation, KnownSymbols symbols, Bodies bodies, Dispatch dispatch, Slots slots, Hosts hosts)
{
    /// <summary>More than any program has; a safety net for one that calls all of itself from its entry point.</summary>
    private const int MaximumMembers = 200;

    private HashSet<IMethodSymbol>? members;

    public bool Contains(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (members is null && compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication)
        {
            Interlocked.CompareExchange(ref members, Find(cancellationToken), null);
        }

        return members?.Contains(method.Canonical()) == true;
    }

    private HashSet<IMethodSymbol> Find(CancellationToken cancellationToken)
    {
        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        if (compilation.GetEntryPoint(cancellationToken) is not { } entry || bodies.Of(entry, cancellationToken) is not { } main)
        {
            return found;
        }

        var reached = Reach(main, cancellationToken);
        if (!reached.Any(member => member.Calls.Any(call => hosts.Serves(call.Target) && IsOver(call, symbols.IsAsyncShaped(call.Target.ReturnType)))))
        {
            return found;
        }

        // Whoever mentions a member elsewhere may run it at any time; what only that one calls is then no start-up either.
        var mentions = Mentions([.. reached.Skip(1).Select(static member => member.Symbol.Name)], cancellationToken);
        var targets = reached.SelectMany(static member => member.Calls).ToLookup(static call => call.Syntax, call => dispatch.Targets(call) is [var only] ? only : call.Target);
        for (var count = 0; count != reached.Count;)
        {
            count = reached.Count;
            var calls = reached.SelectMany(member => CallsOf(member, cancellationToken)).ToLookup(static call => call.Callee, static call => call.Place);
            reached.RemoveAll(member => member != main && !mentions[member.Symbol.Name].TrueForAll(mention => CallOf(mention) is { } call
                && (calls[member].Contains(call) || (targets.Contains(call) && !targets[call].Contains(member.Symbol, SymbolEqualityComparer.Default)))));
        }

        found.UnionWith(reached.Skip(1).Select(static member => member.Method!));
        return found;
    }

    private List<Body> Reach(Body main, CancellationToken cancellationToken)
    {
        var reached = new List<Body> { main };
        for (var i = 0; i < reached.Count && reached.Count < MaximumMembers; i++)
        {
            foreach (var (_, callee) in CallsOf(reached[i], cancellationToken))
            {
                if (!reached.Contains(callee))
                {
                    reached.Add(callee);
                }
            }
        }

        return reached;
    }

    /// <summary>The calls that are over before the program goes on, of methods that nobody else can call without a mention.</summary>
    private IEnumerable<(SyntaxNode Place, Body Callee)> CallsOf(Body body, CancellationToken cancellationToken)
    {
        foreach (var call in body.Calls)
        {
            if (call.Target.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction && dispatch.Targets(call) is [var target]
                && bodies.Of(target, cancellationToken) is { Method: { } method } callee
                && IsOver(call, callee.IsAsyncCode) && hosts.CallerOf(method) == Host.None && !slots.Of(method).IsDefault)
            {
                yield return (call.Syntax, callee);
            }
        }
    }

    /// <summary>It is waited for, if it has to be.</summary>
    private static bool IsOver(CallSite call, bool isAsyncCode) =>
        !isAsyncCode || call.Has(CallTraits.Awaited) || call.Has(CallTraits.Returned)
        || call.Syntax.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" or "Wait" or "Result" };

    /// <summary>Where each of the names stands, other than where something is declared by it.</summary>
    private Dictionary<string, List<SyntaxNode>> Mentions(HashSet<string> names, CancellationToken cancellationToken)
    {
        var mentions = names.ToDictionary(static name => name, static _ => new List<SyntaxNode>());
        foreach (var tree in names.Count == 0 ? [] : compilation.SyntaxTrees)
        {
            foreach (var token in tree.GetRoot(cancellationToken).DescendantTokens())
            {
                if (token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is SimpleNameSyntax name && mentions.TryGetValue(token.ValueText, out var places))
                {
                    places.Add(name);
                }
            }
        }

        return mentions;
    }

    /// <summary>The call whose callee the name is; null where it stands for something else, such as a delegate.</summary>
    private static SyntaxNode? CallOf(SyntaxNode name)
    {
        var called = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access,
            MemberBindingExpressionSyntax binding => binding,
            _ => name,
        };
        return called.Parent is InvocationExpressionSyntax invocation && invocation.Expression == called ? invocation : null;
    }
}
