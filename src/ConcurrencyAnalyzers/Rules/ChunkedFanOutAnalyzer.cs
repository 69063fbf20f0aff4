using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC408: batches march in convoy, each as long as its slowest item; the places of the others stay empty until it is done.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ChunkedFanOutAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC408";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Start the next item when one is done, not the next batch when all are", "'{0}' makes each batch wait for its slowest item before the next one starts: {1}", DiagnosticSeverity.Info,
        "A loop with a degree keeps as many operations under way as a batch has items; a batch has fewer and fewer under way until its last one is done.");

    private protected override void Judge(MemberScope scope)
    {
        MemberOperations? operations = null;
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Target.Name == "WhenAll" && call.Has(CallTraits.InLoop) && call.Has(CallTraits.Awaited) && call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Task)
                    && Convoy.Of(call.Syntax, operations ??= new MemberOperations(scope.Operations), scope.Model.Symbols) is { } convoy
                    && Asynchronous(convoy, body, scope) is { } proof && !WaitsForEachBatch(convoy, body, scope) && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.FanOut, proof, DiagnosticSeverity.Info, scope.Name(call.Target), Naming.Chain(proof, scope.Model.Symbols));
                }
            }
        }
    }

    /// <summary>The chain that proves that the work of an item awaits I/O; null where it may as well be computation.</summary>
    private static Witness? Asynchronous(Convoy convoy, Body body, MemberScope scope)
    {
        if (body.Calls.FirstOrDefault(call => call.Syntax == convoy.Starter.Syntax) is not { } starter)
        {
            return null;
        }

        var isSelector = convoy.Work != convoy.Starter;
        if (isSelector && starter.Delegates.IsEmpty)
        {
            return null;
        }

        var effects = isSelector ? scope.Model.EffectsOf(starter.Delegates[0], scope.CancellationToken) : scope.Model.EffectsOf(body, starter, scope.CancellationToken);
        if (effects.Find(Effect.AwaitsIo) is { } awaits)
        {
            return awaits.Witness;
        }

        // What is handed to the pool first is asynchronous work all the same, unless it is there to compute.
        var offload = !isSelector ? starter
            : starter.Delegates[0].Body is { } lambda && Offloads.OnlyCall(lambda.Syntax) is { } only ? lambda.Calls.FirstOrDefault(call => call.Syntax == only)
            : null;
        return offload is { Delegates: [{ Use: DelegateUse.Pool } job] } && scope.Model.EffectsOf(job, scope.CancellationToken) is var inPool && inPool.Find(Effect.Computes, Strength.Maybe) is null
            ? inPool.Find(Effect.AwaitsIo)?.Witness
            : null;
    }

    /// <summary>A commit or a pause, if a synchronous one: whoever waits after each batch wants batches.</summary>
    private static bool WaitsForEachBatch(Convoy convoy, Body body, MemberScope scope) => body.Calls.Any(call => convoy.IsPerBatch(call.Syntax)
        && scope.Model.EffectsOf(body, call, scope.CancellationToken).Effects.Any(static fact => fact.Strength >= Strength.Likely && Workloads.Blocks(fact.Effect) && fact.Effect is not (Effect.Metadata or Effect.Console)));
}
