using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC402: a thread is made for a task that leaves it at its first await; all that follows runs on the pool.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LongRunningAsyncAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC402";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Start asynchronous code with 'Task.Run', not as a long-running task", "'LongRunning' makes a thread, and {0} leaves it at its first await{1}", DiagnosticSeverity.Warning,
        "Behind its first await asynchronous code goes on in the pool, however long it runs; the thread that was made for it ends there.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (!call.Has(CallTraits.InExpressionTree) && scope.WastesThread(call) && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.LongRunningTask, null, DiagnosticSeverity.Warning, Naming.Work(call, scope.Model.Symbols), Consequence(call, scope));
                }
            }
        }
    }

    /// <summary>What is lost beside the thread.</summary>
    private static string Consequence(CallSite call, MemberScope scope)
    {
        var symbols = scope.Model.Symbols;
        return call.Delegates[0].Body is { IsAsync: true, Method.ReturnsVoid: true } ? "; an exception in it ends the process"
            : TaskStart.InnerOf(call.Target, symbols) is not null && NestedTask.Of(call.Syntax, scope.Operations, symbols) is { IsKept: false } ? ", where its task ends, too"
            : "";
    }
}
