using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A call that is awaited once the chain is asynchronous.</summary>
/// <param name="Body">The body that it stands in.</param>
/// <param name="Call">The call.</param>
/// <param name="IsEnd">Has an asynchronous form already; otherwise what it calls is part of the chain.</param>
/// <param name="IsRequired">Would be reported if it were left; otherwise it blocks only for some callers, and may be left.</param>
internal sealed record ChainCall(Body Body, CallSite Call, bool IsEnd, bool IsRequired);

/// <summary>A lambda that becomes asynchronous together with the call that runs it.</summary>
/// <param name="Lambda">The lambda.</param>
/// <param name="Body">The body that hands it over.</param>
/// <param name="Call">The call that it is handed to.</param>
/// <param name="Form">What to call instead: it takes an asynchronous delegate, and gives a task.</param>
internal sealed record ChainLambda(Body Lambda, Body Body, CallSite Call, IMethodSymbol Form);

/// <summary>
/// What has to become asynchronous for one place to await instead of block: the methods between it and the APIs, and the calls in them.
/// Decided from summaries alone; who else calls these methods is not asked.
/// </summary>
internal sealed class AsyncChain
{
    /// <summary>More than a person would read through.</summary>
    private const int MaximumMethods = 48;

    /// <summary>The rules whose findings may have their cause behind helpers.</summary>
    public static readonly ImmutableArray<string> Rules = ["CONC201", "CONC301", "CONC303"];

    private AsyncChain(ChainBorder border, Builder builder)
    {
        Border = border;
        Links = border == ChainBorder.None ? [.. builder.Links] : [];
        Calls = border == ChainBorder.None ? [.. builder.Calls] : [];
        Lambdas = border == ChainBorder.None ? [.. builder.Lambdas] : [];
    }

    /// <summary>Why it cannot be done.</summary>
    public ChainBorder Border { get; }

    /// <summary>The methods that become asynchronous; those of one link share a slot, and so a signature. None when the place itself calls the API.</summary>
    public ImmutableArray<ImmutableArray<IMethodSymbol>> Links { get; }

    public ImmutableArray<ChainCall> Calls { get; }

    public ImmutableArray<ChainLambda> Lambdas { get; }

    public static AsyncChain Of(ConcurrencyModel model, Finding finding, CancellationToken cancellationToken)
    {
        var builder = new Builder(model, cancellationToken);
        return new AsyncChain(builder.Start(finding), builder);
    }

    /// <summary>For a method whose slot becomes asynchronous for the sake of another compilation.</summary>
    public static AsyncChain Of(ConcurrencyModel model, IMethodSymbol method, CancellationToken cancellationToken)
    {
        var builder = new Builder(model, cancellationToken);
        return new AsyncChain(builder.Start(method.Canonical()), builder);
    }

    private sealed class Builder(ConcurrencyModel model, CancellationToken cancellationToken)
    {
        private readonly HashSet<IMethodSymbol> linked = new(SymbolEqualityComparer.Default);
        private readonly HashSet<SyntaxNode> onChains = [];
        private readonly List<Candidate> candidates = [];
        private readonly HashSet<Body> read = [];

        public List<ImmutableArray<IMethodSymbol>> Links { get; } = [];

        public List<ChainCall> Calls { get; } = [];

        public List<ChainLambda> Lambdas { get; } = [];

        public ChainBorder Start(Finding finding)
        {
            if (ChainBorders.OfCaller(finding.Code, model.Symbols) is not ChainBorder.None and var caller)
            {
                return caller;
            }

            Follow(finding.Cause.Witness);
            return Take(finding.Body, finding.Call) is not ChainBorder.None and var first ? first
                : Close() is not ChainBorder.None and var border ? border
                : Awaits(finding.Cause.Witness) ? ChainBorder.None
                : ChainBorder.Lambda;
        }

        public ChainBorder Start(IMethodSymbol method) => Add([method]) is not ChainBorder.None and var border ? border : Close();

