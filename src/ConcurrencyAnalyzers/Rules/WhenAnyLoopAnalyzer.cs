using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC409: each round attaches a continuation to every task that is left and takes it off again; for n tasks that is n times n.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WhenAnyLoopAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC409";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Take tasks in the order of completion without waiting for all of them anew", "'{0}' goes through all of '{1}' that are left for each one that completes, which is quadratic", DiagnosticSeverity.Info,
        "'Task.WhenEach' attaches to each task once and gives them one by one as they complete; a loop around 'Task.WhenAny' attaches to all of them in each round.");

    private protected override void Judge(MemberScope scope)
    {
        MemberOperations? operations = null;
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Target.Name == "WhenAny" && call.Has(CallTraits.InLoop) && call.Has(CallTraits.Awaited) && call.Target.ContainingType.IsSameAs(scope.Model.Symbols.Task)
                    && CompletionLoop.Of(call.Syntax, operations ??= new MemberOperations(scope.Operations)) is { } loop
                    && !TaskCounts.IsFew(loop.Tasks, operations, loop.Loop) && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.FanOut, null, DiagnosticSeverity.Info, scope.Name(call.Target), loop.Tasks.Name);
                }
            }
        }
    }
}
