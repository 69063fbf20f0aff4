using System.Collections.Generic;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Follows a value back through the locals of one member to what created it.</summary>
internal sealed class OriginReader(KnownSymbols symbols, ApiCatalog catalog)
{
    private const int MaximumSteps = 16;

    private readonly Dictionary<ILocalSymbol, List<IOperation?>> assignments = new(SymbolEqualityComparer.Default);

    /// <summary>What has been read of locals for the present owner; null while it is being read.</summary>
    private readonly Dictionary<ILocalSymbol, Origin?> locals = new(SymbolEqualityComparer.Default);

    private ISymbol? owner;

    /// <summary>The function whose parameters count; those of functions around it, or captured by a type, are nobody's here.</summary>
    public ISymbol? Owner
    {
        get => owner;
        set
        {
            owner = value;
            locals.Clear();
        }
    }

    /// <summary>A null value stands for one that cannot be followed: an <c>out</c> argument, a pattern, a loop variable.</summary>
    public void Assign(ILocalSymbol local, IOperation? value)
    {
        if (!assignments.TryGetValue(local, out var values))
        {
            assignments.Add(local, values = []);
        }

        values.Add(value);
    }

    /// <summary>The only value that a local is ever given, or null.</summary>
    public IOperation? OnlyValue(ILocalSymbol local) =>
        assignments.TryGetValue(local, out var values) && values.Count == 1 ? values[0] : null;

    /// <summary>What it has been given first, as far as the walk has come.</summary>
    public IOperation? FirstValue(ILocalSymbol local) => assignments.TryGetValue(local, out var values) ? values[0] : null;

    /// <summary>The same where null does not count.</summary>
    public IOperation? OnlyObject(ILocalSymbol local)
    {
        if (!assignments.TryGetValue(local, out var values))
        {
            return null;
        }

        IOperation? only = null;
        foreach (var value in values)
        {
            if (value is null || (only is not null && !value.IsNullLiteral()))
            {
                return null;
            }

            only = value.IsNullLiteral() ? only : value;
        }

        return only;
    }

    public Origin Read(IOperation? value) => Read(value, MaximumSteps) is { IsCircular: false } origin ? origin : Origin.Unknown;

    /// <summary>What a static type alone says.</summary>
    public Origin OfType(ITypeSymbol? type) =>
        catalog.Instance(type) is { } entry && !entry.Has(CatalogFlags.Wraps) && entry.Origin != OriginKind.Unknown
            ? Origin.Known(entry.Origin)
            : Origin.Unknown;

    /// <summary>The asynchronous members of the type do their work before they return.</summary>
    public bool IsSynchronous(ITypeSymbol? type) => catalog.Instance(type) is { } entry && (entry.Has(CatalogFlags.Synchronous) || (entry.Origin == OriginKind.Memory && !entry.Has(CatalogFlags.Wraps)));

    /// <summary>Asked of a database in the process, or of a stream in memory that it does not copy somewhere else.</summary>
    private bool IsGivenCompleted(IOperation task, int steps) =>
        TaskCompletion.Task(task) is IInvocationOperation { Instance: { } instance } call && !symbols.IsOwn(call.TargetMethod)
        && !HandsOn(call) && (IsSynchronous(instance.Unwrapped().Type) || (catalog.Instance(instance.Unwrapped().Type) is not null && Read(instance, steps - 1).Kind == OriginKind.Memory));

    private static bool HandsOn(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (IsAbstraction(argument.Parameter?.Type))
            {
                return true;
            }
        }

