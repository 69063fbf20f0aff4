using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC403: what takes an 'Action' goes on at the lambda's first await; nobody waits for the rest, and what it throws ends the process.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncDelegateAsVoidAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC403";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Give asynchronous lambdas to something that awaits them", "{0} does not wait for this asynchronous lambda: it goes on at the first await, and an exception ends the process", DiagnosticSeverity.Warning,
        "An asynchronous lambda that becomes a delegate without a result is 'async void': it cannot be awaited and its exceptions cannot be caught.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var lambda in scope.Member.SelfAndNested())
        {
            if (lambda is not { Kind: BodyKind.Lambda, IsAsync: true, Method.ReturnsVoid: true, Parent: { } parent } || IsHandler(lambda, scope.Model.Symbols))
            {
                continue;
            }

            var receiver = parent.Calls.FirstOrDefault(call => call.Target.MethodKind != MethodKind.DelegateInvoke && call.Delegates.Any(argument => argument.Body == lambda));
            var use = receiver?.Delegates.First(argument => argument.Body == lambda).Use ?? DelegateUse.Unknown;

            // A thread that is made for it is one mistake more, and one diagnostic tells both.
            if (use == DelegateUse.LongRunning && scope.WastesThread(receiver!))
            {
                continue;
            }

            if (use is DelegateUse.Ui or DelegateUse.Event || (!NeedsResult(use) && (CatchesEverything(lambda) || IsCommand(receiver))) || scope.Model.IsTestCode(scope.Member))
            {
                continue;
            }

            scope.Report(lambda, Arrow(lambda.Syntax), VehicleOf(use), null, DiagnosticSeverity.Warning, receiver is null ? "The delegate" : $"'{scope.Name(receiver.Target)}'");
        }
    }

    // A handler's signature is the event's; the UI frameworks count on async void there.
    private static bool IsHandler(Body lambda, KnownSymbols symbols) =>
        lambda.Use == DelegateUse.Event || (lambda.Method is { Parameters: [_, { } second] } && second.Type.Is(symbols.EventArgs));

    /// <summary>The construct is over before the lambda is: even one that catches everything comes too late.</summary>
    private static bool NeedsResult(DelegateUse use) => use is DelegateUse.Inline or DelegateUse.Parallel or DelegateUse.Plinq or DelegateUse.Thread or DelegateUse.Deferred;

    // Commands are events by another name.
    private static bool IsCommand(CallSite? receiver) =>
        receiver?.Target is { ContainingType: { } type } && type.AllInterfaces.Any(static contract => contract.Name == "ICommand");

    /// <summary>Nothing that it awaits can throw past it; what else there is finds out whether there is anything to do.</summary>
    private static bool CatchesEverything(Body lambda) =>
        lambda.Syntax is AnonymousFunctionExpressionSyntax { Block: { } block }
        && block.DescendantTokens(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Where(static token => token.IsKind(SyntaxKind.AwaitKeyword)).ToList() is { Count: > 0 } awaits
        && awaits.TrueForAll(token => token.Parent!.Ancestors().TakeWhile(node => node != block).Any(static node => node.Parent is TryStatementSyntax attempt && attempt.Block == node && CatchesAll(attempt)));

    private static bool CatchesAll(TryStatementSyntax attempt) =>
        attempt.Catches.Any(static clause => clause.Filter is null && clause.Declaration?.Type is null or IdentifierNameSyntax { Identifier.ValueText: "Exception" } or QualifiedNameSyntax { Right.Identifier.ValueText: "Exception" })
        && !attempt.Catches.Any(static clause => clause.Block.DescendantNodes().Any(static node => node is ThrowStatementSyntax));

    private static Location Arrow(SyntaxNode lambda) => lambda switch
    {
        AnonymousFunctionExpressionSyntax { AsyncKeyword: { RawKind: not 0 } keyword } => keyword.GetLocation(),
        _ => lambda.GetLocation(),
    };

    private static Vehicle VehicleOf(DelegateUse use) => use switch
    {
        DelegateUse.Parallel => Vehicle.ParallelLoop,
        DelegateUse.Plinq => Vehicle.Plinq,
        DelegateUse.Thread => Vehicle.RawThread,
        _ => Vehicle.Callback,
    };
}
