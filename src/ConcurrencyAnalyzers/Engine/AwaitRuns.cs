using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Reads from other machines that are awaited one after another, though none needs what another gives: statements next to each other, calls
/// that do nothing but read, instances that serve several callers at once, arguments that are the same before and after.
/// </summary>
internal sealed class AwaitRuns(ConcurrencyModel model)
{
    /// <summary>Two or more each, in source order.</summary>
    public IEnumerable<ImmutableArray<AwaitedCall>> In(Body member, IOperation root, CancellationToken cancellationToken)
    {
        foreach (var block in root.SelfAndBelow().OfType<IBlockOperation>())
        {
            var run = ImmutableArray<AwaitedCall>.Empty;
            foreach (var statement in block.Operations)
            {
                var read = ReadOf(member, statement, cancellationToken);
                if (read is null || run.Any(earlier => read.Call.Mentions(earlier.Local)))
                {
                    if (run.Length > 1)
                    {
                        yield return run;
                    }

                    run = [];
                }

                run = read is null ? run : run.Add(read);
            }

            if (run.Length > 1)
            {
                yield return run;
            }
        }
    }

    private AwaitedCall? ReadOf(Body member, IOperation statement, CancellationToken cancellationToken)
    {
        if (statement is not IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: var local } declarator] }] } || declarator.GetVariableInitializer()?.Value.Unwrapped() is not IAwaitOperation { Operation: var awaited })
        {
            return null;
        }

        if (awaited.Unwrapped() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured })
        {
            awaited = configured;
        }

        return awaited.Unwrapped() is IInvocationOperation call && IsSteady(call)
            && model.RemoteCalls.Of(CallerOf(member, call), call, cancellationToken) is { Witness: not null, Traits: RemoteTraits.None } work
            ? new AwaitedCall(local, call, statement, work)
            : null;
    }

    private static Body CallerOf(Body member, IOperation call)
    {
        for (var around = call.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation && member.SelfAndNested().FirstOrDefault(body => body.Syntax == around.Syntax) is { } function)
            {
                return function;
            }
        }

        return member;
    }

    /// <summary>What the call is made on and given is the same while something else is awaited, and nothing happens when it is looked at.</summary>
    private bool IsSteady(IInvocationOperation call) => call.ChildOperations.SelectMany(static operand => operand.SelfAndBelow()).All(operation => operation switch
    {
        IFieldReferenceOperation { Field: var field } => field.IsReadOnly || field.IsConst,
        IPropertyReferenceOperation property => IsSteady(property),
        IInvocationOperation inner => inner.TargetMethod is { IsStatic: true, ContainingType: var type } && (type.SpecialType == SpecialType.System_String || type is { Name: "Uri", ContainingNamespace.Name: "System" }),
        IObjectCreationOperation creation => creation.Type is { Name: "Uri", ContainingNamespace.Name: "System" },
        IUnaryOperation { OperatorMethod: var method } => method is null,
        IBinaryOperation { OperatorMethod: var method } => method is null,
        IConversionOperation { OperatorMethod: var method } => method is null || !model.Symbols.IsOwn(method),
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or ILiteralOperation or IDefaultValueOperation or ITypeOfOperation or INameOfOperation => true,
        IArgumentOperation or IInterpolatedStringOperation or IInterpolatedStringContentOperation or IConditionalOperation or ICoalesceOperation or IParenthesizedOperation => true,
        _ => false,
    });

    // State that others see may have changed by then; what a variable of this function holds is looked at by this function. What has an index may not be there.
    private bool IsSteady(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        return property.Parameters.IsEmpty
            && (property.ContainingType is { IsValueType: true } or { SpecialType: SpecialType.System_String }
                || (property.GetMethod is { IsVirtual: false, IsAbstract: false } getter && (!model.Symbols.IsOwn(property) || Bodies.IsAutoAccessor(getter))
                    && (property.SetMethod is null or { IsInitOnly: true } || reference.Instance?.Unwrapped() is ILocalReferenceOperation or IParameterReferenceOperation)));
    }
}
