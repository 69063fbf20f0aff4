using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>Follows a stream, reader, writer or connection to what it stands for.</summary>
internal sealed class StreamTracing(Contracts contracts, Instances instances)
{
    private const int MaximumDepth = 8;

    /// <summary>What an effect on a value is for the one who holds it: nothing in memory, a kind, or still dependent on an argument.</summary>
    public EffectKey? Trace(EffectKey key, CallSite site)
    {
        var decisive = site.Argument(key.Parameter);
        var origin = Trace(decisive, MaximumDepth);
        if (origin == Origin.Unknown && key.Parameter == Value.Receiver && !contracts.IsStreamLike(decisive.Type)
            && site.Arguments.Skip(1).FirstOrDefault(argument => contracts.IsStreamLike(argument.Type)) is { } given)
        {
            // An object that does something with a stream and has none of its own has been given it.
            origin = Trace(given, MaximumDepth);
        }

        return origin switch
        {
            { IsMemory: true } => null,
            { Kind: { } kind } => key with { Kind = kind, Parameter = EffectKey.Undecided },
            _ => key with { Parameter = origin.Parameter },
        };
    }

    /// <summary>The kind that a result stands for: null for none or an unknown one.</summary>
    public (bool IsMemory, EffectKind? Kind) OriginOf(Value? value) => value is null ? (false, null) : Trace(value, MaximumDepth) switch { var origin => (origin.IsMemory, origin.Kind) };

    private Origin Trace(Value value, int depth)
    {
        if (depth == 0)
        {
            return Origin.Unknown;
        }

        var instance = instances.Find(value.Type);
        if (instance is { Wraps: false })
        {
            return Origin.Of(instance);
        }

        switch (value.Kind)
        {
            case ValueKind.New:
                return value.Arguments.FirstOrDefault(argument => contracts.IsStreamLike(argument.Type)) is { } wrapped
                    ? Trace(wrapped, depth - 1)
                    : instance is null ? Origin.Unknown : Origin.Of(instance);
            case ValueKind.Argument:
                return new Origin(false, null, value.Number);
            case ValueKind.Field when value.Source is { } source:
                return source.Kind == ValueKind.Argument ? new Origin(false, null, source.Number) : Trace(source, depth - 1);
            case ValueKind.Result:
                return TraceResult(value, depth);
            default:
                return Origin.Unknown;
        }
    }

    // What an object hands out belongs to the object; what a static method makes belongs to what it was given.
    private Origin TraceResult(Value value, int depth)
    {
        if (value.Method is { } method && instances.FindResult(method) is { } known)
        {
            return Origin.Of(known);
        }

        if (value.Arguments.FirstOrDefault(argument => contracts.IsStreamLike(argument.Type)) is { } given)
        {
            return Trace(given, depth - 1);
        }

        return value.Source is { } source ? Trace(source, depth - 1) : Origin.Unknown;
    }

    private readonly record struct Origin(bool IsMemory, EffectKind? Kind, int Parameter)
    {
        public static readonly Origin Unknown = new(false, null, EffectKey.Undecided);

        public static Origin Of(Instance instance) => new(instance.Kind is null, instance.Kind, EffectKey.Undecided);
    }
}
