using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// A loop that takes all tasks out of a collection in the order in which they complete, and waits for any of those that are left in each round.
/// It is only one where nothing is added meanwhile and nothing but completion ends it.
/// </summary>
internal sealed class CompletionLoop
{
    private CompletionLoop(ILoopOperation loop, IInvocationOperation race, ISymbol tasks, ILocalSymbol? done, IOperation removal)
    {
        Loop = loop;
        Race = race;
        Tasks = tasks;
        Done = done;
        Removal = removal;
    }

    public ILoopOperation Loop { get; }

    /// <summary>The <c>WhenAny</c>.</summary>
    public IInvocationOperation Race { get; }

    /// <summary>The local or parameter that holds the collection.</summary>
    public ISymbol Tasks { get; }

    /// <summary>The local that is given the completed task; null where it is removed at once.</summary>
    public ILocalSymbol? Done { get; }

    /// <summary>The statement that takes the completed task out.</summary>
    public IOperation Removal { get; }

    /// <summary>The collection is made anew without the task, instead of giving it up.</summary>
    public bool Copies => (Removal as IExpressionStatementOperation)?.Operation is ISimpleAssignmentOperation;

    /// <summary>The loop goes on for as long as there are tasks, and asks nothing else.</summary>
    public bool IsUntilEmpty { get; private set; }

    /// <summary>Somebody else looks at what is left in the collection: in the loop, behind it, or under another name.</summary>
    public bool IsLookedAt { get; private set; }

    /// <summary>Null when the call does not wait for the tasks of such a loop.</summary>
    public static CompletionLoop? Of(SyntaxNode whenAny, MemberOperations member) =>
        member.CallAt(whenAny) is { Arguments: [{ Value: { } tasks }] } race && race.Awaited() is { } wait && wait.LoopAround() is { } loop && Collection(tasks) is { } collection
            ? new Reader(member, race, wait, loop, collection).Read()
            : null;

    /// <summary>What the tasks are kept in. A sequence that is not kept would start them anew each time.</summary>
    private static ISymbol? Collection(IOperation tasks)
    {
        var kept = tasks.Copied();
        kept = kept is IPropertyReferenceOperation { Property.Name: "Keys", Instance: { } dictionary } ? dictionary.Unwrapped() : kept;
        return kept.Type is IArrayTypeSymbol || kept.Type?.AllInterfaces.Append(kept.Type).Any(static type => type.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_ICollection_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T) == true
            ? kept switch { ILocalReferenceOperation local => local.Local, IParameterReferenceOperation parameter => parameter.Parameter, _ => null }
            : null;
    }

    private sealed class Reader(MemberOperations member, IInvocationOperation race, IAwaitOperation wait, ILoopOperation loop, ISymbol tasks)
    {
        public CompletionLoop? Read()
        {
            var function = loop.FunctionAround();
            var mentions = member.MentionsOf(tasks).ToList();
            if (!TryDone(out var done) || !IsOf(function) || mentions.Any(mention => mention.FunctionAround() != function) || Removal(mentions, done) is not { } removal
                || !IsEveryTime(removal) || !IsEveryTime(wait) || IsSkipped(removal) || Condition() is not { } condition)
            {
                return null;
            }

            var isAsked = false;
            foreach (var part in PartsOf(condition))
            {
                if (!AsksForRest(part) && !IsNotCancelled(part) && part.ConstantValue is not { HasValue: true, Value: true })
                {
                    return null;
                }

                isAsked |= !AsksForRest(part);
            }

            // Whoever leaves early needs few rounds. That the caller has lost interest is no such case.
            var exits = loop.Body.OwnOperations().Where(operation => operation.Leaves(loop)).ToList();
            if (exits.Any(exit => !exit.IsOnCancellation(loop) && !exit.IsGuarded(loop, AsksForRest)))
            {
                return null;
            }

            var looks = mentions.Where(mention => mention.IsWithin(loop.Body) && !mention.IsWithin(race) && !mention.IsWithin(removal)).ToList();
            if (looks.Any(look => !IsLook(look)))
            {
                return null;
            }

            return new CompletionLoop(loop, race, tasks, done, removal)
            {
                IsUntilEmpty = !isAsked && exits.Count == 0 && loop is IWhileLoopOperation { ConditionIsTop: true, ConditionIsUntil: false },
                IsLookedAt = looks.Count > 0 || IsSeenOutside(mentions) || removal.SelfAndBelow().OfType<IArgumentOperation>().Any(static argument => argument.Parameter?.RefKind == RefKind.Out),
            };
        }

