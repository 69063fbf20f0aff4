namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a call passes for a parameter, as far as the conditions of its callee care.</summary>
internal readonly record struct PassedValue
{
    private enum Knowledge : byte
    {
        Nothing,
        Constant,
        NotNull,
        Forwarded,
    }

    private Knowledge Known { get; init; }

    private object? Value { get; init; }

    private int Parameter { get; init; }

    public static PassedValue Constant(object? value) => new() { Known = Knowledge.Constant, Value = PathCondition.Canonical(value) };

    public static PassedValue NotNull { get; } = new() { Known = Knowledge.NotNull };

    /// <summary>The caller's own parameter, as it was given.</summary>
    public static PassedValue Forwarded(int parameter) => new() { Known = Knowledge.Forwarded, Parameter = parameter };

    public bool IsUnknown => Known == Knowledge.Nothing;

    /// <summary>Null where it is no constant truth value.</summary>
    public bool? Truth => Known == Knowledge.Constant ? Value as bool? : null;

    public bool IsForwarded(int parameter) => Known == Knowledge.Forwarded && Parameter == parameter;

    /// <summary>With this value the place behind the condition is never reached.</summary>
    public bool RulesOut(PathCondition condition) => Known switch
    {
        // Numbers of another kind may be equal, too.
        Knowledge.Constant => (Value is null || condition.Value is null || Value.GetType() == condition.Value.GetType()) && Equals(Value, condition.Value) != condition.IsEqual,
        Knowledge.NotNull => condition is { Value: null, IsEqual: true },
        _ => false,
    };

    /// <summary>The condition as one of the caller's own parameter; null where the caller has no say in it.</summary>
    public PathCondition? AtCaller(PathCondition condition) => Known == Knowledge.Forwarded ? condition with { Parameter = Parameter } : null;
}
