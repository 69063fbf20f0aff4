using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Closes the facts of bodies over the call graph: lazily, once per compilation, strongly connected components together
/// (Tarjan 1972, with an explicit stack), so that neither recursion nor the thread that happened to ask first changes an answer.
/// </summary>
internal sealed class Summaries
{
    /// <summary>A larger knot of mutual recursion is not followed: its summaries are empty.</summary>
    private const int MaximumComponent = 400;

    /// <summary>No member of a component needs nearly as many steps; a safety net that may only ever cost a finding, never a hang.</summary>
    private const int MaximumSteps = 1_000;

    /// <summary>The share of candidates of a virtual call that must agree.</summary>
    private const double Agreement = 0.75;

    private readonly KnownSymbols symbols;
    private readonly Bodies bodies;
    private readonly ApiCatalog catalog;
    private readonly Dispatch dispatch;
    private readonly Annotations annotations;
    private readonly WorkSums sums;
    private readonly Origins origins;
    private readonly Misses misses;
    private readonly WaitedTasks waits;
    private readonly ConcurrentDictionary<Node, Summary> memo = new();
    private readonly object publication = new();

    public Summaries(KnownSymbols symbols, Bodies bodies, ApiCatalog catalog, Dispatch dispatch, Annotations annotations, WorkSums sums)
    {
        this.symbols = symbols;
        this.bodies = bodies;
        this.catalog = catalog;
        this.dispatch = dispatch;
        this.annotations = annotations;
        this.sums = sums;
        origins = new Origins(bodies);
        misses = new Misses(bodies);
        waits = new WaitedTasks(bodies, dispatch, symbols, origins, misses);
    }

    /// <summary>A body as some of its callers run it.</summary>
    /// <param name="Body">The body.</param>
    /// <param name="Flag">The value of its sync/async flag; null when nobody knows it.</param>
    /// <param name="Self">The class of the instance, where it is known to be one further down: a template method calls that one's steps. Null otherwise.</param>
    internal readonly record struct Node(Body Body, bool? Flag, INamedTypeSymbol? Self = null);

    public Summary Of(Body body, CancellationToken cancellationToken) => Of(new Node(body, null), cancellationToken);

    /// <summary>What one call does to the thread that makes it.</summary>
    public Summary OfCall(Body caller, CallSite call, CancellationToken cancellationToken)
    {
        var node = new Node(caller, null);
        foreach (var edge in EdgesOf(node, call, cancellationToken))
        {
            Of(edge, cancellationToken);
        }

        var builder = new SummaryBuilder();
        Add(builder, node, call, edge => Of(edge, cancellationToken), cancellationToken);
        return builder.ToSummary();
    }

    /// <summary>What a delegate does to the thread that runs it.</summary>
    public Summary OfDelegate(DelegateArgument argument, CancellationToken cancellationToken)
    {
        if (argument.Body is { } body)
        {
            return Of(new Node(body, null), cancellationToken);
        }

        if (argument.Method is null)
        {
            return Summary.Empty;
        }

        foreach (var edge in TargetsOf(default, CallOf(argument, CallTraits.None), cancellationToken))
        {
            Of(edge, cancellationToken);
        }

        var builder = new SummaryBuilder();
        AddMethodGroup(builder, argument, CallTraits.None, null, node => Of(node, cancellationToken), cancellationToken);
        return builder.ToSummary();
    }

    /// <summary>Every method that the call may reach invokes the delegate before it returns.</summary>
    public bool RunsInline(CallSite call, DelegateArgument argument, CancellationToken cancellationToken)
    {
        var targets = dispatch.Targets(call);
        foreach (var target in targets)
        {
            if (argument.Ordinal >= 32 || bodies.Of(target, cancellationToken) is not { } body || (Of(body, cancellationToken).InvokedParameters & (1u << argument.Ordinal)) == 0)
            {
                return false;
            }
        }

        return !targets.IsEmpty;
    }

    private Summary Of(Node root, CancellationToken cancellationToken)
    {
        if (memo.TryGetValue(root, out var known))
        {
            return known;
        }

        Solve(root, cancellationToken);
        return memo[root];
    }

