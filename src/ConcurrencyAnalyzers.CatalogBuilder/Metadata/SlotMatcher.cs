using System.Collections.Generic;
using System.Linq;
using System.Reflection.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

/// <summary>Finds which methods of an assembly override or implement which others (ECMA-335 II.12.2).</summary>
internal sealed class SlotMatcher(Universe universe, AssemblyImage assembly)
{
    public void Match()
    {
        foreach (var type in assembly.Types)
        {
            var explicitly = MatchExplicit(type);
            MatchOverrides(type);
            MatchInterfaces(type, explicitly);
        }
    }

    private HashSet<MethodNode> MatchExplicit(TypeNode type)
    {
        var declared = new HashSet<MethodNode>();
        foreach (var handle in assembly.Metadata.GetTypeDefinition(type.Handle).GetMethodImplementations())
        {
            var implementation = assembly.Metadata.GetMethodImplementation(handle);
            if (universe.Reference(assembly, implementation.MethodBody).Method is { } body && universe.Reference(assembly, implementation.MethodDeclaration).Method is { } slot)
            {
                Connect(body, slot);
                declared.Add(slot);
            }
        }

        return declared;
    }

    private static void MatchOverrides(TypeNode type)
    {
        foreach (var method in type.Methods)
        {
            if (!method.IsVirtual || method.IsNewSlot || method.IsStatic)
            {
                continue;
            }

            foreach (var seen in type.SelfAndBases().Skip(1))
            {
                if (Find(seen, method) is { } overridden)
                {
                    Connect(method, overridden);
                    break;
                }
            }
        }
    }

    private static MethodNode? Find(TypeSignature seen, MethodNode like)
    {
        foreach (var candidate in seen.Type!.Methods)
        {
            if (candidate.IsVirtual && candidate.Name == like.Name && candidate.Parameters.Length == like.Parameters.Length
                && MethodNode.KeyOf([.. candidate.Parameters.Select(parameter => parameter.Substitute(seen.Arguments))], candidate.GenericArity) == like.ParametersKey)
            {
                return candidate;
            }
        }

        return null;
    }

    private static void MatchInterfaces(TypeNode type, HashSet<MethodNode> explicitly)
    {
        if (type.IsInterface || type.Interfaces.IsEmpty)
        {
            return;
        }

        foreach (var contract in type.AllInterfaces)
        {
            foreach (var slot in contract.Type?.Methods ?? [])
            {
                if (!slot.IsVirtual || explicitly.Contains(slot))
                {
                    continue;
                }

                var key = MethodNode.KeyOf([.. slot.Parameters.Select(parameter => parameter.Substitute(contract.Arguments))], slot.GenericArity);
                foreach (var seen in type.SelfAndBases())
                {
                    if (seen.Type!.Methods.Find(candidate => candidate.Name == slot.Name && candidate.IsStatic == slot.IsStatic
                        && candidate.Parameters.Length == slot.Parameters.Length
                        && MethodNode.KeyOf([.. candidate.Parameters.Select(parameter => parameter.Substitute(seen.Arguments))], candidate.GenericArity) == key) is { } implementation)
                    {
                        Connect(implementation, slot);
                        break;
                    }
                }
            }
        }
    }

    private static void Connect(MethodNode method, MethodNode slot)
    {
        if (!ReferenceEquals(method, slot) && !method.Slots.Contains(slot))
        {
            method.Slots.Add(slot);
            slot.Implementations.Add(method);
        }
    }
}
