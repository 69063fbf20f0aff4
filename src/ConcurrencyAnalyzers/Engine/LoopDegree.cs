using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>How many items at once an asynchronous loop is told to have under way.</summary>
internal static class LoopDegree
{
    /// <summary>So few items are under way at once on most machines anyhow.</summary>
    private const int FewItems = 8;

    public const string Property = "MaxDegreeOfParallelism";

    /// <summary>Nobody tells the loop: it takes the number of cores. Options that come from elsewhere may tell.</summary>
    public static bool IsDefault(IInvocationOperation loop, KnownSymbols symbols) =>
        loop.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.IsSameAs(symbols.ParallelOptions) == true)?.Value is not { } options || OptionsOf(options, symbols) is not null;

    /// <summary>The creation of the options, when it sets no degree and nothing else can: it stands in the call, or in a local that only loops are given.</summary>
    public static IObjectCreationOperation? OptionsOf(IOperation options, KnownSymbols symbols) => options.Unwrapped() switch
    {
        IObjectCreationOperation creation when creation.Type.IsSameAs(symbols.ParallelOptions) && LeavesDegree(creation) => creation,
        ILocalReferenceOperation { Local: var local } => OptionsIn(local, options, symbols),
        _ => null,
    };

    /// <summary>The items are counted, or written out, in the code, and they are few.</summary>
    public static bool HasFewItems(IInvocationOperation loop) => loop.TargetMethod.Name == "ForAsync"
        ? Bound(loop, 1) - Bound(loop, 0) <= FewItems
        : ArgumentOf(loop, 0)?.Unwrapped() switch
        {
            IArrayCreationOperation { Initializer.ElementValues.Length: var count } => count <= FewItems,
            { Kind: OperationKind.CollectionExpression } items => items.ChildOperations.Count <= FewItems && items.ChildOperations.All(static item => item is not ISpreadOperation),
            _ => false,
        };

    private static long? Bound(IInvocationOperation loop, int parameter) => ArgumentOf(loop, parameter)?.ConstantValue switch
    {
        { HasValue: true, Value: int number } => number,
        { HasValue: true, Value: long number } => number,
        _ => null,
    };

    private static IOperation? ArgumentOf(IInvocationOperation loop, int parameter) => loop.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter)?.Value;

    private static IObjectCreationOperation? OptionsIn(ILocalSymbol local, IOperation place, KnownSymbols symbols)
    {
        var root = place;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        IObjectCreationOperation? created = null;
        foreach (var operation in root.SelfAndBelow())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when declarator.Symbol.IsSameAs(local):
                    created = declarator.GetVariableInitializer()?.Value is { } value && value.Unwrapped() is IObjectCreationOperation creation && creation.Type.IsSameAs(symbols.ParallelOptions) && LeavesDegree(creation) ? creation : null;
                    break;
                case ILocalReferenceOperation reference when reference.Local.IsSameAs(local) && !LeavesDegree(reference, symbols):
                    return null;
            }
        }

        return created;
    }

    // A scheduler has a degree of its own.
    private static bool LeavesDegree(IObjectCreationOperation creation) => creation.Initializer?.Initializers.Any(static initializer =>
        initializer is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: not (Property or "TaskScheduler") } }) != true;

    private static bool LeavesDegree(ILocalReferenceOperation reference, KnownSymbols symbols)
    {
        IOperation value = reference;
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => call.TargetMethod.ContainingType.IsSameAs(symbols.Parallel),
            IPropertyReferenceOperation { Property.Name: not (Property or "TaskScheduler") } => true,
            _ => false,
        };
    }
}
