using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

/// <summary>Documentation IDs, as the C# compiler writes them (C# specification, annex D).</summary>
internal static class DocumentationIds
{
    /// <summary>The ID of a method; of the property, for a getter.</summary>
    public static string Of(MethodNode method)
    {
        var owner = method.Owner.Name.Replace('+', '.');
        var isGetter = method.Owner.Assembly.Getters.TryGetValue(method.Handle, out var property);
        var text = new StringBuilder(isGetter ? "P:" : "M:").Append(owner).Append('.').Append(MemberName(isGetter ? property! : method.Name));
        if (method.GenericArity > 0)
        {
            text.Append("``").Append(method.GenericArity);
        }

        if (!method.Parameters.IsEmpty)
        {
            text.Append('(').AppendJoin(',', method.Parameters.Select(Write)).Append(')');
        }

        if (method.Name is "op_Implicit" or "op_Explicit")
        {
            text.Append('~').Append(Write(method.Returns));
        }

        return text.ToString();
    }

    public static string Of(TypeNode type) => "T:" + type.Name.Replace('+', '.');

    /// <summary>The type that an ID's name stands for: a dot may separate a nested type.</summary>
    public static TypeNode? FindType(Universe universe, string name)
    {
        if (universe.FindType(name) is { } type)
        {
            return type;
        }

        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            name = $"{name[..dot]}+{name[(dot + 1)..]}";
            if (universe.FindType(name) is { } nested)
            {
                return nested;
            }
        }

        return null;
    }

    /// <summary>The methods that an ID names: every overload, if it has no parameter list.</summary>
    public static IEnumerable<MethodNode> FindMethods(Universe universe, string id)
    {
        var (typeName, memberName) = Split(id);
        if (FindType(universe, typeName) is not { } type)
        {
            return [];
        }

        var exact = id.Contains('(');
        return type.Methods.Where(method => NameOf(method) == memberName
            && (type.Assembly.Getters.ContainsKey(method.Handle) ? id[0] == 'P' : id[0] == 'M')
            && (!exact || Exact(Of(method)) == id));
    }

    /// <summary>An ID that cannot be taken for that of all overloads: a method without parameters has an empty list.</summary>
    public static string Exact(string id) => id[0] == 'M' && !id.Contains('(') ? $"{id}()" : id;

    /// <summary>"M:N.T`1.Name(System.Int32)" is "N.T`1" and "Name".</summary>
    public static (string Type, string Member) Split(string id)
    {
        var parenthesis = id.IndexOf('(');
        var head = parenthesis < 0 ? id[2..] : id[2..parenthesis];
        var dot = head.LastIndexOf('.');
        if (dot < 0)
        {
            return (head, "");
        }

        var member = head[(dot + 1)..];
        var arity = member.IndexOf("``", StringComparison.Ordinal);
        return (head[..dot], arity < 0 ? member : member[..arity]);
    }

    /// <summary>The member's name as it stands in an ID.</summary>
    public static string NameOf(MethodNode method) =>
        MemberName(method.Owner.Assembly.Getters.TryGetValue(method.Handle, out var property) ? property : method.Name);

    private static string MemberName(string name) => name.Replace('.', '#').Replace('<', '{').Replace('>', '}');

    private static string Write(TypeSignature type)
    {
        switch (type.Kind)
        {
            case SignatureKind.Array:
                return Write(type.Element!) + (type.Number == 1 ? "[]" : $"[{string.Join(',', Enumerable.Repeat("0:", type.Number))}]");
            case SignatureKind.ByReference:
                return Write(type.Element!) + "@";
            case SignatureKind.Pointer:
                return Write(type.Element!) + "*";
            case SignatureKind.TypeParameter:
                return $"`{type.Number}";
            case SignatureKind.MethodParameter:
                return $"``{type.Number}";
            case SignatureKind.FunctionPointer:
                return "=FUNC:";
            default:
                return WriteNamed(type);
        }
    }

    // The arguments of a nested type's outer types stand with those types.
    private static string WriteNamed(TypeSignature type)
    {
        if (type.Arguments.IsEmpty)
        {
            return type.Name.Replace('+', '.');
        }

        var text = new StringBuilder();
        var next = 0;
        foreach (var part in type.Name.Split('+'))
        {
            if (text.Length > 0)
            {
                text.Append('.');
            }

            var tick = part.IndexOf('`');
            if (tick < 0 || !int.TryParse(part[(tick + 1)..], out var count))
            {
                text.Append(part);
                continue;
            }

            text.Append(part, 0, tick).Append('{').AppendJoin(',', type.Arguments.Skip(next).Take(count).Select(Write)).Append('}');
            next += count;
        }

        return text.ToString();
    }
}
