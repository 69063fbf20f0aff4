using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Recognises work whose result is kept: behind a check that a field, or what it stores, is missing, in a branch that then fills it. First-time
/// initialisation is the simplest; caches by key, and values that are fetched again when they are old, are of the same kind.
/// </summary>
/// <param name="firstValue">What a local was given first.</param>
internal sealed class OneTime(Func<ILocalSymbol, IOperation?> firstValue)
{
    private const int MaximumFillers = 8;

    /// <summary>What each branch fills, and what it calls: a method with a thousand guards must not be read a thousand times.</summary>
    private readonly Dictionary<IOperation, (HashSet<ISymbol> Filled, ImmutableArray<IMethodSymbol> Callees)> branches = [];

    /// <summary>Null when the work is done every time.</summary>
    /// <param name="condition">What is checked.</param>
    /// <param name="negated">The condition holds when the work is already done.</param>
    /// <param name="branch">Where the field has to be filled.</param>
    public Miss? Of(IOperation condition, bool negated, IOperation? branch)
    {
        if (branch is null || Missing(condition, negated) is not { Count: > 0 } lacking)
        {
            return null;
        }

        if (!branches.TryGetValue(branch, out var known))
        {
            branches.Add(branch, known = Read(branch));
        }

        foreach (var (store, frequency) in lacking)
        {
            if (known.Filled.Contains(store))
            {
                return new Miss(store, frequency, []);
            }
        }

        return known.Callees.IsEmpty ? null : new Miss(lacking[0].Store, lacking[0].Frequency, known.Callees);
    }

