using System;
using System.Collections.Generic;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Does a method, with all that it calls, touch nothing but what it is given and what it makes, so that any thread may run it?</summary>
internal static class Isolation
{
    private const int MaximumMethods = 64;

    public static bool Holds(IMethodSymbol method, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var pending = new Stack<IMethodSymbol>();
        pending.Push(method);
        while (pending.Count > 0)
        {
            var current = pending.Pop().Canonical();
            if (!seen.Add(current))
            {
                continue;
            }

            if (seen.Count > MaximumMethods || !(model.Symbols.IsOwn(current) ? AddCallees(current, pending, model, cancellationToken) : IsPlain(current)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AddCallees(IMethodSymbol method, Stack<IMethodSymbol> pending, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        if (method.MethodKind == MethodKind.Constructor && method.IsImplicitlyDeclared)
        {
            return true;
        }

        if (method.IsAbstract || method.IsVirtual || method.IsExtern || model.Bodies.Of(method, cancellationToken) is not { } body || model.Bodies.OperationOf(body.Syntax, cancellationToken) is not { } operation)
        {
            return method.AssociatedSymbol is IPropertySymbol { IsAbstract: false } && Bodies.IsAutoAccessor(method) && !method.IsStatic;
        }

        foreach (var part in operation.SelfAndBelow())
        {
            switch (part)
            {
                case IFieldReferenceOperation { Field: { IsConst: false } field } reference when !(field is { IsStatic: true, IsReadOnly: true } || IsOfGiven(reference.Instance, method)):
                case IAwaitOperation or IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IEventReferenceOperation or IInvalidOperation or ILockOperation:
                    return false;
                case IPropertyReferenceOperation { Property: { } property } reference:
                    if (model.Symbols.IsOwn(property) && !property.IsIndexer && !IsOfGiven(reference.Instance, method))
                    {
                        return false;
                    }

                    Push(property.GetMethod);
                    Push(property.SetMethod);
                    break;
                case IInvocationOperation { TargetMethod: { MethodKind: not (MethodKind.DelegateInvoke or MethodKind.LocalFunction) } called }:
                    Push(called);
                    break;
                case IObjectCreationOperation { Constructor: { } constructor }:
                    Push(constructor);
                    break;
            }
        }

        return true;

        void Push(IMethodSymbol? called)
        {
            if (called is not null)
            {
                pending.Push(called);
            }
        }
    }

    // A constructor sets what nobody else has yet.
    private static bool IsOfGiven(IOperation? instance, IMethodSymbol method) =>
        instance is not null && (instance.Unwrapped() is not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } || method.MethodKind == MethodKind.Constructor);

    /// <summary>The base class library, without what belongs to the thread of a user interface.</summary>
    private static bool IsPlain(IMethodSymbol method)
    {
        var space = method.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            if (space is { Name: "Windows" or "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return false;
            }

            space = space.ContainingNamespace;
        }

        return string.Equals(space?.Name, "System", StringComparison.Ordinal);
    }
}
