using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC503: <c>LongRunning</c> asks for a thread of its own, for work that is over soon or comes again and again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LongRunningShortWorkAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC503";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Keep 'LongRunning' for work that lives long", "'LongRunning' makes a thread of its own{0}, {1}", DiagnosticSeverity.Info,
        "A long-running task gets a new thread, which is worth it once for work that lasts; work that ends soon or comes often belongs on the pool.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Delegates is [{ Use: DelegateUse.LongRunning } work, ..] && !call.Has(CallTraits.Cold | CallTraits.Once) && Reason(body, call, work, scope) is var (often, why) && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.LongRunningTask, null, DiagnosticSeverity.Info, often, why);
                }
            }
        }
    }

    private static (string Often, string Why)? Reason(Body body, CallSite call, DelegateArgument work, MemberScope scope)
    {
        // For an item it is a thread too many, whether there is little to compute or much.
        var cost = scope.Model.CostOf(work, scope.CancellationToken);
        var band = cost.IsCpuBoundIfMuch ? CostBand.CpuBound : cost.Band;
        if (band is not (CostBand.Tiny or CostBand.Between or CostBand.CpuBound) || !IsOver(call, work, scope) || !IsOnPool(call, scope))
        {
            return null;
        }

        var name = Naming.Work(call, scope.Model.Symbols, "the lambda");
        return EachOne.GetsMany(body, call, scope.Model, scope.CancellationToken) ? (" for each item", band == CostBand.CpuBound ? $"though the pool has one for each core that could run {name}" : $"and {name} is over soon")
            : band == CostBand.Tiny && !IsStartUp(body, scope) ? ("", $"and {name} is over sooner than a thread is made")
            : null;
    }

    /// <summary>It neither lives on nor waits, for then a thread of its own is right; and it needs nothing that this thread alone has.</summary>
    private static bool IsOver(CallSite call, DelegateArgument work, MemberScope scope) =>
        ThreadWork.Of(call, scope.Model, scope.CancellationToken) is { LastsOn: false, ChangesItsThread: false }
        && scope.Model.EffectsOf(work, scope.CancellationToken).Blocking(Strength.Maybe) is null
        && work.Body is not { IsAsyncCode: true } && !(work.Method is { } method && scope.Model.Symbols.IsAsyncShaped(method.ReturnType));

    // A scheduler of one's own decides itself what the option means, and in the place of the state it means nothing.
    private static bool IsOnPool(CallSite call, MemberScope scope)
    {
        var operation = scope.Model.Bodies.OperationOf(call.Syntax, scope.CancellationToken);
        return TaskStart.Of(operation, scope.Model.Symbols, scope.Member.Symbol.ContainingType) is { Scheduling: TaskScheduling.Default or TaskScheduling.Ambient }
            && MisplacedState.Of(operation, scope.Model.Symbols, scope.Model.Bodies, scope.CancellationToken) is null;
    }

    /// <summary>Once for the process: nobody minds what that costs.</summary>
    private static bool IsStartUp(Body body, MemberScope scope) =>
        scope.Model.Hosts.Of(body.Root.Symbol) == Host.EntryPoint || body.Root.Method is null or { MethodKind: MethodKind.StaticConstructor };
}