    /// <summary>The fields and properties that an operation gives a value, or adds something to.</summary>
    public static IEnumerable<ISymbol> Filled(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: false } method, Instance: { } instance } when Adds(method) => Store(instance) is { } store ? [store] : [],
        IInvocationOperation { TargetMethod: { IsExtensionMethod: true } method, Arguments: [{ Value: { } extended }, ..] } when Adds(method) => Store(extended) is { } store ? [store] : [],
        ICompoundAssignmentOperation or IIncrementOrDecrementOperation => [],
        _ => operation.Written() is { Count: > 0 } written ? written.Select(Store).OfType<ISymbol>() : [],
    };

    private static bool Adds(IMethodSymbol method)
    {
        foreach (var verb in Verbs)
        {
            if (method.Name.StartsWith(verb, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly string[] Verbs =
        ["Add", "TryAdd", "Set", "TrySet", "Insert", "Put", "Store", "Save", "Update", "Append", "Enqueue", "Push", "Replace", "GetOrAdd", "GetOrCreate", "Load", "Fill", "Populate"];

    private static (HashSet<ISymbol> Filled, ImmutableArray<IMethodSymbol> Callees) Read(IOperation branch)
    {
        var filled = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var callees = new List<IMethodSymbol>();
        foreach (var operation in branch.SelfAndBelow())
        {
            filled.UnionWith(Filled(operation));

            if (operation is IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false } callee } call && callees.Count < MaximumFillers
                && call.Instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance })
            {
                callees.Add(callee.Canonical());
            }
        }

        return (filled, [.. callees]);
    }

    /// <summary>What is found missing where the condition holds, or does not.</summary>
    private List<(ISymbol Store, Frequency Frequency)> Missing(IOperation condition, bool negated)
    {
        condition = condition.Unwrapped();
        if (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            return Missing(not.Operand, !negated);
        }

        if (condition is not IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both)
        {
            return Lacking(condition, negated) is { } found ? [found] : [];
        }

        var (left, right) = (Missing(both.LeftOperand, negated), Missing(both.RightOperand, negated));
        if ((both.OperatorKind == BinaryOperatorKind.ConditionalAnd) != negated)
        {
            // Each part has to hold for the work to be done, so one of them is enough.
            return [.. left, .. right];
        }

        // Each part alone has the work done again: a value may be old, but nobody may ask for a new one.
        return left.Count > 0 && (right.Count > 0 || !AsksAgain(both.RightOperand)) ? AsOftenAsAny([.. left, .. right])
            : right.Count > 0 && !AsksAgain(both.LeftOperand) ? right
            : [];
    }

    private static List<(ISymbol Store, Frequency Frequency)> AsOftenAsAny(List<(ISymbol Store, Frequency Frequency)> lacking) =>
        lacking.ConvertAll(one => (one.Store, lacking.Max(static any => any.Frequency)));

    private static bool AsksAgain(IOperation condition) => condition.SelfAndBelow().Any(static part => part is IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Boolean });

    private (ISymbol Store, Frequency Frequency)? Lacking(IOperation condition, bool negated) => condition switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals when !negated => Compared(equals),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan } differs when negated && Compared(differs) is { } compared => compared,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } age => PerMiss(Time(age.LeftOperand) ?? Time(age.RightOperand)),
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value: { } value } } pattern when !negated && value.IsNullLiteral() => Nullable(pattern.Value),
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: { } value } } } pattern when negated && value.IsNullLiteral() => Nullable(pattern.Value),
        IIsPatternOperation { Pattern: IRecursivePatternOperation or IDeclarationPatternOperation } pattern when negated => Nullable(pattern.Value),
        IPropertyReferenceOperation { Property.Name: "IsEmpty", Instance: { } instance } when !negated => Once(Store(instance)),
        IPropertyReferenceOperation { Property.Name: "HasValue" or "IsValueCreated", Instance: { } instance } when negated => Once(Store(instance)),
        IFieldReferenceOperation or IPropertyReferenceOperation when negated => Once(Store(condition)),
        IInvocationOperation { TargetMethod: { IsStatic: true, Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" }, Arguments: [{ Value: { } text }, ..] } when !negated => Nullable(text),
        IInvocationOperation { TargetMethod.Name: "TryGetValue" or "TryGet" or "TryPeek" or "ContainsKey" or "Contains" } lookup when negated => PerMiss(Store(lookup.Instance ?? lookup.Arguments.FirstOrDefault()?.Value)),
        IInvocationOperation { TargetMethod.Name: "Any" } any when negated => Once(Store(any.Instance ?? any.Arguments.FirstOrDefault()?.Value)),
        _ => null,
    };

    private (ISymbol Store, Frequency Frequency)? Compared(IBinaryOperation comparison) =>
        comparison.RightOperand.IsNullLiteral() ? Nullable(comparison.LeftOperand)
        : comparison.LeftOperand.IsNullLiteral() ? Nullable(comparison.RightOperand)
        : comparison.RightOperand.ConstantValue is { HasValue: true, Value: 0 } ? Once(Counted(comparison.LeftOperand))
        : null;

    private static ISymbol? Counted(IOperation number) => number.Unwrapped() switch
    {
        IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } instance } => Store(instance),
        IInvocationOperation { TargetMethod.Name: "Count" } call => Store(call.Instance ?? call.Arguments.FirstOrDefault()?.Value),
        _ => null,
    };

    /// <summary>The field itself, or the store that a local was asked of.</summary>
    private (ISymbol Store, Frequency Frequency)? Nullable(IOperation value)
    {
        if (value.Unwrapped() is not ILocalReferenceOperation { Local: var local })
        {
            return Once(Store(value));
        }

        var given = firstValue(local)?.Unwrapped();
        while (given is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: not null })
        {
            given = (given is IAwaitOperation { Operation: var awaited } ? awaited : ((IInvocationOperation)given).Instance!).Unwrapped();
        }

        return given switch
        {
            IInvocationOperation { Instance: { } asked } => PerMiss(Store(asked)),
            IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: [{ Value: { } asked }, ..] } => PerMiss(Store(asked)),
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } asked } => PerMiss(Store(asked)),
            IFieldReferenceOperation or IPropertyReferenceOperation => Once(Store(given)),
            _ => null,
        };
    }

    /// <summary>When something was kept last, or is to be kept until.</summary>
    private static ISymbol? Time(IOperation operand) => operand.SelfAndBelow()
        .Where(static part => part is IFieldReferenceOperation { Field.IsReadOnly: false } or IPropertyReferenceOperation { Property: { IsReadOnly: false, IsStatic: false } }
            && part.Type is { Name: "DateTime" or "DateTimeOffset", ContainingNamespace.Name: "System" })
        .Select(static part => part.Named()).FirstOrDefault();

    private static (ISymbol Store, Frequency Frequency)? Once(ISymbol? store) => store is null ? null : (store, Frequency.Once);

    private static (ISymbol Store, Frequency Frequency)? PerMiss(ISymbol? store) => store is null ? null : (store, Frequency.PerMiss);

    private static ISymbol? Store(IOperation? operation) => operation?.Unwrapped() switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed } => Store(indexed),
        IArrayElementReferenceOperation { ArrayReference: { } array } => Store(array),
        { } other => other.Named() is IFieldSymbol or IPropertySymbol ? other.Named()!.OriginalDefinition : null,
        null => null,
    };
}
