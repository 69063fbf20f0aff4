using System;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Puts a price on each operation as a walk meets it. Calls of code in source, and of what the catalog measures, are left to the summaries.
/// </summary>
internal sealed class WorkReader
{
    private const double Allocation = 15;
    private const double Dispatch = 2;

    /// <summary>A processor makes several of the small steps at a time.</summary>
    private const double Step = 0.15;

    /// <summary>What a call of unknown price costs at the least.</summary>
    private const double Call = 10;

    /// <summary>To copy a string of which each round adds a little costs this for each pair of rounds.</summary>
    private const double Copy = 0.4;

    private readonly KnownSymbols symbols;
    private readonly ApiCatalog catalog;
    private readonly PriceTable prices;
    private readonly Annotations annotations;
    private readonly Trips trips;

    public WorkReader(KnownSymbols symbols, ApiCatalog catalog, PriceTable prices, Annotations annotations)
    {
        this.symbols = symbols;
        this.catalog = catalog;
        this.prices = prices;
        this.annotations = annotations;
        trips = new Trips(Extents);
    }

    public Extents Extents { get; } = new();

    public Round Enter(ILoopOperation loop, Round? outer, ISymbol owner) => trips.Enter(loop, outer, owner);

    /// <summary>Locals are told of whether or not the operation counts: what stands behind it may run over them.</summary>
    public void Note(IOperation operation, ISymbol owner)
    {
        switch (operation.Kind)
        {
            case OperationKind.VariableDeclarator when operation is IVariableDeclaratorOperation { Symbol: { } local } declarator
                && declarator.GetVariableInitializer() is { } initializer && IsSized(local.Type):
                Extents.Declare(local, initializer.Value, owner);
                break;
            case OperationKind.SimpleAssignment when operation is ISimpleAssignmentOperation { Target: { } target, Value: { } value } && IsSized(target.Type):
                Extents.Change(target, value, owner);
                break;
            case OperationKind.CompoundAssignment when operation is ICompoundAssignmentOperation { Target: { } target } && IsSized(target.Type):
                Extents.Change(target, null, owner);
                break;
        }
    }

    public void Price(IOperation operation, WorkDraft work, Round? round, ISymbol owner)
    {
        switch (operation.Kind)
        {
            case OperationKind.Binary:
                PriceBinary((IBinaryOperation)operation, work, round);
                break;
            case OperationKind.CompoundAssignment:
                PriceCompound((ICompoundAssignmentOperation)operation, work, round);
                break;
            case OperationKind.SimpleAssignment:
                PriceAssignment((ISimpleAssignmentOperation)operation, work, round);
                break;
            case OperationKind.Unary or OperationKind.Increment or OperationKind.Decrement:
                work.Add(round, operation.Type?.SpecialType == SpecialType.System_Decimal ? 8 : Step);
                break;
            case OperationKind.FieldReference or OperationKind.Conditional or OperationKind.Switch or OperationKind.SwitchExpression or OperationKind.Coalesce or OperationKind.IsPattern or OperationKind.IsType or OperationKind.Return or OperationKind.Branch:
                work.Add(round, Step);
                break;
            case OperationKind.ArrayElementReference:
                work.Add(round, ((IArrayElementReferenceOperation)operation).Indices.Length > 1 ? 1 : 0.35);
                break;
            case OperationKind.Conversion when operation is IConversionOperation conversion:
                work.Add(round, conversion.OperatorMethod is not null ? 4 : conversion is { Operand.Type.IsValueType: true, Type.IsReferenceType: true } ? Allocation : 0.05);
                break;
            case OperationKind.InterpolatedString:
                work.Add(round, operation.ConstantValue.HasValue ? 0 : 40 + (20 * operation.ChildOperations.Count));
                break;
            case OperationKind.ArrayCreation when operation is IArrayCreationOperation array:
                PriceArray(array, work, round, owner);
                break;
            case OperationKind.AnonymousObjectCreation or OperationKind.DelegateCreation or OperationKind.AnonymousFunction or OperationKind.CollectionExpression or OperationKind.With:
                work.Add(round, Allocation);
                break;
            case OperationKind.Lock:
                work.Add(round, 20);
                break;
            case OperationKind.Await:
                work.Add(round, 20);
                work.LeaveOut();
                break;
            case OperationKind.YieldReturn:
                work.Add(round, 4);
                break;
            case OperationKind.Loop:
                work.Add(round, Step);
                break;
            case OperationKind.TypeParameterObjectCreation or OperationKind.DynamicInvocation or OperationKind.DynamicMemberReference or OperationKind.DynamicIndexerAccess or OperationKind.DynamicObjectCreation or OperationKind.FunctionPointerInvocation or OperationKind.Invalid:
                work.Add(round, Call);
                work.Doubt(round);
                break;
            case OperationKind.ObjectCreation when operation is IObjectCreationOperation { Constructor: { } constructor } creation:
                work.Add(round, creation.Type is { IsValueType: true } ? 1 : Allocation);
                PriceCall(constructor, null, creation.Arguments, work, round, owner);
                break;
            case OperationKind.PropertyReference:
                PriceProperty((IPropertyReferenceOperation)operation, work, round, owner);
                break;
            case OperationKind.Invocation:
                PriceInvocation((IInvocationOperation)operation, work, round, owner);
                break;
        }
    }

