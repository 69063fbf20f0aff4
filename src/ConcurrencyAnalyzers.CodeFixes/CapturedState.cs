using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Whether work whose beginnings took turns on one thread may run on several threads at once. Up to its first wait nothing of it ran beside
/// itself, so what it shares up to there needed no protection.
/// </summary>
internal sealed class CapturedState
{
    private const int MaximumMethods = 200;

    private readonly FixSite site;
    private readonly ISymbol? item;
    private readonly HashSet<ISymbol> reached = new(SymbolEqualityComparer.Default);
    private readonly Queue<IOperation> pending = new();

    private CapturedState(FixSite site, ISymbol? item)
    {
        this.site = site;
        this.item = item;
    }

    /// <param name="site">What is fixed.</param>
    /// <param name="work">The work of one item: a lambda, a method, or a call.</param>
    /// <param name="item">The variable of the item, where the work does not declare it.</param>
    /// <returns>The work, or what it calls in this compilation, changes something that others see, and no lock is around.</returns>
    public static bool IsTouchedBy(FixSite site, IOperation work, ISymbol? item) => new CapturedState(site, item).IsTouchedBy(work);

    private bool IsTouchedBy(IOperation work)
    {
        if (work is IMethodReferenceOperation group && !Follow(group.Method, group.Instance?.Type))
        {
            return true;
        }

        pending.Enqueue(work);
        while (pending.Count > 0)
        {
            var root = pending.Dequeue();
            if (Unlocked(root).Any(operation => Touches(operation, root)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<IOperation> Unlocked(IOperation root)
    {
        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations)
            {
                if (operation is not ILockOperation guarded || child == guarded.LockedValue)
                {
                    open.Push(child);
                }
            }
        }
    }

    private bool Touches(IOperation operation, IOperation root) => operation switch
    {
        IDeconstructionAssignmentOperation parts => parts.Target.SelfAndBelow().Any(part => part is IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation && IsShared(part, root)),
        IAssignmentOperation assignment => IsShared(assignment.Target, root) && !IsSlot(assignment.Target),
        IIncrementOrDecrementOperation change => IsShared(change.Target, root),
        IEventAssignmentOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } given => IsShared(given.Value, root) && !IsInterlocked(given),
        IPropertyReferenceOperation property => site.Symbols.IsOwn(property.Property) && property.Property.GetMethod is { } getter && !Bodies.IsAutoAccessor(getter) && !Follow(getter, property.Instance?.Type),
        IInvocationOperation call => IsTouching(call, root),
        IDynamicInvocationOperation => true,
        _ => false,
    };

    private bool IsTouching(IInvocationOperation call, IOperation root)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return true;
        }

        if (site.Symbols.IsOwn(method))
        {
            return !Follow(method, call.Instance?.Type);
        }

        // What an extension is called on is its first argument.
        var receiver = call.Instance ?? (method.IsExtensionMethod ? call.ArgumentAt(0) : null);
        return receiver is not null && (receiver.Unwrapped() is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } || (IsShared(receiver, root, isObject: true) && IsForOne(receiver.Unwrapped().Type) && !IsReading(call)));
    }

    /// <summary>The value is, or is reached through, something that the work has not made itself.</summary>
    /// <param name="value">What is changed.</param>
    /// <param name="root">The lambda or method that changes it.</param>
    /// <param name="isObject">The object that the value stands for is changed, and not the variable.</param>
    private bool IsShared(IOperation value, IOperation root, bool isObject = false)
    {
        for (var current = value.Unwrapped(); ;)
        {
            switch (current)
            {
                case IInstanceReferenceOperation instance:
                    return instance.ReferenceKind == InstanceReferenceKind.ContainingTypeInstance;
                case ILocalReferenceOperation local:
                    return !local.Local.IsSameAs(item) && !IsDeclaredIn(local.Local, root);
                case IParameterReferenceOperation parameter:
                    // The item of a lambda is its own; what a method is given is its caller's, but for the variable.
                    return !IsDeclaredIn(parameter.Parameter, root) || (root is not IAnonymousFunctionOperation && (isObject || current != value.Unwrapped()));
                case IMemberReferenceOperation { Instance: { } owner }:
                    current = owner.Unwrapped();
                    break;
                case IMemberReferenceOperation { Member.IsStatic: true }:
                    return true;
                case IArrayElementReferenceOperation element:
                    current = element.ArrayReference.Unwrapped();
                    break;
                case IDiscardOperation or IObjectCreationOperation or IDeclarationExpressionOperation or ITupleOperation or IAwaitOperation:
                    return false;
                case IInvocationOperation { Instance: { } owner }:
                    current = owner.Unwrapped();
                    break;
                default:
                    return true;
            }
        }
    }

    // Each item has its own place, or the collection sees to it that they do.
    private static bool IsSlot(IOperation target) => target.Unwrapped() is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType.ContainingNamespace.Name: "Concurrent" } };

    private static bool IsInterlocked(IArgumentOperation given) =>
        given.Parent is IInvocationOperation { TargetMethod.ContainingType: { Name: "Interlocked" or "Volatile", ContainingNamespace.Name: "Threading" } };

    /// <summary>A type that is known not to be meant for several threads.</summary>
    private static bool IsForOne(ITypeSymbol? type)
    {
        if (OriginReader.IsAbstraction(type))
        {
            return true;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "StringBuilder" or "Random" or "DbContext" or "DbConnection" or "DbCommand" or "BinaryReader" or "BinaryWriter" or "Utf8JsonWriter" })
            {
                return true;
            }
        }

        return type?.ContainingNamespace is { Name: "Generic" or "Collections" or "ObjectModel" or "EntityFrameworkCore" };
    }

    private static bool IsReading(IInvocationOperation call) => call.IsLinq() || call.TargetMethod.Name is "Contains" or "ContainsKey" or "ContainsValue" or "TryGetValue" or "GetValueOrDefault" or "IndexOf" or "Find" or "FindIndex"
        or "Exists" or "TrueForAll" or "BinarySearch" or "GetRange" or "ToArray" or "CopyTo" or "Peek" or "GetEnumerator" or "AsReadOnly";

    private static bool IsDeclaredIn(ISymbol variable, IOperation root) =>
        variable.DeclaringSyntaxReferences.FirstOrDefault() is { } declared && declared.SyntaxTree == root.Syntax.SyntaxTree && root.Syntax.Span.Contains(declared.Span);

    /// <summary>False where what is called cannot be looked at.</summary>
    private bool Follow(IMethodSymbol method, ITypeSymbol? receiver)
    {
        if (!site.Symbols.IsOwn(method))
        {
            return true;
        }

        var call = new CallSite { Target = method, Syntax = site.Node, Traits = CallTraits.None, ReceiverType = receiver };
        var targets = method.MethodKind == MethodKind.LocalFunction ? [method.OriginalDefinition] : site.Engine.Dispatch.Targets(call);
        if (targets.IsEmpty)
        {
            return false;
        }

        foreach (var target in targets)
        {
            if (!reached.Add(target))
            {
                continue;
            }

            if (reached.Count > MaximumMethods || target.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken) is not { } syntax || OperationOf(syntax) is not { } body)
            {
                return false;
            }

            pending.Enqueue(body);
        }

        return true;
    }

    // A fix runs once and for one place, where the models of other documents may be asked.
#pragma warning disable RS0030
    private IOperation? OperationOf(SyntaxNode syntax) =>
        (syntax.SyntaxTree == site.Root.SyntaxTree ? site.Model : site.Model.Compilation.GetSemanticModel(syntax.SyntaxTree)).GetOperation(syntax, site.CancellationToken);
#pragma warning restore RS0030
}
