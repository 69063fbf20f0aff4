using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Tasks that are started for all items of a sequence before anybody waits for one of them: by a <c>Select</c>, or by a loop that collects
/// or drops them. It is only one where nothing in between makes the next item wait.
/// </summary>
internal sealed class FanOut
{
    // Whoever waits in the loop, or asks for a permit, lets so many through as somebody has chosen.
    private static readonly string[] Gates = ["Wait", "Acquire", "Enter", "Sleep", "Throttle", "Limit"];

    private FanOut(IOperation source, IInvocationOperation starter, IOperation work)
    {
        Source = source;
        Starter = starter;
        Work = work;
    }

    /// <summary>Where the items come from; for a loop that reads, the reader.</summary>
    public IOperation Source { get; }

    /// <summary>The <c>Select</c>, or the call whose task is collected or dropped.</summary>
    public IInvocationOperation Starter { get; }

    /// <summary>What is done to an item: the lambda or method that the <c>Select</c> is given; or the starter itself.</summary>
    public IOperation Work { get; }

    /// <summary>The loop that starts the tasks; null for a query.</summary>
    public ILoopOperation? Loop { get; private set; }

    /// <summary>The variable of the item, where a loop has one.</summary>
    public ILocalSymbol? Item { get; private set; }

    /// <summary>The collection of the tasks, where it has a name.</summary>
    public ILocalSymbol? Tasks { get; private set; }

    /// <summary>The call that waits for all; null where nobody does.</summary>
    public IInvocationOperation? Join { get; private set; }

    /// <summary>The loop goes on until another party says that nothing more comes.</summary>
    public bool IsReading { get; private set; }

    /// <summary>The tasks that a call of <c>Task.WhenAll</c> waits for, if they are those of all items.</summary>
    public static FanOut? Of(SyntaxNode whenAll, MemberOperations member)
    {
        if (member.CallAt(whenAll) is not { Arguments: [{ Value: { } tasks }] } join)
        {
            return null;
        }

        var fanOut = tasks.Copied() switch
        {
            IInvocationOperation select when !IsPart(select, join) => OfQuery(select),
            ILocalReferenceOperation { Local: var kept } => OfKept(kept, join, member),
            _ => null,
        };
        if (fanOut is not null)
        {
            fanOut.Join = join;
        }

        return fanOut;
    }

    /// <summary>A task for each item that is read, which nobody waits for.</summary>
    public static FanOut? OfDropped(SyntaxNode call, MemberOperations member) =>
        member.CallAt(call) is { } starter && (starter.Parent is ISimpleAssignmentOperation { Target: IDiscardOperation } or IExpressionStatementOperation) && starter.LoopAround() is { } loop && !IsPaced(loop, starter, null)
        && loop.LoopAround()?.Body.OwnOperations(loop).Any(static operation => operation is IAwaitOperation) != true
            ? OfLoop(loop, starter)
            : null;

    /// <summary>What is made in a round of a loop is a part of something: a page, a batch, the lines of an order.</summary>
    private static bool IsPart(IInvocationOperation select, IOperation join) => join.LoopAround() is { } loop && select.ArgumentAt(0) is { } source && source.SelfAndBelow().Any(operation =>
        operation is ILocalReferenceOperation { Local: var local } && local.DeclaringSyntaxReferences.FirstOrDefault() is { } declared && loop.Syntax.Span.Contains(declared.Span));

    private static FanOut? OfQuery(IInvocationOperation select)
    {
        var selector = select is { TargetMethod.Name: "Select", Arguments.Length: 2 } && select.IsLinq() ? select.ArgumentAt(1)?.Unwrapped() : null;
        IOperation? work = (selector is IDelegateCreationOperation created ? created.Target : selector) switch
        {
            IAnonymousFunctionOperation { Symbol.Parameters.Length: 1 } lambda => lambda,
            IMethodReferenceOperation method => method,
            _ => null,
        };
        return work is not null && select.ArgumentAt(0) is { } source ? new FanOut(source, select, work) : null;
    }

    private static FanOut? OfKept(ILocalSymbol kept, IInvocationOperation join, MemberOperations member)
    {
        if (member.OnlyValue(kept) is not { } made)
        {
            return null;
        }

        var mentions = member.MentionsOf(kept).ToList();
        if (made.Copied() is IInvocationOperation query)
        {
            // Whoever looks at them before has a say in how many there are.
            if (mentions.Any(mention => mention.Syntax.SpanStart < join.Syntax.SpanStart) || join.LoopAround() is not null || OfQuery(query) is not { } all)
            {
                return null;
            }

            all.Tasks = kept;
            return all;
        }

        var adds = mentions.Select(Operations.Adding).OfType<IInvocationOperation>().ToList();
        if (!made.IsEmptyList() || adds is not [var add] || mentions.Any(mention => mention.Syntax.SpanStart < join.Syntax.SpanStart && mention.Adding() is null && !IsCounted(mention))
            || add.LoopAround() is not { } loop || loop.LoopAround() is not null || join.IsWithin(loop) || join.LoopAround() is not null || add.FunctionAround() != join.FunctionAround() || StarterOf(add, member) is not { } starter || IsPaced(loop, starter, kept))
        {
            return null;
        }

        var fanOut = OfLoop(loop, starter);
        if (fanOut is not null)
        {
            fanOut.Tasks = kept;
        }

        return fanOut;
    }

    private static FanOut? OfLoop(ILoopOperation loop, IInvocationOperation starter) => loop switch
    {
        IForEachLoopOperation { Locals: [var item] } each => new FanOut(each.Collection, starter, starter) { Loop = loop, Item = item },
        IWhileLoopOperation { Condition: { } condition } => ReaderIn(condition) is { } reader ? new FanOut(reader, starter, starter) { Loop = loop, IsReading = true } : null,
        _ => null,
    };

    /// <summary>What a condition reads the next item from: a row, a message.</summary>
    private static IOperation? ReaderIn(IOperation condition)
    {
        var asked = condition.Unwrapped();
        if (asked is IAwaitOperation { Operation: var task })
        {
            asked = task.Unwrapped() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } ? configured : task.Unwrapped();
        }

        return asked is IInvocationOperation { TargetMethod.Name: "Read" or "ReadAsync" or "WaitToReadAsync" or "TryRead", Instance: { } reader } ? reader : null;
    }

    /// <summary>Something in the loop waits, leaves it before its end, or looks at how many tasks there are.</summary>
    private static bool IsPaced(ILoopOperation loop, IInvocationOperation starter, ILocalSymbol? tasks) => loop.Body.OwnOperations().Any(operation => operation switch
    {
        IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true } => true,
        IInvocationOperation call when call != starter => Array.Exists(Gates, call.TargetMethod.Says) || call.TargetMethod.ContainingType.Name is "Monitor" or "SpinWait",
        ILocalReferenceOperation { Local: var mentioned } mention when mentioned.IsSameAs(tasks) => mention.Adding() is null,
        _ => operation.Leaves(loop) && !operation.IsOnCancellation(loop.Body),
    });

    /// <summary>The call whose task is added.</summary>
    private static IInvocationOperation? StarterOf(IInvocationOperation add, MemberOperations member) => add.Arguments[0].Value.Unwrapped() switch
    {
        IInvocationOperation starter => starter,
        ILocalReferenceOperation { Local: var task } when member.MentionsOf(task).Count() == 1 => member.OnlyValue(task)?.Unwrapped() as IInvocationOperation,
        _ => null,
    };

    private static bool IsCounted(IOperation mention) => mention.Parent is IPropertyReferenceOperation { Property.Name: "Count" or "Length" };
}