        /// <summary>A collection of the function around would outlive the call of this one.</summary>
        private bool IsOf(IOperation? function) => function switch
        {
            IAnonymousFunctionOperation lambda => tasks.ContainingSymbol.IsSameAs(lambda.Symbol),
            ILocalFunctionOperation local => tasks.ContainingSymbol.IsSameAs(local.Symbol),
            _ => true,
        };

        /// <summary>What becomes of the completed task: it is given a name, or removed at once.</summary>
        private bool TryDone(out ILocalSymbol? done)
        {
            IOperation value = wait;
            while (value.Parent is IConversionOperation or IParenthesizedOperation)
            {
                value = value.Parent;
            }

            done = value.Parent switch
            {
                IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
                _ => null,
            };
            return done is not null || value.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Remove" } };
        }

        /// <summary>The one statement of the loop that takes the task out; null where there is none, or more than one.</summary>
        private IOperation? Removal(List<IOperation> mentions, ILocalSymbol? done)
        {
            var removals = mentions.Where(mention => mention.IsWithin(loop.Body)).Select(mention => RemovalBy(mention, done)).OfType<IOperation>().Distinct().ToList();
            return removals is [var only] ? only : null;
        }

        private IOperation? RemovalBy(IOperation mention, ILocalSymbol? done) => mention.Parent switch
        {
            IInvocationOperation { TargetMethod.Name: "Remove" } remove when remove.Instance == mention && remove.ArgumentAt(0) is { } removed && IsDone(removed, done) => StatementOf(remove),
            ISimpleAssignmentOperation { Parent: IExpressionStatementOperation statement } assignment when assignment.Target == mention && done is not null && IsWithout(assignment.Value, done) => statement,
            _ => null,
        };

        private bool IsDone(IOperation removed, ILocalSymbol? done) =>
            done is null ? wait.IsWithin(removed) : removed.Unwrapped() is ILocalReferenceOperation { Local: var local } && local.IsSameAs(done);

        private static IOperation? StatementOf(IInvocationOperation remove) => remove.Parent switch
        {
            IExpressionStatementOperation statement => statement,
            ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation statement } => statement,
            _ => null,
        };

