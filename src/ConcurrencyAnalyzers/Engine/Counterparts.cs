using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The asynchronous form of a blocking method.</summary>
/// <param name="Method">The method.</param>
/// <param name="TakesToken">A token can follow the arguments.</param>
/// <param name="NeedsToken">A token has to: the parameter is not optional and no overload is without it.</param>
internal sealed record Counterpart(IMethodSymbol Method, bool TakesToken, bool NeedsToken);

/// <summary>
/// Finds asynchronous forms by symbol: same shape, accessible, not obsolete. That one exists proves nothing about the synchronous
/// method; it only chooses the fix.
/// </summary>
internal sealed class Counterparts(Compilation compilation, ApiCatalog catalog)
{
    private readonly KnownSymbols symbols = KnownSymbols.Of(compilation);
    private readonly ConcurrentDictionary<IMethodSymbol, Counterpart?> found = new(SymbolEqualityComparer.Default);

    public Counterpart? Find(IMethodSymbol method)
    {
        method = method.Canonical();
        return found.TryGetValue(method, out var known) ? known : found.GetOrAdd(method, Search(method));
    }

    /// <summary>The form of a method that takes an asynchronous delegate where it takes a synchronous one, and gives a task: by the same name, or with 'Async' behind it.</summary>
    /// <param name="method">What is called.</param>
    /// <param name="ordinal">The parameter of the delegate; the <c>this</c> of an extension method counts.</param>
    public IMethodSymbol? FindAwaiting(IMethodSymbol method, int ordinal)
    {
        method = method.Canonical();
        return method is { MethodKind: MethodKind.Ordinary, ContainingType: { } type }
            ? Members(type, method.Name + "Async").Concat(Members(type, method.Name)).FirstOrDefault(candidate => !candidate.IsSameAs(method) && Awaits(method, candidate, ordinal))
            : null;
    }

    private bool Awaits(IMethodSymbol method, IMethodSymbol candidate, int ordinal) =>
        IsUsable(method, candidate) && candidate.Parameters.Length >= method.Parameters.Length
        && candidate.Parameters.Skip(method.Parameters.Length).All(static extra => extra.IsOptional)
        && method.Parameters.Zip(candidate.Parameters, (wanted, given) => given.RefKind == RefKind.None && wanted.RefKind == RefKind.None && wanted.IsParams == given.IsParams
            && (wanted.Ordinal == ordinal ? IsAsyncForm(wanted.Type as INamedTypeSymbol, given.Type as INamedTypeSymbol) : IsSameType(wanted.Type, given.Type))).All(static matches => matches);

    private bool IsAsyncForm(INamedTypeSymbol? wanted, INamedTypeSymbol? given) =>
        wanted?.DelegateInvokeMethod is { } run && given?.DelegateInvokeMethod is { } start && run.Parameters.Length == start.Parameters.Length
        && IsAsyncForm(run.ReturnType, start.ReturnType)
        && run.Parameters.Zip(start.Parameters, static (one, other) => one.RefKind == other.RefKind && IsSameType(one.Type, other.Type)).All(static matches => matches);

    /// <summary>The method that one is the asynchronous form of: in the same type, of the same shape. What is said to be no good replacement is none in this direction, either.</summary>
    public IMethodSymbol? FindSynchronous(IMethodSymbol asynchronous)
    {
        asynchronous = asynchronous.Canonical();
        var type = asynchronous.ContainingType;
        if (type is null || !asynchronous.Name.EndsWith("Async", System.StringComparison.Ordinal))
        {
            return asynchronous.Name == "Delay" && type.IsSameAs(symbols.Task) ? symbols.Thread?.GetMembers("Sleep").OfType<IMethodSymbol>().FirstOrDefault(sleep => sleep.Parameters[0].Type.IsSameAs(asynchronous.Parameters[0].Type)) : null;
        }

        return Members(type, asynchronous.Name.Substring(0, asynchronous.Name.Length - "Async".Length)).FirstOrDefault(method => Matches(method, asynchronous, out _) && Find(method) is not null);
    }

