using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Says how much an expression stands for: the length of a collection, the value of a bound. Locals are told as the walk meets them.</summary>
internal sealed class Extents
{
    private const int MaximumDepth = 12;

    private readonly Dictionary<ILocalSymbol, Extent> locals = new(SymbolEqualityComparer.Default);

    public void Assign(ILocalSymbol local, Extent extent) => locals[local] = extent;

    /// <summary>What a local is given later may be more than what it starts with.</summary>
    public void Change(IOperation target, IOperation? value, ISymbol owner)
    {
        if (target.Unwrapped() is ILocalReferenceOperation { Local: { } local })
        {
            var extent = value is null ? Extent.Many : Of(value, owner);
            locals[local] = locals.TryGetValue(local, out var known) ? Extent.Larger(known, extent) : extent;
        }
    }

    public void Declare(ILocalSymbol local, IOperation value, ISymbol owner)
    {
        // The head of a loop has told already how far its locals get.
        if (!locals.TryGetValue(local, out var known) || known.IsConstant)
        {
            // What starts at nothing is about to be counted or filled.
            locals[local] = Of(value, owner) is var extent && extent.IsConstant && extent.Count < 2 && !local.IsConst ? Extent.Many : extent;
        }
    }

    /// <param name="owner">The function that the expression stands in: only its own parameters are known to its callers.</param>
    public Extent Of(IOperation operation, ISymbol owner) => Of(operation, owner, 0);

