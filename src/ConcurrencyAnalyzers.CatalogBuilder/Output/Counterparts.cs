using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Graph;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>How well an asynchronous form stands in for a synchronous one; the better, the later.</summary>
internal enum Compatibility : byte
{
    None,
    Name,
    Compatible,
    Token,
    Exact,
}

/// <summary>Finds the asynchronous form of a method: in its type, or a base of it, with "Async" after the name.</summary>
internal static class Counterparts
{
    private const string Token = "System.Threading.CancellationToken";

    /// <summary>The best asynchronous form that goes by <paramref name="name"/>, or by the ordinary name.</summary>
    public static Compatibility Of(MethodNode method, string? name = null) => Find(method, name).Grade;

    /// <summary>How the catalog names the asynchronous form: "-" in the type or a base of it, an ID elsewhere, "none".</summary>
    public static string Column(MethodNode method)
    {
        var (grade, form) = Find(method, null);
        return form is null
            ? "none"
            : $"{(form.Owner.IsInterface && !ReferenceEquals(form.Owner, method.Owner) ? $"M:{form.Owner.Name.Replace('+', '.')}.{form.Name}" : "-")}/{grade.ToString().ToLowerInvariant()}";
    }

    private static (Compatibility Grade, MethodNode? Form) Find(MethodNode method, string? name)
    {
        if (AsyncShape.Of(method) || method.IsConstructor)
        {
            return (Compatibility.None, null);
        }

        var best = Compatibility.None;
        MethodNode? form = null;
        foreach (var candidate in Named(method, name ?? Expected(method)))
        {
            if (candidate.IsVisible && candidate.IsStatic == method.IsStatic && AsyncShape.Of(candidate) && candidate.Returns.Name != "System.Void" && candidate.Returns.Name != "System.IAsyncResult")
            {
                var grade = Grade(method, candidate);
                if (grade > best)
                {
                    (best, form) = (grade, candidate);
                }
            }
        }

        return (best, form);
    }

    private static string Expected(MethodNode method) => $"{(method.Name.StartsWith("get_", StringComparison.Ordinal) ? $"Get{method.Name[4..]}" : method.Name)}Async";

    private static IEnumerable<MethodNode> Named(MethodNode method, string name)
    {
        for (var type = method.Owner; type is not null; type = type.Base?.Type)
        {
            foreach (var candidate in type.Methods)
            {
                if (candidate.Name == name)
                {
                    yield return candidate;
                }
            }
        }

        foreach (var candidate in method.Owner.IsInterface ? method.Owner.AllInterfaces.SelectMany(static contract => contract.Type?.Methods ?? []) : [])
        {
            if (candidate.Name == name)
            {
                yield return candidate;
            }
        }
    }

    private static Compatibility Grade(MethodNode method, MethodNode candidate)
    {
        if (!ReturnsTheSame(method, candidate) || candidate.Parameters.Length < method.Parameters.Length)
        {
            return Compatibility.Name;
        }

        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (method.Parameters[i].Key != candidate.Parameters[i].Key && !IsMemoryOf(method.Parameters[i], candidate.Parameters[i]))
            {
                return Compatibility.Name;
            }
        }

        var isExact = method.Parameters.Select(static parameter => parameter.Key).SequenceEqual(candidate.Parameters.Take(method.Parameters.Length).Select(static parameter => parameter.Key));
        var rest = candidate.Parameters.Skip(method.Parameters.Length).ToList();
        return (isExact, rest) switch
        {
            (true, []) => Compatibility.Exact,
            (true, [{ Name: Token }]) => Compatibility.Token,
            (_, []) or (_, [{ Name: Token }]) => Compatibility.Compatible,
            _ => Compatibility.Name,
        };
    }

    private static bool ReturnsTheSame(MethodNode method, MethodNode candidate)
    {
        var promised = candidate.Returns.Arguments is [var only] ? only.Key : "System.Void";
        return promised == method.Returns.Key
            || (candidate.Returns.Name == "System.Collections.Generic.IAsyncEnumerable`1" && method.Returns.Arguments is [var item] && item.Key == promised);
    }

    // A span cannot cross an await: its asynchronous stand-in is a memory.
    private static bool IsMemoryOf(TypeSignature parameter, TypeSignature candidate) => (parameter.Name, candidate.Name) is
        ("System.Span`1", "System.Memory`1") or ("System.ReadOnlySpan`1", "System.ReadOnlyMemory`1");
}
