using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

internal enum BodyKind : byte
{
    Member,
    Lambda,
    LocalFunction,
}

/// <summary>
/// The facts of one body, collected in one walk: what it calls, what it hands to whom, how its loops nest.
/// No verdicts. Lambdas and local functions are bodies of their own, nested in the member's.
/// </summary>
internal sealed class Body
{
    public required ISymbol Symbol { get; init; }

    public required SyntaxNode Syntax { get; init; }

    public required BodyKind Kind { get; init; }

    public Body? Parent { get; init; }

    /// <summary>Returns an awaitable or an asynchronous sequence, or is <c>async void</c>.</summary>
    public bool IsAsyncCode { get; init; }

    /// <summary>Has the keyword.</summary>
    public bool IsAsync { get; init; }

    /// <summary>For a lambda: where it goes.</summary>
    public DelegateUse Use { get; private set; }

    /// <summary>Runs when its result is enumerated.</summary>
    public bool IsIterator { get; private set; }

    /// <summary>The body can only throw.</summary>
    public bool AlwaysThrows { get; private set; }

    /// <summary>Where the sync/async flag stands among the parameters, or -1.</summary>
    public int FlagParameter { get; init; } = -1;

    /// <summary>The body gives its flag another value: its branches are not those that a caller has chosen.</summary>
    public bool ChangesFlag { get; private set; }

    /// <summary>The flag's name says synchronous, so true means blocking.</summary>
    public bool FlagMeansSync { get; init; }

    public ImmutableArray<CallSite> Calls { get; private set; } = [];

    /// <summary>Some of its calls are made in a lock, or it is run where one is held.</summary>
    public bool IsInLock { get; private set; }

    /// <summary>Where it awaits while it holds a lock that only the same thread can leave.</summary>
    public ImmutableArray<HeldAwait> HeldAwaits { get; private set; } = [];

    /// <summary>The locks that it has entered, and not left, whenever it returns.</summary>
    public ImmutableArray<HeldLock> HeldAtEnd { get; private set; } = [];

    public ImmutableArray<Body> Nested { get; private set; } = [];

    /// <summary>Bit i: the delegate in parameter i is invoked.</summary>
    public uint InvokedParameters { get; private set; }

    /// <summary>Bit i: the delegate in parameter i is invoked where nothing says that its result is kept.</summary>
    public uint RepeatedParameters { get; private set; }

    /// <summary>Delegates in parameters that are invoked where something was missing.</summary>
    public ImmutableArray<(int Parameter, Miss Miss)> InvokedOnMiss { get; private set; } = [];

    /// <summary>The fields and properties that are given something here.</summary>
    public ImmutableArray<ISymbol> Filled { get; private set; } = [];

    /// <summary>Delegates in parameters of the functions around that are invoked here.</summary>
    public ImmutableArray<IParameterSymbol> InvokedOuterParameters { get; private set; } = [];

    /// <summary>The events that the body subscribes to, and with what.</summary>
    public ImmutableArray<Subscription> Subscriptions { get; private set; } = [];

    /// <summary>Where in the source the body's first await ends that does not come back to its context.</summary>
    public int LeavesContextAt { get; private set; } = int.MaxValue;

    public Computation Computation { get; private set; } = Computation.None;

    /// <summary>Each visit makes several more, of a number that is one step nearer the end.</summary>
    public bool Branches { get; private set; }

    /// <summary>What it costs the processor, without the calls that others have to be asked about.</summary>
    public Work Work { get; private set; } = Work.Nothing;

    /// <summary>What the body returns, where streams and the like are concerned.</summary>
    public ImmutableArray<Origin> Returns { get; private set; } = [];

    public ImmutableArray<(IFieldSymbol Field, Origin Origin)> FieldAssignments { get; private set; } = [];

    /// <summary>The loops that only wait, as far as they can tell themselves.</summary>
    public ImmutableArray<PollingLoop> Polls { get; private set; } = [];

    /// <summary>On a member's body: the local functions anywhere in it.</summary>
    public IReadOnlyDictionary<IMethodSymbol, Body> LocalFunctions { get; internal set; } = ImmutableDictionary<IMethodSymbol, Body>.Empty;

    public IMethodSymbol? Method => Symbol as IMethodSymbol;

    /// <summary>The member that the body stands in.</summary>
    public Body Root
    {
        get
        {
            var root = this;
            while (root.Parent is { } parent)
            {
                root = parent;
            }

            return root;
        }
    }

    /// <summary>The tasks that it awaits, or gives back where it has no keyword.</summary>
    public ImmutableArray<TaskSite> Tasks { get; private set; } = [];

    /// <summary>The tasks that have completed where the body gives true.</summary>
    public ImmutableArray<ISymbol> ProvesCompleted { get; private set; } = [];

    /// <summary>Itself and every body nested in it, in source order.</summary>
    public IEnumerable<Body> SelfAndNested() => Nested.IsEmpty ? [this] : WithNested();

    private IEnumerable<Body> WithNested()
    {
        var pending = new Stack<Body>();
        pending.Push(this);
        while (pending.Count > 0)
        {
            var body = pending.Pop();
            yield return body;
            for (var i = body.Nested.Length - 1; i >= 0; i--)
            {
                pending.Push(body.Nested[i]);
            }
        }
    }

    /// <summary>Filled once by the walker, before anyone else sees the body.</summary>
    internal void Complete(BodyDraft draft)
    {
        Calls = draft.Calls.ToImmutableArray();
        HeldAwaits = draft.HeldAwaits.ToImmutableArray();
        HeldAtEnd = draft.HeldAtEnd;
        Nested = draft.Nested.ToImmutableArray();
        IsInLock = Parent is { IsInLock: true } || draft.Calls.Exists(static call => call.Has(CallTraits.Locked));
        InvokedParameters = draft.InvokedParameters;
        RepeatedParameters = draft.RepeatedParameters;
        InvokedOnMiss = draft.InvokedOnMiss.ToImmutableArray();
        Filled = draft.Filled.ToImmutableArray();
        InvokedOuterParameters = draft.InvokedOuterParameters.ToImmutableArray();
        Subscriptions = draft.Subscriptions.ToImmutableArray();
        LeavesContextAt = draft.LeavesContextAt;
        Computation = draft.Computation;
        Work = draft.Work.ToWork();
        Branches = draft.Recursion.Branches;
        Returns = draft.Returns.ToImmutableArray();
        FieldAssignments = draft.FieldAssignments.ToImmutableArray();
        IsIterator = draft.IsIterator;
        AlwaysThrows = draft.AlwaysThrows;
        ChangesFlag = draft.ChangesFlag;
        Tasks = draft.Tasks.ToImmutableArray();
        ProvesCompleted = draft.ProvesCompleted;
        Polls = draft.Polls.ToImmutableArray();
        foreach (var (nested, use) in draft.Uses)
        {
            nested.Use = use;
        }
    }
}