    private Extent Of(IOperation operation, ISymbol owner, int depth)
    {
        operation = operation.Unwrapped();
        if (operation.ConstantValue is { HasValue: true } constant)
        {
            return OfConstant(constant.Value);
        }

        if (depth > MaximumDepth)
        {
            return Extent.Many;
        }

        switch (operation)
        {
            case ILocalReferenceOperation { Local: { } local }:
                return locals.TryGetValue(local, out var known) ? known : Extent.Many;
            case IParameterReferenceOperation { Parameter: { } parameter }:
                return SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, owner) ? Extent.OfParameter(parameter) : Extent.OfCaptured(parameter);
            case IFieldReferenceOperation { Field: { } field } reference:
                return OfField(field) ?? (field.Type is IArrayTypeSymbol { Rank: > 1 } ? (Extent?)Extent.Side : null) ?? OfMember(reference.Instance, owner, depth);
            case IPropertyReferenceOperation { Instance: { } instance, Property: { IsIndexer: false } property }:
                return IsCount(property.Name) && (IsSequence(instance.Type) || IsText(instance.Type)) ? Of(instance, owner, depth + 1) : OfMember(instance, owner, depth);
            case IArrayElementReferenceOperation { ArrayReference: { } around, Type: IArrayTypeSymbol } when Of(around, owner, depth + 1) is { IsPlane: true } side:
                return side;
            case IPropertyReferenceOperation or IArrayElementReferenceOperation:
                // One of many: what belongs to it is little beside them.
                return Extent.Few;
            case IArrayCreationOperation array:
                return array.Initializer is { } initializer ? Extent.Of(initializer.ElementValues.Length) : OfProduct(array.DimensionSizes, owner, depth);
            case IObjectCreationOperation { Arguments: [{ Value: { } source }, ..] } creation when IsSequence(creation.Type):
                return Of(source, owner, depth + 1) is { IsConstant: false } copied ? copied : Extent.Many;
            case IBinaryOperation binary:
                return OfBinary(binary, owner, depth);
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Extent.Larger(Of(choice.WhenTrue, owner, depth + 1), Of(otherwise, owner, depth + 1));
            case ICoalesceOperation coalesce:
                return Of(coalesce.Value, owner, depth + 1);
            case IInvocationOperation call:
                return OfCall(call, owner, depth);
            case { Kind: OperationKind.CollectionExpression }:
                return operation.ChildOperations.Any(static child => child is ISpreadOperation) ? Extent.Many : Extent.Of(operation.ChildOperations.Count);
            default:
                return Extent.Many;
        }
    }

    private static Extent OfConstant(object? value) => value switch
    {
        string text => Extent.Of(text.Length),
        int number => Extent.Of(number),
        uint number => Extent.Of(number),
        long number => Extent.Of(number),
        ulong number => Extent.Of(number),
        short number => Extent.Of(number),
        ushort number => Extent.Of(number),
        byte number => Extent.Of(number),
        sbyte number => Extent.Of(number),
        char number => Extent.Of(number),
        double number => Extent.Of(number),
        float number => Extent.Of(number),
        null => Extent.Of(0),
        _ => Extent.One,
    };

    private Extent OfMember(IOperation? instance, ISymbol owner, int depth)
    {
        // What belongs to an element of what is looped over. Anything else that is kept somewhere may be any number.
        if (instance is null || instance.Unwrapped() is IInstanceReferenceOperation or IParameterReferenceOperation)
        {
            return Extent.Own;
        }

        return Of(instance, owner, depth + 1) == Extent.Few ? Extent.Few : Extent.Own;
    }

    /// <summary>A table that is written in the source is as long as it is.</summary>
    private static Extent? OfField(IFieldSymbol field)
    {
        if (!field.IsReadOnly || field.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value })
        {
            return null;
        }

        var elements = value switch
        {
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.Count,
            ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.Count,
            InitializerExpressionSyntax initializer => initializer.Expressions.Count,
            CollectionExpressionSyntax collection when collection.Elements.All(static element => element is ExpressionElementSyntax) => collection.Elements.Count,
            BaseObjectCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.Count,
            ArrayCreationExpressionSyntax { Type.RankSpecifiers: [{ Sizes: [LiteralExpressionSyntax { Token.Value: int length }] }] } => length,
            LiteralExpressionSyntax { Token.Value: int number } => number,
            LiteralExpressionSyntax { Token.Value: string text } => text.Length,
            _ => -1,
        };

        // What starts with nothing is about to be filled.
        return elements <= 0 ? null : Extent.Of(elements);
    }

    private Extent OfProduct(IEnumerable<IOperation> dimensions, ISymbol owner, int depth)
    {
        var product = Extent.One;
        foreach (var dimension in dimensions)
        {
            product = Product(product, Of(dimension, owner, depth + 1));
        }

        return product;
    }

    private Extent OfBinary(IBinaryOperation binary, ISymbol owner, int depth)
    {
        var left = Of(binary.LeftOperand, owner, depth + 1);
        var right = Of(binary.RightOperand, owner, depth + 1);
        return binary.OperatorKind switch
        {
            BinaryOperatorKind.Multiply => Product(left, right),
            BinaryOperatorKind.Divide when right.IsConstant && right.Scale >= 1 => left.Times(1 / right.Scale),
            BinaryOperatorKind.RightShift when right.IsConstant && right.Scale < 62 => left.Times(1d / (1L << (int)right.Scale)),
            BinaryOperatorKind.LeftShift when right.IsConstant && right.Scale < 62 => left.Times(1L << (int)right.Scale),
            BinaryOperatorKind.LeftShift when left.IsConstant => Extent.Many.Times(8),
            BinaryOperatorKind.Remainder or BinaryOperatorKind.And => Extent.Smaller(left, right),
            BinaryOperatorKind.Divide => left.IsConstant ? left : Extent.IsTextCode(left.Code) ? Extent.Side : left,
            BinaryOperatorKind.Subtract or BinaryOperatorKind.Add when left.IsConstant != right.IsConstant => left.IsConstant ? right : left,
            _ => Extent.Larger(left, right),
        };
    }

    // Two that grow are more than one code can say.
    private static Extent Product(Extent left, Extent right) =>
        left.IsConstant ? right.Times(Math.Max(left.Scale, 1)) : right.IsConstant ? left.Times(Math.Max(right.Scale, 1)) : Extent.Larger(left, right);

    private Extent OfCall(IInvocationOperation call, ISymbol owner, int depth)
    {
        var first = call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        if (first is null)
        {
            return Extent.Many;
        }

        switch (call.TargetMethod.Name)
        {
            case "Take" or "Repeat" or "Range" or "Slice" or "Substring" or "AsSpan" or "AsMemory" when call.Arguments.Length > (call.Instance is null ? 1 : 0):
                // From where, and how many: the last argument says how many, where there are two.
                var last = Of(call.Arguments[call.Arguments.Length - 1].Value, owner, depth + 1);
                return call.TargetMethod.Name is "Range" or "Repeat" ? last : call.Arguments.Length >= 2 || call.TargetMethod.Name == "Take" ? Extent.Smaller(last, Of(first, owner, depth + 1)) : Of(first, owner, depth + 1);
            case "Min" when call.Arguments is [{ Value: var a }, { Value: var b }] && call.TargetMethod.IsStatic:
                return Extent.Smaller(Of(a, owner, depth + 1), Of(b, owner, depth + 1));
            case "Max" when call.Arguments is [{ Value: var a }, { Value: var b }] && call.TargetMethod.IsStatic:
                return Extent.Larger(Of(a, owner, depth + 1), Of(b, owner, depth + 1));
            case "Clamp" when call.Arguments is [_, _, { Value: var most }]:
                return Of(most, owner, depth + 1);
            case "Sqrt" or "Log" or "Log2" or "Log10":
                return Of(first, owner, depth + 1) is { IsConstant: true } constant ? Extent.Of(Math.Sqrt(constant.Scale)) : Extent.Few.Times(2);
        }

        // Most that is made from a sequence is no longer than that.
        Extent? longest = null;
        foreach (var source in call.Arguments.Select(static argument => argument.Value).Concat(call.Instance is { } instance ? [instance] : []))
        {
            if (IsSequence(source.Unwrapped().Type) || IsText(source.Unwrapped().Type))
            {
                var given = Of(source, owner, depth + 1);
                longest = longest is { } known && known.Count >= given.Count ? longest : given;
            }
        }

        return longest is { IsConstant: false } made ? made
            : call.TargetMethod.Name == "ToString" ? Extent.Few
            : longest is not null && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && call.Instance is not null ? longest.Value
            : Extent.Many;
    }

    /// <summary>Characters or bytes: of these there are many more than of anything else.</summary>
    public static bool IsText(ITypeSymbol? type) => type switch
    {
        { SpecialType: SpecialType.System_String } => true,
        IArrayTypeSymbol { Rank: 1 } array => IsCharacter(array.ElementType),
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "ArraySegment" or "List" or "IList" or "IReadOnlyList" or "IEnumerable", TypeArguments: [var element] } => IsCharacter(element),
        INamedTypeSymbol { Name: "StringBuilder" or "Stream" or "TextReader" or "StreamReader" or "MemoryStream" } => true,
        _ => false,
    };

    private static bool IsCharacter(ITypeSymbol type) => type.SpecialType is SpecialType.System_Char or SpecialType.System_Byte;

    /// <summary>By its name it says what something is called, or how it is written: a word.</summary>
    public static bool IsWord(IParameterSymbol parameter) => parameter.Type.SpecialType == SpecialType.System_String
        && Words.Any(word => parameter.Name.EndsWith(word, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] Words =
    [
        "name", "key", "id", "pattern", "separator", "delimiter", "prefix", "suffix", "format", "path", "file", "uri", "url", "culture", "language", "tag", "code", "title", "label",
        "algorithm", "encoding", "type", "extension", "property", "param", "email", "alphabet", "token", "symbol",
    ];

    public static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { IsGenericType: true, TypeArguments: [var element] } when IsSequence(type) => element,
        INamedTypeSymbol named => named.AllInterfaces.FirstOrDefault(static contract => contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0],
        _ => null,
    };

    public static bool IsCount(string name) => name is "Length" or "Count" or "LongLength" or "Keys" or "Values" or "Span";

    public static bool IsSequence(ITypeSymbol? type) =>
        type is IArrayTypeSymbol || type?.SpecialType == SpecialType.System_String
        || (type is INamedTypeSymbol named && (named.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable)
            || named.SpecialType is SpecialType.System_Collections_IEnumerable || named.Name is "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory"));
}
