using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC404: 'StartNew' knows nothing of asynchronous code; its task has the code's own task as its result, and ends when that is made.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartNewAsyncAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC404";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Start asynchronous code with 'Task.Run', or unwrap its task", "The task of 'StartNew' ends at the first await of {0}: nothing waits for the rest", DiagnosticSeverity.Warning,
        "Whoever waits for the task goes on too early, and what the rest throws reaches nobody.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (IsNested(call, scope.Model.Symbols) && IsLost(call, scope) && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.PoolWorkItem, null, DiagnosticSeverity.Warning, Naming.Work(call, scope.Model.Symbols));
                }
            }
        }
    }

    private static bool IsNested(CallSite call, KnownSymbols symbols) =>
        call.Target.Name == "StartNew" && !call.Has(CallTraits.InExpressionTree) && symbols.IsTaskFactory(call.Target.ContainingType) && TaskStart.InnerOf(call.Target, symbols) is not null;

    private static bool IsLost(CallSite call, MemberScope scope)
    {
        var model = scope.Model;
        if (NestedTask.Of(call.Syntax, scope.Operations, model.Symbols) is not { IsKept: false } task || TaskStart.Of(task.Start, model.Symbols, scope.Member.Symbol.ContainingType) is not { } start)
        {
            return false;
        }

        // Where nobody waits at all, and 'Task.Run' is no way to say the same, there is nothing to be said against it.
        if (task.IsDropped && !start.FitsPool(TaskStart.AsOnPool, model.Symbols))
        {
            return false;
        }

        return !scope.WastesThread(call) && Departures.Of(call.Delegates.FirstOrDefault(), model, scope.CancellationToken) != Departure.Never;
    }
}