    private void PriceBinary(IBinaryOperation binary, WorkDraft work, Round? round)
    {
        if (binary.OperatorMethod is { } method && binary.Type?.SpecialType != SpecialType.System_Decimal)
        {
            work.Add(round, prices.Find(method)?.Nanoseconds ?? 4);
            return;
        }

        work.Add(round, (binary.Type?.SpecialType ?? SpecialType.None) switch
        {
            SpecialType.System_String => binary.ConstantValue.HasValue ? 0 : 20,
            SpecialType.System_Decimal => 8,
            _ when binary.LeftOperand.Type?.SpecialType == SpecialType.System_String => 3,
            _ when binary.OperatorKind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder => 1.2,
            _ => Step,
        });
    }

    private void PriceCompound(ICompoundAssignmentOperation assignment, WorkDraft work, Round? round)
    {
        switch (assignment.Type?.SpecialType)
        {
            case SpecialType.System_String:
                PriceGrowing(assignment.Target, work, round);
                break;
            case SpecialType.System_Decimal:
                work.Add(round, 8);
                break;
            default:
                work.Add(round, assignment.OperatorMethod is { } method ? prices.Find(method)?.Nanoseconds ?? 4
                    : assignment.OperatorKind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder ? 1.2 : 0.3);
                break;
        }
    }

    private static void PriceAssignment(ISimpleAssignmentOperation assignment, WorkDraft work, Round? round)
    {
        work.Add(round, Step);
        if (assignment.Type?.SpecialType == SpecialType.System_String && round?.InLoop is not null && assignment.Target.Named() is { } target
            && assignment.Value.Unwrapped() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum && sum.SelfAndBelow().Any(part => SymbolEqualityComparer.Default.Equals(part.Named(), target) && part.Unwrapped() == part))
        {
            PriceGrowing(assignment.Target, work, round);
        }
    }

    /// <summary>A string that grows with each round is copied with each round.</summary>
    private static void PriceGrowing(IOperation target, WorkDraft work, Round? round)
    {
        work.Add(round, 20);
        if (round?.InLoop is { Loop: { } loop } around && !(target.Named() is ILocalSymbol local && local.DeclaringSyntaxReferences.Any(reference => loop.Span.Contains(reference.Span))))
        {
            work.Add(round, around.Trips, Copy, "a string that grows", isProof: around.Trips.IsLarge);
        }
    }

    private void PriceArray(IArrayCreationOperation array, WorkDraft work, Round? round, ISymbol owner)
    {
        work.Add(round, Allocation);
        if (array.Initializer is null)
        {
            work.Add(round, Extents.Of(array, owner), 0.2, "an array that is made");
        }
    }

