using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A body while it is walked. Operations live only as long as the walk.</summary>
internal sealed class BodyDraft(Body body)
{
    public Body Body { get; } = body;

    public List<PendingCall> Pending { get; } = [];

    public List<CallSite> Calls { get; } = [];

    /// <summary>Where the thread is given away, and where control flow shows that.</summary>
    public List<(IOperation Operation, SyntaxNode Place, LockScope? Locks)> Suspensions { get; } = [];

    public List<HeldAwait> HeldAwaits { get; } = [];

    public ImmutableArray<HeldLock> HeldAtEnd { get; set; } = [];

    public List<Body> Nested { get; } = [];

    public List<(Body Body, DelegateUse Use)> Uses { get; } = [];

    public List<IOperation> ReturnedValues { get; } = [];

    public List<IAwaitOperation> Awaited { get; } = [];

    /// <summary>What <c>await using</c> and <c>await foreach</c> await, and of what type; null where that says nothing.</summary>
    public List<(SyntaxNode Syntax, ITypeSymbol? Type)> AwaitedImplicitly { get; } = [];

    public List<TaskSite> Tasks { get; } = [];

    /// <summary>What a body that gives a truth value returns.</summary>
    public List<IOperation> Answers { get; } = [];

    public List<Origin> Returns { get; } = [];

    public List<(IFieldSymbol Field, IOperation? Value)> AssignedFields { get; } = [];

    public List<(IFieldSymbol Field, Origin Origin)> FieldAssignments { get; } = [];

    public List<PollingLoop> Polls { get; } = [];

    public uint InvokedParameters { get; set; }

    public uint RepeatedParameters { get; set; }

    public List<(int Parameter, Miss Miss)> InvokedOnMiss { get; } = [];

    /// <summary>The fields and properties that are given something.</summary>
    public List<ISymbol> Filled { get; } = [];

    public List<IParameterSymbol> InvokedOuterParameters { get; } = [];

    public List<(IEventSymbol Event, IOperation Handler, IOperation Operation)> Subscribed { get; } = [];

    public List<Subscription> Subscriptions { get; } = [];

    public int LeavesContextAt { get; set; } = int.MaxValue;

    public bool IsIterator { get; set; }

    public bool AlwaysThrows { get; set; }

    public bool ChangesFlag { get; set; }

    public ImmutableArray<ISymbol> ProvesCompleted { get; set; } = [];

    public Computation Computation { get; set; } = Computation.None;

    public int SelfCalls { get; set; }

    public WorkDraft Work { get; } = new();

    public RecursionReader Recursion { get; } = new();
}

/// <summary>A call that was seen and still has to be given its receiver and arguments.</summary>
internal readonly record struct PendingCall(
    IMethodSymbol Target,
    IOperation Operation,
    IOperation? Instance,
    ImmutableArray<IArgumentOperation> Arguments,
    WalkContext Context);

/// <summary>What surrounds an operation.</summary>
internal readonly record struct WalkContext(CallTraits Traits, LoopChain? Loops = null, LockScope? Locks = null, Miss? Miss = null, Round? Round = null, PathTerms? Terms = null)
{
    public int LoopDepth => Loops?.Depth ?? 0;

    // What is sure of a branch around stays so, whatever may be true of one in it.
    public WalkContext On(Miss miss) => miss is { IsFilledInSight: true, Frequency: Frequency.Once } ? With(CallTraits.Once)
        : Miss is { IsFilledInSight: true } && !miss.IsFilledInSight ? this
        : this with { Miss = miss };

    public WalkContext With(CallTraits traits) => this with { Traits = Traits | traits };
}

/// <summary>The loops around an operation that run over unbounded ranges, innermost first.</summary>
internal sealed class LoopChain(ILoopOperation loop, string range, LoopChain? outer)
{
    public ILoopOperation Loop { get; } = loop;

    public string Range { get; } = range;

    public LoopChain? Outer { get; } = outer;

    public int Depth { get; } = (outer?.Depth ?? 0) + 1;
}
