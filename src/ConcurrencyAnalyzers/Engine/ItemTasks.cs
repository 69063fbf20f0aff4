using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Tasks that are started one for each item, by a <c>Select</c> or in a loop, and then waited for all together.</summary>
internal sealed class ItemTasks
{
    private ItemTasks(IInvocationOperation join, IInvocationOperation start) => (Join, Start) = (join, start);

    /// <summary>The <c>WhenAll</c> or <c>WaitAll</c>.</summary>
    public IInvocationOperation Join { get; }

    /// <summary>The call that starts the task of one item.</summary>
    public IInvocationOperation Start { get; }

    /// <summary>The <c>Select</c> that makes the tasks.</summary>
    public IInvocationOperation? Query { get; private init; }

    /// <summary>The loop that makes them.</summary>
    public ILoopOperation? Loop { get; private init; }

    /// <summary>The local that holds them, where they have a name.</summary>
    public ILocalSymbol? Tasks { get; private init; }

    /// <summary>The items, where they are a sequence.</summary>
    public IOperation? Items => Query is not null ? Query.ArgumentAt(0) : (Loop as IForEachLoopOperation)?.Collection;

    /// <summary>Null where the call does not wait for tasks that are started for each item in its own function.</summary>
    public static ItemTasks? Of(SyntaxNode join, MemberOperations member, KnownSymbols symbols)
    {
        if (member.CallAt(join) is not { TargetMethod: { Name: "WhenAll" or "WaitAll", ContainingType: { } type }, Arguments: [{ Value: { } tasks }] } call || !symbols.IsTask(type))
        {
            return null;
        }

        if (tasks.Copied() is not ILocalReferenceOperation { Local: var local })
        {
            return OfQuery(call, tasks.Copied(), null);
        }

        return member.OnlyValue(local) is not { } made ? null : OfQuery(call, made.Copied(), local) ?? OfLoop(call, made, local, member);
    }

    /// <summary>There are as many tasks as the program itself says, and that is not much.</summary>
    public bool AreFew(MemberOperations member) => Items is { } items ? TaskCounts.IsFew(items, member) : Loop is IForLoopOperation && TaskCounts.IsInFewRounds(Start, member);

    private static ItemTasks? OfQuery(IInvocationOperation join, IOperation tasks, ILocalSymbol? local) =>
        tasks is IInvocationOperation { TargetMethod.Name: "Select" } query && query.IsLinq() && LambdaOf(query.ArgumentAt(1)) is { } selector && selector.Body.OnlyResult() is { } result && StartIn(result) is { } start
            ? new ItemTasks(join, start) { Query = query, Tasks = local }
            : null;

    private static ItemTasks? OfLoop(IInvocationOperation join, IOperation made, ILocalSymbol local, MemberOperations member)
    {
        if (!IsEmpty(made))
        {
            return null;
        }

        foreach (var mention in member.MentionsOf(local))
        {
            var kept = mention.Parent switch
            {
                IInvocationOperation { TargetMethod.Name: "Add", Arguments: [{ Value: { } added }] } add when add.Instance == mention => added,
                IArrayElementReferenceOperation { Parent: ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation, Value: { } stored } } => stored,
                _ => null,
            };
            if (kept is not null && StartIn(kept) is { } start && start.FunctionAround() == join.FunctionAround() && start.LoopAround() is { } loop && !join.IsWithin(loop))
            {
                return new ItemTasks(join, start) { Loop = loop, Tasks = local };
            }
        }

        return null;
    }

    /// <summary>A lambda that awaits the task does no more than one that gives it.</summary>
    private static IInvocationOperation? StartIn(IOperation value) => value.Unwrapped() switch
    {
        IAwaitOperation { Operation: { } awaited } => StartIn(awaited),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } => StartIn(task),
        IInvocationOperation { TargetMethod.Name: "Run" or "StartNew" } start => start,
        _ => null,
    };

    private static IAnonymousFunctionOperation? LambdaOf(IOperation? selector) => selector?.Unwrapped() switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda,
        IAnonymousFunctionOperation lambda => lambda,
        _ => null,
    };

    private static bool IsEmpty(IOperation collection) => collection.Unwrapped() switch
    {
        IObjectCreationOperation { Initializer: null } created => created.Arguments.All(static argument => argument.Value.Type?.SpecialType == SpecialType.System_Int32),
        IArrayCreationOperation { Initializer: null } => true,
        { Kind: OperationKind.CollectionExpression } list => list.ChildOperations.Count == 0,
        _ => false,
    };
}
