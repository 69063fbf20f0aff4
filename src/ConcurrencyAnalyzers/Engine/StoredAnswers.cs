using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Recognises work that only brings up to date what a member gives anyway: with and without it, the answer is read from what the object has stored.
/// Loading on demand, connecting again and tidying up are done when the state asks for it, and not whenever somebody asks the object.
/// </summary>
internal static class StoredAnswers
{
    /// <summary>The work behind an <c>if</c> that gives what is stored at once, where all that follows gives the same in the end.</summary>
    public static Miss? Behind(IConditionalOperation exit, Body body)
    {
        if (Only(exit.WhenTrue) is not IReturnOperation { ReturnedValue: { } early } || !AsksItself(exit.Condition, body)
            || Read(early, body) is not { Count: > 0 } given || Later(exit, body) is not { Count: > 0 } later)
        {
            return null;
        }

        foreach (var late in later)
        {
            given.IntersectWith(late);
        }

        return given.FirstOrDefault() is { } store ? new Miss(store, Frequency.PerMiss, []) : null;
    }

    /// <summary>The work in a branch on the state, where what is stored is given behind it.</summary>
    public static Miss? In(IConditionalOperation branch, Body body) =>
        branch is { WhenFalse: null, Type: null } && !branch.WhenTrue.Exits() && body.Method is { ReturnsVoid: false } && AsksItself(branch.Condition, body)
        && Later(branch, body) is { } later && later.SelectMany(static stores => stores).FirstOrDefault() is { } store && AnswersIn(branch.WhenTrue, body) is not null
            ? new Miss(store, Frequency.PerMiss, [])
            : null;

    private static bool IsQuestion(Body body) => body is { Kind: BodyKind.Member, Method: { MethodKind: MethodKind.PropertyGet, Parameters.IsEmpty: true } };

    private static IOperation? Only(IOperation statement) => statement is not IBlockOperation block ? statement : block.Operations is [var only] ? only : null;

    /// <summary>What is read for each answer that is given behind the statement; null when one of them has something else in it.</summary>
    private static List<HashSet<ISymbol>>? Later(IOperation statement, Body body)
    {
        var answers = new List<HashSet<ISymbol>>();
        for (var current = statement; current.Parent is { } parent && current is not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = parent)
        {
            // Behind one round there is another one.
            if (parent is ILoopOperation or ISwitchCaseOperation)
            {
                return null;
            }

            // The end first: a long method is not read again from each of its branches.
            if (parent is IBlockOperation { Operations: [.., IReturnOperation { ReturnedValue: { } end }] } && Read(end, body) is null)
            {
                return null;
            }

            foreach (var next in parent is IBlockOperation block ? block.Operations.SkipWhile(before => before != current).Skip(1) : [])
            {
                if (AnswersIn(next, body) is not { } found)
                {
                    return null;
                }

                answers.AddRange(found);
            }
        }

        return answers;
    }

    private static List<HashSet<ISymbol>>? AnswersIn(IOperation statement, Body body)
    {
        var answers = new List<HashSet<ISymbol>>();
        var pending = new Stack<IOperation>([statement]);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            switch (operation)
            {
                case IReturnOperation { ReturnedValue: { } value }:
                    if (Read(value, body) is not { } stores)
                    {
                        return null;
                    }

                    answers.Add(stores);
                    break;
                // What is given when it has failed is another matter.
                case IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation:
                    break;
                default:
                    foreach (var child in operation.ChildOperations)
                    {
                        pending.Push(child);
                    }

                    break;
            }
        }

        return answers;
    }

    /// <summary>
    /// The state that an answer is made of; null when there is anything else in it. A property is a question, and may say something about what is stored. A method may be
    /// a command that tells how it went, and has to give an object itself.
    /// </summary>
    private static HashSet<ISymbol>? Read(IOperation answer, Body body) =>
        IsQuestion(body) || answer.Unwrapped() is IFieldReferenceOperation { Type.IsReferenceType: true } or IPropertyReferenceOperation { Type.IsReferenceType: true } ? StateIn(answer, body, IsPlain) : null;

    /// <summary>The condition is one on the object itself, and on something in it that changes.</summary>
    private static bool AsksItself(IOperation condition, Body body) => StateIn(condition, body, static part => IsPlain(part) || AsksMember(part)) is { Count: > 0 };

    private static bool AsksMember(IOperation part) => part is IArgumentOperation or IInvocationOperation { Instance: not null } or IInvocationOperation { TargetMethod.IsExtensionMethod: true };

    private static bool IsPlain(IOperation part) => part is IBinaryOperation or IUnaryOperation or IConversionOperation or IParenthesizedOperation or ILiteralOperation or IDefaultValueOperation
        or IInstanceReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or ITypeOfOperation or IIsTypeOperation or IIsPatternOperation or IPatternOperation
        or IPropertySubpatternOperation or IConditionalAccessOperation or IConditionalAccessInstanceOperation or ICoalesceOperation or IConditionalOperation;

    private static HashSet<ISymbol>? StateIn(IOperation value, Body body, System.Func<IOperation, bool> mayHold)
    {
        var state = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var part in value.SelfAndBelow())
        {
            if (!mayHold(part))
            {
                return null;
            }

            if (part is IMemberReferenceOperation member && IsOwn(member.Instance, member.Member, body) && Changes(member.Member))
            {
                state.Add(member.Member.OriginalDefinition);
            }
            else if (part is IInvocationOperation { Arguments.IsEmpty: true } call && IsOwn(call.Instance, call.TargetMethod, body))
            {
                state.Add(call.TargetMethod.OriginalDefinition);
            }
        }

        return state;
    }

    private static bool IsOwn(IOperation? instance, ISymbol member, Body body) => instance is null
        ? member.ContainingType.OriginalDefinition.IsSameAs(body.Symbol.ContainingType?.OriginalDefinition)
        : instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };

    /// <summary>Who has been made for one way of working takes it every time.</summary>
    private static bool Changes(ISymbol store) => store switch
    {
        IFieldSymbol field => field is { IsReadOnly: false, IsConst: false },
        IPropertySymbol { SetMethod: { } setter } => !setter.IsInitOnly,
        IPropertySymbol { GetMethod: { } getter } => !Bodies.IsAutoAccessor(getter),
        _ => false,
    };
}
