using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC401: a call that is asynchronous already frees the thread by itself; handing it to the pool first only costs a hop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskRunOverAsyncAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC401";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Call asynchronous code directly instead of through 'Task.Run'", "'Task.Run' only adds a hop to a pool thread: '{0}' is asynchronous already", DiagnosticSeverity.Warning,
        "An asynchronous call returns at its first wait; a pool thread to start it on is taken, and scheduled, for nothing.");

    private protected override void Judge(MemberScope scope)
    {
        var model = scope.Model;
        if (model.Hosts.HasSynchronizationContext)
        {
            return;
        }

        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (IsUsedTaskRun(body, call, model.Symbols) && Offloads.AsyncCall(model, call, scope.CancellationToken) is { } offloaded && !model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.PoolWorkItem, offloaded, DiagnosticSeverity.Warning, scope.Name(offloaded.Member));
                }
            }
        }
    }

    // A task that is dropped or kept, or that a sequence makes for each item, may be meant to run beside its maker.
    private static bool IsUsedTaskRun(Body body, CallSite call, KnownSymbols symbols) =>
        call.Target.Name == "Run" && !call.Has(CallTraits.InExpressionTree) && call.Target.ContainingType.IsSameAs(symbols.Task)
        && (call.Has(CallTraits.Awaited) || (call.Has(CallTraits.Returned) && body.Use is not (DelegateUse.Deferred or DelegateUse.Inline)));
}
