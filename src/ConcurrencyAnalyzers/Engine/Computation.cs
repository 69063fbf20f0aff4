using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What one body shows of computation: how its loops over unbounded ranges nest, and whether it calls itself more than once.</summary>
internal sealed class Computation(int nest, string? ranges, bool branchingRecursion, SyntaxNode? site)
{
    public static readonly Computation None = new(0, null, false, null);

    /// <summary>The deepest nest of loops over unbounded ranges with arithmetic on elements inside. One loop is never evidence.</summary>
    public int Nest { get; } = nest;

    /// <summary>What the loops of that nest run over.</summary>
    public string? Ranges { get; } = ranges;

    public bool BranchingRecursion { get; } = branchingRecursion;

    public SyntaxNode? Site { get; } = site;

    /// <summary>The evidence in words, or null when there is none.</summary>
    public string? Evidence =>
        Nest >= 2 ? $"{Nest} nested loops over {Ranges}"
        : BranchingRecursion ? "branching recursion"
        : null;

    /// <summary>The same, with what an operation inside loops adds.</summary>
    public Computation With(IOperation operation, WalkContext context)
    {
        if (context.LoopDepth <= Nest || context.Loops is not { } loops || !IsArithmetic(operation))
        {
            return this;
        }

        var outermost = loops;
        while (outermost.Outer is { } outer)
        {
            outermost = outer;
        }

        var shown = outermost.Range == loops.Range ? $"'{loops.Range}'" : $"'{outermost.Range}' and '{loops.Range}'";
        return new Computation(context.LoopDepth, shown, BranchingRecursion, outermost.Loop.Syntax);
    }

    // A loop's own counter and bound are no work on elements.
    private static bool IsArithmetic(IOperation operation)
    {
        for (var part = operation; part.Parent is { } parent and not IBlockOperation; part = parent)
        {
            if (parent is IForLoopOperation loop)
            {
                if (loop.Body != part)
                {
                    return false;
                }

                break;
            }
        }

        return operation switch
        {
            IBinaryOperation binary => LoopRanges.IsNumeric(binary.Type),
            ICompoundAssignmentOperation compound => LoopRanges.IsNumeric(compound.Type),
            IArrayElementReferenceOperation => true,
            _ => false,
        };
    }
}
