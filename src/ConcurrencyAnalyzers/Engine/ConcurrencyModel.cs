using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Configuration;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The engine's front door: one model per compilation and options, shared by all rules and fixes, safe for concurrent use.</summary>
internal sealed class ConcurrencyModel
{
    private static readonly ConditionalWeakTable<Compilation, OfCompilation> Models = new();

    private readonly AnalyzerConfigOptionsProvider configuration;
    private readonly ConcurrentDictionary<AnalyzerConfigOptions, ConcurrencyOptions> options = new();
    private readonly ConcurrentDictionary<Body, ImmutableArray<Finding>> findings = new();
    private readonly ConcurrentDictionary<Body, ImmutableArray<BusyWait>> busyWaits = new();
    private readonly Summaries summaries;
    private readonly Forwarding forwarding;
    private readonly SyncPairs pairs;
    private readonly Costs costs;

    private ConcurrencyModel(Compilation compilation, AnalyzerOptions analyzerOptions, CancellationToken cancellationToken)
    {
        configuration = analyzerOptions.AnalyzerConfigOptionsProvider;
        Symbols = KnownSymbols.Of(compilation);
        var tables = new List<TableLine>();
        Catalog = new ApiCatalog(Symbols, ConcurrencyFiles.Read(analyzerOptions, tables, cancellationToken), EmbeddedData.Catalog);
        Hosts = new Hosts(compilation, HostTable.With(tables));
        Counterparts = new Counterparts(compilation, Catalog);
        Annotations = new Annotations();
        var delegates = new DelegateTable(tables);
        var prices = new PriceTable();
        Bodies = new Bodies(compilation, Catalog, delegates, Annotations, prices);
        var hierarchy = new TypeHierarchy(compilation);
        Dispatch = new Dispatch(hierarchy, Symbols);
        Slots = new Slots(hierarchy, Symbols);
        StartUp = new StartUp(compilation, Symbols, Bodies, Dispatch, Slots, Hosts);
        summaries = new Summaries(Symbols, Bodies, Catalog, Dispatch, Annotations, new WorkSums(Catalog, Annotations, prices));
        forwarding = new Forwarding(Bodies, Dispatch, Symbols);
        pairs = new SyncPairs(Counterparts, Bodies);
        Vehicles = new Vehicles(Hosts, delegates, forwarding, new Subscriptions(Bodies, forwarding), Symbols);
        RemoteCalls = new RemoteCalls(this);
        costs = new Costs(this, summaries, prices);
    }

    public KnownSymbols Symbols { get; }

    public ApiCatalog Catalog { get; }

    public Hosts Hosts { get; }

    public Counterparts Counterparts { get; }

    public Bodies Bodies { get; }

    public Annotations Annotations { get; }

    public Dispatch Dispatch { get; }

    public Slots Slots { get; }

    /// <summary>What runs once, before the program serves.</summary>
    public StartUp StartUp { get; }

    public Vehicles Vehicles { get; }

    public RemoteTable Remote { get; } = new();

    /// <summary>What asynchronous work asks of other machines.</summary>
    public RemoteCalls RemoteCalls { get; }

    /// <summary>Catalog files are read with the token of the first caller; nothing else is computed here.</summary>
    public static ConcurrencyModel Of(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        return Models.GetValue(compilation, static _ => new OfCompilation()).Get(compilation, options, cancellationToken);
    }

    public ConcurrencyOptions OptionsFor(SyntaxTree tree) => options.GetOrAdd(configuration.GetOptions(tree), static o => new ConcurrencyOptions(o));

    /// <summary>What a body does to the thread that runs it, its callees included.</summary>
    public Summary SummaryOf(Body body, CancellationToken cancellationToken) => summaries.Of(body, cancellationToken);

    /// <summary>What one call does to the thread that makes it.</summary>
    public Summary EffectsOf(Body caller, CallSite call, CancellationToken cancellationToken) => summaries.OfCall(caller, call, cancellationToken);

