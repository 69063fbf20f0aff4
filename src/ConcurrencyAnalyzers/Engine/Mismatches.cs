using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Sets the workloads of one member against the vehicles that run them: one finding for each place, under the rule that the table gives.
/// </summary>
internal sealed class Mismatches(ConcurrencyModel model)
{
    private static readonly Vehicle[] Unlocked = [Vehicle.AsyncCode];
    private static readonly Vehicle[] InLock = [Vehicle.HeldLock, Vehicle.AsyncCode];

    public IEnumerable<Finding> In(Body member, CancellationToken cancellationToken)
    {
        var found = Anywhere(member, cancellationToken).ToList();

        // Last, since few members have anything to tell: whoever asks for attributes makes the compiler bind them.
        return found.Count == 0 || model.IsTestCode(member) ? [] : found;
    }

    private IEnumerable<Finding> Anywhere(Body member, CancellationToken cancellationToken)
    {
        // A lambda that is invoked twice does to its thread what it does once.
        HashSet<CallSite>? told = null;
        foreach (var body in member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (InConstruct(body, call, cancellationToken) is { } finding)
                {
                    yield return finding;
                }
            }

            if (body.IsAsyncCode && !IsQuiet(body))
            {
                foreach (var finding in InAsyncCode(body, body, [], cancellationToken))
                {
                    if ((told ??= []).Add(finding.Call))
                    {
                        yield return finding;
                    }
                }
            }
        }
    }

    /// <summary>An entry point may block: nobody waits for its thread.</summary>
    private bool IsQuiet(Body body) => body.Kind == BodyKind.Member && model.Hosts.Of(body.Symbol) == Host.EntryPoint;

    /// <summary>The calls of an asynchronous body, those of the lambdas included that run within it.</summary>
    private IEnumerable<Finding> InAsyncCode(Body code, Body part, HashSet<Body> seen, CancellationToken cancellationToken)
    {
        if (!seen.Add(part))
        {
            yield break;
        }

        foreach (var call in part.Calls)
        {
            if (!call.Has(CallTraits.Cold) && !IsSynchronousBranch(code, call) && BestIn(code, part, call, cancellationToken) is { } finding)
            {
                yield return finding;
            }

            foreach (var argument in call.Delegates)
            {
                if (argument.Body is { IsAsyncCode: false } lambda && lambda.Kind == BodyKind.Lambda && (call.RunsInline(argument) ?? model.RunsInline(call, argument, cancellationToken)))
                {
                    foreach (var inner in InAsyncCode(code, lambda, seen, cancellationToken))
                    {
                        yield return inner;
                    }
                }
            }
        }
    }

    private Finding? BestIn(Body code, Body part, CallSite call, CancellationToken cancellationToken)
    {
        var options = model.OptionsFor(call.Syntax.SyntaxTree);
        Finding? best = null;

        // The lambdas of a call are looked at on their own, where the user can act.
        foreach (var fact in model.EffectsOf(part, call.WithoutFunctions(), cancellationToken).Effects)
        {
            if (!options.Admits(fact) || WorkloadTable.Decide(call.Has(CallTraits.Locked) ? InLock : Unlocked, fact.Effect) is not { } decided)
            {
                continue;
            }

            // Helpers that tidy up after a failure run when everything has gone wrong already: worth knowing, not worth a warning.
            var finding = new Finding(decided.Rule, decided.Vehicle, code, part, call, fact, call.Has(CallTraits.Handler) && fact.Witness.Length > 1 ? DiagnosticSeverity.Info : SeverityOf(fact, inAsynchronousCode: true));
            if (best is null || finding.Severity > best.Severity || (finding.Severity == best.Severity && fact.Strength > best.Cause.Strength))
            {
                best = finding;
            }
        }

        return best;
    }

    private static bool IsSynchronousBranch(Body code, CallSite call)
    {
        for (var body = code; body is not null; body = body.Parent)
        {
            if (body.FlagParameter >= 0)
            {
                return call.Has(body.FlagMeansSync ? CallTraits.WhenFlagTrue : CallTraits.WhenFlagFalse);
            }
        }

        return false;
    }

    /// <summary>Work that is handed to a construct which is wrong for it.</summary>
    private Finding? InConstruct(Body body, CallSite call, CancellationToken cancellationToken)
    {
        foreach (var argument in call.Delegates)
        {
            if (VehicleOf(argument.Use) is not { } vehicle || argument.Body is { IsAsyncCode: true } || call.Has(CallTraits.Cold))
            {
                continue;
            }

            var summary = model.EffectsOf(argument, cancellationToken);
            if (summary.Find(Effect.Computes) is { } computes)
            {
                // Work that computes and waits has to be split by a person.
                if (summary.Blocking() is null && WorkloadTable.RuleFor(vehicle, Effect.Computes) is { } rule && ImplementedRules.Contains(rule))
                {
                    return new Finding(rule, vehicle, body, body, call, computes, DiagnosticSeverity.Warning);
                }

                continue;
            }

            if (BestOf(summary, vehicle, body, call) is { } finding)
            {
                return finding;
            }
        }

        return null;
    }

    private Finding? BestOf(Summary summary, Vehicle vehicle, Body body, CallSite call)
    {
        var options = model.OptionsFor(call.Syntax.SyntaxTree);
        foreach (var fact in summary.Effects)
        {
            if (!Workloads.Blocks(fact.Effect) || !options.Admits(fact) || WorkloadTable.RuleFor(vehicle, fact.Effect) is not { } rule || !ImplementedRules.Contains(rule)
                || (vehicle == Vehicle.PoolWorkItem && !HasAsynchronousForm(fact)))
            {
                continue;
            }

            // Loops that read and compute over local files are what these loops are good at.
            if (vehicle is Vehicle.ParallelLoop or Vehicle.Plinq && fact.Effect is Effect.File or Effect.Metadata or Effect.Console)
            {
                continue;
            }

            return new Finding(rule, vehicle, body, body, call, fact, SeverityOf(fact, body.IsAsyncCode));
        }

        return null;
    }

    // What an option asks for beyond the default, a kind that is off or evidence that is not sure, is a suggestion.
    private static DiagnosticSeverity SeverityOf(EffectFact fact, bool inAsynchronousCode) =>
        fact.Strength < Strength.Likely ? DiagnosticSeverity.Info : WorkloadTable.SeverityOf(fact.Effect, inAsynchronousCode) ?? DiagnosticSeverity.Info;

    private bool HasAsynchronousForm(EffectFact fact) => fact.Witness.Last.Member is IMethodSymbol api && model.Counterparts.Find(api) is not null;

    private static Vehicle? VehicleOf(DelegateUse use) => use switch
    {
        DelegateUse.Pool => Vehicle.PoolWorkItem,
        DelegateUse.LongRunning => Vehicle.LongRunningTask,
        DelegateUse.Thread => Vehicle.RawThread,
        DelegateUse.Parallel => Vehicle.ParallelLoop,
        DelegateUse.Plinq => Vehicle.Plinq,
        DelegateUse.Timer or DelegateUse.Continuation => Vehicle.Callback,
        DelegateUse.Ui => Vehicle.UiThread,
        _ => null,
    };
}