        /// <summary>Whatever would be reported in the methods of the chain becomes part of it, until nothing is left.</summary>
        private ChainBorder Close()
        {
            for (var hasGrown = true; hasGrown;)
            {
                hasGrown = false;
                for (var i = 0; i < candidates.Count; i++)
                {
                    var candidate = candidates[i];
                    if (candidate.IsTaken || !(candidate.IsReported || onChains.Contains(candidate.Call.Syntax)))
                    {
                        continue;
                    }

                    candidates[i] = candidate with { IsTaken = true };
                    hasGrown = true;
                    foreach (var chain in candidate.Chains)
                    {
                        Follow(chain);
                    }

                    if (Take(candidate.Body, candidate.Call) is not ChainBorder.None and var border)
                    {
                        return border;
                    }
                }
            }

            // A helper that blocks for one caller has its other reads of the same stream done likewise.
            Calls.AddRange(candidates.Where(candidate => !candidate.IsTaken && candidate.Body.Kind != BodyKind.Lambda && IsPlain(candidate.Call) && HasAsyncForm(candidate.Body, candidate.Call))
                .Select(static candidate => new ChainCall(candidate.Body, candidate.Call, IsEnd: true, IsRequired: false)));
            return ChainBorder.None;
        }

        /// <summary>Each hop is a call that awaits, up to one that has an asynchronous form; none is a method that is handed over.</summary>
        private bool Awaits(Witness chain)
        {
            foreach (var hop in chain.Hops())
            {
                if (Calls.FirstOrDefault(call => call.Call.Syntax == hop.Site) is not { } taken)
                {
                    return false;
                }

                if (taken.IsEnd)
                {
                    return true;
                }
            }

            return true;
        }

        private void Follow(Witness chain) => onChains.UnionWith(chain.Hops().Select(static hop => hop.Site).OfType<SyntaxNode>());

        private ChainBorder Take(Body body, CallSite call)
        {
            if (call.Has(CallTraits.Locked))
            {
                return ChainBorder.Lock;
            }

            if (call.Has(CallTraits.InExpressionTree) || call.Syntax is InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax })
            {
                return ChainBorder.Await;
            }

            if (!body.IsAsyncCode && body.Kind == BodyKind.Lambda && !TakeLambda(body))
            {
                return ChainBorder.Lambda;
            }

            var isEnd = HasAsyncForm(body, call);
            if (!isEnd && Link(call) is not ChainBorder.None and var border)
            {
                return border;
            }

            Calls.Add(new ChainCall(body, call, isEnd, IsRequired: true));
            return ChainBorder.None;
        }

        private ChainBorder Link(CallSite call)
        {
            var target = call.Target.Canonical();
            if (linked.Contains(target))
            {
                return ChainBorder.None;
            }

            if (ChainBorders.OfKind(target) is not ChainBorder.None and var kind)
            {
                return kind;
            }

            return !model.Symbols.IsOwn(target) ? ChainBorder.NoAsyncForm
                : call.Syntax is not InvocationExpressionSyntax ? ChainBorder.Operator
                : model.Slots.Of(target) is { IsDefault: false } slots ? Add(slots)
                : ChainBorder.Contract;
        }

        private ChainBorder Add(ImmutableArray<IMethodSymbol> slots)
        {
            foreach (var method in slots)
            {
                if (ChainBorders.Of(model, method, model.Bodies.Of(method, cancellationToken)) is not ChainBorder.None and var border)
                {
                    return border;
                }
            }

            linked.UnionWith(slots);
            Links.Add(slots);
            foreach (var method in slots)
            {
                if (model.Bodies.Of(method, cancellationToken) is { } body)
                {
                    Read(body);
                }
            }

            return linked.Count > MaximumMethods ? ChainBorder.Size : ChainBorder.None;
        }

