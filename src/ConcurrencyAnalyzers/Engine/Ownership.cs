using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Tells what one run of a function has to itself from what other runs use, too.</summary>
/// <param name="model">The compilation.</param>
/// <param name="body">The function.</param>
/// <param name="root">Its operations.</param>
/// <param name="ownArguments">Bit i: what is passed for parameter i nobody else has; <see cref="Instance"/> stands for the instance.</param>
internal sealed class Ownership(ConcurrencyModel model, Body body, IOperation root, uint ownArguments)
{
    public const uint Instance = 1u << 31;

    /// <summary>Every parameter, but not the instance.</summary>
    public const uint Parameters = Instance - 1;

    private const int MaximumSteps = 12;

    private Dictionary<ILocalSymbol, List<IOperation?>>? locals;

    public bool IsOwn(IOperation value, CancellationToken cancellationToken) => IsOwn(value, MaximumSteps, cancellationToken);

    /// <summary>What a function that is called here is given that nobody else has.</summary>
    public uint OwnArguments(IOperation? instance, ImmutableArray<IArgumentOperation> arguments, CancellationToken cancellationToken) => arguments
        .Where(argument => argument.Parameter is not null && IsOwn(argument.Value, cancellationToken))
        .Aggregate(instance is not null && IsOwn(instance, cancellationToken) ? Instance : 0, static (own, argument) => own | Bit(argument.Parameter!));

    private static uint Bit(IParameterSymbol parameter) => parameter.Ordinal < 31 ? 1u << parameter.Ordinal : 0;

    /// <summary>The variable is one of the function or of a function within it.</summary>
    public bool IsInside(ISymbol variable) =>
        variable.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == body.Syntax.SyntaxTree && body.Syntax.Span.Contains(reference.Span));

    private bool IsOwn(IOperation value, int steps, CancellationToken cancellationToken)
    {
        if (steps-- == 0)
        {
            return false;
        }

        value = value.Unwrapped();
        switch (value)
        {
            case IObjectCreationOperation or IArrayCreationOperation or IAnonymousObjectCreationOperation or ILiteralOperation or IDefaultValueOperation or IInterpolatedStringOperation:
            case IInstanceReferenceOperation { ReferenceKind: not InstanceReferenceKind.ContainingTypeInstance }:
                return true;
            case IInstanceReferenceOperation:
                return (ownArguments & Instance) != 0;
            case IAwaitOperation await:
                return IsOwn(await.Operation, steps, cancellationToken);
            case ILocalReferenceOperation { Local: var local }:
                return IsInside(local) && ValuesOf(local) is { Count: > 0 } values && values.All(given => given is not null && IsOwn(given, steps, cancellationToken));
            case IParameterReferenceOperation { Parameter: var parameter }:
                return parameter.ContainingSymbol.IsSameAs(body.Symbol) ? (ownArguments & Bit(parameter)) != 0 : IsInside(parameter);
            case IMemberReferenceOperation { Instance: { } instance }:
                return IsOwn(instance, steps, cancellationToken);
            case IInvocationOperation call:
                return IsOwnResult(call, steps, cancellationToken);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return IsOwn(conditional.WhenTrue, steps, cancellationToken) && IsOwn(whenFalse, steps, cancellationToken);
            case ICoalesceOperation coalesce:
                return IsOwn(coalesce.Value, steps, cancellationToken) && IsOwn(coalesce.WhenNull, steps, cancellationToken);
            default:
                return false;
        }
    }

    /// <summary>What a connection, a context or a query gives belongs to it; what anything else gives was asked for here.</summary>
    private bool IsOwnResult(IInvocationOperation call, int steps, CancellationToken cancellationToken)
    {
        var source = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
        if (source is not null && (call.TargetMethod.Name is "ConfigureAwait" or "AsTask" || model.Remote.Of(source.Unwrapped().Type) is { Use: RemoteUse.Single }))
        {
            return IsOwn(source, steps, cancellationToken);
        }

        if (!model.Symbols.IsOwn(call.TargetMethod))
        {
            return true;
        }

        var method = call.TargetMethod.Canonical();
        return !method.IsVirtual && !method.IsAbstract && !method.IsOverride && model.Bodies.Of(method, cancellationToken) is { } callee && model.Bodies.OperationOf(callee.Syntax, cancellationToken) is { } operation
            && new Ownership(model, callee, operation, 0).ReturnsOwn(steps, cancellationToken);
    }

    private bool ReturnsOwn(int steps, CancellationToken cancellationToken)
    {
        var returned = root.SelfAndBelow().OfType<IReturnOperation>().Where(static operation => operation.Kind == OperationKind.Return && operation.ReturnedValue is not null).ToList();
        return returned.Count > 0 && returned.All(operation => IsOwn(operation.ReturnedValue!, steps, cancellationToken));
    }

    // A null stands for a value that cannot be followed: an out argument, a pattern, an item of a loop.
    private List<IOperation?>? ValuesOf(ILocalSymbol local)
    {
        if (locals is null)
        {
            locals = new(SymbolEqualityComparer.Default);
            foreach (var operation in root.SelfAndBelow())
            {
                switch (operation)
                {
                    case IVariableDeclaratorOperation { Symbol: { } declared } declarator when declarator.GetVariableInitializer() is { } initializer:
                        Add(declared, initializer.Value);
                        break;
                    case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when !assignment.Value.IsNullLiteral():
                        Add(target.Local, assignment.Value);
                        break;
                    case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared }:
                        Add(declared.Local, null);
                        break;
                }
            }
        }

        return locals.TryGetValue(local, out var values) ? values : null;

        void Add(ILocalSymbol variable, IOperation? value)
        {
            if (!locals.TryGetValue(variable, out var given))
            {
                locals.Add(variable, given = []);
            }

            given.Add(value);
        }
    }
}
