using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Names for people. Built only for what is reported.</summary>
internal static class Naming
{
    private const int MaximumNames = 3;
    private const int MaximumLength = 60;

    /// <summary>"Save → Flush → FileStream.Write": at most three names, the first ones and the API at the end.</summary>
    public static string Chain(Witness witness, KnownSymbols symbols)
    {
        // What computes is told by its evidence; its own name stands in the hop before.
        var names = witness.Hops().Where(hop => hop.Evidence is null || hop == witness).Select(hop => Name(hop.Member, symbols)).ToList();
        return names.Count <= MaximumNames ? string.Join(" → ", names) : $"{names[0]} → … → {names[names.Count - 2]} → {names[names.Count - 1]}";
    }

    public static string Name(ISymbol member, KnownSymbols symbols)
    {
        var target = member is IMethodSymbol { AssociatedSymbol: { } property } ? property : member;
        var isConstructor = member is IMethodSymbol { MethodKind: MethodKind.Constructor };
        return isConstructor ? "new " + member.ContainingType.Name
            : member is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } ? "lambda"
            : symbols.IsOwn(member) || member.ContainingType is null ? target.Name
            : $"{member.ContainingType.Name}.{target.Name}";
    }

    /// <summary>How a body is called in a message.</summary>
    public static string Name(Body body, KnownSymbols symbols) => body.Kind == BodyKind.Lambda
        ? Name(body.Root.Symbol, symbols) is var around && IsTopLevel(body.Root.Symbol) ? "lambda" : $"lambda in {around}"
        : IsTopLevel(body.Symbol) ? "the program" : Name(body.Symbol, symbols);

    /// <summary>What a construct is given to run: the one call that it consists of, or a lambda.</summary>
    public static string Work(CallSite construct, KnownSymbols symbols, string otherwise = "the asynchronous lambda")
    {
        var work = construct.Delegates.FirstOrDefault();
        return work switch
        {
            { Method: { } method } => $"'{Name(method, symbols)}'",
            { Body: { Kind: BodyKind.LocalFunction } local } => $"'{Name(local, symbols)}'",
            { Body: { } lambda } => Offloads.OnlyCall(lambda.Syntax) is { } only && lambda.Calls.FirstOrDefault(call => call.Syntax == only) is { Target: { MethodKind: not MethodKind.DelegateInvoke } called }
                ? $"'{Name(called, symbols)}'"
                : otherwise,
            _ => "the delegate",
        };
    }

    /// <summary>A lock, as it is written where it is entered.</summary>
    public static string Name(HeldLock held) => held.Syntax is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var own } ? own.ToString()
        : held.Syntax.ToString() is { Length: <= MaximumLength } text && text.IndexOf('\n') < 0 ? text
        : held.Variable?.Name ?? "the lock";

    public static string Words(Effect effect) => effect switch
    {
        Effect.Network => "network I/O",
        Effect.Database => "database I/O",
        Effect.Process => "a process",
        Effect.StandardInput => "standard input",
        Effect.File => "file I/O",
        Effect.Stream => "I/O",
        Effect.JoinTask => "a task",
        Effect.Sleep => "a sleep",
        Effect.Wait => "a signal",
        Effect.Metadata => "file metadata",
        Effect.Console => "the console",
        Effect.Lock => "a lock",
        Effect.Computes => "computation",
        _ => "asynchronous I/O",
    };

    private static bool IsTopLevel(ISymbol symbol) => symbol.Name == WellKnownMemberNames.TopLevelStatementsEntryPointMethodName;
}
