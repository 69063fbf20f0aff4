using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Graph;

/// <summary>Which methods a virtual call can end in.</summary>
internal static class Dispatch
{
    /// <summary>Every implementation that a receiver of the type, or of one that derives from it, can have. Each once, in a stable order.</summary>
    public static IEnumerable<MethodNode> Candidates(MethodNode root, TypeNode receiver)
    {
        var found = new HashSet<MethodNode>();
        if (ExactTarget(root, receiver) is { IsAbstract: false } inherited)
        {
            found.Add(inherited);
        }

        var pending = new Stack<MethodNode>([root]);
        var seen = new HashSet<MethodNode> { root };
        while (pending.TryPop(out var slot))
        {
            foreach (var implementation in slot.Implementations)
            {
                if (!seen.Add(implementation))
                {
                    continue;
                }

                pending.Push(implementation);
                if (!implementation.IsAbstract && (ReferenceEquals(receiver, root.Owner) || Fits(implementation.Owner, receiver)))
                {
                    found.Add(implementation);
                }
            }
        }

        return found.OrderBy(static method => method.Order);
    }

    /// <summary>What a call on an object of exactly this type ends in.</summary>
    public static MethodNode? ExactTarget(MethodNode root, TypeNode type)
    {
        if (!root.Owner.IsInterface)
        {
            for (var current = type; current is not null; current = current.Base?.Type)
            {
                if (ReferenceEquals(current, root.Owner))
                {
                    return root;
                }

                if (current.Methods.Find(method => Overrides(method, root)) is { } found)
                {
                    return found;
                }
            }

            return null;
        }

        for (var current = type; current is not null && !current.IsInterface; current = current.Base?.Type)
        {
            if (current.Methods.Find(method => Overrides(method, root)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Whether a candidate says nothing about the others: it always throws, or hands the call on to another object.</summary>
    public static bool Abstains(Procedure candidate, MethodNode root)
    {
        if (candidate.Method.HasBody && candidate.Facts.NeverReturns)
        {
            return true;
        }

        return candidate.Facts.Calls is { Count: > 0 and <= 3 } calls
            && calls.Exists(call => call.Target.Method is { IsVirtual: true } target
                && target.Name == candidate.Method.Name
                && (ReferenceEquals(target, root) || Overrides(target, root) || ReferenceEquals(target, candidate.Method) || candidate.Method.Slots.Contains(target))
                && call.Argument(Value.Receiver) is not { Kind: ValueKind.Argument, Number: Value.Receiver });
    }

    private static bool Fits(TypeNode owner, TypeNode receiver) =>
        receiver.IsInterface ? owner.Implements(receiver) || owner.Derived.Exists(derived => Fits(derived, receiver)) : owner.DerivesFrom(receiver);

    private static bool Overrides(MethodNode method, MethodNode root)
    {
        foreach (var slot in method.Slots)
        {
            if (ReferenceEquals(slot, root) || Overrides(slot, root))
            {
                return true;
            }
        }

        return false;
    }
}