        /// <summary>All other tasks of the collection.</summary>
        private bool IsWithout(IOperation value, ILocalSymbol done)
        {
            if (value.Copied() is not IInvocationOperation call || !call.SelfAndBelow().Any(operation => operation is ILocalReferenceOperation { Local: var mentioned } && mentioned.IsSameAs(done)))
            {
                return false;
            }

            // An immutable collection gives back what is left.
            var source = (call.Instance ?? call.ArgumentAt(0))?.Copied();
            var isOfTasks = source is ILocalReferenceOperation { Local: var local } ? local.IsSameAs(tasks) : source is IParameterReferenceOperation { Parameter: var parameter } && parameter.IsSameAs(tasks);
            return isOfTasks && call.TargetMethod.Name switch
            {
                "Where" => call.SelfAndBelow().OfType<IAnonymousFunctionOperation>().SingleOrDefault()?.Body is { Operations: [IReturnOperation { ReturnedValue: { } kept }] }
                    && kept.Unwrapped() is IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not },
                "Except" or "Remove" => true,
                _ => false,
            };
        }

        /// <summary>Whatever happens in the round, short of a failure.</summary>
        private bool IsEveryTime(IOperation part)
        {
            for (var current = part; current != loop.Body; current = current.Parent)
            {
                if (current.Parent is null or IConditionalOperation or ISwitchCaseOperation or ICatchClauseOperation or ILoopOperation or ICoalesceOperation)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>A round may go on to the next one before it comes to the removal.</summary>
        private bool IsSkipped(IOperation removal) => loop.Body.OwnOperations().Any(operation => operation is IBranchOperation { BranchKind: BranchKind.Continue } && operation.Syntax.SpanStart < removal.Syntax.SpanStart);

        private IOperation? Condition() => loop switch
        {
            IWhileLoopOperation { ConditionIsUntil: false, Condition: { } condition } => condition,
            IForLoopOperation { Condition: { } condition } => condition,
            _ => null,
        };

        private static IEnumerable<IOperation> PartsOf(IOperation condition) => condition.Unwrapped() is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both
            ? PartsOf(both.LeftOperand).Concat(PartsOf(both.RightOperand))
            : [condition.Unwrapped()];

        /// <summary>Whether any tasks are left, and nothing else.</summary>
        private bool AsksForRest(IOperation condition) => condition.Unwrapped() switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => AsksForRest(not.Operand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan or BinaryOperatorKind.NotEquals or BinaryOperatorKind.Equals or BinaryOperatorKind.LessThanOrEqual } compared => IsCount(compared.LeftOperand) && compared.RightOperand.ConstantValue is { HasValue: true, Value: 0 },
            IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan } compared => IsCount(compared.LeftOperand) && compared.RightOperand.ConstantValue is { HasValue: true, Value: 1 },
            IIsPatternOperation { Pattern: IRelationalPatternOperation { OperatorKind: BinaryOperatorKind.GreaterThan, Value.ConstantValue: { HasValue: true, Value: 0 } } } matched => IsCount(matched.Value),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: 0 } } } } matched => IsCount(matched.Value),
            IInvocationOperation { TargetMethod.Name: "Any", Arguments.Length: 1 } any when any.IsLinq() => IsOfTasks(any.ArgumentAt(0)),
            IPropertyReferenceOperation { Property.Name: "IsEmpty" } empty => IsOfTasks(empty.Instance),
            _ => false,
        };

        private bool IsCount(IOperation operation) => operation.Unwrapped() switch
        {
            IPropertyReferenceOperation { Property.Name: "Count" or "Length" } count => IsOfTasks(count.Instance),
            IInvocationOperation { TargetMethod.Name: "Count", Arguments.Length: 1 } count when count.IsLinq() => IsOfTasks(count.ArgumentAt(0)),
            _ => false,
        };

        private bool IsOfTasks(IOperation? collection) => collection?.Unwrapped() switch
        {
            ILocalReferenceOperation local => local.Local.IsSameAs(tasks),
            IParameterReferenceOperation parameter => parameter.Parameter.IsSameAs(tasks),
            IPropertyReferenceOperation { Property.Name: "Keys" or "Values", Instance: { } dictionary } => IsOfTasks(dictionary),
            _ => false,
        };

        private static bool IsNotCancelled(IOperation condition) => condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: { } operand } && operand.IsCancellationCheck();

        /// <summary>Reads the collection; anything else might add to it.</summary>
        private static bool IsLook(IOperation mention) => mention.Parent switch
        {
            IPropertyReferenceOperation property => property.Instance == mention && !(property.Parent is IAssignmentOperation assignment && assignment.Target == property),
            IInvocationOperation { TargetMethod.Name: "Contains" or "ContainsKey" or "TryGetValue" or "IndexOf" } question => question.Instance == mention,
            IConversionOperation { Parent: IArgumentOperation { Parent: IInvocationOperation query } } => query.IsLinq(),
            IArgumentOperation { Parent: IInvocationOperation query } => query.IsLinq(),
            IArrayElementReferenceOperation { Parent: not IAssignmentOperation } => true,
            _ => false,
        };

        /// <summary>The caller's list, one that is looked at again, or one that others know of.</summary>
        private bool IsSeenOutside(List<IOperation> mentions)
        {
            if (tasks is IParameterSymbol || mentions.Any(mention => mention.Syntax.SpanStart > loop.Syntax.Span.End))
            {
                return true;
            }

            // A loop around comes back to it.
            var declared = tasks.DeclaringSyntaxReferences.FirstOrDefault()?.Span;
            for (var around = loop.LoopAround(); around is not null; around = around.LoopAround())
            {
                if (declared is not { } span || !around.Syntax.Span.Contains(span))
                {
                    return true;
                }
            }

            return mentions.Any(mention => !mention.IsWithin(loop) && !IsLook(mention) && !IsFilling(mention));
        }

        private static bool IsFilling(IOperation mention) => mention.Parent switch
        {
            IInvocationOperation call => call.Instance == mention,
            IAssignmentOperation assignment => assignment.Target == mention,
            IForEachLoopOperation or IArrayElementReferenceOperation => true,
            IPropertyReferenceOperation property => property.Instance == mention,
            _ => false,
        };
    }
}
