using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Whether a call of code without source may change what others see. What is not known to leave everything alone may.</summary>
internal static class SideEffects
{
    private static readonly string[] Computing =
    [
        "System", "System.Buffers", "System.Collections.Frozen", "System.Collections.Generic", "System.Collections.Immutable", "System.Globalization", "System.Linq", "System.Net", "System.Net.Http",
        "System.Net.Http.Json", "System.Numerics", "System.Security.Cryptography", "System.Text", "System.Text.Json", "System.Text.RegularExpressions", "System.Threading.Tasks", "System.Xml", "System.Xml.Linq",
        "Microsoft.Extensions.Logging", "Newtonsoft.Json", "Newtonsoft.Json.Linq",
    ];

    private static readonly string[] Unchanging =
        ["System.Collections.Frozen", "System.Collections.Immutable", "System.Globalization", "System.Text", "System.Text.RegularExpressions", "Microsoft.Extensions.Logging", "Microsoft.Extensions.Options"];

    public static bool ArePossible(ConcurrencyModel model, IInvocationOperation call, Ownership ownership, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (model.Catalog.Find(method) is { DependsOn: EffectFact.Nothing } entry && entry.Effects.Any(static effect => effect == Effect.Lock || Workloads.Blocks(effect)))
        {
            return true;
        }

        return call.Instance is not { } instance
            ? !Computing.Contains(Space(method.ContainingType)) || method.ContainingType.Name is "Console" or "Environment" or "GC" or "AppDomain" or "AppContext" or "Activator"
            : !OnlyReads(method) && !IsUnchanging(model, instance.Type) && !ownership.IsOwn(instance, cancellationToken);
    }

    private static bool OnlyReads(IMethodSymbol method) =>
        method.Name is "ToString" or "Equals" or "GetHashCode" or "GetType" or "CompareTo" or "Contains" or "ContainsKey" or "TryGetValue" or "IndexOf" or "ThrowIfCancellationRequested";

    private static bool IsUnchanging(ConcurrencyModel model, ITypeSymbol? type) => type is not null
        && (type.IsValueType || type.SpecialType == SpecialType.System_String || model.Symbols.IsTask(type) || model.Remote.Of(type) is { Use: RemoteUse.Shared } || Unchanging.Contains(Space(type))
            || (type.ContainingNamespace is { Name: "System" } && type.Name is "Uri" or "Type" or "Version")
            || type is { TypeKind: TypeKind.Interface, Name: "IReadOnlyCollection" or "IReadOnlyList" or "IReadOnlyDictionary" or "IReadOnlySet" or "IHttpClientFactory" });

    private static string Space(ITypeSymbol? type)
    {
        var name = "";
        for (var space = type?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            name = name.Length == 0 ? space.Name : $"{space.Name}.{name}";
        }

        return name;
    }
}