    private void Solve(Node root, CancellationToken cancellationToken)
    {
        var index = new Dictionary<Node, Frame>();
        var component = new Stack<Frame>();
        var path = new Stack<Frame>();
        Enter(root);
        while (path.Count > 0)
        {
            var frame = path.Peek();
            if (frame.Next < frame.Edges.Count)
            {
                var edge = frame.Edges[frame.Next++];
                if (memo.ContainsKey(edge))
                {
                    continue;
                }

                if (!index.TryGetValue(edge, out var reached))
                {
                    Enter(edge);
                }
                else if (reached.OnStack)
                {
                    frame.Low = Math.Min(frame.Low, reached.Index);
                }

                continue;
            }

            path.Pop();
            if (path.Count > 0)
            {
                path.Peek().Low = Math.Min(path.Peek().Low, frame.Low);
            }

            if (frame.Low == frame.Index)
            {
                Close(frame);
            }
        }

        void Enter(Node node)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frame = new Frame(node, index.Count, EdgesOf(node, cancellationToken));
            index.Add(node, frame);
            component.Push(frame);
            path.Push(frame);
        }

        void Close(Frame head)
        {
            var members = new List<Frame>();
            Frame member;
            do
            {
                member = component.Pop();
                member.OnStack = false;
                members.Add(member);
            }
            while (member != head);

            Publish(members, cancellationToken);
        }
    }

    /// <summary>The least fixpoint of one component, whose callees outside it are all known.</summary>
    private void Publish(List<Frame> members, CancellationToken cancellationToken)
    {
        if (members.Count > MaximumComponent)
        {
            Keep(members.Select(static member => new KeyValuePair<Node, Summary>(member.Node, Summary.Empty)));
            return;
        }

        // Chains only shorten and sure facts only appear, so there is one least fixpoint, whatever the order of the work.
        var current = members.ToDictionary(static member => member.Node, static _ => Summary.Empty);
        var callers = CallersWithin(members, current);
        var waiting = new HashSet<Node>(current.Keys);
        var work = new Queue<Node>(members.Select(static member => member.Node));
        for (var steps = 0; work.Count > 0 && steps <= members.Count * MaximumSteps; steps++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var node = work.Dequeue();
            waiting.Remove(node);
            var summary = Compute(node, callee => current.TryGetValue(callee, out var inside) ? inside : memo[callee], cancellationToken);
            if (summary.IsSameAs(current[node]))
            {
                continue;
            }

            current[node] = summary;
            if (callers.TryGetValue(node, out var affected))
            {
                foreach (var caller in affected.Where(waiting.Add))
                {
                    work.Enqueue(caller);
                }
            }
        }

        // Only now all is known that could still be ruled out.
        Weigh(members, current, cancellationToken);
        Keep(current);
    }

    /// <summary>Adds up what each member of a solved component costs the processor. Callees outside are known; those inside are visited again and again.</summary>
    private void Weigh(List<Frame> members, Dictionary<Node, Summary> solved, CancellationToken cancellationToken)
    {
        var isKnot = members.Count > 1 || members[0].Edges.Contains(members[0].Node);
        var visits = members.ToDictionary(static member => member.Node, member => WorkOf(
            member.Node, member.Node.Body.Calls.Select(static call => (call, call.Round)), member.Node.Body.Work, node => solved.ContainsKey(node) ? null : memo[node], cancellationToken));
        foreach (var member in members)
        {
            var work = visits[member.Node];
            solved[member.Node] = solved[member.Node].With(isKnot ? WorkSums.OfRecursion(work, member.Node.Body.Branches) : work);
        }
    }

    /// <summary>What some calls of a body, and what it does beside them, cost the processor.</summary>
    public Work WorkOf(Body body, IEnumerable<(CallSite Call, Round? Round)> calls, Work own, CancellationToken cancellationToken) =>
        WorkOf(new Node(body, null), calls, own, node => Of(node, cancellationToken), cancellationToken);

    private Work WorkOf(Node node, IEnumerable<(CallSite Call, Round? Round)> calls, Work own, Func<Node, Summary?> lookup, CancellationToken cancellationToken) => sums.Of(
        // What was missing is kept: other runs do without.
        calls.Where(made => misses.RarestOf(made.Call, cancellationToken) is null),
        own,
        call =>
        {
            var voters = new List<(Body, Work?)>();
            foreach (var target in dispatch.Targets(call, node.Self))
            {
                if (bodies.Of(target, cancellationToken) is { } body)
                {
                    voters.Add((body, lookup(NodeOf(node, call, body))?.Work));
                }
            }

            return voters;
        },
        argument => argument.Body is { } lambda ? lookup(new Node(lambda, null))?.Work ?? Work.Open
            : argument.Method is not null && TargetsOf(default, CallOf(argument, CallTraits.None), cancellationToken).ToList() is [var only] ? lookup(only)?.Work ?? Work.Open
            : null);

    /// <summary>All of a component at once: whoever met a part of it would solve the rest as another, smaller one.</summary>
    private void Keep(IEnumerable<KeyValuePair<Node, Summary>> solved)
    {
        lock (publication)
        {
            foreach (var pair in solved)
            {
                memo.TryAdd(pair.Key, pair.Value);
            }
        }
    }

    private static Dictionary<Node, List<Node>> CallersWithin(List<Frame> members, Dictionary<Node, Summary> component)
    {
        var callers = new Dictionary<Node, List<Node>>();
        foreach (var member in members)
        {
            foreach (var callee in member.Edges.Where(component.ContainsKey).Distinct())
            {
                if (!callers.TryGetValue(callee, out var list))
                {
                    callers.Add(callee, list = []);
                }

                list.Add(member.Node);
            }
        }

        return callers;
    }

    private Summary Compute(Node node, Func<Node, Summary> lookup, CancellationToken cancellationToken)
    {
        var builder = new SummaryBuilder { InvokedParameters = node.Body.InvokedParameters, RepeatedParameters = node.Body.RepeatedParameters };
        foreach (var (parameter, miss) in node.Body.InvokedOnMiss)
        {
            builder.RepeatedParameters |= misses.RarestOf(miss, cancellationToken) is null ? 1u << parameter : 0;
        }

        if (node.Body.Method is { } method && annotations.Of(method) is { } annotated)
        {
            Annotations.Add(builder, method, node.Body.Syntax, annotated);
            if (annotated == Annotation.NonBlocking)
            {
                return builder.ToSummary();
            }
        }

        foreach (var call in node.Body.Calls)
        {
            if (!call.Has(CallTraits.Cold) && !call.Has(CallTraits.Handler))
            {
                Add(builder, node, call, lookup, cancellationToken, isInner: true);
            }
        }

        if (node.Body.Computation is { Evidence: { } evidence, Site: { } site })
        {
            builder.Add(new EffectFact(Effect.Computes, Strength.Likely, Frequency.PerCall, EffectFact.Nothing, new Witness(node.Body.Symbol, site, null, evidence)));
        }

        return builder.ToSummary();
    }

    private List<Node> EdgesOf(Node node, CancellationToken cancellationToken)
    {
        var edges = new List<Node>();
        foreach (var call in node.Body.Calls)
        {
            if (!call.Has(CallTraits.Cold) && !call.Has(CallTraits.Handler))
            {
                edges.AddRange(EdgesOf(node, call, cancellationToken));
            }
        }

        return edges;
    }

    private IEnumerable<Node> EdgesOf(Node node, CallSite call, CancellationToken cancellationToken)
    {
        foreach (var argument in call.Delegates)
        {
            if (argument.Body is { } lambda)
            {
                yield return new Node(lambda, null);
            }
            else if (argument.Method is not null)
            {
                foreach (var edge in TargetsOf(default, CallOf(argument, CallTraits.None), cancellationToken))
                {
                    yield return edge;
                }
            }
        }

        foreach (var edge in TargetsOf(node, call, cancellationToken))
        {
            yield return edge;
        }
    }

    private IEnumerable<Node> TargetsOf(Node caller, CallSite call, CancellationToken cancellationToken)
    {
        if (catalog.Find(call.Target) is not null)
        {
            yield break;
        }

        foreach (var target in dispatch.Targets(call, caller.Self))
        {
            if (bodies.Of(target, cancellationToken) is { } body)
            {
                yield return NodeOf(caller, call, body);
            }
        }
    }

    /// <summary>A method group that is run is a call, from where it stands.</summary>
    private static CallSite CallOf(DelegateArgument argument, CallTraits traits) => new()
    {
        Target = argument.Method!,
        Syntax = argument.Syntax,
        Traits = traits & ~(CallTraits.Completed | CallTraits.ZeroTimeout | CallTraits.Awaited | CallTraits.Base),
    };

    private Node NodeOf(Node caller, CallSite call, Body callee) => new(
        callee,
        callee.FlagParameter < 0 || callee.ChangesFlag ? null
            : call.Passed(callee.FlagParameter) is var passed && caller.Body is { } own && passed.IsForwarded(own.FlagParameter) ? caller.Flag
            : passed.Truth,
        dispatch.SelfOf(call, caller.Body, caller.Self, callee.Method));

    /// <param name="builder">What the call is added to.</param>
    /// <param name="caller">The body that makes it.</param>
    /// <param name="call">The call.</param>
    /// <param name="lookup">What is known of the callees.</param>
    /// <param name="isInner">It is asked of the body, which may not come by the call, and not of the call itself.</param>
    private void Add(SummaryBuilder builder, Node caller, CallSite call, Func<Node, Summary> lookup, CancellationToken cancellationToken, bool isInner = false)
    {
        if (IsOtherBranch(caller, call, out var strongest))
        {
            return;
        }

        var scope = new CallScope(builder, call, strongest, misses.RarestOf(call, cancellationToken), isInner && IsBranch(caller, call), isInner ? call.Condition : null);
        var (invoked, repeated) = AddTargets(scope, caller, lookup, cancellationToken);
        foreach (var argument in call.Delegates)
        {
            var bit = argument.Ordinal < 32 ? 1u << argument.Ordinal : 0;
            var rarest = argument.Use == DelegateUse.Once ? Frequency.Once : call.RunsInline(argument) is null && (repeated & bit) == 0 ? Frequency.PerMiss : scope.Rarest;
            if (argument.Use != DelegateUse.Once && !(call.RunsInline(argument) ?? (invoked & bit) != 0))
            {
                continue;
            }

            if (argument.Parameter != DelegateArgument.NoParameter)
            {
                builder.InvokedParameters |= 1u << argument.Parameter;
                builder.RepeatedParameters |= rarest is null ? 1u << argument.Parameter : 0;
                continue;
            }

            if (argument.Body is { } lambda)
            {
                AddInline(scope, lambda, lookup(new Node(lambda, null)), rarest);
            }
            else if (argument.Method is { } method)
            {
                AddMethodGroup(builder, argument, call.Traits, rarest, lookup, cancellationToken);
            }
        }
    }

    private static bool IsBranch(Node caller, CallSite call) =>
        call.Has(CallTraits.Conditional) && (caller.Flag is null || !(call.Has(CallTraits.WhenFlagTrue) || call.Has(CallTraits.WhenFlagFalse)));

    /// <summary>A branch that the flag rules out is skipped; one for synchronous callers proves little when the flag is not known.</summary>
    private static bool IsOtherBranch(Node caller, CallSite call, out Strength strongest)
    {
        strongest = Strength.Definite;
        if (!call.Has(CallTraits.WhenFlagTrue) && !call.Has(CallTraits.WhenFlagFalse))
        {
            return false;
        }

        if (caller.Flag is { } flag)
        {
            return call.Has(flag ? CallTraits.WhenFlagFalse : CallTraits.WhenFlagTrue);
        }

        strongest = Strength.Maybe;
        return false;
    }

    /// <returns>Bit i: the callee runs the delegate in parameter i before it returns, and does so where nothing says that the result is kept.</returns>
    private (uint Invoked, uint Repeated) AddTargets(CallScope scope, Node caller, Func<Node, Summary> lookup, CancellationToken cancellationToken)
    {
        var call = scope.Call;
        if (annotations.Of(call.Target) is { } annotated && !(symbols.IsOwn(call.Target) && !call.Target.IsAbstract))
        {
            if (!(annotated == Annotation.NonBlocking))
            {
                Annotations.Add(scope.Builder, call.Target, call.Syntax, annotated);
            }

            return default;
        }

        if (catalog.Find(call.Target) is { } entry)
        {
            AddEntry(scope, entry, cancellationToken);
            return default;
        }

        var targets = dispatch.Targets(call, caller.Self);
        var voters = new List<(Body Body, Summary Summary)>();
        foreach (var target in targets)
        {
            if (bodies.Of(target, cancellationToken) is { } body && (targets.Length == 1 || !Abstains(body, call)))
            {
                voters.Add((body, lookup(NodeOf(caller, call, body))));
            }
        }

        if (voters.Count == 0)
        {
            return default;
        }

        foreach (var (body, summary) in voters)
        {
            AddCallee(scope, caller, body, summary, voters, cancellationToken);
        }

        return (voters.Aggregate(uint.MaxValue, static (bits, voter) => bits & voter.Summary.InvokedParameters), voters.Aggregate(0u, static (bits, voter) => bits | voter.Summary.RepeatedParameters));
    }

    private void AddCallee(CallScope scope, Node caller, Body body, Summary summary, List<(Body Body, Summary Summary)> voters, CancellationToken cancellationToken)
    {
        var runsToTheEnd = NodeOf(caller, scope.Call, body).Flag == body.FlagMeansSync;
        if (body.IsIterator && !body.IsAsyncCode && !scope.Call.Has(CallTraits.Enumerated))
        {
            return;
        }

        foreach (var fact in summary.Effects)
        {
            if (fact.Condition is { } needed && scope.Call.Passed(needed.Parameter).RulesOut(needed))
            {
                continue;
            }

            // What an asynchronous callee does to its thread is told at the callee, unless it is told to be a synchronous one.
            if (body.IsAsyncCode && (runsToTheEnd ? fact.Effect == Effect.AwaitsIo : fact.Effect != Effect.AwaitsIo))
            {
                continue;
            }

            var strongest = scope.Strongest;
            if (voters.Count > 1)
            {
                var agreeing = voters.Count(voter => voter.Summary.Find(fact.Effect) is not null);
                strongest = Min(strongest, agreeing >= voters.Count * Agreement ? Strength.Likely : Strength.Maybe);
            }

            var frequency = fact.Frequency;
            Origin? origin = null;
            if (fact.DependsOn != EffectFact.Nothing && fact.Effect == Effect.JoinTask)
            {
                var task = waits.Of(scope.Call.Argument(fact.DependsOn), cancellationToken);
                (origin, frequency) = (task.Origin, AtMost(task.Rarest, frequency));
            }
            else if (fact.DependsOn != EffectFact.Nothing)
            {
                origin = origins.Resolve(scope.Call.Argument(fact.DependsOn), cancellationToken);
            }

            scope.Add(fact.Effect, fact.Strength, frequency, origin, strongest, new Witness(body.Symbol, scope.Call.Syntax, fact.Witness), fact.IsConditional, fact.Condition);
        }
    }

    private void AddEntry(CallScope scope, CatalogEntry entry, CancellationToken cancellationToken)
    {
        var call = scope.Call;
        if (call.Has(CallTraits.ZeroTimeout) || call.Has(CallTraits.Completed) || (entry.Has(CatalogFlags.Deferred) && !call.Has(CallTraits.Enumerated)))
        {
            return;
        }

        foreach (var effect in entry.Effects)
        {
            var strength = entry.Strength;
            if (effect == Effect.Computes && strength < Strength.Definite && entry.Growth is Growth.Linear or Growth.LogLinear)
            {
                // How much it is given is not known; called for every element it adds up. What is definite is given enough by everyone.
                strength = Min(strength, call.LoopDepth > 0 ? Strength.Likely : Strength.Maybe);
            }

            var frequency = entry.Has(CatalogFlags.Once) ? Frequency.Once : Frequency.PerCall;
            Origin? origin = null;
            if (effect == Effect.JoinTask)
            {
                var task = waits.Of(call.Wait, cancellationToken);
                (origin, frequency) = (task.Origin, AtMost(task.Rarest, frequency));
            }
            else if (entry.DependsOn != EffectFact.Nothing && (effect == Effect.Stream || Workloads.Of(effect) == Workload.BlockingIo))
            {
                origin = origins.Resolve(OriginFor(call, entry), cancellationToken);
            }

            scope.Add(effect, strength, frequency, origin, scope.Strongest, new Witness(call.Target, call.Syntax, null));
        }
    }

    private Origin OriginFor(CallSite call, CatalogEntry entry)
    {
        var origin = call.Argument(entry.DependsOn);
        if (!origin.IsUnknown || entry.DependsOn != EffectFact.Receiver)
        {
            return origin;
        }

        var instance = catalog.Instance(call.ReceiverType);
        return instance is { Origin: not OriginKind.Unknown } && !instance.Has(CatalogFlags.Wraps) ? Origin.Known(instance.Origin) : Origin.Unknown;
    }

    private static void AddInline(CallScope scope, Body lambda, Summary summary, Frequency? rarest)
    {
        foreach (var fact in summary.Effects)
        {
            if (!lambda.IsAsyncCode || fact.Effect == Effect.AwaitsIo)
            {
                scope.Add(fact.Effect, fact.Strength, AtMost(rarest, fact.Frequency), null, scope.Strongest, fact.Witness, fact.IsConditional);
            }
        }
    }

    private void AddMethodGroup(SummaryBuilder builder, DelegateArgument argument, CallTraits traits, Frequency? rarest, Func<Node, Summary> lookup, CancellationToken cancellationToken)
    {
        AddTargets(new CallScope(builder, CallOf(argument, traits), Strength.Definite, rarest), default, lookup, cancellationToken);
    }

    /// <summary>Decorators that only forward to the same slot, and bodies that only throw, have no opinion.</summary>
    private static bool Abstains(Body body, CallSite call)
    {
        if (body.AlwaysThrows)
        {
            return true;
        }

        var slot = call.Target.Canonical();
        foreach (var inner in body.Calls)
        {
            if (inner.Target.Canonical().IsSameAs(slot))
            {
                return true;
            }
        }

        return false;
    }

    private static Strength Min(Strength a, Strength b) => a < b ? a : b;

    private static Frequency AtMost(Frequency? rarest, Frequency frequency) => rarest < frequency ? rarest.Value : frequency;

    private sealed class Frame(Node node, int index, List<Node> edges)
    {
        public Node Node { get; } = node;

        public int Index { get; } = index;

        public List<Node> Edges { get; } = edges;

        public int Low { get; set; } = index;

        public int Next { get; set; }

        public bool OnStack { get; set; } = true;
    }

    /// <summary>Adds facts as they look from the caller's side of one call.</summary>
    private readonly struct CallScope(SummaryBuilder builder, CallSite call, Strength strongest, Frequency? rarest, bool isConditional = false, PathCondition? condition = null)
    {
        public SummaryBuilder Builder { get; } = builder;

        public CallSite Call { get; } = call;

        /// <summary>A branch decides whether the call is made.</summary>
        public bool IsConditional { get; } = isConditional;

        /// <summary>What a parameter of the caller has to be for the call to be made.</summary>
        public PathCondition? Condition { get; } = condition;

        /// <summary>How often at most, where what the call gives is kept.</summary>
        public Frequency? Rarest { get; } = rarest;

        public Strength Strongest { get; } = strongest;

        public void Add(Effect effect, Strength strength, Frequency frequency, Origin? origin, Strength strongest, Witness witness, bool isConditional = false, PathCondition? needed = null)
        {
            var dependsOn = EffectFact.Nothing;
            if (origin is { } task && effect == Effect.JoinTask)
            {
                if (task.Kind == OriginKind.CompletedTask)
                {
                    return;
                }

                // Nobody hands on a task that has completed, unless that can be seen: the wait counts, whoever gives it.
                dependsOn = task.Parameter;
            }
            else if (origin is { } source)
            {
                if (source.Kind != OriginKind.Unknown)
                {
                    if (Origins.EffectOf(source.Kind) is not { } known)
                    {
                        return;
                    }

                    effect = known;
                }
                else if (source.Parameter != EffectFact.Nothing)
                {
                    dependsOn = source.Parameter;
                }
                else
                {
                    strength = Min(strength, Strength.Maybe);
                }
            }

            frequency = AtMost(Rarest, frequency);
            if (Rarest is null && frequency == Frequency.PerCall && Call.Has(CallTraits.InLoop))
            {
                frequency = Frequency.PerIteration;
            }

            Builder.Add(new EffectFact(
                effect,
                Min(strength, strongest),
                frequency,
                dependsOn,
                witness,
                effect is Effect.File or Effect.Stream && (isConditional || IsConditional),
                PathCondition.Choose(Condition, needed is { } inner ? Call.Passed(inner.Parameter).AtCaller(inner) : null)));
        }
    }
}