        private void Read(Body body)
        {
            if (!read.Add(body))
            {
                return;
            }

            foreach (var call in body.Calls)
            {
                if (!call.Has(CallTraits.Cold) && CandidateOf(body, call) is { } candidate)
                {
                    candidates.Add(candidate);
                }

                foreach (var argument in call.Delegates)
                {
                    if (argument.Body is { IsAsyncCode: false, Kind: BodyKind.Lambda } lambda && (call.RunsInline(argument) ?? model.RunsInline(call, argument, cancellationToken)))
                    {
                        Read(lambda);
                    }
                }
            }
        }

        /// <summary>What asynchronous code would be told of the call.</summary>
        private Candidate? CandidateOf(Body body, CallSite call)
        {
            var options = model.OptionsFor(call.Syntax.SyntaxTree);
            var chains = new List<Witness>();
            var isReported = false;
            foreach (var fact in model.EffectsOf(body, call.WithoutFunctions(), cancellationToken).Effects)
            {
                if (WorkloadTable.RuleFor(Vehicle.AsyncCode, fact.Effect) is not { } rule || !ImplementedRules.Contains(rule))
                {
                    continue;
                }

                if (options.Admits(fact))
                {
                    isReported = true;
                    chains.Add(fact.Witness);
                }
                else if (fact.DependsOn != EffectFact.Nothing && options.Reports(fact.Effect))
                {
                    chains.Add(fact.Witness);
                }
            }

            return chains.Count == 0 ? null : new Candidate(body, call, isReported, chains, IsTaken: false);
        }

        private bool TakeLambda(Body lambda)
        {
            if (Lambdas.Any(known => known.Lambda == lambda))
            {
                return true;
            }

            foreach (var body in lambda.Root.SelfAndNested())
            {
                foreach (var call in body.Calls)
                {
                    foreach (var argument in call.Delegates)
                    {
                        if (argument.Body != lambda || argument.Syntax is not LambdaExpressionSyntax)
                        {
                            continue;
                        }

                        if (call.Has(CallTraits.Locked) || call.Has(CallTraits.InExpressionTree) || call.Syntax is not InvocationExpressionSyntax { Expression: not MemberBindingExpressionSyntax }
                            || model.Counterparts.FindAwaiting(call.Target, argument.Ordinal) is not { } form
                            || (!body.IsAsyncCode && body.Kind == BodyKind.Lambda && !TakeLambda(body)))
                        {
                            return false;
                        }

                        Lambdas.Add(new ChainLambda(lambda, body, call, form));
                        return true;
                    }
                }
            }

            return false;
        }

        private static bool IsPlain(CallSite call) => !call.Has(CallTraits.Locked) && !call.Has(CallTraits.InExpressionTree) && !call.Has(CallTraits.Cold);

        /// <summary>The call has an asynchronous form of its own, which is not the code around it.</summary>
        private bool HasAsyncForm(Body body, CallSite call)
        {
            var (symbols, target) = (model.Symbols, call.Target);
            if (call.Syntax is not InvocationExpressionSyntax invocation)
            {
                return target is { MethodKind: MethodKind.PropertyGet, Name: "get_Result" } && (symbols.IsTask(target.ContainingType) || symbols.IsValueTask(target.ContainingType));
            }

            switch (target.Name)
            {
                case "GetResult" when !symbols.IsOwn(target):
                    return invocation.Expression is MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } } };
                case "Wait" when symbols.IsTask(target.ContainingType) && target.Parameters.IsEmpty:
                case "WaitAll" when symbols.IsTask(target.ContainingType) && target.Parameters is [{ IsParams: true }]:
                case "Sleep" when target.ContainingType.IsSameAs(symbols.Thread):
                    return true;
            }

            if (model.Counterparts.Find(target) is not { } counterpart || counterpart.Method.Name == target.Name)
            {
                return false;
            }

            for (Body? around = body; around is not null; around = around.Parent)
            {
                if (around.Method is { } method && method.Canonical().IsSameAs(counterpart.Method.Canonical()))
                {
                    return false;
                }
            }

            return true;
        }

        private sealed record Candidate(Body Body, CallSite Call, bool IsReported, List<Witness> Chains, bool IsTaken);
    }
}
