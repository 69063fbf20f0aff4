using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Who has what a call is made on, and so may use it at the same time.</summary>
internal enum Holder : byte
{
    /// <summary>It was handed in, or comes from a place that is not followed.</summary>
    Unknown,

    /// <summary>The call is made on nothing.</summary>
    NoInstance,
    This,

    /// <summary>A field or property, or what was made from one.</summary>
    Member,

    /// <summary>It was made, or is opened, in the body that makes the call.</summary>
    Body,
}

/// <summary>Follows what a call is made on to who has it.</summary>
internal sealed class Holders(KnownSymbols symbols, OriginReader origins)
{
    private const int MaximumSteps = 8;

    /// <param name="target">What is called.</param>
    /// <param name="entry">What is known of it: what it waits for may be what it is given.</param>
    /// <param name="instance">What it is called on.</param>
    /// <param name="arguments">What it is given.</param>
    public Holder Of(IMethodSymbol target, CatalogEntry? entry, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
    {
        if (entry is { DependsOn: >= 0 } && arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == entry.DependsOn) is { } decisive)
        {
            return Of(decisive.Value, MaximumSteps);
        }

        return instance is not null ? target.Name is "Open" or "Connect" && IsObtained(instance) ? Holder.Body : Of(instance, MaximumSteps)
            : target.MethodKind == MethodKind.Constructor ? OfMade(arguments, MaximumSteps)
            : target.IsExtensionMethod && arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0) is { } extended ? Of(extended.Value, MaximumSteps)
            : Holder.NoInstance;
    }

    // What had to be opened was nobody's yet, wherever it comes from.
    private bool IsObtained(IOperation instance) => instance.Unwrapped() is ILocalReferenceOperation local && origins.OnlyObject(local.Local)?.Unwrapped() is IInvocationOperation;

    // A factory gives away what its caller disposes of. What a resource gives away is part of it: a command of its connection.
    private bool IsOwned(ILocalSymbol local, IOperation value) =>
        local.IsUsing && value.Unwrapped() is IInvocationOperation { Instance.Type: { } factory } call && !symbols.IsOwn(call.TargetMethod) && !IsResource(factory);

    private Holder Of(IOperation value, int steps)
    {
        if (steps == 0)
        {
            return Holder.Unknown;
        }

        switch (value.Unwrapped())
        {
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return Holder.This;
            case IMemberReferenceOperation { Instance: { } owner }:
                return Of(owner, steps - 1) is Holder.Body ? Holder.Body : Holder.Member;
            case IMemberReferenceOperation:
                return Holder.Member;
            case ILocalReferenceOperation local:
                return origins.OnlyObject(local.Local) is not { } only ? Holder.Unknown : IsOwned(local.Local, only) ? Holder.Body : Of(only, steps - 1);
            case IObjectCreationOperation creation:
                return OfMade(creation.Arguments, steps);
            case IInvocationOperation { Instance: { } made }:
                return Of(made, steps - 1) is Holder.Body ? Holder.Body : Holder.Member;
            case IInvocationOperation call:
                // A method of this project may give out what it keeps.
                return symbols.IsOwn(call.TargetMethod) ? Holder.Unknown : OfMade(call.Arguments, steps);
            default:
                return Holder.Unknown;
        }
    }

    /// <summary>What is made around something else belongs to whoever has that: a command to its connection, a reader to its stream.</summary>
    private Holder OfMade(ImmutableArray<IArgumentOperation> arguments, int steps)
    {
        foreach (var argument in arguments)
        {
            if (argument.Value.Unwrapped() is var given && given.Type is { } type && IsResource(type) && Of(given, steps - 1) is not Holder.Body and var holder)
            {
                return holder == Holder.Unknown ? Holder.Unknown : Holder.Member;
            }
        }

        return Holder.Body;
    }

    private static bool IsResource(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_IDisposable || type.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_IDisposable);
}
