using System.Collections.Generic;
using System.Linq;
using System.Reflection.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

/// <summary>Finds which methods of an assembly override or implement which others (ECMA-335 II.12.2).</summary>
internal sealed class SlotMatcher
{
    private readonly AssemblyImage assembly;
    private readonly Dictionary<TypeNode, List<(MethodNode Body, MethodNode Slot)>> declared = [];

    private SlotMatcher(AssemblyImage assembly) => this.assembly = assembly;

    /// <summary>Reads what an assembly says outright about its overrides.</summary>
    /// <exception cref="BadImageFormatException">It cannot be read; other exceptions of damaged metadata are possible, too.</exception>
    public static SlotMatcher Read(Universe universe, AssemblyImage assembly)
    {
        var matcher = new SlotMatcher(assembly);
        foreach (var type in assembly.Types)
        {
            foreach (var handle in assembly.Metadata.GetTypeDefinition(type.Handle).GetMethodImplementations())
            {
                var implementation = assembly.Metadata.GetMethodImplementation(handle);
                if (universe.Reference(assembly, implementation.MethodBody).Method is { } body
                    && universe.Reference(assembly, implementation.MethodDeclaration).Method is { } slot)
                {
                    (matcher.declared.TryGetValue(type, out var list) ? list : matcher.declared[type] = []).Add((body, slot));
                }
            }
        }

        return matcher;
    }

    public void Match()
    {
        foreach (var type in assembly.Types)
        {
            var explicitly = new HashSet<MethodNode>();
            foreach (var (body, slot) in declared.GetValueOrDefault(type) ?? [])
            {
                if (IsKnown(body) && IsKnown(slot))
                {
                    Connect(body, slot);
                    explicitly.Add(slot);
                }
            }

            MatchOverrides(type);
            MatchInterfaces(type, explicitly);
        }
    }

    // A method of an assembly that was forgotten later is in no type any more.
    private static bool IsKnown(MethodNode method) => method.Owner.Methods.Count > 0;

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
        // Odd metadata may let two methods override each other.
        if (!ReferenceEquals(method, slot) && !method.Slots.Contains(slot) && !Leads(slot, method))
        {
            method.Slots.Add(slot);
            slot.Implementations.Add(method);
        }
    }

    private static bool Leads(MethodNode from, MethodNode to) => from.Slots.Exists(slot => ReferenceEquals(slot, to) || Leads(slot, to));
}
