using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>One change of a variable that all threads of a parallel construct share.</summary>
/// <param name="Variable">The variable, field or property.</param>
/// <param name="Mention">Where the change names it.</param>
/// <param name="Change">The assignment, or the call that changes the object behind it.</param>
/// <param name="Protection">What keeps it whole.</param>
/// <param name="Lock">The lock around it.</param>
/// <param name="IsObject">The object behind the variable is changed, a collection for example, and not the variable.</param>
/// <param name="IsConditional">Not every item changes it.</param>
internal sealed record Accumulation(ISymbol Variable, IOperation Mention, IOperation Change, Protection Protection, ILockOperation? Lock, bool IsObject, bool IsConditional)
{
    /// <summary>What a body that has nothing else to do would lack.</summary>
    public IOperation Whole => Lock ?? (Change.Parent is IExpressionStatementOperation statement ? statement : Change);
}
