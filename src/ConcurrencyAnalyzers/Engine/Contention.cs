using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What the threads of a parallel construct add up in one place, though a part for each thread, combined at the end, would be right, or faster.</summary>
internal static class Contention
{
    /// <summary>The first change of each such variable. A race counts whatever the work costs; taking turns counts where it costs more than the work.</summary>
    /// <param name="work">The construct.</param>
    /// <param name="body">The facts of its lambda.</param>
    /// <param name="model">The compilation.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IEnumerable<Accumulation> Of(ParallelWork work, Body body, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var own = AccumulationReader.Read(work, work.Body);
        foreach (var change in own.All)
        {
            if (Counts(change) && seen.Add(change.Variable))
            {
                yield return change;
            }
        }

        if (work.Last is { } last && AccumulationReader.Read(work, last) is { HasOtherLocks: false } combined)
        {
            foreach (var change in combined.All.Where(static change => change.Protection == Protection.None))
            {
                if (seen.Add(change.Variable))
                {
                    yield return change;
                }
            }
        }

        bool Counts(Accumulation change) => change.Protection switch
        {
            Protection.None => !own.HasOtherLocks,
            _ when change.IsConditional || work.HasLocalState || work.Construct.TargetMethod.Name is "Select" or "Where" or "SelectMany" => false,
            Protection.LockAroundAll => true,

            // Somebody else may look at a field while the loop runs.
            Protection.Interlocked or Protection.Bag => change.Variable is ILocalSymbol && IsCheapBeside(change),
            _ => OnlyChanges(change.Lock!, own) && IsCheapBeside(change),
        };

        bool IsCheapBeside(Accumulation change)
        {
            var wholes = own.All.Select(static other => other.Whole).ToArray();
            return model.CostOf(body, work.Body.Body, cancellationToken, wholes).IsTiny && Operands(change.Change).All(operand => model.CostOf(body, operand, cancellationToken).IsTiny);
        }
    }

    private static bool OnlyChanges(ILockOperation held, Accumulations all) =>
        (held.Body is IBlockOperation block ? block.Operations : [held.Body]).All(operation => operation is IExpressionStatementOperation statement && all.All.Any(change => change.Change == statement.Operation));

    private static IEnumerable<IOperation> Operands(IOperation change) => change switch
    {
        IAssignmentOperation assignment => [assignment.Value],
        IInvocationOperation call => call.Arguments.Where(static argument => argument.Parameter?.RefKind == RefKind.None).Select(static argument => argument.Value),
        _ => [],
    };
}
