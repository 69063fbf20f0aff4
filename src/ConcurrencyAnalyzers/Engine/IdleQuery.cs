using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A parallel query in which there is nothing for its workers to do: its items are taken over as they come.</summary>
internal static class IdleQuery
{
    /// <summary>What takes the items, when nothing is done with one of them before; null where something may be.</summary>
    /// <param name="start">The call of <c>AsParallel</c>.</param>
    /// <param name="operations">The member that it stands in.</param>
    public static string? End(IInvocationOperation start, MemberOperations operations)
    {
        // A query of a query runs the first one; and of a partitioner there is no other way to get a sequence.
        if (start.ArgumentAt(0) is not { } source || start.TargetMethod.Parameters.FirstOrDefault()?.Type is not INamedTypeSymbol { TypeKind: TypeKind.Interface } || IsQuery(source.Unwrapped().Type))
        {
            return null;
        }

        return EndOf(start, Destinations.IsLazySequence(source.Unwrapped().Type), false, operations);
    }

    /// <summary>Says how the query runs, or hands its items on as they are.</summary>
    public static bool IsSetting(string method) => method is "AsOrdered" or "AsUnordered" or "WithDegreeOfParallelism" or "WithExecutionMode" or "WithMergeOptions" or "WithCancellation";

    /// <summary>The words for whoever takes the items.</summary>
    public static string Words(string end) => end switch
    {
        ForEach => "'foreach' takes the items one by one and runs its body on one thread",
        "AsSequential" or "AsEnumerable" => $"'{end}' ends the query before there is any work in it",
        "ToDictionary" => "'ToDictionary' runs its delegates on one thread",
        _ => $"'{end}' takes the items over as they are",
    };

    private const string ForEach = "foreach";

    /// <param name="query">The query so far.</param>
    /// <param name="isLazy">The items are computed as they are taken.</param>
    /// <param name="hasWorkers">The query takes them by threads of its own.</param>
    /// <param name="operations">The member.</param>
    private static string? EndOf(IOperation query, bool isLazy, bool hasWorkers, MemberOperations operations)
    {
        for (var current = query; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or ITranslatedQueryOperation or IArgumentOperation or IVariableInitializerOperation:
                    break;
                case IInvocationOperation call when call.IsPlinq():
                    if (current is not IArgumentOperation { Parameter.Ordinal: 0 })
                    {
                        return null;
                    }

                    if (HandsOn(call))
                    {
                        hasWorkers = true;
                        break;
                    }

                    return Ends(call) && !(hasWorkers && isLazy && IsStreaming(call.TargetMethod.Name)) ? call.TargetMethod.Name : null;
                case IInvocationOperation call:
                    return current is IArgumentOperation && TakesSequence((IArgumentOperation)current, call.TargetMethod) && !(hasWorkers && isLazy) ? Named(call.TargetMethod) : null;
                case IObjectCreationOperation { Constructor: { } constructor }:
                    return current is IArgumentOperation argument && TakesSequence(argument, constructor) ? $"new {constructor.ContainingType.Name}" : null;
                case IForEachLoopOperation loop:
                    // Its workers would compute the next items while the body works on this one.
                    return loop.Collection == current && !loop.IsAsynchronous && !(hasWorkers && isLazy) ? ForEach : null;
                case IVariableDeclaratorOperation { Symbol: { } local } when operations.OnlyValue(local) is not null:
                    var ends = operations.MentionsOf(local).Select(mention => EndOf(mention, isLazy, hasWorkers, operations)).ToList();
                    return ends.Count > 0 && ends.TrueForAll(static end => end is not null) ? ends[0] : null;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool HandsOn(IInvocationOperation call) =>
        IsSetting(call.TargetMethod.Name) || call.TargetMethod.Name is "Cast" or "OfType" or "Take" or "Skip" or "DefaultIfEmpty" || (call.TargetMethod.Name == "Select" && IsIdentity(call.ArgumentAt(1)));

    // Keys and elements of a dictionary are computed by the thread that asks for it.
    private static bool Ends(IInvocationOperation call) => call.TargetMethod.Name is "ToList" or "ToArray" or "ToDictionary" or "AsSequential" or "AsEnumerable"
        || (call.Arguments.Length == 1 && call.TargetMethod.Name is "First" or "FirstOrDefault" or "Last" or "LastOrDefault" or "Single" or "SingleOrDefault" or "Any" or "Count" or "LongCount");

    private static bool IsStreaming(string method) => method is "AsSequential" or "AsEnumerable";

    private static bool IsIdentity(IOperation? selector) =>
        selector?.Unwrapped() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters: [var item], Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } }
        && value.Unwrapped() is IParameterReferenceOperation { Parameter: var given } && SymbolEqualityComparer.Default.Equals(given, item);

    // What is ours may go on with the query; the framework asks for the items, one after the other.
    private static bool TakesSequence(IArgumentOperation argument, IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty && argument.Parameter?.Type is { } type && Destinations.IsLazySequence(type) && IsFramework(method.ContainingType);

    private static bool IsFramework(INamedTypeSymbol? type)
    {
        var space = type?.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name == "System";
    }

    private static string Named(IMethodSymbol method) => method.IsExtensionMethod || !method.IsStatic ? method.Name : $"{method.ContainingType.Name}.{method.Name}";

    private static bool IsQuery(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "ParallelQuery", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } })
            {
                return true;
            }
        }

        return false;
    }
}
