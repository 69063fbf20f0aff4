using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Recognises the parameter of a body that serves synchronous and asynchronous callers alike (<c>bool async</c>):
/// one context bit, so that the branch for the other kind of caller is not held against this one.
/// </summary>
internal static class FlagParameters
{
    public static int Find(IMethodSymbol method, out bool meansSync)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type.SpecialType == SpecialType.System_Boolean)
            {
                if (IsOneOf(parameter.Name, "async", "isAsync", "useAsync", "runAsync", "asynchronous", "asynchronously", "doAsync", "executeAsync"))
                {
                    meansSync = false;
                    return parameter.Ordinal;
                }

                if (IsOneOf(parameter.Name, "sync", "isSync", "useSync", "runSync", "synchronous", "synchronously", "isSynchronous", "block", "blocking"))
                {
                    meansSync = true;
                    return parameter.Ordinal;
                }
            }
        }

        meansSync = false;
        return -1;
    }

    /// <summary>The call is told to do its work before it returns: its task has completed then.</summary>
    public static bool AsksForSynchronous(IInvocationOperation call)
    {
        var ordinal = Find(call.TargetMethod, out var meansSync);
        foreach (var argument in call.Arguments)
        {
            if (ordinal >= 0 && argument.Parameter?.Ordinal == ordinal)
            {
                return argument.Value.ConstantValue is { HasValue: true, Value: bool flag } && flag == meansSync;
            }
        }

        return false;
    }

    /// <summary>What the condition says of the flag where it holds and where it does not; null = nothing.</summary>
    public static (bool? WhenTrue, bool? WhenFalse) Read(IOperation condition, IParameterSymbol flag)
    {
        switch (condition)
        {
            case IParameterReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Parameter, flag):
                return (true, false);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                var (whenTrue, whenFalse) = Read(not.Operand, flag);
                return (whenFalse, whenTrue);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and:
                return (Read(and.LeftOperand, flag).WhenTrue ?? Read(and.RightOperand, flag).WhenTrue, null);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or:
                return (null, Read(or.LeftOperand, flag).WhenFalse ?? Read(or.RightOperand, flag).WhenFalse);
            default:
                return (null, null);
        }
    }

    private static bool IsOneOf(string name, params string[] names) =>
        Array.Exists(names, candidate => string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase));
}