    private void PriceProperty(IPropertyReferenceOperation reference, WorkDraft work, Round? round, ISymbol owner)
    {
        var accessor = reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference ? reference.Property.SetMethod : reference.Property.GetMethod;
        if (accessor is null || symbols.IsOwn(accessor))
        {
            work.Add(round, 0.3);
            return;
        }

        if (catalog.Find(accessor) is { Cost: > 0 })
        {
            return;
        }

        // A property is a property: cheap, whoever has written it.
        if (prices.Find(accessor) is { } price)
        {
            Add(price, accessor, reference.Instance, default, work, round, owner);
        }
        else
        {
            work.Add(round, Dispatch);
            if (!IsFramework(accessor))
            {
                work.LeaveOut();
            }
        }
    }

    private void PriceInvocation(IInvocationOperation call, WorkDraft work, Round? round, ISymbol owner)
    {
        var target = call.TargetMethod;
        if (target.MethodKind == MethodKind.DelegateInvoke || (target.Name == "Invoke" && call.Instance?.Type?.TypeKind == TypeKind.Delegate))
        {
            work.Add(round, Dispatch);
            if (call.Instance?.Named() is IParameterSymbol { Ordinal: < 32 } parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, owner))
            {
                work.Doubt(round, parameter.Ordinal);
            }
            else if (!IsWritten(call.Instance?.Unwrapped()))
            {
                work.Doubt(round);
            }

            return;
        }

        if (!target.HasAttribute(symbols.Conditional))
        {
            PriceCall(target, call.Instance, call.Arguments, work, round, owner);
        }
    }

    /// <summary>The function stands in the same member: its calls are told apart by whoever reads them.</summary>
    private static bool IsWritten(IOperation? function) => function is IAnonymousFunctionOperation or IDelegateCreationOperation
        || (function is ILocalReferenceOperation { Local: { DeclaringSyntaxReferences: [var reference] } } && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax });

    private void PriceCall(IMethodSymbol target, IOperation? instance, System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, WorkDraft work, Round? round, ISymbol owner)
    {
        if (symbols.IsOwn(target))
        {
            work.Add(round, target.IsVirtual || target.IsAbstract || target.IsOverride ? Dispatch : 1);
            return;
        }

        if (catalog.Find(target) is { Cost: > 0 } || annotations.Of(target) is not null)
        {
            return;
        }

        if (prices.Find(target) is { } price)
        {
            Add(price, target, instance, arguments, work, round, owner);
            return;
        }

        work.Add(round, Call);
        work.LeaveOut();
        if (!IsFramework(target) && target.MethodKind != MethodKind.Constructor)
        {
            work.Doubt(round);
        }
    }

    private void Add(Price price, IMethodSymbol target, IOperation? instance, System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, WorkDraft work, Round? round, ISymbol owner)
    {
        // A search that goes on from where another has ended: together they go through once.
        if (!price.Grows || (target.Name.StartsWith("IndexOf", StringComparison.Ordinal) && target.Parameters.Any(static parameter => parameter.Name == "startIndex")))
        {
            work.Add(round, price.Grows ? 2 * Call : price.Nanoseconds);
            return;
        }

        var sized = price.Size == Engine.Price.Receiver ? instance : arguments.IsDefault ? null : arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == price.Size)?.Value ?? instance;
        sized = arguments.IsDefault ? sized : arguments.FirstOrDefault(static argument => argument.Parameter is { Name: "length" or "count", Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 })?.Value ?? sized;
        work.Add(round, Dispatch);
        if (sized is not null)
        {
            work.Add(round, Extents.Of(sized, owner), price.Nanoseconds, NameOf(target));
        }
    }

    public static string NameOf(IMethodSymbol target) => target.MethodKind == MethodKind.Constructor ? $"new {target.ContainingType.Name}" : $"{target.ContainingType.Name}.{target.Name}";

    /// <summary>What is in the base class library, and in the catalog's sources: what it does is known, if not what it costs.</summary>
    public static bool IsFramework(ISymbol symbol) => symbol.ContainingAssembly?.Name is { } name
        && (name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "mscorlib" or "netstandard" or "WindowsBase" or "PresentationCore" or "PresentationFramework");

    private static bool IsSized(ITypeSymbol? type) => LoopRanges.IsNumeric(type) || Extents.IsSequence(type);
}
