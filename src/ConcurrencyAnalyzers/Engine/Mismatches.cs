using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Sets the workloads of one member against the vehicles that run them: one finding for each place, under the rule that the table gives.
/// </summary>
internal sealed class Mismatches(ConcurrencyModel model)
{
    private const string SyncOverAsync = "CONC309";
    private const string LastingWait = "CONC305";

    private readonly LockedWork locks = new(model);

    public IEnumerable<Finding> In(Body member, CancellationToken cancellationToken)
    {
        var found = Anywhere(member, cancellationToken).ToList();

        // Last, since few members have anything to tell: whoever asks for attributes makes the compiler bind them.
        return found.Count == 0 || model.IsTestCode(member) || model.Vehicles.IsDiscouraged(member.Symbol) ? [] : found;
    }

    private IEnumerable<Finding> Anywhere(Body member, CancellationToken cancellationToken)
    {
        // A lambda that is invoked twice does to its thread what it does once.
        HashSet<CallSite>? told = null;
        HashSet<Body>? judged = null;
        HashSet<Body>? handlers = null;
        var makesThreads = false;
        foreach (var body in member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (InConstruct(body, call, cancellationToken) is { } finding)
                {
                    makesThreads |= finding is { Vehicle: Vehicle.RawThread };
                    (judged ??= []).UnionWith(call.Delegates.Select(static argument => argument.Body).OfType<Body>());
                    yield return finding;
                }
                else
                {
                    makesThreads = makesThreads || SmallThreads.AreMade(body, call, model, cancellationToken);
                }
            }

            foreach (var subscription in body.Subscriptions)
            {
                // A handler of several events is one cause.
                if ((subscription.Handler.Body is not { } handler || (handlers ??= []).Add(handler)) && InSubscription(body, subscription, cancellationToken) is { } finding)
                {
                    yield return finding;
                }
            }

            // Work that is told of at its construct is not told of again where it waits.
            var around = judged?.Contains(body) == true ? [] : model.Vehicles.Around(body, cancellationToken);
            var findings = around.IsEmpty ? InHeldLock(body, cancellationToken).Concat(InUnknownContext(body, cancellationToken))
                : IsQuiet(body) ? []
                : InCode(body, around, body, [], cancellationToken);
            foreach (var finding in findings)
            {
                if (body.Kind != BodyKind.Lambda && body.Method is { } method && model.StartUp.Contains(method, cancellationToken))
                {
                    break;
                }

                // Threads that should not have been made are not joined once they are gone.
                if ((told ??= []).Add(finding.Call) && !(makesThreads && IsJoin(finding)))
                {
                    yield return finding;
                }
            }
        }
    }

    private bool IsJoin(Finding finding) => finding.Call.Target is { Name: "Join" } target && target.ContainingType.IsSameAs(model.Symbols.Thread);

    /// <summary>An entry point may block: nobody waits for its thread.</summary>
    private bool IsQuiet(Body body) => body.Kind == BodyKind.Member && model.Hosts.Of(body.Symbol) is Host.EntryPoint or Host.OwnThread;

    /// <summary>What a body waits for while others wait for its lock, whoever runs it.</summary>
    private IEnumerable<Finding> InHeldLock(Body body, CancellationToken cancellationToken)
    {
        if (!body.IsInLock || (body.Kind == BodyKind.Member && model.Hosts.Of(body.Symbol) == Host.EntryPoint))
        {
            yield break;
        }

        foreach (var call in body.Calls)
        {
            if (!call.Has(CallTraits.Cold) && !IsSynchronousBranch(body, call) && locks.LockOf(body, call, cancellationToken) is not null && BestIn(body, [], body, call, cancellationToken) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>The calls of a body that these vehicles run, those of the lambdas included that run within it.</summary>
    private IEnumerable<Finding> InCode(Body code, ImmutableArray<Vehicle> around, Body part, HashSet<Body> seen, CancellationToken cancellationToken)
    {
        if (!seen.Add(part))
        {
            yield break;
        }

        foreach (var call in part.Calls)
        {
            if (!call.Has(CallTraits.Cold) && !IsSynchronousBranch(code, call) && BestIn(code, around, part, call, cancellationToken) is { } finding)
            {
                yield return finding;
            }

            foreach (var argument in call.Delegates)
            {
                if (argument.Body is { IsAsyncCode: false } lambda && lambda.Kind == BodyKind.Lambda && (call.RunsInline(argument) ?? model.RunsInline(call, argument, cancellationToken)))
                {
                    foreach (var inner in InCode(code, around, lambda, seen, cancellationToken))
                    {
                        yield return inner;
                    }
                }
            }
        }
    }

    private Finding? BestIn(Body code, ImmutableArray<Vehicle> around, Body part, CallSite call, CancellationToken cancellationToken)
    {
        // What follows an await that leaves the context is no longer on the thread that was blocked.
        around = part == code && call.Syntax.SpanStart > code.LeavesContextAt ? around.Remove(Vehicle.UiThread) : around;
        var options = model.OptionsFor(call.Syntax.SyntaxTree);
        Finding? best = null;

        // The lambdas of a call are looked at on their own, where the user can act.
        foreach (var fact in model.EffectsOf(part, call.WithoutFunctions(), cancellationToken).Effects)
        {
            if (!options.Admits(fact, rarest: Frequency.PerMiss) || !Workloads.Blocks(fact.Effect))
            {
                continue;
            }

            // While one waits for what a cache lacks, a lock keeps out those who ask for what it has.
            var held = locks.Around(part, call, fact, cancellationToken);
            if (held is null && !options.Admits(fact))
            {
                continue;
            }

            if (WorkloadTable.Decide(held is null ? around : around.Add(Vehicle.HeldLock), fact.Effect) is not { } decided
                || (decided.Vehicle == Vehicle.PoolWorkItem && Workloads.Of(fact.Effect) != Workload.BlockingWait) || model.IsBusyWait(fact, part, cancellationToken)
                || (decided.Vehicle == Vehicle.Request && fact.Witness.Length > 1 && IsHandler(call.Target, cancellationToken))
                || (decided.Vehicle is Vehicle.Request or Vehicle.PoolWorkItem && fact.Effect == Effect.JoinTask && (call.Has(CallTraits.JoinsWorkItems) || DividesWork(call.Target, cancellationToken))))
            {
                continue;
            }

            // Helpers that tidy up after a failure run when everything has gone wrong already: worth knowing, not worth a warning.
            var finding = new Finding(decided.Rule, decided.Vehicle, code, part, call, fact, call.Has(CallTraits.Handler) && fact.Witness.Length > 1 ? DiagnosticSeverity.Info : SeverityOf(fact, decided.Vehicle, threadsMatter: true)) { Lock = held };
            if (best is null || finding.Severity > best.Severity || (finding.Severity == best.Severity && fact.Strength > best.Cause.Strength))
            {
                best = finding;
            }
        }

        return best;
    }

    /// <summary>It serves requests itself, and what blocks it is told of there.</summary>
    private bool IsHandler(IMethodSymbol callee, CancellationToken cancellationToken) =>
        model.Symbols.IsOwn(callee) && model.Bodies.Of(callee, cancellationToken) is { } body && model.Vehicles.Around(body, cancellationToken).Contains(Vehicle.Request);

    /// <summary>The method waits for nothing but work items that it has made itself. A pool thread that waits for one that has not begun runs it, so that nothing starves.</summary>
    private bool DividesWork(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (!model.Symbols.IsOwn(method) || model.Bodies.Of(method, cancellationToken) is not { IsAsyncCode: false } body)
        {
            return false;
        }

        var waits = body.Calls.Where(call => model.EffectsOf(body, call.WithoutFunctions(), cancellationToken).Find(Effect.JoinTask, Strength.Maybe) is not null).ToList();
        return waits.Any(static call => call.Has(CallTraits.JoinsWorkItems)) && waits.All(call => call.Has(CallTraits.JoinsWorkItems) || call.Target.Canonical().IsSameAs(method.Canonical()));
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

    /// <summary>
    /// Waiting for a task where nothing says who runs the code: it may be right, and a caller cannot know. Only the waiting itself, not the calls that lead to it.
    /// </summary>
    private IEnumerable<Finding> InUnknownContext(Body body, CancellationToken cancellationToken)
    {
        if (!ImplementedRules.Contains(SyncOverAsync))
        {
            yield break;
        }

        bool? isUnknown = null;
        foreach (var call in body.Calls)
        {
            if (!IsWait(body, call, cancellationToken) || call.Has(CallTraits.Cold) || IsSynchronousBranch(body, call)
                || !(isUnknown ??= !IsQuiet(body) && !IsQuiet(body.Root) && model.Vehicles.IsUnknown(body, cancellationToken) && !IsCalledInLock(body, cancellationToken)
                    && !(body.Root.Method is { } member && model.IsHalfOfPair(member, cancellationToken))))
            {
                continue;
            }

            var options = model.OptionsFor(call.Syntax.SyntaxTree);
            foreach (var fact in model.EffectsOf(body, call, cancellationToken).Effects)
            {
                if (fact.Effect == Effect.JoinTask && options.Admits(fact) && !model.IsBusyWait(fact, body, cancellationToken))
                {
                    yield return new Finding(SyncOverAsync, Vehicle.AsyncCode, body, body, call, fact, DiagnosticSeverity.Info);
                    break;
                }
            }
        }
    }

    /// <summary>A local function is called by its member alone, which is told where it holds a lock meanwhile.</summary>
    private bool IsCalledInLock(Body body, CancellationToken cancellationToken) =>
        body is { Kind: BodyKind.LocalFunction, Method: { } function, Root.IsInLock: true }
        && body.Root.SelfAndNested().Any(caller => caller.Calls.Any(call => call.Target.IsSameAs(function) && locks.LockOf(caller, call, cancellationToken) is not null));

    // To divide work and wait for its parts is what tasks were made for, and a completion source is a signal by another name. Who waits for what it is given
    // does as it is told: the one who gives it is meant.
    private bool IsWait(Body body, CallSite call, CancellationToken cancellationToken) => model.Catalog.Find(call.Target) is { Effects: [Effect.JoinTask, ..] }
        ? call.Wait is { Giver: null, Task: not (IFieldSymbol { Type.Name: "TaskCompletionSource" } or ILocalSymbol { Type.Name: "TaskCompletionSource" }) } && !call.Has(CallTraits.JoinsWorkItems)
        : model.Symbols.IsOwn(call.Target) && (call.Target.ReducedFrom ?? call.Target).Parameters.Any(parameter => model.Symbols.GivesTask(parameter.Type))
            && !HandsOn(body, call) && model.Bodies.Of(call.Target, cancellationToken) is { IsAsyncCode: false } callee && callee.Calls.Any(static inner => inner.Wait.Giver is not null)
            && model.SummaryOf(callee, cancellationToken).Effects.All(static fact => fact.Effect is Effect.JoinTask or Effect.AwaitsIo);

    /// <summary>The task, or what makes it, is the caller's own.</summary>
    private static bool HandsOn(Body body, CallSite call) =>
        (!call.Arguments.IsDefaultOrEmpty && call.Arguments.Any(argument => argument.Parameter >= 0 && body.Method?.Parameters[argument.Parameter].RefKind != RefKind.Out))
        || call.Delegates.Any(static argument => argument.Source is not null);

    /// <summary>Work that is handed to a construct which is wrong for it.</summary>
    private Finding? InConstruct(Body body, CallSite call, CancellationToken cancellationToken)
    {
        foreach (var argument in call.Delegates)
        {
            if (argument is { Body: null, Method: { } method } && InHandler(body, call, argument, method, cancellationToken) is { } served)
            {
                return served;
            }

            if (argument.Body is { IsAsyncCode: true } || call.Has(CallTraits.Cold) || VehicleOf(argument.Body is null && argument.Method is null ? argument.Use : model.UseOf(call, argument, cancellationToken)) is not { } vehicle)
            {
                continue;
            }

            if (vehicle == Vehicle.PoolWorkItem && ImplementedRules.Contains(LastingWait) && LastingWaits.In(call, model, cancellationToken) is { } lasting)
            {
                return new Finding(LastingWait, vehicle, body, body, call, lasting, DiagnosticSeverity.Warning);
            }

            var summary = model.EffectsOf(argument, cancellationToken);
            if (vehicle != Vehicle.Callback && summary.Find(Effect.Computes) is { } computes)
            {
                // Work that computes and waits has to be split by a person.
                if (summary.Blocking() is null && WorkloadTable.RuleFor(vehicle, Effect.Computes) is { } rule && ImplementedRules.Contains(rule))
                {
                    return new Finding(rule, vehicle, body, body, call, computes, DiagnosticSeverity.Warning);
                }

                continue;
            }

            // A method that is given the antecedent waits for what has completed.
            if (argument.Use == DelegateUse.Continuation && argument.Method is not null && summary.Blocking() is { Effect: Effect.JoinTask })
            {
                continue;
            }

            if (vehicle == Vehicle.PoolWorkItem && argument.Method is { } work && summary.Blocking() is { Effect: Effect.JoinTask } && DividesWork(work, cancellationToken))
            {
                continue;
            }

            if (BestOf(summary, vehicle, body, call, argument.Body, cancellationToken) is { } finding)
            {
                return finding;
            }
        }

        return null;
    }

    /// <summary>A method of another type that is handed over to be run for requests: nothing where it is written says so.</summary>
    private Finding? InHandler(Body body, CallSite call, DelegateArgument argument, IMethodSymbol method, CancellationToken cancellationToken) =>
        argument.Use is DelegateUse.Unknown or DelegateUse.Request && model.Symbols.IsOwn(method) && !model.Symbols.IsAsyncShaped(method.ReturnType) && !method.ContainingType.Outermost().IsSameAs(body.Root.Symbol.ContainingType.Outermost())
        && model.UseOf(call, argument, cancellationToken) == DelegateUse.Request
        && model.Bodies.Of(method, cancellationToken) is { IsAsyncCode: false } handler && model.Vehicles.Around(handler, cancellationToken).IsEmpty
        && BestOf(model.EffectsOf(argument, cancellationToken), Vehicle.Request, body, new CallSite { Target = call.Target, Syntax = argument.Syntax, Traits = CallTraits.None, Delegates = [argument] }, inSight: null, cancellationToken) is { } finding
            ? finding with { Code = handler }
            : null;

    /// <summary>A method that is added to an event whose handlers run on the pool.</summary>
    private Finding? InSubscription(Body body, Subscription subscription, CancellationToken cancellationToken)
    {
        if (VehicleOf(subscription.Handler.Use) is not { } vehicle || subscription.Handler.Body is { IsAsyncCode: true } || subscription.Handler.Method is { IsAsync: true }
            || (subscription.Handler.Method is { } handler && model.Vehicles.IsAddedBefore(handler, subscription, cancellationToken)))
        {
            return null;
        }

        var site = new CallSite { Target = subscription.Event.AddMethod!, Syntax = subscription.Site, Traits = CallTraits.None, Delegates = [subscription.Handler] };
        return BestOf(model.EffectsOf(subscription.Handler, cancellationToken), vehicle, body, site, subscription.Handler.Body, cancellationToken);
    }

    /// <param name="summary">What the work does.</param>
    /// <param name="vehicle">What runs it.</param>
    /// <param name="body">Who hands it over.</param>
    /// <param name="call">To what.</param>
    /// <param name="inSight">The work, where it is written where it is handed over, so that its waits can be told of where they stand.</param>
    private Finding? BestOf(Summary summary, Vehicle vehicle, Body body, CallSite call, Body? inSight, CancellationToken cancellationToken)
    {
        var options = model.OptionsFor(call.Syntax.SyntaxTree);
        foreach (var fact in summary.Effects)
        {
            if (!Workloads.Blocks(fact.Effect) || !options.Admits(fact) || WorkloadTable.RuleFor(vehicle, fact.Effect) is not { } rule || !ImplementedRules.Contains(rule))
            {
                continue;
            }

            if (vehicle == Vehicle.PoolWorkItem && (Workloads.Of(fact.Effect) == Workload.BlockingWait ? inSight is not null : !HasAsynchronousForm(fact)))
            {
                continue;
            }

            if (inSight is not null && locks.IsTold(inSight, fact, cancellationToken))
            {
                continue;
            }

            if (model.IsBusyWait(fact, body, cancellationToken))
            {
                continue;
            }

            // One thread that waits is as good as any.
            if (vehicle == Vehicle.RawThread && !EachOne.Gets(body, call, model, cancellationToken))
            {
                continue;
            }

            // Loops that read and compute over local files are what these loops are good at.
            if (vehicle is Vehicle.ParallelLoop or Vehicle.Plinq && fact.Effect is Effect.File or Effect.Metadata or Effect.Console)
            {
                continue;
            }

            // The offload is the method: what is wrong is the promise, not the place of the work.
            if (rule == "CONC202" && Wrappers.IsWrapper(body, call))
            {
                return Wrappers.IsMeant(model, body, call) ? null : new Finding("CONC405", vehicle, body, body, call, fact, DiagnosticSeverity.Info);
            }

            return new Finding(rule, vehicle, body, body, call, fact, SeverityOf(fact, vehicle, vehicle == Vehicle.Request || body.IsAsyncCode));
        }

        return null;
    }

    // What an option asks for beyond the default, a kind that is off or evidence that is not sure, is a suggestion. So is what has no other form to be written in,
    // where the work has been given away already. A file that is touched in a branch of what is called is no file that is touched.
    private DiagnosticSeverity SeverityOf(EffectFact fact, Vehicle vehicle, bool threadsMatter) =>
        fact.Strength < Strength.Likely || (vehicle is Vehicle.PoolWorkItem or Vehicle.Callback && !HasAsynchronousForm(fact)) ? DiagnosticSeverity.Info
        : WorkloadTable.SeverityOf(fact.Effect, threadsMatter && !fact.IsConditional) ?? DiagnosticSeverity.Info;

    private bool HasAsynchronousForm(EffectFact fact) =>
        fact.Effect is Effect.JoinTask or Effect.Sleep || (fact.Witness.Last.Member is IMethodSymbol api && model.Counterparts.Find(api) is not null);

    private static Vehicle? VehicleOf(DelegateUse use) => use switch
    {
        DelegateUse.Pool => Vehicle.PoolWorkItem,
        DelegateUse.LongRunning => Vehicle.LongRunningTask,
        DelegateUse.Thread => Vehicle.RawThread,
        DelegateUse.Parallel => Vehicle.ParallelLoop,
        DelegateUse.Plinq => Vehicle.Plinq,
        DelegateUse.Timer or DelegateUse.Continuation => Vehicle.Callback,
        _ => null,
    };
}
