using System.Collections.Immutable;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Bodies;

internal enum ValueKind : byte
{
    Unknown,

    /// <summary>A parameter, or the receiver.</summary>
    Argument,
    Constant,
    Null,
    New,
    Delegate,
    Result,
    Field,
    StaticField,
}

/// <summary>What is known of a value on the evaluation stack: where it comes from, and its type.</summary>
internal sealed class Value
{
    /// <summary>The number of the receiver among the arguments.</summary>
    public const int Receiver = -1;

    public static readonly Value Unknown = new() { Kind = ValueKind.Unknown };

    public static readonly Value Null = new() { Kind = ValueKind.Null };

    public required ValueKind Kind { get; init; }

    public TypeSignature? Type { get; init; }

    /// <summary>The number of an argument, or a constant.</summary>
    public int Number { get; init; }

    /// <summary>The method that a delegate stands for, or that gave a result.</summary>
    public MethodNode? Method { get; init; }

    /// <summary>A field's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The object that a field or a result was taken from.</summary>
    public Value? Source { get; init; }

    /// <summary>What a constructor or a method was given.</summary>
    public ImmutableArray<Value> Arguments { get; init; } = [];

    /// <summary>The result of an asynchronous method that was told to run synchronously.</summary>
    public bool IsSynchronous { get; init; }

    public static Value Of(TypeSignature? type) => type is null ? Unknown : new Value { Kind = ValueKind.Unknown, Type = type };

    public static Value Constant(int number) => new() { Kind = ValueKind.Constant, Number = number };

    /// <summary>What is known where two ways meet.</summary>
    public static Value Merge(Value one, Value other)
    {
        if (ReferenceEquals(one, other))
        {
            return one;
        }

        // The compiler keeps a delegate that captures nothing in a static field and makes it at first use.
        if (one.Kind == ValueKind.Delegate && other.Kind is ValueKind.StaticField or ValueKind.Null)
        {
            return one;
        }

        if (other.Kind == ValueKind.Delegate && one.Kind is ValueKind.StaticField or ValueKind.Null)
        {
            return other;
        }

        if (one.Kind == ValueKind.Null)
        {
            return other;
        }

        if (other.Kind == ValueKind.Null)
        {
            return one;
        }

        return one.Kind == other.Kind && one.Number == other.Number && one.Name == other.Name && ReferenceEquals(one.Method, other.Method) && one.Type?.Key == other.Type?.Key
            ? one
            : Of(one.Type?.Key == other.Type?.Key ? one.Type : null);
    }
}