    /// <summary>What a delegate does to the thread that runs it.</summary>
    public Summary EffectsOf(DelegateArgument argument, CancellationToken cancellationToken) => summaries.OfDelegate(argument, cancellationToken);

    /// <summary>What one run of a body costs the processor, its callees included.</summary>
    public Cost CostOf(Body body, CancellationToken cancellationToken) => costs.Of(body, cancellationToken);

    /// <summary>What one run of a delegate costs the processor.</summary>
    public Cost CostOf(DelegateArgument argument, CancellationToken cancellationToken) => costs.Of(argument, cancellationToken);

    /// <summary>What one run of a statement or expression of the body costs, such as the body of a loop, without the parts that are left out.</summary>
    public Cost CostOf(Body body, IOperation part, CancellationToken cancellationToken, params IOperation[] leftOut) => costs.Of(body, part, leftOut, cancellationToken);

    /// <summary>Where a delegate runs that a call is given, followed into methods of this compilation.</summary>
    public DelegateUse UseOf(CallSite call, DelegateArgument argument, CancellationToken cancellationToken) => forwarding.UseOf(call, argument, cancellationToken);

    /// <summary>A method of this compilation that is given a delegate runs it before it returns.</summary>
    public bool RunsInline(CallSite call, DelegateArgument argument, CancellationToken cancellationToken) => summaries.RunsInline(call, argument, cancellationToken);

    /// <summary>The method waits for its own asynchronous form, which was written to be waited for.</summary>
    public bool IsHalfOfPair(IMethodSymbol method, CancellationToken cancellationToken) => pairs.IsHalf(method, cancellationToken);

    /// <summary>Tests, benchmarks and test projects, unless an option asks for them.</summary>
    public bool IsTestCode(Body body) =>
        !OptionsFor(body.Syntax.SyntaxTree).ReportsInTests && (Hosts.IsTestProject || Hosts.Of(body.Root.Symbol) is Host.Test or Host.Benchmark);

    /// <summary>All places of a member where workload and vehicle do not fit by the table; computed once for all rules.</summary>
    public ImmutableArray<Finding> FindingsIn(Body member, CancellationToken cancellationToken)
    {
        if (findings.TryGetValue(member, out var known))
        {
            return known;
        }

        IEnumerable<Finding> found = new Mismatches(this).In(member, cancellationToken);
        return findings.GetOrAdd(member, [.. found]);
    }

    /// <summary>The loops of a member that wait by looking again and again; computed once for all rules.</summary>
    public ImmutableArray<BusyWait> BusyWaitsIn(Body member, CancellationToken cancellationToken)
    {
        if (member.SelfAndNested().All(static body => body.Polls.IsEmpty))
        {
            return [];
        }

        if (busyWaits.TryGetValue(member, out var known))
        {
            return known;
        }

        ImmutableArray<BusyWait> found = [.. new BusyWaits(this).In(member, cancellationToken)];
        return busyWaits.GetOrAdd(member, found.IsEmpty || IsTestCode(member) ? [] : found);
    }

    /// <summary>The effect is the wait of such a loop, which has a rule of its own.</summary>
    public bool IsBusyWait(EffectFact fact, Body caller, CancellationToken cancellationToken) => new BusyWaits(this).Explain(fact, caller, cancellationToken);

    /// <summary>The models of one compilation, usually one. Options outlive compilations, so they must not keep what refers to one.</summary>
    private sealed class OfCompilation
    {
        private readonly List<(WeakReference<AnalyzerOptions> Options, ConcurrencyModel Model)> models = [];

        public ConcurrencyModel Get(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
        {
            lock (models)
            {
                foreach (var (known, model) in models)
                {
                    if (known.TryGetTarget(out var target) && target == options)
                    {
                        return model;
                    }
                }

                var added = new ConcurrencyModel(compilation, options, cancellationToken);
                models.Add((new WeakReference<AnalyzerOptions>(options), added));
                return added;
            }
        }
    }
}