    private Counterpart? Search(IMethodSymbol method)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) || method.ContainingType is null)
        {
            return null;
        }

        var type = method.ContainingType;
        var name = method.Name + "Async";
        if (catalog.Find(method)?.Counterpart is { } written)
        {
            if (written == "none")
            {
                return null;
            }

            if (written.IndexOf(':') == 1)
            {
                var (typeName, memberName) = CatalogIndex.Split(written);
                (type, name) = (symbols.Find(typeName) ?? type, memberName);
            }
            else
            {
                name = written;
            }
        }

        Counterpart? best = null;
        foreach (var candidate in Members(type, name))
        {
            if (Matches(method, candidate, out var takesToken) && (best is null || (takesToken && !best.TakesToken)))
            {
                var needsToken = takesToken && !candidate.Parameters[method.Parameters.Length].IsOptional;
                best = new Counterpart(candidate, takesToken, needsToken && best is null);
            }
            else if (best is { NeedsToken: true } && Matches(method, candidate, out _))
            {
                best = best with { NeedsToken = false };
            }
        }

        return best;
    }

    private static IEnumerable<IMethodSymbol> Members(INamedTypeSymbol type, string name)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(name))
            {
                if (member is IMethodSymbol method)
                {
                    yield return method;
                }
            }
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            foreach (var inherited in type.AllInterfaces)
            {
                foreach (var member in inherited.GetMembers(name))
                {
                    if (member is IMethodSymbol method)
                    {
                        yield return method;
                    }
                }
            }
        }
    }

    private bool Matches(IMethodSymbol method, IMethodSymbol candidate, out bool takesToken)
    {
        takesToken = false;
        if (!IsUsable(method, candidate))
        {
            return false;
        }

        if (candidate.Parameters.Length < method.Parameters.Length)
        {
            return false;
        }

        for (var i = 0; i < method.Parameters.Length; i++)
        {
            var (wanted, given) = (method.Parameters[i], candidate.Parameters[i]);
            if (given.RefKind != RefKind.None || wanted.RefKind != RefKind.None || wanted.IsParams != given.IsParams || !IsSameType(wanted.Type, given.Type))
            {
                return false;
            }
        }

        for (var i = method.Parameters.Length; i < candidate.Parameters.Length; i++)
        {
            var extra = candidate.Parameters[i];
            if (symbols.IsCancellationToken(extra.Type) && i == method.Parameters.Length)
            {
                takesToken = true;
            }
            else if (!extra.IsOptional)
            {
                return false;
            }
        }

        // Without a token at hand a parameter that must be given one is still given its default.
        return true;
    }

    private bool IsUsable(IMethodSymbol method, IMethodSymbol candidate) =>
        candidate.IsStatic == method.IsStatic && candidate.Arity == method.Arity
        && compilation.IsSymbolAccessibleWithin(candidate, method.ContainingType.ContainingAssembly.IsSameAs(compilation.Assembly) ? method.ContainingType : compilation.Assembly)
        && !candidate.HasAttribute(symbols.Obsolete) && IsAsyncForm(method.ReturnType, candidate.ReturnType);

    private bool IsAsyncForm(ITypeSymbol returns, ITypeSymbol asynchronous) =>
        asynchronous is INamedTypeSymbol type && (symbols.IsTask(type) || symbols.IsValueTask(type))
        && (returns.SpecialType == SpecialType.System_Void ? type.Arity == 0 : type.Arity == 1 && IsSameType(returns, type.TypeArguments[0]));

    // Type parameters of the two methods are different symbols with the same place.
    private static bool IsSameType(ITypeSymbol one, ITypeSymbol other) => (one, other) switch
    {
        (ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } a, ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } b) => a.Ordinal == b.Ordinal,
        (IArrayTypeSymbol a, IArrayTypeSymbol b) => a.Rank == b.Rank && IsSameType(a.ElementType, b.ElementType),
        (INamedTypeSymbol { TypeArguments.Length: > 0 } a, INamedTypeSymbol { TypeArguments.Length: > 0 } b) => IsSameGeneric(a, b),
        _ => one.IsSameAs(other),
    };

    private static bool IsSameGeneric(INamedTypeSymbol one, INamedTypeSymbol other)
    {
        if (!one.OriginalDefinition.IsSameAs(other.OriginalDefinition) || one.TypeArguments.Length != other.TypeArguments.Length)
        {
            return false;
        }

        for (var i = 0; i < one.TypeArguments.Length; i++)
        {
            if (!IsSameType(one.TypeArguments[i], other.TypeArguments[i]))
            {
                return false;
            }
        }

        return true;
    }
}