        return false;
    }

    private Origin Read(IOperation? value, int steps)
    {
        if (value is null || steps == 0)
        {
            return Origin.Unknown;
        }

        value = value.Unwrapped();
        if ((symbols.IsTask(value.Type) || symbols.IsValueTask(value.Type)) && (TaskCompletion.IsCompletedByItself(value, symbols) || IsGivenCompleted(value, steps)))
        {
            return Origin.Known(OriginKind.CompletedTask);
        }

        switch (value)
        {
            case IObjectCreationOperation creation:
                return OfCreation(creation, steps);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return OfType(value.Type) is { IsUnknown: false } known ? known : Origin.OfParameter(EffectFact.Receiver);
            case IAwaitOperation await:
                return Read(await.Operation, steps - 1) is { Kind: not OriginKind.CompletedTask } result ? result : OfType(value.Type);
            case ICoalesceOperation coalesce:
                return Origin.Join(Read(coalesce.Value, steps - 1), Read(coalesce.WhenNull, steps - 1));
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Origin.Join(Read(conditional.WhenTrue, steps - 1), Read(whenFalse, steps - 1));
            case IInvocationOperation call:
                return OfCall(call, steps);
            case IPropertyReferenceOperation property:
                return OfProperty(property);
            case IParameterReferenceOperation parameter when OfType(parameter.Type) is { IsUnknown: true }:
                return parameter.Parameter.ContainingSymbol.IsSameAs(Owner) ? Origin.OfParameter(parameter.Parameter.Ordinal) : Origin.Unknown;
            case IFieldReferenceOperation field when OfType(field.Type) is { IsUnknown: true }:
                return catalog.Instance(field.Type) is null && !IsAbstraction(field.Type) && !symbols.IsTask(field.Type) ? Origin.Unknown : Origin.OfMember(field.Field.OriginalDefinition);
            case ILocalReferenceOperation local when OfType(local.Type) is { IsUnknown: true }:
                return OfLocal(local.Local);
            default:
                return OfType(value.Type);
        }
    }

    /// <summary>The join of all that the local is ever given; what it is given of itself, such as a wrapper around it, adds nothing.</summary>
    private Origin OfLocal(ILocalSymbol local)
    {
        if (!assignments.TryGetValue(local, out var values))
        {
            return Origin.Unknown;
        }

        if (locals.TryGetValue(local, out var known))
        {
            return known ?? Origin.Circular;
        }

        locals.Add(local, null);
        var origin = Origin.Circular;
        for (var i = 0; i < values.Count && !origin.IsUnknown; i++)
        {
            origin = Origin.Join(origin, values[i]?.IsNullLiteral() == true ? Origin.Circular : Read(values[i], MaximumSteps));
        }

        // What is only given of locals that are still being read is for those to tell.
        if (origin.IsCircular)
        {
            locals.Remove(local);
        }
        else
        {
            locals[local] = origin;
        }

        return origin;
    }

    private Origin OfCreation(IObjectCreationOperation creation, int steps)
    {
        var type = creation.Type as INamedTypeSymbol;
        if (catalog.Instance(type) is not { } entry)
        {
            return type is null || !symbols.IsOwn(type) ? Origin.Unknown : Origin.Known(OriginKind.Unknown, type);
        }

        if (entry.Has(CatalogFlags.Wraps))
        {
            foreach (var argument in creation.Arguments)
            {
                if (catalog.Instance(argument.Value.Unwrapped().Type) is not null || IsAbstraction(argument.Parameter?.Type))
                {
                    return Read(argument.Value, steps - 1);
                }
            }
        }

        return entry.Origin == OriginKind.Unknown ? Origin.Unknown : Origin.Known(entry.Origin, type);
    }

    private Origin OfCall(IInvocationOperation call, int steps)
    {
        var method = call.TargetMethod;
        if (catalog.Find(method) is { Origin: not OriginKind.Unknown } entry)
        {
            return Origin.Known(entry.Origin);
        }

        // ConfigureAwait, AsTask and the like hand the value on.
        if (method.Name is "ConfigureAwait" or "AsTask" or "GetAwaiter" && call.Instance is { } instance)
        {
            return Read(instance, steps - 1);
        }

        return OfType(method.ReturnType) is { IsUnknown: false } known ? known
            : symbols.IsOwn(method) && !method.IsVirtual && !method.IsAbstract ? Origin.OfMember(method.Canonical())
            : Origin.Unknown;
    }

    private Origin OfProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property.GetMethod is { } getter && catalog.Find(getter) is { Origin: not OriginKind.Unknown } entry)
        {
            return Origin.Known(entry.Origin);
        }

        return OfType(property.Type);
    }

    /// <summary>Stream, TextReader and the like: a type that says nothing, of which some derived types do.</summary>
    public static bool IsAbstraction(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: true } or { TypeKind: TypeKind.Interface };
}
