using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC504: the delegate has a parameter, so the overload that is chosen takes a state, and takes the option or the token for it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LongRunningIgnoredAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC504";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Pass options and tokens where the task sees them, not as its state", "'{0}' is passed as the state of the task, so it has no effect: {1}", DiagnosticSeverity.Warning,
        "The overloads for a delegate with a parameter take any object as its state; an option or a token that is bound to it is boxed and forgotten.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (MayTakeState(call, scope.Model.Symbols) && scope.Model.Bodies.OperationOf(call.Syntax, scope.CancellationToken) is { } operation
                    && MisplacedState.Of(operation, scope.Model.Symbols, scope.Model.Bodies, scope.CancellationToken) is { } state
                    && !scope.Model.IsTestCode(scope.Member))
                {
                    var value = state.Argument.Value.Unwrapped();
                    scope.Report(body, Places.Name(value.Syntax), Vehicle.PoolWorkItem, null, DiagnosticSeverity.Warning, value.Syntax.ToString(), Consequence(value));
                }
            }
        }
    }

    private static bool MayTakeState(CallSite call, KnownSymbols symbols) => !call.Has(CallTraits.InExpressionTree)
        && (call.Target.Name == "StartNew" ? symbols.IsTaskFactory(call.Target.ContainingType) : call.Target.MethodKind == MethodKind.Constructor && symbols.IsTask(call.Target.ContainingType));

    private static string Consequence(IOperation value) =>
        value.Type?.Name == "CancellationToken" ? "a task that was cancelled before it began is run all the same"
        : value.ConstantValue is { HasValue: true, Value: int bits } && (bits & TaskStart.LongRunning) != 0 ? "the work runs on the pool"
        : "the task is made as if it were not there";
}
