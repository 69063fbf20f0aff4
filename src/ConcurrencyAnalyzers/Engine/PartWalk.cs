using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Reads the work of a part of a body. The walk begins at the member, so that it knows how much the locals stand for that the part runs over.
/// </summary>
internal static class PartWalk
{
    /// <param name="rounds">Filled with the places in the part, each in its round.</param>
    public static void Read(IOperation part, IOperation[] leftOut, WorkReader reader, WorkDraft work, Dictionary<SyntaxNode, Round?> rounds)
    {
        var pending = new Stack<(IOperation Operation, ISymbol? Owner, Round? Round, bool Counts)>();
        var children = new List<(IOperation Operation, ISymbol? Owner, Round? Round, bool Counts)>();
        var root = part.Root();
        pending.Push((root, null, null, false));
        while (pending.Count > 0)
        {
            var (operation, owner, round, counts) = pending.Pop();
            if (leftOut.Contains(operation))
            {
                continue;
            }

            if (operation == part)
            {
                (round, counts) = (null, true);
            }

            switch (operation)
            {
                case IAnonymousFunctionOperation lambda:
                    (owner, round, counts) = (lambda.Symbol, null, false);
                    break;
                case ILocalFunctionOperation function:
                    (owner, round, counts) = (function.Symbol, null, false);
                    break;
                case IThrowOperation or ICatchClauseOperation:
                    counts = false;
                    break;
            }

            var symbol = owner ?? NoOwner(operation);
            reader.Note(operation, symbol);
            if (counts)
            {
                reader.Price(operation, work, round, symbol);
                rounds[operation.Syntax] = round;
            }

            var inner = operation is ILoopOperation entered ? reader.Enter(entered, round, symbol) : Trips.Inside(operation, round);
            foreach (var child in operation.ChildOperations)
            {
                children.Add((child, owner, operation switch
                {
                    ILoopOperation loop when child.Precedes(loop) => round,
                    IConditionalOperation choice when child != choice.Condition => Trips.InBranch(choice, inner),
                    _ => inner,
                }, counts));
                inner = operation is IBlockOperation ? Trips.Behind(child, inner) : inner;
            }

            for (var i = children.Count - 1; i >= 0; i--)
            {
                pending.Push(children[i]);
            }

            children.Clear();
        }
    }

    // A part has no callers of its own, so nobody puts in what its parameters are given.
    private static ISymbol NoOwner(IOperation operation) => operation.SemanticModel!.Compilation.Assembly;
}
