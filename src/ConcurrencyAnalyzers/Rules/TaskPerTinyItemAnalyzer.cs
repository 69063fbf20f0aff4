using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC104: it takes longer to make a task and to hand it over than to do what it is for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskPerTinyItemAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC104";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Do tiny computations in one loop, not in a task each", "A task is started for each item, which takes longer than {0} itself", DiagnosticSeverity.Info,
        "A task costs its maker some hundred nanoseconds and the memory that it lives in; a computation that is done sooner is faster where it stands.");

    private protected override void Judge(MemberScope scope)
    {
        MemberOperations? member = null;
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Target is { Name: "WhenAll" or "WaitAll" } && scope.Model.Symbols.IsTask(call.Target.ContainingType)
                    && ItemTasks.Of(call.Syntax, member ??= new MemberOperations(scope.Operations), scope.Model.Symbols) is { } tasks
                    && PlaceOf(tasks, scope) is var (place, start) && IsTiny(start, scope) && !tasks.AreFew(member) && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(place, start, Vehicle.FanOut, null, DiagnosticSeverity.Info, Naming.Work(start, scope.Model.Symbols, "the lambda"));
                }
            }
        }
    }

    private static (Body Body, CallSite Start)? PlaceOf(ItemTasks tasks, MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            if (body.Calls.FirstOrDefault(call => call.Syntax == tasks.Start.Syntax) is { Delegates: [{ Use: DelegateUse.Pool }] } start)
            {
                return (body, start);
            }
        }

        return null;
    }

    private static bool IsTiny(CallSite start, MemberScope scope) =>
        !IsAsynchronous(start.Delegates[0], scope) && scope.Model.CostOf(start.Delegates[0], scope.CancellationToken).IsTiny && scope.Model.EffectsOf(start.Delegates[0], scope.CancellationToken).Effects.IsEmpty;

    // What its task stands for may only have begun.
    private static bool IsAsynchronous(DelegateArgument work, MemberScope scope) =>
        work.Body is { IsAsyncCode: true } || (work.Method is { } method && scope.Model.Symbols.IsAsyncShaped(method.ReturnType));
}
