using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Tells of one call all that its body knows: receiver, arguments, flags, delegates, whether it is awaited, tried or completed. It is asked when
/// the member has been walked, since only then all that its locals are ever given is known.
/// </summary>
internal sealed class CallSiteReader(KnownSymbols symbols, ApiCatalog catalog, DelegateTable delegates, OriginReader origins, FunctionBodies functions, Extents extents, HashSet<ISymbol> written)
{
    private readonly Holders holders = new(symbols, origins);
    private TaskCompletion? completion;

    /// <summary>Made only for members that wait for tasks, as it needs their control flow.</summary>
    public TaskCompletion Completion => completion ??= new TaskCompletion(symbols, origins);

    public CallSite Read(PendingCall call, Body body, ImmutableArray<HeldLock> locks)
    {
        var (target, operation, instance, arguments, context) = call;
        var entry = catalog.Find(target);
        var traits = locks.IsEmpty ? context.Traits : context.Traits | CallTraits.Locked;
        if (instance is IInstanceReferenceOperation { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.BaseExpressionSyntax })
        {
            traits |= CallTraits.Base;
        }

        if (operation.Awaited() is not null)
        {
            traits |= CallTraits.Awaited;
        }

        if (operation.Parent is IReturnOperation || operation.Parent is IConversionOperation { Parent: IReturnOperation })
        {
            traits |= CallTraits.Returned;
        }

        if (Destinations.IsLazySequence(target.ReturnType) && Destinations.IsEnumerated(operation))
        {
            traits |= CallTraits.Enumerated;
        }

        if (body is { Kind: BodyKind.Member, IsAsyncCode: true } && symbols.IsTask(target.ReturnType) && arguments.Any(static argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate) && Wrappers.IsWhole(operation, symbols))
        {
            traits |= CallTraits.Whole;
        }

        var offset = target.ReducedFrom is null ? 0 : 1;
        if (entry is { Timeout: not CatalogEntry.NoParameter } && arguments.Any(a => a.Parameter?.Ordinal + offset == entry.Timeout && a.Value.IsZeroTimeout(symbols)))
        {
            traits |= CallTraits.ZeroTimeout;
        }

        var wait = TaskWait.Unknown;
        if (entry is { Effects: [Effect.JoinTask, ..] })
        {
            if (Completion.IsCompleted(operation, instance, arguments))
            {
                traits |= CallTraits.Completed;
            }
            else
            {
                traits |= Completion.JoinsWorkItems(instance, arguments) ? CallTraits.JoinsWorkItems : CallTraits.None;
                wait = (instance is null ? TaskWait.Unknown : Completion.WaitFor(operation, instance)) with { Giver = Completion.GiverOf(instance ?? arguments.FirstOrDefault()?.Value, body) };
            }
        }

        return new CallSite
        {
            Target = target,
            Syntax = operation.Syntax,
            Traits = traits,
            LoopDepth = context.LoopDepth,
            Miss = context.Miss,
            Round = context.Round,
            Sizes = ReadSizes(target, entry, instance, arguments, body),
            Elements = arguments.Any(static argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate) ? ReadElements(instance, arguments, body) : Extent.One,
            Locks = locks,
            Wait = wait,
            Receiver = instance is null || !NeedsOrigin(target, entry, instance.Type) ? Origin.Unknown : origins.Read(instance),
            ReceiverType = instance?.Unwrapped().Type,
            IsOnSelf = instance?.Unwrapped() is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance },
            Holder = holders.Of(target, entry, instance, arguments),
            Arguments = ReadArguments(operation, target, entry, instance, arguments),
            Values = entry is null ? ReadValues(target, arguments, body) : default,
            Condition = PathTerms.Of(context.Terms, body.Symbol, written),
            Delegates = target.MethodKind == MethodKind.DelegateInvoke ? ReadInvoked(operation, instance) : ReadDelegates(target, arguments, body),
        };
    }

    /// <summary>What is added to an event; null for what nobody can follow.</summary>
    public Subscription? Read(IEventSymbol raised, IOperation handler, IOperation site) =>
        DelegateValues(handler).FirstOrDefault() is { } value && Resolve(value) is { } resolved
            ? new Subscription(raised, new DelegateArgument(0, resolved.Body, resolved.Method, value.Syntax, delegates.Find(raised)), site.Syntax)
            : null;

    private ImmutableArray<Extent> ReadSizes(IMethodSymbol target, CatalogEntry? entry, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, Body body)
    {
        if (entry is null ? !symbols.IsOwn(target) : entry.Growth is not (Growth.Linear or Growth.LogLinear))
        {
            return default;
        }

        var sizes = new Extent[target.Parameters.Length + 1];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Extent.Many;
        }

        sizes[0] = instance is null ? Extent.Many : extents.Of(instance, body.Symbol);
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                sizes[parameter.Ordinal + 1] = SizeOf(argument.Value, body);
            }
        }

        return ImmutableArray.Create(sizes);
    }

    /// <summary>An object is one, whatever it holds. A number that has been computed need not be large, as that of what there is of something is.</summary>
    private Extent SizeOf(IOperation value, Body body)
    {
        var bare = value.Unwrapped();
        var size = extents.Of(bare, body.Symbol);
        return size.IsConstant || Extent.IsParameterCode(size.Code) || Extents.IsSequence(bare.Type) ? size
            : !LoopRanges.IsNumeric(bare.Type) ? catalog.Instance(bare.Type) is null ? Extent.One : size
            : bare is IPropertyReferenceOperation or IFieldReferenceOperation ? size
            : Extent.Few;
    }

    private Extent ReadElements(IOperation? instance, ImmutableArray<IArgumentOperation> arguments, Body body)
    {
        if (instance is not null && Extents.IsSequence(instance.Type))
        {
            return extents.Of(instance, body.Symbol);
        }

        foreach (var argument in arguments)
        {
            if (Extents.IsSequence(argument.Value.Type) && argument.Value.Type?.SpecialType != SpecialType.System_String)
            {
                return extents.Of(argument.Value, body.Symbol);
            }
        }

        // From here to there: a loop that a method makes.
        return arguments is [{ Parameter.Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 }, { Parameter.Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64, Value: var end }, ..]
            ? extents.Of(end, body.Symbol)
            : Extent.One;
    }

    private static bool NeedsOrigin(IMethodSymbol target, CatalogEntry? entry, ITypeSymbol? type) =>
        entry is null ? target.IsVirtual || target.IsAbstract || target.IsOverride : entry.DependsOn != EffectFact.Nothing || OriginReader.IsAbstraction(type);

    private ImmutableArray<Origin> ReadArguments(IOperation operation, IMethodSymbol target, CatalogEntry? entry, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
    {
        // A reduced extension call has its first argument as the instance, and canonical parameters count it.
        var isReduced = target.ReducedFrom is not null;
        Origin[]? read = null;
        if (isReduced && instance is not null && DependsOnOrigin(instance.Unwrapped().Type))
        {
            read = new Origin[arguments.Length + 1];
            Fill(read);
            read[0] = OriginOf(instance, operation, target);
        }

        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { } parameter)
            {
                continue;
            }

            var ordinal = parameter.Ordinal + (isReduced && target.Parameters.Length == arguments.Length ? 1 : 0);
            if (DependsOnOrigin(parameter.Type) || entry?.DependsOn == ordinal)
            {
                if (read is null)
                {
                    read = new Origin[(target.ReducedFrom ?? target).Parameters.Length];
                    Fill(read);
                }

                if (ordinal < read.Length)
                {
                    read[ordinal] = OriginOf(argument.Value, operation, target);
                }
            }
        }

        return read is null ? default : ImmutableArray.Create(read);

        static void Fill(Origin[] origins)
        {
            for (var i = 0; i < origins.Length; i++)
            {
                origins[i] = Origin.Unknown;
            }
        }
    }

    /// <summary>A task that has completed where it is given to somebody who may wait for it keeps nobody waiting.</summary>
    private Origin OriginOf(IOperation given, IOperation call, IMethodSymbol target) =>
        symbols.IsOwn(target) && !symbols.IsAsyncShaped(target.ReturnType) && given.Unwrapped().Type is { } type && (symbols.IsTask(type) || symbols.IsValueTask(type)) && Completion.IsCompleted(call, given, [])
            ? Origin.Known(OriginKind.CompletedTask)
            : origins.Read(given);

    /// <summary>What a callee does with one depends on where it comes from: streams, connections, tasks to wait for.</summary>
    private bool DependsOnOrigin(ITypeSymbol? type) => catalog.Instance(type) is not null || IsKnownAbstraction(type) || symbols.IsTask(type) || symbols.IsValueTask(type);

    private static bool IsKnownAbstraction(ITypeSymbol? type) => type is
    {
        Name: "Stream" or "TextReader" or "TextWriter" or "XmlReader" or "XmlWriter" or "IDbConnection" or "IDbCommand" or "IDataReader" or "DbDataReader",
    };

    private ImmutableArray<PassedValue> ReadValues(IMethodSymbol target, ImmutableArray<IArgumentOperation> arguments, Body body)
    {
        PassedValue[]? values = null;
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.None or RefKind.In } parameter && ValueOf(argument.Value, body) is { IsUnknown: false } passed)
            {
                values ??= new PassedValue[(target.ReducedFrom ?? target).Parameters.Length];
                var ordinal = parameter.Ordinal + (target.ReducedFrom is null ? 0 : 1);
                if (ordinal < values.Length)
                {
                    values[ordinal] = passed;
                }
            }
        }

        return values is null ? default : ImmutableArray.Create(values);
    }

    private PassedValue ValueOf(IOperation value, Body body)
    {
        if (value.ConstantValue is { HasValue: true, Value: var constant })
        {
            return PassedValue.Constant(constant);
        }

        var bare = value.SameValue();
        return bare.IsNullLiteral() || bare is IDefaultValueOperation { Type.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } ? PassedValue.Constant(null)
            : bare is IObjectCreationOperation or IInstanceReferenceOperation or IAnonymousFunctionOperation or IDelegateCreationOperation or IArrayCreationOperation or IInterpolatedStringOperation ? PassedValue.NotNull
            : bare is IParameterReferenceOperation { Parameter: var own } && own.ContainingSymbol.IsSameAs(body.Symbol) && own.Type.IsSameAs(value.Type) && !written.Contains(own) ? PassedValue.Forwarded(own.Ordinal)
            : default;
    }

    /// <summary>A delegate that is invoked where it was made.</summary>
    private ImmutableArray<DelegateArgument> ReadInvoked(IOperation invocation, IOperation? instance) =>
        instance is not null && Resolve(instance) is { } resolved ? [new DelegateArgument(0, resolved.Body, resolved.Method, invocation.Syntax, DelegateUse.Inline)] : [];

    private ImmutableArray<DelegateArgument> ReadDelegates(IMethodSymbol target, ImmutableArray<IArgumentOperation> arguments, Body body)
    {
        List<DelegateArgument>? found = null;
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { } parameter)
            {
                continue;
            }

            foreach (var value in DelegateValues(argument.Value))
            {
                var use = Destinations.UseOf(argument, delegates);
                var ordinal = parameter.Ordinal + (target.ReducedFrom is null ? 0 : 1);
                if (Resolve(value) is { } resolved)
                {
                    (found ??= []).Add(new DelegateArgument(ordinal, resolved.Body, resolved.Method, value.Syntax, use));
                }
                else if (value is IParameterReferenceOperation { Parameter: { Ordinal: < 32 } handed })
                {
                    var isOwn = handed.ContainingSymbol.IsSameAs(body.Symbol);
                    (found ??= []).Add(new DelegateArgument(ordinal, null, null, value.Syntax, use, isOwn ? handed.Ordinal : DelegateArgument.NoParameter, handed));
                }
            }
        }

        return found is null ? [] : [.. found];
    }

    private static IEnumerable<IOperation> DelegateValues(IOperation value)
    {
        value = value.Unwrapped();
        switch (value)
        {
            case IDelegateCreationOperation creation:
                return [creation.Target];
            case IAnonymousFunctionOperation or IMethodReferenceOperation:
                return [value];
            case ILocalReferenceOperation or IParameterReferenceOperation when value.Type?.TypeKind == TypeKind.Delegate:
                return [value];
            case IArrayCreationOperation { Initializer: { } initializer }:
                return initializer.ElementValues.SelectMany(DelegateValues);
            case { Kind: OperationKind.CollectionExpression }:
                return value.ChildOperations.SelectMany(DelegateValues);
            default:
                return [];
        }
    }

    private (Body? Body, IMethodSymbol? Method)? Resolve(IOperation value) => value.Unwrapped() switch
    {
        IAnonymousFunctionOperation lambda when functions.Lambdas.TryGetValue(lambda, out var body) => (body, null),
        IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } local } when functions.Local.TryGetValue(local.OriginalDefinition, out var body) => (body, null),
        IMethodReferenceOperation reference => (null, reference.Method),
        ILocalReferenceOperation local when functions.Kept.TryGetValue(local.Local, out var body) && origins.OnlyValue(local.Local) is not null => (body, null),
        _ => null,
    };
}
