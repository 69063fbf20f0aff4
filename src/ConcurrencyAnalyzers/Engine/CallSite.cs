using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

[Flags]
internal enum CallTraits
{
    None = 0,

    /// <summary>The call leads to a throw, or stands in an argument of one.</summary>
    Cold = 1,

    /// <summary>In a catch block: it happens, but not on the way that matters.</summary>
    Handler = 2,

    /// <summary>While the body holds a lock, or has a resource that may be one.</summary>
    Locked = 4,

    /// <summary>Behind a check that the work was not done before.</summary>
    Once = 8,
    InLoop = 16,

    /// <summary>Only when the body's sync/async flag is true.</summary>
    WhenFlagTrue = 32,
    WhenFlagFalse = 64,

    /// <summary>The result is enumerated in the same expression or statement.</summary>
    Enumerated = 128,
    Awaited = 256,

    /// <summary>The task this call waits for has completed on every path to it.</summary>
    Completed = 512,

    /// <summary>A timeout of zero: a try, not a wait.</summary>
    ZeroTimeout = 1024,

    /// <summary>Called on <c>base</c>, so no override is meant.</summary>
    Base = 2048,

    /// <summary>Inside a query or an expression tree, where nothing can be awaited.</summary>
    InExpressionTree = 4096,

    /// <summary>The body gives the result back to its caller.</summary>
    Returned = 8192,

    /// <summary>Waits for nothing but work items that the same body has made.</summary>
    JoinsWorkItems = 16384,

    /// <summary>Apart from checks and preparation the body does nothing else.</summary>
    Whole = 32768,

    /// <summary>A branch decides whether it is made.</summary>
    Conditional = 65536,
}

/// <summary>A delegate that a call is given: a lambda or local function of the same body, a method group, or a parameter that is handed on.</summary>
/// <param name="Ordinal">The callee's parameter.</param>
/// <param name="Body">The lambda or local function.</param>
/// <param name="Method">The method of a method group.</param>
/// <param name="Syntax">Where it stands.</param>
/// <param name="Use">Where the callee runs it.</param>
/// <param name="Parameter">Which of the body's own parameters is handed on.</param>
/// <param name="Source">The parameter that is handed on, be it the body's own or that of a function around.</param>
internal readonly record struct DelegateArgument(int Ordinal, Body? Body, IMethodSymbol? Method, SyntaxNode Syntax, DelegateUse Use, int Parameter = DelegateArgument.NoParameter, IParameterSymbol? Source = null)
{
    public const int NoParameter = -1;
}

/// <summary>A task that is waited for, as far as other bodies may know that it has completed.</summary>
/// <param name="Task">The field or variable that stands for it.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Guards">Members of the same type that are true here; one may be a name for the task's completion.</param>
/// <param name="Giver">The parameter of the member that the task comes from, be it a delegate that makes it.</param>
internal readonly record struct TaskWait(ISymbol? Task, Origin Origin, ImmutableArray<IMethodSymbol> Guards, IParameterSymbol? Giver = null)
{
    public static readonly TaskWait Unknown = new(null, Origin.Unknown, []);
}

/// <summary>One call in one body, and all that the body knows about it.</summary>
internal sealed class CallSite
{
    private ImmutableArray<DelegateArgument> delegates = [];

    public required IMethodSymbol Target { get; init; }

    public required SyntaxNode Syntax { get; init; }

    public required CallTraits Traits { get; init; }

    /// <summary>How many loops over unbounded ranges surround the call in its body.</summary>
    public int LoopDepth { get; init; }

    /// <summary>The round of a loop that the call is made in; null outside of loops.</summary>
    public Round? Round { get; init; }

    /// <summary>How much is passed, the receiver first, then by ordinal; default when nobody would ask.</summary>
    public ImmutableArray<Extent> Sizes { get; init; }

    /// <summary>How many elements there are in what the call is made on or given, for each of which it may run a delegate.</summary>
    public Extent Elements { get; init; } = Extent.One;

    /// <summary>What the body holds when it makes the call, the lock that was entered last first.</summary>
    public ImmutableArray<HeldLock> Locks { get; init; } = [];

    public Origin Receiver { get; init; } = Origin.Unknown;

    /// <summary>The static type of the receiver, conversions removed.</summary>
    public ITypeSymbol? ReceiverType { get; init; }

    /// <summary>Called on the instance that the body itself belongs to.</summary>
    public bool IsOnSelf { get; init; }

    public Holder Holder { get; init; }

    /// <summary>By ordinal; default when no argument says anything.</summary>
    public ImmutableArray<Origin> Arguments { get; init; }

    /// <summary>By ordinal: constants, and what is handed on. Default when there is none.</summary>
    public ImmutableArray<PassedValue> Values { get; init; }

    /// <summary>What one of the body's parameters has to be for the call to be made.</summary>
    public PathCondition? Condition { get; init; }

    /// <summary>What was found missing where the call is made. It may take another body to tell whether it is kept then.</summary>
    public Miss? Miss { get; init; }

    public ImmutableArray<DelegateArgument> Delegates { get => delegates; init => delegates = value; }

    /// <summary>What is waited for, where the call waits for a task.</summary>
    public TaskWait Wait { get; init; } = TaskWait.Unknown;

    /// <summary>The call as it would be without the lambdas and local functions that it is given.</summary>
    public CallSite WithoutFunctions()
    {
        if (delegates.All(static argument => argument.Body is null))
        {
            return this;
        }

        var copy = (CallSite)MemberwiseClone();
        copy.delegates = delegates.RemoveAll(static argument => argument.Body is not null);
        return copy;
    }

    /// <summary>The delegate runs before the call is over; null where only the callee's body can tell.</summary>
    public bool? RunsInline(DelegateArgument argument) => argument.Use switch
    {
        DelegateUse.Inline or DelegateUse.Scope => true,
        DelegateUse.Deferred => Has(CallTraits.Enumerated) || !Destinations.IsLazySequence(Target.ReturnType),
        DelegateUse.Unknown => null,
        _ => false,
    };

    public bool Has(CallTraits trait) => (Traits & trait) != 0;

    public Origin Argument(int ordinal) => ordinal == EffectFact.Receiver ? Receiver
        : Arguments.IsDefaultOrEmpty || ordinal < 0 || ordinal >= Arguments.Length ? Origin.Unknown
        : Arguments[ordinal];

    /// <summary>How much is passed for a parameter; -1 is the receiver.</summary>
    public Extent Size(int ordinal) => Sizes.IsDefaultOrEmpty || ordinal < -1 || ordinal + 1 >= Sizes.Length ? Extent.Many : Sizes[ordinal + 1];

    public PassedValue Passed(int ordinal) => Values.IsDefaultOrEmpty || ordinal < 0 || ordinal >= Values.Length ? default : Values[ordinal];
}
